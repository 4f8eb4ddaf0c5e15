package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func appCode(t *testing.T, s *site.Site, p models.Person) string {
	t.Helper()
	made, err := s.Store.LinkCode(t.Context(), p.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	return made.Code
}

func typeCode(v *site.Visitor, code string) site.Page {
	return v.Post("/account/link", url.Values{"code": {code}})
}

func TestACodeFromTheAppLinksTheTwoAccountsInEveryBrowser(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	here, app := s.SignedUp(40), s.Adult()
	choice, _, err := s.Store.SwitchPermission(t.Context(), app, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	v, other := s.SignedIn(here), s.SignedIn(here)
	before := v.Get("/account/link")
	for _, told := range []string{"Moves:", "Ends:", "don’t come along", "can’t be undone"} {
		if !strings.Contains(before.Text("main"), told) {
			t.Errorf("the page does not say before that something %s", told)
		}
	}
	if v.Get("/account").Find("a[href='/account/link']").Length() != 1 {
		t.Error("the settings do not lead to linking")
	}
	home := must(url.Parse(s.URL))
	old := cookieOf(v, home, "jolara")

	code := appCode(t, s, app)
	page := typeCode(v, code[:3]+" "+code[3:])
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/home" {
		t.Fatalf("linking was answered with %d to %q", page.Status, page.Header.Get("Location"))
	}
	if now := cookieOf(v, home, "jolara"); now == old {
		t.Error("the session's token is the one from before")
	}
	if got := v.Get("/home").Text("[role=status]"); !strings.Contains(got, "The two accounts are one.") {
		t.Errorf("the flash says %q", got)
	}
	for name, browser := range map[string]*site.Visitor{"this browser": v, "another browser": other} {
		if got := browser.Get("/consents"); got.Status != http.StatusOK || !strings.Contains(got.Body, choice.Receipt) {
			t.Errorf("in %s the app's account is not seen: %d", name, got.Status)
		}
		// A change of password renews the session, which must not fall back to the account that ended.
		if got := browser.Get("/account/link").Text("h1"); got != "Your Jolara account is linked" {
			t.Errorf("in %s the page says %q", name, got)
		}
		if browser.Get("/account").Find("a[href='/account/link']").Length() != 0 {
			t.Errorf("in %s the settings still lead to linking", name)
		}
	}
	changed := other.Post("/account/password", url.Values{"present": {storetest.Password}, "password": {"a much better password"}})
	if changed.Status != http.StatusSeeOther {
		t.Fatalf("the password was answered with %d", changed.Status)
	}
	if got := other.Get("/consents"); !strings.Contains(got.Body, choice.Receipt) {
		t.Error("after a change of password the session is the ended account's again")
	}
	if again := typeCode(other, "123456"); again.Status != http.StatusConflict {
		t.Errorf("linking a second time was answered with %d", again.Status)
	}
	stranger := s.SignedIn(s.SignedUp(40))
	if used := typeCode(stranger, code); used.Status != http.StatusUnprocessableEntity {
		t.Errorf("a used code was answered with %d", used.Status)
	}
}

func TestThreeWrongCodesCloseThePageForAnHour(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	here, app := s.SignedUp(40), s.Adult()
	v := s.SignedIn(here)
	for _, typed := range []string{"", "12345", "abcdef", "1234567"} { // no guesses: not counted
		page := typeCode(v, typed)
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("#code-wrong"), "six figures") {
			t.Errorf("%q was answered with %d: %s", typed, page.Status, page.Text("#code-wrong"))
		}
	}
	right := appCode(t, s, app)
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	for range 3 {
		if page := typeCode(v, wrong); page.Status != http.StatusUnprocessableEntity || page.Find("#code-wrong").Length() != 1 {
			t.Errorf("a wrong code was answered with %d", page.Status)
		}
	}
	page := typeCode(v, right)
	if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") != "3600" || page.Find("[role=alert]").Length() != 1 {
		t.Errorf("the fourth try was answered with %d, again after %q", page.Status, page.Header.Get("Retry-After"))
	}
	// The owner may look at the page all the same, and try again in an hour; they have to sign in anew by then.
	s.Clock.Advance(time.Hour)
	if page := typeCode(s.SignedIn(here), appCode(t, s, app)); page.Status != http.StatusSeeOther {
		t.Errorf("after an hour: %d", page.Status)
	}
}

func TestAChildsAccountIsNotLinkedToAnAdults(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := s.SignedUp(12)
	v := s.SignedIn(child)
	page := typeCode(v, appCode(t, s, s.Adult()))
	if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("[role=alert]"), "can’t become one") {
		t.Errorf("answered with %d: %s", page.Status, page.Text("[role=alert]"))
	}
	if v.Get("/family").Status != http.StatusOK {
		t.Error("the child is no longer who they were")
	}
}
