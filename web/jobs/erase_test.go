package jobs_test

import (
	"context"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/jobs"
)

// deletes has the photos of somebody deleted, of whom no password is asked.
func deletes(t *testing.T, w *storetest.World, p models.Person, when models.When) models.Deletion {
	t.Helper()
	sel := models.Selection{What: models.ScopePhotos, Function: models.FunctionPrinting}
	plan, err := w.Store.PlanDeletion(t.Context(), p.ID, sel)
	if err != nil {
		t.Fatal(err)
	}
	d, err := w.Store.Delete(t.Context(), p, models.DeletionOrder{Selection: sel, When: when, Asked: plan.At, Shown: plan.Count}, models.Caller{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// filesLeft counts the files in a world's store.
func filesLeft(t *testing.T, w *storetest.World) (n int) {
	t.Helper()
	err := filepath.WalkDir(w.Files, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestADeletionIsErasedByItselfAndItsReceiptIsSent(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	w.Album(w.App("Jolara app"), person, 5)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	d := deletes(t, w, person, models.WhenNow)
	letter := <-server.letters
	for _, words := range []string{d.Receipt, "You deleted 5 photos", "5 entries are erased here.", "http://localhost/receipts/" + d.Receipt} {
		if !strings.Contains(letter.Text, words) {
			t.Errorf("the letter does not say %q:\n%s", words, letter.Text)
		}
	}
	if w.Count(`select count(*) from deletions where state = 'done'`) != 1 || filesLeft(t, w) != 0 {
		t.Errorf("it says so before it is done: %d files are left", filesLeft(t, w))
	}
	eventually(t, w, 1, `select count(*) from disclosures where purpose = 'deleted_mail' and fields = '{email,name,deletion}'`)
}

func TestADeletionThatWaitsIsAnnouncedAndErasedByWhoStartsLater(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	w.Album(w.App("Jolara app"), person, 5)
	d := deletes(t, w, person, models.WhenTomorrow)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	base := &url.URL{Scheme: "http", Host: "localhost"}
	stop, err := w.Store.Work(context.WithoutCancel(t.Context()), jobs.Workers(w.Store, server, base, w.Log))
	if err != nil {
		t.Fatal(err)
	}
	letter := <-server.letters
	if !strings.Contains(letter.Text, "http://localhost/delete/"+d.ID) || !strings.Contains(letter.Subject, "Sat 21 Nov 2026") {
		t.Errorf("the letter says %q, %q", letter.Subject, letter.Text)
	}
	if err := stop(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	if filesLeft(t, w) != 15 {
		t.Errorf("%d files are left", filesLeft(t, w))
	}

	if _, err := w.DB.Exec(t.Context(), `delete from river_job`); err != nil { // lost
		t.Fatal(err)
	}
	w.Clock.Advance(models.Cooling)
	stop, err = w.Store.Work(context.WithoutCancel(t.Context()), jobs.Workers(w.Store, server, base, w.Log), jobs.Periodic()...)
	if err != nil {
		t.Fatal(err)
	}
	if letter = <-server.letters; !strings.Contains(letter.Text, "5 entries are erased here.") || filesLeft(t, w) != 0 {
		t.Errorf("with %d files left the letter says %q", filesLeft(t, w), letter.Text)
	}
	if err := stop(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
}

func TestADeletionThatWasStoppedIsNotAnnounced(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	w.Album(w.App("Jolara app"), person, 5)
	d := deletes(t, w, person, models.WhenTomorrow)
	if _, err := w.Store.StopDeletion(t.Context(), person.ID, d.ID); err != nil {
		t.Fatal(err)
	}
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	eventually(t, w, 1, `select count(*) from river_job where kind = 'deletion_scheduled_mail' and state = 'completed'`)
	if len(server.letters) != 0 {
		t.Errorf("the letter says %q", (<-server.letters).Text)
	}
}
