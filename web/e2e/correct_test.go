package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/web/e2e/site"
)

const (
	profilePage = "/data/profile/edit"
	saveProfile = "form[action='" + profilePage + "'] button"
)

// retype puts other text into a field.
func retype(tab *site.Tab, selector, text string) {
	tab.Do(chromedp.Clear(selector, chromedp.ByQuery))
	if text != "" {
		tab.Type(selector, text)
	}
}

// unguarded lets a form be sent with what the browser itself would hold back.
func unguarded(tab *site.Tab, form string) {
	tab.Do(chromedp.SetAttributeValue(form, "novalidate", "", chromedp.ByQuery))
}

// madeBefore makes the open form one that was made before a field was changed elsewhere.
func madeBefore(tab *site.Tab, fields ...string) {
	tab.Do(chromedp.SetAttributeValue("[name=version]", "value", "0", chromedp.ByQuery))
	for _, field := range fields {
		tab.Do(chromedp.SetAttributeValue("[name='was."+field+"']", "value", "what was there before", chromedp.ByQuery))
	}
}

// corrections are the pages on which a person corrects, in all their states.
func corrections(address, receipt string) []state {
	edit, remove := "/data/addresses/"+address+"/edit", "/data/addresses/"+address+"/remove"
	return []state{
		{"profile-newcomer", "newcomer", at(profilePage)},
		{"profile-minor", "minor", at(profilePage)},
		{"profile-waiting", "waiting", at(profilePage)},
		{"profile", "adult", at(profilePage)},
		{"profile-wrong", "adult", func(tab *site.Tab) {
			tab.Open(profilePage)
			unguarded(tab, "#profile")
			retype(tab, "#name", "")
			retype(tab, "#phone", "call me")
			tab.Type("#preference_name", "paper")
			tab.Click(saveProfile)
		}},
		{"profile-overtaken", "adult", func(tab *site.Tab) {
			tab.Open(profilePage)
			madeBefore(tab, "nickname", "gender", "preferences.paper")
			retype(tab, "#nickname", "Bean")
			tab.Do(chromedp.SetValue("#gender", "unsaid", chromedp.ByQuery))
			retype(tab, "#preference-1", "")
			tab.Click(saveProfile)
		}},
		{"profile-saved", "adult", func(tab *site.Tab) {
			tab.Open(profilePage)
			retype(tab, "#account_name", strings.Repeat("W", 200))
			tab.Type("#preference_name", strings.Repeat("border", 30))
			tab.Type("#preference_value", "white, 5 mm")
			tab.Click(saveProfile)
		}},
		{"address-new", "adult", at("/data/addresses/new")},
		{"address-new-minor", "minor", at("/data/addresses/new")},
		{"address-new-waiting", "waiting", at("/data/addresses/new")},
		{"address-new-wrong", "adult", func(tab *site.Tab) {
			tab.Open("/data/addresses/new")
			unguarded(tab, "form.card")
			tab.Type("#phone", "ring twice")
			tab.Click("form.card button")
		}},
		{"address", "adult", at(edit)},
		{"address-overtaken", "adult", func(tab *site.Tab) {
			tab.Open(edit)
			madeBefore(tab, "lines")
			retype(tab, "#lines", "Huaihai Road 7")
			tab.Click("form.card button")
		}},
		{"address-remove", "adult", at(remove)},
		{"address-removed", "adult", func(tab *site.Tab) {
			tab.Open(remove)
			tab.Click("form.card button")
		}},
		{"receipt-note", "adult", at("/receipts/" + receipt)},
		{"receipt-note-empty", "adult", func(tab *site.Tab) {
			tab.Open("/receipts/" + receipt)
			unguarded(tab, "form.noprint")
			tab.Click("form.noprint button")
		}},
		{"changes", "adult", at("/data/changes")},
		{"changes-erase", "adult", at("/data/changes/erase")},
		{"changes-erased", "adult", func(tab *site.Tab) {
			tab.Open("/data/changes/erase")
			tab.Click("form.card button")
		}},
	}
}

func TestEveryPageOfCorrectingInEveryStateIsAccessibleAndSound(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	fill(t, s, adult)
	s.Clock.Advance(time.Hour)
	tell(t, s, adult, "Xiao Mei", models.Address{ID: "home", Recipient: "Mei", Lines: []string{"Changning Road 12"}})
	record, err := s.Store.Record(t.Context(), adult)
	if err != nil {
		t.Fatal(err)
	}
	form := models.Form{Version: record.Version, Fields: map[string]models.Typed{"recipient": {Is: "Mei Lin, at the concierge’s"}}}
	if _, err := s.Store.CorrectAddress(t.Context(), adult, "home", form); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Hour)
	tell(t, s, adult, "Xiao Mei", models.Address{ID: "home", Recipient: "Lin Mei", Lines: []string{"Changning Road 12"}})
	choices, err := s.Store.Consents(t.Context(), adult.ID, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	tabs := map[string]*site.Tab{}
	for who, person := range map[string]models.Person{
		"adult": adult, "newcomer": s.CanSignIn(s.Adult()), "minor": s.CanSignIn(s.Minor(12)), "waiting": s.SignedUp(12),
	} {
		tabs[who] = s.Tab(site.Looks[0])
		signIn(tabs[who], person)
	}
	html := map[string]string{}
	for _, page := range corrections(models.AddressKey("home"), choices.Choices[0].Receipt) {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

// tell is a push of Jolara's app.
func tell(t *testing.T, s *site.Site, p models.Person, nickname string, book ...models.Address) {
	t.Helper()
	at := s.Clock.Now()
	_, err := s.Store.PushPerson(t.Context(), p.ExternalID, models.PushedPerson{
		Fields: map[models.Field]string{models.FieldNickname: nickname}, Addresses: book, ChangedAt: func(string) time.Time { return at },
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWithoutScriptAPersonEditsInTwoTabsAndKeepsBoth(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	one, two := s.Tab(site.Look{Width: 1280}), s.Tab(site.Look{Width: 390})
	for _, tab := range []*site.Tab{one, two} {
		signIn(tab, adult)
		tab.Look(site.Look{Width: 1280, NoScript: true})
		tab.Open(profilePage)
	}
	one.Type("#nickname", "Bean")
	one.Click(saveProfile)
	two.Type("#nickname", "Pea")
	two.Type("#account_name", "pea")
	two.Click(saveProfile)
	if got := two.Text("#nickname-here"); got != "Here now Bean What you typed Pea" {
		t.Fatalf("the second tab says %q", got)
	}
	retype(two, "#nickname", "Pea and Bean") // the person keeps both
	two.Click(saveProfile)
	if got := two.Text("[role=status]"); !strings.Contains(got, "Saved.") {
		t.Errorf("then it says %q", got)
	}
	two.Open("/data/changes")
	main := two.Text("main")
	for _, want := range []string{"Bean Is Pea and Bean", "Was nothing Is pea", "Was nothing Is Bean"} {
		if !strings.Contains(main, want) {
			t.Errorf("the list of changes does not say %q: %q", want, main)
		}
	}
}
