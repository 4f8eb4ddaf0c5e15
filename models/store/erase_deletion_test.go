package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

func TestErasingGoesOnWhenTheFileStoreLetsGoAgain(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	d := l.deletes(t, models.Selection{What: models.ScopePhotos, Function: models.FunctionPrinting}, models.WhenNow)

	// A folder in the place of a file cannot be removed as one while something is in it.
	var name string
	if err := w.DB.QueryRow(t.Context(), `select held ->> 'file' from deleted limit 1`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(w.Files, "photos", string(models.SizeSmall), name)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path, "stuck"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if page := l.deletion(t, d.ID); page.Stuck() {
			t.Error("stuck too soon")
		}
		if err := w.Store.EraseDeletion(t.Context(), d.ID); err == nil {
			t.Fatal("erased what cannot be removed")
		}
	}
	page := l.deletion(t, d.ID)
	if !page.Stuck() || page.State != models.DeletionErasing || page.Progress.Left != 2 {
		t.Errorf("stuck is %+v", page)
	}
	if seen := l.sees(t); seen["photos listed"] != 1 || seen["photo's own pages"] != 1 || seen["files of photos"] != 3 {
		t.Errorf("of what is half deleted pages show %v", seen)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Store.ResumeErasing(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d are taken up, %v", n, err)
	}
	if page := l.erases(t, d); page.State != models.DeletionDone || page.Stuck() || page.Tries != 0 || page.Progress.Erased != 2 {
		t.Errorf("done is %+v", page)
	}
	if n, err := w.Store.ResumeErasing(t.Context()); err != nil || n != 0 {
		t.Errorf("%d are taken up, %v", n, err)
	}
}

func TestSeveralInstancesEraseADeletionTogether(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	l := owner{World: w, Person: w.CanSignIn(w.Adult()), app: app}
	w.Album(app, l.Person, 500)
	d := l.deletes(t, models.Selection{What: models.ScopePhotos, All: true}, models.WhenNow)
	var all sync.WaitGroup
	for range 3 {
		s := w.Second()
		all.Go(func() {
			if err := s.EraseDeletion(t.Context(), d.ID); err != nil && !errors.Is(err, store.ErrElsewhere) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	page := l.deletion(t, d.ID)
	if page.State != models.DeletionDone || page.Progress.Erased != 500 || len(storetest.FilesIn(t, w.Files)) != 0 {
		t.Errorf("done is %+v", page)
	}
	if n := w.Count(`select count(*) from events where kind = 'deletion_done'`); n != 1 {
		t.Errorf("it ended %d times", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = $1`, models.DeletedMail{}.Kind()); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestTheReceiptOfALargeDeletionIsReadPageByPage(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	l := owner{World: w, Person: w.CanSignIn(w.Adult()), app: app}
	w.Album(app, l.Person, 120)
	d := l.deletes(t, models.Selection{What: models.ScopePhotos, All: true}, models.WhenNow)
	l.erases(t, d)
	seen := map[string]bool{}
	var key store.Key
	for pages := 1; ; pages++ {
		page, err := w.Store.Deletion(t.Context(), l.ID, d.ID, key, store.Older)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Entries {
			seen[item.ID] = true
			key = store.Key{At: item.At, ID: item.ID}
		}
		if !page.HasOlder {
			if pages != 3 || len(seen) != 120 {
				t.Errorf("%d pages list %d", pages, len(seen))
			}
			break
		}
	}
	if _, err := w.Store.Deletion(t.Context(), l.ID, d.ID, store.Key{At: w.Clock.Now(), ID: "1"}, store.Older); err == nil {
		t.Error("a key that is none is taken")
	}
}

func TestOfAnErasedDeletionsPersonNothingIsLeft(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	for _, scope := range []models.Scope{models.ScopePhotos, models.ScopeVoice} {
		l.deletes(t, models.Selection{What: scope, All: true}, models.WhenTomorrow)
	}
	l.erases(t, l.deletes(t, models.Selection{What: models.ScopeLog, All: true}, models.WhenNow))
	endedYearsAgo(t, w, l.Person, 4)
	mustSweep(t, w.Store)
	if isHeld(w, l.Person) || w.Count(`select count(*) from deleted`)+w.Count(`select count(*) from deletions`) != 0 {
		t.Error("something is left")
	}
	files := w.Count(`select sum(jsonb_array_length(nullif(args -> 'Photos', 'null'))) from river_job where kind = 'erase_files' and args ->> 'Photos' is not null`) +
		w.Count(`select sum(jsonb_array_length(nullif(args -> 'Recordings', 'null'))) from river_job where kind = 'erase_files' and args ->> 'Recordings' is not null`)
	if files != 4 {
		t.Errorf("the files of %d are to be erased", files)
	}
}

func TestAFileWithoutARowIsFoundOnceItIsAnHourOld(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	old := w.Clock.Now().Add(-time.Hour - time.Minute)
	age := func(path string) {
		t.Helper()
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	lay := func(parts ...string) string {
		t.Helper()
		path := filepath.Join(append([]string{w.Files}, parts...)...)
		if err := os.WriteFile(path, []byte("left behind"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	d := l.deletes(t, models.Selection{What: models.ScopePhotos, IDs: []string{l.photos[0].ID}}, models.WhenTomorrow)
	l.deletes(t, models.Selection{What: models.ScopeVoice, IDs: []string{l.sound.ID}}, models.WhenTomorrow)
	for _, path := range storetest.FilesIn(t, w.Files) {
		age(path)
	}
	orphan := func() []string {
		t.Helper()
		keys, err := w.Store.Orphans(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	if keys := orphan(); len(keys) != 0 {
		t.Errorf("files with a row are found: %v", keys)
	}
	const name = "6e9a4f0e-38f2-4c4a-9a55-0d6f3b1f2a10"
	age(lay("photos", "original", name))
	age(lay("recordings", name))
	age(lay("photos", "small", "no name of ours"))
	young := lay("photos", "large", name)
	if err := os.Chtimes(young, w.Clock.Now(), w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if keys := orphan(); len(keys) != 3 {
		t.Errorf("found are %v", keys)
	}
	kept := len(storetest.FilesIn(t, w.Files)) - 3
	if n, err := w.Store.EraseOrphans(t.Context()); err != nil || n != 3 || len(storetest.FilesIn(t, w.Files)) != kept {
		t.Errorf("%d are erased, %v", n, err)
	}
	if _, err := w.Store.StopDeletion(t.Context(), l.ID, d.ID); err != nil || l.opens(t, l.photos[0].ID, models.SizeLarge) != 1 {
		t.Errorf("brought back without its file: %v", err)
	}
}
