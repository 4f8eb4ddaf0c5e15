package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

func TestSigningInLeadsHome(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	v.Post("/permissions/camera", url.Values{"state": {"on"}})

	if start := v.Get("/"); start.Status != http.StatusSeeOther || start.Header.Get("Location") != "/home" {
		t.Fatalf("the start page was answered with %d to %q", start.Status, start.Header.Get("Location"))
	}
	home := v.Get("/home")
	if got := home.Text("h1"); got != "Your privacy, "+adult.Name {
		t.Errorf("the home page is headed %q", got)
	}
	if got := home.Text(`a[href="/permissions#camera"]`); got != "Camera On" {
		t.Errorf("the camera's row says %q", got)
	}
	if got := home.Text(".timeline strong"); got != "Camera on" {
		t.Errorf("what happened last is %q", got)
	}
	home.Find(`main a[href^="/"]`).Each(func(_ int, a *goquery.Selection) {
		path, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
		if got := v.Get(path).Status; got != http.StatusOK {
			t.Errorf("the home page leads to %s, which is answered with %d", path, got)
		}
	})
}
