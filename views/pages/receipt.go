package pages

import (
	"context"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// onTheWay is how long a choice takes to reach the portal without a word being said about it.
const onTheWay = time.Minute

// ReceiptPage is what the receipt of a choice says.
type ReceiptPage struct {
	Ref     string
	Kind    models.PermissionKind
	State   models.State
	By      models.Actor
	At      time.Time
	Reached time.Time // when it reached the portal; zero where that was at once
	Policy  string    // the version that was shown; empty where none was
	Device  string    // empty where none was told
}

// NewReceipt makes the receipt of a choice.
func NewReceipt(c models.Consent) ReceiptPage {
	receipt := ReceiptPage{Ref: c.Receipt, Kind: c.Kind, State: c.State, By: c.By, At: c.At, Policy: c.PolicyVersion, Device: c.Device}
	if c.RecordedAt.Sub(c.At) > onTheWay {
		receipt.Reached = c.RecordedAt
	}
	return receipt
}

// aboutRecordings tells whether the choice is one about recordings and not about a permission.
func (r ReceiptPage) aboutRecordings() bool { return slices.Contains(models.ChoiceKinds, r.Kind) }

// madeBy says who made a choice, and where.
func madeBy(ctx context.Context, actor models.Actor) string {
	switch actor {
	case models.ByApp:
		return i18n.T(ctx, "You, in Jolara’s app")
	case models.ByGuardian:
		return i18n.T(ctx, "Your guardian")
	case models.ByDesk:
		return i18n.T(ctx, "Our privacy desk")
	case models.ByClock:
		return i18n.T(ctx, "The portal, on your birthday")
	default:
		return i18n.T(ctx, "You, on these pages")
	}
}
