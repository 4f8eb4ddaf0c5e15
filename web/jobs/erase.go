package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// How the erasing of deletions is tried: a few times within minutes, and then by the hour as long as it takes.
const (
	eraseTries   = 5
	eraseTimeout = 50 * time.Minute // less than River waits before it takes a job for lost
	resumeEvery  = time.Hour
)

// erase erases what a deletion took (#80, #85).
type erase struct {
	river.WorkerDefaults[models.EraseJob]
	store *store.Store
}

// Timeout lets a large deletion take its time.
func (*erase) Timeout(*river.Job[models.EraseJob]) time.Duration { return eraseTimeout }

// Work erases, or goes on where the last one was cut off. Of a person who is erased nothing is left to do. Where another
// instance is at it, it looks again a little later; after some failed tries it is left to the next resumeErasing.
func (w *erase) Work(ctx context.Context, job *river.Job[models.EraseJob]) error {
	err := w.store.EraseDeletion(ctx, job.Args.DeletionID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil
	case errors.Is(err, store.ErrElsewhere):
		return river.JobSnooze(time.Minute)
	case err != nil && job.Attempt >= eraseTries:
		return river.JobCancel(err)
	}
	return err
}

// resumeErasing takes up what is due and not done, whatever became of its job.
type resumeErasing struct {
	river.WorkerDefaults[models.ResumeErasing]
	store *store.Store
	log   *slog.Logger
}

// Work asks for it, and logs how many there were.
func (w *resumeErasing) Work(ctx context.Context, _ *river.Job[models.ResumeErasing]) error {
	n, err := w.store.ResumeErasing(ctx)
	if n > 0 {
		w.log.Info("took up deletions that are due", "deletions", n)
	}
	return err
}

// orphansEvery is how often files without a row are looked for.
const orphansEvery = 24 * time.Hour

// eraseOrphans erases files without a row.
type eraseOrphans struct {
	river.WorkerDefaults[models.EraseOrphans]
	store *store.Store
	log   *slog.Logger
}

// Timeout lets it look through all files.
func (*eraseOrphans) Timeout(*river.Job[models.EraseOrphans]) time.Duration { return eraseTimeout }

// Work erases them, and logs how many there were.
func (w *eraseOrphans) Work(ctx context.Context, _ *river.Job[models.EraseOrphans]) error {
	n, err := w.store.EraseOrphans(ctx)
	if n > 0 {
		w.log.Info("erased files without a row", "files", n)
	}
	return err
}
