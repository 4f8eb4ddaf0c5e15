package emails_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

func TestALetterAboutAChangeSaysTheSameInTextAndHTML(t *testing.T) {
	const link = "https://privacy.example.com/undo/token"
	ctx := t.Context()
	since := time.Date(2026, time.November, 20, 10, 4, 11, 0, models.Shanghai)
	until := since.Add(models.UndoLinkLife)
	for subject, row := range map[string]struct {
		write func() (models.Letter, error)
		says  []string
	}{
		"Your password was changed": {
			func() (models.Letter, error) { return emails.PasswordChanged(ctx, "Mei <b>Lin", link) },
			[]string{"Hello Mei <b>Lin,", "has a new password", "If it wasn’t you, choose another one at once:"},
		},
		"Confirm your new address": {
			func() (models.Letter, error) { return emails.NewEmail(ctx, until, link) },
			[]string{"Hello,", "confirm it here until Sun 22 Nov 2026, 10:04:11, China Standard Time (UTC+8):", "If it wasn’t you, do nothing."},
		},
		"This address already signs in to an account": {
			func() (models.Letter, error) { return emails.EmailTaken(ctx, link) },
			[]string{"Hello,", "Another account does already, so nothing was changed.", "there is nothing to do."},
		},
		"Your address was changed": {
			func() (models.Letter, error) { return emails.EmailChanged(ctx, since, until, link) },
			[]string{"Hello,", "another since Fri 20 Nov 2026, 10:04:11", "put this address back here until Sun 22 Nov 2026, 10:04:11"},
		},
	} {
		letter, err := row.write()
		if err != nil {
			t.Fatal(err)
		}
		html, err := goquery.NewDocumentFromReader(strings.NewReader(letter.HTML))
		if err != nil {
			t.Fatal(err)
		}
		if letter.Subject != subject || html.Find("h1").Text() != subject {
			t.Errorf("the subject %q, and %q in HTML", letter.Subject, html.Find("h1").Text())
		}
		for _, words := range row.says {
			if !strings.Contains(letter.Text, words) || !strings.Contains(html.Find("main").Text(), words) {
				t.Errorf("%s: text and HTML do not both say %q", subject, words)
			}
		}
		if strings.Count(letter.Text, link) != 1 || html.Find(`a[href="`+link+`"]`).Length() != 1 {
			t.Errorf("%s: the link does not stand once in text and HTML", subject)
		}
	}
}
