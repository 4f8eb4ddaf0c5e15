package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
	"jolara.com/privacy/views/papers"
)

// A guardian who typed the code may decide on paper: they save the form, sign it by hand and send its photo. An officer reads it,
// see desk_sheet.go.

const paperPath = "/g/paper"

// takesSheet tells whether a form of an address may carry the photo of a sheet.
func takesSheet(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == paperPath }

func (p *portal) showPaper(c echo.Context) error {
	return p.askPaper(c, http.StatusOK, pages.PaperPage{})
}

// askPaper shows the second way to decide to whoever typed a code here.
func (p *portal) askPaper(c echo.Context, status int, page pages.PaperPage) error {
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	if !asked.Proven {
		return c.Redirect(http.StatusSeeOther, "/g/verify")
	}
	page.GuardianPage = askedPage(asked)
	return render(c, status, pages.GuardianPaper(p.shell(c), page))
}

// savePaperForm answers with the form of what is asked, in the language of the page. Nothing is written down for it.
func (p *portal) savePaperForm(c echo.Context) error {
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	if !asked.Proven {
		return c.Redirect(http.StatusSeeOther, "/g/verify")
	}
	ctx := c.Request().Context()
	form := papers.Form{
		Ref: p.Store.SheetRef(asked.ID, p.shownToGuardian(ctx, asked.Policy)), Words: i18n.ThreeWords(asked.Locale, asked.Words),
		Until: asked.Until, Policy: asked.Policy.Version, Both: asked.Band.AgreesThemselves(), At: asked.At,
	}
	paper, err := papers.GuardianForm(ctx, form)
	if err != nil {
		return err
	}
	return saveFile(c, form.Ref+".pdf", "application/pdf", paper)
}

// sendPaper takes the photo of a signed sheet. Who may send none is told so before it is read.
func (p *portal) sendPaper(c echo.Context) error {
	asked, err := p.asked(c)
	if err != nil {
		return err
	}
	if !asked.Proven { // an hour went by: a new code is asked for, and the link is as good as before
		return c.Redirect(http.StatusSeeOther, "/g/verify")
	}
	sent, err := p.formWithPictures(c)
	if err != nil {
		return err
	}
	err = p.Store.SendPaper(c.Request().Context(), p.linkOf(c), p.cookieOf(c, guardianCookie), sent.Files)
	if err != nil {
		return p.mendPaper(c, sent.Files, err)
	}
	return c.Redirect(http.StatusSeeOther, "/g")
}

// mendPaper shows the page again with what was wrong with the photo.
func (p *portal) mendPaper(c echo.Context, files []models.SentFile, err error) error {
	var page pages.PaperPage
	var unfit models.Unfit
	var tooMany models.TooMany
	status := http.StatusUnprocessableEntity
	switch {
	case errors.As(err, &page.Invalid):
	case errors.As(err, &unfit):
		page.Unfit, status = models.UnfitFiles{{Name: files[0].Name, Why: unfit}}, api.StatusOfUnfit(unfit)
	case errors.As(err, &tooMany):
		page.Full, status = true, http.StatusTooManyRequests
		retryAfter(c, tooMany.After)
	case errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor}):
		page.Minor, status = true, http.StatusForbidden
	default:
		return err
	}
	return p.askPaper(c, status, page)
}

// saveSheetOfWard answers with the photo of the sheet on which a guardian decided, to them alone.
func (p *portal) saveSheetOfWard(c echo.Context) error {
	file, err := p.Store.PaperOfWard(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return sendFile(c, file, models.SizeOriginal)
}

// shownOnSheets is what a sheet may have shown that was printed since the agreement in force, in each language.
func (p *portal) shownOnSheets(c echo.Context) ([]store.GuardianShown, error) {
	ctx := c.Request().Context()
	policy, err := p.Store.CurrentPolicy(ctx)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return nil, err
	}
	shown := make([]store.GuardianShown, len(models.Locales))
	for i, locale := range models.Locales {
		shown[i] = p.shownToGuardian(i18n.WithLocale(ctx, locale), policy)
	}
	return shown, nil
}
