package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// jobsAtOnce bounds how many jobs one instance works at the same time.
const jobsAtOnce = 8

// Work starts working the queue until stop is called, which waits for the jobs under way. A job is fetched as soon as
// its transaction commits, by LISTEN and NOTIFY, or within a second. Of several instances one adds the periodic jobs.
func (s *Store) Work(ctx context.Context, workers *river.Workers, periodic ...*river.PeriodicJob) (stop func(context.Context) error, err error) {
	listeners, err := listenerPool(ctx, s.pool.Config())
	if err != nil {
		return nil, fmt.Errorf("start the queue: %w", err)
	}
	driver := queueDriver{riverpgxv5.New(s.pool), riverpgxv5.New(listeners)}
	client, err := river.NewClient(driver, &river.Config{
		Queues:        map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: jobsAtOnce}},
		Workers:       workers,
		PeriodicJobs:  periodic,
		FetchCooldown: 5 * time.Millisecond,
		Logger:        s.log,
	})
	if err == nil {
		err = client.Start(ctx)
	}
	if err != nil {
		listeners.Close()
		return nil, fmt.Errorf("start the queue: %w", err)
	}
	return func(ctx context.Context) error {
		defer listeners.Close()
		return client.Stop(ctx)
	}, nil
}

// queueDriver is River's, but for where it listens.
type queueDriver struct {
	*riverpgxv5.Driver
	listening *riverpgxv5.Driver
}

// GetListener returns River's listener on a connection of its own kind.
func (d queueDriver) GetListener(params *riverdriver.GetListenenerParams) riverdriver.Listener {
	return d.listening.GetListener(params)
}

// listenerPool makes connections that stop waiting as soon as they are told to, as pgx does by itself: with finishOrCancel
// each step of the queue's start and its end would take two seconds.
func listenerPool(ctx context.Context, config *pgxpool.Config) (*pgxpool.Pool, error) {
	config.MinConns, config.MaxConns = 0, 1
	config.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.DeadlineContextWatcherHandler{Conn: c.Conn()}
	}
	return pgxpool.NewWithConfig(ctx, config)
}
