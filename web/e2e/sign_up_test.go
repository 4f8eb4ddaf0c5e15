package e2e_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// sayBorn answers the first step of signing up, for oneself.
func sayBorn(tab *site.Tab, year, month, day string) {
	tab.Open("/sign-up")
	tab.Do(chromedp.Click("#for", chromedp.ByQuery))
	tab.Type("#birth_date", year)
	tab.Type("#birth_month", month)
	tab.Type("#birth_day", day)
	tab.Click("form[action='/sign-up'] button")
}

// typeWhoSignsUp answers the second step, as an adult.
func typeWhoSignsUp(tab *site.Tab, email string) {
	sayBorn(tab, "1990", "3", "27")
	tab.Type("#email", email)
	tab.Type("#name", "Mei Lin")
	tab.Type("#password", storetest.Password)
	tab.Do(chromedp.Click("#accept", chromedp.ByQuery))
	tab.Click("form[action='/sign-up'] button")
}

var linkInLetter = regexp.MustCompile(`https?://\S+`)

// openLetter follows the link of the latest letter, as one does in a mail program.
func openLetter(s *site.Site, tab *site.Tab, to string) {
	link := linkInLetter.FindString(s.Letter(to).Text)
	tab.Open(strings.TrimPrefix(link, s.URL))
}

func TestWithoutScriptSomebodySignsUpAndLaterSetsANewPassword(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	tab := s.Tab(site.Look{Width: 1280, NoScript: true})
	const email = "mei@example.com"

	tab.Open("/sign-in")
	tab.Click("a[href='/sign-up']")
	typeWhoSignsUp(tab, email)
	if got := tab.Text("h1"); got != "We have written to you" {
		t.Fatalf("signing up leads to %q", got)
	}
	openLetter(s, tab, email)
	if got := tab.Path(); got != "/verify" {
		t.Fatalf("the letter leads to %s", got)
	}
	html := map[string]string{"verify": inspect(tab, "verify")}
	tab.Look(site.Look{Width: 1280, NoScript: true})
	tab.Type("#password", "staple battery horse")
	tab.Click("form[action='/verify'] button")
	html["verify-wrong"] = inspect(tab, "verify-wrong")
	tab.Look(site.Look{Width: 1280, NoScript: true})
	tab.Type("#password", storetest.Password)
	tab.Click("form[action='/verify'] button")
	html["sign-in-confirmed"] = inspect(tab, "sign-in-confirmed")
	tab.Look(site.Look{Width: 1280, NoScript: true})
	signIn(tab, models.Person{Email: email})
	if got := tab.Path(); strings.HasPrefix(got, "/sign-in") {
		t.Fatalf("signing in leads to %s: %s", got, tab.Text("main"))
	}
	tab.Click("form[action='/sign-out'] button")

	s.Clock.Advance(time.Hour)
	tab.Click("a[href='/reset']")
	tab.Type("#email", email)
	tab.Click("form[action='/reset'] button")
	for !strings.Contains(s.Letter(email).Text, "/reset/") {
		time.Sleep(time.Millisecond) // the first letter is still the latest
	}
	openLetter(s, tab, email)
	html["new-password"] = inspect(tab, "new-password")
	tab.Type("#password", email)
	tab.Click("form[action='/reset/new'] button")
	html["new-password-wrong"] = inspect(tab, "new-password-wrong")
	tab.Look(site.Look{Width: 1280, NoScript: true})
	tab.Type("#password", "another password of mine")
	tab.Click("form[action='/reset/new'] button")
	if got := tab.Text("[role=status]"); !strings.Contains(got, "Your new password counts from now on.") {
		t.Errorf("the flash says %q", got)
	}
	html["sign-in-reset"] = inspect(tab, "sign-in-reset")
	tab.Open("/reset/new")
	html["dead-link"] = inspect(tab, "dead-link")
	site.ValidHTML(t, html)
}

func TestSigningUpIsNotOpenWithoutAnAgreement(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	tab := s.Tab(site.Look{Width: 1280})
	tab.Open("/sign-up")
	if got := tab.Text("h1"); got != "You can’t create an account yet" {
		t.Errorf("the page says %q", got)
	}
	site.ValidHTML(t, map[string]string{"sign-up-not-open": inspect(tab, "sign-up-not-open")})
}
