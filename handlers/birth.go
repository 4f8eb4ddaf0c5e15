package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const birthPath = "/data/birth-date"

func (p *portal) showBirthDate(c echo.Context) error {
	return p.askBirthDate(c, http.StatusOK, pages.BirthDateForm{})
}

func (p *portal) askBirthDate(c echo.Context, status int, typed pages.BirthDateForm) error {
	person := personOf(c)
	if of := p.Store.Ward(person); of.Locked || of.Frozen { // one thing is settled after the other
		return c.Redirect(http.StatusSeeOther, familyPath)
	}
	waits, err := p.Store.BirthRequest(c.Request().Context(), person.ID)
	if err != nil {
		return err
	}
	return render(c, status, pages.BirthDate(p.shell(c), pages.BirthDatePage{Known: person.Birth, Waits: waits, Typed: typed}))
}

// correctBirthDate takes another birth date, and asks first where it makes a child's account of an adult's.
func (p *portal) correctBirthDate(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	person, now := personOf(c), p.Store.Now()
	typed := pages.BirthDateForm{Year: values.Get("year"), Month: values.Get("month"), Day: values.Get("day")}
	told, err := models.AskedBirthDate(typed.Year, typed.Month, typed.Day, now)
	if errors.As(err, &typed.Invalid) {
		return p.askBirthDate(c, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	if models.BirthEffectOf(person.Birth, told, now) == models.BirthLocks && values.Get("sure") != "yes" {
		return render(c, http.StatusOK, pages.SureOfBirthDate(p.shell(c), pages.SureOfBirthPage{Told: told, Typed: typed}))
	}
	effect, err := p.Store.CorrectBirthDate(c.Request().Context(), person, told)
	if err != nil {
		return err
	}
	switch effect {
	case models.BirthLocks:
		return p.done(c, familyPath, layout.Flash{ID: layout.FlashBirthLocked})
	case models.BirthWaits:
		return p.done(c, birthPath, layout.Flash{ID: layout.FlashBirthWaits})
	case models.BirthTaken:
		return p.done(c, birthPath, layout.Flash{ID: layout.FlashBirthTaken})
	}
	return p.done(c, birthPath, layout.Flash{ID: layout.FlashNothingChanged})
}
