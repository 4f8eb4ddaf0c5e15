package handlers

import (
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// A browser in which a child asked a grown-up keeps that for some minutes, so that an answer from the same one is known for what it is
// (T3). The cookie is a stamp about the child: it tells nobody who asked.

// rememberAsking makes the browser one in which that child asked just now.
func (p *portal) rememberAsking(c echo.Context, child models.PersonID) {
	p.setCookie(c, askedCookie, p.stamp(asking(child)))
}

// sameDevice tells whether the child asked in this browser, and not long ago.
func (p *portal) sameDevice(c echo.Context, child models.PersonID) bool {
	return p.stamped(p.cookieOf(c, askedCookie), asking(child), models.SameDeviceWithin)
}

func asking(child models.PersonID) string { return "asked a guardian\x00" + string(child) }
