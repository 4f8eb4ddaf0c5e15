package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// eraseFiles erases the files of what was erased (#80).
type eraseFiles struct {
	river.WorkerDefaults[models.EraseFiles]
	store *store.Store
}

// Work erases the files, and those that are left when it is tried again.
func (w *eraseFiles) Work(ctx context.Context, job *river.Job[models.EraseFiles]) error {
	return w.store.EraseFiles(ctx, job.Args)
}
