package emails_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/emails"
)

const address = "https://privacy.example.com/receipts/R-7F3K-20"

func write(t *testing.T, name string, by models.Actor, state models.State) models.Letter {
	t.Helper()
	letter, err := emails.Receipt(t.Context(), name, models.Consent{
		Kind: models.Microphone, State: state, By: by, Receipt: "R-7F3K-20",
		At: time.Date(2026, time.November, 20, 10, 4, 11, 0, models.Shanghai),
	}, address)
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

func TestAReceiptSaysWhoChoseWhatInTextAndHTML(t *testing.T) {
	tests := []struct {
		by    models.Actor
		state models.State
		says  string
	}{
		{models.ByPerson, models.Granted, "You turned on a permission on Jolara’s privacy pages."},
		{models.ByPerson, models.Withdrawn, "You turned off a permission on Jolara’s privacy pages."},
		{models.ByApp, models.Granted, "You turned on a permission in Jolara’s app."},
		{models.ByApp, models.Withdrawn, "You turned off a permission in Jolara’s app."},
		{models.ByGuardian, models.Granted, "Your guardian turned on a permission of yours."},
		{models.ByGuardian, models.Withdrawn, "Your guardian turned off a permission of yours."},
	}
	for _, test := range tests {
		letter := write(t, "Mei Lin", test.by, test.state)
		html, err := goquery.NewDocumentFromReader(strings.NewReader(letter.HTML))
		if err != nil {
			t.Fatal(err)
		}
		choice := "Microphone off"
		if test.state == models.Granted {
			choice = "Microphone on"
		}
		if letter.Subject != choice+": receipt R-7F3K-20" {
			t.Errorf("subject %q", letter.Subject)
		}
		for _, part := range []string{"Hello Mei Lin,", test.says, choice, "Fri 20 Nov 2026, 10:04:11, China Standard Time (UTC+8)", "3 years"} {
			if !strings.Contains(letter.Text, part) {
				t.Errorf("the text lacks %q", part)
			}
			if !strings.Contains(html.Find("body").Text(), part) {
				t.Errorf("the HTML lacks %q", part)
			}
		}
		if !strings.Contains(letter.Text, address) || html.Find(`a[href="`+address+`"]`).Length() != 1 {
			t.Error("the letter does not lead to the receipt")
		}
	}
}

func TestAReceiptOfAChoiceAboutRecordingsSaysWhatItIsAbout(t *testing.T) {
	for _, test := range []struct {
		by    models.Actor
		kind  models.PermissionKind
		state models.State
		says  string
	}{
		{models.ByPerson, models.KeepRecordings, models.Granted, "You turned on a choice about your recordings on Jolara’s privacy pages."},
		{models.ByPerson, models.ImproveSupport, models.Withdrawn, "You turned off a choice about your recordings on Jolara’s privacy pages."},
		{models.ByGuardian, models.KeepRecordings, models.Granted, "Your guardian turned on a choice about your recordings."},
		{models.ByGuardian, models.ImproveSupport, models.Withdrawn, "Your guardian turned off a choice about your recordings."},
	} {
		letter, err := emails.Receipt(t.Context(), "Mei Lin", models.Consent{Kind: test.kind, State: test.state, By: test.by, Receipt: "R-7F3K-20"}, address)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(letter.Text, test.says) || strings.Contains(letter.Text, "permission") {
			t.Errorf("%s, %s: %s", test.by, test.kind, letter.Text)
		}
	}
}

func TestALetterLoadsNothing(t *testing.T) {
	letter := write(t, "Mei Lin", models.ByPerson, models.Withdrawn)
	html, err := goquery.NewDocumentFromReader(strings.NewReader(letter.HTML))
	if err != nil {
		t.Fatal(err)
	}
	if n := html.Find("img, link, script, iframe, [src], [background]").Length(); n != 0 || strings.Contains(letter.HTML, "url(") {
		t.Errorf("%d things to load", n)
	}
}

func TestANameIsTextInALetter(t *testing.T) {
	letter := write(t, `<img src=x>`, models.ByPerson, models.Withdrawn)
	if strings.Contains(letter.HTML, "<img") || !strings.Contains(letter.Text, "Hello <img src=x>,") {
		t.Error(letter.HTML)
	}
	if nameless := write(t, "", models.ByPerson, models.Withdrawn); !strings.HasPrefix(nameless.Text, "Hello,\n") {
		t.Error(nameless.Text)
	}
}
