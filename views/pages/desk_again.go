package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// goesOn tells whether the desk can write down what whoever has no account added.
func (p DeskCasePage) goesOn() bool { return p.GoesOn(p.Calendar) }

// over tells whether what comes today is too late to open the case again.
func (p DeskCasePage) over() bool {
	return p.State != models.CaseOpen && p.SaidUntil(p.Calendar).Before(models.DateOf(p.Now))
}

// added says what becomes of what is written down.
func (p DeskCasePage) added(ctx context.Context) string {
	until, days := i18n.LongDay(ctx, p.SaidUntil(p.Calendar)), p.Kind.WorkingDays()
	switch {
	case p.State == models.CaseOpen:
		return i18n.T(ctx, "What they sent or said since. It joins the messages, and the date stays.")
	case p.over():
		return i18n.N(ctx, days, "The answer could be contested until %[2]s. What came by then opens the case again: a new round of %[1]d working day from the day it came, for a colleague who hasn’t answered it.", "The answer could be contested until %[2]s. What came by then opens the case again: a new round of %[1]d working days from the day it came, for a colleague who hasn’t answered it.", until)
	default:
		return i18n.N(ctx, days, "What comes by %[2]s opens the case again: a new round of %[1]d working day from the day it came, for a colleague who hasn’t answered it.", "What comes by %[2]s opens the case again: a new round of %[1]d working days from the day it came, for a colleague who hasn’t answered it.", until)
	}
}

// cameOn is the day that stands in its field: what was typed, or today where that is no day too late.
func (p DeskCasePage) cameOn() string {
	today := models.DateOf(p.Now).String()
	if p.over() {
		today = ""
	}
	return p.Typed.value(DeskAgain, models.FieldReceivedOn, today)
}

// dayCounts says what the day is for on which it came.
func (p DeskCasePage) dayCounts(ctx context.Context) string {
	if p.State == models.CaseOpen {
		return i18n.T(ctx, "The day it reached us, not the one on which you write it down.")
	}
	return countsFromNext(ctx)
}

// countsFromNext says that a deadline does not count the day on which something came.
func countsFromNext(ctx context.Context) string {
	return i18n.T(ctx, "That day isn’t counted; the next working day is day 1.")
}

// takenDown says how what the desk wrote down for somebody came, when, and who wrote it down.
func takenDown(ctx context.Context, m models.Message) string {
	when := i18n.DayAndTime(ctx, m.Taken.At)
	if day := models.DateOf(m.Taken.At); m.Taken.At.Equal(day.Start()) {
		when = i18n.LongDay(ctx, day)
	}
	came := i18n.C(ctx, "how a case came, and when", "%s, %s", components.ChannelName(ctx, m.Taken.Channel), when)
	return i18n.C(ctx, "how words came and when, and who wrote them down", "%s. %s wrote it down.", came, m.Staff.Name())
}
