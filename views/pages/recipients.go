package pages

import (
	"context"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// RecipientsPage is who received what of a person.
type RecipientsPage struct {
	Reader      components.Reader
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
func NewRecipients(r components.Reader, received []models.Received, list []models.Disclosure, older, newer string, now time.Time) RecipientsPage {
	page := RecipientsPage{Reader: r, Disclosures: list, Older: beside(r.Recipients(), older), Newer: beside(r.Recipients(), newer), Now: now}
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

// lede says who may get something, and what is written down.
func (p RecipientsPage) lede(ctx context.Context) string {
	if p.Reader.Own() {
		return i18n.T(ctx, "Three others may get something of yours from Jolara, each for one purpose. Whatever they get is written down here.")
	}
	return i18n.T(ctx, "Three others may get something of the child’s from Jolara, each for one purpose. Letters about what the child asks or complains about are not shown.")
}

// nothing says that nobody got anything.
func (p RecipientsPage) nothing(ctx context.Context) string {
	if p.Reader.Own() {
		return i18n.T(ctx, "Nothing of yours went to anybody. When it does, it is listed here at once.")
	}
	return i18n.T(ctx, "Nothing of the child’s went to anybody.")
}

// purpose says for what a recipient got something once; to a guardian not what a letter was about.
func (p RecipientsPage) purpose(ctx context.Context, d models.Disclosure) string {
	switch {
	case p.Reader.Own():
		return components.DisclosurePurpose(ctx, d)
	case d.Recipient == models.RecipientMail:
		return i18n.T(ctx, "A letter to the child")
	case d.Recipient == models.RecipientPrinter:
		return i18n.T(ctx, "Printing an order")
	default:
		return i18n.T(ctx, "Delivering an order")
	}
}

// atMost is what a recipient ever gets of what the page tells of.
func (p RecipientsPage) atMost(card RecipientCard) []models.Field {
	if p.Reader.Own() {
		return card.Fields
	}
	return slices.DeleteFunc(slices.Clone(card.Fields), func(f models.Field) bool { return f == models.FieldCase })
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
