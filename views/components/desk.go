package components

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// CaseKindName returns what lists call a kind of case.
func CaseKindName(ctx context.Context, kind models.CaseKind) string {
	switch kind {
	case models.CaseComplaint:
		return i18n.T(ctx, "Complaint")
	case models.CaseReport:
		return i18n.T(ctx, "Report")
	case models.CaseAccess:
		return i18n.C(ctx, "kind of request", "Access")
	case models.CaseCorrection:
		return i18n.C(ctx, "kind of request", "Correction")
	case models.CaseDeletion:
		return i18n.C(ctx, "kind of request", "Deletion")
	default:
		return i18n.T(ctx, "Question")
	}
}

// ChannelName says how a case reached us.
func ChannelName(ctx context.Context, channel models.CaseChannel) string {
	switch channel {
	case models.ByPhone:
		return i18n.T(ctx, "By phone")
	case models.ByLetter:
		return i18n.T(ctx, "By letter")
	case models.ByMail:
		return i18n.T(ctx, "By e-mail")
	default:
		return i18n.T(ctx, "On this portal")
	}
}

// CaseStateName says where a case stands, and with which flag.
func CaseStateName(ctx context.Context, state models.CaseState) (FlagKind, string) {
	switch state {
	case models.CaseAnswered:
		return FlagGood, i18n.T(ctx, "Answered")
	case models.CaseClosed:
		return FlagPlain, i18n.T(ctx, "Closed")
	default:
		return FlagPlain, i18n.T(ctx, "Open")
	}
}

// DeskCause says why somebody opens a case, as the desk reads it.
func DeskCause(ctx context.Context, cause models.Cause) string {
	switch cause {
	case models.CauseAnswer:
		return i18n.T(ctx, "To answer")
	case models.CauseVerify:
		return i18n.T(ctx, "To confirm who wrote")
	case models.CauseFacts:
		return i18n.T(ctx, "To check the facts")
	case models.CauseSupervise:
		return i18n.T(ctx, "To supervise a colleague")
	case models.CauseSettle:
		return i18n.T(ctx, "To settle it")
	default:
		return i18n.T(ctx, "Because the person asked for it")
	}
}

// CaseEventGlyph returns the drawing of what happened to a case.
func CaseEventGlyph(kind models.CaseEventKind) Glyph {
	switch kind {
	case models.CaseAcknowledged:
		return GlyphMail
	case models.CaseVerified, models.CaseWasAnswered:
		return GlyphCheck
	case models.CaseOverrun, models.CaseDateMoved:
		return GlyphClock
	case models.CaseRejected, models.CaseLate:
		return GlyphAlert
	case models.CaseReopened:
		return GlyphUndo
	case models.CaseWasClosed:
		return GlyphLock
	case models.CaseAssigned:
		return GlyphHeadset
	case models.CaseRefiled, models.CaseMerged:
		return GlyphPage
	default:
		return GlyphSay
	}
}
