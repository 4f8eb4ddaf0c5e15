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

// A mother comes back on a phone, without JavaScript, in both languages, with letters over SMTP, and takes her yes back; the child
// reads what happens.
func TestWithoutScriptAMotherComesBackAndTakesHerYesBack(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			comeBack(t, locale)
		})
	}
}

func comeBack(t *testing.T, locale models.Locale) {
	s, server := posted(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "ward-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	child := s.Allow(s.CanSignIn(s.Minor(10)), models.PhotoUpload, models.Camera)
	s.Album(s.App("Jolara app"), child, 12)
	ward := "/guardian/" + s.RecordOf(child)

	mother := s.Tab(phone)
	chooseLanguage(mother, locale)
	mother.Open("/guardian")
	if got := mother.Path(); got != "/guardian/sign-in" {
		t.Fatalf("without a code /guardian leads to %s", got)
	}
	look(mother, "begin")
	mother.Type("#email", storetest.Mother)
	mother.Click("form[action='/guardian/sign-in'] button")
	look(mother, "code")
	mother.Type("#code", "000000")
	mother.Click("button[value=check]")
	look(mother, "code-wrong")
	mother.Type("#code", sixFigures.FindString(latestCode(t, server)))
	mother.Click("button[value=check]")
	if got := mother.Path(); got != "/guardian" {
		t.Fatalf("the code leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "list")
	mother.Click("main a[href='" + ward + "']")
	look(mother, "8-to-13")
	mother.Click("#microphone button")
	look(mother, "switched")
	mother.Click("a[href='" + ward + "/withdraw']")
	look(mother, "withdraw")
	mother.Click("form[action='" + ward + "/withdraw'] button")
	look(mother, "withdrawn")

	kid := s.Tab(phone)
	chooseLanguage(kid, locale)
	signIn(kid, child)
	look(kid, "home-withdrawn")
	kid.Open("/family")
	look(kid, "family-withdrawn")
	kid.Open("/permissions")
	look(kid, "permissions-locked")
	kid.Open("/data/photos")
	if !strings.Contains(kid.Text("main"), "12") {
		t.Errorf("the child cannot see the pictures any more: %s", kid.Text("main"))
	}

	mother.Click("a[href='" + ward + "/erase']")
	look(mother, "erase")
	mother.Click("button[value=send]")
	look(mother, "erase-sent")
	fresh := s.NewestCodeOf(storetest.Mother)
	for end := time.Now().Add(10 * time.Second); sixFigures.FindString(latestCode(t, server)) != fresh; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the fresh code did not come")
		}
	}
	mother.Type("#code", fresh)
	mother.Click("button[value=erase]")
	if got := mother.Path(); got != "/guardian" {
		t.Fatalf("the fresh code leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "erased")
	kid.Open("/family")
	if got := kid.Path(); !strings.HasPrefix(got, "/sign-in") {
		t.Errorf("who was erased is led to %s", got)
	}
	if n := s.Count(`select count(*) from photos where person_id = $1`, child.ID); n != 0 {
		t.Errorf("%d photos are there", n)
	}
	site.ValidHTML(t, html)
}

// latestCode waits for a letter that comes back to a guardian with a code, and returns the latest one's words.
func latestCode(t *testing.T, server *mailServer) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		letters := server.received()
		for i := len(letters) - 1; i >= 0; i-- {
			if text := plainText(t, letters[i]); sixFigures.MatchString(text) && !strings.Contains(text, "/") {
				return text
			}
		}
	}
	t.Fatal("no code came")
	return ""
}

// The other states of a guardian's pages, of a locked account and of a birth date, in every look.
func TestThePagesAboutLocksAndBirthDatesAreSoundInEveryState(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	app := s.App("Jolara app")
	html := map[string]string{}
	show := func(tab *site.Tab, name string) {
		html[name] = inspect(tab, name)
		tab.Look(site.Looks[0])
	}
	open := func(name string, p models.Person, path string) *site.Tab {
		tab := s.Tab(site.Looks[0])
		signIn(tab, p)
		tab.Open(path)
		show(tab, name)
		return tab
	}
	ward := func(age int) (models.Person, string) {
		child := s.Allow(s.CanSignIn(s.Minor(age)), models.PhotoUpload)
		s.Album(app, child, 60)
		return child, "/guardian/" + s.RecordOf(child)
	}

	mother := s.Tab(site.Looks[0])
	mother.Open("/guardian/sign-in")
	mother.Do(chromedp.SetAttributeValue("form[action='/guardian/sign-in']", "novalidate", "", chromedp.ByQuery))
	mother.Type("#email", "mum")
	mother.Click("form[action='/guardian/sign-in'] button")
	show(mother, "ward-slip")
	small, smallPath := ward(7)
	young, youngPath := ward(16)
	if _, err := s.Store.CorrectBirthDate(t.Context(), young, models.DateOf(s.Clock.Now().AddDate(-17, 0, 0))); err != nil {
		t.Fatal(err)
	}
	mother.Open("/guardian/sign-in")
	mother.Type("#email", storetest.Mother)
	mother.Click("form[action='/guardian/sign-in'] button")
	mother.Type("#code", s.NewestCodeOf(storetest.Mother))
	mother.Click("button[value=check]")
	mother.Open(smallPath)
	show(mother, "ward-under-8")
	mother.Open(youngPath)
	show(mother, "ward-14-to-17")
	mother.Open(smallPath + "/delete/photos")
	show(mother, "ward-delete")
	mother.Open(smallPath + "/correct")
	show(mother, "ward-correct")
	mother.Do(chromedp.Clear("#name", chromedp.ByQuery))
	mother.Click("form[action='" + smallPath + "/correct'] button")
	show(mother, "ward-correct-slip")
	mother.Open(smallPath + "/dispute")
	show(mother, "ward-dispute")
	mother.Click("form[action='" + smallPath + "/dispute'] button")
	show(mother, "ward-disputed")
	mother.Open("/guardian")
	show(mother, "ward-list-two")
	open("family-disputed", small, "/family")
	open("birth-waits", young, "/data/birth-date")

	adult := open("birth-adult", s.CanSignIn(s.Adult()), "/data/birth-date")
	types := func(year, month, day string) {
		adult.Type("#birth_date", year)
		adult.Type("#birth_month", month)
		adult.Type("#birth_day", day)
		adult.Click("form[action='/data/birth-date'] button")
	}
	types("2013", "13", "1")
	show(adult, "birth-slip")
	adult.Open("/data/birth-date")
	types("2013", "11", "1")
	show(adult, "birth-sure")
	adult.Click("button[value=yes]")
	show(adult, "family-birth-date")
	adult.Open("/home")
	show(adult, "home-locked")
	adult.Open("/permissions")
	show(adult, "permissions-of-locked")
	adult.Open("/family")
	adult.Click("button[value=born]")
	show(adult, "family-no-yes")
	adult.Type("#guardian_email", "father@example.com")
	adult.Click("button[value=ask]")
	show(adult, "family-locked-waiting")
	adult.Open("/consents")
	show(adult, "history-steps")

	teen, _ := ward(13)
	grow := func(child models.Person, age int) {
		s.Clock.Set(child.Birth.AddYears(age).Start())
		if _, err := s.Store.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	grow(teen, 13) // seen as they are
	grow(teen, 14)
	open("grown-14", teen, "/growing-up").Open("/home")
	grow(young, 18)
	grown := open("grown-18", young, "/growing-up")
	grown.Open("/home")
	show(grown, "home-grown")
	site.ValidHTML(t, html)
}
