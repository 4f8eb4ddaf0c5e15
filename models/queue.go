package models

import (
	"time"

	"jolara.com/privacy/models/workday"
)

// QueuePageSize is how many cases a page of the desk's queue shows.
const QueuePageSize = 25

// DueFilter narrows the queue by when cases are due.
type DueFilter string

// The filters by date; the empty one leaves nothing out.
const (
	DueLate  DueFilter = "late"
	DueToday DueFilter = "today"
	DueSoon  DueFilter = "soon" // from tomorrow on, within SoonDays
)

// DueFilters are those that the desk offers.
var DueFilters = []DueFilter{DueLate, DueToday, DueSoon}

// Owners that a filter of the queue names, beside a staff member's id.
const (
	OwnerNobody StaffID = "none"
	OwnerMe     StaffID = "me"
)

// QueueFilter narrows the desk's queue; the zero value shows every open case. A reference is looked for among all cases.
type QueueFilter struct {
	Ref   string
	Due   DueFilter
	Kind  CaseKind
	Owner StaffID // empty, OwnerNobody, OwnerMe, or a staff member's
	Page  int     // from 1 on; 0 is the first
}

// QueueRow is a case as the desk's queue shows it: no word of anybody, no name but the owner's.
type QueueRow struct {
	Ref         string
	Kind        CaseKind
	Due         Date
	Provisional bool
	State       CaseState
	Owner       Staff // zero: nobody
}

// Left is how many working days are left of the case: 0 is today, negative is late.
func (r QueueRow) Left(now time.Time, cal workday.Calendar) int {
	return cal.Between(DateOf(now), r.Due)
}

// DueCount is how many open cases are due on a day.
type DueCount struct {
	Day   Date
	Count int
}

// QueueCounts are the numbers above the queue, each of open cases.
type QueueCounts struct{ Late, Today, Soon, Unowned, Open int }

// CountQueue counts open cases by their due days; unowned is how many of them nobody has.
func CountQueue(days []DueCount, unowned int, now time.Time, cal workday.Calendar) QueueCounts {
	counts, today := QueueCounts{Unowned: unowned}, DateOf(now)
	soon := SoonUntil(now, cal)
	for _, d := range days {
		counts.Open += d.Count
		switch {
		case d.Day.Before(today):
			counts.Late += d.Count
		case d.Day == today:
			counts.Today += d.Count
		case !soon.Before(d.Day):
			counts.Soon += d.Count
		}
	}
	return counts
}

// SoonUntil returns the last day that is soon.
func SoonUntil(now time.Time, cal workday.Calendar) Date { return cal.Due(DateOf(now), SoonDays).Due }
