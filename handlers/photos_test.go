package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
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

func TestAPersonFiltersTheirPhotos(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app, kiosk := s.App("Jolara app"), s.App("Kiosk in Hongqiao")
	s.Upload(app, p, models.Upload{Functions: []models.Function{models.FunctionKeeping}})
	s.Clock.Advance(48 * time.Hour) // Sunday, 22 November
	s.Upload(kiosk, p, models.Upload{})
	s.Upload(app, p, models.Upload{Functions: []models.Function{models.FunctionPrinting, models.FunctionKeeping}})
	v := s.SignedIn(p)
	for query, want := range map[string]string{
		"":                                      "3 photos, newest first",
		"?from=2026-11-21":                      "2 photos, newest first",
		"?to=2026-11-20":                        "1 photo here",
		"?from=2026-11-20&to=2026-11-20":        "1 photo here",
		"?for=keeping":                          "2 photos, newest first",
		"?with=Kiosk+in+Hongqiao":               "1 photo here",
		"?from=2026-11-21&for=keeping":          "1 photo here",
		"?for=nothing":                          "No photo in this filter",
		"?with=a+stranger":                      "No photo in this filter",
		"?from=2026-11-23":                      "No photo in this filter",
		"?from=&to=&for=&with=":                 "3 photos, newest first",
		"?from=2026-11-20&from=2026-11-23&to=+": "",
	} {
		page := v.Get(photosPage + query)
		if want == "" {
			if page.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s is answered with %d", query, page.Status)
			}
			continue
		}
		if got := page.Text("h2"); page.Status != http.StatusOK || got != want {
			t.Errorf("%s: %d, %q, want %q", query, page.Status, got, want)
		}
		if got := page.Text(".lede"); !strings.HasPrefix(got, "3 photos you uploaded") {
			t.Errorf("%s: of all it says %q", query, got)
		}
	}
	for query, field := range map[string]string{
		"?from=yesterday": "from", "?to=2026-02-30": "to", "?from=2026-11-20&to=2026-11-19": "to", "?for=No+such": "for",
	} {
		page := v.Get(photosPage + query)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a[href='#"+field+"']").Length() != 1 || page.Find(".shot").Length() != 0 {
			t.Errorf("%s: %d, %q", query, page.Status, page.Text("[role=alert]"))
		}
	}
	if got := v.Get(photosPage+"?from=yesterday").Find("#from").AttrOr("value", ""); got != "yesterday" {
		t.Errorf("what was typed is %q", got)
	}
	if got := v.Get(photosPage + "?before=none").Status; got != http.StatusUnprocessableEntity {
		t.Errorf("a place that is none is answered with %d", got)
	}
}

func TestTurningPagesKeepsTheFilter(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	for n := range 2*store.PageSize + 3 {
		f := []models.Function{models.FunctionPrinting}
		if n%2 == 0 {
			f = append(f, models.FunctionKeeping)
		}
		s.Clock.Advance(time.Minute)
		s.Upload(app, p, models.Upload{ID: fmt.Sprint(n), Functions: f, File: storetest.Picture(8, 8, n)})
	}
	v := s.SignedIn(p)
	first := v.Get(photosPage + "?for=keeping&from=2026-11-20")
	if got := first.Text("h2"); got != "52 photos, newest first" {
		t.Errorf("it finds %q", got)
	}
	if first.Find(".pager a[rel=prev]").Length() != 0 {
		t.Error("there is something newer than the newest")
	}
	older := first.Find(".pager a[rel=next]").AttrOr("href", "")
	second := v.Get(older)
	if got := second.Find(".shot").Length(); got != 2 {
		t.Errorf("%s shows %d", older, got)
	}
	if got := second.Find("#for option[selected]").AttrOr("value", ""); got != "keeping" || second.Find("#from").AttrOr("value", "") != "2026-11-20" {
		t.Error("the filter is forgotten")
	}
	back := v.Get(second.Find(".pager a[rel=prev]").AttrOr("href", ""))
	if got := back.Find(".shot a").First().AttrOr("href", ""); got != first.Find(".shot a").First().AttrOr("href", "none") || back.Find(".shot").Length() != store.PageSize {
		t.Error("newer does not lead back")
	}
	if all := v.Get(photosPage); all.Text("h2") != "103 photos, newest first" || all.Find(".shot").Length() != store.PageSize {
		t.Errorf("without a filter: %q", all.Text("h2"))
	}
}

func TestHiddenPicturesStayHiddenUntilTheyAreShown(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photo := s.Upload(s.App("Jolara app"), p, models.Upload{})
	v := s.SignedIn(p)
	one := photosPage + "/" + photo.ID
	shown := func(v *site.Visitor) (n int) {
		for _, path := range []string{"/home", photosPage, one} {
			n += v.Get(path).Find("main img").Length()
		}
		return n
	}
	if n := shown(v); n != 3 {
		t.Fatalf("%d pictures on three pages", n)
	}
	filtered := photosPage + "?for=printing"
	hidden := v.Post(photosPage, url.Values{"pictures": {"hide"}, "back": {filtered}})
	if hidden.Status != http.StatusSeeOther || hidden.Header.Get("Location") != filtered {
		t.Fatalf("hiding is answered with %d to %q", hidden.Status, hidden.Header.Get("Location"))
	}
	if got := v.Get(filtered).Text("[role=status]"); !strings.HasPrefix(got, "Pictures are hidden") {
		t.Errorf("it says %q", got)
	}
	if n := shown(v); n != 0 {
		t.Errorf("%d pictures are still shown", n)
	}
	if n := shown(s.SignedIn(p)); n != 3 {
		t.Errorf("in another browser %d pictures are shown", n)
	}
	if to := v.Post(photosPage, url.Values{"pictures": {"show"}, "back": {one}}).Header.Get("Location"); to != one {
		t.Errorf("showing leads to %q", to)
	}
	if n := shown(v); n != 3 {
		t.Errorf("%d pictures are shown again", n)
	}
	v.Post(photosPage, url.Values{"pictures": {"hide"}, "back": {one}})
	v.Post("/sign-out", nil)
	v.Post("/sign-in", url.Values{"email": {p.Email}, "password": {storetest.Password}})
	if n := shown(v); n != 3 {
		t.Errorf("after signing in again %d pictures are shown", n)
	}
}

func TestHidingPicturesLeadsToNoOtherSite(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(photographer(s))
	for _, back := range []string{"", "https://evil.example/", "//evil.example/", "/nowhere", `/\evil.example`, "/data/photos/../../evil", "javascript:alert(1)", "/sign-out"} {
		if to := v.Post(photosPage, url.Values{"pictures": {"hide"}, "back": {back}}).Header.Get("Location"); to != photosPage {
			t.Errorf("%q leads to %q", back, to)
		}
	}
	if got := v.Post(photosPage, url.Values{"pictures": {"burn"}}).Status; got != http.StatusUnprocessableEntity {
		t.Errorf("an unknown wish is answered with %d", got)
	}
}

func TestAPersonCorrectsAPhotosTitleAndDay(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photo := s.Upload(s.App("Jolara app"), p, models.Upload{File: storetest.Telling(storetest.Picture(90, 60, 1), s.Clock.Now().AddDate(0, 0, -6))})
	v := s.SignedIn(p)
	one := photosPage + "/" + photo.ID
	form := filled(t, v.Get(one), "form[action='"+one+"']")
	if form.Get("photo_taken") != "2026-11-14" || form.Get("photo_title") != "" {
		t.Fatalf("the form holds %v", form)
	}
	form.Set("photo_title", "  Larches & <b>snow</b> 照片 ")
	if done := v.Post(one, form); done.Status != http.StatusSeeOther || done.Header.Get("Location") != one {
		t.Fatalf("saving is answered with %d", done.Status)
	}
	page := v.Get(one)
	if got := page.Text("h1"); got != "Larches & <b>snow</b> 照片" {
		t.Errorf("it is called %q", got)
	}
	if got := page.Text(".timeline strong"); got != "Taken Sat 14 Nov 2026, 10:00" {
		t.Errorf("a new title changed the day: %q", got)
	}
	form = filled(t, page, "form[action='"+one+"']")
	form.Set("photo_taken", "2026-11-10")
	v.Post(one, form)
	page = v.Get(one)
	if got := page.Text(".timeline > li"); !strings.HasPrefix(got, "Taken Tue 10 Nov 2026") || !strings.Contains(got, "The day was typed here.") {
		t.Errorf("it says %q", got)
	}
	changes := v.Get("/data/changes").Text("main")
	for _, want := range []string{"Title of a photo", "Larches & <b>snow</b> 照片", "Day a photo was taken", "Sat 14 Nov 2026", "Tue 10 Nov 2026"} {
		if !strings.Contains(changes, want) {
			t.Errorf("the list of changes lacks %q: %s", want, changes)
		}
	}
	for field, typed := range map[string]string{"title": strings.Repeat("x", 121), "taken": "2027-01-01"} {
		form = filled(t, v.Get(one), "form[action='"+one+"']")
		form.Set("photo_"+field, typed)
		again := v.Post(one, form)
		if again.Status != http.StatusUnprocessableEntity || again.Find("#"+field).AttrOr("value", "") != typed || again.Find("[role=alert] a[href='#"+field+"']").Length() != 1 {
			t.Errorf("%s: %d, %q", field, again.Status, again.Text("[role=alert]"))
		}
	}
}

func TestTwoTabsOfAPhotoGetBothTitles(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photo := s.Upload(s.App("Jolara app"), p, models.Upload{})
	v := s.SignedIn(p)
	one := photosPage + "/" + photo.ID
	form := "form[action='" + one + "']"
	first, second := filled(t, v.Get(one), form), filled(t, v.Get(one), form)
	first.Set("photo_title", "Fig")
	second.Set("photo_title", "Half a fig")
	v.Post(one, first)
	both := v.Post(one, second)
	if both.Status != http.StatusConflict || both.Text("#title-here") != "Here nowFig What you typedHalf a fig" {
		t.Fatalf("the second tab is answered with %d: %q", both.Status, both.Text("#title-here"))
	}
	v.Post(one, filled(t, both, form))
	if got := v.Get(one).Text("h1"); got != "Half a fig" {
		t.Errorf("after one more click it is %q", got)
	}
}

func TestAPhotoAtRestIsSeenAndCorrectedStill(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photo := s.Upload(s.App("Jolara app"), p, models.Upload{})
	v := s.SignedIn(p)
	off := v.Post("/permissions/photo_upload", url.Values{"state": {"off"}})
	if got := v.Get(off.Header.Get("Location")).Text("[role=status] a[href='/delete?all=yes&what=photos']"); got != "Delete the 1 photo we hold" {
		t.Errorf("the flash offers %q", got)
	}
	one := photosPage + "/" + photo.ID
	for _, path := range []string{photosPage, one} {
		if got := v.Get(path).Text(".notice h2"); got != "Photo upload is off, so this photo is at rest" {
			t.Errorf("%s says %q", path, got)
		}
	}
	if page := v.Get("/files/" + photo.ID + "?download=1"); page.Status != http.StatusOK {
		t.Errorf("the original is answered with %d", page.Status)
	}
	form := filled(t, v.Get(one), "form[action='"+one+"']")
	form.Set("photo_title", "Mine all the same")
	if got := v.Post(one, form).Status; got != http.StatusSeeOther {
		t.Errorf("correcting is answered with %d", got)
	}
	if v.Post("/permissions/microphone", url.Values{"state": {"on"}}); v.Get("/permissions").Find("[role=status] a[href='/data/photos']").Length() != 0 {
		t.Error("another switch offers photos")
	}
}

func TestTheHomePageShowsTheSevenNewestPhotos(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	var newest []string
	for range 9 {
		s.Clock.Advance(time.Minute)
		newest = append([]string{"/files/" + s.Upload(app, p, models.Upload{}).ID + "?size=small"}, newest...)
	}
	home := s.SignedIn(p).Get("/home")
	got := home.Find(".film img").Map(func(_ int, img *goquery.Selection) string { return img.AttrOr("src", "") })
	if strings.Join(got, " ") != strings.Join(newest[:7], " ") {
		t.Errorf("the film shows %v, want %v", got, newest[:7])
	}
	card := home.Find(".hold__wide")
	if got := strings.Join(strings.Fields(card.Text()), " "); !strings.HasPrefix(got, "Photos 9 photos") && !strings.HasPrefix(got, "Photos9 photos") {
		t.Errorf("the card says %q", got)
	}
	if card.Find("h3 a[href='/data/photos']").Length() != 1 {
		t.Error("it does not lead to the photos")
	}
}
