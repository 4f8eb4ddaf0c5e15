package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/emails"
	"jolara.com/privacy/views/i18n"
)

// passwordChanged tells a person that their password is another now.
func (w writer) passwordChanged(ctx context.Context, job models.PasswordChangedMail) (draft, error) {
	to, err := w.store.Addressee(ctx, job.PersonID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.PasswordChanged(inLanguageOf(ctx, to), to.Name, w.base.JoinPath("reset").String())
	return toPerson(letter, to), err
}

// newEmail writes to the address with which a person wants to sign in. Here, and only here, is it told apart whether
// another account signs in with it (T4).
func (w writer) newEmail(ctx context.Context, job models.NewEmailMail) (draft, error) {
	says, err := w.store.EmailLetter(ctx, job.LinkID)
	if err != nil {
		return draft{}, err
	}
	ctx = i18n.WithLocale(ctx, says.Locale)
	letter, err := emails.NewEmail(ctx, says.Until, w.base.JoinPath("verify", says.Token).String())
	if says.Taken {
		letter, err = emails.EmailTaken(ctx, w.base.JoinPath("sign-in").String())
	}
	return toAddress(letter, says), err
}

// emailChanged tells the former address of a change, with the link that takes it back (T28).
func (w writer) emailChanged(ctx context.Context, job models.EmailChangedMail) (draft, error) {
	says, err := w.store.EmailLetter(ctx, job.LinkID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.EmailChanged(i18n.WithLocale(ctx, says.Locale), says.From, says.Until, w.base.JoinPath("undo", says.Token).String())
	return toAddress(letter, says), err
}

// toAddress addresses a letter about a change of address, which shows no more of the person than that.
func toAddress(letter models.Letter, says store.EmailLetter) draft {
	letter.To = says.To
	return draft{Letter: letter, about: says.About, shows: []models.Field{models.FieldEmail}}
}
