package models_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestAPhotosTitleAndDayAreCorrectedByThemselves(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	taken := time.Date(2026, time.November, 14, 7, 52, 0, 0, models.Shanghai)
	held := models.Photo{ListedPhoto: models.ListedPhoto{Title: "Sun", TakenAt: taken}, TakenFrom: models.FromFile}
	day := func(d int) time.Time { return time.Date(2026, time.November, d, 0, 0, 0, 0, models.Shanghai) }
	same := models.Typed{Was: "Sun", Is: "Sun"}
	sameDay := models.Typed{Was: "2026-11-14", Is: "2026-11-14"}
	for name, c := range map[string]struct {
		edit    models.PhotoEdit
		title   string
		taken   time.Time
		from    models.Source
		changed []models.Field
	}{
		"nothing":                 {models.PhotoEdit{Title: same, Taken: sameDay}, "Sun", taken, models.FromFile, nil},
		"nothing sent":            {models.PhotoEdit{}, "Sun", taken, models.FromFile, nil},
		"a title keeps the time":  {models.PhotoEdit{Title: models.Typed{Was: "Sun", Is: " Ridge "}, Taken: sameDay}, "Ridge", taken, models.FromFile, []models.Field{models.FieldPhotoTitle}},
		"no title":                {models.PhotoEdit{Title: models.Typed{Was: "Sun"}, Taken: sameDay}, "", taken, models.FromFile, []models.Field{models.FieldPhotoTitle}},
		"another day":             {models.PhotoEdit{Title: same, Taken: models.Typed{Was: "2026-11-14", Is: "2026-11-10"}}, "Sun", day(10), models.FromPerson, []models.Field{models.FieldPhotoTaken}},
		"today":                   {models.PhotoEdit{Title: same, Taken: models.Typed{Was: "2026-11-14", Is: "2026-11-20"}}, "Sun", day(20), models.FromPerson, []models.Field{models.FieldPhotoTaken}},
		"no day":                  {models.PhotoEdit{Title: same, Taken: models.Typed{Was: "2026-11-14"}}, "Sun", time.Time{}, models.FromPerson, []models.Field{models.FieldPhotoTaken}},
		"both":                    {models.PhotoEdit{Title: models.Typed{Was: "Sun", Is: "S"}, Taken: models.Typed{Was: "2026-11-14", Is: "2026-11-01"}}, "S", day(1), models.FromPerson, []models.Field{models.FieldPhotoTitle, models.FieldPhotoTaken}},
		"what another tab had":    {models.PhotoEdit{Title: models.Typed{Was: "Moon", Is: "Sun"}, Taken: sameDay}, "Sun", taken, models.FromFile, nil},
		"an older form, in peace": {models.PhotoEdit{Title: models.Typed{Was: "Moon", Is: "Moon"}, Taken: sameDay}, "Sun", taken, models.FromFile, nil},
	} {
		edited, changes, err := held.Edited(c.edit, models.ByPerson, now)
		if err != nil || edited.Title != c.title || !edited.TakenAt.Equal(c.taken) || edited.TakenFrom != c.from {
			t.Errorf("%s: %q, %s, %q, %v", name, edited.Title, edited.TakenAt, edited.TakenFrom, err)
		}
		if len(changes) != len(c.changed) {
			t.Errorf("%s: %d changes", name, len(changes))
			continue
		}
		for i, f := range c.changed {
			if changes[i].Field != f || changes[i].By != models.ByPerson || !changes[i].At.Equal(now) || changes[i].Was == changes[i].Is {
				t.Errorf("%s: %+v", name, changes[i])
			}
		}
	}
}

func TestWhatMayNotStandAtAPhotoIsRefusedWhole(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	for name, c := range map[string]struct {
		title, taken string
		field        models.Field
		fault        models.Fault
	}{
		"too long":      {strings.Repeat("照", 121), "", models.FieldPhotoTitle, models.FaultTooLong},
		"two lines":     {"a\nb", "", models.FieldPhotoTitle, models.FaultMalformed},
		"turning":       {"a\u202eb", "", models.FieldPhotoTitle, models.FaultMalformed},
		"no day":        {"", "soon", models.FieldPhotoTaken, models.FaultMalformed},
		"no such day":   {"", "2026-02-30", models.FieldPhotoTaken, models.FaultMalformed},
		"tomorrow":      {"", "2026-11-21", models.FieldPhotoTaken, models.FaultFuture},
		"with a title":  {"Good", "2027-01-01", models.FieldPhotoTaken, models.FaultFuture},
		"before anyone": {"", "1700-01-01", models.FieldPhotoTaken, models.FaultMalformed},
	} {
		edited, changes, err := models.Photo{}.Edited(models.PhotoEdit{Title: models.Typed{Is: c.title}, Taken: models.Typed{Is: c.taken}}, models.ByPerson, now)
		var wrong models.Invalid
		if !errors.As(err, &wrong) || wrong[string(c.field)] != c.fault || changes != nil || edited.Title != "" {
			t.Errorf("%s: %v, %v", name, err, changes)
		}
	}
	if _, _, err := (models.Photo{}).Edited(models.PhotoEdit{Title: models.Typed{Is: strings.Repeat("照", models.MaxTitle)}}, models.ByPerson, now); err != nil {
		t.Errorf("the longest title: %v", err)
	}
}

func TestOfTwoFormsTheLaterAsksWhichCounts(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	held := models.Photo{ListedPhoto: models.ListedPhoto{Title: "Fig", TakenAt: now}}
	_, changes, err := held.Edited(models.PhotoEdit{
		Title: models.Typed{Was: "Sun", Is: "Half a fig"}, Taken: models.Typed{Was: "2026-11-14", Is: "2026-11-13"},
	}, models.ByPerson, now)
	var overtaken models.Overtaken
	if !errors.As(err, &overtaken) || len(overtaken.Fields) != 2 || changes != nil {
		t.Errorf("%v, %v", err, changes)
	}
}

func TestASizeIsKnownByItsName(t *testing.T) {
	for name, want := range map[string]models.Size{"": models.SizeOriginal, "original": models.SizeOriginal, "large": models.SizeLarge, "small": models.SizeSmall} {
		if got, err := models.ParseSize(name); err != nil || got != want {
			t.Errorf("%q is %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"xl", "Small", "../small", "small "} {
		if _, err := models.ParseSize(name); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
