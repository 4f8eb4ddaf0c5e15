package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) takeKeepLink(c echo.Context) error { return p.takeLink(c, "/keep") }

// showKeepPhotos asks whoever follows the link in a letter about unused photos.
func (p *portal) showKeepPhotos(c echo.Context) error {
	offer, err := p.Store.KeepOffer(c.Request().Context(), p.linkOf(c))
	if err != nil {
		return err
	}
	if offer.Seen {
		return render(c, http.StatusOK, pages.PhotosStay(p.shell(c)))
	}
	return render(c, http.StatusOK, pages.KeepPhotos(p.shell(c), pages.KeepPhotosPage{Photos: offer.Photos, Goes: offer.Goes}))
}

func (p *portal) keepPhotos(c echo.Context) error {
	person, err := p.Store.KeepPhotos(c.Request().Context(), p.linkOf(c))
	if err != nil {
		return err
	}
	p.dropLink(c)
	to := "/sign-in"
	if here := sessionOf(c); here != nil && here.Person.ID == person {
		to = "/data/photos"
	}
	return p.done(c, to, layout.Flash{ID: layout.FlashPhotosKept})
}

const keepBehaviourPath = "/data/log/keep"

// showKeepBehaviour says what it changes to keep behaviour for another time. Of minors none is collected (#93), so that for them
// there is no such page.
func (p *portal) showKeepBehaviour(c echo.Context) error {
	if personOf(c).Band(p.Store.Now()).Minor() {
		return models.ErrNotFound
	}
	if !c.QueryParams().Has("months") {
		return c.Redirect(http.StatusSeeOther, logPath)
	}
	to, err := models.ParseBehaviourKept(c.QueryParam("months"))
	if err != nil {
		return err
	}
	return p.tellKeepBehaviour(c, http.StatusOK, pages.KeepBehaviourPage{To: to})
}

func (p *portal) tellKeepBehaviour(c echo.Context, status int, page pages.KeepBehaviourPage) error {
	change, err := p.Store.BehaviourChange(c.Request().Context(), personOf(c).ID, page.To)
	if err != nil {
		return err
	}
	page.From, page.Goes = change.From, change.Goes
	return render(c, status, pages.KeepBehaviour(p.shell(c), page))
}

// keepBehaviour keeps behaviour for another time. Where more entries go than the form was made for, it comes back.
func (p *portal) keepBehaviour(c echo.Context) error {
	if personOf(c).Band(p.Store.Now()).Minor() {
		return models.ErrNotFound
	}
	values, err := form(c)
	if err != nil {
		return err
	}
	to, err := models.ParseBehaviourKept(values.Get("months"))
	if err != nil {
		return err
	}
	shown, _ := strconv.Atoi(values.Get("goes")) // whoever was shown nothing lets nothing go
	changed, err := p.Store.KeepBehaviour(c.Request().Context(), personOf(c).ID, to, shown)
	if errors.Is(err, models.ErrMoreGoes) {
		return p.tellKeepBehaviour(c, http.StatusConflict, pages.KeepBehaviourPage{To: to, More: true})
	}
	if err != nil {
		return err
	}
	flash := layout.Flash{ID: layout.FlashBehaviourKept, Kept: to}
	if !changed {
		flash = layout.Flash{ID: layout.FlashNothingChanged}
	}
	return p.done(c, logPath, flash)
}
