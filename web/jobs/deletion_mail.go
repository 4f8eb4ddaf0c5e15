package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// deletionScheduled tells a person when their deletion begins. One that was stopped meanwhile, or has begun, needs no such
// letter.
func (w writer) deletionScheduled(ctx context.Context, job models.DeletionScheduledMail) (draft, error) {
	to, d, err := w.store.DeletionLetter(ctx, job.PersonID, job.DeletionID)
	if err == nil && !d.MayStop(w.store.Now()) {
		err = models.ErrNotFound
	}
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.DeletionScheduled(inLanguageOf(ctx, to), to.Name, d.Deletion, w.base.JoinPath("delete", d.ID).String())
	return toPerson(letter, to, models.FieldDeletion), err
}

// deleted writes the letter with a deletion's receipt (#85).
func (w writer) deleted(ctx context.Context, job models.DeletedMail) (draft, error) {
	to, d, err := w.store.DeletionLetter(ctx, job.PersonID, job.DeletionID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.Deleted(inLanguageOf(ctx, to), to.Name, d.Deletion, d.Progress, w.base.JoinPath("receipts", d.Receipt).String())
	return toPerson(letter, to, models.FieldDeletion), err
}
