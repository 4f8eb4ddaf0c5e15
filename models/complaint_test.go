package models_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

func TestAHeadlineIsTheFirstSentence(t *testing.T) {
	for text, want := range map[string]string{
		"A print arrived. Whose is it?":     "A print arrived",
		"Whose is it? Mine isn’t.":          "Whose is it?",
		"Version 4.1 is wrong":              "Version 4.1 is wrong",
		"  First line\nsecond line":         "First line",
		"照片不是我的。请查一下。":                      "照片不是我的",
		strings.Repeat("word ", 40):         strings.TrimSpace(strings.Repeat("word ", 16)[:79]) + "…",
		"":                                  "",
		"<script>alert(1)</script> is text": "<script>alert(1)</script> is text",
	} {
		if got := models.Headline(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAReferenceIsReadAsSomebodyTypesIt(t *testing.T) {
	for typed, want := range map[string]string{
		" jc-2026-0412 ": "JC-2026-0412", "JC-2026-10412": "JC-2026-10412", "JC-2026-412": "", "2026-0412": "", "JC-2026-0412'": "", "": "",
	} {
		got, err := models.ParseCaseRef(typed)
		if got != want || (want == "") != errors.Is(err, models.ErrNotFound) {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	if got := models.NewCaseRef(2026, 412); got != "JC-2026-0412" {
		t.Error(got)
	}
}

func TestAnAnswerHasFindingsActionReasonsAndAppeal(t *testing.T) {
	whole := models.Answer{Found: "a", Did: "b", Why: "c", Appeal: "d"}
	if err := whole.Check(); err != nil {
		t.Error(err)
	}
	for field, without := range map[string]models.Answer{
		"found": {Did: "b", Why: "c", Appeal: "d"}, "did": {Found: "a", Why: "c", Appeal: "d"},
		"why": {Found: "a", Did: "b", Appeal: "d"}, "appeal": {Found: "a", Did: "b", Why: "c", Appeal: " \n"},
	} {
		var invalid models.Invalid
		if err := without.Check(); !errors.As(err, &invalid) || !maps.Equal(invalid, models.Invalid{field: models.FaultMissing}) {
			t.Errorf("without %s: %v", field, err)
		}
	}
	if err := (models.Answer{Found: "a"}).CheckDraft(); err != nil {
		t.Error(err)
	}
	if err := (models.Answer{Found: strings.Repeat("a", models.MaxWords+1)}).CheckDraft(); !errors.As(err, &models.Invalid{}) {
		t.Error(err)
	}
}

func TestWhatTheDeskWritesDownWasReceivedAlready(t *testing.T) {
	now := shanghai(t, "2026-11-20 10:00")
	whole := models.IntakeForm{
		Channel: "letter", ReceivedOn: "2026-11-18", Kind: "complaint", Post: "Changning Road 12", MessageForm: models.MessageForm{Words: "A letter."},
	}
	change := func(do func(*models.IntakeForm)) models.IntakeForm { f := whole; do(&f); return f }
	for name, c := range map[string]struct {
		form  models.IntakeForm
		at    string
		wrong models.Invalid
	}{
		"a letter":    {whole, "2026-11-18 00:00", nil},
		"a call":      {change(func(f *models.IntakeForm) { f.Channel, f.ReceivedOn, f.ReceivedAt = "phone", "2026-11-20", "10:00" }), "2026-11-20 10:00", nil},
		"a clue":      {change(func(f *models.IntakeForm) { f.Kind, f.Post = "report", "" }), "2026-11-18 00:00", nil},
		"by mail":     {change(func(f *models.IntakeForm) { f.Channel, f.Post, f.Email = "mail", "", "Wu@Example.com" }), "2026-11-18 00:00", nil},
		"unreachable": {change(func(f *models.IntakeForm) { f.Post = " " }), "", models.Invalid{"reach": models.FaultMissing}},
		"tomorrow":    {change(func(f *models.IntakeForm) { f.ReceivedOn = "2026-11-21" }), "", models.Invalid{"received_on": models.FaultFuture}},
		"in a minute": {change(func(f *models.IntakeForm) { f.ReceivedOn, f.ReceivedAt = "2026-11-20", "10:01" }), "", models.Invalid{"received_on": models.FaultFuture}},
		"long ago":    {change(func(f *models.IntakeForm) { f.ReceivedOn = "2023-11-19" }), "", models.Invalid{"received_on": models.FaultPast}},
		"no day":      {change(func(f *models.IntakeForm) { f.ReceivedOn = "" }), "", models.Invalid{"received_on": models.FaultMissing}},
		"no such day": {change(func(f *models.IntakeForm) { f.ReceivedOn = "2026-11-31" }), "", models.Invalid{"received_on": models.FaultMalformed}},
		"no time":     {change(func(f *models.IntakeForm) { f.ReceivedAt = "25:00" }), "", models.Invalid{"received_at": models.FaultMalformed}},
		"by portal":   {change(func(f *models.IntakeForm) { f.Channel = "portal" }), "", models.Invalid{"channel": models.FaultUnknown}},
		"no kind":     {change(func(f *models.IntakeForm) { f.Kind = "" }), "", models.Invalid{"kind": models.FaultMissing}},
		"no address":  {change(func(f *models.IntakeForm) { f.Email = "wu" }), "", models.Invalid{"email": models.FaultMalformed}},
		"no words":    {change(func(f *models.IntakeForm) { f.Words = "\x00" }), "", models.Invalid{"words": models.FaultMalformed}},
	} {
		in, err := models.NewIntake(c.form, now)
		var invalid models.Invalid
		errors.As(err, &invalid)
		if !maps.Equal(invalid, c.wrong) {
			t.Errorf("%s: %v, want %v", name, err, c.wrong)
		}
		if c.wrong == nil && !in.ReceivedAt.Equal(shanghai(t, c.at)) {
			t.Errorf("%s: received %s, want %s", name, in.ReceivedAt, c.at)
		}
	}
}

func TestWhatAGuestAddsIsReadLikeWhatIsTakenIn(t *testing.T) {
	now := shanghai(t, "2026-11-20 10:00")
	whole := models.AgainForm{Channel: "letter", ReceivedOn: "2026-11-18", Words: "A letter."}
	change := func(do func(*models.AgainForm)) models.AgainForm { f := whole; do(&f); return f }
	for name, c := range map[string]struct {
		form  models.AgainForm
		wrong models.Invalid
	}{
		"a letter":    {whole, nil},
		"a call":      {change(func(f *models.AgainForm) { f.Channel, f.ReceivedOn, f.ReceivedAt = "phone", "2026-11-20", "10:00" }), nil},
		"in a minute": {change(func(f *models.AgainForm) { f.ReceivedOn, f.ReceivedAt = "2026-11-20", "10:01" }), models.Invalid{"received_on": models.FaultFuture}},
		"no day":      {change(func(f *models.AgainForm) { f.ReceivedOn = "" }), models.Invalid{"received_on": models.FaultMissing}},
		"no time":     {change(func(f *models.AgainForm) { f.ReceivedAt = "noon" }), models.Invalid{"received_at": models.FaultMalformed}},
		"by portal":   {change(func(f *models.AgainForm) { f.Channel = "portal" }), models.Invalid{"channel": models.FaultUnknown}},
		"no words":    {change(func(f *models.AgainForm) { f.Words = " " }), models.Invalid{"again": models.FaultMissing}},
		"too many":    {change(func(f *models.AgainForm) { f.Words = strings.Repeat("a", models.MaxWords+1) }), models.Invalid{"again": models.FaultTooLong}},
		"nothing":     {models.AgainForm{}, models.Invalid{"channel": models.FaultUnknown, "received_on": models.FaultMissing, "again": models.FaultMissing}},
	} {
		_, err := models.NewAgain(c.form, now)
		var invalid models.Invalid
		errors.As(err, &invalid)
		if !maps.Equal(invalid, c.wrong) {
			t.Errorf("%s: %v, want %v", name, err, c.wrong)
		}
	}
}

// Whenever something comes, it counts for somebody without an account as it does for somebody with one who writes it then themselves.
func TestAGuestHasAsLongToAddAsWhoeverHasAnAccount(t *testing.T) {
	cal := workday.New(workday.Seed()...)
	for _, state := range []models.CaseState{models.CaseOpen, models.CaseAnswered} {
		guests := models.Complaint{State: state, FiledAt: shanghai(t, "2026-09-01 10:00"), Rounds: []models.Round{{}}}
		if state == models.CaseAnswered {
			guests.Rounds[0].AnsweredAt = shanghai(t, "2026-09-18 15:00") // before the days off of October
		}
		hers := guests
		hers.PersonID = "1"
		for n := range 40 {
			now := shanghai(t, "2026-09-18 16:00").AddDate(0, 0, n)
			reopens, err := guests.Again(models.Arrival{At: now, Timed: true}, cal)
			if want, wantErr := hers.Add(now, cal); reopens != want || (err == nil) != (wantErr == nil) {
				t.Errorf("%s, on %s: %t, %v; with an account %t, %v", state, models.DateOf(now), reopens, err, want, wantErr)
			}
		}
	}
}

func TestARoundIsAnsweredBySomebodyElseThanTheOnesBefore(t *testing.T) {
	amir, li, sara := models.Staff{ID: "1", Role: models.RoleAgent}, models.Staff{ID: "2", Role: models.RoleAgent}, models.Staff{ID: "3", Role: models.RoleOfficer}
	admin := models.Staff{ID: "4", Role: models.RoleAdmin}
	answered := func(by models.Staff) models.Round { return models.Round{AnsweredAt: time.Now(), AnsweredBy: by} }
	again := models.Complaint{State: models.CaseOpen, Rounds: []models.Round{answered(amir), {}}}
	third := models.Complaint{State: models.CaseOpen, Rounds: []models.Round{answered(amir), answered(sara), {}}}
	over := models.Complaint{State: models.CaseAnswered, Rounds: []models.Round{answered(amir)}}
	for _, c := range []struct {
		of     models.Complaint
		by     models.Staff
		agents int
		want   bool
	}{
		{again, amir, 2, false},
		{again, li, 2, true},
		{again, sara, 2, true},
		{again, admin, 2, false},
		{again, amir, 1, false},
		{again, sara, 1, true},
		{third, sara, 2, false},
		{third, li, 2, true},
		{third, sara, 1, true},
		{third, amir, 1, false},
		{over, li, 2, false},
	} {
		if got := c.of.MayAnswer(c.by, c.agents); got != c.want {
			t.Errorf("round %d, %s %s of %d agents: %t", len(c.of.Rounds), c.by.Role, c.by.ID, c.agents, got)
		}
	}
}

func TestAReminderComesInWorkingHoursOnly(t *testing.T) {
	cal := workday.New(workday.Seed()...)
	due, err := models.ParseDate("2026-09-30") // the Sunday before, 20 September, is worked
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]models.Reminder{
		"2026-09-21 10:00": "", // six left
		"2026-09-22 10:00": models.RemindNoDraft,
		"2026-09-25 10:00": "", // Mid-Autumn
		"2026-09-28 08:59": "",
		"2026-09-28 09:00": models.RemindSoon,
		"2026-09-29 18:00": "",
		"2026-09-30 11:59": "",
		"2026-09-30 12:00": models.RemindToday,
		"2026-10-05 12:00": "", // National Day
		"2026-10-10 12:00": models.RemindLate,
	} {
		if got := (models.Minded{Due: due}).Remind(shanghai(t, at), cal); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
	ready := models.Minded{Due: due, Drafted: true}
	if got := ready.Remind(shanghai(t, "2026-09-22 10:00"), cal); got != "" {
		t.Errorf("whoever has begun is reminded: %s", got)
	}
}

func TestACaseHasAnOwnerByNoonOfTheNextWorkingDay(t *testing.T) {
	cal := workday.New(workday.Seed()...)
	for received, want := range map[string]string{
		"2026-11-23 00:00": "2026-11-24 12:00",
		"2026-11-23 23:59": "2026-11-24 12:00",
		"2026-11-20 10:00": "2026-11-23 12:00", // over a weekend
		"2026-11-21 10:00": "2026-11-23 12:00",
		"2026-09-19 10:00": "2026-09-20 12:00", // a Sunday that is worked
		"2026-09-30 18:00": "2026-10-08 12:00", // over National Day
	} {
		if got := models.OwnBy(shanghai(t, received), cal); !got.Equal(shanghai(t, want)) {
			t.Errorf("received at %s: %s, want %s", received, got.In(models.Shanghai), want)
		}
	}
}
