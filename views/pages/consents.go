package pages

import "jolara.com/privacy/models"

// ConsentsPage is one page of all choices of a person.
type ConsentsPage struct {
	Choices []ReceiptPage  // newest first
	Steps   []models.Event // of the account, the latest, newest first
	Newer   string         // the address of the page with newer choices; empty where there are none
	Older   string         // likewise
}

// NewConsents makes the page of these choices, newest first. older and newer are the queries, from the question mark on,
// of the pages beside it, and empty where there is none.
func NewConsents(list []models.Consent, steps []models.Event, older, newer string) ConsentsPage {
	page := ConsentsPage{Steps: steps, Newer: beside("/consents", newer), Older: beside("/consents", older)}
	for _, c := range list {
		page.Choices = append(page.Choices, NewReceipt(c))
	}
	return page
}

// beside is the address of a page beside the one at path, or nothing where there is no such query.
func beside(path, query string) string {
	if query == "" {
		return ""
	}
	return path + query
}
