package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/pages"
)

// showStart tells strangers what the portal is for. Whoever is signed in goes on to their own page.
func (p *portal) showStart(c echo.Context) error {
	if sessionOf(c) != nil {
		return c.Redirect(http.StatusSeeOther, afterSignIn)
	}
	shell := p.shell(c)
	return render(c, http.StatusOK, pages.Start(shell, pages.NewStart(shell.Policy, shell.Now)))
}

func (p *portal) showHome(c echo.Context) error {
	person := personOf(c)
	held, err := p.Store.Home(c.Request().Context(), person.ID)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	minor := person.Band(now).Minor()
	page := pages.NewHome(held.Called, held.Holdings, held.Standing, held.Choices, held.Deletions, held.Events, minor, now)
	page.Film, page.Hidden = held.Film, p.hidesPictures(c)
	if minor {
		page.Waiting = &pages.Waiting{Until: held.Until}
	}
	return render(c, http.StatusOK, pages.Home(p.shell(c), page))
}
