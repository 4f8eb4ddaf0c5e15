package layout

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// FlashID names what a flash says.
type FlashID string

// All that a flash can say.
const (
	FlashPermissionChanged     FlashID = "permission_changed"   // with Kind, State and Receipt
	FlashPermissionUnchanged   FlashID = "permission_unchanged" // with the same; it stood so already
	FlashSignedOut             FlashID = "signed_out"
	FlashSignedOutEverywhere   FlashID = "signed_out_everywhere"
	FlashSessionEnded          FlashID = "session_ended"
	FlashThemeChosen           FlashID = "theme_chosen"
	FlashSignedUp              FlashID = "signed_up"
	FlashPasswordReset         FlashID = "password_reset"
	FlashPasswordChanged       FlashID = "password_changed"
	FlashNewEmailAsked         FlashID = "new_email_asked"
	FlashEmailChanged          FlashID = "email_changed"
	FlashEmailPutBack          FlashID = "email_put_back"
	FlashLinked                FlashID = "linked"
	FlashCorrected             FlashID = "corrected"
	FlashNothingChanged        FlashID = "nothing_changed"
	FlashFollowed              FlashID = "followed" // what Jolara's app has was taken
	FlashAddressAdded          FlashID = "address_added"
	FlashAddressRemoved        FlashID = "address_removed"
	FlashNoteAdded             FlashID = "note_added"
	FlashChangesErased         FlashID = "changes_erased"
	FlashPhotoEdited           FlashID = "photo_edited"
	FlashPicturesHidden        FlashID = "pictures_hidden"
	FlashPicturesShown         FlashID = "pictures_shown"
	FlashPhotosKept            FlashID = "photos_kept"
	FlashBehaviourKept         FlashID = "behaviour_kept"   // with Kept
	FlashDeleted               FlashID = "deleted"          // with Receipt
	FlashDeletionStopped       FlashID = "deletion_stopped" // with Receipt
	FlashFoundTrue             FlashID = "found_true"       // what a lock rests on
	FlashFoundNot              FlashID = "found_not"        // true, so that the lock is lifted
	FlashBirthAllowed          FlashID = "birth_allowed"    // that makes a minor older
	FlashBirthRefused          FlashID = "birth_refused"
	FlashSecondAllowed         FlashID = "second_allowed" // by an officer, as of the next
	FlashSecondRefused         FlashID = "second_refused"
	FlashSheetYes              FlashID = "sheet_yes" // read from a guardian's sheet, as of the next two
	FlashSheetNo               FlashID = "sheet_no"
	FlashSheetUnfit            FlashID = "sheet_unfit"
	FlashJobRetried            FlashID = "job_retried"
	FlashCasesAssigned         FlashID = "cases_assigned" // with Count
	FlashMoreAllowed           FlashID = "more_allowed"   // with Count
	FlashTakenIn               FlashID = "taken_in"       // with Case
	FlashSecondAsked           FlashID = "second_asked"
	FlashApproved              FlashID = "approved" // with Case, as of the next ones
	FlashNotApproved           FlashID = "not_approved"
	FlashApprovalOver          FlashID = "approval_over" // a colleague was faster, or the case was closed
	FlashAnswered              FlashID = "answered"
	FlashDraftKept             FlashID = "draft_kept"
	FlashReplied               FlashID = "replied"
	FlashCaseNoted             FlashID = "case_noted"
	FlashCaseAdded             FlashID = "case_added" // by the desk, for somebody without an account
	FlashCaseVerified          FlashID = "case_verified"
	FlashCaseRejected          FlashID = "case_rejected"
	FlashCaseRefiled           FlashID = "case_refiled"
	FlashCaseMerged            FlashID = "case_merged"
	FlashCaseClosed            FlashID = "case_closed"
	FlashCaseAssigned          FlashID = "case_assigned"
	FlashComplaintSent         FlashID = "complaint_sent" // with Case
	FlashComplaintAdded        FlashID = "complaint_added"
	FlashComplaintReopened     FlashID = "complaint_reopened"
	FlashComplaintClosed       FlashID = "complaint_closed"
	FlashGuardianAsked         FlashID = "guardian_asked"
	FlashParentsAddress        FlashID = "parents_address" // moved to the guardian
	FlashAccountErased         FlashID = "account_erased"  // as a whole, at a child's word
	FlashVisitEnded            FlashID = "visit_ended"     // a guardian's, as of the next ones
	FlashVisitCode             FlashID = "visit_code"
	FlashGuardianOpened        FlashID = "guardian_opened" // an account, as of the next ones
	FlashGuardianClosed        FlashID = "guardian_closed"
	FlashGuardianProven        FlashID = "guardian_proven" // by a fresh code
	FlashGuardianMoved         FlashID = "guardian_moved"  // to another address
	FlashGuardianMoveOver      FlashID = "guardian_move_over"
	FlashGuardianMovedBack     FlashID = "guardian_moved_back"
	FlashWardSwitched          FlashID = "ward_switched" // with Kind and State
	FlashWardCorrected         FlashID = "ward_corrected"
	FlashWardDeleted           FlashID = "ward_deleted" // with Receipt
	FlashWardWithdrawn         FlashID = "ward_withdrawn"
	FlashWardDisputed          FlashID = "ward_disputed"
	FlashWardStopped           FlashID = "ward_stopped"
	FlashWardErased            FlashID = "ward_erased"
	FlashWardBirthYes          FlashID = "ward_birth_yes" // the guardian's, to a date that makes the child older
	FlashWardBirthNo           FlashID = "ward_birth_no"
	FlashSecondGuardianAsked   FlashID = "second_guardian_asked"   // by a child, for a second guardian
	FlashSecondGuardianInvited FlashID = "second_guardian_invited" // by the first guardian, as of the next
	FlashSecondGuardianRefused FlashID = "second_guardian_refused"
	FlashBirthTaken            FlashID = "birth_taken" // a person's own, as of the next ones
	FlashBirthLocked           FlashID = "birth_locked"
	FlashBirthWaits            FlashID = "birth_waits"
	FlashBirthConfirmed        FlashID = "birth_confirmed"
)

// Flash tells, on the page after a deed, what was done. It travels in a cookie, so it holds nothing personal.
type Flash struct {
	ID      FlashID
	Kind    models.PermissionKind
	State   models.State // how the permission stands now
	Receipt string       // of the choice, or of the deletion
	Case    string       // the reference of a case
	Count   int          // how many it was done to
	Kept    models.BehaviourKept
	Held    int // entries that came under the permission: the page that shows the flash counts them
}

// PermissionFlash tells of a choice that the person just made, or that had been made already.
func PermissionFlash(choice models.Consent, changed bool) Flash {
	flash := Flash{ID: FlashPermissionUnchanged, Kind: choice.Kind, State: choice.State, Receipt: choice.Receipt}
	if changed {
		flash.ID = FlashPermissionChanged
	}
	return flash
}

// sentence says what was done to a permission: what is refused or allowed from now on, and when the app learns it.
func (f Flash) sentence(ctx context.Context) templ.Component {
	on := f.State == models.Granted
	switch {
	case f.Kind == models.Camera && on:
		return i18n.Rich(ctx, "<b>Camera is on.</b> Jolara may use it from now on; the app learns it the next time it asks. Nothing else changed.")
	case f.Kind == models.Camera:
		return i18n.Rich(ctx, "<b>Camera is off.</b> We refuse its use from now on; the app learns it the next time it asks. Nothing else changed.")
	case f.Kind == models.PhotoUpload && on:
		return i18n.Rich(ctx, "<b>Photo upload is on.</b> We take the pictures you choose from now on; the app learns it the next time it asks. Nothing else changed.")
	case f.Kind == models.PhotoUpload:
		return i18n.Rich(ctx, "<b>Photo upload is off.</b> We refuse new pictures from now on; the app learns it the next time it asks. Nothing else changed.")
	case f.Kind == models.Microphone && on:
		return i18n.Rich(ctx, "<b>Microphone is on.</b> Jolara may record when you speak to support; the app learns it the next time it asks. Nothing else changed.")
	case f.Kind == models.Microphone:
		return i18n.Rich(ctx, "<b>Microphone is off.</b> We refuse recordings from now on; the app learns it the next time it asks. Nothing else changed.")
	case f.Kind == models.KeepRecordings && on:
		return i18n.Rich(ctx, "<b>Keeping recordings is on.</b> We keep the sound of your talks with support from now on. Nothing else changed.")
	case f.Kind == models.KeepRecordings:
		return i18n.Rich(ctx, "<b>Keeping recordings is off.</b> We keep no sound of your talks from now on. What was kept before stays until its day.")
	case f.Kind == models.ImproveSupport && on:
		return i18n.Rich(ctx, "<b>Using recordings to improve support is on.</b> Jolara may use them for it from now on; its systems learn it the next time they ask.")
	case f.Kind == models.ImproveSupport:
		return i18n.Rich(ctx, "<b>Using recordings to improve support is off.</b> Jolara may not use them for it from now on; its systems learn it the next time they ask.")
	case on:
		return i18n.Rich(ctx, "<b>Voice calls are on.</b> You can ring the print desk from now on; the app learns it the next time it asks. Nothing else changed.")
	default:
		return i18n.Rich(ctx, "<b>Voice calls are off.</b> We refuse calls from now on; the app learns it the next time it asks. Nothing else changed.")
	}
}

// deletes is the page that deletes what came under the permission.
func (f Flash) deletes() string {
	switch f.Kind {
	case models.PhotoUpload:
		return components.Reader{}.Delete(models.ScopePhotos, url.Values{models.FieldAll: {"yes"}})
	case models.Microphone:
		return components.Reader{}.Delete(models.ScopeVoice, url.Values{"kind": {string(models.TalkRecording)}})
	default:
		return components.Reader{}.Delete(models.ScopeVoice, url.Values{"kind": {string(models.TalkCall)}})
	}
}

// deleteHeld offers to delete what came under the permission.
func (f Flash) deleteHeld(ctx context.Context) string {
	switch f.Kind {
	case models.PhotoUpload:
		return i18n.N(ctx, f.Held, "Delete the %d photo we hold", "Delete the %d photos we hold")
	case models.Microphone:
		return i18n.N(ctx, f.Held, "Delete the %d recording we list", "Delete the %d recordings we list")
	default:
		return i18n.N(ctx, f.Held, "Delete the %d call we list", "Delete the %d calls we list")
	}
}
