package store_test

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// localeOf returns the language that a person's letters are written in.
func localeOf(t *testing.T, w *storetest.World, p models.Person) models.Locale {
	t.Helper()
	to, err := w.Store.Addressee(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return to.Locale
}

func TestALanguageThatWasChosenStaysWhateverElseChanges(t *testing.T) {
	w := storetest.New(t)
	person := w.SignedUp(30)
	if got := localeOf(t, w, person); got != "" {
		t.Errorf("before any choice: %q", got)
	}
	for _, chosen := range []models.Locale{models.English, models.Chinese} {
		if err := w.Store.ChooseLocale(t.Context(), person.ID, chosen); err != nil {
			t.Fatal(err)
		}
		if got := localeOf(t, w, person); got != chosen {
			t.Errorf("%q was chosen: %q", chosen, got)
		}
	}
	person = movesTo(t, w, person, "new@example.com")
	if got := localeOf(t, w, person); got != models.Chinese {
		t.Errorf("with another address: %q", got)
	}
	if !signsIn(t, w, person, "new@example.com") {
		t.Error("the address is lost")
	}
	app := w.Adult()
	linked, err := w.Store.Link(t.Context(), person, mustCode(t, w.Store, app), cafe.Network)
	if err != nil {
		t.Fatal(err)
	}
	begin(t, w.Store, linked, "token")
	if session, err := w.Store.Session(t.Context(), "token"); err != nil || session.Person.Locale != models.Chinese {
		t.Errorf("after linking: %q, %v", session.Person.Locale, err)
	}
}

func TestWhoDoesNotSignInChoosesNoLanguage(t *testing.T) {
	w := storetest.New(t)
	if err := w.Store.ChooseLocale(t.Context(), w.Adult().ID, models.Chinese); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}
