package models

import (
	"strings"
	"unicode/utf8"
)

// SignUpFor says whom somebody makes an account for: the first question of signing up.
type SignUpFor string

// The answers.
const (
	ForMe      SignUpFor = "me"
	ForMyChild SignUpFor = "child"
)

// ParseSignUpFor reads the answer, or returns an Invalid that names 'for'.
func ParseSignUpFor(text string) (SignUpFor, error) {
	switch whom := SignUpFor(text); whom {
	case ForMe, ForMyChild:
		return whom, nil
	case "":
		return "", Invalid{FieldSignUpFor: FaultMissing}
	}
	return "", Invalid{FieldSignUpFor: FaultUnknown}
}

// Names of fields of signing up a child.
const (
	FieldSignUpFor   = "for"
	FieldNewName     = "new_account_name"
	FieldNewNickname = "nickname"
)

// SignUpWay is how an account begins that is for somebody of a band.
type SignUpWay string

// The ways.
const (
	WayOwn     SignUpWay = "own"      // with an address of their own, which they confirm
	WayChild   SignUpWay = "child"    // with an account name, and the address of a grown-up
	WayGrownUp SignUpWay = "grown_up" // not without a grown-up, who starts it
	WayNoChild SignUpWay = "no_child" // whoever is of age makes their own
)

// WayOf says how somebody's account begins. Under 8 only a guardian starts it (Civil Code 20); a child under 14 needs no address of
// their own.
func WayOf(whom SignUpFor, band Band) SignUpWay {
	switch {
	case whom == ForMyChild && !band.Minor():
		return WayNoChild
	case whom == ForMyChild:
		return WayChild
	case band == BandUnder8:
		return WayGrownUp
	case band == Band8To13:
		return WayChild
	}
	return WayOwn
}

// ChildSignUp is an account for a child as it is made, checked. It needs no address of the child's own.
type ChildSignUp struct {
	Nickname    string
	AccountName string // with which the child signs in
	Password    Password
	Birth       Date
	Guardian    string      // a grown-up's address
	Acceptance  *Acceptance // of the agreement; nil for somebody under 14
	Locale      Locale
}

// ChildSignUpForm is an account for a child as it was typed.
type ChildSignUpForm struct {
	Nickname, AccountName, Password, Guardian string
	Birth                                     Date
	Accepted                                  *Acceptance
	Locale                                    Locale
}

// NewChildSignUp reads what was typed for a child of that band, or returns an Invalid.
func NewChildSignUp(typed ChildSignUpForm, band Band) (ChildSignUp, error) {
	wrong := Invalid{}
	s := ChildSignUp{Nickname: strings.TrimSpace(typed.Nickname), Password: Password(typed.Password), Birth: typed.Birth, Locale: typed.Locale}
	if s.Nickname == "" {
		wrong[FieldNewNickname] = FaultMissing
	} else {
		wrong.add(FieldNewNickname, checkLine(s.Nickname))
	}
	var fault Fault
	if s.AccountName, fault = parseAccountName(typed.AccountName); fault != "" {
		wrong[FieldNewName] = fault
	}
	wrong.add("password", checkPassword(typed.Password, s.AccountName, s.Nickname))
	var err error
	s.Guardian, err = ParseGuardianEmail(typed.Guardian)
	wrong.Join(err)
	if band.AgreesThemselves() {
		if s.Acceptance = typed.Accepted; s.Acceptance == nil {
			wrong["accept"] = FaultMissing
		}
	}
	if err := wrong.OrNil(); err != nil {
		return ChildSignUp{}, err
	}
	return s, nil
}

// NewAccountName reads the name with which a child wants to sign in, or returns an Invalid.
func NewAccountName(typed string) (string, error) {
	name, fault := parseAccountName(typed)
	if fault != "" {
		return "", Invalid{FieldNewName: fault}
	}
	return name, nil
}

// Lengths of account names, in characters.
const (
	ShortestAccountName = 3
	LongestAccountName  = 30
)

// parseAccountName reads a name with which somebody signs in, in the one form in which it is looked up: small letters and figures,
// with dots, hyphens and underscores between. It never looks like an address.
func parseAccountName(typed string) (string, Fault) {
	name := strings.ToLower(strings.TrimSpace(typed))
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", FaultMissing
	case n < ShortestAccountName:
		return "", FaultTooShort
	case n > LongestAccountName:
		return "", FaultTooLong
	}
	letter := func(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
	for i := range len(name) {
		between := i > 0 && i < len(name)-1 && strings.IndexByte("._-", name[i]) >= 0
		if !letter(name[i]) && !between {
			return "", FaultMalformed
		}
	}
	return name, ""
}

// ParseSignInName reads what somebody types to say who they are: an e-mail address, or the name of a child's account.
func ParseSignInName(typed string) (string, error) {
	if strings.Contains(typed, "@") {
		return ParseEmail(typed)
	}
	name, fault := parseAccountName(typed)
	if fault != "" {
		return "", Invalid{"email": FaultMalformed}
	}
	return name, nil
}

// Profile returns what a child's account begins with.
func (s ChildSignUp) Profile(at Said[string]) Profile {
	said := func(value string) Entry[string] {
		at.Value = value
		return Entry[string]{Said: at}
	}
	return Profile{FieldNickname: said(s.Nickname), FieldBirthDate: said(s.Birth.String())}
}
