package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
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
		{"start", "nobody", at("/")},
		{"policy", "nobody", at("/policy")},
		{"policy-promise", "adult", at("/policy#promise-28")},
		{"policy-former", "nobody", at("/policy/versions/0.9")},
		{"policy-data", "nobody", at("/policy/data")},
		{"children", "nobody", at("/policy/children")},
		{"children-minor", "minor", at("/policy/children")},
		{"cookies", "nobody", at("/cookies")},
		{"security", "nobody", at("/security")},
		{"accessibility", "nobody", at("/accessibility")},
		{"contact", "nobody", at("/contact")},
		{"deadline", "nobody", at("/complaints/deadline?from=2026-11-12")},
		{"deadline-holidays", "adult", at("/complaints/deadline?from=2026-09-18")},
		{"deadline-long", "nobody", at("/complaints/deadline?from=2025-09-30")},
		{"deadline-provisional", "nobody", at("/complaints/deadline?from=2026-12-31")},
		{"deadline-no-day", "nobody", at("/complaints/deadline?from=tomorrow")},
		{"home", "adult", at("/home")},
		{"home-newcomer", "newcomer", at("/home")},
		{"home-minor", "minor", at("/home")},
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
		{"sign-up", "nobody", at("/sign-up")},
		{"sign-up-no-such-day", "nobody", func(tab *site.Tab) { sayBorn(tab, "1990", "2", "30") }},
		{"sign-up-adult", "nobody", func(tab *site.Tab) { sayBorn(tab, "1990", "3", "27") }},
		{"sign-up-child", "nobody", func(tab *site.Tab) { sayBorn(tab, "2016", "3", "27") }},
		{"sign-up-slips", "nobody", func(tab *site.Tab) {
			sayBorn(tab, "1990", "3", "27")
			tab.Type("#email", "mei@example.com")
			tab.Type("#password", "password1")
			tab.Do(chromedp.SetAttributeValue("form[action='/sign-up']", "novalidate", "", chromedp.ByQuery))
			tab.Click("form[action='/sign-up'] button")
		}},
		{"sign-up-sent", "nobody", at("/sign-up?sent=yes")},
		{"reset", "nobody", at("/reset")},
		{"reset-empty", "nobody", func(tab *site.Tab) {
			tab.Open("/reset")
			tab.Do(chromedp.SetAttributeValue("form[action='/reset']", "novalidate", "", chromedp.ByQuery))
			tab.Click("form[action='/reset'] button")
		}},
		{"reset-sent", "nobody", at("/reset?sent=yes")},
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
		{"permissions-ios", "adult", at("/permissions/device/ios")},
		{"permissions-android", "adult", at("/permissions/device/android#voice_call")},
		{"permissions-harmonyos", "minor", at("/permissions/device/harmonyos")},
		{"permissions-browser", "newcomer", at("/permissions/device/browser")},
		{"consents", "adult", at("/consents")},
		{"receipt", "adult", at("/receipts/" + receipt)},
		{"recipients", "adult", at("/data/recipients")},
		{"recipients-none", "newcomer", at("/data/recipients")},
		{"not-found-signed-in", "adult", at("/receipts/R-0000-00")},
		{"settings", "adult", at("/account")},
		{"settings-theme", "adult", func(tab *site.Tab) {
			tab.Open("/account")
			tab.Click("button[value=system]")
		}},
		{"settings-sessions", "adult", at("/account/sessions")},
		{"settings-password", "adult", at("/account/password")},
		{"settings-password-wrong", "adult", func(tab *site.Tab) {
			tab.Open("/account/password")
			tab.Type("#present", "wrong")
			tab.Type("#password", "staple battery horse")
			tab.Click("form[action='/account/password'] button")
		}},
		{"settings-password-common", "adult", func(tab *site.Tab) {
			tab.Open("/account/password")
			tab.Type("#present", "wrong")
			tab.Type("#password", "password1")
			tab.Click("form[action='/account/password'] button")
		}},
		{"settings-email", "adult", at("/account/email")},
		{"settings-email-empty", "adult", func(tab *site.Tab) {
			tab.Open("/account/email")
			tab.Do(chromedp.SetAttributeValue("form[action='/account/email']", "novalidate", "", chromedp.ByQuery))
			tab.Click("form[action='/account/email'] button")
		}},
		{"undo-dead", "nobody", at("/undo")},
		{"permissions-never", "newcomer", at("/permissions")},
		{"consents-empty", "newcomer", at("/consents")},
		{"permissions-minor", "minor", at("/permissions")},
		{"desk", "officer", at("/desk")},
		{"desk-admin", "admin", at("/desk")},
		{"desk-jobs", "admin", at("/desk/jobs")},
		{"desk-jobs-retried", "admin", func(tab *site.Tab) {
			tab.Open("/desk/jobs")
			tab.Click("form[action$='/retry'] button")
		}},
		{"desk-other-role", "officer", at("/desk/jobs")},
		{"desk-public-page", "officer", at("/policy/data")},
	}
}

func TestEveryPageInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	w := everybody(t)
	html := map[string]string{}
	for _, page := range states(w.receipt) {
		tab := w.tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

// In Chinese every state is looked at where its words have the least room.
func TestEveryPageInEveryStateIsAccessibleAndSoundInChinese(t *testing.T) {
	t.Parallel()
	w := everybody(t)
	for who, tab := range w.tabs {
		tab.Open("/policy/data") // which everybody may read
		tab.Click(".masthead__end button.lang[value=zh-Hans]")
		if got := tab.Path(); got != "/policy/data" {
			t.Errorf("%s: choosing a language leads to %s", who, got)
		}
	}
	html := map[string]string{}
	for _, page := range append(states(w.receipt), heldStates(holdings(w.Site, w.adult))...) {
		tab := w.tabs[page.as]
		tab.Look(site.Looks[2])
		page.open(tab)
		html[page.name] = inspectChinese(tab, page.name+"-zh")
	}
	site.ValidHTML(t, html)
}

// visited is a portal with an open tab for each kind of person.
type visited struct {
	*site.Site
	tabs    map[string]*site.Tab // by who they are
	adult   models.Person
	receipt string // of the adult's last choice
}

func everybody(t *testing.T) visited {
	t.Helper()
	s := site.Start(t)
	s.Agreement("0.9", models.Date{Year: 2024, Month: time.January, Day: 1})
	s.RealAgreement()
	w := visited{Site: s, tabs: map[string]*site.Tab{}, adult: s.CanSignIn(s.Adult())}
	for _, c := range []struct {
		kind models.PermissionKind
		to   models.State
	}{{models.Camera, models.Granted}, {models.PhotoUpload, models.Granted}, {models.Microphone, models.Granted}, {models.Microphone, models.Withdrawn}} {
		s.Clock.Advance(time.Hour)
		choice, _, err := s.Store.SwitchPermission(t.Context(), w.adult, c.kind, c.to)
		if err != nil {
			t.Fatal(err)
		}
		w.receipt = choice.Receipt
	}
	s.Letter(w.adult.Email)
	lettersSent(t, s, w.adult)
	jobsStuck(t, s)
	for who, person := range map[string]*models.Person{
		"nobody": nil, "adult": &w.adult, "newcomer": ref(s.CanSignIn(s.Adult())), "minor": ref(s.CanSignIn(s.Minor(12))),
		"agent": atDesk(s, models.RoleAgent), "officer": atDesk(s, models.RoleOfficer), "admin": atDesk(s, models.RoleAdmin),
	} {
		w.tabs[who] = s.Tab(site.Looks[0])
		if person != nil {
			signIn(w.tabs[who], *person)
		}
	}
	return w
}

// holdings gives a person something in every list, and returns the id of a photo.
func holdings(s *site.Site, p models.Person) string {
	for _, kind := range []models.PermissionKind{models.PhotoUpload, models.Microphone, models.KeepRecordings, models.VoiceCall} {
		s.Grant(p, kind)
	}
	app := s.App("Jolara’s app")
	photo := s.Upload(app, p, models.Upload{})
	s.Record(p, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: 61, File: storetest.Sound(1)})
	s.Call(p, models.PushedCall{ID: "c", At: s.Clock.Now(), Seconds: 3, Direction: models.CallOut})
	return photo.ID
}

// heldStates are pages whose every state other tests look at in English; in Chinese their words are looked at here.
func heldStates(photo string) (pages []state) {
	for name, path := range map[string]string{
		"data": "/data", "profile": "/data/profile/edit", "address": "/data/addresses/new", "changes": "/data/changes",
		"photos": "/data/photos", "photo": "/data/photos/" + photo, "prints": "/data/prints", "voice": "/data/voice", "log": "/data/log",
		"keep": "/data/log/keep?months=1", "delete": "/delete", "delete-all": "/delete?what=photos&all=yes", "link": "/account/link",
	} {
		pages = append(pages, state{name, "adult", at(path)})
	}
	return append(pages, state{"family", "minor", at("/family")})
}

// inspectChinese looks at the open page where its words have the least room, and returns it as it was sent.
func inspectChinese(tab *site.Tab, name string) (html string) {
	for _, look := range []site.Look{site.Looks[2], {Width: 320}} {
		tab.Look(look)
		tab.IsSound()
		if look.Width != 320 {
			tab.Screenshot(name + "-" + look.Name())
		}
	}
	return tab.HTML()
}

// inspect looks at the open page in every look and returns it as it was sent.
func inspect(tab *site.Tab, name string) (html string) {
	for _, look := range append(site.Looks, site.Look{Width: 320}) {
		tab.Look(look)
		tab.IsSound()
		if look.Width != 320 {
			tab.Screenshot(name + "-" + look.Name())
		}
	}
	return tab.HTML()
}

// lettersSent writes down that the mail server took some letters to a person, as it does where there is one.
func lettersSent(t *testing.T, s *site.Site, to models.Person) {
	t.Helper()
	for id, kind := range []string{models.ReceiptMail{}.Kind(), models.ResetMail{}.Kind(), models.PasswordChangedMail{}.Kind()} {
		s.Clock.Advance(time.Minute)
		sent := models.LetterSent(models.Letter{ID: fmt.Sprint(id)}, kind, []models.Field{models.FieldEmail, models.FieldName}, s.Clock.Now())
		if err := s.Store.RecordDisclosure(t.Context(), to.ID, sent); err != nil {
			t.Fatal(err)
		}
	}
}

// atDesk returns how a staff member of that role signs in.
func atDesk(s *site.Site, role models.Role) *models.Person {
	return &models.Person{Email: s.StaffEmail(s.Staff(role))}
}

// jobsStuck leaves a job that is tried again by itself, and one that was given up, in a queue that nobody works.
func jobsStuck(t *testing.T, s *site.Site) {
	t.Helper()
	_, err := s.DB.Exec(t.Context(), `insert into river_job (kind, state, attempt, max_attempts, attempted_at, scheduled_at, finalized_at, args, queue)
		values ('erase', 'discarded', 25, 25, now(), now(), now(), '{}', 'nobody works it'),
			('reset_mail', 'retryable', 3, 25, now(), now() + interval '1 day', null, '{}', 'nobody works it')`)
	if err != nil {
		t.Fatal(err)
	}
}

func ref[V any](v V) *V { return &v }
