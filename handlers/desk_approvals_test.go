package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const approvalsPage = "/desk/approvals"

// saying is the form of a second person, filled in.
func saying(answer models.ApprovalAnswer) url.Values {
	return url.Values{"approval": {string(answer)}, "password": {storetest.Password}}
}

func TestT13_OfAMinorACaseOpensOnlyOnceASecondPersonAgreed(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := s.CanSignIn(s.Minor(10))
	const words = "A wolf is on my print"
	ref := s.File(child, models.ComplaintForm{MessageForm: models.MessageForm{Words: words}})
	address := queuePage + "/" + ref
	agent, officer := s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	asks, second, third := s.AtDesk(agent), s.AtDesk(officer), s.AtDesk(s.Staff(models.RoleAgent))
	tellsNothing := func(who string, page site.Page) {
		t.Helper()
		for _, mark := range marksOf(child, words) {
			if strings.Contains(page.Body, mark) {
				t.Errorf("%s sees %q", who, mark)
			}
		}
	}

	if page := second.Get(approvalsPage); page.Status != http.StatusOK || !strings.Contains(page.Text("main"), "Nobody asks for a second person at the moment.") {
		t.Errorf("before anybody asked: %d, %q", page.Status, page.Text("main"))
	}
	reason := opening()
	reason.Set("look_note", "Their mother rang.")
	if page := asks.Post(address+"/open", reason); page.Status != http.StatusSeeOther || page.Header.Get("Location") != address {
		t.Fatalf("asking is answered with %d", page.Status)
	}
	page := asks.Get(address)
	if got := page.Text("[role=status]"); !strings.HasPrefix(got, "A second person is asked. Nothing is opened yet.") {
		t.Errorf("asking says %q", got)
	}
	if got := page.Text("#second"); got != "It waits for a second person" {
		t.Errorf("the case says %q", got)
	}
	tellsNothing("who asked", page)
	if page := asks.Post(address+"/reply", url.Values{"words": {"Hello."}}); page.Status != http.StatusForbidden {
		t.Errorf("a reply into the locked case is answered with %d", page.Status)
	}
	if got := third.Get(address).Text("#second"); got != "" {
		t.Errorf("a colleague who asked nothing reads %q", got)
	}

	// A colleague who wants to open it, too, is led to what was asked.
	page = third.Post(address+"/open", opening())
	if got := page.Text("[role=alert]"); page.Status != http.StatusForbidden || !strings.Contains(got, agent.Name()+" asked to open it") {
		t.Errorf("a colleague's opening: %d, %q", page.Status, got)
	}
	if got := page.Find("[role=alert] a").AttrOr("href", ""); got != approvalsPage+"/"+ref {
		t.Errorf("it leads to %q", got)
	}
	tellsNothing("a colleague", page)

	// Whoever asked cannot agree.
	own := asks.Get(approvalsPage + "/" + ref)
	if own.Find("main form").Length() != 0 || !strings.Contains(own.Text("main"), "a colleague has to answer") {
		t.Errorf("who asked reads %q", own.Text("main"))
	}
	if page := asks.Post(approvalsPage+"/"+ref, saying(models.ApprovalYes)); page.Status != http.StatusForbidden {
		t.Errorf("their own yes is answered with %d", page.Status)
	}

	if got := second.Get("/desk").Text("main .notice"); !strings.Contains(got, "1 case needs a second person") {
		t.Errorf("the desk begins with %q", got)
	}
	if got := asks.Get("/desk").Text("main"); strings.Contains(got, "needs a second person") {
		t.Error("who asked is asked themselves")
	}
	page = second.Get(approvalsPage)
	if got := page.Find("main a[href='" + approvalsPage + "/" + ref + "']").Length(); got != 1 {
		t.Errorf("the list has %d links to it: %q", got, page.Text("main"))
	}
	page = second.Get(approvalsPage + "/" + ref)
	for _, want := range []string{agent.Name() + ", agent", "To answer", "Their mother rang.", ref} {
		if got := page.Text("main"); !strings.Contains(got, want) {
			t.Errorf("a second person does not read %q in %q", want, got)
		}
	}
	tellsNothing("a second person", page)
	for what, sent := range map[string]url.Values{
		"no answer": {"password": {storetest.Password}}, "another password": {"approval": {"yes"}, "password": {"guess"}},
	} {
		page := second.Post(approvalsPage+"/"+ref, sent)
		if page.Status != http.StatusUnprocessableEntity || page.Find("[role=alert] a").Length() != 1 || strings.Contains(page.Body, "guess") {
			t.Errorf("%s: %d, %q", what, page.Status, page.Text("[role=alert]"))
		}
	}
	if page := second.Post(approvalsPage+"/"+ref, saying(models.ApprovalYes)); page.Status != http.StatusSeeOther {
		t.Fatalf("the yes is answered with %d", page.Status)
	}
	if got := second.Get(approvalsPage).Text("[role=status]"); !strings.HasPrefix(got, "You agreed. "+ref) {
		t.Errorf("the yes says %q", got)
	}
	if page := third.Post(approvalsPage+"/"+ref, saying(models.ApprovalNo)); page.Status != http.StatusSeeOther {
		t.Errorf("a late answer is answered with %d", page.Status)
	}
	if got := third.Get(approvalsPage).Text("[role=status]"); !strings.HasPrefix(got, "Nothing was done. "+ref) {
		t.Errorf("a late answer says %q", got)
	}

	if got := asks.Get(address).Text("#second"); got != officer.Name()+" agreed" {
		t.Errorf("who asked reads %q", got)
	}
	for who, v := range map[string]*site.Visitor{"who asked": asks, "a third": third} {
		if page := openedAtDesk(t, v, ref); !strings.Contains(page.Text(".thread"), words) {
			t.Errorf("%s opened it and reads %q", who, page.Text("main"))
		}
	}
	for _, path := range []string{"/data/access-log", "/complaints/" + ref} {
		got := s.SignedIn(child).Get(path).Text("main")
		for _, want := range []string{agent.Name() + " (agent)", "nobody opens it alone: " + officer.Name() + " (officer) agreed on"} {
			if !strings.Contains(got, want) {
				t.Errorf("at %s the child does not read %q in %q", path, want, got)
			}
		}
	}
}

func TestWhatWasTypedStaysWhereTheCaseOfAMinorTakesANewYes(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child, agent, officer := s.Minor(10), s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	ref := s.File(child, models.ComplaintForm{})
	s.AskSecond(officer, ref)
	s.Agree(agent, ref)
	v := s.AtDesk(agent)
	address := queuePage + "/" + ref
	openedAtDesk(t, v, ref)
	s.Answer(officer, ref)
	if _, err := s.Store.AddToComplaint(t.Context(), child.ID, ref, models.MessageForm{Words: "It is not solved."}); err != nil {
		t.Fatal(err)
	}
	const typed = "Three envelopes were swapped."
	answer := wholeAnswer()
	answer.Set("found", typed)
	page := v.Post(address+"/answer", answer)
	if page.Status != http.StatusForbidden {
		t.Fatalf("an answer into the new round is answered with %d", page.Status)
	}
	again := opening()
	for _, field := range page.Find("form[action$='/open'] input[type=hidden]").EachIter() {
		again.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	}
	page = v.Post(address+"/open", again)
	if got := page.Text("#second"); page.Status != http.StatusForbidden || got != "It waits for a second person" {
		t.Errorf("asked again: %d, %q", page.Status, got)
	}
	if !strings.Contains(page.Body, typed) {
		t.Error("what was typed is lost")
	}
}

func TestWhatIsAboutAChildIsSoWhoeverFilesIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	desk, mother, child := s.AtDesk(agent), s.SignedIn(s.CanSignIn(s.Adult())), s.SignedIn(s.CanSignIn(s.Minor(10)))
	if n := child.Get("/complaints/new").Find("[name=minor]").Length(); n != 0 {
		t.Error("a child is asked whether it is about somebody under 18")
	}
	wrong := mother.Post("/complaints/new", url.Values{"kind": {"complaint"}, "about": {""}, "words": {""}, "minor": {"yes"}})
	if _, checked := wrong.Find("[name=minor]").Attr("checked"); wrong.Status != http.StatusUnprocessableEntity || !checked {
		t.Errorf("the form comes back with %d, checked: %t", wrong.Status, checked)
	}
	filed := mother.Post("/complaints/new", url.Values{"kind": {"complaint"}, "about": {""}, "words": {"My son’s photo hangs in the shop."}, "minor": {"yes"}})
	ref := strings.TrimPrefix(filed.Header.Get("Location"), "/complaints/")
	taken := desk.Post("/desk/intake", url.Values{
		"channel": {"phone"}, "received_on": {"2026-11-19"}, "received_at": {""}, "kind": {"report"}, "about": {""},
		"name": {""}, "email": {""}, "reach": {"138 0013 8000"}, "words": {"A child’s print lies in the shop."}, "minor": {"yes"},
	})
	for what, address := range map[string]string{"a mother's": queuePage + "/" + ref, "one that came by phone": taken.Header.Get("Location")} {
		if page := desk.Post(address+"/open", opening()); page.Status != http.StatusSeeOther {
			t.Errorf("%s: %d", what, page.Status)
		}
		if got := desk.Get(address).Text("#second"); got != "It waits for a second person" {
			t.Errorf("%s says %q", what, got)
		}
	}
}
