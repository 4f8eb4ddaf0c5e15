package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// A mother decides on paper and an officer reads it, each without JavaScript on a phone and in both languages; each page on the
// way is looked at in every look.
func TestWithoutScriptAMotherDecidesOnPaperAndAnOfficerReadsIt(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			decideOnPaper(t, locale)
		})
	}
}

// photoFile writes the photo of a sheet where a browser can choose it.
func photoFile(t *testing.T, name string, content []byte) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{path}
}

// sendsSheet chooses a file on the page about paper and sends it.
func sendsSheet(tab *site.Tab, files []string) {
	tab.Do(chromedp.SetUploadFiles("#sheet", files, chromedp.ByQuery))
	tab.Click("form[action='/g/paper'] button")
}

func decideOnPaper(t *testing.T, locale models.Locale) {
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "paper-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	sheet := photoFile(t, "sheet.jpg", storetest.Picture(900, 1200, 5))
	asking := s.Child(10)

	mother := s.Tab(phone)
	chooseLanguage(mother, locale)
	toDecide(mother, s, asking)
	mother.Click("a[href='/g/paper']")
	look(mother, "explained")
	noCheck(mother, "form[action='/g/paper']")
	mother.Click("form[action='/g/paper'] button")
	look(mother, "nothing-chosen")
	sendsSheet(mother, photoFile(t, "yes.txt", []byte("I agree.")))
	look(mother, "no-picture")
	sendsSheet(mother, sheet)
	if got := mother.Path(); got != "/g" {
		t.Fatalf("the photo leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "checking")
	mother.Click("a[href='/g/decide']")
	look(mother, "decide-while-checking")
	mother.Open("/g/paper")
	look(mother, "another")
	elsewhere := s.Tab(phone)
	chooseLanguage(elsewhere, locale)
	elsewhere.Open("/g/" + s.GuardianLink(asking))
	look(elsewhere, "checking-elsewhere")

	child := s.Tab(phone)
	chooseLanguage(child, locale)
	signIn(child, models.Person{Email: asking.AccountName})
	child.Open("/family")
	look(child, "family")

	officer := s.Staff(models.RoleOfficer)
	desk := s.Tab(phone)
	chooseLanguage(desk, locale)
	signInAtDesk(s, desk, officer)
	look(desk, "desk-overview")
	desk.Open(guardiansAtDesk)
	look(desk, "desk-list")
	ref := s.PaperOf(asking)
	desk.Click("a[href='" + guardiansAtDesk + "/" + ref + "']")
	look(desk, "desk-closed")
	opensMatter(desk)
	look(desk, "desk-opened")
	noCheck(desk, "form[action$='/check']")
	desk.Do(chromedp.Click("input[name=verdict][value=yes]", chromedp.ByQuery))
	desk.Click("form[action$='/check'] button")
	look(desk, "desk-wrong")
	desk.Type("#sheet_ref", printedRef(t, s, asking, locale))
	desk.Do(chromedp.Click("input[name=photo_upload][value=yes]", chromedp.ByQuery))
	desk.Do(chromedp.SetValue("#sheet_relation", "mother", chromedp.ByQuery))
	desk.Type("#sheet_name", "Lin Mei")
	desk.Do(chromedp.Click("#sheet_grown_up", chromedp.ByQuery), chromedp.Click("#sheet_signed", chromedp.ByQuery))
	desk.Type("#check-password", storetest.Password)
	if _, err := s.DB.Exec(t.Context(), `update looks set until = at where ref = $1`, ref); err != nil { // as half an hour later, without signing out
		t.Fatal(err)
	}
	desk.Click("form[action$='/check'] button")
	look(desk, "desk-locked-again")
	opensMatter(desk)
	if got := desk.Text("main"); !strings.Contains(got, ref) {
		t.Fatalf("opened again it shows %s", got)
	}
	desk.Type("#check-password", storetest.Password)
	desk.Click("form[action$='/check'] button")
	look(desk, "desk-yes")
	child.Open("/family")
	if got := child.Text("h1"); locale == models.English && got != "Your grown-up said yes" {
		t.Errorf("the child reads %q", got)
	}

	refused := s.Child(12)
	second := s.SendPaper(refused)
	desk.Open(guardiansAtDesk + "/" + second)
	opensMatter(desk)
	desk.Do(chromedp.Click("input[name=verdict][value=unfit]", chromedp.ByQuery))
	desk.Do(chromedp.SetValue("#sheet_fault", "unreadable", chromedp.ByQuery))
	desk.Type("#sheet_note", "The lower half is dark.")
	desk.Type("#check-password", storetest.Password)
	desk.Click("form[action$='/check'] button")
	look(desk, "desk-not-accepted")
	third := s.SendPaper(refused)
	s.Clock.Advance(time.Minute)
	s.SendPaper(refused)
	desk.Open(guardiansAtDesk + "/" + third)
	look(desk, "desk-void")

	back := s.Tab(phone)
	chooseLanguage(back, locale)
	back.Open("/guardian/sign-in")
	back.Type("#email", storetest.Mother)
	back.Click("form[action='/guardian/sign-in'] button")
	back.Type("#code", s.NewestCodeOf(storetest.Mother))
	back.Click("button[value=check]")
	look(back, "kept-of-guardian")
	back.Click("main .places a")
	look(back, "ward")
	site.ValidHTML(t, html)
}

// printedRef is the reference on the form that a child's guardian saves in a language: its file is named after it.
func printedRef(t *testing.T, s *site.Site, child models.Person, locale models.Locale) string {
	t.Helper()
	v := s.Visitor()
	v.Post("/account/language", map[string][]string{"language": {string(locale)}})
	link := s.GuardianLink(child)
	v.Get("/g/" + link)
	v.Post("/g/code", nil)
	v.Post("/g/verify", map[string][]string{"code": {s.GuardianCode(child, link)}})
	_, ref, _ := strings.Cut(v.Get("/g/paper.pdf").Header.Get("Content-Disposition"), `filename="`)
	ref, found := strings.CutSuffix(ref, `.pdf"`)
	if !found {
		t.Fatal("no form came")
	}
	return ref
}
