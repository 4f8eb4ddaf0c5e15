package components

import (
	"context"
	"strconv"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// EventGlyph returns the drawing of what happened.
func EventGlyph(kind models.EventKind) Glyph {
	switch kind {
	case models.EventSignedUp, models.EventAgreementAccepted, models.EventPhotosKept, models.EventGuardianApproved,
		models.EventGuardianStopped, models.EventGuardiansAgree, models.EventGrewUp, models.EventBirthConfirmed, models.EventBirthAllowed:
		return GlyphCheck
	case models.EventProfilePushed, models.EventAccountLinked:
		return GlyphPhone
	case models.EventEmailChanged, models.EventEmailPutBack, models.EventGuardianAsked, models.EventSecondAsked, models.EventSecondAllowed,
		models.EventGuardianMoved, models.EventGuardianMovedBack, models.EventPaperSent, models.EventPaperRefused:
		return GlyphMail
	case models.EventGuardianDeclined, models.EventGuardianWithdrew, models.EventSecondRefused, models.EventAccountUnlocked, models.EventBirthRefused:
		return GlyphUndo
	case models.EventGuardianEnded, models.EventGuardiansDiffer:
		return GlyphClock
	case models.EventProfileCorrected, models.EventProfileFollowed, models.EventAddressAdded, models.EventAddressRemoved,
		models.EventNoteAdded, models.EventChangesErased, models.EventBehaviourKept:
		return GlyphPage
	default:
		return GlyphLock
	}
}

// Happened says what happened, or nothing where the event's kind is told elsewhere: choices with their receipts.
func Happened(ctx context.Context, e models.Event) string {
	switch e.Kind {
	case models.EventSignedUp:
		return i18n.T(ctx, "You confirmed your account")
	case models.EventPasswordChanged:
		return i18n.T(ctx, "Your password was changed")
	case models.EventEmailChanged:
		return i18n.T(ctx, "Your e-mail address was changed")
	case models.EventEmailPutBack:
		return i18n.T(ctx, "Your former e-mail address was put back")
	case models.EventAccountLinked:
		return i18n.T(ctx, "You linked your account with Jolara’s app")
	case models.EventProfilePushed:
		return i18n.T(ctx, "Jolara’s app told us your details")
	case models.EventProfileCorrected:
		if e.Actor == models.ByGuardian {
			return i18n.T(ctx, "Your guardian corrected your %s", eventField(ctx, e))
		}
		if e.Actor == models.ByDesk {
			return i18n.T(ctx, "Our privacy desk put back your %s", eventField(ctx, e))
		}
		return i18n.T(ctx, "You corrected your %s", eventField(ctx, e))
	case models.EventProfileFollowed:
		return i18n.T(ctx, "You took your %s from Jolara’s app", eventField(ctx, e))
	case models.EventAddressAdded:
		return i18n.T(ctx, "You added an address")
	case models.EventAddressRemoved:
		return i18n.T(ctx, "You removed an address")
	case models.EventNoteAdded:
		return i18n.T(ctx, "You added a note to receipt %s", e.Subject)
	case models.EventChangesErased:
		return i18n.T(ctx, "You erased the list of what was changed")
	case models.EventPhotosKept:
		return i18n.T(ctx, "You kept your unused photos")
	case models.EventBehaviourKept:
		months, err := strconv.Atoi(e.Subject)
		if err != nil {
			return ""
		}
		return i18n.N(ctx, months, "You chose to keep browsing and searching for %d month", "You chose to keep browsing and searching for %d months")
	case models.EventGuardianAsked:
		return i18n.T(ctx, "You asked a grown-up to decide")
	case models.EventGuardianApproved:
		return i18n.T(ctx, "Your guardian said yes: record %s", e.Subject)
	case models.EventGuardianDeclined:
		return i18n.T(ctx, "Your guardian said: not this time")
	case models.EventPaperSent:
		return i18n.T(ctx, "Your grown-up sent a paper with the answer: %s", e.Subject)
	case models.EventPaperRefused:
		return i18n.T(ctx, "We could not use your grown-up’s paper and asked for another: %s", e.Subject)
	case models.EventGuardianEnded:
		return i18n.T(ctx, "Nobody answered the letter to your grown-up")
	case models.EventGuardianWithdrew:
		return i18n.T(ctx, "Your guardian took the yes back: record %s", e.Subject)
	case models.EventGuardianDisputed:
		return i18n.T(ctx, "A grown-up told us that they never said yes: record %s", e.Subject)
	case models.EventGuardianStopped:
		return i18n.T(ctx, "Your guardian let the yes hold again: record %s", e.Subject)
	case models.EventSecondAsked:
		return i18n.T(ctx, "You asked for a second grown-up: %s", e.Subject)
	case models.EventSecondAllowed:
		return i18n.T(ctx, "A letter went to a second grown-up")
	case models.EventSecondRefused:
		return i18n.T(ctx, "No second grown-up is asked: %s", e.Subject)
	case models.EventGuardiansDiffer:
		return i18n.T(ctx, "Your grown-ups answered differently: %s", e.Subject)
	case models.EventGuardiansAgree:
		return i18n.T(ctx, "Your grown-ups answer alike again: %s", e.Subject)
	case models.EventGuardianMoved:
		return i18n.T(ctx, "Your guardian’s e-mail address was changed")
	case models.EventGuardianMovedBack:
		return i18n.T(ctx, "Your guardian’s former e-mail address was put back")
	case models.EventAccountLocked:
		return i18n.T(ctx, "Your account was locked: %s", e.Subject)
	case models.EventAccountUnlocked:
		return i18n.T(ctx, "Your account was opened again: %s", e.Subject)
	case models.EventBirthConfirmed:
		if e.Actor == models.ByDesk {
			return i18n.T(ctx, "Our privacy desk found the new birth date right: %s", e.Subject)
		}
		return i18n.T(ctx, "You confirmed the new birth date: %s", e.Subject)
	case models.EventFoundTrue:
		return i18n.T(ctx, "Our privacy desk found it true: %s", e.Subject)
	case models.EventGrewUp:
		if e.Subject == string(models.BandAdult) {
			return i18n.T(ctx, "You turned 18: your guardian’s say ended, and everything went off until you choose")
		}
		return i18n.T(ctx, "You turned 14: more is yours to decide")
	case models.EventAccountErased:
		return i18n.T(ctx, "Your account was erased: receipt %s", e.Subject)
	case models.EventBirthAsked:
		return i18n.T(ctx, "You told us a birth date that makes you older: %s", e.Subject)
	case models.EventBirthAllowed:
		return i18n.T(ctx, "The birth date that makes you older was found right: %s", e.Subject)
	case models.EventBirthRefused:
		return i18n.T(ctx, "The birth date that makes you older was not taken: %s", e.Subject)
	case models.EventAgreementAccepted:
		if e.Actor == models.ByGuardian {
			return i18n.T(ctx, "Your guardian accepted version %s of the agreement", e.Subject)
		}
		return i18n.T(ctx, "You accepted version %s of the agreement", e.Subject)
	}
	return ""
}

// eventField returns what a sentence calls the field that an event is about.
func eventField(ctx context.Context, e models.Event) string {
	switch f := models.Field(e.Subject); f {
	case models.FieldAddress:
		return i18n.T(ctx, "address")
	case models.FieldPreferences:
		return i18n.T(ctx, "printing preferences")
	default:
		return FieldName(ctx, f)
	}
}
