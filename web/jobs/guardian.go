package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/emails"
	"jolara.com/privacy/views/i18n"
)

// guardian writes the letter that asks a grown-up to decide for a child. It shows nothing of the child but that there is one.
func (w writer) guardian(ctx context.Context, job models.GuardianMail) (draft, error) {
	asked, err := w.store.GuardianLetter(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.Guardian(i18n.WithLocale(ctx, asked.Locale), asked.GuardianRequest, asked.MadeHere, job.Reminder, emails.GuardianLinks{
		Decide: w.base.JoinPath("g", asked.Token).String(),
		Remove: w.base.JoinPath("g", asked.Token, "remove").String(),
	})
	letter.To = asked.Email
	return draft{Letter: letter}, err
}

// guardianCode writes the letter with the code that a guardian types.
func (w writer) guardianCode(ctx context.Context, job models.GuardianCodeMail) (draft, error) {
	says, err := w.store.GuardianCode(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.GuardianCode(i18n.WithLocale(ctx, says.Locale), says.Code)
	letter.To = says.To
	return draft{Letter: letter}, err
}

// guardianRecord tells a guardian what they decided.
func (w writer) guardianRecord(ctx context.Context, job models.GuardianRecordMail) (draft, error) {
	record, err := w.store.GuardianRecordOf(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.GuardianSaidYes(i18n.WithLocale(ctx, record.Locale), record.GuardianRecord, w.base.JoinPath("guardian").String())
	letter.To = record.Email
	return draft{Letter: letter}, err
}

// paperRefused tells a guardian why their sheet cannot be accepted, in the language in which the child asked, like the letter
// before.
func (w writer) paperRefused(ctx context.Context, job models.PaperRefusedMail) (draft, error) {
	says, err := w.store.PaperRefusal(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.PaperRefused(i18n.WithLocale(ctx, says.Locale), says.GuardianRequest, says.Fault, says.Note, w.base.JoinPath("g", says.Token).String())
	letter.To = says.Email
	return draft{Letter: letter}, err
}

// childTold tells a minor who has an address how it stands with their guardian.
func (w writer) childTold(ctx context.Context, job models.ChildToldMail) (draft, error) {
	to, err := w.store.Addressee(ctx, job.PersonID)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.ChildTold(inLanguageOf(ctx, to), to.Name, job, w.base.JoinPath("family").String())
	return toPerson(letter, to), err
}

// secondAsked asks a guardian whether a second one may be written to.
func (w writer) secondAsked(ctx context.Context, job models.SecondAskedMail) (draft, error) {
	record, to, err := w.store.SecondAsked(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.SecondAsked(i18n.WithLocale(ctx, record.Locale), record.GuardianRecord, w.base.JoinPath("guardian").String())
	letter.To = to
	return draft{Letter: letter}, err
}

// remindEvery is how long a reminder to a guardian may be late.
const remindEvery = time.Hour

// remindGuardians reminds guardians who did not answer, and whoever can stop that a locked account is erased.
type remindGuardians struct {
	river.WorkerDefaults[models.RemindGuardians]
	store *store.Store
}

// Work asks for the letters that are due.
func (w *remindGuardians) Work(ctx context.Context, _ *river.Job[models.RemindGuardians]) error {
	_, asked := w.store.RemindGuardians(ctx)
	_, locked := w.store.RemindOfLocks(ctx)
	return errors.Join(asked, locked)
}

// grownUp tells a person what a birthday changed.
func (w writer) grownUp(ctx context.Context, job models.GrownUpMail) (draft, error) {
	to, band, err := w.store.GrownUpLetter(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.GrownUp(inLanguageOf(ctx, to), to.Name, band, w.base.JoinPath("growing-up").String())
	return toPerson(letter, to), err
}
