package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/pages"
)

func (p *portal) showRecipients(c echo.Context, of shown) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	read := p.Store.Recipients
	if !of.reader.Own() {
		read = p.Store.RecipientsOfWard
	}
	page, err := read(c.Request().Context(), of.person.ID, key, side)
	if err != nil {
		return err
	}
	older, newer := "", ""
	if n := len(page.Disclosures); n > 0 {
		first, last := page.Disclosures[0], page.Disclosures[n-1]
		older = placeQuery(page.HasOlder, "before", last.At, last.ID)
		newer = placeQuery(page.HasNewer, "after", first.At, first.ID)
	}
	return render(c, http.StatusOK, pages.Recipients(p.shell(c), pages.NewRecipients(of.reader, page.Received, page.Disclosures, older, newer, p.Store.Now())))
}
