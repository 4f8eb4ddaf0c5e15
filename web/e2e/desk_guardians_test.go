package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const guardiansAtDesk = "/desk/guardians"

// opensMatter opens the matter of the page.
func opensMatter(tab *site.Tab) {
	tab.Type("#look_note", "The mother rang and read her letter out.")
	tab.Type("#password", storetest.Password)
	tab.Click("form[action$='/open'] button")
}

// settles fills in and sends the form that settles the matter of the page; choice is which answer, from 1 on.
func settles(tab *site.Tab, choice, ref string) {
	tab.Do(chromedp.Click("form[action$='/find'] .choice:nth-child("+choice+") input", chromedp.ByQuery))
	tab.Type("#finding_why", "She rang from the number on the contract.")
	if ref != "" {
		tab.Type("#ref_again", ref)
	}
	tab.Type("#settle-password", storetest.Password)
	tab.Click("form[action$='/find'] button")
}

// erasesAll waits until the jobs have erased all that is due.
func erasesAll(t *testing.T, s *site.Site) {
	t.Helper()
	const patience = 20 * time.Second
	for end := time.Now().Add(patience); s.Count(`select count(*) from locks where outcome = 'erased' and erased_at is null`) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("something is still to be erased")
		}
	}
}

// halfErased makes an account that was erased into one of which the erasing of more is under way.
func halfErased(t *testing.T, s *site.Site, of models.Person) {
	t.Helper()
	for _, statement := range []string{
		`update locks set erased_at = null where person_id = $1`,
		`insert into deletions (person_id, at, id, receipt, state, scope, made_by, due_at, items) select $1, ended_at, id, '', 'erasing', 'prints', 'desk', ended_at, 1000 from locks where person_id = $1`,
		`insert into deleted (person_id, deletion_id, at, id, kind) select $1, l.id, now(), gen_random_uuid(), 'print' from locks l, generate_series(1, 340) where person_id = $1`,
	} {
		if _, err := s.DB.Exec(t.Context(), statement, of.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// An officer settles what waits, without JavaScript and in both languages; each page on the way is looked at in every look.
func TestWithoutScriptAnOfficerSettlesLocksAndBirthDates(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			settleAtDesk(t, locale)
		})
	}
}

func settleAtDesk(t *testing.T, locale models.Locale) {
	s := site.Start(t)
	officer := s.Staff(models.RoleOfficer)
	app := s.App("Jolara app")
	s.Clock.Set(storetest.Morning.AddDate(0, 0, -9))
	disputing, lifted := s.Allow(s.CanSignIn(s.Minor(10)), models.PhotoUpload), s.Allow(s.Minor(12), models.PhotoUpload)
	s.Album(app, disputing, 12)
	quiet, sure := s.CanSignIn(s.Minor(12)), s.CanSignIn(s.Minor(15))
	for _, child := range []models.Person{quiet, sure} {
		s.Album(app, child, 2)
		if err := s.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, "198.51.100.0/24"); err != nil {
			t.Fatal(err)
		}
	}
	s.Clock.Set(storetest.Morning.AddDate(0, 0, -2))
	if _, err := s.Store.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.ConfirmBirth(sure)
	adult, minor := s.CanSignIn(s.Adult()), s.Allow(s.CanSignIn(s.Minor(13)))
	typed, older := s.TellBirth(adult, 13), s.TellBirth(minor, 16)
	s.Act(s.Allow(s.Minor(11)), models.ActWithdraw)
	s.Clock.Set(storetest.Morning)
	s.Act(lifted, models.ActDispute)
	s.Act(disputing, models.ActDispute)
	s.Child(9)
	ref, undone, noYes := s.LockOf(disputing), s.LockOf(lifted), s.LockOf(quiet)

	phone := site.Look{Width: 390, NoScript: true}
	tab := s.Tab(phone)
	chooseLanguage(tab, locale)
	signInAtDesk(s, tab, officer)
	html := map[string]string{}
	look := func(name string) {
		name = "desk-guardians-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	open := func(ref string) { tab.Open(guardiansAtDesk + "/" + ref) }
	says := func(selector, want string) {
		t.Helper()
		if got := tab.Text(selector); locale == models.English && !strings.Contains(got, want) {
			t.Errorf("%s says %q, not %q", selector, got, want)
		}
	}

	look("overview")
	tab.Open(guardiansAtDesk)
	look("all")
	tab.Click("a[href='" + guardiansAtDesk + "/" + ref + "']")
	look("dispute")
	noCheck(tab, "form[action$='/open']")
	tab.Click("form[action$='/open'] button")
	look("dispute-not-opened")
	opensMatter(tab)
	says("section[aria-labelledby=opened]", "Lin Mei")
	look("dispute-opened")
	noCheck(tab, "form[action$='/find']")
	settles(tab, "1", "")
	look("dispute-wrong")
	tab.Type("#ref_again", ref)
	tab.Type("#settle-password", storetest.Password)
	tab.Click("form[action$='/find'] button")
	says("[role=status]", "It is found true.")
	look("dispute-found")
	erasesAll(t, s)
	open(ref)
	says("main", "Erased in 1 minute")
	halfErased(t, s, disputing)
	open(ref)
	says("main", "Being erased: 340 of 1,012 left")
	look("dispute-being-erased")

	open(undone)
	settles(tab, "2", "")
	says("[role=status]", "The lock is lifted.")

	open(s.LockOf(sure))
	look("sure")
	settles(tab, "1", "")
	says("[role=status]", "The lock is lifted.")
	look("sure-undone")
	look("dispute-lifted")
	open(typed)
	look("birth-date")
	opensMatter(tab)
	look("birth-date-opened")
	settles(tab, "1", strings.ToLower(typed))
	look("birth-date-found")
	open(noYes)
	look("no-yes")
	open(older)
	opensMatter(tab)
	look("older-opened")
	settles(tab, "1", "")
	says("[role=status]", "The new birth date counts.")
	look("older-allowed")
	tab.Open(guardiansAtDesk)
	look("all-settled")

	if got := s.Person(minor.ExternalID).Birth; got == minor.Birth {
		t.Error("the birth date does not count")
	}
	if n := s.Count(`select count(*) from photos where person_id = $1`, disputing.ID); n != 0 {
		t.Errorf("%d photos are left", n)
	}
	if n := s.Count(`select count(*) from findings where staff_id = $1`, officer.ID); n != 5 {
		t.Errorf("%d findings are kept", n)
	}
	site.ValidHTML(t, html)
}
