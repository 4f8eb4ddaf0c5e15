package models_test

import (
	"testing"

	"jolara.com/privacy/models"
)

func TestABirthdayDoesWhatTheNewBandAsksForAndOnlyOnce(t *testing.T) {
	born := models.Date{Year: 2010, Month: 3, Day: 27}
	for _, c := range []struct {
		seen, now models.Band
		birth     models.Date
		upTo      models.GuardianAge
		grown     bool
		does      models.Growth
	}{
		{"", models.Band8To13, born, models.GuardianTo18, true, models.Growth{To: models.Band8To13}},
		{"", models.BandAdult, models.Date{}, models.GuardianTo18, true, models.Growth{To: models.BandAdult}}, // who never was a minor here
		{"", models.Band14To17, born, models.GuardianTo14, true, models.Growth{To: models.Band14To17}},        // as they came
		{models.BandAdult, models.BandAdult, models.Date{}, models.GuardianTo18, false, models.Growth{}},
		{models.Band8To13, models.Band8To13, born, models.GuardianTo18, false, models.Growth{}},
		{models.BandUnder8, models.Band8To13, born, models.GuardianTo18, true, models.Growth{To: models.Band8To13}},
		{models.Band8To13, models.Band14To17, born, models.GuardianTo18, true, models.Growth{To: models.Band14To17, Tells: true}},
		{models.Band8To13, models.Band14To17, born, models.GuardianTo14, true, models.Growth{To: models.Band14To17, Tells: true, EndsWardship: true}},
		{models.Band14To17, models.BandAdult, born, models.GuardianTo18, true, models.Growth{To: models.BandAdult, Tells: true, EndsWardship: true, DropsBirthDate: true}},
		{"", models.BandAdult, born, models.GuardianTo18, true, models.Growth{To: models.BandAdult, Tells: true, EndsWardship: true, DropsBirthDate: true}},
	} {
		does, grown := models.GrowthOf(c.seen, c.birth, c.now, c.upTo)
		if grown != c.grown || does != c.does {
			t.Errorf("from %q to %s: %t, %+v", c.seen, c.now, grown, does)
		}
	}
}
