package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// Notes are what a person added to a record, and the form to add another.
type Notes struct {
	Added   []models.Note // oldest first
	Text    string        // as typed
	Invalid models.Invalid
}

func (n Notes) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, n.Invalid, "note")
}

func (n Notes) title(ctx context.Context, ref string) string {
	if len(n.Invalid) > 0 {
		return i18n.T(ctx, "Error: Receipt %s", ref)
	}
	return i18n.T(ctx, "Receipt %s", ref)
}
