package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/static"
	"jolara.com/privacy/web/e2e/site"
)

func TestT06_TheSessionChangesWithTheSignInAndDiesWithTheSignOut(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.Visitor()
	home := must(url.Parse(s.URL))
	v.Client.Jar.SetCookies(home, []*http.Cookie{{Name: "jolara", Value: "planted-by-somebody-else", Path: "/"}})
	v.Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}})

	cookie := cookieOf(v, home, "jolara")
	if cookie == "" || cookie == "planted-by-somebody-else" {
		t.Fatalf("the session's cookie is %q", cookie)
	}
	if n := s.Count(`select count(*) from sessions where token_hash = $1`, cookie); n != 0 {
		t.Error("the database holds the token itself")
	}
	thief := s.Visitor()
	thief.Client.Jar.SetCookies(home, []*http.Cookie{{Name: "jolara", Value: cookie, Path: "/"}})
	if page := thief.Get("/permissions"); page.Status != http.StatusOK {
		t.Fatalf("before the sign-out the cookie was answered with %d", page.Status)
	}
	out := v.Post("/sign-out", nil)
	if out.Header.Get("Clear-Site-Data") == "" {
		t.Error("the browser is not told to forget what it kept")
	}
	if page := thief.Get("/permissions"); page.Status != http.StatusSeeOther {
		t.Errorf("after the sign-out the old cookie was answered with %d", page.Status)
	}
}

func cookieOf(v *site.Visitor, at *url.URL, name string) string {
	for _, c := range v.Client.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func TestT06_ASessionEndsAfterHalfAnHourOfSilenceAndTwelveHoursInAll(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	for range 3 {
		s.Clock.Advance(25 * time.Minute)
		if page := v.Get("/permissions"); page.Status != http.StatusOK {
			t.Fatalf("somebody who is busy was answered with %d", page.Status)
		}
	}
	s.Clock.Advance(models.SessionIdle + time.Second)
	if page := v.Get("/permissions"); page.Status != http.StatusSeeOther {
		t.Errorf("after half an hour of silence: %d", page.Status)
	}
	v = s.SignedIn(adult)
	for range 29 {
		s.Clock.Advance(25 * time.Minute)
		v.Get("/permissions")
	}
	if page := v.Get("/permissions"); page.Status != http.StatusSeeOther {
		t.Errorf("after more than twelve hours: %d", page.Status)
	}
}

func TestASignInHoldsOnTheOtherInstanceInTheNextRequest(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	here, there := s.URL, s.Instance(s.Second())
	cookies := v.Client.Jar.Cookies(must(url.Parse(here)))
	v.URL = there
	v.Client.Jar.SetCookies(must(url.Parse(there)), cookies)

	v.Post("/permissions/camera", url.Values{"state": {"on"}})
	v.URL = here
	if got := v.Get("/permissions").Name("#camera button"); got != "Camera is On. Turn it off" {
		t.Errorf("the first instance says %q", got)
	}
	v.Post("/sign-out", nil)
	v.URL = there
	v.Client.Jar.SetCookies(must(url.Parse(there)), cookies)
	if page := v.Get("/permissions"); page.Status != http.StatusSeeOther {
		t.Errorf("signed out here, the other instance answers %d", page.Status)
	}
}

func TestT04_AnUnknownAddressIsAnsweredLikeAWrongPassword(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	try := func(email string) string {
		page := s.Visitor().Post("/sign-in", url.Values{"email": {email}, "password": {"not the password"}})
		if page.Status != http.StatusUnprocessableEntity {
			t.Errorf("a wrong sign-in was answered with %d", page.Status)
		}
		return strings.ReplaceAll(page.Body, email, "")
	}
	if known, unknown := try(adult.Email), try("nobody@example.com"); known != unknown {
		t.Error("the two pages differ")
	}
}

func TestSigningInLeadsOnlyToPagesOfOurs(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	nexts := map[string]string{
		"/consents": "/consents", "/receipts/R-7F3K-20": "/receipts/R-7F3K-20", "/permissions": "/permissions",
	}
	for _, hostile := range []string{
		"", "//evil.test", "https://evil.test", "http:evil.test", "///evil.test", `/\evil.test`, `\\evil.test`, "/%5cevil.test",
		"/%2fevil.test", "//evil.test/consents", "/consents//evil.test", "/consents/../..//evil.test", "javascript:alert(1)",
		"data:text/html,x", "/sign-out", "/static/app.css", "/api/openapi.json", "/dev/mail", "/nowhere", "consents", "./consents",
		"/consents?x=//evil.test", "/consents#//evil.test", "/consents\r\nSet-Cookie: a=b", "/consents%0d%0aX: y", " /consents",
		"/\tevil.test", "/@evil.test", "https:/evil.test", "//user@evil.test", "/receipts/../../evil", "/receipts/%2e%2e", "/permissions/camera",
		"?next=/consents", "//127.0.0.1", "//[::1]/", "/consents\x00", "/CONSENTS", "/consents/", "ftp://evil.test", "//evil%E3%80%82test",
		"/。evil.test", "mailto:a@evil.test", "blob:https://evil.test", "/healthz",
	} {
		nexts[hostile] = "/home"
	}
	for asked, want := range nexts {
		s.Clock.Advance(2 * time.Minute) // not to meet the limit of sign-ins
		page := s.Visitor().Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}, "next": {asked}})
		if got := page.Header.Get("Location"); got != want {
			t.Errorf("next=%q leads to %q, want %q", asked, got, want)
		}
	}
}

func TestT07_APostFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	for name, c := range map[string]struct {
		origin, site string
		status       int
	}{
		"another site's page":           {"https://evil.test", "cross-site", 403},
		"another site, an old browser":  {"https://evil.test", "", 403},
		"a sibling of ours":             {"", "same-site", 403},
		"a page without an origin":      {"null", "", 403},
		"no browser at all":             {"", "", 403},
		"our own page":                  {s.URL, "same-origin", 303},
		"our own page, an old browser":  {s.URL, "", 303},
		"our own page, only fetch-site": {"", "same-origin", 303},
	} {
		r := v.Request(http.MethodPost, "/permissions/camera", strings.NewReader("state=on"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		before := s.Count(`select count(*) from consents where person_id = $1`, adult.ID)
		page := v.Do(r)
		if page.Status != c.status {
			t.Errorf("%s: got %d, want %d", name, page.Status, c.status)
		}
		if after := s.Count(`select count(*) from consents where person_id = $1`, adult.ID); c.status == 403 && after != before {
			t.Errorf("%s: a choice was written", name)
		}
	}
}

func TestT24_OnlyOurOwnNameIsAnswered(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	for host, want := range map[string]int{
		"evil.test": 421, "localhost.evil.test": 421, "127.0.0.1.evil.test": 421, "privacy.example.com:80": 421, "evil.test:8080": 421,
		"localhost": 200, "127.0.0.1:1": 200, "[::1]:8080": 200,
	} {
		r := s.Visitor().Request(http.MethodGet, "/sign-in", nil)
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "evil.test")
		page := s.Visitor().Do(r)
		if page.Status != want || strings.Contains(page.Body, "evil.test") {
			t.Errorf("under the name %q: got %d, want %d, and no foreign name on the page", host, page.Status, want)
		}
		for _, path := range []string{"/healthz", static.Path("app.css")} { // the page of the refusal is drawn like others
			r = s.Visitor().Request(http.MethodGet, path, nil)
			r.Host = host
			if page := s.Visitor().Do(r); page.Status != http.StatusOK {
				t.Errorf("%s under the name %q: %d", path, host, page.Status)
			}
		}
	}
}

func TestT23_APersonsPagesAreKeptByNoCache(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	for _, path := range []string{"/permissions", "/consents", "/receipts/R-0000-00", "/nowhere"} {
		h := v.Get(path).Header
		if h.Get("Cache-Control") != "no-store" || h.Get("Vary") != "Cookie, Accept-Language" {
			t.Errorf("%s: Cache-Control %q, Vary %q", path, h.Get("Cache-Control"), h.Get("Vary"))
		}
		for header, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"} {
			if h.Get(header) != want {
				t.Errorf("%s: %s is %q", path, header, h.Get(header))
			}
		}
	}
}

func TestAForgedFlashIsNotShown(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	for _, forged := range []string{"x", "x.y", "eyJJRCI6InNpZ25lZF9vdXQifQ.AAAA", strings.Repeat("a", 3000), "."} {
		v := s.Visitor()
		v.Client.Jar.SetCookies(must(url.Parse(s.URL)), []*http.Cookie{{Name: "jolara-flash", Value: forged, Path: "/"}})
		if page := v.Get("/sign-in"); page.Status != 200 || page.Find("[role=status]").Length() != 0 {
			t.Errorf("the cookie %.20q was answered with %d and shown", forged, page.Status)
		}
	}
}

func TestTheMailboxIsSeenFromThisMachineOnly(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	for _, id := range []string{"../secret", "%2e%2e%2fsecret", "0", "x", "1%00"} {
		if page := s.Visitor().Get("/dev/mail/" + id); page.Status != http.StatusNotFound && page.Status != http.StatusBadRequest {
			t.Errorf("letter %q was answered with %d", id, page.Status)
		}
	}
	if page := s.Visitor().Get("/dev/mail"); page.Status != http.StatusOK {
		t.Errorf("the mailbox was answered with %d", page.Status)
	}
}

func TestAnErrorNamesItsReferenceAndNothingElse(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	page := s.Visitor().Get("/nowhere/" + url.PathEscape("<script>alert(1)</script>"))
	if page.Status != http.StatusNotFound || strings.Contains(page.Body, "alert(1)") {
		t.Errorf("got %d, and the page repeats the address: %v", page.Status, strings.Contains(page.Body, "alert(1)"))
	}
	if id := page.Header.Get("X-Request-Id"); id == "" || !strings.Contains(page.Text("main"), id) {
		t.Errorf("the page does not name its reference %q: %s", id, page.Text("main"))
	}
}
