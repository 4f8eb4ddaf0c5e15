package handlers

import (
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/pages"
)

const logPath = "/data/log"

func (p *portal) showLog(c echo.Context, of shown) error {
	asked, err := readFilter(c, of.reader, "kind")
	if err != nil {
		return err
	}
	filter := store.ActivityFilter{Period: asked.period}
	if asked.Values.Has("kind") {
		if filter.Kinds, err = models.ParseActivityKinds(asked.Values.Get("kind")); err != nil {
			asked.Invalid["kind"] = models.FaultUnknown
		}
	}
	found, err := p.Store.Activity(c.Request().Context(), of.person.ID, filter, asked.key, asked.side)
	if err != nil {
		return err
	}
	page := pages.NewLog(asked.Asked, found.Entries, found.Found, found.All, found.Kept, p.minor(of), p.Store.Now())
	if n := len(found.Entries); n > 0 {
		first, last := found.Entries[0], found.Entries[n-1]
		page.Newer, page.Older = asked.beside(found.HasNewer, found.HasOlder,
			store.Key{At: first.At, ID: first.ID}, store.Key{At: last.At, ID: last.ID})
	}
	return render(c, asked.status(), pages.Log(p.shell(c), page))
}
