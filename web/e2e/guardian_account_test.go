package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// A mother opens an account on a phone, without JavaScript, in both languages, with letters over SMTP, signs in elsewhere, changes her
// address and closes it; every page and state of it is looked at on the way.
func TestWithoutScriptAMotherKeepsAnAccountAndChangesItsAddress(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			keepAccount(t, locale)
		})
	}
}

func keepAccount(t *testing.T, locale models.Locale) {
	const moved = "mother.new@example.org"
	s, server := posted(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "guardian-account-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	child := s.Allow(s.CanSignIn(s.Minor(10)), models.PhotoUpload)
	s.Allow(s.CanSignIn(s.Minor(15)), models.PhotoUpload)
	ward := "/guardian/" + s.RecordOf(child)
	comes := func(email string) *site.Tab {
		t.Helper()
		tab := s.Tab(phone)
		chooseLanguage(tab, locale)
		tab.Open("/guardian/sign-in")
		tab.Type("#email", email)
		tab.Click("form[action='/guardian/sign-in'] button")
		tab.Type("#code", s.NewestCodeOf(email))
		tab.Click("button[value=check]")
		if got := tab.Path(); got != "/guardian" {
			t.Fatalf("the code leads to %s: %s", got, tab.Text("main"))
		}
		return tab
	}

	mother := comes(storetest.Mother)
	look(mother, "offer")
	mother.Click("form[action='/guardian/account'] button")
	look(mother, "opened")
	mother.Open("/guardian")
	look(mother, "list")
	mother.Open(ward)
	look(mother, "ward")

	elsewhere := comes(storetest.Mother)
	elsewhere.Open("/guardian/account")
	look(elsewhere, "two-browsers")
	if told := letterFor(t, server, "/guardian/account"); strings.Contains(told, child.Name) {
		t.Errorf("the letter about a new browser tells of the child: %s", told)
	}

	s.Clock.Advance(2 * time.Hour)
	mother.Open("/guardian/account")
	mother.Click("main a[href='/guardian/account/email']")
	look(mother, "prove")
	mother.Click("main button[value=send]")
	look(mother, "prove-sent")
	wrong := func(code string) {
		typed := "000000"
		if typed == code {
			typed = "000001"
		}
		mother.Type("#code", typed)
		mother.Click("main button[value=check]")
	}
	fresh := s.NewestCodeOf(storetest.Mother)
	wrong(fresh)
	look(mother, "prove-wrong")
	mother.Type("#code", fresh)
	mother.Click("main button[value=check]")
	if got := mother.Path(); got != "/guardian/account/email" {
		t.Fatalf("the fresh code leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "email")
	mother.Do(chromedp.SetAttributeValue("form[action='/guardian/account/email']", "novalidate", "", chromedp.ByQuery))
	mother.Type("#email", child.Email)
	mother.Click("form[action='/guardian/account/email'] button")
	look(mother, "email-slip")
	mother.Do(chromedp.Clear("#email", chromedp.ByQuery))
	mother.Type("#email", moved)
	mother.Click("form[action='/guardian/account/email'] button")
	look(mother, "email-code")
	code := s.MoveCode(moved)
	wrong(code)
	look(mother, "email-code-wrong")
	mother.Type("#code", code)
	mother.Click("main button[value=check]")
	if got := mother.Path(); got != "/guardian/account" || !strings.Contains(mother.Text("main"), moved) {
		t.Fatalf("the code leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "moved")
	elsewhere.Open("/guardian")
	if got := elsewhere.Path(); got != "/guardian/sign-in" {
		t.Errorf("the other browser is still signed in: %s", got)
	}
	kid := s.Tab(phone)
	chooseLanguage(kid, locale)
	signIn(kid, child)
	kid.Open("/consents")
	look(kid, "child-reads")

	former := s.Tab(phone)
	chooseLanguage(former, locale)
	link := letterFor(t, server, "/guardian/undo/")
	if strings.Contains(link, moved) {
		t.Errorf("the former address is told the new one: %s", link)
	}
	former.Open(pathIn(link, "/guardian/undo/"))
	look(former, "undo")
	former.Click("form[action='/guardian/undo'] button")
	look(former, "undone")

	again := comes(storetest.Mother)
	again.Open("/guardian/account/close")
	look(again, "close")
	again.Click("form[action='/guardian/account/close'] button")
	look(again, "closed")
	if n := s.Count(`select count(*) from guardians`); n != 0 {
		t.Errorf("%d accounts are left", n)
	}

	last := comes(storetest.Mother)
	last.Click("form[action='/guardian/account'] button")
	if _, err := s.DB.Exec(t.Context(), `update persons set ended_at = $1 where guardian = 'approved'`, s.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Store.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	last.Open("/guardian/account")
	look(last, "empty")
	site.ValidHTML(t, html)
}

// letterFor waits for a letter whose words hold a link, and returns the latest one's words.
func letterFor(t *testing.T, server *mailServer, holds string) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		letters := server.received()
		for i := len(letters) - 1; i >= 0; i-- {
			if text := plainText(t, letters[i]); strings.Contains(text, holds) {
				return text
			}
		}
	}
	t.Fatalf("no letter with %s came", holds)
	return ""
}

// pathIn returns the address in a letter that begins so.
func pathIn(text, begins string) string {
	_, rest, _ := strings.Cut(text, begins)
	token, _, _ := strings.Cut(rest, "\n")
	return begins + strings.TrimSpace(token)
}
