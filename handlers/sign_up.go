package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
)

// sentQuery leads from a form that had a letter sent to the page that says so.
const sentQuery = "?sent=yes"

func (p *portal) showSignUp(c echo.Context) error {
	if _, err := p.Store.CurrentPolicy(c.Request().Context()); err != nil {
		return p.signUpNotOpen(c, http.StatusOK, err)
	}
	if c.QueryParams().Has("sent") {
		return render(c, http.StatusOK, pages.SignUpSent(p.shell(c)))
	}
	return render(c, http.StatusOK, pages.SignUpBirthDate(p.shell(c), pages.BirthDateForm{}))
}

// signUpNotOpen answers while there is no agreement that anybody could accept.
func (p *portal) signUpNotOpen(c echo.Context, status int, err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return render(c, status, pages.SignUpNotOpen(p.shell(c)))
}

// signUp takes both steps: the birth date alone, and then all the rest with it.
func (p *portal) signUp(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	policy, err := p.Store.CurrentPolicy(c.Request().Context())
	if err != nil {
		return p.signUpNotOpen(c, http.StatusForbidden, err)
	}
	if !values.Has("birth_date") {
		return p.askWhoSignsUp(c, values, policy)
	}
	err = p.takeSignUp(c, values, policy)
	var invalid models.Invalid
	switch {
	case errors.As(err, &invalid) && invalid["birth_date"] != "":
		return p.mendBirthDate(c, pages.BirthDateForm{Invalid: models.Invalid{"birth_date": invalid["birth_date"]}})
	case errors.As(err, &invalid):
		return p.mendSignUp(c, values, policy, invalid)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/sign-up"+sentQuery)
}

// askWhoSignsUp is the second step, which the birth date leads to.
func (p *portal) askWhoSignsUp(c echo.Context, values url.Values, policy models.Policy) error {
	typed := pages.BirthDateForm{Year: values.Get("year"), Month: values.Get("month"), Day: values.Get("day")}
	now := p.Store.Now()
	birth, err := models.AskedBirthDate(typed.Year, typed.Month, typed.Day, now)
	if errors.As(err, &typed.Invalid) {
		return p.mendBirthDate(c, typed)
	}
	return render(c, http.StatusOK, pages.SignUp(p.shell(c), pages.SignUpForm{
		Birth: birth, PolicyVersion: policy.Version, AgreeLater: !models.BandAt(birth, now).AgreesThemselves(),
	}))
}

func (p *portal) mendBirthDate(c echo.Context, typed pages.BirthDateForm) error {
	return render(c, http.StatusUnprocessableEntity, pages.SignUpBirthDate(p.shell(c), typed))
}

// takeSignUp hands on what was typed. The box is ticked for the version that was shown: another one is no yes to this.
func (p *portal) takeSignUp(c echo.Context, values url.Values, policy models.Policy) error {
	ctx, now := c.Request().Context(), p.Store.Now()
	typed := models.SignUpForm{
		BirthDate: values.Get("birth_date"), Email: values.Get("email"), Name: values.Get("name"), Password: values.Get("password"),
		Locale: i18n.LocaleOf(ctx),
	}
	if values.Get("accept") == policy.Version {
		accepted := policy.Accept(pages.SignUpScreen(ctx, policy.Version), models.ChannelPortal, now)
		typed.Accepted = &accepted
	}
	signUp, err := models.NewSignUp(typed, now)
	if err != nil {
		return err
	}
	return p.Store.SignUp(ctx, signUp, models.Network(c.RealIP()))
}

func (p *portal) mendSignUp(c echo.Context, values url.Values, policy models.Policy, invalid models.Invalid) error {
	birth, err := models.ParseDate(values.Get("birth_date"))
	if err != nil {
		return err
	}
	return render(c, http.StatusUnprocessableEntity, pages.SignUp(p.shell(c), pages.SignUpForm{
		Birth: birth, Email: values.Get("email"), Name: values.Get("name"),
		PolicyVersion: policy.Version, AgreeLater: !models.BandAt(birth, p.Store.Now()).AgreesThemselves(), Invalid: invalid,
	}))
}
