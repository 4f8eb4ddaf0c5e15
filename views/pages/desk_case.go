package pages

import (
	"context"
	"net/url"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeskForm names one of the forms of a case: the last part of its address.
type DeskForm string

// The forms of a case.
const (
	DeskOpen   DeskForm = "open"
	DeskAnswer DeskForm = "answer"
	DeskReply  DeskForm = "reply"
	DeskNote   DeskForm = "note"
	DeskAgain  DeskForm = "again" // of what somebody without an account added
	DeskReject DeskForm = "reject"
	DeskMerge  DeskForm = "merge"
	DeskRefile DeskForm = "refile"
	DeskVerify DeskForm = "verify"
	DeskAssign DeskForm = "assign"
	DeskClose  DeskForm = "close"
	DeskCheck  DeskForm = "check" // of a guardian's sheet
)

// Fields returns the names of a form's fields whose words are kept when the case is locked again before they were sent.
func (f DeskForm) Fields() []string {
	switch f {
	case DeskAnswer:
		return []string{models.FieldFound, models.FieldDid, models.FieldWhy, models.FieldAppeal}
	case DeskReply:
		return []string{models.FieldWords}
	case DeskNote:
		return []string{models.FieldDeskNote}
	case DeskAgain:
		return []string{models.FieldChannel, models.FieldReceivedOn, models.FieldReceivedAt, models.FieldAgain}
	case DeskReject:
		return []string{models.FieldReason}
	case DeskCheck:
		return sheetFields
	}
	return nil
}

// Texts returns the names of those fields in which somebody writes.
func (f DeskForm) Texts() []string {
	if f == DeskAgain {
		return []string{models.FieldAgain}
	}
	return f.Fields()
}

// typedPrefix marks the fields of the form that opens a case in which other words travel with it.
const typedPrefix = "typed."

// Typed is a form of a case as somebody typed it: to be mended, or to be kept while the case is opened again. The zero value
// is none.
type Typed struct {
	Failed
	Form   DeskForm
	Values url.Values
}

// KeptWith reads the words that travel with the form that opens a case.
func KeptWith(values url.Values) Typed {
	kept := Typed{Form: DeskForm(values.Get(typedPrefix + "form")), Values: url.Values{}}
	fields := kept.Form.Fields()
	if len(fields) == 0 {
		return Typed{}
	}
	for _, name := range fields {
		kept.Values.Set(name, values.Get(typedPrefix+name))
	}
	return kept
}

// value returns what stands in a field of a form: what was typed there, or what is held.
func (t Typed) value(form DeskForm, field, held string) string {
	if t.Form == form && t.Values.Has(field) {
		return t.Values.Get(field)
	}
	return held
}

// mistakesIn lists what is to mend in a form, in the order of its fields.
func (t Typed) mistakesIn(ctx context.Context, form DeskForm, fields ...string) components.Mistakes {
	if t.Form != form {
		return nil
	}
	return t.mistakes(ctx, "password", fields...)
}

// DeskCasePage is a case as the desk sees it: without a word of anybody's until it was opened.
type DeskCasePage struct {
	models.Complaint
	Opening      Typed            // the form that opens it, where it comes back
	Typed        Typed            // another form: to be mended, or kept while the case is opened again
	Locked       bool             // it was locked when something was sent
	Opened       *models.Look     // nil: it is locked
	Asked        *models.Approval // what this staff member asked a second person; nil: nothing
	AskedBefore  *models.Approval // what a colleague asked, where that kept this staff member from opening it
	Messages     []models.Message
	Draft        models.Answer
	Looks        []models.Look
	Events       []models.CaseEvent
	Me           models.Staff
	Colleagues   []models.Staff
	MayAnswer    bool
	OpenedToday  int
	AllowedToday int
	Calendar     workday.Calendar
	Now          time.Time
}

// CaseAtDesk is the desk's page of a case.
func CaseAtDesk(ref string) string { return deskComplaints + "/" + url.PathEscape(ref) }

// at is the address of one of the case's forms.
func (p DeskCasePage) at(form DeskForm) string { return CaseAtDesk(p.Ref) + "/" + string(form) }

func (p DeskCasePage) heading(ctx context.Context) string {
	return i18n.C(ctx, "the kind of a case and its reference", "%s %s", components.CaseKindName(ctx, p.Kind), p.Ref)
}

func (p DeskCasePage) title(ctx context.Context) string {
	if p.Locked || p.AskedBefore != nil || p.Opening.failed() || p.Typed.failed() {
		return i18n.T(ctx, "Error: %s", p.heading(ctx))
	}
	return p.heading(ctx)
}

// strip draws the deadline of the round that counts.
func (p DeskCasePage) strip(ctx context.Context) components.Strip {
	round := p.Round()
	return components.NewStrip(ctx, p.Kind, round.Deadline, round.Standing(p.Now, p.Calendar))
}

// counted tells whether the count still says something: not of a case that was closed before an answer.
func (p DeskCasePage) counted() bool { return p.State != models.CaseClosed || !p.Round().Open() }

// received says when the case came, and how where it is open.
func (p DeskCasePage) received(ctx context.Context) string {
	if p.Opened == nil {
		return i18n.DayAndTime(ctx, p.FiledAt)
	}
	return i18n.C(ctx, "how a case came, and when", "%s, %s", components.ChannelName(ctx, p.Channel), i18n.DayAndTime(ctx, p.FiledAt))
}

// promised is the new date of a round that is late, empty where none was told.
func (p DeskCasePage) promised(ctx context.Context) string { return i18n.Day(ctx, p.Round().NewDate) }

// verifying tells whether somebody still has to confirm who wrote.
func (p DeskCasePage) verifying() bool {
	return p.Round().Open() && !p.Round().Verified()
}

// closes tells whether the desk can close the case: of somebody who has no page to do so on.
func (p DeskCasePage) closes() bool { return p.PersonID == "" && p.State != models.CaseClosed }

// merges tells whether the case can be joined to another.
func (p DeskCasePage) merges() bool {
	return p.State == models.CaseOpen && p.PersonID != "" && p.Round().Verified()
}

// refiles are the kinds as which the case can be filed instead.
func (p DeskCasePage) refiles() (kinds []models.CaseKind) {
	for _, kind := range models.CaseKinds {
		if _, err := p.Refile(kind); err == nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// hasPictures tells whether somebody attached one to a message.
func hasPictures(m models.Message) bool { return len(m.Files) > 0 }

// picture is where the desk sees an attachment.
func (p DeskCasePage) picture(file models.Attachment, size models.Size) string {
	address := CaseAtDesk(p.Ref) + "/files/" + url.PathEscape(file.ID)
	if size == models.SizeOriginal {
		return address
	}
	return address + "?size=" + string(size)
}

// pictures says how many are attached to a message.
func pictures(ctx context.Context, m models.Message) string {
	return i18n.N(ctx, len(m.Files), "%d picture attached. It can be opened until the case is closed, and while it is open to you.", "%d pictures attached. They can be opened until the case is closed, and while it is open to you.")
}

// wrote names who wrote a message, as the desk does.
func (p DeskCasePage) wrote(ctx context.Context, m models.Message) string {
	if m.ByStaff() {
		return m.Staff.Name()
	}
	if p.From.Name != "" {
		return p.From.Name
	}
	return i18n.T(ctx, "Who wrote")
}

// answerGoes says what an answer is, and where it goes.
func (p DeskCasePage) answerGoes(ctx context.Context) string {
	switch {
	case p.PersonID != "":
		return i18n.T(ctx, "An answer has four parts. It stops the clock and goes to the person’s page.")
	case p.From.Email != "":
		return i18n.T(ctx, "An answer has four parts. It stops the clock and goes to them by e-mail.")
	default:
		return i18n.T(ctx, "An answer has four parts. It stops the clock. We have no e-mail address of theirs: tell it to them by letter or by phone too.")
	}
}

// draft is the answer as it stands in its form.
func (p DeskCasePage) draft() models.Answer {
	return models.Answer{
		Found: p.Typed.value(DeskAnswer, models.FieldFound, p.Draft.Found), Did: p.Typed.value(DeskAnswer, models.FieldDid, p.Draft.Did),
		Why: p.Typed.value(DeskAnswer, models.FieldWhy, p.Draft.Why), Appeal: p.Typed.value(DeskAnswer, models.FieldAppeal, p.Draft.Appeal),
	}
}

// appealed is how a person may go on who does not agree, as an answer says it where nobody changes it.
func (p DeskCasePage) appealed(ctx context.Context) string {
	return i18n.T(ctx, "Tell us by %s: a colleague who hasn’t seen this case answers within 15 working days. You can also complain to the authority at any time.",
		i18n.LongDay(ctx, p.Calendar.Due(models.DateOf(p.Now), models.ReopenDays).Due))
}

// keptWords are the words that travel with the form that opens the case.
func (p DeskCasePage) keptWords() []field { return p.Typed.keptWords() }

func (t Typed) keptWords() []field {
	if t.Form == "" {
		return nil
	}
	kept := []field{{typedPrefix + "form", string(t.Form)}}
	for _, name := range t.Form.Fields() {
		kept = append(kept, field{typedPrefix + name, t.Values.Get(name)})
	}
	return kept
}

// keeps tells whether words that somebody typed wait for the case to be opened again.
func (p DeskCasePage) keeps() bool {
	for _, kept := range p.keptWords()[min(1, len(p.keptWords())):] {
		if strings.TrimSpace(kept.value) != "" {
			return true
		}
	}
	return false
}

// deskEvent says what happened to a case, without a word of anybody's.
func deskEvent(ctx context.Context, e models.CaseEvent) string {
	switch e.Kind {
	case models.CaseFiled:
		return i18n.T(ctx, "Received, due %s", i18n.WeekDay(ctx, e.To))
	case models.CaseAcknowledged:
		return i18n.T(ctx, "Number and date sent")
	case models.CaseVerified:
		if e.Actor == models.ByDesk {
			return i18n.T(ctx, "%s confirmed who wrote", e.Staff.Name())
		}
		return i18n.T(ctx, "Who wrote is confirmed")
	case models.CaseOverrun:
		return i18n.T(ctx, "Who wrote counts as confirmed: nobody looked in time")
	case models.CaseRejected:
		return i18n.T(ctx, "%s could not confirm who wrote", e.Staff.Name())
	case models.CaseAssigned:
		if e.Staff.ID == "" {
			return i18n.T(ctx, "Nobody has it")
		}
		return i18n.T(ctx, "%s has it", e.Staff.Name())
	case models.CaseReplied:
		return i18n.T(ctx, "%s wrote, without answering", e.Staff.Name())
	case models.CaseWasAnswered:
		return i18n.T(ctx, "%s answered", e.Staff.Name())
	case models.CaseReopened:
		return i18n.T(ctx, "Not solved: a new round, due %s", i18n.WeekDay(ctx, e.To))
	case models.CaseAdded:
		return i18n.T(ctx, "%s wrote down what they added", e.Staff.Name())
	case models.CaseWasClosed:
		return i18n.T(ctx, "Closed")
	case models.CaseRefiled:
		return i18n.T(ctx, "%s became %s", components.CaseKindName(ctx, e.WasKind), components.CaseKindName(ctx, e.NewKind))
	case models.CaseMerged:
		return i18n.T(ctx, "Merged with %s", e.Ref)
	case models.CaseDateMoved:
		return i18n.T(ctx, "The holiday list moved the date from %s to %s", i18n.WeekDay(ctx, e.From), i18n.WeekDay(ctx, e.To))
	default:
		return i18n.T(ctx, "Late: we said sorry and promised %s", i18n.WeekDay(ctx, e.To))
	}
}

// looked says why somebody opened the case and what they saw.
func looked(ctx context.Context, look models.Look) string {
	return i18n.T(ctx, "%s. Saw: %s.", components.DeskCause(ctx, look.Cause), components.SawNames(ctx, look.Fields))
}

// whoLooked names who opened the case, with the role.
func whoLooked(ctx context.Context, staff models.Staff) string {
	return i18n.C(ctx, "a staff member's name and role", "%s, %s", staff.Name(), components.RoleName(ctx, staff.Role))
}

// openingMistakes lists what is to mend in the form that opens the case.
func openingMistakes(ctx context.Context, p DeskCasePage) components.Mistakes {
	return p.Opening.mistakes(ctx, "password", models.FieldCause, models.FieldLookNote, "password")
}

// typedMistakes lists what is to mend in the form that comes back.
func typedMistakes(ctx context.Context, p DeskCasePage) components.Mistakes {
	return p.Typed.mistakesIn(ctx, p.Typed.Form, append(p.Typed.Form.Fields(), "into", "owner", models.FieldKind)...)
}

// DeskLimitPage says that somebody opened as many cases today as they may.
type DeskLimitPage struct {
	Ref      string // that was to be opened
	Allowed  int
	Officers []models.Staff // who may allow more
}

func (p DeskLimitPage) title(ctx context.Context) string {
	return i18n.N(ctx, p.Allowed, "You opened %d case today", "You opened %d cases today")
}
