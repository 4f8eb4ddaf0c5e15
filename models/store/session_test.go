package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

var laptop = models.Device{Browser: models.Browser{Name: "Firefox", System: "Linux"}, Network: "192.0.2.0/24"}

func begin(t *testing.T, s *store.Store, p models.Person, token string) {
	t.Helper()
	if err := s.SaveSession(t.Context(), token, p.ID, []byte("held"), laptop); err != nil {
		t.Fatal(err)
	}
}

func alive(t *testing.T, s *store.Store, token string) bool {
	t.Helper()
	_, err := s.Session(t.Context(), token)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestASessionKnowsItsPerson(t *testing.T) {
	w := storetest.New(t)
	child := w.Minor(13)
	begin(t, w.Store, child, "token")
	got, err := w.Second().Session(t.Context(), "token")
	if err != nil {
		t.Fatal(err)
	}
	if got.Person != child || !bytes.Equal(got.Data, []byte("held")) || !got.CreatedAt.Equal(w.Clock.Now()) {
		t.Errorf("the session is %+v", got)
	}
	if alive(t, w.Store, "another token") {
		t.Error("a session for a token that nobody has")
	}
}

func TestAnIdleSessionEnds(t *testing.T) {
	w := storetest.New(t)
	begin(t, w.Store, w.Adult(), "token")
	w.Clock.Advance(models.SessionIdle - time.Second)
	if !alive(t, w.Store, "token") {
		t.Fatal("it ended too early")
	}
	if err := w.Store.TouchSession(t.Context(), "token"); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(models.SessionIdle - time.Second)
	if !alive(t, w.Store, "token") {
		t.Fatal("it ended although it was seen")
	}
	w.Clock.Advance(time.Second)
	if alive(t, w.Store, "token") {
		t.Error("it outlives its idle time")
	}
}

func TestASessionEndsHoweverBusyItIs(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	begin(t, w.Store, person, "token")
	end := w.Clock.Now().Add(models.SessionLifetime)
	for w.Clock.Now().Before(end) {
		if !alive(t, w.Store, "token") {
			t.Fatalf("it ended %s early", end.Sub(w.Clock.Now()))
		}
		w.Clock.Advance(20 * time.Minute)
		if err := w.Store.TouchSession(t.Context(), "token"); err != nil {
			t.Fatal(err)
		}
		begin(t, w.Store, person, "token") // saving it again does not prolong it
	}
	if alive(t, w.Store, "token") {
		t.Error("it outlives its lifetime")
	}
}

func TestASessionEndedOnOneInstanceIsGoneOnTheOther(t *testing.T) {
	w := storetest.New(t)
	other, person := w.Second(), w.Adult()
	begin(t, w.Store, person, "here")
	begin(t, w.Store, person, "there")
	if !alive(t, other, "here") {
		t.Fatal("the other instance does not know it")
	}
	if err := w.Store.EndSession(t.Context(), "here"); err != nil {
		t.Fatal(err)
	}
	if alive(t, other, "here") {
		t.Error("the other instance still has it")
	}
	if !alive(t, other, "there") {
		t.Error("the person's other session ended with it")
	}
	if err := other.EndSession(t.Context(), "here"); err != nil {
		t.Errorf("to end it again: %v", err)
	}
}
