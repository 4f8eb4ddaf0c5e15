package models

import (
	"strings"
	"time"
)

// LockKind is why an account is locked: nothing comes in, nothing is used and nothing is turned on, while what is there can be seen,
// copied and deleted by its person. A lock begins at once; whether it ever erases anything is a question of its own (#95).
type LockKind string

// The kinds.
const (
	LockDisputed  LockKind = "disputed"   // the address on the consent record says that it never agreed
	LockWithdrawn LockKind = "withdrawn"  // the guardian took the yes back
	LockNoYes     LockKind = "no_yes"     // a guardian declined, or nobody answered, while something is held
	LockBirthDate LockKind = "birth_date" // somebody's birth date was corrected to that of a child
	LockDoubted   LockKind = "doubted"    // a yes may be the child's own (T3): it counts after DoubtLasts, unless an officer finds that it is
	LockDiffer    LockKind = "differ"     // of two guardians one says yes, and the other no
	LockAnswers   LockKind = "answers"    // both say yes, but differ about a permission: it freezes what guardians change, and locks nothing
)

// Began is the event of a lock that begins.
func (k LockKind) Began() EventKind {
	if k == LockAnswers {
		return EventGuardiansDiffer
	}
	return EventAccountLocked
}

// Over is the event of a lock that is lifted.
func (k LockKind) Over() EventKind {
	if k == LockAnswers {
		return EventGuardiansAgree
	}
	return EventAccountUnlocked
}

// LockOutcome is how a lock ended; empty while it holds.
type LockOutcome string

// The outcomes.
const (
	LockErased LockOutcome = "erased"
	LockLifted LockOutcome = "lifted"
)

// LockNews is what a letter about a lock tells.
type LockNews string

// The news.
const (
	LockBegan  LockNews = "began"
	LockSoon   LockNews = "soon" // a reminder that what is held is erased
	LockEnded  LockNews = "ended"
	LockFound  LockNews = "found"  // that the yes was the child’s own, so that there is none
	LockClosed LockNews = "closed" // everything is erased
)

// How long a lock holds before what is held is erased, where it is. A younger child's goes sooner, since it was collected without
// the consent that the law asks for (#95); from 14 on there is more time to find a guardian.
const (
	WithdrawnKept = 7 * 24 * time.Hour
	UnderageKept  = 7 * 24 * time.Hour  // under 14
	TeenagersKept = 30 * 24 * time.Hour // 14 to 17
	DoubtLasts    = 24 * time.Hour      // for which a yes waits that may be the child's own
	FoundErased   = 24 * time.Hour      // from an officer's finding until all is gone, at the latest
	DisputeLocked = time.Minute         // from the word that there never was a yes until the account is locked, at the latest
)

// LockReminders are the days before the erasing on which whoever can stop it is written to.
var LockReminders = []int{4, 1}

// Lock is one lock of an account.
type Lock struct {
	ID        string
	Ref       string // L-XXXX-XXXX
	Person    PersonID
	Kind      LockKind
	Band      Band // of the person, by the birth date on which the lock rests
	Told      Date // that birth date, where it does not count yet; zero where it is the person's
	At        time.Time
	Confirmed time.Time // since when that birth date is sure: the person said it again, or an officer found it true; zero before
	EraseAt   time.Time // zero while nothing is going to be erased
	Reminded  int       // how many of LockReminders were sent
	EndedAt   time.Time // zero while it holds
	Outcome   LockOutcome
}

// NewLockRef draws the reference of a lock.
func NewLockRef() string {
	return drawRef(lockRef)
}

const lockRef = "L-"

// IsLockRef tells whether a reference is written like that of a lock.
func IsLockRef(ref string) bool { return strings.HasPrefix(ref, lockRef) }

// NewLock locks an account. A withdrawal begins to count at once; where nobody said yes it counts once the birth date is sure;
// where a consent is disputed, or a birth date was typed, nothing counts before somebody has checked.
func NewLock(person PersonID, kind LockKind, band Band, now time.Time) Lock {
	l := Lock{Person: person, Kind: kind, Band: band, At: now}
	if kind == LockWithdrawn {
		l.EraseAt = now.Add(WithdrawnKept)
	}
	return l
}

// Confirm returns the lock once its birth date is sure: somebody without a guardian's yes, whose data goes when the time for one is
// over. It is ErrConflict where the lock does not rest on a birth date, or the date is sure already.
func (l Lock) Confirm(now time.Time) (Lock, error) {
	rests := l.Kind == LockBirthDate || l.Kind == LockNoYes
	if !l.holds() || !rests || !l.Confirmed.IsZero() {
		return l, ErrConflict
	}
	l.Kind, l.Confirmed, l.EraseAt = LockNoYes, now, now.Add(keptWithoutYes(l.Band))
	return l, nil
}

func keptWithoutYes(band Band) time.Duration {
	if band.AgreesThemselves() {
		return TeenagersKept
	}
	return UnderageKept
}

// Older returns the lock of somebody who turned out to be older than the date says that was sure: theirs is the time of their age.
func (l Lock) Older(birth Date) Lock {
	if l.holds() && !l.Confirmed.IsZero() {
		l.EraseAt, l.Reminded = l.Confirmed.Add(keptWithoutYes(BandAt(birth, l.Confirmed))), 0
	}
	return l
}

// OpensAt is when the lock is lifted by itself, with nothing erased; zero where it never is.
func (l Lock) OpensAt() time.Time {
	if l.Kind == LockDoubted {
		return l.At.Add(DoubtLasts)
	}
	return time.Time{}
}

// Find returns the lock after an officer found what it rests on true, or not. A dispute that is true erases everything from now on; a
// birth date that is true counts as confirmed. A yes that is the child's own is none; the lock that waited for the finding is lifted,
// and so is one that rests on what is not true. Of guardians who differ it is found true that the no holds; where they differ about a
// permission, the stricter answer holds in any case, so that there is nothing to find true. It is ErrConflict where there is nothing
// to find.
func (l Lock) Find(isTrue bool, now time.Time) (Lock, error) {
	switch {
	case !isTrue && l.MayUndo(now):
		return l.Lift(now)
	case !l.MayFind(), isTrue && l.Kind == LockAnswers:
		return l, ErrConflict
	case !isTrue, l.Kind == LockDoubted, l.Kind == LockDiffer:
		return l.Lift(now)
	case l.Kind == LockDisputed:
		l.EraseAt = now
		return l, nil
	}
	return l.Confirm(now)
}

// MayUndo tells whether an officer may find that a birth date which was sure is a mistake after all: until what is held goes by it.
func (l Lock) MayUndo(now time.Time) bool {
	return l.holds() && l.Kind == LockNoYes && !l.Confirmed.IsZero() && !l.Due(now)
}

// MayFind tells whether the lock waits for an officer.
func (l Lock) MayFind() bool {
	switch l.Kind {
	case LockDisputed, LockDoubted, LockDiffer, LockAnswers:
		return l.holds() && l.EraseAt.IsZero()
	case LockBirthDate, LockNoYes:
		return l.holds() && l.Confirmed.IsZero()
	}
	return false
}

// MayAskGuardian tells whether a letter may go to a grown-up: before somebody decided; and where what is held would go without a yes,
// also after a no, until it goes.
func MayAskGuardian(state GuardianState, lock *Lock, now time.Time) bool {
	if lock == nil {
		return state.MayAsk()
	}
	return lock.Kind == LockNoYes && (lock.EraseAt.IsZero() || now.Before(lock.EraseAt))
}

// MayStop tells whether the guardian who took the yes back can still say that it shall go on.
func (l Lock) MayStop(now time.Time) bool {
	return l.holds() && l.Kind == LockWithdrawn && now.Before(l.EraseAt)
}

// EraseNow returns the lock of a withdrawal with everything to be erased at once, as its guardian confirmed. It is ErrConflict for
// any other.
func (l Lock) EraseNow(now time.Time) (Lock, error) {
	if !l.MayStop(now) {
		return l, ErrConflict
	}
	l.EraseAt = now
	return l, nil
}

// Lift ends the lock with nothing erased. It is ErrConflict where it has ended, or erasing is due.
func (l Lock) Lift(now time.Time) (Lock, error) {
	if !l.holds() || l.Due(now) {
		return l, ErrConflict
	}
	l.EndedAt, l.Outcome = now, LockLifted
	return l, nil
}

// Due tells whether everything is to be erased now. Nothing is while a guardian's answer is waited for: that is the caller's to know.
func (l Lock) Due(now time.Time) bool {
	return l.holds() && !l.EraseAt.IsZero() && !now.Before(l.EraseAt)
}

// Erase ends the lock with everything erased. It is ErrConflict where that is not due.
func (l Lock) Erase(now time.Time) (Lock, error) {
	if !l.Due(now) {
		return l, ErrConflict
	}
	l.EndedAt, l.Outcome = now, LockErased
	return l, nil
}

// Reminder returns which of LockReminders is due now, counted from 1, or 0.
func (l Lock) Reminder(now time.Time) int {
	if !l.holds() || l.EraseAt.IsZero() || l.Due(now) {
		return 0
	}
	due := 0
	for i, days := range LockReminders {
		if i >= l.Reminded && !now.Before(l.EraseAt.AddDate(0, 0, -days)) {
			due = i + 1
		}
	}
	return due
}

func (l Lock) holds() bool { return l.EndedAt.IsZero() }
