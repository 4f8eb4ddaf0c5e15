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

func TestAHoldingSpansAllOfItsParts(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, time.November, n, 10, 0, 0, 0, time.UTC) }
	var h models.Holding
	h.Add(models.PartNotes, 0, time.Time{}, time.Time{})
	h.Add(models.PartCodes, 1, time.Time{}, time.Time{}) // which have no time
	h.Add(models.PartChoices, 3, day(5), day(9))
	h.Add(models.PartAcceptances, 2, day(2), day(3))
	if want := []models.Part{{Key: models.PartCodes, Count: 1}, {Key: models.PartChoices, Count: 3}, {Key: models.PartAcceptances, Count: 2}}; h.Count != 6 || !slices.Equal(h.Parts, want) {
		t.Errorf("%d entries: %v", h.Count, h.Parts)
	}
	if !h.Oldest.Equal(day(2)) || !h.Newest.Equal(day(9)) {
		t.Errorf("from %s to %s", h.Oldest, h.Newest)
	}
}
