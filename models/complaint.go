package models

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jolara.com/privacy/models/workday"
)

// CaseKind is what a case at the privacy desk asks for.
type CaseKind string

// The kinds of case.
const (
	CaseComplaint  CaseKind = "complaint"  // somebody's own rights (#112)
	CaseReport     CaseKind = "report"     // a clue, about somebody else or in general (#113)
	CaseAccess     CaseKind = "access"     // a copy of one's data (#77)
	CaseCorrection CaseKind = "correction" // of what only people at Jolara can correct (#78)
	CaseDeletion   CaseKind = "deletion"   // of what only people at Jolara can delete (#80)
	CaseQuestion   CaseKind = "question"   // no statutory clock: an aim (#117)
)

// CaseKinds are all kinds there are.
var CaseKinds = []CaseKind{CaseComplaint, CaseReport, CaseAccess, CaseCorrection, CaseDeletion, CaseQuestion}

// ParseCaseKind reads a kind, or returns an Invalid that names 'kind'.
func ParseCaseKind(name string) (CaseKind, error) {
	if kind := CaseKind(name); slices.Contains(CaseKinds, kind) {
		return kind, nil
	}
	return "", Invalid{"kind": FaultUnknown}
}

// WorkingDays is within how many working days a case of this kind is answered (#116, #117).
func (k CaseKind) WorkingDays() int {
	if k == CaseQuestion {
		return QuestionDays
	}
	return AnswerDays
}

// CaseChannel is how a case reached us.
type CaseChannel string

// The channels.
const (
	ByPortal CaseChannel = "portal" // by somebody who is signed in
	ByPhone  CaseChannel = "phone"
	ByLetter CaseChannel = "letter"
	ByMail   CaseChannel = "mail" // to support@jolara.com (#114)
)

// IntakeChannels are the channels by which the desk takes something in.
var IntakeChannels = []CaseChannel{ByMail, ByPhone, ByLetter}

// CaseState says where a case stands.
type CaseState string

// The states.
const (
	CaseOpen     CaseState = "open"     // somebody owes an answer
	CaseAnswered CaseState = "answered" // the person may say that it is not solved
	CaseClosed   CaseState = "closed"   // for good
)

// AboutOther says that a case is about something that is no category.
const AboutOther CategoryKey = "other"

// Abouts are what a case may be about, in the order in which a form offers them. Nothing says that the person does not know.
var Abouts = []CategoryKey{"", CategoryPhotos, CategoryPrints, CategoryVoice, CategoryBehaviour, AboutOther}

// Complaint is a case as its person and the desk know it: a complaint, a request or a question.
type Complaint struct {
	ID       string
	Ref      string   // such as JC-2026-0412
	PersonID PersonID // empty where somebody without an account filed it
	Kind     CaseKind
	About    CategoryKey // one of Abouts
	Channel  CaseChannel
	State    CaseState
	FiledAt  time.Time // when it was first received
	ClosedAt time.Time
	Headline string  // the beginning of what happened, in the person's words; never in a list of the desk
	Rounds   []Round // the first first; there is always one
	Owner    Staff   // zero: nobody
	From     Contact // who wrote; only where somebody without an account did
	Minor    bool    // whoever filed it says that it is by or about somebody under 18; see OfMinor
}

// Round is one time that an answer is owed: the first from filing on, another whenever the person says that the matter is
// not solved.
type Round struct {
	Number     int // 1, 2, …
	ReceivedAt time.Time
	VerifiedAt time.Time // who wrote, or their standing, is confirmed; it never moves the deadline (#115)
	Overrun    bool      // it was not confirmed in time, and counts as confirmed
	AnsweredAt time.Time
	AnsweredBy Staff
	Deadline   Deadline
	LateAt     time.Time // when we told the person that we are late; zero where we are not
	NewDate    Date      // by when we promised an answer then
}

// Open tells whether the round waits for its answer.
func (r Round) Open() bool { return r.AnsweredAt.IsZero() }

// Verified tells whether who wrote is confirmed.
func (r Round) Verified() bool { return !r.VerifiedAt.IsZero() }

// Late tells whether no answer was there at the end of the due day, for good.
func (r Round) Late(now time.Time) bool {
	if !r.Open() {
		now = r.AnsweredAt
	}
	return !now.Before(r.Deadline.At())
}

// Standing is where the round stands at now.
func (r Round) Standing(now time.Time, cal workday.Calendar) DeadlineStanding {
	return r.Deadline.Standing(now, r.AnsweredAt, cal)
}

// Round returns the round that counts: the last.
func (c Complaint) Round() Round { return c.Rounds[len(c.Rounds)-1] }

// ReopenUntil returns the last day on which the person may say that the matter is not solved; zero where it is not answered.
func (c Complaint) ReopenUntil(cal workday.Calendar) Date {
	if c.State != CaseAnswered {
		return Date{}
	}
	return c.SaidUntil(cal)
}

// Add tells what becomes of words that the person adds now: they join an open case, and begin a new round of one that was
// answered a short while ago. Otherwise it is Refused, and the person may file another.
func (c Complaint) Add(now time.Time, cal workday.Calendar) (reopens bool, err error) {
	switch {
	case c.State == CaseOpen:
		return false, nil
	case c.State == CaseAnswered && !c.ReopenUntil(cal).Before(DateOf(now)):
		return true, nil
	}
	return false, Refused{ReasonCaseOver}
}

// MayAdd tells whether the person may add something now, and whether that reopens the case.
func (c Complaint) MayAdd(now time.Time, cal workday.Calendar) (may, reopens bool) {
	reopens, err := c.Add(now, cal)
	return err == nil, reopens
}

// Again tells what becomes of what somebody without an account added, which the desk writes down: the same as Add by the day on which
// it came, so that nobody loses time by how long a letter lies at the desk, not even where the case was closed by itself meanwhile. It
// is Refused where whoever filed the case has an account, and where it was closed for good; and an Invalid that names FieldReceivedOn
// where it came before what it follows, or too late.
func (c Complaint) Again(received Arrival, cal workday.Calendar) (reopens bool, err error) {
	follows := c.FiledAt
	switch {
	case c.PersonID != "":
		return false, Refused{ReasonOwnToAdd}
	case !c.GoesOn(cal):
		return false, Refused{ReasonCaseOver}
	case c.State != CaseOpen:
		c.State, follows = CaseAnswered, c.Round().AnsweredAt
	}
	if received.Before(follows) {
		return false, Invalid{FieldReceivedOn: FaultBefore}
	}
	if reopens, err = c.Add(received.At, cal); err != nil {
		return false, Invalid{FieldReceivedOn: FaultOver}
	}
	return reopens, nil
}

// GoesOn tells whether the desk may write down in a case what somebody without an account added: not once it was closed, but where
// that was done by itself, since nothing more came in time.
func (c Complaint) GoesOn(cal workday.Calendar) bool {
	if c.PersonID != "" {
		return false
	}
	return c.State != CaseClosed || !c.Round().Open() && c.SaidUntil(cal).Before(DateOf(c.ClosedAt))
}

// SaidUntil returns the last day on which it could be said that the last answer solved nothing; zero where there is none.
func (c Complaint) SaidUntil(cal workday.Calendar) Date {
	if c.Round().Open() {
		return Date{}
	}
	return cal.Due(DateOf(c.Round().AnsweredAt), ReopenDays).Due
}

// Refile returns the case as one of another kind (#117): what was received first stays so. A request that the law gives
// a deadline does not become a question, which has none. Otherwise it is Refused.
func (c Complaint) Refile(to CaseKind) (Complaint, error) {
	if c.State != CaseOpen || to == c.Kind || to == CaseQuestion {
		return c, Refused{ReasonNotRefiled}
	}
	c.Kind = to
	return c, nil
}

// MayMerge tells whether the case may be joined to another: both are open, of one person who is confirmed in both. Of people
// without an account nobody knows whether they are one. What is about a child does not move where one alone may open it.
func (c Complaint) MayMerge(into Complaint) bool {
	return c.ID != into.ID && c.State == CaseOpen && into.State == CaseOpen && c.PersonID != "" && c.PersonID == into.PersonID &&
		c.Minor == into.Minor && c.Round().Verified() && into.Round().Verified()
}

// MayAnswer tells whether a staff member may answer the round: not who answered an earlier one, but for an officer where
// no more than one agent is there.
func (c Complaint) MayAnswer(by Staff, agents int) bool {
	if c.State != CaseOpen || !by.Role.MayAnswer() {
		return false
	}
	before := slices.ContainsFunc(c.Rounds, func(r Round) bool { return !r.Open() && r.AnsweredBy.ID == by.ID })
	return !before || by.Role == RoleOfficer && agents <= 1
}

// headlineLength is how many characters of what happened stand for it in a list.
const headlineLength = 80

var sentenceEnd = regexp.MustCompile(`[。！？\n]|[.!?](\s|$)`)

// Headline returns the first sentence of what somebody wrote, cut where it is long.
func Headline(text string) string {
	text = strings.TrimSpace(text)
	if end := sentenceEnd.FindStringIndex(text); end != nil {
		text = strings.TrimRight(text[:end[1]], ".。\n ")
	}
	if runes := []rune(text); len(runes) > headlineLength {
		return strings.TrimSpace(string(runes[:headlineLength-1])) + "…"
	}
	return text
}

var caseRef = regexp.MustCompile(`^JC-[0-9]{4}-[0-9]{4,9}$`)

// ParseCaseRef reads a reference as somebody typed it, or returns ErrNotFound.
func ParseCaseRef(typed string) (string, error) {
	ref := strings.ToUpper(strings.TrimSpace(typed))
	if !caseRef.MatchString(ref) {
		return "", ErrNotFound
	}
	return ref, nil
}

// NewCaseRef returns the reference of a year's case of that number.
func NewCaseRef(year, number int) string {
	return "JC-" + strconv.Itoa(year) + "-" + fmt.Sprintf("%04d", number)
}
