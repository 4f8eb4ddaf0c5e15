package pages_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func TestTheSignInSaysWhatToMend(t *testing.T) {
	tests := []struct {
		name    string
		form    pages.SignInForm
		title   string
		heading string
		links   []string
	}{
		{"a first visit", pages.SignInForm{}, "Sign in – Jolara Privacy", "", nil},
		{
			"wrong",
			pages.SignInForm{Email: "a@example.com", Wrong: true},
			"Error: Sign in – Jolara Privacy", "This address and password don’t belong together",
			[]string{"#email", "#password"},
		},
		{
			"one fault",
			pages.SignInForm{Email: "a@example.com", Invalid: models.Invalid{"password": models.FaultMissing}},
			"Error: Sign in – Jolara Privacy", "1 thing to mend before you can sign in",
			[]string{"#password"},
		},
		{
			"two faults",
			pages.SignInForm{Email: "a", Invalid: models.Invalid{"password": models.FaultMissing, "email": models.FaultMalformed}},
			"Error: Sign in – Jolara Privacy", "2 things to mend before you can sign in",
			[]string{"#email", "#password"},
		},
		{"too many", pages.SignInForm{Email: "a@example.com", Wait: time.Minute}, "Error: Sign in – Jolara Privacy", "Too many tries", nil},
	}
	for _, test := range tests {
		drawn := draw(t, pages.SignIn(strangerAt("/sign-in"), test.form))
		if got := title(drawn); got != test.title {
			t.Errorf("%s: title %q", test.name, got)
		}
		summary := drawn.Find(".summary")
		if got := summary.Find("h2").Text(); got != test.heading {
			t.Errorf("%s: heading %q", test.name, got)
		}
		if _, focus := summary.Attr("autofocus"); focus != (test.heading != "") {
			t.Errorf("%s: the summary takes the focus: %t", test.name, focus)
		}
		links := summary.Find("a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
		if !slices.Equal(links, test.links) {
			t.Errorf("%s: links %q", test.name, links)
		}
		for _, field := range []string{"email", "password"} {
			wrong := drawn.Find("#"+field).AttrOr("aria-invalid", "") == "true"
			if wrong != slices.Contains(test.links, "#"+field) || wrong != (drawn.Find("#"+field+"-wrong").Length() == 1) {
				t.Errorf("%s: %s is marked: %t", test.name, field, wrong)
			}
		}
		if got := drawn.Find("#email").AttrOr("value", ""); got != test.form.Email {
			t.Errorf("%s: the address is %q", test.name, got)
		}
		if _, filled := drawn.Find("#password").Attr("value"); filled {
			t.Errorf("%s: the page holds a password", test.name)
		}
	}
}

func TestTheSignInKeepsWhereToGoOn(t *testing.T) {
	for next, want := range map[string]int{"": 0, "/consents": 1} {
		drawn := draw(t, pages.SignIn(strangerAt("/sign-in"), pages.SignInForm{Next: next}))
		field := drawn.Find(`form[action="/sign-in"] input[name="next"]`)
		if field.Length() != want || field.AttrOr("value", "") != next {
			t.Errorf("%q: %d fields", next, field.Length())
		}
	}
}

func TestTheWaitIsNeverToldTooShort(t *testing.T) {
	tests := []struct {
		wait time.Duration
		want string
	}{
		{time.Millisecond, "Try again in 1 second."},
		{29*time.Second + time.Millisecond, "Try again in 30 seconds."},
		{time.Minute, "Try again in 60 seconds."},
		{time.Minute + time.Second, "Try again in 2 minutes."},
		{15 * time.Minute, "Try again in 15 minutes."},
		{2 * time.Hour, "Try again in 120 minutes."},
		{2*time.Hour + time.Second, "Try again in 3 hours."},
	}
	for _, test := range tests {
		drawn := draw(t, pages.SignIn(strangerAt("/sign-in"), pages.SignInForm{Wait: test.wait}))
		if got := strings.TrimSpace(drawn.Find(".summary p").Text()); got != test.want {
			t.Errorf("%s: %q", test.wait, got)
		}
	}
}

func TestATypedAddressStaysText(t *testing.T) {
	typed := `"><script>alert(1)</script>@example.com`
	drawn := draw(t, pages.SignIn(strangerAt("/sign-in"), pages.SignInForm{Email: typed, Wrong: true}))
	if got := drawn.Find("#email").AttrOr("value", ""); got != typed {
		t.Errorf("the address became %q", got)
	}
}

func TestTheSignInLeadsToANewAccountOnlyWhereThereIsAnAgreement(t *testing.T) {
	for version, want := range map[string]int{"": 0, "4.1": 1} {
		shell := strangerAt("/sign-in")
		shell.Policy = version
		drawn := draw(t, pages.SignIn(shell, pages.SignInForm{}))
		if got := drawn.Find(`main a[href="/sign-up"]`).Length(); got != want || drawn.Find(`main a[href="/reset"]`).Length() != 1 {
			t.Errorf("under version %q: %d links to a new account", version, got)
		}
	}
}
