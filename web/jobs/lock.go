package jobs

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
	"jolara.com/privacy/views/i18n"
)

// lock tells a child or their guardian how it stands with a locked account (#95).
func (w writer) lock(ctx context.Context, job models.LockMail) (draft, error) {
	says, err := w.store.LockLetter(ctx, job)
	if err != nil {
		return draft{}, err
	}
	ctx = i18n.WithLocale(ctx, says.Locale)
	var letter models.Letter
	if job.Guardian {
		letter, err = emails.LockToGuardian(ctx, says.Name, says.Record, says.Word, says.Lock, job.About, says.Became, w.base.JoinPath("guardian").String())
	} else {
		letter, err = emails.LockToChild(ctx, says.Name, says.Lock, job.About, says.Became, w.base.JoinPath("family").String())
	}
	letter.To = says.To
	return draft{Letter: letter}, err
}

// visitCode writes the letter with the code by which a guardian comes back.
func (w writer) visitCode(ctx context.Context, job models.VisitCodeMail) (draft, error) {
	says, err := w.store.VisitCode(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.VisitCode(i18n.WithLocale(ctx, says.Locale), says.Code)
	letter.To = says.To
	return draft{Letter: letter}, err
}
