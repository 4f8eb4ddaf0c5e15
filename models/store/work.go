package store

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// jobsAtOnce bounds how many jobs one instance works at the same time.
const jobsAtOnce = 8

// Work starts working the queue until stop is called, which waits for the jobs under way. A job is fetched as soon as
// its transaction commits, by LISTEN and NOTIFY, or within a second. Of several instances one adds the periodic jobs.
func (s *Store) Work(ctx context.Context, workers *river.Workers, periodic ...*river.PeriodicJob) (stop func(context.Context) error, err error) {
	client, err := river.NewClient(riverpgxv5.New(s.pool), &river.Config{
		Queues:        map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: jobsAtOnce}},
		Workers:       workers,
		PeriodicJobs:  periodic,
		FetchCooldown: 5 * time.Millisecond,
		Logger:        s.log,
	})
	if err != nil {
		return nil, fmt.Errorf("start the queue: %w", err)
	}
	if err := client.Start(ctx); err != nil {
		return nil, fmt.Errorf("start the queue: %w", err)
	}
	return client.Stop, nil
}
