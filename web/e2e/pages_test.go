package e2e_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// state is a page as somebody may find it: how to get there, and for whom.
type state struct {
	name string
	as   string // whose tab
	open func(*site.Tab)
}

func at(path string) func(*site.Tab) { return func(tab *site.Tab) { tab.Open(path) } }

// states are all pages in all their states. A new page has its lines here.
func states(receipt string) []state {
	return []state{
		{"sign-in", "nobody", at("/sign-in")},
		{"sign-in-wrong", "nobody", func(tab *site.Tab) {
			tab.Open("/sign-in")
			tab.Type("#email", "nobody@example.com")
			tab.Type("#password", "wrong")
			tab.Click("form[action='/sign-in'] button")
		}},
		{"sign-in-empty", "nobody", func(tab *site.Tab) {
			tab.Open("/sign-in")
			tab.Do(chromedp.SetAttributeValue("form[action='/sign-in']", "novalidate", "", chromedp.ByQuery))
			tab.Click("form[action='/sign-in'] button")
		}},
		{"not-found", "nobody", at("/nowhere")},
		{"dev-mail", "nobody", at("/dev/mail")},
		{"dev-letter", "nobody", func(tab *site.Tab) {
			tab.Open("/dev/mail")
			tab.Click("main a[href^='/dev/mail/']")
		}},
		{"permissions", "adult", at("/permissions")},
		{"permissions-changed", "adult", func(tab *site.Tab) {
			tab.Open("/permissions")
			tab.Click("#camera button")
		}},
		{"consents", "adult", at("/consents")},
		{"receipt", "adult", at("/receipts/" + receipt)},
		{"not-found-signed-in", "adult", at("/receipts/R-0000-00")},
		{"permissions-never", "newcomer", at("/permissions")},
		{"consents-empty", "newcomer", at("/consents")},
		{"permissions-minor", "minor", at("/permissions")},
	}
}

func TestEveryPageInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	receipt := ""
	for _, c := range []struct {
		kind models.PermissionKind
		to   models.State
	}{{models.Camera, models.Granted}, {models.PhotoUpload, models.Granted}, {models.Microphone, models.Granted}, {models.Microphone, models.Withdrawn}} {
		s.Clock.Advance(time.Hour)
		choice, _, err := s.Store.SwitchPermission(t.Context(), adult, c.kind, c.to)
		if err != nil {
			t.Fatal(err)
		}
		receipt = choice.Receipt
	}
	s.Letter(adult.Email)
	tabs := map[string]*site.Tab{}
	for who, person := range map[string]*models.Person{
		"nobody": nil, "adult": &adult, "newcomer": ref(s.CanSignIn(s.Adult())), "minor": ref(s.CanSignIn(s.Minor(12))),
	} {
		tabs[who] = s.Tab(site.Looks[0])
		if person != nil {
			signIn(tabs[who], *person)
		}
	}

	html := map[string]string{}
	for _, page := range states(receipt) {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		for _, look := range append(site.Looks, site.Look{Width: 320}) {
			tab.Look(look)
			tab.IsSound()
			if look.Width != 320 {
				tab.Screenshot(page.name + "-" + look.Name())
			}
		}
		html[page.name] = tab.HTML()
	}
	site.ValidHTML(t, html)
}

func ref[V any](v V) *V { return &v }
