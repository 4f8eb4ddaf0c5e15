package handlers

import (
	"crypto/rand"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// A browser in which an address signed in is known for a while, and its tries are counted apart: however many guesses
// others make at the address, its owner signs in from there (T5). The cookie holds a random id, and a stamp about both it and the
// address, so that it is good for that address alone and does not tell which.

// callerOf tells from where somebody tries to prove that an address is theirs.
func (p *portal) callerOf(c echo.Context, email string) models.Caller {
	return models.Caller{Network: models.Network(c.RealIP()), KnownBrowser: p.knownBrowser(c, email), Visit: visitOf(c)}
}

// knownBrowser returns the id of the browser where the address signed in from it before, or nothing.
func (p *portal) knownBrowser(c echo.Context, email string) string {
	id, stamp, _ := strings.Cut(p.cookieOf(c, knownCookie), ".")
	if !p.stamped(stamp, browserOf(id, email), knownCookie.life) {
		return ""
	}
	return id
}

// rememberBrowser makes the browser known to the address that just signed in from it. One that is known already keeps
// its id: signing in again and again does not win more tries.
func (p *portal) rememberBrowser(c echo.Context, email, id string) {
	if id == "" {
		id = rand.Text()
	}
	p.setCookie(c, knownCookie, id+"."+p.stamp(browserOf(id, email)))
}

func browserOf(id, email string) string { return "known browser\x00" + id + "\x00" + email }
