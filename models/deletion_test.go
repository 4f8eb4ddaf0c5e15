package models_test

import (
	"errors"
	"net/url"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jolara.com/privacy/models"
)

func TestEveryDeletedEntryHasAnHonestOutcome(t *testing.T) {
	for _, c := range []struct {
		kind    models.EntryKind
		at, now string
		outcome models.Outcome
		until   string
	}{
		{models.EntryPhoto, "2026-11-01 10:00", "2026-11-20 10:00", models.OutcomeErased, ""},
		{"recording", "2026-11-01 10:00", "2026-11-20 10:00", models.OutcomeErased, ""},
		{"call", "2026-11-01 10:00", "2026-11-20 10:00", models.OutcomeErased, ""},
		{"browse", "2026-11-01 10:00", "2026-11-20 10:00", models.OutcomeErased, ""},
		{models.EntryPrint, "2026-11-03 10:00", "2026-11-20 10:00", models.OutcomeLocked, "2029-11-03 10:00"},
		{models.EntryPrint, "2023-11-20 10:00", "2026-11-20 10:00", models.OutcomeErased, ""},
		{"transaction", "2026-11-03 10:00", "2026-11-20 10:00", models.OutcomeLocked, "2029-11-03 10:00"},
		{"after_sales", "2023-11-20 10:01", "2026-11-20 10:00", models.OutcomeLocked, "2026-11-20 10:01"},
		{"sign_in", "2026-08-31 10:00", "2026-11-20 10:00", models.OutcomeLocked, "2027-03-01 10:00"},
		{"sign_in_failed", "2026-05-20 10:00", "2026-11-20 10:00", models.OutcomeErased, ""},
	} {
		outcome, until := models.OutcomeOf(c.kind, shanghai(t, c.at), shanghai(t, c.now))
		wantUntil := time.Time{}
		if c.until != "" {
			wantUntil = shanghai(t, c.until)
		}
		if outcome != c.outcome || !until.Equal(wantUntil) {
			t.Errorf("%s of %s: %s until %s", c.kind, c.at, outcome, until)
		}
	}
}

func TestASelectionIsReadAndSaidAlike(t *testing.T) {
	const one, other = "019a9f3e-7d2c-8a11-8000-00000000000a", "019a9f3e-7d2c-8a11-8000-00000000000b"
	for text, want := range map[string]models.Selection{
		"what=photos&item[]=" + one + "&item[]=" + other + "&item[]=" + one: {What: models.ScopePhotos, IDs: []string{one, other}},
		"what=photos&all=yes": {What: models.ScopePhotos, All: true},
		"what=photos&from=2026-01-01&function=printing&with=app": {What: models.ScopePhotos, Period: models.Period{From: models.Date{Year: 2026, Month: 1, Day: 1}}, Function: "printing", With: "app"},
		"what=print_jobs&state=sent&to=2026-01-31":               {What: models.ScopePrints, State: models.PrintSent, Period: models.Period{To: models.Date{Year: 2026, Month: 1, Day: 31}}},
		"what=voice_and_calls&kind=call":                         {What: models.ScopeVoice, Kinds: []models.EntryKind{"call"}},
		"what=log&kind=transactions":                             {What: models.ScopeLog, Kinds: []models.EntryKind{"transaction", "after_sales"}},
		"what=behaviour&kind=search":                             {What: models.ScopeBehaviour, Kinds: []models.EntryKind{"search"}},
	} {
		form, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := models.ParseSelection(form)
		if err != nil || !same(got, want) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
		if again, err := models.ParseSelection(got.Query()); err != nil || !same(again, want) {
			t.Errorf("%s, said again: %+v, %v", text, again, err)
		}
	}
}

func same(a, b models.Selection) bool {
	return a.What == b.What && slices.Equal(a.IDs, b.IDs) && a.Period == b.Period && a.Function == b.Function && a.With == b.With &&
		a.State == b.State && slices.Equal(a.Kinds, b.Kinds) && a.All == b.All
}

func TestASelectionThatCannotBeIsNamed(t *testing.T) {
	items := make(url.Values)
	for n := range models.MaxChosen + 1 {
		items.Add(models.FieldItem, "019a9f3e-7d2c-8a11-8000-0000000000"+string("0123456789abcdef"[n/16])+string("0123456789abcdef"[n%16]))
	}
	for text, field := range map[string]string{
		"":                                   "what",
		"what=profile&all=yes":               "what",
		"what=photos":                        models.FieldItem,
		"what=photos&item[]=1":               models.FieldItem,
		"what=photos&" + items.Encode():      models.FieldItem,
		"what=photos&from=yesterday":         "from",
		"what=photos&function=no+name":       "function",
		"what=photos&state=sent":             "state",
		"what=photos&kind=call":              "kind",
		"what=print_jobs&function=printing":  "function",
		"what=print_jobs&state=lost":         "state",
		"what=behaviour&kind=sign_in":        "kind",
		"what=voice_and_calls&with=somebody": "with",
	} {
		form, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		var wrong models.Invalid
		if _, err := models.ParseSelection(form); !errors.As(err, &wrong) || wrong[field] == "" {
			t.Errorf("%s: %v, want %s", text, err, field)
		}
	}
}

func TestThePasswordIsAskedForWhereMuchGoes(t *testing.T) {
	some := models.Selection{What: models.ScopePhotos, Function: "printing"}
	for _, c := range []struct {
		sel   models.Selection
		count int
		want  bool
	}{
		{some, 50, false},
		{some, 51, true},
		{models.Selection{What: models.ScopePhotos, All: true}, 1, true},
		{models.Selection{What: models.ScopePhotos, IDs: []string{"x"}, All: true}, 1, false},
	} {
		if got := c.sel.AskPassword(c.count); got != c.want {
			t.Errorf("%+v of %d: %t", c.sel, c.count, got)
		}
	}
}

// Entries of a deletion are out of sight, and erased one by one once that is due. Whatever happens in whatever order: nothing
// is erased of what can still be stopped, nothing comes back once erasing began, and every entry is counted once.
func TestNothingComesBackOnceErasingBegan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
		when := rapid.SampledFrom([]models.When{models.WhenNow, models.WhenTomorrow}).Draw(t, "when")
		d := models.Deletion{State: models.DeletionWaiting, At: now, DueAt: when.Due(now), Items: rapid.IntRange(1, 5).Draw(t, "items")}
		left, erased, back, begun := d.Items, 0, 0, false
		t.Repeat(map[string]func(*rapid.T){
			"time passes": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
			},
			"stop": func(t *rapid.T) {
				next, err := d.Stop(now)
				if err == nil {
					d, back, left = next, left, 0
				} else if !errors.Is(err, models.ErrBegun) || next != d {
					t.Fatalf("not stopped: %+v, %v", next, err)
				}
			},
			"erase": func(t *rapid.T) {
				next, erases := d.Begin(now)
				d = next
				if !erases {
					return
				}
				begun = true
				if left > 0 {
					left, erased = left-1, erased+1
				}
				d = d.Finish(left, now)
			},
			"": func(t *rapid.T) {
				switch {
				case left+erased+back != d.Items:
					t.Fatalf("%d left, %d erased and %d back are not %d", left, erased, back, d.Items)
				case begun && (back > 0 || d.MayStop(now) || d.State == models.DeletionStopped):
					t.Fatal("something came back after erasing began")
				case erased > 0 && now.Before(d.DueAt):
					t.Fatal("something was erased before it was due")
				case (d.State == models.DeletionDone) != (erased == d.Items) || d.DoneAt.IsZero() == (d.State == models.DeletionDone):
					t.Fatalf("%s with %d of %d erased, at %s", d.State, erased, d.Items, d.DoneAt)
				case d.State == models.DeletionStopped && erased > 0:
					t.Fatal("stopped, and something is erased")
				}
			},
		})
	})
}
