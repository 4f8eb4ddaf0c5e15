package models

import (
	"errors"
	"time"
)

// ErrUndeliverable says that the mail server will never take a letter to that address.
var ErrUndeliverable = errors.New("the letter cannot be delivered")

// Letter is one e-mail: to one person, as plain text and as HTML that says the same.
type Letter struct {
	ID      string // of the job that sent it, so that a letter sent twice is known; never a name
	To      string // one address
	Subject string
	Text    string
	HTML    string
	At      time.Time
}
