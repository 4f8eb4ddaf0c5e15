package store_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/models/workday"
)

// corrected returns the list of 2026 with a day more that is worked, or off.
func corrected(worked, off string) workday.Year {
	year := workday.Seed()[1]
	year.Source = "made for tests"
	if worked != "" {
		year.Work = slices.SortedFunc(slices.Values(append(slices.Clone(year.Work), day(worked))), models.Date.Compare)
	}
	if off != "" {
		year.Off = slices.SortedFunc(slices.Values(append(slices.Clone(year.Off), day(off))), models.Date.Compare)
	}
	return year
}

func importCalendar(t *testing.T, s *store.Store, year workday.Year) store.CalendarImport {
	t.Helper()
	done, err := s.ImportCalendar(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// toldDay returns the last day that a person was told, and the events of its moves.
func toldDay(t *testing.T, w *storetest.World, p models.Person, ref string) (last models.Date, moves []models.CaseEvent) {
	t.Helper()
	page, err := w.Store.Complaint(t.Context(), p.ID, ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range page.Events {
		if event.Kind == models.CaseDateMoved {
			moves = append(moves, event)
		}
	}
	return page.Rounds[0].Deadline.Told, moves
}

func TestANewDatabaseHasTheProgramsCalendars(t *testing.T) {
	w := storetest.New(t)
	calendar, err := w.Store.Calendar(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for d := day("2025-01-01"); d.Before(day("2027-01-01")); d = d.Next() {
		if got, want := calendar.Day(d), workday.New(workday.Seed()...).Day(d); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if err := w.Store.Migrate(t.Context()); err != nil || w.Count("select count(*) from calendars") != len(workday.Seed()) {
		t.Errorf("migrated twice: %v", err)
	}
}

func TestAnImportedListCountsAtOnceAndIsKeptWithItsVersion(t *testing.T) {
	w := storetest.New(t)
	if _, err := w.Store.Calendar(t.Context()); err != nil { // so that it is known before
		t.Fatal(err)
	}
	for version, c := range []struct {
		year workday.Year
		want store.CalendarImport
	}{
		{workday.Seed()[1], store.CalendarImport{Version: 1}},
		{corrected("2026-12-05", ""), store.CalendarImport{Version: 2, New: true}},
		{corrected("2026-12-05", ""), store.CalendarImport{Version: 2}},
		{workday.Seed()[1], store.CalendarImport{Version: 3, New: true}},
	} {
		if done := importCalendar(t, w.Store, c.year); done != c.want {
			t.Errorf("import %d: %+v, want %+v", version, done, c.want)
		}
		calendar, err := w.Store.Calendar(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := calendar.IsWorking(day("2026-12-05")), slices.Contains(c.year.Work, day("2026-12-05")); got != want {
			t.Errorf("import %d: worked %t", version, got)
		}
	}
	for _, change := range []string{"update calendars set source = 'other'", "delete from calendars", "truncate calendars"} {
		if _, err := w.DB.Exec(t.Context(), change); err == nil {
			t.Errorf("%s is not refused", change)
		}
	}
}

func TestADateThatAPersonWasToldMovesEarlierWithACalendarAndNeverLater(t *testing.T) {
	w := storetest.New(t)
	p := w.CanSignIn(w.Adult())
	ref := w.File(p, models.ComplaintForm{}) // on Friday 20 November
	if last, moves := toldDay(t, w, p, ref); last != day("2026-12-11") || len(moves) != 0 {
		t.Fatalf("told %s, moved %d times", last, len(moves))
	}

	if done := importCalendar(t, w.Store, corrected("2026-12-05", "")); done.Moved != 1 {
		t.Errorf("with a make-up Saturday %d dates moved", done.Moved)
	}
	last, moves := toldDay(t, w, p, ref)
	if last != day("2026-12-10") || len(moves) != 1 || moves[0].From != day("2026-12-11") || moves[0].To != day("2026-12-10") {
		t.Errorf("told %s, moves %+v", last, moves)
	}

	if done := importCalendar(t, w.Store, corrected("", "2026-12-01")); done.Moved != 0 {
		t.Errorf("with a holiday %d dates moved", done.Moved)
	}
	if last, moves := toldDay(t, w, p, ref); last != day("2026-12-10") || len(moves) != 1 {
		t.Errorf("told %s, moved %d times", last, len(moves))
	}
}

// A complaint that is being taken by another instance when a list goes in, told a date by the list of before, is recomputed
// with the others.
func TestNoComplaintSlipsPastAnImport(t *testing.T) {
	w := storetest.New(t)
	p := w.CanSignIn(w.Adult())
	other := w.Second()
	stop, err := w.DB.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stop.Rollback(t.Context()) }()
	if _, err := stop.Exec(t.Context(), `lock table complaint_refs`); err != nil {
		t.Fatal(err)
	}

	ref := ""
	var deeds sync.WaitGroup
	deeds.Go(func() {
		var err error
		form := models.ComplaintForm{Kind: string(models.CaseComplaint)}
		form.Words = "Something is wrong."
		if ref, err = other.FileComplaint(t.Context(), p.ID, form); err != nil {
			t.Error(err)
		}
	})
	waitsFor(t, w, "complaint_refs") // the date is counted, the case is not written
	imported := make(chan struct{})
	deeds.Go(func() {
		defer close(imported)
		if _, err := w.Store.ImportCalendar(t.Context(), corrected("2026-12-05", "")); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-imported:
		t.Error("the import did not wait")
	case <-time.After(200 * time.Millisecond):
	}
	if err := stop.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	deeds.Wait()
	if last, moves := toldDay(t, w, p, ref); last != day("2026-12-10") || len(moves) != 1 {
		t.Errorf("told %s, moved %d times", last, len(moves))
	}
}

// waitsFor returns once somebody waits for a lock on a table.
func waitsFor(t *testing.T, w *storetest.World, table string) {
	t.Helper()
	for range 500 {
		if w.Count(`select count(*) from pg_locks where not granted and relation = $1::regclass`, table) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("nobody waits for %s", table)
}
