package emails_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

func TestALetterSaysWhenPhotosGoAndHowTheyAreKeptOrCopied(t *testing.T) {
	to := emails.LastCallLinks{Keep: "https://privacy.example.com/keep/token", Copy: "https://privacy.example.com/data/photos"}
	goes := models.Date{Year: 2026, Month: time.November, Day: 20}
	for photos, subject := range map[int]string{
		1:    "Your photo will be deleted on Fri 20 Nov 2026",
		4128: "Your 4,128 photos will be deleted on Fri 20 Nov 2026",
	} {
		letter, err := emails.LastCall(t.Context(), "Mei <b>Lin", photos, goes, to)
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
		for _, words := range []string{"Hello Mei <b>Lin,", "we delete them on Fri 20 Nov 2026", "To sign in does the same"} {
			if !strings.Contains(letter.Text, words) || !strings.Contains(html.Find("main").Text(), words) {
				t.Errorf("text and HTML do not both say %q", words)
			}
		}
		for _, link := range []string{to.Keep, to.Copy} {
			if strings.Count(letter.Text, link) != 1 || html.Find(`a[href="`+link+`"]`).Length() != 1 {
				t.Errorf("%s does not stand once in text and HTML", link)
			}
		}
	}
}
