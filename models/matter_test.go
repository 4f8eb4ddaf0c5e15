package models_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestAFindingTakesAReasonThePasswordAndForWhatErasesTheReferenceOnceMore(t *testing.T) {
	const lock, birth = "L-ABCD-EFGH", "B-ABCD-EFGH"
	whole := models.FindingForm{Finding: models.FoundTrue, Why: "She read the letter to me.", RefAgain: " l-abcd-efgh ", Password: "a password"}
	for name, c := range map[string]struct {
		ref    string
		change func(*models.FindingForm)
		want   models.Invalid
	}{
		"all of it":                        {lock, func(*models.FindingForm) {}, nil},
		"nothing":                          {lock, func(f *models.FindingForm) { *f = models.FindingForm{} }, models.Invalid{"finding": "missing", "finding_why": "missing", "password": "missing"}},
		"a finding that there is not":      {lock, func(f *models.FindingForm) { f.Finding = "perhaps" }, models.Invalid{"finding": "missing"}},
		"no reason":                        {lock, func(f *models.FindingForm) { f.Why = " \n" }, models.Invalid{"finding_why": "missing"}},
		"the longest reason":               {lock, func(f *models.FindingForm) { f.Why = strings.Repeat("长", models.MaxLookNote) }, nil},
		"a longer one":                     {lock, func(f *models.FindingForm) { f.Why = strings.Repeat("长", models.MaxLookNote+1) }, models.Invalid{"finding_why": "too_long"}},
		"no reference":                     {lock, func(f *models.FindingForm) { f.RefAgain = " " }, models.Invalid{"ref_again": "missing"}},
		"another's reference":              {lock, func(f *models.FindingForm) { f.RefAgain = "L-AAAA-AAAA" }, models.Invalid{"ref_again": "unknown"}},
		"none where nothing is true":       {lock, func(f *models.FindingForm) { f.Finding, f.RefAgain = models.FoundNot, "" }, nil},
		"none where a yes erases nothing":  {birth, func(f *models.FindingForm) { f.RefAgain = "" }, nil},
		"a password that is nobody's":      {lock, func(f *models.FindingForm) { f.Password = "" }, models.Invalid{"password": "missing"}},
		"a sign that is none in the words": {lock, func(f *models.FindingForm) { f.Why = "She\x00rang." }, models.Invalid{"finding_why": "malformed"}},
	} {
		form := whole
		c.change(&form)
		found, err := form.Read(c.ref)
		var invalid models.Invalid
		if errors.As(err, &invalid); invalid.Error() != c.want.Error() || err != nil && invalid == nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil && (found.True != (form.Finding == models.FoundTrue) || found.Why != form.Why) {
			t.Errorf("%s: the finding is %+v", name, found)
		}
	}
}

func TestADisputeIsLateWhereOneOfItsTwoClocksRanOver(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		kind          models.MatterKind
		locked        time.Duration // after it was said
		found, erased time.Duration // after midday; 0: not yet
		now           time.Duration // after midday
		late          bool
	}{
		"it waits":                       {models.MatterDisputed, time.Second, 0, 0, 90 * day, false},
		"it was locked within a minute":  {models.MatterDisputed, time.Minute, 0, 0, day, false},
		"and after it":                   {models.MatterDisputed, time.Minute + 1, 0, 0, day, true},
		"it is erased within a day":      {models.MatterDisputed, 0, day, 2 * day, 90 * day, false},
		"or after it":                    {models.MatterDisputed, 0, day, 2*day + 1, 90 * day, true},
		"it is still being erased":       {models.MatterDisputed, 0, day, 0, 2 * day, false},
		"and that for too long":          {models.MatterDisputed, 0, day, 0, 2*day + 1, true},
		"a withdrawal has no such clock": {models.MatterWithdrawn, 0, day, 0, 90 * day, false},
	} {
		m := models.Matter{Kind: c.kind, SaidAt: midday.Add(-c.locked), At: midday, EraseAt: instant(c.found), ErasedAt: instant(c.erased)}
		if got := m.Late(midday.Add(c.now)); got != c.late {
			t.Errorf("%s: late %t", name, got)
		}
	}
}

func TestAMatterIsOpenedWithAReasonAndThePassword(t *testing.T) {
	for _, c := range []struct {
		opening models.Opening
		want    models.Invalid
	}{
		{models.Opening{Note: "The mother rang.", Password: "a password"}, nil},
		{models.Opening{Note: " ", Password: "a password"}, models.Invalid{"look_note": "missing"}},
		{models.Opening{Note: strings.Repeat("a", models.MaxLookNote+1), Password: "a password"}, models.Invalid{"look_note": "too_long"}},
		{models.Opening{}, models.Invalid{"look_note": "missing", "password": "missing"}},
	} {
		var invalid models.Invalid
		if err := c.opening.CheckOfMatter(); errors.As(err, &invalid) != (c.want != nil) || invalid.Error() != c.want.Error() {
			t.Errorf("%+v: %v, want %v", c.opening, err, c.want)
		}
	}
}
