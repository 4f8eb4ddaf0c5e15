package store_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestTheHomePageCountsWhatIsHeld(t *testing.T) {
	w := storetest.New(t)
	w.Adult() // somebody else, of whom nothing is counted
	person := w.CanSignIn(w.Adult())
	mustSwitch(t, w.Store, w.Adult(), models.Granted)
	now := w.Clock.Now()
	_, err := w.Store.PushPerson(t.Context(), person.ExternalID, models.PushedPerson{
		Fields: map[models.Field]string{models.FieldNickname: "Owl", models.PreferenceField("paper"): "matte"},
		Addresses: []models.Address{
			{ID: "home", Recipient: "Owl", Lines: []string{"Changning Road 12"}},
			{ID: "work", Recipient: "Owl", Lines: []string{"Yan'an Road 1"}},
		},
		ChangedAt: func(string) time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		w.Clock.Advance(time.Minute)
		if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: person.Email, Password: storetest.Password}, models.Caller{Network: "192.0.2.0/24"}); err != nil {
			t.Fatal(err)
		}
	}
	choice, _ := mustSwitch(t, w.Store, person, models.Granted)

	begin(t, w.Store, person, "token")
	session, err := w.Store.Session(t.Context(), "token")
	if err != nil {
		t.Fatal(err)
	}
	home, err := w.Store.Home(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	if home.Called != "Owl" || len(home.Standing) != 4 {
		t.Errorf("%+v", home)
	}
	held := map[models.CategoryKey]models.Holding{}
	for _, h := range home.Holdings {
		held[h.Category] = h
	}
	if len(held) != len(models.Categories) {
		t.Errorf("%d of %d categories", len(held), len(models.Categories))
	}
	for key, want := range map[models.CategoryKey]int{
		models.CategoryProfile: 4, models.CategoryAddresses: 2, models.CategorySecurity: 3, models.CategoryConsents: 3, models.CategorySignUps: 0, // a choice, and two pushes
	} {
		if held[key].Count != want {
			t.Errorf("%s: %d, want %d", key, held[key].Count, want)
		}
	}
	if oldest := held[models.CategorySecurity].Oldest; !oldest.Equal(now.Add(time.Minute)) {
		t.Errorf("the oldest entry is from %s", oldest)
	}
	if details := held[models.CategoryProfile].Details; !slices.Contains(details, models.PreferenceField("paper")) {
		t.Errorf("the details are %v", details)
	}
	if len(home.Choices) != 1 || home.Choices[0].Receipt != choice.Receipt {
		t.Errorf("the choices are %+v", home.Choices)
	}
	var kinds []models.EventKind
	for _, e := range home.Events {
		kinds = append(kinds, e.Kind)
	}
	if want := []models.EventKind{models.EventProfilePushed, models.EventProfilePushed}; !slices.Equal(kinds, want) {
		t.Errorf("the events are %v", kinds)
	}
}

func TestTheHomePageComesWithASessionThatWasReadBefore(t *testing.T) {
	w := storetest.New(t)
	mei, other := w.CanSignIn(w.Adult()), w.CanSignIn(w.Adult())
	mustSwitch(t, w.Store, mei, models.Granted)
	begin(t, w.Store, mei, "token")
	comes := func(to models.Person, withPage bool) {
		t.Helper()
		session, page, err := w.Store.SessionAtHome(t.Context(), "token")
		if err != nil || session.Person.ID != to.ID || (page != nil) != withPage {
			t.Fatalf("the session of %s with a page: %t, %v", session.Person.Name, page != nil, err)
		}
		if page == nil {
			return
		}
		alone, err := w.Store.Home(t.Context(), session)
		if err != nil || !reflect.DeepEqual(*page, alone) {
			t.Errorf("%+v, but asked for alone %+v, %v", *page, alone, err)
		}
	}
	comes(mei, false)
	comes(mei, true)

	// Another instance gives the session to somebody else, as linking does.
	if err := w.Second().SaveSession(t.Context(), "token", other.ID, []byte("held"), laptop); err != nil {
		t.Fatal(err)
	}
	comes(other, false)
	comes(other, true)

	if err := w.Second().EndSession(t.Context(), "token"); err != nil {
		t.Fatal(err)
	}
	if _, page, err := w.Store.SessionAtHome(t.Context(), "token"); !errors.Is(err, models.ErrNotFound) || page != nil {
		t.Errorf("a session that has ended: a page: %t, %v", page != nil, err)
	}
}

func TestASessionIsReadThoughItsHomePageIsNot(t *testing.T) {
	w := storetest.New(t)
	mei := w.CanSignIn(w.Adult())
	begin(t, w.Store, mei, "token")
	if _, _, err := w.Store.SessionAtHome(t.Context(), "token"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `alter table looks rename to no_looks`); err != nil {
		t.Fatal(err)
	}
	session, page, err := w.Store.SessionAtHome(t.Context(), "token")
	if err != nil || session.Person.ID != mei.ID || page != nil {
		t.Errorf("the session of %q with a page: %t, %v", session.Person.Name, page != nil, err)
	}
}

func TestASessionThatIsTooOldBringsNoHomePage(t *testing.T) {
	w := storetest.New(t)
	begin(t, w.Store, w.CanSignIn(w.Adult()), "token")
	for range 2 {
		if _, _, err := w.Store.SessionAtHome(t.Context(), "token"); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock.Advance(models.SessionIdle)
	if _, page, err := w.Store.SessionAtHome(t.Context(), "token"); !errors.Is(err, models.ErrNotFound) || page != nil {
		t.Errorf("a page: %t, %v", page != nil, err)
	}
}

func TestLongHistoriesAreCountedUpToACap(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	const many = store.CountCap + 200
	_, err := w.DB.Exec(t.Context(), `insert into changes (person_id, at, id, field, made_by, personal)
		select $1, now(), gen_random_uuid(), 'nickname', 'person', '{}' from generate_series(1, $2)`, person.ID, many)
	if err != nil {
		t.Fatal(err)
	}
	home, err := w.Store.Home(t.Context(), models.Session{Person: person})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range home.Holdings {
		if h.Category == models.CategoryChanges && (h.Count != store.CountCap || !h.More || h.Oldest.IsZero() || !h.Newest.IsZero()) {
			t.Errorf("%d entries counted, from %s to %s", h.Count, h.Oldest, h.Newest)
		}
	}
}

func TestTheHomePageShowsTheCaseThatIsOwedAnAnswerBeforeANewerOneThatHasIt(t *testing.T) {
	w := storetest.New(t)
	mei := w.CanSignIn(w.Adult())
	open := w.File(mei, models.ComplaintForm{})
	w.Clock.Advance(time.Hour)
	answered := w.File(mei, models.ComplaintForm{})
	agent := w.Staff(models.RoleAgent)
	w.Answer(agent, answered)
	begin(t, w.Store, mei, "token")
	session, err := w.Store.Session(t.Context(), "token")
	if err != nil {
		t.Fatal(err)
	}
	home, err := w.Store.Home(t.Context(), session)
	if err != nil || home.Complaint == nil || home.Complaint.Ref != open {
		t.Errorf("%+v, %v", home.Complaint, err)
	}
}
