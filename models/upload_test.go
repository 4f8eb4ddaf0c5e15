package models_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, models.Shanghai)

func TestAnUploadIsCheckedBeforeItsFileIs(t *testing.T) {
	right := models.Upload{ID: "1", Functions: []models.Function{models.FunctionPrinting}, File: []byte("a picture")}
	for name, row := range map[string]struct {
		change func(*models.Upload)
		wrong  models.Invalid
	}{
		"all is right":         {func(*models.Upload) {}, nil},
		"taken in 1826":        {func(u *models.Upload) { u.TakenAt = time.Date(1826, 6, 1, 0, 0, 0, 0, time.UTC) }, nil},
		"a phone's clock":      {func(u *models.Upload) { u.TakenAt = noon.Add(models.AheadTolerance) }, nil},
		"no id":                {func(u *models.Upload) { u.ID = "" }, models.Invalid{"id": models.FaultMissing}},
		"a long id":            {func(u *models.Upload) { u.ID = strings.Repeat("长", 201) }, models.Invalid{"id": models.FaultTooLong}},
		"a line break":         {func(u *models.Upload) { u.ID = "a\nb" }, models.Invalid{"id": models.FaultMalformed}},
		"no text":              {func(u *models.Upload) { u.ID = "\xff" }, models.Invalid{"id": models.FaultMalformed}},
		"for nothing":          {func(u *models.Upload) { u.Functions = nil }, models.Invalid{"functions": models.FaultMissing}},
		"no file":              {func(u *models.Upload) { u.File = nil }, models.Invalid{"file": models.FaultMissing}},
		"taken tomorrow":       {func(u *models.Upload) { u.TakenAt = noon.AddDate(0, 0, 1) }, models.Invalid{"taken_at": models.FaultFuture}},
		"before any photo was": {func(u *models.Upload) { u.TakenAt = time.Date(1825, 12, 31, 0, 0, 0, 0, time.UTC) }, models.Invalid{"taken_at": models.FaultPast}},
		"nothing at all":       {func(u *models.Upload) { *u = models.Upload{} }, models.Invalid{"id": models.FaultMissing, "functions": models.FaultMissing, "file": models.FaultMissing}},
	} {
		up := right
		row.change(&up)
		var wrong models.Invalid
		if err := up.Check(noon); err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if !maps.Equal(wrong, row.wrong) {
			t.Errorf("%s: %v, not %v", name, wrong, row.wrong)
		}
	}
}

func TestWhenAPhotoWasTakenTheSenderKnowsBest(t *testing.T) {
	sent, byFile := noon.AddDate(-1, 0, 0), noon.AddDate(-2, 0, 0)
	for name, row := range map[string]struct {
		sent, byFile, at time.Time
		from             models.Source
	}{
		"both say it":             {sent, byFile, sent, models.FromJolara},
		"only the file does":      {time.Time{}, byFile, byFile, models.FromFile},
		"nobody does":             {time.Time{}, time.Time{}, time.Time{}, ""},
		"the camera's clock errs": {time.Time{}, noon.AddDate(3, 0, 0), time.Time{}, ""},
		"it was never set":        {time.Time{}, time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), time.Time{}, ""},
	} {
		at, from := models.Upload{TakenAt: row.sent}.Taken(row.byFile, noon)
		if !at.Equal(row.at) || from != row.from {
			t.Errorf("%s: %s says the %s", name, at, from)
		}
	}
}

func TestWhatNeedsAPermissionNeedsItGranted(t *testing.T) {
	adult, child, waiting := models.Ward{}, models.Ward{Guarded: true, Approved: true}, models.Ward{Guarded: true}
	for _, row := range []struct {
		state  models.State
		of     models.Ward
		refuse models.Reason
	}{
		{models.Granted, adult, ""},
		{models.Granted, child, ""},
		{models.Granted, waiting, models.ReasonGuardianNeeded}, // by themselves, before they were known to be a child
		{models.Withdrawn, adult, models.ReasonNotGranted},
		{models.Never, adult, models.ReasonNotGranted},
		{models.Withdrawn, child, models.ReasonGuardianNeeded},
		{models.Never, child, models.ReasonGuardianNeeded},
	} {
		var refused models.Refused
		errors.As(models.Permission{State: row.state}.MayCollect(row.of), &refused)
		if refused.Reason != row.refuse {
			t.Errorf("%s, %+v: %q", row.state, row.of, refused.Reason)
		}
	}
}
