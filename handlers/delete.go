package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const deletePath = "/delete"

// showDelete says what deleting a selection means; without one, what can be deleted and what was.
func (p *portal) showDelete(c echo.Context) error {
	q := c.QueryParams()
	if !q.Has(models.FieldWhat) {
		return p.renderDeletions(c, http.StatusOK, "")
	}
	selection, err := models.ParseSelection(q)
	if err != nil {
		return p.mendSelection(c, selection, err)
	}
	return p.renderDelete(c, http.StatusOK, selection, pages.DeletePage{})
}

// renderDeletions shows what can be deleted and what was. nothing is of what nothing was selected, if that is why.
func (p *portal) renderDeletions(c echo.Context, status int, nothing models.Scope) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	found, err := p.Store.Deletions(c.Request().Context(), personOf(c).ID, key, side)
	if err != nil {
		return err
	}
	page := pages.NewDeletions(found.Held, found.Deletions)
	page.Nothing = nothing
	if n := len(found.Deletions); n > 0 {
		first, last := found.Deletions[0], found.Deletions[n-1]
		page.Newer = besideOf(deletePath, found.HasNewer, "after", store.Key{At: first.At, ID: first.ID})
		page.Older = besideOf(deletePath, found.HasOlder, "before", store.Key{At: last.At, ID: last.ID})
	}
	return render(c, status, pages.Deletions(p.shell(c), page))
}

// besideOf is the address of the page beside this one of a list, empty where there is none.
func besideOf(path string, exists bool, name string, key store.Key) string {
	if !exists {
		return ""
	}
	return path + placeQuery(exists, name, key.At, key.ID)
}

// mendSelection answers where nothing was selected; what cannot be a selection otherwise is nothing that a page of ours asks.
func (p *portal) mendSelection(c echo.Context, selection models.Selection, err error) error {
	var invalid models.Invalid
	if errors.As(err, &invalid) && invalid[models.FieldItem] == models.FaultMissing {
		return p.renderDeletions(c, http.StatusUnprocessableEntity, selection.What)
	}
	return err
}

// renderDelete asks whether to delete a selection; again has what became of the form where it comes back.
func (p *portal) renderDelete(c echo.Context, status int, selection models.Selection, again pages.DeletePage) error {
	plan, err := p.Store.PlanDeletion(c.Request().Context(), personOf(c).ID, selection)
	if err != nil {
		return err
	}
	again.Plan, again.Hidden = plan, p.hidesPictures(c)
	again.Here = components.Reader{}.Delete(selection.What, selection.Query())
	return render(c, status, pages.Delete(p.shell(c), again))
}

func (p *portal) deleteSelected(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	selection, err := models.ParseSelection(values)
	if err != nil {
		return p.mendSelection(c, selection, err)
	}
	person, order := personOf(c), orderOf(values, selection)
	d, err := p.Store.Delete(c.Request().Context(), person, order, p.callerOf(c, person.SignInName()))
	if err != nil {
		return p.mendDelete(c, order, err)
	}
	return p.done(c, components.DeletionAddress(d.ID), layout.Flash{ID: layout.FlashDeleted, Receipt: d.Receipt})
}

// orderOf reads the form of a deletion's page. What it does not say, or not as the page wrote it, stays zero: the page was not
// seen then.
func orderOf(values url.Values, selection models.Selection) models.DeletionOrder {
	order := models.DeletionOrder{Selection: selection, When: models.When(values.Get("when")), Password: values.Get("password")}
	if order.When == "" {
		order.When = models.WhenNow
	}
	order.Asked, _ = time.Parse(time.RFC3339Nano, values.Get("asked"))
	order.Shown, _ = strconv.Atoi(values.Get("shown"))
	return order
}

// mendDelete shows the page again, as the selection is now, with why nothing was deleted. No password is sent back.
func (p *portal) mendDelete(c echo.Context, order models.DeletionOrder, err error) error {
	var invalid models.Invalid
	again := pages.DeletePage{When: order.When}
	switch {
	case errors.Is(err, models.ErrMoreCame):
		again.Arrived = true
		return p.renderDelete(c, http.StatusConflict, order.Selection, again)
	case errors.As(err, &invalid) && invalid["when"] == "":
		return p.renderDelete(c, http.StatusUnprocessableEntity, order.Selection, again) // which is gone, or was never seen
	}
	status, err := p.mend(c, err, &again.Failed)
	if err != nil {
		return err
	}
	return p.renderDelete(c, status, order.Selection, again)
}

func (p *portal) showDeletion(c echo.Context) error {
	return p.renderDeletion(c, http.StatusOK, false)
}

// renderDeletion shows how far a deletion is; tooLate tells that it was just asked to stop and could not.
func (p *portal) renderDeletion(c echo.Context, status int, tooLate bool) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	found, err := p.Store.Deletion(c.Request().Context(), personOf(c).ID, c.Param("job"), key, side)
	if err != nil {
		return err
	}
	page := pages.DeletionPage{
		Deletion: found.Deletion, Progress: found.Progress, Entries: found.Entries, TooLate: tooLate, Now: p.Store.Now(),
	}
	if n := len(found.Entries); n > 0 {
		first, last := found.Entries[0], found.Entries[n-1]
		path := components.DeletionAddress(found.ID)
		page.Newer = besideOf(path, found.HasNewer, "after", store.Key{At: first.At, ID: first.ID})
		page.Older = besideOf(path, found.HasOlder, "before", store.Key{At: last.At, ID: last.ID})
	}
	if page.Watched = c.QueryParam("watch") == "yes"; page.Watched && page.Changing() {
		c.Response().Header().Set("Refresh", "10") // as many seconds as the page says
	}
	return render(c, status, pages.Deletion(p.shell(c), page))
}

// stopDeletion brings back what a deletion took, while it waits.
func (p *portal) stopDeletion(c echo.Context) error {
	d, err := p.Store.StopDeletion(c.Request().Context(), personOf(c).ID, c.Param("job"))
	switch {
	case errors.Is(err, models.ErrBegun):
		return p.renderDeletion(c, http.StatusConflict, true)
	case err != nil:
		return err
	}
	return p.done(c, components.DeletionAddress(d.ID), layout.Flash{ID: layout.FlashDeletionStopped, Receipt: d.Receipt})
}
