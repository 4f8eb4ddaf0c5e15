package components

import (
	"net/url"

	"jolara.com/privacy/models"
)

// Picks is what a list of entries that can be picked to be deleted offers below it.
type Picks struct {
	What   models.Scope // what is in the list
	Filter url.Values   // of all that All is about, by the names of a selection
	All    string       // words of the link that deletes all in the filter
}

// DeleteAddress is the page that says what deleting what is selected in a scope means, before it is done.
func DeleteAddress(what models.Scope, selected url.Values) string {
	q := url.Values{models.FieldWhat: {string(what)}}
	for field, values := range selected {
		q[field] = values
	}
	return "/delete?" + q.Encode()
}

// DeleteOneAddress is DeleteAddress of one entry.
func DeleteOneAddress(what models.Scope, id string) string {
	return DeleteAddress(what, url.Values{models.FieldItem: {id}})
}
