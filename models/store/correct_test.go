package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

type typed = map[string]models.Typed

// record is what a person may correct now.
func record(t *testing.T, w *storetest.World, p models.Person) models.Record {
	t.Helper()
	held, err := w.Store.Record(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func mustCorrect(t *testing.T, w *storetest.World, p models.Person, version int, fields typed) {
	t.Helper()
	if changed, err := w.Store.CorrectProfile(t.Context(), p, models.Form{Version: version, Fields: fields}); err != nil || !changed {
		t.Fatalf("changed is %v, %v", changed, err)
	}
}

// changes lists all that was changed of a person, newest first, each as 'field: was → is, by whom'.
func changes(t *testing.T, w *storetest.World, p models.Person) []string {
	t.Helper()
	page, err := w.Store.Changes(t.Context(), p.ID, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, c := range page.Changes {
		list = append(list, fmt.Sprintf("%s: %s → %s, %s", c.Field, c.Was, c.Is, c.By))
	}
	return list
}

func TestACorrectionStandsAgainstWhatIsPushedLater(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	p := w.Adult()
	w.Push(p.ExternalID, fields{models.FieldNickname: "Mei"})
	before := record(t, w, p).Version

	mustCorrect(t, w, p, before, typed{"nickname": {Was: "Mei", Is: "Bean"}})
	w.Clock.Advance(time.Minute)
	if lost := w.Push(p.ExternalID, fields{models.FieldNickname: "Xiao Mei"}); !slices.Equal(lost, []string{"nickname"}) {
		t.Errorf("lost: %q", lost)
	}
	held := record(t, w, p)
	if got := held.Profile.Value(models.FieldNickname); got != "Bean" || held.Version <= before+1 {
		t.Errorf("the nickname is %q at version %d", got, held.Version)
	}
	if apart := held.Profile.ApartIn(models.FieldNickname); apart == nil || apart.Value != "Xiao Mei" {
		t.Errorf("aside is %v", apart)
	}

	if err := w.Store.FollowField(t.Context(), p, models.FieldNickname, held.Version-1); !errors.Is(err, models.ErrConflict) {
		t.Errorf("following at a former version: %v", err)
	}
	if err := w.Store.FollowField(t.Context(), p, models.FieldNickname, held.Version); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.FollowField(t.Context(), p, models.FieldNickname, held.Version+1); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("following where nothing is aside: %v", err)
	}
	w.Clock.Advance(time.Minute)
	w.Push(p.ExternalID, fields{models.FieldNickname: "Lin"})
	if got := record(t, w, p).Profile.Value(models.FieldNickname); got != "Lin" {
		t.Errorf("after following it is %q", got)
	}
	want := []string{"nickname: Xiao Mei → Lin, app", "nickname: Bean → Xiao Mei, person", "nickname: Mei → Bean, person", "nickname:  → Mei, app"}
	if got := changes(t, w, p); !slices.Equal(got, want) {
		t.Errorf("the list says %q", got)
	}
}

func TestOfTwoFormsAtOnceNoneWritesOverTheOther(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	p := w.Adult()
	version := record(t, w, p).Version
	mustCorrect(t, w, p, version, typed{"nickname": {Is: "Bean"}})

	_, err := w.Store.CorrectProfile(t.Context(), p, models.Form{Version: version, Fields: typed{"nickname": {Is: "Pea"}, "account_name": {Is: "pea"}}})
	var overtaken models.Overtaken
	if !errors.As(err, &overtaken) || !slices.Equal(overtaken.Fields, []string{"nickname"}) {
		t.Fatalf("the later form: %v", err)
	}
	held := record(t, w, p)
	if held.Profile.Value(models.FieldNickname) != "Bean" || held.Profile.Value(models.FieldAccountName) != "" {
		t.Errorf("the later form wrote %v", held.Profile)
	}
	mustCorrect(t, w, p, version, typed{"account_name": {Is: "pea"}}) // which the earlier did not touch
	if changed, err := w.Store.CorrectProfile(t.Context(), p, models.Form{Version: version, Fields: typed{"nickname": {Is: "Bean"}}}); changed || err != nil {
		t.Errorf("the same again changed it: %v, %v", changed, err)
	}
}

func TestARefusedCorrectionWritesNothing(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	child := w.Minor(12)
	before := record(t, w, child)
	_, err := w.Store.CorrectProfile(t.Context(), child, models.Form{Version: before.Version, Fields: typed{"nickname": {Is: "Bean"}, "phone": {Is: "+8613800138000"}}})
	var wrong models.Invalid
	if !errors.As(err, &wrong) || wrong["phone"] != models.FaultOfMinor {
		t.Errorf("a child's phone: %v", err)
	}
	if after := record(t, w, child); after.Version != before.Version || after.Profile.Value(models.FieldNickname) != "" || len(changes(t, w, child)) != 0 {
		t.Errorf("it wrote %v", after)
	}
}

func TestAWaitingChildAddsNothingToTheirAccount(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	child := w.SignedUp(12)
	held := record(t, w, child)
	if !held.Waits {
		t.Fatal("the child does not wait")
	}
	_, err := w.Store.CorrectProfile(t.Context(), child, models.Form{Version: held.Version, Fields: typed{"nickname": {Is: "Bean"}}})
	if !errors.As(err, &models.Invalid{}) {
		t.Errorf("a nickname: %v", err)
	}
	err = w.Store.AddAddress(t.Context(), child, models.Form{Fields: typed{"recipient": {Is: "Bean"}, "lines": {Is: "Road 1"}}})
	if !errors.As(err, &models.Refused{}) {
		t.Errorf("an address: %v", err)
	}
	mustCorrect(t, w, child, held.Version, typed{"name": {Is: "Wen"}})
}

func TestARemovedAddressDoesNotComeBack(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	p := w.Adult()
	book := func(addresses ...models.Address) []string {
		w.Clock.Advance(time.Minute)
		lost, err := w.Store.PushPerson(t.Context(), p.ExternalID, told(w.Clock.Now(), nil, addresses...))
		if err != nil {
			t.Fatal(err)
		}
		return lost
	}
	home := models.Address{ID: "home/..", Recipient: "Mei", Lines: []string{"Changning Road 12"}}
	book(home)
	if err := w.Store.RemoveAddress(t.Context(), p, home.ID); err != nil {
		t.Fatal(err)
	}
	if lost := book(home); !slices.Equal(lost, []string{"addresses"}) {
		t.Errorf("pushed again it lost %q", lost)
	}
	if shown := record(t, w, p).Book.Shown(); len(shown) != 0 {
		t.Errorf("it is back: %v", shown)
	}
	if n := w.Count(`select count(*) from addresses where convert_from(personal, 'utf8') like '%Changning%'`); n != 0 {
		t.Error("its words are kept")
	}
	for deed, err := range map[string]error{
		"removing it again": w.Store.RemoveAddress(t.Context(), p, home.ID),
		"following it":      w.Store.FollowAddress(t.Context(), p, home.ID, record(t, w, p).Version),
		"correcting it":     second(w.Store.CorrectAddress(t.Context(), p, home.ID, models.Form{Fields: typed{"recipient": {Is: "Wen"}}})),
	} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", deed, err)
		}
	}
	data, err := w.Store.Data(t.Context(), p)
	if err != nil || len(data.Addresses) != 0 {
		t.Errorf("the page of all data shows %v, %v", data.Addresses, err)
	}
	want := []string{"address: Mei\nChangning Road 12 → , person", "address:  → Mei\nChangning Road 12, app"}
	if got := changes(t, w, p); !slices.Equal(got, want) {
		t.Errorf("the list says %q", got)
	}
}

func second[V any](_ V, err error) error { return err }

func TestAnAddressIsAddedCorrectedFollowedAndGone(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	p, stranger := w.Adult(), w.Adult()
	ctx := t.Context()
	if err := w.Store.AddAddress(ctx, p, models.Form{Fields: typed{"recipient": {Is: "Mei"}, "lines": {Is: "Road 1\nShanghai"}}}); err != nil {
		t.Fatal(err)
	}
	own := record(t, w, p).Book.Shown()[0].Value
	for deed, err := range map[string]error{
		"correct": second(w.Store.CorrectAddress(ctx, stranger, own.ID, models.Form{Fields: typed{"recipient": {Is: "Wen"}}})),
		"remove":  w.Store.RemoveAddress(ctx, stranger, own.ID),
		"follow":  w.Store.FollowAddress(ctx, stranger, own.ID, 1),
	} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger may %s it: %v", deed, err)
		}
	}

	home := models.Address{ID: "home", Recipient: "Mei", Lines: []string{"Changning Road 12"}}
	push := func(list ...models.Address) {
		w.Clock.Advance(time.Minute)
		if list == nil {
			list = []models.Address{}
		}
		at := w.Clock.Now()
		_, err := w.Store.PushPerson(ctx, p.ExternalID, models.PushedPerson{Addresses: list, ChangedAt: func(string) time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
	}
	push(home)
	if shown := record(t, w, p).Book.Shown(); len(shown) != 2 {
		t.Fatalf("a list without it took the person's own address: %v", shown)
	}
	form := models.Form{Version: record(t, w, p).Version, Fields: typed{"recipient": {Is: "Lin"}}}
	if changed, err := w.Store.CorrectAddress(ctx, p, "home", form); !changed || err != nil {
		t.Fatalf("correcting: %v, %v", changed, err)
	}
	push()
	held := record(t, w, p)
	if apart := held.Book["home"].Apart(models.Address.Same); held.Book["home"].Value.Recipient != "Lin" || apart == nil || !apart.Value.Empty() {
		t.Errorf("left out of the list it is %+v, aside %+v", held.Book["home"].Value, apart)
	}
	if err := w.Store.FollowAddress(ctx, p, "home", held.Version); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.RemoveAddress(ctx, p, own.ID); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`select count(*) from addresses where person_id = $1`, p.ID); n != 0 {
		t.Errorf("%d rows are left of addresses that nobody has", n)
	}
}

func TestEventsNameTheFieldAndNeverItsWords(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	p := w.Adult()
	mustCorrect(t, w, p, 1, typed{
		"nickname": {Is: "Zq7canary"}, "phone": {Is: "+8613800138000"}, models.NewPreferenceName: {Is: "Zq7canary size"}, models.NewPreferenceValue: {Is: "Zq7canary"},
	})
	if n := w.Count(`select count(*) from events where kind = 'profile_corrected' and subject in ('nickname', 'phone', 'preferences')`); n != 3 {
		t.Errorf("%d events", n)
	}
	if n := w.Count(`select (select count(*) from events e where e::text like '%Zq7canary%') + (select count(*) from changes where field like '%Zq7canary%')`); n != 0 {
		t.Error("an event or a column holds the person's words")
	}
	if got := changes(t, w, p); len(got) != 3 || !strings.Contains(strings.Join(got, ";"), "preferences.Zq7canary size:  → Zq7canary, person") {
		t.Errorf("the list says %q", got)
	}
}

func TestTheListOfChangesIsReadInPagesAndErased(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	p, other := w.Adult(), w.Adult()
	const all = 120
	for i := range all {
		w.Clock.Advance(time.Second)
		mustCorrect(t, w, p, record(t, w, p).Version, typed{"nickname": {Is: fmt.Sprint(i)}})
	}
	mustCorrect(t, w, other, 1, typed{"nickname": {Is: "Pea"}})

	var read []string
	key := store.Key{}
	for {
		page, err := w.Store.Changes(t.Context(), p.ID, key, store.Older)
		if err != nil || len(page.Changes) == 0 {
			t.Fatal(len(page.Changes), err)
		}
		for _, c := range page.Changes {
			read = append(read, c.Is)
		}
		last := page.Changes[len(page.Changes)-1]
		if key = (store.Key{At: last.At, ID: last.ID}); !page.HasOlder {
			break
		}
	}
	for i, is := range read {
		if want := fmt.Sprint(all - 1 - i); is != want {
			t.Fatalf("in place %d stands %q, want %q", i, is, want)
		}
	}
	if len(read) != all {
		t.Errorf("%d of %d were read", len(read), all)
	}
	if _, err := w.Store.Changes(t.Context(), p.ID, store.Key{At: w.Clock.Now(), ID: "x"}, store.Older); !errors.As(err, &models.Invalid{}) {
		t.Errorf("a key that is none: %v", err)
	}

	if n, err := w.Store.CountChanges(t.Context(), p.ID); n != all || err != nil {
		t.Errorf("%d are counted, %v", n, err)
	}
	if err := w.Store.EraseChanges(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if len(changes(t, w, p)) != 0 || len(changes(t, w, other)) != 1 || record(t, w, p).Profile.Value(models.FieldNickname) != fmt.Sprint(all-1) {
		t.Error("erasing took too little or too much")
	}
	if err := w.Store.EraseChanges(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`select count(*) from events where kind = 'changes_erased'`); n != 1 {
		t.Errorf("erasing is noted %d times", n)
	}
}

func TestANewAddressToSignInWithIsAChange(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	linked, own := w.CanSignIn(w.Adult()), w.SignedUp(40)
	for _, p := range []models.Person{linked, own} {
		next := "new-" + p.Email
		movesTo(t, w, p, next)
		if got := changes(t, w, p); !slices.Contains(got, fmt.Sprintf("sign_in: %s → %s, person", p.Email, next)) {
			t.Errorf("the list says %q", got)
		}
	}
	if got := w.Profile(linked.ExternalID).Value(models.FieldEmail); got != linked.Email {
		t.Errorf("what Jolara's app told is now %q", got)
	}
	if got := record(t, w, own).Profile.Value(models.FieldEmail); got != "new-"+own.Email {
		t.Errorf("in the profile of an account made here stands %q", got)
	}
}

func TestNotesStandUnderARecordThatStaysAsItIs(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	mine, stranger := w.Adult(), w.Adult()
	c, _ := mustSwitch(t, w.Store, mine, models.Granted)
	for i := range models.MaxNotes {
		w.Clock.Advance(time.Second)
		if err := w.Store.AddNote(t.Context(), mine.ID, c.Receipt, fmt.Sprintf("note %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	var wrong models.Invalid
	if err := w.Store.AddNote(t.Context(), mine.ID, c.Receipt, "one too many"); !errors.As(err, &wrong) || wrong["note"] != models.FaultFull {
		t.Errorf("one too many: %v", err)
	}
	receipt, err := w.Store.Receipt(t.Context(), mine.ID, c.Receipt)
	after, notes := receipt.Choice, receipt.Notes
	if err != nil || after != c || len(notes) != models.MaxNotes || notes[0].Text != "note 0" || !notes[0].At.Before(notes[1].At) {
		t.Errorf("the record is %+v with %d notes, %v", after, len(notes), err)
	}
	if err := w.Store.AddNote(t.Context(), stranger.ID, c.Receipt, "mine now"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger's note: %v", err)
	}
}
