package models

import "time"

// Settings is what a person may change about their account, as it stands.
type Settings struct {
	Sessions int       // in how many browsers the person is signed in
	NewEmail *NewEmail // nil where none waits
}

// NewEmail is an address with which a person wants to sign in, and which waits for its confirmation.
type NewEmail struct {
	Email string
	Until time.Time // when the link in its letter ends
}
