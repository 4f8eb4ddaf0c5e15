package models_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestALinkCodeIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"012345": "012345", " 012 345 ": "012345", "0 1 2 3 4 5": "012345", "012\u00a0345": "012345",
		"": "", "   ": "", "12345": "", "1234567": "", "12345a": "", "-12345": "", "１２３４５６": "", "123456\x00": "",
	} {
		got, err := models.ParseLinkCode(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
}

func TestLinkCodesAreSixDigitsAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	const drawn = 1000
	for range drawn {
		code := models.NewLinkCode()
		if parsed, err := models.ParseLinkCode(code); err != nil || parsed != code {
			t.Fatalf("%q was drawn: %v", code, err)
		}
		seen[code] = true
	}
	if len(seen) < drawn*99/100 {
		t.Errorf("of %d codes only %d differ", drawn, len(seen))
	}
}

func TestOnlyAccountsOfOneAgeAreLinkedAndOnlyOnce(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	child := models.Date{Year: 2014, Month: time.May, Day: 1}
	teen := models.Date{Year: 2009, Month: time.May, Day: 1}
	for name, c := range map[string]struct {
		own, pushed models.Person
		want        error
	}{
		"two adults":                        {models.Person{}, models.Person{}, nil},
		"two minors":                        {models.Person{Birth: child}, models.Person{Birth: teen}, nil},
		"a minor here, an adult in the app": {models.Person{Birth: child}, models.Person{}, models.Refused{Reason: models.ReasonAgesDiffer}},
		"an adult here, a minor in the app": {models.Person{}, models.Person{Birth: teen}, models.Refused{Reason: models.ReasonAgesDiffer}},
		"linked before":                     {models.Person{ExternalID: "one"}, models.Person{}, models.ErrHasSignIn},
	} {
		if err := c.own.LinkTo(c.pushed, now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
