package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// keptTo opens the pages of a choice for so many months.
func keptTo(months string) func(*site.Tab) {
	return func(tab *site.Tab) {
		tab.Open("/data/log")
		tab.Do(chromedp.SetValue("#months", months, chromedp.ByQuery))
		tab.Click("form[action='/data/log/keep'] button")
	}
}

// keepLink is the address in the latest letter about unused photos.
func keepLink(t *testing.T, s *site.Site) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		letters, err := s.Box.Letters()
		if err != nil {
			t.Fatal(err)
		}
		about := func(l models.Letter) bool { return strings.Contains(l.Text, "/keep/") }
		if i := slices.IndexFunc(letters, about); i >= 0 {
			_, token, _ := strings.Cut(letters[i].Text, "/keep/")
			return "/keep/" + strings.Fields(token)[0]
		}
	}
	t.Fatal("no letter was sent")
	return ""
}

// unusedFor lets so many days pass since a person used their photos, and sweeps.
func unusedFor(t *testing.T, s *site.Site, days int) {
	t.Helper()
	s.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	if swept, err := s.Store.Sweep(t.Context()); err != nil || swept.Letters != 1 {
		t.Fatalf("swept %+v, %v", swept, err)
	}
}

func TestEveryPageOfWhatFallsDueIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult := photographer(s)
	app := s.App("Jolara app")
	for range 3 {
		s.Upload(app, adult, models.Upload{})
	}
	unusedFor(t, s, 642)
	link := keepLink(t, s)
	for n := range 40 {
		s.Did(adult, models.Activity{Kind: models.ActivityBrowse, At: s.Clock.Now().AddDate(0, 0, -n*4), Detail: "Photo books"})
	}
	tabs := map[string]*site.Tab{"adult": s.Tab(site.Looks[0]), "nobody": s.Tab(site.Looks[0])}
	if _, err := s.DB.Exec(t.Context(), `update last_calls set sent_at = null, asked_at = asked_at - interval '2 days'`); err != nil {
		t.Fatal(err)
	}
	html := map[string]string{}
	for _, page := range []state{
		{"keep-photos", "nobody", at(link)},
		{"keep-photos-stay", "nobody", func(tab *site.Tab) {
			signIn(tabs["adult"], adult)
			tab.Open("/keep")
		}},
		{"keep-photos-dead", "nobody", at("/keep/" + strings.Repeat("A", 43))},
		{"data-unreached", "adult", at("/data")},
		{"log-to-keep", "adult", at("/data/log")},
		{"keep-log-shorter", "adult", keptTo("1")},
		{"keep-log-longer", "adult", keptTo("12")},
		{"keep-log-more", "adult", func(tab *site.Tab) {
			keptTo("1")(tab)
			s.Did(adult, models.Activity{Kind: models.ActivitySearch, At: s.Clock.Now().AddDate(0, -2, 0)})
			tab.Click("form[action='/data/log/keep'] button")
		}},
		{"keep-log-kept", "adult", func(tab *site.Tab) { tab.Click("form[action='/data/log/keep'] button") }},
		{"data-kept", "adult", at("/data")},
		{"home-kept", "adult", at("/home")},
	} {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

func TestWithoutScriptAPersonKeepsTheirPhotosAndLessOfTheirLog(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	s.Upload(s.App("Jolara app"), p, models.Upload{})
	unusedFor(t, s, 642)
	tab := s.Tab(site.Look{Width: 390, NoScript: true})
	tab.Open(keepLink(t, s))
	if got := tab.Path(); got != "/keep" || tab.Text("h1") != "Keep 1 photo?" {
		t.Fatalf("the link leads to %s: %q", got, tab.Text("h1"))
	}
	tab.Click("form[action='/keep'] button")
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "Your photos stay.") {
		t.Errorf("the flash says %q", got)
	}
	unusedFor(t, s, 642) // the letters come anew

	s.Did(p, models.Activity{Kind: models.ActivitySearch, At: s.Clock.Now().AddDate(0, -2, 0)}, models.Activity{Kind: models.ActivitySearch, At: s.Clock.Now()})
	signIn(tab, p)
	keptTo("1")(tab)
	if got := tab.Text("form strong"); got != "1 entry is older and goes within the hour. It won’t come back." {
		t.Errorf("before it is done: %q", got)
	}
	tab.Click("form[action='/data/log/keep'] button")
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "Kept for 1 month, your choice.") {
		t.Errorf("the flash says %q", got)
	}
	if _, err := s.Store.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	tab.Open("/data/log?kind=behaviour")
	if got := tab.Text("#list"); got != "1 entry in the list" {
		t.Errorf("after the sweep: %q", got)
	}
}
