package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const changesPath = "/data/changes"

func (p *portal) showChanges(c echo.Context, of shown) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	page, err := p.Store.Changes(c.Request().Context(), of.person.ID, key, side)
	if err != nil {
		return err
	}
	older, newer := "", ""
	if n := len(page.Changes); n > 0 {
		first, last := page.Changes[0], page.Changes[n-1]
		older = placeQuery(page.HasOlder, "before", last.At, last.ID)
		newer = placeQuery(page.HasNewer, "after", first.At, first.ID)
	}
	return render(c, http.StatusOK, pages.Changes(p.shell(c), pages.NewChanges(of.reader, page.Changes, older, newer)))
}

// showEraseChanges asks; where there is nothing to erase it leads back.
func (p *portal) showEraseChanges(c echo.Context) error {
	n, err := p.Store.CountChanges(c.Request().Context(), personOf(c).ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return c.Redirect(http.StatusSeeOther, changesPath)
	}
	return render(c, http.StatusOK, pages.EraseChanges(p.shell(c), n))
}

func (p *portal) eraseChanges(c echo.Context) error {
	if err := p.Store.EraseChanges(c.Request().Context(), personOf(c).ID); err != nil {
		return err
	}
	return p.done(c, changesPath, layout.Flash{ID: layout.FlashChangesErased})
}
