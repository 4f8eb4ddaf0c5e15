package e2e_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const (
	deletePage   = "/delete"
	deleteForm   = "form[action='/delete'][method=post]"
	deleteButton = deleteForm + " button"
)

// everythingOf is the page that asks whether to delete all of a scope.
func everythingOf(what models.Scope) string {
	return deletePage + "?" + url.Values{"what": {string(what)}, "all": {"yes"}}.Encode()
}

// lived gives somebody some of everything that can be deleted.
func lived(s *site.Site, p models.Person, photos int) {
	app := s.App("App of " + p.Name + " " + p.ExternalID)
	s.Grant(p, models.PhotoUpload)
	s.Grant(p, models.Microphone)
	s.Grant(p, models.VoiceCall)
	s.Grant(p, models.KeepRecordings)
	var printed []string
	for n := range photos {
		s.Clock.Advance(time.Minute) // no further than the real clock, by which jobs are due
		id := fmt.Sprint("photo-", n)
		s.Upload(app, p, models.Upload{ID: id, File: storetest.Picture(360, 300, n)})
		if n < 12 {
			printed = append(printed, id)
		}
	}
	for id, state := range map[string]models.PrintState{"P-2026-0731": models.PrintDelivered, "P-2026-0802": models.PrintPrinting} {
		s.Print(app, p, models.PushedPrint{
			ID: id, PhotoIDs: printed, OrderedAt: s.Clock.Now(), State: state, Preferences: map[string]string{"paper": "matte"},
			Delivery: models.Address{Recipient: "Mei Lin", Lines: []string{"Changning Road 12", "200042 Shanghai"}},
		})
	}
	s.Record(p, models.PushedRecording{ID: "r1", StartedAt: s.Clock.Now(), Seconds: 2, With: "Amir", File: storetest.Sound(2)})
	s.Call(p, models.PushedCall{ID: "c1", At: s.Clock.Now(), Seconds: 252, Direction: models.CallIn})
	for n := range 14 {
		s.Did(p,
			models.Activity{Kind: models.ActivityBrowse, At: s.Clock.Now().Add(-time.Duration(n) * time.Hour), Detail: "Frames, page 2", Browser: "Firefox"},
			models.Activity{Kind: models.ActivitySearch, At: s.Clock.Now().Add(-time.Duration(n) * 25 * time.Hour), Detail: strings.Repeat("matte", 5*n)},
		)
	}
	s.Did(p, models.Activity{Kind: models.ActivityTransaction, At: s.Clock.Now().AddDate(0, -1, 0), Detail: "Order P-2026-0731, ¥48.00"})
}

// ordered has a person's deletion begin tomorrow, and returns it.
func ordered(t *testing.T, s *site.Site, p models.Person, selection models.Selection) models.Deletion {
	t.Helper()
	plan, err := s.Store.PlanDeletion(t.Context(), p.ID, selection)
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Store.Delete(t.Context(), p, models.DeletionOrder{
		Selection: selection, When: models.WhenTomorrow, Asked: plan.At, Shown: plan.Count, Password: storetest.Password,
	}, models.Caller{Network: "203.0.113.0"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// left makes a deletion one that was left while it was erased, after so many failed tries.
func left(t *testing.T, s *site.Site, d models.Deletion, tries int) {
	t.Helper()
	for _, statement := range []string{
		`delete from river_job where kind = 'erase' and args ->> 'DeletionID' = $1::text and $2 >= 0`,
		`update deletions set state = 'erasing', tries = $2 where id = $1::uuid`,
	} {
		if _, err := s.DB.Exec(t.Context(), statement, d.ID, tries); err != nil {
			t.Fatal(err)
		}
	}
}

// pickSome ticks the first boxes of a list, and goes on to the page that asks.
func pickSome(tab *site.Tab, list string, n int) {
	tab.Open(list)
	for i := range n {
		tab.Do(chromedp.Evaluate(fmt.Sprintf(`document.querySelectorAll("input[name='item[]']")[%d].click()`, i), nil))
	}
}

const goOn = "form[action='/delete'][method=get] button"

// asksFor opens a page that asks for a deletion and answers it with a password.
func asksFor(tab *site.Tab, address, password string) {
	tab.Open(address)
	tab.Type("#password", password)
	tab.Click(deleteButton)
}

func TestEveryPageOfADeletionInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	people := map[string]models.Person{}
	for _, who := range []string{"adult", "waiting", "erasing", "stuck", "newcomer"} {
		people[who] = s.CanSignIn(s.Adult())
	}
	people["minor"] = s.CanSignIn(s.Minor(12))
	lived(s, people["adult"], 58)
	lived(s, people["waiting"], 12)
	lived(s, people["erasing"], 12)
	lived(s, people["stuck"], 12)
	all := func(what models.Scope) models.Selection { return models.Selection{What: what, All: true} }
	waits := ordered(t, s, people["waiting"], all(models.ScopePhotos))
	erased := ordered(t, s, people["erasing"], all(models.ScopePhotos))
	left(t, s, erased, 0)
	sticks := ordered(t, s, people["stuck"], all(models.ScopePhotos))
	left(t, s, sticks, 4)
	tabs := map[string]*site.Tab{}
	for who, p := range people {
		tabs[who] = s.Tab(site.Looks[0])
		signIn(tabs[who], p)
	}
	until := func(tab *site.Tab, words string) { // an erasing job has done its work
		for end := time.Now().Add(20 * time.Second); !strings.Contains(tab.Text("h1"), words); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: %q", tab.Path(), tab.Text("main"))
			}
			tab.Do(chromedp.Reload())
		}
	}
	html := map[string]string{}
	for _, page := range []state{
		{"delete", "adult", at(deletePage)},
		{"delete-newcomer", "newcomer", at(deletePage)},
		{"delete-minor", "minor", at(deletePage)},
		{"delete-list-picked", "adult", func(tab *site.Tab) { pickSome(tab, photosPage, 3) }},
		{"delete-list-log", "adult", func(tab *site.Tab) { pickSome(tab, "/data/log?kind=behaviour", 2) }},
		{"delete-list-voice", "adult", func(tab *site.Tab) { pickSome(tab, "/data/voice", 1) }},
		{"delete-list-prints", "adult", func(tab *site.Tab) { pickSome(tab, "/data/prints", 1) }},
		{"delete-job-alone", "adult", func(tab *site.Tab) {
			tab.Open("/data/prints")
			tab.Do(chromedp.Evaluate(`location.href = "/data/prints?job=" + document.querySelector("input[name='item[]']").value`, nil), chromedp.WaitVisible("a[href^='/delete?']", chromedp.ByQuery))
		}},
		{"delete-nothing-picked", "adult", func(tab *site.Tab) {
			tab.Open(photosPage)
			tab.Click(goOn)
		}},
		{"delete-one", "adult", func(tab *site.Tab) {
			tab.Open(photosPage)
			tab.Click(".shot a")
			tab.Click("a[href^='/delete?']")
		}},
		{"delete-some", "adult", func(tab *site.Tab) {
			pickSome(tab, photosPage, 12)
			tab.Click(goOn)
		}},
		{"delete-some-hidden", "adult", func(tab *site.Tab) {
			pickSome(tab, photosPage, 12)
			tab.Click(goOn)
			tab.Click("button[value=hide]")
		}},
		{"delete-all", "adult", func(tab *site.Tab) {
			tab.Open(photosPage)
			tab.Click("button[value=show]")
			tab.Open(everythingOf(models.ScopePhotos))
		}},
		{"delete-wrong-password", "adult", func(tab *site.Tab) {
			tab.Open(everythingOf(models.ScopePhotos))
			tab.Do(chromedp.Click("[name=when][value=tomorrow]", chromedp.ByQuery))
			tab.Type("#password", "wrong")
			tab.Click(deleteButton)
		}},
		{"delete-when-unknown", "adult", func(tab *site.Tab) {
			tab.Open(everythingOf(models.ScopePhotos))
			tab.Do(chromedp.SetAttributeValue("#when", "value", "never", chromedp.ByQuery))
			tab.Type("#password", storetest.Password)
			tab.Click(deleteButton)
		}},
		{"delete-arrived", "adult", func(tab *site.Tab) {
			tab.Open(everythingOf(models.ScopePhotos))
			tab.Do(chromedp.SetAttributeValue("[name=shown]", "value", "3", chromedp.ByQuery))
			tab.Type("#password", storetest.Password)
			tab.Click(deleteButton)
		}},
		{"delete-filter", "adult", at(deletePage + "?what=photos&from=2026-11-21&function=printing")},
		{"delete-filter-empty", "adult", at(deletePage + "?what=photos&to=2020-01-01")},
		{"delete-floor-prints", "adult", at(everythingOf(models.ScopePrints))},
		{"delete-floor-log", "adult", at(everythingOf(models.ScopeLog))},
		{"delete-floor-orders", "adult", at(everythingOf(models.ScopeOrders))},
		{"delete-voice", "adult", at(everythingOf(models.ScopeVoice))},
		{"deletion-waiting", "waiting", at(deletePage + "/" + waits.ID)},
		{"deletion-erasing", "erasing", at(deletePage + "/" + erased.ID)},
		{"deletion-stuck", "stuck", at(deletePage + "/" + sticks.ID)},
		{"deletion-not-stopped", "stuck", func(tab *site.Tab) {
			tab.Open(deletePage + "/" + sticks.ID)
			tab.Do(chromedp.Evaluate(`(() => {
				const form = document.createElement("form");
				form.method = "post";
				form.action = location.pathname + "/stop";
				document.body.append(form);
				form.submit();
			})()`, nil), chromedp.WaitVisible("[role=alert]", chromedp.ByQuery))
		}},
		{"deletion-stopped", "waiting", func(tab *site.Tab) {
			tab.Open(deletePage + "/" + waits.ID)
			tab.Click("form[action$='/stop'] button")
		}},
		{"deletions-stopped", "waiting", at(deletePage)},
		{"home-deletion-stopped", "waiting", at("/home")},
		{"home-deletion-erasing", "erasing", at("/home")},
		{"deletion-done", "adult", func(tab *site.Tab) {
			asksFor(tab, everythingOf(models.ScopePhotos), storetest.Password)
			until(tab, "deleted here")
		}},
		{"deletion-done-older", "adult", func(tab *site.Tab) {
			tab.Open(deletePage)
			tab.Click("a[href^='/delete/']")
			tab.Click("a[rel=next]")
		}},
		{"deletion-done-log", "adult", func(tab *site.Tab) {
			asksFor(tab, everythingOf(models.ScopeLog), storetest.Password)
			until(tab, "deleted here")
		}},
		{"deletion-done-prints", "adult", func(tab *site.Tab) {
			asksFor(tab, everythingOf(models.ScopePrints), storetest.Password)
			until(tab, "deleted here")
		}},
		{"deletions", "adult", at(deletePage)},
		{"home-deletions", "adult", at("/home")},
		{"delete-offered", "stuck", func(tab *site.Tab) {
			tab.Open("/permissions")
			tab.Click("#microphone button")
		}},
	} {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

func TestWithoutScriptAPersonDeletesThreePhotosAndReadsTheReceipt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	var ids []string
	for n := range 5 {
		s.Clock.Advance(time.Minute)
		ids = append(ids, s.Upload(app, p, models.Upload{ID: fmt.Sprint(n)}).ID)
	}
	s.Clock.Advance(time.Minute)
	tab := s.Tab(site.Look{Width: 390, NoScript: true})
	signIn(tab, p)

	tab.Click("main a[href='" + deletePage + "']")
	tab.Click("#photos a[href='" + photosPage + "']")
	for _, id := range ids[:3] {
		tab.Do(chromedp.Click("input[value='"+id+"']", chromedp.ByQuery))
	}
	tab.Click(goOn)
	if got := tab.Text("h1"); got != "Delete 3 photos?" {
		t.Fatalf("it asks %q", got)
	}
	tab.Click(deleteButton)
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "Out of sight from now on.") {
		t.Errorf("it says %q", got)
	}
	for end := time.Now().Add(20 * time.Second); !strings.HasPrefix(tab.Text("h1"), "3 photos deleted here"); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it ends with %q", tab.Text("main"))
		}
		tab.Do(chromedp.Reload())
	}
	if got := tab.Text(".receipt"); !strings.Contains(got, "Erased here 3") || strings.Count(got, "not yet confirmed") != 2 {
		t.Errorf("the receipt says %q", got)
	}
	tab.Click(".receipt a.ref")
	if !strings.HasPrefix(tab.Path(), deletePage+"/") {
		t.Errorf("the receipt leads to %s", tab.Path())
	}
	for _, gone := range []string{photosPage + "/" + ids[0], "/files/" + ids[0]} {
		tab.Open(gone)
		if got := tab.Text("h1"); got != "This page isn’t here" {
			t.Errorf("%s says %q", gone, got)
		}
	}
	tab.Open(photosPage)
	if got := tab.Text("#list"); got != "2 photos, newest first" {
		t.Errorf("what stays: %q", got)
	}
	tab.Open("/home")
	if got := tab.Text(".timeline"); !strings.Contains(got, "You deleted 3 photos") {
		t.Errorf("home says %q", got)
	}
}

func TestWithoutScriptADeletionOfEverythingIsStoppedAndAllIsBack(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	photo := s.Upload(app, p, models.Upload{})
	for range store.PageSize {
		s.Upload(app, p, models.Upload{})
	}
	s.Clock.Advance(time.Minute)
	tab := s.Tab(site.Look{Width: 1280, NoScript: true})
	signIn(tab, p)

	tab.Open(photosPage)
	tab.Click(".bulk a")
	tab.Do(chromedp.Click("[name=when][value=tomorrow]", chromedp.ByQuery))
	tab.Type("#password", "not my password")
	tab.Click(deleteButton)
	var chosen bool
	tab.Do(chromedp.Evaluate(`document.querySelector("[name=when][value=tomorrow]").checked`, &chosen))
	if got := tab.Text("[role=alert]"); !chosen || !strings.Contains(got, "Check the password") {
		t.Fatalf("a wrong password: %q", got)
	}
	tab.Type("#password", storetest.Password)
	tab.Click(deleteButton)
	if got := tab.Text("h1"); !strings.HasPrefix(got, "Deleting 51 photos begins on ") {
		t.Fatalf("it says %q", got)
	}
	tab.Open(photosPage)
	if got := tab.Text(".lede"); !strings.HasPrefix(got, "There are no photos of yours here") {
		t.Errorf("meanwhile: %q", got)
	}
	tab.Open(deletePage)
	tab.Click("a[href^='/delete/']")
	tab.Click("form[action$='/stop'] button")
	if got := tab.Text("h1"); got != "51 photos are back" {
		t.Errorf("stopped: %q", got)
	}
	tab.Open(photosPage + "/" + photo.ID)
	var width int64
	tab.Do(chromedp.Evaluate(`document.querySelector(".plate img").naturalWidth`, &width))
	if width == 0 {
		t.Error("the picture is not back")
	}
}

func TestWithScriptAListCountsWhatIsPickedAndPicksAllByKeyboard(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	for range 4 {
		s.Upload(app, p, models.Upload{})
	}
	tab := s.Tab(site.Looks[0])
	signIn(tab, p)
	tab.Open(photosPage)
	said := func() string { return tab.Text(".bulk output") }
	if got := said(); got != "0 selected on this page" {
		t.Errorf("at first: %q", got)
	}
	tab.Do(chromedp.Focus("input[name='item[]']", chromedp.ByQuery), chromedp.KeyEvent(" "))
	if got := said(); got != "1 selected on this page" {
		t.Errorf("one: %q", got)
	}
	tab.Do(chromedp.Focus("[data-picks-all]", chromedp.ByQuery), chromedp.KeyEvent(" "))
	if got := said(); got != "4 selected on this page" {
		t.Errorf("all: %q", got)
	}
	tab.Do(chromedp.KeyEvent(kb.Tab))
	tab.Press(kb.Enter)
	if got := tab.Text("h1"); got != "Delete 4 photos?" {
		t.Errorf("it asks %q", got)
	}
	tab.Do(chromedp.Focus(deleteButton, chromedp.ByQuery))
	tab.Press(kb.Enter)
	const done = `document.querySelector("h1").textContent.includes("deleted here")`
	tab.Do(chromedp.Poll(done, nil)) // nobody reloads it
	tab.IsSound()
}
