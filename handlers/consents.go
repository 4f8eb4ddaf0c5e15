package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showConsents(c echo.Context, of shown) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	page, err := p.Store.Consents(c.Request().Context(), of.person.ID, key, side)
	if err != nil {
		return err
	}
	if !of.reader.Own() {
		page.Steps = nil // which are told to the person
	}
	older, newer := "", ""
	if n := len(page.Choices); n > 0 {
		first, last := page.Choices[0], page.Choices[n-1]
		older = placeQuery(page.HasOlder, "before", last.At, last.ID)
		newer = placeQuery(page.HasNewer, "after", first.At, first.ID)
	}
	return render(c, http.StatusOK, pages.Consents(p.shell(c), pages.NewConsents(of.reader, page.Choices, page.Steps, older, newer)))
}

func (p *portal) showReceipt(c echo.Context) error {
	return p.renderReceipt(c, http.StatusOK, pages.Notes{})
}

// renderReceipt shows a receipt with the notes under it, and the form of another as it was typed.
func (p *portal) renderReceipt(c echo.Context, status int, typed pages.Notes) error {
	receipt, err := p.Store.Receipt(c.Request().Context(), personOf(c).ID, c.Param("ref"))
	if err != nil {
		return err
	}
	if receipt.Deletion != "" {
		return c.Redirect(http.StatusSeeOther, components.DeletionAddress(receipt.Deletion))
	}
	typed.Added = receipt.Notes
	return render(c, status, pages.Receipt(p.shell(c), pages.NewReceipt(receipt.Choice), typed))
}

// addNote adds a person's words to a record that nobody can change.
func (p *portal) addNote(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := pages.Notes{Text: values.Get("note")}
	text, err := models.ParseNote(typed.Text)
	if err == nil {
		err = p.Store.AddNote(c.Request().Context(), personOf(c).ID, c.Param("ref"), text)
	}
	switch {
	case errors.As(err, &typed.Invalid):
		return p.renderReceipt(c, http.StatusUnprocessableEntity, typed)
	case err != nil:
		return err
	}
	return p.done(c, "/receipts/"+c.Param("ref"), layout.Flash{ID: layout.FlashNoteAdded})
}

// historyPlace reads from a page's address where in a history it stands: 'before' or 'after' an entry's time and id.
func historyPlace(q url.Values) (key store.Key, side store.Side, err error) {
	text := q.Get("before")
	if q.Has("after") {
		text, side = q.Get("after"), store.Newer
	}
	if text == "" {
		return store.Key{}, store.Older, nil
	}
	at, id, _ := strings.Cut(text, "~")
	key.ID = id
	if key.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return key, side, models.Invalid{"before": models.FaultMalformed}
	}
	return key, side, nil
}

// placeQuery is the address's query of the neighbouring page, or nothing where there is none.
func placeQuery(exists bool, name string, at time.Time, id string) string {
	if !exists {
		return ""
	}
	return "?" + url.Values{name: {place(store.Key{At: at, ID: id})}}.Encode()
}

// place writes where in a history an address points to, as historyPlace reads it.
func place(key store.Key) string { return key.At.Format(time.RFC3339Nano) + "~" + key.ID }
