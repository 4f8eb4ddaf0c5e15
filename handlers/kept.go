package handlers

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// Somebody who writes for longer than a session lasts does not lose their words: the sign-in that answers them holds the
// words, in that page and nowhere else, and the page after it sends them where they were meant to go.

// keepTyped goes before what asks for a session. texts are the fields of the form in which somebody writes.
func (p *portal) keepTyped(texts ...string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if sessionOf(c) != nil {
				return next(c)
			}
			typed := picturesForm{noFiles: true}
			if err := typed.read(c); err != nil {
				return err
			}
			kept := pages.Kept{Address: c.Request().URL.Path, Values: typed.Values, Texts: texts}
			kept.Values.Del("password")
			if !kept.Written() {
				return next(c)
			}
			return render(c, http.StatusForbidden, pages.SignIn(p.shell(c), pages.SignInForm{Kept: kept}))
		}
	}
}

// keptOf reads from the form of a sign-in what it carries along.
func keptOf(values url.Values) pages.Kept {
	kept := pages.Kept{Address: values.Get(pages.KeptAddress), Texts: values[pages.KeptTexts], Values: url.Values{}}
	for name, sent := range values {
		if field, is := strings.CutPrefix(name, pages.KeptPrefix); is {
			kept.Values[field] = sent
		}
	}
	return kept
}

// isForm tells whether an address takes words that somebody wrote: a person about their cases, or staff at the desk.
func (p *portal) isForm(address string, staff bool) bool {
	under := complaintsPath + "/"
	if staff {
		under = deskPath + "/"
	}
	if path.Clean(address) != address {
		return false
	}
	found := p.echo.NewContext(nil, nil)
	p.echo.Router().Find(http.MethodPost, address, found)
	return strings.HasPrefix(found.Path(), under)
}

// goOn answers a sign-in that carried words along with the page that sends them.
func (p *portal) goOn(c echo.Context, account models.Account, kept pages.Kept) error {
	shell, now := p.shell(c), p.Store.Now()
	session := models.Session{Person: account.Person, Staff: account.Staff, CreatedAt: now, SeenAt: now}
	if session.OfStaff() {
		shell.Staff = layout.NewStaff(session)
	} else {
		shell.Person = layout.NewPerson(account.Person, p.Store.Ward(account.Person), now, session.PersonEnds())
	}
	kept.Back = p.landing(kept.Address, account.Staff.ID != "")
	return render(c, http.StatusOK, pages.GoOn(shell, kept))
}
