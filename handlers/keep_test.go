package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// aboutToLose is an adult with photos that nobody used, and the letter that they got about it.
func aboutToLose(t *testing.T, s *site.Site) (models.Person, models.Letter) {
	t.Helper()
	p := s.CanSignIn(s.Adult())
	s.Grant(p, models.PhotoUpload)
	app := s.App("Jolara app")
	for range 3 {
		s.Upload(app, p, models.Upload{})
	}
	s.Clock.Advance(642 * 24 * time.Hour) // 24 months less 90 days
	if _, err := s.Store.Sweep(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		letters, err := s.Box.Letters()
		if err != nil {
			t.Fatal(err)
		}
		about := func(l models.Letter) bool { return strings.Contains(l.Text, "/keep/") }
		if i := slices.IndexFunc(letters, about); i >= 0 && s.Count(`select count(*) from last_calls where sent_at is not null`) == 1 {
			return p, letters[i]
		}
	}
	t.Fatal("no letter was sent")
	return p, models.Letter{}
}

func TestTheLetterBeforePhotosGoKeepsThemByItsLink(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, letter := aboutToLose(t, s)
	if letter.Subject != "Your 3 photos will be deleted on Tue 21 Nov 2028" {
		t.Errorf("the letter is called %q", letter.Subject)
	}
	_, token, _ := strings.Cut(letter.Text, "/keep/")
	token = strings.Fields(token)[0]
	v := s.Visitor()
	led := v.Get("/keep/" + token)
	if led.Status != http.StatusSeeOther || led.Header.Get("Location") != "/keep" || led.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("the link leads to %d %q", led.Status, led.Header.Get("Location"))
	}
	for range 2 { // to look decides nothing
		page := v.Get("/keep")
		if page.Status != http.StatusOK || page.Text("h1") != "Keep all 3 photos?" || !strings.Contains(page.Text(".lede"), "they go on Tue 21 Nov 2028") {
			t.Errorf("%d, %q, %q", page.Status, page.Text("h1"), page.Text(".lede"))
		}
		if strings.Contains(page.Body, p.Name) || strings.Contains(page.Body, p.Email) {
			t.Error("the page names the person")
		}
	}
	if n := s.Count(`select count(*) from tokens where purpose = 'keep' and used_at is null`); n != 1 {
		t.Errorf("%d links work", n)
	}
	kept := v.Post("/keep", nil)
	if kept.Status != http.StatusSeeOther || kept.Header.Get("Location") != "/sign-in" {
		t.Errorf("keeping leads to %d %q", kept.Status, kept.Header.Get("Location"))
	}
	if got := v.Get("/sign-in").Text("[role=status]"); !strings.HasPrefix(got, "Your photos stay.") {
		t.Errorf("the flash says %q", got)
	}
	for _, again := range []site.Page{v.Get("/keep"), v.Post("/keep", nil), s.Visitor().Get("/keep")} {
		if again.Status != http.StatusGone {
			t.Errorf("a link that was used is answered with %d", again.Status)
		}
	}
	if got := s.SignedIn(p).Get("/home").Text("[aria-labelledby=recent]"); !strings.Contains(got, "You kept your unused photos") {
		t.Errorf("the home page says %q", got)
	}
}

func TestALetterThatDidNotArriveIsToldBesideThePhotos(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, _ := aboutToLose(t, s)
	if _, err := s.DB.Exec(t.Context(), `update last_calls set sent_at = null`); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(48 * time.Hour)
	card := s.SignedIn(p).Get("/data").Find("#photos .notice")
	if got := card.Text(); !strings.Contains(got, "We could not reach you. On 23 August 2028 we wrote") || card.Find(`a[href="/account/email"]`).Length() != 1 {
		t.Errorf("beside the photos stands %q", got)
	}
}

func TestAPersonChoosesHowLongBehaviourIsKept(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	for _, months := range []int{0, 2, 5} {
		s.Did(p, models.Activity{Kind: models.ActivityBrowse, At: s.Clock.Now().AddDate(0, -months, -1)})
	}
	v := s.SignedIn(p)
	const keep = "/data/log/keep"
	if form := v.Get("/data/log").Find(`form[action="` + keep + `"]`); form.Find("option[selected]").AttrOr("value", "") != "6" || form.Find("option").Length() != 4 {
		t.Errorf("the log offers %s", form.Text())
	}
	page := v.Get(keep + "?months=1")
	if page.Text("h1") != "Keep this for 1 month?" || !strings.Contains(page.Text("form strong"), "2 entries are older and go within the hour") {
		t.Errorf("%q, %q", page.Text("h1"), page.Text("form strong"))
	}
	if got := v.Get(keep + "?months=12").Text("form strong"); got != "No entry goes at once: none is that old." {
		t.Errorf("a longer time: %q", got)
	}

	s.Did(p, models.Activity{Kind: models.ActivityClick, At: s.Clock.Now().AddDate(0, -3, 0)}) // meanwhile
	more := v.Post(keep, url.Values{"months": {"1"}, "goes": {"2"}})
	if more.Status != http.StatusConflict || !strings.Contains(more.Text(".summary"), "More entries go") || more.Find("[name=goes]").AttrOr("value", "") != "3" {
		t.Errorf("more than was shown: %d, %q", more.Status, more.Text(".summary"))
	}
	if n := s.Count(`select count(*) from persons where behaviour_months is not null`); n != 0 {
		t.Error("it was chosen all the same")
	}
	done := v.Post(keep, url.Values{"months": {"1"}, "goes": {"3"}})
	if done.Status != http.StatusSeeOther || done.Header.Get("Location") != "/data/log" {
		t.Fatalf("%d %q", done.Status, done.Header.Get("Location"))
	}
	log := v.Get("/data/log")
	if got := log.Text("[role=status]"); !strings.HasPrefix(got, "Kept for 1 month, your choice.") {
		t.Errorf("the flash says %q", got)
	}
	if got := log.Find(".cards > li").First().Text(); !strings.Contains(got, "Kept for 1 month, your choice.") {
		t.Errorf("the card says %q", got)
	}
	if got := v.Get("/data/log?kind=browse").Find(".log li").First().Text(); !strings.Contains(got, "Kept until 19 Dec 2026") {
		t.Errorf("an entry says %q", got)
	}
	for _, path := range []string{"/home", "/data"} {
		if got := v.Get(path).Text("main"); !strings.Contains(got, "Kept for 1 month, your choice.") {
			t.Errorf("%s does not tell it", path)
		}
	}
	if got := v.Get("/home").Text("[aria-labelledby=recent]"); !strings.Contains(got, "You chose to keep browsing and searching for 1 month") {
		t.Errorf("recently: %q", got)
	}
	if _, err := s.Store.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := s.Count(`select count(*) from activity where kind in ('browse', 'click')`); n != 1 {
		t.Errorf("%d entries stay", n)
	}
	v.Post(keep, url.Values{"months": {"1"}, "goes": {"0"}})
	if got := v.Get("/data/log").Text("[role=status]"); !strings.HasPrefix(got, "Nothing to save.") {
		t.Errorf("the same again: %q", got)
	}
	if n := s.Count(`select count(*) from events where kind = 'behaviour_kept' and subject = '1' and actor = 'person' and clause = 72`); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestWhatCannotBeChosenIsRefusedAndOfMinorsThereIsNothingToChoose(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v, child := s.SignedIn(s.CanSignIn(s.Adult())), s.SignedIn(s.CanSignIn(s.Minor(12)))
	for _, months := range []string{"", "0", "2", "-1", "six", "999999999999999999999"} {
		if page := v.Post("/data/log/keep", url.Values{"months": {months}}); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", months, page.Status)
		}
		if page := v.Get("/data/log/keep?months=" + months); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("to look at %q: %d", months, page.Status)
		}
	}
	if page := child.Post("/data/log/keep", url.Values{"months": {"3"}}); page.Status != http.StatusNotFound {
		t.Errorf("a minor: %d", page.Status)
	}
	if n := child.Get("/data/log").Find(`form[action="/data/log/keep"]`).Length(); n != 0 {
		t.Error("a minor is offered a choice")
	}
	if n := s.Count(`select count(*) from persons where behaviour_months is not null`); n != 0 {
		t.Errorf("%d choices were written", n)
	}
}
