package models

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Cause is why a staff member opens a case.
type Cause string

// The five causes to open a case.
const (
	CauseAnswer    Cause = "to_answer"
	CauseVerify    Cause = "to_verify"      // who wrote
	CauseFacts     Cause = "to_check_facts" // that another case turns on
	CauseSupervise Cause = "to_supervise"
	CauseAsked     Cause = "asked_by_person" // the person asked for it
)

// CauseSettle is the one cause for which an officer opens a matter, and nobody opens a case.
const CauseSettle Cause = "to_settle"

// Causes are all causes there are to open a case, in the order in which the desk offers them.
var Causes = []Cause{CauseAnswer, CauseVerify, CauseFacts, CauseSupervise, CauseAsked}

const (
	// LookFor is how long an opened case stays open to who opened it.
	LookFor = 30 * time.Minute
	// CasesADay is how many cases a staff member may open on one day in Shanghai before an officer allows as many again (T13). To
	// ask for a second person counts, too: else somebody could ask about all of them to learn which are children's.
	CasesADay = 30
	// MaxLookNote is how many characters the note of an opening may have, and the reason for a finding.
	MaxLookNote = 500
)

// LookField names what somebody at the desk saw.
type LookField string

// What an opened case shows, and an opened matter.
const (
	SawName     LookField = "name"
	SawContact  LookField = "contact" // how to reach who wrote
	SawMessages LookField = "messages"
	SawPictures LookField = "pictures"
	SawBirth    LookField = "birth_date"
	SawGuardian LookField = "guardian_record" // who said yes, by which address, when
	SawSheet    LookField = "guardian_sheet"  // the photo of a sheet on which a guardian decided
)

// Look is one time that a staff member opened a case or a matter, which its person sees (#42, #87).
type Look struct {
	ID     string
	Ref    string // of the case or the matter
	Staff  Staff
	Cause  Cause
	Note   string // in the staff member's words
	At     time.Time
	Until  time.Time
	Fields []LookField

	AgreedBy Staff     // by whose yes the case of a minor was opened; zero where nobody else was needed
	AgreedAt time.Time // when they said it
}

// Agreed tells whether it took a second person.
func (l Look) Agreed() bool { return l.AgreedBy.ID != "" }

// OfCase tells whether it was a case that was opened.
func (l Look) OfCase() bool { return l.Cause != CauseSettle }

// Live tells whether what was opened is still open to who opened it.
func (l Look) Live(now time.Time) bool { return now.Before(l.Until) }

// Opening is what a staff member says and proves to open a case, or a matter.
type Opening struct {
	Cause    string
	Note     string
	Password string
}

// Check returns an Invalid that names what the opening of a case lacks.
func (o Opening) Check() error {
	wrong := Invalid{}
	if !slices.Contains(Causes, Cause(o.Cause)) {
		wrong[FieldCause] = FaultUnknown
		if o.Cause == "" {
			wrong[FieldCause] = FaultMissing
		}
	}
	if o.Note != "" {
		wrong.add(FieldLookNote, checkLookNote(o.Note))
	}
	wrong.add("password", checkTypedPassword(o.Password))
	return wrong.OrNil()
}

// CheckOfMatter returns an Invalid that names what the opening of a matter lacks. There is one cause to open it, so that the note says
// what for.
func (o Opening) CheckOfMatter() error {
	wrong := Invalid{}
	wrong.add(FieldLookNote, checkLookNote(o.Note))
	wrong.add("password", checkTypedPassword(o.Password))
	return wrong.OrNil()
}

// checkLookNote tells what is wrong with a reason in a staff member's words.
func checkLookNote(typed string) Fault {
	if utf8.RuneCountInString(typed) > MaxLookNote {
		return FaultTooLong
	}
	return checkWords(typed)
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
