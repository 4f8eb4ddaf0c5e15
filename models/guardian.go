package models

import (
	"slices"
	"strings"
	"time"
)

// GuardianState is how it stands between a minor and their guardian, in the six words that a child reads: nobody under 18 turns
// anything on, or adds what an account does not need, before a parent or legal guardian said yes (#91, #95; PIPL 31).
type GuardianState string

// The states.
const (
	GuardianNotAsked  GuardianState = "not_asked"
	GuardianWaiting   GuardianState = "waiting"
	GuardianApproved  GuardianState = "approved"
	GuardianDeclined  GuardianState = "declined"
	GuardianProposed  GuardianState = "proposed"  // of a request for a second guardian alone: it waits for the first one's yes, or an officer's
	GuardianEnded     GuardianState = "ended"     // nobody answered in time, or the reader of the letter took their address back
	GuardianWithdrawn GuardianState = "withdrawn" // a yes was taken back
)

// MayAsk tells whether a letter may go to a grown-up whom nobody asked yet. Somebody's no is not asked away by a letter to
// another.
func (s GuardianState) MayAsk() bool {
	return s == GuardianNotAsked || s == GuardianWaiting || s == GuardianEnded
}

// How a guardian is asked. The letter's link lives as long as the request, which is as long as an account waits.
const (
	GuardianLetters   = 3 // letters of one request, the first and those that are sent again; reminders come beside
	GuardianRequests  = 3 // addresses that one child asks within GuardianWindow
	GuardianWindow    = 7 * 24 * time.Hour
	GuardianCodeLife  = 15 * time.Minute // from when a code is sent until it is typed
	GuardianCodes     = 5                // codes of one link, or visit
	GuardianCodeTries = 5                // wrong codes after which it ends
	GuardianProofLife = time.Hour        // from a right code until the decision
)

// GuardianReminders are the days after the asking on which a guardian who did not answer is written to again.
var GuardianReminders = []int{3, 6}

// GuardianRequest is one asking of a guardian, by a letter to an address that a child gave.
type GuardianRequest struct {
	ID     string
	Child  PersonID
	State  GuardianState // proposed, waiting, approved, declined or ended
	Second bool          // of a guardian beside one who decides already
	Ref    string        // N-XXXX-XXXX, of one that was proposed; empty of others
	At     time.Time
	Until  time.Time // when it ends without an answer
	Email  string    // the guardian's; empty once it ended without a yes
	Locale Locale    // in which the child asked: the letter's, and that of the three words
	Letter int       // how often its letter was sent
	SentAt time.Time // when its letter was last sent
	Words  [3]int    // which words both screens show, of the list of each language
}

// MayResend tells whether the letter may be sent once more.
func (r GuardianRequest) MayResend(now time.Time) bool {
	return r.State == GuardianWaiting && now.Before(r.Until) && r.Letter < GuardianLetters
}

// Reminder returns which of GuardianReminders is due now, counted from 1, or 0; done is how many were sent.
func (r GuardianRequest) Reminder(done int, now time.Time) int {
	if r.State != GuardianWaiting || !now.Before(r.Until) {
		return 0
	}
	due := 0
	for i, days := range GuardianReminders {
		if i >= done && !now.Before(r.At.AddDate(0, 0, days)) {
			due = i + 1
		}
	}
	return due
}

// GuardianWords is how many words each language's list of them has.
const GuardianWords = 128

// ThreeWords picks the words by which child and guardian know that they mean the same request, from random bytes of which only
// the two of them see the outcome.
func ThreeWords(random [16]byte) (words [3]int) {
	for i := range words {
		words[i] = int(random[i]) % GuardianWords
	}
	return words
}

// SameMailbox tells whether letters to two addresses may well arrive in one mailbox: one is the other with something after a
// plus, or with other dots (T3).
func SameMailbox(a, b string) bool { return a != "" && b != "" && mailbox(a) == mailbox(b) }

func mailbox(email string) string {
	name, domain, _ := strings.Cut(strings.ToLower(strings.TrimSpace(email)), "@")
	name, _, _ = strings.Cut(name, "+")
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	return strings.ReplaceAll(name, ".", "") + "@" + domain
}

// ParseGuardianEmail reads the address of a grown-up that a child typed, or returns an Invalid that names 'guardian_email': it
// is not one of the child's own.
func ParseGuardianEmail(typed string, own ...string) (string, error) {
	if strings.TrimSpace(typed) == "" {
		return "", Invalid{FieldGuardianEmail: FaultMissing}
	}
	email, err := ParseEmail(typed)
	if err != nil {
		return "", Invalid{FieldGuardianEmail: FaultMalformed}
	}
	if slices.ContainsFunc(own, func(o string) bool { return SameMailbox(o, email) }) {
		return "", Invalid{FieldGuardianEmail: FaultOwn}
	}
	return email, nil
}

// Names of the fields of a guardian's forms.
const (
	FieldGuardianEmail = "guardian_email"
	FieldRelation      = "relation"
	FieldGuardianName  = "guardian_name"
	FieldGrownUp       = "grown_up"
	FieldSignature     = "signature"
	FieldShownPolicy   = "policy"
)

// Relation is what a guardian is to the child, by their own word.
type Relation string

// The relations.
const (
	RelationMother   Relation = "mother"
	RelationFather   Relation = "father"
	RelationGuardian Relation = "legal_guardian"
)

// Relations are all there are, in the order in which a form offers them.
var Relations = []Relation{RelationMother, RelationFather, RelationGuardian}

// GuardianChoices are what a guardian says yes or no to, one by one: the permissions, and the purposes that nobody needs (#94).
var GuardianChoices = slices.Concat(PermissionKinds, ChoiceKinds)

// GuardianDecision is what a guardian decided, checked.
type GuardianDecision struct {
	Approve  bool
	Relation Relation
	Name     string
	Yes      []PermissionKind // of GuardianChoices, in their order
	Paper    *PaperProof      // on which it stands; nil where it was made on the page

	SameDevice bool // it came from the browser in which the child had asked, within SameDeviceWithin
}

// SameDeviceWithin is how long after a child asked it tells something that the answer comes from the same browser.
const SameDeviceWithin = 10 * time.Minute

// KnownMailbox is for how long an address has to be known before it answers, to be none that was made for the answer.
const KnownMailbox = 24 * time.Hour

// DoubtYes tells whether a yes waits until somebody has had a look: it came from the device on which the child asked, and by a mailbox
// that nobody knew before. Either alone is usual in a family, which shares a tablet and has not been here yet; both are what a child
// does who answers its own letter (T3). The same network tells nothing.
func DoubtYes(sameDevice, newMailbox bool) bool { return sameDevice && newMailbox }

// GuardianForm is a guardian's decision as it was typed.
type GuardianForm struct {
	Approve                   bool
	Relation, Name, Signature string
	GrownUp                   bool                      // says that they are of age
	Policy                    string                    // version of the agreement that the page showed; empty where there was none
	Answers                   map[PermissionKind]string // 'yes' or 'no'
}

// NewGuardianDecision reads a decision, or returns an Invalid. To decline nothing has to be told; to approve the guardian says
// who they are and signs the statement with their name. What is not answered is a no, and a signature under another version of
// the agreement than policy, which is in force now, is none.
func NewGuardianDecision(typed GuardianForm, policy string) (GuardianDecision, error) {
	d := GuardianDecision{Approve: typed.Approve}
	if !typed.Approve {
		return d, nil
	}
	wrong := Invalid{}
	d.Relation = Relation(typed.Relation)
	if typed.Relation == "" {
		wrong[FieldRelation] = FaultMissing
	} else if !slices.Contains(Relations, d.Relation) {
		wrong[FieldRelation] = FaultUnknown
	}
	if !typed.GrownUp {
		wrong[FieldGrownUp] = FaultMissing
	}
	d.Name = strings.Join(strings.Fields(typed.Name), " ")
	if d.Name == "" {
		wrong[FieldGuardianName] = FaultMissing
	} else {
		wrong.add(FieldGuardianName, checkLine(d.Name))
	}
	switch signed := strings.Join(strings.Fields(typed.Signature), " "); {
	case typed.Policy != policy:
		wrong[FieldSignature] = FaultOutdated
	case signed == "":
		wrong[FieldSignature] = FaultMissing
	case !strings.EqualFold(signed, d.Name):
		wrong[FieldSignature] = FaultDiffers
	}
	for _, kind := range GuardianChoices {
		switch typed.Answers[kind] {
		case "yes":
			d.Yes = append(d.Yes, kind)
		case "no", "":
		default:
			wrong[string(kind)] = FaultUnknown
		}
	}
	if err := wrong.OrNil(); err != nil {
		return GuardianDecision{}, err
	}
	return d, nil
}

// State is how it stands with a guardian who decided so.
func (d GuardianDecision) State() GuardianState {
	if d.Approve {
		return GuardianApproved
	}
	return GuardianDeclined
}

// SaysYes tells whether the guardian allowed it.
func (d GuardianDecision) SaysYes(kind PermissionKind) bool { return slices.Contains(d.Yes, kind) }

// WrongGuardianCode says that a code is not the one that was mailed last, and how many more may be typed before the link ends.
type WrongGuardianCode struct{ Left int }

func (w WrongGuardianCode) Error() string { return "wrong code" }

// WrongCode is what a wrong code comes to after so many others: WrongGuardianCode, or ErrDeadLink where the link ends with it.
func WrongCode(tries int) error {
	if left := GuardianCodeTries - tries - 1; left > 0 {
		return WrongGuardianCode{Left: left}
	}
	return ErrDeadLink
}
