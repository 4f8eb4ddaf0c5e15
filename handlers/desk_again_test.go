package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// againForm selects the form in which the desk writes down what a guest added.
const againForm = "form[action$='/again']"

// letterOf is a letter of a day, as the desk writes it down.
func letterOf(on, words string) url.Values {
	return url.Values{"channel": {"letter"}, "received_on": {on}, "received_at": {""}, "again": {words}}
}

// guestsCase is the reference of what somebody without an account complained about on the phone.
func guestsCase(t *testing.T, s *site.Site, by models.Staff) string {
	t.Helper()
	filed, err := s.Store.TakeIn(t.Context(), by, models.Intake{
		Channel: models.ByPhone, ReceivedAt: s.Clock.Now(), Kind: models.CaseComplaint,
		From: models.Contact{Name: "Zhao Wei", Email: "zhao@example.com"}, MessageForm: models.MessageForm{Words: "Somebody else’s print came."},
	})
	if err != nil {
		t.Fatal(err)
	}
	return filed.Ref
}

func TestTheDeskWritesDownWhatAGuestAddsAndTheThreadSaysWhoDid(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	ref := guestsCase(t, s, agent)
	address := queuePage + "/" + ref
	s.Clock.Advance(time.Hour)
	v := s.AtDesk(agent)
	if locked := v.Post(address+"/again", letterOf("2026-11-20", "Not yet.")); locked.Status != http.StatusForbidden || locked.Text("#summary") != "The case is locked, so nothing was sent" {
		t.Errorf("locked: %d %q", locked.Status, locked.Text("main"))
	}
	if v.Get(address).Find(againForm).Length() != 0 {
		t.Error("a locked case has the form")
	}
	page := openedAtDesk(t, v, ref)
	if got := page.Text(againForm); page.Find(againForm).Length() != 1 || !strings.Contains(got, "It joins the messages, and the date stays.") {
		t.Fatalf("the form says %q", got)
	}
	if got := page.Find("#received_on").AttrOr("value", ""); got != "2026-11-20" {
		t.Errorf("the day is %q", got)
	}
	whole := url.Values{"channel": {"phone"}, "received_on": {"2026-11-20"}, "received_at": {"10:30"}, "again": {"It came from Changning."}}
	for field, wrong := range map[string]string{
		"channel": "pigeon", "received_on": "2026-11-31", "received_at": "25:61", "again": " ",
	} {
		sent := maps.Clone(whole)
		sent.Set(field, wrong)
		back := v.Post(address+"/again", sent)
		if back.Status != http.StatusUnprocessableEntity || back.Find("[role=alert] a[href='#"+field+"']").Length() != 1 || back.Find("#"+field).AttrOr("aria-invalid", "") != "true" {
			t.Errorf("%s=%q: %d %q", field, wrong, back.Status, back.Text("[role=alert]"))
		}
		if got := back.Find("#again").Text(); got != sent.Get("again") {
			t.Errorf("%s=%q: the words come back as %q", field, wrong, got)
		}
		for _, kept := range []string{"received_on", "received_at"} {
			if got := back.Find("#"+kept).AttrOr("value", ""); got != sent.Get(kept) {
				t.Errorf("%s=%q: %s comes back as %q", field, wrong, kept, got)
			}
		}
		if field != "channel" && back.Find("[name=channel][value=phone][checked]").Length() != 1 {
			t.Errorf("%s=%q: how it came does not come back", field, wrong)
		}
	}
	for _, on := range []string{"2026-11-19", "2026-11-21"} {
		if back := v.Post(address+"/again", letterOf(on, "Which day?")); back.Status != http.StatusUnprocessableEntity || back.Find("[role=alert] a[href='#received_on']").Length() != 1 {
			t.Errorf("of %s: %d %q", on, back.Status, back.Text("[role=alert]"))
		}
	}
	if page := v.Post(address+"/again", whole); page.Status != http.StatusSeeOther {
		t.Fatalf("%d %q", page.Status, page.Text("[role=alert]"))
	}
	page = v.Get(address)
	said := page.Find(".thread .msg").Last()
	if got := said.Text(); !strings.Contains(got, "Zhao Wei") || !strings.Contains(got, "By phone, Fri 20 Nov 2026, 10:30. "+agent.Name()+" wrote it down.") || !strings.Contains(got, "It came from Changning.") {
		t.Errorf("the message says %q", got)
	}
	if said.HasClass("msg--ours") {
		t.Error("it stands as the desk’s own")
	}
	if got := page.Text("[role=status]"); !strings.HasPrefix(got, "It stands among the messages.") {
		t.Errorf("it says %q", got)
	}
	if got := page.Find("section[aria-labelledby=events] li").Last().Text(); !strings.Contains(got, agent.Name()+" wrote down what they added") {
		t.Errorf("last happened %q", got)
	}
}

func TestAGuestWhoIsNotSatisfiedWithinTenWorkingDaysIsAnsweredAgainBySomebodyElse(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	amir, li := s.Staff(models.RoleAgent), s.Staff(models.RoleAgent)
	ref := guestsCase(t, s, amir)
	address := queuePage + "/" + ref
	s.Answer(amir, ref) // on 20 November: until 4 December
	s.Clock.Set(time.Date(2026, time.December, 3, 9, 0, 0, 0, models.Shanghai))
	first, other := s.AtDesk(amir), s.AtDesk(li)
	if got := openedAtDesk(t, first, ref).Text(againForm); !strings.Contains(got, "What comes by Friday 4 December 2026 opens the case again: a new round of 15 working days") {
		t.Errorf("the form says %q", got)
	}
	if page := first.Post(address+"/again", letterOf("2026-12-01", "It came again.")); page.Status != http.StatusSeeOther {
		t.Fatalf("%d %q", page.Status, page.Text("[role=alert]"))
	}
	page := first.Get(address)
	if page.Find("form[action$='/verify']").Length() != 1 {
		t.Error("nobody is asked whether it is clear who wrote again")
	}
	if got := page.Text(".strip"); !strings.Contains(got, "Tuesday 22 December 2026") || !strings.Contains(got, "of 15") {
		t.Errorf("the date is told as %q", got)
	}
	if got := page.Text("[aria-labelledby=answer]"); page.Find("form[action$='/answer']").Length() != 0 || !strings.Contains(got, "You answered this case before.") {
		t.Errorf("who answered before is shown %q", got)
	}
	if got := page.Find(".thread .msg").Last().Text(); !strings.Contains(got, "By letter, Tuesday 1 December 2026. "+amir.Name()+" wrote it down.") {
		t.Errorf("the message says %q", got)
	}
	if got := first.Post(address+"/answer", wholeAnswer()); got.Status != http.StatusForbidden || got.Text("h1") != "A colleague answers this round" {
		t.Errorf("who answered before answers: %d %q", got.Status, got.Text("h1"))
	}
	openedAtDesk(t, other, ref)
	if got := other.Post(address+"/answer", wholeAnswer()).Status; got != http.StatusSeeOther {
		t.Errorf("somebody else answers: %d", got)
	}
}

func TestOnTheEleventhWorkingDayAGuestsCaseIsOverAndTheFieldSaysSo(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	amir := s.Staff(models.RoleAgent)
	ref := guestsCase(t, s, amir)
	address := queuePage + "/" + ref
	s.Answer(amir, ref)
	for _, closed := range []bool{false, true} { // by itself
		s.Clock.Set(time.Date(2026, time.December, 7, 9, 0, 0, 0, models.Shanghai))
		if closed {
			if err := s.Store.MindCases(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		v := s.AtDesk(amir)
		page := openedAtDesk(t, v, ref)
		if got := page.Text(againForm); !strings.Contains(got, "The answer could be contested until Friday 4 December 2026.") || page.Find(againForm+" a[href='/desk/intake']").Length() != 1 {
			t.Errorf("closed %t: the form says %q", closed, got)
		}
		if got := page.Find("#received_on").AttrOr("value", "none"); got != "" {
			t.Errorf("closed %t: the day is %q", closed, got)
		}
		back := v.Post(address+"/again", letterOf("2026-12-07", "It came again."))
		link := back.Find("[role=alert] a[href='#received_on']")
		if back.Status != http.StatusUnprocessableEntity || !strings.HasPrefix(link.Text(), "Enter a day within 10 working days of our answer, or write down a new case") {
			t.Errorf("closed %t: %d %q", closed, back.Status, back.Text("[role=alert]"))
		}
		if got := back.Find("#again").Text(); got != "It came again." {
			t.Errorf("closed %t: the words come back as %q", closed, got)
		}
	}
	if got := s.AtDesk(amir).Post(address+"/again", letterOf("2026-12-04", "On the tenth.")).Status; got != http.StatusSeeOther {
		t.Errorf("what came on the tenth: %d", got)
	}
}

func TestWhoeverHasAnAccountAddsToTheirCaseOnTheirPageAndNotThroughTheDesk(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	ref := s.File(s.Adult(), models.ComplaintForm{})
	v := s.AtDesk(s.Staff(models.RoleAgent))
	if openedAtDesk(t, v, ref).Find(againForm).Length() != 0 {
		t.Error("the form is offered")
	}
	if page := v.Post(queuePage+"/"+ref+"/again", letterOf("2026-11-20", "She rang.")); page.Status != http.StatusForbidden || page.Text("h1") != "They add it themselves" {
		t.Errorf("%d %q", page.Status, page.Text("h1"))
	}
	closed := guestsCase(t, s, s.Staff(models.RoleAgent))
	openedAtDesk(t, v, closed)
	if got := v.Post(queuePage+"/"+closed+"/close", nil).Status; got != http.StatusSeeOther {
		t.Fatalf("closing: %d", got)
	}
	if v.Get(queuePage+"/"+closed).Find(againForm).Length() != 0 {
		t.Error("the form is offered in a case that they wanted closed")
	}
	if page := v.Post(queuePage+"/"+closed+"/again", letterOf("2026-11-20", "Still.")); page.Status != http.StatusForbidden || page.Text("h1") != "This case is over" {
		t.Errorf("closed: %d %q", page.Status, page.Text("h1"))
	}
}

func TestWhatAGuestAddedIsNotLostWhereTheCaseIsLockedAgain(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	ref := guestsCase(t, s, agent)
	address := queuePage + "/" + ref
	openedAtDesk(t, s.AtDesk(agent), ref)
	s.Clock.Advance(models.LookFor)
	v := s.AtDesk(agent)
	typed := url.Values{"channel": {"mail"}, "received_on": {"2026-11-20"}, "received_at": {"10:15"}, "again": {"Two lines.\nOf a letter."}}
	sent := filled200(v.Post(address+"/again", typed), "form[action$='/open']")
	sent.Set("cause", "to_answer")
	sent.Set("password", storetest.Password)
	opened := v.Post(address+"/open", sent)
	form := opened.Find(againForm)
	for field, got := range map[string]string{
		"channel": form.Find("[name=channel][checked]").AttrOr("value", ""), "received_on": form.Find("#received_on").AttrOr("value", ""),
		"received_at": form.Find("#received_at").AttrOr("value", ""), "again": form.Find("#again").Text(),
	} {
		if got != typed.Get(field) {
			t.Errorf("%s is %q after opening (%d)", field, got, opened.Status)
		}
	}
	if n := s.Count(`select count(*) from complaint_messages`); n != 1 {
		t.Errorf("%d messages", n)
	}
}
