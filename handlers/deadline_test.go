package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/web/e2e/site"
)

func TestAnybodyCountsTheWorkingDaysAfterADay(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.Visitor()
	for query, want := range map[string]string{
		"":                 "The last day is Friday 11 December 2026.", // from today, Friday 20 November
		"?from=":           "The last day is Friday 11 December 2026.",
		"?from=2026-11-12": "The last day is Thursday 3 December 2026.",
		"?from=2025-09-30": "The last day is Tuesday 28 October 2025.",
		"?from=2026-12-31": "The last day is Friday 22 January 2027.",
	} {
		page := v.Get("/complaints/deadline" + query)
		if page.Status != http.StatusOK || !strings.HasPrefix(page.Text(".strip > .strip__film + p"), want) {
			t.Errorf("%q: %d, %q", query, page.Status, page.Text(".strip"))
		}
		if provisional := strings.Contains(page.Text(".strip"), "We don’t have the holiday list of 2027"); provisional != (query == "?from=2026-12-31") {
			t.Errorf("%q: provisional %t", query, provisional)
		}
		if n := page.Find(".strip__film b").Length(); n != 15 {
			t.Errorf("%q: %d days on the film", query, n)
		}
		if first := page.Find(".days li").First().Text(); !strings.Contains(first, "isn’t counted") {
			t.Errorf("%q: the first day is %q", query, first)
		}
	}
}

func TestADayThatIsNoneComesBackToBeMended(t *testing.T) {
	t.Parallel()
	v := site.Start(t).Visitor()
	for _, typed := range []string{"2026-02-30", "tomorrow", "1899-12-31", "2026-11-20T00:00", `"><script>`} {
		page := v.Get("/complaints/deadline?from=" + strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E", ":", "%3A").Replace(typed))
		if page.Status != http.StatusUnprocessableEntity || page.Find(`.summary a[href="#from"]`).Length() != 1 || page.Find(".strip").Length() != 0 {
			t.Errorf("%q: %d", typed, page.Status)
		}
		if got := page.Find("#from").AttrOr("value", ""); got != typed {
			t.Errorf("%q comes back as %q", typed, got)
		}
	}
}

func TestThePublicCountFollowsAnImportedCalendar(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	year := workday.Seed()[1]
	year.Source = "made for this test"
	year.Work = append(year.Work, workday.Date{Year: 2026, Month: 12, Day: 5})
	if _, err := s.Store.ImportCalendar(t.Context(), year); err != nil {
		t.Fatal(err)
	}
	page := s.Visitor().Get("/complaints/deadline?from=2026-11-20")
	if got := page.Text("main"); !strings.Contains(got, "Thursday 10 December 2026") || !strings.Contains(got, "Holidays of 2026: made for this test.") {
		t.Errorf("counted: %s", got)
	}
}
