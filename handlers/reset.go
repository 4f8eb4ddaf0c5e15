package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showReset(c echo.Context) error {
	if c.QueryParams().Has("sent") {
		return render(c, http.StatusOK, pages.ResetSent(p.shell(c)))
	}
	return render(c, http.StatusOK, pages.Reset(p.shell(c), pages.ResetForm{}))
}

// askReset answers the same whether anybody signs in with the address or not (T4).
func (p *portal) askReset(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := pages.ResetForm{Email: values.Get("email")}
	email, err := models.ParseEmail(typed.Email)
	if strings.TrimSpace(typed.Email) == "" {
		err = models.Invalid{"email": models.FaultMissing}
	}
	if errors.As(err, &typed.Invalid) {
		return render(c, http.StatusUnprocessableEntity, pages.Reset(p.shell(c), typed))
	}
	if err := p.Store.AskReset(c.Request().Context(), email, models.Network(c.RealIP())); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/reset"+sentQuery)
}

func (p *portal) takeResetLink(c echo.Context) error { return p.takeLink(c, "/reset/new") }

func (p *portal) showNewPassword(c echo.Context) error {
	purpose, err := p.Store.LinkPurpose(c.Request().Context(), p.linkOf(c))
	if err != nil {
		return err
	}
	if purpose != models.LinkReset {
		return models.ErrDeadLink
	}
	return render(c, http.StatusOK, pages.NewPassword(p.shell(c), nil))
}

func (p *portal) setNewPassword(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	err = p.Store.ResetPassword(c.Request().Context(), p.linkOf(c), values.Get("password"))
	var invalid models.Invalid
	switch {
	case errors.As(err, &invalid):
		return render(c, http.StatusUnprocessableEntity, pages.NewPassword(p.shell(c), invalid))
	case err != nil:
		return err
	}
	p.dropLink(c)
	return p.leave(c, layout.Flash{ID: layout.FlashPasswordReset})
}
