package e2e_test

import (
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// A child asks and answers on one phone: each page that tells of it is looked at, and an officer finds what it is.
func TestWithoutScriptAYesFromTheChildsOwnPhoneIsLookedAtBeforeItCounts(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			answerOneself(t, locale)
		})
	}
}

func answerOneself(t *testing.T, locale models.Locale) {
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "doubted-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	child := s.CanSignIn(s.Minor(10))
	tab := s.Tab(phone)
	chooseLanguage(tab, locale)
	signIn(tab, child)
	tab.Open("/family")
	tab.Type("#guardian_email", storetest.Mother)
	tab.Click("button[value=ask]")
	toDecide(tab, s, child)
	approve(tab, "Lin Mei")
	if got := tab.Path(); got != "/g/done" {
		t.Fatalf("the yes leads to %s: %s", got, tab.Text("main"))
	}
	look(tab, "done")
	for _, page := range []string{"/home", "/family", "/consents", "/cookies"} {
		tab.Open(page)
		look(tab, strings.TrimPrefix(page, "/"))
	}
	tab.Open("/guardian/sign-in")
	tab.Type("#email", storetest.Mother)
	tab.Click("form[action='/guardian/sign-in'] button")
	tab.Type("#code", s.NewestCodeOf(storetest.Mother))
	tab.Click("button[value=check]")
	look(tab, "guardian")
	tab.Open("/guardian/" + s.RecordOf(child))
	look(tab, "ward")

	ref := s.LockOf(child)
	desk := s.Tab(phone)
	chooseLanguage(desk, locale)
	signInAtDesk(s, desk, s.Staff(models.RoleOfficer))
	desk.Open(guardiansAtDesk)
	look(desk, "list")
	desk.Click("a[href='" + guardiansAtDesk + "/" + ref + "']")
	look(desk, "matter")
	opensMatter(desk)
	look(desk, "opened")
	settles(desk, "1", ref)
	look(desk, "found")
	tab.Open("/family")
	look(tab, "family-found")
	if locale == models.English {
		if got := tab.Text("main"); !strings.Contains(got, "Nobody has said yes for you") {
			t.Errorf("the child reads %s", got)
		}
	}
	site.ValidHTML(t, html)
}
