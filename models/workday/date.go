// Package workday counts working days by the State Council's yearly holiday lists, which are data with versions.
package workday

import (
	"cmp"
	_ "embed"
	"fmt"
	"time"
)

// shanghai is the zone's file of IANA's time zone database, which is in the public domain (RFC 8536): a container without zone files
// counts days all the same, and the program need not carry those of the whole world.
//
//go:embed shanghai.tzif
var shanghai []byte

// Shanghai is the zone in which every date of the portal is read: deadlines, birthdays, days of a list.
var Shanghai = mustZone("Asia/Shanghai", shanghai)

func mustZone(name string, file []byte) *time.Location {
	zone, err := time.LoadLocationFromTZData(name, file)
	if err != nil {
		panic(err) // the file is embedded above; without it no deadline would be true
	}
	return zone
}

// Date is a day of the calendar, without a time or a zone. The zero Date means that none is known.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that it is in Shanghai at t.
func DateOf(t time.Time) Date {
	year, month, day := t.In(Shanghai).Date()
	return Date{year, month, day}
}

// ParseDate reads an ISO 8601 day such as 2012-02-29. Days that do not exist, and years before 1900 or after 2200, are refused.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return Date{}, fmt.Errorf("date %d characters long: not a day", len(text))
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// IsZero tells whether no date is known.
func (d Date) IsZero() bool { return d == Date{} }

// Start returns the first instant of the day in Shanghai.
func (d Date) Start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai) }

// Next returns the day after.
func (d Date) Next() Date { return d.AddDays(1) }

// AddDays returns the day so many days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Start().AddDate(0, 0, n)) }

// AddYears returns the same day years later; where there is none (29 February), the day after it, as Chinese law counts ages.
func (d Date) AddYears(years int) Date {
	t := time.Date(d.Year+years, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), t.Month(), t.Day()}
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// Before tells whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// Compare returns -1, 0 or +1 as d is earlier than other, the same day, or later.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// String returns the day as ISO 8601, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}
