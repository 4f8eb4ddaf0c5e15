package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/emails"
)

// mindEvery is how long a reminder or an apology may be late.
const mindEvery = 5 * time.Minute

// mindCases does what the time brings about in cases.
type mindCases struct {
	river.WorkerDefaults[models.MindCases]
	store *store.Store
}

// Work looks at all open cases once.
func (w *mindCases) Work(ctx context.Context, _ *river.Job[models.MindCases]) error {
	return w.store.MindCases(ctx)
}

// caseLetter writes a letter about a case. To somebody with an account it says only that there is something to read; somebody
// without one has no page, so that theirs holds what the desk wrote.
func (w writer) caseLetter(ctx context.Context, job models.CaseMail) (draft, error) {
	about, err := w.store.CaseLetter(ctx, job)
	if err != nil {
		return draft{}, err
	}
	address := ""
	if about.PersonID != "" {
		address = w.base.JoinPath("complaints", about.Ref).String()
	}
	letter, err := emails.Case(inLanguageOf(ctx, about.To), about.To.Name, about.Complaint, job.About, about.Message, address)
	d := toPerson(letter, about.To, models.FieldCase)
	if job.About == models.CaseFiled || job.About == models.CaseReopened {
		d.sent = func(ctx context.Context) error { return w.store.Acknowledged(ctx, job.CaseID, job.Round) }
	}
	return d, err
}

// staffReminder reminds somebody at the desk of an open case.
func (w writer) staffReminder(ctx context.Context, job models.StaffReminderMail) (draft, error) {
	to, firstName, about, err := w.store.ReminderLetter(ctx, job)
	if err != nil {
		return draft{}, err
	}
	letter, err := emails.StaffReminder(ctx, firstName, about, job.Reminder, w.base.JoinPath("desk", "complaints", about.Ref).String())
	letter.To = to
	return draft{Letter: letter}, err
}
