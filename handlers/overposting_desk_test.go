package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// What staff send has fields that no form of the desk has; each form does what it does without them. A route of the desk that
// no form here is sent to fails the test.
func TestT12_AtTheDeskAFieldThatAFormDoesNotHaveChangesNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p, stranger := s.CanSignIn(s.Adult()), s.CanSignIn(s.Adult())
	amir, sara, li := s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer), s.Staff(models.RoleAdmin)
	agent, officer, admin := s.AtDesk(amir), s.AtDesk(sara), s.AtDesk(li)
	fields, untouched := foreign(stranger), stored(t, s, string(stranger.ID))
	reached := map[string]bool{}
	routes := handlers.Routes(handlers.Deps{Store: s.Store, BaseURL: must(url.Parse(s.URL)), Mailbox: s.Box, Log: s.Log})
	send := func(v *site.Visitor, address string, form url.Values) site.Page {
		t.Helper()
		sent := url.Values{}
		for name, values := range fields {
			sent[name] = values
		}
		for name, values := range form {
			sent[name] = values
		}
		page := v.Post(address, sent)
		if page.Status != http.StatusSeeOther {
			t.Errorf("%s is answered with %d: %s", address, page.Status, page.Text("[role=alert]"))
		}
		for _, route := range routes {
			if pattern, is := strings.CutPrefix(route, "POST "); is && matches(pattern, address) {
				reached[route] = true
			}
		}
		return page
	}
	taken := func() string {
		return send(agent, "/desk/intake", url.Values{
			"channel": {"phone"}, "received_on": {s.Clock.Now().In(models.Shanghai).Format("2006-01-02")}, "received_at": {""}, "kind": {"question"}, "about": {""},
			"name": {"Zhao Wei"}, "email": {""}, "reach": {"138 0013 8000"}, "words": {"Somebody else’s print came."},
		}).Header.Get("Location")
	}
	opened := func(address string) string {
		send(agent, address+"/open", opening())
		return address
	}
	whole := func(ref string) string { return queuePage + "/" + ref }
	one, two := s.File(p, models.ComplaintForm{}), s.File(p, models.ComplaintForm{})

	send(agent, queuePage, url.Values{"item[]": {one, two}, "owner": {string(amir.ID)}})
	opened(whole(two))
	mine := opened(whole(one))
	send(agent, mine+"/merge", url.Values{"into": {two}})
	mine = whole(two)
	send(agent, mine+"/assign", url.Values{"owner": {string(sara.ID)}})
	send(agent, mine+"/note", url.Values{"desk_note": {"It was the other way round."}})
	send(agent, mine+"/reply", url.Values{"words": {"We look into it."}})
	send(agent, mine+"/answer", wholeAnswer())
	send(agent, opened(taken())+"/reject", url.Values{"reason": {"The number is nobody’s."}})
	guest := opened(taken())
	send(agent, guest+"/verify", nil)
	send(agent, guest+"/again", url.Values{
		"channel": {"letter"}, "received_on": {s.Clock.Now().In(models.Shanghai).Format("2006-01-02")}, "received_at": {""}, "again": {"And my wife’s."},
	})
	send(agent, guest+"/refile", url.Values{"kind": {"report"}})
	send(agent, guest+"/close", nil)
	send(officer, "/desk/allow", url.Values{"staff": {string(amir.ID)}})
	child := s.Allow(s.Minor(10))
	ofChild := s.File(child, models.ComplaintForm{})
	send(agent, whole(ofChild)+"/open", opening())
	send(officer, "/desk/approvals/"+ofChild, url.Values{"approval": {"yes"}, "password": {storetest.Password}})
	opened(whole(ofChild))
	s.Act(child, models.ActDispute)
	matter := "/desk/guardians/" + s.LockOf(child)
	send(officer, matter+"/open", url.Values{"look_note": {"The mother rang."}, "password": {storetest.Password}})
	send(officer, matter+"/find", settling(s.LockOf(child), models.FoundTrue))
	asking := s.Child(10)
	paper := "/desk/guardians/" + s.SendPaper(asking)
	send(officer, paper+"/open", url.Values{"look_note": {"To read it."}, "password": {storetest.Password}})
	send(officer, paper+"/check", sheetYes(t, s, asking))
	send(admin, "/desk/jobs/"+stuckJob(t, s)+"/retry", nil)

	if got := stored(t, s, string(stranger.ID)); got != untouched {
		t.Errorf("of the person whose id was sent was stored\n%s\nand is now\n%s", untouched, got)
	}
	all := stored(t, s, "")
	if !strings.Contains(all, "It was the other way round.") {
		t.Error("what was typed is not where this test looks")
	}
	for line := range strings.Lines(all) {
		if strings.Contains(line, overposted) || strings.Contains(line, overpostedTime[:10]) {
			t.Errorf("stored: %s", line)
		}
	}
	desk := slices.DeleteFunc(routes, func(route string) bool { return !strings.HasPrefix(route, "POST /desk") })
	if len(desk) == 0 {
		t.Error("the desk has no forms")
	}
	for _, route := range desk {
		if !reached[route] {
			t.Errorf("no form was sent to %s", route)
		}
	}
}
