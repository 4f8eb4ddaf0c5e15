package models

import "time"

// EventKind names what happened to a person's data or account.
type EventKind string

// The kinds of event.
const (
	EventPermissionGranted   EventKind = "permission_granted"
	EventPermissionWithdrawn EventKind = "permission_withdrawn"
	EventProfilePushed       EventKind = "profile_pushed"
	EventSignedIn            EventKind = "signed_in"
	EventSignedOut           EventKind = "signed_out"
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
