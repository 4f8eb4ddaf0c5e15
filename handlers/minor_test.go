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

// profileOf returns what is held of a person, field by field.
func profileOf(t *testing.T, s *site.Site, email string) models.Profile {
	t.Helper()
	var personal []byte
	err := s.DB.QueryRow(t.Context(), `select personal from persons where id = (select person_id from emails where lookup = $1)`,
		s.Vault.Lookup(email)).Scan(&personal)
	held := models.Profile{}
	if err == nil {
		err = s.Vault.Open(personal, &held)
	}
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// call makes a call as Jolara's app does.
func call(s *site.Site, key, method, path, body string) site.Page {
	v := s.Visitor()
	r := v.Request(method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	return v.Do(r)
}

func TestThroughNoDoorIsAnOptionalFieldOfAMinorStored(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	policy := s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	key := s.Client()

	const email = "bo@example.com"
	s.Visitor().Post("/sign-up", url.Values{
		"for": {"me"}, "birth_date": {"2010-05-01"}, "email": {email}, "name": {"Bo"}, "password": {storetest.Password}, "accept": {policy.Version},
		"phone": {"+8613800138000"}, "gender": {"female"}, "camera": {"on"}, "state": {"on"}, "is_minor": {"false"},
	})
	letter := s.Letter(email).Text
	token := letter[strings.Index(letter, "/verify/"):]
	v := s.Visitor()
	v.Get(token[:strings.IndexAny(token, " \r\n")])
	v.Post("/verify", url.Values{"password": {storetest.Password}, "phone": {"+8613800138000"}})

	pushed := s.CanSignIn(s.Minor(12))
	for _, body := range []string{
		`{"phone": "+8613800138000"}`, `{"gender": "female"}`,
		`{"phone": "+8613800138000", "birth_date": "1990-05-01"}`, `{"gender": "female", "birth_date": null}`,
	} {
		if page := call(s, key, http.MethodPut, "/people/"+pushed.ExternalID, body); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s was answered with %d", body, page.Status)
		}
	}
	// An adult with a phone number turns out to be a child.
	known := s.CanSignIn(s.Adult())
	call(s, key, http.MethodPut, "/people/"+known.ExternalID, `{"phone": "+8613800138000", "gender": "female"}`)
	if page := call(s, key, http.MethodPut, "/people/"+known.ExternalID, `{"birth_date": "2014-05-01"}`); page.Status != http.StatusOK {
		t.Errorf("the birth date was answered with %d", page.Status)
	}
	s.ConfirmBirth(known)

	for _, minor := range []string{email, pushed.Email, known.Email} {
		held := profileOf(t, s, minor)
		if held.Birth().IsZero() {
			t.Errorf("%s is no minor", minor)
		}
		for f := range held {
			if f.OfAdultsOnly() {
				t.Errorf("%s of a minor is stored", f)
			}
		}
	}
}

func TestThroughNoDoorDoesAMinorGrantAPermission(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	key := s.Client()
	signedUp, pushed := s.SignedUp(12), s.CanSignIn(s.Minor(17))
	for _, kind := range models.PermissionKinds {
		for _, p := range []models.Person{signedUp, pushed} {
			page := s.SignedIn(p).Post("/permissions/"+string(kind), url.Values{"state": {"on"}})
			if page.Status != http.StatusForbidden {
				t.Errorf("%s: the switch was answered with %d", kind, page.Status)
			}
			s.Clock.Advance(1e9)
		}
		page := call(s, key, http.MethodPost, "/people/"+pushed.ExternalID+"/consents",
			`{"id": "yes-`+string(kind)+`", "permission": "`+string(kind)+`", "state": "granted", "at": "2026-11-20T09:00:00+08:00"}`)
		if page.Status != http.StatusForbidden || !strings.Contains(page.Body, "guardian_needed") {
			t.Errorf("%s: the app's call was answered with %d", kind, page.Status)
		}
	}
	if n := s.Count(`select count(*) from permissions where state <> 'never'`); n != 0 {
		t.Errorf("%d permissions are not as they were", n)
	}
}
