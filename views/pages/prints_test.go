package pages_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func sentJob() models.PrintJob {
	return models.PrintJob{
		ID: "6a", Reference: "P-2026-0731", OrderedAt: earlier, State: models.PrintSent,
		Preferences: map[string]string{"size": "10 × 15 cm", "paper": "matte"},
		Delivery:    models.Address{Recipient: "Mei Lin", Lines: []string{"Changning Road 12", "200042 Shanghai"}},
		Photos:      []models.PrintedPhoto{{ID: "1", Name: "Fig"}, {ID: "2"}, {ID: "3", Gone: true}},
	}
}

func drawPrints(t *testing.T, page pages.PrintsPage) *goquery.Document {
	t.Helper()
	page.Path = "/data/prints"
	return draw(t, pages.Prints(adultAt("/data/prints"), page))
}

func TestAPrintJobShowsWhatWasUsedForItAndWhoGotIt(t *testing.T) {
	job := drawPrints(t, pages.PrintsPage{Jobs: []models.PrintJob{sentJob()}, Found: 1, All: 1}).Find("article#job-6a")
	if got := plain(job.Find("h3")); got != "Job P-2026-0731" || job.Find("h3 .ref").Length() != 1 {
		t.Errorf("the job is called %q", got)
	}
	if got := plain(job.Find("header .flag")); got != "On its way" || job.Find("header .flag svg").Length() != 1 {
		t.Errorf("it is %q", got)
	}
	if got := plain(job.Find("header time")); got != "Ordered on Fri 20 Nov 2026, 10:04" {
		t.Errorf("%q", got)
	}
	for name, want := range map[string]string{
		"paper":           "matte",
		"size":            "10 × 15 cm",
		"Delivered to":    "Mei Lin, Changning Road 12, 200042 Shanghai",
		"Who received it": "The print works · The courier",
		"Kept until":      "20 November 2029 Then we remove everything that points to you.",
	} {
		if got := fact(job, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if job.Find(`dd a[href="/data/recipients"]`).Length() != 1 {
		t.Error("it does not lead to who received it")
	}
}

func TestThePhotosOfAJobAreSeenUnlessTheyAreHiddenOrGone(t *testing.T) {
	page := pages.PrintsPage{Jobs: []models.PrintJob{sentJob()}, Found: 1, All: 1}
	photos := drawPrints(t, page).Find(".thumbs > li")
	if photos.Length() != 3 {
		t.Fatalf("%d photos", photos.Length())
	}
	if got := photos.Eq(0).Find(`a[href="/data/photos/1"] img[src="/files/1?size=small"]`).AttrOr("alt", ""); got != "Fig" {
		t.Errorf("the first shows %q", got)
	}
	if got := photos.Eq(1).Find("img").AttrOr("alt", ""); got != "A photo without a title" {
		t.Errorf("the second shows %q", got)
	}
	if got := plain(photos.Eq(2)); got != "No longer held" || photos.Eq(2).Find("a, img").Length() != 0 {
		t.Errorf("the third reads %q", got)
	}

	page.Hidden = true
	hidden := drawPrints(t, page)
	if hidden.Find("main img").Length() != 0 || plain(hidden.Find(".thumbs a").First()) != "Fig" {
		t.Errorf("%d pictures although they are hidden; the first link says %q", hidden.Find("main img").Length(), plain(hidden.Find(".thumbs a").First()))
	}
}

func TestTheManyPhotosOfAJobAreFoldedAway(t *testing.T) {
	job := sentJob()
	job.Photos = nil
	for i := range 12 {
		job.Photos = append(job.Photos, models.PrintedPhoto{ID: fmt.Sprint(i)})
	}
	drawn := drawPrints(t, pages.PrintsPage{Jobs: []models.PrintJob{job}, Found: 1, All: 1})
	if seen, folded := drawn.Find(".thumbs li").Length(), drawn.Find("details .thumbs li").Length(); seen != 12 || folded != 2 {
		t.Errorf("%d photos, %d of them folded", seen, folded)
	}
	if got := plain(drawn.Find("summary")); got != "2 more photos" {
		t.Errorf("%q", got)
	}
}

func TestWhatDidNotReachThePrinterWasReceivedByNobody(t *testing.T) {
	for state, want := range map[models.PrintState]string{
		models.PrintOrdered: "Nobody", models.PrintCancelled: "Nobody", models.PrintPrinting: "The print works", models.PrintDelivered: "The print works · The courier",
	} {
		job := sentJob()
		job.State = state
		card := drawPrints(t, pages.PrintsPage{Jobs: []models.PrintJob{job}, Found: 1, All: 1}).Find("article")
		if got := fact(card, "Who received it"); got != want {
			t.Errorf("%s: %q", state, got)
		}
	}
}

func TestWhoOrderedNothingReadsSo(t *testing.T) {
	drawn := drawPrints(t, pages.PrintsPage{})
	if got := plain(drawn.Find(".lede")); got != "You haven’t ordered any prints. Nothing of an order is held." || drawn.Find("main form").Length() != 0 {
		t.Errorf("%q with %d forms", got, drawn.Find("main form").Length())
	}
}

func TestPrintJobsAreFilteredByHowFarTheyAre(t *testing.T) {
	drawn := drawPrints(t, pages.PrintsPage{Asked: asking("/data/prints", "state", "sent"), All: 3})
	options := drawn.Find("#state option").Map(func(_ int, o *goquery.Selection) string { return plain(o) })
	if want := []string{"Any state", "Ordered", "Being printed", "Printed", "On its way", "Delivered", "Cancelled"}; !slices.Equal(options, want) {
		t.Errorf("offered are %q", options)
	}
	if got := plain(drawn.Find("#list")) + ", " + plain(drawn.Find("#state [selected]")); got != "No print job in this filter, On its way" {
		t.Errorf("%q", got)
	}
}

func TestOneJobThatSomethingLeadsToStandsAlone(t *testing.T) {
	drawn := drawPrints(t, pages.PrintsPage{Jobs: []models.PrintJob{sentJob()}, Found: 1, All: 90, Alone: true})
	if drawn.Find("form.filters").Length() != 0 || drawn.Find(`main a[href="/data/prints"]`).Length() != 1 {
		t.Error("it has a filter, or no way to the others")
	}
}
