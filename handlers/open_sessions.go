package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showSessions(c echo.Context) error {
	here := sessionOf(c)
	open, err := p.Store.OpenSessions(c.Request().Context(), here.Person.ID)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.Sessions(p.shell(c), pages.NewSessions(open, here.ID, p.Store.Now())))
}

func (p *portal) endSession(c echo.Context) error {
	here, id := sessionOf(c), c.Param("id")
	if id == here.ID {
		return p.signOut(c)
	}
	if err := p.Store.EndOpenSession(c.Request().Context(), here.Person.ID, id, visitOf(c)); err != nil {
		return err
	}
	return p.done(c, "/account/sessions", layout.Flash{ID: layout.FlashSessionEnded})
}

func (p *portal) endAllSessions(c echo.Context) error {
	if err := p.Store.EndAllSessions(c.Request().Context(), personOf(c).ID, visitOf(c)); err != nil {
		return err
	}
	return p.leave(c, layout.Flash{ID: layout.FlashSignedOutEverywhere})
}
