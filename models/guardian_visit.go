package models

import (
	"slices"
	"time"
)

// A guardian comes back by a code that is mailed to the address on the consent record, without a password: whoever reads the letters
// there may see what the record says, change it and take it back (#96).
// Its codes are as many, and count as long, as those of a link that asks to decide.
const VisitLife = time.Hour // from the asking until the visit is over

// GuardianSight is how much of a child's data their guardian sees beside kinds, amounts and permissions: less as the child grows up,
// and never a complaint, a question or a word of one.
type GuardianSight struct {
	Titles  bool // of photos
	Details bool // of the profile
}

// SightOf returns what a guardian sees of a child of that band: both under 8, titles until 13, and from 14 on neither.
func SightOf(band Band) GuardianSight {
	return GuardianSight{Titles: !band.AgreesThemselves(), Details: band == BandUnder8}
}

// WardAct is what a guardian does about a child.
type WardAct string

// The acts that lock an account or lift the lock.
const (
	ActWithdraw WardAct = "withdraw" // the yes, so that all is erased after WithdrawnKept
	ActDispute  WardAct = "dispute"  // they never agreed
	ActStop     WardAct = "stop"     // the withdrawal, or whatever else they said against their yes
	ActErase    WardAct = "erase"    // now, with a fresh code
)

// MayAct tells whether a guardian may do something about a child of whom they said yes once, and say word now. Only of a yes that holds
// can one say that it never was, or take it back; only a withdrawal can be stopped, or hastened, by whoever said no, and a no that
// another guardian's yes stands against be taken back.
func MayAct(act WardAct, state GuardianState, word GuardianWord, lock *Lock, now time.Time) bool {
	switch act {
	case ActWithdraw, ActDispute:
		return state == GuardianApproved && word == WordYes && (lock == nil || slices.Contains([]LockKind{LockDoubted, LockDiffer, LockAnswers}, lock.Kind))
	case ActStop:
		return lock != nil && word != WordYes && (lock.Kind == LockDiffer || word == WordNo && lock.MayStop(now))
	case ActErase:
		return lock != nil && word == WordNo && lock.MayStop(now)
	}
	return false
}
