package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) takeVerifyLink(c echo.Context) error { return p.takeLink(c, "/verify") }

// showVerify asks whoever followed a link that confirms an address; what for, the link knows.
func (p *portal) showVerify(c echo.Context) error {
	return p.byPurpose(c, p.showConfirmSignUp, p.showNewEmail)
}

func (p *portal) verify(c echo.Context) error {
	return p.byPurpose(c, p.confirmSignUp, p.confirmNewEmail)
}

func (p *portal) byPurpose(c echo.Context, ofSignUp, ofNewEmail echo.HandlerFunc) error {
	purpose, err := p.Store.LinkPurpose(c.Request().Context(), p.linkOf(c))
	if err != nil {
		return err
	}
	switch purpose {
	case models.LinkSignUp:
		return ofSignUp(c)
	case models.LinkEmail:
		return ofNewEmail(c)
	default:
		return models.ErrDeadLink
	}
}

func (p *portal) showConfirmSignUp(c echo.Context) error {
	return render(c, http.StatusOK, pages.ConfirmSignUp(p.shell(c), pages.ConfirmSignUpForm{}))
}

func (p *portal) confirmSignUp(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	err = p.Store.ConfirmSignUp(c.Request().Context(), p.linkOf(c), values.Get("password"), models.Network(c.RealIP()))
	if errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		return render(c, http.StatusConflict, pages.AddressTaken(p.shell(c)))
	}
	if err != nil {
		return p.mendConfirmation(c, err)
	}
	p.dropLink(c)
	return p.done(c, "/sign-in", layout.Flash{ID: layout.FlashSignedUp})
}

// mendConfirmation shows the form again, empty: no password is sent back to a page.
func (p *portal) mendConfirmation(c echo.Context, err error) error {
	again := pages.ConfirmSignUpForm{}
	status, err := p.mend(c, err, &again.Failed)
	if err != nil {
		return err
	}
	return render(c, status, pages.ConfirmSignUp(p.shell(c), again))
}
