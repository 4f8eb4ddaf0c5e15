package pages_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

var bornAdult = models.Date{Year: 1990, Month: time.March, Day: 27}

func TestTheBirthDateIsAskedNeutrally(t *testing.T) {
	drawn := draw(t, pages.SignUpBirthDate(strangerAt("/sign-up"), pages.BirthDateForm{}))
	if got := drawn.Find("fieldset legend").Last().Text(); got != "When was this person born?" {
		t.Errorf("it is asked as %q", got)
	}
	if drawn.Find("input[name=for][checked]").Length() != 0 {
		t.Error("the page answers for somebody whom the account is for")
	}
	drawn.Find("fieldset").First().Remove() // whom the account is for is asked whatever their age
	for _, telling := range []string{"14", "18", "child", "grown-up", "guardian", "adult"} {
		if strings.Contains(drawn.Find("main").Text(), telling) {
			t.Errorf("the page tells which answer leads where: %q", telling)
		}
	}
	wrong := draw(t, pages.SignUpBirthDate(strangerAt("/sign-up"), pages.BirthDateForm{
		Year: "1990", Month: "2", Day: "30", Invalid: models.Invalid{"birth_date": models.FaultMalformed},
	}))
	if title(wrong) != "Error: Create an account – Jolara Privacy" || wrong.Find(`.summary a[href="#birth_date"]`).Length() != 1 {
		t.Errorf("%q, %s", title(wrong), wrong.Find(".summary").Text())
	}
	if n := wrong.Find(`input[aria-invalid="true"]`).Length(); n != 3 || wrong.Find("#birth_day").AttrOr("value", "") != "30" {
		t.Errorf("%d of the three figures are marked, and the day is %q", n, wrong.Find("#birth_day").AttrOr("value", ""))
	}
}

func TestWhoeverAgreesSeesWhatForAndTheBoxIsNotTicked(t *testing.T) {
	form := pages.SignUpForm{Birth: bornAdult, Email: "mei@example.com", Name: "Mei Lin", PolicyVersion: "4.1"}
	drawn := draw(t, pages.SignUp(strangerAt("/sign-up"), form))
	box := drawn.Find(`#accept[type="checkbox"][value="4.1"]`)
	if _, ticked := box.Attr("checked"); box.Length() != 1 || ticked {
		t.Errorf("%d boxes, ticked: %t", box.Length(), ticked)
	}
	folded := strings.Join(strings.Fields(drawn.Find("form").Text()), " ")
	for line := range strings.Lines(pages.SignUpScreen(t.Context(), "4.1")) {
		if line = strings.TrimSpace(line); line == "" || !strings.Contains(folded, line) {
			t.Errorf("the acceptance would prove words that are not shown: %q", line)
		}
	}
	if drawn.Find(`form a[href="/policy"]`).Length() != 1 {
		t.Error("the agreement cannot be read from here")
	}
	if got := drawn.Find(`input[name="birth_date"]`).AttrOr("value", ""); got != "1990-03-27" {
		t.Errorf("the form carries the birth date %q", got)
	}
	if _, filled := drawn.Find("#password").Attr("value"); filled {
		t.Error("the page holds a password")
	}
}

func TestOnlyFrom14OnAChildIsAskedToAgree(t *testing.T) {
	form := pages.ChildForm{For: models.ForMyChild, Birth: bornAdult, PolicyVersion: "4.1"}
	for _, agrees := range []bool{false, true} {
		form.AgreesToo = agrees
		drawn := draw(t, pages.SignUpChild(strangerAt("/sign-up"), form))
		if asked := drawn.Find("#accept").Length() == 1; asked != agrees || drawn.Find(`form a[href="/policy/children"]`).Length() != 1 {
			t.Errorf("who agrees: %t, is asked: %t; the rules are shown %d times", agrees, asked, drawn.Find(`form a[href="/policy/children"]`).Length())
		}
	}
}

func TestWhatIsToMendInASignUpStandsBesideItsField(t *testing.T) {
	form := pages.SignUpForm{Birth: bornAdult, PolicyVersion: "4.1", Invalid: models.Invalid{
		"email": models.FaultMalformed, "name": models.FaultMissing, "password": models.FaultTooShort, "accept": models.FaultMissing,
	}}
	drawn := draw(t, pages.SignUp(strangerAt("/sign-up"), form))
	if got := drawn.Find(".summary h2").Text(); got != "4 things to mend before you can go on" {
		t.Errorf("the summary says %q", got)
	}
	for _, field := range []string{"email", "name", "password", "accept"} {
		input := drawn.Find("#" + field)
		described := strings.Fields(input.AttrOr("aria-describedby", ""))
		if input.AttrOr("aria-invalid", "") != "true" || len(described) == 0 || described[0] != field+"-wrong" || drawn.Find("#"+field+"-wrong").Length() != 1 {
			t.Errorf("%s is not marked, or described by %q", field, described)
		}
	}
}

func TestWhoeverGetsALetterUnaskedLearnsThatTheyNeedDoNothing(t *testing.T) {
	for name, row := range map[string]struct {
		failed  pages.Failed
		heading string
		leads   string // to the field; empty where there is nothing to mend
	}{
		"opened":   {pages.Failed{}, "", ""},
		"empty":    {pages.Failed{Invalid: models.Invalid{"password": models.FaultMissing}}, "1 thing to mend before you can go on", "#password"},
		"wrong":    {pages.Failed{Wrong: true}, "That isn’t the password of this sign-up", "#password"},
		"too many": {pages.Failed{Wait: 90 * time.Second}, "Too many tries", ""},
	} {
		drawn := draw(t, pages.ConfirmSignUp(strangerAt("/verify"), pages.ConfirmSignUpForm{Failed: row.failed}))
		if got := drawn.Find(".summary h2").Text(); got != row.heading || strings.HasPrefix(title(drawn), "Error: ") != (row.heading != "") {
			t.Errorf("%s: %q, %q", name, got, title(drawn))
		}
		if got := drawn.Find(".summary a").AttrOr("href", ""); got != row.leads {
			t.Errorf("%s: the summary leads to %q", name, got)
		}
		if words := drawn.Find("main").Text(); !strings.Contains(words, "You didn’t sign up? Then do nothing.") || !strings.Contains(words, "after 7 days we erase what they typed") {
			t.Errorf("%s: %s", name, words)
		}
		if drawn.Find(`form a[href="/sign-up"]`).Length() != 1 {
			t.Errorf("%s: whoever forgot the password finds no way on", name)
		}
	}
}

func TestTheNewPasswordIsNeverShownAgain(t *testing.T) {
	drawn := draw(t, pages.NewPassword(strangerAt("/reset/new"), models.Invalid{"password": models.FaultCommon}))
	if title(drawn) != "Error: New password – Jolara Privacy" || drawn.Find("#password").AttrOr("autocomplete", "") != "new-password" {
		t.Errorf("%q, %q", title(drawn), drawn.Find("#password").AttrOr("autocomplete", ""))
	}
	if _, filled := drawn.Find("#password").Attr("value"); filled {
		t.Error("the page holds a password")
	}
}

func TestAnswersThatTellNobodyWhoHasAnAccount(t *testing.T) {
	for h1, drawn := range map[string]string{
		"We have written to you":                         draw(t, pages.SignUpSent(strangerAt("/sign-up"))).Find("main").Text(),
		"If you have an account, a letter is on its way": draw(t, pages.ResetSent(strangerAt("/reset"))).Find("main").Text(),
	} {
		if !strings.Contains(drawn, h1) || strings.Contains(drawn, "@") {
			t.Errorf("%q: %s", h1, drawn)
		}
	}
}
