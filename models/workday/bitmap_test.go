package workday_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models/workday"
)

// bitmap is the second calculation: every day of a year typed from the State Council's lists, a row a month. A dot is a day
// off, w a working day, W a make-up working day.
var bitmap = map[int][12]string{
	2025: {
		".ww..wwwww..wwwww..wwwww.Ww....",
		"....wwwW.wwwww..wwwww..wwwww",
		"..wwwww..wwwww..wwwww..wwwww..w",
		"www...wwwww..wwwww..wwwww.Wwww",
		".....wwww..wwwww..wwwww..wwwww.",
		"..wwww..wwwww..wwwww..wwwww..w",
		"wwww..wwwww..wwwww..wwwww..wwww",
		"w..wwwww..wwwww..wwwww..wwwww..",
		"wwwww..wwwww..wwwww..wwwww.Www",
		"........wwW.wwwww..wwwww..wwwww",
		"..wwwww..wwwww..wwwww..wwwww..",
		"wwwww..wwwww..wwwww..wwwww..www",
	},
	2026: {
		"...Wwwwww..wwwww..wwwww..wwwww.",
		".wwwww..wwwwwW.........wwwwW",
		".wwwww..wwwww..wwwww..wwwww..ww",
		"www...wwww..wwwww..wwwww..wwww",
		".....wwwW.wwwww..wwwww..wwwww..",
		"wwwww..wwwww..wwww...wwwww..ww",
		"www..wwwww..wwwww..wwwww..wwwww",
		"..wwwww..wwwww..wwwww..wwwww..w",
		"wwww..wwwww..wwwww.Wwwww...www",
		".......wwW.wwwww..wwwww..wwwww.",
		".wwwww..wwwww..wwwww..wwwww..w",
		"wwww..wwwww..wwwww..wwwww..wwww",
	},
}

// inJanuary2027 is as far as a count from 2026 reaches: of that year only the first of January is known to be off.
const inJanuary2027 = "...wwwww..wwwww..wwwww..wwwww.."

// monthly are the working days of each month, as the lists were published with them.
var monthly = map[int][12]int{
	2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
	2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
}

func TestTheBitmapHasTheMonthsTotals(t *testing.T) {
	for year, months := range bitmap {
		total := 0
		for i, month := range months {
			length := time.Date(year, time.Month(i+2), 0, 0, 0, 0, 0, time.UTC).Day()
			n := strings.Count(strings.ToLower(month), "w")
			if len(month) != length || n != monthly[year][i] {
				t.Errorf("%d-%02d: %d days, %d working", year, i+1, len(month), n)
			}
			total += n
		}
		if total != 248 {
			t.Errorf("%d has %d working days", year, total)
		}
	}
}

func TestEveryDayIsWhatTheListsSay(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	for year, months := range bitmap {
		for m, month := range months {
			for d, mark := range month {
				date := workday.Date{Year: year, Month: time.Month(m + 1), Day: d + 1}
				day := calendar.Day(date)
				if day.Working != (mark != '.') || day.MakeUp != (mark == 'W') || day.Working != calendar.IsWorking(date) {
					t.Errorf("%s: %+v, on the bitmap %c", date, day, mark)
				}
			}
		}
	}
	for _, year := range workday.Seed() {
		if n := year.WorkingDays(); n != 248 {
			t.Errorf("%d has %d working days", year.Year, n)
		}
	}
}

// The dates are counted on one long string, without a date but the first.
func TestEveryStartOf2025And2026FallsDueAsOnTheBitmap(t *testing.T) {
	const days = 15
	calendar := workday.New(workday.Seed()...)
	film := strings.ToLower(strings.Join(append(append(months(2025), months(2026)...), inJanuary2027), ""))
	first := workday.Date{Year: 2025, Month: time.January, Day: 1}
	starts := len(film) - len(inJanuary2027)
	if starts != 730 {
		t.Fatalf("%d days in two years", starts)
	}
	for start := range starts {
		due := start
		for counted := 0; counted < days; {
			if due++; film[due] == 'w' {
				counted++
			}
		}
		span := calendar.Due(first.AddDays(start), days)
		if span.Due != first.AddDays(due) || len(span.Days) != due-start {
			t.Errorf("%s falls due %s after %d days, on the bitmap %s", span.From, span.Due, len(span.Days), first.AddDays(due))
		}
		if span.Provisional != (due >= starts) {
			t.Errorf("%s to %s: provisional %t", span.From, span.Due, span.Provisional)
		}
	}
}

func months(year int) []string { m := bitmap[year]; return m[:] }
