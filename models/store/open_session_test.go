package store_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

func TestAPersonSeesWhereTheyAreSignedIn(t *testing.T) {
	w := storetest.New(t)
	person, other := w.Adult(), w.Adult()
	begin(t, w.Store, person, "idle")
	w.Clock.Advance(models.SessionIdle)
	begin(t, w.Store, person, "first")
	since := w.Clock.Now()
	w.Clock.Advance(time.Minute)
	begin(t, w.Store, person, "second")
	begin(t, w.Store, other, "another person's")
	w.Clock.Advance(time.Minute)
	if err := w.Store.TouchSession(t.Context(), "first"); err != nil {
		t.Fatal(err)
	}

	list, err := w.Second().OpenSessions(t.Context(), person.ID)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	latest := list[0]
	if latest.Device != laptop || !latest.CreatedAt.Equal(since) || !latest.SeenAt.Equal(w.Clock.Now()) {
		t.Errorf("the latest seen is %+v", latest)
	}
	if here, err := w.Store.Session(t.Context(), "first"); err != nil || here.ID != latest.ID {
		t.Errorf("its own id is %q, the list has %q, %v", here.ID, latest.ID, err)
	}
	if held, err := w.Store.Settings(t.Context(), person.ID); err != nil || held.Sessions != 2 || held.NewEmail != nil {
		t.Errorf("the settings say %+v, %v", held, err)
	}
}

func TestOnlyMyOwnSessionsEndByMyWord(t *testing.T) {
	w := storetest.New(t)
	person, other := w.Adult(), w.Adult()
	begin(t, w.Store, person, "mine")
	begin(t, w.Store, person, "mine too")
	begin(t, w.Store, other, "theirs")
	theirs, err := w.Store.Session(t.Context(), "theirs")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{theirs.ID, "", "no id", "%", "00000000-0000-0000-0000-000000000000"} {
		if err := w.Store.EndOpenSession(t.Context(), person.ID, id, models.Visit{}); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("ending %q: %v", id, err)
		}
	}
	mine, err := w.Store.Session(t.Context(), "mine")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Store.EndOpenSession(t.Context(), person.ID, mine.ID, models.Visit{}); err != nil {
		t.Fatal(err)
	}
	if alive(t, w.Second(), "mine") || !alive(t, w.Second(), "mine too") || !alive(t, w.Second(), "theirs") {
		t.Error("another session ended than the one that was named")
	}
	if err := w.Store.EndAllSessions(t.Context(), person.ID, models.Visit{}); err != nil {
		t.Fatal(err)
	}
	if alive(t, w.Second(), "mine too") || !alive(t, w.Second(), "theirs") {
		t.Error("everywhere is where this person is signed in, and nobody else")
	}
	for kind, want := range map[models.ActivityKind]int{models.ActivitySessionEnded: 1, models.ActivitySessionsEnded: 1} {
		if n := w.Count(`select count(*) from activity where person_id = $1 and kind = $2`, person.ID, kind); n != want {
			t.Errorf("%d entries %s", n, kind)
		}
	}
}
