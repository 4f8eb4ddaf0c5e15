package handlers

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// A guardian comes back here, by a code that is mailed to the address with which they decided: to see what is held of the child as far
// as its age allows, to change what they allow, and to take it back (#96).

const (
	wardsPath = "/guardian"
	visitPath = wardsPath + "/sign-in"
)

// visitRoutes adds the guardian's pages. Whoever typed no code is led to where one is asked for.
func (p *portal) visitRoutes() {
	p.echo.GET(visitPath, p.showBeginVisit)
	p.echo.POST(visitPath, p.beginVisit)
	p.echo.POST(wardsPath+"/sign-out", p.endVisit)
	p.echo.GET(wardsPath+"/code", leadToVisit(p.showVisitCode))
	p.echo.POST(wardsPath+"/code", leadToVisit(p.proveVisit))
	for _, route := range []struct {
		method, path string
		handler      echo.HandlerFunc
	}{
		{http.MethodGet, "", p.showWards},
		{http.MethodGet, "/:ref", p.showWard},
		{http.MethodPost, "/:ref/permissions/:permission", p.switchForWard},
		{http.MethodGet, "/:ref/withdraw", p.askOfWard(models.ActWithdraw, pages.WithdrawYes)},
		{http.MethodPost, "/:ref/withdraw", p.actForWard(models.ActWithdraw, layout.FlashWardWithdrawn)},
		{http.MethodGet, "/:ref/dispute", p.askOfWard(models.ActDispute, pages.DisputeYes)},
		{http.MethodPost, "/:ref/dispute", p.actForWard(models.ActDispute, layout.FlashWardDisputed)},
		{http.MethodPost, "/:ref/stop", p.actForWard(models.ActStop, layout.FlashWardStopped)},
		{http.MethodGet, "/:ref/erase", p.askOfWard(models.ActErase, pages.EraseWard)},
		{http.MethodPost, "/:ref/erase", p.eraseWard},
		{http.MethodPost, "/:ref/birth", p.answerBirthOfWard},
		{http.MethodPost, "/:ref/second", p.secondForWard},
		{http.MethodGet, "/:ref/correct", p.showCorrectWard},
		{http.MethodPost, "/:ref/correct", p.correctWard},
		{http.MethodGet, "/:ref/delete/:what", p.showDeleteOfWard},
		{http.MethodPost, "/:ref/delete/:what", p.deleteOfWard},
		{http.MethodGet, "/:ref/record.json", p.saveRecordOfWard},
		{http.MethodGet, "/:ref/record.pdf", p.savePaperOfWard},
		{http.MethodGet, "/:ref/sheet", p.saveSheetOfWard},
		{http.MethodGet, "/:ref/copy.json", p.saveCopyOfWard},
	} {
		p.echo.Add(route.method, wardsPath+route.path, leadToVisit(p.inVisit(route.method, route.handler)))
	}
}

// inVisit lets in whoever typed a code, before anything else is read of a form that they send. A page asks for the visit with what it
// shows.
func (p *portal) inVisit(method string, handler echo.HandlerFunc) echo.HandlerFunc {
	if method == http.MethodGet {
		return handler
	}
	return func(c echo.Context) error {
		visit, err := p.Store.Visit(c.Request().Context(), p.visitOfBrowser(c))
		if err == nil && !visit.Proven {
			err = models.ErrDeadLink
		}
		if err != nil {
			return err
		}
		if !tellsOrigin(c.Request()) {
			return echo.NewHTTPError(http.StatusForbidden) // as with a person's session
		}
		return handler(c)
	}
}

// leadToVisit leads to where a code is asked for whoever has none that counts, or whose hour is over, and whoever needs a fresh one.
func leadToVisit(handler echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := handler(c)
		if errors.Is(err, models.ErrDeadLink) {
			return c.Redirect(http.StatusSeeOther, visitPath)
		}
		if errors.Is(err, models.ErrStaleProof) {
			return leadToProof(c)
		}
		return err
	}
}

// visitOfBrowser returns what a browser holds in which a guardian typed a code: it stays signed in, or it holds a visit of an hour.
func (p *portal) visitOfBrowser(c echo.Context) string {
	if lasting := p.cookieOf(c, lastingCookie); lasting != "" {
		return lasting
	}
	return p.cookieOf(c, visitCookie)
}

// showBeginVisit asks for an address. Who is signed in needs none, as with a person's sign-in.
func (p *portal) showBeginVisit(c echo.Context) error {
	if lasting := p.cookieOf(c, lastingCookie); lasting != "" {
		_, err := p.Store.Visit(c.Request().Context(), lasting)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, wardsPath)
		}
		if !errors.Is(err, models.ErrDeadLink) {
			return err
		}
	}
	return render(c, http.StatusOK, pages.BeginVisit(p.shell(c), pages.VisitForm{}))
}

func (p *portal) beginVisit(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	token, err := p.Store.BeginVisit(ctx, values.Get("email"), i18n.LocaleOf(ctx), models.Network(c.RealIP()))
	again := pages.VisitForm{Email: values.Get("email")}
	var tooMany models.TooMany
	switch {
	case errors.As(err, &again.Invalid):
		return render(c, http.StatusUnprocessableEntity, pages.BeginVisit(p.shell(c), again))
	case errors.As(err, &tooMany):
		again.Wait = tooMany.After
		retryAfter(c, tooMany.After)
		return render(c, http.StatusTooManyRequests, pages.BeginVisit(p.shell(c), again))
	case err != nil:
		return err
	}
	p.setCookie(c, visitCookie, token)
	return c.Redirect(http.StatusSeeOther, wardsPath+"/code")
}

func (p *portal) showVisitCode(c echo.Context) error {
	return p.askVisitCode(c, http.StatusOK, pages.VisitCodeForm{})
}

func (p *portal) askVisitCode(c echo.Context, status int, typed pages.VisitCodeForm) error {
	visit, err := p.Store.Visit(c.Request().Context(), p.cookieOf(c, visitCookie))
	if err != nil {
		return err
	}
	typed.Email = visit.Email
	return render(c, status, pages.VisitCode(p.shell(c), typed))
}

// proveVisit takes the code that was typed, or sends another one.
func (p *portal) proveVisit(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, token, network := c.Request().Context(), p.cookieOf(c, visitCookie), models.Network(c.RealIP())
	if values.Get("do") == "again" {
		if err := p.Store.SendVisitCode(ctx, token, network); err != nil {
			return err
		}
		return p.done(c, wardsPath+"/code", layout.Flash{ID: layout.FlashVisitCode})
	}
	err = p.Store.ProveVisit(ctx, token, values.Get("code"), network)
	var again pages.VisitCodeForm
	if readCodeFault(err, &again.Invalid, &again.Left) {
		return p.askVisitCode(c, http.StatusUnprocessableEntity, again)
	}
	if err != nil {
		return err
	}
	if err := p.staySignedIn(c, token); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, wardsPath)
}

// readCodeFault tells whether a code was not taken and may be typed again: it is no code, or another one.
func readCodeFault(err error, invalid *models.Invalid, left *int) bool {
	var wrong models.WrongGuardianCode
	if errors.As(err, &wrong) {
		*left = wrong.Left
		return true
	}
	return errors.As(err, invalid)
}

func (p *portal) endVisit(c echo.Context) error {
	for _, held := range []cookie{lastingCookie, visitCookie} {
		if err := p.Store.EndVisit(c.Request().Context(), p.cookieOf(c, held)); err != nil {
			return err
		}
	}
	clearBrowser(c)
	return p.leaveGuardian(c, layout.Flash{ID: layout.FlashVisitEnded})
}

func (p *portal) showWards(c echo.Context) error {
	visit, wards, err := p.Store.Wards(c.Request().Context(), p.visitOfBrowser(c))
	if err != nil {
		return err
	}
	page := pages.WardsPage{Email: visit.Email, Until: visit.Until, Lasting: visit.Lasting}
	for _, w := range wards {
		page.Wards = append(page.Wards, wardCard(w))
	}
	return render(c, http.StatusOK, pages.Wards(p.shell(c), page))
}

func wardCard(w store.Ward) pages.WardCard {
	return pages.WardCard{Child: w.Child.Name, State: w.State, Lock: w.Lock, Record: w.Record.GuardianRecord, Word: w.Word(), All: w.All}
}

// ward returns the child of the address, if it is the visitor's.
func (p *portal) ward(c echo.Context) (store.WardPage, error) {
	return p.Store.WardPage(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"))
}

func (p *portal) showWard(c echo.Context) error {
	return p.tellWard(c, http.StatusOK, pages.SecondForm{})
}

func (p *portal) tellWard(c echo.Context, status int, typed pages.SecondForm) error {
	w, err := p.ward(c)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	page := pages.NewWard(wardCard(w.Ward), w.Child.Band(now), w.Sight, w.Standing, w.Holdings)
	page.Details, page.Addresses, page.Titles, page.Birth = w.Details, w.Addresses, w.Titles, w.Birth
	page.Reader, page.Lasting = readerOfWard(w.Ward), w.Visit.Lasting
	may := func(act models.WardAct) bool { return models.MayAct(act, w.State, w.Word(), w.Lock, now) }
	page.MayStop, page.MayErase, page.MayEnd = may(models.ActStop), may(models.ActErase), may(models.ActWithdraw)
	page.Second, page.MayAsk, page.Typed = w.Second, w.MayAskSecond(), typed
	return render(c, status, pages.Ward(p.shell(c), page))
}

func (p *portal) switchForWard(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	kind, err := models.ParseGuardianChoice(c.Param("permission"))
	if err != nil {
		return err
	}
	to, err := models.ParseSwitch(values.Get("state"))
	if err != nil {
		return err
	}
	if _, err := p.Store.SwitchAsGuardian(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), kind, to); err != nil {
		return err
	}
	return p.done(c, pages.WardPath(c.Param("ref")), layout.Flash{ID: layout.FlashWardSwitched, Kind: kind, State: to})
}

// askOfWard shows the page that asks before something is done, where it may be.
func (p *portal) askOfWard(act models.WardAct, page pages.WardAsks) echo.HandlerFunc {
	return func(c echo.Context) error { return p.renderAsk(c, http.StatusOK, act, page, pages.WardAsk{}) }
}

func (p *portal) renderAsk(c echo.Context, status int, act models.WardAct, page pages.WardAsks, ask pages.WardAsk) error {
	w, err := p.ward(c)
	if err != nil {
		return err
	}
	if !models.MayAct(act, w.State, w.Word(), w.Lock, p.Store.Now()) {
		return c.Redirect(http.StatusSeeOther, pages.WardPath(c.Param("ref")))
	}
	ask.WardCard = wardCard(w.Ward)
	return render(c, status, page(p.shell(c), ask))
}

func (p *portal) actForWard(act models.WardAct, flash layout.FlashID) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := p.Store.ActAsGuardian(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), act); err != nil {
			return err
		}
		return p.done(c, pages.WardPath(c.Param("ref")), layout.Flash{ID: flash})
	}
}

// eraseWard sends a fresh code, or takes it and erases.
func (p *portal) eraseWard(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, token, network := c.Request().Context(), p.visitOfBrowser(c), models.Network(c.RealIP())
	ask := pages.WardAsk{Sent: true}
	if values.Get("do") == "send" {
		if err := p.Store.SendVisitCode(ctx, token, network); err != nil {
			return err
		}
		return p.renderAsk(c, http.StatusOK, models.ActErase, pages.EraseWard, ask)
	}
	err = p.Store.EraseAsGuardian(ctx, token, c.Param("ref"), values.Get("code"), network)
	if readCodeFault(err, &ask.Invalid, &ask.Left) {
		return p.renderAsk(c, http.StatusUnprocessableEntity, models.ActErase, pages.EraseWard, ask)
	}
	if err != nil {
		return err
	}
	return p.done(c, wardsPath, layout.Flash{ID: layout.FlashWardErased})
}

func (p *portal) answerBirthOfWard(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	flash := layout.Flash{ID: layout.FlashWardBirthYes}
	switch values.Get("answer") {
	case "yes":
	case "no":
		flash.ID = layout.FlashWardBirthNo
	default:
		return models.Invalid{"answer": models.FaultUnknown}
	}
	err = p.Store.AnswerBirthAsGuardian(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), flash.ID == layout.FlashWardBirthYes)
	if err != nil {
		return err
	}
	return p.done(c, wardsPath, flash)
}

func (p *portal) showCorrectWard(c echo.Context) error {
	return p.askCorrectWard(c, http.StatusOK, pages.Again{})
}

func (p *portal) askCorrectWard(c echo.Context, status int, again pages.Again) error {
	w, record, err := p.Store.WardRecord(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, status, pages.CorrectWard(p.shell(c), pages.CorrectWardPage{WardCard: wardCard(w), Again: again, Record: record}))
}

func (p *portal) correctWard(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	again := pages.Again{Form: typedForm(values, string(models.FieldName), string(models.FieldNickname))}
	changed, err := p.Store.CorrectAsGuardian(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), again.Form)
	if status := comesBack(err, &again); status != 0 {
		return p.askCorrectWard(c, status, again)
	}
	if err != nil {
		return err
	}
	flash := layout.FlashNothingChanged
	if changed {
		flash = layout.FlashWardCorrected
	}
	return p.done(c, pages.WardPath(c.Param("ref")), layout.Flash{ID: flash})
}

func (p *portal) showDeleteOfWard(c echo.Context) error {
	return p.askDeleteOfWard(c, http.StatusOK, false)
}

// askDeleteOfWard shows what would be deleted; arrived tells that it is more than was shown before.
func (p *portal) askDeleteOfWard(c echo.Context, status int, arrived bool) error {
	w, plan, err := p.Store.PlanForWard(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), models.Scope(c.Param("what")))
	if err != nil {
		return err
	}
	if w.Lock != nil || plan.Count == 0 {
		return c.Redirect(http.StatusSeeOther, pages.WardPath(c.Param("ref")))
	}
	return render(c, status, pages.DeleteOfWard(p.shell(c), pages.DeleteOfWardPage{
		DeletePage: pages.DeletePage{Reader: readerOfWard(w), Plan: plan, Arrived: arrived}, Action: pages.WardPath(c.Param("ref")) + "/delete/" + string(plan.What),
	}))
}

func (p *portal) deleteOfWard(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	order := orderOf(values, models.Selection{What: models.Scope(c.Param("what")), All: true})
	order.When = models.WhenTomorrow
	d, err := p.Store.DeleteAsGuardian(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), order)
	switch {
	case errors.Is(err, models.ErrMoreCame):
		return p.askDeleteOfWard(c, http.StatusConflict, true)
	case err != nil:
		return err
	}
	return p.done(c, pages.WardPath(c.Param("ref")), layout.Flash{ID: layout.FlashWardDeleted, Receipt: d.Receipt})
}

func (p *portal) saveRecordOfWard(c echo.Context) error {
	w, err := p.ward(c)
	if err != nil {
		return err
	}
	return saveJSON(c, w.Record.Ref+".json", newRecordFile(w.Record))
}

func (p *portal) savePaperOfWard(c echo.Context) error {
	w, err := p.ward(c)
	if err != nil {
		return err
	}
	return p.savePaper(c, w.Record)
}

func (p *portal) saveCopyOfWard(c echo.Context) error {
	w, err := p.ward(c)
	if err != nil {
		return err
	}
	file := newWardFile(w)
	if w.Sight.All {
		if err := p.fillWardFile(c.Request().Context(), &file, w.Child.ID); err != nil {
			return err
		}
	}
	return saveJSON(c, w.Record.Ref+"-copy.json", file)
}

// saveJSON answers with a file to keep, which stays in no cache.
func saveJSON(c echo.Context, name string, content any) error {
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return err
	}
	return saveFile(c, name, echo.MIMEApplicationJSON, append(text, '\n'))
}

func saveFile(c echo.Context, name, mediaType string, content []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	h.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, mediaType, content)
}
