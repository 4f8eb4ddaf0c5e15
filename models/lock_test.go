package models_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

var midday = time.Date(2026, time.November, 20, 12, 0, 0, 0, models.Shanghai)

func TestALockErasesNothingBeforeWhatItRestsOnIsSure(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		kind      models.LockKind
		band      models.Band
		at, sure  time.Duration // from the lock until it is to be erased; 0: never
		mayFind   bool
		afterFind models.LockKind
	}{
		{models.LockDisputed, models.Band8To13, 0, 0, true, models.LockDisputed},
		{models.LockWithdrawn, models.Band8To13, 7 * day, 0, false, ""},
		{models.LockWithdrawn, models.Band14To17, 7 * day, 0, false, ""},
		{models.LockNoYes, models.BandUnder8, 0, 7 * day, true, models.LockNoYes},
		{models.LockNoYes, models.Band8To13, 0, 7 * day, true, models.LockNoYes},
		{models.LockNoYes, models.Band14To17, 0, 30 * day, true, models.LockNoYes},
		{models.LockBirthDate, models.Band8To13, 0, 7 * day, true, models.LockNoYes},
		{models.LockBirthDate, models.Band14To17, 0, 30 * day, true, models.LockNoYes},
	} {
		l := models.NewLock("p", c.kind, c.band, midday)
		if want := instant(c.at); !l.EraseAt.Equal(want) {
			t.Errorf("%s of %s erases at %v, want %v", c.kind, c.band, l.EraseAt, want)
		}
		sure, err := l.Confirm(midday)
		if want := instant(c.sure); (err == nil) != (c.sure > 0) || err == nil && !sure.EraseAt.Equal(want) {
			t.Errorf("%s of %s, confirmed, erases at %v, want %v; %v", c.kind, c.band, sure.EraseAt, want, err)
		}
		if l.MayFind() != c.mayFind {
			t.Errorf("an officer may settle %s of %s: %t", c.kind, c.band, l.MayFind())
		}
		if !c.mayFind {
			continue
		}
		found, err := l.Find(true, midday)
		if err != nil || found.Kind != c.afterFind || found.EraseAt.IsZero() {
			t.Errorf("%s of %s, found true: %+v, %v", c.kind, c.band, found, err)
		}
		if _, err := found.Find(true, midday); !errors.Is(err, models.ErrConflict) {
			t.Errorf("%s was settled twice: %v", c.kind, err)
		}
		lifted, err := l.Find(false, midday)
		if err != nil || lifted.Outcome != models.LockLifted || lifted.EndedAt.IsZero() {
			t.Errorf("%s of %s, found untrue: %+v, %v", c.kind, c.band, lifted, err)
		}
	}
}

func TestADoubtedYesIsSettledOnceAndEitherFindingErasesNothing(t *testing.T) {
	l := models.NewLock("p", models.LockDoubted, models.Band8To13, midday)
	if !l.MayFind() || !l.EraseAt.IsZero() || !l.OpensAt().Equal(midday.Add(24*time.Hour)) {
		t.Errorf("the lock is %+v and opens at %v", l, l.OpensAt())
	}
	for _, isTrue := range []bool{true, false} {
		found, err := l.Find(isTrue, midday)
		if err != nil || found.Outcome != models.LockLifted || !found.EraseAt.IsZero() {
			t.Errorf("found %t: %+v, %v", isTrue, found, err)
		}
		if _, err := found.Find(isTrue, midday); !errors.Is(err, models.ErrConflict) {
			t.Errorf("it was settled twice: %v", err)
		}
	}
	if _, err := l.Confirm(midday); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a birth date that it does not rest on is confirmed: %v", err)
	}
}

func instant(after time.Duration) time.Time {
	if after == 0 {
		return time.Time{}
	}
	return midday.Add(after)
}

func TestOnlyAWithdrawalIsStoppedOrHastenedAndOnlyInTime(t *testing.T) {
	for _, kind := range []models.LockKind{models.LockDisputed, models.LockNoYes, models.LockBirthDate} {
		l := models.NewLock("p", kind, models.Band8To13, midday)
		if _, err := l.EraseNow(midday); l.MayStop(midday) || !errors.Is(err, models.ErrConflict) {
			t.Errorf("%s is stopped or hastened: %v", kind, err)
		}
	}
	l := models.NewLock("p", models.LockWithdrawn, models.Band8To13, midday)
	last := l.EraseAt.Add(-time.Nanosecond)
	if !l.MayStop(last) || l.MayStop(l.EraseAt) {
		t.Error("a withdrawal is stopped until its time is over, and not then")
	}
	now, err := l.EraseNow(last)
	if err != nil || !now.Due(last) {
		t.Errorf("hastened: %+v, %v", now, err)
	}
	gone, err := now.Erase(last)
	if err != nil || gone.Outcome != models.LockErased {
		t.Errorf("erased: %+v, %v", gone, err)
	}
	for name, did := range map[string]error{"lifted": second(gone.Lift(last)), "erased again": second(gone.Erase(last)), "hastened": second(gone.EraseNow(last))} {
		if !errors.Is(did, models.ErrConflict) {
			t.Errorf("what is erased was %s: %v", name, did)
		}
	}
	if err := second(l.Erase(last)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("erased before its time: %v", err)
	}
	if err := second(l.Lift(l.EraseAt)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("lifted when erasing was due: %v", err)
	}
}

func second(_ models.Lock, err error) error { return err }

func TestWhoeverCanStopItIsRemindedFourDaysAndOneDayBefore(t *testing.T) {
	const day = 24 * time.Hour
	l := models.NewLock("p", models.LockWithdrawn, models.Band8To13, midday)
	for _, c := range []struct {
		after time.Duration
		done  int
		due   int
	}{{0, 0, 0}, {3*day - 1, 0, 0}, {3 * day, 0, 1}, {3 * day, 1, 0}, {6*day - 1, 1, 0}, {6 * day, 1, 2}, {6 * day, 0, 2}, {6 * day, 2, 0}, {7 * day, 0, 0}} {
		l.Reminded = c.done
		if due := l.Reminder(midday.Add(c.after)); due != c.due {
			t.Errorf("after %v and %d letters the %d. is due, want %d", c.after, c.done, due, c.due)
		}
	}
}

func TestNothingIsTakenOrTurnedOnWhileAnAccountIsLocked(t *testing.T) {
	adult, minor := models.Person{}, models.Person{Birth: models.DateOf(midday.AddDate(-10, 0, 0)), Guardian: models.GuardianApproved}
	for _, c := range []struct {
		who    models.Person
		lock   models.LockKind
		locked bool
	}{
		{adult, "", false},
		{adult, models.LockBirthDate, true},
		{adult, models.LockDisputed, false}, // who came of age since: nobody decides for them
		{adult, models.LockWithdrawn, false},
		{minor, "", false},
		{minor, models.LockDisputed, true},
		{minor, models.LockWithdrawn, true},
		{minor, models.LockNoYes, true},
		{minor, models.LockBirthDate, true},
	} {
		c.who.Lock = c.lock
		of, on := c.who.Ward(midday, models.GuardianTo18), models.Permission{State: models.Granted}
		if of.Locked != c.locked || of.Waits() != c.locked {
			t.Errorf("with %q: %+v", c.lock, of)
		}
		if refused := on.MayCollect(of); (refused != nil) != c.locked {
			t.Errorf("with %q something is taken in: %v", c.lock, refused)
		}
		if state := on.InForce(of).State; (state == models.Withdrawn) != c.locked {
			t.Errorf("with %q the app is told %s", c.lock, state)
		}
		if _, refused := (models.Permission{}).Choose(models.Granted, models.ByGuardian, of); (refused != nil) != c.locked {
			t.Errorf("with %q something is turned on: %v", c.lock, refused)
		}
		if _, refused := on.Choose(models.Withdrawn, models.ByPerson, of); refused != nil {
			t.Errorf("with %q something is not turned off: %v", c.lock, refused)
		}
	}
}

func TestWhatABirthDateDoesDependsOnWhatWasKnown(t *testing.T) {
	day := func(years, days int) models.Date { return models.DateOf(midday.AddDate(-years, 0, days)) }
	for _, c := range []struct {
		known, told models.Date
		does        models.BirthEffect
	}{
		{models.Date{}, day(40, 0), models.BirthNothing}, // both are adults
		{models.Date{}, day(18, 0), models.BirthNothing}, // eighteen today
		{models.Date{}, day(18, 1), models.BirthLocks},   // tomorrow
		{models.Date{}, day(13, 0), models.BirthLocks},
		{day(15, 0), day(15, 0), models.BirthNothing},
		{day(15, 0), day(13, 0), models.BirthTaken},
		{day(15, 0), day(15, 1), models.BirthTaken},
		{day(15, 0), day(15, -1), models.BirthWaits}, // a day older
		{day(15, 0), day(30, 0), models.BirthWaits},
		{day(7, 0), day(8, 0), models.BirthWaits},
	} {
		if does := models.BirthEffectOf(c.known, c.told, midday); does != c.does {
			t.Errorf("from %v to %v: %s, want %s", c.known, c.told, does, c.does)
		}
	}
}

func TestOfWhomAGuardianIsAskedOnlyWhatTheAccountNeedsIsTaken(t *testing.T) {
	needed := models.PushedPerson{Fields: map[models.Field]string{models.FieldName: "Owl", models.FieldEmail: "owl@example.com", models.FieldBirthDate: "2016-01-01"}}
	if err := needed.CheckWaiting(); err != nil {
		t.Errorf("what is needed: %v", err)
	}
	more := models.PushedPerson{
		Fields:    map[models.Field]string{models.PreferenceField("paper"): "matt", models.FieldGender: ""},
		Addresses: []models.Address{{ID: "home", Lines: []string{"1 Lane"}}},
	}
	var wrong models.Invalid
	if err := more.CheckWaiting(); !errors.As(err, &wrong) || len(wrong) != 2 || wrong["addresses"] != models.FaultWaits ||
		wrong[string(models.PreferenceField("paper"))] != models.FaultWaits {
		t.Errorf("what is not needed: %v", err)
	}
}
