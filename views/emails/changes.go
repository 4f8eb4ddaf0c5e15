package emails

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// PasswordChanged tells a person of their new password; address is that of the page where a password is forgotten.
func PasswordChanged(ctx context.Context, name, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Your password was changed"),
		hello:   hello(ctx, name),
		before: []string{
			i18n.T(ctx, "Your account on Jolara’s privacy pages has a new password. Every other browser was signed out."),
			i18n.T(ctx, "If it wasn’t you, choose another one at once:"),
		},
		link:    i18n.T(ctx, "Choose a new password"),
		address: address,
		after:   []string{i18n.T(ctx, "If it was you, there is nothing to do.")},
	}.write(ctx)
}

// NewEmail writes to the address with which somebody wants to sign in; address is that of the page that asks, which the
// link opens until that time. It names nobody: the address may be a stranger's.
func NewEmail(ctx context.Context, until time.Time, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Confirm your new address"),
		hello:   hello(ctx, ""),
		before:  []string{i18n.T(ctx, "Somebody who is signed in to an account on Jolara’s privacy pages wants to sign in with this address from now on. If it was you, confirm it here until %s:", moment(ctx, until))},
		link:    i18n.T(ctx, "Confirm your new address"),
		address: address,
		after:   []string{i18n.T(ctx, "If it wasn’t you, do nothing. Nothing changes until the address is confirmed.")},
	}.write(ctx)
}

// EmailTaken writes to an address with which somebody wants to sign in and another account does already; address is that
// of the page where one signs in.
func EmailTaken(ctx context.Context, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "This address already signs in to an account"),
		hello:   hello(ctx, ""),
		before:  []string{i18n.T(ctx, "Somebody who is signed in to an account on Jolara’s privacy pages wants to sign in with this address. Another account does already, so nothing was changed. If both are yours, sign in to the other one here:")},
		link:    i18n.T(ctx, "Sign in"),
		address: address,
		after:   []string{i18n.T(ctx, "If it wasn’t you, there is nothing to do.")},
	}.write(ctx)
}

// EmailChanged tells a person at their former address that they sign in with another since then; address is that of the
// page that puts the former back, which the link opens until that time. The letter does not say the new address: whoever
// reads the former mailbox need not be the person any more.
func EmailChanged(ctx context.Context, since, until time.Time, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Your address was changed"),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "The account on Jolara’s privacy pages that signed in with this address signs in with another since %s.", moment(ctx, since)),
			i18n.T(ctx, "If it wasn’t you, put this address back here until %s. That signs out every browser and ends the password:", moment(ctx, until)),
		},
		link:    i18n.T(ctx, "Put this address back"),
		address: address,
		after:   []string{i18n.T(ctx, "If it was you, there is nothing to do.")},
	}.write(ctx)
}

// moment writes a time as a letter does, which may be read anywhere.
func moment(ctx context.Context, t time.Time) string {
	return i18n.T(ctx, "%s, China Standard Time (UTC+8)", i18n.DateTime(ctx, t))
}
