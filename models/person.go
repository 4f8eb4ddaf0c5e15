package models

import "time"

// PersonID is the portal's own id of a person, a UUID; it appears in no address.
type PersonID string

// Band is the age band that decides who must agree (#90; Civil Code 19 and 20, PIPL 31).
type Band string

// The bands.
const (
	BandUnder8  Band = "under_8"
	Band8To13   Band = "8_to_13"
	Band14To17  Band = "14_to_17"
	BandAdult   Band = "adult"
	adultAt          = 18
	smallestAge      = 8
	consentAge       = 14
)

// BandAt returns the band of someone born on birth, on the local day of now. Nobody's birth date is kept once they are
// adult, so the zero Date means adult.
func BandAt(birth Date, now time.Time) Band {
	today := DateOf(now)
	reached := func(age int) bool { return !today.Before(birth.AddYears(age)) }
	switch {
	case birth.IsZero() || reached(adultAt):
		return BandAdult
	case reached(consentAge):
		return Band14To17
	case reached(smallestAge):
		return Band8To13
	default:
		return BandUnder8
	}
}

// Minor tells whether a guardian decides.
func (b Band) Minor() bool { return b != BandAdult }

// AgreesThemselves tells whether somebody's own yes to the agreement counts: from 14 on (PIPL 31).
func (b Band) AgreesThemselves() bool { return b == BandAdult || b == Band14To17 }

// Person is who a page or a call is about.
type Person struct {
	ID          PersonID
	ExternalID  string // Jolara's own id; empty where the account was made here and is not linked
	Name        string // of a child who told none, the nickname
	Email       string // empty where a child has none
	AccountName string // with which a child signs in who has no address; empty for others
	Birth       Date   // zero for an adult
	Guardian    GuardianState
	Lock        LockKind // empty where the account is not locked
	Locale      Locale   // in which the person reads; empty where they never chose
	JoinedAt    time.Time
	WaitsUntil  time.Time     // when a minor's account ends without a guardian's yes; zero where it does not
	Kept        BehaviourKept // for how long behaviour of them is
}

// SignInName is what the person types to sign in.
func (p Person) SignInName() string {
	if p.AccountName != "" {
		return p.AccountName
	}
	return p.Email
}

// GuardianAge is up to which age a guardian decides: 18, as the agreement has it (#91), or 14, which is the law's least (PIPL 31).
type GuardianAge int

// The ages that may be set.
const (
	GuardianTo18 GuardianAge = adultAt
	GuardianTo14 GuardianAge = consentAge
)

// Ward says whether a guardian decides for somebody, whether one has said yes, and whether the account is locked, or what is in it
// frozen against whatever guardians change.
type Ward struct{ Guarded, Approved, Locked, Frozen bool }

// Ward returns it for the person, on the local day of now.
func (p Person) Ward(now time.Time, upTo GuardianAge) Ward {
	band := p.Band(now)
	guarded := band.Minor() && (upTo == GuardianTo18 || band != Band14To17)
	frozen := guarded && p.Lock == LockAnswers
	locked := p.Lock == LockBirthDate || guarded && p.Lock != "" && !frozen // of a guardian's matters nothing is left once nobody decides
	return Ward{Guarded: guarded, Approved: guarded && !locked && p.Guardian == GuardianApproved, Locked: locked, Frozen: frozen}
}

// Waits tells whether nothing but what the account needs may be kept: a guardian decides and none has said yes, or it is locked.
func (w Ward) Waits() bool { return w.Locked || w.Guarded && !w.Approved }

// Refusal says why nothing may be taken in, used or turned on of whoever waits.
func (w Ward) Refusal() Refused {
	if w.Locked {
		return Refused{ReasonLocked}
	}
	return Refused{ReasonGuardianNeeded}
}

// Band returns the person's age band on the local day of now.
func (p Person) Band(now time.Time) Band { return BandAt(p.Birth, now) }
