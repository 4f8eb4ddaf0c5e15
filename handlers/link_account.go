package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showLinkAccount(c echo.Context) error {
	form := pages.LinkForm{Linked: personOf(c).ExternalID != ""}
	return render(c, http.StatusOK, pages.Link(p.shell(c), form))
}

func (p *portal) linkAccount(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	code, err := models.ParseLinkCode(values.Get("code"))
	if err != nil {
		return p.mendLink(c, err)
	}
	ctx := c.Request().Context()
	linked, err := p.Store.Link(ctx, personOf(c), code, models.Network(c.RealIP()))
	if err != nil {
		return p.mendLink(c, err)
	}
	// Whoever had the session's token before has it for another person now (T6).
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	p.sessions.Put(ctx, personKey, string(linked.ID))
	return p.done(c, afterSignIn, layout.Flash{ID: layout.FlashLinked})
}

// mendLink shows the form again with what was wrong; the code is typed anew.
func (p *portal) mendLink(c echo.Context, err error) error {
	var form pages.LinkForm
	var tooMany models.TooMany
	status := http.StatusUnprocessableEntity
	switch {
	case errors.As(err, &form.Invalid):
	case errors.Is(err, models.ErrWrongCode):
		form.WrongCode = true
	case errors.Is(err, models.Refused{Reason: models.ReasonAgesDiffer}):
		form.AgesDiffer = true
	case errors.Is(err, models.ErrHasSignIn):
		form.Linked, status = true, http.StatusConflict
	case errors.As(err, &tooMany):
		form.Wait, status = tooMany.After, http.StatusTooManyRequests
		retryAfter(c, tooMany.After)
	default:
		return err
	}
	return render(c, status, pages.Link(p.shell(c), form))
}
