package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// GuardianAccountPage is a guardian's account: with what it signs in, what is kept for it, and in which browsers it is open.
type GuardianAccountPage struct {
	Email    string
	Since    time.Time
	Children int       // for whom the guardian decides now
	ClosesAt time.Time // where there are none: when the account goes by itself; zero where nobody has looked yet
	Browsers SessionsPage
}

// NewGuardianAccount makes the page of an account that has been open since then; emptySince is zero where there are children.
func NewGuardianAccount(email string, since time.Time, children int, emptySince time.Time) GuardianAccountPage {
	page := GuardianAccountPage{Email: email, Since: since, Children: children}
	if children == 0 && !emptySince.IsZero() {
		page.ClosesAt = emptySince.Add(models.EmptyAccountKept)
	}
	return page
}

// closes says when an account without children goes.
func (p GuardianAccountPage) closes(ctx context.Context) string {
	if p.ClosesAt.IsZero() {
		return i18n.N(ctx, days(models.EmptyAccountKept), "We close this account by itself after %d day without a child.", "We close this account by itself after %d days without a child.")
	}
	return i18n.T(ctx, "We close this account by itself on %s, unless you decide for a child again.", i18n.Date(ctx, p.ClosesAt))
}

// NewGuardianSignIns lists the browsers in which a guardian is signed in; here is the id of the one that asks.
func NewGuardianSignIns(open []models.GuardianSignIn, here string, now time.Time) SessionsPage {
	sessions := make([]models.OpenSession, len(open))
	for i, in := range open {
		sessions[i] = models.OpenSession{ID: in.ID, Device: models.Device{Browser: in.Browser}, CreatedAt: in.CreatedAt, SeenAt: in.SeenAt}
	}
	page := NewSessions(sessions, here, now)
	for i := range page.Rows {
		page.Rows[i].OfGuardian = true
	}
	return page
}

// ProveGuardianPage asks for a fresh code before something is done that a stranger at the browser could do harm with.
type ProveGuardianPage struct {
	Email   string
	Next    string         // where it leads back to
	Sent    bool           // the code is on its way
	Invalid models.Invalid // a fault of code
	Left    int            // after a wrong code, how many more may be typed
}

func (p ProveGuardianPage) code() VisitCodeForm {
	return VisitCodeForm{Invalid: p.Invalid, Left: p.Left}
}

func (p ProveGuardianPage) title(ctx context.Context) string {
	if p.code().failed() {
		return i18n.T(ctx, "Error: Is it you?")
	}
	return i18n.T(ctx, "Is it you?")
}

// GuardianEmailForm asks for the address that a guardian wants to have from now on.
type GuardianEmailForm struct {
	Present string
	Email   string // the new one, as typed
	Failed
}

func (f GuardianEmailForm) mistakes(ctx context.Context) components.Mistakes {
	return mistakes(ctx, f.Invalid, string(models.FieldEmail))
}

func (f GuardianEmailForm) title(ctx context.Context) string {
	if f.failed() {
		return i18n.T(ctx, "Error: Change your address")
	}
	return i18n.T(ctx, "Change your address")
}

// heading says what became of the form.
func (f GuardianEmailForm) heading(ctx context.Context) string {
	if f.Wait > 0 {
		return i18n.T(ctx, "Not so many letters")
	}
	return f.Failed.heading(ctx)
}
