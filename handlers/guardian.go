package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
)

// A guardian decides here without an account. The letter's token is in one cookie, and what a right code gave in another; neither
// stands in an address, and nothing that is only looked at changes anything (T2).

func (p *portal) takeGuardianLink(c echo.Context) error { return p.takeLink(c, "/g") }

func (p *portal) takeRemoveLink(c echo.Context) error { return p.takeLink(c, "/g/remove") }

// asked returns what the link in this browser asks, or ErrDeadLink.
func (p *portal) asked(c echo.Context) (store.GuardianAsked, error) {
	return p.Store.GuardianAsked(c.Request().Context(), p.linkOf(c), p.cookieOf(c, guardianCookie))
}

// askedPage is what the pages of a guardian show of what is asked.
func askedPage(asked store.GuardianAsked) pages.GuardianPage {
	return pages.NewGuardian(asked.GuardianRequest, asked.Paper, asked.Proven)
}

func (p *portal) showGuardian(c echo.Context) error {
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	page := askedPage(asked)
	if asked.Paper != nil {
		return render(c, http.StatusOK, pages.SheetChecked(p.shell(c), page))
	}
	return render(c, http.StatusOK, pages.Guardian(p.shell(c), page))
}

func (p *portal) sendGuardianCode(c echo.Context) error {
	if err := p.Store.SendGuardianCode(c.Request().Context(), p.linkOf(c), models.Network(c.RealIP())); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/g/verify")
}

func (p *portal) showGuardianCode(c echo.Context) error {
	return p.askGuardianCode(c, http.StatusOK, pages.GuardianCodeForm{})
}

// askGuardianCode shows the form for the code, or leads to where one is sent first.
func (p *portal) askGuardianCode(c echo.Context, status int, typed pages.GuardianCodeForm) error {
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	if asked.Codes == 0 {
		return c.Redirect(http.StatusSeeOther, "/g")
	}
	typed.GuardianPage = askedPage(asked)
	return render(c, status, pages.GuardianCode(p.shell(c), typed))
}

func (p *portal) verifyGuardian(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	proof, err := p.Store.ProveGuardian(c.Request().Context(), p.linkOf(c), values.Get("code"), models.Network(c.RealIP()))
	var again pages.GuardianCodeForm
	if readCodeFault(err, &again.Invalid, &again.Left) {
		return p.askGuardianCode(c, http.StatusUnprocessableEntity, again)
	}
	if err != nil {
		return err
	}
	p.setCookie(c, guardianCookie, proof)
	return c.Redirect(http.StatusSeeOther, "/g/decide")
}

func (p *portal) showDecide(c echo.Context) error {
	return p.askDecision(c, http.StatusOK, pages.DecidePage{})
}

// askDecision shows the form of the decision to whoever typed a code here.
func (p *portal) askDecision(c echo.Context, status int, page pages.DecidePage) error {
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	if !asked.Proven {
		return c.Redirect(http.StatusSeeOther, "/g/verify")
	}
	page.GuardianPage = askedPage(asked)
	page.Policy, page.Under14 = asked.Policy.Version, !asked.Band.AgreesThemselves()
	return render(c, status, pages.Decide(p.shell(c), page))
}

func (p *portal) decide(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	if !asked.Proven { // an hour went by: a new code is asked for, and the link is as good as before
		return c.Redirect(http.StatusSeeOther, "/g/verify")
	}
	typed, err := readGuardianForm(values)
	if err != nil {
		return err
	}
	decision, err := models.NewGuardianDecision(typed, asked.Policy.Version)
	var invalid models.Invalid
	if errors.As(err, &invalid) {
		return p.askDecision(c, http.StatusUnprocessableEntity, pages.DecidePage{Typed: typed, Invalid: invalid})
	}
	if err != nil {
		return err
	}
	decision.SameDevice = p.sameDevice(c, asked.Child)
	err = p.Store.DecideAsGuardian(c.Request().Context(), p.linkOf(c), p.cookieOf(c, guardianCookie), decision, p.shownToGuardian(c.Request().Context(), asked.Policy))
	if errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor}) {
		return p.askDecision(c, http.StatusForbidden, pages.DecidePage{Typed: typed, Minor: true})
	}
	if err != nil {
		return err
	}
	p.dropLink(c)
	if !decision.Approve {
		p.dropCookie(c, guardianCookie)
		if asked.Second {
			return c.Redirect(http.StatusSeeOther, "/g/declined/second")
		}
		return c.Redirect(http.StatusSeeOther, "/g/declined")
	}
	return c.Redirect(http.StatusSeeOther, "/g/done")
}

// shownToGuardian is what stands on the page on which a guardian decides, or on the form on paper, in the language of ctx: the
// record keeps it.
func (p *portal) shownToGuardian(ctx context.Context, policy models.Policy) store.GuardianShown {
	shown := store.GuardianShown{
		Statement: pages.GuardianStatement(ctx, policy.Version), Rules: pages.ChildRules(ctx), Locale: i18n.LocaleOf(ctx),
	}
	if policy.Version != "" {
		accepted := policy.Accept(shown.Statement+"\n"+shown.Rules, models.ChannelGuardian, p.Store.Now())
		shown.Accepted = &accepted
	}
	return shown
}

func readGuardianForm(values url.Values) (models.GuardianForm, error) {
	typed := models.GuardianForm{
		Relation: values.Get(models.FieldRelation), Name: values.Get(models.FieldGuardianName), Signature: values.Get(models.FieldSignature),
		GrownUp: values.Get(models.FieldGrownUp) == "yes", Policy: values.Get(models.FieldShownPolicy), Answers: map[models.PermissionKind]string{},
	}
	switch values.Get("decision") {
	case "approve":
		typed.Approve = true
	case "decline":
	default:
		return typed, models.Invalid{"decision": models.FaultUnknown}
	}
	for _, kind := range models.GuardianChoices {
		typed.Answers[kind] = values.Get(string(kind))
	}
	return typed, nil
}

func (p *portal) showGuardianDone(c echo.Context) error {
	record, err := p.Store.GuardianRecord(c.Request().Context(), p.cookieOf(c, guardianCookie))
	if err != nil {
		return err
	}
	counts, err := p.Store.DoubtedUntil(c.Request().Context(), p.cookieOf(c, guardianCookie))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.GuardianDone(p.shell(c), pages.GuardianDonePage{Record: record.GuardianRecord, CountsFrom: counts}))
}

func (p *portal) saveGuardianRecord(c echo.Context) error {
	held, err := p.Store.GuardianRecord(c.Request().Context(), p.cookieOf(c, guardianCookie))
	if err != nil {
		return err
	}
	return saveJSON(c, held.Ref+".json", newRecordFile(held))
}

func (p *portal) saveGuardianPaper(c echo.Context) error {
	held, err := p.Store.GuardianRecord(c.Request().Context(), p.cookieOf(c, guardianCookie))
	if err != nil {
		return err
	}
	return p.savePaper(c, held)
}

func (p *portal) showRemoveGuardianAddress(c echo.Context) error {
	if _, err := p.asked(c); err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.RemoveGuardianAddress(p.shell(c)))
}

func (p *portal) removeGuardianAddress(c echo.Context) error {
	if err := p.Store.RemoveGuardianAddress(c.Request().Context(), p.linkOf(c)); err != nil {
		return err
	}
	p.dropLink(c)
	p.dropCookie(c, guardianCookie)
	return c.Redirect(http.StatusSeeOther, "/g/removed")
}
