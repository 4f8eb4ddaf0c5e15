package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// What the manager holds of who is signed in: one of the two.
const (
	personKey = "person_id"
	staffKey  = "staff_id"
)

// newSessions keeps sessions in the store, where every instance sees them, under a hash of their token. The manager's
// own IdleTimeout stays off: it would write on every request.
func (p *portal) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{p.Store}
	m.HashTokenInStore = true
	m.Codec = sessionCodec{}
	m.Lifetime = models.SessionLifetime
	m.Cookie.Name = p.cookieName(sessionCookie)
	m.Cookie.Secure = p.isHTTPS()
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.ErrorFunc = func(_ http.ResponseWriter, _ *http.Request, err error) { panic(sessionFailure{err}) }
	return m
}

// sessionCodec keeps what the manager holds as JSON: each request reads it, and gob takes ten times as long. Values are
// texts.
type sessionCodec struct{}

type heldSession struct {
	Deadline time.Time
	Values   map[string]any
}

// Encode turns a session into what its row keeps.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(heldSession{deadline, values})
}

// Decode reads what Encode wrote.
func (sessionCodec) Decode(data []byte) (deadline time.Time, values map[string]any, err error) {
	var held heldSession
	err = json.Unmarshal(data, &held)
	return held.Deadline, held.Values, err
}

// sessionFailure carries an error of the session store to the page that tells of it.
type sessionFailure struct{ error }

// openSession lets the session manager read and write around the whole request.
func (p *portal) openSession(next echo.HandlerFunc) echo.HandlerFunc {
	managed := echo.WrapMiddleware(p.sessions.LoadAndSave)(next)
	return func(c echo.Context) error {
		c.SetRequest(c.Request().WithContext(withFound(c.Request().Context(), c)))
		return managed(c)
	}
}

// sessionStore is scs's store on ours.
type sessionStore struct{ store *store.Store }

type foundKey struct{}

// found is the place in which FindCtx leaves the session for the handlers.
type found struct {
	session *models.Session
	home    *store.HomePage      // that came with the session; nil where it did not
	atHome  bool                 // the home page is asked for: it comes along with a person's session
	atDesk  bool                 // a page of the desk is asked for: it is a staff member's session, or none that helps
	device  func() models.Device // on which a session begins, for CommitCtx
}

func withFound(ctx context.Context, c echo.Context) context.Context {
	path := c.Request().URL.Path
	return context.WithValue(ctx, foundKey{}, &found{atHome: path == homePath, atDesk: isDesk(path), device: func() models.Device {
		return models.Device{Browser: models.ParseBrowser(c.Request().UserAgent()), Network: models.Network(c.RealIP())}
	}})
}

// visitOf returns what the security log keeps of a request (#34, #35).
func visitOf(c echo.Context) models.Visit {
	return models.Visit{
		IP: c.RealIP(), Browser: models.ParseBrowser(c.Request().UserAgent()),
		Language: models.FirstLanguage(c.Request().Header.Get("Accept-Language")),
	}
}

// sessionOf returns the request's session, or nil where nobody is signed in.
func sessionOf(c echo.Context) *models.Session {
	if place, ok := c.Request().Context().Value(foundKey{}).(*found); ok {
		return place.session
	}
	return nil
}

// homeOf returns what the home page shows of whoever is signed in.
func (p *portal) homeOf(c echo.Context) (store.HomePage, error) {
	if place, ok := c.Request().Context().Value(foundKey{}).(*found); ok && place.home != nil {
		return *place.home, nil
	}
	return p.Store.Home(c.Request().Context(), *sessionOf(c))
}

// begin signs somebody in to this browser, under a new token, and out whoever was in it.
func (p *portal) begin(ctx context.Context, account models.Account) error {
	if err := p.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	if account.Staff.ID != "" {
		p.sessions.Put(ctx, staffKey, string(account.Staff.ID))
	} else {
		p.sessions.Put(ctx, personKey, string(account.Person.ID))
	}
	return nil
}

// personOf returns who is signed in; behind requirePerson there is always somebody.
func personOf(c echo.Context) models.Person { return sessionOf(c).Person }

func (s sessionStore) FindCtx(ctx context.Context, tokenHash string) ([]byte, bool, error) {
	place, ok := ctx.Value(foundKey{}).(*found)
	if !ok {
		place = &found{}
	}
	session, err := s.find(ctx, tokenHash, place)
	if errors.Is(err, models.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	place.session = &session
	data, err := dataOf(session)
	return data, err == nil, err
}

// find looks first for whose session the page needs, and then for the other's: each page takes one round trip for it. The
// home page comes along with it.
func (s sessionStore) find(ctx context.Context, tokenHash string, place *found) (models.Session, error) {
	first, second := s.store.Session, s.store.StaffSession
	switch {
	case place.atDesk:
		first, second = second, first
	case place.atHome:
		first = func(ctx context.Context, tokenHash string) (session models.Session, err error) {
			session, place.home, err = s.store.SessionAtHome(ctx, tokenHash)
			return session, err
		}
	}
	session, err := first(ctx, tokenHash)
	if errors.Is(err, models.ErrNotFound) {
		return second(ctx, tokenHash)
	}
	return session, err
}

// dataOf returns what the manager holds of a session. Linking gives a session to another person, of whom only the row
// knows: the manager is told, so that it does not give the session back when it saves it.
func dataOf(found models.Session) ([]byte, error) {
	if found.OfStaff() || bytes.Contains(found.Data, []byte(found.Person.ID)) {
		return found.Data, nil
	}
	deadline, values, err := sessionCodec{}.Decode(found.Data)
	if err != nil {
		return nil, err
	}
	values[personKey] = string(found.Person.ID)
	return sessionCodec{}.Encode(deadline, values)
}

func (s sessionStore) CommitCtx(ctx context.Context, tokenHash string, data []byte, _ time.Time) error {
	_, values, err := sessionCodec{}.Decode(data)
	if err != nil {
		return err
	}
	if staff, _ := values[staffKey].(string); staff != "" {
		return s.store.SaveStaffSession(ctx, tokenHash, models.StaffID(staff), data)
	}
	person, _ := values[personKey].(string)
	if person == "" {
		return nil // nobody signed in: nothing to remember
	}
	var device models.Device
	if place, ok := ctx.Value(foundKey{}).(*found); ok {
		device = place.device()
	}
	return s.store.SaveSession(ctx, tokenHash, models.PersonID(person), data, device)
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
