package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// postbox takes the letters of receipts.
type postbox struct {
	river.WorkerDefaults[models.ReceiptMail]
	letters chan models.ReceiptMail
}

func (p postbox) Work(_ context.Context, job *river.Job[models.ReceiptMail]) error {
	p.letters <- job.Args
	return nil
}

// A switch writes its job by plain SQL, beside River's own insert. Without its notification the job would wait for the
// worker's poll, a second each: as the next switch comes only after the letter, that would be ten seconds for ten.
func TestTheLetterOfASwitchIsWorkedAtOnce(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	box := postbox{letters: make(chan models.ReceiptMail)}
	workers := river.NewWorkers()
	river.AddWorker(workers, box)
	stop, err := w.Second().Work(t.Context(), workers)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	letter := func(to models.State) {
		t.Helper()
		c, changed := mustSwitch(t, w.Store, person, to)
		if !changed {
			t.Fatal("the switch changed nothing")
		}
		select {
		case got := <-box.letters:
			if want := (models.ReceiptMail{PersonID: person.ID, ConsentID: c.ID}); got != want {
				t.Errorf("the letter is about %+v, want %+v", got, want)
			}
		case <-time.After(30 * time.Second):
			t.Fatal("no letter")
		}
	}
	letter(models.Granted) // the worker has begun to listen

	began := time.Now()
	for range 5 {
		letter(models.Withdrawn)
		letter(models.Granted)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("ten letters took %s: the worker was not woken", took)
	}
}
