package models

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Note is what a person adds to a record that cannot be changed (#79).
type Note struct {
	ID   string
	At   time.Time
	Text string
}

const (
	// MaxNote is how many characters a note may have.
	MaxNote = 2000
	// MaxNotes is how many notes a record takes.
	MaxNotes = 50
)

// ParseNote reads a note as somebody typed it: plain text of several lines. It returns an Invalid that names 'note'.
func ParseNote(typed string) (string, error) {
	text := strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
	switch {
	case text == "":
		return "", Invalid{"note": FaultMissing}
	case !utf8.ValidString(text), strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || turns(r) && unicode.Is(unicode.Bidi_Control, r)
	}):
		return "", Invalid{"note": FaultMalformed}
	case utf8.RuneCountInString(text) > MaxNote:
		return "", Invalid{"note": FaultTooLong}
	}
	return text, nil
}
