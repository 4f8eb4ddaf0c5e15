package store_test

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

const nextPassword = "staple battery horse"

func TestANewPasswordEndsWhatTheOldOneBegan(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	begin(t, w.Store, person, "here")
	begin(t, w.Store, person, "there")
	wish := models.Credentials{Email: "new@example.com", Password: storetest.Password}
	if err := w.Store.AskNewEmail(t.Context(), person, wish, cafe); err != nil {
		t.Fatal(err)
	}

	err := w.Store.ChangePassword(t.Context(), person, models.PasswordChange{Present: "a guess", Next: nextPassword}, cafe)
	if !errors.Is(err, models.ErrWrongCredentials) || !alive(t, w.Store, "there") {
		t.Fatalf("a wrong present password: %v", err)
	}
	err = w.Store.ChangePassword(t.Context(), person, models.PasswordChange{Present: storetest.Password, Next: nextPassword}, cafe)
	if err != nil {
		t.Fatal(err)
	}
	if alive(t, w.Second(), "here") || alive(t, w.Second(), "there") {
		t.Error("a session outlives the password it began with")
	}
	if held, err := w.Store.Settings(t.Context(), person.ID); err != nil || held.NewEmail != nil {
		t.Errorf("the address that was asked for with the old password still waits: %+v, %v", held, err)
	}
	for password, want := range map[string]error{storetest.Password: models.ErrWrongCredentials, nextPassword: nil} {
		if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: person.Email, Password: password}, cafe); !errors.Is(err, want) {
			t.Errorf("signing in with %q: %v, want %v", password, err, want)
		}
	}
	if n := w.Count(`select count(*) from events where person_id = $1 and kind = $2`, person.ID, models.EventPasswordChanged); n != 1 {
		t.Errorf("%d changes are recorded", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = $1`, models.PasswordChangedMail{}.Kind()); n != 1 {
		t.Errorf("%d letters are asked for", n)
	}
}

func TestT05_GuessingThePresentPasswordIsCountedLikeSigningIn(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	guess := models.PasswordChange{Present: "a guess", Next: nextPassword}
	for i := range 5 {
		if err := w.Store.ChangePassword(t.Context(), person, guess, cafe); !errors.Is(err, models.ErrWrongCredentials) {
			t.Fatalf("guess %d for the password: %v", i+1, err)
		}
		wish := models.Credentials{Email: "new@example.com", Password: "a guess"}
		if err := w.Second().AskNewEmail(t.Context(), person, wish, home); !errors.Is(err, models.ErrWrongCredentials) {
			t.Fatalf("guess %d for the address: %v", i+1, err)
		}
	}
	right := models.PasswordChange{Present: storetest.Password, Next: nextPassword}
	if err := w.Store.ChangePassword(t.Context(), person, right, home); !errors.As(err, &models.TooMany{}) {
		t.Errorf("the eleventh try: %v", err)
	}
	if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: person.Email, Password: storetest.Password}, home); !errors.As(err, &models.TooMany{}) {
		t.Errorf("signing in after ten guesses: %v", err)
	}
	known := models.Caller{Network: "192.0.2.0/24", KnownBrowser: "the owner's"}
	if err := w.Store.ChangePassword(t.Context(), person, right, known); err != nil {
		t.Errorf("the owner, from a browser that is known: %v", err)
	}
}
