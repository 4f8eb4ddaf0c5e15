package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
	"jolara.com/privacy/views/i18n"
)

// guardianSignedIn tells a guardian of another browser that signed in to their account.
func (w writer) guardianSignedIn(ctx context.Context, job models.GuardianSignedInMail) (draft, error) {
	says, err := w.store.GuardianSignedIn(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.GuardianSignedIn(i18n.WithLocale(ctx, says.Locale), says.Browser, says.At, w.base.JoinPath("guardian", "account").String())
	letter.To = says.To
	return draft{Letter: letter}, err
}

// guardianMove writes to the address that a guardian wants to have. Here, and only here, is it told apart whether another account has
// it (T4).
func (w writer) guardianMove(ctx context.Context, job models.GuardianMoveMail) (draft, error) {
	says, err := w.store.GuardianMoveCode(ctx, job)
	if err != nil {
		return draft{}, err
	}
	ctx = i18n.WithLocale(ctx, says.Locale)
	var letter models.Letter
	if says.Taken {
		letter, err = emails.GuardianEmailTaken(ctx, w.base.JoinPath("guardian", "sign-in").String())
	} else {
		letter, err = emails.GuardianMoveCode(ctx, says.Code)
	}
	letter.To = says.To
	return draft{Letter: letter}, err
}

// guardianMoved tells a guardian's former address of a change, with the link that takes it back (T28).
func (w writer) guardianMoved(ctx context.Context, job models.GuardianMovedMail) (draft, error) {
	says, err := w.store.GuardianMoved(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.GuardianMoved(i18n.WithLocale(ctx, says.Locale), says.At, says.Until, w.base.JoinPath("guardian", "undo", says.Token).String())
	letter.To = says.To
	return draft{Letter: letter}, err
}
