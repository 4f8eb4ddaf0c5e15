package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

var (
	cafe = models.Caller{Network: "192.0.2.0/24"}
	home = models.Caller{Network: "198.51.100.0/24"}
)

func TestWhoeverIsWrongHearsTheSame(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	pushedOnly := w.Adult()
	for what, typed := range map[string]models.Credentials{
		"a wrong password":              {Email: person.Email, Password: "not it"},
		"an address that nobody has":    {Email: "nobody@example.com", Password: storetest.Password},
		"someone who was only pushed":   {Email: pushedOnly.Email, Password: storetest.Password},
		"an empty address and password": {},
	} {
		if got, err := w.Store.SignIn(t.Context(), typed, cafe); !errors.Is(err, models.ErrWrongCredentials) || got != (models.Account{}) {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	right := models.Credentials{Email: person.Email, Password: storetest.Password}
	if got, err := w.Store.SignIn(t.Context(), right, cafe); err != nil || got.Person != person {
		t.Errorf("the right ones: %+v, %v", got, err)
	}
	for kind, want := range map[models.ActivityKind]int{models.ActivitySignIn: 1, models.ActivitySignInFailed: 1} {
		if n := w.Count(`select count(*) from activity where person_id = $1 and kind = $2`, person.ID, kind); n != want {
			t.Errorf("%d entries %s are recorded", n, kind)
		}
	}
	if n := w.Count(`select count(*) from activity`); n != 2 {
		t.Errorf("%d entries are recorded: something about an account that nobody signs in to", n)
	}
}

func TestT05_TriesAreCountedOverTwoInstances(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	instances := []*store.Store{w.Store, w.Second()}
	wrong := models.Credentials{Email: person.Email, Password: "a guess"}
	right := models.Credentials{Email: person.Email, Password: storetest.Password}

	var hashed, refused atomic.Int32
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			_, err := instances[i%2].SignIn(t.Context(), wrong, cafe)
			var tooMany models.TooMany
			switch {
			case errors.Is(err, models.ErrWrongCredentials):
				hashed.Add(1)
			case errors.As(err, &tooMany) && tooMany.After > 0 && tooMany.After <= 15*time.Minute:
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if hashed.Load() != 10 || refused.Load() != 50 {
		t.Errorf("%d guesses were hashed and %d refused, want 10 and 50", hashed.Load(), refused.Load())
	}
	if _, err := w.Store.SignIn(t.Context(), right, home); !errors.As(err, &models.TooMany{}) {
		t.Errorf("the address from elsewhere, its tries used up: %v", err)
	}

	// The network has made sixty tries; forty more are its last, whichever address they are for.
	for range 40 {
		_, _ = w.Store.SignIn(t.Context(), wrong, cafe)
	}
	nobody := models.Credentials{Email: "nobody@example.com", Password: "a guess"}
	if _, err := instances[1].SignIn(t.Context(), nobody, cafe); !errors.As(err, &models.TooMany{}) {
		t.Errorf("another address from the network, its tries used up: %v", err)
	}
	if _, err := instances[1].SignIn(t.Context(), nobody, home); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("another address from another network: %v", err)
	}

	w.Clock.Advance(15 * time.Minute)
	if _, err := w.Store.SignIn(t.Context(), right, cafe); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
}

func TestALimitKeepsNoAddress(t *testing.T) {
	w := storetest.New(t)
	_, _ = w.Store.SignIn(t.Context(), models.Credentials{Email: "canary@example.com", Password: "a guess"}, cafe)
	if n := w.Count(`select count(*) from limits`); n != 2 {
		t.Errorf("%d limits counted the try", n)
	}
	if n := w.Count(`select count(*) from limits where position('canary' in encode(key, 'escape')) > 0 or length(key) <> 32`); n != 0 {
		t.Error("the address stands in a limit's key")
	}
}

func TestT05_TheOwnerSignsInFromABrowserThatIsKnownWhateverOthersTry(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	right := models.Credentials{Email: person.Email, Password: storetest.Password}
	wrong := models.Credentials{Email: person.Email, Password: "a guess"}
	for range 10 {
		_, _ = w.Store.SignIn(t.Context(), wrong, home)
	}
	known := models.Caller{Network: home.Network, KnownBrowser: "the owner's"}
	if _, err := w.Second().SignIn(t.Context(), right, home); !errors.As(err, &models.TooMany{}) {
		t.Fatalf("the address's tries are not used up: %v", err)
	}
	if _, err := w.Second().SignIn(t.Context(), right, known); err != nil {
		t.Errorf("the owner, from a known browser: %v", err)
	}
	for range 9 {
		_, _ = w.Store.SignIn(t.Context(), wrong, known)
	}
	if _, err := w.Second().SignIn(t.Context(), right, known); !errors.As(err, &models.TooMany{}) {
		t.Errorf("a known browser has no limit: %v", err)
	}
	elsewhere := models.Caller{Network: home.Network, KnownBrowser: "another of the owner's"}
	if _, err := w.Store.SignIn(t.Context(), right, elsewhere); err != nil {
		t.Errorf("another known browser: %v", err)
	}
}
