package emails_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

func TestALetterAboutAnAccountSaysTheSameInTextAndHTML(t *testing.T) {
	const link = "https://privacy.example.com/reset/token"
	ctx := t.Context()
	for subject, row := range map[string]struct {
		write func() (models.Letter, error)
		says  []string
	}{
		"Confirm your address": {
			func() (models.Letter, error) { return emails.SignUp(ctx, link) },
			[]string{"Hello,", "confirm it here within 7 days with the password that you chose:", "If it wasn’t you, do nothing."},
		},
		"You already have an account": {
			func() (models.Letter, error) { return emails.AccountExists(ctx, "Mei <b>Lin", link) },
			[]string{"Hello Mei <b>Lin,", "it signs in to your account already", "there is nothing to do."},
		},
		"Choose a new password": {
			func() (models.Letter, error) { return emails.Reset(ctx, "Mei <b>Lin", link) },
			[]string{"Hello Mei <b>Lin,", "within one hour:", "your password stays as it is"},
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
