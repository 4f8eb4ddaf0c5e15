package jobs_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/jobs"
)

func TestTheFilesOfAnErasedPersonGoByAJob(t *testing.T) {
	w := storetest.New(t)
	gone := w.Adult()
	w.Grant(gone, models.PhotoUpload)
	w.Upload(w.App("Jolara app"), gone, models.Upload{})
	if _, err := w.DB.Exec(t.Context(), `update persons set ended_at = $1`, w.Clock.Now().AddDate(-4, 0, 0)); err != nil {
		t.Fatal(err)
	}
	left := func() []string {
		files, err := filepath.Glob(filepath.Join(w.Files, "photos", "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	if n := len(left()); n != len(models.Sizes) {
		t.Fatalf("%d files were written", n)
	}
	stop, err := w.Store.Work(context.WithoutCancel(t.Context()), jobs.Workers(w.Store, nil, &url.URL{}, w.Log))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	if swept, err := w.Store.Sweep(t.Context()); err != nil || swept.Ended != 1 {
		t.Fatalf("swept %+v, %v", swept, err)
	}
	const patience, pause = 30 * time.Second, 10 * time.Millisecond
	for end := time.Now().Add(patience); len(left()) > 0 && time.Now().Before(end); {
		time.Sleep(pause)
	}
	if files := left(); len(files) > 0 {
		t.Errorf("left: %v", files)
	}
	if _, err := os.Stat(w.Files); err != nil {
		t.Errorf("the file store itself: %v", err)
	}
}
