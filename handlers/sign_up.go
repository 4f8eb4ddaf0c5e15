package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/layout"
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

// signUp takes both steps: whom the account is for and the birth date alone, and then all the rest with them.
func (p *portal) signUp(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	policy, err := p.Store.CurrentPolicy(c.Request().Context())
	if err != nil {
		return p.signUpNotOpen(c, http.StatusForbidden, err)
	}
	first, birth, err := p.readFirstStep(values)
	if errors.As(err, &first.Invalid) {
		return render(c, http.StatusUnprocessableEntity, pages.SignUpBirthDate(p.shell(c), first))
	}
	if err != nil {
		return err
	}
	band := models.BandAt(birth, p.Store.Now())
	asks := !values.Has("birth_date") // what is left to say
	switch way := models.WayOf(first.For, band); {
	case way == models.WayGrownUp:
		return render(c, http.StatusOK, pages.StartsWithGrownUp(p.shell(c)))
	case way == models.WayChild && asks:
		return p.askChild(c, http.StatusOK, pages.ChildForm{For: first.For, Birth: birth}, policy, band)
	case way == models.WayChild:
		return p.takeChild(c, values, first.For, birth, policy, band)
	case asks:
		return render(c, http.StatusOK, pages.SignUp(p.shell(c), pages.SignUpForm{Birth: birth, PolicyVersion: policy.Version, PolicyLocale: policy.Locale()}))
	}
	err = p.takeSignUp(c, values, policy)
	var invalid models.Invalid
	if errors.As(err, &invalid) {
		return p.mendSignUp(c, values, birth, policy, invalid)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/sign-up"+sentQuery)
}

// readFirstStep reads whom the account is for and when they were born, or returns an Invalid.
func (p *portal) readFirstStep(values url.Values) (first pages.BirthDateForm, birth models.Date, err error) {
	now := p.Store.Now()
	first = pages.BirthDateForm{Year: values.Get("year"), Month: values.Get("month"), Day: values.Get("day")}
	wrong := models.Invalid{}
	first.For, err = models.ParseSignUpFor(values.Get(models.FieldSignUpFor))
	wrong.Join(err)
	if values.Has("birth_date") {
		birth, err = models.ParseBirthDate(values.Get("birth_date"), now)
	} else {
		birth, err = models.AskedBirthDate(first.Year, first.Month, first.Day, now)
	}
	wrong.Join(err)
	if len(wrong) == 0 && models.WayOf(first.For, models.BandAt(birth, now)) == models.WayNoChild {
		wrong["birth_date"] = models.FaultTooOld
	}
	return first, birth, wrong.OrNil()
}

// askChild shows the second step for a child.
func (p *portal) askChild(c echo.Context, status int, typed pages.ChildForm, policy models.Policy, band models.Band) error {
	typed.PolicyVersion, typed.PolicyLocale, typed.AgreesToo = policy.Version, policy.Locale(), band.AgreesThemselves()
	return render(c, status, pages.SignUpChild(p.shell(c), typed))
}

// takeChild makes a child's account, signs it in, and leads to the page that shows the three words.
func (p *portal) takeChild(c echo.Context, values url.Values, whom models.SignUpFor, birth models.Date, policy models.Policy, band models.Band) error {
	ctx := c.Request().Context()
	typed := models.ChildSignUpForm{
		Nickname: values.Get(models.FieldNewNickname), AccountName: values.Get(models.FieldNewName), Password: values.Get("password"),
		Guardian: values.Get(models.FieldGuardianEmail), Birth: birth, Locale: i18n.LocaleOf(ctx), Accepted: p.acceptedOf(c, values, policy),
	}
	signUp, err := models.NewChildSignUp(typed, band)
	var child models.Person
	if err == nil {
		child, err = p.Store.SignUpChild(ctx, signUp, models.Network(c.RealIP()))
	}
	var invalid models.Invalid
	if errors.As(err, &invalid) {
		return p.askChild(c, http.StatusUnprocessableEntity, pages.ChildForm{
			For: whom, Birth: birth, Nickname: typed.Nickname, Name: typed.AccountName, GuardianEmail: typed.Guardian, Invalid: invalid,
		}, policy, band)
	}
	if err != nil {
		return err
	}
	if err := p.begin(ctx, models.Account{Person: child}); err != nil {
		return err
	}
	if whom == models.ForMe { // a parent who begins for their child answers on the same device, and should
		p.rememberAsking(c, child.ID)
	}
	return p.done(c, familyPath, layout.Flash{ID: layout.FlashGuardianAsked})
}

// acceptedOf is what was accepted by the tick in a form: the box is ticked for the version that was shown, and another one is no yes
// to this.
func (p *portal) acceptedOf(c echo.Context, values url.Values, policy models.Policy) *models.Acceptance {
	if values.Get("accept") != policy.Version {
		return nil
	}
	accepted := policy.Accept(pages.SignUpScreen(c.Request().Context(), policy.Version), models.ChannelPortal, p.Store.Now())
	return &accepted
}

// takeSignUp hands on what was typed.
func (p *portal) takeSignUp(c echo.Context, values url.Values, policy models.Policy) error {
	ctx, now := c.Request().Context(), p.Store.Now()
	signUp, err := models.NewSignUp(models.SignUpForm{
		BirthDate: values.Get("birth_date"), Email: values.Get("email"), Name: values.Get("name"), Password: values.Get("password"),
		Locale: i18n.LocaleOf(ctx), Accepted: p.acceptedOf(c, values, policy),
	}, now)
	if err != nil {
		return err
	}
	return p.Store.SignUp(ctx, signUp, models.Network(c.RealIP()))
}

func (p *portal) mendSignUp(c echo.Context, values url.Values, birth models.Date, policy models.Policy, invalid models.Invalid) error {
	return render(c, http.StatusUnprocessableEntity, pages.SignUp(p.shell(c), pages.SignUpForm{
		Birth: birth, Email: values.Get("email"), Name: values.Get("name"), PolicyVersion: policy.Version, PolicyLocale: policy.Locale(), Invalid: invalid,
	}))
}
