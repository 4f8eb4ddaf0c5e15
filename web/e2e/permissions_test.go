// Package e2e_test walks through the whole portal as people do: in a real browser, by mail and by the API.
package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestWithoutScriptASwitchSetInTheBrowserCountsInTheAppsVeryNextCall(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	key := s.Client()
	tab := s.Tab(site.Look{Width: 1280, NoScript: true})

	signIn(tab, adult)
	if got := tab.Text("h1"); got != "Your privacy, "+adult.Name {
		t.Fatalf("signing in leads to %q", got)
	}
	tab.Click("nav a[href='/permissions']")
	tab.Click("#microphone button")
	if got := ask(t, s, key, adult.ExternalID, models.Microphone); got != models.Granted {
		t.Errorf("turned on in the browser, the app hears %q", got)
	}
	if got := tab.Text("[role=status]"); !strings.Contains(got, "Microphone is on.") {
		t.Errorf("the flash says %q", got)
	}
	tab.Click("[role=status] form button")
	if got := ask(t, s, key, adult.ExternalID, models.Microphone); got != models.Withdrawn {
		t.Errorf("undone in the browser, the app hears %q", got)
	}
	tab.Click("[role=status] a")
	if got := tab.Text("main"); !strings.Contains(got, "You, on these pages") {
		t.Errorf("the receipt says %q", got)
	}
	tab.Click("form[action='/sign-out'] button")
	if got := tab.Path(); got != "/sign-in" {
		t.Errorf("signing out leads to %s", got)
	}
	tab.Open("/permissions")
	if got := tab.Path(); got != "/sign-in?next=%2Fpermissions" {
		t.Errorf("signed out, the permissions lead to %s", got)
	}
}

func signIn(tab *site.Tab, p models.Person) {
	tab.Open("/sign-in")
	tab.Type("#email", p.Email)
	tab.Type("#password", storetest.Password)
	tab.Click("form[action='/sign-in'] button")
}

// ask is Jolara's app asking whether it may.
func ask(t *testing.T, s *site.Site, key, person string, about models.PermissionKind) models.State {
	t.Helper()
	r := s.Visitor().Request(http.MethodGet, "/api/v1/people/"+person+"/permissions", nil)
	r.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Permissions map[models.PermissionKind]struct{ State models.State }
	}
	if err := json.Unmarshal(body, &answer); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("the API answers %d: %s", response.StatusCode, body)
	}
	return answer.Permissions[about].State
}

func TestByKeyboardAloneAPersonSignsInAndTurnsTheCameraOn(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	tab := s.Tab(site.Look{Width: 1280})

	tab.Open("/sign-in")
	tabTo(t, tab, "email")
	tab.Do(chromedp.KeyEvent(adult.Email), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(storetest.Password))
	tab.Press(kb.Enter)
	if got := tab.Text("h1"); got != "Your privacy, "+adult.Name {
		t.Fatalf("signing in leads to %q", got)
	}
	tab.Click("nav a[href='/permissions']")
	tabTo(t, tab, "Camera is Off. Turn it on")
	tab.Press(kb.Enter)
	if got := tab.Name("#camera button"); got != "Camera is On. Turn it off" {
		t.Errorf("the switch is called %q", got)
	}
}

// tabTo presses Tab until what has the focus has this id or says this, and sees that every stop on the way shows its ring.
func tabTo(t *testing.T, tab *site.Tab, target string) {
	t.Helper()
	const stops = 40
	for range stops {
		tab.Do(chromedp.KeyEvent(kb.Tab))
		var at struct{ ID, Text, Ring string }
		tab.Do(chromedp.Evaluate(`(e => ({ID: e.id, Text: (e.getAttribute("aria-label") || e.textContent).trim().replace(/\s+/g, " "), Ring: getComputedStyle(e).outlineStyle}))(document.activeElement)`, &at))
		if at.Ring == "none" {
			t.Errorf("the focus on %q is not seen", at.Text)
		}
		if at.ID == target || at.Text == target {
			return
		}
	}
	t.Fatalf("%q is not reached by Tab", target)
}
