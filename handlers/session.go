package handlers

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

const personKey = "person_id"

// newSessions keeps sessions in the store, where every instance sees them, under a hash of their token. The manager's
// own IdleTimeout stays off: it would write on every request.
func newSessions(s *store.Store, https bool) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{s}
	m.HashTokenInStore = true
	m.Lifetime = models.SessionLifetime
	m.Cookie.Name = cookieName("jolara", https)
	m.Cookie.Secure = https
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.ErrorFunc = func(_ http.ResponseWriter, _ *http.Request, err error) { panic(sessionFailure{err}) }
	return m
}

// sessionFailure carries an error of the session store to the page that tells of it.
type sessionFailure struct{ error }

// cookieName gives a cookie the prefix that ties it to this host, where https allows it (RFC 6265bis).
func cookieName(name string, https bool) string {
	if https {
		return "__Host-" + name
	}
	return name
}

// openSession lets the session manager read and write around the whole request.
func (p *portal) openSession(next echo.HandlerFunc) echo.HandlerFunc {
	managed := echo.WrapMiddleware(p.sessions.LoadAndSave)(next)
	return func(c echo.Context) error {
		c.SetRequest(c.Request().WithContext(withFound(c.Request().Context())))
		return managed(c)
	}
}

// sessionStore is scs's store on ours.
type sessionStore struct{ store *store.Store }

type foundKey struct{}

// withFound makes the place in which FindCtx leaves the session for the handlers.
func withFound(ctx context.Context) context.Context {
	return context.WithValue(ctx, foundKey{}, new(*models.Session))
}

// sessionOf returns the request's session, or nil where nobody is signed in.
func sessionOf(c echo.Context) *models.Session {
	if place, ok := c.Request().Context().Value(foundKey{}).(**models.Session); ok {
		return *place
	}
	return nil
}

// personOf returns who is signed in; behind requirePerson there is always somebody.
func personOf(c echo.Context) models.Person { return sessionOf(c).Person }

func (s sessionStore) FindCtx(ctx context.Context, tokenHash string) ([]byte, bool, error) {
	found, err := s.store.Session(ctx, tokenHash)
	if errors.Is(err, models.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if place, ok := ctx.Value(foundKey{}).(**models.Session); ok {
		*place = &found
	}
	return found.Data, true, nil
}

func (s sessionStore) CommitCtx(ctx context.Context, tokenHash string, data []byte, _ time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	person, _ := values[personKey].(string)
	if person == "" {
		return nil // nobody signed in: nothing to remember
	}
	return s.store.SaveSession(ctx, tokenHash, models.PersonID(person), data)
}

func (s sessionStore) DeleteCtx(ctx context.Context, tokenHash string) error {
	return s.store.EndSession(ctx, tokenHash)
}

// scs asks for the methods without a context and uses those with one.
func (s sessionStore) Find(tokenHash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), tokenHash)
}

func (s sessionStore) Commit(tokenHash string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), tokenHash, data, expiry)
}

func (s sessionStore) Delete(tokenHash string) error {
	return s.DeleteCtx(context.Background(), tokenHash)
}
