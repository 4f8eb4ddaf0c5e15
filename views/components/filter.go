package components

import "jolara.com/privacy/models"

// Filter is the bar above a list that says which of its entries to show. All of it stands in the page's address.
type Filter struct {
	Path     string // of the list
	Name     string // of the bar, for screen readers
	Since    string // what the first day of the period is called
	From, To string // the period, as it was typed
	Mistakes Mistakes
	Asks     bool // it asks for something, which can be cleared
}

// Option is one answer of a FilterSelect.
type Option struct{ Value, Words string }

// DayKind is the kind of input for a day. What is no day comes back as it was typed, which a browser's own input of days
// would not show.
func DayKind(day string) string {
	if _, err := models.ParseDate(day); day != "" && err != nil {
		return "text"
	}
	return "date"
}
