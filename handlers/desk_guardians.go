package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const deskGuardiansPath = deskPath + "/guardians"

func (p *portal) showDeskGuardians(c echo.Context) error {
	found, err := p.Store.GuardiansAtDesk(c.Request().Context(), staffOf(c))
	if err != nil {
		return err
	}
	section := func(kind models.MatterKind, list store.MatterList) pages.MatterSection {
		return pages.MatterSection{Kind: kind, Rows: list.Rows, More: list.More}
	}
	page := pages.DeskGuardiansPage{
		Running: section("", found.Running), Ended: found.Ended, Asked: found.Asked, Ending: found.Ending, Now: p.Store.Now(),
	}
	for _, kind := range models.MattersToSettle {
		if list := found.Waiting[kind]; len(list.Rows) > 0 {
			page.Waiting = append(page.Waiting, section(kind, list))
		}
	}
	return render(c, http.StatusOK, pages.DeskGuardians(p.shell(c), page))
}

func (p *portal) showDeskMatter(c echo.Context) error {
	return p.renderDeskMatter(c, http.StatusOK, pages.DeskMatterPage{})
}

// renderDeskMatter shows a matter at the desk; again has a form that comes back. Where the matter waits no more there is nothing to
// mend: the page says how it ended.
func (p *portal) renderDeskMatter(c echo.Context, status int, again pages.DeskMatterPage) error {
	found, err := p.Store.MatterAtDesk(c.Request().Context(), staffOf(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if status != http.StatusOK && !found.Waits() {
		status, again = http.StatusConflict, pages.DeskMatterPage{Over: true}
	}
	again.Matter, again.Finding, again.Opened, again.Sight, again.Looks = found.Matter, found.Finding, found.Opened, found.Sight, found.Looks
	again.OpenedToday, again.AllowedToday, again.Now = found.OpenedToday, found.AllowedToday, p.Store.Now()
	return render(c, status, pages.DeskMatter(p.shell(c), again))
}

// openMatter opens a matter with a reason. What was typed about a sheet that was locked again comes with it, and stands in its
// form then.
func (p *portal) openMatter(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	checking := pages.KeptWith(values)
	opening := models.Opening{Note: values.Get(models.FieldLookNote), Password: values.Get("password")}
	if _, err := p.Store.OpenMatter(c.Request().Context(), staffOf(c), c.Param("ref"), opening); err != nil {
		var tooMany models.TooManyCases
		if errors.As(err, &tooMany) {
			return p.showLimit(c, tooMany)
		}
		page := pages.DeskMatterPage{Checking: checking}
		return p.mendMatter(c, &page, &page.Opening, values, err)
	}
	if checking.Form != "" {
		return p.renderDeskMatter(c, http.StatusOK, pages.DeskMatterPage{Checking: checking})
	}
	return c.Redirect(http.StatusSeeOther, pages.MatterAtDesk(c.Param("ref")))
}

// settleMatter writes what an officer found of a matter.
func (p *portal) settleMatter(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ctx, me, ref := c.Request().Context(), staffOf(c), c.Param("ref")
	finding := models.FindingForm{
		Finding: values.Get(models.FieldFinding), Why: ownLines(values.Get(models.FieldFindingWhy)),
		RefAgain: values.Get(models.FieldRefAgain), Password: values.Get("password"),
	}
	if err := p.Store.Settle(ctx, me, ref, finding); err != nil {
		page := pages.DeskMatterPage{}
		return p.mendMatter(c, &page, &page.Settling, values, err)
	}
	return p.done(c, pages.MatterAtDesk(ref), layout.Flash{ID: foundFlash(ref, finding.Finding)})
}

// mendMatter shows a form of a matter again, without the password; typed is its place in the page.
func (p *portal) mendMatter(c echo.Context, page *pages.DeskMatterPage, typed *pages.Typed, values url.Values, err error) error {
	if errors.Is(err, models.ErrConflict) {
		return p.renderDeskMatter(c, http.StatusConflict, *page)
	}
	values.Del("password")
	typed.Values = values
	status, err := p.mend(c, err, &typed.Failed)
	if err != nil {
		return err
	}
	return p.renderDeskMatter(c, status, *page)
}

// foundFlash is what a finding did to a lock, to the asking of a second guardian, or to a birth date that makes a minor older.
func foundFlash(ref, finding string) layout.FlashID {
	isTrue := finding == models.FoundTrue
	switch {
	case models.IsLockRef(ref) && isTrue:
		return layout.FlashFoundTrue
	case models.IsLockRef(ref):
		return layout.FlashFoundNot
	case models.IsSecondRef(ref) && isTrue:
		return layout.FlashSecondAllowed
	case models.IsSecondRef(ref):
		return layout.FlashSecondRefused
	case isTrue:
		return layout.FlashBirthAllowed
	}
	return layout.FlashBirthRefused
}
