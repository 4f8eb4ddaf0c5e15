package models

import (
	"time"

	"jolara.com/privacy/models/workday"
)

// What is promised in working days.
const (
	AnswerDays   = 15 // a complaint or request is answered with findings, action, reasons and the way to appeal (#116)
	QuestionDays = 5  // a question is answered
	OwnerDays    = 1  // a case has an owner
	VerifyDays   = 2  // then a standing that nobody confirmed counts as confirmed (#115)
	ReopenDays   = 10 // after the answer in which a person may reopen
	ApologyDays  = 5  // after a missed day, for the new date that the apology names
	SoonDays     = 3  // the last days of a count, and the days ahead on which the desk is told, are near
)

// Deadline is the last day on which an answer keeps the promise.
type Deadline struct {
	workday.Span      // the count as the calendar has it today
	Told         Date // the date that holds: what the person was told, or an earlier recomputed one
}

// NewDeadline counts days working days after received. told is the date that the person was told before, zero the first time;
// a recomputed date may come earlier, never later.
func NewDeadline(calendar workday.Calendar, received Date, days int, told Date) Deadline {
	d := Deadline{Span: calendar.Due(received, days), Told: told}
	if told.IsZero() || d.Due.Before(told) {
		d.Told = d.Due
	}
	return d
}

// At returns the instant at which the promise is broken: the end of the last day in Shanghai. An answer before it is in time.
func (d Deadline) At() time.Time { return d.Told.Next().Start() }

// Phase is what there is to say of a deadline.
type Phase string

// The phases in the order of a case.
const (
	PhaseBefore   Phase = "before"   // the first counted day is still to come
	PhaseCounting Phase = "counting" // between the first day and the day before the last
	PhaseToday    Phase = "today"    // today is the last day
	PhaseLate     Phase = "late"     // the last day has passed without an answer
	PhaseAnswered Phase = "answered"
)

// DeadlineStanding is how a deadline stands at one moment.
type DeadlineStanding struct {
	Phase    Phase
	Today    Date
	Answered Date // zero while there is no answer
	Day      int  // working days begun, up to the answer's day where there is one; 0 before the first
	Of       int  // working days up to the last day
	Left     int  // working days after today up to the last; 0 on the last day and after it
	Late     int  // working days begun since the last day, until the answer where there is one; 0 on a weekend right after it too
	Missed   bool // the last day passed, or had passed, without an answer
	Soon     bool // today is one of the last three days and there is no answer
}

// Standing tells how the deadline stands at now. answeredAt is zero while there is no answer.
func (d Deadline) Standing(now, answeredAt time.Time, calendar workday.Calendar) DeadlineStanding {
	s := DeadlineStanding{Today: DateOf(now), Of: calendar.Between(d.From, d.Told)}
	end := now
	if !answeredAt.IsZero() {
		s.Answered, end = DateOf(answeredAt), answeredAt
	}
	day := DateOf(end)
	s.Day = max(0, calendar.Between(d.From, day))
	s.Missed = !end.Before(d.At())
	s.Late = max(0, calendar.Between(d.Told, day))
	s.Left = max(0, calendar.Between(s.Today, d.Told))
	switch {
	case !s.Answered.IsZero():
		s.Phase = PhaseAnswered
	case s.Missed:
		s.Phase = PhaseLate
	case s.Today == d.Told:
		s.Phase = PhaseToday
	case s.Day == 0:
		s.Phase = PhaseBefore
	default:
		s.Phase = PhaseCounting
	}
	s.Soon = s.Answered.IsZero() && !s.Missed && s.Left < SoonDays
	return s
}
