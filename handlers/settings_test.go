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

func TestTheThemeThatIsChosenIsSetByTheServer(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	for _, step := range []struct{ chosen, shown string }{{"dark", "dark"}, {"light", "light"}, {"system", ""}, {"dark", "dark"}} {
		if page := v.Post("/account/theme", url.Values{"theme": {step.chosen}}); page.Status != http.StatusSeeOther {
			t.Fatalf("choosing %s was answered with %d", step.chosen, page.Status)
		}
		page := v.Get("/account")
		if got := page.Find("html").AttrOr("data-theme", ""); got != step.shown {
			t.Errorf("%s is shown as %q", step.chosen, got)
		}
		if got := page.Find("button[name=theme][aria-pressed=true]").AttrOr("value", ""); got != step.chosen {
			t.Errorf("the settings say %q, want %q", got, step.chosen)
		}
	}
	v.Post("/sign-out", nil)
	if got := v.Get("/sign-in").Find("html").AttrOr("data-theme", ""); got != "dark" {
		t.Errorf("signed out, the pages are %q", got)
	}
	if page := v.Post("/account/theme", url.Values{"theme": {`dark" onload="x`}}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a theme that is none was answered with %d", page.Status)
	}
	v.Client.Jar.SetCookies(must(url.Parse(s.URL)), []*http.Cookie{{Name: "jolara-theme", Value: "sepia", Path: "/"}})
	if _, set := v.Get("/sign-in").Find("html").Attr("data-theme"); set {
		t.Error("a cookie that is no theme of ours is shown")
	}
}

func TestT06_ANewPasswordRenewsThisSessionAndEndsAllOthers(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v, other := s.SignedIn(adult), s.SignedIn(adult)
	there := s.Instance(s.Second())
	cookies := other.Client.Jar.Cookies(must(url.Parse(s.URL)))
	other.URL = there
	other.Client.Jar.SetCookies(must(url.Parse(there)), cookies)
	if page := other.Get("/account"); page.Status != http.StatusOK {
		t.Fatalf("before the change the other browser was answered with %d", page.Status)
	}
	home := must(url.Parse(s.URL))
	before := cookieOf(v, home, "jolara")

	const next = "staple battery horse"
	page := v.Post("/account/password", url.Values{"present": {storetest.Password}, "password": {next}})
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/account" {
		t.Fatalf("the change was answered with %d", page.Status)
	}
	if after := cookieOf(v, home, "jolara"); after == "" || after == before {
		t.Error("the session goes on under its old token")
	}
	if got := v.Get("/account").Text("[role=status] b"); got != "Your password is changed." {
		t.Errorf("the settings say %q", got)
	}
	if page := other.Get("/account"); page.Status != http.StatusSeeOther {
		t.Errorf("the other browser, on the other instance, is answered with %d in its next request", page.Status)
	}
	thief := s.Visitor()
	thief.Client.Jar.SetCookies(home, []*http.Cookie{{Name: "jolara", Value: before, Path: "/"}})
	if page := thief.Get("/account"); page.Status != http.StatusSeeOther {
		t.Errorf("the old token is answered with %d", page.Status)
	}
	letter := s.Letter(adult.Email)
	if letter.Subject != "Your password was changed" || !strings.Contains(letter.Text, s.URL+"/reset") {
		t.Errorf("the letter says %q: %s", letter.Subject, letter.Text)
	}
	if page := s.Visitor().Post("/sign-in", url.Values{"email": {adult.Email}, "password": {next}}); page.Status != http.StatusSeeOther {
		t.Errorf("the new password is answered with %d", page.Status)
	}
}

func TestAPasswordThatIsNotTakenGoesBackToBeMended(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	for what, c := range map[string]struct{ present, next, field string }{
		"a wrong present one":         {"a guess", "staple battery horse", "#present"},
		"no present one":              {"", "staple battery horse", "#present"},
		"a new one that is common":    {storetest.Password, "password1", "#password"},
		"a new one that is too short": {storetest.Password, "short", "#password"},
		"the same again":              {storetest.Password, storetest.Password, "#password"},
	} {
		page := v.Post("/account/password", url.Values{"present": {c.present}, "password": {c.next}})
		if page.Status != http.StatusUnprocessableEntity || page.Find(c.field+"[aria-invalid=true]").Length() != 1 {
			t.Errorf("%s was answered with %d, and its field is not marked", what, page.Status)
		}
		if page.Find(`[role=alert] a[href="`+c.field+`"]`).Length() != 1 || !strings.HasPrefix(page.Text("title"), "Error: ") {
			t.Errorf("%s: the summary does not lead to its field", what)
		}
		for _, typed := range []string{c.present, c.next} {
			if typed != "" && strings.Contains(page.Body, typed) {
				t.Errorf("%s: a password is sent back", what)
			}
		}
	}
}

func TestT05_GuessingThePresentPasswordEndsInAWait(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	for range 10 {
		v.Post("/account/password", url.Values{"present": {"a guess"}, "password": {"staple battery horse"}})
	}
	for path, form := range map[string]url.Values{
		"/account/password": {"present": {storetest.Password}, "password": {"staple battery horse"}},
		"/account/email":    {"email": {"new@example.com"}, "password": {storetest.Password}},
	} {
		page := v.Post(path, form)
		if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" || page.Text("[role=alert] h2") != "Too many tries" {
			t.Errorf("%s: %d, Retry-After %q", path, page.Status, page.Header.Get("Retry-After"))
		}
	}
}

func TestT28_AnAddressIsChangedByTheNewOneAndPutBackByTheFormer(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	thief := s.SignedIn(adult) // who knows the password
	asked := thief.Post("/account/email", url.Values{"email": {" Thief@Example.com "}, "password": {storetest.Password}})
	if asked.Status != http.StatusSeeOther || asked.Header.Get("Location") != "/account" {
		t.Fatalf("the wish was answered with %d", asked.Status)
	}
	if got := thief.Get("/account").Text(".notice:not([role]) b"); got != "thief@example.com" {
		t.Errorf("the settings wait for %q", got)
	}
	if thief.Get("/home").Find(`:contains("thief@example.com")`).Length() != 0 {
		t.Error("the new address is shown before it is confirmed")
	}
	page := follow(t, thief, s.Letter("thief@example.com"))
	if page.Status != http.StatusOK || page.Text(".lede b") != "thief@example.com" {
		t.Fatalf("the link leads to %d: %s", page.Status, page.Text("h1"))
	}
	if got := s.Count(`select count(*) from events where kind = $1`, models.EventEmailChanged); got != 0 {
		t.Error("opening the link changed the address")
	}
	if page := thief.Post("/verify", nil); page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/account" {
		t.Fatalf("confirming was answered with %d", page.Status)
	}
	if page := thief.Post("/verify", nil); page.Status != http.StatusGone {
		t.Errorf("confirming again was answered with %d", page.Status)
	}

	owner := s.Visitor()
	letter := s.Letter(adult.Email)
	if strings.Contains(letter.Text, "thief@example.com") {
		t.Error("the letter to the former mailbox tells the new address")
	}
	if page := follow(t, owner, letter); page.Status != http.StatusOK || page.Text(".lede b") != adult.Email {
		t.Fatalf("the link leads to %d: %s", page.Status, page.Text("h1"))
	}
	back := owner.Post("/undo", nil)
	if back.Status != http.StatusSeeOther || back.Header.Get("Location") != "/reset" {
		t.Fatalf("putting it back was answered with %d", back.Status)
	}
	if page := thief.Get("/account"); page.Status != http.StatusSeeOther {
		t.Errorf("the thief's session is answered with %d", page.Status)
	}
	for _, email := range []string{adult.Email, "thief@example.com"} {
		page := s.Visitor().Post("/sign-in", url.Values{"email": {email}, "password": {storetest.Password}})
		if page.Status != http.StatusUnprocessableEntity {
			t.Errorf("the password that the thief knows is answered with %d for %s", page.Status, email)
		}
	}
	owner.Post("/reset", url.Values{"email": {adult.Email}})
	if n := s.Count(`select count(*) from tokens where person_id = $1 and purpose = $2`, adult.ID, models.LinkReset); n != 1 {
		t.Errorf("%d links with which the owner gets in again", n)
	}
}

func TestT04_AnAddressThatSignsInAlreadyIsToldInItsLetterAlone(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	known := s.CanSignIn(s.Adult())
	ask := func(wished string) (string, string) {
		v := s.SignedIn(s.CanSignIn(s.Adult()))
		answer := v.Post("/account/email", url.Values{"email": {wished}, "password": {storetest.Password}})
		settings := v.Get("/account").Find("main")
		settings.Find(".facts").Remove() // the asker's own name and address
		return strings.Join([]string{http.StatusText(answer.Status), answer.Header.Get("Location"), answer.Body}, "|"),
			strings.ReplaceAll(settings.Text(), wished, "")
	}
	answerFree, settingsFree := ask("free@example.com")
	answerTaken, settingsTaken := ask(known.Email)
	if answerFree != answerTaken || settingsFree != settingsTaken {
		t.Error("the answers differ")
	}
	if letter := s.Letter("free@example.com"); letter.Subject != "Confirm your new address" || !strings.Contains(letter.Text, "/verify/") {
		t.Errorf("to the free address: %q", letter.Subject)
	}
	if letter := s.Letter(known.Email); letter.Subject != "This address already signs in to an account" || strings.Contains(letter.Text, "/verify/") {
		t.Errorf("to the address that signs in already: %q", letter.Subject)
	}
}

func TestAnAddressThatIsNotTakenGoesBackToBeMended(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	for what, c := range map[string]struct{ email, password, field string }{
		"no address":          {"", storetest.Password, "#email"},
		"what is no address":  {"new", storetest.Password, "#email"},
		"a line break":        {"new@example.com\r\nBcc: x@example.com", storetest.Password, "#email"},
		"the present address": {strings.ToUpper(adult.Email), storetest.Password, "#email"},
		"no password":         {"new@example.com", "", "#password"},
		"a wrong password":    {"new@example.com", "a guess", "#password"},
	} {
		page := v.Post("/account/email", url.Values{"email": {c.email}, "password": {c.password}})
		if page.Status != http.StatusUnprocessableEntity || page.Find(c.field+"[aria-invalid=true]").Length() != 1 {
			t.Errorf("%s was answered with %d, and its field is not marked", what, page.Status)
		}
	}
	if n := s.Count(`select count(*) from tokens`); n != 0 {
		t.Errorf("%d links were made", n)
	}
}

func TestALinkOfAnotherPurposeOpensNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	v.Post("/account/email", url.Values{"email": {"new@example.com"}, "password": {storetest.Password}})
	_, token, _ := strings.Cut(linkInLetter.FindString(s.Letter("new@example.com").Text), "/verify/")
	stranger := s.Visitor()
	if page := stranger.Get("/undo/" + token); page.Status != http.StatusSeeOther {
		t.Fatalf("the link's token %q was answered with %d", token, page.Status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r := stranger.Request(method, "/undo", nil)
		r.Header.Set("Origin", s.URL)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if page := stranger.Do(r); page.Status != http.StatusGone {
			t.Errorf("%s /undo with the link of a confirmation: %d", method, page.Status)
		}
	}
}

func TestT06_ASignOutHereHoldsThereInTheNextRequest(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	firefox := s.Visitor()
	r := firefox.Request(http.MethodPost, "/sign-in", strings.NewReader(url.Values{"email": {adult.Email}, "password": {storetest.Password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", s.URL)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0")
	if page := firefox.Do(r); page.Status != http.StatusSeeOther {
		t.Fatalf("signing in was answered with %d", page.Status)
	}
	here := s.URL
	there := s.Instance(s.Second())
	firefox.Client.Jar.SetCookies(must(url.Parse(there)), firefox.Client.Jar.Cookies(must(url.Parse(here))))
	firefox.URL = there

	s.Clock.Advance(2 * time.Minute)
	v := s.SignedIn(adult)
	page := v.Get("/account/sessions")
	rows := page.Find(".session")
	if rows.Length() != 2 {
		t.Fatalf("the page shows %d sessions", rows.Length())
	}
	if first := rows.First(); first.Find(".flag").Length() != 1 || !strings.Contains(first.Text(), "This one") || !strings.Contains(first.Text(), "127.0.0.0/24") {
		t.Errorf("first comes %q", first.Text())
	}
	last := rows.Last()
	if !strings.Contains(last.Text(), "Firefox on Windows") || !strings.Contains(last.Text(), "Last seen: today, 10:00") || last.Find(".flag").Length() != 0 {
		t.Errorf("then comes %q", last.Text())
	}
	if strings.Contains(page.Body, cookieOf(v, must(url.Parse(here)), "jolara")) {
		t.Error("the page shows a token")
	}
	action := last.Find("form").AttrOr("action", "")
	if page := s.SignedIn(s.CanSignIn(s.Adult())).Post(action, nil); page.Status != http.StatusNotFound {
		t.Errorf("another person's word was answered with %d", page.Status)
	}
	if page := firefox.Get("/account"); page.Status != http.StatusOK {
		t.Fatalf("still signed in, the other instance answers %d", page.Status)
	}
	if page := v.Post(action, nil); page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/account/sessions" {
		t.Fatalf("ending it was answered with %d", page.Status)
	}
	if page := firefox.Get("/account"); page.Status != http.StatusSeeOther {
		t.Errorf("signed out here, the other instance answers %d", page.Status)
	}
	if page := v.Post(action, nil); page.Status != http.StatusNotFound {
		t.Errorf("ending it again was answered with %d", page.Status)
	}
}

func TestT06_SigningOutHereByTheListOrEverywhereLeadsToTheSignIn(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	for name, action := range map[string]func(v *site.Visitor) string{
		"You are signed out.": func(v *site.Visitor) string {
			return v.Get("/account/sessions").Find(".session form").First().AttrOr("action", "")
		},
		"You are signed out everywhere.": func(*site.Visitor) string { return "/account/sessions/end" },
	} {
		v, other := s.SignedIn(adult), s.SignedIn(adult)
		page := v.Post(action(v), nil)
		if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/sign-in" || page.Header.Get("Clear-Site-Data") == "" {
			t.Errorf("%s: answered with %d, leads to %s", name, page.Status, page.Header.Get("Location"))
		}
		if got := v.Get("/sign-in").Text("[role=status] b"); got != name {
			t.Errorf("the sign-in says %q, want %q", got, name)
		}
		want := map[string]int{"You are signed out.": http.StatusOK, "You are signed out everywhere.": http.StatusSeeOther}[name]
		if page := other.Get("/account"); page.Status != want {
			t.Errorf("%s: the other browser is answered with %d, want %d", name, page.Status, want)
		}
	}
}
