package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// askReset asks for a new password and returns the token of the letter's link.
func askReset(t *testing.T, w *storetest.World, email string) (token string) {
	t.Helper()
	if err := w.Store.AskReset(t.Context(), email, desk); err != nil {
		t.Fatal(err)
	}
	return w.Vault.LinkToken(lastID(t, w, `select id::text from tokens where purpose = 'reset' order by id desc limit 1`))
}

const another = "another password of mine"

func TestANewPasswordSignsInAndEndsAllSessions(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	token := askReset(t, w, person.Email)
	begin(t, w.Store, person, "here")
	if err := w.Store.ResetPassword(t.Context(), token, another); err != nil {
		t.Fatal(err)
	}
	if alive(t, w.Second(), "here") {
		t.Error("a session outlives the password that it began with")
	}
	if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: person.Email, Password: storetest.Password}, cafe); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: person.Email, Password: another}, cafe); err != nil {
		t.Errorf("the new password: %v", err)
	}
	if n := w.Count(`select count(*) from events where kind = 'password_changed'`); n != 1 {
		t.Errorf("%d events", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'password_changed_mail' and args->>'PersonID' = $1`, person.ID); n != 1 {
		t.Errorf("%d letters tell of it", n)
	}
}

func TestALinkForANewPasswordWorksOnceForAnHourUntilANewerOne(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	older := askReset(t, w, person.Email)
	newer := askReset(t, w, person.Email)
	dead := func(what, token string) {
		t.Helper()
		if err := w.Store.ResetPassword(t.Context(), token, another); !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("%s: %v", what, err)
		}
	}
	dead("one that a newer letter replaced", older)
	dead("one that nobody sent", w.Vault.LinkToken("nobody"))
	dead("none", "")
	dead("one that confirms a sign-up", signUp(t, w, typedBy(t, w, "mei@example.com", 30)))
	var wrong models.Invalid
	for _, password := range []string{"", "short", "password1", person.Email, person.Name} {
		if err := w.Store.ResetPassword(t.Context(), newer, password); !errors.As(err, &wrong) {
			t.Errorf("the password %q: %v", password, err)
		}
	}
	if err := w.Store.ResetPassword(t.Context(), newer, another); err != nil {
		t.Errorf("after slips the link still works, not: %v", err)
	}
	dead("one that was used", newer)
	late := askReset(t, w, person.Email)
	w.Clock.Advance(time.Hour)
	dead("an hour later", late)
	if _, _, err := w.Store.ResetLetter(t.Context(), lastID(t, w, `select id::text from tokens where used_at is null`)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a letter with a dead link would be sent: %v", err)
	}
}

func TestOfManyWhoUseALinkAtOnceOneSucceeds(t *testing.T) {
	w := storetest.New(t)
	other := w.Second()
	token := askReset(t, w, w.CanSignIn(w.Adult()).Email)
	var set atomic.Int32
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			s := w.Store
			if i%2 == 0 {
				s = other
			}
			if err := s.ResetPassword(t.Context(), token, another); err == nil {
				set.Add(1)
			} else if !errors.Is(err, models.ErrDeadLink) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if set.Load() != 1 {
		t.Errorf("one link set %d passwords", set.Load())
	}
}

func TestT04_AnAddressThatNobodyHasQueuesAJobToo(t *testing.T) {
	w := storetest.New(t)
	if err := w.Store.AskReset(t.Context(), "nobody@example.com", desk); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`select count(*) from tokens`); n != 0 {
		t.Errorf("%d links for nobody", n)
	}
	link := lastID(t, w, `select args->>'LinkID' from river_job where kind = 'reset_mail'`)
	if _, _, err := w.Store.ResetLetter(t.Context(), link); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a letter to nobody: %v", err)
	}
}
