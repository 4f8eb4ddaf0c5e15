package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const (
	complaintForm = "form[action='/complaints/new']"
	addForm       = "main form:has(textarea)"
	closeButton   = "button[name=do][value=close]"
)

// pictureFile is a picture on the disk of whoever sits before the browser.
func pictureFile(t *testing.T, name string, content []byte) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// choose chooses files in a form.
func choose(tab *site.Tab, files ...string) {
	tab.Do(chromedp.SetUploadFiles("#pictures", files, chromedp.ByQuery))
}

func TestEveryPageOfAComplaintInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	amir, sara := s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	people := map[string]models.Person{}
	for _, who := range []string{"adult", "newcomer"} {
		people[who] = s.CanSignIn(s.Adult())
	}
	people["minor"] = s.CanSignIn(s.Minor(12))
	p := people["adult"]
	lived(s, p, 6)
	words := func(kind models.CaseKind, text string, pictures int) string {
		form := models.ComplaintForm{Kind: string(kind), MessageForm: models.MessageForm{Words: text}}
		for n := range pictures {
			form.Files = append(form.Files, models.SentFile{Name: "print.jpg", Content: storetest.Picture(480, 360, n)})
		}
		return s.File(p, form)
	}
	at2026 := func(month time.Month, day int) {
		s.Clock.Set(time.Date(2026, month, day, 10, 20, 0, 0, models.Shanghai))
	}
	at2026(time.September, 18)
	answered := words(models.CaseComplaint, "A print arrived with somebody else’s photo. It shows a path in the mountains.\nI want to know whose it is.", 2)
	closed := words(models.CaseReport, "The kiosk at the station shows the last visitor’s album.", 1)
	late := words(models.CaseDeletion, "Please delete what the print desk wrote about me.", 0)
	at2026(time.September, 21)
	for _, ref := range []string{answered, closed} {
		s.Open(amir, ref)
		if err := s.Store.Reply(t.Context(), amir, ref, models.MessageForm{Words: "Thank you. I have asked the print service for the job list of that day."}); err != nil {
			t.Fatal(err)
		}
	}
	at2026(time.October, 13)
	s.Answer(sara, answered)
	if err := s.Store.CloseComplaint(t.Context(), p.ID, closed); err != nil {
		t.Fatal(err)
	}
	at2026(time.October, 17)
	if err := s.Store.MindCases(t.Context()); err != nil { // says sorry
		t.Fatal(err)
	}
	at2026(time.October, 22)
	reopened := words(models.CaseComplaint, "My photo hangs in your shop window.", 1)
	at2026(time.October, 23)
	s.Answer(amir, reopened)
	if _, err := s.Store.AddToComplaint(t.Context(), p.ID, reopened, models.MessageForm{Words: "It still hangs there."}); err != nil {
		t.Fatal(err)
	}
	question := words(models.CaseQuestion, "Why do you keep my orders for three years?", 0)
	hostile := words(models.CaseQuestion, strings.Join(site.Hostile, "\n"), 0)
	long := words(models.CaseComplaint, strings.Repeat("Verylongwordwithoutaspace", 12)+" "+strings.Repeat("and so on ", 440), 5)

	tabs := map[string]*site.Tab{}
	for who, p := range people {
		tabs[who] = s.Tab(site.Looks[0])
		signIn(tabs[who], p)
	}
	tabs["nobody"] = s.Tab(site.Looks[0])
	html := map[string]string{}
	on := func(ref string) func(*site.Tab) { return at("/complaints/" + ref) }
	for _, page := range []state{
		{"complaints", "adult", at("/complaints")},
		{"complaints-empty", "newcomer", at("/complaints")},
		{"complaints-minor", "minor", at("/complaints")},
		{"complaint-new", "adult", at("/complaints/new")},
		{"complaint-new-photos", "adult", func(tab *site.Tab) {
			tab.Open(photosPage)
			tab.Click(".shot a")
			tab.Click("a[href^='/complaints/new']")
		}},
		{"complaint-new-copy", "newcomer", at("/complaints/new?kind=access")},
		{"complaint-new-question", "newcomer", at("/complaints/new?kind=question")},
		{"complaint-new-wrong", "newcomer", func(tab *site.Tab) {
			tab.Open("/complaints/new")
			choose(tab, pictureFile(t, "IMG_2041.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")), pictureFile(t, "notes.txt", []byte("notes")))
			tab.Do(chromedp.SetAttributeValue(complaintForm, "novalidate", "", chromedp.ByQuery))
			tab.Click(complaintForm + " button")
		}},
		{"complaint-sent", "newcomer", func(tab *site.Tab) {
			tab.Open("/complaints/new")
			tab.Type("#words", "A print isn’t mine.")
			choose(tab, pictureFile(t, "print.jpg", storetest.Picture(480, 360, 3)))
			tab.Click(complaintForm + " button")
		}},
		{"complaint-open", "adult", on(question)},
		{"complaint-answered", "adult", on(answered)},
		{"complaint-closed", "adult", on(closed)},
		{"complaint-late", "adult", on(late)},
		{"complaint-reopened", "adult", on(reopened)},
		{"complaint-long", "adult", on(long)},
		{"complaint-hostile", "adult", on(hostile)},
		{"complaint-days", "adult", func(tab *site.Tab) {
			tab.Open("/complaints/" + answered)
			tab.Do(chromedp.Click(".strip summary", chromedp.ByQuery))
		}},
		{"complaint-add-wrong", "adult", func(tab *site.Tab) {
			tab.Open("/complaints/" + question)
			tab.Do(chromedp.SetAttributeValue(addForm, "novalidate", "", chromedp.ByQuery))
			tab.Click(addForm + " button")
		}},
		{"complaint-hidden", "adult", func(tab *site.Tab) {
			tab.Open("/complaints/" + reopened)
			tab.Click("button[value=hide]")
		}},
		{"complaint-over", "adult", func(tab *site.Tab) {
			tab.Open("/complaints/" + question)
			tab.Type(addForm+" textarea", "One more thing.")
			tab.Do(chromedp.SetAttributeValue(addForm, "action", "/complaints/"+closed, chromedp.ByQuery))
			tab.Click(addForm + " button")
		}},
		{"access-log", "adult", at("/data/access-log")},
		{"access-log-empty", "newcomer", at("/data/access-log")},
		{"home-complaint", "adult", at("/home")},
		{"contact-signed-in", "adult", at("/contact")},
		{"complaint-not-found", "adult", on("JC-2026-9999")},
		{"complaint-signed-out", "adult", func(tab *site.Tab) {
			tab.Open("/complaints/" + question)
			tab.Type(addForm+" textarea", "I wrote for long.")
			s.Clock.Advance(models.SessionIdle + time.Minute)
			tab.Click(addForm + " button")
		}},
		{"complaint-go-on", "adult", func(tab *site.Tab) {
			tab.Type("#email", p.Email)
			tab.Type("#password", storetest.Password)
			tab.Click("form[action='/sign-in'] button")
		}},
	} {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	s.Clock.Set(time.Date(2026, time.December, 21, 10, 20, 0, 0, models.Shanghai))
	provisional := words(models.CaseAccess, "I want a copy of everything.", 0)
	signIn(tabs["adult"], p)
	for name, path := range map[string]string{
		"complaint-new-provisional": "/complaints/new", "complaint-provisional": "/complaints/" + provisional,
	} {
		tabs["adult"].Look(site.Looks[0])
		tabs["adult"].Open(path)
		html[name] = inspect(tabs["adult"], name)
	}
	site.ValidHTML(t, html)
}

func TestWithoutScriptAPersonComplainsReadsTheAnswerReopensAndCloses(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, amir := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent)
	tab := s.Tab(site.Look{Width: 390, NoScript: true})
	signIn(tab, p)

	tab.Click(".acts a[href='/complaints/new']")
	tab.Do(chromedp.Click("[name=kind][value=report]", chromedp.ByQuery))
	tab.Type("#words", "The kiosk shows the last visitor’s album. Please look into it.")
	choose(tab, pictureFile(t, "kiosk.jpg", storetest.Picture(480, 360, 1)), pictureFile(t, "album.jpg", storetest.Picture(480, 360, 2)))
	tab.Click(complaintForm + " button")
	if got := tab.Text("h1"); got != "The kiosk shows the last visitor’s album" {
		t.Fatalf("it is called %q", got)
	}
	address := tab.Path()
	ref := strings.TrimPrefix(address, "/complaints/")
	if got := tab.Text("[role=status]"); !strings.Contains(got, ref) {
		t.Errorf("it says %q", got)
	}
	if got := s.Letter(p.Email); !strings.Contains(got.Subject, ref) {
		t.Errorf("the letter is %q", got.Subject)
	}
	var width int64
	tab.Do(chromedp.ScrollIntoView(".msg img", chromedp.ByQuery))
	for end := time.Now().Add(10 * time.Second); width == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the picture is not shown")
		}
		tab.Do(chromedp.Evaluate(`document.querySelector(".msg img").naturalWidth`, &width))
	}
	tab.Type(addForm+" textarea", "It happened twice.")
	tab.Click(addForm + " button")
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "Sent.") {
		t.Errorf("it says %q", got)
	}

	s.Answer(amir, ref)
	tab.Open("/complaints")
	tab.Click(".places a")
	if got := tab.Text(".msg--ours"); !strings.Contains(got, storetest.WholeAnswer.Found) || !strings.Contains(got, amir.Name()) {
		t.Errorf("the answer is %q", got)
	}
	if got := tab.Text("[aria-labelledby=looks]"); !strings.Contains(got, amir.Name()+" (agent)") {
		t.Errorf("who looked: %q", got)
	}
	tab.Type(addForm+" textarea", "It shows it still.")
	tab.Click(addForm + " button")
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "It is open again.") {
		t.Errorf("it says %q", got)
	}
	tab.Click(closeButton)
	if got := tab.Text("[role=status]"); !strings.HasPrefix(got, "It is closed.") {
		t.Errorf("it says %q", got)
	}
	tab.Open("/data/access-log")
	tab.Click(".timeline a[href^='/complaints/new']")
	var asks string
	tab.Do(chromedp.Value("#words", &asks, chromedp.ByQuery))
	if !strings.Contains(asks, ref) {
		t.Errorf("asking begins with %q", asks)
	}
}
