package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showPermissions(c echo.Context) error {
	person := personOf(c)
	held, err := p.Store.Permissions(c.Request().Context(), person.ID)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	minor := person.Band(now).Minor()
	return render(c, http.StatusOK, pages.Permissions(p.shell(c), pages.NewPermissions(held.Standing, held.Recent, held.Total, minor, now)))
}

func (p *portal) switchPermission(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	kind, err := models.ParsePermission(c.Param("permission"))
	if err != nil {
		return err
	}
	to, err := models.ParseSwitch(values.Get("state"))
	if err != nil {
		return err
	}
	choice, changed, err := p.Store.SwitchPermission(c.Request().Context(), personOf(c), kind, to)
	if err != nil {
		return err
	}
	return p.done(c, "/permissions", layout.PermissionFlash(choice, changed))
}
