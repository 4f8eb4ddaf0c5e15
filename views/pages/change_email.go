package pages

import (
	"context"

	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ChangeEmailForm is what the page for a new address shows: empty at first, and what went wrong after a try.
type ChangeEmailForm struct {
	Present string // with which the person signs in
	Email   string // the new one, as typed
	Failed
}

func (f ChangeEmailForm) mistakes(ctx context.Context) components.Mistakes {
	return f.Failed.mistakes(ctx, "password", "email", "password")
}

func (f ChangeEmailForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Sign in with another address")
	}
	return i18n.T(ctx, "Sign in with another address")
}
