package components

import (
	"net/url"

	"jolara.com/privacy/models"
)

// Picks is what a list of entries that can be picked to be deleted offers below it.
type Picks struct {
	Reader Reader
	What   models.Scope // what is in the list
	Filter url.Values   // of all that All is about, by the names of a selection
	All    string       // words of the link that deletes all in the filter
}
