package layout_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
)

var now = time.Date(2026, time.November, 20, 10, 5, 0, 0, models.Shanghai)

func draw(t *testing.T, component templ.Component) *goquery.Document {
	t.Helper()
	var html bytes.Buffer
	if err := component.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	drawn, err := goquery.NewDocumentFromReader(&html)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

func adult() *layout.Person {
	return layout.NewPerson(models.Person{Name: "Mei Lin"}, models.Ward{}, now.Add(-time.Hour), now.Add(time.Minute))
}

func minor() *layout.Person {
	return layout.NewPerson(models.Person{Name: "Xiao", Birth: models.Date{Year: 2014, Month: time.May, Day: 1}}, models.Ward{Guarded: true}, now.Add(-time.Hour), now.Add(time.Minute))
}

// plain is a text as it is read: without the spaces of its source.
func plain(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestAChangeIsToldAndCanBeUndone(t *testing.T) {
	tests := []struct {
		name   string
		state  models.State
		person *layout.Person
		undo   string // the button; empty for none
		sends  string
		words  string
	}{
		{"an adult turns off", models.Withdrawn, adult(), "Turn back on", "on", " is off."},
		{"an adult turns on", models.Granted, adult(), "Turn back off", "off", " is on."},
		{"a minor turns off", models.Withdrawn, minor(), "", "", " is off."},
	}
	for _, test := range tests {
		for _, kind := range slices.Concat(models.PermissionKinds, models.ChoiceKinds) {
			flash := layout.PermissionFlash(models.Consent{Kind: kind, State: test.state, Receipt: "R-7F3K-20"}, true)
			drawn := draw(t, layout.Top(layout.Shell{Person: test.person, Flash: &flash, Now: now}))
			status := drawn.Find(`[role="status"][tabindex="-1"][autofocus]`)
			words := test.words
			if kind == models.VoiceCall {
				words = strings.Replace(words, " is ", " are ", 1)
			}
			if got := status.Find("b").Text(); !strings.HasSuffix(got, words) {
				t.Errorf("%s: %s: %q", test.name, kind, got)
			}
			if status.Find(`a[href="/receipts/R-7F3K-20"]`).Length() != 1 {
				t.Errorf("%s: %s: no receipt", test.name, kind)
			}
			address := "/permissions/"
			if slices.Contains(models.ChoiceKinds, kind) {
				address = "/data/voice/choices/"
			}
			form := status.Find(`form[action="` + address + string(kind) + `"]`)
			if got := plain(form.Find("button")); got != test.undo || form.Find("input").AttrOr("value", "") != test.sends {
				t.Errorf("%s: %s: undo %q", test.name, kind, got)
			}
			if guardian := strings.Contains(status.Text(), "Only your guardian"); guardian != (test.undo == "") {
				t.Errorf("%s: %s: it names the guardian: %t", test.name, kind, guardian)
			}
		}
	}
}

func TestAChoiceThatStoodSoAlreadyIsNoChange(t *testing.T) {
	for receipt, links := range map[string]int{"": 0, "R-7F3K-20": 1} {
		flash := layout.PermissionFlash(models.Consent{Kind: models.Camera, State: models.Withdrawn, Receipt: receipt}, false)
		drawn := draw(t, layout.Top(layout.Shell{Person: adult(), Flash: &flash, Now: now}))
		if got := plain(drawn.Find(`[role="status"]`)); !strings.HasPrefix(got, "Nothing changed. It stood so already: Camera off.") {
			t.Errorf("%q", got)
		}
		if got := drawn.Find("form").Length(); got != 0 {
			t.Errorf("%d forms to undo nothing", got)
		}
		if got := drawn.Find("a").Length(); got != links {
			t.Errorf("receipt %q: %d links", receipt, got)
		}
	}
}

func TestWhereNothingWasDoneNothingIsTold(t *testing.T) {
	if drawn := draw(t, layout.Top(layout.Shell{Now: now})); drawn.Find(`[role="status"]`).Length() != 0 {
		t.Error("a flash")
	}
}

func TestTheMenuBelongsToWhoIsSignedIn(t *testing.T) {
	in := draw(t, layout.Page(layout.Shell{Title: "History", Path: "/consents", Person: adult(), Now: now}))
	if got := in.Find(`nav a[aria-current="page"]`); got.Length() != 1 || got.AttrOr("href", "") != "/consents" {
		t.Errorf("here is %q", got.Text())
	}
	if in.Find(`form[method="post"][action="/sign-out"] button`).Length() != 1 || in.Find(`meta[name="robots"][content="noindex"]`).Length() != 1 {
		t.Error("no way to sign out, or open to search engines")
	}
	out := draw(t, layout.Page(layout.Shell{Title: "Sign in", Path: "/sign-in", Now: now}))
	if out.Find("nav, form:not([action='/account/language']), .me").Length() != 0 || out.Find(".brand").AttrOr("href", "") != "/" {
		t.Errorf("a stranger sees %q", plain(out.Find("header")))
	}
}

func TestAPageBelowOneOfTheMenusIsFoundThere(t *testing.T) {
	drawn := draw(t, layout.Page(layout.Shell{Title: "Photos", Path: "/data/photos", Person: adult(), Now: now}))
	if got := drawn.Find(`nav a[aria-current="true"]`); got.Length() != 1 || got.AttrOr("href", "") != "/data" {
		t.Errorf("one is within %q", got.Text())
	}
	for _, link := range drawn.Find("nav a").Nodes { // a word that strays from a template stands here as an attribute
		for _, a := range link.Attr {
			if !slices.Contains([]string{"href", "class", "aria-current"}, a.Key) {
				t.Errorf("a link of the menu has an attribute %q", a.Key)
			}
		}
	}
	if drawn.Find(`nav a[aria-current="page"]`).Length() != 0 {
		t.Error("a page of the menu is taken for the page below it")
	}
}

func TestWhoIsSignedInFindsTheSettings(t *testing.T) {
	drawn := draw(t, layout.Page(layout.Shell{Title: "Settings", Path: "/account", Person: adult(), Now: now}))
	if got := plain(drawn.Find(`.me[href="/account"]`)); got != "MLMei Lin Settings" {
		t.Errorf("the head of the page says %q", got)
	}
	if got := plain(drawn.Find(`nav .only-small a[href="/account"][aria-current="page"]`)); got != "Settings" {
		t.Errorf("the menu of a phone says %q", got)
	}
}

func TestWhatWasDoneToAnAccountIsTold(t *testing.T) {
	for id, want := range map[layout.FlashID]string{
		layout.FlashSignedOutEverywhere: "You are signed out everywhere.",
		layout.FlashSessionEnded:        "Signed out there.",
		layout.FlashThemeChosen:         "Saved.",
		layout.FlashPasswordChanged:     "Your password is changed.",
		layout.FlashNewEmailAsked:       "We are writing to the new address.",
		layout.FlashEmailChanged:        "Your address is changed.",
		layout.FlashEmailPutBack:        "Your address is back.",
		layout.FlashPhotoEdited:         "Saved.",
		layout.FlashPicturesHidden:      "Pictures are hidden",
		layout.FlashPicturesShown:       "Pictures are shown again.",
	} {
		drawn := draw(t, layout.Top(layout.Shell{Flash: &layout.Flash{ID: id}, Now: now}))
		if got := drawn.Find(`[role="status"] b`).Text(); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}

func TestAStrangerFindsTheWayInFromEveryOtherPage(t *testing.T) {
	for path, links := range map[string]int{"/": 1, "/policy": 1, "/sign-in": 0} {
		drawn := draw(t, layout.Page(layout.Shell{Title: "Policy", Path: path, Now: now}))
		if got := drawn.Find(`header a[href="/sign-in"]`).Length(); got != links {
			t.Errorf("%s: %d links", path, got)
		}
	}
}

func TestTheAgreementIsNamedWhereThereIsOne(t *testing.T) {
	for version, links := range map[string]int{"": 0, "1.0": 1} {
		drawn := draw(t, layout.Page(layout.Shell{Title: "History", Person: adult(), Policy: version, Now: now}))
		foot := drawn.Find(`footer a[href="/policy"]`)
		if got := drawn.Find(`nav a[href="/policy"]`).Length(); got != links || foot.Length() != links {
			t.Errorf("version %q: %d in the menu, %d in the foot", version, got, foot.Length())
		}
		if links == 1 && plain(foot) != "Privacy agreement, version 1.0" {
			t.Errorf("it is named %q", plain(foot))
		}
	}
}

func TestTheSkipLinkComesFirstAndLeadsToTheContent(t *testing.T) {
	drawn := draw(t, layout.Page(layout.Shell{Title: "History", Person: adult(), Now: now}))
	first := drawn.Find("body a, body button").First()
	if first.AttrOr("href", "") != "#main" || drawn.Find("main#main").Length() != 1 {
		t.Errorf("first comes %q", first.Text())
	}
}

func TestTheThemeIsThePersonsOrTheDevices(t *testing.T) {
	for theme, colours := range map[string]int{"": 2, "light": 1, "dark": 1} {
		drawn := draw(t, layout.Page(layout.Shell{Title: "History", Theme: theme, Now: now}))
		if got, set := drawn.Find("html").Attr("data-theme"); got != theme || set != (theme != "") {
			t.Errorf("%q became %q", theme, got)
		}
		if got := drawn.Find(`meta[name="theme-color"]`).Length(); got != colours {
			t.Errorf("%q: %d colours", theme, got)
		}
	}
}

func TestTheFootSaysSinceWhen(t *testing.T) {
	tests := []struct {
		since time.Time
		want  string
	}{
		{now.Add(-53 * time.Minute), "Signed in since 09:12 today. If you open no other page, you are signed out at 10:35."},
		{now.Add(-24 * time.Hour), "Signed in since Thu 19 Nov 2026, 10:05:00. If you open no other page, you are signed out at 10:35."},
	}
	for _, test := range tests {
		person := layout.NewPerson(models.Person{Name: "Mei Lin"}, models.Ward{}, test.since, now.Add(30*time.Minute))
		drawn := draw(t, layout.Page(layout.Shell{Title: "History", Person: person, Now: now}))
		if got := plain(drawn.Find("footer")); !strings.HasSuffix(got, "China Standard Time (UTC+8). "+test.want) {
			t.Errorf("%q", got)
		}
	}
}

func TestInitialsAreTheFirstAndTheLastName(t *testing.T) {
	tests := map[string]string{"Mei Lin": "ML", "xiao ming wang": "XW", "Mei": "M", "李梅": "李", "  ": "", "": ""}
	for name, want := range tests {
		if got := layout.NewPerson(models.Person{Name: name}, models.Ward{}, now, now.Add(time.Minute)).Initials; got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
