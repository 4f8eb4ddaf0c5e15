package pages

import (
	"context"

	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ChangePasswordForm is what the page for a new password shows: empty at first, and what went wrong after a try.
type ChangePasswordForm struct{ Failed }

func (f ChangePasswordForm) mistakes(ctx context.Context) components.Mistakes {
	return f.Failed.mistakes(ctx, "present", "present", "password")
}

func (f ChangePasswordForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Change password")
	}
	return i18n.T(ctx, "Change password")
}
