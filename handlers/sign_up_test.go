package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// signUpForm is the second step of an adult who agrees to version 4.1.
func signUpForm(email string) url.Values {
	return url.Values{
		"for": {"me"}, "birth_date": {"1990-03-27"}, "email": {email}, "name": {"Mei Lin"}, "password": {storetest.Password}, "accept": {"4.1"},
	}
}

// rightPassword is what the page behind a letter's link asks of whoever sent signUpForm.
var rightPassword = url.Values{"password": {storetest.Password}}

func openToSignUp(t *testing.T) *site.Site {
	t.Helper()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	return s
}

var linkInLetter = regexp.MustCompile(`https?://\S+`)

// follow opens the link of a letter and returns the page that it leads to.
func follow(t *testing.T, v *site.Visitor, letter models.Letter) site.Page {
	t.Helper()
	link := linkInLetter.FindString(letter.Text)
	address, found := strings.CutPrefix(link, v.URL)
	if !found {
		t.Fatalf("the letter's link %q is not ours", link)
	}
	led := v.Get(address)
	if led.Status != http.StatusSeeOther || led.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("the link is answered with %d, Referrer-Policy %q", led.Status, led.Header.Get("Referrer-Policy"))
	}
	to := led.Header.Get("Location")
	if token := address[strings.LastIndex(address, "/")+1:]; strings.Contains(to, token) {
		t.Errorf("the page's address %q keeps the token", to)
	}
	return v.Get(to)
}

func TestSomebodySignsUpConfirmsAndSignsIn(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	if first := v.Get("/sign-up"); first.Find("[autocomplete^=bday]").Length() != 3 || strings.Contains(first.Text("main"), "14") {
		t.Errorf("the birth date is asked as: %s", first.Text("main"))
	}
	second := v.Post("/sign-up", url.Values{"for": {"me"}, "year": {"1990"}, "month": {"3"}, "day": {"27"}})
	if got := second.Find("input[name=birth_date]").AttrOr("value", ""); second.Status != 200 || got != "1990-03-27" {
		t.Fatalf("the second step, %d, carries %q", second.Status, got)
	}
	box := second.Find("#accept")
	if _, ticked := box.Attr("checked"); ticked || box.AttrOr("value", "") != "4.1" {
		t.Error("the box is ticked before, or for no version")
	}
	if answer := v.Post("/sign-up", signUpForm("mei@example.com")); answer.Status != 303 || answer.Header.Get("Location") != "/sign-up?sent=yes" {
		t.Fatalf("the sign-up is answered with %d to %s", answer.Status, answer.Header.Get("Location"))
	}
	if page := v.Get("/sign-up?sent=yes"); page.Text("h1") != "We have written to you" {
		t.Errorf("the answer says %q", page.Text("h1"))
	}
	asks := follow(t, v, s.Letter("mei@example.com"))
	if n := s.Count(`select count(*) from persons`); asks.Status != 200 || n != 0 {
		t.Fatalf("the link is answered with %d, and opening it made %d accounts", asks.Status, n)
	}
	for what, password := range map[string]string{"the button alone": "", "another password": "staple battery horse"} {
		page := v.Post("/verify", url.Values{"password": {password}})
		if page.Status != http.StatusUnprocessableEntity || page.Find(`.summary a[href="#password"]`).Length() != 1 {
			t.Errorf("%s is answered with %d: %s", what, page.Status, page.Text("main"))
		}
		if password != "" && strings.Contains(page.Body, password) {
			t.Errorf("%s: the page repeats it", what)
		}
	}
	if n := s.Count(`select count(*) from persons`); n != 0 {
		t.Fatalf("wrong passwords made %d accounts", n)
	}
	done := v.Post("/verify", rightPassword)
	if done.Status != 303 || done.Header.Get("Location") != "/sign-in" {
		t.Fatalf("confirming is answered with %d", done.Status)
	}
	if page := v.Get("/sign-in"); !strings.Contains(page.Text("[role=status]"), "Your address is confirmed.") {
		t.Errorf("the sign-in says %q", page.Text("[role=status]"))
	}
	s.SignedIn(models.Person{Email: "mei@example.com"})
	if page := v.Get("/verify"); page.Status != http.StatusGone {
		t.Errorf("after the deed the page is answered with %d", page.Status)
	}
}

func TestSomebodyUnder14IsShownTheRulesAndTicksNothing(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	page := v.Post("/sign-up", url.Values{"for": {"me"}, "year": {"2015"}, "month": {"3"}, "day": {"27"}})
	if page.Find("#accept").Length() != 0 || page.Find(`main a[href="/policy/children"]`).Length() != 1 {
		t.Errorf("a child is shown: %s", page.Text("main form"))
	}
	// A form for grown-ups with a child's birth date is no way around the guardian.
	form := signUpForm("kai@example.com")
	form.Set("birth_date", "2015-03-27")
	if answer := v.Post("/sign-up", form); answer.Status != 422 || answer.Find("#guardian_email").Length() != 1 {
		t.Fatalf("answered with %d: %s", answer.Status, answer.Text("main"))
	}
	accepted := childForm()
	accepted.Set("accept", "4.1")
	v.Post("/sign-up", accepted)
	if n := s.Count(`select count(*) from acceptances`); n != 0 {
		t.Error("a child's tick counts")
	}
	if n := s.Count(`select count(*) from persons where waits_until is not null`); n != 1 {
		t.Error("a child's account waits for nobody")
	}
}

func TestSlipsInASignUpAreShownWhereTheyAre(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	for what, row := range map[string]struct {
		change func(url.Values)
		fields []string
	}{
		"nothing agreed":          {func(f url.Values) { f.Del("accept") }, []string{"#accept"}},
		"another version agreed":  {func(f url.Values) { f.Set("accept", "4.0") }, []string{"#accept"}},
		"a common password":       {func(f url.Values) { f.Set("password", "trustno1") }, []string{"#password"}},
		"no address, no name":     {func(f url.Values) { f.Set("email", "x"); f.Del("name") }, []string{"#email", "#name"}},
		"another birth date":      {func(f url.Values) { f.Set("birth_date", "2090-01-01") }, []string{"#birth_date"}},
		"a birth date that isn't": {func(f url.Values) { f.Set("birth_date", "") }, []string{"#birth_date"}},
	} {
		form := signUpForm("mei@example.com")
		row.change(form)
		page := s.Visitor().Post("/sign-up", form)
		var links []string
		for _, a := range page.Find(".summary a").EachIter() {
			links = append(links, a.AttrOr("href", ""))
		}
		if page.Status != http.StatusUnprocessableEntity || !slices.Equal(links, row.fields) {
			t.Errorf("%s: %d, %v", what, page.Status, links)
		}
		if strings.Contains(page.Body, form.Get("password")) {
			t.Errorf("%s: the page repeats the password", what)
		}
	}
	if n := s.Count(`select count(*) from sign_ups`); n != 0 {
		t.Errorf("%d sign-ups were kept", n)
	}
}

func TestWithoutAnAgreementNobodySignsUp(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	page := s.Visitor().Get("/sign-up")
	if page.Status != 200 || page.Find("main form").Length() != 0 || page.Text("h1") != "You can’t create an account yet" {
		t.Errorf("answered with %d: %s", page.Status, page.Text("main"))
	}
	if page := s.Visitor().Post("/sign-up", signUpForm("mei@example.com")); page.Status != http.StatusForbidden {
		t.Errorf("a sign-up was answered with %d", page.Status)
	}
	if n := s.Count(`select count(*) from sign_ups`); n != 0 {
		t.Errorf("%d sign-ups were kept", n)
	}
}

func TestALateConfirmationIsAnsweredCalmly(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	first, second := s.Visitor(), s.Visitor()
	first.Post("/sign-up", signUpForm("mei@example.com"))
	earlier := s.Letter("mei@example.com")
	follow(t, first, earlier)
	s.Clock.Advance(time.Minute)
	second.Post("/sign-up", signUpForm("mei@example.com"))
	letter := earlier
	for letter.ID == earlier.ID {
		letter = s.Letter("mei@example.com") // waits for one; the job brings the other
	}
	follow(t, second, letter)
	second.Post("/verify", rightPassword)
	page := first.Post("/verify", rightPassword)
	if page.Status != http.StatusConflict || page.Text("h1") != "You have an account already" || page.Find(`main a[href="/sign-in"]`).Length() != 1 {
		t.Errorf("answered with %d: %s", page.Status, page.Text("main"))
	}
}

func TestT05_GuessesAtThePasswordOfASignUpAreStoppedForAWhile(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	v.Post("/sign-up", signUpForm("mei@example.com"))
	follow(t, v, s.Letter("mei@example.com"))
	for range models.TriesOfAddress {
		v.Post("/verify", url.Values{"password": {"a guess"}})
	}
	page := v.Post("/verify", rightPassword)
	if page.Status != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" || page.Text(".summary h2") != "Too many tries" {
		t.Errorf("answered with %d, Retry-After %q: %s", page.Status, page.Header.Get("Retry-After"), page.Text("main"))
	}
	s.Clock.Advance(models.TriesWindow)
	if page := v.Post("/verify", rightPassword); page.Status != http.StatusSeeOther {
		t.Errorf("later answered with %d", page.Status)
	}
}

func TestOpeningALinkDecidesNothingHoweverOften(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	v := s.Visitor()
	v.Post("/sign-up", signUpForm("mei@example.com"))
	letter := s.Letter("mei@example.com")
	address := strings.TrimPrefix(linkInLetter.FindString(letter.Text), s.URL)
	for range 50 {
		v.Do(v.Request(http.MethodHead, address, nil))
		v.Get(address)
		v.Get("/verify")
	}
	if n := s.Count(`select count(*) from sign_ups`); n != 1 {
		t.Errorf("%d sign-ups wait", n)
	}
	if n := s.Count(`select count(*) from persons`); n != 0 {
		t.Errorf("%d accounts", n)
	}
}
