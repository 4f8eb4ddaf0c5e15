package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const (
	queuePage  = "/desk/complaints"
	intakePage = "/desk/intake"

	approvalsPage = "/desk/approvals"
)

// signInAtDesk signs a staff member in.
func signInAtDesk(s *site.Site, tab *site.Tab, staff models.Staff) {
	tab.Open("/sign-in")
	tab.Type("#email", s.StaffEmail(staff))
	tab.Type("#password", storetest.Password)
	tab.Click("form[action='/sign-in'] button")
}

// crowded files cases over the last weeks, some with an owner: late ones, one that is due today, and those to come.
func crowded(t *testing.T, s *site.Site, owners ...models.Staff) {
	t.Helper()
	kinds := []models.CaseKind{models.CaseComplaint, models.CaseComplaint, models.CaseAccess, models.CaseReport, models.CaseDeletion, models.CaseCorrection}
	day := storetest.Morning.AddDate(0, 0, -24)
	var p models.Person
	for n := range 41 {
		if n%12 == 0 {
			p = s.Adult()
		}
		s.Clock.Set(day.Add(time.Duration(n) * 14 * time.Hour))
		ref := s.File(p, models.ComplaintForm{Kind: string(kinds[n%len(kinds)])})
		if n%5 != 3 {
			if _, err := s.Store.AssignCases(t.Context(), owners[0], []string{ref}, owners[n%len(owners)].ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.Clock.Set(storetest.Morning)
}

// opens opens the case of the page with the reason that is named first.
func opens(tab *site.Tab) {
	tab.Do(chromedp.Click("#cause", chromedp.ByQuery))
	tab.Type("#password", storetest.Password)
	tab.Click("form[action$='/open'] button")
}

// answers fills in the four parts of an answer.
func answers(tab *site.Tab) {
	tab.Type("#found", "On 18 November two envelopes were swapped at the packing table.")
	tab.Type("#did", "We printed your photos again and sent them today.")
	tab.Type("#why", "We promised to keep your photos from others. That was not kept. Sorry.")
	tab.Type("#appeal", "Tell us within ten working days.")
}

// noCheck lets a form be sent that its browser would not send.
func noCheck(tab *site.Tab, form string) {
	tab.Do(chromedp.SetAttributeValue(form, "novalidate", "", chromedp.ByQuery))
}

func TestEveryPageOfTheDesksCasesInEveryStateIsAccessibleAndSoundInEveryLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	agent, second, officer := s.Staff(models.RoleAgent), s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	adult := s.CanSignIn(s.Adult())
	s.Grant(adult, models.PhotoUpload)
	app := s.App("Jolara app")
	photos := []string{s.Upload(app, adult, models.Upload{ID: "a", File: storetest.Picture(480, 360, 3)}).ID, s.Upload(app, adult, models.Upload{ID: "b", File: storetest.Picture(300, 400, 9)}).ID}
	tabs := map[string]*site.Tab{"agent": s.Tab(site.Looks[0]), "officer": s.Tab(site.Looks[0])}
	signInAtDesk(s, tabs["agent"], agent)
	signInAtDesk(s, tabs["officer"], officer)
	child := s.CanSignIn(s.Minor(10))
	tabs["child"] = s.Tab(site.Looks[0])
	signIn(tabs["child"], child)

	s.Clock.Set(storetest.Morning.AddDate(0, 0, -4))
	fresh := s.File(adult, models.ComplaintForm{About: string(models.CategoryPrints), MessageForm: models.MessageForm{
		Words: "My order came with a print that isn’t mine. It shows a path in the mountains.\n\nI want to know whose it is.", Photos: photos,
	}})
	s.Clock.Set(storetest.Morning.AddDate(0, 0, -40))
	late := s.File(adult, models.ComplaintForm{})
	s.Clock.Set(storetest.Morning)
	again := s.File(adult, models.ComplaintForm{Kind: string(models.CaseAccess)})
	s.Answer(agent, again)
	s.Clock.Advance(time.Hour)
	if _, err := s.Store.AddToComplaint(t.Context(), adult.ID, again, models.MessageForm{Words: "It isn’t solved. " + strings.Repeat("Nothing was sent to me. ", 40)}); err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(storetest.Morning)
	closed := s.File(adult, models.ComplaintForm{MessageForm: models.MessageForm{Words: "Solved.", Photos: photos[:1]}})
	if err := s.Store.CloseComplaint(t.Context(), adult.ID, closed); err != nil {
		t.Fatal(err)
	}
	guest, err := s.Store.TakeIn(t.Context(), agent, models.Intake{
		Channel: models.ByPhone, ReceivedAt: storetest.Morning.AddDate(0, 0, -1), Kind: models.CaseReport,
		From: models.Contact{Name: "Zhao Wei", Post: "138 0013 8000,\nafter six"}, MessageForm: models.MessageForm{Words: strings.Repeat("Prints lie open in the shop. ", 12)},
	})
	if err != nil {
		t.Fatal(err)
	}
	childs := s.File(child, models.ComplaintForm{MessageForm: models.MessageForm{Words: "My print came to somebody else."}})
	at := func(ref string) func(*site.Tab) { return func(tab *site.Tab) { tab.Open(queuePage + "/" + ref) } }
	html := map[string]string{}
	for _, page := range []state{
		{"desk-queue", "agent", func(tab *site.Tab) {
			crowded(t, s, agent, second, officer)
			tab.Open(queuePage)
		}},
		{"desk-queue-last", "agent", func(tab *site.Tab) { tab.Open(queuePage + "?page=2") }},
		{"desk-queue-filter", "agent", func(tab *site.Tab) {
			tab.Open(queuePage)
			tab.Click(".tally .is-late a")
		}},
		{"desk-queue-reference", "agent", func(tab *site.Tab) { tab.Open(queuePage + "?ref=" + closed) }},
		{"desk-queue-nothing", "agent", func(tab *site.Tab) { tab.Open(queuePage + "?owner=me&due=today&kind=question") }},
		{"desk-queue-wrong", "agent", func(tab *site.Tab) { tab.Open(queuePage + "?ref=412&due=never") }},
		{"desk-queue-none-picked", "agent", func(tab *site.Tab) {
			tab.Open(queuePage)
			tab.Click(".bulk button")
		}},
		{"desk-queue-assigned", "agent", func(tab *site.Tab) {
			tab.Open(queuePage + "?owner=none")
			tab.Do(chromedp.Click("[data-picks-all]", chromedp.ByQuery))
			tab.Click(".bulk button")
		}},
		{"desk-case-locked", "agent", at(fresh)},
		{"desk-case-locked-late", "agent", at(late)},
		{"desk-case-no-reason", "agent", func(tab *site.Tab) {
			at(fresh)(tab)
			noCheck(tab, "form[action$='/open']")
			tab.Click("form[action$='/open'] button")
		}},
		{"desk-case-wrong-password", "agent", func(tab *site.Tab) {
			at(fresh)(tab)
			tab.Do(chromedp.Click("#cause", chromedp.ByQuery))
			tab.Type("#password", "wrong")
			tab.Click("form[action$='/open'] button")
		}},
		{"desk-case-open", "agent", func(tab *site.Tab) {
			at(fresh)(tab)
			opens(tab)
		}},
		{"desk-case-note", "agent", func(tab *site.Tab) {
			tab.Do(chromedp.Click("details.msg--note summary", chromedp.ByQuery))
			tab.Type("#desk_note", "The print service has the list of that day; ask Sara.")
			tab.Click("form[action$='/note'] button")
		}},
		{"desk-case-answer-wanting", "agent", func(tab *site.Tab) {
			noCheck(tab, "form[action$='/answer']")
			tab.Type("#found", "Two envelopes were swapped.")
			tab.Click("form[action$='/answer'] [value=send]")
		}},
		{"desk-case-draft", "agent", func(tab *site.Tab) { tab.Click("form[action$='/answer'] [value=draft]") }},
		{"desk-case-locked-again", "agent", func(tab *site.Tab) {
			answers(tab)
			s.Clock.Advance(models.LookFor)
			signInAtDesk(s, s.Tab(site.Looks[0]), agent) // whoever has worked meanwhile is still signed in
			if _, err := s.DB.Exec(t.Context(), `update sessions set seen_at = $1`, s.Clock.Now()); err != nil {
				t.Fatal(err)
			}
			tab.Click("form[action$='/answer'] [value=send]")
		}},
		{"desk-case-open-again", "agent", opens},
		{"desk-case-answered", "agent", func(tab *site.Tab) { tab.Click("form[action$='/answer'] [value=send]") }},
		{"desk-case-second-round", "agent", func(tab *site.Tab) {
			at(again)(tab)
			opens(tab)
		}},
		{"desk-case-closed", "agent", func(tab *site.Tab) {
			at(closed)(tab)
			opens(tab)
		}},
		{"desk-case-guest", "agent", func(tab *site.Tab) {
			at(guest.Ref)(tab)
			opens(tab)
		}},
		{"desk-case-guest-again", "agent", func(tab *site.Tab) {
			tab.Do(chromedp.Click("details:has(form[action$='/again']) summary", chromedp.ByQuery))
		}},
		{"desk-case-guest-again-wrong", "agent", func(tab *site.Tab) {
			noCheck(tab, "form[action$='/again']")
			tab.Do(chromedp.SetValue("#received_on", "2026-11-18", chromedp.ByQuery))
			tab.Type("#again", "It was the shop in Changning, on the counter beside the door.")
			tab.Click("form[action$='/again'] button")
		}},
		{"desk-case-guest-added", "agent", func(tab *site.Tab) {
			tab.Do(chromedp.Click("#channel", chromedp.ByQuery), chromedp.SetValue("#received_on", models.DateOf(s.Clock.Now()).String(), chromedp.ByQuery))
			tab.Click("form[action$='/again'] button")
		}},
		{"desk-case-guest-answered", "agent", func(tab *site.Tab) {
			answers(tab)
			tab.Click("form[action$='/answer'] [value=send]")
			tab.Do(chromedp.Click("details:has(form[action$='/again']) summary", chromedp.ByQuery))
		}},
		{"desk-case-guest-reopened", "agent", func(tab *site.Tab) {
			tab.Do(chromedp.Click("#channel", chromedp.ByQuery))
			tab.Type("#again", "They still lie there.")
			tab.Click("form[action$='/again'] button")
		}},
		{"desk-case-nowhere", "agent", at("JC-2026-9999")},
		{"desk-approvals-none", "officer", func(tab *site.Tab) { tab.Open(approvalsPage) }},
		{"desk-case-second-asked", "agent", func(tab *site.Tab) {
			at(childs)(tab)
			tab.Type("#look_note", "Their mother rang and asks where the print is.")
			opens(tab)
		}},
		{"desk-approvals-mine", "agent", func(tab *site.Tab) { tab.Open(approvalsPage) }},
		{"desk-approval-mine", "agent", func(tab *site.Tab) { tab.Open(approvalsPage + "/" + childs) }},
		{"desk-overview-second", "officer", func(tab *site.Tab) { tab.Open("/desk") }},
		{"desk-case-second-asked-before", "officer", func(tab *site.Tab) {
			at(childs)(tab)
			opens(tab)
		}},
		{"desk-approvals", "officer", func(tab *site.Tab) { tab.Open(approvalsPage) }},
		{"desk-approval", "officer", func(tab *site.Tab) { tab.Click("main a[href='" + approvalsPage + "/" + childs + "']") }},
		{"desk-approval-wrong", "officer", func(tab *site.Tab) {
			noCheck(tab, "main form")
			tab.Click("main form button")
		}},
		{"desk-approval-no", "officer", func(tab *site.Tab) { says(tab, 2) }},
		{"desk-case-second-no", "agent", at(childs)},
		{"desk-approval-yes", "officer", func(tab *site.Tab) {
			tabs["agent"].Open(queuePage + "/" + childs)
			opens(tabs["agent"])
			tab.Open(approvalsPage + "/" + childs)
			says(tab, 1)
		}},
		{"desk-case-second-yes", "agent", at(childs)},
		{"desk-case-second-opened", "agent", opens},
		{"access-log-second", "child", func(tab *site.Tab) { tab.Open("/data/access-log") }},
		{"desk-case-limit", "agent", func(tab *site.Tab) {
			openedToday(t, s, agent, models.CasesADay)
			at(late)(tab)
			opens(tab)
		}},
		{"desk-queue-capped", "officer", func(tab *site.Tab) { tab.Open(queuePage) }},
		{"desk-queue-allowed", "officer", func(tab *site.Tab) { tab.Click("form[action='/desk/allow'] button") }},
		{"desk-intake", "agent", func(tab *site.Tab) { tab.Open(intakePage) }},
		{"desk-intake-wrong", "agent", func(tab *site.Tab) {
			tab.Open(intakePage)
			noCheck(tab, "form[action='/desk/intake']")
			tab.Do(chromedp.SetValue("#received_on", "2027-01-04", chromedp.ByQuery))
			tab.Type("#received_at", "half past two")
			tab.Type("#email", "zhao")
			tab.Click("form[action='/desk/intake'] button")
		}},
		{"desk-intake-filed", "agent", func(tab *site.Tab) {
			tab.Open(intakePage)
			tab.Do(chromedp.Click("#channel", chromedp.ByQuery), chromedp.Click("#kind", chromedp.ByQuery), chromedp.SetValue("#received_on", "2026-11-18", chromedp.ByQuery))
			tab.Type("#email", "zhao@example.com")
			tab.Type("#words", "Somebody else’s photo came with my order.")
			tab.Click("form[action='/desk/intake'] button")
		}},
		{"desk-case-provisional", "agent", func(tab *site.Tab) {
			s.Clock.Set(time.Date(2026, time.December, 14, 10, 0, 0, 0, models.Shanghai))
			ref := s.File(adult, models.ComplaintForm{})
			signInAtDesk(s, tab, agent)
			at(ref)(tab)
		}},
	} {
		tab := tabs[page.as]
		tab.Look(site.Looks[0])
		page.open(tab)
		html[page.name] = inspect(tab, page.name)
	}
	site.ValidHTML(t, html)
}

// says answers as a second person; choice is which answer, from 1 on.
func says(tab *site.Tab, choice int) {
	tab.Do(chromedp.Click(fmt.Sprintf("main form .choice:nth-child(%d) input", choice), chromedp.ByQuery))
	tab.Type("#password", storetest.Password)
	tab.Click("main form button")
}

// openedToday writes down that a staff member opened so many cases today, each once.
func openedToday(t *testing.T, s *site.Site, staff models.Staff, n int) {
	t.Helper()
	if _, err := s.DB.Exec(t.Context(), `insert into looks (id, person_id, at, until, staff_id, case_id, ref, cause, fields, personal)
		select gen_random_uuid(), c.person_id, $1, $1, $2, c.id, c.ref, 'to_answer', '{}', l.personal
		from complaints c, (select personal from looks limit 1) l where not exists (select from looks l where l.case_id = c.id)
		order by c.ref desc limit $3`, s.Clock.Now(), staff.ID, n); err != nil {
		t.Fatal(err)
	}
}

func TestWithoutScriptAnAgentAnswersAndThePersonSeesTheAnswerAndWhoLooked(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	adult := s.CanSignIn(s.Adult())
	words := "My order came with a print that isn’t mine."
	ref := s.File(adult, models.ComplaintForm{MessageForm: models.MessageForm{Words: words}})
	desk := s.Tab(site.Look{Width: 1280, NoScript: true})
	signInAtDesk(s, desk, agent)

	desk.Open(queuePage)
	if got := desk.Text("main"); strings.Contains(got, "print that") || strings.Contains(got, adult.Name) {
		t.Errorf("the queue holds what the person wrote: %q", got)
	}
	desk.Do(chromedp.Click("input[value='"+ref+"']", chromedp.ByQuery))
	desk.Click(".bulk button")
	if got := desk.Text("[role=status]"); got != "1 case assigned." {
		t.Errorf("assigning says %q", got)
	}
	desk.Click("a[href='" + queuePage + "/" + ref + "']")
	if got := desk.Text("main"); strings.Contains(got, "print that") || strings.Contains(got, adult.Name) || strings.Contains(got, adult.Email) {
		t.Errorf("the locked case holds what the person wrote: %q", got)
	}
	opens(desk)
	if got := desk.Text(".thread"); !strings.Contains(got, words) {
		t.Errorf("opened, it says %q", got)
	}
	answers(desk)
	desk.Click("form[action$='/answer'] [value=send]")
	if got := desk.Text("[role=status]"); !strings.HasPrefix(got, "The answer is sent.") {
		t.Errorf("answering says %q", got)
	}

	person := s.Tab(site.Look{Width: 390, NoScript: true})
	signIn(person, adult)
	person.Open("/complaints/" + ref)
	for _, want := range []string{"Answered", "two envelopes were swapped", "We printed your photos again", "That was not kept. Sorry.", "within ten working days", agent.Name()} {
		if got := person.Text("main"); !strings.Contains(got, want) {
			t.Errorf("the person does not read %q in %q", want, got)
		}
	}
	person.Open("/data/access-log")
	if got := person.Text("main"); !strings.Contains(got, agent.Name()) || !strings.Contains(got, ref) || !strings.Contains(got, "To answer") {
		t.Errorf("the access log says %q", got)
	}
	if n := s.Count(`select count(*) from looks`); n != 1 {
		t.Error(fmt.Sprint(n, " looks of one opening"))
	}
}

// A second person agrees in Chinese and without JavaScript; the child sees who it was.
func TestWithoutScriptASecondPersonAgreesInChinese(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent, officer := s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	child := s.CanSignIn(s.Minor(10))
	ref := s.File(child, models.ComplaintForm{})
	html := map[string]string{}
	phone := site.Look{Width: 390, NoScript: true}
	asks, second := s.Tab(phone), s.Tab(phone)
	for of, tab := range map[models.Staff]*site.Tab{agent: asks, officer: second} {
		chooseLanguage(tab, models.Chinese)
		signInAtDesk(s, tab, of)
	}
	look := func(name string, tab *site.Tab) {
		html[name] = inspectChinese(tab, name)
		tab.Look(phone)
	}
	asks.Open(queuePage + "/" + ref)
	opens(asks)
	look("desk-case-second-asked-zh", asks)
	second.Open("/desk")
	look("desk-overview-second-zh", second)
	second.Open(approvalsPage)
	look("desk-approvals-zh", second)
	second.Click("main a[href='" + approvalsPage + "/" + ref + "']")
	look("desk-approval-zh", second)
	says(second, 1)
	look("desk-approval-yes-zh", second)
	asks.Open(queuePage + "/" + ref)
	opens(asks)
	look("desk-case-second-opened-zh", asks)

	person := s.Tab(phone)
	chooseLanguage(person, models.Chinese)
	signIn(person, child)
	person.Open("/data/access-log")
	if got := person.Text("main"); !strings.Contains(got, agent.Name()) || !strings.Contains(got, officer.Name()) {
		t.Errorf("the child reads %q", got)
	}
	look("access-log-second-zh", person)
	site.ValidHTML(t, html)
}
