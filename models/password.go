package models

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// Password is one that may be set: NewPassword alone makes it.
type Password string

// MinPasswordLength is in characters (ASVS 6.2.1). There are no rules of composition: they make passwords alike.
const MinPasswordLength = 8

// commonPasswords are some 3,400 of the commonest, in lower case, one a line: John the Ripper's list, see passwords.md.
//
//go:embed passwords.txt
var commonPasswords string

var isCommon = sync.OnceValue(func() map[string]bool {
	common := map[string]bool{}
	for password := range strings.Lines(commonPasswords) {
		common[strings.TrimSuffix(password, "\n")] = true
	}
	return common
})

// CommonPasswords returns how many passwords nobody may choose since many have them.
func CommonPasswords() int { return len(isCommon()) }

// NewPassword returns the password that somebody of that address and name chose, or an Invalid that names 'password':
// too short, too long, one of the commonest (ASVS 6.2.4), or what everybody knows of them.
func NewPassword(password, email, name string) (Password, error) {
	if fault := checkPassword(password, email, name); fault != "" {
		return "", Invalid{"password": fault}
	}
	return Password(password), nil
}

func checkPassword(password, email, name string) Fault {
	if fault := checkTypedPassword(password); fault != "" {
		return fault
	}
	plain := strings.ToLower(strings.TrimSpace(password))
	if utf8.RuneCountInString(plain) < MinPasswordLength {
		return FaultTooShort
	}
	if isCommon()[plain] {
		return FaultCommon
	}
	account, _, _ := strings.Cut(email, "@")
	for _, known := range []string{email, account, name, strings.ReplaceAll(name, " ", "")} {
		if plain == strings.ToLower(strings.TrimSpace(known)) {
			return FaultKnown
		}
	}
	return ""
}
