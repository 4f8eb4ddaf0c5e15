package models

import "time"

// EventKind names what happened to a person's data or account.
type EventKind string

// The kinds of event.
const (
	EventPermissionGranted   EventKind = "permission_granted"
	EventPermissionWithdrawn EventKind = "permission_withdrawn"
	EventProfilePushed       EventKind = "profile_pushed"
	EventSignedUp            EventKind = "signed_up" // by confirming the address
	EventPasswordChanged     EventKind = "password_changed"
	EventEmailChanged        EventKind = "email_changed"
	EventEmailPutBack        EventKind = "email_put_back" // by the link in the letter to the former address
	EventAccountLinked       EventKind = "account_linked" // Jolara's account got the sign-in of one made here
	EventAccountEnded        EventKind = "account_ended"
	EventAgreementAccepted   EventKind = "agreement_accepted" // about the version that its subject names
	EventProfileCorrected    EventKind = "profile_corrected"  // by the person; its subject is the field's name
	EventProfileFollowed     EventKind = "profile_followed"   // the person took what Jolara's systems have
	EventAddressAdded        EventKind = "address_added"
	EventAddressRemoved      EventKind = "address_removed"
	EventNoteAdded           EventKind = "note_added"     // to the record whose receipt its subject names
	EventChangesErased       EventKind = "changes_erased" // what details were, not that they were changed
	EventPhotosKept          EventKind = "photos_kept"    // by the link in the letter that they were about to go
	EventBehaviourKept       EventKind = "behaviour_kept" // for another time; its subject is the number of months
	EventDeletionAsked       EventKind = "deletion_asked" // its subject, as of the next two, is the deletion's receipt
	EventDeletionStopped     EventKind = "deletion_stopped"
	EventDeletionDone        EventKind = "deletion_done"
	EventGuardianAsked       EventKind = "guardian_asked"    // by a letter to an address that the child gave
	EventGuardianApproved    EventKind = "guardian_approved" // its subject is the record's reference
	EventGuardianDeclined    EventKind = "guardian_declined"
	EventPaperSent           EventKind = "paper_sent"        // a sheet on which a guardian decides; its subject is the sheet's reference, as of the next
	EventPaperRefused        EventKind = "paper_refused"     // by the desk
	EventGuardianEnded       EventKind = "guardian_ended"    // nobody answered, or the reader took the address back
	EventGuardianWithdrew    EventKind = "guardian_withdrew" // the yes; its subject is the record's reference, as of the next two
	EventGuardianDisputed    EventKind = "guardian_disputed" // whoever has the record's address says that they never agreed
	EventGuardianStopped     EventKind = "guardian_stopped"  // the withdrawal, before anything was erased
	EventSecondAsked         EventKind = "second_asked"      // a second guardian whom the child named; its subject is the asking's reference, as of the next two
	EventSecondAllowed       EventKind = "second_allowed"    // a letter goes to them; its subject is empty where the first guardian invited them
	EventSecondRefused       EventKind = "second_refused"
	EventGuardiansDiffer     EventKind = "guardians_differ" // about a permission; its subject is the lock's reference, as of the next
	EventGuardiansAgree      EventKind = "guardians_agree"
	EventGuardianMoved       EventKind = "guardian_address_changed"  // its guardian's letters go to another address
	EventGuardianMovedBack   EventKind = "guardian_address_put_back" // by the link in the letter to the former address
	EventAccountLocked       EventKind = "account_locked"            // its subject is the lock's reference, as of the next four
	EventAccountUnlocked     EventKind = "account_unlocked"
	EventBirthConfirmed      EventKind = "birth_confirmed" // on which the lock rests
	EventFoundTrue           EventKind = "found_true"      // what the lock rests on
	EventBirthAsked          EventKind = "birth_asked"     // a date that makes a minor older; its subject is the request's, as of the next two
	EventBirthAllowed        EventKind = "birth_allowed"
	EventBirthRefused        EventKind = "birth_refused"
	EventGrewUp              EventKind = "grew_up" // its subject is the band that a birthday brought
	EventAccountErased       EventKind = "account_erased"
)

// The obligations by which a person changes what is held about them.
const (
	PromiseCorrect    = 78
	PromiseSupplement = 79
	PromiseDelete     = 80
	PromiseRetention  = 72
	PromiseGuardian   = 91
	PromiseOfMinors   = 95 // what was collected without a guardian's yes goes
)

// Event is one entry of the append-only record of what happened: kinds and ids, never a personal value, a text or an address.
type Event struct {
	ID      string
	Kind    EventKind
	Subject string // what it was about: a permission's name, an id; never a person's words
	Actor   Actor
	Clause  int // the obligation that asked for it, 0 where none did
	At      time.Time
}
