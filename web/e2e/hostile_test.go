package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	gomail "github.com/wneessen/go-mail"

	"jolara.com/privacy/models"
	"jolara.com/privacy/static"
	"jolara.com/privacy/web/e2e/site"
)

// hostile are texts that run a script, load something or end an element where they are not shown as text (T8).
var hostile = []string{
	`<script>alert(1)</script>`, `<ScRiPt>alert(1)</sCrIpT>`, `<script src=//evil.test/x.js></script>`, `<script>alert(1)//`,
	`<<script>alert(1)//<</script>`, `<script/x>alert(1)</script>`, `<script type=module>alert(1)</script>`, `</script><script>alert(1)</script>`,
	`</title><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `</style><script>alert(1)</script>`, `</option></select><script>alert(1)</script>`,
	`--><script>alert(1)</script>`, `]]><script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><script>alert(1)</script>`,
	"`><script>alert(1)</script>", `<img src=x onerror=alert(1)>`, `<img src=x onerror=alert(1)//`, `"><img src=x onerror=alert(1)>`,
	`<img src="javascript:alert(1)">`, `<img src=//evil.test/pixel.gif>`, `<svg onload=alert(1)>`, `<svg/onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:alert(1)"><text y=20>x`,
	`<body onload=alert(1)>`, `<input autofocus onfocus=alert(1)>`, `<select autofocus onfocus=alert(1)>`, `<textarea autofocus onfocus=alert(1)>`,
	`<details open ontoggle=alert(1)>`, `<video src=x onerror=alert(1)>`, `<audio src=x onerror=alert(1)>`, `<video><source onerror=alert(1)>`,
	`<iframe src="javascript:alert(1)">`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="data:text/html,<script>alert(1)</script>">x</a>`, `<form action="javascript:alert(1)"><button>x`,
	`<button formaction="javascript:alert(1)">x`, `<meta http-equiv=refresh content="0;url=//evil.test">`, `<base href=//evil.test>`,
	`<link rel=stylesheet href=//evil.test/x.css>`, `<style>@import "//evil.test/x.css";</style>`, `<p style="background:url(//evil.test)">`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<template><script>alert(1)</script></template>`, `<marquee onstart=alert(1)>`, `" onmouseover="alert(1)" x="`, `" autofocus onfocus="alert(1)`,
	`' autofocus onfocus='alert(1)`, `x onerror=alert(1) autofocus`, `javascript:alert(1)//`, `JaVaScRiPt:alert(1)//`,
	`data:text/html,<script>alert(1)</script>`, `&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;alert(1)&#60;/script&#62;`,
	`{{constructor.constructor('alert(1)')()}}`, `${alert(1)}`, `<%= alert(1) %>`, "＜script＞alert(1)＜/script＞", `+ADw-script+AD4-alert(1)+ADw-/script+AD4-`,
}

// aStage shows answers of the portal in a browser, byte by byte and under the policy that they came with, many at once.
type aStage struct {
	*httptest.Server
	mu    sync.Mutex
	shown []shown
}

// shown is an answer or a letter; a letter has no policy.
type shown struct{ policy, body string }

func newStage(t *testing.T) *aStage {
	t.Helper()
	stage := &aStage{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /static/{name}", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") { // what is beautiful takes most of the time
			static.Handler().ServeHTTP(w, r)
		}
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		stage.mu.Lock()
		defer stage.mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		for i := range stage.shown {
			_, _ = fmt.Fprintf(w, `<iframe src="/shown/%d"></iframe>`, i)
		}
	})
	mux.HandleFunc("GET /shown/{i}", func(w http.ResponseWriter, r *http.Request) {
		stage.mu.Lock()
		defer stage.mu.Unlock()
		for i, s := range stage.shown {
			if fmt.Sprint(i) == r.PathValue("i") {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				if s.policy != "" {
					w.Header().Set("Content-Security-Policy", strings.Replace(s.policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
				}
				_, _ = w.Write([]byte(s.body))
			}
		}
	})
	stage.Server = httptest.NewServer(mux)
	t.Cleanup(stage.Close)
	return stage
}

// show opens answers in a tab, some at once, and returns what the browser complains of.
func (stage *aStage) show(tab *site.Tab, all []shown) (complaints []string) {
	const atOnce = 8
	for some := range slices.Chunk(all, atOnce) {
		stage.mu.Lock()
		stage.shown = some
		stage.mu.Unlock()
		tab.Do(chromedp.Navigate(stage.URL + "/"))
		complaints = append(complaints, tab.Complaints()...)
	}
	return complaints
}

// typedBefore finds what was typed, also in the name of a field, as a preference's is.
var typedBefore = regexp.MustCompile(`q\d\d:`)

// attacker types one text into every field that somebody finds, and keeps every answer.
type attacker struct {
	*site.Visitor
	t       *testing.T
	word    func(field string) string
	answers []site.Page
}

func (a *attacker) keep(name string, page site.Page) {
	a.t.Helper()
	if page.Status >= http.StatusInternalServerError {
		a.t.Errorf("%s is answered with %d", name, page.Status)
	}
	if page.Status != http.StatusSeeOther && page.Header.Get("Content-Security-Policy") == "" {
		a.t.Errorf("%s has no policy", name)
	}
	for _, attribute := range []string{"href", "src", "action", "formaction", "data", "poster"} {
		for _, node := range page.Find("[" + attribute + "]").EachIter() {
			address := node.AttrOr(attribute, "")
			if u, err := url.Parse(address); err != nil || u.Scheme != "" && u.Scheme != "mailto" || u.Host != "" {
				a.t.Errorf("%s leads to %q", name, address)
			}
		}
	}
	a.answers = append(a.answers, page)
}

// fill sends a form with the text in all fields for words at once, and in each alone where not all are taken.
func (a *attacker) fill(f site.Form) {
	a.t.Helper()
	name := f.Method + " " + site.Shape(f.Action)
	send := func(texts ...string) site.Page {
		words := url.Values{}
		for _, field := range texts {
			words.Set(field, a.word(name+"."+field))
		}
		return a.Send(f.With(words))
	}
	answer := send(f.Texts...)
	a.keep(name, answer)
	if answer.Status == http.StatusSeeOther || len(f.Texts) == 1 {
		return
	}
	for _, field := range f.Texts {
		send(field)
	}
}

// everywhere fills every form with a field for words that a walk meets, each once, and opens a page of each kind then.
func (a *attacker) everywhere(from ...string) {
	a.t.Helper()
	var filled []string
	for address, page := range a.Walk(1, from...) {
		for _, f := range page.Forms(address) {
			f.Texts = slices.DeleteFunc(f.Texts, typedBefore.MatchString)
			if key := fmt.Sprint(f.Method, site.Shape(f.Action), f.Texts); len(f.Texts) > 0 && !slices.Contains(filled, key) {
				filled = append(filled, key)
				a.fill(f)
			}
		}
	}
	for address, page := range a.Walk(1, from...) {
		a.keep(address, page)
	}
}

// silent are the fields whose words no page shows: ids of Jolara's systems, what names a file that is saved or a consent that
// is proved, and what is refused because it is no address, day or number.
var silent = []string{
	"photo.id", "recordings.id", "calls.id", "consents.id", "addresses.id", "activity.event_id",
	"photo.file_name", "recordings.file_name", "consents.policy_version", "consents.device", "email", "birth_date", "phone",
}

func TestT08_NothingThatSomebodyTypesRunsOnAnyPageOrInAnyLetter(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	policy := s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	tab, stage := s.Tab(site.Look{Width: 1280}), newStage(t)
	const raw = `<img src=x onerror="alert('seen')">`
	contentPolicy := s.Visitor().Get("/").Header.Get("Content-Security-Policy")
	if got := stage.show(tab, []shown{{body: raw}, {policy: contentPolicy, body: raw}}); len(got) != 2 {
		t.Fatalf("the browser does not tell of a dialog and of a breach of the policy: %q", got)
	}

	asked, told := map[string]bool{}, map[string]bool{}
	for i, payload := range hostile {
		s.Clock.Advance(time.Minute)
		mark := fmt.Sprintf("q%02d:", i)
		word := func(field string) string {
			asked[field] = true
			return payload + mark + field
		}
		key, err := s.Store.AddClient(t.Context(), word("client"))
		if err != nil {
			t.Fatal(err)
		}
		p := s.CanSignIn(s.Adult())
		for _, kind := range append(slices.Clone(models.PermissionKinds), models.KeepRecordings) {
			s.Grant(p, kind)
		}
		s.Tell(p, key, word)
		a := &attacker{Visitor: s.SignedIn(p), t: t, word: word}
		a.Post("/permissions/camera", url.Values{"state": {"off"}}) // with a letter
		a.everywhere("/home")
		a.Visitor = s.Visitor()
		a.everywhere("/sign-in", "/reset", "/sign-up")
		for _, f := range a.Post("/sign-up", url.Values{"for": {"me"}, "year": {"1990"}, "month": {"3"}, "day": {"27"}}).Forms("/sign-up") {
			f.Fields.Set("accept", policy.Version)
			a.fill(f)
		}

		var marked []shown
		for _, page := range a.answers {
			main, err := page.Find("main").Html() // what all pages show around it is seen beside it
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(main, mark) {
				continue
			}
			marked = append(marked, shown{page.Header.Get("Content-Security-Policy"), page.Body})
			for field := range asked {
				told[field] = told[field] || strings.Contains(main, mark+field)
			}
		}
		for _, complaint := range stage.show(tab, marked) {
			t.Errorf("%s: %s", payload, complaint)
		}
	}
	for field := range asked {
		if told[field] == slices.Contains(silent, field) {
			t.Errorf("%s: a page shows it: %t", field, told[field])
		}
	}

	allSent(t, s)
	letters := lettersHTML(t, s)
	for _, complaint := range stage.show(tab, letters) {
		t.Errorf("a letter: %s", complaint)
	}
	named := slices.DeleteFunc(letters, func(letter shown) bool { return !typedBefore.MatchString(letter.body) })
	if len(named) < len(hostile) {
		t.Errorf("only %d letters hold what somebody typed", len(named))
	}
}

// lettersHTML returns the HTML of every letter, as a mail reader that keeps no policy shows it.
func lettersHTML(t *testing.T, s *site.Site) (letters []shown) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Mail, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		letter, err := gomail.EMLToMsgFromString(string(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range letter.GetParts() {
			if content, err := part.GetContent(); err == nil && part.GetContentType() == gomail.TypeTextHTML {
				letters = append(letters, shown{body: string(content)})
			}
		}
	}
	return letters
}
