package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// wholeWard is a child of six with something in every list, and a complaint, whose guardian is mother.
func wholeWard(t *testing.T, s *site.Site) (child models.Person, photo string) {
	t.Helper()
	child = s.Allow(s.CanSignIn(s.Minor(6)), models.PhotoUpload, models.Microphone, models.KeepRecordings)
	photo = titled(t, s, child, "The lake")
	s.Record(child, models.PushedRecording{ID: "talk-1", StartedAt: s.Clock.Now().Add(-time.Hour), Seconds: 12, With: "Lin", File: storetest.Sound(12)})
	s.Did(child, models.Activity{Kind: models.ActivityTransaction, At: s.Clock.Now().Add(-time.Hour), Detail: "An album for 12 yuan"})
	for kind, fields := range map[string][]models.Field{models.CaseMail{}.Kind(): {models.FieldEmail, models.FieldCase}, models.ReceiptMail{}.Kind(): {models.FieldEmail, models.FieldChoice}} {
		sent := models.LetterSent(models.Letter{ID: "letter"}, kind, fields, s.Clock.Now())
		if err := s.Store.RecordDisclosure(t.Context(), child.ID, sent); err != nil {
			t.Fatal(err)
		}
	}
	filed := s.SignedIn(child).Post("/complaints/new", url.Values{"kind": {"complaint"}, "words": {whatTheChildComplainsOf}})
	if filed.Status != http.StatusSeeOther {
		t.Fatalf("the complaint is answered with %d: %s", filed.Status, filed.Text("main"))
	}
	return child, photo
}

// titled uploads a photo of a child's that is called something.
func titled(t *testing.T, s *site.Site, child models.Person, title string) (photo string) {
	t.Helper()
	photo = s.Upload(s.App("App of "+title), child, models.Upload{}).ID
	if err := s.Store.EditPhoto(t.Context(), child.ID, photo, models.PhotoEdit{Title: models.Typed{Is: title}}); err != nil {
		t.Fatal(err)
	}
	return photo
}

const whatTheChildComplainsOf = "Mother shouts at me"

// listsOfWard are the pages of everything that is held of a child, below its own.
var listsOfWard = []string{"/photos", "/prints", "/voice", "/log", "/changes", "/consents", "/recipients"}

func TestTheGuardianOfASixYearOldSeesEveryListAndNoComplaint(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	own := s.SignedIn(child)
	if !strings.Contains(own.Get("/data/recipients").Text("main"), "A letter about your complaint") {
		t.Fatal("the child does not see that a letter about the complaint went out")
	}
	here := "/guardian/" + s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)
	page := mother.Get(here)
	if !strings.Contains(page.Text("main"), "Under 8 you see everything that the child sees") || page.Find("#held summary").Length() != 0 {
		t.Errorf("the page says: %s", page.Text("main"))
	}
	for _, list := range listsOfWard {
		if page.Find(`a[href="`+here+list+`"]`).Length() != 1 {
			t.Errorf("no link leads to %s", list)
		}
	}
	says := map[string]string{
		"/photos": "1 photo that the child uploaded", "/log": "An album for 12 yuan", "/prints": "The child hasn’t ordered any prints",
		"/voice": "The child spoke to", "/consents": "A guardian", "/recipients": "A letter to the child", "/photos/" + photo: "With App of The lake, under Photo upload",
	}
	for _, path := range append([]string{"", "/photos/" + photo, "/copy.json", "/delete?what=photos&all=yes"}, listsOfWard...) {
		page := mother.Get(here + path)
		if page.Status != http.StatusOK || page.Header.Get("Cache-Control") != "no-store" || !strings.Contains(page.Text("body"), says[path]) {
			t.Errorf("%s is answered with %d, %v: %s", path, page.Status, page.Header, page.Text("main"))
		}
		for _, link := range page.Find("main a[href], main form[action], main img[src], main audio[src]").EachIter() {
			for _, name := range []string{"href", "action", "src"} {
				if to := link.AttrOr(name, here); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, here) && !strings.HasPrefix(to, "/guardian") && !strings.HasPrefix(to, "/policy") {
					t.Errorf("%s leads a guardian to %s, which is a page of the child's", path, to)
				}
			}
		}
		for _, word := range []string{whatTheChildComplainsOf, "JC-2026-", "number and the dates of your"} {
			if strings.Contains(page.Body, word) {
				t.Errorf("%s tells %q", path, word)
			}
		}
	}
}

func TestAPictureIsServedToItsGuardianAsToTheChild(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	files := "/guardian/" + s.RecordOf(child) + "/files/"
	mother, own := visits(t, s, storetest.Mother), s.SignedIn(child)
	for _, query := range []string{"", "?download=1", "?size=small", "?size=large"} {
		theirs, seen := own.Get("/files/"+photo+query), mother.Get(files+photo+query)
		if seen.Status != http.StatusOK || seen.Body != theirs.Body {
			t.Errorf("%q is answered with %d", query, seen.Status)
		}
		for _, h := range []string{"Content-Type", "Content-Disposition", "Content-Security-Policy", "Vary", "Cache-Control", "ETag", "X-Content-Type-Options"} {
			if seen.Header.Get(h) != theirs.Header.Get(h) {
				t.Errorf("%q: %s is %q, and the child's is %q", query, h, seen.Header.Get(h), theirs.Header.Get(h))
			}
		}
	}
	r := mother.Request(http.MethodHead, files+photo, nil)
	if head := mother.Do(r); head.Status != http.StatusOK || head.Body != "" {
		t.Errorf("HEAD is answered with %d", head.Status)
	}
	other := s.Upload(s.App("Kiosk"), ward(s, 6), models.Upload{}).ID
	if page := mother.Get(files + other); page.Status != http.StatusNotFound {
		t.Errorf("a picture of another child below this one's is answered with %d", page.Status)
	}
	if out := mother.Post("/guardian/sign-out", nil); !strings.Contains(out.Header.Get("Clear-Site-Data"), "cache") {
		t.Error("the browser keeps small pictures after the visit")
	}
	if page := mother.Get(files + photo); page.Header.Get("Location") != "/guardian/sign-in" {
		t.Errorf("after the visit a picture is answered with %d", page.Status)
	}
}

func TestOnTheEighthBirthdayAGuardianSeesNoPictureAnyMore(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	here := "/guardian/" + s.RecordOf(child)
	birthday := child.Birth.AddYears(8).Start()
	paths := append([]string{"/photos/" + photo, "/files/" + photo, "/files/" + photo + "?size=small", "/delete?what=photos&all=yes"}, listsOfWard...)
	for _, c := range []struct {
		at    time.Time
		wants int
	}{{birthday.Add(-time.Second), http.StatusOK}, {birthday, http.StatusNotFound}} {
		s.Clock.Set(c.at.Add(-2 * time.Minute))
		mother := visits(t, s, storetest.Mother)
		s.Clock.Set(c.at)
		for _, path := range paths {
			if page := mother.Get(here + path); page.Status != c.wants {
				t.Errorf("at %s %s is answered with %d", c.at, path, page.Status)
			}
		}
		edit := url.Values{"photo_title": {"Mine"}, "was.photo_title": {"The lake"}}
		if page := mother.Post(here+"/photos/"+photo, edit); (page.Status == http.StatusSeeOther) != (c.wants == http.StatusOK) {
			t.Errorf("at %s a title is answered with %d", c.at, page.Status)
		}
		if page := mother.Get(here); page.Status != http.StatusOK || strings.Contains(page.Body, here+"/photos") != (c.wants == http.StatusOK) {
			t.Errorf("at %s the child's page is answered with %d: %s", c.at, page.Status, page.Text("main"))
		}
		copied := mother.Get(here + "/copy.json").Body
		if strings.Contains(copied, "media_type") != (c.wants == http.StatusOK) || strings.Contains(copied, "service_log") != (c.wants == http.StatusOK) {
			t.Errorf("at %s the copy holds: %s", c.at, copied)
		}
		if c.wants == http.StatusNotFound {
			gone := mother.Post(here+"/delete", url.Values{"what": {"photos"}, "item[]": {photo}, "shown": {"1"}})
			if n := s.Count(`select count(*) from deletions where person_id = $1`, child.ID); n != 0 || gone.Status != http.StatusNotFound {
				t.Errorf("a photo is deleted by whoever sees none: %d", gone.Status)
			}
		}
	}
}

func TestAGuardianMendsATitleAndTheChildSeesWhoDidIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	here := "/guardian/" + s.RecordOf(child) + "/photos/" + photo
	mother := visits(t, s, storetest.Mother)
	form := filled(t, mother.Get(here), "form[action='"+here+"']")
	form.Set("photo_taken", "2150-01-01")
	if slip := mother.Post(here, form); slip.Status != http.StatusUnprocessableEntity || slip.Find("input[name=photo_taken][aria-invalid]").Length() != 1 {
		t.Errorf("a day to come is answered with %d: %s", slip.Status, slip.Text("main"))
	}
	form.Set("photo_taken", "2025-08-01")
	form.Set("photo_title", "The sea")
	if done := mother.Post(here, form); done.Header.Get("Location") != here {
		t.Fatalf("it is answered with %d: %s", done.Status, done.Text("main"))
	}
	form.Set("photo_title", "The hill")
	if late := mother.Post(here, form); late.Status != http.StatusConflict {
		t.Errorf("a form that was overtaken is answered with %d", late.Status)
	}
	own := s.SignedIn(child)
	if changes := own.Get("/data/changes").Text("main"); !strings.Contains(changes, "The sea") || !strings.Contains(changes, "Your guardian") {
		t.Errorf("the child sees: %s", changes)
	}
	if page := own.Get("/data/photos"); !strings.Contains(page.Text("main"), "Only you and your grown-up can see it here") {
		t.Errorf("the child's photos say: %s", page.Text("main"))
	}
	if family := own.Get("/family"); !strings.Contains(family.Text("#sees + p"), "your pictures and recordings too") {
		t.Errorf("the family page says: %s", family.Text("main"))
	}
}

func TestAGuardianDeletesOneChosenPhotoAndTheChildCanStopIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	s.Album(s.App("Kiosk"), child, 3)
	here := "/guardian/" + s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)
	if none := mother.Get(here + "/delete?what=photos"); none.Status != http.StatusUnprocessableEntity || none.Find(`a[href="`+here+`/photos"]`).Length() != 1 {
		t.Errorf("nothing chosen is answered with %d: %s", none.Status, none.Text("main"))
	}
	asks := mother.Get(mother.Get(here+"/photos/"+photo).Find(`a[href^="`+here+`/delete"]`).AttrOr("href", ""))
	if !strings.Contains(asks.Text("main"), "Delete 1 photo?") || !strings.Contains(asks.Text("main"), "The lake") {
		t.Fatalf("it asks: %s", asks.Text("main"))
	}
	form := filled(t, asks, "form[action='"+here+"/delete']")
	if done := mother.Post(here+"/delete", form); done.Header.Get("Location") != here+"/photos" {
		t.Fatalf("it is answered with %d: %s", done.Status, done.Text("main"))
	}
	if page := mother.Get(here + "/photos"); page.Find(".shot").Length() != 3 || !strings.Contains(page.Text("main"), "It is out of sight") {
		t.Errorf("the album shows: %s", page.Text("main"))
	}
	if again := mother.Post(here+"/delete", form); again.Status != http.StatusUnprocessableEntity || !strings.Contains(again.Text("main"), "Nothing to delete") {
		t.Errorf("the same once more is answered with %d: %s", again.Status, again.Text("main"))
	}
	if letter := s.LetterAbout(child.Email, "A deletion begins"); !strings.Contains(letter.Text, "Your guardian asked us to delete 1 photo") {
		t.Errorf("the child is told: %s", letter.Text)
	}
	browser := s.SignedIn(child)
	job := browser.Get("/delete").Find("main a[href^='/delete/']").AttrOr("href", "")
	browser.Post(job+"/stop", nil)
	if page := mother.Get(here + "/photos/" + photo); page.Status != http.StatusOK {
		t.Errorf("the photo is not back: %d", page.Status)
	}
}

func TestTheCopyOfASixYearOldHoldsEveryListAndOfATenYearOldTitlesAlone(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, _ := wholeWard(t, s)
	s.Album(s.App("Kiosk"), child, 120) // of more than two pages
	ten := ward(s, 10)
	titled(t, s, ten, "A hill")
	mother := visits(t, s, storetest.Mother)
	keys := func(child models.Person) map[string]any {
		var held map[string]any
		if err := json.Unmarshal([]byte(mother.Get("/guardian/"+s.RecordOf(child)+"/copy.json").Body), &held); err != nil {
			t.Fatal(err)
		}
		return held
	}
	whole, less := keys(child), keys(ten)
	if photos := whole["photos"].([]any); len(photos) != 121 || photos[0].(map[string]any)["media_type"] != "image/jpeg" {
		t.Errorf("%d photos are in the copy, the first %v", len(photos), photos[0])
	}
	for _, list := range []string{"service_log", "choices", "received", "details"} {
		if whole[list] == nil {
			t.Errorf("the copy has no %s", list)
		}
		if less[list] != nil {
			t.Errorf("the copy of a child of ten has %s", list)
		}
	}
	if photo := less["photos"].([]any)[0].(map[string]any); len(photo) != 2 || photo["title"] != "A hill" {
		t.Errorf("of a child of ten the copy holds %v", photo)
	}
}

func TestWhileItIsDoubtedWhoSaidYesNobodySeesAPicture(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	here := "/guardian/" + s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)
	mother.Post(here+"/dispute", nil)
	for _, path := range []string{"/photos", "/photos/" + photo, "/files/" + photo, "/log"} {
		if page := mother.Get(here + path); page.Status != http.StatusNotFound {
			t.Errorf("after a dispute %s is answered with %d", path, page.Status)
		}
	}
	if page := mother.Get(here); strings.Contains(page.Body, here+"/photos") || !strings.Contains(page.Text("main"), "While the account is locked") {
		t.Errorf("the page says: %s", page.Text("main"))
	}
}

func TestWhoTookTheYesBackLooksAndSavesAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, photo := wholeWard(t, s)
	here := "/guardian/" + s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)
	mother.Post(here+"/withdraw", nil)
	if page := mother.Get(here + "/photos"); page.Find(".shot img").Length() != 1 || page.Find(".shot input").Length() != 0 {
		t.Errorf("the album shows: %s", page.Text("main"))
	}
	page := mother.Get(here + "/photos/" + photo)
	if page.Status != http.StatusOK || page.Find(`main form, main a[href*="/delete"]`).Length() != 0 {
		t.Errorf("the photo's page has %s", page.Text("main"))
	}
	if save := mother.Get(page.Find(`a[href$="download=1"]`).AttrOr("href", "")); save.Status != http.StatusOK {
		t.Errorf("saving it is answered with %d", save.Status)
	}
	if edit := mother.Post(here+"/photos/"+photo, url.Values{"photo_title": {"Mine"}}); edit.Status != http.StatusForbidden {
		t.Errorf("a title is answered with %d", edit.Status)
	}
	if asks := mother.Get(here + "/delete?what=photos&all=yes"); asks.Header.Get("Location") != here {
		t.Errorf("deleting is answered with %d", asks.Status)
	}
}
