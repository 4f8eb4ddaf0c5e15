package pages

import (
	"context"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// ComplaintPage is a case as its person sees it.
type ComplaintPage struct {
	models.Complaint
	Written
	Messages []models.Message   // oldest first
	Looks    []models.Look      // newest first
	Events   []models.CaseEvent // oldest first
	Calendar workday.Calendar
	Now      time.Time
}

func (p ComplaintPage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: %s", p.Ref)
	}
	return p.Ref
}

func (p ComplaintPage) address() string { return components.CaseAddress(p.Ref) }

// strip is the deadline of the round that counts.
func (p ComplaintPage) strip(ctx context.Context) components.Strip {
	round := p.Round()
	return components.NewStrip(ctx, p.Kind, round.Deadline, round.Standing(p.Now, p.Calendar))
}

// counted tells whether a deadline runs, or was met or missed: not of a case that was closed before its answer.
func (p ComplaintPage) counted() bool { return p.State != models.CaseClosed || !p.Round().Open() }

// round names the round where there is more than one.
func (p ComplaintPage) round(ctx context.Context) string {
	if len(p.Rounds) == 1 {
		return ""
	}
	return i18n.T(ctx, "You said that it isn’t solved on %s. The days count anew from then.", i18n.DayAndTime(ctx, p.Round().ReceivedAt))
}

// overdue tells whether an answer is owed that should be there.
func (p ComplaintPage) overdue() bool {
	return p.State == models.CaseOpen && p.Round().Late(p.Now)
}

// sorry says that we did not keep the day, and who answers by when.
func (p ComplaintPage) sorry(ctx context.Context) string {
	round := p.Round()
	was, next := i18n.LongDay(ctx, round.Deadline.Told), i18n.LongDay(ctx, round.NewDate)
	switch {
	case round.NewDate.IsZero():
		return i18n.T(ctx, "We promised an answer by %s and didn’t give one. Sorry.", was)
	case p.Owner.ID == "":
		return i18n.T(ctx, "We promised an answer by %s and didn’t give one. Sorry. We answer by %s.", was, next)
	default:
		return i18n.T(ctx, "We promised an answer by %s and didn’t give one. Sorry. %s has it now and answers by %s.", was, p.Owner.Name(), next)
	}
}

// has says who at the desk has the case, or nothing where nobody does.
func (p ComplaintPage) has(ctx context.Context) string {
	if p.State == models.CaseOpen && p.Owner.ID != "" && !p.overdue() {
		return i18n.T(ctx, "%s in the privacy team has it.", p.Owner.Name())
	}
	return ""
}

// adds are the words above what is added to a case.
func (p ComplaintPage) adds(ctx context.Context) string {
	switch p.Kind {
	case models.CaseQuestion:
		return i18n.T(ctx, "Add to this question")
	case models.CaseComplaint, models.CaseReport:
		return i18n.T(ctx, "Add to this complaint")
	default:
		return i18n.T(ctx, "Add to this request")
	}
}

// closes are the words of the button that closes a case.
func (p ComplaintPage) closes(ctx context.Context) string {
	switch p.Kind {
	case models.CaseQuestion:
		return i18n.T(ctx, "Close this question")
	case models.CaseComplaint, models.CaseReport:
		return i18n.T(ctx, "Close this complaint")
	default:
		return i18n.T(ctx, "Close this request")
	}
}

// may says what the person may still do: add something, and whether that reopens the case.
func (p ComplaintPage) may() (add, reopens bool) { return p.MayAdd(p.Now, p.Calendar) }

// reopenUntil is the last day on which the person may say that the answer solves nothing.
func (p ComplaintPage) reopenUntil(ctx context.Context) string {
	return i18n.LongDay(ctx, p.ReopenUntil(p.Calendar))
}

// keptUntil is when a closed case is erased.
func (p ComplaintPage) keptUntil() time.Time {
	return models.RetentionOf(models.CategoryComplaints).End(p.ClosedAt)
}

// by says who wrote a message.
func by(ctx context.Context, m models.Message) string {
	if !m.ByStaff() {
		return i18n.T(ctx, "You")
	}
	return i18n.T(ctx, "%s, privacy team", m.Staff.Name())
}

// attached counts the pictures of a message, and says who may open them.
func (p ComplaintPage) attached(ctx context.Context, m models.Message) string {
	n := len(m.Files)
	if p.State == models.CaseClosed {
		return i18n.N(ctx, n, "%d picture attached. Nobody at Jolara can open it any more.", "%d pictures attached. Nobody at Jolara can open them any more.")
	}
	return i18n.N(ctx, n, "%d picture attached. Only those who answer can open it, until the complaint is closed.",
		"%d pictures attached. Only those who answer can open them, until the complaint is closed.")
}

// pictureName is what an attached picture shows.
func pictureName(ctx context.Context, a models.Attachment) string {
	if a.Name == "" {
		return i18n.T(ctx, "Attached: a picture without a name")
	}
	return i18n.T(ctx, "Attached: %s", a.Name)
}

// pictured tells whether a picture was attached.
func (p ComplaintPage) pictured() bool {
	return slices.ContainsFunc(p.Messages, func(m models.Message) bool { return len(m.Files) > 0 })
}

// saw says why a staff member opened the case, and what they saw.
func saw(ctx context.Context, look models.Look) string {
	return i18n.T(ctx, "%s. Saw: %s.", components.CauseName(ctx, look.Cause), components.SawNames(ctx, look.Fields))
}

// lookedBy names a staff member with what they do.
func lookedBy(ctx context.Context, staff models.Staff) string {
	return i18n.C(ctx, "a staff member and their role", "%s (%s)", staff.Name(), components.RoleName(ctx, staff.Role))
}

// course lists what happened to a case and is not among its messages.
func (p ComplaintPage) course(ctx context.Context) []models.CaseEvent {
	var told []models.CaseEvent
	for i := len(p.Events) - 1; i >= 0; i-- {
		if caseHappened(ctx, p.Events[i]) != "" {
			told = append(told, p.Events[i])
		}
	}
	return told
}

// caseHappened tells a case's person what happened, or nothing where a message tells it.
func caseHappened(ctx context.Context, e models.CaseEvent) string {
	switch e.Kind {
	case models.CaseFiled:
		return filed(ctx, e)
	case models.CaseAcknowledged:
		return i18n.T(ctx, "We wrote to you with the number and the date")
	case models.CaseVerified:
		return i18n.T(ctx, "It is confirmed who wrote")
	case models.CaseOverrun:
		return i18n.T(ctx, "We did not check in time who wrote, so it counts as confirmed")
	case models.CaseRejected:
		return i18n.T(ctx, "We could not confirm who wrote")
	case models.CaseAssigned:
		if e.Staff.ID == "" {
			return i18n.T(ctx, "Nobody has it at the moment")
		}
		return i18n.T(ctx, "%s has it", e.Staff.Name())
	case models.CaseWasAnswered:
		return i18n.T(ctx, "%s answered", e.Staff.Name())
	case models.CaseReopened:
		return reopened(ctx, e)
	case models.CaseWasClosed:
		if e.Actor == models.ByPerson {
			return i18n.T(ctx, "You closed it")
		}
		return i18n.T(ctx, "It was closed, since nothing can be added any more")
	case models.CaseRefiled:
		return i18n.T(ctx, "We treat it as another kind: %s", components.CaseName(ctx, e.NewKind))
	case models.CaseMerged:
		return i18n.T(ctx, "We answer it together with %s", e.Ref)
	case models.CaseDateMoved:
		return i18n.T(ctx, "The date moved from %s to %s", i18n.LongDay(ctx, e.From), i18n.LongDay(ctx, e.To))
	case models.CaseLate:
		return i18n.T(ctx, "We were late, said sorry, and named a new date: %s", i18n.LongDay(ctx, e.To))
	}
	return ""
}

// filed tells how a case came, and by when an answer was promised then.
func filed(ctx context.Context, e models.CaseEvent) string {
	if e.Actor != models.ByPerson {
		return i18n.T(ctx, "We wrote down what you told us")
	}
	if e.To.IsZero() {
		return i18n.T(ctx, "You sent it")
	}
	return i18n.T(ctx, "You sent it, and we promised an answer by %s", i18n.LongDay(ctx, e.To))
}

func reopened(ctx context.Context, e models.CaseEvent) string {
	if e.To.IsZero() {
		return i18n.T(ctx, "You said that it isn’t solved")
	}
	return i18n.T(ctx, "You said that it isn’t solved, and we promised a new answer by %s", i18n.LongDay(ctx, e.To))
}

// authority says where else one may complain.
func authority(ctx context.Context) string {
	return i18n.T(ctx, "You can also complain to the authority at any time: the cyberspace administration where you live (Personal Information Protection Law, article 65).")
}
