package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

// lastCall tells a person that photos are about to go which nobody used (#74). Only what the mail server took counts: without
// it nothing is deleted.
func (w writer) lastCall(ctx context.Context, job models.LastCallMail) (draft, error) {
	says, err := w.store.LastCallLetter(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.LastCall(inLanguageOf(ctx, says.To), says.To.Name, says.Photos, says.Goes, emails.LastCallLinks{
		Keep: w.base.JoinPath("keep", says.Token).String(), Copy: w.base.JoinPath("data", "photos").String(),
	})
	d := toPerson(letter, says.To)
	d.sent = func(ctx context.Context) error { return w.store.LastCallSent(ctx, job) }
	return d, err
}
