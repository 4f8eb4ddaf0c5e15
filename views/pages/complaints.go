package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ComplaintsPage is one page of a person's cases.
type ComplaintsPage struct {
	Complaints   []models.Complaint // newest first
	Today        workday.Span       // of a complaint that is sent now
	Newer, Older string             // the addresses of the pages beside this one; empty where there is none
	Calendar     workday.Calendar
	Now          time.Time
}

// span says from when to when the cases of the page were sent.
func (p ComplaintsPage) span(ctx context.Context) string {
	return daySpan(ctx, p.Complaints[len(p.Complaints)-1].FiledAt, p.Complaints[0].FiledAt)
}

// caseStanding says how a case stands, as a flag does.
func caseStanding(ctx context.Context, c models.Complaint, now time.Time, calendar workday.Calendar) (flag string, kind components.FlagKind) {
	round := c.Round()
	switch c.State {
	case models.CaseClosed:
		return i18n.T(ctx, "Closed"), components.FlagLocked
	case models.CaseAnswered:
		return i18n.T(ctx, "Answered"), components.FlagGood
	}
	standing := round.Standing(now, calendar)
	switch standing.Phase {
	case models.PhaseLate:
		if standing.Late == 0 {
			return i18n.T(ctx, "Late"), components.FlagLate
		}
		return i18n.N(ctx, standing.Late, "%d working day late", "%d working days late"), components.FlagLate
	case models.PhaseToday:
		return i18n.T(ctx, "Answer due today"), components.FlagToday
	}
	day := i18n.T(ctx, "Day %d of %d", standing.Day, standing.Of)
	if standing.Soon {
		return day, components.FlagWait
	}
	return day, components.FlagOpen
}
