package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

const office = "192.0.2.0/24"

func mustCode(t *testing.T, s *store.Store, p models.Person) string {
	t.Helper()
	made, err := s.LinkCode(t.Context(), p.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	return made.Code
}

// notCode is six digits that are none of the codes.
func notCode(codes ...string) string {
	for n := range len(codes) + 1 {
		guess, taken := fmt.Sprintf("%06d", n), false
		for _, code := range codes {
			taken = taken || code == guess
		}
		if !taken {
			return guess
		}
	}
	return ""
}

func TestLinkingMovesTheSignInAndEndsTheAccountMadeHere(t *testing.T) {
	w := storetest.New(t)
	here, app := w.SignedUp(40), w.Adult()
	everywhere(t, w, here)
	own, _ := mustSwitch(t, w.Store, here, models.Granted)

	linked, err := w.Store.Link(t.Context(), here, mustCode(t, w.Store, app), office)
	if err != nil {
		t.Fatal(err)
	}
	if linked.ID != app.ID || linked.ExternalID != app.ExternalID || linked.Name != app.Name || linked.Email != here.Email {
		t.Errorf("linked is %+v", linked)
	}
	found, err := w.Second().SignIn(t.Context(), models.Credentials{Email: here.Email, Password: storetest.Password}, models.Caller{Network: office})
	if err != nil || found.Person != linked {
		t.Errorf("the sign-in leads to %+v, %v", found, err)
	}
	for _, table := range []string{"sign_ins", "emails", "sessions", "tokens"} {
		if w.Count(`select count(*) from `+table+` where person_id = $1`, here.ID) != 0 || w.Count(`select count(*) from `+table+` where person_id = $1`, app.ID) == 0 {
			t.Errorf("%s did not move", table)
		}
	}
	if n := w.Count(`select count(*) from acceptances where person_id = $1`, app.ID); n != 1 {
		t.Errorf("%d acceptances came along", n)
	}
	for _, held := range []string{"permissions", "addresses", "changes", "notes", "external_ids"} {
		if n := w.Count(`select count(*) from `+held+` where person_id = $1`, here.ID); n != 0 {
			t.Errorf("the ended account keeps %d rows in %s", n, held)
		}
	}
	if n := w.Count(`select count(*) from persons where id = $1 and ended_at = $2 and waits_until is null and convert_from(personal, 'utf8') = '{}'`,
		here.ID, w.Clock.Now()); n != 1 {
		t.Error("the ended account's row still tells something")
	}
	// Histories of two people are never merged: what was chosen here stays as proof, out of the other's sight.
	if _, err := w.Store.Receipt(t.Context(), app.ID, own.Receipt); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("Jolara's person sees the receipt of the other: %v", err)
	}
	if n := w.Count(`select count(*) from consents where person_id = $1`, here.ID); n != 1 {
		t.Errorf("%d choices are kept as proof", n)
	}
	for id, kind := range map[models.PersonID]models.EventKind{here.ID: models.EventAccountEnded, app.ID: models.EventAccountLinked} {
		if n := w.Count(`select count(*) from events where person_id = $1 and kind = $2`, id, kind); n != 1 {
			t.Errorf("%d events of kind %s", n, kind)
		}
	}
}

func TestALinkCodeLivesTenMinutesAndTheNextOneEndsIt(t *testing.T) {
	w := storetest.New(t)
	here, app := w.SignedUp(40), w.Adult()
	made, err := w.Store.LinkCode(t.Context(), app.ExternalID)
	if err != nil || !made.ExpiresAt.Equal(w.Clock.Now().Add(10*time.Minute)) {
		t.Fatalf("made %+v, %v", made, err)
	}
	if n := w.Count(`select count(*) from link_codes where position($1::bytea in code_hash) > 0`, []byte(made.Code)); n != 0 {
		t.Error("the code is kept in the clear")
	}
	next := mustCode(t, w.Store, app)
	link := func(code string) error {
		_, err := w.Store.Link(t.Context(), here, code, office)
		return err
	}
	if err := link(made.Code); made.Code != next && !errors.Is(err, models.ErrWrongCode) {
		t.Errorf("the code before the last one: %v", err)
	}
	w.Clock.Advance(models.LinkCodeLife)
	if err := link(next); !errors.Is(err, models.ErrWrongCode) {
		t.Errorf("after ten minutes: %v", err)
	}
	last := mustCode(t, w.Store, app)
	w.Clock.Advance(models.LinkCodeLife - time.Microsecond)
	if err := link(last); err != nil {
		t.Errorf("just before ten minutes: %v", err)
	}
}

func TestATakenCodeIsDrawnAgainAndADeadOneGivesWay(t *testing.T) {
	w := storetest.New(t)
	one, two := w.Adult(), w.Adult()
	drawn := 0
	draw := func() string { // 000000 ten times, then 000001
		drawn++
		return fmt.Sprintf("%06d", drawn/11)
	}
	for _, p := range []struct {
		of   models.Person
		want string
	}{{one, "000000"}, {two, "000001"}} {
		drawn = 0
		made, err := w.Store.LinkCodeDrawn(t.Context(), p.of.ExternalID, draw)
		if err != nil || made.Code != p.want {
			t.Errorf("drew %q, %v; want %q", made.Code, err, p.want)
		}
	}
	w.Clock.Advance(models.LinkCodeLife)
	drawn = 0
	if made, err := w.Store.LinkCodeDrawn(t.Context(), two.ExternalID, draw); err != nil || made.Code != "000000" {
		t.Errorf("a dead code was not given again: %q, %v", made.Code, err)
	}
}

func TestNoCodeForNobodyAndForWhoSignsInHere(t *testing.T) {
	w := storetest.New(t)
	if _, err := w.Store.LinkCode(t.Context(), "nobody"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("for nobody: %v", err)
	}
	if _, err := w.Store.LinkCode(t.Context(), w.CanSignIn(w.Adult()).ExternalID); !errors.Is(err, models.ErrHasSignIn) {
		t.Errorf("for somebody who signs in: %v", err)
	}
	linked := w.CanSignIn(w.Adult())
	if _, err := w.Store.Link(t.Context(), linked, mustCode(t, w.Store, w.Adult()), office); !errors.Is(err, models.ErrHasSignIn) {
		t.Errorf("linked a second time: %v", err)
	}
}

func TestThreeWrongCodesCloseLinkingForAnHour(t *testing.T) {
	w := storetest.New(t)
	here, elsewhere, app := w.SignedUp(40), w.SignedUp(40), w.Adult()
	const home = "198.51.100.0/24"
	w.Clock.Set(storetest.Morning.Add(59 * time.Minute)) // an hour that begins with the clock's would end in a minute
	link := func(p models.Person, code, network string) error {
		t.Helper()
		_, err := w.Second().Link(t.Context(), p, code, network)
		return err
	}
	for range 3 {
		if err := link(here, notCode(mustCode(t, w.Store, app)), office); !errors.Is(err, models.ErrWrongCode) {
			t.Fatal(err)
		}
		w.Clock.Advance(time.Minute)
	}
	var closed models.TooMany
	for name, try := range map[string]func() error{
		"the same sign-in":                    func() error { return link(here, mustCode(t, w.Store, app), office) },
		"the same sign-in in another network": func() error { return link(here, mustCode(t, w.Store, app), home) },
		"another sign-in in the same network": func() error { return link(elsewhere, mustCode(t, w.Store, app), office) },
	} {
		if err := try(); !errors.As(err, &closed) || closed.After != 59*time.Minute {
			t.Errorf("%s with the right code: %v", name, err)
		}
	}
	w.Clock.Advance(59*time.Minute - time.Second)
	if err := link(here, mustCode(t, w.Store, app), office); !errors.As(err, &closed) {
		t.Errorf("a second before the hour is over: %v", err)
	}
	w.Clock.Advance(time.Second)
	if err := link(here, mustCode(t, w.Store, app), office); err != nil {
		t.Errorf("after an hour: %v", err)
	}
	if err := link(elsewhere, mustCode(t, w.Store, w.Adult()), home); err != nil {
		t.Errorf("who typed nothing wrong: %v", err)
	}
}

func TestGuessesMadeAtOnceAreCountedOneByOne(t *testing.T) {
	w := storetest.New(t)
	here := w.SignedUp(40)
	wrong := notCode(mustCode(t, w.Store, w.Adult()))
	errs := atOnce(w, 20, func(s *store.Store) error {
		_, err := s.Link(t.Context(), here, wrong, office)
		return err
	})
	guessed := 0
	for _, err := range errs {
		var closed models.TooMany
		switch {
		case errors.Is(err, models.ErrWrongCode):
			guessed++
		case !errors.As(err, &closed):
			t.Error(err)
		}
	}
	if guessed != 3 {
		t.Errorf("%d of 20 guesses were looked at", guessed)
	}
}

func TestTwoWhoTypeOneCodeAtOnceAreNotBothLinked(t *testing.T) {
	w := storetest.New(t)
	for range 5 {
		app := w.Adult()
		code := mustCode(t, w.Store, app)
		people := make(chan models.Person, 2)
		people <- w.SignedUp(40)
		people <- w.SignedUp(40)
		linked := 0
		for _, err := range atOnce(w, 2, func(s *store.Store) error {
			p := <-people
			_, err := s.Link(t.Context(), p, code, "network of "+string(p.ID))
			return err
		}) {
			switch {
			case err == nil:
				linked++
			case !errors.Is(err, models.ErrWrongCode):
				t.Error(err)
			}
		}
		if n := w.Count(`select count(*) from sign_ins where person_id = $1`, app.ID); linked != 1 || n != 1 {
			t.Errorf("%d were linked, and %d sign-ins lead to the person", linked, n)
		}
	}
}

// atOnce does a deed n times at the same moment, on two instances.
func atOnce(w *storetest.World, n int, deed func(s *store.Store) error) []error {
	instances := []*store.Store{w.Second(), w.Second()}
	errs := make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = deed(instances[i%len(instances)])
		})
	}
	close(start)
	all.Wait()
	return errs
}

func TestAMinorsAndAnAdultsAccountAreNotLinkedAndTheCodeStays(t *testing.T) {
	w := storetest.New(t)
	child, adult := w.SignedUp(12), w.SignedUp(40)
	for name, c := range map[string]struct{ here, app models.Person }{
		"a minor here": {child, w.Adult()}, "a minor in the app": {adult, w.Minor(12)},
	} {
		code := mustCode(t, w.Store, c.app)
		if _, err := w.Store.Link(t.Context(), c.here, code, office); !errors.Is(err, models.Refused{Reason: models.ReasonAgesDiffer}) {
			t.Errorf("%s: %v", name, err)
		}
		if w.Count(`select count(*) from link_codes where person_id = $1`, c.app.ID) != 1 || w.Count(`select count(*) from sign_ins where person_id = $1`, c.here.ID) != 1 {
			t.Errorf("%s: something moved", name)
		}
	}
	teen := w.Minor(16)
	waits(t, w, child, week)
	if _, err := w.Store.Link(t.Context(), child, mustCode(t, w.Store, teen), office); err != nil {
		t.Errorf("two minors: %v", err)
	}
	w.Clock.Advance(2 * week)
	if swept := mustSweep(t, w.Store); swept.Minors != 0 || !isHeld(w, teen) {
		t.Errorf("a minor whom Jolara knows was swept: %+v", swept)
	}
}
