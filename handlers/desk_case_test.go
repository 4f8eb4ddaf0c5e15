package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const queuePage = "/desk/complaints"

// opening is the form that opens a case, filled in.
func opening() url.Values {
	return url.Values{"cause": {"to_answer"}, "look_note": {""}, "password": {storetest.Password}}
}

// wholeAnswer is the form of an answer, filled in.
func wholeAnswer() url.Values {
	return url.Values{
		"found": {"Two envelopes were swapped."}, "did": {"We printed yours again."},
		"why": {"Photos are for printing only."}, "appeal": {"Tell us."}, "do": {"send"},
	}
}

// openedAtDesk opens a case of the desk to a visitor.
func openedAtDesk(t *testing.T, v *site.Visitor, ref string) site.Page {
	t.Helper()
	if page := v.Post(queuePage+"/"+ref+"/open", opening()); page.Status != http.StatusSeeOther {
		t.Fatalf("opening is answered with %d: %s", page.Status, page.Text("main"))
	}
	return v.Get(queuePage + "/" + ref)
}

// refsIn lists the references of a queue, in its order.
func refsIn(page site.Page) []string {
	return page.Find(".table tbody th").Map(func(_ int, cell *goquery.Selection) string { return cell.Text() })
}

func TestTheQueueListsTheSoonestDueFirstAndAtThatNobodysBeforeSomebodys(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	p := s.Adult()
	v := s.AtDesk(agent)
	if got := v.Get(queuePage).Text("#empty"); got != "Nothing is open" {
		t.Errorf("an empty queue says %q", got)
	}
	owned, unowned := s.File(p, models.ComplaintForm{}), s.File(p, models.ComplaintForm{})
	question := s.File(p, models.ComplaintForm{Kind: string(models.CaseQuestion)})
	if page := v.Post(queuePage, url.Values{"item[]": {owned}, "owner": {string(agent.ID)}}); page.Status != http.StatusSeeOther {
		t.Fatalf("assigning is answered with %d", page.Status)
	}
	page := v.Get(queuePage)
	if got := refsIn(page); !slices.Equal(got, []string{question, unowned, owned}) {
		t.Errorf("the queue lists %q", got)
	}
	if got := page.Text(".tally"); got != "0Late0Due today0Due in 3 working days2Without an owner3Open" {
		t.Errorf("it counts %q", got)
	}
	if got := page.Name(".chart"); got != "3 open by due date. Late: 0. Due today: 0. Next 5 working days: 1. Later: 2. The table below lists them." {
		t.Errorf("the chart says %q", got)
	}
	if wide, narrow := page.Find(".not-phone .chart rect").Length(), page.Find(".only-phone .chart rect").Length(); wide != 2 || narrow != 2 {
		t.Errorf("%d and %d bars are drawn", wide, narrow)
	}
	for filter, want := range map[string][]string{
		"?owner=none": {question, unowned}, "?owner=me": {owned}, "?kind=question": {question}, "?due=late": nil, "?due=today": nil,
		"?ref=" + strings.ToLower(owned): {owned}, "?owner=none&kind=complaint": {unowned}, "?page=none": {question, unowned, owned},
	} {
		page := v.Get(queuePage + filter)
		if got := refsIn(page); page.Status != http.StatusOK || !slices.Equal(got, want) {
			t.Errorf("%s: %d, %q", filter, page.Status, got)
		}
	}
	if page := v.Get(queuePage + "?owner=none&page=7"); page.Status != http.StatusSeeOther || page.Header.Get("Location") != queuePage+"?owner=none" {
		t.Errorf("a page that there is no more: %d %q", page.Status, page.Header.Get("Location"))
	}
	for _, filter := range []string{"?ref=412", "?due=never", "?kind=gift", "?owner=" + string(agent.ID)} {
		page := v.Get(queuePage + filter)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a").Length() != 1 || len(refsIn(page)) != 0 {
			t.Errorf("%s: %d, %q", filter, page.Status, page.Text("[role=alert]"))
		}
	}
	s.Clock.Set(time.Date(2026, time.November, 30, 10, 0, 0, 0, models.Shanghai)) // the question was due on Friday
	v = s.AtDesk(agent)
	page = v.Get(queuePage)
	if got := page.Text("tr.is-late .flag"); got != "1 day late" {
		t.Errorf("a late case says %q", got)
	}
	if got := refsIn(v.Get(queuePage + "?due=late")); !slices.Equal(got, []string{question}) {
		t.Errorf("late are %q", got)
	}
}

func TestPickedCasesAreAssignedAndTheFilterStays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent, colleague, admin := s.Staff(models.RoleAgent), s.Staff(models.RoleAgent), s.Staff(models.RoleAdmin)
	p := s.Adult()
	refs := []string{s.File(p, models.ComplaintForm{}), s.File(p, models.ComplaintForm{})}
	v := s.AtDesk(agent)
	form := v.Get(queuePage + "?owner=none").Find("form.tablewrap")
	for _, option := range form.Find("option").EachIter() {
		if option.AttrOr("value", "") == string(admin.ID) {
			t.Error("an admin may be given a case")
		}
	}
	page := v.Post(form.AttrOr("action", ""), url.Values{"item[]": refs, "owner": {string(colleague.ID)}})
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != queuePage+"?owner=none" {
		t.Fatalf("%d to %q", page.Status, page.Header.Get("Location"))
	}
	if got := v.Get(queuePage).Text("[role=status]"); got != "2 cases assigned." {
		t.Errorf("it says %q", got)
	}
	if got := v.Get(queuePage).Find(".table tbody tr td:last-child").First().Text(); strings.TrimSpace(got) != colleague.Name() {
		t.Errorf("the owner is %q", got)
	}
	for what, sent := range map[string]url.Values{
		"nothing picked": {"owner": {string(agent.ID)}}, "nobody named": {"item[]": refs},
		"theirs already": {"item[]": refs, "owner": {string(colleague.ID)}},
	} {
		if page := v.Post(queuePage, sent); page.Status != http.StatusUnprocessableEntity || page.Text("#summary") != "Nothing was assigned" {
			t.Errorf("%s: %d %q", what, page.Status, page.Text("#summary"))
		}
	}
	if page := v.Post(queuePage, url.Values{"item[]": refs, "owner": {string(admin.ID)}}); page.Status != http.StatusUnprocessableEntity || page.Text("#summary") != "Nothing was assigned" {
		t.Errorf("to an admin: %d %q", page.Status, page.Text("#summary"))
	}
}

// marksOf are what of a person and of what they wrote may not be seen before a case is opened.
func marksOf(p models.Person, words string) []string { return []string{p.Name, p.Email, words} }

// T13: by route and field, what each role sees of a case that nobody opened, and what an agent sees who did.
func TestT13_ACaseShowsNoWordAndNoNameUntilItIsOpenedWithAReason(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	s.Grant(p, models.PhotoUpload)
	s.Grant(p, models.Microphone)
	s.Grant(p, models.KeepRecordings)
	app := s.App("Jolara app")
	attached, private := s.Upload(app, p, models.Upload{ID: "a"}).ID, s.Upload(app, p, models.Upload{ID: "b"}).ID
	s.Record(p, models.PushedRecording{ID: "r", StartedAt: s.Clock.Now(), Seconds: 1, File: storetest.Sound(1)})
	s.Did(p, models.Activity{Kind: models.ActivitySearch, At: s.Clock.Now(), Detail: "weddingalbum"})
	const words = "A wolf is on my print"
	ref := s.File(p, models.ComplaintForm{About: string(models.CategoryVoice), MessageForm: models.MessageForm{Words: words, Photos: []string{attached}}})
	address := queuePage + "/" + ref
	agent, officer, admin := s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer), s.Staff(models.RoleAdmin)
	opens := s.AtDesk(agent)
	others := map[string]*site.Visitor{"an officer": s.AtDesk(officer), "an admin": s.AtDesk(admin), "another agent": s.AtDesk(s.Staff(models.RoleAgent))}
	secret := append(marksOf(p, words), "weddingalbum", "Voice", attached)
	closedTo := func(who string, v *site.Visitor) {
		t.Helper()
		for _, path := range []string{"/desk", queuePage, queuePage + "?ref=" + ref, address, "/desk/intake", "/desk/jobs"} {
			body := v.Get(path).Find("main, title").Text() + v.Get(path).Body
			for _, mark := range secret {
				if mark == "Voice" && path == "/desk/intake" {
					continue // which one may write down
				}
				if strings.Contains(body, mark) {
					t.Errorf("%s at %s sees %q", who, path, mark)
				}
			}
		}
	}
	closedTo("the agent", opens)
	page := openedAtDesk(t, opens, ref)
	for _, mark := range marksOf(p, words) {
		if !strings.Contains(page.Text("main"), mark) {
			t.Errorf("opened, it does not show %q", mark)
		}
	}
	if got := page.Find(".timeline li").First().Text(); !strings.Contains(got, agent.Name()+", agent") || !strings.Contains(got, "To answer. Saw: ") {
		t.Errorf("who opened it: %q", got)
	}
	picture := page.Find(".thumbs img").AttrOr("src", "")
	if got := opens.Get(picture); got.Status != http.StatusOK || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the attached picture: %d, %s", got.Status, got.Header.Get("Cache-Control"))
	}
	for who, v := range others {
		closedTo(who, v)
		if got := v.Get(picture).Status; got != http.StatusNotFound && got != http.StatusForbidden {
			t.Errorf("%s sees the picture: %d", who, got)
		}
	}
	// What the person did not attach stays out of reach, opened or not.
	for _, path := range []string{
		address + "/files/" + private, address + "/files/" + attached, "/files/" + private, "/files/" + attached, "/files/" + attached + "?size=small",
		"/data/photos", "/data/photos/" + private, "/data/voice", "/data/log", "/data/prints", "/data", "/home",
	} {
		got := opens.Get(path)
		if got.Status == http.StatusOK {
			t.Errorf("an agent is answered at %s", path)
		}
		for _, mark := range secret {
			if strings.Contains(got.Body, mark) && mark != attached && mark != "Voice" {
				t.Errorf("an agent at %s sees %q", path, mark)
			}
		}
	}
	s.Clock.Advance(models.LookFor)
	opens = s.AtDesk(agent)
	closedTo("the agent, half an hour later,", opens)
	if got := opens.Get(picture).Status; got != http.StatusNotFound {
		t.Errorf("the picture half an hour later: %d", got)
	}
	openedAtDesk(t, opens, ref)
	if err := s.Store.CloseComplaint(t.Context(), p.ID, ref); err != nil {
		t.Fatal(err)
	}
	if got := opens.Get(picture).Status; got != http.StatusNotFound {
		t.Errorf("the picture of a closed case: %d", got)
	}
	if got := opens.Get(address).Find(".thumbs").Length(); got != 0 {
		t.Error("a closed case shows pictures")
	}
}

func TestT13_OpeningTakesACauseAndTheOwnPasswordAndEachOpeningIsOneLook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.Adult()
	ref := s.File(p, models.ComplaintForm{})
	v := s.AtDesk(s.Staff(models.RoleAgent))
	address := queuePage + "/" + ref + "/open"
	for what, sent := range map[string]url.Values{
		"nothing": nil, "no cause": {"password": {storetest.Password}}, "another cause": {"cause": {"curious"}, "password": {storetest.Password}},
		"no password": {"cause": {"to_answer"}}, "a wrong one": {"cause": {"to_answer"}, "look_note": {"for Sara"}, "password": {"wrong"}},
		"a long note": {"cause": {"to_answer"}, "look_note": {strings.Repeat("n", 501)}, "password": {storetest.Password}},
	} {
		page := v.Post(address, sent)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a").Length() == 0 || page.Find(".thread").Length() != 0 {
			t.Errorf("%s: %d %q", what, page.Status, page.Text("[role=alert]"))
		}
		if got := page.Find("#password").AttrOr("value", ""); got != "" {
			t.Errorf("%s: the password comes back", what)
		}
		if got := page.Find("#look_note").AttrOr("value", ""); got != sent.Get("look_note") {
			t.Errorf("%s: the note comes back as %q", what, got)
		}
	}
	if n := s.Count(`select count(*) from looks`); n != 0 {
		t.Errorf("%d looks before anything was opened", n)
	}
	for range 3 {
		openedAtDesk(t, v, ref)
		v.Get(queuePage + "/" + ref) // reading it again is no opening
	}
	if n := s.Count(`select count(*) from looks where person_id = $1`, p.ID); n != 3 {
		t.Errorf("%d looks of 3 openings", n)
	}
}

func TestT13_TheThirtyFirstCaseOfADayIsRefusedUntilAnOfficerAllowsIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent, officer := s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	var refs []string
	for n := range models.CasesADay + 1 {
		if n%15 == 0 {
			s.Clock.Advance(time.Second)
		}
		refs = append(refs, s.File(s.Adult(), models.ComplaintForm{}))
	}
	v, boss := s.AtDesk(agent), s.AtDesk(officer)
	for _, ref := range refs[:models.CasesADay] {
		openedAtDesk(t, v, ref)
	}
	last := refs[models.CasesADay]
	refused := v.Post(queuePage+"/"+last+"/open", opening())
	if refused.Status != http.StatusForbidden || refused.Text("h1") != "You opened 30 cases today" || !strings.Contains(refused.Text("main"), officer.Name()) {
		t.Errorf("the 31st: %d %q", refused.Status, refused.Text("main"))
	}
	if v.Get(queuePage+"/"+last).Find(".thread").Length() != 0 || s.Count(`select count(*) from looks where ref = $1`, last) != 0 {
		t.Error("the 31st case was opened")
	}
	openedAtDesk(t, v, refs[0]) // one of the thirty
	if v.Get(queuePage).Find("form[action='/desk/allow']").Length() != 0 {
		t.Error("an agent is offered to allow more")
	}
	allow := boss.Get(queuePage).Find("form[action='/desk/allow']")
	if got := strings.TrimSpace(allow.Find("button").Text()); got != "Allow "+agent.Name()+" 30 more today" {
		t.Errorf("the officer is offered %q", got)
	}
	staff := url.Values{"staff": {allow.Find("[name=staff]").AttrOr("value", "")}}
	if got := v.Post("/desk/allow", staff).Status; got != http.StatusForbidden {
		t.Errorf("an agent allows it to themselves: %d", got)
	}
	if got := boss.Post("/desk/allow", url.Values{"staff": {string(officer.ID)}}).Status; got != http.StatusNotFound {
		t.Errorf("an officer allows it to themselves: %d", got)
	}
	if got := boss.Post("/desk/allow", staff).Status; got != http.StatusSeeOther {
		t.Errorf("an officer allows it: %d", got)
	}
	openedAtDesk(t, v, last)
}

func TestWhatWasTypedIntoACaseThatIsLockedAgainStandsInItsFormOnceItIsOpened(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	ref := s.File(s.Adult(), models.ComplaintForm{})
	address := queuePage + "/" + ref
	v := s.AtDesk(agent)
	openedAtDesk(t, v, ref)
	s.Clock.Advance(models.LookFor)
	v = s.AtDesk(agent)
	for form, typed := range map[string]url.Values{
		"answer": wholeAnswer(), "reply": {"words": {"We ask the print service.\nIt takes a day."}},
		"note": {"desk_note": {"Ask \"Sara\" <first>"}},
	} {
		locked := v.Post(address+"/"+form, typed)
		if locked.Status != http.StatusForbidden || locked.Text("#summary") != "The case is locked, so nothing was sent" || locked.Find(".thread").Length() != 0 {
			t.Fatalf("%s: %d %q", form, locked.Status, locked.Text("main"))
		}
		sent := filled200(locked, "form[action$='/open']")
		sent.Set("cause", "to_answer")
		sent.Set("password", "wrong")
		again := v.Post(address+"/open", sent)
		sent = filled200(again, "form[action$='/open']")
		sent.Set("cause", "to_answer")
		sent.Set("password", storetest.Password)
		opened := v.Post(address+"/open", sent)
		for field, values := range typed {
			if field == "do" {
				continue
			}
			if got := opened.Find("form[action$='/" + form + "'] [name=" + field + "]").Text(); got != values[0] {
				t.Errorf("%s: %s is %q after opening (%d)", form, field, got, opened.Status)
			}
		}
		s.Clock.Advance(models.LookFor)
		v = s.AtDesk(agent)
	}
	if n := s.Count(`select count(*) from complaint_messages where staff_id is not null`); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}

func TestAnAnswerHasFourPartsAndADraftWaitsForThem(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	p := s.CanSignIn(s.Adult())
	ref := s.File(p, models.ComplaintForm{})
	address := queuePage + "/" + ref
	v := s.AtDesk(agent)
	openedAtDesk(t, v, ref)
	for _, part := range []string{"found", "did", "why", "appeal"} {
		wanting := wholeAnswer()
		wanting.Set(part, " \n")
		page := v.Post(address+"/answer", wanting)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a").AttrOr("href", "") != "#"+part || page.Find("#"+part).AttrOr("aria-invalid", "") != "true" {
			t.Errorf("without %s: %d %q", part, page.Status, page.Text("[role=alert]"))
		}
		for _, kept := range []string{"found", "did", "why", "appeal"} {
			if got := page.Find("#" + kept).Text(); got != wanting.Get(kept) {
				t.Errorf("without %s, %s comes back as %q", part, kept, got)
			}
		}
	}
	unasked := wholeAnswer()
	unasked.Set("do", "whatever")
	if page := v.Post(address+"/answer", unasked); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("an answer that nobody asked to send: %d", page.Status)
	}
	draft := url.Values{"found": {"Two envelopes."}, "do": {"draft"}}
	if page := v.Post(address+"/answer", draft); page.Status != http.StatusSeeOther {
		t.Fatalf("a draft: %d", page.Status)
	}
	if got := v.Get(address).Text("[role=status]"); !strings.HasPrefix(got, "The draft is kept.") {
		t.Errorf("after a draft: %q", got)
	}
	if got := v.Get(address).Find("#found").Text(); got != "Two envelopes." {
		t.Errorf("the draft is %q", got)
	}
	v.Post(address+"/note", url.Values{"desk_note": {"for colleagues only"}})
	v.Post(address+"/reply", url.Values{"words": {"We look into it."}})
	if got := v.Get(address).Text(".msg--note"); !strings.Contains(got, "Internal note: the person never sees it") || !strings.Contains(got, "for colleagues only") {
		t.Errorf("the note says %q", got)
	}
	if page := v.Post(address+"/answer", wholeAnswer()); page.Status != http.StatusSeeOther {
		t.Fatalf("the answer: %d %q", page.Status, page.Text("main"))
	}
	if got := v.Get(address).Text("[role=status]"); !strings.HasPrefix(got, "The answer is sent.") {
		t.Errorf("after an answer that follows a draft: %q", got)
	}
	if page := v.Post(address+"/answer", wholeAnswer()); page.Status != http.StatusForbidden || page.Text("h1") != "This case is over" {
		t.Errorf("a second answer: %d %q", page.Status, page.Text("h1"))
	}
	person := s.SignedIn(p)
	mine := person.Get("/complaints/" + ref).Text("main")
	for _, want := range []string{"Two envelopes were swapped.", "We printed yours again.", "Photos are for printing only.", "We look into it."} {
		if !strings.Contains(mine, want) {
			t.Errorf("the person does not read %q", want)
		}
	}
	if strings.Contains(mine, "for colleagues only") {
		t.Error("the person reads a note among the desk")
	}
	if _, err := s.Store.AddToComplaint(t.Context(), p.ID, ref, models.MessageForm{Words: "Not solved."}); err != nil {
		t.Fatal(err)
	}
	if got := v.Get(address); got.Find("form[action$='/answer']").Length() == 1 && s.Count(`select count(*) from staff where role = 'agent'`) > 1 {
		t.Error("who answered before is asked to answer again")
	}
}

func TestWhatCameByPhoneIsFiledFromTheDayItCame(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.AtDesk(s.Staff(models.RoleAgent))
	whole := url.Values{
		"channel": {"phone"}, "received_on": {"2026-11-18"}, "received_at": {"14:30"}, "kind": {"complaint"}, "about": {string(models.CategoryPrints)},
		"name": {"Zhao Wei"}, "email": {""}, "reach": {"138 0013 8000,\nafter six"}, "words": {"Somebody else’s print came."},
	}
	for field, wrong := range map[string]string{
		"channel": "pigeon", "received_on": "2026-11-31", "received_at": "25:61", "kind": "gift", "about": "weather", "email": "zhao", "reach": "", "words": " ",
	} {
		sent := url.Values{}
		for name, values := range whole {
			sent[name] = values
		}
		sent.Set(field, wrong)
		page := v.Post("/desk/intake", sent)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a[href='#"+field+"']").Length() != 1 || !strings.HasPrefix(page.Text("title"), "Error: ") {
			t.Errorf("%s=%q: %d %q", field, wrong, page.Status, page.Text("[role=alert]"))
		}
		for _, kept := range []string{"received_on", "received_at", "name", "email"} {
			if got := page.Find("#"+kept).AttrOr("value", ""); got != sent.Get(kept) {
				t.Errorf("%s=%q: %s comes back as %q", field, wrong, kept, got)
			}
		}
		if got := page.Find("#words").Text(); got != sent.Get("words") {
			t.Errorf("%s=%q: the words come back as %q", field, wrong, got)
		}
	}
	future := url.Values{}
	for name, values := range whole {
		future[name] = values
	}
	future.Set("received_on", "2026-11-20")
	future.Set("received_at", "10:01")
	if page := v.Post("/desk/intake", future); page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a[href='#received_on']").Length() != 1 {
		t.Errorf("of the next minute: %d %q", page.Status, page.Text("[role=alert]"))
	}
	filed := v.Post("/desk/intake", whole)
	if filed.Status != http.StatusSeeOther || !strings.HasPrefix(filed.Header.Get("Location"), queuePage+"/JC-2026-") {
		t.Fatalf("%d to %q: %s", filed.Status, filed.Header.Get("Location"), filed.Text("[role=alert]"))
	}
	page := v.Get(filed.Header.Get("Location"))
	if got := page.Text(".strip"); !strings.Contains(got, "Day 2 of 15") || !strings.Contains(got, "Wednesday 9 December 2026") {
		t.Errorf("the date is told as %q", got)
	}
	if strings.Contains(page.Text("main"), "Zhao") {
		t.Error("who rang is shown before the case is opened")
	}
	ref := strings.TrimPrefix(filed.Header.Get("Location"), queuePage+"/")
	if got := openedAtDesk(t, v, ref).Text("main"); !strings.Contains(got, "Zhao Wei") || !strings.Contains(got, "138 0013 8000") || !strings.Contains(got, "By phone, Wed 18 Nov 2026, 14:30") {
		t.Errorf("opened, it says %q", got)
	}
	if page := v.Post(queuePage+"/"+ref+"/verify", nil); page.Status != http.StatusSeeOther {
		t.Errorf("confirming: %d", page.Status)
	}
	if page := v.Post(queuePage+"/"+ref+"/verify", nil); page.Status != http.StatusForbidden {
		t.Errorf("confirming twice: %d", page.Status)
	}
	if page := v.Post(queuePage+"/"+ref+"/refile", url.Values{"kind": {"report"}}); page.Status != http.StatusSeeOther {
		t.Errorf("refiling: %d", page.Status)
	}
	if got := v.Get(queuePage + "/" + ref).Text("h1"); got != "Report "+ref {
		t.Errorf("refiled, it is %q", got)
	}
	if page := v.Post(queuePage+"/"+ref+"/close", nil); page.Status != http.StatusSeeOther {
		t.Errorf("closing: %d", page.Status)
	}
}

func TestTwoCasesOfOnePersonAreMergedByReference(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.Adult()
	one, two, others := s.File(p, models.ComplaintForm{}), s.File(p, models.ComplaintForm{}), s.File(s.Adult(), models.ComplaintForm{})
	unopened := s.File(p, models.ComplaintForm{})
	v := s.AtDesk(s.Staff(models.RoleAgent))
	for _, ref := range []string{one, two, others} {
		openedAtDesk(t, v, ref)
	}
	for into, says := range map[string]string{"": "Enter a whole reference", "412": "Enter a whole reference", others: "Enter an open case of the same person", one: "Enter an open case of the same person", unopened: "Enter an open case of the same person", "JC-2026-9999": "Enter an open case of the same person"} {
		page := v.Post(queuePage+"/"+one+"/merge", url.Values{"into": {into}})
		if page.Status != http.StatusUnprocessableEntity || !strings.HasPrefix(page.Text("[role=alert] a"), says) || page.Find("#into").AttrOr("value", "") != into {
			t.Errorf("into %q: %d %q", into, page.Status, page.Text("[role=alert]"))
		}
	}
	if page := v.Post(queuePage+"/"+one+"/assign", url.Values{"owner": {"00000000-0000-4000-8000-000000000000"}}); page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a").AttrOr("href", "") != "#owner" {
		t.Errorf("assigned to nobody who is there: %d %q", page.Status, page.Text("main"))
	}
	if page := v.Post(queuePage+"/"+one+"/merge", url.Values{"into": {strings.ToLower(two)}}); page.Status != http.StatusSeeOther {
		t.Errorf("merging: %d %q", page.Status, page.Text("[role=alert]"))
	}
	if got := refsIn(v.Get(queuePage)); slices.Contains(got, one) || !slices.Contains(got, two) {
		t.Errorf("open are %q", got)
	}
}

// hostile are texts that would be more than text on a page that took them for markup.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg onload=alert(1)>`, `</textarea><script>alert(1)</script>`,
	`</title><script>alert(1)</script>`, `javascript:alert(1)`, `<a href="javascript:alert(1)">x</a>`, `{{ .Password }}`, `${alert(1)}`,
	`<!--`, `]]><x>`, `&lt;script&gt;`, "<scr\tipt>alert(1)</scr\tipt>", `<iframe srcdoc="<script>alert(1)</script>">`, `%s%d%!v`,
}

func TestT08_NothingThatTheDeskWritesBecomesPartOfAPage(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	ref := s.File(p, models.ComplaintForm{MessageForm: models.MessageForm{Words: strings.Join(hostile, "\n")}})
	address := queuePage + "/" + ref
	v := s.AtDesk(s.Staff(models.RoleAgent))
	quiet := func(page site.Page, where string) {
		t.Helper()
		if n := page.Find("main script, main iframe, main img[src=x], main [onerror], main [onload], main a[href^='javascript:'], main x").Length(); n != 0 {
			t.Errorf("%s: %d pieces of markup came through", where, n)
		}
	}
	said := opening()
	said.Set("look_note", hostile[0])
	v.Post(address+"/open", said)
	guest := guestsCase(t, s, s.Staff(models.RoleAgent))
	guests := queuePage + "/" + guest
	openedAtDesk(t, v, guest)
	for n, text := range hostile {
		for form, field := range map[string]string{"reply": "words", "note": "desk_note"} {
			if page := v.Post(address+"/"+form, url.Values{field: {text}}); page.Status != http.StatusSeeOther {
				t.Errorf("%s %d: %d", form, n, page.Status)
			}
		}
		quiet(v.Post(address+"/merge", url.Values{"into": {text}}), "merge")
		quiet(v.Post(address+"/answer", url.Values{"found": {text}, "did": {text}}), "answer")
		quiet(v.Post(address+"/open", url.Values{"look_note": {text}, "typed.form": {"reply"}, "typed.words": {text}}), "open")
		quiet(v.Get(queuePage+"?"+url.Values{"ref": {text}}.Encode()), "queue")
		wanting := url.Values{"channel": {text}, "received_on": {text}, "received_at": {text}, "again": {text}}
		quiet(v.Post(guests+"/again", wanting), "again")
		if said := letterOf("2026-11-20", text); v.Post(guests+"/again", said).Status != http.StatusSeeOther {
			t.Errorf("again %d is not taken", n)
		}
		wanting = url.Values{"channel": {text}, "received_on": {text}, "received_at": {text}, "kind": {text}, "about": {text}, "name": {text}, "email": {text}, "reach": {text}, "words": {text}}
		page := v.Post("/desk/intake", wanting)
		quiet(page, "intake")
		if got := page.Find("#words").Text(); got != text {
			t.Errorf("the words %q come back as %q", text, got)
		}
		whole := url.Values{"channel": {"letter"}, "received_on": {"2026-11-19"}, "kind": {"report"}, "name": {fmt.Sprint(n, " ", strings.ReplaceAll(text, "\t", ""))}, "reach": {text}, "words": {text}}
		filed := v.Post("/desk/intake", whole)
		if filed.Status != http.StatusSeeOther {
			t.Fatalf("intake of %q: %d %s", text, filed.Status, filed.Text("[role=alert]"))
		}
		if n < 3 {
			quiet(openedAtDesk(t, v, strings.TrimPrefix(filed.Header.Get("Location"), queuePage+"/")), "taken in")
		}
	}
	answer := url.Values{"do": {"send"}}
	for _, part := range []string{"found", "did", "why", "appeal"} {
		answer.Set(part, strings.Join(hostile, "\n"))
	}
	if page := v.Post(address+"/answer", answer); page.Status != http.StatusSeeOther {
		t.Fatalf("the answer: %d", page.Status)
	}
	desk, person := v.Get(address), s.SignedIn(p)
	quiet(desk, "the case")
	quiet(v.Get(guests), "the guest's case")
	mine := person.Get("/complaints/" + ref)
	quiet(mine, "the person's page")
	quiet(person.Get("/data/access-log"), "the access log")
	for _, text := range hostile {
		for where, page := range map[string]site.Page{"the desk": desk, "the person": mine} {
			if !strings.Contains(page.Find("main").Text(), text) {
				t.Errorf("%s does not read %q as it was typed", where, text)
			}
		}
	}
}

func TestNoLinkOfTheDeskIsDead(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.Adult()
	for range models.QueuePageSize + 1 {
		if s.Count(`select count(*) from complaints`)%15 == 0 {
			p = s.Adult()
		}
		s.File(p, models.ComplaintForm{})
	}
	opened := s.File(s.Adult(), models.ComplaintForm{})
	v := s.AtDesk(s.Staff(models.RoleAgent))
	openedAtDesk(t, v, opened)
	walked := walk(t, v, "/desk", queuePage+"?kind=question")
	if len(walked[queuePage+"?page=2"].Find(".table tbody tr").Nodes) == 0 {
		t.Error("the second page of the queue has no case")
	}
	for address, page := range walked {
		if page.Status >= http.StatusBadRequest {
			t.Errorf("%s answers %d", address, page.Status)
		}
	}
}
