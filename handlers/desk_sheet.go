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

// An officer reads the sheets on which guardians decided by hand. They are matters of the desk like locks: opened with a reason,
// for half an hour, and seen to be opened (T13).

// checkSheet writes down what an officer read from a sheet.
func (p *portal) checkSheet(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	shown, err := p.shownOnSheets(c)
	if err != nil {
		return err
	}
	ref, read := c.Param("ref"), readSheetForm(values)
	if err := p.Store.CheckPaper(c.Request().Context(), staffOf(c), ref, read, shown); err != nil {
		return p.mendSheet(c, values, err)
	}
	return p.done(c, pages.MatterAtDesk(ref), layout.Flash{ID: sheetFlash(models.Verdict(read.Verdict))})
}

func readSheetForm(values url.Values) models.SheetForm {
	read := models.SheetForm{
		Verdict: values.Get(models.FieldVerdict), Ref: values.Get(models.FieldSheetRef), Relation: values.Get(models.FieldSheetRelation),
		Name: values.Get(models.FieldSheetName), GrownUp: values.Get(models.FieldSheetGrownUp) == "yes", Signed: values.Get(models.FieldSheetSigned) == "yes",
		Answers: map[models.PermissionKind]string{}, Fault: values.Get(models.FieldSheetFault), Note: ownLines(values.Get(models.FieldSheetNote)),
		Password: values.Get("password"),
	}
	for _, kind := range models.GuardianChoices {
		read.Answers[kind] = values.Get(string(kind))
	}
	return read
}

// mendSheet shows the form again with what was wrong. What was typed when the sheet was locked again comes back with the form that
// opens it.
func (p *portal) mendSheet(c echo.Context, values url.Values, err error) error {
	page := pages.DeskMatterPage{Checking: pages.Typed{Form: pages.DeskCheck}}
	page.Minor = errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor})
	page.Locked = errors.Is(err, models.Refused{Reason: models.ReasonNotOpened})
	if page.Minor || page.Locked {
		values.Del("password")
		page.Checking.Values = values
		return p.renderDeskMatter(c, http.StatusForbidden, page)
	}
	return p.mendMatter(c, &page, &page.Checking, values, err)
}

// sheetFlash is what an officer's reading did.
func sheetFlash(verdict models.Verdict) layout.FlashID {
	switch verdict {
	case models.SheetYes:
		return layout.FlashSheetYes
	case models.SheetNo:
		return layout.FlashSheetNo
	default:
		return layout.FlashSheetUnfit
	}
}

// serveSheet answers with the photo of a sheet that is open to the officer. It stays in no browser, since the sheet is locked
// again.
func (p *portal) serveSheet(c echo.Context) error {
	size, err := models.ParseSize(c.QueryParam("size"))
	if err != nil {
		return err
	}
	file, err := p.Store.StaffPaper(c.Request().Context(), staffOf(c), c.Param("ref"), size)
	if err != nil {
		return err
	}
	return sendFile(c, file, models.SizeOriginal)
}
