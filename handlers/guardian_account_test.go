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

const movedMother = "mother.new@example.org"

// opens lets a guardian come back and open an account, and returns their browser.
func opens(t *testing.T, s *site.Site) *site.Visitor {
	t.Helper()
	v := visits(t, s, storetest.Mother)
	if page := v.Post(v.Get("/guardian").Find("form[action='/guardian/account']").AttrOr("action", ""), nil); page.Header.Get("Location") != "/guardian/account" {
		t.Fatalf("to open an account is answered with %d to %q: %s", page.Status, page.Header.Get("Location"), page.Text("main"))
	}
	return v
}

func TestAGuardianOpensAnAccountWithOneButtonAndStaysSignedIn(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	ward(s, 15)
	mother := visits(t, s, storetest.Mother)
	if offer := mother.Get("/guardian"); !strings.Contains(offer.Text("#account + p"), "30 days") {
		t.Errorf("the offer says: %s", offer.Text("main"))
	}
	if page := mother.Get("/guardian/account"); page.Header.Get("Location") != "/guardian" {
		t.Errorf("before there is one it is answered with %d", page.Status)
	}
	mother = opens(t, s)
	page := mother.Get("/guardian/account")
	for _, says := range []string{"Your account is open", storetest.Mother, "This is the browser you are using now", "No password, and no network"} {
		if !strings.Contains(page.Text("main"), says) {
			t.Errorf("the account does not say %q: %s", says, page.Text("main"))
		}
	}
	if strings.Contains(page.Body, "127.0.0") {
		t.Error("the account tells a network")
	}
	s.Clock.Advance(29 * 24 * time.Hour)
	list := mother.Get("/guardian")
	if !strings.Contains(list.Text("main"), child.Name) || !strings.Contains(list.Text("main"), "in this browser, until") || list.Find("form[action='/guardian/account']").Length() != 0 {
		t.Errorf("29 days later the list says: %s", list.Text("main"))
	}
	if page := mother.Get("/guardian/sign-in"); page.Header.Get("Location") != "/guardian" {
		t.Errorf("who is signed in is asked for an address: %d", page.Status)
	}
	if out := mother.Post("/guardian/sign-out", nil); out.Header.Get("Location") != "/guardian/sign-in" || lastingCookieOf(s, mother) != "" {
		t.Errorf("to sign out is answered with %d", out.Status)
	}
}

func TestWhoHasAnAccountSignsInToItByACodeAndHearsOfANewBrowser(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ward(s, 10)
	first := opens(t, s)
	first.Post("/guardian/sign-out", nil)
	again := func(v *site.Visitor) {
		t.Helper()
		s.Clock.Advance(time.Hour)
		v.Post("/guardian/sign-in", url.Values{"email": {storetest.Mother}})
		if page := v.Post("/guardian/code", url.Values{"do": {"check"}, "code": {s.NewestCode(visitCookieOf(s, v))}}); page.Header.Get("Location") != "/guardian" {
			t.Fatalf("the code is answered with %d: %s", page.Status, page.Text("main"))
		}
		if lastingCookieOf(s, v) == "" || visitCookieOf(s, v) != "" {
			t.Error("the browser does not stay signed in")
		}
	}
	told := func() int { return s.Count(`select count(*) from river_job where kind = 'guardian_signed_in_mail'`) }
	again(first)
	if told() != 0 {
		t.Error("a letter tells of a browser that they know")
	}
	second := s.Visitor()
	again(second)
	if letter := s.LetterAbout(storetest.Mother, "new browser"); told() != 1 || !strings.Contains(letter.Text, "/guardian/account") {
		t.Errorf("the letter says: %s", letter.Text)
	}
	page := second.Get("/guardian/account")
	if page.Find(".session").Length() != 2 {
		t.Fatalf("the account lists: %s", page.Text("main"))
	}
	if ended := second.Post(page.Find(".session form").Last().AttrOr("action", ""), nil); ended.Header.Get("Location") != "/guardian/account" {
		t.Errorf("to sign the other out is answered with %d", ended.Status)
	}
	if page := first.Get("/guardian"); page.Header.Get("Location") != "/guardian/sign-in" {
		t.Errorf("it is still signed in: %d", page.Status)
	}
	if page := first.Get("/guardian/sign-in"); page.Status != http.StatusOK {
		t.Errorf("who was signed out elsewhere cannot sign in again: %d", page.Status)
	}
	if out := second.Post("/guardian/account/sign-ins/end", nil); out.Header.Get("Location") != "/guardian/sign-in" {
		t.Errorf("to sign out everywhere is answered with %d", out.Status)
	}
}

func TestAnOldSignInReadsWithoutACodeAndIsLedBackToWhatTakesOne(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ref := s.RecordOf(ward(s, 10))
	mother := opens(t, s)
	s.Clock.Advance(2 * time.Hour)
	for _, path := range []string{"/guardian", "/guardian/" + ref, "/guardian/account"} {
		if page := mother.Get(path); page.Status != http.StatusOK {
			t.Errorf("%s is answered with %d", path, page.Status)
		}
	}
	if off := mother.Post("/guardian/"+ref+"/permissions/photo_upload", url.Values{"state": {"off"}}); off.Header.Get("Location") != "/guardian/"+ref {
		t.Errorf("to turn something off leads to %q", off.Header.Get("Location"))
	}
	on := mother.Post("/guardian/"+ref+"/permissions/photo_upload", url.Values{"state": {"on"}})
	if want := "/guardian/account/prove?next=%2Fguardian%2F" + ref; on.Header.Get("Location") != want {
		t.Fatalf("to turn something on leads to %q", on.Header.Get("Location"))
	}
	for _, path := range []string{"email", "close"} {
		if page := mother.Get("/guardian/account/" + path); page.Header.Get("Location") != "/guardian/account/prove?next=%2Fguardian%2Faccount%2F"+path {
			t.Errorf("%s leads to %q", path, page.Header.Get("Location"))
		}
	}
	asks := mother.Get(on.Header.Get("Location"))
	send := filled(t, asks, "form[action='/guardian/account/prove']")
	send.Set("do", "send")
	sent := mother.Post("/guardian/account/prove", send)
	if sent.Find("#code").Length() != 1 {
		t.Fatalf("no code is asked for: %s", sent.Text("main"))
	}
	form := filled(t, sent, "form:has(#code)")
	form.Set("do", "check")
	form.Set("code", "12")
	if slip := mother.Post("/guardian/account/prove", form); slip.Status != http.StatusUnprocessableEntity || slip.Find("#code[aria-invalid]").Length() != 1 ||
		slip.Find("main input[name=next]").AttrOr("value", "") != "/guardian/"+ref {
		t.Errorf("half a code is answered with %d", slip.Status)
	}
	form.Set("code", s.NewestCode(lastingCookieOf(s, mother)))
	if back := mother.Post("/guardian/account/prove", form); back.Header.Get("Location") != "/guardian/"+ref {
		t.Errorf("the code leads to %q", back.Header.Get("Location"))
	}
	if on := mother.Post("/guardian/"+ref+"/permissions/photo_upload", url.Values{"state": {"on"}}); on.Header.Get("Location") != "/guardian/"+ref {
		t.Errorf("with a fresh code it leads to %q", on.Header.Get("Location"))
	}
	for _, next := range []string{"https://evil.example", "//evil.example", "/home", "/guardian/../home", "/guardian/sign-in"} { // T24
		if page := mother.Get("/guardian/account/prove?next=" + url.QueryEscape(next)); page.Find("main input[name=next]").First().AttrOr("value", "") != "/guardian" {
			t.Errorf("%s is taken", next)
		}
	}
}

func TestAGuardianChangesTheirAddressAndTheFormerOneTakesItBack(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	mother := opens(t, s)
	const email, code = "/guardian/account/email", "/guardian/account/email/code"
	if page := mother.Get(code); page.Header.Get("Location") != email {
		t.Errorf("without a new address the code is asked for: %d", page.Status)
	}
	for typed, says := range map[string]string{"mum": "name@example.com", child.Email: "only you read", storetest.Mother: "already", "": "Enter your e-mail address"} {
		page := mother.Post(email, url.Values{"email": {typed}})
		if page.Status != http.StatusUnprocessableEntity || page.Find("#email[aria-invalid]").Length() != 1 || page.Find("#email").AttrOr("value", "") != typed || !strings.Contains(page.Text("main"), says) {
			t.Errorf("%q is answered with %d: %s", typed, page.Status, page.Text("main"))
		}
	}
	if page := mother.Post(email, url.Values{"email": {movedMother}}); page.Header.Get("Location") != code {
		t.Fatalf("the address is answered with %d: %s", page.Status, page.Text("main"))
	}
	figures := s.MoveCode(movedMother)
	if letter := s.LetterAbout(movedMother, "code"); !strings.Contains(letter.Text, figures) || strings.Contains(letter.Text, child.Name) {
		t.Errorf("the letter says: %s", letter.Text)
	}
	if page := mother.Post(code, url.Values{"do": {"check"}, "code": {"1"}}); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), movedMother) {
		t.Errorf("half a code is answered with %d: %s", page.Status, page.Text("main"))
	}
	if page := mother.Post(code, url.Values{"do": {"check"}, "code": {figures}}); page.Header.Get("Location") != "/guardian/account" {
		t.Fatalf("the code is answered with %d: %s", page.Status, page.Text("main"))
	}
	if page := mother.Get("/guardian/account"); !strings.Contains(page.Text("main"), movedMother) || strings.Contains(page.Text("main"), storetest.Mother) {
		t.Errorf("the account says: %s", page.Text("main"))
	}
	if history := s.SignedIn(child).Get("/consents"); !strings.Contains(history.Text("main"), "Your guardian’s e-mail address was changed") || strings.Contains(history.Body, movedMother) {
		t.Errorf("the child reads: %s", history.Text("main"))
	}
	told := s.LetterAbout(storetest.Mother, "was changed")
	if strings.Contains(told.Text, movedMother) || !strings.Contains(told.Text, "support@jolara.com") {
		t.Errorf("the former address is told: %s", told.Text)
	}
	former := s.Visitor()
	if page := follow(t, former, told); !strings.Contains(page.Text("main"), storetest.Mother) || page.Find("form[action='/guardian/undo']").Length() != 1 {
		t.Fatalf("the link shows: %s", page.Text("main"))
	}
	if page := mother.Get("/guardian"); page.Status != http.StatusOK { // to look undoes nothing
		t.Errorf("the link alone signed her out: %d", page.Status)
	}
	if page := former.Post("/guardian/undo", nil); page.Header.Get("Location") != "/guardian/sign-in" {
		t.Errorf("to undo is answered with %d", page.Status)
	}
	if page := mother.Get("/guardian"); page.Header.Get("Location") != "/guardian/sign-in" {
		t.Errorf("who changed it is still signed in: %d", page.Status)
	}
	if page := former.Post("/guardian/undo", nil); page.Status != http.StatusGone {
		t.Errorf("a second time it is answered with %d", page.Status)
	}
}

func TestT04_AnAddressThatAnotherGuardianHasIsAnsweredLikeAFreeOne(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ward(s, 10)
	mother := opens(t, s)
	mother.Get("/guardian/account")
	const taken = "father.here@example.org"
	if _, err := s.DB.Exec(t.Context(), `insert into guardians (id, lookup, created_at, personal) values (gen_random_uuid(), $1, now(), '')`, s.Vault.Lookup(taken)); err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for _, email := range []string{"mother.free@example.org", taken} {
		asked := mother.Post("/guardian/account/email", url.Values{"email": {email}})
		page := mother.Get("/guardian/account/email/code")
		answers[email] = asked.Header.Get("Location") + strings.ReplaceAll(page.Text("main"), email, "…")
	}
	if answers[taken] != answers["mother.free@example.org"] {
		t.Errorf("the two are told apart: %v", answers)
	}
	if letter := s.LetterAbout(taken, "already"); strings.ContainsAny(letter.Subject, "0123456789") {
		t.Errorf("the letter holds a code: %s", letter.Subject)
	}
}

func TestT04_AnAddressWithAnAccountBeginsLikeOneWithoutARecord(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ward(s, 10)
	opens(t, s)
	answers := map[string]string{}
	for _, email := range []string{storetest.Mother, "stranger@example.com"} {
		v := s.Visitor()
		begun := v.Post("/guardian/sign-in", url.Values{"email": {email}})
		answers[email] = begun.Header.Get("Location") + strings.ReplaceAll(v.Get("/guardian/code").Text("main"), email, "…")
		wrong := v.Post("/guardian/code", url.Values{"do": {"check"}, "code": {"000000"}})
		answers[email] += strings.ReplaceAll(wrong.Text("main"), email, "…")
	}
	if answers[storetest.Mother] != answers["stranger@example.com"] {
		t.Errorf("the two are told apart: %v", answers)
	}
}

func TestAMinorsAddressIsRefusedOnceItsCodeIsTypedAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ward(s, 10)
	young := s.CanSignIn(s.Minor(16))
	mother := opens(t, s)
	mother.Post("/guardian/account/email", url.Values{"email": {young.Email}})
	page := mother.Post("/guardian/account/email/code", url.Values{"do": {"check"}, "code": {s.MoveCode(young.Email)}})
	if page.Status != http.StatusUnprocessableEntity || page.Find("#email").AttrOr("value", "") != young.Email || !strings.Contains(page.Text("main"), "under 18") {
		t.Errorf("it is answered with %d: %s", page.Status, page.Text("main"))
	}
}

func TestAGuardianClosesTheAccountAndComesBackForAnHour(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	mother := opens(t, s)
	if asks := mother.Get("/guardian/account/close"); !strings.Contains(asks.Text("main"), "Every browser is signed out") {
		t.Errorf("the page asks: %s", asks.Text("main"))
	}
	if done := mother.Post("/guardian/account/close", nil); done.Header.Get("Location") != "/guardian/sign-in" {
		t.Fatalf("it is answered with %d", done.Status)
	}
	if says := mother.Get("/guardian/sign-in"); !strings.Contains(says.Text("main"), "Your account is closed") {
		t.Errorf("after it: %s", says.Text("main"))
	}
	mother = visits(t, s, storetest.Mother)
	if list := mother.Get("/guardian"); !strings.Contains(list.Text("main"), child.Name) || !strings.Contains(list.Text("main"), "Open an account?") {
		t.Errorf("an hour's visit says: %s", list.Text("main"))
	}
	if n := s.Count(`select count(*) from events where kind = $1`, models.EventGuardianMoved); n != 0 {
		t.Error("a child is told of it")
	}
}

func TestAnAccountWithoutAChildSaysThatNothingIsLeftAndWhenItEnds(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	mother := opens(t, s)
	if _, err := s.DB.Exec(t.Context(), `update persons set ended_at = $2 where id = $1`, child.ID, s.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if page := mother.Get("/guardian/account"); !strings.Contains(page.Text("#empty + p"), "no child’s account") || !strings.Contains(page.Text("main"), "after 30 days") {
		t.Errorf("before the sweep: %s", page.Text("main"))
	}
	if _, err := s.Store.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page := mother.Get("/guardian/account"); !strings.Contains(page.Text("main"), "We close this account by itself on") {
		t.Errorf("after it: %s", page.Text("main"))
	}
}

func TestT07_WhatCarriesNoOriginDoesNothingOnAGuardiansSignIn(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ward(s, 10)
	mother := opens(t, s)
	r := mother.Request(http.MethodPost, "/guardian/account/close", nil)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if page := mother.Do(r); page.Status != http.StatusForbidden || s.Count(`select count(*) from guardians`) != 1 {
		t.Errorf("it is answered with %d", page.Status)
	}
}
