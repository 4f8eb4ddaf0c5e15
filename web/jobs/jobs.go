// Package jobs works what the store enqueues: claim, do, mark. A job's arguments are ids; doing it twice does no harm.
package jobs

import (
	"log/slog"
	"net/url"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models/store"
)

// Workers returns one worker for each kind of job.
func Workers(s *store.Store, sender Sender, base *url.URL, log *slog.Logger) *river.Workers {
	letters := post{s, sender}
	workers := river.NewWorkers()
	river.AddWorker(workers, &receiptMail{post: letters, base: base})
	river.AddWorker(workers, &signUpMail{post: letters, base: base})
	river.AddWorker(workers, &accountExistsMail{post: letters, base: base})
	river.AddWorker(workers, &resetMail{post: letters, base: base})
	river.AddWorker(workers, &passwordChangedMail{post: letters, base: base})
	river.AddWorker(workers, &newEmailMail{post: letters, base: base})
	river.AddWorker(workers, &emailChangedMail{post: letters, base: base})
	river.AddWorker(workers, &sweep{store: s, log: log})
	return workers
}
