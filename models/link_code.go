package models

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// LinkCodeLife is how long a code counts that Jolara's app shows (product.md, who wins).
const LinkCodeLife = 10 * time.Minute

// What keeps two accounts from becoming one.
var (
	ErrHasSignIn = errors.New("the account has a sign-in") // a sign-in that has a Jolara id is not linked again
	ErrWrongCode = errors.New("no live code is this one")
)

// ReasonAgesDiffer refuses to make one account of a minor's and an adult's: one of the two is somebody else's, or says a
// wrong birth date, and the stricter rule would otherwise end by a code.
const ReasonAgesDiffer Reason = "ages_differ"

// LinkCode proves for ten minutes, once, that whoever types it holds Jolara's app as the person it was made for.
type LinkCode struct {
	Code      string // six digits
	ExpiresAt time.Time
}

const linkCodes = 1_000_000

// NewLinkCode draws six random digits; they may be taken, and then are drawn again.
func NewLinkCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(linkCodes))
	if err != nil {
		panic(err) // never, see crypto/rand
	}
	return fmt.Sprintf("%06d", n)
}

// ParseLinkCode reads six digits as somebody typed them, with or without spaces; anything else is an Invalid.
func ParseLinkCode(typed string) (string, error) {
	code := strings.Join(strings.Fields(typed), "")
	switch {
	case code == "":
		return "", Invalid{"code": FaultMissing}
	case len(code) != len("000000") || strings.Trim(code, "0123456789") != "":
		return "", Invalid{"code": FaultMalformed}
	}
	return code, nil
}

// LinkTo tells why the account that the person made here may not become one with Jolara's account of pushed: nil, that
// it is linked already, or that only one of the two is a minor's.
func (p Person) LinkTo(pushed Person, now time.Time) error {
	if p.ExternalID != "" {
		return ErrHasSignIn
	}
	if p.Lock != "" {
		return Refused{ReasonLocked}
	}
	if p.Band(now).Minor() != pushed.Band(now).Minor() {
		return Refused{ReasonAgesDiffer}
	}
	return nil
}
