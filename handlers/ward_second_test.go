package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// fathersForm is a father's decision that allows these things.
func fathersForm(to ...models.PermissionKind) url.Values {
	form := yesForm()
	form.Set("relation", "father")
	form.Set("guardian_name", "Zhao Lei")
	form.Set("signature", "Zhao Lei")
	form.Set("photo_upload", "no")
	for _, kind := range to {
		form.Set(string(kind), "yes")
	}
	form.Set("policy", "")
	return form
}

// joins lets a father decide who got the letter that asks him to decide beside the mother.
func joins(t *testing.T, s *site.Site, to ...models.PermissionKind) {
	t.Helper()
	letter := s.Letter(storetest.Father)
	if !strings.Contains(letter.Text, "beside another guardian") || strings.Contains(letter.Text, storetest.Mother) || strings.Contains(letter.Text, "Lin Mei") {
		t.Errorf("the letter to the father says: %s", letter.Text)
	}
	father := s.Visitor()
	if first := follow(t, father, letter); !strings.Contains(first.Text("main"), "Another guardian decides already") {
		t.Errorf("the page behind it says: %s", first.Text("main"))
	}
	typeGuardianCode(t, s, father)
	if page := father.Get("/g/decide"); !strings.Contains(page.Text("main"), "Another guardian decides already") || strings.Contains(page.Body, storetest.Mother) {
		t.Errorf("he decides on: %s", page.Text("main"))
	}
	if done := father.Post("/g/decide", fathersForm(to...)); done.Header.Get("Location") != "/g/done" {
		t.Fatalf("his decision is answered with %d: %s", done.Status, done.Text("main"))
	}
}

func TestTwoGuardiansDecideAndNeitherSeesAnythingOfTheOther(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 10)
	s.Album(s.App("Jolara app"), child, 2)
	mothers := "/guardian/" + s.RecordOf(child)
	mother := visits(t, s, storetest.Mother)

	for email, says := range map[string]string{
		"": "Enter a grown-up’s e-mail address.", "Mother@Example.com": "Whoever has this address decides already.", child.Email: "not your own",
	} {
		slip := mother.Post(mothers+"/second", url.Values{"do": {"invite"}, models.FieldGuardianEmail: {email}})
		if slip.Status != http.StatusUnprocessableEntity || !strings.Contains(slip.Text("main"), says) || slip.Find("#guardian_email").AttrOr("value", "") != email {
			t.Errorf("%q is answered with %d: %s", email, slip.Status, slip.Text("main"))
		}
	}
	if invited := mother.Post(mothers+"/second", url.Values{"do": {"invite"}, models.FieldGuardianEmail: {storetest.Father}}); invited.Header.Get("Location") != mothers {
		t.Fatalf("the invitation is answered with %d: %s", invited.Status, invited.Text("main"))
	}
	if again := mother.Post(mothers+"/second", url.Values{"do": {"invite"}, models.FieldGuardianEmail: {"aunt@example.com"}}); again.Status != http.StatusConflict ||
		!strings.Contains(again.Text("main"), "One is being asked already") {
		t.Errorf("a third one is answered with %d: %s", again.Status, again.Text("main"))
	}
	browser := s.SignedIn(child)
	if family := browser.Get("/family"); family.Find(".words li").Length() != 3 || !strings.Contains(family.Text("main"), "second grown-up") || strings.Contains(family.Body, storetest.Father) {
		t.Errorf("the child reads: %s", family.Text("main"))
	}

	joins(t, s, models.Camera)
	fathers := "/guardian/" + s.RecordFrom(child, storetest.Father)
	father := visits(t, s, storetest.Father)
	if page := father.Get(fathers); !strings.Contains(page.Text("main"), "About: Camera · Photo upload. It stays off") ||
		!strings.Contains(page.Text("#camera"), "You say yes. The other guardian says no") || !strings.Contains(page.Text("#photo_upload"), "The other guardian says yes.") ||
		page.Find("a[href$='/delete/photos'], a[href$='/correct']").Length() != 0 || page.Find("form[action$='/permissions/microphone']").Length() != 0 {
		t.Errorf("the father sees: %s", page.Text("main"))
	}
	if other := father.Get(mothers); other.Status != http.StatusNotFound {
		t.Errorf("the mother's record is shown to the father with %d", other.Status)
	}
	if refused := father.Post(fathers+"/permissions/microphone", url.Values{"state": {"on"}}); refused.Status != http.StatusForbidden || !strings.Contains(refused.Text("main"), "Until you answer alike") {
		t.Errorf("something more is answered with %d: %s", refused.Status, refused.Text("main"))
	}
	if family := browser.Get("/family"); !strings.Contains(family.Text("main"), "One says yes and one says no to: Camera · Photo upload.") {
		t.Errorf("the child reads: %s", family.Text("main"))
	}
	if saved := father.Get(fathers + "/copy.json").Body; !strings.Contains(saved, `"camera": true`) || !strings.Contains(saved, `"photo_upload": false`) {
		t.Errorf("the copy does not say what he answers: %s", saved)
	}
	father.Post(fathers+"/permissions/photo_upload", url.Values{"state": {"on"}})
	father.Post(fathers+"/permissions/camera", url.Values{"state": {"off"}})
	if page := mother.Get(mothers); page.Find("#photo_upload.is-on").Length() != 1 || page.Find("#locked").Length() != 0 || page.Find("a[href$='/delete/photos']").Length() != 1 {
		t.Errorf("once they answer alike the mother sees: %s", page.Text("main"))
	}
	browser.Post("/permissions/photo_upload", url.Values{"state": {"off"}})
	if page := mother.Get(mothers); !strings.Contains(page.Text("#photo_upload"), "each of you can turn it on") || page.Find("form[action$='/permissions/photo_upload']").Length() != 1 {
		t.Errorf("once the child turned it off the mother sees: %s", page.Text("main"))
	}
	for _, asks := range []string{"/withdraw", "/dispute"} {
		if page := father.Get(fathers + asks); !strings.Contains(page.Text("main"), "nothing is erased on your word alone") || strings.Contains(page.Text("main"), "within 24 hours") ||
			strings.Contains(page.Text("main"), "Until then you can stop it") {
			t.Errorf("%s promises the father: %s", asks, page.Text("main"))
		}
	}
	father.Post(fathers+"/withdraw", nil)
	if page := mother.Get(mothers); !strings.Contains(page.Text("main"), "one of you says no") || page.Find("form[action$='/stop']").Length() != 0 {
		t.Errorf("the mother sees: %s", page.Text("main"))
	}
	if page := father.Get(fathers); page.Find("form[action$='/stop']").Length() != 1 || page.Find("a[href$='/erase']").Length() != 0 {
		t.Errorf("the father sees: %s", page.Text("main"))
	}
	s.LetterAbout(storetest.Mother, "locked while we check")

	hidden := map[string][]string{storetest.Mother: {storetest.Father, "Zhao"}, storetest.Father: {storetest.Mother, "Lin Mei"}}
	for _, of := range []struct {
		email, address string
		browser        *site.Visitor
	}{{storetest.Mother, mothers, mother}, {storetest.Father, fathers, father}} {
		for _, path := range []string{"/guardian", of.address, of.address + "/copy.json", of.address + "/record.json"} {
			page := of.browser.Get(path)
			for _, h := range hidden[of.email] {
				if strings.Contains(page.Body, h) {
					t.Errorf("%s tells %s of %q", path, of.email, h)
				}
			}
		}
	}
	letters, err := s.Box.Letters()
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range letters {
		for to, hidden := range hidden {
			for _, h := range hidden {
				if strings.Contains(letter.To, to) && strings.Contains(letter.Text+letter.HTML+letter.Subject, h) {
					t.Errorf("the letter %q tells %s of %q", letter.Subject, letter.To, h)
				}
			}
		}
		if !strings.Contains(letter.To, child.Email) && strings.Contains(letter.Text, child.Name) {
			t.Errorf("the letter %q to %s names the child", letter.Subject, letter.To)
		}
	}
}

func TestAChildNamesASecondGuardianAndTheFirstOneSaysWhetherTheyAreAsked(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 12)
	browser := s.SignedIn(child)
	ask := url.Values{"do": {"second"}, models.FieldGuardianEmail: {storetest.Father}}
	if slip := browser.Post("/family", url.Values{"do": {"second"}, models.FieldGuardianEmail: {"father"}}); slip.Status != http.StatusUnprocessableEntity ||
		slip.Find("#guardian_email[aria-invalid]").AttrOr("value", "") != "father" {
		t.Errorf("half an address is answered with %d: %s", slip.Status, slip.Text("main"))
	}
	if asked := browser.Post("/family", ask); asked.Header.Get("Location") != "/family" {
		t.Fatalf("it is answered with %d: %s", asked.Status, asked.Text("main"))
	}
	if page := browser.Get("/family"); !strings.Contains(page.Text("main"), "You asked for a second grown-up") || page.Find("#guardian_email, .words").Length() != 0 {
		t.Errorf("the child reads: %s", page.Text("main"))
	}
	if again := browser.Post("/family", ask); again.Status != http.StatusConflict || !strings.Contains(again.Text("main"), "One is being asked already") {
		t.Errorf("once more is answered with %d: %s", again.Status, again.Text("main"))
	}
	letter := s.LetterAbout(storetest.Mother, "second guardian")
	if strings.Contains(letter.Text, storetest.Father) || strings.Contains(letter.Text, child.Name) {
		t.Errorf("the mother is written: %s", letter.Text)
	}
	mother, address := visits(t, s, storetest.Mother), "/guardian/"+s.RecordOf(child)
	if page := mother.Get(address); !strings.Contains(page.Text("main"), "The child would like a second guardian") || strings.Contains(page.Body, storetest.Father) {
		t.Errorf("the mother sees: %s", page.Text("main"))
	}
	if done := mother.Post(address+"/second", url.Values{"do": {"no"}}); done.Header.Get("Location") != address {
		t.Errorf("her no is answered with %d: %s", done.Status, done.Text("main"))
	}
	if gone := mother.Post(address+"/second", url.Values{"do": {"yes"}}); gone.Status != http.StatusNotFound {
		t.Errorf("a yes after it is answered with %d", gone.Status)
	}
	if odd := mother.Post(address+"/second", url.Values{"do": {"perhaps"}}); odd.Status != http.StatusUnprocessableEntity {
		t.Errorf("perhaps is answered with %d", odd.Status)
	}
	if told := s.LetterAbout(child.Email, "No second grown-up"); !strings.Contains(told.Text, "You have not done anything wrong") {
		t.Errorf("the child is told: %s", told.Text)
	}
	browser.Post("/family", ask)
	mother.Post(address+"/second", url.Values{"do": {"yes"}})
	joins(t, s, models.PhotoUpload)
	if page := browser.Get("/family"); !strings.Contains(page.Text("h1"), "Both your grown-ups said yes") {
		t.Errorf("the child reads: %s", page.Text("main"))
	}
	if events := browser.Get("/consents"); !strings.Contains(events.Text("main"), "You asked for a second grown-up") || !strings.Contains(events.Text("main"), "A letter went to a second grown-up") {
		t.Errorf("the history says: %s", events.Text("main"))
	}
}

func TestASecondGuardiansNoSaysWhatItMeansAndLocksTheAccount(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 12)
	s.Invite(child)
	father := s.Visitor()
	follow(t, father, s.Letter(storetest.Father))
	typeGuardianCode(t, s, father)
	if page := father.Get("/g/decide"); !strings.Contains(page.Text("main"), "If you decline as a whole, the account is locked") {
		t.Errorf("before it the page says: %s", page.Text("main"))
	}
	done := father.Post("/g/decide", url.Values{"decision": {"decline"}})
	if said := father.Get(done.Header.Get("Location")); !strings.Contains(said.Text("main"), "until somebody at our privacy desk found whose word holds") || strings.Contains(said.Text("main"), "7 days") {
		t.Errorf("after it, at %q, the page says: %s", done.Header.Get("Location"), said.Text("main"))
	}
	if family := s.SignedIn(child).Get("/family"); !strings.Contains(family.Text("main"), "they do not agree") {
		t.Errorf("the child reads: %s", family.Text("main"))
	}
	s.LetterAbout(storetest.Mother, "locked while we check")
}

func TestAnOfficerFindsWhoseWordHoldsOfTwoGuardians(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := ward(s, 12)
	s.Join(child, models.GuardianDecision{Approve: true, Relation: models.RelationFather, Name: "Zhao Lei", Yes: []models.PermissionKind{models.PhotoUpload}})
	if err := s.Store.ActAsGuardian(t.Context(), s.Visit(storetest.Father), s.RecordFrom(child, storetest.Father), models.ActWithdraw); err != nil {
		t.Fatal(err)
	}
	officer := s.Staff(models.RoleOfficer)
	desk := s.AtDesk(officer)
	ref := s.LockOf(child)
	address := "/desk/guardians/" + ref
	if list := desk.Get("/desk/guardians"); !strings.Contains(list.Text("#waiting-differ"), "whose word holds?") && !strings.Contains(list.Text("main"), "whose word holds?") {
		t.Errorf("the list says: %s", list.Text("main"))
	}
	if page := desk.Get(address); strings.Contains(page.Body, storetest.Mother) || page.Find("input[name=finding]").Length() != 2 {
		t.Errorf("before it is opened: %s", page.Text("main"))
	}
	s.OpenMatter(officer, ref)
	page := desk.Get(address)
	for _, says := range []string{"Lin Mei", "Zhao Lei", storetest.Mother, storetest.Father, "No: they took their yes back", "Yes to: Photo upload"} {
		if !strings.Contains(page.Text("main"), says) {
			t.Errorf("opened it does not say %q: %s", says, page.Text("main"))
		}
	}
	form := url.Values{"finding": {"not_true"}, "finding_why": {"She has custody alone."}, "password": {storetest.Password}}
	if done := desk.Post(address+"/find", form); done.Status != http.StatusSeeOther {
		t.Fatalf("it is answered with %d: %s", done.Status, done.Text("main"))
	}
	if settled := desk.Get(address); !strings.Contains(settled.Text("main"), "The yes holds") {
		t.Errorf("settled it says: %s", settled.Text("main"))
	}
	if letter := s.LetterAbout(storetest.Father, "decide no longer"); strings.Contains(letter.Text, "Lin Mei") {
		t.Errorf("the father is told: %s", letter.Text)
	}
	if family := s.SignedIn(child).Get("/family"); !strings.Contains(family.Text("h1"), "Your grown-up said yes") {
		t.Errorf("the child reads: %s", family.Text("main"))
	}
}
