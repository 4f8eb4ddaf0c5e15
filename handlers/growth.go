package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

const grownPath = "/growing-up"

// showGrown tells what a birthday changed; whoever had none here has no such page.
func (p *portal) showGrown(c echo.Context) error {
	person := personOf(c)
	birthday, err := p.Store.GrewUp(c.Request().Context(), person.ID)
	if err != nil {
		return err
	}
	page := pages.GrownPage{Band: models.Band(birthday.Subject), At: birthday.At, Guarded: p.Store.Ward(person).Guarded}
	return render(c, http.StatusOK, pages.Grown(p.shell(c), page))
}
