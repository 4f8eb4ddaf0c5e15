package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

func TestWithoutAnAgreementNothingLeadsToOne(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.Visitor()
	start := v.Get("/")
	if start.Status != http.StatusOK || start.Find(`a[href="/policy"], a[href="/sign-up"]`).Length() != 0 {
		t.Errorf("the start page was answered with %d: %s", start.Status, start.Text("main"))
	}
	for _, path := range []string{"/policy", "/policy/versions/1.0", "/policy/versions/" + strings.Repeat("1", 40)} {
		if got := v.Get(path).Status; got != http.StatusNotFound {
			t.Errorf("%s was answered with %d", path, got)
		}
	}
}

func TestAnybodyReadsTheAgreementAndItsFormerVersions(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	today := models.DateOf(s.Clock.Now())
	former := s.Agreement("0.9", models.Date{Year: 2025, Month: time.May, Day: 1})
	current := s.Agreement("1.0", today)
	next := s.Agreement("1.1", today.AddYears(1))
	v := s.Visitor()
	for path, want := range map[string]models.Policy{
		"/policy": current, "/policy/versions/0.9": former, "/policy/versions/1.0": current, "/policy/versions/1.1": next,
	} {
		page := v.Get(path)
		if page.Status != http.StatusOK || page.Text(".hash") != want.Hash || page.Find(".clause").Length() != len(want.Clauses) {
			t.Errorf("%s was answered with %d and %q", path, page.Status, page.Text(".hash"))
		}
		if got := page.Text("footer a"); got != "Privacy agreement, version 1.0" {
			t.Errorf("%s: the foot names %q", path, got)
		}
	}
	s.Clock.Set(next.Effective.Start())
	if got := v.Get("/policy").Text(".hash"); got != next.Hash {
		t.Errorf("on its day the next version does not count: %q", got)
	}
}

func TestAReceiptNamesTheVersionThatWasShown(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	v.Post("/permissions/camera", url.Values{"state": {"on"}})
	link, _ := v.Get("/permissions").Find("[role=status] a").Attr("href")
	if got := v.Get(link).Text(".facts"); !strings.Contains(got, "Policy shownVersion 1.0") {
		t.Errorf("the receipt says %q", got)
	}
}
