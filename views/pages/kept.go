package pages

import (
	"net/url"
	"slices"
	"strings"
)

// Under these names a sign-in carries along what somebody wrote before.
const (
	KeptAddress = "kept_address"
	KeptTexts   = "kept_texts[]"
	KeptPrefix  = "kept." // of the form's own fields
)

// Kept is what somebody wrote in a form whose session had ended.
type Kept struct {
	Address string     // where the form was sent to
	Back    string     // where one goes on to who does not send it
	Values  url.Values // all of it, but files and passwords
	Texts   []string   // the fields in which somebody writes
}

// Written tells whether somebody wrote anything.
func (k Kept) Written() bool { return len(k.words()) > 0 }

// words are what was written, field after field.
func (k Kept) words() []string {
	var all []string
	for _, field := range k.Texts {
		if text := strings.TrimSpace(k.Values.Get(field)); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// hidden is a field that a page carries along unseen.
type hidden struct{ name, value string }

// along lists what is kept as fields of a form, under names with that prefix.
func (k Kept) along(prefix string) []hidden {
	var fields []hidden
	for name, values := range k.Values {
		for _, value := range values {
			fields = append(fields, hidden{prefix + name, value})
		}
	}
	slices.SortStableFunc(fields, func(a, b hidden) int { return strings.Compare(a.name, b.name) })
	return fields
}
