package models

import "time"

// Credentials are what somebody types to sign in, in the form in which they are looked up.
type Credentials struct{ Email, Password string }

// maxPasswordLength keeps a password from costing more to hash than a password does, in bytes.
const maxPasswordLength = 1024

// How often an address, and a network, may try to sign in within TriesWindow (T5).
const (
	TriesOfAddress = 10
	TriesOfNetwork = 100
	TriesWindow    = 15 * time.Minute
)

// NewCredentials reads what was typed, or returns an Invalid.
func NewCredentials(email, password string) (Credentials, error) {
	wrong := Invalid{}
	address, err := ParseEmail(email)
	switch {
	case email == "":
		wrong["email"] = FaultMissing
	case err != nil:
		wrong["email"] = FaultMalformed
	}
	switch {
	case password == "":
		wrong["password"] = FaultMissing
	case len(password) > maxPasswordLength:
		wrong["password"] = FaultTooLong
	}
	return Credentials{address, password}, wrong.OrNil()
}
