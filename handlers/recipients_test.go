package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/web/e2e/site"
)

// lettersSent writes down that the mail server took so many letters to a person.
func lettersSent(t *testing.T, s *site.Site, to models.Person, n int) {
	t.Helper()
	for i := range n {
		d := models.LetterSent(models.Letter{ID: fmt.Sprint(i)}, models.ResetMail{}.Kind(), []models.Field{models.FieldEmail}, s.Clock.Now())
		if err := s.Store.RecordDisclosure(t.Context(), to.ID, d); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPersonReadsWhoReceivedWhatPageByPage(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	if got := v.Get("/data/recipients").Find(".cards__n").Text(); strings.Count(got, "Nobody, as of Fri 20 Nov 2026, 10:00") != len(models.Recipients) {
		t.Errorf("before anybody received anything: %q", got)
	}

	lettersSent(t, s, s.Adult(), 2)
	lettersSent(t, s, adult, store.PageSize+1)
	page := v.Get("/data/recipients")
	if got := page.Find(".cards__n").Last().Text(); got != "51 times" || page.Find(".timeline > li").Length() != store.PageSize {
		t.Errorf("%q, %d listed", got, page.Find(".timeline > li").Length())
	}
	older := v.Get(page.Find("a[rel=next]").AttrOr("href", ""))
	if older.Find(".timeline > li").Length() != 1 || older.Find("a[rel=next]").Length() != 0 {
		t.Errorf("%d listed on the older page", older.Find(".timeline > li").Length())
	}
	newer := v.Get(older.Find("a[rel=prev]").AttrOr("href", ""))
	if newer.Find(".timeline > li").Length() != store.PageSize || newer.Find("a[rel=prev]").Length() != 0 {
		t.Errorf("%d listed on the newer page", newer.Find(".timeline > li").Length())
	}
	for _, wrong := range []string{"yesterday", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z~no-id"} {
		if got := v.Get("/data/recipients?" + url.Values{"before": {wrong}}.Encode()); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("before %q: %d", wrong, got.Status)
		}
	}
}
