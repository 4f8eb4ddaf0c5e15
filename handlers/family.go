package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// showFamily is for minors: adults wait for nobody, so that for them there is no such page.
func (p *portal) showFamily(c echo.Context) error {
	person, now := personOf(c), p.Store.Now()
	if !person.Band(now).Minor() {
		return models.ErrNotFound
	}
	until, err := p.Store.WaitsUntil(c.Request().Context(), person.ID)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.Family(p.shell(c), pages.NewFamily(person, until, now)))
}
