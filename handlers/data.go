package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/pages"
)

func (p *portal) showData(c echo.Context) error {
	person := personOf(c)
	held, err := p.Store.Data(c.Request().Context(), person)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	page := pages.NewData(held.Profile, held.Addresses, held.Holdings, person.Band(now).Minor(), now)
	page.Unreached = held.Unreached
	return render(c, http.StatusOK, pages.Data(p.shell(c), page))
}

// showDataMap shows anybody which kinds of personal data there are.
func (p *portal) showDataMap(c echo.Context) error {
	return render(c, http.StatusOK, pages.DataMap(p.shell(c)))
}
