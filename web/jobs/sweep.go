package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// sweepEvery is how often what has fallen due is erased.
const sweepEvery = time.Hour

// Periodic returns the jobs that the clock brings about. It only ticks: what is due, the store's own clock says.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(sweepEvery), func() (river.JobArgs, *river.InsertOpts) { return models.Sweep{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}), // an instance may never live as long as an hour
	}
}

// sweep erases what has fallen due (#72).
type sweep struct {
	river.WorkerDefaults[models.Sweep]
	store *store.Store
	log   *slog.Logger
}

// Work sweeps, and logs how much where there was anything.
func (w *sweep) Work(ctx context.Context, _ *river.Job[models.Sweep]) error {
	swept, err := w.store.Sweep(ctx)
	if swept != (models.Swept{}) {
		w.log.Info("swept", "erased", swept)
	}
	return err
}
