package models_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jolara.com/privacy/models"
)

// ledgers draws a person's choices about one permission, many of them at the same time.
var ledgers = rapid.Custom(func(t *rapid.T) []models.Consent {
	list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) models.Consent {
		return models.Consent{
			Kind:  models.Camera,
			State: rapid.SampledFrom([]models.State{models.Granted, models.Withdrawn}).Draw(t, "state"),
			At:    time.Unix(rapid.Int64Range(1_000_000_000, 1_000_000_005).Draw(t, "at"), 0).UTC(),
			// several at the same time: two instances' clocks may show the same microsecond
			RecordedAt: time.Unix(rapid.Int64Range(1_000_000_010, 1_000_000_012).Draw(t, "recorded"), 0).UTC(),
		}
	}), 0, 12).Draw(t, "ledger")
	for i := range list {
		list[i].ID = strconv.Itoa(i)
		list[i].Receipt = list[i].ID
	}
	return list
})

func TestHowAPermissionStandsDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ledger := ledgers.Draw(t, "ledger")
		shuffled := rapid.Permutation(ledger).Draw(t, "shuffled")
		want, got := models.Standing(models.Camera, ledger), models.Standing(models.Camera, shuffled)
		if got != want {
			t.Fatalf("%+v in one order, %+v in another", want, got)
		}
	})
}

func TestTheLatestChoiceDecidesAndOfTwoAtOnceTheWithdrawal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ledger := ledgers.Draw(t, "ledger")
		want := models.Never
		var latest time.Time
		for _, c := range ledger {
			if c.At.After(latest) || c.At.Equal(latest) && c.State == models.Withdrawn {
				want, latest = c.State, c.At
			}
		}
		if got := models.Standing(models.Camera, ledger); got.State != want || !got.ChosenAt.Equal(latest) {
			t.Fatalf("%s since %s, chosen at %s; want %s, chosen at %s", got.State, got.Since, got.ChosenAt, want, latest)
		}
	})
}

func TestChoicesBeforeThePresentStateDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ledger := ledgers.Draw(t, "ledger")
		want := models.Standing(models.Camera, ledger)
		recent := slices.DeleteFunc(slices.Clone(ledger), func(c models.Consent) bool { return c.At.Before(want.Since) })
		if got := models.Standing(models.Camera, recent); got != want {
			t.Fatalf("%+v by all choices, %+v by those since %s", want, got, want.Since)
		}
	})
}

// This is how the store learns of a choice that arrives late.
func TestALateChoiceIsWeighedWithThoseSinceItOrSinceThePresentState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ledger := ledgers.Filter(func(l []models.Consent) bool { return len(l) > 0 }).Draw(t, "ledger")
		late := ledger[len(ledger)-1]
		from := models.Standing(models.Camera, ledger[:len(ledger)-1]).Since
		if late.At.Before(from) {
			from = late.At
		}
		recent := slices.DeleteFunc(slices.Clone(ledger), func(c models.Consent) bool { return c.At.Before(from) })
		want, got := models.Standing(models.Camera, ledger), models.Standing(models.Camera, recent)
		if got != want {
			t.Fatalf("%+v by all choices, %+v by those since %s", want, got, from)
		}
	})
}

func TestWhoMayChoose(t *testing.T) {
	for _, row := range []struct {
		from, to models.State
		by       models.Actor
		guarded  bool
		changes  bool
		refused  bool
	}{
		{from: models.Never, to: models.Granted, by: models.ByPerson, changes: true},
		{from: models.Granted, to: models.Granted, by: models.ByPerson},
		{from: models.Granted, to: models.Withdrawn, by: models.ByApp, changes: true},
		{from: models.Never, to: models.Withdrawn, by: models.ByPerson, changes: true},
		{from: models.Never, to: models.Granted, by: models.ByPerson, guarded: true, refused: true},
		{from: models.Never, to: models.Granted, by: models.ByApp, guarded: true, refused: true},
		{from: models.Granted, to: models.Granted, by: models.ByPerson, guarded: true, refused: true},
		{from: models.Never, to: models.Granted, by: models.ByGuardian, guarded: true, changes: true},
		{from: models.Granted, to: models.Withdrawn, by: models.ByPerson, guarded: true, changes: true},
	} {
		changes, err := models.Permission{State: row.from}.Choose(row.to, row.by, models.Ward{Guarded: row.guarded})
		if changes != row.changes || errors.Is(err, models.Refused{Reason: models.ReasonGuardianNeeded}) != row.refused {
			t.Errorf("%s to %s by %s, guarded %t: %v, %v", row.from, row.to, row.by, row.guarded, changes, err)
		}
	}
}
