package handlers

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// speak has the pages speak the language that was chosen in this browser, else the one that it asks for. Where somebody is
// signed in who chose another, loadPerson has the last word.
func (p *portal) speak(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		locale := p.chosenLocale(c)
		if locale == "" {
			locale = models.PreferredLocale(strings.Join(c.Request().Header.Values("Accept-Language"), ","))
		}
		speakIn(c, locale)
		return next(c)
	}
}

func speakIn(c echo.Context, locale models.Locale) {
	c.SetRequest(c.Request().WithContext(i18n.WithLocale(c.Request().Context(), locale)))
}

// chosenLocale returns the language that was chosen in this browser, or nothing.
func (p *portal) chosenLocale(c echo.Context) models.Locale {
	locale, err := models.ParseLocale(p.cookieOf(c, languageCookie))
	if err != nil {
		return ""
	}
	return locale
}

// chooseLanguage keeps the choice with the account of whoever is signed in, and in the browser for when nobody is.
func (p *portal) chooseLanguage(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	locale, err := models.ParseLocale(values.Get("language"))
	if err != nil {
		return err
	}
	if s := sessionOf(c); s != nil && !s.OfStaff() {
		if err := p.Store.ChooseLocale(c.Request().Context(), s.Person.ID, locale); err != nil {
			return err
		}
	}
	p.setCookie(c, languageCookie, string(locale))
	return c.Redirect(http.StatusSeeOther, p.nearestPage(values.Get("next")))
}

// takeLanguageAlong gives the account of somebody who signs in and never chose the language that was chosen in the browser.
func (p *portal) takeLanguageAlong(c echo.Context, person models.Person) error {
	chosen := p.chosenLocale(c)
	if chosen == "" || person.ID == "" || person.Locale != "" { // of staff the browser's choice is all there is
		return nil
	}
	return p.Store.ChooseLocale(c.Request().Context(), person.ID, chosen)
}

// here is the address of the page that is asked for. What a form is answered with has none of its own: there it is where the
// form was sent.
func here(r *http.Request) string {
	if isUnsafe(r) {
		return r.URL.EscapedPath()
	}
	return r.URL.RequestURI()
}

// nearestPage returns the address of a page of ours as it was asked for. Where there is no such page, as where a form was
// sent, it is the nearest one above; it never leads to another site (T24).
func (p *portal) nearestPage(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || path.Clean(u.Path) != u.Path || !strings.HasPrefix(u.Path, "/") {
		return "/"
	}
	ours := (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}).String()
	if ours != asked {
		return "/"
	}
	if p.isPage(u.Path, p.pages) {
		return ours
	}
	for above := path.Dir(u.Path); above != "/"; above = path.Dir(above) {
		if p.isPage(above, p.pages) {
			return above
		}
	}
	return "/"
}

// pageRoutes returns the routes that answer with a page: neither a file nor what is for machines.
func pageRoutes(routes []*echo.Route) (pages []string) {
	for _, r := range routes {
		if r.Method == http.MethodGet && !forMachines(r.Path) && !strings.HasPrefix(r.Path, "/files/") {
			pages = append(pages, r.Path)
		}
	}
	return pages
}
