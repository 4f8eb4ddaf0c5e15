package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// alive answers as long as the program runs.
func (p *portal) alive(c echo.Context) error { return c.String(http.StatusOK, "alive\n") }

// ready answers 200 while the database and the file store do too, otherwise 503.
func (p *portal) ready(c echo.Context) error {
	if err := p.Store.Ready(c.Request().Context()); err != nil {
		p.logFailure(c, err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
