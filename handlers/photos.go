package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const photosPath = "/data/photos"

func (p *portal) showPhotos(c echo.Context, of shown) error {
	asked, err := readFilter(c, of.reader, "for", "with")
	if err != nil {
		return err
	}
	filter := store.PhotoFilter{Period: asked.period, With: asked.Values.Get("with")}
	if asked.Values.Has("for") {
		if filter.Function, err = models.ParseFunction(asked.Values.Get("for")); err != nil {
			asked.Invalid["for"] = models.FaultUnknown
		}
	}
	found, err := p.Store.Photos(c.Request().Context(), of.person.ID, filter, asked.key, asked.side)
	if err != nil {
		return err
	}
	page := pages.PhotosPage{
		Asked: asked.Asked, Photos: found.Photos, Found: found.Found, All: found.All, Bytes: found.Bytes,
		Functions: found.Functions, Clients: found.Clients, Upload: found.Upload,
		Hidden: of.hidden, Minor: p.minor(of), Shared: of.person.SeenByGuardian(p.Store.Now()).All, Here: c.Request().URL.RequestURI(),
	}
	if n := len(found.Photos); n > 0 {
		first, last := found.Photos[0], found.Photos[n-1]
		page.Newer, page.Older = asked.beside(found.HasNewer, found.HasOlder,
			store.Key{At: first.UploadedAt, ID: first.ID}, store.Key{At: last.UploadedAt, ID: last.ID})
	}
	return render(c, asked.status(), pages.Photos(p.shell(c), page))
}

func (p *portal) showPhoto(c echo.Context, of shown) error {
	return p.renderPhoto(c, http.StatusOK, of, pages.Again{})
}

// renderPhoto shows a photo's page, with the form of its title and day as it was typed where it comes back.
func (p *portal) renderPhoto(c echo.Context, status int, of shown, again pages.Again) error {
	found, err := p.Store.Photo(c.Request().Context(), of.person.ID, c.Param("id"))
	if err != nil {
		return err
	}
	return render(c, status, pages.Photo(p.shell(c), pages.PhotoPage{
		Again: again, Reader: of.reader, Photo: found.Photo, Uses: found.Uses, Prints: found.Prints, Upload: found.Upload,
		Hidden: of.hidden, Minor: p.minor(of), Shared: of.person.SeenByGuardian(p.Store.Now()).Titles,
	}))
}

func (p *portal) editPhoto(c echo.Context, of shown) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := typedForm(values, string(models.FieldPhotoTitle), string(models.FieldPhotoTaken))
	edit := models.PhotoEdit{Title: typed.Fields[string(models.FieldPhotoTitle)], Taken: typed.Fields[string(models.FieldPhotoTaken)]}
	ctx, id, flash := c.Request().Context(), c.Param("id"), layout.FlashPhotoEdited
	if of.reader.Own() {
		err = p.Store.EditPhoto(ctx, of.person.ID, id, edit)
	} else {
		err = p.Store.EditPhotoAsGuardian(ctx, p.visitOfBrowser(c), c.Param("ref"), id, edit)
		flash = layout.FlashWardCorrected
	}
	again := pages.Again{Form: edit.Form()}
	if status := comesBack(err, &again); status != 0 {
		return p.renderPhoto(c, status, of, again)
	}
	if err != nil {
		return err
	}
	return p.done(c, of.reader.Photo(url.PathEscape(id)), layout.Flash{ID: flash})
}

// picturesKey is under which a session keeps that pictures are not to be seen.
const picturesKey, picturesHidden = "pictures", "hide"

// hidesPictures tells whether the person does not want to see pictures in this session.
func (p *portal) hidesPictures(c echo.Context) bool {
	return p.sessions.GetString(c.Request().Context(), picturesKey) == picturesHidden
}

// hidePictures hides all pictures, or shows them again, until the session ends.
func (p *portal) hidePictures(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	back := p.listPage(values.Get("back"))
	switch values.Get("pictures") {
	case picturesHidden:
		p.sessions.Put(c.Request().Context(), picturesKey, picturesHidden)
		return p.done(c, back, layout.Flash{ID: layout.FlashPicturesHidden})
	case "show":
		p.sessions.Remove(c.Request().Context(), picturesKey)
		return p.done(c, back, layout.Flash{ID: layout.FlashPicturesShown})
	}
	return models.Invalid{"pictures": models.FaultUnknown}
}

// listPage returns the page of a person that a form says it stands on, with its filter; the photos where it is none.
func (p *portal) listPage(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || !p.isPage(u.Path, p.personPages) {
		return photosPath
	}
	return (&url.URL{Path: u.Path, RawQuery: u.Query().Encode()}).String()
}
