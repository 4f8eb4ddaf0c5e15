package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// send sends a form that no page of the portal holds: to an address, with one field, changed by a script of the form f.
func send(tab *site.Tab, address, field, value, change string) {
	tab.Open("/contact")
	tab.Leave(fmt.Sprintf(`const f = document.createElement("form"), i = document.createElement("input");
		f.method = "post"; f.action = %q; i.name = %q; i.value = %s; %s; f.append(i); document.body.append(f); f.submit()`,
		address, field, value, change))
}

// whole goes to a page by its whole address.
func whole(tab *site.Tab, address string) { tab.Do(chromedp.Navigate(address)) }

// Every error that a browser can run into is met as a browser meets it.
func TestEveryErrorPageIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.RealAgreement()
	child := s.CanSignIn(s.Minor(12))
	broken, away := s.Second(), storetest.New(t)
	atBroken, atAway := s.Instance(broken), s.Instance(away.Store)
	broken.Close()
	away.Outage()

	tab, minors := s.Tab(site.Looks[0]), s.Tab(site.Looks[0])
	signIn(minors, child)
	html := map[string]string{}
	for _, page := range []struct {
		status int
		name   string
		tab    *site.Tab
		meet   func(*site.Tab)
	}{
		{http.StatusBadRequest, "garbled", tab, func(tab *site.Tab) { send(tab, "/reset", "email", `"é"`, `f.acceptCharset = "windows-1252"`) }},
		{http.StatusForbidden, "from-elsewhere", tab, func(tab *site.Tab) {
			whole(tab, "data:text/html,<form method=post action="+tab.URL+"/sign-in><button>Send</button></form>")
			tab.Click("button")
		}},
		{http.StatusForbidden, "guardian", minors, func(tab *site.Tab) { send(tab, "/permissions/camera", "state", `"on"`, "") }},
		{http.StatusNotFound, "unknown", tab, at("/nowhere")},
		{http.StatusMethodNotAllowed, "wrong-way", tab, at("/sign-out")},
		{http.StatusGone, "dead-link", tab, at("/verify/" + strings.Repeat("A", 43))},
		{http.StatusRequestEntityTooLarge, "too-large", tab, func(tab *site.Tab) { send(tab, "/reset", "email", `"a".repeat(1100000)`, "") }},
		{http.StatusUnsupportedMediaType, "no-form", tab, func(tab *site.Tab) { send(tab, "/reset", "email", `"a"`, `f.enctype = "multipart/form-data"`) }},
		{http.StatusMisdirectedRequest, "other-name", tab, func(tab *site.Tab) { whole(tab, strings.Replace(tab.URL, "127.0.0.1", "elsewhere.localhost", 1)) }},
		{http.StatusUnprocessableEntity, "impossible", tab, func(tab *site.Tab) { send(tab, "/account/theme", "theme", `"pink"`, "") }},
		{http.StatusTooManyRequests, "too-many", tab, func(tab *site.Tab) {
			for n := 0; s.Store.AskReset(t.Context(), fmt.Sprintf("nobody%d@example.com", n), models.Network("127.0.0.1")) == nil; n++ {
			}
			send(tab, "/reset", "email", `"somebody@example.com"`, "")
		}},
		{http.StatusInternalServerError, "broken", tab, func(tab *site.Tab) { whole(tab, atBroken+"/policy") }},
		{http.StatusServiceUnavailable, "no-database", tab, func(tab *site.Tab) { whole(tab, atAway+"/policy") }},
	} {
		page.tab.Look(site.Looks[0])
		page.meet(page.tab)
		if got := page.tab.Text("main > p.soft"); !strings.HasPrefix(got, fmt.Sprintf("Error %d.", page.status)) {
			t.Errorf("%s: %q", page.name, got)
		}
		html[page.name] = inspect(page.tab, fmt.Sprintf("error-%d-%s", page.status, page.name))
	}
	site.ValidHTML(t, html)
}
