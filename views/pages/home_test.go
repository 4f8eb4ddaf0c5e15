package pages_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func TestTheHomePageShowsWhatIsHeldWithItsEnd(t *testing.T) {
	held := []models.Holding{
		{Category: models.CategoryProfile, Count: 6, Details: []models.Field{
			models.FieldName, models.FieldNickname, models.FieldAccountName, models.FieldEmail, models.FieldPhone, models.PreferenceField("paper"),
		}},
		{Category: models.CategoryAddresses},
		{Category: models.CategorySecurity, Count: 1000, More: true, Oldest: spring},
		{Category: models.CategoryConsents, Count: 1},
	}
	drawn := draw(t, pages.Home(adultAt("/home"), pages.NewHome("Mei", held, nil, pages.Recently{}, false, now)))
	if got := drawn.Find("h1").Text(); got != "Your privacy, Mei" {
		t.Errorf("the heading is %q", got)
	}
	for i, want := range []string{
		"Profile 6 details Kept while you have an account. We know your name, nickname, account name, e-mail and 2 more.",
		"Sign-ins and security 1,000+ entries Kept for 6 months: Cybersecurity Law, network logs. The oldest is from 3 Mar 2026.",
		"Choices and receipts 1 entry Nobody can change this. We keep it for 3 years after you leave, as your proof, then erase it. To prove what was agreed, and when.",
		"Nothing in these Addresses We list them so that you can see they are empty. All kinds, and how long each is kept",
	} {
		if got := words(drawn.Find(".held").Eq(i)); got != want {
			t.Errorf("card %d says %q, want %q", i+1, got, want)
		}
	}
}

func TestDetailsAreNamedInASentence(t *testing.T) {
	for want, details := range map[string][]models.Field{
		"We know your name.":                                  {models.FieldName},
		"We know your name and e-mail.":                       {models.FieldName, models.FieldEmail},
		"We know your name, nickname, e-mail and birth date.": {models.FieldName, models.FieldNickname, models.FieldEmail, models.FieldBirthDate},
		"We know your name, nickname, e-mail, phone and 1 more.": {
			models.FieldName, models.FieldNickname, models.FieldEmail, models.FieldPhone, models.FieldGender,
		},
	} {
		held := []models.Holding{{Category: models.CategoryProfile, Count: len(details), Details: details}}
		drawn := draw(t, pages.Home(adultAt("/home"), pages.NewHome("Mei", held, nil, pages.Recently{}, false, now)))
		if got := plain(drawn.Find(".held p").Last()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatHappenedLastIsToldInOrder(t *testing.T) {
	at := func(minutes int) time.Time { return now.Add(-time.Duration(minutes) * time.Minute) }
	choices := []models.Consent{
		{Kind: models.Camera, State: models.Withdrawn, At: at(1), RecordedAt: at(1), By: models.ByApp, Receipt: "R-7F3K-20"},
		{Kind: models.Camera, State: models.Granted, At: at(5), RecordedAt: at(5), By: models.ByPerson, Receipt: "R-6KD1-72"},
	}
	events := []models.Event{
		{Kind: models.EventPasswordChanged, At: at(0)},
		{Kind: models.EventAgreementAccepted, Subject: "1.0", At: at(3)},
		{Kind: models.EventSignedUp, At: at(4)},
		{Kind: models.EventPasswordChanged, At: at(9)},
	}
	drawn := draw(t, pages.Home(adultAt("/home"), pages.NewHome("Mei", nil, nil, pages.Recently{Choices: choices, Events: events}, false, now)))
	entries := drawn.Find(".timeline > li")
	for i, want := range []string{
		"Your password was changed", "Camera off", "You accepted version 1.0 of the agreement", "You confirmed your account", "Camera on",
	} {
		if got := plain(entries.Eq(i).Find("strong")); got != want {
			t.Errorf("entry %d is %q, want %q", i+1, got, want)
		}
	}
	if entries.Length() != 5 || entries.Eq(1).Find(`a[href="/receipts/R-7F3K-20"]`).Length() != 1 {
		t.Errorf("%d entries; the second is %q", entries.Length(), plain(entries.Eq(1)))
	}
	if got := plain(entries.Eq(1).Find("p").First()); got != "You, in Jolara’s app" {
		t.Errorf("the choice was made by %q", got)
	}
}

func TestAMinorIsToldWhatWaits(t *testing.T) {
	page := pages.NewHome("Xiao", nil, nil, pages.Recently{}, false, now)
	if drawn := draw(t, pages.Home(adultAt("/home"), page)); drawn.Find(".notice").Length() != 0 {
		t.Error("an adult waits for a guardian")
	}
	page.Waiting = &pages.Waiting{}
	if got := plain(draw(t, pages.Home(adultAt("/home"), page)).Find(".notice")); !strings.Contains(got, "guardian") || strings.Contains(got, "until") {
		t.Errorf("who waits without an end reads %q", got)
	}
	page.Waiting.Until = now
	if got := plain(draw(t, pages.Home(adultAt("/home"), page)).Find(".notice")); !strings.Contains(got, "until Fri 20 Nov 2026") {
		t.Errorf("who waits until today reads %q", got)
	}
}

func TestPhotosComeFirstOnAStripOfFilm(t *testing.T) {
	held := []models.Holding{
		{Category: models.CategoryProfile, Count: 1, Details: []models.Field{models.FieldName}},
		{Category: models.CategoryPhotos, Count: 1234, Bytes: 412_000_000, Oldest: spring, Newest: now},
	}
	page := pages.NewHome("Mei", held, nil, pages.Recently{}, false, now)
	page.Film = []string{"p2", "p1"}
	card := draw(t, pages.Home(adultAt("/home"), page)).Find(".held").First()
	if got := words(card); got != "Photos 1,234 photos Kept until you delete them. After 24 months without a sign-in, an upload or a print we delete them, and write to you 90, 30 and 7 days before. 412 MB in all. The oldest is from 3 Mar 2026, the newest from 20 Nov 2026." {
		t.Errorf("the card says %q", got)
	}
	if got := card.Find(".film img"); got.Length() != 2 || got.AttrOr("src", "") != "/files/p2?size=small" || got.AttrOr("alt", "none") != "" {
		t.Errorf("%d pictures, the first of %s", got.Length(), got.AttrOr("src", ""))
	}
	page.Hidden = true
	card = draw(t, pages.Home(adultAt("/home"), page)).Find(".held").First()
	if card.Find("img").Length() != 0 || card.Find(".film .blank").Length() != 2 {
		t.Error("hidden pictures are shown")
	}
	page = pages.NewHome("Mei", []models.Holding{{Category: models.CategoryPhotos, Count: 1, Bytes: 26_800, Oldest: now, Newest: now}}, nil, pages.Recently{}, false, now)
	if got := plain(draw(t, pages.Home(adultAt("/home"), page)).Find(".held p").Last()); !strings.HasPrefix(got, "26.8 kB, from 20 Nov 2026.") {
		t.Errorf("of one photo it says %q", got)
	}
	page = pages.NewHome("Mei", []models.Holding{{Category: models.CategoryPhotos, Count: 2, Bytes: 26_800, Oldest: now.Add(-time.Minute), Newest: now}}, nil, pages.Recently{}, false, now)
	if got := plain(draw(t, pages.Home(adultAt("/home"), page)).Find(".held p").Last()); !strings.HasPrefix(got, "26.8 kB, from 20 Nov 2026.") {
		t.Errorf("of two photos of one day it says %q", got)
	}
}
