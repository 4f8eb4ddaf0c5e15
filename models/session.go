package models

import "time"

// How long a person stays signed in (T6). Staff have limits of their own.
const (
	SessionIdle     = 30 * time.Minute // without a request
	SessionLifetime = 12 * time.Hour   // whatever happens
	// SeenEvery is how stale a session's last-seen stamp may get before a page refreshes it: the only write of a GET.
	SeenEvery = 5 * time.Minute
)

// Session is a browser that is signed in. It is known by a hash of its token alone.
type Session struct {
	ID        string // by which its person names it; never the token
	TokenHash string
	Person    Person
	Data      []byte // what the session manager keeps
	CreatedAt time.Time
	SeenAt    time.Time
}

// Device is what is kept of the browser that a person signed in with, so that they know it again.
type Device struct {
	Browser Browser
	Network string // shortened, see Network
}

// Visit is what the security log keeps of a request to the portal beside when and why it was made (#34, #35).
type Visit struct {
	IP       string
	Browser  Browser
	Language string // that the browser asks for first
}

// OpenSession is one browser in which a person is signed in, as the person sees it.
type OpenSession struct {
	ID        string
	Device    Device
	CreatedAt time.Time
	SeenAt    time.Time // not fresher than SeenEvery
}
