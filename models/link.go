package models

import (
	"encoding/base64"
	"time"
)

// LinkPurpose says what a link in a letter decides once its reader confirms.
type LinkPurpose string

// The purposes of links.
const (
	LinkSignUp LinkPurpose = "sign_up" // confirms the address that somebody signed up with
	LinkReset  LinkPurpose = "reset"   // sets a new password
	LinkEmail  LinkPurpose = "email"   // confirms a new address
	LinkUndo   LinkPurpose = "undo"    // takes a change of address back
	LinkKeep   LinkPurpose = "keep"    // keeps photos that nobody used
)

// SignUpLife is how long a sign-up waits for its address to be confirmed (product.md's table).
const SignUpLife = signUpDays * 24 * time.Hour

// How long links about a change of address live.
const (
	EmailLinkLife = 24 * time.Hour
	UndoLinkLife  = 48 * time.Hour
)

// ResetLinkLife is how long the reader of a letter may take to set a new password.
const ResetLinkLife = time.Hour

// linkTokenBytes is the length of a token before it is written as text.
const linkTokenBytes = 32

// IsLinkToken tells whether text has the form of a link's token.
func IsLinkToken(text string) bool {
	token, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(token) == linkTokenBytes
}
