// Package jobs works what the store enqueues: claim, do, mark. A job's arguments are ids; doing it twice does no harm.
package jobs

import (
	"context"
	"log/slog"
	"net/url"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// Sender takes a letter out of the house.
type Sender interface {
	Send(ctx context.Context, letter models.Letter) error
}

// Workers returns one worker for each kind of job.
func Workers(s *store.Store, sender Sender, base *url.URL, log *slog.Logger) *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, &receiptMail{store: s, sender: sender, base: base})
	return workers
}
