package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

const homePath = "/home"

// showStart tells strangers what the portal is for. Whoever is signed in goes on to their own page.
func (p *portal) showStart(c echo.Context) error {
	if s := sessionOf(c); s != nil {
		return c.Redirect(http.StatusSeeOther, p.landing("", s.OfStaff()))
	}
	shell := p.shell(c)
	return render(c, http.StatusOK, pages.Start(shell, pages.NewStart(shell.Policy, shell.Now)))
}

func (p *portal) showHome(c echo.Context) error {
	person := personOf(c)
	held, err := p.homeOf(c)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	minor := person.Band(now).Minor()
	last := pages.Recently{Choices: held.Choices, Deletions: held.Deletions, Looks: held.Looks, Events: held.Events}
	of := p.Store.Ward(person)
	page := pages.NewHome(held.Called, held.Holdings, models.AllInForce(held.Standing, of), last, minor, now)
	if held.Complaint != nil {
		page.Complaint = &pages.HomeComplaint{Complaint: *held.Complaint, Calendar: held.Calendar}
	}
	page.Film, page.Hidden = held.Film, p.hidesPictures(c)
	page.GrewUp = last.GrewUp(now)
	switch {
	case of.Locked:
		page.Locked = person.Lock
	case of.Waits():
		page.Waiting = &pages.Waiting{Until: person.WaitsUntil}
	}
	return render(c, http.StatusOK, pages.Home(p.shell(c), page))
}
