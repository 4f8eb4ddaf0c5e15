package e2e_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// latestTo waits for a letter to an address that holds a text, and returns its plain text.
func latestTo(t *testing.T, server *mailServer, to, holding string) string {
	t.Helper()
	const patience = 10 * time.Second
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		letters := server.received()
		for i := len(letters) - 1; i >= 0; i-- {
			if len(letters[i].to) != 1 || letters[i].to[0] != to {
				continue
			}
			if text := plainText(t, letters[i]); strings.Contains(text, holding) {
				return text
			}
		}
	}
	t.Fatalf("no letter to %s holds %q", to, holding)
	return ""
}

var sixFigures = regexp.MustCompile(`\b\d{6}\b`)

// chooseLanguage turns a page into another language by the button in its header.
func chooseLanguage(tab *site.Tab, locale models.Locale) {
	if locale != models.English {
		tab.Open("/policy/data")
		tab.Click(".masthead__end button.lang[value=" + string(locale) + "]")
	}
}

// A child of ten and their mother, each on a phone, without JavaScript, in both languages, with letters over SMTP.
func TestWithoutScriptAChildAsksAndTheMotherDecidesOnAPhone(t *testing.T) {
	t.Parallel()
	for _, locale := range []models.Locale{models.English, models.Chinese} {
		t.Run(string(locale), func(t *testing.T) {
			t.Parallel()
			askAndDecide(t, locale)
		})
	}
}

func askAndDecide(t *testing.T, locale models.Locale) {
	s, server := posted(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	phone := site.Look{Width: 390, NoScript: true}
	html := map[string]string{}
	look := func(tab *site.Tab, name string) {
		name = "guardian-" + name
		if locale == models.English {
			html[name] = inspect(tab, name)
		} else {
			html[name] = inspectChinese(tab, name+"-zh")
		}
		tab.Look(phone)
	}
	words := func(tab *site.Tab) string { return strings.Join(strings.Fields(tab.Text(".words")), " ") }

	child := s.Tab(phone)
	chooseLanguage(child, locale)
	child.Open("/sign-up")
	child.Do(chromedp.Click("#for", chromedp.ByQuery))
	child.Type("#birth_date", "2016")
	child.Type("#birth_month", "3")
	child.Type("#birth_day", "27")
	child.Click("form[action='/sign-up'] button")
	look(child, "sign-up-child")
	child.Type("#nickname", "Owl")
	child.Type("#new_account_name", "red-panda")
	child.Type("#password", storetest.Password)
	child.Type("#guardian_email", storetest.Mother)
	child.Click("form[action='/sign-up'] button")
	if got := child.Path(); got != "/family" {
		t.Fatalf("the child is led to %s: %s", got, child.Text("main"))
	}
	look(child, "family-waiting")
	told := words(child)

	mother := s.Tab(phone)
	chooseLanguage(mother, locale)
	letter := latestTo(t, server, storetest.Mother, "/g/")
	if !strings.Contains(letter, told) {
		t.Errorf("the letter does not hold %q: %s", told, letter)
	}
	mother.Open(strings.TrimPrefix(linkInLetter.FindString(letter), s.URL))
	if got := mother.Path(); got != "/g" || words(mother) != told {
		t.Fatalf("the letter leads to %s, which shows %q and not %q", got, words(mother), told)
	}
	look(mother, "asked")
	mother.Click("form[action='/g/code'] button")
	look(mother, "code")
	mother.Type("#code", "000000")
	mother.Click("form[action='/g/verify'] button")
	look(mother, "code-wrong")
	code := ""
	for end := time.Now().Add(10 * time.Second); code == "" && time.Now().Before(end); {
		for _, letter := range server.received() {
			if text := plainText(t, letter); !strings.Contains(text, "/g/") {
				code = sixFigures.FindString(text)
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	mother.Type("#code", code)
	mother.Click("form[action='/g/verify'] button")
	if got := mother.Path(); got != "/g/decide" {
		t.Fatalf("the code leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "decide")
	mother.Do(chromedp.SetAttributeValue("form[action='/g/decide']", "novalidate", "", chromedp.ByQuery))
	mother.Click("button[value=approve]")
	look(mother, "decide-unsigned")
	mother.Do(chromedp.Click("input[name=photo_upload][value=yes]", chromedp.ByQuery))
	approve(mother, "Lin Mei")
	if got := mother.Path(); got != "/g/done" {
		t.Fatalf("the yes leads to %s: %s", got, mother.Text("main"))
	}
	look(mother, "done")
	mother.Open("/verify-receipt")
	look(mother, "check")

	child.Open("/family")
	look(child, "family-approved")
	child.Open("/permissions")
	if child.Name("#photo_upload button") == "" {
		t.Error("what the mother allowed has no switch to turn it off")
	}
	if said := latestTo(t, server, storetest.Mother, "G-"); !strings.Contains(said, "Lin Mei") {
		t.Errorf("the mother's letter says: %s", said)
	}

	second := s.Tab(phone)
	chooseLanguage(second, locale)
	signIn(second, models.Person{Email: s.Child(12).AccountName})
	second.Open("/family/erase")
	look(second, "family-erase")
	site.ValidHTML(t, html)
}

// The other states of the pages about guardians, in every look.
func TestThePagesAboutGuardiansAreSoundInEveryState(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	html := map[string]string{}
	open := func(name string, child models.Person, path string) {
		tab := s.Tab(site.Looks[0])
		signIn(tab, models.Person{Email: child.SignInName()})
		tab.Open(path)
		html[name] = inspect(tab, name)
	}
	open("family-not-asked", s.SignedUp(15), "/family")
	open("family-known", s.CanSignIn(s.Minor(12)), "/family")

	declined := s.Child(10)
	token, proof := s.ProvenGuardian(declined)
	if err := s.Store.DecideAsGuardian(t.Context(), token, proof, models.GuardianDecision{}, storetest.Shown()); err != nil {
		t.Fatal(err)
	}
	open("family-declined", declined, "/family")
	ended := s.Child(11)
	if err := s.Store.RemoveGuardianAddress(t.Context(), s.GuardianLink(ended)); err != nil {
		t.Fatal(err)
	}
	open("family-ended", ended, "/family")

	slips := s.Tab(site.Looks[0])
	signIn(slips, models.Person{Email: s.Child(12).AccountName})
	slips.Open("/family")
	slips.Do(chromedp.SetAttributeValue("form:has(#guardian_email)", "novalidate", "", chromedp.ByQuery))
	slips.Type("#guardian_email", "mum")
	slips.Click("button[value=ask]")
	html["family-slip"] = inspect(slips, "family-slip")

	guest := s.Tab(site.Looks[0])
	openGuardian := func(path string, child models.Person) { guest.Open("/g/" + s.GuardianLink(child) + path) }
	openGuardian("/remove", s.Child(9))
	html["guardian-remove"] = inspect(guest, "guardian-remove")
	guest.Look(site.Looks[0])
	guest.Click("form[action='/g/remove'] button")
	html["guardian-removed"] = inspect(guest, "guardian-removed")
	guest.Open("/g")
	html["guardian-dead"] = inspect(guest, "guardian-dead")
	guest.Look(site.Looks[0])
	sayBorn(guest, "2020", "3", "27")
	html["sign-up-under-8"] = inspect(guest, "sign-up-under-8")
	guest.Look(site.Looks[0])
	guest.Open("/sign-up")
	guest.Do(chromedp.Click("input[name=for][value=child]", chromedp.ByQuery))
	guest.Type("#birth_date", "2010")
	guest.Type("#birth_month", "3")
	guest.Type("#birth_day", "27")
	guest.Click("form[action='/sign-up'] button")
	html["sign-up-my-child"] = inspect(guest, "sign-up-my-child")
	guest.Look(site.Looks[0])
	guest.Open("/verify-receipt")
	guest.Type("#record", "{}")
	guest.Click("form[action='/verify-receipt'] button")
	html["record-slip"] = inspect(guest, "record-slip")
	guest.Look(site.Looks[0])
	record := recordOfYes(t, s)
	for name, text := range map[string]string{"record-genuine": record, "record-forged": strings.Replace(record, "Lin Mei", "Wu Mei", 1)} {
		guest.Open("/verify-receipt")
		guest.Do(chromedp.SetValue("#record", text, chromedp.ByQuery))
		guest.Click("form[action='/verify-receipt'] button")
		html[name] = inspect(guest, name)
		guest.Look(site.Looks[0])
	}

	refused := s.Tab(site.Looks[0]) // by their own account a minor
	asking, friend := s.Child(13), s.SignedUp(16)
	if err := s.Store.AskGuardian(t.Context(), asking, friend.Email, models.English, "192.0.2.0/24"); err != nil {
		t.Fatal(err)
	}
	toDecide(refused, s, asking)
	approve(refused, "Bo Lin")
	html["decide-minor"] = inspect(refused, "decide-minor")
	late := s.Tab(site.Looks[0]) // with the form when the agreement changes
	toDecide(late, s, s.Child(12))
	s.Clock.Advance(time.Minute)
	s.Agreement("4.2", models.DateOf(s.Clock.Now()))
	approve(late, "Lin Mei")
	html["decide-outdated"] = inspect(late, "decide-outdated")
	late.Look(site.Looks[0])
	late.Click("button[value=decline]")
	html["guardian-declined"] = inspect(late, "guardian-declined")
	site.ValidHTML(t, html)
}

// toDecide leads the reader of a child's letter to the form of the decision.
func toDecide(tab *site.Tab, s *site.Site, child models.Person) {
	link := s.GuardianLink(child)
	tab.Open("/g/" + link)
	tab.Click("form[action='/g/code'] button")
	tab.Type("#code", s.GuardianCode(child, link))
	tab.Click("form[action='/g/verify'] button")
}

// approve signs the form of the decision with what is answered on it.
func approve(tab *site.Tab, name string) {
	tab.Do(chromedp.SetValue("#relation", "mother", chromedp.ByQuery))
	tab.Type("#guardian_name", name)
	tab.Do(chromedp.Click("#grown_up", chromedp.ByQuery))
	tab.Type("#signature", name)
	tab.Click("button[value=approve]")
}

// recordOfYes returns the file of a record that a mother saved.
func recordOfYes(t *testing.T, s *site.Site) string {
	t.Helper()
	child, mother := s.Child(10), s.Visitor()
	link := s.GuardianLink(child)
	mother.Get("/g/" + link)
	mother.Post("/g/code", nil)
	mother.Post("/g/verify", url.Values{"code": {s.GuardianCode(child, link)}})
	yes := mother.Post("/g/decide", url.Values{
		"decision": {"approve"}, "relation": {"mother"}, "guardian_name": {"Lin Mei"}, "signature": {"Lin Mei"}, "grown_up": {"yes"}, "policy": {"4.1"},
	})
	if yes.Header.Get("Location") != "/g/done" {
		t.Fatalf("the yes is answered with %d: %s", yes.Status, yes.Text(".summary"))
	}
	return mother.Get("/g/record.json").Body
}
