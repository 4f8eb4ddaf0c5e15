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

const (
	deletePage = "/delete"
	deleteForm = "form[action='/delete'][method=post]"
	allPhotos  = deletePage + "?what=photos&all=yes"
)

// deletedTomorrow has a person's deletion begin tomorrow, and returns it.
func deletedTomorrow(t *testing.T, s *site.Site, p models.Person, selection models.Selection) models.Deletion {
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

// photosOf uploads so many photos of a person, a minute ago.
func photosOf(s *site.Site, p models.Person, n int) (ids []string) {
	app := s.App("App of " + p.ExternalID + s.Clock.Now().String())
	for range n {
		ids = append(ids, s.Upload(app, p, models.Upload{}).ID)
	}
	s.Clock.Advance(time.Minute)
	return ids
}

// held counts a person's photos that are in sight.
func held(s *site.Site, p models.Person) int {
	return s.Count(`select count(*) from photos where person_id = $1`, p.ID)
}

func TestWhatIsPickedIsNamedBeforeItIsDeletedAndGoneAfterwards(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	ids := photosOf(s, p, 3)
	v := s.SignedIn(p)
	asks := v.Get(deletePage + "?what=photos&item[]=" + ids[0] + "&item[]=" + ids[2])
	if got := asks.Text("h1"); asks.Status != http.StatusOK || got != "Delete 2 photos?" {
		t.Fatalf("%d, %q", asks.Status, got)
	}
	if asks.Find(".chosen img").Length() != 2 || asks.Find(deleteForm+" [type=password], [name=when]").Length() != 0 {
		t.Errorf("it shows %d pictures and asks for too much", asks.Find(".chosen img").Length())
	}
	if held(s, p) != 3 {
		t.Fatal("asking deletes")
	}
	deleted := v.Post(deletePage, filled(t, asks, deleteForm))
	if deleted.Status != http.StatusSeeOther || !strings.HasPrefix(deleted.Header.Get("Location"), deletePage+"/") {
		t.Fatalf("%d to %q", deleted.Status, deleted.Header.Get("Location"))
	}
	if got := v.Get(deleted.Header.Get("Location")).Text("[role=status]"); !strings.HasPrefix(got, "Out of sight") {
		t.Errorf("it says %q", got)
	}
	for path, want := range map[string]int{
		"/data/photos/" + ids[0]: http.StatusNotFound, "/files/" + ids[0]: http.StatusNotFound, "/files/" + ids[2] + "?size=small": http.StatusNotFound,
		"/data/photos/" + ids[1]: http.StatusOK,
	} {
		if got := v.Get(path).Status; got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	again := v.Post(deletePage, filled(t, asks, deleteForm))
	if got := again.Text("h1"); again.Status != http.StatusUnprocessableEntity || got != "Nothing to delete" {
		t.Errorf("once more: %d, %q", again.Status, got)
	}
}

func TestWhatCannotBeASelectionDeletesNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, other := photographer(s), photographer(s)
	photosOf(s, p, 2)
	theirs := photosOf(s, other, 1)[0]
	v := s.SignedIn(p)
	for query, says := range map[string]string{
		"what=photos":                      "Nothing is selected",
		"what=photos&item[]=":              "",
		"what=photos&item[]=1":             "",
		"what=everything&all=yes":          "",
		"what=":                            "",
		"what=photos&from=yesterday":       "",
		"what=photos&state=sent":           "",
		"what=print_jobs&function=x":       "",
		"what=log&kind=photo":              "",
		"what=photos" + items(51):          "",
		"what=photos&function=No+such+one": "",
	} {
		for method, page := range map[string]site.Page{"GET": v.Get(deletePage + "?" + query), "POST": v.Post(deletePage, must(url.ParseQuery(query)))} {
			if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), says) {
				t.Errorf("%s %s: %d, %q", method, query, page.Status, page.Text("main"))
			}
		}
	}
	empty := v.Get(deletePage + "?what=photos&item[]=" + theirs)
	if got := empty.Text("h1"); got != "Nothing to delete" || empty.Find(deleteForm).Length() != 0 {
		t.Errorf("what is somebody else's: %q", got)
	}
	if got := v.Post(deletePage, url.Values{"what": {"photos"}, "item[]": {theirs}, "shown": {"1"}}).Status; got != http.StatusUnprocessableEntity {
		t.Errorf("deleting it is answered with %d", got)
	}
	if held(s, p) != 2 || held(s, other) != 1 {
		t.Errorf("%d and %d photos are left", held(s, p), held(s, other))
	}
}

// items are so many entries, as an address picks them.
func items(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "&item[]=00000000-0000-8000-8000-%012d", i)
	}
	return list.String()
}

func TestADeletionOfEverythingAsksForThePassword(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photosOf(s, p, 2)
	v := s.SignedIn(p)
	asks := filled(t, v.Get(allPhotos), deleteForm)
	for _, password := range []string{"", "wrong"} {
		asks.Set("password", password)
		asks.Set("when", "tomorrow")
		page := v.Post(deletePage, asks)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a[href='#password']").Length() != 1 {
			t.Errorf("%q: %d, %q", password, page.Status, page.Text("[role=alert]"))
		}
		if page.Find("[name=when][value=tomorrow][checked]").Length() != 1 || page.Find("#password").AttrOr("value", "none") != "none" {
			t.Errorf("%q: the form forgets, or tells too much", password)
		}
		if got := page.Find("title").Text(); !strings.HasPrefix(got, "Error: Delete 2 photos?") {
			t.Errorf("%q: the title is %q", password, got)
		}
	}
	asks.Set("when", "never")
	asks.Set("password", storetest.Password)
	if page := v.Post(deletePage, asks); page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a[href='#when']").Length() != 1 {
		t.Errorf("an unknown time: %d, %q", page.Status, page.Text("[role=alert]"))
	}
	asks.Set("when", "now")
	asks.Set("password", "wrong")
	last := site.Page{}
	for range 20 {
		if last = v.Post(deletePage, asks); last.Status == http.StatusTooManyRequests {
			break
		}
	}
	if last.Status != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" || !strings.Contains(last.Text("[role=alert]"), "Too many tries") {
		t.Errorf("guessing ends with %d, %q", last.Status, last.Text("[role=alert]"))
	}
	if held(s, p) != 2 {
		t.Errorf("%d photos are left", held(s, p))
	}
}

func TestWhatArrivesBetweenAskingAndDeletingStays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photosOf(s, p, 2)
	v := s.SignedIn(p)
	asks := filled(t, v.Get(allPhotos), deleteForm)
	s.Clock.Advance(time.Minute)
	late := photosOf(s, p, 1)[0]
	asks.Set("password", storetest.Password)
	if got := v.Post(deletePage, asks).Status; got != http.StatusSeeOther {
		t.Fatalf("it is answered with %d", got)
	}
	if got := v.Get("/data/photos/" + late).Status; got != http.StatusOK || held(s, p) != 1 {
		t.Errorf("the late one answers %d, and %d are left", got, held(s, p))
	}
	asks = filled(t, v.Get(allPhotos), deleteForm)
	asks.Set("password", storetest.Password)
	asks.Set("shown", "0")
	page := v.Post(deletePage, asks)
	if got := page.Text("[role=alert] h2"); page.Status != http.StatusConflict || got != "Something arrived meanwhile" || page.Find(deleteForm).Length() != 1 {
		t.Errorf("more than was shown: %d, %q", page.Status, got)
	}
	if held(s, p) != 1 {
		t.Error("it is deleted all the same")
	}
}

func TestADeletionThatWaitsIsStoppedOnceAndByItsPersonOnly(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photosOf(s, p, 2)
	d := deletedTomorrow(t, s, p, models.Selection{What: models.ScopePhotos, All: true})
	v, stranger := s.SignedIn(p), s.SignedIn(s.CanSignIn(s.Adult()))
	one := deletePage + "/" + d.ID
	for path, want := range map[string]int{one: http.StatusNotFound, "/receipts/" + d.Receipt: http.StatusNotFound, deletePage + "/none": http.StatusNotFound} {
		if got := stranger.Get(path).Status; got != want {
			t.Errorf("a stranger's %s answers %d", path, got)
		}
	}
	if got := stranger.Post(one+"/stop", nil).Status; got != http.StatusNotFound || held(s, p) != 0 {
		t.Errorf("a stranger stops it: %d", got)
	}
	if got := v.Get("/receipts/" + d.Receipt); got.Status != http.StatusSeeOther || got.Header.Get("Location") != one {
		t.Errorf("its receipt leads to %q", got.Header.Get("Location"))
	}
	if got := v.Post("/receipts/"+d.Receipt+"/notes", url.Values{"note": {"mine"}}).Status; got != http.StatusNotFound {
		t.Errorf("a note under it is answered with %d", got)
	}
	if got := v.Post(one+"/stop", nil); got.Status != http.StatusSeeOther || held(s, p) != 2 {
		t.Errorf("stopping is answered with %d, %d photos are back", got.Status, held(s, p))
	}
	if got := v.Get(one).Text("h1"); got != "2 photos are back" {
		t.Errorf("it says %q", got)
	}
	twice := v.Post(one+"/stop", nil)
	if got := twice.Text("[role=alert] h2"); twice.Status != http.StatusConflict || got != "It can no longer be stopped" {
		t.Errorf("twice: %d, %q", twice.Status, got)
	}
}

func TestAPageOfADeletionAsksAgainOnlyWhileItChanges(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photosOf(s, p, 2)
	d := deletedTomorrow(t, s, p, models.Selection{What: models.ScopePhotos, All: true})
	v := s.SignedIn(p)
	for state, again := range map[string]int{"waiting": 0, "erasing": 1, "stopped": 0} {
		if _, err := s.DB.Exec(t.Context(), `update deletions set state = $2 where id = $1`, d.ID, state); err != nil {
			t.Fatal(err)
		}
		page := v.Get(deletePage + "/" + d.ID)
		if page.Find("[data-again]").Length() != again || strings.Count(page.Body, "?watch=yes") != again || page.Header.Get("Refresh") != "" {
			t.Errorf("%s: %d parts that change, Refresh %q", state, page.Find("[data-again]").Length(), page.Header.Get("Refresh"))
		}
		watched := v.Get(deletePage + "/" + d.ID + "?watch=yes")
		if (watched.Header.Get("Refresh") != "") != (again > 0) || watched.Find("main [href*='watch=yes']").Length() != 0 {
			t.Errorf("%s, watched: Refresh %q", state, watched.Header.Get("Refresh"))
		}
	}
}

func TestEveryListLeadsToDeletingWhatItShows(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photosOf(s, p, 3)
	ordered(s, p, models.PrintDelivered, models.PrintOrdered)
	s.Grant(p, models.VoiceCall)
	s.Call(p, models.PushedCall{ID: "c", At: s.Clock.Now(), Seconds: 3, Direction: models.CallOut})
	busy(s, p)
	s.Clock.Advance(time.Minute)
	v := s.SignedIn(p)
	for list, asks := range map[string]string{
		"/data/photos": "Delete 4 photos?",
		"/data/photos?for=printing&from=2026-11-20": "Delete 4 photos?",
		"/data/prints":                 "Delete 2 print jobs?",
		"/data/prints?state=delivered": "Delete 1 print job?",
		"/data/voice":                  "Delete 1 talk with support?",
		"/data/voice?kind=call":        "Delete 1 talk with support?",
	} {
		page := v.Get(list)
		to := page.Find(".bulk a").AttrOr("href", "")
		all := v.Get(to)
		if got := all.Text("h1"); got != asks {
			t.Errorf("%s leads to %s, which asks %q", list, to, got)
		}
		back := all.Find("main p > a").First().AttrOr("href", "")
		if back != list && !strings.Contains(list, "&") {
			t.Errorf("%s leads back to %s", to, back)
		}
		if got := page.Find("form[action='/delete'] input[name='item[]']").Length(); got == 0 {
			t.Errorf("%s has nothing to pick", list)
		}
	}
	for _, list := range []string{"/data/log", "/data/log?kind=behaviour", "/data/log?kind=search"} {
		page := v.Get(list)
		counted := strings.Fields(page.Text("#list"))[0]
		if got := v.Get(page.Find(".bulk a").AttrOr("href", "")).Text("h1"); !strings.HasPrefix(got, "Delete "+counted+" ") {
			t.Errorf("%s shows %s, and asks %q", list, counted, got)
		}
	}
}

func TestAReceiptListsEachEntryByPages(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photosOf(s, p, store.PageSize+2)
	v := s.SignedIn(p)
	asks := filled(t, v.Get(allPhotos), deleteForm)
	asks.Set("password", storetest.Password)
	one := v.Post(deletePage, asks).Header.Get("Location")
	page := v.Get(one)
	for end := time.Now().Add(20 * time.Second); !strings.Contains(page.Text("h1"), "deleted here"); page = v.Get(one) {
		if time.Now().After(end) {
			t.Fatalf("it ends with %q", page.Text("main"))
		}
		time.Sleep(20 * time.Millisecond)
	}
	entries := func(page site.Page) *goquery.Selection { return page.Find(".places--tight > li") }
	older := v.Get(page.Find(".pager a[rel=next]").AttrOr("href", ""))
	if entries(page).Length() != store.PageSize || entries(older).Length() != 2 {
		t.Errorf("%d and %d entries", entries(page).Length(), entries(older).Length())
	}
	if got := older.Text(".receipt"); !strings.Contains(got, "Erased here52") {
		t.Errorf("the receipt says %q", got)
	}
	if got := v.Get("/home").Text(".timeline"); !strings.Contains(got, "You deleted 52 photos") {
		t.Errorf("home says %q", got)
	}
}

func TestSwitchingOffOffersToDeleteWhatCameByIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	s.Grant(p, models.Microphone)
	s.Grant(p, models.Camera)
	s.Record(p, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: 1, File: storetest.Sound(1)})
	v := s.SignedIn(p)
	for permission, offers := range map[string]string{"microphone": "Delete the 1 recording we list", "photo_upload": "", "camera": ""} {
		v.Post("/permissions/"+permission, url.Values{"state": {"off"}})
		link := v.Get("/permissions").Find("[role=status] a[href^='/delete']")
		if got := strings.TrimSpace(link.Text()); got != offers {
			t.Errorf("%s: %q", permission, got)
		}
		if offers != "" && v.Get(link.AttrOr("href", "")).Text("h1") != "Delete 1 talk with support?" {
			t.Errorf("%s leads to %s", permission, link.AttrOr("href", ""))
		}
	}
}
