package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestSomebodyWhoForgotTheirPasswordSetsANewOne(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	elsewhere := s.SignedIn(adult)
	v := s.Visitor()
	if answer := v.Post("/reset", url.Values{"email": {" " + strings.ToUpper(adult.Email)}}); answer.Status != 303 || answer.Header.Get("Location") != "/reset?sent=yes" {
		t.Fatalf("answered with %d to %s", answer.Status, answer.Header.Get("Location"))
	}
	asks := follow(t, v, s.Letter(adult.Email))
	if asks.Status != 200 || asks.Text("h1") != "New password" {
		t.Fatalf("the link leads to %d, %q", asks.Status, asks.Text("h1"))
	}
	if page := v.Post("/reset/new", url.Values{"password": {"password"}}); page.Status != 422 || page.Find(`.summary a[href="#password"]`).Length() != 1 {
		t.Errorf("a common password is answered with %d", page.Status)
	}
	if page := elsewhere.Get("/permissions"); page.Status != 200 {
		t.Errorf("before the deed the other browser is signed out: %d", page.Status)
	}
	done := v.Post("/reset/new", url.Values{"password": {"another password of mine"}})
	if done.Status != 303 || done.Header.Get("Location") != "/sign-in" {
		t.Fatalf("answered with %d", done.Status)
	}
	if page := v.Get("/sign-in"); !strings.Contains(page.Text("[role=status]"), "Your new password counts from now on.") {
		t.Errorf("the sign-in says %q", page.Text("[role=status]"))
	}
	if page := elsewhere.Get("/permissions"); page.Status != 303 {
		t.Errorf("the other browser is still signed in: %d", page.Status)
	}
	for password, want := range map[string]int{storetest.Password: 422, "another password of mine": 303} {
		if page := s.Visitor().Post("/sign-in", url.Values{"email": {adult.Email}, "password": {password}}); page.Status != want {
			t.Errorf("%q is answered with %d, want %d", password, page.Status, want)
		}
	}
	if page := v.Post("/reset/new", url.Values{"password": {"a third password of mine"}}); page.Status != http.StatusGone {
		t.Errorf("the link, used again, is answered with %d", page.Status)
	}
}

func TestALinkIsGoodForItsPurposeAlone(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	v.Post("/sign-up", signUpForm("mei@example.com"))
	follow(t, v, s.Letter("mei@example.com"))
	if page := v.Get("/reset/new"); page.Status != http.StatusGone {
		t.Errorf("a link to confirm an address opens the new password: %d", page.Status)
	}
	if page := v.Post("/reset/new", url.Values{"password": {"another password of mine"}}); page.Status != http.StatusGone {
		t.Errorf("and sets it: %d", page.Status)
	}
	adult := s.CanSignIn(s.Adult())
	v.Post("/reset", url.Values{"email": {adult.Email}})
	follow(t, v, s.Letter(adult.Email))
	if page := v.Post("/verify", nil); page.Status != http.StatusGone {
		t.Errorf("a link for a new password confirms an address: %d", page.Status)
	}
	for _, token := range []string{"x", strings.Repeat("A", 43), strings.Repeat("é", 43), strings.Repeat("A", 4000)} {
		for _, path := range []string{"/reset/", "/verify/"} {
			stranger := s.Visitor()
			page := stranger.Get(path + url.PathEscape(token))
			if to := page.Header.Get("Location"); to != "" {
				page = stranger.Get(to)
			}
			if page.Status != http.StatusGone {
				t.Errorf("%s%.5q is answered with %d", path, token, page.Status)
			}
		}
	}
}
