package models

import (
	"fmt"
	"slices"
	"time"
)

// Cause is why a staff member opens a case.
type Cause string

// The five causes.
const (
	CauseAnswer    Cause = "to_answer"
	CauseVerify    Cause = "to_verify"      // who wrote
	CauseFacts     Cause = "to_check_facts" // that another case turns on
	CauseSupervise Cause = "to_supervise"
	CauseAsked     Cause = "asked_by_person" // the person asked for it
)

// Causes are all causes there are, in the order in which the desk offers them.
var Causes = []Cause{CauseAnswer, CauseVerify, CauseFacts, CauseSupervise, CauseAsked}

const (
	// LookFor is how long an opened case stays open to who opened it.
	LookFor = 30 * time.Minute
	// CasesADay is how many cases a staff member may open on one day in Shanghai before an officer allows as many again (T13).
	CasesADay = 30
	// maxLookNote is how many characters the note of an opening may have.
	maxLookNote = 500
)

// LookField names what somebody at the desk saw.
type LookField string

// What an opened case shows.
const (
	SawName     LookField = "name"
	SawContact  LookField = "contact" // how to reach who wrote
	SawMessages LookField = "messages"
	SawPictures LookField = "pictures"
)

// Look is one time that a staff member opened a case, which its person sees (#42, #87).
type Look struct {
	ID     string
	Ref    string // of the case
	Staff  Staff
	Cause  Cause
	Note   string // in the staff member's words
	At     time.Time
	Until  time.Time
	Fields []LookField
}

// Live tells whether the case is still open to who opened it.
func (l Look) Live(now time.Time) bool { return now.Before(l.Until) }

// Opening is what a staff member says and proves to open a case.
type Opening struct {
	Cause    string
	Note     string
	Password string
}

// Check returns an Invalid that names what an opening lacks.
func (o Opening) Check() error {
	wrong := Invalid{}
	if !slices.Contains(Causes, Cause(o.Cause)) {
		wrong[FieldCause] = FaultUnknown
		if o.Cause == "" {
			wrong[FieldCause] = FaultMissing
		}
	}
	if o.Note != "" {
		wrong.add(FieldLookNote, checkWords(o.Note))
		if len([]rune(o.Note)) > maxLookNote {
			wrong[FieldLookNote] = FaultTooLong
		}
	}
	wrong.add("password", checkTypedPassword(o.Password))
	return wrong.OrNil()
}

// TooManyCases says that a staff member opened as many cases today as are allowed: an officer may allow more.
type TooManyCases struct{ Allowed int }

func (t TooManyCases) Error() string { return fmt.Sprintf("opened %d cases today", t.Allowed) }

// MayOpen returns TooManyCases where a staff member may not open one more case today: opened is how many others they did,
// allowances how often an officer allowed as many again.
func MayOpen(opened, allowances int) error {
	if allowed := CasesADay * (1 + allowances); opened >= allowed {
		return TooManyCases{allowed}
	}
	return nil
}
