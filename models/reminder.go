package models

import (
	"time"

	"jolara.com/privacy/models/workday"
)

// Reminder names why the desk is written to about an open case (deadline.md, 11).
type Reminder string

// The reminders.
const (
	RemindGiven   Reminder = "given" // nobody had it, so that the clock gave it to who is written to
	RemindNoDraft Reminder = "no_draft"
	RemindSoon    Reminder = "soon" // two working days are left; from then on daily
	RemindToday   Reminder = "today"
	RemindLate    Reminder = "late" // daily until there is an answer
)

// When reminders are due, in working days that are left, and in hours of a working day in Shanghai.
const (
	noDraftLeft  = 5
	soonLeft     = 2
	workFrom     = 9
	workTo       = 18
	remindAtNoon = 12
	ownedAtNoon  = 12
)

// Minded is what the desk's clock knows of an open case.
type Minded struct {
	Drafted bool
	Due     Date // that holds
}

// Remind returns the reminder that is due about a case at now, empty where none is: none comes outside of working hours,
// and each once a day at most, that about a draft once at all.
func (m Minded) Remind(now time.Time, cal workday.Calendar) Reminder {
	here, today := now.In(Shanghai), DateOf(now)
	if !cal.IsWorking(today) || here.Hour() < workFrom || here.Hour() >= workTo {
		return ""
	}
	left := cal.Between(today, m.Due)
	switch {
	case m.Due.Before(today):
		return RemindLate
	case m.Due == today && here.Hour() >= remindAtNoon:
		return RemindToday
	case m.Due == today:
		return ""
	case left <= soonLeft:
		return RemindSoon
	case left <= noDraftLeft && !m.Drafted:
		return RemindNoDraft
	}
	return ""
}

// Daily tells whether a reminder comes again the next day.
func (r Reminder) Daily() bool { return r == RemindSoon || r == RemindLate }

// OwnBy returns when a case is given to somebody by the clock where nobody has it: at noon of the first working day after it was
// received, so that within one working day each case has an owner. That is promised of a child's; it holds for all, since whoever
// saw which are given an owner sooner would see who is a child.
func OwnBy(receivedAt time.Time, cal workday.Calendar) time.Time {
	return cal.Due(DateOf(receivedAt), OwnerDays).Due.Start().Add(ownedAtNoon * time.Hour)
}

// VerifyBy returns the day at whose end who wrote counts as confirmed, where nobody at the desk looked before (deadline.md, 2).
func VerifyBy(receivedAt time.Time, cal workday.Calendar) Date {
	return cal.Due(DateOf(receivedAt), VerifyDays).Due
}
