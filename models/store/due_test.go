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

// atThe moves the clock to a minute before, and then to, the end of a retention from a time on, and sweeps both times.
func atThe(t *testing.T, w *storetest.World, end time.Time) (before, then models.Swept) {
	t.Helper()
	w.Clock.Set(end.Add(-time.Minute))
	before = mustSweep(t, w.Store)
	w.Clock.Set(end)
	return before, mustSweep(t, w.Store)
}

func TestPrintJobsGoWholeAfterThreeYears(t *testing.T) {
	w := storetest.New(t)
	app, box := w.App("Jolara app"), newLetterbox(t, w)
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	w.Upload(app, p, models.Upload{ID: "a"})
	for i, at := range []time.Time{w.Clock.Now(), w.Clock.Now().AddDate(0, 0, 1)} {
		w.Clock.Set(at)
		w.Print(app, p, models.PushedPrint{
			ID: fmt.Sprint(i), PhotoIDs: []string{"a"}, OrderedAt: at, State: models.PrintSent,
			Delivery: models.Address{Recipient: "Zhao", Lines: []string{"Changning Road 12"}},
		})
	}
	before, then := atThe(t, w, models.RetentionOf(models.CategoryPrints).End(storetest.Morning))
	if before.Prints != 0 || then.Prints != 1 {
		t.Errorf("a minute before %d go, then %d", before.Prints, then.Prints)
	}
	box.empty()
	if n := w.Count(`select count(*) from deleted where kind = 'print_job' and outcome = 'erased' and held is null and locked_until is null`); n != 1 {
		t.Errorf("%d print jobs are erased whole", n)
	}
	if n := w.Count(`select (select count(*) from print_jobs) * 10 + (select count(*) from printed_photos)`); n != 11 {
		t.Errorf("of the other is left %d", n)
	}
	if again := mustSweep(t, w.Store); again.Prints != 0 {
		t.Errorf("swept again %+v", again)
	}
	page, err := w.Store.Deletions(t.Context(), p.ID, store.Key{}, store.Older)
	if err != nil || len(page.Deletions) != 1 || page.Deletions[0].By != models.ByRetention || page.Deletions[0].State != models.DeletionDone {
		t.Errorf("the person is told %+v, %v", page.Deletions, err)
	}
	_, err = w.Store.PushPrint(t.Context(), app.ID, p.ExternalID, models.PushedPrint{ID: "0", PhotoIDs: []string{"a"}, OrderedAt: storetest.Morning, State: models.PrintSent})
	if want := (models.Invalid{"ordered_at": models.FaultPast}); fmt.Sprint(errors.Unwrap(err)) != fmt.Sprint(want) {
		t.Errorf("it comes back: %v", err)
	}
}

func TestRecordingsOfMinorsGoSoonerThanCallsAndThoseOfAdults(t *testing.T) {
	w := storetest.New(t)
	box := newLetterbox(t, w)
	adult, child := w.Adult(), w.Minor(12)
	for _, kind := range []models.PermissionKind{models.Microphone, models.VoiceCall, models.KeepRecordings} {
		w.Grant(adult, kind)
	}
	w.Allow(child, models.GuardianChoices...)
	for _, p := range []models.Person{adult, child} {
		w.Record(p, models.PushedRecording{ID: "r", StartedAt: w.Clock.Now(), Seconds: 1, File: storetest.Sound(1)})
		w.Call(p, models.PushedCall{ID: "c", At: w.Clock.Now(), Seconds: 1, Direction: models.CallOut})
	}
	kept := func(p models.Person) string {
		return fmt.Sprintf("%d recordings, %d calls",
			w.Count(`select count(*) from voice where person_id = $1 and kind = 'recording'`, p.ID), w.Count(`select count(*) from voice where person_id = $1 and kind = 'call'`, p.ID))
	}
	before, then := atThe(t, w, storetest.Morning.AddDate(0, 0, 30))
	if before.Talks != 0 || then.Talks != 1 || kept(child) != "0 recordings, 1 calls" || kept(adult) != "1 recordings, 1 calls" {
		t.Errorf("after 30 days %d and %d go; of the child stay %s, of the adult %s", before.Talks, then.Talks, kept(child), kept(adult))
	}
	before, then = atThe(t, w, storetest.Morning.AddDate(0, 0, 90))
	if before.Talks != 0 || then.Talks != 3 || kept(child) != "0 recordings, 0 calls" || kept(adult) != "0 recordings, 0 calls" {
		t.Errorf("after 90 days %d and %d go; of the child stay %s, of the adult %s", before.Talks, then.Talks, kept(child), kept(adult))
	}
	box.empty()
	if files := storetest.FilesIn(t, w.Files); len(files) != 0 {
		t.Errorf("%d sounds are left", len(files))
	}
	if n := w.Count(`select count(*) from deletions where made_by = 'retention' and scope = 'voice_and_calls' and state = 'done'`); n != 3 {
		t.Errorf("%d receipts", n)
	}
}

func TestTheServiceLogGoesByItsKindAndByThePersonsChoice(t *testing.T) {
	w := storetest.New(t)
	const (
		month   = iota // chosen
		quarter        // chosen
		nothing        // chosen
		year           // chosen
	)
	var people [4]models.Person
	for i, months := range map[int]int{month: 1, quarter: 3, year: 12} {
		people[i] = w.Adult()
		if _, err := w.Store.KeepBehaviour(t.Context(), people[i].ID, models.BehaviourKept{Chosen: months}, 0); err != nil {
			t.Fatal(err)
		}
	}
	people[nothing] = w.Adult()
	for _, p := range people {
		for _, kind := range []models.ActivityKind{models.ActivityBrowse, models.ActivityFavourite, models.ActivityTransaction, models.ActivityAfterSales, models.ActivitySignIn} {
			w.Did(p, models.Activity{Kind: kind, At: w.Clock.Now()})
		}
	}
	left := func() (n [4]int) {
		for i, p := range people {
			n[i] = w.Count(`select count(*) from activity where person_id = $1`, p.ID)
			if counted := w.Count(`select coalesce(sum(count), 0)::bigint from tallies where person_id = $1`, p.ID); counted != n[i] {
				t.Errorf("%d are left and %d are counted", n[i], counted)
			}
		}
		return n
	}
	for _, c := range []struct {
		months int
		went   models.Swept
		stays  [4]int
	}{
		{1, models.Swept{Behaviour: 2}, [4]int{3, 5, 5, 5}},
		{3, models.Swept{Behaviour: 2}, [4]int{3, 3, 5, 5}},
		{6, models.Swept{Behaviour: 2, Security: 4}, [4]int{2, 2, 2, 4}},
		{12, models.Swept{Behaviour: 2}, [4]int{2, 2, 2, 2}},
		{36, models.Swept{Orders: 8}, [4]int{}},
	} {
		before, then := atThe(t, w, storetest.Morning.AddDate(0, c.months, 0))
		before.Limits, then.Limits = 0, 0
		if before != (models.Swept{}) || then != c.went || left() != c.stays {
			t.Errorf("after %d months less a minute go %+v, then %+v; %v stay", c.months, before, then, left())
		}
	}
	if n := w.Count(`select count(*) from deletions`); n != 0 {
		t.Errorf("%d receipts for what is many and small", n)
	}
}

func TestWhatALawKeptOfDeletedEntriesGoesOnItsDay(t *testing.T) {
	w := storetest.New(t)
	box := newLetterbox(t, w)
	p := w.Adult()
	w.Did(p, models.Activity{Kind: models.ActivityTransaction, At: w.Clock.Now(), Detail: "Order 7"},
		models.Activity{Kind: models.ActivitySignIn, At: w.Clock.Now()})
	w.Clock.Advance(time.Hour)
	plan, err := w.Store.PlanDeletion(t.Context(), p.ID, models.Selection{What: models.ScopeLog, IDs: []string{
		lastID(t, w, `select id from activity where kind = 'transaction'`), lastID(t, w, `select id from activity where kind = 'sign_in'`),
	}})
	if err != nil {
		t.Fatal(err)
	}
	order := models.DeletionOrder{Selection: plan.Selection, When: models.WhenNow, Asked: plan.At, Shown: plan.Count}
	d, err := w.Store.Delete(t.Context(), p, order, models.Caller{Network: "192.0.2.0/24"})
	if err != nil {
		t.Fatal(err)
	}
	box.empty()
	locked := func() int {
		return w.Count(`select count(*) from deleted where outcome = 'locked' and held is not null`)
	}
	if locked() != 2 {
		t.Fatalf("%d are locked", locked())
	}
	for i, months := range []int{6, 36} { // the security log, then trade
		before, then := atThe(t, w, storetest.Morning.AddDate(0, months, 0))
		if before.Locked != 0 || then.Locked != 1 || locked() != 1-i {
			t.Errorf("after %d months less a minute go %d, then %d; %d are locked", months, before.Locked, then.Locked, locked())
		}
	}
	page, err := w.Store.Deletion(t.Context(), p.ID, d.ID, store.Key{}, store.Older)
	if err != nil || page.Progress.Erased != 2 || page.Progress.LockedCount() != 0 {
		t.Errorf("the receipt says %+v, %v", page.Progress, err)
	}
}

func TestOneWhoseDataCannotBeReadDoesNotKeepTheSweepFromTheOthers(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	var people []models.Person
	for range 3 {
		p := w.Adult()
		w.Grant(p, models.PhotoUpload)
		uploads(w, app, 1, p)
		w.Did(p, models.Activity{Kind: models.ActivityBrowse, At: w.Clock.Now()})
		people = append(people, p)
	}
	if _, err := w.DB.Exec(t.Context(), `update persons set personal = 'broken' where id = (select min(id::text)::uuid from persons)`); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(650 * 24 * time.Hour)
	swept, err := w.Store.Sweep(t.Context())
	if err == nil || swept.Letters != len(people)-1 || swept.Behaviour != len(people) {
		t.Errorf("swept %+v, %v", swept, err)
	}
}

func TestPeopleActWhileTheSweepErases(t *testing.T) {
	w := storetest.New(t)
	const people, entries = 6, 300
	var all []models.Person
	for range people {
		p := w.Adult()
		all = append(all, p)
		if _, err := w.DB.Exec(t.Context(), `insert into activity (person_id, at, id, kind, digest, personal)
			select $1, $2::timestamptz - n * interval '1 day', gen_random_uuid(), 'browse', '', '{}' from generate_series(1, $3) n`, p.ID, w.Clock.Now(), entries); err != nil {
			t.Fatal(err)
		}
	}
	var busy sync.WaitGroup
	for _, s := range []*store.Store{w.Store, w.Second()} {
		busy.Go(func() {
			if _, err := s.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	for _, p := range all {
		busy.Go(func() {
			long := models.DateOf(w.Clock.Now().AddDate(0, 0, -entries+40))
			_, err := w.Store.Delete(t.Context(), p, models.DeletionOrder{
				Selection: models.Selection{What: models.ScopeBehaviour, Period: models.Period{To: long}},
				Asked:     w.Clock.Now(), Shown: entries, When: models.WhenNow,
			}, models.Caller{Network: "192.0.2.0/24"})
			if err != nil && !errors.As(err, &models.Invalid{}) { // where the sweep was faster nothing is left to delete
				t.Error(err)
			}
		})
		busy.Go(func() {
			for i := range 20 {
				sent := models.SentActivity{EventID: fmt.Sprint("new ", i), Person: p.ExternalID, Activity: models.Activity{Kind: models.ActivityBrowse, At: w.Clock.Now()}}
				if answers, err := w.Store.RecordActivity(t.Context(), []models.SentActivity{sent}); err != nil || answers[0] != nil {
					t.Errorf("%v, %v", answers, err)
				}
			}
		})
	}
	busy.Wait()
	mustSweep(t, w.Store)
	halfAYear := models.RetentionOf(models.CategoryBehaviour).Cutoff(w.Clock.Now())
	if n := w.Count(`select count(*) from activity where at <= $1`, halfAYear); n != 0 {
		t.Errorf("%d entries are left that are due", n)
	}
	if n := w.Count(`select sum(count)::bigint - (select count(*) from activity) from tallies`); n != 0 {
		t.Errorf("the tallies are off by %d", n)
	}
}
