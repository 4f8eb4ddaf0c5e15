package models

import (
	"slices"
	"strings"
	"time"
)

// MatterKind is what a matter is about.
type MatterKind string

// The kinds: those of a lock, and three that lock nothing.
const (
	MatterDisputed  = MatterKind(LockDisputed)
	MatterWithdrawn = MatterKind(LockWithdrawn)
	MatterNoYes     = MatterKind(LockNoYes)
	MatterBirthDate = MatterKind(LockBirthDate)
	MatterDoubted   = MatterKind(LockDoubted)
	MatterDiffer    = MatterKind(LockDiffer)
	MatterAnswers   = MatterKind(LockAnswers)
	MatterOlder     = MatterKind("older")  // a birth date that makes a minor older
	MatterPaper     = MatterKind("paper")  // a guardian's decision on paper, to be checked
	MatterSecond    = MatterKind("second") // a second guardian whom the child would like to be asked
)

// MattersToSettle are the kinds that an officer settles, in the order in which the desk lists them.
var MattersToSettle = []MatterKind{
	MatterDisputed, MatterDoubted, MatterDiffer, MatterPaper, MatterBirthDate, MatterNoYes, MatterOlder, MatterSecond, MatterAnswers,
}

// Matter is a lock, a birth date that makes a minor older, a guardian's sheet, or the asking of a second guardian, as the desk knows it
// before it is opened: nothing in it says who it is about.
type Matter struct {
	ID      string
	Ref     string // L-XXXX-XXXX; of a birth date B-XXXX-XXXX, of a sheet P-XXXX-XXXX, of an asking N-XXXX-XXXX
	Kind    MatterKind
	At      time.Time // since when it stands; zero of a birth date that is settled
	SaidAt  time.Time // when somebody said that they never agreed, of what is disputed; zero of all others
	EraseAt time.Time // zero while nothing is going to be erased
	Asked   bool      // a guardian is asked: nothing is erased before they answered, or the request ended
	EndedAt time.Time // zero while it stands
	Outcome LockOutcome
	Paper   PaperState // of a sheet; empty of all others
	Until   time.Time  // of a sheet that is to be checked: when its request ends, whoever has read it; zero of all others

	ErasedAt time.Time // when the last entry was gone
	Left, Of int       // entries that are still to be erased, of how many; of an account that is being erased
}

// Waits tells whether the matter waits for an officer: whatever stands and has no clock that runs. For a lock that is Lock.MayFind.
func (m Matter) Waits() bool { return m.EndedAt.IsZero() && m.EraseAt.IsZero() }

// MayUndo is Lock.MayUndo of the matter's lock.
func (m Matter) MayUndo(now time.Time) bool {
	return m.Kind == MatterNoYes && m.EndedAt.IsZero() && !m.EraseAt.IsZero() && now.Before(m.EraseAt)
}

// LockedIn is how long it took from the word that there never was a yes until the account was locked.
func (m Matter) LockedIn() time.Duration { return m.At.Sub(m.SaidAt) }

// ErasedIn is how long it took to erase everything, from when it was due: of what is disputed, from the officer's finding.
func (m Matter) ErasedIn() time.Duration { return m.ErasedAt.Sub(m.EraseAt) }

// GoneBy is by when everything has to be gone of an account whose consent was found never to have been; zero of all others.
func (m Matter) GoneBy() time.Time {
	if m.Kind != MatterDisputed || m.EraseAt.IsZero() {
		return time.Time{}
	}
	return m.EraseAt.Add(FoundErased)
}

// Late tells whether one of the two clocks of a dispute ran, or runs, over: that of the lock, or that of the erasing.
func (m Matter) Late(now time.Time) bool {
	if m.Kind != MatterDisputed {
		return false
	}
	gone, by := m.ErasedAt, m.GoneBy()
	if gone.IsZero() {
		gone = now
	}
	return m.LockedIn() > DisputeLocked || !by.IsZero() && gone.After(by)
}

// Shows lists what an officer sees who opens the matter: no more than they need to settle it.
func (k MatterKind) Shows() []LookField {
	switch k {
	case MatterDisputed, MatterDoubted, MatterDiffer, MatterAnswers, MatterSecond:
		return []LookField{SawGuardian}
	case MatterPaper:
		return []LookField{SawSheet}
	}
	return []LookField{SawBirth}
}

// MatterSight is what an opened matter shows.
type MatterSight struct {
	Known   Date        // on record; zero of an adult, whose birth date is not kept
	Told    Date        // that was typed or sent; zero where none was
	Records []WordSight // of the yes that is disputed or doubted, and of all who differ; empty of others
	Sheet   *SheetSight // that is to be checked; nil of others
}

// WordSight is a guardian's record, with what they say now.
type WordSight struct {
	GuardianRecord
	Word   GuardianWord
	Allows []PermissionKind
}

// SheetSight is what tells an officer that the sheet in the photo is the one that was asked for.
type SheetSight struct {
	Locale Locale // in which the child asked
	Words  [3]int // that both screens showed, and the sheet
}

// Finding is what an officer found of a matter. Of a birth date that makes a minor older, that it is true is their yes to it.
type Finding struct {
	True bool
	Why  string // in the officer's words
	At   time.Time
	By   Staff
}

// The answers to what an officer found.
const (
	FoundTrue = "true"
	FoundNot  = "not_true"
)

// Names of the fields of the form that settles a matter.
const (
	FieldFinding    = "finding"
	FieldFindingWhy = "finding_why"
	FieldRefAgain   = "ref_again"
)

// FindingForm is what an officer sends, and proves, to settle a matter.
type FindingForm struct {
	Finding  string // one of the answers
	Why      string
	RefAgain string // the matter's reference, typed once more
	Password string
}

// Read returns the finding of the matter of that reference, or an Invalid that names what is to mend. Where a lock rests on what is
// true, all that is held goes, sooner or later: whoever says so types its reference, so that nobody says it of another one.
func (f FindingForm) Read(ref string) (Finding, error) {
	wrong := Invalid{}
	isTrue := f.Finding == FoundTrue
	if !slices.Contains([]string{FoundTrue, FoundNot}, f.Finding) {
		wrong[FieldFinding] = FaultMissing
	}
	wrong.add(FieldFindingWhy, checkLookNote(f.Why))
	if isTrue && IsLockRef(ref) && !strings.EqualFold(strings.TrimSpace(f.RefAgain), ref) {
		wrong[FieldRefAgain] = FaultUnknown
		if strings.TrimSpace(f.RefAgain) == "" {
			wrong[FieldRefAgain] = FaultMissing
		}
	}
	wrong.add("password", checkTypedPassword(f.Password))
	return Finding{True: isTrue, Why: f.Why}, wrong.OrNil()
}
