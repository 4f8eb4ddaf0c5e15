// Package emails writes the letters that the portal sends: as plain text, and as a page without pictures or anything
// that is loaded from elsewhere, so that nobody learns when a letter is read.
package emails

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// Receipt writes the letter that confirms a choice to the person of that name. address is the whole address of the
// receipt's page. The letter comes without an ID and a recipient, which the sender knows.
func Receipt(ctx context.Context, name string, c models.Consent, address string) (models.Letter, error) {
	m := receipt{
		subject: i18n.T(ctx, "%s: receipt %s", components.Choice(ctx, c.Kind, c.State), c.Receipt),
		hello:   hello(ctx, name),
		says:    says(ctx, c),
		when:    i18n.T(ctx, "%s, China Standard Time (UTC+8)", i18n.DateTime(ctx, c.At)),
		choice:  c,
		address: address,
	}
	var html strings.Builder
	if err := receiptHTML(m).Render(ctx, &html); err != nil {
		return models.Letter{}, fmt.Errorf("write receipt %s: %w", c.Receipt, err)
	}
	return models.Letter{Subject: m.subject, Text: m.text(ctx), HTML: html.String()}, nil
}

type receipt struct {
	subject, hello, says, when, address string
	choice                              models.Consent
}

func (m receipt) text(ctx context.Context) string {
	return strings.Join([]string{
		m.hello,
		m.says,
		strings.Join([]string{
			i18n.T(ctx, "Choice: %s", components.Choice(ctx, m.choice.Kind, m.choice.State)),
			i18n.T(ctx, "When: %s", m.when),
			i18n.T(ctx, "Receipt: %s", m.choice.Receipt),
			m.address,
		}, "\n"),
		keeps(ctx),
		notYou(ctx),
		i18n.T(ctx, "Jolara Privacy"),
	}, "\n\n") + "\n"
}

func hello(ctx context.Context, name string) string {
	if name == "" {
		return i18n.T(ctx, "Hello,")
	}
	return i18n.T(ctx, "Hello %s,", name)
}

// says tells what was chosen and by whom.
func says(ctx context.Context, c models.Consent) string {
	on := c.State == models.Granted
	switch {
	case slices.Contains(models.ChoiceKinds, c.Kind):
		return saysOfRecordings(ctx, c.By, on)
	case c.By == models.ByGuardian && on:
		return i18n.T(ctx, "Your guardian turned on a permission of yours. It counts from that moment.")
	case c.By == models.ByGuardian:
		return i18n.T(ctx, "Your guardian turned off a permission of yours. It counts from that moment.")
	case c.By == models.ByApp && on:
		return i18n.T(ctx, "You turned on a permission in Jolara’s app. It counts from that moment.")
	case c.By == models.ByApp:
		return i18n.T(ctx, "You turned off a permission in Jolara’s app. It counts from that moment.")
	case on:
		return i18n.T(ctx, "You turned on a permission on Jolara’s privacy pages. It counts from that moment.")
	default:
		return i18n.T(ctx, "You turned off a permission on Jolara’s privacy pages. It counts from that moment.")
	}
}

// saysOfRecordings tells of a choice that is no permission, but about what is kept of talks with support.
func saysOfRecordings(ctx context.Context, by models.Actor, on bool) string {
	switch {
	case by == models.ByGuardian && on:
		return i18n.T(ctx, "Your guardian turned on a choice about your recordings. It counts from that moment.")
	case by == models.ByGuardian:
		return i18n.T(ctx, "Your guardian turned off a choice about your recordings. It counts from that moment.")
	case on:
		return i18n.T(ctx, "You turned on a choice about your recordings on Jolara’s privacy pages. It counts from that moment.")
	default:
		return i18n.T(ctx, "You turned off a choice about your recordings on Jolara’s privacy pages. It counts from that moment.")
	}
}

func keeps(ctx context.Context) string {
	return components.Kept(ctx, models.CategoryConsents)
}

func notYou(ctx context.Context) string {
	return i18n.T(ctx, "Was it somebody else? Sign in, change it back, and write to support@jolara.com.")
}
