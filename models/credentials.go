package models

import "time"

// Credentials are what somebody types to prove who they are, in the form in which it is looked up. In place of an e-mail address a
// child may have an account name.
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
	return newCredentials(email, password, ParseSignInName)
}

// NewEmailWish reads the address with which somebody wants to sign in, and the password that proves them; or returns an Invalid.
func NewEmailWish(email, password string) (Credentials, error) {
	return newCredentials(email, password, ParseEmail)
}

func newCredentials(email, password string, parse func(string) (string, error)) (Credentials, error) {
	wrong := Invalid{}
	known, err := parse(email)
	switch {
	case email == "":
		wrong["email"] = FaultMissing
	case err != nil:
		wrong["email"] = FaultMalformed
	}
	wrong.add("password", checkTypedPassword(password))
	return Credentials{known, password}, wrong.OrNil()
}

// CheckTypedPassword returns an Invalid that names 'password' where what somebody typed to prove themselves is nobody's
// password, so that there is nothing to compare.
func CheckTypedPassword(password string) error {
	wrong := Invalid{}
	wrong.add("password", checkTypedPassword(password))
	return wrong.OrNil()
}

func checkTypedPassword(password string) Fault {
	switch {
	case password == "":
		return FaultMissing
	case len(password) > maxPasswordLength:
		return FaultTooLong
	}
	return ""
}
