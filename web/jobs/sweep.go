package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

const (
	sweepEvery   = time.Hour        // what has fallen due is erased
	sweepTimeout = 50 * time.Minute // less than River waits before it takes a job for lost
)

// Periodic returns the jobs that the clock brings about. It only ticks: what is due, the store's own clock says.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(sweepEvery), func() (river.JobArgs, *river.InsertOpts) { return models.Sweep{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}), // an instance may never live as long as an hour
		river.NewPeriodicJob(river.PeriodicInterval(resumeEvery), func() (river.JobArgs, *river.InsertOpts) { return models.ResumeErasing{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(orphansEvery), func() (river.JobArgs, *river.InsertOpts) { return models.EraseOrphans{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(remindEvery), func() (river.JobArgs, *river.InsertOpts) { return models.RemindGuardians{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(mindEvery), func() (river.JobArgs, *river.InsertOpts) { return models.MindCases{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}),
	}
}

// sweep erases what has fallen due (#72).
type sweep struct {
	river.WorkerDefaults[models.Sweep]
	store *store.Store
	log   *slog.Logger
}

// Timeout lets a sweep take its time; what it leaves, the next one takes.
func (*sweep) Timeout(*river.Job[models.Sweep]) time.Duration { return sweepTimeout }

// Work sweeps, and logs how much where there was anything.
func (w *sweep) Work(ctx context.Context, _ *river.Job[models.Sweep]) error {
	swept, err := w.store.Sweep(ctx)
	if swept != (models.Swept{}) {
		w.log.Info("swept", "found", swept)
	}
	return err
}
