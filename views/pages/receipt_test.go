package pages_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/pages"
)

// facts returns what a list of names and values says.
func facts(drawn *goquery.Document) map[string]string {
	said := map[string]string{}
	drawn.Find(".facts > div").Each(func(_ int, s *goquery.Selection) {
		said[s.Find("dt").Text()] = strings.TrimSpace(s.Find("dd").Text())
	})
	return said
}

func TestAReceiptSaysWhoChoseWhatAndWhen(t *testing.T) {
	portal := choice(models.Microphone, models.Withdrawn, models.ByPerson)
	app := portal
	app.By, app.Device, app.RecordedAt = models.ByApp, "Mei’s phone", app.At.Add(5*time.Hour)
	soon := portal
	soon.By, soon.PolicyVersion, soon.RecordedAt = models.ByGuardian, "", soon.At.Add(time.Minute)
	tests := []struct {
		name   string
		choice models.Consent
		want   map[string]string
	}{
		{"made here", portal, map[string]string{
			"Made by": "You, on these pages", "When": "Fri 20 Nov 2026, 10:04:11", "Policy shown": "Version 4.1",
		}},
		{"made in the app, offline", app, map[string]string{
			"Made by": "You, in Jolara’s app", "Device": "Mei’s phone", "When": "Fri 20 Nov 2026, 10:04:11",
			"Reached us": "Fri 20 Nov 2026, 15:04:11", "Policy shown": "Version 4.1",
		}},
		{"made by the guardian, shown no policy", soon, map[string]string{
			"Made by": "Your guardian", "When": "Fri 20 Nov 2026, 10:04:11",
		}},
	}
	for _, test := range tests {
		drawn := draw(t, pages.Receipt(adultAt("/receipts/R-7F3K-20"), pages.NewReceipt(test.choice), pages.Notes{}))
		if got := drawn.Find("h1 .ref").Text(); got != "R-7F3K-20" {
			t.Errorf("%s: reference %q", test.name, got)
		}
		if got := drawn.Find(".receipt h2").Text(); got != "Microphone off" {
			t.Errorf("%s: %q", test.name, got)
		}
		if got := drawn.Find(".receipt time").First().AttrOr("datetime", ""); got != "2026-11-20T10:04:11+08:00" {
			t.Errorf("%s: for machines %q", test.name, got)
		}
		got := facts(drawn)
		if len(got) != len(test.want) {
			t.Errorf("%s: %q", test.name, got)
		}
		for name, value := range test.want {
			if got[name] != value {
				t.Errorf("%s: %s is %q, want %q", test.name, name, got[name], value)
			}
		}
	}
}

func TestTheHistoryListsEveryChoiceAndLeadsOn(t *testing.T) {
	list := []models.Consent{
		choice(models.Microphone, models.Withdrawn, models.ByPerson),
		choice(models.VoiceCall, models.Granted, models.ByApp),
	}
	tests := []struct{ older, newer string }{{"", ""}, {"?before=a", ""}, {"", "?after=b"}, {"?before=a", "?after=b"}}
	for _, test := range tests {
		drawn := draw(t, pages.Consents(adultAt("/consents"), pages.NewConsents(components.Reader{}, list, nil, test.older, test.newer)))
		if got := drawn.Find(".timeline > li strong").Text(); got != "Microphone offVoice calls on" {
			t.Errorf("%q", got)
		}
		if got := drawn.Find(`.timeline a[href="/receipts/R-7F3K-20"]`).Length(); got != len(list) {
			t.Errorf("%d receipts", got)
		}
		for rel, query := range map[string]string{"next": test.older, "prev": test.newer} {
			link := drawn.Find(`.pager a[rel="` + rel + `"]`)
			if query == "" && link.Length() != 0 || query != "" && link.AttrOr("href", "") != "/consents"+query {
				t.Errorf("%q: %s leads to %q", query, rel, link.AttrOr("href", ""))
			}
		}
	}
}

func TestAnEmptyHistoryLeadsToThePermissions(t *testing.T) {
	drawn := draw(t, pages.Consents(adultAt("/consents"), pages.NewConsents(components.Reader{}, nil, nil, "", "")))
	if drawn.Find(`main a[href="/permissions"]`).Length() != 1 || drawn.Find(".timeline, .pager").Length() != 0 {
		t.Errorf("%q", drawn.Find("main").Text())
	}
}

func TestTheMailboxShowsLettersAsText(t *testing.T) {
	letter := models.Letter{ID: "12", To: "a@example.com", Subject: "<b>Microphone</b>", Text: "Hello <script>", At: earlier}
	list := draw(t, pages.DevMail(strangerAt("/dev/mail"), []models.Letter{letter}))
	if got := list.Find(`main a[href="/dev/mail/12"]`).Text(); !strings.Contains(got, letter.Subject) {
		t.Errorf("%q", got)
	}
	shown := draw(t, pages.DevLetter(strangerAt("/dev/mail/12"), letter))
	if got := shown.Find("pre").Text(); got != letter.Text || shown.Find("h1").Text() != letter.Subject {
		t.Errorf("%q", got)
	}
	empty := draw(t, pages.DevMail(strangerAt("/dev/mail"), nil))
	if empty.Find("main ul").Length() != 0 || !strings.Contains(empty.Find("main").Text(), "No letter yet.") {
		t.Errorf("%q", empty.Find("main").Text())
	}
}
