package workday_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models/workday"
)

func TestADayIsReadStrictly(t *testing.T) {
	for text, want := range map[string]workday.Date{
		"2012-02-29": {Year: 2012, Month: time.February, Day: 29},
		"1900-01-01": {Year: 1900, Month: time.January, Day: 1},
		"2200-12-31": {Year: 2200, Month: time.December, Day: 31},
		"2013-02-29": {}, "2012-04-31": {}, "2012-13-01": {}, "2012-00-10": {}, "2012-1-1": {}, "0000-01-01": {},
		"1899-12-31": {}, "2201-01-01": {}, "10000-01-01": {}, "2012-02-29T00:00:00Z": {}, " 2012-02-29": {}, "": {}, "-1": {},
		"２０１２-02-29": {},
	} {
		got, err := workday.ParseDate(text)
		if got != want || (err == nil) == want.IsZero() {
			t.Errorf("%q is read as %v, %v; want %v", text, got, err, want)
		}
		if err == nil && got.String() != text {
			t.Errorf("%q is written %q", text, got)
		}
	}
}

func TestADayBeginsInShanghai(t *testing.T) {
	day := workday.Date{Year: 2026, Month: time.November, Day: 20}
	begin := time.Date(2026, time.November, 19, 16, 0, 0, 0, time.UTC)
	if !day.Start().Equal(begin) {
		t.Errorf("the day begins at %s", day.Start())
	}
	if workday.DateOf(begin) != day || workday.DateOf(begin.Add(-time.Nanosecond)) == day {
		t.Error("midnight is not where the day begins")
	}
}
