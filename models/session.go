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
	Person    Person // zero where a staff member is signed in
	Known     Known  // what the person's profile holds
	Staff     Staff  // zero where a person is signed in
	Desk      DeskWaits
	Data      []byte // what the session manager keeps
	CreatedAt time.Time
	SeenAt    time.Time
}

// DeskWaits is how much waits at the desk, as its menu says it.
type DeskWaits struct {
	Open    int // cases without an answer, for those who answer
	Asked   int // cases that colleagues want to open and need a second person for, for the same
	Locked  int // accounts that are locked until somebody has checked, for those who find
	Older   int // birth dates that make a minor older, for the same
	Papers  int // sheets on which guardians decided, for the same
	Seconds int // second guardians whom a child would like to be asked, for the same
	Differ  int // accounts of which two guardians differ about a permission, for the same
	Stuck   int // jobs that failed, for those who look after them
}

// Account is whom an address signs in: a person or a staff member, never both. The other is zero.
type Account struct {
	Person Person
	Staff  Staff
}

// OfStaff tells whether it is a staff member who is signed in.
func (s Session) OfStaff() bool { return s.Staff.ID != "" }

// SeenEvery is how stale the session's last-seen stamp may get before a page refreshes it.
func (s Session) SeenEvery() time.Duration {
	if s.OfStaff() {
		return StaffSeenEvery
	}
	return SeenEvery
}

// PersonEnds returns when the session of a person ends if they ask for no other page.
func (s Session) PersonEnds() time.Time { return s.ends(SessionIdle, SessionLifetime) }

// StaffEnds returns when the session of a staff member ends if they do nothing more.
func (s Session) StaffEnds() time.Time { return s.ends(StaffIdle, StaffLifetime) }

func (s Session) ends(idle, lifetime time.Duration) time.Time {
	unused, whatever := s.SeenAt.Add(idle), s.CreatedAt.Add(lifetime)
	if whatever.Before(unused) {
		return whatever
	}
	return unused
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
