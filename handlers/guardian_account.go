package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// A guardian's account: a browser that stays signed in, the browsers that do, and an address that can be changed. It shows nothing of a
// child that a visit of an hour does not (wards.go).

const (
	guardianAccountPath = wardsPath + "/account"
	guardianProvePath   = guardianAccountPath + "/prove"
	guardianEmailPath   = guardianAccountPath + "/email"
	guardianClosePath   = guardianAccountPath + "/close"
	guardianUndoPath    = wardsPath + "/undo"
)

// guardianPages are the routes to which a fresh code may lead back.
var guardianPages = []string{wardsPath + "/:ref", guardianAccountPath, guardianEmailPath, guardianClosePath}

func (p *portal) guardianAccountRoutes() {
	for _, route := range []struct {
		method, path string
		handler      echo.HandlerFunc
	}{
		{http.MethodGet, guardianAccountPath, p.showGuardianAccount},
		{http.MethodPost, guardianAccountPath, p.openGuardianAccount},
		{http.MethodPost, guardianAccountPath + "/sign-ins/:id/end", p.endGuardianSignIn},
		{http.MethodPost, guardianAccountPath + "/sign-ins/end", p.endGuardianSignIns},
		{http.MethodGet, guardianProvePath, p.showProveGuardian},
		{http.MethodPost, guardianProvePath, p.proveGuardian},
		{http.MethodGet, guardianEmailPath, p.showGuardianEmail},
		{http.MethodPost, guardianEmailPath, p.askGuardianEmail},
		{http.MethodGet, guardianEmailPath + "/code", p.showGuardianEmailCode},
		{http.MethodPost, guardianEmailPath + "/code", p.confirmGuardianEmail},
		{http.MethodGet, guardianClosePath, p.showCloseGuardianAccount},
		{http.MethodPost, guardianClosePath, p.closeGuardianAccount},
	} {
		p.echo.Add(route.method, route.path, leadToVisit(p.inVisit(route.method, route.handler)))
	}
	p.echo.GET(guardianUndoPath+"/:token", p.takeGuardianUndo)
	p.echo.GET(guardianUndoPath, p.showGuardianUndo)
	p.echo.POST(guardianUndoPath, p.undoGuardianEmail)
}

// leadToProof leads to where a fresh code is asked for, and from there back to the page on which something was to be done.
func leadToProof(c echo.Context) error {
	back := c.Request().URL.Path
	if ref := c.Param("ref"); ref != "" {
		back = pages.WardPath(ref)
	}
	return c.Redirect(http.StatusSeeOther, guardianProvePath+"?next="+url.QueryEscape(back))
}

// browserOfGuardian tells in which browser a code was typed, and whether the address signed in from it before.
func (p *portal) browserOfGuardian(c echo.Context, email string) models.GuardianBrowser {
	return models.GuardianBrowser{Browser: models.ParseBrowser(c.Request().UserAgent()), Known: p.knownBrowser(c, email) != ""}
}

// staySignedIn keeps the browser signed in where the address has an account, and takes the place of any sign-in before.
func (p *portal) staySignedIn(c echo.Context, token string) error {
	ctx := c.Request().Context()
	visit, err := p.Store.Visit(ctx, token)
	if err != nil {
		return err
	}
	lasting, err := p.Store.StaySignedIn(ctx, token, p.browserOfGuardian(c, visit.Email))
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	if before := p.cookieOf(c, lastingCookie); before != "" {
		if err := p.Store.EndVisit(ctx, before); err != nil {
			return err
		}
		p.dropCookie(c, lastingCookie)
	}
	if lasting != "" {
		p.keepSignedIn(c, lasting, visit.Email)
	}
	return nil
}

// keepSignedIn gives the browser what it holds while it is signed in, in place of the visit of an hour.
func (p *portal) keepSignedIn(c echo.Context, lasting, email string) {
	p.setCookie(c, lastingCookie, lasting)
	p.dropCookie(c, visitCookie)
	p.rememberBrowser(c, email, p.knownBrowser(c, email))
}

func (p *portal) openGuardianAccount(c echo.Context) error {
	ctx, token := c.Request().Context(), p.visitOfBrowser(c)
	visit, err := p.Store.Visit(ctx, token)
	if err != nil {
		return err
	}
	if visit.Lasting {
		return c.Redirect(http.StatusSeeOther, guardianAccountPath)
	}
	lasting, err := p.Store.OpenGuardianAccount(ctx, token, p.browserOfGuardian(c, visit.Email))
	if errors.Is(err, models.ErrConflict) {
		return c.Redirect(http.StatusSeeOther, wardsPath) // where it says that nobody is left
	}
	if err != nil {
		return err
	}
	p.keepSignedIn(c, lasting, visit.Email)
	return p.done(c, guardianAccountPath, layout.Flash{ID: layout.FlashGuardianOpened})
}

// showGuardianAccount shows the account. Who has none is led to where one is opened.
func (p *portal) showGuardianAccount(c echo.Context) error {
	account, err := p.Store.GuardianAccount(c.Request().Context(), p.visitOfBrowser(c))
	if errors.Is(err, models.ErrNotFound) {
		return c.Redirect(http.StatusSeeOther, wardsPath)
	}
	if err != nil {
		return err
	}
	page := pages.NewGuardianAccount(account.Visit.Email, account.Since, account.Children, account.EmptySince)
	page.Browsers = pages.NewGuardianSignIns(account.SignIns, account.Visit.ID, p.Store.Now())
	return render(c, http.StatusOK, pages.GuardianAccount(p.shell(c), page))
}

func (p *portal) endGuardianSignIn(c echo.Context) error {
	ctx, token := c.Request().Context(), p.visitOfBrowser(c)
	here, err := p.Store.Visit(ctx, token)
	if err != nil {
		return err
	}
	if here.ID == c.Param("id") {
		return p.endVisit(c)
	}
	if err := p.Store.EndGuardianSignIn(ctx, token, c.Param("id")); err != nil {
		return err
	}
	return p.done(c, guardianAccountPath, layout.Flash{ID: layout.FlashSessionEnded})
}

func (p *portal) endGuardianSignIns(c echo.Context) error {
	if err := p.Store.EndGuardianSignIns(c.Request().Context(), p.visitOfBrowser(c)); err != nil {
		return err
	}
	return p.leaveGuardian(c, layout.Flash{ID: layout.FlashSignedOutEverywhere})
}

// leaveGuardian forgets what the browser holds of a guardian, and leads to where one begins.
func (p *portal) leaveGuardian(c echo.Context, flash layout.Flash) error {
	p.dropCookie(c, lastingCookie)
	p.dropCookie(c, visitCookie)
	return p.done(c, visitPath, flash)
}

// fresh returns the visit of a browser that is signed in to an account and in which a code was typed within the hour.
func (p *portal) fresh(c echo.Context) (email string, err error) {
	visit, err := p.Store.Visit(c.Request().Context(), p.visitOfBrowser(c))
	switch {
	case err != nil:
		return "", err
	case !visit.Proven:
		return "", models.ErrDeadLink
	case !visit.Lasting:
		return "", models.ErrNotFound
	case !visit.Fresh:
		return "", models.ErrStaleProof
	}
	return visit.Email, nil
}

func (p *portal) showProveGuardian(c echo.Context) error {
	return p.askProof(c, http.StatusOK, pages.ProveGuardianPage{Next: c.QueryParam("next")})
}

func (p *portal) askProof(c echo.Context, status int, page pages.ProveGuardianPage) error {
	visit, err := p.Store.Visit(c.Request().Context(), p.visitOfBrowser(c))
	if err == nil && !visit.Proven {
		err = models.ErrDeadLink
	}
	if err != nil {
		return err
	}
	page.Email, page.Next = visit.Email, p.backTo(page.Next)
	return render(c, status, pages.ProveGuardian(p.shell(c), page))
}

// backTo returns the page that was asked for where it is one of the guardian's, and their first one otherwise (T24).
func (p *portal) backTo(asked string) string {
	if p.isPage(asked, guardianPages) {
		return asked
	}
	return wardsPath
}

// proveGuardian sends a fresh code to the present address, or takes it.
func (p *portal) proveGuardian(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, token, network := c.Request().Context(), p.visitOfBrowser(c), models.Network(c.RealIP())
	page := pages.ProveGuardianPage{Next: values.Get("next"), Sent: true}
	if values.Get("do") == "send" {
		if err := p.Store.SendVisitCode(ctx, token, network); err != nil {
			return err
		}
		return p.askProof(c, http.StatusOK, page)
	}
	err = p.Store.ProveVisit(ctx, token, values.Get("code"), network)
	if readCodeFault(err, &page.Invalid, &page.Left) {
		return p.askProof(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	if p.cookieOf(c, lastingCookie) == token {
		p.setCookie(c, lastingCookie, token) // which lasts from this code on
	}
	return p.done(c, p.backTo(page.Next), layout.Flash{ID: layout.FlashGuardianProven})
}

func (p *portal) showGuardianEmail(c echo.Context) error {
	return p.askAnotherEmail(c, http.StatusOK, pages.GuardianEmailForm{})
}

func (p *portal) askAnotherEmail(c echo.Context, status int, form pages.GuardianEmailForm) (err error) {
	if form.Present, err = p.fresh(c); err != nil {
		return err
	}
	return render(c, status, pages.GuardianEmail(p.shell(c), form))
}

// askGuardianEmail answers the same whether the new address is free or another account's (T4).
func (p *portal) askGuardianEmail(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := pages.GuardianEmailForm{Email: values.Get("email")}
	err = p.Store.AskGuardianEmail(c.Request().Context(), p.visitOfBrowser(c), typed.Email, models.Network(c.RealIP()))
	var tooMany models.TooMany
	switch {
	case errors.As(err, &typed.Invalid):
		return p.askAnotherEmail(c, http.StatusUnprocessableEntity, typed)
	case errors.As(err, &tooMany):
		typed.Wait = tooMany.After
		retryAfter(c, tooMany.After)
		return p.askAnotherEmail(c, http.StatusTooManyRequests, typed)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, guardianEmailPath+"/code")
}

func (p *portal) showGuardianEmailCode(c echo.Context) error {
	return p.askGuardianEmailCode(c, http.StatusOK, pages.VisitCodeForm{})
}

// askGuardianEmailCode asks for the code from the new address. Where no change waits it begins again.
func (p *portal) askGuardianEmailCode(c echo.Context, status int, typed pages.VisitCodeForm) error {
	if _, err := p.fresh(c); err != nil {
		return err
	}
	email, err := p.Store.NewGuardianEmail(c.Request().Context(), p.visitOfBrowser(c))
	if errors.Is(err, models.ErrNotFound) {
		return c.Redirect(http.StatusSeeOther, guardianEmailPath)
	}
	if err != nil {
		return err
	}
	typed.Email = email
	return render(c, status, pages.GuardianEmailCode(p.shell(c), typed))
}

// confirmGuardianEmail takes the code from the new address, or sends another one.
func (p *portal) confirmGuardianEmail(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, token, network := c.Request().Context(), p.visitOfBrowser(c), models.Network(c.RealIP())
	if values.Get("do") == "again" {
		err = p.Store.SendMoveCode(ctx, token, network)
		if errors.Is(err, models.ErrNotFound) {
			return c.Redirect(http.StatusSeeOther, guardianEmailPath)
		}
		if err != nil {
			return err
		}
		return p.done(c, guardianEmailPath+"/code", layout.Flash{ID: layout.FlashVisitCode})
	}
	waits, err := p.Store.NewGuardianEmail(ctx, token)
	if err == nil {
		err = p.Store.ConfirmGuardianEmail(ctx, token, values.Get("code"), network)
	}
	var again pages.VisitCodeForm
	switch {
	case errors.Is(err, models.ErrNotFound):
		return p.done(c, guardianEmailPath, layout.Flash{ID: layout.FlashGuardianMoveOver})
	case errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor}):
		err = models.Invalid{string(models.FieldEmail): models.FaultOfMinor}
	}
	if ofAddress := (pages.GuardianEmailForm{Email: waits}); errors.As(err, &ofAddress.Invalid) && ofAddress.Invalid[string(models.FieldEmail)] != "" {
		return p.askAnotherEmail(c, http.StatusUnprocessableEntity, ofAddress)
	}
	if readCodeFault(err, &again.Invalid, &again.Left) {
		return p.askGuardianEmailCode(c, http.StatusUnprocessableEntity, again)
	}
	if err != nil {
		return err
	}
	return p.done(c, guardianAccountPath, layout.Flash{ID: layout.FlashGuardianMoved})
}

func (p *portal) showCloseGuardianAccount(c echo.Context) error {
	if _, err := p.fresh(c); err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.CloseGuardianAccount(p.shell(c)))
}

func (p *portal) closeGuardianAccount(c echo.Context) error {
	if err := p.Store.CloseGuardianAccount(c.Request().Context(), p.visitOfBrowser(c)); err != nil {
		return err
	}
	return p.leaveGuardian(c, layout.Flash{ID: layout.FlashGuardianClosed})
}

func (p *portal) takeGuardianUndo(c echo.Context) error { return p.takeLink(c, guardianUndoPath) }

// showGuardianUndo asks whoever follows the link in the letter to a guardian's former address.
func (p *portal) showGuardianUndo(c echo.Context) error {
	email, err := p.Store.FormerGuardianEmail(c.Request().Context(), p.linkOf(c))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.UndoGuardianEmail(p.shell(c), email))
}

func (p *portal) undoGuardianEmail(c echo.Context) error {
	if err := p.Store.UndoGuardianEmail(c.Request().Context(), p.linkOf(c)); err != nil {
		return err
	}
	p.dropLink(c)
	return p.leaveGuardian(c, layout.Flash{ID: layout.FlashGuardianMovedBack})
}
