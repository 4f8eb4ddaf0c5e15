package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// visits lets a guardian come back with a mailed code, and returns their browser.
func visits(t *testing.T, s *site.Site, email string) *site.Visitor {
	t.Helper()
	v := s.Visitor()
	s.Clock.Advance(time.Minute) // so that the code's letter is the latest
	before := codesSent(t, s)
	if page := v.Post("/guardian/sign-in", url.Values{"email": {email}}); page.Header.Get("Location") != "/guardian/code" {
		t.Fatalf("the address is answered with %d to %q: %s", page.Status, page.Header.Get("Location"), page.Text("main"))
	}
	if page := v.Post("/guardian/code", url.Values{"do": {"check"}, "code": {nextCode(t, s, before)}}); page.Header.Get("Location") != "/guardian" {
		t.Fatalf("the code is answered with %d to %q: %s", page.Status, page.Header.Get("Location"), page.Text("main"))
	}
	return v
}

// ward is a child of that age whom the app knows, signed in, for whom Mother said yes to photos.
func ward(s *site.Site, age int) models.Person {
	return s.Allow(s.CanSignIn(s.Minor(age)), models.PhotoUpload)
}

func TestAGuardianComesBackByAMailedCodeAndTakesTheYesBack(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	s.Album(s.App("Jolara app"), child, 3)
	ref := s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)
	list := mother.Get("/guardian")
	if list.Find(`a[href="/guardian/`+ref+`"]`).Text() != child.Name || !strings.Contains(list.Text("#kept"), "What we keep about you") {
		t.Fatalf("the list says: %s", list.Text("main"))
	}
	page := mother.Get("/guardian/" + ref)
	for _, says := range []string{"3 photos", "Photo 1", "From 8 to 13"} {
		if !strings.Contains(page.Text("main"), says) {
			t.Errorf("the page does not say %q: %s", says, page.Text("main"))
		}
	}
	if paper := mother.Get(page.Find(`a[href$="record.pdf"]`).AttrOr("href", "")); paper.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(paper.Body, "%PDF-") {
		t.Errorf("the record on paper is answered with %d, %v", paper.Status, paper.Header)
	}
	if paper := mother.Get("/guardian/G-ABCD-EFGH/record.pdf"); paper.Status != http.StatusNotFound {
		t.Errorf("another guardian's record is answered with %d", paper.Status)
	}
	if off := mother.Post("/guardian/"+ref+"/permissions/photo_upload", url.Values{"state": {"off"}}); off.Header.Get("Location") != "/guardian/"+ref {
		t.Errorf("the switch is answered with %d: %s", off.Status, off.Text("main"))
	}
	if told := mother.Get("/guardian/" + ref); !strings.Contains(told.Text("main"), "Photo upload off. It counts from now on") {
		t.Errorf("after the switch: %s", told.Text("main"))
	}
	if asks := mother.Get("/guardian/" + ref + "/withdraw"); !strings.Contains(asks.Text("main"), "After 7 days we erase") {
		t.Errorf("the page that asks says: %s", asks.Text("main"))
	}
	mother.Post("/guardian/"+ref+"/withdraw", nil)
	if locked := mother.Get("/guardian/" + ref); locked.Find("form[action$='/stop']").Length() != 1 || locked.Find(".switch").Length() != 0 {
		t.Errorf("after the withdrawal: %s", locked.Text("main"))
	}
	browser := s.SignedIn(child)
	if family := browser.Get("/family"); !strings.Contains(family.Text("main"), "All of it is erased on") || family.Find("form[action='/family']").Length() != 0 {
		t.Errorf("the child reads: %s", family.Text("main"))
	}
	for _, path := range []string{"/home", "/permissions", "/data/photos"} {
		if page := browser.Get(path); page.Status != http.StatusOK {
			t.Errorf("%s is answered with %d", path, page.Status)
		}
	}
	if letter := s.LetterAbout(storetest.Mother, "yes back"); !strings.Contains(letter.Subject, "You took your yes back") || strings.Contains(letter.Text, child.Name) {
		t.Errorf("the letter says: %s", letter.Text)
	}
	mother.Post("/guardian/"+ref+"/stop", nil)
	if open := s.SignedIn(child).Get("/family"); !strings.Contains(open.Text("h1"), "Your grown-up said yes") {
		t.Errorf("after it was stopped: %s", open.Text("main"))
	}
	mother.Post("/guardian/sign-out", nil)
	if out := mother.Get("/guardian/" + ref); out.Header.Get("Location") != "/guardian/sign-in" {
		t.Errorf("after the visit the page is answered with %d", out.Status)
	}
}

func TestAGuardianErasesAtOnceWithAFreshCodeAlone(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	s.Album(s.App("Jolara app"), child, 3)
	erase := "/guardian/" + s.RecordOf(child) + "/erase"
	mother := visits(t, s, storetest.Mother)
	if page := mother.Get(erase); page.Status != http.StatusSeeOther {
		t.Errorf("before a withdrawal it is answered with %d", page.Status)
	}
	mother.Post("/guardian/"+s.RecordOf(child)+"/withdraw", nil)
	s.Clock.Advance(time.Minute)
	before := codesSent(t, s)
	if page := mother.Post(erase, url.Values{"do": {"send"}}); page.Find("#code").Length() != 1 {
		t.Fatalf("no code is asked for: %s", page.Text("main"))
	}
	code := nextCode(t, s, before)
	if page := mother.Post(erase, url.Values{"do": {"erase"}, "code": {"12"}}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("half a code is answered with %d", page.Status)
	}
	if page := mother.Post(erase, url.Values{"do": {"erase"}, "code": {code}}); page.Header.Get("Location") != "/guardian" {
		t.Fatalf("the code is answered with %d: %s", page.Status, page.Text("main"))
	}
	if list := mother.Get("/guardian"); !strings.Contains(list.Text("main"), "The account is erased") || strings.Contains(list.Text("main"), child.Name) {
		t.Errorf("after it the list says: %s", list.Text("main"))
	}
	if n := s.Count(`select count(*) from photos where person_id = $1`, child.ID); n != 0 {
		t.Errorf("%d photos are there", n)
	}
}

func TestAGuardianDeletesAllPhotosAndTheChildIsToldAndCanStopIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	app := s.App("Jolara app")
	s.Album(app, child, 3)
	ref := s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)
	asks := mother.Get("/guardian/" + ref + "/delete/photos")
	if !strings.Contains(asks.Text("main"), "Delete 3 photos?") || strings.Contains(asks.Body, "/files/") {
		t.Fatalf("the page asks: %s", asks.Text("main"))
	}
	form := filled(t, asks, "form[action$='/delete/photos']")
	s.Album(app, child, 1)
	s.Clock.Advance(time.Second)
	if more := mother.Post("/guardian/"+ref+"/delete/photos", form); more.Status != http.StatusConflict {
		t.Errorf("a photo that came meanwhile goes along: %d", more.Status)
	}
	form = filled(t, mother.Get("/guardian/"+ref+"/delete/photos"), "form[action$='/delete/photos']")
	if done := mother.Post("/guardian/"+ref+"/delete/photos", form); done.Header.Get("Location") != "/guardian/"+ref {
		t.Fatalf("it is answered with %d: %s", done.Status, done.Text("main"))
	}
	if letter := s.LetterAbout(child.Email, "A deletion begins"); !strings.Contains(letter.Text, "Your guardian asked us to delete 4 photos") || strings.Contains(letter.Text, "somebody else") {
		t.Errorf("the child is told: %s", letter.Text)
	}
	browser := s.SignedIn(child)
	listed := browser.Get("/delete")
	if !strings.Contains(listed.Text("main"), "Your guardian asked us to delete 4 photos") {
		t.Fatalf("the child sees: %s", listed.Text("main"))
	}
	job := listed.Find("main a[href^='/delete/']").AttrOr("href", "")
	if stopped := browser.Post(job+"/stop", nil); stopped.Status != http.StatusSeeOther {
		t.Errorf("the child stops it: %d", stopped.Status)
	}
	if n := s.Count(`select count(*) from photos where person_id = $1`, child.ID); n != 4 {
		t.Errorf("%d photos are back", n)
	}
}

func TestAGuardianCorrectsWhatTheChildIsCalledAndTheChildSeesThat(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	address := "/guardian/" + s.RecordOf(child) + "/correct"
	mother := visits(t, s, storetest.Mother)
	form := filled(t, mother.Get(address), "form[action='"+address+"']")
	form.Set("name", "")
	if slip := mother.Post(address, form); slip.Status != http.StatusUnprocessableEntity || slip.Find("#name[aria-invalid]").Length() != 1 {
		t.Errorf("no name is answered with %d", slip.Status)
	}
	form.Set("name", "Little Owl")
	form.Set("phone", "+8613800138000") // which is not collected from a child, and for which there is no field
	if done := mother.Post(address, form); done.Status != http.StatusSeeOther {
		t.Fatalf("it is answered with %d: %s", done.Status, done.Text("main"))
	}
	if held := s.Profile(child.ExternalID); held.Value(models.FieldName) != "Little Owl" || held.Value(models.FieldPhone) != "" {
		t.Errorf("held is %v", held)
	}
	if changes := s.SignedIn(child).Get("/data/changes"); !strings.Contains(changes.Text("main"), "Your guardian") {
		t.Errorf("the child sees: %s", changes.Text("main"))
	}
	form.Set("name", "Big Owl")
	form.Set("was.name", child.Name)
	if late := mother.Post(address, form); late.Status != http.StatusConflict || s.Profile(child.ExternalID).Value(models.FieldName) != "Little Owl" {
		t.Errorf("a form that was overtaken is answered with %d", late.Status)
	}
}

func TestAnAddressThatDecidedNothingIsAnsweredAlikeAndGetsNoLetter(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ward(s, 10)
	answers := map[string]string{}
	for _, email := range []string{storetest.Mother, "stranger@example.com"} {
		v := s.Visitor()
		begun := v.Post("/guardian/sign-in", url.Values{"email": {email}})
		asked := v.Get("/guardian/code")
		answers[email] = strings.ReplaceAll(begun.Header.Get("Location")+asked.Text("main"), email, "…")
	}
	if answers[storetest.Mother] != answers["stranger@example.com"] {
		t.Errorf("the two are told apart: %v", answers)
	}
	s.Letter(storetest.Mother) // it comes
	letters, err := s.Box.Letters()
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range letters {
		if strings.Contains(letter.To, "stranger@example.com") {
			t.Error("the stranger is written to")
		}
	}
	if page := s.Visitor().Post("/guardian/sign-in", url.Values{"email": {"mother"}}); page.Status != http.StatusUnprocessableEntity || page.Find("#email[aria-invalid]").Length() != 1 {
		t.Errorf("half an address is answered with %d", page.Status)
	}
}

func TestASixteenYearOldComplainsAboutTheGuardianWhoSeesNothingOfIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	young := ward(s, 16)
	const words = "My mother reads my letters and sells my pictures"
	browser := s.SignedIn(young)
	filed := browser.Post("/complaints/new", url.Values{"kind": {"complaint"}, "words": {words}})
	if filed.Status != http.StatusSeeOther {
		t.Fatalf("the complaint is answered with %d: %s", filed.Status, filed.Text("main"))
	}
	_, ref, _ := strings.Cut(filed.Header.Get("Location"), "/complaints/")
	mother := visits(t, s, storetest.Mother)
	record := s.RecordOf(young)
	hidden := []string{words, "sells", ref, "omplaint"}
	for _, path := range []string{"/guardian", "/guardian/" + record, "/guardian/" + record + "/copy.json", "/guardian/" + record + "/record.json", "/guardian/" + record + "/withdraw"} {
		page := mother.Get(path)
		if page.Status != http.StatusOK {
			t.Errorf("%s is answered with %d", path, page.Status)
		}
		shown := page.Body
		if strings.HasSuffix(path, record) {
			shown = page.Text("#held") // elsewhere it says that none is shown
		}
		for _, h := range hidden {
			if path != "/guardian" && strings.Contains(shown, h) || strings.Contains(shown, words) || strings.Contains(shown, ref) {
				t.Errorf("%s tells %q", path, h)
			}
		}
	}
	mother.Post("/guardian/"+record+"/withdraw", nil)
	s.LetterAbout(storetest.Mother, "yes back")
	letters, err := s.Box.Letters()
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range letters {
		if strings.Contains(letter.To, storetest.Mother) && (strings.Contains(letter.Text, ref) || strings.Contains(letter.Text, "sells")) {
			t.Errorf("a letter to the guardian tells of it: %s", letter.Text)
		}
	}
}

func TestAnAdultIsAskedBeforeABirthDateMakesAChildsAccount(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	s.Grant(adult, models.PhotoUpload)
	v := s.SignedIn(adult)
	date := url.Values{"year": {"2013"}, "month": {"11"}, "day": {"1"}}
	if wrong := v.Post("/data/birth-date", url.Values{"year": {"2013"}, "month": {"13"}, "day": {"1"}}); wrong.Status != http.StatusUnprocessableEntity ||
		wrong.Find("#birth_date[aria-invalid]").Length() != 1 || wrong.Find("#birth_date").AttrOr("value", "") != "2013" {
		t.Errorf("a date that is none is answered with %d: %s", wrong.Status, wrong.Text("main"))
	}
	asked := v.Post("/data/birth-date", date)
	if asked.Status != http.StatusOK || !strings.Contains(asked.Text("main"), "Nothing is deleted until somebody has checked") {
		t.Fatalf("it is answered with %d: %s", asked.Status, asked.Text("main"))
	}
	if n := s.Count(`select count(*) from locks`); n != 0 {
		t.Error("it is locked before it was confirmed")
	}
	date.Set("sure", "yes")
	if done := v.Post("/data/birth-date", date); done.Header.Get("Location") != "/family" {
		t.Fatalf("it leads to %q: %s", done.Header.Get("Location"), done.Text("main"))
	}
	family := v.Get("/family")
	if !strings.Contains(family.Text("main"), "1 Nov 2013") || family.Find("#guardian_email").Length() != 0 {
		t.Errorf("the page says: %s", family.Text("main"))
	}
	if again := v.Get("/data/birth-date"); again.Header.Get("Location") != "/family" {
		t.Errorf("while it is locked another date is asked for: %d", again.Status)
	}
	if on := v.Post("/permissions/camera", url.Values{"state": {"on"}}); on.Status != http.StatusForbidden {
		t.Errorf("while it is locked a permission is turned on: %d", on.Status)
	}
	if page := v.Get("/permissions"); page.Find(".switch").Length() != 0 || page.Find(".flag--locked").Length() != 4 {
		t.Errorf("the permissions show: %s", page.Text("main"))
	}
	v.Post("/family", url.Values{"do": {"born"}})
	sure := v.Get("/family")
	if sure.Find("#guardian_email").Length() != 1 || !strings.Contains(sure.Text("main"), "All of it is erased on") {
		t.Errorf("once it is sure: %s", sure.Text("main"))
	}
	if events := v.Get("/consents"); !strings.Contains(events.Text("main"), "Your account was locked") || !strings.Contains(events.Text("main"), "You confirmed the new birth date") {
		t.Errorf("the history says: %s", events.Text("main"))
	}
}
