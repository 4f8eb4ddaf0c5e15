package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/pages"
)

// showPrints shows the print jobs, or the one that 'job' names.
func (p *portal) showPrints(c echo.Context, of shown) error {
	if job := c.QueryParam("job"); job != "" {
		return p.showPrint(c, of, job)
	}
	asked, err := readFilter(c, of.reader, "state")
	if err != nil {
		return err
	}
	filter := store.PrintFilter{Period: asked.period}
	if asked.Values.Has("state") {
		if filter.State, err = models.ParsePrintState(asked.Values.Get("state")); err != nil {
			asked.Invalid["state"] = models.FaultUnknown
		}
	}
	found, err := p.Store.Prints(c.Request().Context(), of.person.ID, filter, asked.key, asked.side)
	if err != nil {
		return err
	}
	page := pages.PrintsPage{
		Asked: asked.Asked, Jobs: found.Jobs, Found: found.Found, All: found.All,
		Hidden: of.hidden, Here: c.Request().URL.RequestURI(),
	}
	if n := len(found.Jobs); n > 0 {
		first, last := found.Jobs[0], found.Jobs[n-1]
		page.Newer, page.Older = asked.beside(found.HasNewer, found.HasOlder,
			store.Key{At: first.OrderedAt, ID: first.ID}, store.Key{At: last.OrderedAt, ID: last.ID})
	}
	return render(c, asked.status(), pages.Prints(p.shell(c), page))
}

// showPrint shows one print job, to which its photos lead and the list of who received what.
func (p *portal) showPrint(c echo.Context, of shown, job string) error {
	found, err := p.Store.Prints(c.Request().Context(), of.person.ID, store.PrintFilter{Job: job}, store.Key{}, store.Older)
	if err != nil {
		return err
	}
	if len(found.Jobs) == 0 {
		return models.ErrNotFound
	}
	page := pages.PrintsPage{
		Asked: pages.Asked{Reader: of.reader}, Jobs: found.Jobs, Found: found.Found, All: found.All, Alone: true,
		Hidden: of.hidden, Here: c.Request().URL.RequestURI(),
	}
	return render(c, http.StatusOK, pages.Prints(p.shell(c), page))
}
