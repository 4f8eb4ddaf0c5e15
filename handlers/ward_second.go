package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// secondForWard is a guardian's yes or no to a second one whom the child named, or invites one.
func (p *portal) secondForWard(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, token, ref := c.Request().Context(), p.visitOfBrowser(c), c.Param("ref")
	var flash layout.FlashID
	switch values.Get("do") {
	case "yes":
		flash, err = layout.FlashSecondGuardianInvited, p.Store.AnswerSecondAsGuardian(ctx, token, ref, true)
	case "no":
		flash, err = layout.FlashSecondGuardianRefused, p.Store.AnswerSecondAsGuardian(ctx, token, ref, false)
	case "invite":
		flash = layout.FlashSecondGuardianInvited
		err = p.Store.InviteSecond(ctx, token, ref, values.Get(models.FieldGuardianEmail), i18n.LocaleOf(ctx), models.Network(c.RealIP()))
	default:
		return models.Invalid{"do": models.FaultUnknown}
	}
	typed := pages.SecondForm{Email: values.Get(models.FieldGuardianEmail)}
	var tooMany models.TooMany
	switch {
	case errors.As(err, &typed.Invalid):
		return p.tellWard(c, http.StatusUnprocessableEntity, typed)
	case errors.As(err, &tooMany):
		typed.Wait = tooMany.After
		retryAfter(c, tooMany.After)
		return p.tellWard(c, http.StatusTooManyRequests, typed)
	case errors.Is(err, models.Refused{Reason: models.ReasonNoSecond}):
		typed.NoMore = true
		return p.tellWard(c, http.StatusConflict, typed)
	case err != nil:
		return err
	}
	return p.done(c, pages.WardPath(ref), layout.Flash{ID: flash})
}
