package pages_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

var mei = models.Person{Name: "Mei Lin", Email: "mei@example.com"}

func TestSettingsShowHowAPersonSignsIn(t *testing.T) {
	drawn := draw(t, pages.Settings(adultAt("/account"), pages.NewSettings(mei, models.Settings{Sessions: 3}, models.ThemeDark)))
	facts := drawn.Find(".facts").Text()
	if !strings.Contains(facts, mei.Name) || !strings.Contains(facts, mei.Email) {
		t.Errorf("who it is: %q", facts)
	}
	for _, path := range []string{"/account/email", "/account/password", "/account/sessions"} {
		if drawn.Find(`.links a[href="`+path+`"]`).Length() != 1 {
			t.Errorf("nothing leads to %s", path)
		}
	}
	if got := drawn.Find(`a[href="/account/sessions"] b`).Text(); got != "3" {
		t.Errorf("signed in %q times", got)
	}
	if got := drawn.Find(`button[name=theme][aria-pressed=true]`); got.Length() != 1 || got.AttrOr("value", "") != "dark" {
		t.Errorf("%d themes are chosen, %q", got.Length(), got.AttrOr("value", ""))
	}
	if n := drawn.Find(`button[name=theme]`).Length(); n != len(models.Themes) {
		t.Errorf("%d themes to choose from", n)
	}
	if drawn.Find(".notice").Length() != 0 {
		t.Error("an address waits that nobody asked for")
	}
}

func TestSettingsSayWhichAddressWaitsAndUntilWhen(t *testing.T) {
	held := models.Settings{Sessions: 1, NewEmail: &models.NewEmail{Email: "<i>new@example.com", Until: now.Add(time.Hour)}}
	notice := draw(t, pages.Settings(adultAt("/account"), pages.NewSettings(mei, held, models.ThemeSystem))).Find(".notice")
	if got := notice.Find("b").Text(); got != "<i>new@example.com" {
		t.Errorf("the address became %q", got)
	}
	if !strings.Contains(notice.Text(), "works until Fri 20 Nov 2026, 11:05:00") || notice.Find(`a[href="/account/email"]`).Length() != 1 {
		t.Errorf("the notice says %q", notice.Text())
	}
}

func TestTheListOfSessionsBeginsWithThisOne(t *testing.T) {
	firefox := models.Device{Browser: models.Browser{Name: "Firefox", System: "Windows"}, Network: "192.0.2.0/24"}
	list := []models.OpenSession{
		{ID: "a", Device: firefox, CreatedAt: now.Add(-11 * time.Hour), SeenAt: now.Add(-time.Minute)},
		{ID: "b", Device: models.Device{Browser: models.Browser{Name: "Safari"}}, CreatedAt: now, SeenAt: now},
		{ID: "c", Device: models.Device{Browser: models.Browser{System: "Android"}}, CreatedAt: now, SeenAt: now},
		{ID: "d", CreatedAt: now, SeenAt: now},
	}
	rows := draw(t, pages.Sessions(adultAt("/account/sessions"), pages.NewSessions(list, "b", now))).Find(".session")
	for i, want := range []struct{ id, name, says string }{
		{"b", "Safari", "This is the browser you are using now."},
		{"a", "Firefox on Windows", "Last seen: today, 10:04"},
		{"c", "A browser on Android", "Last seen: today, 10:05"},
		{"d", "A browser that we don’t know", "Last seen: today, 10:05"},
	} {
		row := rows.Eq(i)
		if got := row.Find("form").AttrOr("action", ""); got != "/account/sessions/"+want.id+"/end" {
			t.Errorf("row %d ends %q", i, got)
		}
		if !strings.Contains(row.Find("h2").Text(), want.name) || !strings.Contains(row.Text(), want.says) {
			t.Errorf("row %d says %q", i, row.Text())
		}
		if here := row.Find(".flag").Length() == 1; here != (want.id == "b") {
			t.Errorf("row %d is this one: %t", i, here)
		}
	}
	if got := rows.Eq(1).Find(".hint").Text(); !strings.Contains(got, "Thu 19 Nov 2026, 23:05:00, from network 192.0.2.0/24") {
		t.Errorf("what began yesterday: %q", got)
	}
}

func TestAFormThatIsNotTakenSaysWhyAboveIt(t *testing.T) {
	for name, row := range map[string]struct {
		failed  pages.Failed
		heading string
		leads   string // to the field; empty where there is nothing to mend
	}{
		"wrong":    {pages.Failed{Wrong: true}, "That isn’t your present password", "#password"},
		"invalid":  {pages.Failed{Invalid: models.Invalid{"email": models.FaultSame}}, "1 thing to mend before you can go on", "#email"},
		"too many": {pages.Failed{Wait: 90 * time.Second}, "Too many tries", ""},
	} {
		drawn := draw(t, pages.ChangeEmail(adultAt("/account/email"), pages.ChangeEmailForm{Present: mei.Email, Email: "new@example.com", Failed: row.failed}))
		summary := drawn.Find(".summary")
		if got := summary.Find("h2").Text(); got != row.heading || !strings.HasPrefix(title(drawn), "Error: ") {
			t.Errorf("%s: %q, %q", name, got, title(drawn))
		}
		if got := summary.Find("a").AttrOr("href", ""); got != row.leads {
			t.Errorf("%s: the summary leads to %q", name, got)
		}
		if row.leads == "" && !strings.Contains(summary.Text(), "Try again in 2 minutes.") {
			t.Errorf("%s: %q", name, summary.Text())
		}
		if got := drawn.Find("#email").AttrOr("value", ""); got != "new@example.com" {
			t.Errorf("%s: the address became %q", name, got)
		}
	}
}
