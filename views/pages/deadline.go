package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeadlinePage counts the working days after a day that anybody names.
type DeadlinePage struct {
	From    string // the day as it was sent
	Invalid models.Invalid
	Count   components.Strip // drawn where there is nothing to mend
}

func (p DeadlinePage) failed() bool { return len(p.Invalid) > 0 }

func (p DeadlinePage) mistakes(ctx context.Context) components.Mistakes {
	if !p.failed() {
		return nil
	}
	return components.Mistakes{{Field: "from", Sentence: i18n.T(ctx, "Enter a day that exists, like 2026-11-20.")}}
}

func (p DeadlinePage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: When is an answer due?")
	}
	return i18n.T(ctx, "When is an answer due?")
}
