package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// Where people and staff land who asked for no page in particular.
const (
	afterSignIn = homePath
	deskPath    = "/desk"
)

func (p *portal) showSignIn(c echo.Context) error {
	asked := c.QueryParam("next")
	if s := sessionOf(c); s != nil {
		return c.Redirect(http.StatusSeeOther, p.landing(asked, s.OfStaff()))
	}
	return render(c, http.StatusOK, pages.SignIn(p.shell(c), pages.SignInForm{Next: p.knownPage(asked)}))
}

func (p *portal) signIn(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := pages.SignInForm{Email: values.Get("email"), Next: p.knownPage(values.Get("next")), Kept: keptOf(values)}
	credentials, err := models.NewCredentials(values.Get("email"), values.Get("password"))
	if err != nil {
		return p.mendSignIn(c, typed, err)
	}
	ctx := c.Request().Context()
	from := p.callerOf(c, credentials.Email)
	account, err := p.Store.SignIn(ctx, credentials, from)
	if err != nil {
		return p.mendSignIn(c, typed, err)
	}
	if err := p.takeLanguageAlong(c, account.Person); err != nil {
		return err
	}
	p.rememberBrowser(c, credentials.Email, from.KnownBrowser)
	if err := p.begin(ctx, account); err != nil {
		return err
	}
	if staff := account.Staff.ID != ""; typed.Kept.Written() && p.isForm(typed.Kept.Address, staff) {
		return p.goOn(c, account, typed.Kept)
	}
	return c.Redirect(http.StatusSeeOther, p.landing(typed.Next, account.Staff.ID != ""))
}

// mendSignIn shows the form again with what was wrong; the address stays, the password does not.
func (p *portal) mendSignIn(c echo.Context, typed pages.SignInForm, err error) error {
	var tooMany models.TooMany
	switch {
	case errors.As(err, &typed.Invalid):
	case errors.Is(err, models.ErrWrongCredentials):
		typed.Wrong = true
	case errors.As(err, &tooMany):
		typed.Wait = tooMany.After
		retryAfter(c, tooMany.After)
		return render(c, http.StatusTooManyRequests, pages.SignIn(p.shell(c), typed))
	default:
		return err
	}
	return render(c, http.StatusUnprocessableEntity, pages.SignIn(p.shell(c), typed))
}

func (p *portal) signOut(c echo.Context) error {
	if s := sessionOf(c); s != nil && !s.OfStaff() {
		if err := p.Store.SignOut(c.Request().Context(), s.Person.ID, visitOf(c)); err != nil {
			return err
		}
	}
	return p.leave(c, layout.Flash{ID: layout.FlashSignedOut})
}

// leave ends this browser's session, if there is one, and leads to where one signs in.
func (p *portal) leave(c echo.Context, flash layout.Flash) error {
	if sessionOf(c) != nil {
		if err := p.sessions.Destroy(c.Request().Context()); err != nil {
			return err
		}
	}
	clearBrowser(c)
	return p.done(c, "/sign-in", flash)
}

// clearBrowser has a browser forget what it keeps of our pages, and the small pictures (T23).
func clearBrowser(c echo.Context) {
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// landing is where somebody goes on to who signed in: to the page that they asked for where it is one of theirs, a
// person's or, for staff, the desk's.
func (p *portal) landing(asked string, staff bool) string {
	pages, usual := p.personPages, afterSignIn
	if staff {
		pages, usual = p.deskPages, deskPath
	}
	if p.isPage(asked, pages) {
		return asked
	}
	return usual
}

// knownPage returns the page that was asked for, and nothing where it is none of ours: a link to our sign-in never leads
// to another site (T24).
func (p *portal) knownPage(asked string) string {
	if p.isPage(asked, p.personPages) || p.isPage(asked, p.deskPages) {
		return asked
	}
	return ""
}

func (p *portal) isPage(asked string, of []string) bool {
	u, err := url.Parse(asked)
	if err != nil || asked != u.Path || u.String() != u.Path || path.Clean(u.Path) != u.Path {
		return false
	}
	found := p.echo.NewContext(nil, nil)
	p.echo.Router().Find(http.MethodGet, u.Path, found)
	return slices.Contains(of, found.Path())
}
