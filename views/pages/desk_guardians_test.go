package pages_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// officers is the frame of a page that an officer sees.
func officers() layout.Shell {
	return layout.Shell{Path: "/desk/guardians", Now: now, Staff: &layout.Staff{Role: models.RoleOfficer}}
}

func TestADisputeIsToldWithBothClocksAndHowFarTheErasingIs(t *testing.T) {
	dispute := models.Matter{
		Ref: "L-AAAA-AAAA", Kind: models.MatterDisputed, SaidAt: now.Add(-3 * time.Hour), At: now.Add(-3 * time.Hour).Add(1500 * time.Millisecond),
	}
	found := func(ago time.Duration) models.Matter {
		m := dispute
		m.EraseAt, m.EndedAt, m.Outcome = now.Add(-ago), now.Add(-ago), models.LockErased
		return m
	}
	erasing := func(ago time.Duration, left int) models.Matter {
		m := found(ago)
		m.Left, m.Of = left, 1000
		return m
	}
	erased := func(ago, took time.Duration) models.Matter {
		m := found(ago)
		m.ErasedAt = m.EraseAt.Add(took)
		return m
	}
	lifted := dispute
	lifted.EndedAt, lifted.Outcome = now, models.LockLifted
	for name, c := range map[string]struct {
		matter     models.Matter
		stands, by string
	}{
		"under way": {erasing(time.Minute, 340), "Being erased: 340 of 1,000 left", "Has to be gone by Sat 21 Nov 2026, 10:04"},
		"late":      {erasing(25*time.Hour, 3), "Late: 3 of 1,000 left to erase", "Has to be gone by Fri 20 Nov 2026, 09:05"},
		"at once":   {erased(time.Hour, 2*time.Second), "Erased in 1 minute", "Gone on Fri 20 Nov 2026, 09:05; it had to be by Sat 21 Nov 2026, 09:05"},
		"soon":      {erased(time.Hour, 119*time.Second), "Erased in 2 minutes", "Gone on Fri 20 Nov 2026, 09:06; it had to be by Sat 21 Nov 2026, 09:05"},
		"slowly":    {erased(6*time.Hour, 4*time.Hour+time.Minute), "Erased in 5 hours", "Gone on Fri 20 Nov 2026, 08:06; it had to be by Sat 21 Nov 2026, 04:05"},
		"lifted":    {lifted, "Lifted", "Nothing is erased"},
	} {
		drawn := draw(t, pages.DeskGuardians(officers(), pages.DeskGuardiansPage{Ended: []models.Matter{c.matter}, Now: now}))
		row := drawn.Find("section[aria-labelledby=ended] .links a")
		hints := row.Find(".hint").Map(func(_ int, hint *goquery.Selection) string { return plain(hint) })
		if got, want := strings.Join(hints, " | "), c.stands+" | Disputed consent | Locked within 2 seconds of that being said | "+c.by; got != want {
			t.Errorf("%s: it says %q, want %q", name, got, want)
		}
	}
}

func TestAListOfMattersSaysHowManyComeAfterIt(t *testing.T) {
	waiting := pages.MatterSection{Kind: models.MatterNoYes, Rows: []models.Matter{{Ref: "L-AAAA-AAAA", Kind: models.MatterNoYes, At: now}}, More: 1234}
	running := pages.MatterSection{Rows: []models.Matter{{Ref: "L-BBBB-BBBB", Kind: models.MatterWithdrawn, At: now, EraseAt: now.AddDate(0, 0, 7), Asked: true}}}
	drawn := draw(t, pages.DeskGuardians(officers(), pages.DeskGuardiansPage{Waiting: []pages.MatterSection{waiting}, Running: running, Now: now}))
	if got := plain(drawn.Find("section[aria-labelledby=waiting-no_yes] > p")); got != "And 1,234 more." {
		t.Errorf("after the list stands %q", got)
	}
	if got := plain(drawn.Find("section[aria-labelledby=running] > p")); got != "" {
		t.Errorf("after a whole list stands %q", got)
	}
	if got := plain(drawn.Find("section[aria-labelledby=running] .links .hint").Last()); got != "To be erased on Fri 27 Nov 2026, 10:05, and not before the guardian who is being asked has answered" {
		t.Errorf("while a guardian is asked it says %q", got)
	}
}

func TestEachMatterSaysWhatEachFindingDoes(t *testing.T) {
	for kind, want := range map[models.MatterKind][2]string{
		models.MatterDisputed:  {"erased within 24 hours, and the account ends. This can’t be undone.", "the account is as it was before"},
		models.MatterBirthDate: {"7 days from now under 14, 30 days from now from 14 on", "the typed date is forgotten"},
		models.MatterNoYes:     {"7 days from now under 14, 30 days from now from 14 on", "a guardian can be asked again"},
		models.MatterOlder:     {"It takes the place of the one on record at once.", "Nothing else changes."},
		models.MatterDiffer:    {"everything that is held is erased after 7 days", "decides for this child no longer"},
		models.MatterSecond:    {"decide as the first one did", "The address is erased."},
	} {
		page := pages.DeskMatterPage{Matter: models.Matter{Ref: "L-AAAA-AAAA", Kind: kind, At: now}, Now: now}
		drawn := draw(t, pages.DeskMatter(officers(), page))
		hints := drawn.Find("form[action$='/find'] .choice .hint").Map(func(_ int, hint *goquery.Selection) string { return plain(hint) })
		if len(hints) != 2 || !strings.Contains(hints[0], want[0]) || !strings.Contains(hints[1], want[1]) {
			t.Errorf("%s: the findings say %q", kind, hints)
		}
		if n := drawn.Find("input[name=finding][checked]").Length(); n != 0 {
			t.Errorf("%s: a finding is chosen before the officer chose", kind)
		}
		page.EraseAt = now.AddDate(0, 0, 7)
		left := draw(t, pages.DeskMatter(officers(), page)).Find("main form")
		if undoes := kind == models.MatterNoYes; left.Length() > 0 != undoes || undoes && left.Find(".choice").Length() != 1 {
			t.Errorf("%s: where nothing waits there are %d forms: %s", kind, left.Length(), plain(left))
		}
	}
}

func TestWhereGuardiansAnswerDifferentlyAnOfficerCanFindOnlyThatItStaysOff(t *testing.T) {
	page := pages.DeskMatterPage{Matter: models.Matter{Ref: "L-AAAA-AAAA", Kind: models.MatterAnswers, At: now}, Now: now}
	form := draw(t, pages.DeskMatter(officers(), page)).Find("form[action$='/find']")
	if form.Find(".choice").Length() != 1 || form.Find("#ref_again").Length() != 0 || !strings.Contains(plain(form), "a no of both from now on") {
		t.Errorf("the form says %s", plain(form))
	}
}
