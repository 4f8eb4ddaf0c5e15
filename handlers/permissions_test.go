package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

func TestAPersonTurnsTheMicrophoneOnAndOffAgain(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))

	on := v.Post("/permissions/microphone", url.Values{"state": {"on"}})
	if on.Status != http.StatusSeeOther || on.Header.Get("Location") != "/permissions" {
		t.Fatalf("the switch was answered with %d to %q", on.Status, on.Header.Get("Location"))
	}
	page := v.Get("/permissions")
	if got := page.Name("#microphone button"); got != "Microphone is On. Turn it off" {
		t.Errorf("the switch is called %q", got)
	}
	if got := page.Text("[role=status]"); !strings.Contains(got, "Microphone is on.") {
		t.Errorf("the flash says %q", got)
	}
	if undo, _ := page.Find("[role=status] form").Attr("action"); undo != "/permissions/microphone" {
		t.Errorf("undo posts to %q", undo)
	}
	if again := v.Get("/permissions"); again.Find("[role=status]").Length() != 0 {
		t.Error("the flash is shown a second time")
	}

	v.Post("/permissions/microphone", url.Values{"state": {"off"}})
	if got := v.Get("/permissions").Name("#microphone button"); got != "Microphone is Off. Turn it on" {
		t.Errorf("after undo the switch is called %q", got)
	}
}

func TestEveryChoiceHasAReceiptThatIsMailed(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	v.Post("/permissions/camera", url.Values{"state": {"on"}})

	link, _ := v.Get("/permissions").Find("[role=status] a").Attr("href")
	receipt := v.Get(link)
	if receipt.Status != http.StatusOK || !strings.Contains(receipt.Text("main"), "You, on these pages") {
		t.Errorf("the receipt at %q was answered with %d: %s", link, receipt.Status, receipt.Text("main"))
	}
	letter := s.Letter(adult.Email)
	if !strings.Contains(letter.Text, s.URL+link) {
		t.Errorf("the letter does not lead to %s: %s", link, letter.Text)
	}
}

func TestAMinorIsToldThatTheGuardianDecides(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Minor(12)))
	if buttons := v.Get("/permissions").Find("main button").Length(); buttons != 0 {
		t.Errorf("a minor is offered %d switches", buttons)
	}
	page := v.Post("/permissions/camera", url.Values{"state": {"on"}})
	if page.Status != http.StatusForbidden || !strings.Contains(page.Text("main"), "guardian") {
		t.Errorf("a minor's own yes was answered with %d: %s", page.Status, page.Text("main"))
	}
}

func TestASwitchThatMakesNoSenseChangesNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	for _, c := range []struct {
		name, path, body, kind string
		status                 int
	}{
		{"a position that is none", "/permissions/camera", "state=maybe", "application/x-www-form-urlencoded", 422},
		{"no position", "/permissions/camera", "", "application/x-www-form-urlencoded", 422},
		{"a permission that is none", "/permissions/location", "state=on", "application/x-www-form-urlencoded", 404},
		{"JSON", "/permissions/camera", `{"state":"on"}`, "application/json", 415},
		{"no content type", "/permissions/camera", "state=on", "", 415},
		{"a broken escape", "/permissions/camera", "state=%zz", "application/x-www-form-urlencoded", 400},
		{"bytes that are no text", "/permissions/camera", "state=%ff", "application/x-www-form-urlencoded", 400},
		{"more than a megabyte", "/permissions/camera", "state=on&x=" + strings.Repeat("x", 1<<20), "application/x-www-form-urlencoded", 413},
	} {
		r := v.Request(http.MethodPost, c.path, strings.NewReader(c.body))
		r.Header.Set("Origin", v.URL)
		r.Header.Set("Content-Type", c.kind)
		if page := v.Do(r); page.Status != c.status || page.Find("h1").Length() != 1 {
			t.Errorf("%s: got %d with %d headings, want %d as a page", c.name, page.Status, page.Find("h1").Length(), c.status)
		}
	}
	r := v.Request(http.MethodDelete, "/permissions", nil)
	r.Header.Set("Origin", v.URL)
	if page := v.Do(r); page.Status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE was answered with %d", page.Status)
	}
	if n := s.Count(`select count(*) from consents where person_id = $1`, adult.ID); n != 0 {
		t.Errorf("%d choices were written", n)
	}
}

func TestChoicesArePagedBothWays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	const choices = 120
	for i := range choices {
		state := models.Granted
		if i%2 == 1 {
			state = models.Withdrawn
		}
		if _, _, err := s.Store.SwitchPermission(t.Context(), adult, models.Camera, state); err != nil {
			t.Fatal(err)
		}
	}
	v := s.SignedIn(adult)
	seen := map[string]bool{}
	path, last, pages := "/consents", "", 0
	for path != "" {
		page := v.Get(path)
		page.Find("main a[href^='/receipts/']").Each(func(_ int, a *goquery.Selection) { seen[a.Text()] = true })
		last, pages = path, pages+1
		path, _ = page.Find("a[rel=next]").Attr("href")
	}
	if len(seen) != choices || pages != 3 {
		t.Errorf("%d of %d choices are shown on %d pages", len(seen), choices, pages)
	}
	back, _ := v.Get(last).Find("a[rel=prev]").Attr("href")
	if back == "" || v.Get(back).Find("main a[href^='/receipts/']").Length() == 0 {
		t.Errorf("from %s there is no way back", last)
	}
	if page := v.Get("/consents?before=yesterday"); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a place that is none was answered with %d", page.Status)
	}
}

func TestThePermissionsLeadToTheStepsOnEachKindOfDevice(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	first, leads := v.Get("/permissions").Find("#microphone dd a").Attr("href")
	if !leads {
		t.Fatal("the microphone’s card does not lead to the steps")
	}
	address, anchor, _ := strings.Cut(first, "#")
	platforms := v.Get(address).Find("main nav a")
	if platforms.Length() != len(models.Platforms) {
		t.Errorf("%d platforms", platforms.Length())
	}
	platforms.Each(func(_ int, link *goquery.Selection) {
		path := link.AttrOr("href", "")
		if page := v.Get(path); page.Status != http.StatusOK || page.Find("#"+anchor+" ol li").Length() == 0 {
			t.Errorf("%s was answered with %d, without steps for the %s", path, page.Status, anchor)
		}
	})
	for _, none := range []string{"windows", "IOS"} {
		if page := v.Get("/permissions/device/" + none); page.Status != http.StatusNotFound {
			t.Errorf("the platform %q was answered with %d", none, page.Status)
		}
	}
}
