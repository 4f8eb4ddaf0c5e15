package handlers_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const paperPage = "/g/paper"

// motherOf lets a child ask and its mother open the letter and type the code; both sit before their pages.
func motherOf(t *testing.T, s *site.Site) (child, mother *site.Visitor) {
	t.Helper()
	child, mother = s.Visitor(), s.Visitor()
	child.Post("/sign-up", url.Values{"for": {"me"}, "year": {"2016"}, "month": {"3"}, "day": {"27"}})
	if page := child.Post("/sign-up", childForm()); page.Status != http.StatusSeeOther {
		t.Fatalf("the sign-up is answered with %d: %s", page.Status, page.Text("main"))
	}
	follow(t, mother, s.Letter(storetest.Mother))
	typeGuardianCode(t, s, mother)
	return child, mother
}

// sheetPhoto is the photo of a sheet; number tells it from others.
func sheetPhoto(number int) models.SentFile {
	return models.SentFile{Name: "sheet.jpg", Content: storetest.Picture(90, 120, number)}
}

// printedOn returns the reference that the form of a guardian bears, which its file is named after.
func printedOn(t *testing.T, mother *site.Visitor) string {
	t.Helper()
	form := mother.Get(paperPage + ".pdf")
	disposition := form.Header.Get("Content-Disposition")
	if !strings.HasPrefix(form.Body, "%PDF-") || form.Header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(disposition, `attachment; filename="S-`) {
		t.Fatalf("the form: %d, %v", form.Status, form.Header)
	}
	return strings.TrimSuffix(strings.TrimPrefix(disposition, `attachment; filename="`), `.pdf"`)
}

// readSheet is the form of an officer who read a mother's yes to photos.
func readSheet(printed string) url.Values {
	return url.Values{
		"verdict": {"yes"}, "sheet_ref": {printed}, "sheet_relation": {"mother"}, "sheet_name": {"Lin Mei"}, "sheet_grown_up": {"yes"}, "sheet_signed": {"yes"},
		"photo_upload": {"yes"}, "camera": {"no"}, "password": {storetest.Password},
	}
}

// sheetYes is readSheet of the sheet of a child's request that was made without a browser.
func sheetYes(t *testing.T, s *site.Site, child models.Person) url.Values {
	t.Helper()
	mother, link := s.Visitor(), s.GuardianLink(child)
	mother.Get("/g/" + link)
	mother.Post("/g/code", nil)
	mother.Post("/g/verify", url.Values{"code": {s.GuardianCode(child, link)}})
	return readSheet(printedOn(t, mother))
}

// paperIn returns the reference of the one sheet that the desk lists.
func paperIn(t *testing.T, page site.Page) string {
	t.Helper()
	listed := mattersIn(page, "waiting-paper")
	if len(listed) != 1 {
		t.Fatalf("the desk lists %q", listed)
	}
	return listed[0]
}

func TestAMotherDecidesOnPaperAndAnOfficerWritesItDown(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	child, mother := motherOf(t, s)
	decide := mother.Get("/g/decide")
	if decide.Find("a[href='"+paperPage+"']").Length() != 1 {
		t.Fatalf("the page of the decision does not lead to paper: %s", decide.Text("main"))
	}
	explained := mother.Get(paperPage)
	if explained.Status != 200 || explained.Find("input[type=file]").Length() != 1 || strings.Contains(explained.Text("main"), "Owl") {
		t.Fatalf("paper is explained with %d: %s", explained.Status, explained.Text("main"))
	}
	printed := printedOn(t, mother)
	sent := sendsAs(t, mother, models.FieldSheet, paperPage, nil, sheetPhoto(1))
	if sent.Status != http.StatusSeeOther || sent.Header.Get("Location") != "/g" {
		t.Fatalf("the photo is answered with %d: %s", sent.Status, sent.Text("[role=alert]"))
	}
	if page := mother.Get("/g"); page.Text("h1") != "Your sheet is being checked" || page.Find("a[href='/g/decide']").Length() != 1 {
		t.Errorf("the link shows %q", page.Text("main"))
	}
	if page := s.Visitor(); page.Get("/g/"+s.GuardianLink(childOf(t, s))).Status != http.StatusSeeOther || page.Get("/g").Text("h1") != "Your sheet is being checked" {
		t.Error("elsewhere the link does not say that the sheet is being checked")
	}
	family := child.Get("/family")
	if family.Text("h1") != "Your grown-up has sent a paper" || !strings.Contains(family.Text("section[aria-labelledby=paper]"), "Somebody at Jolara reads it") {
		t.Errorf("the child reads %q: %s", family.Text("h1"), family.Text("main"))
	}

	colleague := s.Staff(models.RoleOfficer)
	officer := s.AtDesk(colleague)
	list := officer.Get(guardiansPage)
	for _, mark := range []string{"Owl", "red-panda", storetest.Mother, printed} {
		if strings.Contains(list.Text("main"), mark) {
			t.Errorf("the list holds %q", mark)
		}
	}
	if got := officer.Get("/desk").Text("#menu"); !strings.Contains(got, "1 waits for an officer") {
		t.Errorf("the menu says %q", got)
	}
	ref := paperIn(t, list)
	address := guardiansPage + "/" + ref
	if page := officer.Get(address); page.Find("img.scan, form[action$='/check']").Length() != 0 {
		t.Error("before it is opened the sheet is in sight")
	}
	if page := officer.Get(address + "/sheet"); page.Status != http.StatusNotFound {
		t.Errorf("before it is opened the photo is answered with %d", page.Status)
	}
	if page := officer.Post(address+"/open", url.Values{"look_note": {"To read it."}, "password": {storetest.Password}}); page.Status != http.StatusSeeOther {
		t.Fatalf("opening is answered with %d", page.Status)
	}
	opened := officer.Get(address)
	words := family.Find(".words li").Map(func(_ int, w *goquery.Selection) string { return w.Text() })
	if !strings.Contains(opened.Text("section[aria-labelledby=opened]"), strings.Join(words, " ")) || strings.Contains(opened.Text("main"), "Owl") {
		t.Errorf("opened it shows %s", opened.Text("main"))
	}
	for _, kind := range models.GuardianChoices {
		if _, no := opened.Find(`input[name="` + string(kind) + `"][value=no]`).Attr("checked"); !no {
			t.Errorf("%s is not on No at first", kind)
		}
	}
	photo := officer.Get(opened.Find("img.scan").AttrOr("src", ""))
	if photo.Status != 200 || photo.Header.Get("Content-Type") != "image/jpeg" || photo.Header.Get("Cache-Control") != "no-store" || photo.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the photo: %d, %v", photo.Status, photo.Header)
	}
	second := s.AtDesk(s.Staff(models.RoleOfficer))
	if page := second.Get(address + "/sheet"); page.Status != http.StatusNotFound {
		t.Errorf("an officer who did not open it gets the photo: %d", page.Status)
	}
	if page := officer.Post(address+"/check", readSheet(printed)); page.Status != http.StatusSeeOther || page.Header.Get("Location") != address {
		t.Fatalf("what is on it is answered with %d: %s", page.Status, page.Text("[role=alert]"))
	}
	settled := officer.Get(address)
	if got := settled.Text("main"); !strings.Contains(got, "Accepted: it says Yes") || !strings.Contains(got, colleague.Name()) || settled.Find("main form, img").Length() != 0 {
		t.Errorf("settled it says %q", got)
	}
	if !strings.HasPrefix(settled.Text("[role=status]"), "The yes is written down.") {
		t.Errorf("the flash says %q", settled.Text("[role=status]"))
	}

	if page := child.Get("/family"); page.Text("h1") != "Your grown-up said yes" {
		t.Errorf("the child reads %q", page.Text("h1"))
	}
	if page := child.Get("/permissions"); page.Find("#photo_upload.is-on").Length() != 1 || page.Find("#camera.is-on").Length() != 0 {
		t.Errorf("the permissions are: %s", page.Text("main ul"))
	}
	log := child.Get("/data/access-log").Text(".timeline")
	if !strings.Contains(log, colleague.Name()) || !strings.Contains(log, "the photo of the sheet on which the guardian decided") {
		t.Errorf("the child's access log says %q", log)
	}
	if page := mother.Post("/g/decide", yesForm()); page.Status != http.StatusGone {
		t.Errorf("a second decision is answered with %d", page.Status)
	}
	back := s.Visitor()
	back.Post("/guardian/sign-in", url.Values{"email": {storetest.Mother}})
	back.Post("/guardian/code", url.Values{"do": {"check"}, "code": {s.NewestCode(visitCookieOf(s, back))}})
	mine := back.Get("/guardian")
	sheet := mine.Find("a[href$='/sheet']")
	if sheet.Length() != 1 {
		t.Fatalf("what is kept of the guardian: %s", mine.Text("main"))
	}
	saved := back.Get(sheet.AttrOr("href", ""))
	if saved.Status != 200 || saved.Header.Get("Cache-Control") != "no-store" || !bytes.HasPrefix([]byte(saved.Body), []byte{0xff, 0xd8}) {
		t.Errorf("the guardian's sheet: %d, %v", saved.Status, saved.Header)
	}
	if page := s.Visitor().Get(sheet.AttrOr("href", "")); page.Status != http.StatusSeeOther {
		t.Errorf("a stranger gets it: %d", page.Status)
	}
	record := back.Get(strings.TrimSuffix(sheet.AttrOr("href", ""), "sheet") + "record.json").Body
	if !strings.Contains(record, `"checked_by": "`+colleague.Name()+`"`) || !strings.Contains(record, ref) {
		t.Errorf("the record says %s", record)
	}
	if page := s.Visitor().Post("/verify-receipt", url.Values{"record": {record}}); page.Text("#result") != "This is our record, unchanged" {
		t.Errorf("the record is checked as %q", page.Text("#result"))
	}
	if page := s.Visitor().Post("/verify-receipt", url.Values{"record": {strings.Replace(record, colleague.Name(), "Nobody", 1)}}); page.Text("#result") != "We did not issue this" {
		t.Errorf("another officer's name is checked as %q", page.Text("#result"))
	}
}

// childOf returns the one child of a site.
func childOf(t *testing.T, s *site.Site) (child models.Person) {
	t.Helper()
	if err := s.DB.QueryRow(t.Context(), `select person_id from guardian_requests where state = 'waiting'`).Scan(&child.ID); err != nil {
		t.Fatal(err)
	}
	return child
}

func TestAPhotoThatIsNotTakenIsAnsweredClearlyAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	_, mother := motherOf(t, s)
	good := sheetPhoto(1)
	if page := sendsAs(t, mother, models.FieldSheet, paperPage, nil, good); page.Status != http.StatusSeeOther {
		t.Fatalf("a photo is answered with %d", page.Status)
	}
	before := s.Count(`select count(*) from guardian_papers`)
	heic := append([]byte("\x00\x00\x00\x18ftypheic"), make([]byte, 64)...)
	for name, row := range map[string]struct {
		status int
		says   string
		files  []models.SentFile
	}{
		"nothing":   {422, "Choose the photo of the signed page.", nil},
		"two":       {422, "Choose one photo", []models.SentFile{good, sheetPhoto(2)}},
		"a text":    {415, "yes.txt is no JPEG, PNG or WebP picture", []models.SentFile{{Name: "yes.txt", Content: []byte("I agree.")}}},
		"a HEIC":    {415, "sheet.heic can’t be opened here: save it as JPEG", []models.SentFile{{Name: "sheet.heic", Content: heic}}},
		"a half":    {422, "sheet.jpg is damaged", []models.SentFile{{Name: "sheet.jpg", Content: good.Content[:len(good.Content)/2]}}},
		"too large": {413, "huge.jpg is too large", []models.SentFile{{Name: "huge.jpg", Content: append(bytes.Clone(good.Content), make([]byte, models.MaxFile)...)}}},
	} {
		page := sendsAs(t, mother, models.FieldSheet, paperPage, nil, row.files...)
		said := page.Text("[role=alert]")
		if page.Status != row.status || !strings.Contains(said, row.says) || !strings.Contains(said, "The photo that you sent before is still being checked.") ||
			page.Find("[role=alert] a[href='#sheet']").Length() != 1 {
			t.Errorf("%s: %d %q", name, page.Status, said)
		}
	}
	if page := mother.Post(paperPage, url.Values{}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a form without parts is answered with %d", page.Status)
	}
	r := mother.Request(http.MethodPost, paperPage, strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", mother.URL)
	if page := mother.Do(r); page.Status != http.StatusUnsupportedMediaType {
		t.Errorf("what is no form is answered with %d", page.Status)
	}
	if n := s.Count(`select count(*) from guardian_papers`); n != before || s.Count(`select count(*) from guardian_papers where state = 'to_check'`) != 1 {
		t.Errorf("there are %d sheets, before %d", n, before)
	}
	s.Clock.Advance(models.GuardianProofLife)
	if page := sendsAs(t, mother, models.FieldSheet, paperPage, nil, good); page.Header.Get("Location") != "/g/verify" {
		t.Errorf("an hour later: %d", page.Status)
	}
}

func TestAnOfficerMendsWhatTheyReadAndLosesNothingWhenItIsLockedAgain(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	_, mother := motherOf(t, s)
	printed := printedOn(t, mother)
	sendsAs(t, mother, models.FieldSheet, paperPage, nil, sheetPhoto(1))
	officer := s.AtDesk(s.Staff(models.RoleOfficer))
	ref := paperIn(t, officer.Get(guardiansPage))
	address := guardiansPage + "/" + ref
	open := url.Values{"look_note": {"To read it."}, "password": {storetest.Password}}
	officer.Post(address+"/open", open)
	for name, row := range map[string]struct {
		change func(url.Values)
		fields string
	}{
		"empty":                {func(f url.Values) { clear(f) }, "#verdict #check-password"},
		"a yes without a word": {func(f url.Values) { clear(f); f.Set("verdict", "yes"); f.Set("password", storetest.Password) }, "#sheet_ref #sheet_relation #sheet_name #sheet_grown_up #sheet_signed"},
		"a no without a reference": {func(f url.Values) {
			clear(f)
			f.Set("verdict", "no")
			f.Set("password", storetest.Password)
		}, "#sheet_ref"},
		"another reference":        {func(f url.Values) { f.Set("sheet_ref", "S-AAAA-AAAA") }, "#sheet_ref"},
		"not accepted, and no why": {func(f url.Values) { f.Set("verdict", "unfit") }, "#sheet_fault"},
		"a wrong password":         {func(f url.Values) { f.Set("password", "wrong password") }, "#check-password"},
	} {
		values := readSheet(printed)
		row.change(values)
		page := officer.Post(address+"/check", values)
		links := page.Find("[role=alert] a").Map(func(_ int, link *goquery.Selection) string { return link.AttrOr("href", "") })
		if page.Status != http.StatusUnprocessableEntity || strings.Join(links, " ") != row.fields {
			t.Errorf("%s: %d, to mend %q", name, page.Status, links)
		}
		for _, id := range links {
			if page.Find("form[action$='/check'] "+id).Length() != 1 {
				t.Errorf("%s: %s is not in the form", name, id)
			}
		}
		if got := page.Find("#sheet_name").AttrOr("value", ""); got != values.Get("sheet_name") {
			t.Errorf("%s: the name came back as %q", name, got)
		}
		if page.Find("input[type=password][value]").Length() != 0 {
			t.Errorf("%s: a password came back", name)
		}
	}
	s.Clock.Advance(models.LookFor)
	officer = s.AtDesk(s.Staff(models.RoleOfficer)) // who has not opened it
	locked := officer.Post(address+"/check", readSheet(printed))
	if locked.Status != http.StatusForbidden || !strings.Contains(locked.Text("[role=alert]"), "nothing was written down") || locked.Find("img.scan").Length() != 0 {
		t.Fatalf("locked again it is answered with %d: %s", locked.Status, locked.Text("[role=alert]"))
	}
	for _, f := range locked.Forms(address) {
		if strings.HasSuffix(f.Action, "/open") {
			again := officer.Send(f.With(open))
			if again.Status != http.StatusOK || again.Find("#sheet_name").AttrOr("value", "") != "Lin Mei" || again.Find("input[name=photo_upload][value=yes][checked]").Length() != 1 {
				t.Errorf("opened again the form holds %q", again.Find("#sheet_name").AttrOr("value", ""))
			}
		}
	}
	unfit := url.Values{"verdict": {"unfit"}, "sheet_fault": {"unsigned"}, "sheet_note": {"The line is empty."}, "password": {storetest.Password}}
	if page := officer.Post(address+"/check", unfit); page.Status != http.StatusSeeOther {
		t.Fatalf("not accepted: %d %s", page.Status, page.Text("[role=alert]"))
	}
	letter := s.LetterAbout(storetest.Mother, "We can’t accept your sheet for Jolara")
	for _, want := range []string{"The page is not signed by hand.", "Our privacy desk adds: The line is empty.", s.GuardianLink(childOf(t, s))} {
		if !strings.Contains(letter.Text, want) {
			t.Errorf("the letter does not say %q: %s", want, letter.Text)
		}
	}
	if page := officer.Post(address+"/check", unfit); page.Status != http.StatusConflict {
		t.Errorf("once more: %d", page.Status)
	}
	if page := officer.Get(guardiansPage + "/P-NONE-SUCH"); page.Status != http.StatusNotFound {
		t.Errorf("what there is not: %d", page.Status)
	}
	if page := officer.Post(guardiansPage+"/P-NONE-SUCH/check", unfit); page.Status != http.StatusNotFound {
		t.Errorf("what there is not is checked: %d", page.Status)
	}
	if page := officer.Post(guardiansPage+"/"+ref+"/find", settling(ref, models.FoundTrue)); page.Status != http.StatusNotFound && page.Status != http.StatusConflict {
		t.Errorf("a sheet is settled like a lock: %d", page.Status)
	}
	if page := mother.Get("/g"); page.Text("h1") != "A child asks you to decide" {
		t.Errorf("the link shows %q", page.Text("h1"))
	}
}
