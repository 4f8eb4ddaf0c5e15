package models

import "time"

// MessageKind says what somebody wrote in a case.
type MessageKind string

// The kinds of message.
const (
	MessagePlain     MessageKind = "message"
	MessageAnswer    MessageKind = "answer"    // substantive: findings, action, reasons, how to appeal
	MessageRejection MessageKind = "rejection" // who wrote could not be confirmed; Text says why, and it can be contested
	MessageNote      MessageKind = "note"      // among the desk; never shown to the person
)

// Message is what somebody wrote in a case: plain text, as it was typed.
type Message struct {
	ID     string
	At     time.Time
	Kind   MessageKind
	Staff  Staff // who wrote, or who wrote down what somebody without an account did; zero: the person
	Taken  Taken // how it came that Staff wrote it down; zero: it is as whoever wrote it typed it
	Text   string
	Answer Answer // of a MessageAnswer
	Files  []Attachment
}

// ByStaff tells whether the desk says it: not of what it wrote down for somebody else.
func (m Message) ByStaff() bool { return m.Staff.ID != "" && !m.TakenDown() }

// TakenDown tells whether the desk wrote it down for somebody without an account.
func (m Message) TakenDown() bool { return m.Taken.Channel != "" }

// Taken is how what somebody without an account added to their case came to the desk, and when.
type Taken struct {
	Channel CaseChannel
	At      time.Time // the day's beginning in Shanghai where nobody knows the time
}

// Answer is what an answer says (deadline.md, 6).
type Answer struct {
	Found  string // what we found
	Did    string // what we did
	Why    string // the reasons
	Appeal string // what to do where one does not agree
}

// Attachment is a picture that somebody attached to what they wrote.
type Attachment struct {
	ID            string
	Name          string // of the file, or of the photo
	MediaType     string
	Width, Height int // in pixels, as it stands upright
	Bytes         int64
	Photo         string // the id of a photo of the person's own; empty where it is a file of its own
	Gone          bool   // the photo was deleted since
}

// CaseEventKind names what happened to a case.
type CaseEventKind string

// The kinds of event of a case.
const (
	CaseFiled        CaseEventKind = "filed"
	CaseAcknowledged CaseEventKind = "acknowledged" // by a letter with the number and the date
	CaseVerified     CaseEventKind = "verified"     // who wrote is confirmed; by the desk, or by itself where Actor says retention
	CaseOverrun      CaseEventKind = "verification_overrun"
	CaseRejected     CaseEventKind = "verification_rejected"
	CaseAssigned     CaseEventKind = "assigned" // to Staff; nobody where it is zero
	CaseReplied      CaseEventKind = "replied"  // not an answer
	CaseWasAnswered  CaseEventKind = "answered"
	CaseReopened     CaseEventKind = "reopened"
	CaseAdded        CaseEventKind = "added"   // by the desk, what somebody without an account wrote or said
	CaseWasClosed    CaseEventKind = "closed"  // by the person, or by itself once nothing may be added
	CaseRefiled      CaseEventKind = "refiled" // as another kind
	CaseMerged       CaseEventKind = "merged"  // with another, which Ref names
	CaseDateMoved    CaseEventKind = "date_moved"
	CaseLate         CaseEventKind = "late" // we said sorry, and by when we answer: To
)

// ByDesk is the actor where a staff member did something, and ByClock where the time did.
const (
	ByDesk  Actor = "desk"
	ByClock Actor = "clock"
)

// CaseEvent is one entry of a case's append-only record: kinds, dates and ids, never a word that somebody wrote.
type CaseEvent struct {
	ID       string
	At       time.Time
	Kind     CaseEventKind
	Actor    Actor    // ByPerson, ByDesk or ByClock
	Staff    Staff    // who did it, or who has the case since
	From, To Date     // the due dates before and after; To alone where a date was set
	WasKind  CaseKind // of a CaseRefiled: the kinds before and after
	NewKind  CaseKind
	Ref      string // of a CaseMerged: the other case
}
