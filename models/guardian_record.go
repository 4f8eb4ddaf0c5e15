package models

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// GuardianRecord is the signed record of a guardian's yes (#91): who said it about whom, to what, and in which words. It is kept
// until the child is 18 and 3 years more, as proof.
type GuardianRecord struct {
	Ref           string // G-XXXX-XXXX
	At            time.Time
	Child         string // how the child is called
	Guardian      string
	Relation      Relation
	Email         string // that a code was sent to and typed from
	Yes, No       []PermissionKind
	Statement     string // that the guardian signed with their name
	RulesHash     string // SHA-256 of the rules for children, as they were shown
	PolicyVersion string // empty where there was no agreement
	PolicyHash    string
	Locale        Locale // in which all of it was read
}

// NewGuardianRecord makes the record of a decision; what was shown is added by whoever knows it.
func NewGuardianRecord(ref string, child Person, email string, d GuardianDecision, now time.Time) GuardianRecord {
	r := GuardianRecord{Ref: ref, At: now, Child: child.Name, Guardian: d.Name, Relation: d.Relation, Email: email}
	for _, kind := range GuardianChoices {
		if d.SaysYes(kind) {
			r.Yes = append(r.Yes, kind)
		} else {
			r.No = append(r.No, kind)
		}
	}
	return r
}

// NewGuardianRef draws the reference of a record.
func NewGuardianRef() string {
	text := rand.Text()
	return "G-" + text[:4] + "-" + text[4:8]
}

// SignedText is what the portal's signature is over: every field on a line of its own. A line break within a value would let one
// field pass for another, so that values are quoted.
func (r GuardianRecord) SignedText() string {
	var b strings.Builder
	b.WriteString("jolara guardian record 1\n")
	for _, field := range [][2]string{
		{"ref", r.Ref},
		{"at", r.At.UTC().Format(time.RFC3339Nano)},
		{"child", r.Child},
		{"guardian", r.Guardian},
		{"relation", string(r.Relation)},
		{"email", r.Email},
		{"yes", joined(r.Yes)},
		{"no", joined(r.No)},
		{"statement", r.Statement},
		{"rules", r.RulesHash},
		{"policy", r.PolicyVersion},
		{"policy hash", r.PolicyHash},
		{"language", string(r.Locale)},
	} {
		fmt.Fprintf(&b, "%s: %q\n", field[0], field[1])
	}
	return b.String()
}

func joined(kinds []PermissionKind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, " ")
}

// TextHash is the SHA-256 of words that somebody was shown, in hexadecimal figures.
func TextHash(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:])
}
