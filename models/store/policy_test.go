package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func day(text string) models.Date {
	d, err := models.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAnAgreementIsHeldAsItWasImported(t *testing.T) {
	w := storetest.New(t)
	imported := w.Agreement("1.0", day("2026-01-31"))
	held, err := w.Store.Policy(t.Context(), "1.0")
	if err != nil {
		t.Fatal(err)
	}
	if held.Text() != imported.Text() || held.Hash != imported.Hash {
		t.Errorf("held as %s\n%s", held.Hash, held.Text())
	}
	if _, err := w.Store.Policy(t.Context(), "1.1"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a version that was not imported: %v", err)
	}
}

func TestAVersionOfTheAgreementIsNeverChanged(t *testing.T) {
	w := storetest.New(t)
	imported := w.Agreement("1.0", day("2026-01-31"))
	if err := w.Store.ImportPolicy(t.Context(), imported); err != nil {
		t.Errorf("the same once more: %v", err)
	}
	other := imported
	other.Hash = "0"
	if err := w.Store.ImportPolicy(t.Context(), other); !errors.Is(err, models.ErrConflict) {
		t.Errorf("the same version with other words: %v", err)
	}
	if n := w.Count("select count(*) from clauses"); n != len(imported.Clauses) {
		t.Errorf("%d clauses are held", n)
	}
	for _, change := range []string{
		"update clauses set words = 'other'", "delete from clauses", "truncate clauses",
		"update policies set effective = '2027-01-01'", "delete from policies", "truncate policies cascade",
	} {
		if _, err := w.DB.Exec(t.Context(), change); err == nil {
			t.Errorf("%s is not refused", change)
		}
	}
}

func TestTheLatestVersionWhoseDayHasBegunCounts(t *testing.T) {
	w := storetest.New(t)
	counts := func() string {
		t.Helper()
		p, err := w.Store.CurrentPolicy(t.Context())
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			t.Fatal(err)
		}
		return p.Version
	}
	if v := counts(); v != "" {
		t.Errorf("before any is imported, %q counts", v)
	}
	w.Agreement("2.0", day("2026-11-21")) // tomorrow
	if v := counts(); v != "" {
		t.Errorf("before its day, %q counts", v)
	}
	w.Agreement("1.0", day("2026-01-31"))
	w.Agreement("0.9", day("2025-01-31"))
	if v := counts(); v != "1.0" {
		t.Errorf("today %q counts", v)
	}
	w.Clock.Set(day("2026-11-21").Start().Add(-time.Second))
	if v := counts(); v != "1.0" {
		t.Errorf("one second before midnight %q counts", v)
	}
	w.Clock.Advance(time.Second)
	if v := counts(); v != "2.0" {
		t.Errorf("at midnight %q counts", v)
	}
	versions, err := w.Store.PolicyVersions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range versions {
		names = append(names, v.Version)
	}
	if !slices.Equal(names, []string{"2.0", "1.0", "0.9"}) {
		t.Errorf("the versions are %v", names)
	}
}

func TestEveryInstanceKnowsOfANewVersionWithinSeconds(t *testing.T) {
	w := storetest.New(t)
	w.Agreement("1.0", day("2026-01-31"))
	other := w.Second()
	if p, err := other.CurrentPolicy(t.Context()); err != nil || p.Version != "1.0" {
		t.Fatalf("%q, %v", p.Version, err)
	}
	w.Agreement("1.1", day("2026-11-20"))
	const patience, pause = 5 * time.Second, 20 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		if p, err := other.CurrentPolicy(t.Context()); err == nil && p.Version == "1.1" {
			return
		}
	}
	t.Errorf("another instance does not know of it after %s", patience)
}

func TestWhichVersionCountsCostsNoRoundTrip(t *testing.T) {
	w := storetest.New(t)
	w.Agreement("1.0", day("2026-01-31"))
	trips := w.RoundTrips(func(s *store.Store) {
		for range 100 {
			if _, err := s.CurrentPolicy(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
	if trips != 0 {
		t.Errorf("%d round trips", trips)
	}
}

func TestAChoiceIsRecordedWithTheVersionThatCounts(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	choose := func(to models.State) models.Consent {
		t.Helper()
		made, _, err := w.Store.SwitchPermission(t.Context(), person, models.Camera, to)
		if err != nil {
			t.Fatal(err)
		}
		receipt, err := w.Store.Receipt(t.Context(), person.ID, made.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		held := receipt.Choice
		if held.PolicyVersion != made.PolicyVersion {
			t.Errorf("answered with version %q, held with %q", made.PolicyVersion, held.PolicyVersion)
		}
		return held
	}
	if c := choose(models.Granted); c.PolicyVersion != "" {
		t.Errorf("without an agreement, the choice was made under %q", c.PolicyVersion)
	}
	w.Agreement("1.0", day("2026-01-31"))
	if c := choose(models.Withdrawn); c.PolicyVersion != "1.0" {
		t.Errorf("the choice was made under %q", c.PolicyVersion)
	}
	held, err := w.Store.Permissions(t.Context(), person.ID)
	if err != nil || held.Standing[0].PolicyVersion != "1.0" {
		t.Errorf("the camera stands at %+v, %v", held.Standing, err)
	}
}
