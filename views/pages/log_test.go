package pages_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// asking is the filter of a list that asks for what is given, one name and value after the other.
func asking(path string, fields ...string) pages.Asked {
	asked := pages.Asked{Path: path, Values: url.Values{}}
	for field := range slices.Chunk(fields, 2) {
		asked.Values.Set(field[0], field[1])
	}
	return asked
}

func drawLog(t *testing.T, page pages.LogPage) *goquery.Document {
	t.Helper()
	return draw(t, pages.Log(adultAt("/data/log"), page))
}

func TestTheServiceLogTellsEachEntryWithItsCircumstancesAndItsEnd(t *testing.T) {
	entries := []models.Activity{
		{Kind: models.ActivitySignIn, At: now, Browser: "Firefox on Linux", Language: "en", IP: "203.0.113.77", OnPortal: true},
		{Kind: models.ActivitySearch, At: earlier, Detail: "matte <paper>", Browser: "Chrome", Operator: "China Mobile", Language: "zh-CN", IP: "203.0.113.0"},
		{Kind: models.ActivityTransaction, At: now.AddDate(0, 0, -1), Detail: "Order 7, ¥48.00"},
		{Kind: models.ActivityBrowse, At: spring},
	}
	drawn := drawLog(t, pages.NewLog(asking("/data/log"), entries, len(entries), nil, models.BehaviourKept{}, false, now))
	days := drawn.Find(".log")
	if got := days.Find("h3").Map(func(_ int, s *goquery.Selection) string { return plain(s) }); !slices.Equal(got, []string{
		"Today, Fri 20 Nov 2026", "Thu 19 Nov 2026", "Tue 3 Mar 2026",
	}) {
		t.Errorf("the days are %q", got)
	}
	days.Find(".pick").Remove()
	for i, want := range []string{
		"10:05 Signed in On this portal · Firefox on Linux · language en · network address 203.0.113.77 Kept until 20 May 2027",
		"10:04 Searched for matte <paper> In Jolara’s app or on its site · Chrome · China Mobile · language zh-CN · network address, shortened: 203.0.113.0 Kept until 20 May 2027",
		"10:05 Order Order 7, ¥48.00 In Jolara’s app or on its site Kept until 19 Nov 2029",
		"09:00 Looked at In Jolara’s app or on its site Kept until 3 Sep 2026",
	} {
		if got := words(days.Find("li").Eq(i)); got != want {
			t.Errorf("entry %d reads %q, want %q", i+1, got, want)
		}
	}
	if got := days.First().Find("li").Length(); got != 2 {
		t.Errorf("%d entries today", got)
	}
}

func TestEachCategoryOfTheLogIsCountedAndSaysWhyItIsKept(t *testing.T) {
	all := map[models.ActivityKind]models.Tally{
		models.ActivityBrowse: {Count: 4000, Oldest: now.AddDate(0, -1, 0)},
		models.ActivitySearch: {Count: 312, Oldest: now.AddDate(0, -2, 0)},
		models.ActivitySignIn: {Count: 1, Oldest: now},
	}
	cards := drawLog(t, pages.NewLog(asking("/data/log"), nil, 0, all, models.BehaviourKept{}, false, now)).Find(".cards > li")
	for i, want := range []string{
		"Browsing, searching, favourites 4,312 entries Kept for 6 months. The oldest is from 20 Sep 2026 and goes on 20 Mar 2027. Keep it for 1 month 3 months 6 months 12 months See what changes Looked at 4,000 Searched for 312",
		"Orders and after-sales 0 entries Kept for 3 years: E-Commerce Law, article 31.",
		"Sign-ins and security 1 entry Kept for 6 months: Cybersecurity Law, network logs. The oldest is from 20 Nov 2026 and goes on 20 May 2027. Signed in 1",
	} {
		if got := words(cards.Eq(i)); got != want {
			t.Errorf("card %d reads %q, want %q", i+1, got, want)
		}
	}
	links := cards.Find("a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	if want := []string{
		"/data/log?kind=behaviour", "/data/log?kind=browse", "/data/log?kind=search", "/data/log?kind=security_log", "/data/log?kind=sign_in",
	}; !slices.Equal(links, want) {
		t.Errorf("the cards lead to %q", links)
	}
}

func TestAMinorsBehaviourIsNotCollected(t *testing.T) {
	card := drawLog(t, pages.NewLog(asking("/data/log"), nil, 0, nil, models.BehaviourKept{}, true, now)).Find(".cards > li").First()
	if got := words(card); got != "Browsing, searching, favourites 0 entries We do not collect this from people under 18." {
		t.Errorf("%q", got)
	}
}

func TestTheFilterOfTheLogOffersEveryKindAndKeepsWhatWasChosen(t *testing.T) {
	asked := asking("/data/log", "from", "2026-11-01", "kind", string(models.ActivitySignInFailed))
	drawn := drawLog(t, pages.NewLog(asked, nil, 0, nil, models.BehaviourKept{}, false, now))
	form := drawn.Find(`form[action="/data/log"]`)
	options := form.Find("select option").Map(func(_ int, o *goquery.Selection) string { return o.AttrOr("value", "") })
	want := []string{""}
	for _, category := range []models.CategoryKey{models.CategoryBehaviour, models.CategoryOrders, models.CategorySecurity} {
		want = append(want, string(category))
		for _, kind := range models.ActivityKinds[category] {
			want = append(want, string(kind))
		}
	}
	if !slices.Equal(options, want) {
		t.Errorf("offered are %q, want %q", options, want)
	}
	if got := form.Find("option[selected]").AttrOr("value", ""); got != string(models.ActivitySignInFailed) {
		t.Errorf("chosen is %q", got)
	}
	if from := form.Find("#from").AttrOr("value", ""); from != "2026-11-01" || form.Find(`a[href="/data/log"]`).Length() != 1 {
		t.Errorf("from %q, or no way to clear it", from)
	}
	if got := plain(drawn.Find("#list")); got != "No entry in this filter" {
		t.Errorf("an empty filter reads %q", got)
	}
}

func TestEntriesAreCountedUpToAThousand(t *testing.T) {
	entries := []models.Activity{{Kind: models.ActivityClick, At: now}}
	for found, want := range map[int]string{1: "1 entry in the list", 2: "2 entries, newest first", 1000: "1,000 entries, newest first", 1001: "1,000+ entries, newest first"} {
		page := pages.NewLog(asking("/data/log"), entries, found, nil, models.BehaviourKept{}, false, now)
		page.Older = "/data/log?before=x"
		drawn := drawLog(t, page)
		if got := plain(drawn.Find("#list")); got != want {
			t.Errorf("%d: %q", found, got)
		}
		if got := drawn.Find(".pager a").AttrOr("href", ""); got != page.Older {
			t.Errorf("older ones are at %q", got)
		}
	}
}

func TestADayThatIsNoneComesBackToBeMended(t *testing.T) {
	asked := asking("/data/log", "from", "yesterday")
	asked.Invalid = models.Invalid{"from": models.FaultMalformed}
	drawn := drawLog(t, pages.NewLog(asked, nil, 0, nil, models.BehaviourKept{}, false, now))
	if title(drawn) != "Error: Service log – Jolara Privacy" || drawn.Find(`.summary a[href="#from"]`).Length() != 1 {
		t.Errorf("title %q, summary %q", title(drawn), plain(drawn.Find(".summary")))
	}
	if got := drawn.Find(`#from[aria-invalid="true"]`).AttrOr("value", ""); got != "yesterday" {
		t.Errorf("what was typed comes back as %q", got)
	}
	if drawn.Find("#list").Length() != 0 {
		t.Error("a list of what nobody asked for")
	}
}

func TestADayBelongsToShanghai(t *testing.T) {
	entries := []models.Activity{
		{Kind: models.ActivityClick, At: time.Date(2026, time.November, 18, 16, 0, 0, 0, time.UTC)},
		{Kind: models.ActivityClick, At: time.Date(2026, time.November, 18, 15, 59, 59, 0, time.UTC)},
	}
	days := drawLog(t, pages.NewLog(asking("/data/log"), entries, 2, nil, models.BehaviourKept{}, false, now)).Find(".log h3")
	if days.Length() != 2 || plain(days.First()) != "Thu 19 Nov 2026" {
		t.Errorf("%d days, the first %q", days.Length(), plain(days.First()))
	}
}

func TestWhoAsksForOneKindIsToldOfItsCategoryAlone(t *testing.T) {
	for kind, want := range map[string][]string{
		"":                              {"Browsing, searching, favourites", "Orders and after-sales", "Sign-ins and security"},
		"search":                        {"Browsing, searching, favourites"},
		"nothing":                       {"Browsing, searching, favourites", "Orders and after-sales", "Sign-ins and security"},
		string(models.CategorySecurity): {"Sign-ins and security"},
	} {
		drawn := drawLog(t, pages.NewLog(asking("/data/log", "kind", kind), nil, 0, nil, models.BehaviourKept{}, false, now))
		if got := drawn.Find(".cards h2").Map(func(_ int, h *goquery.Selection) string { return plain(h) }); !slices.Equal(got, want) {
			t.Errorf("%q: %q", kind, got)
		}
	}
}

func TestTheLogSaysWhatThePersonChoseToKeep(t *testing.T) {
	entries := []models.Activity{{ID: "b", Kind: models.ActivityBrowse, At: now}, {ID: "t", Kind: models.ActivityTransaction, At: now}}
	all := map[models.ActivityKind]models.Tally{models.ActivityBrowse: {Count: 1, Oldest: now}, models.ActivityTransaction: {Count: 1, Oldest: now}}
	drawn := drawLog(t, pages.NewLog(asking("/data/log"), entries, len(entries), all, models.BehaviourKept{Chosen: 3}, false, now))
	card := drawn.Find(".cards > li").First()
	if got := words(card); !strings.Contains(got, "Kept for 3 months, your choice. The oldest is from 20 Nov 2026 and goes on 20 Feb 2027.") {
		t.Errorf("the card says %q", got)
	}
	if got := card.Find("option[selected]").AttrOr("value", ""); got != "3" {
		t.Errorf("%q is chosen in the form", got)
	}
	for i, want := range []string{"ept until 20 Feb 2027", "ept until 20 Nov 2029"} {
		if got := words(drawn.Find(".log li").Eq(i)); !strings.Contains(got, want) {
			t.Errorf("entry %d: %q", i+1, got)
		}
	}
}
