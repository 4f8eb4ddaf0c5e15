package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// refusing is a mail server that will never take a letter to anybody.
type refusing struct{ asked chan models.Letter }

func (r refusing) Send(_ context.Context, letter models.Letter) error {
	r.asked <- letter
	return fmt.Errorf("letter %s: %w", letter.ID, models.ErrUndeliverable)
}

func (refusing) Discloses() bool { return true }

// unused sweeps when the first letter about somebody's photos is due.
func unused(t *testing.T, w *storetest.World) models.Person {
	t.Helper()
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	w.Upload(w.App("Jolara app"), p, models.Upload{})
	w.Clock.Advance(642 * 24 * time.Hour)
	if swept, err := w.Store.Sweep(t.Context()); err != nil || swept.Letters != 1 {
		t.Fatalf("swept %+v, %v", swept, err)
	}
	if _, err := w.DB.Exec(t.Context(), `delete from river_job where kind <> 'last_call_mail'`); err != nil { // the choice's receipt
		t.Fatal(err)
	}
	return p
}

func TestALetterAboutUnusedPhotosCountsOnceTheMailServerTookIt(t *testing.T) {
	w := storetest.New(t)
	person := unused(t, w)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	server.refuses.Store(1)
	work(t, w, server)
	eventually(t, w, 1, `select count(*) from river_job where kind = 'last_call_mail' and array_length(errors, 1) = 1`)
	if n := w.Count(`select count(*) from last_calls where sent_at is null`); n != 1 {
		t.Errorf("%d letters are not sent", n)
	}
	if _, err := w.DB.Exec(t.Context(), `update river_job set scheduled_at = now()`); err != nil {
		t.Fatal(err)
	}
	for letter := range server.letters {
		if letter.To == person.Email && strings.Contains(letter.Text, "http://localhost/keep/") && strings.Contains(letter.Text, "http://localhost/data/photos") {
			break
		}
	}
	eventually(t, w, 1, `select count(*) from last_calls where sent_at is not null`)
	eventually(t, w, 1, `select count(*) from disclosures where purpose = 'last_call_mail'`)
}

func TestALetterThatIsRefusedForGoodIsNotTriedAgainAndDoesNotCount(t *testing.T) {
	w := storetest.New(t)
	unused(t, w)
	server := refusing{make(chan models.Letter, 8)}
	work(t, w, server)
	eventually(t, w, 1, `select count(*) from river_job where kind = 'last_call_mail' and state = 'cancelled'`)
	if n := w.Count(`select count(*) from last_calls where sent_at is null`); n != 1 {
		t.Errorf("%d letters are not sent", n)
	}
	if n := w.Count(`select count(*) from disclosures`); n != 0 {
		t.Errorf("%d are written down", n)
	}
}
