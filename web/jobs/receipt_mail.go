package jobs

import (
	"context"
	"errors"
	"net/url"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// receiptMail sends the letter that confirms one choice (#28, #36).
type receiptMail struct {
	river.WorkerDefaults[models.ReceiptMail]
	post
	base *url.URL
}

// Work writes and sends the letter. Where the choice is no longer held, there is nothing to confirm.
func (w *receiptMail) Work(ctx context.Context, job *river.Job[models.ReceiptMail]) error {
	to, choice, err := w.store.ReceiptLetter(ctx, job.Args)
	if errors.Is(err, models.ErrNotFound) || (err == nil && to.Email == "") {
		return nil
	}
	if err != nil {
		return err
	}
	letter, err := emails.Receipt(ctx, to.Name, choice, w.base.JoinPath("receipts", choice.Receipt).String())
	if err != nil {
		return err
	}
	return w.send(ctx, addressed(letter, to.Email, job.ID), to.ID, job.Kind, models.FieldEmail, models.FieldName, models.FieldChoice)
}
