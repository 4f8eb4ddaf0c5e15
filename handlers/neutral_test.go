package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// whole writes an answer down: status, headers and body, without what is drawn by lot or tells the time.
func whole(page site.Page, email string) string {
	headers := maps.Clone(page.Header)
	for _, random := range []string{"Date", "X-Request-Id"} {
		headers.Del(random)
	}
	var text strings.Builder
	fmt.Fprintln(&text, page.Status)
	_ = http.Header(headers).Write(&text)
	return strings.ReplaceAll(text.String()+page.Body, email, "the address")
}

func TestT04_NoAnswerTellsWhetherAnAddressHasAnAccount(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	adult := s.CanSignIn(s.Adult())
	pushed := s.Adult()
	staff := s.StaffEmail(s.Staff(models.RoleAgent)) // as long as an adult's
	unconfirmed := "unconfirmed@example.com"
	s.Visitor().Post("/sign-up", signUpForm(unconfirmed))
	unknown := "person0@example.com" // as long as the others: the answers' lengths are compared, too

	for name, post := range map[string]func(v *site.Visitor, email string) site.Page{
		"sign-up": func(v *site.Visitor, email string) site.Page { return v.Post("/sign-up", signUpForm(email)) },
		"sign-up with slips": func(v *site.Visitor, email string) site.Page {
			form := signUpForm(email)
			form.Set("password", "short")
			return v.Post("/sign-up", form)
		},
		"sign-in": func(v *site.Visitor, email string) site.Page {
			return v.Post("/sign-in", url.Values{"email": {email}, "password": {"not the password"}})
		},
		"reset": func(v *site.Visitor, email string) site.Page { return v.Post("/reset", url.Values{"email": {email}}) },
	} {
		want := whole(post(s.Visitor(), adult.Email), adult.Email)
		for _, email := range []string{unknown, pushed.Email, staff} {
			if got := whole(post(s.Visitor(), email), email); got != want {
				t.Errorf("%s: %s is answered\n%s\nand an account's\n%s", name, email, got, want)
			}
		}
		v := s.Visitor()
		if got := post(v, unconfirmed); got.Status != post(v, adult.Email).Status {
			t.Errorf("%s: an unconfirmed address is answered with %d", name, got.Status)
		}
	}
}

func TestT04_OverItsLimitAnAddressIsAnsweredAsBefore(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	adult := s.CanSignIn(s.Adult())
	var first string
	for i := range 8 {
		got := whole(s.Visitor().Post("/reset", url.Values{"email": {adult.Email}}), adult.Email)
		if i == 0 {
			first = got
		}
		if got != first {
			t.Fatalf("request %d is answered\n%s\nand the first\n%s", i+1, got, first)
		}
	}
	for range 22 {
		s.Visitor().Post("/reset", url.Values{"email": {"nobody@example.com"}})
	}
	page := s.Visitor().Post("/reset", url.Values{"email": {"nobody@example.com"}})
	if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" {
		t.Errorf("the network's thirty-first request is answered with %d, Retry-After %q", page.Status, page.Header.Get("Retry-After"))
	}
	if page := s.Visitor().Post("/sign-up", signUpForm("mei@example.com")); page.Status != http.StatusTooManyRequests {
		t.Errorf("and a sign-up with %d", page.Status)
	}
	if page := s.Visitor().Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}}); page.Status != http.StatusSeeOther {
		t.Errorf("and a sign-in, which sends no letter, with %d", page.Status)
	}
}
