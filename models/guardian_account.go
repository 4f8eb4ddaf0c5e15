package models

import (
	"errors"
	"time"
)

// A guardian may have an account: one place for all their children, in which a browser stays signed in, and an address that can be
// changed. It signs in by a mailed code like a visit, and decides nothing that a visit does not.

// How long an account's things last. A sign-in has no idle limit: what a stranger at the browser could do harm with takes a fresh code.
const (
	GuardianSignInLife = 30 * 24 * time.Hour // of a browser's sign-in, from the code that was typed last
	GuardianChangeLife = time.Hour           // from when another address is typed until it is confirmed
	GuardianUndoLife   = UndoLinkLife        // of the link that puts the former address back
	EmptyAccountKept   = 30 * 24 * time.Hour // from when nobody is left for whom its guardian decides
)

// ErrStaleProof says that a guardian has to type a fresh code first.
var ErrStaleProof = errors.New("the code was typed too long ago")

// FreshProof tells whether a code that was typed then still proves that it is the guardian who sits before the browser: within the hour
// for which a visit lasts. A zero time is no proof.
func FreshProof(typed, now time.Time) bool {
	return !typed.IsZero() && now.Before(typed.Add(GuardianProofLife))
}

// NeedsFreshProof tells whether an act takes a fresh code in a browser that stays signed in, which may be one that the child uses, too
// (T3): what gives the account more than it has. To take something back never needs one, and what cannot be undone takes a code of its
// own, however fresh the last one is.
func (a WardAct) NeedsFreshProof() bool { return a == ActStop }

// GuardianBrowser is a browser in which a guardian typed a code.
type GuardianBrowser struct {
	Browser Browser
	Known   bool // the address signed in from it before, so that no letter tells of it
}

// GuardianSignIn is a browser in which a guardian is signed in, as they see it: nothing is kept of where it is.
type GuardianSignIn struct {
	ID        string
	Browser   Browser
	CreatedAt time.Time
	SeenAt    time.Time // not fresher than SeenEvery
}
