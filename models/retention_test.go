package models_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestNothingIsDueBeforeItsRetentionHasPassed(t *testing.T) {
	for _, c := range []struct {
		kept      models.Retention
		now, want string
	}{
		{models.Retention{Days: 7}, "2026-11-20 10:00", "2026-11-13 10:00"},
		{models.Retention{Months: 6}, "2026-11-20 10:00", "2026-05-20 10:00"},
		{models.Retention{Months: 6}, "2026-08-31 10:00", "2026-02-28 10:00"},
		{models.Retention{Months: 6}, "2028-08-31 10:00", "2028-02-29 10:00"},
		{models.Retention{Years: 3}, "2028-02-29 10:00", "2025-02-28 10:00"},
		{models.Retention{Months: 1}, "2026-03-01 00:00", "2026-02-01 00:00"},
	} {
		if got := c.kept.Cutoff(shanghai(t, c.now).UTC()); !got.Equal(shanghai(t, c.want)) {
			t.Errorf("%+v at %s: %s, want %s", c.kept, c.now, got, c.want)
		}
	}
}

func TestWhatIsHeldGoesAtTheFirstMomentItIsDue(t *testing.T) {
	for _, c := range []struct {
		kept        models.Retention
		start, want string
	}{
		{models.Retention{Days: 7}, "2026-11-20 10:00", "2026-11-27 10:00"},
		{models.Retention{Months: 6}, "2026-05-21 10:00", "2026-11-21 10:00"},
		{models.Retention{Months: 6}, "2026-08-31 10:00", "2027-03-01 10:00"},
		{models.Retention{Months: 6}, "2026-02-28 10:00", "2026-08-28 10:00"},
		{models.Retention{Years: 3}, "2028-02-29 10:00", "2031-03-01 10:00"},
		{models.Retention{Months: 1}, "2027-01-31 00:00", "2027-03-01 00:00"},
	} {
		end := c.kept.End(shanghai(t, c.start).UTC())
		if !end.Equal(shanghai(t, c.want)) {
			t.Errorf("%+v from %s: %s, want %s", c.kept, c.start, end, c.want)
		}
		due := func(now time.Time) bool { return !shanghai(t, c.start).After(c.kept.Cutoff(now)) }
		if !due(end) || due(end.AddDate(0, 0, -1)) {
			t.Errorf("%+v from %s: a sweep does not take it on %s first", c.kept, c.start, end)
		}
	}
}

func shanghai(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.ParseInLocation("2006-01-02 15:04", text, models.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
