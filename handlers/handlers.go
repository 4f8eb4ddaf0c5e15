// Package handlers speaks HTTP: each handler reads a request, asks the store and answers with a page. The middleware's
// order lives in New, every address in routes.go, and every error becomes a page in errors.go.
package handlers

import (
	"log/slog"
	"net/http"
	"net/url"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models/store"
)

// Deps is what the handlers need from whoever starts them.
type Deps struct {
	Store     *store.Store
	BaseURL   *url.URL // under which people reach the portal
	CookieKey []byte   // signs the cookies that are not a session's
	Mailbox   Mailbox  // the development mailbox; nil where mail is really sent
	Log       *slog.Logger
}

// portal carries the dependencies to the handlers, which are its methods.
type portal struct {
	Deps
	sessions    *scs.SessionManager
	echo        *echo.Echo
	pages       []string   // the routes that answer with a page
	personPages []string   // those of them to which signing in may lead a person
	deskPages   []string   // and a staff member
	pictures    api.Places // for forms with pictures
}

// New returns the whole portal: every address of routes.go behind the middleware.
func New(d Deps) http.Handler { return newEcho(d) }

func newEcho(d Deps) *echo.Echo {
	e := echo.New()
	p := &portal{Deps: d, echo: e, pictures: make(api.Places, picturesAtOnce)}
	p.sessions = p.newSessions()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect() // echo would believe X-Forwarded-For from anybody
	e.HTTPErrorHandler = p.showError
	e.Pre(
		identifyRequest,
		onPages(p.speak),
		p.recoverPanics,
		p.protectBrowsers,
		p.refuseOtherHosts,
		p.refuseCrossOrigin,
		refuseUnreadable,
		limitBody,
	)
	e.Use(
		onPages(p.openSession),
		onPages(p.loadPerson),
	)
	p.routes(e)
	p.pages = pageRoutes(e.Routes())
	return e
}
