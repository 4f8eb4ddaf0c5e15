package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showSettings(c echo.Context) error {
	person := personOf(c)
	held, err := p.Store.Settings(c.Request().Context(), person.ID)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.Settings(p.shell(c), pages.NewSettings(person, held, p.themeOf(c))))
}

// themeOf returns the theme that was chosen in this browser.
func (p *portal) themeOf(c echo.Context) models.Theme {
	theme, err := models.ParseTheme(p.cookieOf(c, themeCookie))
	if err != nil {
		return models.ThemeSystem
	}
	return theme
}

// chooseTheme keeps the choice in the browser, where it also holds for whoever is signed out.
func (p *portal) chooseTheme(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	theme, err := models.ParseTheme(values.Get("theme"))
	if err != nil {
		return err
	}
	if theme == models.ThemeSystem {
		p.dropCookie(c, themeCookie)
	} else {
		p.setCookie(c, themeCookie, string(theme))
	}
	return p.done(c, "/account", layout.Flash{ID: layout.FlashThemeChosen})
}
