package models_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

// unusedSince looks each day at photos that nobody used since a time, as the sweep does, and tells what happened when. A letter
// that lost says so of is not taken by the mail server.
func unusedSince(used time.Time, kept models.Retention, lost func(models.Date) bool, until models.Date) (happened []string) {
	u := models.UnusedPhotos{Kept: kept, UsedAt: used}
	check := models.FirstUnusedCheck(used)
	for day := models.DateOf(used); day.Before(until); day = day.Next() {
		if now := day.Start().Add(9 * time.Hour); !now.Before(check) {
			switch letter, from := u.Next(); {
			case day.Before(from):
			case letter == 0:
				return append(happened, "gone "+day.String())
			default:
				announced := u.Goes(day)
				u = u.Asked(letter, now)
				happened = append(happened, fmt.Sprintf("%d %s", letter, day))
				if !lost(day) {
					u.Calls[len(u.Calls)-1].SentAt = now
					happened[len(happened)-1] += " for " + announced.String()
				}
			}
			check = u.CheckAt(day)
		}
	}
	return happened
}

func TestUnusedPhotosGoOnceTheirPersonWasWrittenToInTime(t *testing.T) {
	adult, minor := models.RetentionOf(models.CategoryPhotos), models.RetentionOfMinors(models.CategoryPhotos)
	delivered := func(models.Date) bool { return false }
	day := func(text string) models.Date { return models.DateOf(shanghai(t, text+" 00:00")) }
	between := func(from, to string) func(models.Date) bool {
		return func(d models.Date) bool { return !d.Before(day(from)) && d.Before(day(to)) }
	}
	for name, c := range map[string]struct {
		used string
		kept models.Retention
		lost func(models.Date) bool
		want []string
	}{
		"an adult": {
			"2026-11-19 23:30", adult, delivered,
			[]string{"90 2028-08-22 for 2028-11-20", "30 2028-10-21 for 2028-11-20", "7 2028-11-13 for 2028-11-20", "gone 2028-11-20"},
		},
		"a minor": {
			"2026-11-19 00:00", minor, delivered,
			[]string{"90 2027-08-22 for 2027-11-20", "30 2027-10-21 for 2027-11-20", "7 2027-11-13 for 2027-11-20", "gone 2027-11-20"},
		},
		"used on the day before a leap day": {
			"2028-02-28 10:00", minor, delivered,
			[]string{"90 2028-12-01 for 2029-03-01", "30 2029-01-30 for 2029-03-01", "7 2029-02-22 for 2029-03-01", "gone 2029-03-01"},
		},
		"used on a leap day": {
			"2028-02-29 10:00", minor, delivered,
			[]string{"90 2028-12-01 for 2029-03-01", "30 2029-01-30 for 2029-03-01", "7 2029-02-22 for 2029-03-01", "gone 2029-03-01"},
		},
		"going after a leap day": {
			"2027-02-28 10:00", minor, delivered,
			[]string{"90 2027-12-02 for 2028-03-01", "30 2028-01-31 for 2028-03-01", "7 2028-02-23 for 2028-03-01", "gone 2028-03-01"},
		},
		"used at the end of a long month": {
			"2027-08-30 10:00", minor, delivered,
			[]string{"90 2028-06-02 for 2028-08-31", "30 2028-08-01 for 2028-08-31", "7 2028-08-24 for 2028-08-31", "gone 2028-08-31"},
		},
		"the first letter is lost twice": {
			"2026-11-19 12:00", minor, between("2027-08-01", "2027-10-01"),
			[]string{
				"90 2027-08-22", "90 2027-09-21", "90 2027-10-21 for 2028-01-19",
				"30 2027-12-20 for 2028-01-19", "7 2028-01-12 for 2028-01-19", "gone 2028-01-19",
			},
		},
		"the last letter is lost": {
			"2026-11-19 12:00", minor, between("2027-11-01", "2027-12-01"),
			[]string{
				"90 2027-08-22 for 2027-11-20", "30 2027-10-21 for 2027-11-20",
				"7 2027-11-13", "7 2027-12-13 for 2027-12-20", "gone 2027-12-20",
			},
		},
	} {
		if got := unusedSince(shanghai(t, c.used), c.kept, c.lost, day("2031-01-01")); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestNothingGoesWhereNoLetterArrives(t *testing.T) {
	used := shanghai(t, "2026-11-19 12:00")
	happened := unusedSince(used, models.RetentionOfMinors(models.CategoryPhotos), func(models.Date) bool { return true }, models.DateOf(used).AddYears(3))
	if len(happened) < 20 || happened[len(happened)-1][:3] != "90 " {
		t.Errorf("%q", happened)
	}
}

// Whenever the sweep comes, and however late a letter leaves: nobody has less time than each letter promised.
func TestEveryLetterLeavesTheTimeThatItPromises(t *testing.T) {
	kept := models.RetentionOfMinors(models.CategoryPhotos)
	used := shanghai(t, "2026-11-19 12:00")
	for late := range 400 {
		u := models.UnusedPhotos{Kept: kept, UsedAt: used}
		promised := map[int]models.Date{}
		day := models.DateOf(u.Kept.End(used)).AddDays(late - 120)
		for range 2000 {
			letter, from := u.Next()
			if !day.Before(from) && letter == 0 {
				break
			}
			if !day.Before(from) {
				promised[letter] = u.Goes(day)
				u = u.Asked(letter, day.Start())
				u.Calls[len(u.Calls)-1].SentAt = day.Start()
				if promised[letter].Before(day.AddDays(letter)) {
					t.Fatalf("%d days late, the letter of %d days is written on %s for %s", late, letter, day, promised[letter])
				}
			}
			day = day.AddDays(1 + late%3) // a sweep may miss days
		}
		if len(promised) != len(kept.Letters) {
			t.Fatalf("%d days late: %v", late, promised)
		}
		for letter, goes := range promised {
			if day.Before(goes) {
				t.Errorf("%d days late, the letter of %d days said %s, and they went on %s", late, letter, goes, day)
			}
		}
	}
}

func TestWhatFellDueIsNotTakenIn(t *testing.T) {
	now := shanghai(t, "2026-11-20 10:00")
	sent := func(kind models.ActivityKind, at string, months int) error {
		a := models.SentActivity{EventID: "e", Person: "p", Activity: models.Activity{Kind: kind, At: shanghai(t, at)}}
		return a.Check(models.BandAdult, models.BehaviourKept{Chosen: months}, now)
	}
	talk := func(kind models.TalkKind, at string, band models.Band) error {
		return models.Talk{Kind: kind, StartedAt: shanghai(t, at)}.CheckNotDue(band, now)
	}
	printed := func(at string) error {
		return models.PushedPrint{ID: "p", PhotoIDs: []string{"a"}, State: models.PrintSent, OrderedAt: shanghai(t, at)}.Check(models.BandAdult, now)
	}
	for name, c := range map[string]struct {
		kept, due error
		field     string
	}{
		"a search":                     {sent(models.ActivitySearch, "2026-05-20 10:01", 0), sent(models.ActivitySearch, "2026-05-20 10:00", 0), "at"},
		"a search, for a month":        {sent(models.ActivitySearch, "2026-10-20 10:01", 1), sent(models.ActivitySearch, "2026-10-20 10:00", 1), "at"},
		"a search, for a year":         {sent(models.ActivitySearch, "2025-11-20 10:01", 12), sent(models.ActivitySearch, "2025-11-20 10:00", 12), "at"},
		"an order, whatever is chosen": {sent(models.ActivityTransaction, "2023-11-20 10:01", 1), sent(models.ActivityTransaction, "2023-11-20 10:00", 1), "at"},
		"a sign-in":                    {sent(models.ActivitySignIn, "2026-05-20 10:01", 1), sent(models.ActivitySignIn, "2026-05-20 10:00", 12), "at"},
		"a recording": {
			talk(models.TalkRecording, "2026-08-22 10:01", models.BandAdult), talk(models.TalkRecording, "2026-08-22 10:00", models.BandAdult), "started_at",
		},
		"a minor's recording": {
			talk(models.TalkRecording, "2026-10-21 10:01", models.Band8To13), talk(models.TalkRecording, "2026-10-21 10:00", models.Band8To13), "started_at",
		},
		"a minor's call": {talk(models.TalkCall, "2026-08-22 10:01", models.Band8To13), talk(models.TalkCall, "2026-08-22 10:00", models.Band8To13), "at"},
		"a print job":    {printed("2023-11-20 10:01"), printed("2023-11-20 10:00"), "ordered_at"},
	} {
		if c.kept != nil {
			t.Errorf("%s that is kept for a minute more: %v", name, c.kept)
		}
		if want := (models.Invalid{c.field: models.FaultPast}); fmt.Sprint(c.due) != fmt.Sprint(want) {
			t.Errorf("%s that is due: %v", name, c.due)
		}
	}
}

func TestBehaviourIsKeptForWhatCanBeChosen(t *testing.T) {
	for text, months := range map[string]int{"1": 1, "3": 3, "6": 6, "12": 12} {
		if kept, err := models.ParseBehaviourKept(text); err != nil || kept.Chosen != months || kept.Retention().Months != months {
			t.Errorf("%s: %+v, %v", text, kept, err)
		}
	}
	for text, fault := range map[string]models.Fault{"": models.FaultMissing, "0": models.FaultUnknown, "2": models.FaultUnknown, "-1": models.FaultUnknown, "six": models.FaultUnknown} {
		if _, err := models.ParseBehaviourKept(text); fmt.Sprint(err) != fmt.Sprint(models.Invalid{"months": fault}) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if got := (models.BehaviourKept{}).Retention(); got.Months != models.RetentionOf(models.CategoryBehaviour).Months {
		t.Errorf("without a choice: %+v", got)
	}
}
