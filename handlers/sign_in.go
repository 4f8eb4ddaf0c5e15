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

// afterSignIn is where people land who asked for no page in particular.
const afterSignIn = "/home"

func (p *portal) showSignIn(c echo.Context) error {
	if sessionOf(c) != nil {
		return c.Redirect(http.StatusSeeOther, p.nextPage(c.QueryParam("next")))
	}
	return render(c, http.StatusOK, pages.SignIn(p.shell(c), pages.SignInForm{Next: p.nextPage(c.QueryParam("next"))}))
}

func (p *portal) signIn(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := pages.SignInForm{Email: values.Get("email"), Next: p.nextPage(values.Get("next"))}
	credentials, err := models.NewCredentials(values.Get("email"), values.Get("password"))
	if err != nil {
		return p.mendSignIn(c, typed, err)
	}
	ctx := c.Request().Context()
	from := p.callerOf(c, credentials.Email)
	person, err := p.Store.SignIn(ctx, credentials, from)
	if err != nil {
		return p.mendSignIn(c, typed, err)
	}
	p.rememberBrowser(c, credentials.Email, from.KnownBrowser)
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	p.sessions.Put(ctx, personKey, string(person.ID))
	return c.Redirect(http.StatusSeeOther, typed.Next)
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
	if s := sessionOf(c); s != nil {
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
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return p.done(c, "/sign-in", flash)
}

// nextPage returns the page of a signed-in person that was asked for, and the usual one where it is none of ours: a
// link to our sign-in never leads to another site (T24).
func (p *portal) nextPage(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || u.String() != u.Path || path.Clean(u.Path) != u.Path {
		return afterSignIn
	}
	found := p.echo.NewContext(nil, nil)
	p.echo.Router().Find(http.MethodGet, u.Path, found)
	if !slices.Contains(p.personPages, found.Path()) {
		return afterSignIn
	}
	return u.Path
}
