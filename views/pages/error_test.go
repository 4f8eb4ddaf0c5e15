package pages_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func TestEveryErrorSaysWhatHappenedAndTheWayOn(t *testing.T) {
	tests := []struct {
		problem pages.Problem
		heading string
		way     string // where its button leads; empty for none
	}{
		{pages.Problem{Status: 400}, "We couldn’t read that", "/"},
		{pages.Problem{Status: 403}, "We didn’t take that", "/"},
		{pages.Problem{Status: 403, Reason: models.ReasonGuardianNeeded}, "Your guardian decides this", "/"},
		{pages.Problem{Status: 403, Reason: models.ReasonAddressTaken}, "This address signs in another account", "/"},
		{pages.Problem{Status: 403, Reason: models.ReasonNotGranted}, "This permission is off", "/"},
		{pages.Problem{Status: 404}, "This page isn’t here", "/"},
		{pages.Problem{Status: 405}, "This page doesn’t work that way", "/"},
		{pages.Problem{Status: 409}, "This was changed in the meantime", "/"},
		{pages.Problem{Status: 410}, "This link no longer works", "/"},
		{pages.Problem{Status: 413}, "That is too much at once", "/"},
		{pages.Problem{Status: 415}, "We don’t take this kind of file", "/"},
		{pages.Problem{Status: 421}, "This isn’t our address", ""},
		{pages.Problem{Status: 422}, "We can’t take that", "/"},
		{pages.Problem{Status: 429}, "Too many tries", "/"},
		{pages.Problem{Status: 500}, "Something broke on our side", "/"},
		{pages.Problem{Status: 503}, "We can’t reach our records", "/"},
		{pages.Problem{Status: 431}, "We couldn’t read that", "/"},
		{pages.Problem{Status: 502}, "Something broke on our side", "/"},
	}
	for _, test := range tests {
		drawn := draw(t, pages.Error(strangerAt("/x"), test.problem))
		if got := drawn.Find("h1").Text(); got != test.heading || title(drawn) != test.heading+" – Jolara Privacy" {
			t.Errorf("%d: %q, title %q", test.problem.Status, got, title(drawn))
		}
		if got := drawn.Find("main .btn--act").AttrOr("href", ""); got != test.way {
			t.Errorf("%d: the button leads to %q", test.problem.Status, got)
		}
	}
}

func TestAnErrorLeadsWhoIsSignedInHome(t *testing.T) {
	drawn := draw(t, pages.Error(adultAt("/x"), pages.Problem{Status: 404}))
	if got := drawn.Find("main .btn--act").AttrOr("href", ""); got != "/home" {
		t.Errorf("the button leads to %q", got)
	}
}

func TestAnErrorGivesTheNumberToAskWith(t *testing.T) {
	with := draw(t, pages.Error(strangerAt("/x"), pages.Problem{Status: 500, RequestID: "E-5QK0"}))
	if got := with.Find("main .ref").Text(); got != "E-5QK0" {
		t.Errorf("%q", got)
	}
	without := draw(t, pages.Error(strangerAt("/x"), pages.Problem{Status: 500}))
	if got := without.Find("main > p").Text(); strings.TrimSpace(got) != "Error 500." {
		t.Errorf("%q", got)
	}
}

func TestAnErrorSaysWhenToTryAgain(t *testing.T) {
	drawn := draw(t, pages.Error(strangerAt("/x"), pages.Problem{Status: 429, RetryAfter: 30 * time.Second}))
	if !strings.Contains(drawn.Find("main").Text(), "Try again in 30 seconds.") {
		t.Errorf("%q", drawn.Find("main").Text())
	}
}
