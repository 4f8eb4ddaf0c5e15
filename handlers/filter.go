package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/pages"
)

// asked is what the address of a list asks for: which of its entries, and from which place on.
type asked struct {
	pages.Asked // the filter as it was sent; where something in it is to mend, no entry is shown
	period      models.Period
	key         store.Key
	side        store.Side
}

// readFilter reads what the address of a list asks for, to whom it is shown: the period 'from' and 'to', the other fields of its filter by
// their names, and the place. A day that is none is no error here: the page comes back with it.
func readFilter(c echo.Context, r components.Reader, names ...string) (a asked, err error) {
	q := c.QueryParams()
	a.Asked = pages.Asked{Reader: r, Path: c.Request().URL.Path, Values: url.Values{}, Invalid: models.Invalid{}}
	for _, name := range append([]string{"from", "to"}, names...) {
		if sent := slices.DeleteFunc(slices.Clone(q[name]), func(v string) bool { return v == "" }); len(sent) > 0 {
			a.Values[name] = sent
		}
	}
	if a.key, a.side, err = historyPlace(q); err != nil {
		return a, err
	}
	a.period, err = models.ParsePeriod(a.Values.Get("from"), a.Values.Get("to"))
	if err != nil && !errors.As(err, &a.Invalid) {
		return a, err
	}
	return a, nil
}

// status is what the list is answered with.
func (a asked) status() int {
	if len(a.Invalid) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// beside returns the addresses of the pages beside one that begins and ends with these entries, with the same filter;
// empty where there is none.
func (a asked) beside(hasNewer, hasOlder bool, first, last store.Key) (newer, older string) {
	return a.at(hasNewer, "after", first), a.at(hasOlder, "before", last)
}

func (a asked) at(exists bool, name string, key store.Key) string {
	if !exists {
		return ""
	}
	q := url.Values{name: {place(key)}}
	for field, sent := range a.Values {
		q[field] = sent
	}
	return a.Path + "?" + q.Encode()
}
