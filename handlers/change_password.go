package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showChangePassword(c echo.Context) error {
	return render(c, http.StatusOK, pages.ChangePassword(p.shell(c), pages.ChangePasswordForm{}))
}

func (p *portal) changePassword(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, person := c.Request().Context(), personOf(c)
	change, err := models.NewPasswordChange(values.Get("present"), values.Get("password"), person)
	if err != nil {
		return p.mendPasswordChange(c, err)
	}
	if err := p.Store.ChangePassword(ctx, person, change, p.callerOf(c, person.SignInName())); err != nil {
		return p.mendPasswordChange(c, err)
	}
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	return p.done(c, "/account", layout.Flash{ID: layout.FlashPasswordChanged})
}

// mendPasswordChange shows the form again, empty: no password is sent back to a page.
func (p *portal) mendPasswordChange(c echo.Context, err error) error {
	again := pages.ChangePasswordForm{}
	status, err := p.mend(c, err, &again.Failed)
	if err != nil {
		return err
	}
	return render(c, status, pages.ChangePassword(p.shell(c), again))
}

// mend says how a form goes back to be mended and with which status: for faults of its fields, for a wrong
// password, for too many tries. Any other error is no matter of the form.
func (p *portal) mend(c echo.Context, err error, failed *pages.Failed) (status int, rest error) {
	var tooMany models.TooMany
	switch {
	case errors.As(err, &failed.Invalid):
	case errors.Is(err, models.ErrWrongCredentials):
		failed.Wrong = true
	case errors.As(err, &tooMany):
		failed.Wait = tooMany.After
		retryAfter(c, tooMany.After)
		return http.StatusTooManyRequests, nil
	default:
		return 0, err
	}
	return http.StatusUnprocessableEntity, nil
}
