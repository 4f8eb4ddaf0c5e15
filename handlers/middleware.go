package handlers

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
)

// maxBody is how many bytes the body of a form may have.
const maxBody = 1 << 20

// onPages applies a middleware to what people see; machines' addresses take no cookie.
func onPages(middleware echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		pages := middleware(next)
		return func(c echo.Context) error {
			if forMachines(c.Request().URL.Path) {
				return next(c)
			}
			return pages(c)
		}
	}
}

func forMachines(path string) bool {
	return isAPI(path) || isHealth(path) || isStatic(path)
}

func isDesk(path string) bool   { return path == deskPath || strings.HasPrefix(path, deskPath+"/") }
func isAPI(path string) bool    { return strings.HasPrefix(path, "/api/") }
func isStatic(path string) bool { return strings.HasPrefix(path, "/static/") }
func isHealth(path string) bool { return path == "/healthz" || path == "/readyz" }

// identifyRequest gives the request the reference under which its error, if it ends in one, is logged and shown.
func identifyRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := rand.Text()
		c.Response().Header().Set(echo.HeaderXRequestID, "E-"+id[:4]+"-"+id[4:8])
		return next(c)
	}
}

// recoverPanics turns a panic into an error of its own, without what it says: that may be personal.
func (p *portal) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler {
					panic(r)
				}
				if failure, ok := r.(sessionFailure); ok {
					err = failure.error
					return
				}
				err = fmt.Errorf("panic of type %T at %s", r, panicPlace(debug.Stack()))
			}
		}()
		return next(c)
	}
}

// panicPlace names the functions and lines of a stack and leaves out their arguments.
func panicPlace(stack []byte) string {
	var places []string
	for line := range strings.Lines(string(stack)) {
		if place, _, found := strings.Cut(strings.TrimSpace(line), " +0x"); found && strings.HasPrefix(line, "\t") {
			places = append(places, place)
		}
	}
	const framesOfRuntime, framesShown = 3, 8
	places = places[min(framesOfRuntime, len(places)):]
	return strings.Join(places[:min(framesShown, len(places))], " < ")
}

// contentPolicy allows a page what comes from the portal itself, and nothing inline.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// protectBrowsers sets the headers that every answer carries (T7, T8, T23, T24).
func (p *portal) protectBrowsers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // with no-referrer Chromium sends 'Origin: null', and every form fails over http
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if p.BaseURL.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// refuseOtherHosts answers only under the portal's own name, so that no link in a page or a letter can be turned
// elsewhere by a header (T24). Health is asked under any name, and the page that says so has its style sheet.
func (p *portal) refuseOtherHosts(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if isHealth(r.URL.Path) || isStatic(r.URL.Path) || strings.EqualFold(r.Host, p.BaseURL.Host) || isLoopbackName(r.Host) {
			return next(c)
		}
		return echo.NewHTTPError(http.StatusMisdirectedRequest)
	}
}

func isLoopbackName(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return strings.EqualFold(name, "localhost") || (err == nil && addr.IsLoopback())
}

// refuseCrossOrigin refuses what another site makes a browser send (T7). The API is not a browser's and takes no cookie.
func (p *portal) refuseCrossOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if isAPI(c.Request().URL.Path) {
			return next(c)
		}
		if err := protection.Check(c.Request()); err != nil {
			return echo.NewHTTPError(http.StatusForbidden).SetInternal(err)
		}
		return next(c)
	}
}

// refuseUnreadable answers 400 to an address that holds what is no text: no page has it, and PostgreSQL takes no NUL.
func refuseUnreadable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		query, err := url.ParseQuery(r.URL.RawQuery)
		readable := err == nil && isText(r.URL.Path)
		for name, values := range query {
			readable = readable && isText(name+strings.Join(values, ""))
		}
		if !readable && !isAPI(r.URL.Path) { // the API names the field
			return echo.NewHTTPError(http.StatusBadRequest)
		}
		return next(c)
	}
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl) }

func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		most := int64(maxBody)
		switch {
		case isAPI(r.URL.Path):
			most = api.MaxBody(r)
		case takesPictures(r), takesSheet(r):
			most = maxPictures
		}
		if r.ContentLength > most {
			return &http.MaxBytesError{Limit: most}
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, most)
		return next(c)
	}
}

// loadPerson hands whoever is signed in to the handlers, speaks the language they chose, and stamps the session as seen when
// its stamp has grown old.
func (p *portal) loadPerson(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s := sessionOf(c)
		if s == nil {
			return next(c)
		}
		if s.Person.Locale != "" {
			speakIn(c, s.Person.Locale)
		}
		if isUnsafe(c.Request()) && !tellsOrigin(c.Request()) {
			return echo.NewHTTPError(http.StatusForbidden) // no browser of today leaves out both
		}
		if now := p.Store.Now(); now.Sub(s.SeenAt) > s.SeenEvery() {
			if err := p.Store.TouchSession(c.Request().Context(), s.TokenHash); err != nil {
				return err
			}
			s.SeenAt = now
		}
		return next(c)
	}
}

// tellsOrigin tells whether a browser said which site it sends something from.
func tellsOrigin(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

func isUnsafe(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
}

// requirePerson lets in a person who is signed in. A staff member, who has no such pages, is led to the desk.
func (p *portal) requirePerson(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s := sessionOf(c)
		switch {
		case s == nil:
			return askToSignIn(c)
		case !s.OfStaff():
			return next(c)
		case isUnsafe(c.Request()):
			return models.Refused{Reason: models.ReasonOfPeople}
		}
		return c.Redirect(http.StatusSeeOther, deskPath)
	}
}

// askToSignIn leads to where one signs in, and then to the page that was wanted.
func askToSignIn(c echo.Context) error {
	to := "/sign-in"
	if path := c.Request().URL.Path; !isUnsafe(c.Request()) && path != "/" {
		to += "?" + url.Values{"next": {path}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// requireLoopback hides an address from every other machine.
func (p *portal) requireLoopback(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if addr, err := netip.ParseAddr(c.RealIP()); err != nil || !addr.Unmap().IsLoopback() {
			return models.ErrNotFound
		}
		return next(c)
	}
}
