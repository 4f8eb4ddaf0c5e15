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
	All     bool // that the child sees themselves: pictures, recordings, every list
}

// SeenByGuardian returns what a guardian who said yes for the person sees of them on the local day of now: everything under 8, titles
// until 13, and from 14 on neither. Pictures and lists are not shown while an account is locked because it is doubted whether the yes is
// a guardian's, or how old the child is, or whose word holds of two; whoever took their yes back still sees them, until they are erased.
func (p Person) SeenByGuardian(now time.Time) GuardianSight {
	if p.Guardian != GuardianApproved && p.Guardian != GuardianWithdrawn {
		return GuardianSight{}
	}
	band := p.Band(now)
	under8 := band == BandUnder8
	return GuardianSight{
		Titles: under8 || band == Band8To13, Details: under8,
		All: under8 && slices.Contains([]LockKind{"", LockWithdrawn, LockAnswers}, p.Lock),
	}
}

// MayDelete tells whether a guardian who sees so much may delete a selection: whatever they see, and of an older child, of whom they see
// no more than kinds, all of one kind.
func (s GuardianSight) MayDelete(sel Selection) bool {
	return s.All || sel.Whole() && slices.Contains(WardScopes, sel.What)
}

// WardScopes are the kinds of which a guardian deletes all there is of a child of any age.
var WardScopes = []Scope{ScopePhotos, ScopePrints, ScopeVoice, ScopeLog}

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
