package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ResetForm asks where to write to somebody who forgot their password.
type ResetForm struct {
	Email   string // as typed
	Invalid models.Invalid
}

func (f ResetForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, "email")
}

func (f ResetForm) title(ctx context.Context) string {
	if len(f.Invalid) > 0 {
		return i18n.T(ctx, "Error: I forgot my password")
	}
	return i18n.T(ctx, "I forgot my password")
}

func newPasswordTitle(ctx context.Context, wrong models.Invalid) string {
	if len(wrong) > 0 {
		return i18n.T(ctx, "Error: New password")
	}
	return i18n.T(ctx, "New password")
}
