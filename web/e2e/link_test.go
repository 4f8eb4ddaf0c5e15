package e2e_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// codeFor is the code that Jolara's app shows a person.
func codeFor(t *testing.T, s *site.Site, p models.Person) string {
	t.Helper()
	made, err := s.Store.LinkCode(t.Context(), p.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	return made.Code
}

func typeCode(tab *site.Tab, code string) {
	tab.Open("/account/link")
	tab.Type("#code", code)
	tab.Click("form[action='/account/link'] button")
}

func TestWithoutScriptSomebodyLinksTheirAccountWithTheAppsCode(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	plain := site.Look{Width: 1280, NoScript: true}
	tab := s.Tab(plain)
	html := map[string]string{}
	look := func(name string) {
		t.Helper()
		html[name] = inspect(tab, name)
		tab.Look(plain)
	}
	here, app := s.SignedUp(40), s.Adult()
	signIn(tab, here)
	tab.Open("/account")
	look("settings-unlinked")
	tab.Click("a[href='/account/link']")
	look("link")
	typeCode(tab, codeFor(t, s, s.Minor(12)))
	look("link-ages")
	right := codeFor(t, s, app)
	wrong := strings.Repeat("0", len(right))
	if wrong == right {
		wrong = strings.Repeat("1", len(right))
	}
	typeCode(tab, wrong)
	look("link-wrong")
	typeCode(tab, wrong)
	typeCode(tab, wrong)
	typeCode(tab, right)
	look("link-closed")

	s.Clock.Advance(time.Hour)
	signIn(tab, here)
	typeCode(tab, codeFor(t, s, app))
	if got := tab.Text("[role=status]"); !strings.Contains(got, "The two accounts are one.") {
		t.Errorf("the flash says %q", got)
	}
	look("linked")
	tab.Open("/account/link")
	look("link-done")
	site.ValidHTML(t, html)
}

func TestAChildReadsWhatWaits(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	tab := s.Tab(site.Look{Width: 1280})
	html := map[string]string{}
	signIn(tab, s.SignedUp(12))
	html["home-child"] = inspect(tab, "home-child")
	tab.Look(site.Look{Width: 1280})
	tab.Click(".notice a[href='/family']")
	html["family"] = inspect(tab, "family")
	tab.Look(site.Look{Width: 1280})
	tab.Click("form[action='/sign-out'] button")
	signIn(tab, s.CanSignIn(s.Minor(16)))
	tab.Open("/family")
	html["family-app"] = inspect(tab, "family-app")
	site.ValidHTML(t, html)
}
