package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// strangeIDs are what somebody writes in the place of an id, as it stands in an address.
var strangeIDs = []string{
	"0", "1", "-1", "null", "undefined", "true", "NaN", "9223372036854775808", "1e309", "*", "~", "%25", "%20", "+", "%2e%2e", "%2e%2e%2fx", "..%5c", "%2f",
	"'", "%22", "%27%20or%20%271%27=%271", "1;drop%20table%20persons", "%3Cscript%3E", "$%7B1%7D", "{}", "[]", "id[]=1", "id=1&id=2", "a@example.com",
	"urn:uuid:00000000-0000-4000-8000-000000000000", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
	"R-0000-00", "camera2", "CAMERA", "%E7%85%A7", "%F0%9F%98%80", "%E2%80%AE", strings.Repeat("a", 5000),
}

// spellings are other ways to write an id that PostgreSQL and package uuid read as the same: an address has one.
func spellings(id string) []string {
	return []string{"urn:uuid:" + id, "%7B" + id + "%7D", strings.ReplaceAll(id, "-", ""), id + "%20", "%09" + id, id + "-", id + ".json"}
}

var parameter = regexp.MustCompile(`:[a-z]+`)

// The route table is asked: a new route with an id is covered by being there.
func TestAStrangeIDIsNothingThatThereIs(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult := photographer(s)
	photo := s.Upload(s.App("Jolara app"), adult, models.Upload{}).ID
	deletion := deletedTomorrow(t, s, adult, models.Selection{What: models.ScopePhotos, IDs: []string{s.Upload(s.App("Kiosk"), adult, models.Upload{}).ID}})
	v := s.SignedIn(adult)
	open, err := s.Store.OpenSessions(t.Context(), adult.ID)
	if err != nil || len(open) != 1 {
		t.Fatalf("the person is signed in %d times, %v", len(open), err)
	}
	ward(s, 10)
	v.Client.Jar.SetCookies(must(url.Parse(s.URL)), []*http.Cookie{{Name: "jolara-guardian-account", Value: s.GuardianAccount(storetest.Mother)}}) // they are a guardian, too
	account, err := s.Store.GuardianAccount(t.Context(), s.GuardianSignsIn(storetest.Mother))
	if err != nil {
		t.Fatal(err)
	}
	own := map[string][]string{"photos/:id": spellings(photo), "files/:id": spellings(photo), "/sessions/:id": spellings(open[0].ID), "sign-ins/:id": spellings(account.Visit.ID), "delete/:job": spellings(deletion.ID)}

	tried := 0
	for _, route := range handlers.Routes(handlers.Deps{Store: s.Store, BaseURL: must(url.Parse(s.URL)), Mailbox: s.Box, Log: s.Log}) {
		method, pattern, _ := strings.Cut(route, " ")
		if !parameter.MatchString(pattern) || strings.HasPrefix(pattern, "/api/") {
			continue
		}
		ids := strangeIDs
		for place, more := range own {
			if strings.Contains(pattern, place) {
				ids = append(ids[:len(ids):len(ids)], more...)
			}
		}
		for _, id := range ids {
			r := v.Request(method, parameter.ReplaceAllString(pattern, "SOMETHING"), strings.NewReader(bodies[route]))
			r.URL.Opaque = "//" + r.URL.Host + strings.ReplaceAll(r.URL.Path, "SOMETHING", id)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Origin", v.URL)
			if r.URL.Path == "/dev/mail/SOMETHING" && strings.Trim(id, "1") == "" {
				continue // letters are numbered
			}
			switch page := v.Do(r); page.Status {
			case http.StatusNotFound, http.StatusBadRequest, http.StatusGone: // the last of a link in a letter
			default:
				t.Errorf("%s with %.60q is answered with %d", route, id, page.Status)
			}
			tried++
		}
	}
	if tried < 20*len(strangeIDs) {
		t.Errorf("only %d addresses were tried", tried)
	}
	if n := s.Count(`select count(*) from deletions where id = $1 and state = 'waiting'`, deletion.ID); n != 1 {
		t.Error("a deletion was stopped")
	}
}

// Where in a list a page begins stands in its address, too.
func TestAStrangePlaceInAListIsRefusedOrEmpty(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(photographer(s))
	for _, path := range []string{"/consents", "/data/changes", "/data/recipients", "/data/photos", "/data/prints", "/data/log", "/data/voice"} {
		for _, id := range strangeIDs {
			for _, query := range []string{"before=2026-11-20T02:00:00Z~" + id, "after=" + id, "before=0000-01-01T00:00:00Z~" + id, "before=9999-12-31T23:59:59.999999999-23:59~" + id} {
				if page := v.Get(path + "?" + strings.ReplaceAll(query, "id=", "id%3d")); page.Status >= http.StatusInternalServerError {
					t.Errorf("%s?%.80s is answered with %d", path, query, page.Status)
				}
			}
		}
	}
}
