package models

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// ErrNotFound says that there is no such thing, or that it is not yours: the two look alike from outside (T1).
var ErrNotFound = errors.New("not found")

// ErrWrongCredentials says that address and password do not belong together, whichever of the two is wrong (T4).
var ErrWrongCredentials = errors.New("wrong credentials")

// ErrDeadLink says that a link from a letter was used, replaced or left too long, or never was one of ours.
var ErrDeadLink = errors.New("the link no longer works")

// ErrConflict says that the sender used an id again for other content.
var ErrConflict = errors.New("the id was used for other content")

// Reason tells why something that was asked for may not be; the sentence for it is the views' matter.
type Reason string

// Reasons for a refusal.
const (
	ReasonGuardianNeeded  Reason = "guardian_needed"  // a minor's grant counts only from the guardian (#91)
	ReasonAddressTaken    Reason = "address_taken"    // another account signs in with it
	ReasonNotGranted      Reason = "not_granted"      // the permission is off, or was never on (#21, #36)
	ReasonOfPeople        Reason = "of_people"        // a person's deed, and a staff member is signed in
	ReasonOtherRole       Reason = "other_role"       // the desk's, and the staff member's role does not do it (T13)
	ReasonNotChosen       Reason = "not_chosen"       // the photo was not chosen for this (#23, #24)
	ReasonCaseOver        Reason = "case_over"        // nothing is added to it any more: another can be filed
	ReasonNotRefiled      Reason = "not_refiled"      // a case is not refiled as what it is, nor as a question, which has no deadline
	ReasonNotOpened       Reason = "not_opened"       // the case was not opened with a reason, or over half an hour ago (T13)
	ReasonAnsweredBefore  Reason = "answered_before"  // a round is answered by somebody else than the ones before
	ReasonNotVerifying    Reason = "not_verifying"    // who wrote is confirmed already, or the case is answered or closed
	ReasonNotMerged       Reason = "not_merged"       // two cases of two people, or one with itself
	ReasonGuardianSaid    Reason = "guardian_said"    // a guardian decided: nobody else is asked (#91)
	ReasonNoSecond        Reason = "no_second"        // no second guardian may be asked now
	ReasonGuardiansDiffer Reason = "guardians_differ" // while they do, nothing is changed on the word of one
	ReasonGuardianMinor   Reason = "guardian_minor"   // whoever decides for a minor is one by their own account
	ReasonLocked          Reason = "account_locked"   // until somebody has checked, or a guardian decided (#95)
	ReasonErased          Reason = "account_erased"   // with all that was held; it does not come back by being sent again
	ReasonSomethingHeld   Reason = "something_held"   // an account goes at once only while nothing was collected
	ReasonOwnToClose      Reason = "own_to_close"     // whoever has an account closes their case themselves
	ReasonOwnToAdd        Reason = "own_to_add"       // whoever has an account adds to their case themselves
	ReasonOwnApproval     Reason = "own_approval"     // whoever asks for a second person is not that person
)

// Refused is a request that is understood and may not be fulfilled.
type Refused struct{ Reason Reason }

func (r Refused) Error() string { return "refused: " + string(r.Reason) }

// TooMany is a request over a limit; it may be made again After this time.
type TooMany struct{ After time.Duration }

func (t TooMany) Error() string { return fmt.Sprintf("too many, again after %s", t.After) }

// Fault names what is wrong with one field; the views have the sentence.
type Fault string

// Faults of a field.
const (
	FaultMissing   Fault = "missing"
	FaultUnknown   Fault = "unknown"
	FaultMalformed Fault = "malformed"
	FaultTooLong   Fault = "too_long"
	FaultTooShort  Fault = "too_short"
	FaultCommon    Fault = "common" // a password that many have
	FaultKnown     Fault = "known"  // a password that is an address or a name
	FaultFuture    Fault = "future"
	FaultPast      Fault = "past"
	FaultSame      Fault = "same"     // it stands so already
	FaultOfMinor   Fault = "of_minor" // not collected from a minor (#93)
	FaultWaits     Fault = "waits"    // not before a guardian's yes (#91)
	FaultFull      Fault = "full"     // there are as many as are kept
	FaultOwn       Fault = "own"      // a grown-up's address is not the child's own (T3)
	FaultUnwanted  Fault = "unwanted" // whoever has the address wants no such letter
	FaultDiffers   Fault = "differs"  // a signature is not the name above it
	FaultTaken     Fault = "taken"    // somebody else's
	FaultOutdated  Fault = "outdated" // it was said about words that changed since
	FaultTooOld    Fault = "too_old"  // of age, and so nobody's child in this sense
	FaultBefore    Fault = "before"   // earlier than what it follows
	FaultOver      Fault = "over"     // later than it could be said
)

// Invalid tells, field by field, why a value was not taken. A nil or empty Invalid is no error: ask OrNil.
type Invalid map[string]Fault

func (i Invalid) Error() string {
	parts := make([]string, 0, len(i))
	for _, field := range slices.Sorted(maps.Keys(i)) {
		parts = append(parts, field+": "+string(i[field]))
	}
	return "invalid: " + strings.Join(parts, ", ")
}

// add notes what is wrong with a field, where anything is.
func (i Invalid) add(field string, fault Fault) {
	if fault != "" {
		i[field] = fault
	}
}

// OrNil returns nil where nothing is wrong.
func (i Invalid) OrNil() error {
	if len(i) == 0 {
		return nil
	}
	return i
}
