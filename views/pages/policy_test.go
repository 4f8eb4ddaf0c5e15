package pages_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
)

func agreement(version string, effective models.Date) models.Policy {
	return models.Policy{Version: version, Effective: effective, Hash: strings.Repeat("0f", 32), Clauses: []models.Clause{
		{ID: "camera", Title: "The camera", Words: "We <ask> first.\n\n- to print\n- to film\n\nNothing else.", InShort: "You say so.", Obligations: []int{20, 21}},
		{ID: "withdrawal", Title: "Changing your mind", Words: "One press.", InShort: "Any time.", Obligations: []int{28, 21}},
	}}
}

var today = models.DateOf(now)

// plain is a text as it is read: without the spaces of its source.
func plain(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// words is plain with a space between elements as well, for blocks that stand below each other.
func words(s *goquery.Selection) string {
	var parts []string
	s.Contents().Each(func(_ int, part *goquery.Selection) {
		text := plain(part)
		if goquery.NodeName(part) != "#text" {
			text = words(part)
		}
		if text != "" {
			parts = append(parts, text)
		}
	})
	return strings.Join(parts, " ")
}

func TestTheAgreementStandsWithItsShortFormBesideIt(t *testing.T) {
	policy := agreement("1.0", today)
	drawn := draw(t, pages.Policy(strangerAt("/policy"), pages.NewPolicy(policy, []models.Policy{policy}, now)))
	first := drawn.Find(".clause").First()
	if got := words(first); got != "1 The camera We <ask> first. to print to film Nothing else. In short You say so. Promises #20 #21" {
		t.Errorf("the first clause says %q", got)
	}
	if first.Find(".clause__words p").Length() != 2 || first.Find(".clause__words li").Length() != 2 {
		t.Error("paragraphs and lists are not told apart")
	}
	if got := words(drawn.Find("main")); !strings.Contains(got, "Version 1.0 Counts from Fri 20 Nov 2026") || !strings.Contains(got, policy.Hash) {
		t.Error("version, date and hash are not all there")
	}
	if drawn.Find("#versions, .notice").Length() != 0 {
		t.Error("the only version, which counts, is told from others")
	}
}

func TestEveryClauseAndEveryPromiseIsReached(t *testing.T) {
	policy := agreement("1.0", today)
	drawn := draw(t, pages.Policy(strangerAt("/policy"), pages.NewPolicy(policy, []models.Policy{policy}, now)))
	links := drawn.Find(`main a[href^="#"]`)
	if links.Length() != 2+4 {
		t.Errorf("%d links within the page", links.Length())
	}
	links.Each(func(_ int, a *goquery.Selection) {
		if place := a.AttrOr("href", ""); drawn.Find(place).Length() != 1 {
			t.Errorf("%s leads nowhere", place)
		}
	})
	if drawn.Find("#clause-camera #promise-21").Length() != 1 {
		t.Error("a promise is not found where it is made first")
	}
}

func TestAVersionThatDoesNotCountSaysSo(t *testing.T) {
	former, current, next := agreement("0.9", models.DateOf(spring)), agreement("1.0", today), agreement("1.1", today.AddYears(1))
	all := []models.Policy{next, current, former}
	for want, read := range map[string]models.Policy{
		"This version no longer counts. Read version 1.0, which counts now.": former,
		"": current,
		"This version does not count yet. It begins on Sat 20 Nov 2027.": next,
	} {
		drawn := draw(t, pages.Policy(strangerAt("/policy/versions/"+read.Version), pages.NewPolicy(read, all, now)))
		if got := plain(drawn.Find(".notice")); got != want {
			t.Errorf("version %s: %q", read.Version, got)
		}
		here := drawn.Find(`.links a[aria-current="true"]`)
		if here.AttrOr("href", "") != "/policy/versions/"+read.Version || drawn.Find(".links a").Length() != len(all) {
			t.Errorf("version %s: here is %q", read.Version, plain(here))
		}
	}
}

func TestWhoReadsAnotherLanguageThanTheAgreementsIsToldSo(t *testing.T) {
	for _, c := range []struct {
		locale models.Locale
		words  string // of the agreement
		says   string
	}{
		{models.English, "We ask first.", ""},
		{models.Chinese, "We ask first.", "目前协议只有英文文本。"},
		{models.English, "我们先征求您的同意。", "So far the agreement is there in Chinese alone."},
		{models.Chinese, "我们先征求您的同意。", ""},
	} {
		p := models.Policy{Version: "1.0", Effective: today, Clauses: []models.Clause{{ID: "camera", Title: "1", Words: c.words}}}
		for name, page := range map[string]templ.Component{
			"the agreement": pages.Policy(strangerAt("/policy"), pages.NewPolicy(p, nil, now)),
			"the sign-up":   pages.SignUp(strangerAt("/sign-up"), pages.SignUpForm{PolicyVersion: "1.0", PolicyLocale: p.Locale()}),
			"a child's":     pages.SignUpChild(strangerAt("/sign-up"), pages.ChildForm{PolicyVersion: "1.0", PolicyLocale: p.Locale(), AgreesToo: true}),
		} {
			var html bytes.Buffer
			if err := page.Render(i18n.WithLocale(t.Context(), c.locale), &html); err != nil {
				t.Fatal(err)
			}
			for _, hint := range []string{"目前协议只有英文文本。", "So far the agreement is there in Chinese alone."} {
				if strings.Contains(html.String(), hint) != (hint == c.says) {
					t.Errorf("%s of %q in %s: %q is there or missing", name, c.words, c.locale, hint)
				}
			}
		}
	}
}
