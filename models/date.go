package models

import (
	"time"

	"jolara.com/privacy/models/workday"
)

// Date is a day of the calendar, without a time or a zone. The zero Date means that none is known.
type Date = workday.Date

// Shanghai is the zone in which every date of the portal is read: deadlines, birthdays, days of a list.
var Shanghai = workday.Shanghai

// DateOf returns the day that it is in Shanghai at t.
func DateOf(t time.Time) Date { return workday.DateOf(t) }

// ParseDate reads an ISO 8601 day such as 2012-02-29. Days that do not exist, and years before 1900 or after 2200, are refused.
func ParseDate(text string) (Date, error) { return workday.ParseDate(text) }
