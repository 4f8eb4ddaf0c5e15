package papers_test

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
	"jolara.com/privacy/views/papers"
)

var drawnBox = regexp.MustCompile(`(?m)^[\d.]+ [\d.]+ [\d.]+ -?[\d.]+ re S$`)

func formIn(t *testing.T, ctx context.Context, change func(*papers.Form)) pdf {
	t.Helper()
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	f := papers.Form{Ref: "S-ABCD-EFG2", Words: [3]string{"RIVER", "LAMP", "SEVEN"}, Until: at.AddDate(0, 0, 7), Policy: "4.1", Both: true, At: at}
	change(&f)
	paper, err := papers.GuardianForm(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	return paper
}

// said is all that stands on pages, without the spaces at which lines are broken.
func said(lines []string) string {
	return strings.Join(strings.Fields(strings.Join(lines, "")), "")
}

func TestTheFormOnPaperHoldsAllThatThePageTellsAndABoxForEachAnswer(t *testing.T) {
	for _, locale := range models.Locales {
		ctx := i18n.WithLocale(t.Context(), locale)
		paper := formIn(t, ctx, func(*papers.Form) {})
		all := said(paper.lines())
		want := []string{pages.GuardianStatement(ctx, "4.1"), i18n.DayAndTime(ctx, time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC))}
		for _, r := range pages.RulesForChildren(ctx) {
			want = append(want, r.Words)
		}
		for _, kind := range models.GuardianChoices {
			text := pages.GuardianChoice(ctx, kind)
			want = append(want, components.PermissionName(ctx, kind), text.What, text.No, text.Kept, text.Seen)
		}
		for _, r := range models.Relations {
			want = append(want, pages.RelationName(ctx, r))
		}
		for _, words := range want {
			if !strings.Contains(all, said([]string{words})) {
				t.Errorf("in %s the form does not say %q", locale, words)
			}
		}
		n := bytes.Count(paper, []byte("/Type /Page\n"))
		if got := strings.Count(all, "S-ABCD-EFG2·RIVERLAMPSEVEN·"); got != n {
			t.Errorf("in %s %d of %d pages bear the reference and the words at their foot", locale, got, n)
		}
		boxes := 0
		for _, content := range paper.inflated() {
			if found := len(drawnBox.FindAll(content, -1)); found > 0 {
				boxes = found // all on one page
			}
		}
		if want := 2*len(models.GuardianChoices) + len(models.Relations) + 3; boxes != want {
			t.Errorf("in %s the last page has %d boxes, want %d", locale, boxes, want)
		}
		if !bytes.Contains(paper, []byte("/Lang ("+string(locale)+")")) || !strings.Contains(paper.title(), "S-ABCD-EFG2") {
			t.Errorf("in %s the form is called %q", locale, paper.title())
		}
		paper.hasEveryGlyph(t)
		if again := formIn(t, ctx, func(*papers.Form) {}); !bytes.Equal(paper, again) {
			t.Errorf("in %s two forms of one request differ", locale)
		}
	}
}

func TestTheFormOfAChildUnder14SaysNothingOfTheirOwnYes(t *testing.T) {
	own := said([]string{i18n.T(t.Context(), "From 14 on a child accepts the agreement too. Both count.")})
	for both, want := range map[bool]int{true: 1, false: 0} {
		paper := formIn(t, t.Context(), func(f *papers.Form) { f.Both = both })
		if got := strings.Count(said(paper.lines()), own); got != want {
			t.Errorf("where the child agrees themselves (%t) it is said %d times", both, got)
		}
	}
	paper := formIn(t, t.Context(), func(f *papers.Form) { f.Policy = "" })
	if all := said(paper.lines()); strings.Contains(all, "Privacyagreement") || !strings.Contains(all, said([]string{pages.GuardianStatement(t.Context(), "")})) {
		t.Error("where there is no agreement the form speaks of one")
	}
}

func TestARecordOfAYesOnPaperNamesTheSheet(t *testing.T) {
	r := recordIn(models.English)
	r.Paper = &models.PaperProof{Ref: "P-WXYZ-2345", At: r.At.AddDate(0, 0, -1), CheckedBy: "Li H."}
	paper := strings.Join(made(t, r).lines(), " ")
	for _, words := range []string{"Given on paper", "sheet P-WXYZ-2345, sent on Sat 28 Nov 2026", "by Li H.", "Signed by hand, on the sheet P-WXYZ-2345: Siobhán"} {
		if !strings.Contains(paper, words) {
			t.Errorf("it does not say %q:\n%s", words, paper)
		}
	}
}
