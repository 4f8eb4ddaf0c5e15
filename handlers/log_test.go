package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/web/e2e/site"
)

// busy has done this and that in Jolara's app, yesterday and the day before.
func busy(s *site.Site, p models.Person) {
	at := func(days int) time.Time { return s.Clock.Now().AddDate(0, 0, -days) }
	s.Did(p,
		models.Activity{Kind: models.ActivityBrowse, At: at(1), Detail: "Photo books", Browser: "Chrome", IP: "203.0.113.77"},
		models.Activity{Kind: models.ActivitySearch, At: at(1).Add(time.Minute), Detail: "matte paper"},
		models.Activity{Kind: models.ActivityTransaction, At: at(2), Detail: "Order 7, ¥48.00", IP: "203.0.113.77"},
	)
}

func TestAPersonFiltersTheirServiceLog(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	busy(s, p)
	v := s.SignedIn(p)
	for query, want := range map[string]string{
		"":                                      "4 entries, newest first",
		"?kind=behaviour":                       "2 entries, newest first",
		"?kind=search":                          "1 entry in the list",
		"?kind=transactions":                    "1 entry in the list",
		"?kind=security_log":                    "1 entry in the list",
		"?kind=sign_out":                        "No entry in this filter",
		"?from=2026-11-19&to=2026-11-19":        "2 entries, newest first",
		"?to=2026-11-18&kind=transaction":       "1 entry in the list",
		"?from=2026-11-20&kind=behaviour":       "No entry in this filter",
		"?from=&to=&kind=":                      "4 entries, newest first",
		"?kind=sign_in&from=2026-11-20&unknown": "1 entry in the list",
	} {
		if page := v.Get("/data/log" + query); page.Status != http.StatusOK || page.Text("#list") != want {
			t.Errorf("%s: %d, %q, want %q", query, page.Status, page.Text("#list"), want)
		}
	}
	for query, field := range map[string]string{"?from=2026-02-30": "from", "?from=2026-11-20&to=2026-11-19": "to", "?kind=thoughts": "kind"} {
		page := v.Get("/data/log" + query)
		if page.Status != http.StatusUnprocessableEntity || page.Find(`.summary a[href="#`+field+`"]`).Length() != 1 || page.Find(".log").Length() != 0 {
			t.Errorf("%s: %d, %q", query, page.Status, page.Text(".summary"))
		}
	}
	if page := v.Get("/data/log?before=yesterday"); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a place that is none is answered with %d", page.Status)
	}
}

func TestThePortalsOwnVisitsAreInTheLogWithTheWholeAddress(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	busy(s, p)
	stranger := s.Visitor()
	stranger.Post("/sign-in", url.Values{"email": {p.Email}, "password": {"a guess"}})
	v := s.SignedIn(p)
	security := v.Get("/data/log?kind=security_log").Find(".log li")
	for i, want := range []string{"Signed in", "Sign-in that failed"} {
		entry := security.Eq(i)
		if got := entry.Find("strong").Text(); got != want {
			t.Errorf("entry %d: %q, want %q", i+1, got, want)
		}
		if got := entry.Find("div .hint").Text(); !strings.HasPrefix(got, "On this portal") || !strings.Contains(got, "network address 127.0.0.1") {
			t.Errorf("entry %d: %q", i+1, got)
		}
	}
	if got := v.Get("/data/log?kind=browse").Find(".log div .hint").Text(); !strings.Contains(got, "network address, shortened: 203.0.113.0") {
		t.Errorf("behaviour: %q", got)
	}
	if body := v.Get("/data/log").Body; strings.Contains(body, "203.0.113.77") {
		t.Error("the whole address of behaviour or trade is shown")
	}
}

func TestTheLogIsPagedAndTheFilterStays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	for i := range store.PageSize + 2 {
		s.Did(p, models.Activity{Kind: models.ActivityClick, At: s.Clock.Now().Add(-time.Duration(i) * time.Hour)})
	}
	busy(s, p)
	v := s.SignedIn(p)
	page := v.Get("/data/log?kind=click")
	older := v.Get(page.Find("a[rel=next]").AttrOr("href", ""))
	if first, second := page.Find(".log li").Length(), older.Find(".log li").Length(); first != store.PageSize || second != 2 {
		t.Errorf("%d entries, then %d", first, second)
	}
	if got := older.Find("#kind [selected]").AttrOr("value", ""); got != "click" || older.Text("#list") != "52 entries, newest first" {
		t.Errorf("the older page asks for %q: %q", got, older.Text("#list"))
	}
}

func TestHomeAndTheDataPageLeadIntoTheLogAlreadyFiltered(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	busy(s, p)
	v := s.SignedIn(p)
	for _, path := range []string{"/home", "/data"} {
		page := v.Get(path)
		for category, want := range map[models.CategoryKey]string{
			models.CategoryBehaviour: "2 entries, newest first", models.CategoryOrders: "1 entry in the list", models.CategorySecurity: "1 entry in the list",
		} {
			address := "/data/log?kind=" + string(category)
			if page.Find(`main a[href="`+address+`"]`).Length() != 1 {
				t.Errorf("%s does not lead to %s", path, address)
			}
			if got := v.Get(address).Text("#list"); got != want {
				t.Errorf("%s: %q, want %q", address, got, want)
			}
		}
	}
}
