package models_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

func seeded() workday.Calendar { return workday.New(workday.Seed()...) }

// on returns a time of day in Shanghai.
func on(text, clock string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text+" "+clock, models.Shanghai)
	if err != nil {
		panic(err)
	}
	return at
}

func date(text string) models.Date {
	d, err := models.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// due is the deadline of a complaint that came then and was told nothing before.
func due(received time.Time) models.Deadline {
	return models.NewDeadline(seeded(), models.DateOf(received), models.AnswerDays, models.Date{})
}

func TestASecondAroundMidnightDecidesTheDayThatIsNotCounted(t *testing.T) {
	midnight := time.Date(2026, time.November, 12, 16, 0, 0, 0, time.UTC) // when the 13th begins in Shanghai
	for _, c := range []struct {
		received time.Time
		last     string
	}{
		{midnight.Add(-time.Second), "2026-12-03"},
		{midnight, "2026-12-04"},
		{midnight.Add(time.Second), "2026-12-04"},
	} {
		if d := due(c.received); d.Told != date(c.last) {
			t.Errorf("received %s: the last day is %s, want %s", c.received, d.Told, c.last)
		}
	}
}

func TestAnAnswerIsInTimeUntilTheLastDayEnds(t *testing.T) {
	d := due(on("2026-11-12", "09:00:00"))
	if want := time.Date(2026, time.December, 3, 16, 0, 0, 0, time.UTC); !d.At().Equal(want) {
		t.Fatalf("the promise ends at %s", d.At())
	}
	for _, c := range []struct {
		answered time.Time
		missed   bool
		late     int
	}{
		{d.At().Add(-time.Second), false, 0},
		{d.At(), true, 1},
		{d.At().Add(time.Second), true, 1},
	} {
		s := d.Standing(d.At().AddDate(0, 1, 0), c.answered, seeded())
		if s.Phase != models.PhaseAnswered || s.Missed != c.missed || s.Late != c.late {
			t.Errorf("answered %s: %+v", c.answered, s)
		}
		if open := d.Standing(c.answered, time.Time{}, seeded()); open.Missed != c.missed || (open.Phase == models.PhaseLate) != c.missed {
			t.Errorf("open %s: %+v", c.answered, open)
		}
	}
}

func TestADeadlineStandsAsItsDaysGoBy(t *testing.T) {
	thursday := due(on("2026-11-12", "09:00:00")) // to Thursday 3 December
	friday := due(on("2026-09-18", "20:14:00"))   // to Thursday 15 October, past two holidays and two make-up days
	open := ""
	for _, c := range []struct {
		d             models.Deadline
		now, answered string
		want          models.DeadlineStanding
	}{
		{thursday, "2026-11-12", open, models.DeadlineStanding{Phase: models.PhaseBefore, Day: 0, Left: 15}},
		{thursday, "2026-11-13", open, models.DeadlineStanding{Phase: models.PhaseCounting, Day: 1, Left: 14}},
		{thursday, "2026-11-15", open, models.DeadlineStanding{Phase: models.PhaseCounting, Day: 1, Left: 14}}, // a Sunday
		{thursday, "2026-11-30", open, models.DeadlineStanding{Phase: models.PhaseCounting, Day: 12, Left: 3}},
		{thursday, "2026-12-01", open, models.DeadlineStanding{Phase: models.PhaseCounting, Day: 13, Left: 2, Soon: true}},
		{thursday, "2026-12-03", open, models.DeadlineStanding{Phase: models.PhaseToday, Day: 15, Soon: true}},
		{thursday, "2026-12-04", open, models.DeadlineStanding{Phase: models.PhaseLate, Day: 16, Late: 1, Missed: true}},
		{thursday, "2026-12-09", open, models.DeadlineStanding{Phase: models.PhaseLate, Day: 19, Late: 4, Missed: true}},
		{friday, "2026-09-19", open, models.DeadlineStanding{Phase: models.PhaseBefore, Day: 0, Left: 15}},
		{friday, "2026-09-20", open, models.DeadlineStanding{Phase: models.PhaseCounting, Day: 1, Left: 14}}, // a make-up Sunday
		{friday, "2026-10-07", open, models.DeadlineStanding{Phase: models.PhaseCounting, Day: 8, Left: 7}},
		{friday, "2026-10-14", "2026-10-13", models.DeadlineStanding{Phase: models.PhaseAnswered, Day: 13, Left: 1}},
		{friday, "2026-12-01", "2026-10-19", models.DeadlineStanding{Phase: models.PhaseAnswered, Day: 17, Late: 2, Missed: true}},
		{friday, "2026-12-01", "2026-09-18", models.DeadlineStanding{Phase: models.PhaseAnswered, Day: 0}},
	} {
		var answered time.Time
		if c.answered != open {
			answered = on(c.answered, "15:20:00")
			c.want.Answered = date(c.answered)
		}
		c.want.Today, c.want.Of = date(c.now), models.AnswerDays
		if got := c.d.Standing(on(c.now, "21:00:00"), answered, seeded()); got != c.want {
			t.Errorf("%s, answered %q:\n%+v, want\n%+v", c.now, c.answered, got, c.want)
		}
	}
}

func TestAWeekendAfterTheLastDayIsLateByNoWorkingDay(t *testing.T) {
	d := due(on("2026-11-13", "09:00:00")) // to Friday 4 December
	s := d.Standing(on("2026-12-05", "10:00:00"), time.Time{}, seeded())
	if s.Phase != models.PhaseLate || !s.Missed || s.Late != 0 {
		t.Errorf("%+v", s)
	}
}

func TestADateThatWasToldNeverMovesLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := date("2025-01-06").AddDays(rapid.IntRange(0, 640).Draw(t, "received"))
		told := models.NewDeadline(seeded(), received, models.AnswerDays, models.Date{}).Told
		changed := workday.Seed()[rapid.IntRange(0, 1).Draw(t, "year")]
		changed.Version++
		d := date("2025-01-01").AddDays(rapid.IntRange(0, 729).Draw(t, "changed"))
		if d.Year != changed.Year {
			return
		}
		drop := func(from []models.Date) []models.Date {
			return slices.DeleteFunc(slices.Clone(from), func(other models.Date) bool { return other == d })
		}
		changed.Off, changed.Work = drop(changed.Off), drop(changed.Work)
		if rapid.Bool().Draw(t, "worked") {
			changed.Work = append(changed.Work, d)
		} else {
			changed.Off = append(changed.Off, d)
		}
		again := models.NewDeadline(workday.New(append(workday.Seed(), changed)...), received, models.AnswerDays, told)
		if told.Before(again.Told) || again.Due.Before(again.Told) || again.Told != told && again.Told != again.Due {
			t.Fatalf("told %s, recomputed %s, holds %s", told, again.Due, again.Told)
		}
	})
}
