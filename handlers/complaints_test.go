package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const newComplaint = "/complaints/new"

// sends posts a form with pictures as a browser does.
func sends(t *testing.T, v *site.Visitor, path string, fields url.Values, files ...models.SentFile) site.Page {
	t.Helper()
	return sendsAs(t, v, models.FieldPictures, path, fields, files...)
}

// sendsAs is sends of files in a field of that name.
func sendsAs(t *testing.T, v *site.Visitor, field, path string, fields url.Values, files ...models.SentFile) site.Page {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			if err := form.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(files) == 0 {
		files = []models.SentFile{{}} // what a browser sends where nothing was chosen
	}
	for _, file := range files {
		part, err := form.CreateFormFile(field, file.Name)
		if err == nil {
			_, err = part.Write(file.Content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	_ = form.Close()
	r := v.Request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", v.URL)
	return v.Do(r)
}

// filed sends a complaint and returns the address of its page.
func filed(t *testing.T, v *site.Visitor, words string, files ...models.SentFile) string {
	t.Helper()
	sent := sends(t, v, newComplaint, url.Values{"kind": {"complaint"}, "words": {words}, "about": {"photos"}}, files...)
	to := sent.Header.Get("Location")
	if sent.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/complaints/JC-") {
		t.Fatalf("sending is answered with %d to %q: %s", sent.Status, to, sent.Text("[role=alert]"))
	}
	return to
}

func aPicture(name string) models.SentFile {
	return models.SentFile{Name: name, Content: storetest.Picture(80, 60, len(name))}
}

func TestAPersonComplainsWithAPictureAndReadsIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	v := s.SignedIn(p)
	if got := v.Get("/complaints").Text(".lede"); got != "No complaints. If something is wrong, tell us; we answer within 15 working days." {
		t.Errorf("at first: %q", got)
	}
	if got := v.Get(newComplaint).Text(".lede"); !strings.Contains(got, "Friday 11 December 2026") {
		t.Errorf("the form promises %q", got)
	}
	address := filed(t, v, "A print isn’t mine. Whose is it?\r\n<b>Tell me.</b>", aPicture("print.jpg"))
	page := v.Get(address)
	ref := strings.TrimPrefix(address, "/complaints/")
	if got := page.Text("[role=status]"); !strings.Contains(got, ref) {
		t.Errorf("it says %q", got)
	}
	if got := page.Text("h1"); got != "A print isn’t mine" {
		t.Errorf("it is called %q", got)
	}
	if got := page.Find(".msg .lines").Text(); got != "A print isn’t mine. Whose is it?\n<b>Tell me.</b>" {
		t.Errorf("the message is %q", got)
	}
	if got := page.Text(".strip__say"); !strings.HasPrefix(got, "Day 0 of 15") {
		t.Errorf("the strip says %q", got)
	}
	if got := page.Text("[aria-labelledby=looks]"); !strings.Contains(got, "Nobody yet") {
		t.Errorf("who opened it: %q", got)
	}
	picture := page.Find(".msg img")
	if got := picture.AttrOr("alt", ""); got != "Attached: print.jpg" {
		t.Errorf("the picture shows %q", got)
	}
	for _, address := range []string{picture.AttrOr("src", ""), page.Find(".msg .thumbs a").AttrOr("href", "")} {
		file := v.Get(address)
		if file.Status != http.StatusOK || file.Header.Get("Content-Type") != "image/jpeg" || file.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(file.Header.Get("Content-Security-Policy"), "sandbox") || file.Header.Get("Cache-Control") != "private, max-age=300" {
			t.Errorf("%s: %d, %v", address, file.Status, file.Header)
		}
		if got := s.SignedIn(s.CanSignIn(s.Adult())).Get(address).Status; got != http.StatusNotFound {
			t.Errorf("a stranger gets %d for the picture", got)
		}
	}
	list := v.Get("/complaints")
	if got := list.Text(".places"); !strings.Contains(got, "A print isn’t mine") || !strings.Contains(got, ref) {
		t.Errorf("the list says %q", got)
	}
	if got := v.Get("/home").Text("[aria-labelledby=complaint]"); !strings.Contains(got, "A print isn’t mine") || !strings.Contains(got, "11 December") {
		t.Errorf("home says %q", got)
	}
}

func TestWhatIsWrongWithAComplaintIsNamedAndTheWordsStay(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	heic := models.SentFile{Name: "IMG_2041.heic", Content: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")}
	page := sends(t, v, newComplaint, url.Values{"kind": {"question"}, "about": {"print_jobs"}, "words": {"  "}}, heic,
		models.SentFile{Name: "notes.txt", Content: []byte("hello")}, models.SentFile{Name: "huge.jpg", Content: make([]byte, models.MaxFile+1)})
	if page.Status != http.StatusUnprocessableEntity || page.Find("title").Text() != "Error: Ask a question – Jolara Privacy" {
		t.Errorf("%d, %q", page.Status, page.Find("title").Text())
	}
	alert := page.Text("[role=alert]")
	for _, says := range []string{
		"4 things to mend before we can send it", "IMG_2041.heic can’t be opened here: save it as JPEG and choose it again.",
		"notes.txt is no JPEG, PNG or WebP picture", "huge.jpg is too large", "Choose them again",
	} {
		if !strings.Contains(alert, says) {
			t.Errorf("it does not say %q: %q", says, alert)
		}
	}
	for _, id := range []string{"words", "pictures"} {
		if page.Find("[role=alert] a[href='#"+id+"']").Length() == 0 || page.Find("#"+id+"[aria-invalid=true]").Length() != 1 {
			t.Errorf("%s is not named", id)
		}
	}
	if page.Find("[name=kind][value=question][checked]").Length() != 1 || page.Find("#about option[selected]").AttrOr("value", "") != "print_jobs" {
		t.Error("what was chosen is forgotten")
	}
	long := strings.Repeat("é", models.MaxWords)
	for words, want := range map[string]int{
		long + "é": http.StatusUnprocessableEntity, "a\x00b": http.StatusUnprocessableEntity, "a\xffb": http.StatusBadRequest, long: http.StatusSeeOther,
	} {
		page := sends(t, v, newComplaint, url.Values{"kind": {"report"}, "words": {words}})
		if page.Status != want {
			t.Errorf("%d bytes are answered with %d, want %d", len(words), page.Status, want)
		}
		if want == http.StatusUnprocessableEntity && !strings.HasPrefix(page.Find("#words").Text(), words[:1]) {
			t.Error("the words are lost")
		}
	}
	if got := sends(t, v, newComplaint, url.Values{"kind": {"revenge"}, "words": {"I want it."}}); got.Status != http.StatusUnprocessableEntity ||
		got.Find("#words").Text() != "I want it." || got.Find("[role=alert] a[href='#kind']").Length() != 1 || !strings.Contains(got.Text(".lede"), " 2026") {
		t.Errorf("a kind that is none: %d, %q, %q", got.Status, got.Text("[role=alert]"), got.Text(".lede"))
	}
	if n := s.Count(`select count(*) from complaints`); n != 1 {
		t.Errorf("%d are kept", n)
	}
}

func TestAFormThatIsNoneOrTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	raw := func(kind, body string) int {
		r := v.Request(http.MethodPost, newComplaint, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Origin", v.URL)
		return v.Do(r).Status
	}
	const form = "multipart/form-data; boundary=x"
	for _, c := range []struct {
		kind, body string
		want       int
	}{
		{"application/json", "{}", http.StatusUnsupportedMediaType},
		{form, "nothing", http.StatusBadRequest},
		{form, "--x\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\nbroken o", http.StatusBadRequest},
		{form, strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", 50) + "--x--\r\n", http.StatusBadRequest},
		{form, "--x\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\n" + strings.Repeat("a", 2<<20) + "\r\n--x--\r\n", http.StatusRequestEntityTooLarge},
	} {
		if got := raw(c.kind, c.body); got != c.want {
			t.Errorf("%s, %.40q: %d, want %d", c.kind, c.body, got, c.want)
		}
	}
	picture := aPicture("a.jpg")
	picture.Content = append(picture.Content, make([]byte, 15<<20)...)
	if got := sends(t, v, newComplaint, url.Values{"kind": {"complaint"}, "words": {"Look."}}, picture, picture, picture).Status; got != http.StatusRequestEntityTooLarge {
		t.Errorf("45 MB are answered with %d", got)
	}
	if got := sends(t, v, newComplaint, url.Values{"kind": {"complaint"}, "words": {"Look."}}, picture, picture).Status; got != http.StatusSeeOther {
		t.Errorf("30 MB are answered with %d", got)
	}
}

func TestOverTheLimitTheWordsStayAndTheTimeIsNamed(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	ask := url.Values{"kind": {"question"}, "words": {"Why?"}}
	page := v.Post(newComplaint, ask)
	for n := 1; page.Status == http.StatusSeeOther && n < 100; n++ {
		page = v.Post(newComplaint, ask)
	}
	if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" || page.Find("#words").Text() != "Why?" {
		t.Errorf("%d, after %q, %q", page.Status, page.Header.Get("Retry-After"), page.Find("#words").Text())
	}
	if got := page.Text("[role=alert]"); !strings.Contains(got, "Nothing was sent. What you wrote is still below. Try again in") {
		t.Errorf("it says %q", got)
	}
}

func TestTheFormComesAsItsAddressAsks(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, other := photographer(s), photographer(s)
	app := s.App("Jolara app")
	mine := s.Upload(app, p, models.Upload{FileName: "Grandma.jpg"})
	for range 15 {
		s.Clock.Advance(time.Minute)
		s.Upload(app, p, models.Upload{})
	}
	theirs := s.Upload(app, other, models.Upload{})
	v := s.SignedIn(p)
	page := v.Get(newComplaint + "?kind=access")
	if page.Text("h1") != "Ask for a copy of my data" || page.Find("[name=kind][value=access][checked]").Length() != 1 || page.Find("#words").Text() == "" {
		t.Errorf("a copy: %q", page.Text("h1"))
	}
	page = v.Get(newComplaint + "?kind=none&about=none&photo=none")
	if page.Status != http.StatusOK || page.Find("[name=kind][checked]").AttrOr("value", "") != "complaint" || page.Find("[name='photo[]'][checked]").Length() != 0 {
		t.Errorf("what is nothing: %d", page.Status)
	}
	page = v.Get("/data/photos/" + mine.ID)
	about := page.Find("a[href^='/complaints/new']").AttrOr("href", "")
	page = v.Get(about)
	if page.Find("[name='photo[]'][value='"+mine.ID+"'][checked]").Length() != 1 || page.Find("#about option[selected]").AttrOr("value", "") != "photos" {
		t.Errorf("%s does not choose the photo", about)
	}
	if got := page.Find("[name='photo[]']").Length(); got != 13 {
		t.Errorf("%d photos are offered", got)
	}
	if got := v.Get(newComplaint + "?photo=" + theirs.ID).Find("[value='" + theirs.ID + "']").Length(); got != 0 {
		t.Error("somebody else’s photo is offered")
	}
	if got := v.Get(newComplaint + "?kind=question&case=JC-2026-0001").Find("#words").Text(); got != "Who opened JC-2026-0001, and why?" {
		t.Errorf("asking about a look begins with %q", got)
	}

	sent := filled(t, page, "form[action='"+newComplaint+"']")
	sent.Set("words", "It is not Grandma.")
	sent.Del("pictures")
	answer := v.Post(newComplaint, sent)
	read := v.Get(answer.Header.Get("Location"))
	picture := read.Find(".msg img")
	if picture.AttrOr("alt", "") != "Attached: Grandma" || v.Get(picture.AttrOr("src", "")).Status != http.StatusOK {
		t.Errorf("attached is %q", picture.AttrOr("alt", ""))
	}
	v.Post("/data/photos", url.Values{"pictures": {"hide"}, "back": {answer.Header.Get("Location")}})
	if hidden := v.Get(answer.Header.Get("Location")); hidden.Find(".msg img").Length() != 0 || hidden.Find(".msg .blank").Length() != 1 {
		t.Error("pictures are hidden, and yet seen")
	}
	sent.Set("photo[]", theirs.ID)
	if page := v.Post(newComplaint, sent); page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a[href='#pictures']").Length() != 1 {
		t.Errorf("somebody else’s photo: %d, %q", page.Status, page.Text("[role=alert]"))
	}
}

func TestAPersonAddsClosesAndIsOfferedANewOne(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	v := s.SignedIn(p)
	address := filed(t, v, "A print isn’t mine.")
	empty := sends(t, v, address, url.Values{"do": {"add"}, "words": {""}})
	if empty.Status != http.StatusUnprocessableEntity || empty.Find("[role=alert] a[href='#words']").Length() != 1 || !strings.HasPrefix(empty.Find("title").Text(), "Error: ") {
		t.Errorf("nothing: %d, %q", empty.Status, empty.Text("[role=alert]"))
	}
	added := sends(t, v, address, url.Values{"do": {"add"}, "words": {"It has a dog on it."}}, aPicture("dog.jpg"))
	if added.Status != http.StatusSeeOther {
		t.Fatalf("adding is answered with %d", added.Status)
	}
	page := v.Get(address)
	if page.Find(".msg").Length() != 2 || !strings.HasPrefix(page.Text("[role=status]"), "Sent.") {
		t.Errorf("%d messages, %q", page.Find(".msg").Length(), page.Text("[role=status]"))
	}
	stranger := s.SignedIn(s.CanSignIn(s.Adult()))
	for _, do := range []url.Values{{"do": {"add"}, "words": {"Mine."}}, {"do": {"add"}, "words": {""}}, {"do": {"close"}}} {
		if got := stranger.Post(address, do); got.Status != http.StatusNotFound || strings.Contains(got.Body, "dog") {
			t.Errorf("a stranger’s %v is answered with %d", do, got.Status)
		}
	}
	if got := v.Post(address, url.Values{"do": {"close"}}).Status; got != http.StatusSeeOther {
		t.Errorf("closing is answered with %d", got)
	}
	closed := v.Get(address)
	if closed.Text(".flag") != "Closed" || closed.Find("main form textarea").Length() != 0 || closed.Find(".strip").Length() != 0 {
		t.Errorf("closed, it says %q", closed.Text("main"))
	}
	if got := closed.Text("[aria-labelledby=over]"); !strings.Contains(got, "until 20 November 2029") {
		t.Errorf("kept: %q", got)
	}
	if v.Get(closed.Find(".msg img").AttrOr("src", "")).Status != http.StatusOK {
		t.Error("the person sees their own picture no more")
	}
	late := v.Post(address, url.Values{"do": {"add"}, "words": {"One more thing."}})
	if late.Status != http.StatusForbidden || late.Find("#words").Text() != "One more thing." || late.Find("form[action='"+newComplaint+"']").Length() != 1 {
		t.Errorf("too late: %d, %q", late.Status, late.Text("main"))
	}
}

func TestAPersonReadsTheAnswerAndWhoOpenedTheirCaseAndReopensIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, amir := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent)
	v := s.SignedIn(p)
	if got := v.Get("/data/access-log").Text(".lede"); got != "No one has opened your data." {
		t.Errorf("at first: %q", got)
	}
	address := filed(t, v, "A print isn’t mine.")
	ref := strings.TrimPrefix(address, "/complaints/")
	s.Clock.Set(time.Date(2026, time.November, 24, 15, 20, 0, 0, models.Shanghai))
	s.Answer(amir, ref)
	v = s.SignedIn(p)
	page := v.Get(address)
	answer := page.Find(".msg--ours").Text()
	for _, words := range []string{amir.Name() + ", privacy team", "Our answer", storetest.WholeAnswer.Found, storetest.WholeAnswer.Did, storetest.WholeAnswer.Why, storetest.WholeAnswer.Appeal} {
		if !strings.Contains(answer, words) {
			t.Errorf("the answer does not say %q: %q", words, answer)
		}
	}
	if page.Text(".flag") != "Answered" || !strings.HasPrefix(page.Text(".strip__say"), "Answered on day 2 of 15") {
		t.Errorf("%q, %q", page.Text(".flag"), page.Text(".strip__say"))
	}
	for where, looks := range map[string]string{address: "[aria-labelledby=looks]", "/data/access-log": ".timeline", "/home": ".timeline"} {
		if got := v.Get(where).Text(looks); !strings.Contains(got, amir.Name()+" (agent)") || !strings.Contains(got, "To answer. Saw: ") {
			t.Errorf("%s does not say who looked: %q", where, got)
		}
	}
	asks := v.Get("/data/access-log").Find(".timeline a[href^='/complaints/new']").AttrOr("href", "")
	if got := v.Get(asks).Find("#words").Text(); !strings.Contains(got, ref) {
		t.Errorf("%s begins with %q", asks, got)
	}
	if got := page.Text("main form:has(textarea)"); !strings.Contains(got, "Tell us by Tuesday 8 December 2026") {
		t.Errorf("reopening: %q", got)
	}
	if got := sends(t, v, address, url.Values{"do": {"add"}, "words": {"It came again."}}).Status; got != http.StatusSeeOther {
		t.Fatalf("reopening is answered with %d", got)
	}
	again := v.Get(address)
	if !strings.HasPrefix(again.Text("[role=status]"), "It is open again.") || !strings.Contains(again.Text("[aria-label=Deadline]"), "Tuesday 15 December 2026") {
		t.Errorf("%q, %q", again.Text("[role=status]"), again.Text("[aria-label=Deadline]"))
	}
	if got := again.Text("[aria-labelledby=course]"); !strings.Contains(got, "You said that it isn’t solved") || !strings.Contains(got, amir.Name()+" answered") {
		t.Errorf("its course: %q", got)
	}
}

func TestALateAnswerIsApologisedFor(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, amir := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent)
	ref := s.File(p, models.ComplaintForm{})
	s.Clock.Set(time.Date(2026, time.December, 12, 0, 0, 1, 0, models.Shanghai))
	v := s.SignedIn(p)
	page := v.Get("/complaints/" + ref)
	if got := page.Text(".notice--bad"); !strings.Contains(got, "We promised an answer by Friday 11 December 2026 and didn’t give one. Sorry.") || !strings.Contains(got, "authority") {
		t.Errorf("it says %q", got)
	}
	if got := page.Text(".row .flag"); got != "Late" {
		t.Errorf("the flag says %q", got)
	}
	if err := s.Store.MindCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	page = v.Get("/complaints/" + ref)
	if got := page.Text(".notice--bad"); !strings.Contains(got, amir.Name()+" has it now and answers by Friday 18 December 2026.") {
		t.Errorf("afterwards it says %q", got)
	}
	if got := v.Get("/home").Text("[aria-labelledby=complaint]"); !strings.Contains(got, amir.Name()+" in the privacy team has it.") {
		t.Errorf("home says %q", got)
	}
	if got := page.Text("[aria-labelledby=course]"); !strings.Contains(got, "We were late, said sorry, and named a new date") {
		t.Errorf("its course: %q", got)
	}
}

func TestWhoWritesLongerThanASessionLastsLosesNoWord(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	v := s.SignedIn(p)
	address := filed(t, v, "A print isn’t mine.")
	s.Clock.Advance(models.SessionIdle + time.Minute)
	for to, fields := range map[string]url.Values{
		newComplaint: {"kind": {"report"}, "about": {"photos"}, "words": {"I wrote\r\nfor <i>long</i>."}},
		address:      {"do": {"add"}, "words": {"I wrote\r\nfor <i>long</i>."}},
	} {
		signIn := sends(t, s.Visitor(), to, fields, aPicture("a.jpg"))
		if signIn.Status != http.StatusForbidden || signIn.Find("form[action='/sign-in'] [name='kept.words']").Length() != 1 {
			t.Fatalf("%s: %d, %q", to, signIn.Status, signIn.Text("main"))
		}
		for _, c := range signIn.Header.Values("Set-Cookie") {
			t.Errorf("a cookie is set: %s", c)
		}
		form := filled200(signIn, "form[action='/sign-in']")
		form.Set("email", p.Email)
		form.Set("password", "wrong")
		v := s.Visitor()
		wrong := v.Post("/sign-in", form)
		form = filled200(wrong, "form[action='/sign-in']")
		form.Set("password", storetest.Password)
		goOn := v.Post("/sign-in", form)
		if goOn.Status != http.StatusOK || goOn.Find("main .lines").Text() != "I wrote\nfor <i>long</i>." {
			t.Fatalf("%s: %d, %q", to, goOn.Status, goOn.Text("main"))
		}
		sent := v.Post(goOn.Find("main form").AttrOr("action", ""), filled200(goOn, "main form"))
		read := v.Get(sent.Header.Get("Location"))
		if got := read.Find(".msg .lines").Last().Text(); sent.Status != http.StatusSeeOther || got != "I wrote\nfor <i>long</i>." {
			t.Errorf("%s: %d, %q", to, sent.Status, got)
		}
	}
	if got := v.Post(newComplaint, url.Values{"kind": {"report"}, "words": {" "}}); got.Status != http.StatusSeeOther {
		t.Errorf("who wrote nothing is answered with %d", got.Status)
	}
	for _, address := range []string{"https://evil.test/", "//evil.test/", "/desk/complaints", "/account/password", "/complaints/../account/password", "/sign-out"} {
		v := s.Visitor()
		page := v.Post("/sign-in", url.Values{"email": {p.Email}, "password": {storetest.Password}, "kept_address": {address}, "kept_texts[]": {"words"}, "kept.words": {"Hi."}})
		if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/home" {
			t.Errorf("%s: %d to %q", address, page.Status, page.Header.Get("Location"))
		}
	}
}

// filled200 is filled for a page of any status.
func filled200(page site.Page, selector string) url.Values {
	values := url.Values{}
	for _, input := range page.Find(selector + " input[name]").EachIter() {
		values.Add(input.AttrOr("name", ""), input.AttrOr("value", ""))
	}
	return values
}
