package workday

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Calendar knows which days are worked. It never changes once built; the zero Calendar knows no year.
type Calendar struct {
	years map[int]Year
	days  map[Date]listed
}

// listed is a day that a list names.
type listed struct {
	work    bool
	holiday Holiday
}

// New builds a calendar of the years given, of each its highest version, above what the holiday law alone makes certain.
func New(years ...Year) Calendar {
	c := Calendar{years: map[int]Year{}, days: map[Date]listed{}}
	for _, y := range append([]Year{certain2027()}, years...) {
		if known, ok := c.years[y.Year]; !ok || known.Version <= y.Version {
			c.years[y.Year] = y
		}
	}
	for _, number := range slices.Sorted(maps.Keys(c.years)) { // a list may name days of the December before: it wins there
		y := c.years[number]
		for _, run := range runs(y.Off) {
			for _, d := range run {
				c.days[d] = listed{holiday: holidayOf(run)}
			}
		}
		for _, d := range y.Work {
			c.days[d] = listed{work: true}
		}
	}
	return c
}

// Day is what the calendar says of one day.
type Day struct {
	Date
	Working bool
	MakeUp  bool // a Saturday or Sunday that is worked for a bridge day elsewhere
	Weekend bool // a Saturday or Sunday
	Holiday Holiday
}

// Day returns what the calendar says of d.
func (c Calendar) Day(d Date) Day {
	weekday := d.Weekday()
	weekend := weekday == time.Saturday || weekday == time.Sunday
	named, isNamed := c.days[d]
	return Day{
		Date: d, Weekend: weekend, Holiday: named.holiday,
		Working: isNamed && named.work || !isNamed && !weekend,
		MakeUp:  isNamed && named.work,
	}
}

// IsWorking tells whether d is a listed make-up working day, or Monday to Friday and not listed as off.
func (c Calendar) IsWorking(d Date) bool { return c.Day(d).Working }

// Span is a count of working days: from the day that is not counted to the last one.
type Span struct {
	From, Due   Date
	Days        []Day  // every day of the calendar after From, up to and with Due
	Provisional bool   // a year in it has no State Council list yet
	Lists       []Year // the lists that the count used, one a year
	Versions    string // which lists those were, such as "2026.1 2027.0": 0 is a year without a list
}

// Due counts n working days after from, which is not counted and may be a day off. n is at least 1.
func (c Calendar) Due(from Date, n int) Span {
	span := Span{From: from, Due: from}
	for counted := 0; counted < n; {
		day := c.Day(span.Due.Next())
		span.Due, span.Days = day.Date, append(span.Days, day)
		if day.Working {
			counted++
		}
	}
	first := from.Next().Year
	for year := first; year <= span.Due.Year; year++ {
		span.Lists = append(span.Lists, c.list(year))
	}
	names := make([]string, len(span.Lists))
	for i, list := range span.Lists {
		span.Provisional = span.Provisional || list.Provisional
		names[i] = fmt.Sprintf("%d.%d", list.Year, list.Version)
	}
	span.Versions = strings.Join(names, " ")
	return span
}

// Between counts the working days after from, up to and with to; below zero where to is the earlier.
func (c Calendar) Between(from, to Date) int {
	if to.Before(from) {
		return -c.Between(to, from)
	}
	n := 0
	for d := from; d.Before(to); {
		if d = d.Next(); c.IsWorking(d) {
			n++
		}
	}
	return n
}

// Missing returns the year whose list should be here by now and is not, or 0: that of today's year, and from October on, when
// the State Council gives it out, that of the next.
func (c Calendar) Missing(today Date) int {
	last := today.Year
	if today.Month >= time.October {
		last++
	}
	for year := today.Year; year <= last; year++ {
		if c.list(year).Provisional {
			return year
		}
	}
	return 0
}

// list returns the list of a year; of one that nobody knows, a provisional list with nothing in it.
func (c Calendar) list(year int) Year {
	if known, ok := c.years[year]; ok {
		return known
	}
	return Year{Year: year, Provisional: true}
}
