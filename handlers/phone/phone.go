// Package phone reads phone numbers as people and systems write them.
package phone

import (
	"errors"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// homeRegion is where a number without a country code belongs.
const homeRegion = "CN"

// ErrNoNumber says that a text is not a phone number.
var ErrNoNumber = errors.New("not a phone number")

// Parse reads one phone number and returns it as E.164, such as +8613800138000.
func Parse(text string) (string, error) {
	// The library would look for a number inside any text, letters and all.
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("++ ()()-–.", r) }) {
		return "", ErrNoNumber
	}
	number, err := phonenumbers.Parse(text, homeRegion)
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", ErrNoNumber
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}
