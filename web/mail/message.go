// Package mail takes letters out of the house: to a mail server, or into the development mailbox.
package mail

import (
	"errors"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"

	"jolara.com/privacy/models"
)

// message turns a letter into a mail: one recipient, plain text first, HTML beside it. The letter's id makes the
// message's, so that a letter that is sent again after a crash is known as the same one.
func message(letter models.Letter, from string, at time.Time) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.From(from); err != nil {
		return nil, fmt.Errorf("MAIL_FROM: %w", err)
	}
	if err := m.To(letter.To); err != nil {
		return nil, errors.New("the letter's address is none") // err would repeat it
	}
	m.SetMessageIDWithValue("letter-" + letter.ID + "@privacy.jolara")
	m.SetDateWithValue(at)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no automatic answers, please
	m.Subject(letter.Subject)
	m.SetBodyString(gomail.TypeTextPlain, letter.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, letter.HTML)
	return m, nil
}
