package store_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// thirteen is this year minus 13, as somebody types it by mistake.
func thirteen(w *storetest.World) models.Date {
	return models.DateOf(w.Clock.Now().AddDate(-13, 0, 0))
}

// tells lets a person tell a birth date and returns what that did.
func tells(t *testing.T, w *storetest.World, p models.Person, birth models.Date) models.BirthEffect {
	t.Helper()
	effect, err := w.Store.CorrectBirthDate(t.Context(), p, birth)
	if err != nil {
		t.Fatal(err)
	}
	return effect
}

// kinds lists what happened to somebody's lock and birth date, in order.
func kinds(t *testing.T, w *storetest.World, p models.Person) (list []models.EventKind) {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), `select kind from events where person_id = $1 and (kind like 'birth_%' or kind like 'account_%' or kind = 'found_true') order by at, id`, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind models.EventKind
		if err := rows.Scan(&kind); err != nil {
			t.Fatal(err)
		}
		list = append(list, kind)
	}
	return list
}

func TestAnAdultWhoTypesThisYearMinusThirteenLosesNothing(t *testing.T) {
	const photos = 500
	w := storetest.New(t)
	adult := w.CanSignIn(w.Adult())
	w.Grant(adult, models.PhotoUpload)
	w.Grant(adult, models.Microphone)
	w.Grant(adult, models.KeepRecordings)
	f := family{w, adult, w.App("Jolara app")}
	w.Album(f.app, adult, photos)
	w.Record(adult, models.PushedRecording{ID: "1", StartedAt: w.Clock.Now().AddDate(0, 0, -60), Seconds: 1, With: "Anna", File: storetest.Sound(1)})
	w.Push(adult.ExternalID, map[models.Field]string{models.FieldPhone: "+8613800000000"})
	before := w.Profile(adult.ExternalID)
	if effect := tells(t, w, adult, thirteen(w)); effect != models.BirthLocks {
		t.Fatalf("it %s", effect)
	}
	f.allowsNothing(t, true)
	w.Clock.Advance(8 * 24 * time.Hour)
	mustSweep(t, w.Store)
	worked(t, w)
	if n := w.Count(`select count(*) from photos where person_id = $1`, adult.ID) + w.Count(`select count(*) from voice where person_id = $1`, adult.ID); n != photos+1 {
		t.Fatalf("%d of %d photos and a recording are there", n, photos)
	}
	officer := w.Staff(models.RoleOfficer)
	if err := w.Store.FindLock(t.Context(), officer, f.lock(t).Ref, models.Finding{}); err != nil {
		t.Fatal(err)
	}
	f.allowsNothing(t, false)
	if after := w.Profile(adult.ExternalID); after.Value(models.FieldPhone) != before.Value(models.FieldPhone) || !after.Birth().IsZero() {
		t.Errorf("the profile is %v", after)
	}
	if n := w.Count(`select count(*) from deletions`); n != 0 {
		t.Errorf("%d deletions began", n)
	}
	if n := w.Count(`select count(*) from locks where personal is not null`); n != 0 {
		t.Error("the wrong date is kept")
	}
	if got := kinds(t, w, adult); len(got) != 2 || got[0] != models.EventAccountLocked || got[1] != models.EventAccountUnlocked {
		t.Errorf("shown are %v", got)
	}
}

func TestABirthDateThatIsSaidOnceMoreMakesAChildsAccount(t *testing.T) {
	w := storetest.New(t)
	adult := w.CanSignIn(w.Adult())
	f := family{w, adult, w.App("Jolara app")}
	w.Album(f.app, adult, 3)
	w.Push(adult.ExternalID, map[models.Field]string{models.FieldPhone: "+8613800000000"})
	tells(t, w, adult, thirteen(w))
	if _, err := w.Store.CorrectBirthDate(t.Context(), f.read(), thirteen(w)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("while it is locked another date is told: %v", err)
	}
	child := w.ConfirmBirth(adult)
	if child.Birth != thirteen(w) || w.Profile(adult.ExternalID).Value(models.FieldPhone) != "" {
		t.Errorf("the child was born on %v", child.Birth)
	}
	if l := f.lock(t); l.Kind != models.LockNoYes || !l.EraseAt.Equal(w.Clock.Now().Add(models.UnderageKept)) {
		t.Errorf("the lock is %+v", l)
	}
	child = w.Allow(child, models.PhotoUpload)
	f.allowsNothing(t, false)
	if f.photos() != 4 || f.read().Lock != "" {
		t.Errorf("%d photos, %+v", f.photos(), f.read())
	}
}

func TestAnAdultWhomTheAppCallsAChildLosesNothingByIt(t *testing.T) {
	w := storetest.New(t)
	f := family{w, w.Adult(), w.App("Jolara app")}
	w.Album(f.app, f.child, 3)
	w.Push(f.child.ExternalID, map[models.Field]string{models.FieldBirthDate: thirteen(w).String()})
	w.Push(f.child.ExternalID, map[models.Field]string{models.FieldBirthDate: thirteen(w).String()})
	if l := f.lock(t); l.Kind != models.LockBirthDate || l.Band != models.Band8To13 || !l.EraseAt.IsZero() {
		t.Errorf("the lock is %+v", l)
	}
	if n := w.Count(`select count(*) from locks`); n != 1 {
		t.Errorf("%d locks", n)
	}
	if !w.Profile(f.child.ExternalID).Birth().IsZero() {
		t.Error("a date that nobody checked counts")
	}
}

func TestAMinorGrowsOlderByATypedDateOnlyWithAYes(t *testing.T) {
	w := storetest.New(t)
	officer, agent := w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent)
	child := w.Allow(w.CanSignIn(w.Minor(12)), models.PhotoUpload)
	f := family{w, child, w.App("Jolara app")}
	older := models.DateOf(w.Clock.Now().AddDate(-16, 0, 0))
	asked := func() string {
		t.Helper()
		if effect := tells(t, w, f.read(), older); effect != models.BirthWaits {
			t.Fatalf("it %s", effect)
		}
		r, err := w.Store.BirthRequest(t.Context(), child.ID)
		if err != nil || r == nil || r.Told != older {
			t.Fatalf("waiting is %+v, %v", r, err)
		}
		return r.Ref
	}
	ref := asked()
	if f.read().Birth == older {
		t.Error("it counts without a yes")
	}
	if err := w.Store.AnswerBirth(t.Context(), agent, ref, models.Finding{True: true}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an agent's yes: %v", err)
	}
	if err := w.Store.AnswerBirth(t.Context(), officer, ref, models.Finding{}); err != nil || f.read().Birth == older {
		t.Errorf("an officer's no: %v", err)
	}
	if err := w.Store.AnswerBirth(t.Context(), officer, ref, models.Finding{True: true}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("after a no a yes: %v", err)
	}
	asked()
	if err := w.Store.AnswerBirthAsGuardian(t.Context(), w.Visit(storetest.Mother), w.RecordOf(child), true); err != nil || f.read().Birth != older {
		t.Errorf("the guardian's yes: %v, born %v", err, f.read().Birth)
	}
	if effect := tells(t, w, f.read(), thirteen(w)); effect != models.BirthTaken || f.read().Birth != thirteen(w) {
		t.Errorf("younger again: it %s", effect)
	}
	f.allowsNothing(t, false)
}

func TestWhoTurnsOutToBeOlderHasTheTimeOfTheirAgeToFindAGuardian(t *testing.T) {
	w := storetest.New(t)
	f := family{w, w.Minor(12), w.App("Jolara app")}
	tells(t, w, f.child, models.DateOf(w.Clock.Now().AddDate(-16, 0, 0)))
	older, err := w.Store.BirthRequest(t.Context(), f.child.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Store.AskGuardian(t.Context(), f.child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(week)
	mustSweep(t, w.Store)
	w.ConfirmBirth(f.child)
	sure := w.Clock.Now()
	w.Clock.Advance(24 * time.Hour)
	if err := w.Store.AnswerBirth(t.Context(), w.Staff(models.RoleOfficer), older.Ref, models.Finding{True: true}); err != nil {
		t.Fatal(err)
	}
	if l := f.lock(t); !l.EraseAt.Equal(sure.Add(models.TeenagersKept)) {
		t.Errorf("what is held of somebody of 16 goes on %v", l.EraseAt)
	}
}

func TestAnOldYesIsNoneForTheChildWhomTheAppSaysAnAdultIs(t *testing.T) {
	f := newFamily(t, 17, 0)
	f.Clock.Advance(366 * 24 * time.Hour)
	now := f.Clock.Now()
	paper := models.PreferenceField("paper")
	_, err := f.Store.PushPerson(t.Context(), f.child.ExternalID, models.PushedPerson{
		Fields: map[models.Field]string{models.FieldBirthDate: thirteen(f.World).String(), paper: "matt"}, ChangedAt: func(string) time.Time { return now },
	})
	if !errors.As(err, &models.Invalid{}) || f.Profile(f.child.ExternalID).Value(paper) != "" {
		t.Errorf("what an account does not need is taken in with the date that locks it: %v", err)
	}
}

func TestALockFromChildhoodDoesNotKeepABirthDateFromLockingAnAccountAnew(t *testing.T) {
	says := map[string]func(f family) error{
		"the person": func(f family) error {
			_, err := f.Store.CorrectBirthDate(t.Context(), f.read(), thirteen(f.World))
			return err
		},
		"the app": func(f family) error {
			f.Push(f.child.ExternalID, map[models.Field]string{models.FieldBirthDate: thirteen(f.World).String()})
			return nil
		},
	}
	for who, say := range says {
		f := newFamily(t, 17, 0)
		f.act(t, models.ActDispute, nil)
		f.Clock.Advance(366 * 24 * time.Hour)
		f.allowsNothing(t, false)
		if err := say(f); err != nil {
			t.Errorf("%s: %v", who, err)
		}
		f.allowsNothing(t, true)
		if l := f.lock(t); l.Kind != models.LockBirthDate {
			t.Errorf("%s: the lock is %+v", who, l)
		}
	}
}

func TestABirthDateThatWasConfirmedAndIsAMistakeIsUndoneByAnOfficerAndNothingIsErased(t *testing.T) {
	const photos = 4
	for name, confirm := range map[string]func(w *storetest.World, adult models.Person, officer models.Staff){
		"by the person": func(w *storetest.World, adult models.Person, _ models.Staff) { w.ConfirmBirth(adult) },
		"by an officer": func(w *storetest.World, adult models.Person, officer models.Staff) {
			ref := w.LockOf(adult)
			if err := w.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundTrue)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := storetest.New(t)
			officer, adult, app := w.Staff(models.RoleOfficer), w.CanSignIn(w.Adult()), w.App("Jolara app")
			w.Grant(adult, models.PhotoUpload)
			w.Album(app, adult, photos)
			ref := w.TellBirth(adult, 13)
			confirm(w, adult, officer)
			if m := atDesk(t, w, officer, ref); m.Waits() || !m.MayUndo(w.Clock.Now()) {
				t.Fatalf("once it is sure it is %+v", m.Matter)
			}
			if err := w.Store.AskGuardian(t.Context(), w.Person(adult.ExternalID), storetest.Mother, models.English, parlour); err != nil {
				t.Fatal(err)
			}
			w.Clock.Advance(week - time.Minute)
			if err := w.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundTrue)); !errors.Is(err, models.ErrConflict) {
				t.Errorf("found true once more: %v", err)
			}
			if err := w.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundNot)); err != nil {
				t.Fatal(err)
			}
			is := w.Person(adult.ExternalID)
			if is.Lock != "" || is.Band(w.Clock.Now()) != models.BandAdult || is.Guardian != models.GuardianNotAsked {
				t.Errorf("afterwards they are %+v", is)
			}
			w.Clock.Advance(60 * 24 * time.Hour)
			mustSweep(t, w.Store)
			if n := w.Count(`select count(*) from photos where person_id = $1`, adult.ID); n != photos {
				t.Errorf("%d of %d photos are left", n, photos)
			}
			if n := w.Count(`select count(*) from guardian_requests where person_id = $1 and state = 'waiting'`, adult.ID); n != 0 {
				t.Error("a guardian is still asked about an adult")
			}
			if _, err := w.Store.UploadPhoto(t.Context(), app.ID, adult.ExternalID, models.Upload{ID: "after", File: storetest.Picture(60, 40, 9), Functions: []models.Function{models.FunctionPrinting}}); err != nil {
				t.Errorf("what they allowed does not hold again: %v", err)
			}
			if m := atDesk(t, w, officer, ref); m.Finding == nil || m.Finding.True || m.Outcome != models.LockLifted {
				t.Errorf("at the desk it is %+v", m)
			}
			if err := w.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundNot)); !errors.Is(err, models.ErrConflict) {
				t.Errorf("undone twice: %v", err)
			}
			if n := w.Count(`select count(*) from locks where person_id = $1 and personal is not null`, adult.ID); n != 0 {
				t.Error("the lock still keeps a birth date")
			}
		})
	}
}

func TestWhatIsDueToGoByAConfirmedBirthDateIsNotUndoneAnyMore(t *testing.T) {
	w := storetest.New(t)
	officer, adult := w.Staff(models.RoleOfficer), w.CanSignIn(w.Adult())
	w.Grant(adult, models.PhotoUpload)
	w.Album(w.App("Jolara app"), adult, 1)
	ref := w.TellBirth(adult, 13)
	w.ConfirmBirth(adult)
	w.Clock.Advance(models.UnderageKept)
	if err := w.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundNot)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("it is undone: %v", err)
	}
}
