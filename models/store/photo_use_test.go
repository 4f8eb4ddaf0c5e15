package store_test

import (
	"errors"
	"io"
	"reflect"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// life returns a photo as its person sees it.
func life(t *testing.T, w *storetest.World, p models.Person, id string) store.PhotoPage {
	t.Helper()
	page, err := w.Store.Photo(t.Context(), p.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestASystemReadsAPhotoForWhatItWasChosenForAndThePersonSeesIt(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	photo := w.Upload(app, p, models.Upload{ID: "1"})
	for range 3 {
		w.Clock.Advance(time.Minute)
		file, err := w.Store.UsePhoto(t.Context(), app.ID, p.ExternalID, "1", models.FunctionPrinting)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil || int64(len(content)) != photo.Bytes || file.Bytes != photo.Bytes {
			t.Errorf("read %d bytes, %v", len(content), err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	w.Clock.Advance(time.Minute)
	_, err := w.Store.UsePhoto(t.Context(), app.ID, p.ExternalID, "1", "advertising")
	if !errors.Is(err, models.Refused{Reason: models.ReasonNotChosen}) {
		t.Errorf("for advertising: %v", err)
	}
	latest := w.Clock.Now().UTC()
	want := []models.Uses{
		{Function: models.FunctionPrinting, Allowed: true, Times: 3, Latest: latest.Add(-time.Minute)},
		{Function: "advertising", Times: 1, Latest: latest},
	}
	if got := life(t, w, p, photo.ID).Uses; !reflect.DeepEqual(got, want) {
		t.Errorf("seen: %+v", got)
	}
}

// What was collected under a consent that was withdrawn can be seen, copied and deleted by its person, and is used by
// nobody (#36, #37).
func TestAfterAWithdrawalNoSystemReadsAPhotoAndItsPersonDoes(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	photo := w.Upload(app, p, models.Upload{ID: "1"})
	w.Clock.Advance(time.Minute)
	if _, _, err := w.Store.SwitchPermission(t.Context(), p, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	_, err := w.Store.UsePhoto(t.Context(), app.ID, p.ExternalID, "1", models.FunctionPrinting)
	if !errors.Is(err, models.Refused{Reason: models.ReasonNotGranted}) {
		t.Errorf("after the withdrawal: %v", err)
	}
	read(t, w, p, photo.ID, models.SizeOriginal)
	page := life(t, w, p, photo.ID)
	if page.Upload.State != models.Withdrawn || len(page.Uses) != 1 || page.Uses[0].Allowed || page.Uses[0].Times != 1 {
		t.Errorf("seen: %+v", page)
	}
}

func TestWhatIsNotThereIsNoUse(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	q := w.Adult()
	w.Grant(q, models.PhotoUpload)
	photo := w.Upload(app, p, models.Upload{ID: "1"})
	for name, row := range map[string][2]string{
		"another person's":   {q.ExternalID, "1"},
		"the portal's own":   {p.ExternalID, photo.ID},
		"one never uploaded": {p.ExternalID, "2"},
		"nobody's":           {"nobody", "1"},
		"a long one":         {p.ExternalID, string(make([]byte, 10_000))},
	} {
		if _, err := w.Store.UsePhoto(t.Context(), app.ID, row[0], row[1], models.FunctionPrinting); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`select count(*) from photo_uses`); n != 0 {
		t.Errorf("%d uses are recorded", n)
	}
}

func TestAStrangerOpensNoFile(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	q := w.Adult()
	photo := w.Upload(app, p, models.Upload{})
	for name, row := range map[string]struct {
		person models.PersonID
		id     string
		size   models.Size
	}{
		"a stranger's":         {q.ID, photo.ID, models.SizeOriginal},
		"a stranger's, small":  {q.ID, photo.ID, models.SizeSmall},
		"of no size":           {p.ID, photo.ID, "huge"},
		"with a path for size": {p.ID, photo.ID, "../original"},
		"no id":                {p.ID, "1", models.SizeOriginal},
		"empty":                {p.ID, "", models.SizeOriginal},
	} {
		if _, err := w.Store.File(t.Context(), row.person, row.id, row.size); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Store.Photo(t.Context(), q.ID, photo.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger's page: %v", err)
	}
	err := w.Store.EditPhoto(t.Context(), q.ID, photo.ID, models.PhotoEdit{Title: models.Typed{Is: "mine"}})
	if !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger's title: %v", err)
	}
}

func TestARecordingIsHeardInItsOneSize(t *testing.T) {
	w := storetest.New(t)
	p := w.Adult()
	w.Grant(p, models.Microphone)
	silent := w.Record(p, models.PushedRecording{ID: "1", StartedAt: w.Clock.Now(), Seconds: 1, With: "Anna", File: storetest.Sound(1)})
	w.Grant(p, models.KeepRecordings)
	kept := w.Record(p, models.PushedRecording{ID: "2", StartedAt: w.Clock.Now(), Seconds: 1, With: "Anna", File: storetest.Sound(1)})
	file, content := read(t, w, p, kept.ID, models.SizeOriginal)
	if file.MediaType != "audio/wav" || file.Name != "recording.wav" || int64(len(content)) != kept.Bytes || file.Bytes != kept.Bytes {
		t.Errorf("heard: %+v", file)
	}
	for id, size := range map[string]models.Size{kept.ID: models.SizeSmall, silent.ID: models.SizeOriginal} {
		if _, err := w.Store.File(t.Context(), p.ID, id, size); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s of %s: %v", size, id, err)
		}
	}
}
