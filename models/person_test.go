package models_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestABirthdayBeginsAtMidnightInShanghai(t *testing.T) {
	shanghai := func(year int, month time.Month, day, hour, minute, second int) time.Time {
		return time.Date(year, month, day, hour, minute, second, 0, models.Shanghai)
	}
	for _, row := range []struct {
		birth string
		now   time.Time
		want  models.Band
	}{
		{"2018-11-20", shanghai(2026, 11, 19, 23, 59, 59), models.BandUnder8},
		{"2018-11-20", shanghai(2026, 11, 20, 0, 0, 0), models.Band8To13},
		{"2012-11-20", shanghai(2026, 11, 19, 23, 59, 59), models.Band8To13},
		{"2012-11-20", shanghai(2026, 11, 20, 0, 0, 0), models.Band14To17},
		{"2008-11-20", shanghai(2026, 11, 19, 23, 59, 59), models.Band14To17},
		{"2008-11-20", shanghai(2026, 11, 20, 0, 0, 0), models.BandAdult},
		{"2008-11-20", time.Date(2026, 11, 19, 16, 0, 0, 0, time.UTC), models.BandAdult}, // the same instant
		{"2008-11-20", time.Date(2026, 11, 19, 15, 59, 59, 0, time.UTC), models.Band14To17},
		// Born on 29 February: in a year without one the birthday is 1 March.
		{"2012-02-29", shanghai(2026, 2, 28, 23, 59, 59), models.Band8To13},
		{"2012-02-29", shanghai(2026, 3, 1, 0, 0, 0), models.Band14To17},
		{"2012-02-29", shanghai(2020, 2, 28, 23, 59, 59), models.BandUnder8},
		{"2012-02-29", shanghai(2020, 2, 29, 0, 0, 0), models.Band8To13},
		{"2012-02-29", shanghai(2030, 2, 28, 12, 0, 0), models.Band14To17},
		{"2012-02-29", shanghai(2030, 3, 1, 0, 0, 0), models.BandAdult},
		{"2026-11-20", shanghai(2026, 11, 20, 12, 0, 0), models.BandUnder8}, // born today
	} {
		birth, err := models.ParseDate(row.birth)
		if err != nil {
			t.Fatal(err)
		}
		got := models.BandAt(birth, row.now)
		if got != row.want {
			t.Errorf("born %s, at %s: %s, want %s", row.birth, row.now, got, row.want)
		}
		if got.Minor() != (row.want != models.BandAdult) {
			t.Errorf("%s: Minor is %v", got, got.Minor())
		}
	}
	if got := models.BandAt(models.Date{}, shanghai(2026, 11, 20, 0, 0, 0)); got != models.BandAdult {
		t.Errorf("without a birth date: %s", got)
	}
}
