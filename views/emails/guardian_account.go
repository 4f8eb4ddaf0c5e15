package emails

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// GuardianSignedIn tells a guardian of another browser that signed in to their account; address is that of the account.
func GuardianSignedIn(ctx context.Context, in models.Browser, at time.Time, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "A new browser signed in to your account as a guardian"),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "%s, on %s.", components.BrowserName(ctx, in), moment(ctx, at)),
			i18n.T(ctx, "If it wasn’t you, somebody else reads the letters to this address: change the password of your mailbox, and then sign out that browser here:"),
		},
		link:    i18n.T(ctx, "Where you are signed in"),
		address: address,
		after:   []string{i18n.T(ctx, "If it was you, there is nothing to do.")},
	}.write(ctx)
}

// GuardianMoveCode writes the code by which a guardian shows that letters to their new address reach them. It names nobody: the address may
// be a stranger's.
func GuardianMoveCode(ctx context.Context, code string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "%s is your code for Jolara", code),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "Somebody who decides for a child at Jolara wants to have letters sent to this address from now on. If it was you, type this code there: %s", code),
			i18n.N(ctx, int(models.GuardianCodeLife.Minutes()), "It counts for %d minute, once.", "It counts for %d minutes, once."),
		},
		after: []string{i18n.T(ctx, "You didn’t ask for it? Then don’t tell it to anybody, and do nothing: without it nothing changes.")},
	}.write(ctx)
}

// GuardianEmailTaken writes to an address that a guardian wants to have and that another guardian's account has; address is that of the
// page where one signs in.
func GuardianEmailTaken(ctx context.Context, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "This address has an account as a guardian already"),
		hello:   hello(ctx, ""),
		before:  []string{i18n.T(ctx, "Somebody who decides for a child at Jolara wants to have letters sent to this address from now on. Another account has it already, so nothing was changed. If both are yours, close that one here first:")},
		link:    i18n.T(ctx, "Sign in"),
		address: address,
		after:   []string{i18n.T(ctx, "If it wasn’t you, there is nothing to do.")},
	}.write(ctx)
}

// GuardianMoved tells a guardian at their former address that letters go to another since then; address is that of the page that puts the
// former back, which the link opens until that time. The letter does not say the new address (see EmailChanged).
func GuardianMoved(ctx context.Context, since, until time.Time, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Your address as a guardian was changed"),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "Whoever decides for a child at Jolara with this address does so with another since %s.", moment(ctx, since)),
			i18n.T(ctx, "If it wasn’t you, put this address back here until %s. That signs out every browser:", moment(ctx, until)),
		},
		link:    i18n.T(ctx, "Put this address back"),
		address: address,
		after: []string{
			i18n.T(ctx, "Later, or if anything is wrong, write to support@jolara.com."),
			i18n.T(ctx, "If it was you, there is nothing to do."),
		},
	}.write(ctx)
}
