package models

import (
	"time"
)

// BirthEffect is what another birth date does to an account (#17, #95). Nothing is deleted by a date that somebody typed, and nobody
// gets out of a guardian's care by one.
type BirthEffect string

// The effects.
const (
	BirthNothing BirthEffect = "nothing" // it says the same, or both dates are an adult's, whose date is not kept
	BirthTaken   BirthEffect = "taken"   // it counts at once: a child who is younger than was known is protected the more
	BirthLocks   BirthEffect = "locks"   // it makes a minor's account of an adult's: nothing goes in before somebody has checked
	BirthWaits   BirthEffect = "waits"   // it makes a minor older, which takes the guardian's or an officer's yes
)

// BirthEffectOf returns what it does that a person's birth date is to be another one.
func BirthEffectOf(known, told Date, now time.Time) BirthEffect {
	was, is := BandAt(known, now), BandAt(told, now)
	switch {
	case !was.Minor() && !is.Minor(), was.Minor() && known == told:
		return BirthNothing
	case !was.Minor():
		return BirthLocks
	case known.Before(told):
		return BirthTaken
	}
	return BirthWaits
}

// NewBirthRef draws the reference of such a request.
func NewBirthRef() string {
	return drawRef("B-")
}

// BirthRequest is a birth date that makes a minor older and waits for somebody's yes.
type BirthRequest struct {
	Ref  string // B-XXXX-XXXX
	At   time.Time
	Told Date
}
