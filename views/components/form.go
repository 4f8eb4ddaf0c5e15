package components

import (
	"strings"

	"github.com/a-h/templ"
)

// Mistake is one thing to mend in a form: the id of the field it is about, and the sentence that says how.
type Mistake struct{ Field, Sentence string }

// Mistakes are all that is to mend in a form, in the order of its fields.
type Mistakes []Mistake

// Of returns the sentence about a field, or nothing.
func (m Mistakes) Of(field string) string {
	for _, mistake := range m {
		if mistake.Field == field {
			return mistake.Sentence
		}
	}
	return ""
}

func wrongID(field string) string { return field + "-wrong" }

// Wrong returns the attributes that tie an input to what Field says about it.
func Wrong(field, wrong string) templ.Attributes {
	if wrong == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": wrongID(field)}
}

func hintID(field string) string { return field + "-hint" }

// Told is Wrong for an input that more is said about than what is to mend: the ids name the elements that say it.
func Told(field, wrong string, ids ...string) templ.Attributes {
	attributes := templ.Attributes{}
	if wrong != "" {
		attributes["aria-invalid"] = "true"
		ids = append([]string{wrongID(field)}, ids...)
	}
	if len(ids) > 0 {
		attributes["aria-describedby"] = strings.Join(ids, " ")
	}
	return attributes
}

// Hinted is Wrong for an input that has a Hint.
func Hinted(field, wrong string) templ.Attributes { return Told(field, wrong, hintID(field)) }
