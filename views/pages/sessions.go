package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// SessionsPage lists the browsers in which a person is signed in.
type SessionsPage struct {
	Rows []SessionRow // this one first, then the latest seen
	Now  time.Time
}

// SessionRow is one browser in which the person is signed in.
type SessionRow struct {
	ID        string
	Browser   models.Browser
	Network   string // shortened
	CreatedAt time.Time
	SeenAt    time.Time
	Here      bool // the one that shows the page

	OfGuardian bool // signed in to a guardian's account, of which no network is kept
}

// NewSessions makes the page of these sessions; here is the id of the one that asks.
func NewSessions(open []models.OpenSession, here string, now time.Time) SessionsPage {
	page := SessionsPage{Now: now}
	for _, s := range open {
		row := SessionRow{
			ID: s.ID, Browser: s.Device.Browser, Network: s.Device.Network, CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, Here: s.ID == here,
		}
		if row.Here {
			page.Rows = append([]SessionRow{row}, page.Rows...)
		} else {
			page.Rows = append(page.Rows, row)
		}
	}
	return page
}

// name says which browser it is, as far as it told us.
func (r SessionRow) name(ctx context.Context) string { return components.BrowserName(ctx, r.Browser) }

// end is where it is signed out.
func (r SessionRow) end() string {
	if r.OfGuardian {
		return "/guardian/account/sign-ins/" + r.ID + "/end"
	}
	return "/account/sessions/" + r.ID + "/end"
}

// seen says when the browser last asked for a page. The one that asks right now needs no time.
func (r SessionRow) seen(ctx context.Context, now time.Time) string {
	if r.Here {
		return i18n.T(ctx, "This is the browser you are using now.")
	}
	return i18n.T(ctx, "Last seen: %s", moment(ctx, r.SeenAt, now))
}

// since says when the person signed in there, and from where.
func (r SessionRow) since(ctx context.Context, now time.Time) string {
	if r.OfGuardian {
		return i18n.T(ctx, "Signed in: %s", moment(ctx, r.CreatedAt, now))
	}
	return i18n.T(ctx, "Signed in: %s, from network %s", moment(ctx, r.CreatedAt, now), r.Network)
}

// moment writes a time of the last hours, which may be yesterday's.
func moment(ctx context.Context, t, now time.Time) string {
	if models.DateOf(t) == models.DateOf(now) {
		return i18n.Recent(ctx, t, now)
	}
	return i18n.DateTime(ctx, t)
}
