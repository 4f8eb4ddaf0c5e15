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
	shell := p.shell(c)
	if shell.Flash != nil && shell.Flash.State == models.Withdrawn {
		shell.Flash.Held = held.Collected[shell.Flash.Kind]
	}
	of := p.Store.Ward(person)
	page := pages.NewPermissions(models.AllInForce(held.Standing, of), held.Recent, held.Total, person.Band(now).Minor(), of, now)
	return render(c, http.StatusOK, pages.Permissions(shell, page))
}

func (p *portal) switchPermission(c echo.Context) error {
	return p.choose(c, models.ParsePermission, c.Param("permission"), "/permissions")
}

func (p *portal) showDeviceSteps(c echo.Context) error {
	platform, err := models.ParsePlatform(c.Param("platform"))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.DeviceSteps(p.shell(c), platform))
}

// choose turns what is named on or off, as the form says, and leads to the page with its switch.
func (p *portal) choose(c echo.Context, parse func(string) (models.PermissionKind, error), name, page string) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	kind, err := parse(name)
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
	return p.done(c, page, layout.PermissionFlash(choice, changed))
}
