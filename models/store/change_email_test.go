package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// linkFor returns the token of the latest link of a purpose, as its letter holds it.
func linkFor(t *testing.T, w *storetest.World, p models.Person, purpose models.LinkPurpose) string {
	t.Helper()
	var id string
	err := w.DB.QueryRow(t.Context(), `select id from tokens where person_id = $1 and purpose = $2 and used_at is null
		order by created_at desc, id desc limit 1`, p.ID, purpose).Scan(&id)
	if err != nil {
		t.Fatalf("find the link for %s: %v", purpose, err)
	}
	return w.Vault.LinkToken(id)
}

// movesTo changes the address with which a person signs in, from one to another.
func movesTo(t *testing.T, w *storetest.World, p models.Person, to string) models.Person {
	t.Helper()
	if err := w.Store.AskNewEmail(t.Context(), p, models.Credentials{Email: to, Password: storetest.Password}, cafe); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.ConfirmEmail(t.Context(), linkFor(t, w, p, models.LinkEmail), ""); err != nil {
		t.Fatal(err)
	}
	p.Email = to
	return p
}

// signsIn tells whether an address signs in to the person with the world's password.
func signsIn(t *testing.T, w *storetest.World, p models.Person, email string) bool {
	t.Helper()
	found, err := w.Store.SignIn(t.Context(), models.Credentials{Email: email, Password: storetest.Password}, cafe)
	if err != nil && !errors.Is(err, models.ErrWrongCredentials) {
		t.Fatal(err)
	}
	return err == nil && found.Person.ID == p.ID
}

func TestAnAddressChangesWhenTheNewOneConfirms(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	former := person.Email
	begin(t, w.Store, person, "here")
	begin(t, w.Store, person, "there")
	wish := models.Credentials{Email: "new@example.com", Password: storetest.Password}
	if err := w.Store.AskNewEmail(t.Context(), person, wish, cafe); err != nil {
		t.Fatal(err)
	}
	held, err := w.Store.Settings(t.Context(), person.ID)
	if err != nil || held.NewEmail == nil || held.NewEmail.Email != wish.Email || !held.NewEmail.Until.Equal(w.Clock.Now().Add(models.EmailLinkLife)) {
		t.Fatalf("the settings say %+v, %v", held, err)
	}
	if !signsIn(t, w, person, former) || signsIn(t, w, person, wish.Email) {
		t.Fatal("the address changed before it was confirmed")
	}
	token := linkFor(t, w, person, models.LinkEmail)
	if email, err := w.Store.EmailOfLink(t.Context(), token, models.LinkEmail); err != nil || email != wish.Email {
		t.Errorf("the link is about %q, %v", email, err)
	}
	if _, err := w.Store.EmailOfLink(t.Context(), token, models.LinkUndo); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("a link that confirms takes back: %v", err)
	}

	of, err := w.Second().ConfirmEmail(t.Context(), token, "here")
	if err != nil || of != person.ID {
		t.Fatalf("confirmed for %q, %v", of, err)
	}
	if signsIn(t, w, person, former) || !signsIn(t, w, person, wish.Email) {
		t.Error("the address did not change")
	}
	if !alive(t, w.Store, "here") || alive(t, w.Store, "there") {
		t.Error("the browser that confirms stays signed in, and no other")
	}
	if _, err := w.Store.ConfirmEmail(t.Context(), token, ""); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the link again: %v", err)
	}
	if held, err := w.Store.Settings(t.Context(), person.ID); err != nil || held.NewEmail != nil {
		t.Errorf("afterwards an address still waits: %+v, %v", held, err)
	}
	if n := w.Count(`select count(*) from events where person_id = $1 and kind = $2`, person.ID, models.EventEmailChanged); n != 1 {
		t.Errorf("%d changes are recorded", n)
	}
}

func TestTheAddressOneHasIsNoNewOne(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	var wrong models.Invalid
	err := w.Store.AskNewEmail(t.Context(), person, models.Credentials{Email: person.Email, Password: storetest.Password}, cafe)
	if !errors.As(err, &wrong) || wrong["email"] != models.FaultSame {
		t.Error(err)
	}
}

func TestALaterWishTakesThePlaceOfAnEarlierOne(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	ask := func(email string) string {
		if err := w.Store.AskNewEmail(t.Context(), person, models.Credentials{Email: email, Password: storetest.Password}, cafe); err != nil {
			t.Fatal(err)
		}
		return linkFor(t, w, person, models.LinkEmail)
	}
	earlier, later := ask("mistyped@example.com"), ask("right@example.com")
	if _, err := w.Store.ConfirmEmail(t.Context(), earlier, ""); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the earlier link: %v", err)
	}
	w.Clock.Advance(models.EmailLinkLife)
	if _, err := w.Store.ConfirmEmail(t.Context(), later, ""); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the later link, a day on: %v", err)
	}
}

func TestT28_TheFormerAddressTakesAChangeBackForTwoDays(t *testing.T) {
	w := storetest.New(t)
	victim := w.CanSignIn(w.Adult())
	begin(t, w.Store, victim, "the victim's")
	taken := movesTo(t, w, victim, "thief@example.com")
	begin(t, w.Store, taken, "the thief's")
	undo := linkFor(t, w, victim, models.LinkUndo)

	w.Clock.Advance(models.UndoLinkLife - time.Second)
	if err := w.Store.UndoEmail(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if alive(t, w.Second(), "the thief's") {
		t.Error("the thief is still signed in")
	}
	for _, email := range []string{victim.Email, taken.Email} {
		if signsIn(t, w, victim, email) {
			t.Errorf("the password that the thief knows still signs in as %s", email)
		}
	}
	if n := w.Count(`select count(*) from emails where person_id = $1 and lookup = $2`, victim.ID, w.Vault.Lookup(victim.Email)); n != 1 {
		t.Error("the victim's address is not back")
	}
}

func TestT28_AfterTwoDaysAChangeStands(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	moved := movesTo(t, w, person, "new@example.com")
	undo := linkFor(t, w, person, models.LinkUndo)
	w.Clock.Advance(models.UndoLinkLife)
	if err := w.Store.UndoEmail(t.Context(), undo); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("after two days: %v", err)
	}
	if !signsIn(t, w, person, moved.Email) {
		t.Error("the new address no longer signs in")
	}
}

func TestT28_TheEarliestAddressWinsOverWhateverCameLater(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	first := movesTo(t, w, person, "thief@example.com")
	undoFirst := linkFor(t, w, person, models.LinkUndo)
	w.Clock.Advance(time.Hour)
	movesTo(t, w, first, "thief-again@example.com")
	undoSecond := linkFor(t, w, person, models.LinkUndo)
	if undoFirst == undoSecond {
		t.Fatal("the second change has no link of its own")
	}
	if err := w.Store.UndoEmail(t.Context(), undoFirst); err != nil {
		t.Fatalf("the first link, after the second change: %v", err)
	}
	if err := w.Store.UndoEmail(t.Context(), undoSecond); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the thief's own link takes the owner's back: %v", err)
	}
	var owner string
	if err := w.DB.QueryRow(t.Context(), `select person_id from emails where lookup = $1`, w.Vault.Lookup(person.Email)).Scan(&owner); err != nil || owner != string(person.ID) {
		t.Errorf("the first address signs in %q, %v", owner, err)
	}
	if n := w.Count(`select count(*) from emails where person_id = $1`, person.ID); n != 1 {
		t.Errorf("the person has %d addresses", n)
	}
}

func TestAnAddressThatIsTakenMeanwhileIsRefusedAndNothingChanges(t *testing.T) {
	w := storetest.New(t)
	person, other, third := w.CanSignIn(w.Adult()), w.CanSignIn(w.Adult()), w.Adult()
	refused := models.Refused{Reason: models.ReasonAddressTaken}

	wish := models.Credentials{Email: other.Email, Password: storetest.Password}
	if err := w.Store.AskNewEmail(t.Context(), person, wish, cafe); err != nil {
		t.Fatalf("to ask is answered the same: %v", err)
	}
	if _, err := w.Store.ConfirmEmail(t.Context(), linkFor(t, w, person, models.LinkEmail), ""); !errors.Is(err, refused) {
		t.Errorf("confirmed: %v", err)
	}
	if !signsIn(t, w, person, person.Email) || !signsIn(t, w, other, other.Email) {
		t.Error("an address moved")
	}

	moved := movesTo(t, w, person, "new@example.com")
	if err := w.Store.GiveSignIn(t.Context(), third.ExternalID, person.Email, storetest.Password); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.UndoEmail(t.Context(), linkFor(t, w, person, models.LinkUndo)); !errors.Is(err, refused) {
		t.Errorf("taken back: %v", err)
	}
	if !signsIn(t, w, person, moved.Email) || !signsIn(t, w, third, person.Email) {
		t.Error("an address moved")
	}
}

func TestOfManyWhoConfirmAtOnceOneDoes(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	if err := w.Store.AskNewEmail(t.Context(), person, models.Credentials{Email: "new@example.com", Password: storetest.Password}, cafe); err != nil {
		t.Fatal(err)
	}
	token := linkFor(t, w, person, models.LinkEmail)
	var confirmed atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			switch _, err := w.Store.ConfirmEmail(context.WithoutCancel(t.Context()), token, ""); {
			case err == nil:
				confirmed.Add(1)
			case !errors.Is(err, models.ErrDeadLink):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.Count(`select count(*) from tokens where purpose = $1`, models.LinkUndo); confirmed.Load() != 1 || n != 1 {
		t.Errorf("%d confirmed, %d letters to the former address", confirmed.Load(), n)
	}
}
