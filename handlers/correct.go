package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/phone"
	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const profilePath = "/data/profile/edit"

func (p *portal) showEditProfile(c echo.Context) error {
	return p.renderProfile(c, http.StatusOK, pages.Again{})
}

func (p *portal) renderProfile(c echo.Context, status int, again pages.Again) error {
	record, err := p.Store.Record(c.Request().Context(), personOf(c))
	if err != nil {
		return err
	}
	return render(c, status, pages.EditProfile(p.shell(c), pages.NewEditProfile(record, again)))
}

func (p *portal) editProfile(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	names := []string{models.NewPreferenceName, models.NewPreferenceValue}
	for _, f := range models.Corrected {
		names = append(names, string(f))
	}
	for name := range values {
		if _, is := models.Field(name).Preference(); is {
			names = append(names, name)
		}
	}
	typed := typedForm(values, names...)
	changed, err := p.Store.CorrectProfile(c.Request().Context(), personOf(c), typed)
	again := pages.Again{Form: typed}
	if status := comesBack(err, &again); status != 0 {
		return p.renderProfile(c, status, again)
	}
	return p.corrected(c, changed, err)
}

// followField takes what Jolara's app has in place of the person's own word.
func (p *portal) followField(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	f, version := models.Field(values.Get("field")), formVersion(values)
	if err := p.Store.FollowField(c.Request().Context(), personOf(c), f, version); err != nil {
		return err
	}
	return p.done(c, profilePath, layout.Flash{ID: layout.FlashFollowed})
}

// corrected tells what became of a correction.
func (p *portal) corrected(c echo.Context, changed bool, err error) error {
	switch {
	case err != nil:
		return err
	case !changed:
		return p.done(c, profilePath, layout.Flash{ID: layout.FlashNothingChanged})
	}
	return p.done(c, profilePath, layout.Flash{ID: layout.FlashCorrected})
}

// comesBack says with which status a form comes back to be mended or decided; 0 for an error that is no matter of the
// form, or none.
func comesBack(err error, again *pages.Again) (status int) {
	var overtaken models.Overtaken
	switch {
	case errors.As(err, &again.Invalid):
		return http.StatusUnprocessableEntity
	case errors.As(err, &overtaken):
		again.Overtaken = overtaken.Fields
		return http.StatusConflict
	}
	return 0
}

// typedForm reads the fields of those names from a form that tells, in hidden fields, what they held when it was made. A
// field that was not sent is not changed.
func typedForm(values url.Values, names ...string) models.Form {
	read := models.Form{Version: formVersion(values), Fields: map[string]models.Typed{}}
	for _, name := range names {
		if !values.Has(name) {
			continue
		}
		typed := models.Typed{Was: ownLines(values.Get("was." + name)), Is: ownLines(values.Get(name))}
		if name == string(models.FieldPhone) && typed.Is != typed.Was {
			if number, err := phone.Parse(typed.Is); err == nil {
				typed.Is = number // otherwise it comes back as it was typed
			}
		}
		read.Fields[name] = typed
	}
	return read
}

// ownLines ends lines as they are kept. Forms send a carriage return with each.
func ownLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// formVersion returns the version that a form was made from. What is no number is none: then what its fields held decides.
func formVersion(values url.Values) int {
	version, err := strconv.Atoi(values.Get("version"))
	if err != nil {
		return 0
	}
	return version
}
