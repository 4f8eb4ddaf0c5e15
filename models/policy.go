package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Policy is one version of the privacy agreement. A version is never changed: other words are another version (#98).
type Policy struct {
	Version   string
	Effective Date   // the day in Shanghai from which it counts
	Hash      string // of Text, see there
	Clauses   []Clause
}

// Locale returns the language in which it is written: it is imported in one.
func (p Policy) Locale() Locale {
	var words strings.Builder
	for _, c := range p.Clauses {
		words.WriteString(c.Words)
	}
	return LocaleOfText(words.String())
}

// Clause is one numbered part of the agreement.
type Clause struct {
	ID          string // in addresses: a letter, then small letters, figures and hyphens
	Title       string
	Words       string // paragraphs with an empty line between; one whose lines begin with "- " is a list
	InShort     string // the same in plain language (#1)
	Obligations []int  // numbers of the promises that the clause makes
}

// LastObligation is the highest number of a promise: they are numbered from 1.
const LastObligation = 118

// InForce tells whether the version counts on the local day of now.
func (p Policy) InForce(now time.Time) bool { return !DateOf(now).Before(p.Effective) }

// PolicyInForce returns the version that counts at now, out of all, the latest first, or ErrNotFound where none does yet.
func PolicyInForce(versions []Policy, now time.Time) (Policy, error) {
	for _, p := range versions {
		if p.InForce(now) {
			return p, nil
		}
	}
	return Policy{}, ErrNotFound
}

// Text writes the agreement in the one form over which its hash is taken: the format that ParsePolicy reads, in UTF-8
// with \n at the end of lines, one line a paragraph and a list's item, one space between words of two lines, and one
// empty line before each clause, paragraph, list and 'In short:'. Whoever has the text can check the hash by
// sha256sum.
func (p Policy) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Version: %s\nEffective: %s\n", p.Version, p.Effective)
	for _, c := range p.Clauses {
		numbers := make([]string, len(c.Obligations))
		for i, n := range c.Obligations {
			numbers[i] = strconv.Itoa(n)
		}
		fmt.Fprintf(&b, "\n## %s %s\n\n%s\n\nIn short: %s\n%s\n", c.ID, c.Title, c.Words, c.InShort,
			strings.TrimSpace("Obligations: "+strings.Join(numbers, ", ")))
	}
	return b.String()
}

// Channel tells where an agreement was accepted.
type Channel string

// ChannelPortal is a page of this portal.
const ChannelPortal Channel = "portal"

// ChannelGuardian is the page on which a guardian decides for a child.
const ChannelGuardian Channel = "guardian"

// Acceptance is somebody's explicit yes to one version of the agreement (#3).
type Acceptance struct {
	Version    string
	PolicyHash string
	ScreenHash string // of the words beside the box that was ticked, see Accept
	Channel    Channel
	At         time.Time
}

// Accept returns the acceptance of p that is given now, beside the words that the screen showed.
func (p Policy) Accept(screen string, by Channel, now time.Time) Acceptance {
	return Acceptance{Version: p.Version, PolicyHash: p.Hash, ScreenHash: hashOf(screen), Channel: by, At: now}
}

// hashOf returns the SHA-256 of a text in lower-case hexadecimal.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// ParsePolicy reads an agreement: the lines 'Version:' and 'Effective:', then for each clause a line '## id title', its
// words, 'In short:' and 'Obligations:' with the numbers of its promises, or none. Errors name the line.
func ParsePolicy(text string) (Policy, error) {
	r := policyReader{}
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		if err := r.read(strings.TrimSpace(line)); err != nil {
			return Policy{}, fmt.Errorf("line %d: %w", number, err)
		}
	}
	if err := r.end(); err != nil {
		return Policy{}, fmt.Errorf("line %d, the last: %w", number, err)
	}
	r.policy.Hash = hashOf(r.policy.Text())
	return r.policy, nil
}

// policyReader reads an agreement line by line.
type policyReader struct {
	policy Policy
	clause *Clause  // the one that is read; nil before the first
	words  []string // its lines
	short  []string
	part   clausePart
}

// clausePart is where in a clause the reader is.
type clausePart int

const (
	inWords clausePart = iota
	inShort
	atEnd
)

// Lengths of an agreement's texts, in characters.
const (
	maxVersionLength = 32
	maxTitleLength   = 200
)

func (r *policyReader) read(line string) error {
	if !utf8.ValidString(line) || strings.ContainsFunc(line, func(c rune) bool { return unicode.IsControl(c) && c != '\t' }) {
		return errors.New("it is not text in UTF-8")
	}
	name, value := keyword(line)
	switch {
	case strings.HasPrefix(line, "#"):
		return r.begin(line)
	case r.clause == nil:
		return r.head(name, value, line)
	case name == "In short":
		if r.part != inWords {
			return fmt.Errorf("clause %q has a second 'In short:'", r.clause.ID)
		}
		r.part, r.short = inShort, []string{value}
	case name == "Obligations":
		return r.obligations(value)
	case r.part == inWords:
		r.words = append(r.words, line)
	case r.part == inShort:
		r.short = append(r.short, line)
	case line != "":
		return fmt.Errorf("clause %q goes on after 'Obligations:'", r.clause.ID)
	}
	return nil
}

// keyword splits a line that begins with one of the format's words and a colon.
func keyword(line string) (name, value string) {
	name, value, found := strings.Cut(line, ":")
	if !found || !slices.Contains([]string{"Version", "Effective", "In short", "Obligations"}, name) {
		return "", line
	}
	return name, strings.TrimSpace(value)
}

func (r *policyReader) head(name, value, line string) (err error) {
	switch {
	case line == "":
	case name == "Version" && r.policy.Version != "", name == "Effective" && !r.policy.Effective.IsZero():
		return fmt.Errorf("a second '%s:'", name)
	case name == "Version" && !IsPolicyVersion(value):
		return fmt.Errorf("a version is made of letters, figures, dots and hyphens, at most %d", maxVersionLength)
	case name == "Version":
		r.policy.Version = value
	case name == "Effective":
		if r.policy.Effective, err = ParseDate(value); err != nil {
			return errors.New("'Effective:' takes a day such as 2026-01-31")
		}
	default:
		return errors.New("before the first clause only 'Version:' and 'Effective:' stand")
	}
	return nil
}

// begin ends the clause before and begins the one that the line names.
func (r *policyReader) begin(line string) error {
	if err := r.end(); err != nil && r.clause != nil {
		return err
	}
	heading, found := strings.CutPrefix(line, "## ")
	id, title, _ := strings.Cut(strings.TrimSpace(heading), " ")
	title = strings.TrimSpace(title)
	switch {
	case r.policy.Version == "" || r.policy.Effective.IsZero():
		return errors.New("'Version:' and 'Effective:' come before the first clause")
	case !found || title == "" || len([]rune(title)) > maxTitleLength:
		return errors.New("a clause begins with '## id title'")
	case !isName(id, ".") || id != strings.ToLower(id) || id[0] < 'a':
		return errors.New("a clause's id is made of small letters, figures and hyphens, and begins with a letter")
	case slices.ContainsFunc(r.policy.Clauses, func(c Clause) bool { return c.ID == id }):
		return fmt.Errorf("a second clause %q", id)
	}
	r.policy.Clauses = append(r.policy.Clauses, Clause{ID: id, Title: title})
	r.clause, r.words, r.short, r.part = &r.policy.Clauses[len(r.policy.Clauses)-1], nil, nil, inWords
	return nil
}

// IsPolicyVersion tells whether text may name a version.
func IsPolicyVersion(text string) bool { return isName(text, "") && len(text) <= maxVersionLength }

// isName tells whether text is made of ASCII letters, figures, dots and hyphens, without those in except.
func isName(text, except string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		isOne := c == '.' || c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		return !isOne || strings.ContainsRune(except, c)
	})
}

func (r *policyReader) obligations(list string) error {
	if r.part != inShort {
		return fmt.Errorf("clause %q: 'Obligations:' comes once, after 'In short:'", r.clause.ID)
	}
	r.part = atEnd
	if list == "" {
		return nil
	}
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 || n > LastObligation {
			return fmt.Errorf("'Obligations:' takes numbers from 1 to %d with commas between", LastObligation)
		}
		if slices.Contains(r.clause.Obligations, n) {
			return fmt.Errorf("obligation %d stands twice", n)
		}
		r.clause.Obligations = append(r.clause.Obligations, n)
	}
	return nil
}

// end finishes the clause that was read last.
func (r *policyReader) end() error {
	if r.clause == nil {
		return errors.New("there is no clause")
	}
	r.clause.Words = flow(r.words)
	r.clause.InShort = strings.Join(strings.Fields(strings.Join(r.short, " ")), " ")
	switch {
	case r.clause.Words == "":
		return fmt.Errorf("clause %q has no words", r.clause.ID)
	case r.clause.InShort == "":
		return fmt.Errorf("clause %q has no 'In short:'", r.clause.ID)
	case r.part != atEnd:
		return fmt.Errorf("clause %q has no 'Obligations:'", r.clause.ID)
	}
	return nil
}

// flow joins the lines of each paragraph and of each item of a list.
func flow(lines []string) string {
	var b strings.Builder
	before, inList := "", false
	for _, line := range lines {
		if line == "" {
			before = ""
			continue
		}
		isItem := strings.HasPrefix(line, "- ")
		switch {
		case b.Len() == 0:
		case isItem && inList:
			b.WriteString("\n")
		case isItem || before == "":
			b.WriteString("\n\n")
		default:
			b.WriteString(" ")
		}
		if isItem || before == "" {
			inList = isItem
		}
		b.WriteString(strings.Join(strings.Fields(line), " "))
		before = line
	}
	return b.String()
}
