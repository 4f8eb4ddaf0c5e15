package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestAChildIsToldWhatWaitsAndUntilWhen(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := s.SignedUp(12)
	v := s.SignedIn(child)
	const until = "We wait for your grown-up until Fri 27 Nov 2026, 10:00"

	home := v.Get("/home")
	if got := home.Text(".notice h2"); got != until {
		t.Errorf("the home page says %q", got)
	}
	if home.Find(".notice a[href='/family']").Length() != 1 || home.Find("#menu a[href='/family']").Length() != 1 {
		t.Error("the home page does not lead to the family page")
	}
	family := v.Get("/family")
	if family.Status != http.StatusOK || family.Text(".notice h2") != until {
		t.Fatalf("the family page was answered with %d and says %q", family.Status, family.Text(".notice h2"))
	}
	if at, _ := family.Find(".notice time").Attr("datetime"); at != storetest.Morning.AddDate(0, 0, 7).Format(time.RFC3339) {
		t.Errorf("for machines it is %q", at)
	}
	for _, told := range []string{"erase your account", "Ask your mum, dad or guardian", "Voice calls", "That is all. No photos, no voice, no phone number."} {
		if !strings.Contains(family.Text("main"), told) {
			t.Errorf("the page does not say %q", told)
		}
	}
	if family.Find("#guardian_email").Length() != 1 || family.Find(`a[href="/family/erase"]`).Length() != 1 {
		t.Error("the page offers neither to ask a grown-up nor to end the account")
	}

	s.Clock.Advance(7 * 24 * time.Hour)
	if _, err := s.Store.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page := v.Get("/family"); page.Status != http.StatusSeeOther {
		t.Errorf("after a week in vain the child is answered with %d", page.Status)
	}
}

func TestAMinorWhomTheAppKnowsWaitsWithoutAnEnd(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	page := s.SignedIn(s.CanSignIn(s.Minor(16))).Get("/family")
	if got := page.Text(".notice"); !strings.Contains(got, "account stays as it is") || strings.Contains(got, "erase") {
		t.Errorf("the page says %q", got)
	}
	if strings.Contains(page.Text("main"), "That is all.") {
		t.Error("the page says that all is told, but the app may hold more")
	}
}

func TestAnAdultHasNoFamilyPageAndNoLinkToOne(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	if page := v.Get("/family"); page.Status != http.StatusNotFound || page.Find("a[href='/family']").Length() != 0 {
		t.Errorf("answered with %d", page.Status)
	}
}
