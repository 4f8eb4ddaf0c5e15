package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// recorded is a recording of ten minutes ago.
func recorded(w *storetest.World, id string) models.PushedRecording {
	return models.PushedRecording{ID: id, StartedAt: w.Clock.Now().Add(-10 * time.Minute), Seconds: 95, With: "Support, Lan", File: storetest.Sound(1)}
}

func talksOf(t *testing.T, s *store.Store, p models.Person, f store.TalkFilter) store.TalksPage {
	t.Helper()
	page, err := s.Talks(t.Context(), p.ID, f, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// sounds counts the files of recordings.
func sounds(t *testing.T, w *storetest.World) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(w.Files, "recordings", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestASoundIsKeptOnlyForWhoeverChoseThat(t *testing.T) {
	w := storetest.New(t)
	keeps, not := w.Adult(), w.Adult()
	for _, p := range []models.Person{keeps, not} {
		w.Grant(p, models.Microphone)
	}
	w.Grant(keeps, models.KeepRecordings)
	w.Grant(not, models.ImproveSupport) // which is another choice

	file := recorded(w, "r1")
	for person, kept := range map[models.Person]bool{keeps: true, not: false} {
		talk := w.Record(person, file)
		want := models.Talk{ID: talk.ID, Kind: models.TalkRecording, StartedAt: file.StartedAt.UTC(), Seconds: 95, With: "Support, Lan"}
		if kept {
			want.MediaType, want.Bytes = "audio/wav", int64(len(file.File))
		}
		if talk != want || talk.Kept() != kept {
			t.Errorf("%+v, want %+v", talk, want)
		}
		page := talksOf(t, w.Second(), person, store.TalkFilter{})
		if len(page.Talks) != 1 || page.Talks[0] != want || page.All != 1 || page.Found != 1 || page.Bytes != want.Bytes {
			t.Errorf("the page has %+v", page)
		}
		if page.Microphone.State != models.Granted || page.Calls.State != models.Never || len(page.Choices) != 2 || page.Choices[0].Kind != models.KeepRecordings {
			t.Errorf("the page has %+v", page)
		}
	}
	if n := sounds(t, w); n != 1 {
		t.Errorf("%d files are kept", n)
	}
}

func TestATalkNeedsItsPermissionNow(t *testing.T) {
	w := storetest.New(t)
	adult, child := w.Adult(), w.Minor(15)
	push := map[models.PermissionKind]func(models.Person) error{
		models.Microphone: func(p models.Person) error {
			_, err := w.Store.PushRecording(t.Context(), p.ExternalID, recorded(w, "r1"))
			return err
		},
		models.VoiceCall: func(p models.Person) error {
			_, err := w.Store.PushCall(t.Context(), p.ExternalID, models.PushedCall{ID: "c1", At: w.Clock.Now(), Direction: models.CallIn})
			return err
		},
	}
	for kind, push := range map[models.PermissionKind]func(models.Person) error{models.Microphone: push[models.VoiceCall], models.VoiceCall: push[models.Microphone]} {
		w.Grant(adult, kind)
		if err := push(adult); !errors.Is(err, models.Refused{Reason: models.ReasonNotGranted}) {
			t.Errorf("with %s alone the other is answered %v", kind, err)
		}
		if _, _, err := w.Store.SwitchPermission(t.Context(), adult, kind, models.Withdrawn); err != nil {
			t.Fatal(err)
		}
	}
	for kind, push := range push {
		if err := push(adult); !errors.Is(err, models.Refused{Reason: models.ReasonNotGranted}) {
			t.Errorf("%s: %v", kind, err)
		}
		if err := push(child); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianNeeded}) {
			t.Errorf("%s of a child: %v", kind, err)
		}
		if err := push(models.Person{ExternalID: "nobody"}); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s of nobody: %v", kind, err)
		}
		w.Grant(adult, kind)
		if err := push(adult); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if n := sounds(t, w) + w.Count(`select count(*)::int from voice where bytes > 0`); n != 0 {
		t.Error("a sound is kept that nobody asked to keep")
	}
}

func TestTheSameTalkIsTakenOnceAndAnotherUnderItsIDNot(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	for _, kind := range []models.PermissionKind{models.Microphone, models.VoiceCall, models.KeepRecordings} {
		w.Grant(person, kind)
	}
	first := w.Record(person, recorded(w, "r1"))
	for _, kind := range []models.PermissionKind{models.Microphone, models.KeepRecordings} {
		if _, _, err := w.Store.SwitchPermission(t.Context(), person, kind, models.Withdrawn); err != nil {
			t.Fatal(err)
		}
	}
	if again := w.Record(person, recorded(w, "r1")); again != first {
		t.Errorf("again it is answered %+v, first %+v", again, first)
	}
	for what, change := range map[string]func(*models.PushedRecording){
		"another sound":   func(r *models.PushedRecording) { r.File = storetest.Sound(2) },
		"another length":  func(r *models.PushedRecording) { r.Seconds++ },
		"another time":    func(r *models.PushedRecording) { r.StartedAt = r.StartedAt.Add(time.Second) },
		"another partner": func(r *models.PushedRecording) { r.With = "Support, Wei" },
	} {
		r := recorded(w, "r1")
		change(&r)
		if _, err := w.Store.PushRecording(t.Context(), person.ExternalID, r); !errors.Is(err, models.ErrConflict) {
			t.Errorf("%s: %v", what, err)
		}
	}
	call := models.PushedCall{ID: "r1", At: w.Clock.Now(), Direction: models.CallOut}
	if _, err := w.Store.PushCall(t.Context(), person.ExternalID, call); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a call: %v", err)
	}
	call.ID = "c1"
	first = w.Call(person, call)
	if again := w.Call(person, call); again != first || w.Count(`select count(*) from voice`) != 2 || sounds(t, w) != 1 {
		t.Errorf("%d talks, %d sounds", w.Count(`select count(*) from voice`), sounds(t, w))
	}
}

func TestWhatIsNoTalkIsNamedFieldByField(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	w.Grant(person, models.Microphone)
	w.Grant(person, models.VoiceCall)
	_, err := w.Store.PushRecording(t.Context(), person.ExternalID, models.PushedRecording{
		StartedAt: w.Clock.Now().Add(time.Hour), Seconds: -1, With: "a\nb", File: storetest.Sound(1),
	})
	want := models.Invalid{"id": models.FaultMissing, "started_at": models.FaultFuture, "seconds": models.FaultMalformed, "with": models.FaultMalformed}
	if fmt.Sprint(err) != want.Error() {
		t.Errorf("answered %v, want %v", err, want)
	}
	_, err = w.Store.PushCall(t.Context(), person.ExternalID, models.PushedCall{ID: "c", Seconds: 86_401, Direction: "up"})
	want = models.Invalid{"at": models.FaultMissing, "seconds": models.FaultMalformed, "direction": models.FaultUnknown}
	if fmt.Sprint(err) != want.Error() {
		t.Errorf("answered %v, want %v", err, want)
	}
	for file, want := range map[string]error{"no sound": models.UnfitKind, "": models.UnfitKind, string(storetest.Sound(1)[:60]): models.UnfitBroken} {
		r := recorded(w, "r")
		r.File = []byte(file)
		if _, err := w.Store.PushRecording(t.Context(), person.ExternalID, r); !errors.Is(err, want) {
			t.Errorf("%.4q is answered %v", file, err)
		}
	}
	if n := w.Count(`select count(*) from voice`); n != 0 {
		t.Errorf("%d talks are kept", n)
	}
}

func TestOfTheSameRecordingSentAtOnceOneSoundIsKept(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	w.Grant(person, models.Microphone)
	w.Grant(person, models.KeepRecordings)
	var all sync.WaitGroup
	for range 6 {
		s := w.Second()
		all.Go(func() {
			if talk, err := s.PushRecording(t.Context(), person.ExternalID, recorded(w, "r1")); err != nil || !talk.Kept() {
				t.Errorf("%+v, %v", talk, err)
			}
		})
	}
	all.Wait()
	if talks, files := w.Count(`select count(*) from voice`), sounds(t, w); talks != 1 || files != 1 {
		t.Errorf("%d talks, %d sounds", talks, files)
	}
}

func TestASoundThatCannotBeKeptLeavesNoRow(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	w.Grant(person, models.Microphone)
	w.Grant(person, models.KeepRecordings)
	if err := os.WriteFile(filepath.Join(w.Files, "recordings"), nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	if _, err := w.Store.PushRecording(t.Context(), person.ExternalID, recorded(w, "r1")); err == nil {
		t.Error("it is kept")
	}
	if n := w.Count(`select count(*) from voice`); n != 0 {
		t.Errorf("%d rows without a sound", n)
	}
}

func TestTalksAreNarrowedByKindAndDay(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	for _, kind := range []models.PermissionKind{models.Microphone, models.VoiceCall} {
		w.Grant(person, kind)
	}
	for i := range 60 {
		w.Call(person, models.PushedCall{ID: fmt.Sprint("c", i), At: w.Clock.Now().Add(-time.Duration(i) * time.Hour), Seconds: i, Direction: models.CallOut})
	}
	w.Record(person, recorded(w, "r1"))
	today := models.Period{From: models.DateOf(storetest.Morning)}
	for name, test := range map[string]struct {
		filter      store.TalkFilter
		found, page int
	}{
		"all":        {store.TalkFilter{}, 61, store.PageSize},
		"calls":      {store.TalkFilter{Kind: models.TalkCall}, 60, store.PageSize},
		"recordings": {store.TalkFilter{Kind: models.TalkRecording}, 1, 1},
		"today":      {store.TalkFilter{Period: today}, 12, 12},
	} {
		page := talksOf(t, w.Store, person, test.filter)
		if page.Found != test.found || len(page.Talks) != test.page || page.All != 61 || page.HasOlder != (test.page == store.PageSize) || page.HasNewer {
			t.Errorf("%s: %d found, %d shown of %d", name, page.Found, len(page.Talks), page.All)
		}
	}
	first := talksOf(t, w.Store, person, store.TalkFilter{Kind: models.TalkCall})
	last := first.Talks[store.PageSize-1]
	second, err := w.Store.Talks(t.Context(), person.ID, store.TalkFilter{Kind: models.TalkCall}, store.Key{At: last.StartedAt, ID: last.ID}, store.Older)
	if err != nil || len(second.Talks) != 10 || !second.HasNewer || second.HasOlder || second.Talks[0].Direction != models.CallOut {
		t.Errorf("the second page: %+v, %v", second, err)
	}
}
