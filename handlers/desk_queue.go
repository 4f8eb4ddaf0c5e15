package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const deskComplaintsPath = deskPath + "/complaints"

func (p *portal) showQueue(c echo.Context) error {
	return p.renderQueue(c, http.StatusOK, pages.DeskQueuePage{})
}

// renderQueue shows the queue as its address asks for it; again has what became of cases that were to be assigned.
func (p *portal) renderQueue(c echo.Context, status int, again pages.DeskQueuePage) error {
	filter, invalid := readQueueFilter(c.QueryParams())
	asked := filter
	if len(invalid) > 0 {
		status, asked = http.StatusUnprocessableEntity, models.QueueFilter{}
	}
	found, err := p.Store.DeskQueue(c.Request().Context(), staffOf(c), asked)
	if err != nil {
		return err
	}
	if last := found.Pages; filter.Page > last && found.Found > 0 && status == http.StatusOK { // answered meanwhile, maybe
		filter.Page = last
		return c.Redirect(http.StatusSeeOther, pages.QueueAddress(filter))
	}
	again.Filter, again.Invalid = filter, invalid
	if len(invalid) == 0 {
		again.Rows, again.Found, again.Pages = found.Rows, found.Found, found.Pages
	}
	again.Counts, again.Days, again.Colleagues, again.Calendar = found.Counts, found.Days, found.Colleagues, found.Calendar
	again.Me, again.Now = staffOf(c), p.Store.Now()
	again.Capped = slices.DeleteFunc(found.Capped, func(s models.Staff) bool { return s.ID == again.Me.ID }) // nobody allows it to themselves
	return render(c, status, pages.DeskQueue(p.shell(c), again))
}

// readQueueFilter reads the queue's filter. What cannot be asked for is named.
func readQueueFilter(q url.Values) (f models.QueueFilter, wrong models.Invalid) {
	f = models.QueueFilter{
		Ref: strings.TrimSpace(q.Get("ref")), Due: models.DueFilter(q.Get("due")), Kind: models.CaseKind(q.Get("kind")),
		Owner: models.StaffID(q.Get("owner")), Page: 1,
	}
	wrong = models.Invalid{}
	if _, err := models.ParseCaseRef(f.Ref); f.Ref != "" && err != nil {
		wrong["ref"] = models.FaultMalformed
	}
	if f.Due != "" && !slices.Contains(models.DueFilters, f.Due) {
		wrong["due"] = models.FaultUnknown
	}
	if f.Kind != "" && !slices.Contains(models.CaseKinds, f.Kind) {
		wrong["kind"] = models.FaultUnknown
	}
	if !slices.Contains([]models.StaffID{"", models.OwnerNobody, models.OwnerMe}, f.Owner) { // no id stands in an address
		wrong["owner"] = models.FaultUnknown
	}
	const most = 1_000_000 // pages: no queue is longer
	if page, err := strconv.Atoi(q.Get("page")); err == nil && page > 1 && page < most {
		f.Page = page
	}
	return f, wrong
}

// assignPicked gives the cases that were picked in the queue to somebody.
func (p *portal) assignPicked(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	refs := values[models.FieldItem]
	if !values.Has("owner") || len(refs) == 0 || len(refs) > models.QueuePageSize {
		return p.renderQueue(c, http.StatusUnprocessableEntity, pages.DeskQueuePage{NobodyMoved: true})
	}
	n, err := p.Store.AssignCases(c.Request().Context(), staffOf(c), refs, models.StaffID(values.Get("owner")))
	switch {
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return err
	case n == 0:
		return p.renderQueue(c, http.StatusUnprocessableEntity, pages.DeskQueuePage{NobodyMoved: true})
	}
	filter, _ := readQueueFilter(c.QueryParams())
	return p.done(c, pages.QueueAddress(filter), layout.Flash{ID: layout.FlashCasesAssigned, Count: n})
}

// allowMore lets a colleague open as many cases again today.
func (p *portal) allowMore(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	if err := p.Store.AllowMore(c.Request().Context(), staffOf(c), models.StaffID(values.Get("staff"))); err != nil {
		return err
	}
	return p.done(c, deskComplaintsPath, layout.Flash{ID: layout.FlashMoreAllowed, Count: models.CasesADay})
}
