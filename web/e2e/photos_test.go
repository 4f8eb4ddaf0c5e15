package e2e_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const photosPage = "/data/photos"

// photographer is an adult who signs in and lets Jolara take pictures.
func photographer(s *site.Site) models.Person {
	p := s.CanSignIn(s.Adult())
	s.Grant(p, models.PhotoUpload)
	return p
}

// photoStates are the photo pages in all their states. lived is the photo to which everything happened, plain the one to
// which nothing did.
func photoStates(lived, plain, resting string) []state {
	rename := func(tab *site.Tab, title string) {
		retype(tab, "#title", title)
		tab.Click("form[action='" + photosPage + "/" + lived + "'] button")
	}
	return []state{
		{"photos", "adult", at(photosPage)},
		{"photos-older", "adult", func(tab *site.Tab) {
			tab.Open(photosPage + "?from=2020-01-01")
			tab.Click(".pager a[rel=next]")
		}},
		{"photos-filtered", "adult", at(photosPage + "?from=2026-11-01&to=2026-12-31&for=keeping")},
		{"photos-filtered-empty", "adult", at(photosPage + "?from=2020-01-01&to=2020-01-31")},
		{"photos-filter-wrong", "adult", at(photosPage + "?from=yesterday&to=2026-02-30")},
		{"photo", "adult", at(photosPage + "/" + lived)},
		{"photo-plain", "adult", at(photosPage + "/" + plain)},
		{"photo-overtaken", "adult", func(tab *site.Tab) {
			tab.Open(photosPage + "/" + lived)
			tab.Do(chromedp.SetAttributeValue("[name='was.photo_title']", "value", "what was there before", chromedp.ByQuery))
			rename(tab, "Another name for it")
		}},
		{"photo-wrong", "adult", func(tab *site.Tab) {
			tab.Open(photosPage + "/" + lived)
			unguarded(tab, "form[action='"+photosPage+"/"+lived+"']")
			tab.Do(chromedp.SetAttributeValue("#taken", "type", "text", chromedp.ByQuery))
			retype(tab, "#taken", "last summer")
			rename(tab, "Sun")
		}},
		{"photo-saved", "adult", func(tab *site.Tab) {
			tab.Open(photosPage + "/" + lived)
			rename(tab, strings.Repeat("Sunset over the ridge ", 5))
		}},
		{"home-photos", "adult", at("/home")},
		{"photos-resting", "resting", at(photosPage)},
		{"photo-resting", "resting", at(photosPage + "/" + resting)},
		{"photos-switched-off", "resting", func(tab *site.Tab) {
			tab.Open("/permissions")
			tab.Click("#photo_upload button")
			tab.Click("#photo_upload button")
		}},
		{"photos-hidden", "resting", func(tab *site.Tab) {
			tab.Open(photosPage)
			tab.Click("button[value=hide]")
		}},
		{"photo-hidden", "resting", at(photosPage + "/" + resting)},
		{"home-hidden", "resting", at("/home")},
		{"photos-empty", "newcomer", at(photosPage)},
		{"photos-minor", "minor", at(photosPage)},
	}
}

func TestEveryPhotoPageInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult, resting := photographer(s), photographer(s)
	lived, plain := album(t, s, adult)
	rests := s.Upload(s.App("Kiosk in Xuhui"), resting, models.Upload{File: storetest.Picture(900, 1200, 3)})
	if _, _, err := s.Store.SwitchPermission(t.Context(), resting, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	tabs := map[string]*site.Tab{}
	for who, person := range map[string]models.Person{
		"adult": adult, "resting": resting, "newcomer": s.CanSignIn(s.Adult()), "minor": s.CanSignIn(s.Minor(12)),
	} {
		tabs[who] = s.Tab(site.Looks[0])
		signIn(tabs[who], person)
	}
	html := map[string]string{}
	for _, page := range photoStates(lived, plain, rests.ID) {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

// album gives a person some sixty photos, and returns the one to which everything happened and one to which nothing did.
func album(t *testing.T, s *site.Site, p models.Person) (lived, plain string) {
	t.Helper()
	app, kiosk := s.App("Jolara app"), s.App("Kiosk in Hongqiao")
	titles := []string{"", "Two at the window", strings.Repeat("Anamewithoutaspace", 6), "Path to the pass", "照片：山上的第一缕阳光", "Half a fig, with everything that was on the table that day and a little more"}
	for n := range 58 {
		s.Clock.Advance(7 * time.Hour)
		f := []models.Function{models.FunctionPrinting}
		if n%3 == 0 {
			f = []models.Function{models.FunctionKeeping, models.FunctionPrinting, "collage"}[:1+n%2*2]
		}
		plain = s.Upload(kiosk, p, models.Upload{ID: fmt.Sprint("k", n), File: storetest.Picture(480, 320+n%3*160, n), Functions: f}).ID
		if title := titles[n%len(titles)]; title != "" {
			edit := models.PhotoEdit{Title: models.Typed{Is: title}}
			if err := s.Store.EditPhoto(t.Context(), p.ID, plain, edit); err != nil {
				t.Fatal(err)
			}
		}
	}
	plain = s.Upload(kiosk, p, models.Upload{ID: "plain"}).ID
	s.Clock.Advance(time.Hour)
	taken := s.Clock.Now().AddDate(0, 0, -2)
	lived = s.Upload(app, p, models.Upload{
		ID: "lived", FileName: "IMG_0419.jpg", File: storetest.Telling(storetest.Picture(1500, 1000, 4), taken),
		Functions: []models.Function{models.FunctionPrinting, models.FunctionKeeping},
	}).ID
	for _, f := range []models.Function{models.FunctionPrinting, models.FunctionPrinting, "advertising", "training_of_models"} {
		s.Clock.Advance(time.Minute)
		file, err := s.Store.UsePhoto(t.Context(), app.ID, p.ExternalID, "lived", f)
		var refused models.Refused
		switch {
		case err == nil:
			err = file.Close()
		case errors.As(err, &refused):
			err = nil
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for state, id := range map[models.PrintState]string{models.PrintDelivered: "P-2026-0731", models.PrintPrinting: "P-2026-0802"} {
		s.Print(app, p, models.PushedPrint{ID: id, PhotoIDs: []string{"lived", "plain"}, OrderedAt: s.Clock.Now(), State: state})
	}
	return lived, plain
}

func TestWithoutScriptAPersonFindsOpensNamesAndHidesAPhoto(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	s.Upload(app, p, models.Upload{Functions: []models.Function{models.FunctionKeeping}})
	s.Upload(app, p, models.Upload{})
	tab := s.Tab(site.Look{Width: 390, NoScript: true})
	signIn(tab, p)

	tab.Click(".held h3 a[href='" + photosPage + "']")
	if got := tab.Text("#list"); got != "2 photos, newest first" {
		t.Fatalf("home leads to %q", got)
	}
	tab.Do(chromedp.SetValue("#for", "keeping", chromedp.ByQuery))
	tab.Click(".filters button")
	if got := tab.Text("#list"); got != "1 photo here" || !strings.Contains(tab.Path(), "for=keeping") {
		t.Fatalf("filtered: %q at %s", got, tab.Path())
	}
	tab.Click(".shot a")
	tab.Type("#title", "Fig, closer")
	tab.Click("main form:has(#title) button")
	if got := tab.Text("h1"); got != "Fig, closer" || !strings.HasPrefix(tab.Text("[role=status]"), "Saved.") {
		t.Fatalf("named: %q", got)
	}
	var width int64
	tab.Do(chromedp.Evaluate(`document.querySelector(".plate img").naturalWidth`, &width))
	if width == 0 {
		t.Error("the picture is not to be seen")
	}
	tab.Click("button[name=pictures]")
	if got := tab.Text("button[name=pictures]"); got != "Show pictures" || !strings.Contains(tab.Text(".plate"), "Hidden") {
		t.Errorf("hidden: %q", got)
	}
	tab.Click("main a[href='" + photosPage + "']")
	var pictures int
	tab.Do(chromedp.Evaluate(`document.querySelectorAll("main img").length`, &pictures))
	if pictures != 0 {
		t.Errorf("%d pictures are shown in the list", pictures)
	}
}
