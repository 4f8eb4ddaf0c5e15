package pages_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// labelled lists the bars of a chart as label and value.
func labelled(chart *goquery.Selection) (bars []string) {
	texts := chart.Find("text").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
	for bar := range slices.Chunk(texts, 2) {
		bars = append(bars, bar[1]+":"+bar[0])
	}
	return bars
}

// The world's day is Friday, 20 November 2026.
func TestTheChartNamesEachDayAndJoinsWhatIsFar(t *testing.T) {
	day := func(month time.Month, day int) models.Date { return models.Date{Year: 2026, Month: month, Day: day} }
	page := pages.DeskQueuePage{
		Calendar: workday.New(workday.Seed()...), Now: now, Pages: 1, Filter: models.QueueFilter{Page: 1},
		Days: []models.DueCount{
			{Day: day(10, 26), Count: 2},
			{Day: day(10, 27), Count: 1},
			{Day: day(11, 9), Count: 1},
			{Day: day(11, 10), Count: 1},
			{Day: day(11, 11), Count: 1},
			{Day: day(11, 12), Count: 1},
			{Day: day(11, 13), Count: 1},
			{Day: day(11, 20), Count: 3},
			{Day: day(11, 22), Count: 1},
			{Day: day(11, 24), Count: 4},
			{Day: day(12, 18), Count: 6},
		},
	}
	page.Counts = models.CountQueue(page.Days, 0, now, page.Calendar)
	drawn := draw(t, pages.DeskQueue(layout.Shell{Path: "/desk/complaints", Now: now, Staff: &layout.Staff{Role: models.RoleAgent}}, page))
	// A day off stands on the chart only where something is due on it: the 22nd is a Sunday.
	if got := strings.Join(labelled(drawn.Find(".not-phone .chart")), " "); got != "before:3 9 Nov:1 10:1 11:1 12:1 13:1 20:3 "+
		"22:1 23:0 24:4 25:0 26:0 27:0 30:0 1 Dec:0 2:0 3:0 4:0 7:0 8:0 9:0 10:0 11:0 14:0 15:0 later:6" {
		t.Errorf("the wide chart: %s", got)
	}
	if got := strings.Join(labelled(drawn.Find(".only-phone .chart")), " "); got != "late:8 today:3 22–24:5 25–27:0 30–2 Dec:0 later:6" {
		t.Errorf("the narrow chart: %s", got)
	}
	if got := drawn.Find(".chart").First().AttrOr("aria-label", ""); got != "22 open by due date. Late: 8. Due today: 3. Next 5 working days: 5. Later: 6. The table below lists them." {
		t.Errorf("its summary: %s", got)
	}
	drawn.Find(".chart rect").Each(func(_ int, bar *goquery.Selection) {
		if bar.AttrOr("y", "-")[0] == '-' {
			t.Errorf("a bar is higher than the chart: %v", bar.AttrOr("y", ""))
		}
	})
}

func TestManyPagesOfTheQueueAreLinkedAroundTheOneThatIsOpen(t *testing.T) {
	page := pages.DeskQueuePage{
		Calendar: workday.New(workday.Seed()...), Now: now, Pages: 40, Found: 1000, Filter: models.QueueFilter{Page: 6, Due: models.DueLate},
		Rows: []models.QueueRow{{Ref: "JC-2026-0412", Kind: models.CaseComplaint, Due: models.DateOf(now), State: models.CaseOpen}},
	}
	drawn := draw(t, pages.DeskQueue(layout.Shell{Path: "/desk/complaints", Now: now, Staff: &layout.Staff{Role: models.RoleAgent}}, page))
	links := drawn.Find(".pager li").Map(func(_ int, s *goquery.Selection) string { return plain(s) })
	if got := strings.Join(links, " "); got != "1 … 5 6 7 … 40 Next" {
		t.Errorf("the pager: %s", got)
	}
	if got := drawn.Find(".pager [aria-current]").AttrOr("aria-label", ""); got != "Page 6" {
		t.Errorf("the open page is called %q", got)
	}
	if got := drawn.Find(".pager [aria-current]").AttrOr("href", ""); got != "/desk/complaints?due=late&page=6" {
		t.Errorf("the open page is %s", got)
	}
}
