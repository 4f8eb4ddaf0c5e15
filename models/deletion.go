package models

import (
	"errors"
	"time"
)

// ErrDeleted says that the person deleted the thing of that id: it does not come back by being sent again (#85).
var ErrDeleted = errors.New("the person deleted it")

// ErrBegun says that a deletion can no longer be stopped: it has begun, or it was stopped before.
var ErrBegun = errors.New("the deletion has begun")

// ErrMoreCame says that a deletion would take more than its person was shown: something arrived meanwhile, late.
var ErrMoreCame = errors.New("more arrived than was shown")

// ByRetention is the actor where something fell due and nobody asked (#74).
const ByRetention Actor = "retention"

// Cooling is how long a deletion waits that its person wants to be able to stop.
const Cooling = 24 * time.Hour

// BackupsKept is how long a backup is kept: what was erased is in none after that.
const BackupsKept = 35 * 24 * time.Hour

// When says when erasing begins.
type When string

// The times at which erasing can begin.
const (
	WhenNow      When = "now"
	WhenTomorrow When = "tomorrow" // after Cooling
)

// ParseWhen returns the time of that name, now for none, or an Invalid that names 'when'.
func ParseWhen(name string) (When, error) {
	switch when := When(name); when {
	case "":
		return WhenNow, nil
	case WhenNow, WhenTomorrow:
		return when, nil
	}
	return "", Invalid{"when": FaultUnknown}
}

// Due returns when erasing begins that is asked for now.
func (w When) Due(now time.Time) time.Time {
	if w == WhenTomorrow {
		return now.Add(Cooling)
	}
	return now
}

// Outcome is what became of a deleted entry (product.md's three honest outcomes).
type Outcome string

// The outcomes.
const (
	OutcomeErased     Outcome = "erased"
	OutcomeAnonymised Outcome = "anonymised"
	OutcomeLocked     Outcome = "locked" // out of sight and out of use, until a law lets it go (#73)
)

// MayLock tells whether a law keeps entries of the kind for a time: of any other nothing stays.
func (k EntryKind) MayLock() bool { return RetentionOf(k.Category()).Floor != nil }

// OutcomeOf returns what becomes of an entry of a time that is erased now, and until when it is locked: zero where it is
// not. Of a locked entry no more is kept than the law asks for.
func OutcomeOf(kind EntryKind, at, now time.Time) (outcome Outcome, until time.Time) {
	if kind.MayLock() {
		if end := RetentionOf(kind.Category()).End(at); end.After(now) {
			return OutcomeLocked, end.UTC()
		}
	}
	return OutcomeErased, time.Time{}
}

// Locked is how many entries of a category a law keeps, and until when.
type Locked struct {
	Category    CategoryKey
	Count       int
	First, Last time.Time // when the first and the last of them are let go
}

// Law returns the law that keeps them.
func (l Locked) Law() Law { return *RetentionOf(l.Category).Floor }

// DeletionPlan is what a deletion would do, for the page that asks for it.
type DeletionPlan struct {
	Selection
	At             time.Time // when it was made
	Count          int
	Bytes          int64     // of their files
	Oldest, Newest time.Time // entries
	Erased         int       // of Count: those of which nothing stays
	Locked         []Locked  // the others
	// The newest ten of them, in the list that their scope fills.
	Photos   []ListedPhoto
	Prints   []PrintJob
	Talks    []Talk
	Activity []Activity
	UnderWay []PrintJob // the latest print jobs that are not finished and use photos of the selection, without their photos
}

// AskPassword tells whether the password is asked for again.
func (p DeletionPlan) AskPassword() bool { return p.Selection.AskPassword(p.Count) }

// DeletionOrder is a person's word that a selection be deleted, as the page of its plan sends it.
type DeletionOrder struct {
	Selection
	When     When
	Asked    time.Time // the plan's At: what is newer stays
	Shown    int       // the plan's Count: where more would go, nothing does
	Password string    // asked for where the selection's AskPassword says so
}

// DeletionState is how far a deletion is.
type DeletionState string

// The states of a deletion. What it takes is out of sight from the first on, and back only in the last.
const (
	DeletionWaiting DeletionState = "waiting"
	DeletionErasing DeletionState = "erasing"
	DeletionDone    DeletionState = "done"
	DeletionStopped DeletionState = "stopped"
)

// Deletion is one deletion, with its receipt (#84, #85).
type Deletion struct {
	ID      string
	Receipt string
	What    Scope
	By      Actor
	At      time.Time // when it was asked for, or fell due
	DueAt   time.Time // when erasing begins
	DoneAt  time.Time // zero before
	State   DeletionState
	Items   int // how many entries it took
	Tries   int // how often erasing failed since it last came further
}

// MayStop tells whether the deletion can still be stopped: before erasing is due.
func (d Deletion) MayStop(now time.Time) bool {
	return d.State == DeletionWaiting && now.Before(d.DueAt)
}

// Stop returns the deletion stopped, or ErrBegun.
func (d Deletion) Stop(now time.Time) (Deletion, error) {
	if !d.MayStop(now) {
		return d, ErrBegun
	}
	d.State = DeletionStopped
	return d, nil
}

// Begin returns the deletion with erasing begun, and whether there is anything to erase now: not before it is due, and not
// of one that was stopped or is done.
func (d Deletion) Begin(now time.Time) (Deletion, bool) {
	if d.State == DeletionWaiting && !now.Before(d.DueAt) {
		d.State = DeletionErasing
	}
	return d, d.State == DeletionErasing
}

// Finish returns the deletion done where erasing has begun and nothing is left.
func (d Deletion) Finish(left int, now time.Time) Deletion {
	if d.State == DeletionErasing && left == 0 {
		d.State, d.DoneAt = DeletionDone, now
	}
	return d
}

// Tells tells whether its person gets a letter with the receipt: of what fell due only where letters said so before.
func (d Deletion) Tells() bool { return d.By != ByRetention || d.What == ScopePhotos }

// stuckAfter is how often erasing fails before its person is told.
const stuckAfter = 3

// Stuck tells whether erasing does not come further: the file store does not let go. It is tried again hourly.
func (d Deletion) Stuck() bool { return d.State == DeletionErasing && d.Tries >= stuckAfter }

// BackupsGone returns when the last backup is gone that holds what was erased; of one that is not done yet, the earliest time
// that may be.
func (d Deletion) BackupsGone() time.Time {
	if d.DoneAt.IsZero() {
		return d.DueAt.Add(BackupsKept)
	}
	return d.DoneAt.Add(BackupsKept)
}

// DeletedItem is one entry of a deletion, as its receipt lists it: nothing else is left to say of it.
type DeletedItem struct {
	ID      string
	Kind    EntryKind
	At      time.Time // of the entry
	Outcome Outcome   // empty: not yet
	Until   time.Time // of a locked entry
}

// Progress counts what became of a deletion's entries. Its four counts add up to the deletion's Items, but of one that was
// stopped, whose entries are back.
type Progress struct {
	Left, Erased, Anonymised int
	Locked                   []Locked
}

// LockedCount is how many entries a law keeps.
func (p Progress) LockedCount() (n int) {
	for _, l := range p.Locked {
		n += l.Count
	}
	return n
}

// Done is how many entries something became of.
func (p Progress) Done() int { return p.Erased + p.Anonymised + p.LockedCount() }

// Holder is a system of Jolara's that may hold a copy.
type Holder string

// The holders. Neither is connected yet, so that a receipt lists both as not yet confirmed.
const (
	HolderApp     Holder = "app"
	HolderPrinter Holder = "print_service"
)

// Holders lists who may hold a copy of what a scope is about.
func (s Scope) Holders() []Holder {
	switch s {
	case ScopePhotos, ScopePrints:
		return []Holder{HolderApp, HolderPrinter}
	}
	return []Holder{HolderApp}
}

// AddLocked adds entries to a list of what laws keep, category by category.
func AddLocked(list []Locked, more Locked) []Locked {
	for i, l := range list {
		if l.Category == more.Category {
			list[i].Count += more.Count
			if more.First.Before(l.First) {
				list[i].First = more.First
			}
			if more.Last.After(l.Last) {
				list[i].Last = more.Last
			}
			return list
		}
	}
	return append(list, more)
}

// Add adds to the plan entries of one kind, and those of them that a law keeps.
func (p *DeletionPlan) Add(kind EntryKind, all, locked Tally) {
	if p.Count == 0 || all.Oldest.Before(p.Oldest) {
		p.Oldest = all.Oldest
	}
	if all.Newest.After(p.Newest) {
		p.Newest = all.Newest
	}
	p.Count, p.Bytes, p.Erased = p.Count+all.Count, p.Bytes+all.Bytes, p.Erased+all.Count-locked.Count
	if locked.Count > 0 {
		kept := RetentionOf(kind.Category())
		p.Locked = AddLocked(p.Locked, Locked{kind.Category(), locked.Count, kept.End(locked.Oldest).UTC(), kept.End(locked.Newest).UTC()})
	}
}

// Check returns an Invalid that names what of an order cannot be.
func (o DeletionOrder) Check(now time.Time) error {
	wrong := Invalid{}
	wrong.Join(o.Selection.Check())
	if _, err := ParseWhen(string(o.When)); err != nil {
		wrong["when"] = FaultUnknown
	}
	if len(o.IDs) == 0 {
		wrong.add("asked", CheckSentTime(o.Asked, now))
	}
	return wrong.OrNil()
}
