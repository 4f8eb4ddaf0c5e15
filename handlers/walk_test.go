package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// seen remembers every cookie that the portal sends.
type seen struct {
	mu      sync.Mutex
	cookies []*http.Cookie
}

func (s *seen) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		s.mu.Lock()
		s.cookies = append(s.cookies, answer.Cookies()...)
		s.mu.Unlock()
	}
	return answer, err
}

// walk follows every link of the portal from a page on, and returns the pages by their addresses.
func walk(t *testing.T, v *site.Visitor, from ...string) map[string]site.Page {
	t.Helper()
	pages := map[string]site.Page{}
	for len(from) > 0 {
		address, _, _ := strings.Cut(from[0], "#")
		from = from[1:]
		if _, known := pages[address]; known || !strings.HasPrefix(address, "/") {
			continue
		}
		page := v.Get(address)
		pages[address] = page
		if to := page.Header.Get("Location"); to != "" {
			from = append(from, to)
		}
		page.Find("a[href]").Each(func(_ int, link *goquery.Selection) { from = append(from, link.AttrOr("href", "")) })
	}
	return pages
}

// A link that leads nowhere fails here, and an address within a page that is not there.
func TestNoLinkIsDead(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("0.9", models.DateOf(storetest.Morning.AddDate(-3, 0, 0)))
	s.RealAgreement()
	adult := s.CanSignIn(s.Adult())
	if _, _, err := s.Store.SwitchPermission(t.Context(), adult, models.Camera, models.Granted); err != nil {
		t.Fatal(err)
	}
	lettersSent(t, s, adult, 1)
	s.Grant(adult, models.PhotoUpload)
	app := s.App("Jolara app")
	for range store.PageSize + 1 {
		s.Upload(app, adult, models.Upload{})
	}
	ordered(s, adult, models.PrintDelivered, models.PrintOrdered)
	s.Grant(adult, models.Microphone)
	s.Grant(adult, models.KeepRecordings)
	s.Record(adult, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: 1, File: storetest.Sound(1)})
	busy(s, adult)
	s.Answer(s.Staff(models.RoleAgent), s.File(adult, models.ComplaintForm{}))
	for who, v := range map[string]*site.Visitor{"nobody": s.Visitor(), "an adult": s.SignedIn(adult), "a minor": s.SignedIn(s.CanSignIn(s.Minor(12)))} {
		pages := walk(t, v, "/")
		for _, foot := range []string{"/policy", "/policy/children", "/cookies", "/security", "/accessibility", "/contact"} {
			if _, led := pages[foot]; !led {
				t.Errorf("%s: no page leads to %s", who, foot)
			}
		}
		for address, page := range pages {
			if page.Status >= http.StatusBadRequest {
				t.Errorf("%s: %s answers %d", who, address, page.Status)
			}
			page.Find("a[href*='#']").Each(func(_ int, link *goquery.Selection) {
				to, id, _ := strings.Cut(link.AttrOr("href", ""), "#")
				on := page
				if to != "" {
					on = pages[to]
				}
				if on.Document == nil || on.Find(`[id="`+id+`"]`).Length() != 1 {
					t.Errorf("%s: %s leads to %s#%s, where nothing is", who, address, to, id)
				}
			})
		}
	}
}

// The page of cookies lists exactly what browsers get (#63, #65), and everything about it is true.
func TestThePortalSetsTheCookiesThatItListsAndNoOthers(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult := s.CanSignIn(s.Adult())
	v := s.Visitor()
	got := &seen{}
	v.Client.Transport = got

	walk(t, v, "/", "/verify/"+strings.Repeat("A", 43))
	v.Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}})
	v.Post("/account/theme", url.Values{"theme": {"dark"}})
	v.Post("/account/language", url.Values{"language": {"en"}})
	v.Post("/permissions/camera", url.Values{"state": {"on"}})
	walk(t, v, "/")
	v.Get("/g/" + s.GuardianLink(s.Child(10)))
	typeGuardianCode(t, s, v)
	v.Post("/sign-up", childForm())
	ward(s, 10)
	guardian := visits(t, s, storetest.Mother)
	guardian.Client.Transport = got
	guardian.Post("/guardian/account", nil)
	v.Post("/guardian/sign-in", url.Values{"email": {storetest.Mother}})
	listed := v.Get("/cookies")
	v.Post("/sign-out", nil)

	names := listed.Find(".cards .ref").Map(func(_ int, name *goquery.Selection) string { return name.Text() })
	set := map[string]bool{}
	for _, cookie := range got.cookies {
		set[cookie.Name] = true
		if !slices.Contains(names, cookie.Name) {
			t.Errorf("%s is set and not listed", cookie.Name)
		}
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("%s is not as it is listed: %s", cookie.Name, cookie)
		}
	}
	for _, name := range names {
		if !set[name] {
			t.Errorf("%s is listed and never set", name)
		}
	}
	listed.Find(".cards h2").Each(func(_ int, title *goquery.Selection) {
		if !strings.Contains(listed.Find("[aria-labelledby=purposes] dd").Text(), title.Text()) {
			t.Errorf("%q has none of the purposes that the agreement allows (#64)", title.Text())
		}
	})
	for name, seconds := range map[string]int{"jolara": 0, "jolara-known": 90 * 86400, "jolara-link": 1800, "jolara-guardian": 3600, "jolara-asked": 600, "jolara-visit": 3600, "jolara-guardian-account": 30 * 86400, "jolara-flash": 60, "jolara-theme": 365 * 86400, "jolara-language": 365 * 86400} {
		if !slices.ContainsFunc(got.cookies, func(c *http.Cookie) bool { return c.Name == name && c.MaxAge == seconds }) {
			t.Errorf("%s is not kept for %d seconds", name, seconds)
		}
	}
	for name, says := range map[string]string{"jolara-known": "90 days", "jolara-link": "30 minutes", "jolara-guardian-account": "30 days", "jolara-flash": "1 minute", "jolara-theme": "365 days", "jolara-language": "365 days"} {
		card := listed.Find(".cards > li").FilterFunction(func(_ int, card *goquery.Selection) bool { return card.Find(".ref").Text() == name })
		if !strings.Contains(card.Text(), says) {
			t.Errorf("%s is listed as %q", name, card.Text())
		}
	}
}

func TestWithoutCookiesThePublicPagesAreRead(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	v := s.Visitor()
	v.Client.Jar = nil
	for _, path := range []string{"/", "/policy", "/policy/children", "/cookies", "/security", "/accessibility", "/contact", "/sign-in", "/sign-up"} {
		page := v.Get(path)
		if page.Status != http.StatusOK || page.Find("main h1").Length() != 1 {
			t.Errorf("%s answers %s", path, strconv.Itoa(page.Status))
		}
		if len(page.Header.Values("Set-Cookie")) != 0 {
			t.Errorf("%s sets a cookie before anybody asked for something", path)
		}
	}
}
