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
		{pages.Problem{Status: 400}, "We couldn’t read that", "/permissions"},
		{pages.Problem{Status: 401, SignIn: true}, "Sign in first", "/sign-in"},
		{pages.Problem{Status: 403}, "We didn’t take that", "/permissions"},
		{pages.Problem{Status: 403, Reason: models.ReasonGuardianNeeded}, "Your guardian decides this", "/permissions"},
		{pages.Problem{Status: 403, Reason: models.ReasonNotGranted}, "This permission is off", "/permissions"},
		{pages.Problem{Status: 404}, "This page isn’t here", "/permissions"},
		{pages.Problem{Status: 405}, "This page doesn’t work that way", "/permissions"},
		{pages.Problem{Status: 409}, "This was changed in the meantime", "/permissions"},
		{pages.Problem{Status: 413}, "That is too much at once", "/permissions"},
		{pages.Problem{Status: 415}, "We don’t take this kind of file", "/permissions"},
		{pages.Problem{Status: 421}, "This isn’t our address", ""},
		{pages.Problem{Status: 422}, "We can’t take that", "/permissions"},
		{pages.Problem{Status: 429}, "Too many tries", "/permissions"},
		{pages.Problem{Status: 500}, "Something broke on our side", "/permissions"},
		{pages.Problem{Status: 503}, "We can’t reach our records", "/permissions"},
		{pages.Problem{Status: 431}, "We couldn’t read that", "/permissions"},
		{pages.Problem{Status: 502}, "Something broke on our side", "/permissions"},
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
