package models_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

var signingUp = time.Date(2026, time.November, 22, 10, 0, 0, 0, models.Shanghai)

func TestWhatSomebodyTypesToSignUp(t *testing.T) {
	agreed := models.Policy{Version: "4.1", Hash: "abc"}.Accept("I accept it.", models.ChannelPortal, signingUp)
	whole := func() models.SignUpForm {
		return models.SignUpForm{
			BirthDate: "1990-03-27", Email: " Mei@Example.com ", Name: " Mei Lin ", Password: "a password of mine", Accepted: &agreed,
		}
	}
	for what, row := range map[string]struct {
		change func(*models.SignUpForm)
		want   models.Invalid
	}{
		"an adult":                      {func(*models.SignUpForm) {}, nil},
		"an adult who does not agree":   {func(f *models.SignUpForm) { f.Accepted = nil }, models.Invalid{"accept": models.FaultMissing}},
		"fourteen today":                {func(f *models.SignUpForm) { f.BirthDate, f.Accepted = "2012-11-22", nil }, models.Invalid{"accept": models.FaultMissing}},
		"fourteen tomorrow":             {func(f *models.SignUpForm) { f.BirthDate = "2012-11-23" }, models.Invalid{"birth_date": models.FaultOfMinor}},
		"nobody":                        {func(f *models.SignUpForm) { f.Name = "  " }, models.Invalid{"name": models.FaultMissing}},
		"a name of two lines":           {func(f *models.SignUpForm) { f.Name = "Mei\nLin" }, models.Invalid{"name": models.FaultMalformed}},
		"no address":                    {func(f *models.SignUpForm) { f.Email = "" }, models.Invalid{"email": models.FaultMissing}},
		"half an address":               {func(f *models.SignUpForm) { f.Email = "mei@" }, models.Invalid{"email": models.FaultMalformed}},
		"an address as password":        {func(f *models.SignUpForm) { f.Password = "mei@example.com" }, models.Invalid{"password": models.FaultKnown}},
		"a common password":             {func(f *models.SignUpForm) { f.Password = "password" }, models.Invalid{"password": models.FaultCommon}},
		"a day that is not":             {func(f *models.SignUpForm) { f.BirthDate = "1990-02-30" }, models.Invalid{"birth_date": models.FaultMalformed}},
		"tomorrow's child":              {func(f *models.SignUpForm) { f.BirthDate = "2026-11-23" }, models.Invalid{"birth_date": models.FaultFuture}},
		"older than anybody has become": {func(f *models.SignUpForm) { f.BirthDate = "1896-01-01" }, models.Invalid{"birth_date": models.FaultMalformed}},
	} {
		form := whole()
		row.change(&form)
		got, err := models.NewSignUp(form, signingUp)
		wrong := models.Invalid{}
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if !maps.Equal(wrong, row.want) {
			t.Errorf("%s: %v, want %v", what, err, row.want)
		}
		if row.want == nil && (got.Email != "mei@example.com" || got.Name != "Mei Lin") {
			t.Errorf("%s: read as %q, %q", what, got.Email, got.Name)
		}
	}
}

func TestAnAdultsBirthDateIsNotKept(t *testing.T) {
	agreed := models.Acceptance{Version: "4.1"}
	form := models.SignUpForm{Email: "mei@example.com", Name: "Mei", Password: "a password of mine", Accepted: &agreed}
	for birth, want := range map[string]bool{
		"2008-11-22": false, // eighteen today
		"2008-11-23": true,
		"2012-11-22": true,
	} {
		form.BirthDate = birth
		got, err := models.NewSignUp(form, signingUp)
		if err != nil {
			t.Fatal(err)
		}
		if got.Birth.IsZero() == want || got.Acceptance == nil {
			t.Errorf("born %s: kept %q, agreed %t", birth, got.Birth, got.Acceptance != nil)
		}
		profile := got.Profile(signingUp)
		if held := profile.Value(models.FieldBirthDate); (held == birth) != want || profile[models.FieldName].From != models.FromPerson {
			t.Errorf("born %s: the profile holds %q", birth, held)
		}
	}
}

func TestABirthDateIsAskedInThreeFigures(t *testing.T) {
	for _, row := range []struct {
		year, month, day string
		date             string
		fault            models.Fault
	}{
		{"1990", "3", "7", "1990-03-07", ""},
		{" 1990 ", "03", " 07", "1990-03-07", ""},
		{"2012", "11", "22", "2012-11-22", ""},
		{"2020", "1", "1", "2020-01-01", ""},
		{"", "", " ", "", models.FaultMissing},
		{"1990", "", "7", "", models.FaultMalformed},
		{"1990", "13", "7", "", models.FaultMalformed},
		{"1991", "2", "29", "", models.FaultMalformed},
		{"90", "3", "7", "", models.FaultMalformed},
		{"1990-", "3", "7", "", models.FaultMalformed},
		{"March", "3", "7", "", models.FaultMalformed},
		{"2027", "1", "1", "", models.FaultFuture},
	} {
		birth, err := models.AskedBirthDate(row.year, row.month, row.day, signingUp)
		var wrong models.Invalid
		errors.As(err, &wrong)
		if birth.String() != row.date || wrong["birth_date"] != row.fault {
			t.Errorf("%q %q %q: %q, %v", row.year, row.month, row.day, birth, err)
		}
	}
}
