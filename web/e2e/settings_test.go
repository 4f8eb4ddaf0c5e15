package e2e_test

import (
	"regexp"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

var linkOf = regexp.MustCompile(`http\S+(/(verify|undo)/\S+)`)

// follow opens the link in a letter, as whoever reads it does.
func follow(t *testing.T, tab *site.Tab, letter models.Letter) {
	t.Helper()
	found := linkOf.FindStringSubmatch(letter.Text)
	if found == nil {
		t.Fatalf("the letter %q has no link", letter.Subject)
	}
	tab.Open(found[1])
}

func TestWithoutScriptAPersonChangesTheirAddressAndTheFormerOneTakesItBack(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	html := map[string]string{}
	tab := s.Tab(site.Look{Width: 1280})
	signIn(tab, adult)

	tab.Open("/account/email")
	tab.Type("#email", "new@example.com")
	tab.Type("#password", storetest.Password)
	tab.Click("form[action='/account/email'] button")
	if got := tab.Text(".notice:not([role])"); !strings.Contains(got, "We wrote to new@example.com.") {
		t.Errorf("the settings say %q", got)
	}
	html["settings-waiting"] = inspect(tab, "settings-waiting")

	tab.Look(site.Look{Width: 1280, NoScript: true})
	follow(t, tab, s.Letter("new@example.com"))
	if got := tab.Path(); got != "/verify" {
		t.Errorf("the link's token stays in the address: %s", got)
	}
	tab.Look(site.Look{Width: 1280})
	html["confirm-email"] = inspect(tab, "confirm-email")
	tab.Look(site.Look{Width: 1280, NoScript: true})
	tab.Click("form[action='/verify'] button")
	if got := tab.Text("[role=status]"); tab.Path() != "/account" || !strings.Contains(got, "Your address is changed.") {
		t.Errorf("confirming leads to %s, which says %q", tab.Path(), got)
	}
	tab.Look(site.Look{Width: 1280})
	html["settings-changed"] = inspect(tab, "settings-changed")

	former := s.Tab(site.Look{Width: 1280})
	follow(t, former, s.Letter(adult.Email))
	if got := former.Path(); got != "/undo" {
		t.Errorf("the link's token stays in the address: %s", got)
	}
	html["undo"] = inspect(former, "undo")
	former.Look(site.Look{Width: 1280, NoScript: true})
	former.Click("form[action='/undo'] button")
	if got := former.Text("[role=status]"); former.Path() != "/reset" || !strings.Contains(got, "Your address is back.") {
		t.Errorf("taking it back leads to %s, which says %q", former.Path(), got)
	}
	tab.Open("/account")
	if got := tab.Path(); got != "/sign-in?next=%2Faccount" {
		t.Errorf("the browser that made the change is led to %s", got)
	}
	site.ValidHTML(t, html)
}
