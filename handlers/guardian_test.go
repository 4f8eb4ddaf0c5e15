package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// childForm is the second step of signing up a child of ten.
func childForm() url.Values {
	return url.Values{
		"for": {"me"}, "birth_date": {"2016-03-27"}, "nickname": {"Owl"}, "new_account_name": {"red-panda"}, "password": {storetest.Password},
		"guardian_email": {storetest.Mother},
	}
}

var codeInLetter = regexp.MustCompile(`\b\d{6}\b`)

// typeGuardianCode has a code sent to whoever reads the letters of that address and types it, as the reader of the link in v does.
func typeGuardianCode(t *testing.T, s *site.Site, v *site.Visitor) {
	t.Helper()
	s.Clock.Advance(time.Minute) // so that the code's letter is the latest
	before := codesSent(t, s)
	if page := v.Post("/g/code", nil); page.Header.Get("Location") != "/g/verify" {
		t.Fatalf("the wish for a code is answered with %d to %q", page.Status, page.Header.Get("Location"))
	}
	if page := v.Post("/g/verify", url.Values{"code": {nextCode(t, s, before)}}); page.Header.Get("Location") != "/g/decide" {
		t.Fatalf("the code is answered with %d to %q: %s", page.Status, page.Header.Get("Location"), page.Text("main"))
	}
}

// mailedCodes returns the codes that were mailed, the latest first.
func mailedCodes(t *testing.T, s *site.Site) (codes []string) {
	t.Helper()
	letters, err := s.Box.Letters()
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range letters {
		if strings.Contains(letter.Subject, "code") {
			codes = append(codes, codeInLetter.FindString(letter.Text))
		}
	}
	return codes
}

// codesSent counts the codes that were mailed, once none is on its way any more: one that comes late would pass for the next.
func codesSent(t *testing.T, s *site.Site) int {
	t.Helper()
	const patience = 10 * time.Second
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if s.Count(`select count(*) from river_job where kind in ($1, $2, $3) and finalized_at is null`,
			models.GuardianCodeMail{}.Kind(), models.VisitCodeMail{}.Kind(), models.GuardianMoveMail{}.Kind()) == 0 {
			return len(mailedCodes(t, s))
		}
	}
	t.Fatal("a code is still on its way")
	return 0
}

// nextCode waits for the letter with a code that comes after those before, and returns it.
func nextCode(t *testing.T, s *site.Site, before int) string {
	t.Helper()
	const patience = 10 * time.Second
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if codes := mailedCodes(t, s); len(codes) > before {
			return codes[0]
		}
	}
	t.Fatal("no code came")
	return ""
}

// yesForm is a mother's decision that allows photos.
func yesForm() url.Values {
	return url.Values{
		"decision": {"approve"}, "relation": {"mother"}, "guardian_name": {"Lin Mei"}, "signature": {"Lin Mei"}, "grown_up": {"yes"},
		"photo_upload": {"yes"}, "camera": {"no"}, "policy": {"4.1"},
	}
}

func TestAChildOfTenAsksItsMotherWhoDecidesWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	child := s.Visitor()
	first := child.Post("/sign-up", url.Values{"for": {"me"}, "year": {"2016"}, "month": {"3"}, "day": {"27"}})
	if first.Status != 200 || first.Find("#guardian_email").Length() != 1 || first.Find("#email").Length() != 0 {
		t.Fatalf("the second step, %d, asks: %s", first.Status, first.Text("main"))
	}
	made := child.Post("/sign-up", childForm())
	if made.Status != http.StatusSeeOther || made.Header.Get("Location") != "/family" {
		t.Fatalf("the sign-up is answered with %d to %q: %s", made.Status, made.Header.Get("Location"), made.Text("main"))
	}
	waiting := child.Get("/family")
	words := waiting.Find(".words li").Map(func(_ int, w *goquery.Selection) string { return w.Text() })
	if len(words) != 3 || !strings.Contains(waiting.Text("main"), storetest.Mother) {
		t.Fatalf("the child's screen shows %v: %s", words, waiting.Text("main"))
	}

	letter := s.Letter(storetest.Mother)
	for _, hidden := range []string{"Owl", "red-panda", "2016"} {
		if strings.Contains(letter.Text+letter.HTML+letter.Subject, hidden) {
			t.Errorf("the letter tells %q", hidden)
		}
	}
	if codeInLetter.MatchString(letter.Text) || !strings.Contains(letter.Text, strings.Join(words, " ")) || !strings.Contains(letter.Text, "/remove") {
		t.Errorf("the letter says: %s", letter.Text)
	}
	mother := s.Visitor()
	opened := follow(t, mother, letter)
	shown := opened.Find(".words li").Map(func(_ int, w *goquery.Selection) string { return w.Text() })
	if opened.Status != 200 || !slices.Equal(shown, words) || strings.Contains(opened.Text("main"), "Owl") {
		t.Fatalf("the link shows %v: %s", shown, opened.Text("main"))
	}
	if page := mother.Get("/g/decide"); page.Status != http.StatusSeeOther {
		t.Errorf("before a code the decision is answered with %d", page.Status)
	}
	typeGuardianCode(t, s, mother)
	decide := mother.Get("/g/decide")
	for _, kind := range models.GuardianChoices {
		if _, no := decide.Find(`input[name="` + string(kind) + `"][value=no]`).Attr("checked"); !no {
			t.Errorf("%s is not on No at first", kind)
		}
	}
	if slips := mother.Post("/g/decide", url.Values{"decision": {"approve"}, "photo_upload": {"yes"}, "policy": {"4.1"}}); slips.Status != 422 || slips.Find(".summary a").Length() != 4 ||
		slips.Find("input[name=photo_upload][value=yes][checked]").Length() != 1 {
		t.Errorf("an unsigned yes is answered with %d: %s", slips.Status, slips.Text(".summary"))
	}
	if yes := mother.Post("/g/decide", yesForm()); yes.Header.Get("Location") != "/g/done" {
		t.Fatalf("the yes is answered with %d: %s", yes.Status, yes.Text("main"))
	}
	done := mother.Get("/g/done")
	if done.Status != 200 || !strings.Contains(done.Text(".receipt"), "Lin Mei") || !strings.Contains(done.Text(".receipt"), "Owl") {
		t.Errorf("the record, %d: %s", done.Status, done.Text("main"))
	}
	if page := child.Get("/family"); page.Text("h1") != "Your grown-up said yes" {
		t.Errorf("the child reads %q", page.Text("h1"))
	}
	if page := child.Get("/permissions"); page.Find("#photo_upload.is-on").Length() != 1 || page.Find("#camera.is-on").Length() != 0 {
		t.Errorf("the permissions are: %s", page.Text("main ul"))
	}

	file := mother.Get("/g/record.json")
	if !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the record's file: %v", file.Header)
	}
	paper := mother.Get(done.Find(".btn--act").AttrOr("href", ""))
	if !strings.HasPrefix(paper.Body, "%PDF-") || paper.Header.Get("Content-Type") != "application/pdf" || paper.Header.Get("Cache-Control") != "no-store" ||
		paper.Header.Get("Content-Disposition") != strings.Replace(file.Header.Get("Content-Disposition"), ".json", ".pdf", 1) {
		t.Errorf("the record on paper: %d, %v", paper.Status, paper.Header)
	}
	stranger := s.Visitor()
	if page := stranger.Post("/verify-receipt", url.Values{"record": {file.Body}}); page.Text("#result") != "This is our record, unchanged" {
		t.Errorf("the record is checked as %q: %s", page.Text("#result"), file.Body)
	}
	if page := stranger.Post("/verify-receipt", url.Values{"record": {strings.Replace(file.Body, "Lin Mei", "Wu Mei", 1)}}); page.Text("#result") != "We did not issue this" {
		t.Errorf("another guardian's name is checked as %q", page.Text("#result"))
	}
	if page := stranger.Post("/verify-receipt", url.Values{"record": {"{"}}); page.Status != 422 || page.Find("a[href='#record']").Length() != 1 {
		t.Errorf("half a file is answered with %d", page.Status)
	}
}

// sendPhoto uploads a small picture of one of Jolara's people, as the app does.
func sendPhoto(s *site.Site, key, person string) site.Page {
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	_ = parts.WriteField("id", "photo-1")
	_ = parts.WriteField("functions", "printing")
	file, _ := parts.CreateFormFile("file", "a.jpg") // a buffer takes everything
	_, _ = file.Write(storetest.Picture(40, 30, 1))
	_ = parts.Close()
	v := s.Visitor()
	r := v.Request(http.MethodPost, "/api/v1/people/"+person+"/photos", &body)
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return v.Do(r)
}

func TestTheFirstPhotoOfAChildIsRefusedBeforeTheYesAndTakenAfterIt(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	known := s.Minor(10)
	child := s.CanSignIn(known)
	key := s.Client()
	photo := func() site.Page { return sendPhoto(s, key, child.ExternalID) }
	if page := photo(); page.Status != http.StatusForbidden || !strings.Contains(page.Body, "guardian_needed") {
		t.Errorf("before: %d %s", page.Status, page.Body)
	}
	v := s.SignedIn(child)
	if page := v.Post("/family", url.Values{"do": {"ask"}, "guardian_email": {storetest.Mother}}); page.Status != http.StatusSeeOther {
		t.Fatalf("the question is answered with %d: %s", page.Status, page.Text("main"))
	}
	mother := s.Visitor()
	follow(t, mother, s.Letter(storetest.Mother))
	typeGuardianCode(t, s, mother)
	mother.Post("/g/decide", yesForm())
	if page := photo(); page.Status != http.StatusCreated {
		t.Errorf("after: %d %s", page.Status, page.Body)
	}
	if page := call(s, key, http.MethodPost, "/people/"+child.ExternalID+"/consents",
		`{"id": "yes", "permission": "camera", "state": "granted", "at": "2026-11-20T09:00:00+08:00"}`); page.Status != http.StatusForbidden {
		t.Errorf("the app's yes beside the guardian's no: %d", page.Status)
	}
}

func TestT02_LookingAtAGuardiansPagesFiftyTimesChangesNothing(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	child := s.Child(10)
	mother := s.Visitor()
	follow(t, mother, s.Letter(storetest.Mother))
	token := s.GuardianLink(child)
	state := func() string {
		var text string
		err := s.DB.QueryRow(t.Context(), `select (select string_agg(r::text, ' ') from guardian_requests r) || (select count(*) from consents)
			|| (select count(*) from guardian_records) || (select string_agg(guardian, ' ') from persons)`).Scan(&text)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	before := state()
	for range 50 {
		for _, path := range []string{"/g/" + token, "/g/" + token + "/remove", "/g", "/g/verify", "/g/decide", "/g/paper", "/g/paper.pdf", "/g/remove", "/g/done", "/g/record.json", "/g/record.pdf"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r := mother.Request(method, path, nil)
				r.Header.Set("Sec-Purpose", "prefetch")
				mother.Do(r)
			}
		}
	}
	if after := state(); after != before {
		t.Errorf("before %s, after %s", before, after)
	}
}

func TestALinkThatIsUsedEndedForgedOrCutShowsTheSameCalmPage(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	used, ended, tried := s.Child(10), s.Child(11), s.Child(12)
	tokens := map[string]string{"used": s.GuardianLink(used), "ended": s.GuardianLink(ended), "tried too often": s.GuardianLink(tried)}
	s.Approve(used)
	if err := s.Store.EraseOwnAccount(t.Context(), ended.ID); err != nil {
		t.Fatal(err)
	}
	for range models.GuardianCodeTries {
		_, _ = s.Store.ProveGuardian(t.Context(), tokens["tried too often"], "000000", "192.0.2.0/24")
	}
	tokens["forged"] = s.Vault.LinkToken("nobody's")
	tokens["cut"] = tokens["used"][:20]
	tokens["no token"] = "x"
	requests := s.Count(`select count(*) from guardian_requests`)
	pages := map[string]string{}
	for name, token := range tokens {
		v := s.Visitor()
		page := v.Get("/g/" + token)
		if page.Status == http.StatusSeeOther {
			page = v.Get(page.Header.Get("Location"))
		}
		if page.Status != http.StatusGone || page.Text("h1") != "This link no longer works" {
			t.Errorf("%s: %d %q", name, page.Status, page.Text("h1"))
		}
		pages[page.Text("main")] = name
		for _, path := range []string{"/g/code", "/g/verify", "/g/decide", "/g/paper", "/g/remove"} {
			if page := v.Post(path, mergedForms(yesForm(), url.Values{"code": {"123456"}})); page.Status != http.StatusGone {
				t.Errorf("%s: %s is answered with %d", name, path, page.Status)
			}
		}
	}
	if n := s.Count(`select count(*) from guardian_requests`); n != requests || s.Count(`select count(*) from guardian_records`) != 1 {
		t.Error("something was changed")
	}
}

func mergedForms(forms ...url.Values) url.Values {
	all := url.Values{}
	for _, form := range forms {
		for name, values := range form {
			all[name] = values
		}
	}
	return all
}

func TestAGuardianSignsOnlyTheAgreementThatTheyWereShown(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	s.Visitor().Post("/sign-up", childForm())
	mother := s.Visitor()
	follow(t, mother, s.Letter(storetest.Mother))
	typeGuardianCode(t, s, mother)
	shown := mother.Get("/g/decide")
	if version := shown.Find("input[name=policy]").AttrOr("value", ""); version != "4.1" {
		t.Fatalf("shown is %q", version)
	}
	s.Agreement("4.2", models.DateOf(s.Clock.Now()))
	page := mother.Post("/g/decide", yesForm())
	if page.Status != http.StatusUnprocessableEntity || page.Find(".summary a[href='#signature']").Length() != 1 || page.Find("#signature").AttrOr("value", "") != "" ||
		page.Find("#guardian_name").AttrOr("value", "") != "Lin Mei" || page.Find("input[name=photo_upload][value=yes][checked]").Length() != 1 {
		t.Errorf("a yes to an agreement that changed: %d %s", page.Status, page.Text(".summary"))
	}
	if s.Count(`select count(*) from guardian_records`) != 0 {
		t.Error("it is recorded")
	}
	again := mergedForms(yesForm(), url.Values{"policy": {page.Find("input[name=policy]").AttrOr("value", "")}})
	if page := mother.Post("/g/decide", again); page.Header.Get("Location") != "/g/done" {
		t.Errorf("signed once more: %d %s", page.Status, page.Text(".summary"))
	}
	if page := mother.Get("/g/done"); !strings.Contains(page.Text(".receipt"), "version 4.2") {
		t.Errorf("the record says: %s", page.Text(".receipt"))
	}
}

func TestAGuardianWhoTakesMoreThanAnHourTypesANewCode(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	s.Visitor().Post("/sign-up", childForm())
	mother := s.Visitor()
	follow(t, mother, s.Letter(storetest.Mother))
	typeGuardianCode(t, s, mother)
	s.Clock.Advance(models.GuardianProofLife)
	if page := mother.Post("/g/decide", yesForm()); page.Header.Get("Location") != "/g/verify" || s.Count(`select count(*) from guardian_records`) != 0 {
		t.Errorf("after an hour: %d to %q", page.Status, page.Header.Get("Location"))
	}
	typeGuardianCode(t, s, mother)
	if page := mother.Post("/g/decide", yesForm()); page.Header.Get("Location") != "/g/done" {
		t.Errorf("after another code: %d to %q", page.Status, page.Header.Get("Location"))
	}
}

func TestT08_WhatChildAndGuardianTypeStaysText(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	for i, text := range hostile {
		text = strings.Join(strings.Fields(text), " ") // a name is one line without tabs
		s.Clock.Advance(2 * time.Hour)                 // so that the network writes no more letters than it may
		email := fmt.Sprintf("mother-%d@example.com", i)
		form := mergedForms(childForm(), url.Values{"nickname": {text}, "new_account_name": {fmt.Sprintf("child-%d", i)}, "guardian_email": {email}})
		if page := s.Visitor().Post("/sign-up", form); page.Header.Get("Location") != "/family" {
			t.Fatalf("%s: the sign-up is answered with %d: %s", text, page.Status, page.Text(".summary"))
		}
		mother := s.Visitor()
		follow(t, mother, s.Letter(email))
		typeGuardianCode(t, s, mother)
		signed := mergedForms(yesForm(), url.Values{"guardian_name": {text}, "signature": {text}})
		wrong := mother.Post("/g/decide", mergedForms(signed, url.Values{"grown_up": nil}))
		if got := wrong.Find("#guardian_name").AttrOr("value", ""); wrong.Status != 422 || got != text || wrong.Find("#signature").AttrOr("value", "") != text {
			t.Errorf("%s comes back as %q", text, got)
		}
		mother.Post("/g/decide", signed)
		done := mother.Get("/g/done")
		if said := done.Text(".receipt"); strings.Count(said, text) != 2 || done.Find("main script, main img, main [onclick]").Length() != 0 {
			t.Errorf("%s stands on the record as %s", text, said)
		}
		if paper := mother.Get("/g/record.pdf"); paper.Status != http.StatusOK { // what stands in it, views/papers looks at
			t.Errorf("%s on paper is answered with %d", text, paper.Status)
		}
		checked := s.Visitor().Post("/verify-receipt", url.Values{"record": {mother.Get("/g/record.json").Body}})
		if !strings.Contains(checked.Text("[role=status]"), text) || checked.Find("main script, main img, main [onclick]").Length() != 0 {
			t.Errorf("%s is checked as %s", text, checked.Text("[role=status]"))
		}
	}
}

func TestAGuardianDeclinesOrTakesTheirAddressBack(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	child := s.Visitor()
	child.Post("/sign-up", childForm())
	mother := s.Visitor()
	follow(t, mother, s.Letter(storetest.Mother))
	if page := mother.Get("/g/remove"); page.Find("form[action='/g/remove']").Length() != 1 {
		t.Errorf("nothing is asked: %s", page.Text("main"))
	}
	typeGuardianCode(t, s, mother)
	if page := mother.Post("/g/decide", url.Values{"decision": {"decline"}}); page.Header.Get("Location") != "/g/declined" {
		t.Errorf("the no is answered with %d to %q", page.Status, page.Header.Get("Location"))
	}
	if page := mother.Get("/g/declined"); page.Text("h1") != "You have declined" {
		t.Errorf("after the no: %q", page.Text("h1"))
	}
	if page := mother.Get("/g/done"); page.Status != http.StatusGone {
		t.Errorf("a record of the no: %d", page.Status)
	}
	told := child.Get("/family")
	if told.Text("h1") != "Your grown-up said: not this time" || told.Find("#guardian_email").Length() != 0 || strings.Contains(told.Text("main"), storetest.Mother) {
		t.Errorf("the child reads: %s", told.Text("main"))
	}
	if page := child.Post("/family", url.Values{"do": {"ask"}, "guardian_email": {"father@example.com"}}); page.Status != http.StatusConflict {
		t.Errorf("another is asked: %d", page.Status)
	}
	if page := child.Post("/family/erase", nil); page.Status != http.StatusSeeOther || s.Count(`select count(*) from persons`) != 0 {
		t.Errorf("the child erases the account: %d", page.Status)
	}
	if page := child.Get("/family"); page.Status != http.StatusSeeOther {
		t.Errorf("afterwards: %d", page.Status)
	}
}

func TestWhatAChildTypesWrongComesBackWithTheField(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	s.Child(11)
	for name, row := range map[string]struct{ field, value, marked string }{
		"nobody to call":         {"nickname", "", "nickname"},
		"a name with an at":      {"new_account_name", "bo@home", "new_account_name"},
		"somebody else's name":   {"new_account_name", "child-1", "new_account_name"},
		"a common password":      {"password", "password1", "password"},
		"no grown-up":            {"guardian_email", "", "guardian_email"},
		"no address at all":      {"guardian_email", "mum", "guardian_email"},
		"a birth date of nobody": {"birth_date", "2016-02-30", "birth_date"},
		"nobody in particular":   {"for", "somebody", "for"},
	} {
		form := childForm()
		form.Set(row.field, row.value)
		page := s.Visitor().Post("/sign-up", form)
		if page.Status != http.StatusUnprocessableEntity || page.Find(".summary a[href='#"+row.marked+"']").Length() != 1 {
			t.Errorf("%s: %d, %s", name, page.Status, page.Text(".summary"))
		}
	}
	if n := s.Count(`select count(*) from persons`); n != 1 {
		t.Errorf("%d people", n)
	}
	for name, row := range map[string]struct {
		form url.Values
		says string
	}{
		"a child of seven":       {url.Values{"for": {"me"}, "birth_date": {"2019-11-21"}}, "A grown-up starts this with you"},
		"a parent of a grown-up": {url.Values{"for": {"child"}, "year": {"1990"}, "month": {"3"}, "day": {"27"}}, "Whoever is 18 or older"},
		"a parent of a child":    {url.Values{"for": {"child"}, "year": {"2019"}, "month": {"3"}, "day": {"27"}}, "Your own e-mail address"},
	} {
		if page := s.Visitor().Post("/sign-up", row.form); !strings.Contains(page.Text("main"), row.says) {
			t.Errorf("%s reads: %s", name, page.Text("main"))
		}
	}
}

func TestAChildGivesNoAddressOfItsOwnAsAGrownUps(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	child := s.SignedUp(15)
	v := s.SignedIn(child)
	name, domain, _ := strings.Cut(child.Email, "@")
	for _, own := range []string{child.Email, name + "+mum@" + domain, strings.ToUpper(child.Email)} {
		page := v.Post("/family", url.Values{"do": {"ask"}, "guardian_email": {own}})
		if page.Status != 422 || page.Find(".summary a[href='#guardian_email']").Length() != 1 || page.Find("#guardian_email").AttrOr("value", "") != own {
			t.Errorf("%s: %d %s", own, page.Status, page.Text(".summary"))
		}
	}
	if page := v.Post("/family", url.Values{"do": {"parents"}, "new_account_name": {"red-panda"}}); page.Status != http.StatusSeeOther {
		t.Fatalf("the parent's address: %d %s", page.Status, page.Text(".summary"))
	}
	if letter := s.Letter(child.Email); letter.Subject != "A child asks you to decide about Jolara" {
		t.Errorf("the parent reads %q", letter.Subject)
	}
	if page := s.Visitor().Post("/sign-in", url.Values{"email": {"red-panda"}, "password": {storetest.Password}}); page.Header.Get("Location") != "/home" {
		t.Errorf("by the account name: %d", page.Status)
	}
}

func TestALetterIsSentAgainAFewTimesAndNoMore(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	v.Post("/sign-up", childForm())
	for again := 2; again <= models.GuardianLetters; again++ {
		if page := v.Post("/family", url.Values{"do": {"again"}}); page.Status != http.StatusSeeOther {
			t.Errorf("letter %d: %d", again, page.Status)
		}
	}
	page := v.Post("/family", url.Values{"do": {"again"}})
	if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" || page.Find("button[value=again]").Length() != 0 {
		t.Errorf("one more: %d %s", page.Status, page.Text("main"))
	}
	if page := v.Post("/family", url.Values{"do": {"something"}}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("something else: %d", page.Status)
	}
}

func TestT03_AnAnswerFromTheBrowserInWhichTheChildJustAskedCountsOnlyAfterADay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		same    bool
		after   time.Duration
		doubted bool
	}{
		{"the child's browser, minutes later", true, 5 * time.Minute, true},
		{"the child's browser, later", true, 10 * time.Minute, false},
		{"another browser, minutes later", false, 5 * time.Minute, false},
	} {
		s := openToSignUp(t)
		child := s.Visitor()
		child.Post("/sign-up", childForm())
		letter := s.Letter(storetest.Mother)
		reader := child
		if !c.same {
			reader = s.Visitor()
		}
		s.Clock.Advance(c.after)
		follow(t, reader, letter)
		typeGuardianCode(t, s, reader)
		if yes := reader.Post("/g/decide", yesForm()); yes.Header.Get("Location") != "/g/done" {
			t.Fatalf("%s: the yes is answered with %d: %s", c.name, yes.Status, yes.Text("main"))
		}
		if done := reader.Get("/g/done").Text("main"); strings.Contains(done, "we wait a day") != c.doubted || strings.Contains(done, "It counts from now on") == c.doubted {
			t.Errorf("%s: the guardian reads %s", c.name, done)
		}
		if page := child.Get("/family"); (page.Text("h1") == "Your account is locked") != c.doubted || c.doubted && !strings.Contains(page.Text("main"), "it opens by itself") {
			t.Errorf("%s: the child reads %q: %s", c.name, page.Text("h1"), page.Text("main"))
		}
		if page := child.Get("/home"); strings.Contains(page.Text("main"), "we have a look at it first") != c.doubted {
			t.Errorf("%s: the home page says %s", c.name, page.Text("main"))
		}
	}
}
