package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// receipt writes the letter that confirms one choice (#28, #36). Who has no address gets none.
func (w writer) receipt(ctx context.Context, job models.ReceiptMail) (draft, error) {
	to, choice, err := w.store.ReceiptLetter(ctx, job)
	if err == nil && to.Email == "" {
		err = models.ErrNotFound
	}
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.Receipt(inLanguageOf(ctx, to), to.Name, choice, w.base.JoinPath("receipts", choice.Receipt).String())
	return toPerson(letter, to, models.FieldChoice), err
}
