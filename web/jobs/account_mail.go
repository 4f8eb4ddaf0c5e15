package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// signUp writes the letter by which somebody confirms the address that they signed up with.
func (w writer) signUp(ctx context.Context, job models.SignUpMail) (draft, error) {
	to, token, err := w.store.SignUpLetter(ctx, job.SignUpID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.SignUp(inLanguageOf(ctx, to), w.base.JoinPath("verify", token).String())
	letter.To = to.Email
	return draft{Letter: letter}, err
}

// accountExists tells somebody that their address was used to sign up again.
func (w writer) accountExists(ctx context.Context, job models.AccountExistsMail) (draft, error) {
	to, err := w.store.Addressee(ctx, job.PersonID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.AccountExists(inLanguageOf(ctx, to), to.Name, w.base.JoinPath("reset").String())
	return toPerson(letter, to), err
}

// staffAddress tells a staff member that somebody asked for an account or a new password with their address.
func (w writer) staffAddress(ctx context.Context, job models.StaffAddressMail) (draft, error) {
	to, firstName, err := w.store.StaffAddressee(ctx, job.StaffID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.StaffAddress(ctx, firstName, w.base.JoinPath("sign-in").String())
	letter.To = to
	return draft{Letter: letter}, err
}

// reset writes the letter with the link that sets a new password. A link that never was there, since nobody signs in
// with the address, is gone like any other.
func (w writer) reset(ctx context.Context, job models.ResetMail) (draft, error) {
	to, token, err := w.store.ResetLetter(ctx, job.LinkID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.Reset(inLanguageOf(ctx, to), to.Name, w.base.JoinPath("reset", token).String())
	return toPerson(letter, to), err
}
