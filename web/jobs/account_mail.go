package jobs

import (
	"context"
	"net/url"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// signUpMail sends the letter by which somebody confirms the address that they signed up with.
type signUpMail struct {
	river.WorkerDefaults[models.SignUpMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the sign-up is gone, there is nothing to confirm.
func (w *signUpMail) Work(ctx context.Context, job *river.Job[models.SignUpMail]) error {
	to, token, err := w.store.SignUpLetter(ctx, job.Args.SignUpID)
	if err != nil {
		return unlessGone(err)
	}
	letter, err := emails.SignUp(ctx, w.base.JoinPath("verify", token).String())
	if err != nil {
		return err
	}
	return w.sender.Send(ctx, addressed(letter, to, job.ID)) // nobody's account yet: there is no list to write it in
}

// accountExistsMail tells somebody that their address was used to sign up again.
type accountExistsMail struct {
	river.WorkerDefaults[models.AccountExistsMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the account ended meanwhile, there is nobody to tell.
func (w *accountExistsMail) Work(ctx context.Context, job *river.Job[models.AccountExistsMail]) error {
	to, err := w.store.Addressee(ctx, job.Args.PersonID)
	if err != nil {
		return unlessGone(err)
	}
	letter, err := emails.AccountExists(ctx, to.Name, w.base.JoinPath("reset").String())
	if err != nil {
		return err
	}
	return w.send(ctx, addressed(letter, to.Email, job.ID), to.ID, job.Kind, models.FieldEmail, models.FieldName)
}

// resetMail sends the letter with the link that sets a new password.
type resetMail struct {
	river.WorkerDefaults[models.ResetMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the link is gone, or there never was one since nobody signs in with the
// address, nothing is sent.
func (w *resetMail) Work(ctx context.Context, job *river.Job[models.ResetMail]) error {
	to, token, err := w.store.ResetLetter(ctx, job.Args.LinkID)
	if err != nil {
		return unlessGone(err)
	}
	letter, err := emails.Reset(ctx, to.Name, w.base.JoinPath("reset", token).String())
	if err != nil {
		return err
	}
	return w.send(ctx, addressed(letter, to.Email, job.ID), to.ID, job.Kind, models.FieldEmail, models.FieldName)
}
