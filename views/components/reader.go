package components

import (
	"net/url"

	"jolara.com/privacy/models"
)

// Reader is who reads what is held of somebody, and so where that stands: the person themselves, which is the zero value, or the
// guardian of a child under 8.
type Reader struct {
	Child  string // how the child is called; empty where people read what is theirs
	Ward   string // the child's page at their guardian's, below which all of it stands
	Locked bool   // a guardian can look at it and save it, no more
}

// Own tells whether people read what is theirs.
func (r Reader) Own() bool { return r.Ward == "" }

// data is where a list stands.
func (r Reader) data(list string) string {
	if r.Own() {
		return "/data/" + list
	}
	return r.Ward + "/" + list
}

// Photos is the list of photos.
func (r Reader) Photos() string { return r.data("photos") }

// Photo is the page of a photo.
func (r Reader) Photo(id string) string { return r.Photos() + "/" + id }

// Prints is the list of print jobs.
func (r Reader) Prints() string { return r.data("prints") }

// Print is the page of one print job.
func (r Reader) Print(id string) string { return r.Prints() + "?job=" + id }

// Voice is the list of talks.
func (r Reader) Voice() string { return r.data("voice") }

// Log is the service log.
func (r Reader) Log() string { return r.data("log") }

// Changes is the list of what was changed.
func (r Reader) Changes() string { return r.data("changes") }

// Recipients is the page of who received what.
func (r Reader) Recipients() string { return r.data("recipients") }

// List is the list of what a scope is about.
func (r Reader) List(what models.Scope) string {
	switch what {
	case models.ScopePhotos:
		return r.Photos()
	case models.ScopePrints:
		return r.Prints()
	case models.ScopeVoice:
		return r.Voice()
	case models.ScopeLog:
		return r.Log()
	default:
		return LogOf(r, what)
	}
}

// LogOf is the service log with only what is named: a category or a kind.
func LogOf[K ~string](r Reader, name K) string { return r.Log() + "?kind=" + string(name) }

// Consents is the list of choices.
func (r Reader) Consents() string { return r.Ward + "/consents" }

// Deletes is the page that says what deleting means, and where its form goes.
func (r Reader) Deletes() string { return r.Ward + "/delete" }

// Delete is that page of what is selected in a scope.
func (r Reader) Delete(what models.Scope, selected url.Values) string {
	q := url.Values{models.FieldWhat: {string(what)}}
	for field, values := range selected {
		q[field] = values
	}
	return r.Deletes() + "?" + q.Encode()
}

// DeleteOne is Delete of one entry.
func (r Reader) DeleteOne(what models.Scope, id string) string {
	return r.Delete(what, url.Values{models.FieldItem: {id}})
}

// file is where a file is served.
func (r Reader) file(id string) string { return r.Ward + "/files/" + id }

// Picture is where a photo's small or large size is served.
func (r Reader) Picture(photo string, size models.Size) string {
	return r.file(photo) + "?size=" + string(size)
}

// Original is where a file is saved as it was sent.
func (r Reader) Original(id string) string { return r.file(id) + "?download=1" }

// Sound is where the sound of a recording is served.
func (r Reader) Sound(talk string) string { return r.file(talk) }
