package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// KeepPhotosPage asks the reader of a letter whether photos stay that nobody used.
type KeepPhotosPage struct {
	Photos int
	Goes   models.Date // the day on which they go otherwise
}

func (p KeepPhotosPage) question(ctx context.Context) string {
	return i18n.N(ctx, p.Photos, "Keep %d photo?", "Keep all %d photos?")
}

// KeepBehaviourPage asks whether behaviour is to be kept for another time, and says what that changes.
type KeepBehaviourPage struct {
	From, To models.BehaviourKept
	Goes     models.Tally // entries that fall due with it
	More     bool         // than the person was shown before
}

func (p KeepBehaviourPage) question(ctx context.Context) string {
	return i18n.N(ctx, p.To.Chosen, "Keep this for %d month?", "Keep this for %d months?")
}

func (p KeepBehaviourPage) untilNow(ctx context.Context) string {
	return i18n.N(ctx, p.From.Retention().Months, "Until now entries are kept for %d month.", "Until now entries are kept for %d months.")
}

func (p KeepBehaviourPage) button(ctx context.Context) string {
	return i18n.N(ctx, p.To.Chosen, "Keep it for %d month", "Keep it for %d months")
}

// goes says what goes with the choice.
func (p KeepBehaviourPage) goes(ctx context.Context) string {
	if p.Goes.Count == 0 {
		return i18n.T(ctx, "No entry goes at once: none is that old.")
	}
	return i18n.N(ctx, p.Goes.Count, "%d entry is older and goes within the hour. It won’t come back.", "%d entries are older and go within the hour. They won’t come back.")
}

// monthsToKeep are the answers to for how long behaviour is kept.
func monthsToKeep(ctx context.Context) []components.Option {
	var options []components.Option
	for _, months := range models.RetentionOf(models.CategoryBehaviour).Choices {
		options = append(options, components.Option{Value: i18n.Number(ctx, months), Words: i18n.N(ctx, months, "%d month", "%d months")})
	}
	return options
}

// kept is the answer that counts now.
func kept(ctx context.Context, k models.BehaviourKept) string {
	return i18n.Number(ctx, k.Retention().Months)
}
