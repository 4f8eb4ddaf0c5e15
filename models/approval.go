package models

import (
	"slices"
	"time"
)

// ApprovalAnswer is what a second person says to somebody who wants to open the case of a minor.
type ApprovalAnswer string

// The answers; empty is none yet.
const (
	ApprovalYes ApprovalAnswer = "yes"
	ApprovalNo  ApprovalAnswer = "no"
)

// Approval is what a staff member asked before a minor's case was opened, and what a second one said. It is asked once for a case:
// the yes holds for whoever opens it with a reason, until it is closed or a new round of it begins.
type Approval struct {
	ID         string
	Ref        string // of the case
	By         Staff  // who asks
	Cause      Cause
	Note       string // in their words
	At         time.Time
	Answer     ApprovalAnswer
	AnsweredAt time.Time
	AnsweredBy Staff
	EndedAt    time.Time // since when it counts no more; zero while it waits or holds
}

// Waits tells whether a second person still has to answer.
func (a Approval) Waits() bool { return a.Answer == "" && a.EndedAt.IsZero() }

// Holds tells whether the case may be opened by it.
func (a Approval) Holds() bool { return a.Answer == ApprovalYes && a.EndedAt.IsZero() }

// Answered returns the approval with a staff member's answer. A no ends it, so that it can be asked again. It is Refused where they
// asked it themselves, and ErrConflict where it waits no more.
func (a Approval) Answered(by Staff, answer ApprovalAnswer, now time.Time) (Approval, error) {
	switch {
	case !a.Waits():
		return a, ErrConflict
	case a.By.ID == by.ID:
		return a, Refused{ReasonOwnApproval}
	}
	a.Answer, a.AnsweredBy, a.AnsweredAt = answer, by, now
	if answer == ApprovalNo {
		a.EndedAt = now
	}
	return a, nil
}

// SecondNeeded says that a case was not opened since a second person has to agree: what is asked now, by whoever it was that asked
// first.
type SecondNeeded struct{ Asked Approval }

func (SecondNeeded) Error() string { return "a second person has to agree" }

// ApprovalForm is what a second person sends, and proves.
type ApprovalForm struct {
	Answer   string // one of the answers
	Password string
}

// FieldApproval names the field with a second person's answer.
const FieldApproval = "approval"

// Check returns an Invalid that names what is to mend.
func (f ApprovalForm) Check() error {
	wrong := Invalid{}
	if !slices.Contains([]ApprovalAnswer{ApprovalYes, ApprovalNo}, ApprovalAnswer(f.Answer)) {
		wrong[FieldApproval] = FaultMissing
	}
	wrong.add("password", checkTypedPassword(f.Password))
	return wrong.OrNil()
}

// OfMinor tells whether a case is by or about somebody under 18, as far as anybody knows now: whoever filed it said so, the birth
// date of whose it is says so, or that date is in doubt.
func (c Complaint) OfMinor(of Person, now time.Time) bool {
	return c.Minor || of.Band(now).Minor() || of.Lock == LockBirthDate
}
