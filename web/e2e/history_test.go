package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// historyStates are the pages of print jobs, talks and the service log in all their states. job is one print job's id.
func historyStates(job string) []state {
	switchTo := func(kind models.PermissionKind) func(*site.Tab) {
		return func(tab *site.Tab) {
			tab.Open("/data/voice")
			tab.Click("#" + string(kind) + " button")
		}
	}
	return []state{
		{"prints", "adult", at("/data/prints")},
		{"prints-filtered", "adult", at("/data/prints?state=delivered")},
		{"prints-filtered-empty", "adult", at("/data/prints?to=2020-01-31")},
		{"prints-filter-wrong", "adult", at("/data/prints?from=yesterday&state=lost")},
		{"prints-one", "adult", at("/data/prints?job=" + job)},
		{"prints-unfolded", "adult", func(tab *site.Tab) {
			tab.Open("/data/prints")
			tab.Do(chromedp.Click("details summary", chromedp.ByQuery))
		}},
		{"prints-hidden", "adult", func(tab *site.Tab) {
			tab.Open("/data/prints?state=printing")
			tab.Click("button[value=hide]")
		}},
		{"prints-empty", "newcomer", at("/data/prints")},
		{"log", "adult", at("/data/log")},
		{"log-older", "adult", func(tab *site.Tab) {
			tab.Open("/data/log?kind=behaviour")
			tab.Click(".pager a[rel=next]")
		}},
		{"log-security", "adult", at("/data/log?kind=security_log")},
		{"log-filtered-empty", "adult", at("/data/log?to=2020-01-31")},
		{"log-filter-wrong", "adult", at("/data/log?from=2026-11-20&to=2026-11-19&kind=thoughts")},
		{"log-newcomer", "newcomer", at("/data/log")},
		{"log-minor", "minor", at("/data/log")},
		{"voice", "adult", at("/data/voice")},
		{"voice-on", "adult", switchTo(models.ImproveSupport)},
		{"voice-off", "adult", switchTo(models.KeepRecordings)},
		{"voice-filtered", "adult", at("/data/voice?kind=call")},
		{"voice-filtered-empty", "adult", at("/data/voice?to=2020-01-31")},
		{"voice-filter-wrong", "adult", at("/data/voice?kind=song&from=x")},
		{"voice-withdrawn", "adult", func(tab *site.Tab) {
			tab.Open("/permissions")
			tab.Click("#microphone button")
			tab.Open("/data/voice")
		}},
		{"voice-empty", "newcomer", at("/data/voice")},
		{"voice-minor", "minor", at("/data/voice")},
		{"voice-receipt", "adult", func(tab *site.Tab) {
			tab.Open("/data/voice")
			tab.Click("#keep_recordings .perm__foot a")
		}},
		{"consents-of-recordings", "adult", at("/consents")},
		{"recipients-of-prints", "adult", at("/data/recipients")},
		{"permissions-with-history", "adult", at("/permissions")},
		{"data-with-history", "adult", at("/data")},
		{"home-with-history", "adult", at("/home")},
	}
}

func TestEveryPageOfTheHistoryInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult := photographer(s)
	job := longHistory(s, adult)
	tabs := map[string]*site.Tab{}
	for who, person := range map[string]models.Person{"adult": adult, "newcomer": s.CanSignIn(s.Adult()), "minor": s.CanSignIn(s.Minor(12))} {
		tabs[who] = s.Tab(site.Looks[0])
		signIn(tabs[who], person)
	}
	html := map[string]string{}
	for _, page := range historyStates(job) {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

// longHistory lets a person print, talk and use Jolara for a while, and returns the id of a print job.
func longHistory(s *site.Site, p models.Person) (job string) {
	app := s.App("Jolara app")
	const long = "Averylongwordwithoutaspaceinitthatnobodywouldeverwritebutsomebodywill"
	var photos []string
	for n := range 14 {
		photos = append(photos, fmt.Sprint("photo-", n))
		s.Upload(app, p, models.Upload{ID: photos[n], File: storetest.Picture(480, 360, n)})
	}
	ago := func(days, minutes int) time.Time {
		return s.Clock.Now().AddDate(0, 0, -days).Add(-time.Duration(minutes) * time.Minute)
	}
	home := models.Address{Recipient: p.Name, Phone: "+8613800138000", Lines: []string{"Changning Road 12", "200042 Shanghai"}}
	for n, state := range models.PrintStates {
		printed := models.PushedPrint{
			ID: fmt.Sprintf("P-2026-%04d", 731+n), PhotoIDs: photos[:1+n*2], OrderedAt: ago(10-n, 0), State: state, Delivery: home,
			Preferences: map[string]string{"paper": "matte", "size": "10 × 15 cm", "border": "white, 3 mm"},
		}
		if state == models.PrintPrinted {
			printed.PhotoIDs, printed.Preferences[long] = photos, strings.Repeat("As wide as it gets. ", 8)
			printed.Delivery = models.Address{}
		}
		job = s.Print(app, p, printed).ID
	}

	for n := range 60 {
		s.Did(p, models.Activity{
			Kind: models.ActivityKinds[models.CategoryBehaviour][n%4], At: ago(n/9, n*3), Operator: "China Mobile", Language: "zh-CN", IP: "203.0.113.77",
			Detail: []string{"Photo books", "Order now", "matte paper", "First sun on the ridge"}[n%4], Browser: "Chrome on Android",
		})
	}
	s.Did(p,
		models.Activity{Kind: models.ActivityTransaction, At: ago(0, 7), Detail: "P-2026-0731, 24 prints, ¥48.00"},
		models.Activity{Kind: models.ActivityAfterSales, At: ago(1, 9), Detail: "Reprint of 2 pictures that came out too dark"},
		models.Activity{Kind: models.ActivitySearch, At: ago(0, 1), Detail: long + " " + strings.Repeat("and more ", 30), IP: "2001:db8::1", Language: "en"},
	)

	s.Grant(p, models.Microphone)
	s.Grant(p, models.VoiceCall)
	s.Record(p, models.PushedRecording{ID: "silent", StartedAt: ago(5, 0), Seconds: 38, With: "Amir", File: storetest.Sound(1)})
	s.Grant(p, models.KeepRecordings)
	for n, with := range []string{"Amir from the print desk", "", long} {
		s.Record(p, models.PushedRecording{ID: fmt.Sprint("talk-", n), StartedAt: ago(n, 20), Seconds: 252 * (1 + n*20), With: with, File: storetest.Sound(1 + n)})
	}
	s.Call(p, models.PushedCall{ID: "out", At: ago(2, 0), Seconds: 65, Direction: models.CallOut})
	s.Call(p, models.PushedCall{ID: "in", At: ago(3, 0), Seconds: 600, Direction: models.CallIn})
	return job
}

func TestWithoutScriptAPersonKeepsRecordingsUndoesItAndFiltersTheLog(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	s.Did(p, models.Activity{Kind: models.ActivitySearch, At: s.Clock.Now(), Detail: "matte paper"})
	tab := s.Tab(site.Look{Width: 390, NoScript: true})
	signIn(tab, p)

	tab.Open("/data/voice")
	tab.Click("#keep_recordings button")
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "Keeping recordings is on.") {
		t.Fatalf("the flash says %q", got)
	}
	tab.Click("[role=status] a")
	if got := tab.Text("#choice"); got != "Keeping recordings on" {
		t.Fatalf("the receipt is for %q", got)
	}
	tab.Click("main a[href='/data/voice']")
	tab.Click("#keep_recordings button")
	tab.Click("[role=status] form button") // turns it back on
	if got := tab.Name("#keep_recordings button"); got != "Keeping recordings is On. Turn it off" {
		t.Errorf("after undo the switch is called %q", got)
	}

	tab.Open("/home")
	tab.Click(".held h3 a[href='/data/log?kind=security_log']")
	if got := tab.Text("#list"); got != "1 entry in the list" || tab.Text(".log strong") != "Signed in" {
		t.Errorf("home leads to %q: %q", got, tab.Text(".log strong"))
	}
	tab.Do(chromedp.SetValue("#kind", "search", chromedp.ByQuery))
	tab.Click(".filters button")
	if got := tab.Text(".log li div"); !strings.HasPrefix(got, "Searched for matte paper") || !strings.Contains(tab.Path(), "kind=search") {
		t.Errorf("filtered: %q at %s", got, tab.Path())
	}
	tab.Click(".filters a")
	if got := tab.Path(); got != "/data/log" {
		t.Errorf("the filter is cleared at %s", got)
	}
}

func TestTheBrowserPlaysARecordingThatIsKept(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	s.Grant(p, models.Microphone)
	s.Grant(p, models.KeepRecordings)
	const seconds = 3
	s.Record(p, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: seconds, File: storetest.Sound(seconds)})
	tab := s.Tab(site.Look{Width: 1280})
	signIn(tab, p)
	tab.Open("/data/voice")
	var heard float64
	tab.Do(chromedp.Evaluate(`new Promise(tell => {
		const sound = document.querySelector("audio");
		sound.onloadedmetadata = () => tell(sound.duration);
		sound.onerror = () => tell(0);
		sound.preload = "auto";
		sound.load();
	})`, &heard, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	if heard != seconds {
		t.Errorf("of %d seconds %f are heard", seconds, heard)
	}
	tab.IsSound()
}
