package handlers

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/layout"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render writes a page at once: a page that fails to render is an error page, never half a page.
func render(c echo.Context, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer buffers.Put(b)
	// Each component asks the context for its language and for an end, through all that the request's has around it. Writing into
	// memory needs no end.
	ctx := i18n.WithLocale(context.Background(), i18n.LocaleOf(c.Request().Context()))
	if err := page.Render(ctx, b); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Set(echo.HeaderContentLength, strconv.Itoa(b.Len()))
	h.Set(echo.HeaderVary, "Cookie, Accept-Language")
	h.Set(echo.HeaderCacheControl, "no-store")
	c.Response().WriteHeader(status)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err := c.Response().Write(b.Bytes())
	return err
}

// about answers with a page that says the same to everybody.
func (p *portal) about(page func(layout.Shell) templ.Component) echo.HandlerFunc {
	return func(c echo.Context) error { return render(c, http.StatusOK, page(p.shell(c))) }
}

// shell gathers what every page shows around its content; it takes the flash, which is for one page.
func (p *portal) shell(c echo.Context) layout.Shell {
	now := p.Store.Now()
	shell := layout.Shell{Path: c.Request().URL.Path, Here: here(c.Request()), Now: now, Flash: p.takeFlash(c)}
	if theme := p.themeOf(c); theme != models.ThemeSystem {
		shell.Theme = string(theme)
	}
	// Where it cannot be read, a page that does not name the agreement is better than no page.
	if policy, err := p.Store.CurrentPolicy(c.Request().Context()); err == nil {
		shell.Policy = policy.Version
	}
	switch s := sessionOf(c); {
	case s == nil:
	case s.OfStaff():
		shell.Staff = layout.NewStaff(*s)
	default:
		shell.Person = layout.NewPerson(s.Person, p.Store.Ward(s.Person), s.CreatedAt, s.PersonEnds())
	}
	return shell
}

// done answers a deed: the browser is led to a page, which tells what was done.
func (p *portal) done(c echo.Context, to string, flash layout.Flash) error {
	if err := p.setFlash(c, flash); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to)
}
