package models

import (
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
	Locale        Locale      // in which all of it was read
	Paper         *PaperProof // on which it was signed by hand; nil where it was signed on the page
}

// PaperProof is the sheet on which a yes was given: its photo is kept as long as the record, and the record holds what tells that
// photo from any other.
type PaperProof struct {
	Ref       string    // P-XXXX-XXXX
	At        time.Time // when its photo came
	Photo     string    // SHA-256 of the photo as it is kept
	CheckedBy string    // the officer who wrote down what is on it, as people may know them
}

// NewGuardianRecord makes the record of a decision; what was shown is added by whoever knows it.
func NewGuardianRecord(ref string, child Person, email string, d GuardianDecision, now time.Time) GuardianRecord {
	r := GuardianRecord{Ref: ref, At: now, Child: child.Name, Guardian: d.Name, Relation: d.Relation, Email: email, Paper: d.Paper}
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
	return drawRef("G-")
}

// SignedText is what the portal's signature is over: every field on a line of its own. A line break within a value would let one
// field pass for another, so that values are quoted. Of a yes on the page nothing is said about paper, as before there was any.
func (r GuardianRecord) SignedText() string {
	var b strings.Builder
	b.WriteString("jolara guardian record 1\n")
	fields := [][2]string{
		{"ref", r.Ref},
		{"at", r.At.UTC().Format(time.RFC3339Nano)},
		{"child", r.Child},
		{"guardian", r.Guardian},
		{"relation", string(r.Relation)},
		{"email", r.Email},
		{"yes", JoinKinds(r.Yes)},
		{"no", JoinKinds(r.No)},
		{"statement", r.Statement},
		{"rules", r.RulesHash},
		{"policy", r.PolicyVersion},
		{"policy hash", r.PolicyHash},
		{"language", string(r.Locale)},
	}
	if p := r.Paper; p != nil {
		fields = append(fields, [2]string{"paper", p.Ref}, [2]string{"paper at", p.At.UTC().Format(time.RFC3339Nano)},
			[2]string{"paper photo", p.Photo}, [2]string{"checked by", p.CheckedBy})
	}
	for _, field := range fields {
		fmt.Fprintf(&b, "%s: %q\n", field[0], field[1])
	}
	return b.String()
}

// JoinKinds writes the names of kinds side by side, with a space between them.
func JoinKinds(kinds []PermissionKind) string {
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
