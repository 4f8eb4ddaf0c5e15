package workday_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jolara.com/privacy/models/workday"
)

func day(text string) workday.Date {
	d, err := workday.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestFifteenWorkingDaysAreCounted(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	for _, c := range []struct {
		start, due  string
		provisional bool
		catches     string
	}{
		{"2025-01-20", "2025-02-14", false, "Spring Festival and two make-up days"},
		{"2025-01-24", "2025-02-20", false, "a make-up Sunday is day 1"},
		{"2025-04-21", "2025-05-14", false, "Labour Day and 04-27"},
		{"2025-09-15", "2025-10-11", false, "the due day is a make-up Saturday"},
		{"2025-09-30", "2025-10-28", false, "an eight-day holiday"},
		{"2026-01-30", "2026-02-27", false, "28 calendar days"},
		{"2026-02-13", "2026-03-12", false, "both make-up Saturdays"},
		{"2026-02-14", "2026-03-13", false, "day 0 is a make-up day"},
		{"2026-04-30", "2026-05-25", false, "Labour Day and 05-09"},
		{"2026-09-09", "2026-09-30", false, "10-08 if make-up days are missed"},
		{"2026-09-18", "2026-10-15", false, "two holidays, two make-up days"},
		{"2026-09-20", "2026-10-16", false, "day 0 is a working Sunday"},
		{"2026-10-01", "2026-10-27", false, "day 0 is a holiday"},
		{"2026-11-22", "2026-12-11", false, "plain"},
		{"2026-12-10", "2026-12-31", false, "the last start that needs no 2027 data"},
		{"2026-12-11", "2027-01-04", true, "needs 2027"},
		{"2026-12-31", "2027-01-22", true, "recomputed on import"},
	} {
		span := calendar.Due(day(c.start), 15)
		if span.Due != day(c.due) || span.Provisional != c.provisional {
			t.Errorf("%s: %s falls due %s, provisional %t; want %s", c.catches, c.start, span.Due, span.Provisional, c.due)
		}
	}
}

func TestACountSaysWhichListsItUsed(t *testing.T) {
	corrected := workday.Seed()[1]
	corrected.Version = 3
	for _, c := range []struct{ start, versions string }{
		{"2026-11-22", "2026.3"},
		{"2026-12-31", "2027.0"}, // the day that is not counted needs no list
		{"2026-12-11", "2026.3 2027.0"},
		{"2028-02-01", "2028.0"},
	} {
		if span := workday.New(append(workday.Seed(), corrected)...).Due(day(c.start), 15); span.Versions != c.versions {
			t.Errorf("%s: %q, want %q", c.start, span.Versions, c.versions)
		}
	}
}

func TestTheHighestVersionOfAYearCountsInWhicheverOrder(t *testing.T) {
	corrected := workday.Seed()[1]
	corrected.Version, corrected.Work = 2, nil
	for _, years := range [][]workday.Year{append(workday.Seed(), corrected), append([]workday.Year{corrected}, workday.Seed()...)} {
		if workday.New(years...).IsWorking(day("2026-10-10")) {
			t.Error("a Saturday is worked by a list that was corrected")
		}
	}
}

func TestAYearWithoutAListIsNeverCountedSilently(t *testing.T) {
	for name, calendar := range map[string]workday.Calendar{"zero": {}, "seeded": workday.New(workday.Seed()...)} {
		span := calendar.Due(day("2028-03-01"), 15)
		if !span.Provisional || span.Due != day("2028-03-22") {
			t.Errorf("%s: %s, provisional %t", name, span.Due, span.Provisional)
		}
	}
}

func TestThe2027OfTheLawIsProvisionalUntilItsListComes(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	for _, off := range []string{"2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"} {
		if got := calendar.Day(day(off)); got.Working || got.Holiday == "" {
			t.Errorf("%s: %+v", off, got)
		}
	}
	if span := workday.New(append(workday.Seed(), fixture2027(t))...).Due(day("2026-12-31"), 15); span.Provisional || span.Versions != "2027.1" {
		t.Errorf("with a list: %+v", span)
	}
}

func TestAListIsMissedFromOctoberUntilItComes(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	whole := workday.New(append(workday.Seed(), fixture2027(t))...)
	for today, want := range map[string]int{"2025-12-31": 0, "2026-09-30": 0, "2026-10-01": 2027, "2026-12-31": 2027, "2027-01-01": 2027, "2027-10-01": 2027} {
		if got := calendar.Missing(day(today)); got != want {
			t.Errorf("%s: %d is missing, want %d", today, got, want)
		}
	}
	for today, want := range map[string]int{"2026-12-31": 0, "2027-09-30": 0, "2027-10-01": 2028} {
		if got := whole.Missing(day(today)); got != want {
			t.Errorf("%s, with 2027: %d is missing, want %d", today, got, want)
		}
	}
}

func TestHolidaysAreKnownByTheirDays(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	for text, want := range map[string]workday.Holiday{
		"2025-01-01": workday.NewYear, "2025-01-28": workday.SpringFestival, "2025-02-04": workday.SpringFestival,
		"2025-04-04": workday.Qingming, "2025-05-05": workday.LabourDay, "2025-05-31": workday.DragonBoat,
		"2025-10-08": workday.NationalMidAutumn, "2026-02-15": workday.SpringFestival, "2026-06-21": workday.DragonBoat,
		"2026-09-25": workday.MidAutumn, "2026-10-07": workday.NationalDay, "2026-10-10": "", "2026-11-21": "", "2026-11-23": "",
	} {
		if got := calendar.Day(day(text)).Holiday; got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestWorkingDaysBetweenTwoDaysAreThoseThatWereCounted(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	rapid.Check(t, func(t *rapid.T) {
		start, n := anyStart(t), rapid.IntRange(1, 40).Draw(t, "days")
		span := calendar.Due(start, n)
		worked := slices.DeleteFunc(slices.Clone(span.Days), func(d workday.Day) bool { return !d.Working })
		if len(worked) != n || worked[n-1].Date != span.Due || span.Days[0].Date != start.Next() {
			t.Fatalf("%d working days, the last one %s", len(worked), span.Due)
		}
		if there, back := calendar.Between(start, span.Due), calendar.Between(span.Due, start); there != n || back != -n {
			t.Fatalf("between: %d and %d", there, back)
		}
	})
}

func TestALaterStartNeverFallsDueEarlier(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	rapid.Check(t, func(t *rapid.T) {
		start, n := anyStart(t), rapid.IntRange(1, 40).Draw(t, "days")
		later := start.AddDays(rapid.IntRange(0, 30).Draw(t, "later"))
		if due, after := calendar.Due(start, n).Due, calendar.Due(later, n).Due; after.Before(due) {
			t.Fatalf("%s falls due %s, %s falls due %s", start, due, later, after)
		}
	})
}

func TestOneMoreHolidayNeverMovesADateEarlier(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	rapid.Check(t, func(t *rapid.T) {
		start, n := anyStart(t), rapid.IntRange(1, 40).Draw(t, "days")
		holiday := start.AddDays(rapid.IntRange(-5, 60).Draw(t, "holiday"))
		more := workday.New(append(workday.Seed(), alsoOff(holiday)...)...)
		before, after := calendar.Due(start, n), more.Due(start, n)
		if after.Due.Before(before.Due) {
			t.Fatalf("with %s off, %s moves from %s to %s", holiday, start, before.Due, after.Due)
		}
		counted := holiday != start && slices.ContainsFunc(before.Days, func(d workday.Day) bool { return d.Date == holiday && d.Working })
		if moved := after.Due != before.Due; moved != counted {
			t.Fatalf("%s off, counted before: %t, moved: %t", holiday, counted, moved)
		}
	})
}

// alsoOff returns the list of a day's year with that day off.
func alsoOff(d workday.Date) []workday.Year {
	for _, year := range workday.Seed() {
		if year.Year == d.Year {
			year.Version++
			year.Off = slices.SortedFunc(slices.Values(append(slices.Clone(year.Off), d)), workday.Date.Compare)
			year.Work = slices.DeleteFunc(slices.Clone(year.Work), func(w workday.Date) bool { return w == d })
			return []workday.Year{year}
		}
	}
	return nil
}

// anyStart is a day whose count stays within the two years that have lists, with the holiday that is added.
func anyStart(t *rapid.T) workday.Date {
	return workday.Date{Year: 2025, Month: time.January, Day: 6}.AddDays(rapid.IntRange(0, 640).Draw(t, "start"))
}
