package jobs

import (
	"context"
	"net/url"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// passwordChangedMail tells a person that their password is another now.
type passwordChangedMail struct {
	river.WorkerDefaults[models.PasswordChangedMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the account ended meanwhile, there is nobody to tell.
func (w *passwordChangedMail) Work(ctx context.Context, job *river.Job[models.PasswordChangedMail]) error {
	to, err := w.store.Addressee(ctx, job.Args.PersonID)
	if err != nil {
		return unlessGone(err)
	}
	letter, err := emails.PasswordChanged(ctx, to.Name, w.base.JoinPath("reset").String())
	if err != nil {
		return err
	}
	return w.send(ctx, addressed(letter, to.Email, job.ID), to.ID, job.Kind, models.FieldEmail, models.FieldName)
}

// newEmailMail writes to the address with which a person wants to sign in. Here, and only here, is it told apart whether
// another account signs in with it (T4).
type newEmailMail struct {
	river.WorkerDefaults[models.NewEmailMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the link is gone, there is nothing to confirm.
func (w *newEmailMail) Work(ctx context.Context, job *river.Job[models.NewEmailMail]) error {
	says, err := w.store.EmailLetter(ctx, job.Args.LinkID)
	if err != nil {
		return unlessGone(err)
	}
	letter, err := emails.NewEmail(ctx, says.Until, w.base.JoinPath("verify", says.Token).String())
	if says.Taken {
		letter, err = emails.EmailTaken(ctx, w.base.JoinPath("sign-in").String())
	}
	if err != nil {
		return err
	}
	return w.send(ctx, addressed(letter, says.To, job.ID), says.About, job.Kind, models.FieldEmail)
}

// emailChangedMail tells the former address of a change, with the link that takes it back (T28).
type emailChangedMail struct {
	river.WorkerDefaults[models.EmailChangedMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the change was taken back already, there is nothing to tell.
func (w *emailChangedMail) Work(ctx context.Context, job *river.Job[models.EmailChangedMail]) error {
	says, err := w.store.EmailLetter(ctx, job.Args.LinkID)
	if err != nil {
		return unlessGone(err)
	}
	letter, err := emails.EmailChanged(ctx, says.From, says.Until, w.base.JoinPath("undo", says.Token).String())
	if err != nil {
		return err
	}
	return w.send(ctx, addressed(letter, says.To, job.ID), says.About, job.Kind, models.FieldEmail)
}
