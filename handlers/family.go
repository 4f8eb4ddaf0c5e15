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

const familyPath = "/family"

// requireMinor lets in whom a guardian decides for, or whose account is locked until somebody has checked whether one does: for others
// there is no such page.
func (p *portal) requireMinor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if of := p.Store.Ward(personOf(c)); !of.Guarded && !of.Locked {
			return models.ErrNotFound
		}
		return next(c)
	}
}

func (p *portal) showFamily(c echo.Context) error {
	return p.tellFamily(c, http.StatusOK, pages.FamilyForm{})
}

func (p *portal) tellFamily(c echo.Context, status int, typed pages.FamilyForm) error {
	person, now := personOf(c), p.Store.Now()
	stands, err := p.Store.Guardianship(c.Request().Context(), person)
	if err != nil {
		return err
	}
	page := pages.FamilyPage{
		Band: person.Band(now), State: stands.State, Paper: stands.Paper, Request: stands.Request, Until: stands.Until, MadeHere: stands.Nothing, MayErase: stands.MayErase(),
		AgreedSelf: person.Band(now).AgreesThemselves(), OwnEmail: stands.SignsInBy, Typed: typed, Lock: stands.Lock, Born: person.Birth, MayAsk: stands.MayAsk(now),
	}
	for _, r := range []*models.GuardianRequest{stands.Request, stands.Second} {
		if r != nil {
			page.Words, page.MayResend = i18n.ThreeWords(r.Locale, r.Words), r.MayResend(now)
		}
	}
	page.Two, page.Second, page.MayAskMore = len(stands.Guardians) == models.GuardiansOfOne, stands.Second, stands.MayAskSecond()
	if stands.LockKind() == models.LockAnswers { // which locks nothing of the child's
		page.Lock, page.Differ = nil, stands.Guardians.Differ()
	}
	return render(c, status, pages.Family(p.shell(c), page))
}

// askFamily does one of the things that a minor may do while a guardian is asked.
func (p *portal) askFamily(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, person, network := c.Request().Context(), personOf(c), models.Network(c.RealIP())
	flash, asked := layout.FlashGuardianAsked, true
	switch values.Get("do") {
	case "ask":
		err = p.Store.AskGuardian(ctx, person, values.Get(models.FieldGuardianEmail), i18n.LocaleOf(ctx), network)
	case "second":
		flash, asked = layout.FlashSecondGuardianAsked, false
		err = p.Store.AskSecond(ctx, person, values.Get(models.FieldGuardianEmail), i18n.LocaleOf(ctx))
	case "again":
		err = p.Store.ResendGuardianLetter(ctx, person.ID, network)
	case "parents":
		flash = layout.FlashParentsAddress
		err = p.Store.GiveParentsAddress(ctx, person, values.Get(models.FieldNewName), i18n.LocaleOf(ctx), network)
	case "born":
		flash, asked = layout.FlashBirthConfirmed, false
		err = p.Store.ConfirmBirthDate(ctx, person.ID)
	default:
		err = models.Invalid{"do": models.FaultUnknown}
	}
	if err != nil {
		return p.mendFamily(c, values, err)
	}
	if asked {
		p.rememberAsking(c, person.ID)
	}
	return p.done(c, familyPath, layout.Flash{ID: flash})
}

// mendFamily shows the page again with what was wrong.
func (p *portal) mendFamily(c echo.Context, values url.Values, err error) error {
	typed := pages.FamilyForm{Email: values.Get(models.FieldGuardianEmail), Name: values.Get(models.FieldNewName)}
	status := http.StatusUnprocessableEntity
	var tooMany models.TooMany
	switch {
	case errors.As(err, &typed.Invalid) && typed.Invalid["do"] == "":
	case errors.As(err, &tooMany):
		typed.Wait, status = tooMany.After, http.StatusTooManyRequests
		retryAfter(c, tooMany.After)
	case errors.Is(err, models.Refused{Reason: models.ReasonNoSecond}):
		typed.NoMore, status = true, http.StatusConflict
	case errors.Is(err, models.Refused{Reason: models.ReasonGuardianSaid}):
		typed.Said, status = true, http.StatusConflict
	default:
		return err
	}
	return p.tellFamily(c, status, typed)
}

// showEraseOwnAccount asks before an account goes of which nothing was collected.
func (p *portal) showEraseOwnAccount(c echo.Context) error {
	stands, err := p.Store.Guardianship(c.Request().Context(), personOf(c))
	if err != nil {
		return err
	}
	if !stands.MayErase() {
		return c.Redirect(http.StatusSeeOther, familyPath)
	}
	return render(c, http.StatusOK, pages.EraseOwnAccount(p.shell(c)))
}

func (p *portal) eraseOwnAccount(c echo.Context) error {
	if err := p.Store.EraseOwnAccount(c.Request().Context(), personOf(c).ID); err != nil {
		return err
	}
	return p.leave(c, layout.Flash{ID: layout.FlashAccountErased})
}
