package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// AccessLogPage is one page of which staff opened what of a person.
type AccessLogPage struct {
	Looks        []models.Look // newest first
	Newer, Older string        // the addresses of the pages beside this one; empty where there is none
	Now          time.Time
}

// span says from when to when somebody at the desk opened something.
func (p AccessLogPage) span(ctx context.Context) string {
	return daySpan(ctx, p.Looks[len(p.Looks)-1].At, p.Looks[0].At)
}

// openFor says until when what was opened stays, or stayed, open.
func (p AccessLogPage) openFor(ctx context.Context, look models.Look) string {
	if look.Live(p.Now) {
		return i18n.T(ctx, "It is open until %s.", i18n.Clock(ctx, look.Until))
	}
	return i18n.T(ctx, "It was open until %s.", i18n.Clock(ctx, look.Until))
}

// lookUntil is when the entry goes.
func lookUntil(look models.Look) time.Time {
	return models.RetentionOf(models.CategoryLooks).End(look.At)
}

// askAbout is the form that asks about a look.
func askAbout(look models.Look) string {
	return "/complaints/new?case=" + look.Ref + "&kind=" + string(models.CaseQuestion)
}
