package models_test

import (
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestTheDetailsOfAProfileAreTheFieldsThatHoldAValue(t *testing.T) {
	said := func(v string) models.Entry[string] { return models.Entry[string]{Said: models.Said[string]{Value: v}} }
	size, paper := models.PreferenceField("size"), models.PreferenceField("paper")
	profile := models.Profile{
		models.FieldEmail: said("mei@example.com"), models.FieldName: said("Mei"),
		models.FieldPhone: said(""), // cleared
		size:              said("10 x 15"), paper: said("matte"), models.PreferenceField("frame"): said(""),
	}
	if got, want := profile.Details(), []models.Field{models.FieldName, models.FieldEmail, paper, size}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestADetailThatOnlyJolarasSystemsStillHaveIsHeld(t *testing.T) {
	app := models.Said[string]{Value: "+8613800138000", From: models.FromJolara}
	cleared := models.Entry[string]{Said: models.Said[string]{From: models.FromPerson}}
	profile := models.Profile{models.FieldNickname: cleared}
	cleared.Aside = &app
	profile[models.FieldPhone] = cleared
	if got, want := profile.Details(), []models.Field{models.FieldPhone}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func day(n int) time.Time { return time.Date(2026, time.November, n, 10, 0, 0, 0, time.UTC) }

func TestAHoldingSpansAllOfItsParts(t *testing.T) {
	var h models.Holding
	h.Add(models.PartNotes, models.Tally{}, false)
	h.Add(models.PartCodes, models.Tally{Count: 1}, false) // which have no time
	h.Add(models.PartChoices, models.Tally{Count: 3, Bytes: 10, Oldest: day(5), Newest: day(9)}, false)
	h.Add(models.PartAcceptances, models.Tally{Count: 2, Bytes: 1, Oldest: day(2), Newest: day(3)}, false)
	want := []models.Part{
		{Key: models.PartCodes, Count: 1}, {Key: models.PartChoices, Count: 3, Oldest: day(5)}, {Key: models.PartAcceptances, Count: 2, Oldest: day(2)},
	}
	if h.Count != 6 || h.Bytes != 11 || h.More || !slices.Equal(h.Parts, want) {
		t.Errorf("%d entries with %d bytes: %v", h.Count, h.Bytes, h.Parts)
	}
	if !h.Oldest.Equal(day(2)) || !h.Newest.Equal(day(9)) {
		t.Errorf("from %s to %s", h.Oldest, h.Newest)
	}
}

func TestTheNewestOfMoreThanWereCountedIsNotKnown(t *testing.T) {
	var h models.Holding
	h.Add(models.PartChoices, models.Tally{Count: 1000, Oldest: day(5), Newest: day(9)}, true)
	h.Add(models.PartNotes, models.Tally{Count: 1, Oldest: day(8), Newest: day(8)}, false)
	if !h.More || !h.Newest.IsZero() || !h.Parts[0].More || h.Parts[1].More {
		t.Errorf("%+v", h)
	}
}

func TestTheOldestGoesByTheRuleOfItsKind(t *testing.T) {
	talks := models.Holding{Category: models.CategoryVoice}
	talks.Add(models.PartRecordings, models.Tally{Count: 1, Oldest: day(9), Newest: day(9)}, false)
	talks.Add(models.PartCalls, models.Tally{Count: 1, Oldest: day(1), Newest: day(1)}, false)
	log := models.Holding{Category: models.CategorySecurity, Count: 1, Oldest: day(9)}
	for name, test := range map[string]struct {
		held  models.Holding
		minor bool
		want  time.Time
	}{
		"an adult's talks": {talks, false, day(1).AddDate(0, 0, 90)},
		"a minor's talks: the recording before a call": {talks, true, day(9).AddDate(0, 0, 30)},
		"the security log":                  {log, true, day(9).AddDate(0, 6, 0)},
		"what lasts as long as the account": {models.Holding{Category: models.CategoryChanges, Count: 1, Oldest: day(9)}, false, time.Time{}},
		"what was never dated":              {models.Holding{Category: models.CategorySecurity, Count: 1}, false, time.Time{}},
	} {
		if got := test.held.Goes(test.minor); !got.Equal(test.want) {
			t.Errorf("%s go on %s, not %s", name, got, test.want)
		}
	}
}
