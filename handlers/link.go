package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// A letter's link decides nothing when it is opened: mail scanners open links too. Its token moves from the address
// into a cookie, so that it stays in no history and no referrer, and the page without it asks before anything is done.

// takeLink moves the address's token into the cookie and leads on to the page that asks.
func (p *portal) takeLink(c echo.Context, to string) error {
	token := c.Param("token")
	if !models.IsLinkToken(token) {
		return models.ErrDeadLink
	}
	p.setCookie(c, linkCookie, token)
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Redirect(http.StatusSeeOther, to)
}

// linkOf returns the token of the link that led here, or nothing. The store alone knows whether it still works.
func (p *portal) linkOf(c echo.Context) string {
	token := p.cookieOf(c, linkCookie)
	if !models.IsLinkToken(token) {
		return ""
	}
	return token
}

// dropLink forgets the token once it was used.
func (p *portal) dropLink(c echo.Context) { p.dropCookie(c, linkCookie) }
