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
	workers, out, write := river.NewWorkers(), post{s, sender}, writer{s, base}
	addLetter(workers, out, write.receipt)
	addLetter(workers, out, write.signUp)
	addLetter(workers, out, write.accountExists)
	addLetter(workers, out, write.staffAddress)
	addLetter(workers, out, write.reset)
	addLetter(workers, out, write.passwordChanged)
	addLetter(workers, out, write.newEmail)
	addLetter(workers, out, write.emailChanged)
	addLetter(workers, out, write.lastCall)
	addLetter(workers, out, write.deletionScheduled)
	addLetter(workers, out, write.deleted)
	addLetter(workers, out, write.caseLetter)
	addLetter(workers, out, write.staffReminder)
	addLetter(workers, out, write.guardian)
	addLetter(workers, out, write.guardianCode)
	addLetter(workers, out, write.guardianRecord)
	addLetter(workers, out, write.paperRefused)
	addLetter(workers, out, write.childTold)
	addLetter(workers, out, write.secondAsked)
	addLetter(workers, out, write.visitCode)
	addLetter(workers, out, write.grownUp)
	addLetter(workers, out, write.guardianSignedIn)
	addLetter(workers, out, write.guardianMove)
	addLetter(workers, out, write.guardianMoved)
	addLetter(workers, out, write.lock)
	river.AddWorker(workers, &sweep{store: s, log: log})
	river.AddWorker(workers, &eraseFiles{store: s})
	river.AddWorker(workers, &erase{store: s})
	river.AddWorker(workers, &resumeErasing{store: s, log: log})
	river.AddWorker(workers, &eraseOrphans{store: s, log: log})
	river.AddWorker(workers, &mindCases{store: s})
	river.AddWorker(workers, &remindGuardians{store: s})
	return workers
}
