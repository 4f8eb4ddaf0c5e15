package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// sent is a row of the service log about a person, a minute before now.
func sent(w *storetest.World, p models.Person, event string, kind models.ActivityKind) models.SentActivity {
	return models.SentActivity{EventID: event, Person: p.ExternalID, Activity: models.Activity{
		Kind: kind, At: w.Clock.Now().Add(-time.Minute), Detail: "frames", IP: "203.0.113.77", Browser: "Jolara 4.2", Operator: "China Mobile", Language: "zh-CN",
	}}
}

func mustRecordActivity(t *testing.T, s *store.Store, rows ...models.SentActivity) []store.Answer {
	t.Helper()
	answers, err := s.RecordActivity(t.Context(), rows)
	if err != nil {
		t.Fatal(err)
	}
	if len(answers) != len(rows) {
		t.Fatalf("%d answers to %d rows", len(answers), len(rows))
	}
	return answers
}

func activityOf(t *testing.T, s *store.Store, p models.Person, f store.ActivityFilter) store.ActivityPage {
	t.Helper()
	page, err := s.Activity(t.Context(), p.ID, f, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestEachRowOfTheServiceLogIsAnsweredForItself(t *testing.T) {
	w := storetest.New(t)
	adult, child := w.Adult(), w.Minor(15)
	nobody := models.Person{ExternalID: "nobody"}
	changed := sent(w, adult, "e1", models.ActivitySearch)
	changed.Detail = "albums"
	answers := mustRecordActivity(t, w.Store,
		sent(w, adult, "e1", models.ActivitySearch),
		sent(w, child, "e1", models.ActivityTransaction), // the same id of another person
		sent(w, child, "e2", models.ActivityBrowse),
		sent(w, nobody, "e3", models.ActivityBrowse),
		sent(w, adult, "e1", models.ActivitySearch), // again
		changed,
		sent(w, adult, "e4", "sleeping"),
		sent(w, models.Person{ExternalID: "a\x00b"}, "e5", models.ActivityClick),
		sent(w, adult, "e6", models.ActivitySignIn),
	)
	for i, want := range []error{
		nil, nil,
		models.Invalid{"kind": models.FaultOfMinor},
		models.ErrNotFound, nil, models.ErrConflict,
		models.Invalid{"kind": models.FaultUnknown},
		models.Invalid{"person": models.FaultMalformed},
		nil,
	} {
		if fmt.Sprint(answers[i]) != fmt.Sprint(want) {
			t.Errorf("row %d is answered %v, want %v", i+1, answers[i], want)
		}
	}
	if n := w.Count(`select count(*) from activity`); n != 3 {
		t.Errorf("%d entries are kept", n)
	}
	again := mustRecordActivity(t, w.Second(), changed, sent(w, adult, "e1", models.ActivitySearch))
	if !errors.Is(again[0], models.ErrConflict) || again[1] != nil {
		t.Errorf("in the next call they are answered %v", again)
	}
	page := activityOf(t, w.Store, adult, store.ActivityFilter{})
	if len(page.Entries) != 2 || page.Found != 2 || page.All[models.ActivitySearch].Count != 1 || len(page.All) != 2 {
		t.Fatalf("%+v", page)
	}
	i := slices.IndexFunc(page.Entries, func(a models.Activity) bool { return a.Kind == models.ActivitySearch })
	want := models.Activity{
		ID: page.Entries[i].ID, Kind: models.ActivitySearch, At: w.Clock.Now().Add(-time.Minute).UTC(), Detail: "frames", IP: "203.0.113.0",
		Browser: "Jolara 4.2", Operator: "China Mobile", Language: "zh-CN",
	}
	if page.Entries[i] != want || uuid.Validate(want.ID) != nil {
		t.Errorf("it is kept as %+v", page.Entries[i])
	}
	if signIn := page.Entries[1-i]; signIn.IP != "203.0.113.77" || signIn.OnPortal {
		t.Errorf("a sign-in in the app is kept as %+v", signIn)
	}
	trade := activityOf(t, w.Store, child, store.ActivityFilter{}).Entries
	if len(trade) != 1 || trade[0].IP+trade[0].Browser+trade[0].Operator+trade[0].Language != "" || trade[0].Detail != "frames" {
		t.Errorf("of trade is kept %+v", trade)
	}
}

func TestNoMoreThanAThousandRowsAreTakenAtOnce(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	var rows []models.SentActivity
	for i := range models.MaxActivity + 1 {
		rows = append(rows, sent(w, person, fmt.Sprint(i), models.ActivityClick))
	}
	var wrong models.Invalid
	if _, err := w.Store.RecordActivity(t.Context(), rows); !errors.As(err, &wrong) || w.Count(`select count(*) from activity`) != 0 {
		t.Errorf("answered %v", err)
	}
	for i, answer := range mustRecordActivity(t, w.Store, rows[:models.MaxActivity]...) {
		if answer != nil {
			t.Fatalf("row %d: %v", i+1, answer)
		}
	}
	if answers := mustRecordActivity(t, w.Store); len(answers) != 0 {
		t.Errorf("no rows are answered %v", answers)
	}
}

func TestTwoInstancesTakeTheSameThousandRowsOnce(t *testing.T) {
	w := storetest.New(t)
	people := []models.Person{w.Adult(), w.Adult(), w.Adult()}
	var rows []models.SentActivity
	for i := range models.MaxActivity {
		rows = append(rows, sent(w, people[i%3], fmt.Sprint(i), models.ActivityKinds[models.CategoryBehaviour][i%4]))
	}
	backwards := slices.Clone(rows)
	slices.Reverse(backwards)
	var all sync.WaitGroup
	for i, rows := range [][]models.SentActivity{rows, backwards, rows, backwards} {
		s := w.Second()
		all.Go(func() {
			answers, err := s.RecordActivity(t.Context(), rows)
			if err != nil {
				t.Errorf("sender %d: %v", i, err)
			}
			for j, answer := range answers {
				if answer != nil {
					t.Errorf("sender %d, row %d: %v", i, j, answer)
				}
			}
		})
	}
	all.Wait()
	if n := w.Count(`select count(*) from activity`); n != models.MaxActivity {
		t.Errorf("%d entries are kept", n)
	}
	if wrong := tallyDifferences(t, w); len(wrong) > 0 {
		t.Errorf("told are %v", wrong)
	}
}

func TestTheServiceLogIsNarrowedByKindAndDay(t *testing.T) {
	w := storetest.New(t)
	person, other := w.Adult(), w.Adult()
	w.Did(other, models.Activity{Kind: models.ActivityClick, At: w.Clock.Now()})
	for hours := range 120 { // five days and more, an entry an hour
		kind := []models.ActivityKind{models.ActivityClick, models.ActivitySearch, models.ActivityTransaction}[hours%3]
		w.Did(person, models.Activity{Kind: kind, At: w.Clock.Now().Add(-time.Duration(hours) * time.Hour)})
	}
	day := models.DateOf(storetest.Morning.AddDate(0, 0, -1))
	period := models.Period{From: day, To: day}
	for name, test := range map[string]struct {
		filter store.ActivityFilter
		found  int
		kinds  []models.ActivityKind
	}{
		"all":                      {store.ActivityFilter{}, 120, []models.ActivityKind{models.ActivityClick, models.ActivitySearch, models.ActivityTransaction}},
		"searches":                 {store.ActivityFilter{Kinds: []models.ActivityKind{models.ActivitySearch, models.ActivitySearch}}, 40, []models.ActivityKind{models.ActivitySearch}},
		"behaviour":                {store.ActivityFilter{Kinds: models.ActivityKinds[models.CategoryBehaviour]}, 80, []models.ActivityKind{models.ActivityClick, models.ActivitySearch}},
		"yesterday":                {store.ActivityFilter{Period: period}, 24, []models.ActivityKind{models.ActivityClick, models.ActivitySearch, models.ActivityTransaction}},
		"searches of yesterday":    {store.ActivityFilter{Period: period, Kinds: []models.ActivityKind{models.ActivitySearch}}, 8, []models.ActivityKind{models.ActivitySearch}},
		"what there is nothing of": {store.ActivityFilter{Kinds: []models.ActivityKind{models.ActivitySignOut}}, 0, nil},
	} {
		entries := walkActivity(t, w.Store, person, test.filter, test.found)
		var kinds []models.ActivityKind
		for _, e := range entries {
			kinds = append(kinds, e.Kind)
			from, before := test.filter.Period.Bounds()
			if e.At.Before(from) || !e.At.Before(before) {
				t.Errorf("%s: an entry of %s", name, e.At)
			}
		}
		slices.Sort(kinds)
		if kinds = slices.Compact(kinds); len(entries) != test.found || !slices.Equal(kinds, test.kinds) {
			t.Errorf("%s: %d entries of %v", name, len(entries), kinds)
		}
	}
	if all := activityOf(t, w.Store, person, store.ActivityFilter{Period: period}).All; all[models.ActivityClick].Count != 40 || len(all) != 3 {
		t.Errorf("in all: %v", all)
	}
}

// walkActivity turns all pages of a filter, to the oldest entry and back.
func walkActivity(t *testing.T, s *store.Store, p models.Person, f store.ActivityFilter, found int) (there []models.Activity) {
	t.Helper()
	page := activityOf(t, s, p, f)
	for {
		if page.Found != found {
			t.Errorf("%d entries are found, not %d", page.Found, found)
		}
		there = append(there, page.Entries...)
		if !page.HasOlder {
			break
		}
		last := there[len(there)-1]
		var err error
		if page, err = s.Activity(t.Context(), p.ID, f, store.Key{At: last.At, ID: last.ID}, store.Older); err != nil || len(page.Entries) == 0 {
			t.Fatalf("the page after %s: %d entries, %v", last.At, len(page.Entries), err)
		}
	}
	back := slices.Clone(page.Entries)
	for page.HasNewer {
		first := page.Entries[0]
		var err error
		if page, err = s.Activity(t.Context(), p.ID, f, store.Key{At: first.At, ID: first.ID}, store.Newer); err != nil || len(page.Entries) == 0 {
			t.Fatalf("the page before %s: %d entries, %v", first.At, len(page.Entries), err)
		}
		back = append(slices.Clone(page.Entries), back...)
	}
	if !slices.Equal(back, there) {
		t.Errorf("forth %d entries, back %d", len(there), len(back))
	}
	return there
}

func TestWhatHappensToAnAccountHereIsInItsSecurityLog(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	from := cafe
	from.Visit = models.Visit{IP: "203.0.113.77", Browser: models.Browser{Name: "Firefox", System: "Windows"}, Language: "zh-CN"}
	typed := models.Credentials{Email: person.Email, Password: "not it"}
	if _, err := w.Store.SignIn(t.Context(), typed, from); !errors.Is(err, models.ErrWrongCredentials) {
		t.Fatal(err)
	}
	w.Clock.Advance(time.Minute)
	typed.Password = storetest.Password
	if _, err := w.Store.SignIn(t.Context(), typed, from); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(time.Minute)
	if err := w.Store.SignOut(t.Context(), person.ID, from.Visit); err != nil {
		t.Fatal(err)
	}
	page := activityOf(t, w.Store, person, store.ActivityFilter{Kinds: models.ActivityKinds[models.CategorySecurity]})
	if len(page.Entries) != 3 {
		t.Fatalf("%+v", page.Entries)
	}
	for i, want := range []models.ActivityKind{models.ActivitySignOut, models.ActivitySignIn, models.ActivitySignInFailed} {
		got := page.Entries[i]
		if got.Kind != want || got.IP != "203.0.113.77" || got.Browser != "Firefox, Windows" || got.Language != "zh-CN" || !got.OnPortal {
			t.Errorf("entry %d is %+v, want %s", i+1, got, want)
		}
	}
}

func TestGuessesFillNoSecurityLogWithoutEnd(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	for range models.TriesOfAddress + 3 {
		_, _ = w.Store.SignIn(t.Context(), models.Credentials{Email: person.Email, Password: "a guess"}, cafe)
	}
	if n := w.Count(`select count(*) from activity`); n != models.TriesOfAddress {
		t.Errorf("%d tries are kept", n)
	}
}

// No reference from the log to its people keeps this (see the schema), so that a test does.
func TestNothingIsWrittenAboutWhoeverIsErasedMeanwhile(t *testing.T) {
	w := storetest.New(t)
	const rounds = 10
	for round := range rounds {
		person := w.Adult()
		endedYearsAgo(t, w, person, 4)
		var all sync.WaitGroup
		for sender := range 3 {
			all.Go(func() {
				for i := range 5 {
					answers, err := w.Store.RecordActivity(t.Context(), []models.SentActivity{
						sent(w, person, fmt.Sprint(sender, " ", i), models.ActivityClick), sent(w, person, "of all", models.ActivityClick),
					})
					if err != nil {
						t.Errorf("round %d: %v", round, err)
					}
					for _, answer := range answers {
						// gone: written, and erased with its person before it was looked at again
						if answer != nil && !errors.Is(answer, models.ErrNotFound) && !errors.Is(answer, models.ErrDeleted) {
							t.Errorf("round %d: %v", round, answer)
						}
					}
					if err := w.Store.SignOut(t.Context(), person.ID, models.Visit{}); err != nil {
						t.Errorf("round %d: %v", round, err)
					}
				}
			})
		}
		all.Go(func() {
			if _, err := w.Store.Sweep(t.Context()); err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		})
		all.Wait()
		mustSweep(t, w.Store) // where another held the person the first left them
	}
	if n := w.Count(`select (select count(*) from activity) + (select count(*) from tallies) + (select count(*) from persons)`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}
