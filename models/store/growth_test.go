package store_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// grows sweeps and returns how many people a birthday brought into another band.
func grows(t *testing.T, w *storetest.World) int {
	t.Helper()
	return mustSweep(t, w.Store).Grown
}

// turns sets the clock to the first moment of the local day on which a child turns that old, or to the last one before it.
func turns(w *storetest.World, child models.Person, age int, before bool) {
	at := child.Birth.AddYears(age).Start()
	if before {
		at = at.Add(-time.Second)
	}
	w.Clock.Set(at)
}

func TestAtEighteenTheGuardiansViewEndsThatDayAndEverythingGoesOffUntilThePersonChooses(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.CanSignIn(w.Minor(17)), models.PhotoUpload, models.KeepRecordings)
	f := family{w, child, w.App("Jolara app")}
	w.Album(f.app, child, 5)
	grows(t, w)
	turns(w, child, 18, true)
	if n := grows(t, w); n != 0 {
		t.Errorf("a second before the birthday %d grew up", n)
	}
	f.allowsNothing(t, false)
	turns(w, child, 18, false)
	mother := w.Visit(storetest.Mother)
	if _, err := w.Store.WardPage(t.Context(), mother, w.RecordOf(child)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("on the birthday, before anything was swept, the guardian sees: %v", err)
	}
	if n := grows(t, w); n != 1 {
		t.Errorf("%d grew up", n)
	}
	if n := grows(t, w); n != 0 {
		t.Errorf("%d grew up twice", n)
	}
	f.allowsNothing(t, true)
	grown := f.read()
	if !grown.Birth.IsZero() || f.photos() != 6 {
		t.Errorf("born on %v, with %d photos", grown.Birth, f.photos())
	}
	if n := w.Count(`select count(*) from consents where person_id = $1 and made_by = 'clock' and state = 'withdrawn'`, child.ID); n != 2 {
		t.Errorf("%d things went off by themselves", n)
	}
	if n := w.Count(`select count(*) from guardian_requests where person_id = $1 and personal is not null`, child.ID); n != 0 {
		t.Error("the guardian's address is kept beside the record")
	}
	if n := w.Count(`select count(*) from river_job where kind = 'grown_up_mail'`); n != 1 {
		t.Errorf("%d letters", n)
	}
	if _, _, err := w.Store.SwitchPermission(t.Context(), grown, models.PhotoUpload, models.Granted); err != nil {
		t.Fatal(err)
	}
	f.allowsNothing(t, false)
	w.Clock.Set(w.Clock.Now().AddDate(3, 0, 1))
	if swept := mustSweep(t, w.Store); swept.Records != 1 {
		t.Errorf("three years later %d records go", swept.Records)
	}
}

func TestAtFourteenThePhotosStayAndTheGuardianSeesLess(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.CanSignIn(w.Minor(13)), models.PhotoUpload)
	f := family{w, child, w.App("Jolara app")}
	w.Album(f.app, child, 5)
	grows(t, w)
	turns(w, child, 14, false)
	page, err := w.Store.WardPage(t.Context(), w.Visit(storetest.Mother), w.RecordOf(child))
	if err != nil || page.Sight.Titles {
		t.Errorf("the guardian sees %+v, %v", page.Sight, err)
	}
	if n := grows(t, w); n != 1 {
		t.Errorf("%d grew up", n)
	}
	if e, err := w.Store.GrewUp(t.Context(), child.ID); err != nil || e.Subject != string(models.Band14To17) {
		t.Errorf("told is %+v, %v", e, err)
	}
	f.allowsNothing(t, false)
}

func TestWhoeverWasAnAdultFromTheFirstIsNotWishedAHappyBirthday(t *testing.T) {
	w := storetest.New(t)
	adult := w.Adult()
	if n := grows(t, w); n != 0 {
		t.Errorf("%d grew up", n)
	}
	if _, err := w.Store.GrewUp(t.Context(), adult.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("told is %v", err)
	}
	if n := w.Count(`select count(*) from persons where band = 'adult'`); n != 1 {
		t.Errorf("%d are known as adults", n)
	}
}

func TestOnTheDayOfComingOfAgeALockThatAGuardianBeganIsLifted(t *testing.T) {
	f := newFamily(t, 17, 2)
	grows(t, f.World)
	f.act(t, models.ActDispute, nil)
	turns(f.World, f.child, 18, false)
	grows(t, f.World)
	if n := f.Count(`select count(*) from locks where outcome = 'lifted'`); n != 1 || f.read().Lock != "" {
		t.Errorf("%d locks are lifted, %+v", n, f.read())
	}
}
