package pages

import (
	"context"
	"net/url"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// deskApprovals is the desk's page of what second persons are asked; under it stands each of it.
const deskApprovals = "/desk/approvals"

// DeskApprovalsPage lists what waits for a second person: references, names at the desk and reasons, and not a word of whoever wrote.
type DeskApprovalsPage struct {
	Rows []models.Approval // the longest waiting first
	Me   models.Staff
}

// DeskApprovalPage is what one second person is asked.
type DeskApprovalPage struct {
	models.Approval
	Answering Typed // the form with the answer, where it comes back
	Me        models.Staff
}

// ApprovalAtDesk is the desk's page of what a second person is asked about a case.
func ApprovalAtDesk(ref string) string { return deskApprovals + "/" + url.PathEscape(ref) }

func approvalsTitle(ctx context.Context) string {
	return i18n.C(ctx, "the desk's page of cases that nobody opens alone", "Second person")
}

func (p DeskApprovalPage) heading(ctx context.Context) string {
	return i18n.T(ctx, "May %s open %s?", p.By.Name(), p.Ref)
}

func (p DeskApprovalPage) title(ctx context.Context) string {
	if p.Answering.failed() {
		return i18n.T(ctx, "Error: %s", p.heading(ctx))
	}
	return p.heading(ctx)
}

func (p DeskApprovalPage) mistakes(ctx context.Context) components.Mistakes {
	return p.Answering.mistakes(ctx, "password", models.FieldApproval, "password")
}

// asksFor says who asks, since when and what for.
func asksFor(ctx context.Context, a models.Approval) string {
	return i18n.T(ctx, "%s asked on %s: %s", whoLooked(ctx, a.By), i18n.DayAndTime(ctx, a.At), components.DeskCause(ctx, a.Cause))
}

// approvalAnswers are the two answers, with what each does.
func approvalAnswers(ctx context.Context) [2]answer {
	return [2]answer{
		{string(models.ApprovalYes), i18n.T(ctx, "Yes, it may be opened"), i18n.T(ctx, "It holds for this case until it is closed or comes back unsolved. Whoever of the desk opens it says why, and the person sees who opened it and that you agreed.")},
		{string(models.ApprovalNo), i18n.T(ctx, "No"), i18n.T(ctx, "It stays locked. Whoever asked sees that you said no, and can ask again with a better reason.")},
	}
}

// agreedBy says to the person of a case that two were needed to open it, and who the second was.
func agreedBy(ctx context.Context, look models.Look) string {
	return i18n.T(ctx, "Of somebody under 18 nobody opens it alone: %s agreed on %s.", lookedBy(ctx, look.AgreedBy), i18n.DayAndTime(ctx, look.AgreedAt))
}

// askedSecond says how it stands with what a staff member asked a second person about a case.
func askedSecond(ctx context.Context, a models.Approval) (heading, says string) {
	switch {
	case a.Waits():
		return i18n.T(ctx, "It waits for a second person"),
			i18n.T(ctx, "You asked on %s. It is by or about somebody under 18, so a colleague has to agree before it is opened. They see who asks and what for, and not the case.", i18n.DayAndTime(ctx, a.At))
	case a.Holds():
		return i18n.T(ctx, "%s agreed", a.AnsweredBy.Name()),
			i18n.T(ctx, "Since %s it may be opened with a reason, until it is closed or comes back unsolved.", i18n.DayAndTime(ctx, a.AnsweredAt))
	default:
		return i18n.T(ctx, "%s did not agree", a.AnsweredBy.Name()),
			i18n.T(ctx, "They said no on %s. You can ask again with a better reason.", i18n.DayAndTime(ctx, a.AnsweredAt))
	}
}

// askedGlyph is what stands beside that.
func askedGlyph(a models.Approval) components.Glyph {
	switch {
	case a.Waits():
		return components.GlyphClock
	case a.Holds():
		return components.GlyphCheck
	default:
		return components.GlyphLock
	}
}
