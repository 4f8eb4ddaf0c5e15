package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeskIntakePage is where the desk writes down what came by phone, letter or mail.
type DeskIntakePage struct {
	Form    models.IntakeForm // as typed
	Invalid models.Invalid
}

func (p DeskIntakePage) title(ctx context.Context) string {
	if len(p.Invalid) > 0 {
		return i18n.T(ctx, "Error: Write one down")
	}
	return i18n.T(ctx, "Write one down")
}

func (p DeskIntakePage) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, p.Invalid, models.FieldChannel, models.FieldReceivedOn, models.FieldReceivedAt, models.FieldKind, models.FieldAbout,
		string(models.FieldName), string(models.FieldEmail), models.FieldReach, models.FieldWords)
}

// kindHint says within how long a kind of case is answered, and what it is.
func kindHint(ctx context.Context, kind models.CaseKind) string {
	n := kind.WorkingDays()
	switch kind {
	case models.CaseComplaint:
		return i18n.N(ctx, n, "Their own rights were not respected: %d working day.", "Their own rights were not respected: %d working days.")
	case models.CaseReport:
		return i18n.N(ctx, n, "They noticed something, about somebody else or in general: %d working day. They need not say who they are.", "They noticed something, about somebody else or in general: %d working days. They need not say who they are.")
	case models.CaseAccess:
		return i18n.N(ctx, n, "They want a copy of their data: %d working day.", "They want a copy of their data: %d working days.")
	case models.CaseCorrection:
		return i18n.N(ctx, n, "Something about them is wrong: %d working day.", "Something about them is wrong: %d working days.")
	case models.CaseDeletion:
		return i18n.N(ctx, n, "They want something deleted: %d working day.", "They want something deleted: %d working days.")
	default:
		return i18n.N(ctx, n, "They only ask: we aim for %d working day.", "They only ask: we aim for %d working days.")
	}
}

// aboutOptions are the answers of a field that asks what a case is about.
func aboutOptions(ctx context.Context) []components.Option {
	options := make([]components.Option, len(models.Abouts))
	for i, about := range models.Abouts {
		options[i] = components.Option{Value: string(about), Words: aboutAtDesk(ctx, about)}
	}
	return options
}

// aboutAtDesk is what a case is about, in the desk's words.
func aboutAtDesk(ctx context.Context, about models.CategoryKey) string {
	if about == "" {
		return i18n.T(ctx, "They don’t say")
	}
	return components.AboutName(ctx, about)
}
