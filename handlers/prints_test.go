package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/web/e2e/site"
)

// ordered tells of print jobs of a photo, one an hour, the last of them an hour ago, and returns them.
func ordered(s *site.Site, p models.Person, states ...models.PrintState) (list []models.PrintJob) {
	app := s.App("the print service")
	s.Upload(app, p, models.Upload{ID: "fig"})
	for i, state := range states {
		list = append(list, s.Print(app, p, models.PushedPrint{
			ID: fmt.Sprintf("P-%04d", i+1), PhotoIDs: []string{"fig"}, State: state, Preferences: map[string]string{"paper": "matte"},
			OrderedAt: s.Clock.Now().Add(time.Duration(i-len(states)) * time.Hour),
			Delivery:  models.Address{Recipient: p.Name, Lines: []string{"Changning Road 12"}},
		}))
	}
	return list
}

func TestAPersonFiltersTheirPrintJobs(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	ordered(s, p, models.PrintDelivered, models.PrintSent, models.PrintSent)
	v := s.SignedIn(p)
	for query, want := range map[string]string{
		"":                               "3 print jobs, newest first",
		"?state=sent":                    "2 print jobs, newest first",
		"?state=delivered":               "1 print job in the list",
		"?state=cancelled":               "No print job in this filter",
		"?from=2026-11-20":               "3 print jobs, newest first",
		"?to=2026-11-19":                 "No print job in this filter",
		"?from=2026-11-20&state=ordered": "No print job in this filter",
	} {
		if page := v.Get("/data/prints" + query); page.Status != http.StatusOK || page.Text("#list") != want {
			t.Errorf("%s: %d, %q, want %q", query, page.Status, page.Text("#list"), want)
		}
	}
	for query, field := range map[string]string{"?from=yesterday": "from", "?from=2026-11-20&to=2026-11-19": "to", "?state=lost": "state"} {
		page := v.Get("/data/prints" + query)
		if page.Status != http.StatusUnprocessableEntity || page.Find(`.summary a[href="#`+field+`"]`).Length() != 1 || page.Find("article").Length() != 0 {
			t.Errorf("%s: %d, %q", query, page.Status, page.Text(".summary"))
		}
	}
}

func TestPrintJobsArePagedAndTheFilterStays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	states := make([]models.PrintState, store.PageSize+2)
	for i := range states {
		states[i] = models.PrintDelivered
	}
	states[0] = models.PrintCancelled
	ordered(s, p, states...)
	v := s.SignedIn(p)
	page := v.Get("/data/prints?state=delivered")
	if n := page.Find("article").Length(); n != store.PageSize || page.Find("a[rel=prev]").Length() != 0 {
		t.Fatalf("%d jobs on the first page", n)
	}
	older := v.Get(page.Find("a[rel=next]").AttrOr("href", ""))
	if n := older.Find("article").Length(); n != 1 || older.Find("#state [selected]").AttrOr("value", "") != "delivered" {
		t.Errorf("%d jobs on the older page, and the filter asks for %q", n, older.Text("#state [selected]"))
	}
	if newer := v.Get(older.Find("a[rel=prev]").AttrOr("href", "")); newer.Find("article").Length() != store.PageSize {
		t.Errorf("%d jobs back on the first page", newer.Find("article").Length())
	}
}

func TestAJobOnALaterPageIsReachedFromItsPhotoAndFromItsPrinter(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	states := make([]models.PrintState, store.PageSize+1)
	for i := range states {
		states[i] = models.PrintOrdered
	}
	states[0] = models.PrintPrinting
	jobs := ordered(s, p, states...)
	v := s.SignedIn(p)
	address := "/data/prints?" + url.Values{"job": {jobs[0].ID}}.Encode()
	page := v.Get(address)
	if page.Status != http.StatusOK || page.Find("article").Length() != 1 || page.Text("article h3") != "Job P-0001" {
		t.Errorf("answered with %d: %s", page.Status, page.Text("main"))
	}
	if n := v.Get("/data/recipients").Find(`.timeline a[href="` + address + `"]`).Length(); n != 1 {
		t.Errorf("%d links from who received it", n)
	}
	for _, wrong := range []string{"none", "00000000-0000-8000-8000-000000000000"} {
		if page := v.Get("/data/prints?job=" + wrong); page.Status != http.StatusNotFound {
			t.Errorf("job %s is answered with %d", wrong, page.Status)
		}
	}
	if page := s.SignedIn(s.CanSignIn(s.Adult())).Get(address); page.Status != http.StatusNotFound {
		t.Errorf("another person's job is answered with %d", page.Status)
	}
}

func TestPicturesOfPrintJobsAreHiddenWithTheOthers(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	ordered(s, p, models.PrintSent)
	v := s.SignedIn(p)
	if n := v.Get("/data/prints").Find("article img").Length(); n != 1 {
		t.Fatalf("%d pictures", n)
	}
	answer := v.Post(photosPage, url.Values{"pictures": {"hide"}, "back": {"/data/prints?state=sent"}})
	if to := answer.Header.Get("Location"); to != "/data/prints?state=sent" {
		t.Errorf("hiding leads to %q", to)
	}
	if page := v.Get("/data/prints"); page.Find("article img").Length() != 0 || !strings.Contains(page.Text("main form button"), "Show") {
		t.Error("the pictures are still there")
	}
}
