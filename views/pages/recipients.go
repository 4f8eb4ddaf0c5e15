package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// RecipientsPage is who received what of a person.
type RecipientsPage struct {
	Recipients  []RecipientCard
	Disclosures []models.Disclosure // newest first
	Newer       string              // the address of the page with newer ones; empty where there are none
	Older       string              // likewise
	Now         time.Time
}

// RecipientCard is one who may get something, and how much of it came about.
type RecipientCard struct {
	models.Recipient
	Times         int  // not above countLimit
	More          bool // there are more than Times
	First, Latest time.Time
}

// NewRecipients makes the page out of what each recipient received, and single disclosures, newest first. older and newer
// are the queries, from the question mark on, of the pages beside it, and empty where there is none.
func NewRecipients(received []models.Received, list []models.Disclosure, older, newer string, now time.Time) RecipientsPage {
	page := RecipientsPage{Disclosures: list, Older: beside("/data/recipients", older), Newer: beside("/data/recipients", newer), Now: now}
	for _, recipient := range models.Recipients {
		card := RecipientCard{Recipient: recipient}
		for _, r := range received {
			if r.Recipient == recipient.Key {
				card.Times, card.More, card.First, card.Latest = min(r.Times, countLimit), r.Times > countLimit, r.First, r.Latest
			}
		}
		page.Recipients = append(page.Recipients, card)
	}
	return page
}

// nobody says until when a recipient got nothing (#43).
func (p RecipientsPage) nobody(ctx context.Context) string {
	return i18n.T(ctx, "Nobody, as of %s, %s", i18n.Date(ctx, p.Now), i18n.Clock(ctx, p.Now))
}

// times says how often a recipient got something.
func (r RecipientCard) times(ctx context.Context) string {
	if r.More {
		return i18n.T(ctx, "more than %s times", i18n.Number(ctx, r.Times))
	}
	return i18n.N(ctx, r.Times, "%d time", "%d times")
}

// what says to whom a disclosure gave which fields.
func what(ctx context.Context, d models.Disclosure) string {
	return i18n.T(ctx, "%s got: %s.", components.RecipientName(ctx, d.Recipient), components.GivenFields(ctx, d.Fields))
}
