package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// cookie is one of the cookies that the portal sets. There are no others (#65): /cookies shows this list, and a test walks
// the portal and fails on a cookie that it lacks.
type cookie struct {
	name string
	use  pages.CookieUse
	life time.Duration // in the browser; 0: until it is closed
}

var (
	sessionCookie  = cookie{"jolara", pages.CookieSession, 0}
	knownCookie    = cookie{"jolara-known", pages.CookieKnown, 90 * 24 * time.Hour}
	linkCookie     = cookie{"jolara-link", pages.CookieLink, 30 * time.Minute} // for the reader of a letter to decide
	guardianCookie = cookie{"jolara-guardian", pages.CookieGuardian, models.GuardianProofLife}
	askedCookie    = cookie{"jolara-asked", pages.CookieAsked, models.SameDeviceWithin}
	visitCookie    = cookie{"jolara-visit", pages.CookieVisit, models.VisitLife}
	lastingCookie  = cookie{"jolara-guardian-account", pages.CookieLasting, models.GuardianSignInLife}
	flashCookie    = cookie{"jolara-flash", pages.CookieFlash, time.Minute}
	themeCookie    = cookie{"jolara-theme", pages.CookieTheme, 365 * 24 * time.Hour}
	languageCookie = cookie{"jolara-language", pages.CookieLanguage, 365 * 24 * time.Hour}
)

var cookies = []cookie{sessionCookie, knownCookie, linkCookie, guardianCookie, askedCookie, visitCookie, lastingCookie, flashCookie, themeCookie, languageCookie}

func (p *portal) isHTTPS() bool { return p.BaseURL.Scheme == "https" }

// cookieName returns the cookie's name with the prefix that ties it to this host, where https allows it (RFC 6265bis).
func (p *portal) cookieName(k cookie) string {
	if p.isHTTPS() {
		return "__Host-" + k.name
	}
	return k.name
}

// cookieOf returns what the browser keeps in a cookie, or nothing.
func (p *portal) cookieOf(c echo.Context, k cookie) string {
	kept, err := c.Cookie(p.cookieName(k))
	if err != nil {
		return ""
	}
	return kept.Value
}

func (p *portal) setCookie(c echo.Context, k cookie, value string) {
	p.writeCookie(c, k, value, int(k.life.Seconds()))
}

func (p *portal) dropCookie(c echo.Context, k cookie) { p.writeCookie(c, k, "", -1) }

// writeCookie sends a cookie that no script and no other host can read. It is Lax, not Strict: whoever follows a link in
// a letter comes from a page of mail, which is another site.
func (p *portal) writeCookie(c echo.Context, k cookie, value string, maxAge int) {
	c.SetCookie(&http.Cookie{
		Name: p.cookieName(k), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: p.isHTTPS(), SameSite: http.SameSiteLaxMode,
	})
}

func (p *portal) showCookies(c echo.Context) error {
	list := make([]pages.Cookie, len(cookies))
	for i, k := range cookies {
		list[i] = pages.Cookie{Name: p.cookieName(k), Use: k.use, Life: k.life}
	}
	return render(c, http.StatusOK, pages.Cookies(p.shell(c), list))
}
