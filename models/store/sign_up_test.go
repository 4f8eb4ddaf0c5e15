package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

const desk = "192.0.2.0/24"

// typedBy is a sign-up of somebody who turned that many years old yesterday and agrees to the world's agreement.
func typedBy(t *testing.T, w *storetest.World, email string, age int) models.SignUp {
	t.Helper()
	policy, err := w.Store.CurrentPolicy(t.Context())
	if errors.Is(err, models.ErrNotFound) {
		policy, err = w.Agreement("4.1", models.DateOf(w.Clock.Now())), nil
	}
	if err != nil {
		t.Fatal(err)
	}
	agreed := policy.Accept("I have read it and accept it.", models.ChannelPortal, w.Clock.Now())
	typed, err := models.NewSignUp(models.SignUpForm{
		BirthDate: models.DateOf(w.Clock.Now().AddDate(-age, 0, -1)).String(),
		Email:     email, Name: "Mei Lin", Password: storetest.Password, Accepted: &agreed,
	}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return typed
}

// signUp signs up and returns the token of the letter's link.
func signUp(t *testing.T, w *storetest.World, typed models.SignUp) (token string) {
	t.Helper()
	if err := w.Store.SignUp(t.Context(), typed, desk); err != nil {
		t.Fatal(err)
	}
	return w.Vault.LinkToken(lastID(t, w, `select id::text from sign_ups order by id desc limit 1`))
}

func lastID(t *testing.T, w *storetest.World, query string) (id string) {
	t.Helper()
	if err := w.DB.QueryRow(t.Context(), query).Scan(&id); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return id
}

func TestNothingIsAnybodysAccountBeforeTheAddressIsConfirmed(t *testing.T) {
	w := storetest.New(t)
	token := signUp(t, w, typedBy(t, w, "mei@example.com", 30))
	right := models.Credentials{Email: "mei@example.com", Password: storetest.Password}
	if _, err := w.Store.SignIn(t.Context(), right, cafe); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("signed in before the address was confirmed: %v", err)
	}
	if n := w.Count(`select count(*) from persons`); n != 0 {
		t.Errorf("%d people before the address was confirmed", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'sign_up_mail' and args::text not like '%mei%' and position($1 in args::text) = 0`, token); n != 1 {
		t.Errorf("%d letters are queued by an id alone", n)
	}
	if purpose, err := w.Store.LinkPurpose(t.Context(), token); purpose != models.LinkSignUp || err != nil {
		t.Errorf("the link would decide %q, %v", purpose, err)
	}
	if err := w.Store.ConfirmSignUp(t.Context(), token, storetest.Password, desk); err != nil {
		t.Fatal(err)
	}
	got, err := w.Store.SignIn(t.Context(), right, cafe)
	if err != nil || got.Person.Name != "Mei Lin" || got.Person.Email != "mei@example.com" || !got.Person.Birth.IsZero() {
		t.Errorf("signed in as %+v, %v", got, err)
	}
	for query, want := range map[string]int{
		`select count(*) from sign_ups`:                                                                   0,
		`select count(*) from permissions where state = 'never'`:                                          6,
		`select count(*) from persons where waits_until is null`:                                          1,
		`select count(*) from persons where position('birth_date' in convert_from(personal, 'UTF8')) > 0`: 0,
		`select count(*) from acceptances where version = '4.1' and channel = 'portal'`:                   1,
		`select count(*) from events where kind = 'signed_up'`:                                            1,
		`select count(*) from consents`:                                                                   0, // agreeing turns nothing on (#4)
	} {
		if n := w.Count(query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
}

func TestAMinorWhoSignsUpWaitsForAGuardian(t *testing.T) {
	for age, agreements := range map[int]int{14: 1, 17: 1} {
		w := storetest.New(t)
		token := signUp(t, w, typedBy(t, w, "kai@example.com", age))
		if err := w.Store.ConfirmSignUp(t.Context(), token, storetest.Password, desk); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(`select count(*) from persons where waits_until = $1`, w.Clock.Now().Add(7*24*time.Hour)); n != 1 {
			t.Errorf("at %d: %d wait for seven days", age, n)
		}
		if n := w.Count(`select count(*) from acceptances`); n != agreements {
			t.Errorf("at %d: %d agreements, want %d", age, n, agreements)
		}
		got, err := w.Store.SignIn(t.Context(), models.Credentials{Email: "kai@example.com", Password: storetest.Password}, cafe)
		if err != nil || !got.Person.Band(w.Clock.Now()).Minor() {
			t.Errorf("at %d: %+v, %v", age, got, err)
		}
	}
}

func TestWhoeverConfirmsAnAddressFirstHasIt(t *testing.T) {
	w := storetest.New(t)
	first := signUp(t, w, typedBy(t, w, "mei@example.com", 30))
	second := signUp(t, w, typedBy(t, w, "mei@example.com", 30))
	if err := w.Store.ConfirmSignUp(t.Context(), second, storetest.Password, desk); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ConfirmSignUp(t.Context(), first, storetest.Password, desk); !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		t.Errorf("the later one: %v", err)
	}
	if err := w.Store.ConfirmSignUp(t.Context(), second, storetest.Password, desk); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the same link again: %v", err)
	}
	if n := w.Count(`select count(*) from persons`); n != 1 {
		t.Errorf("%d people have one address", n)
	}
}

func TestAnAddressConfirmedManyTimesAtOnceMakesOneAccount(t *testing.T) {
	w := storetest.New(t)
	other := w.Second()
	tokens := []string{signUp(t, w, typedBy(t, w, "mei@example.com", 30)), signUp(t, w, typedBy(t, w, "mei@example.com", 30))}
	var made atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			s := w.Store
			if i%2 == 0 {
				s = other
			}
			switch err := s.ConfirmSignUp(t.Context(), tokens[i/2%2], storetest.Password, desk); {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, models.ErrDeadLink) && !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.Count(`select count(*) from persons`); n != 1 || made.Load() != 1 {
		t.Errorf("%d accounts, and %d were told so", n, made.Load())
	}
}

func TestAStrangersSignUpIsNotCompletedByWhoeverGetsTheLetter(t *testing.T) {
	w := storetest.New(t)
	token := signUp(t, w, typedBy(t, w, "mei@example.com", 30)) // by a stranger
	var invalid models.Invalid
	if err := w.Store.ConfirmSignUp(t.Context(), token, "", desk); !errors.As(err, &invalid) || invalid["password"] != models.FaultMissing {
		t.Errorf("the button alone: %v", err)
	}
	if err := w.Store.ConfirmSignUp(t.Context(), token, "staple battery horse", desk); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("a password of her own: %v", err)
	}
	if n := w.Count(`select count(*) from persons`) + w.Count(`select count(*) from emails`); n != 0 {
		t.Errorf("%d rows of an account were made", n)
	}
	if purpose, err := w.Store.LinkPurpose(t.Context(), token); purpose != models.LinkSignUp || err != nil {
		t.Errorf("the wrong passwords used the link up: %q, %v", purpose, err)
	}

	// She signs up herself: her own letter and password make her account, and the stranger's way in is gone.
	hers := typedBy(t, w, "mei@example.com", 30)
	hers.Password = "staple battery horse"
	if err := w.Store.ConfirmSignUp(t.Context(), signUp(t, w, hers), "staple battery horse", desk); err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]error{storetest.Password: models.ErrWrongCredentials, "staple battery horse": nil} {
		if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: "mei@example.com", Password: password}, cafe); !errors.Is(err, want) {
			t.Errorf("signing in with %q: %v, want %v", password, err, want)
		}
	}
	if err := w.Store.ConfirmSignUp(t.Context(), token, storetest.Password, desk); !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		t.Errorf("the stranger's sign-up afterwards: %v", err)
	}
}

func TestT05_GuessingThePasswordOfASignUpIsCountedOverTwoInstances(t *testing.T) {
	w := storetest.New(t)
	instances := []*store.Store{w.Store, w.Second()}
	token, other := signUp(t, w, typedBy(t, w, "mei@example.com", 30)), signUp(t, w, typedBy(t, w, "kai@example.com", 30))
	for range models.TriesOfAddress { // what others try at the sign-in takes no try from the letter's reader
		_, _ = w.Store.SignIn(t.Context(), models.Credentials{Email: "mei@example.com", Password: "a guess"}, home)
	}
	for i := range models.TriesOfAddress {
		if err := instances[i%2].ConfirmSignUp(t.Context(), token, "a guess", desk); !errors.Is(err, models.ErrWrongCredentials) {
			t.Fatalf("guess %d: %v", i+1, err)
		}
	}
	var tooMany models.TooMany
	for i, s := range instances {
		if err := s.ConfirmSignUp(t.Context(), token, storetest.Password, home.Network); !errors.As(err, &tooMany) || tooMany.After > models.TriesWindow {
			t.Errorf("instance %d, the link's tries used up: %v", i, err)
		}
	}
	for range models.TriesOfNetwork - models.TriesOfAddress {
		_, _ = w.Store.SignIn(t.Context(), models.Credentials{Email: "nobody@example.com", Password: "a guess"}, models.Caller{Network: desk})
	}
	if err := instances[1].ConfirmSignUp(t.Context(), other, storetest.Password, desk); !errors.As(err, &tooMany) {
		t.Errorf("another link from the network, its tries used up: %v", err)
	}
	if n := w.Count(`select count(*) from persons`); n != 0 {
		t.Errorf("%d accounts", n)
	}
	w.Clock.Advance(models.TriesWindow)
	if err := w.Store.ConfirmSignUp(t.Context(), token, storetest.Password, desk); err != nil {
		t.Errorf("a window later: %v", err)
	}
}

func TestASignUpIsForgottenAfterSevenDays(t *testing.T) {
	w := storetest.New(t)
	token := signUp(t, w, typedBy(t, w, "mei@example.com", 30))
	w.Clock.Advance(7*24*time.Hour - time.Second)
	if _, err := w.Store.LinkPurpose(t.Context(), token); err != nil {
		t.Errorf("just before: %v", err)
	}
	w.Clock.Advance(time.Second)
	if _, err := w.Store.LinkPurpose(t.Context(), token); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("just after: %v", err)
	}
	if err := w.Store.ConfirmSignUp(t.Context(), token, storetest.Password, desk); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("confirmed all the same: %v", err)
	}
}

func TestT04_AnAddressThatSignsInAlreadyIsToldOnlyByLetter(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	if err := w.Store.SignUp(t.Context(), typedBy(t, w, person.Email, 30), desk); err != nil {
		t.Errorf("the answer tells: %v", err)
	}
	if n := w.Count(`select count(*) from sign_ups`); n != 0 {
		t.Errorf("%d sign-ups are kept", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'account_exists_mail' and args->>'PersonID' = $1`, person.ID); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestT05_OnlySoManyLettersGoOutInAnHour(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	letters := func() int { return w.Count(`select count(*) from river_job`) }
	for range 8 {
		if err := w.Store.AskReset(t.Context(), person.Email, desk); err != nil {
			t.Fatalf("over the limit of the address the answer tells: %v", err)
		}
	}
	if n := letters(); n != 5 {
		t.Errorf("%d letters went to one address, want 5", n)
	}
	if err := w.Store.SignUp(t.Context(), typedBy(t, w, person.Email, 30), desk); err != nil || letters() != 5 {
		t.Errorf("a sign-up finds the address's letters used up: %d, %v", letters(), err)
	}
	for range 21 {
		if err := w.Store.AskReset(t.Context(), "nobody@example.com", desk); err != nil {
			t.Fatal(err)
		}
	}
	var tooMany models.TooMany
	if err := w.Second().AskReset(t.Context(), "somebody@example.com", desk); !errors.As(err, &tooMany) || tooMany.After > time.Hour {
		t.Errorf("the network's thirty-first letter: %v", err)
	}
	if err := w.Store.SignUp(t.Context(), typedBy(t, w, "mei@example.com", 30), desk); !errors.As(err, &tooMany) {
		t.Errorf("a sign-up from the network: %v", err)
	}
	w.Clock.Advance(time.Hour)
	if err := w.Store.AskReset(t.Context(), person.Email, desk); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestTheDatabaseHoldsNoTokenThatWorks(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	tokens := []string{signUp(t, w, typedBy(t, w, "mei@example.com", 30)), askReset(t, w, person.Email)}
	for _, table := range []string{"sign_ups", "tokens", "river_job"} {
		var all string
		if err := w.DB.QueryRow(t.Context(), `select coalesce(string_agg(row_to_json(x)::text, ' '), '') from `+table+` x`).Scan(&all); err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens {
			if strings.Contains(all, token) {
				t.Errorf("%s holds a token", table)
			}
		}
	}
}
