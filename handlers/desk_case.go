package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showDeskCase(c echo.Context) error {
	return p.renderDeskCase(c, http.StatusOK, pages.DeskCasePage{})
}

// renderDeskCase shows a case at the desk; again has a form that comes back.
func (p *portal) renderDeskCase(c echo.Context, status int, again pages.DeskCasePage) error {
	found, err := p.Store.DeskCase(c.Request().Context(), staffOf(c), c.Param("ref"))
	if err != nil {
		return err
	}
	again.Complaint, again.Opened, again.Messages, again.Draft = found.Complaint, found.Opened, found.Messages, found.Draft
	again.Asked = found.Asked
	again.Looks, again.Events, again.Colleagues, again.Calendar = found.Looks, found.Events, found.Colleagues, found.Calendar
	again.MayAnswer, again.OpenedToday, again.AllowedToday = found.MayAnswer, found.OpenedToday, found.AllowedToday
	again.Me, again.Now = staffOf(c), p.Store.Now()
	return render(c, status, pages.DeskCase(p.shell(c), again))
}

// openCase opens a case with a reason. Words that were typed while it was locked again come with it, and stand in their
// form then; they are in that page alone, so no redirect is in between.
func (p *portal) openCase(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	opening := models.Opening{Cause: values.Get(models.FieldCause), Note: values.Get(models.FieldLookNote), Password: values.Get("password")}
	page := pages.DeskCasePage{Typed: pages.KeptWith(values)}
	if _, err := p.Store.OpenCase(c.Request().Context(), staffOf(c), c.Param("ref"), opening); err != nil {
		return p.mendOpening(c, page, values, err)
	}
	if page.Typed.Form != "" {
		return p.renderDeskCase(c, http.StatusOK, page)
	}
	return c.Redirect(http.StatusSeeOther, pages.CaseAtDesk(c.Param("ref")))
}

// mendOpening shows the form that opens a case again, without the password, or why nothing more is opened today.
func (p *portal) mendOpening(c echo.Context, page pages.DeskCasePage, values url.Values, err error) error {
	var tooMany models.TooManyCases
	if errors.As(err, &tooMany) {
		return p.showLimit(c, tooMany)
	}
	var second models.SecondNeeded
	if errors.As(err, &second) {
		return p.askSecond(c, page, second)
	}
	values.Del("password")
	page.Opening = pages.Typed{Form: pages.DeskOpen, Values: values}
	status, err := p.mend(c, err, &page.Opening.Failed)
	if err != nil {
		return err
	}
	return p.renderDeskCase(c, status, page)
}

// askSecond says that a second person is asked, or that a colleague asked first and whoever is here may answer. Words that were typed
// while the case was locked stay in its page.
func (p *portal) askSecond(c echo.Context, page pages.DeskCasePage, second models.SecondNeeded) error {
	mine := second.Asked.By.ID == staffOf(c).ID
	switch {
	case !mine:
		page.AskedBefore = &second.Asked
		return p.renderDeskCase(c, http.StatusForbidden, page)
	case page.Typed.Form != "":
		return p.renderDeskCase(c, http.StatusForbidden, page)
	}
	return p.done(c, pages.CaseAtDesk(second.Asked.Ref), layout.Flash{ID: layout.FlashSecondAsked})
}

// showLimit says that as many cases were opened today as one may open, and whom to ask (T13).
func (p *portal) showLimit(c echo.Context, tooMany models.TooManyCases) error {
	colleagues, err := p.Store.Colleagues(c.Request().Context())
	if err != nil {
		return err
	}
	me := staffOf(c)
	officers := slices.DeleteFunc(colleagues, func(s models.Staff) bool { return !s.Role.MayAllow() || s.ID == me.ID })
	return render(c, http.StatusForbidden, pages.DeskLimit(p.shell(c), pages.DeskLimitPage{
		Ref: c.Param("ref"), Allowed: tooMany.Allowed, Officers: officers,
	}))
}

// inCase reads a form of a case and does what it asks for. What is to mend comes back in its form; what was typed into a
// case that is locked again comes back with the form that opens it.
func (p *portal) inCase(what pages.DeskForm, flash layout.FlashID, do func(c echo.Context, values url.Values) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		values, err := form(c)
		if err != nil {
			return err
		}
		for _, name := range what.Fields() {
			values.Set(name, ownLines(values.Get(name)))
		}
		if err := do(c, values); err != nil {
			return p.mendInCase(c, pages.Typed{Form: what, Values: values}, err)
		}
		done := flash
		if what == pages.DeskAnswer && values.Get("do") == doDraft {
			done = layout.FlashDraftKept
		}
		return p.done(c, pages.CaseAtDesk(c.Param("ref")), layout.Flash{ID: done})
	}
}

func (p *portal) mendInCase(c echo.Context, typed pages.Typed, err error) error {
	if errors.Is(err, models.Refused{Reason: models.ReasonNotOpened}) {
		return p.renderDeskCase(c, http.StatusForbidden, pages.DeskCasePage{Typed: typed, Locked: true})
	}
	status, err := p.mend(c, err, &typed.Failed)
	if err != nil {
		return err
	}
	return p.renderDeskCase(c, status, pages.DeskCasePage{Typed: typed})
}

// What the form of an answer asks for, by the button.
const (
	doSend  = "send"
	doDraft = "draft"
)

// answerCase sends the answer, or keeps it as a draft.
func (p *portal) answerCase(c echo.Context, values url.Values) error {
	answer := models.Answer{
		Found: values.Get(models.FieldFound), Did: values.Get(models.FieldDid),
		Why: values.Get(models.FieldWhy), Appeal: values.Get(models.FieldAppeal),
	}
	switch values.Get("do") {
	case doDraft:
		return p.Store.SaveDraft(c.Request().Context(), staffOf(c), c.Param("ref"), answer)
	case doSend:
		return p.Store.Answer(c.Request().Context(), staffOf(c), c.Param("ref"), answer)
	}
	return models.Invalid{"do": models.FaultUnknown}
}

func (p *portal) replyInCase(c echo.Context, values url.Values) error {
	return p.Store.Reply(c.Request().Context(), staffOf(c), c.Param("ref"), models.MessageForm{Words: values.Get(models.FieldWords)})
}

func (p *portal) noteOnCase(c echo.Context, values url.Values) error {
	err := p.Store.NoteOnCase(c.Request().Context(), staffOf(c), c.Param("ref"), values.Get(models.FieldDeskNote))
	var invalid models.Invalid
	if errors.As(err, &invalid) {
		return models.Invalid{models.FieldDeskNote: invalid[models.FieldWords]}
	}
	return err
}

// addToCase writes down what somebody without an account added, which may open the case again.
func (p *portal) addToCase(c echo.Context, values url.Values) error {
	again, err := models.NewAgain(models.AgainForm{
		Channel: values.Get(models.FieldChannel), ReceivedOn: values.Get(models.FieldReceivedOn),
		ReceivedAt: values.Get(models.FieldReceivedAt), Words: values.Get(models.FieldAgain),
	}, p.Store.Now())
	if err != nil {
		return err
	}
	_, err = p.Store.AddForGuest(c.Request().Context(), staffOf(c), c.Param("ref"), again)
	return err
}

func (p *portal) verifyCase(c echo.Context, _ url.Values) error {
	return p.Store.VerifyCase(c.Request().Context(), staffOf(c), c.Param("ref"))
}

func (p *portal) rejectCase(c echo.Context, values url.Values) error {
	return p.Store.RejectVerification(c.Request().Context(), staffOf(c), c.Param("ref"), values.Get(models.FieldReason))
}

func (p *portal) refileCase(c echo.Context, values url.Values) error {
	kind, err := models.ParseCaseKind(values.Get(models.FieldKind))
	if err != nil {
		return err
	}
	return p.Store.RefileCase(c.Request().Context(), staffOf(c), c.Param("ref"), kind)
}

// mergeCase joins the case to another, whose reference was typed.
func (p *portal) mergeCase(c echo.Context, values url.Values) error {
	into, err := models.ParseCaseRef(values.Get("into"))
	if err != nil {
		return models.Invalid{"into": models.FaultMalformed}
	}
	err = p.Store.MergeCase(c.Request().Context(), staffOf(c), c.Param("ref"), into)
	if errors.Is(err, models.Refused{Reason: models.ReasonNotMerged}) || errors.Is(err, models.ErrNotFound) {
		return models.Invalid{"into": models.FaultUnknown}
	}
	return err
}

func (p *portal) closeCase(c echo.Context, _ url.Values) error {
	return p.Store.CloseCase(c.Request().Context(), staffOf(c), c.Param("ref"))
}

// assignCase gives the case to somebody; whoever may open it may do that without opening it.
func (p *portal) assignCase(c echo.Context, values url.Values) error {
	if !values.Has("owner") {
		return models.Invalid{"owner": models.FaultMissing}
	}
	ctx, me, ref := c.Request().Context(), staffOf(c), c.Param("ref")
	_, err := p.Store.AssignCases(ctx, me, []string{ref}, models.StaffID(values.Get("owner")))
	if errors.Is(err, models.ErrNotFound) {
		return models.Invalid{"owner": models.FaultUnknown}
	}
	if err == nil {
		_, err = p.Store.DeskCase(ctx, me, ref) // of no case there is nothing to tell
	}
	return err
}

// serveCasePicture answers with a picture that was attached to a case which is open to the staff member: the only file of
// anybody's that the desk can see (T13). It stays in no browser, since the case is locked again.
func (p *portal) serveCasePicture(c echo.Context) error {
	size, err := models.ParseSize(c.QueryParam("size"))
	if err != nil {
		return err
	}
	file, err := p.Store.StaffAttachment(c.Request().Context(), staffOf(c), c.Param("ref"), c.Param("file"), size)
	if err != nil {
		return err
	}
	return sendFile(c, file, models.SizeOriginal)
}
