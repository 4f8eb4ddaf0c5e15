package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// Whoever reads what is held of a person asks for the same pages: the person themselves below /data, and the guardian of a child under 8
// below the child's page.

// shown is whose data a page shows, and to whom.
type shown struct {
	person models.Person
	reader components.Reader
	hidden bool // pictures are not to be seen
}

// minor tells whether the data is somebody's under 18.
func (p *portal) minor(of shown) bool { return of.person.Band(p.Store.Now()).Minor() }

// own asks for a page for the person who is signed in.
func (p *portal) own(page func(echo.Context, shown) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		return page(c, shown{person: personOf(c), hidden: p.hidesPictures(c)})
	}
}

// ofWard asks for a page for the guardian who sees everything of the child on the address's record.
func (p *portal) ofWard(page func(echo.Context, shown) error) echo.HandlerFunc {
	return leadToVisit(func(c echo.Context) error {
		w, err := p.Store.WardAll(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"))
		if err != nil {
			return err
		}
		return page(c, shown{person: w.Child, reader: readerOfWard(w)})
	})
}

func readerOfWard(w store.Ward) components.Reader {
	return components.Reader{Child: w.Child.Name, Ward: pages.WardPath(w.Record.Ref), Locked: w.Lock != nil}
}

// wardDataRoutes adds the pages of everything that is held of a child under 8, for its guardian. Complaints and questions have none.
func (p *portal) wardDataRoutes() {
	for _, route := range []struct {
		method, path string
		page         func(echo.Context, shown) error
	}{
		{http.MethodGet, "/photos", p.showPhotos},
		{http.MethodGet, "/photos/:id", p.showPhoto},
		{http.MethodPost, "/photos/:id", p.editPhoto},
		{http.MethodGet, "/files/:id", p.serveFile},
		{http.MethodHead, "/files/:id", p.serveFile},
		{http.MethodGet, "/prints", p.showPrints},
		{http.MethodGet, "/voice", p.showVoice},
		{http.MethodGet, "/log", p.showLog},
		{http.MethodGet, "/changes", p.showChanges},
		{http.MethodGet, "/consents", p.showConsents},
		{http.MethodGet, "/recipients", p.showRecipients},
		{http.MethodGet, "/delete", p.showDeleteChosen},
		{http.MethodPost, "/delete", p.deleteChosen},
	} {
		p.echo.Add(route.method, wardsPath+"/:ref"+route.path, p.ofWard(route.page))
	}
}

// showDeleteChosen asks before what a guardian chose of a child is deleted.
func (p *portal) showDeleteChosen(c echo.Context, of shown) error {
	selection, err := models.ParseSelection(c.QueryParams())
	if err != nil {
		return p.mendChosen(c, of, selection, err)
	}
	return p.askDeleteChosen(c, http.StatusOK, of, selection, false)
}

// askDeleteChosen shows what would be deleted; arrived tells that it is more than was shown before.
func (p *portal) askDeleteChosen(c echo.Context, status int, of shown, selection models.Selection, arrived bool) error {
	if of.reader.Locked {
		return c.Redirect(http.StatusSeeOther, of.reader.Ward)
	}
	plan, err := p.Store.PlanDeletion(c.Request().Context(), of.person.ID, selection)
	if err != nil {
		return err
	}
	page := pages.DeleteOfWardPage{DeletePage: pages.DeletePage{Reader: of.reader, Plan: plan, Arrived: arrived}, Action: of.reader.Deletes()}
	return render(c, status, pages.DeleteOfWard(p.shell(c), page))
}

// mendChosen answers where nothing was chosen; what cannot be a selection otherwise is nothing that a page of ours asks.
func (p *portal) mendChosen(c echo.Context, of shown, selection models.Selection, err error) error {
	var invalid models.Invalid
	if errors.As(err, &invalid) && invalid[models.FieldItem] == models.FaultMissing {
		return render(c, http.StatusUnprocessableEntity, pages.NothingChosen(p.shell(c), of.reader, selection.What))
	}
	return err
}

func (p *portal) deleteChosen(c echo.Context, of shown) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	selection, err := models.ParseSelection(values)
	if err != nil {
		return p.mendChosen(c, of, selection, err)
	}
	order := orderOf(values, selection)
	order.When = models.WhenTomorrow
	d, err := p.Store.DeleteAsGuardian(c.Request().Context(), p.visitOfBrowser(c), c.Param("ref"), order)
	var invalid models.Invalid
	switch {
	case errors.Is(err, models.ErrMoreCame):
		return p.askDeleteChosen(c, http.StatusConflict, of, selection, true)
	case errors.As(err, &invalid):
		return p.askDeleteChosen(c, http.StatusUnprocessableEntity, of, selection, false) // which is gone, or was never seen
	case err != nil:
		return err
	}
	return p.done(c, of.reader.List(selection.What), layout.Flash{ID: layout.FlashWardDeleted, Receipt: d.Receipt})
}
