package emails

import (
	"context"
	"fmt"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// LastCallLinks are the whole addresses to which a letter about unused photos leads.
type LastCallLinks struct {
	Keep string // keeps them
	Copy string // where they are saved one by one, after signing in
}

// LastCall writes before photos go that nobody used: how many and when, and how they are kept or copied (#74).
func LastCall(ctx context.Context, name string, photos int, goes models.Date, to LastCallLinks) (models.Letter, error) {
	day := i18n.Day(ctx, goes)
	m := lastCall{
		subject: i18n.N(ctx, photos, "Your photo will be deleted on %[2]s", "Your %[1]d photos will be deleted on %[2]s", day),
		hello:   hello(ctx, name),
		says: i18n.T(ctx, "You have not signed in, uploaded or printed anything for a long time. We don’t keep photos that nobody uses, so we delete them on %s.",
			day),
		asks:   i18n.T(ctx, "To keep them, follow this link and say so. To sign in does the same:"),
		copies: i18n.T(ctx, "To have copies, sign in and save them here:"),
		rest:   i18n.T(ctx, "You don’t want them any more? Then there is nothing to do."),
		to:     to,
	}
	var html strings.Builder
	if err := lastCallHTML(m).Render(ctx, &html); err != nil {
		return models.Letter{}, fmt.Errorf("write a letter: %w", err)
	}
	text := strings.Join([]string{m.hello, m.says, m.asks, to.Keep, m.copies, to.Copy, m.rest, i18n.T(ctx, "Jolara Privacy")}, "\n\n") + "\n"
	return models.Letter{Subject: m.subject, Text: text, HTML: html.String()}, nil
}

type lastCall struct {
	subject, hello, says, asks, copies, rest string
	to                                       LastCallLinks
}
