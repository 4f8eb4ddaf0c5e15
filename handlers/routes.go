package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/static"
)

// routes names every address of the portal. The access matrix is tested from this table (T1): a new route without its
// row there fails the tests.
func (p *portal) routes(e *echo.Echo) {
	// For anybody
	e.GET("/", p.showStart)
	e.GET("/sign-in", p.showSignIn)
	e.POST("/sign-in", p.signIn)
	e.POST("/sign-out", p.signOut)

	// For machines: no session is read
	e.GET("/healthz", p.alive)
	e.GET("/readyz", p.ready)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/static/*", echo.WrapHandler(static.Handler()))
	}
	api.Mount(e, api.Deps{Store: p.Store, Log: p.Log})

	// For a person who is signed in
	p.personPage("/permissions", p.showPermissions)
	e.POST("/permissions/:permission", p.switchPermission, p.requirePerson)
	p.personPage("/consents", p.showConsents)
	p.personPage("/receipts/:ref", p.showReceipt)

	// For whoever develops: on loopback, and only where mail is not sent
	if p.Mailbox != nil {
		e.GET("/dev/mail", p.showMailbox, p.requireLoopback)
		e.GET("/dev/mail/:id", p.showLetter, p.requireLoopback)
	}
}

// personPage adds a page of whoever is signed in, to which signing in may lead. (An Echo group would do, but answers
// every unknown address with its middleware.)
func (p *portal) personPage(path string, handler echo.HandlerFunc) {
	p.echo.GET(path, handler, p.requirePerson)
	p.personPages = append(p.personPages, path)
}
