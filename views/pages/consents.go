package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ConsentsPage is one page of all choices of a person.
type ConsentsPage struct {
	Reader  components.Reader
	Choices []ReceiptPage  // newest first
	Steps   []models.Event // of the account, the latest, newest first
	Newer   string         // the address of the page with newer choices; empty where there are none
	Older   string         // likewise
}

// NewConsents makes the page of these choices, newest first. older and newer are the queries, from the question mark on,
// of the pages beside it, and empty where there is none.
func NewConsents(r components.Reader, list []models.Consent, steps []models.Event, older, newer string) ConsentsPage {
	page := ConsentsPage{Reader: r, Steps: steps, Newer: beside(r.Consents(), newer), Older: beside(r.Consents(), older)}
	for _, c := range list {
		page.Choices = append(page.Choices, NewReceipt(c))
	}
	return page
}

func (p ConsentsPage) title(ctx context.Context) string {
	if p.Reader.Own() {
		return i18n.T(ctx, "History")
	}
	return i18n.T(ctx, "What was allowed, and when")
}

// lede says to a guardian what stands here.
func (p ConsentsPage) lede(ctx context.Context) string {
	if len(p.Choices) == 0 {
		return i18n.T(ctx, "No choice yet.")
	}
	return i18n.T(ctx, "Every choice about the child’s permissions and recordings, the newest first.")
}

// madeBy says who made a choice.
func (p ConsentsPage) madeBy(ctx context.Context, actor models.Actor) string {
	if p.Reader.Own() {
		return madeBy(ctx, actor)
	}
	return madeForChild(ctx, actor)
}

// madeForChild says to a guardian who made a choice or a change.
func madeForChild(ctx context.Context, actor models.Actor) string {
	switch actor {
	case models.ByApp:
		return i18n.T(ctx, "The child, in Jolara’s app")
	case models.ByGuardian:
		return i18n.T(ctx, "A guardian")
	case models.ByDesk:
		return i18n.T(ctx, "Our privacy desk")
	case models.ByClock:
		return i18n.T(ctx, "The portal, on a birthday")
	default:
		return i18n.T(ctx, "The child, on these pages")
	}
}

// beside is the address of a page beside the one at path, or nothing where there is no such query.
func beside(path, query string) string {
	if query == "" {
		return ""
	}
	return path + query
}
