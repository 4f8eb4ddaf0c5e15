package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// A child asks for a second guardian; the two differ about a permission, and then about the account. Each page that tells of it is looked
// at: the child's, those of both guardians, and the desk's.
func TestWithoutScriptTwoGuardiansDecideAndDiffer(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			decideInTwo(t, locale)
		})
	}
}

func decideInTwo(t *testing.T, locale models.Locale) {
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "second-guardian-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	enter := func() *site.Tab {
		tab := s.Tab(phone)
		chooseLanguage(tab, locale)
		return tab
	}
	comesBack := func(email string) *site.Tab {
		tab := enter()
		tab.Open("/guardian/sign-in")
		tab.Type("#email", email)
		tab.Click("form[action='/guardian/sign-in'] button")
		tab.Type("#code", s.NewestCodeOf(email))
		tab.Click("button[value=check]")
		return tab
	}

	child := s.Allow(s.CanSignIn(s.Minor(10)), models.PhotoUpload, models.Camera)
	s.Album(s.App("Jolara app"), child, 3)
	young := enter()
	signIn(young, child)
	young.Open("/family")
	young.Do(chromedp.Click("details.card summary", chromedp.ByQuery))
	young.Type("#guardian_email", "mother@example.com")
	young.Click("button[value=second]")
	look(young, "family-error")
	retype(young, "#guardian_email", storetest.Father)
	young.Click("button[value=second]")
	look(young, "family-asked")

	desk := enter()
	signInAtDesk(s, desk, s.Staff(models.RoleOfficer))
	look(desk, "queue")
	desk.Open(guardiansAtDesk)
	desk.Click("a[href^='" + guardiansAtDesk + "/N-']")
	opensMatter(desk)
	look(desk, "matter-asked")

	mother, mothers := comesBack(storetest.Mother), "/guardian/"+s.RecordOf(child)
	mother.Open(mothers)
	look(mother, "mother-asked")
	mother.Click("form[action$='/second'] button[value=no]")
	mother.Do(chromedp.Click("details.card summary", chromedp.ByQuery))
	mother.Type("#guardian_email", storetest.Mother)
	mother.Click("button[value=invite]")
	look(mother, "mother-error")
	retype(mother, "#guardian_email", "grandmother@example.com")
	mother.Click("button[value=invite]")
	look(mother, "mother-invited")
	young.Open("/family")
	look(young, "family-waiting")

	other := enter()
	other.Open("/g/" + s.GuardianLink(child))
	look(other, "letter")
	toDecide(other, s, child)
	look(other, "decide")
	approve(other, "Zhao Lei")
	if got := other.Path(); got != "/g/done" {
		t.Fatalf("the yes leads to %s: %s", got, other.Text("main"))
	}
	second, seconds := comesBack("grandmother@example.com"), "/guardian/"+s.RecordFrom(child, "grandmother@example.com")
	second.Open("/guardian")
	look(second, "list-answers")
	second.Open(seconds)
	look(second, "second-answers")
	mother.Open(mothers)
	look(mother, "mother-answers")
	young.Open("/family")
	look(young, "family-answers")
	desk.Open(guardiansAtDesk + "/" + s.LockOf(child))
	opensMatter(desk)
	look(desk, "matter-answers")
	settles(desk, "1", "")
	look(desk, "matter-answers-found")
	mother.Open(mothers)
	look(mother, "mother-agreed")

	second.Open(seconds + "/dispute")
	look(second, "second-disputes")
	second.Open(seconds + "/withdraw")
	look(second, "second-withdraws")
	second.Click("form[action$='/withdraw'] button")
	look(second, "second-differs")
	mother.Open(mothers)
	look(mother, "mother-differs")
	for _, page := range []string{"/home", "/family", "/consents"} {
		young.Open(page)
		look(young, "differs-"+strings.TrimPrefix(page, "/"))
	}
	ref := s.LockOf(child)
	desk.Open(guardiansAtDesk)
	look(desk, "desk-differs")
	desk.Open(guardiansAtDesk + "/" + ref)
	opensMatter(desk)
	look(desk, "matter-differs")
	settles(desk, "1", ref)
	look(desk, "matter-differs-found")
	mother.Open(mothers)
	look(mother, "mother-ends")
	other.Open("/g/declined/second")
	look(other, "declined")
	if locale == models.English {
		if got := mother.Text("main"); !strings.Contains(got, "another guardian’s no holds") {
			t.Errorf("the mother reads %s", got)
		}
	}
	site.ValidHTML(t, html)
}
