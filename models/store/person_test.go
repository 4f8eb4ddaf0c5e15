package store_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

type fields = map[models.Field]string

// told is what one call tells about a person, all of it true as of at.
func told(at time.Time, f fields, addresses ...models.Address) models.PushedPerson {
	return models.PushedPerson{Fields: f, Addresses: addresses, ChangedAt: func(string) time.Time { return at }}
}

func mustPush(t *testing.T, s *store.Store, externalID string, p models.PushedPerson) (superseded []string) {
	t.Helper()
	superseded, err := s.PushPerson(t.Context(), externalID, p)
	if err != nil {
		t.Fatal(err)
	}
	return superseded
}

func newcomer(birth string) fields {
	return fields{models.FieldName: "Wen", models.FieldEmail: "wen@example.com", models.FieldBirthDate: birth}
}

func TestANewPersonBeginsWithFourSwitchesThatWereNeverOn(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()

	page, err := w.Store.Permissions(t.Context(), person.ID)
	if err != nil {
		t.Fatal(err)
	}
	var want []models.Permission
	for _, kind := range models.PermissionKinds {
		want = append(want, models.Permission{Kind: kind, State: models.Never})
	}
	if !slices.Equal(page.Standing, want) || page.Total != 0 || len(page.Recent) != 0 {
		t.Errorf("a new person's page is %+v", page)
	}
	if n := w.Count(`select count(*) from events where person_id = $1 and kind = 'profile_pushed'`, person.ID); n != 1 {
		t.Errorf("%d events tell of the push", n)
	}
}

func TestANewPersonNeedsAddressNameAndBirthDate(t *testing.T) {
	w := storetest.New(t)
	_, err := w.Store.PushPerson(t.Context(), "new", told(w.Clock.Now(), fields{models.FieldNickname: "W"}))

	var wrong models.Invalid
	want := models.Invalid{"email": models.FaultMissing, "name": models.FaultMissing, "birth_date": models.FaultMissing}
	if !errors.As(err, &wrong) || !maps.Equal(wrong, want) {
		t.Errorf("answered %v, want %v", err, want)
	}
	if n := w.Count(`select (select count(*) from persons) + (select count(*) from external_ids)`); n != 0 {
		t.Errorf("%d rows of a person who was refused", n)
	}
}

func TestTheLatestPushWins(t *testing.T) {
	w := storetest.New(t)
	now := w.Clock.Now()
	mustPush(t, w.Store, "wen", told(now.Add(-time.Hour), newcomer("1990-05-01")))

	if lost := mustPush(t, w.Store, "wen", told(now, fields{models.FieldNickname: "Xiao Wen"})); len(lost) != 0 {
		t.Errorf("a newer push lost %v", lost)
	}
	lost := mustPush(t, w.Store, "wen", told(now.Add(-time.Minute), fields{models.FieldNickname: "Old Wen"}))
	if !slices.Equal(lost, []string{"nickname"}) {
		t.Errorf("an older push lost %v", lost)
	}
	if got := w.Profile("wen").Value(models.FieldNickname); got != "Xiao Wen" {
		t.Errorf("the nickname is %q", got)
	}
}

func TestAClearedFieldIsNotBroughtBackByAnOlderPush(t *testing.T) {
	w := storetest.New(t)
	now := w.Clock.Now()
	first := newcomer("1990-05-01")
	first[models.FieldPhone] = "+86 10 5555 0100"
	mustPush(t, w.Store, "wen", told(now.Add(-time.Hour), first))
	mustPush(t, w.Store, "wen", told(now, fields{models.FieldPhone: ""}))
	if got := w.Profile("wen").Value(models.FieldPhone); got != "" {
		t.Fatalf("the cleared phone is %q", got)
	}

	lost := mustPush(t, w.Store, "wen", told(now.Add(-time.Minute), fields{models.FieldPhone: "+86 10 5555 0100"}))
	if got := w.Profile("wen").Value(models.FieldPhone); got != "" || !slices.Equal(lost, []string{"phone"}) {
		t.Errorf("the phone is %q again, and %v lost", got, lost)
	}
}

func TestAddressesFollowThePushedList(t *testing.T) {
	w := storetest.New(t)
	now := w.Clock.Now()
	home := models.Address{ID: "home", Recipient: "Wen", Lines: []string{"1 Maple Lane"}}
	work := models.Address{ID: "work", Recipient: "Wen", Lines: []string{"2 Mill Road"}}
	moved := models.Address{ID: "home", Recipient: "Wen", Lines: []string{"3 Hill Street"}}
	mustPush(t, w.Store, "wen", told(now.Add(-time.Hour), newcomer("1990-05-01"), home, work))
	if n := w.Count(`select count(*) from addresses`); n != 2 {
		t.Fatalf("%d addresses after a list of two", n)
	}

	mustPush(t, w.Store, "wen", told(now, nil, moved))
	lost := mustPush(t, w.Store, "wen", told(now.Add(-time.Minute), nil, home))
	if !slices.Equal(lost, []string{"addresses"}) {
		t.Errorf("an older list lost %v", lost)
	}
	var personal string
	if err := w.DB.QueryRow(t.Context(), `select string_agg(convert_from(personal, 'UTF8'), '') from addresses`).Scan(&personal); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(personal, "Mill Road") || strings.Contains(personal, "Maple Lane") || !strings.Contains(personal, "Hill Street") {
		t.Errorf("the address book holds %s", personal)
	}

	mustPush(t, w.Store, "wen", told(now, fields{models.FieldNickname: "W"}))
	if n := w.Count(`select count(*) from addresses`); n != 1 {
		t.Errorf("%d addresses after a push that says nothing of them", n)
	}
}

func TestTwoThatPushTheSameNewPersonMakeOne(t *testing.T) {
	w := storetest.New(t)
	instances := []*store.Store{w.Store, w.Second()}
	const pushes = 20
	var all sync.WaitGroup
	for i := range pushes {
		all.Go(func() {
			if _, err := instances[i%2].PushPerson(t.Context(), "wen", told(w.Clock.Now(), newcomer("1990-05-01"))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()

	for what, n := range map[string]int{"persons": 1, "external_ids": 1, "permissions": 6, "events": pushes} {
		if got := w.Count(`select count(*) from ` + what); got != n {
			t.Errorf("%d %s, want %d", got, what, n)
		}
	}
}

func TestTheBirthDateOfAnAdultIsNotKept(t *testing.T) {
	w := storetest.New(t)
	lost := mustPush(t, w.Store, "wen", told(w.Clock.Now(), newcomer("2008-11-20"))) // eighteen today
	if _, held := w.Profile("wen")[models.FieldBirthDate]; held || len(lost) != 0 {
		t.Errorf("the birth date is held: %v, lost: %v", held, lost)
	}
	if personal := w.Count(`select count(*) from persons where convert_from(personal, 'UTF8') like '%2008%'`); personal != 0 {
		t.Error("the date stands in the person's row")
	}
}

func TestAPushMakesNoMinorOlder(t *testing.T) {
	w := storetest.New(t)
	child := w.Minor(12)
	lost := w.Push(child.ExternalID, fields{models.FieldBirthDate: "1990-05-01"})
	if !slices.Equal(lost, []string{"birth_date"}) {
		t.Errorf("lost %v", lost)
	}
	if band := w.Person(child.ExternalID).Band(w.Clock.Now()); band != models.Band8To13 {
		t.Errorf("the child is in band %s after an adult's date", band)
	}

	if lost := w.Push(child.ExternalID, fields{models.FieldBirthDate: child.Birth.AddYears(-3).String()}); !slices.Equal(lost, []string{"birth_date"}) {
		t.Errorf("three years older: lost %v", lost)
	}
	if born := w.Person(child.ExternalID).Birth; born != child.Birth {
		t.Errorf("the child is born on %v", born)
	}

	_, err := w.Store.PushPerson(t.Context(), child.ExternalID,
		told(w.Clock.Now(), fields{models.FieldBirthDate: "1990-05-01", models.FieldPhone: "+86 10 5555 0100"}))
	if !errors.As(err, &models.Invalid{}) {
		t.Errorf("a phone beside the adult's date: %v", err)
	}
}

func TestAMinorsPhoneIsRefusedAndNothingStored(t *testing.T) {
	w := storetest.New(t)
	child := newcomer("2012-02-29")
	child[models.FieldPhone], child[models.FieldGender] = "+86 10 5555 0100", "f"
	_, err := w.Store.PushPerson(t.Context(), "wen", told(w.Clock.Now(), child))

	var wrong models.Invalid
	want := models.Invalid{"phone": models.FaultOfMinor, "gender": models.FaultOfMinor}
	if !errors.As(err, &wrong) || !maps.Equal(wrong, want) {
		t.Errorf("answered %v, want %v", err, want)
	}
	for _, table := range []string{"persons", "external_ids", "permissions", "events"} {
		if n := w.Count(`select count(*) from ` + table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}

	known := w.Minor(12)
	before := w.Profile(known.ExternalID)
	_, err = w.Store.PushPerson(t.Context(), known.ExternalID,
		told(w.Clock.Now(), fields{models.FieldNickname: "Bean", models.FieldPhone: "+86 10 5555 0100"}))
	if !errors.As(err, &wrong) || !maps.Equal(w.Profile(known.ExternalID), before) {
		t.Errorf("a known child's phone: %v, and the profile is %v", err, w.Profile(known.ExternalID))
	}
}

func TestTwoPushedPeopleMayShareAnAddressButNotASignIn(t *testing.T) {
	w := storetest.New(t)
	for _, id := range []string{"mother", "father"} {
		mustPush(t, w.Store, id, told(w.Clock.Now(), newcomer("1990-05-01")))
	}
	if err := w.Store.GiveSignIn(t.Context(), "mother", "wen@example.com", storetest.Password); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.GiveSignIn(t.Context(), "father", "wen@example.com", storetest.Password); err == nil {
		t.Error("two people sign in with one address")
	}
	if n := w.Count(`select count(*) from sign_ins`); n != 1 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestAnOlderAddressBookBringsNothingBack(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	person := w.Adult()
	book := func(at time.Time, ids ...string) []string {
		list := []models.Address{}
		for _, id := range ids {
			list = append(list, models.Address{ID: id, Lines: []string{"Changning Road 12"}})
		}
		superseded, err := w.Store.PushPerson(t.Context(), person.ExternalID, models.PushedPerson{
			Addresses: list, ChangedAt: func(string) time.Time { return at },
		})
		if err != nil {
			t.Fatal(err)
		}
		return superseded
	}
	now := w.Clock.Now()
	book(now.Add(-time.Hour), "home")
	if lost := book(now.Add(-2*time.Hour), "home", "parents"); !slices.Equal(lost, []string{"addresses"}) {
		t.Errorf("an older book lost %q", lost)
	}
	if n := w.Count(`select count(*) from addresses where person_id = $1`, person.ID); n != 1 {
		t.Errorf("%d addresses are held", n)
	}
}
