package pages

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// PolicyPage is one version of the agreement as it is read.
type PolicyPage struct {
	Version   string
	Effective models.Date
	Hash      string
	Clauses   []PolicyClause
	Standing  PolicyStanding
	Current   string          // the version that counts now; empty where none does
	Locale    models.Locale   // in which it is written
	Versions  []PolicyVersion // all, the latest first; empty where there is only this one
}

// PolicyStanding tells whether a version counts.
type PolicyStanding int

// How a version stands.
const (
	PolicyCounts PolicyStanding = iota
	PolicyCountedBefore
	PolicyCountsLater
)

// PolicyVersion is one line in the list of versions.
type PolicyVersion struct {
	Version   string
	Effective models.Date
	Address   string
	Standing  PolicyStanding
	Here      bool // it is the one that is read
}

// PolicyClause is one clause with its words cut into blocks.
type PolicyClause struct {
	Number   int // from 1
	Title    string
	Address  string // of the clause on its page, without the #
	Blocks   []PolicyBlock
	InShort  string
	Promises []Promise
	Locale   models.Locale // of title and words; the agreement is in one language, whatever the page speaks
}

// PolicyBlock is a paragraph, or a list where it has Items.
type PolicyBlock struct {
	Text  string
	Items []string
}

// Promise is the number of one promise.
type Promise struct {
	Number int
	First  bool // the clause is the first that makes it, and so where the promise's address leads
}

// NewPolicy makes the page of one version, out of all, the latest first.
func NewPolicy(p models.Policy, all []models.Policy, now time.Time) PolicyPage {
	page := PolicyPage{Version: p.Version, Effective: p.Effective, Hash: p.Hash, Locale: p.Locale()}
	if current, err := models.PolicyInForce(all, now); err == nil {
		page.Current = current.Version
	}
	page.Standing = page.standing(p, now)
	for _, v := range all {
		if len(all) > 1 {
			page.Versions = append(page.Versions, PolicyVersion{
				Version: v.Version, Effective: v.Effective, Address: policyAddress(v.Version),
				Standing: page.standing(v, now), Here: v.Version == p.Version,
			})
		}
	}
	made := map[int]bool{}
	for i, c := range p.Clauses {
		clause := PolicyClause{Number: i + 1, Title: c.Title, Address: "clause-" + c.ID, Blocks: blocks(c.Words), InShort: c.InShort, Locale: models.LocaleOfText(c.Words)}
		for _, n := range c.Obligations {
			clause.Promises = append(clause.Promises, Promise{Number: n, First: !made[n]})
			made[n] = true
		}
		page.Clauses = append(page.Clauses, clause)
	}
	return page
}

func (p PolicyPage) standing(of models.Policy, now time.Time) PolicyStanding {
	switch {
	case of.Version == p.Current:
		return PolicyCounts
	case of.InForce(now):
		return PolicyCountedBefore
	default:
		return PolicyCountsLater
	}
}

// blocks cuts a clause's words into its paragraphs and lists.
func blocks(words string) []PolicyBlock {
	var list []PolicyBlock
	for text := range strings.SplitSeq(words, "\n\n") {
		block := PolicyBlock{Text: text}
		if strings.HasPrefix(text, "- ") {
			block = PolicyBlock{}
			for item := range strings.SplitSeq(text, "\n") {
				block.Items = append(block.Items, strings.TrimPrefix(item, "- "))
			}
		}
		list = append(list, block)
	}
	return list
}

// policyAddress is where one version is read.
func policyAddress(version string) string { return "/policy/versions/" + url.PathEscape(version) }

// promiseID is the id of the place where a promise is made.
func promiseID(number int) string { return "promise-" + strconv.Itoa(number) }

// words says how a version stands.
func (s PolicyStanding) words(ctx context.Context) string {
	switch s {
	case PolicyCounts:
		return i18n.T(ctx, "Counts now")
	case PolicyCountedBefore:
		return i18n.T(ctx, "Counted before")
	default:
		return i18n.T(ctx, "Does not count yet")
	}
}
