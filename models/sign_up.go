package models

import (
	"strings"
	"time"
)

// WaitForGuardian is how long the account of a minor waits for a guardian's yes (product.md's table).
const WaitForGuardian = waitingDays * 24 * time.Hour

// SignUp is what somebody types to get an account, checked. Nothing is anybody's account before the address is confirmed.
type SignUp struct {
	Email      string
	Name       string
	Password   Password
	Birth      Date        // zero for an adult, of whom it is not kept (#17)
	Acceptance *Acceptance // of the agreement (#3)
	Locale     Locale      // of the page on which it was typed
}

// SignUpForm is a sign-up as it was typed.
type SignUpForm struct {
	BirthDate             string // ISO 8601
	Email, Name, Password string
	Accepted              *Acceptance // nil where the box was not ticked
	Locale                Locale      // of the page
}

// NewSignUp reads what was typed, or returns an Invalid. Somebody under 14 begins otherwise: see WayOf.
func NewSignUp(typed SignUpForm, now time.Time) (SignUp, error) {
	wrong := Invalid{}
	birth, fault := parseBirthDate(typed.BirthDate, now)
	wrong.add("birth_date", fault)
	email, err := ParseEmail(typed.Email)
	switch {
	case strings.TrimSpace(typed.Email) == "":
		wrong["email"] = FaultMissing
	case err != nil:
		wrong["email"] = FaultMalformed
	}
	name := strings.TrimSpace(typed.Name)
	if name == "" {
		wrong["name"] = FaultMissing
	} else {
		wrong.add("name", checkLine(name))
	}
	wrong.add("password", checkPassword(typed.Password, email, name))
	s := SignUp{Email: email, Name: name, Password: Password(typed.Password), Acceptance: typed.Accepted, Locale: typed.Locale}
	band := BandAt(birth, now)
	switch {
	case !birth.IsZero() && !band.AgreesThemselves():
		wrong["birth_date"] = FaultOfMinor
	case typed.Accepted == nil:
		wrong["accept"] = FaultMissing
	}
	if band.Minor() {
		s.Birth = birth
	}
	if err := wrong.OrNil(); err != nil {
		return SignUp{}, err
	}
	return s, nil
}

// AskedBirthDate reads the birth date that somebody typed as a year, a month and a day, or returns an Invalid that names
// 'birth_date'.
func AskedBirthDate(year, month, day string, now time.Time) (Date, error) {
	pad := func(figures string, length int) string {
		figures = strings.TrimSpace(figures)
		return strings.Repeat("0", max(0, length-len(figures))) + figures
	}
	if strings.TrimSpace(year+month+day) == "" {
		return Date{}, Invalid{"birth_date": FaultMissing}
	}
	birth, fault := parseBirthDate(pad(year, 4)+"-"+pad(month, 2)+"-"+pad(day, 2), now)
	if fault != "" {
		return Date{}, Invalid{"birth_date": fault}
	}
	return birth, nil
}

// ParseBirthDate reads a birth date as the first step of signing up hands it on, or returns an Invalid that names 'birth_date'.
func ParseBirthDate(text string, now time.Time) (Date, error) {
	birth, fault := parseBirthDate(text, now)
	if fault != "" {
		return Date{}, Invalid{"birth_date": fault}
	}
	return birth, nil
}

func parseBirthDate(text string, now time.Time) (Date, Fault) {
	if fault := CheckBirthDate(text, now); fault != "" {
		return Date{}, fault
	}
	birth, err := ParseDate(text)
	if err != nil {
		return Date{}, FaultMalformed
	}
	return birth, ""
}

// Profile returns what a confirmed sign-up begins with: what the person typed is their own word.
func (s SignUp) Profile(now time.Time) Profile {
	said := func(value string) Entry[string] {
		return Entry[string]{Said: Said[string]{Value: value, From: FromPerson, At: now}}
	}
	profile := Profile{FieldName: said(s.Name), FieldEmail: said(s.Email)}
	if BandAt(s.Birth, now).Minor() {
		profile[FieldBirthDate] = said(s.Birth.String())
	}
	return profile
}
