package store_test

import (
	"errors"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// saysYes lets Mother allow a child photos, from the child's own device or another one.
func saysYes(t *testing.T, w *storetest.World, child models.Person, sameDevice bool) {
	t.Helper()
	token, proof := w.ProvenGuardian(child)
	yes := storetest.Yes(models.PhotoUpload)
	yes.SameDevice = sameDevice
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, yes, storetest.Shown()); err != nil {
		t.Fatal(err)
	}
}

// newDoubted returns a child of ten whom the app knows, and for whom a yes came from the child's own device and a new address.
func newDoubted(t *testing.T) family {
	t.Helper()
	w := storetest.New(t)
	f := family{w, w.CanSignIn(w.Minor(10)), w.App("Jolara app")}
	if err := w.Store.AskGuardian(t.Context(), f.child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	saysYes(t, w, f.child, true)
	return f
}

func TestT03_TheSameDeviceAndANewMailboxTogetherRaiseTheFlagAndEitherAloneDoesNot(t *testing.T) {
	for _, c := range []struct {
		name              string
		sameDevice, known bool
		want              models.LockKind
	}{
		{"both", true, false, models.LockDoubted},
		{"the same device alone", true, true, ""},
		{"a new mailbox alone", false, false, ""},
		{"neither", false, true, ""},
	} {
		w := storetest.New(t)
		if c.known { // she decided for another child, days ago
			w.Allow(w.Minor(7))
			w.Clock.Advance(models.KnownMailbox)
		}
		child := w.Child(10)
		saysYes(t, w, child, c.sameDevice)
		g := stands(t, w, child)
		if (g.Lock == nil) != (c.want == "") || g.Lock != nil && g.Lock.Kind != c.want {
			t.Errorf("%s: the lock is %+v", c.name, g.Lock)
		}
		if g.State != models.GuardianApproved {
			t.Errorf("%s: it stands at %s", c.name, g.State)
		}
	}
}

func TestAnAddressThatWasMadeKnownForTheAnswerIsStillNew(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(7))
	w.Clock.Advance(models.KnownMailbox - time.Second)
	child := w.Child(10)
	saysYes(t, w, child, true)
	if g := stands(t, w, child); g.Lock == nil || g.Lock.Kind != models.LockDoubted {
		t.Errorf("the lock is %+v", g.Lock)
	}
}

func TestADoubtedYesCountsAfterADayWhereNobodyFindsItTheChildsOwn(t *testing.T) {
	f := newDoubted(t)
	f.allowsNothing(t, true)
	if n := f.Count(`select count(*) from river_job where kind = 'lock_mail' and args ->> 'About' = 'began'`); n != 2 {
		t.Errorf("%d letters, one to the child and one to the mother", n)
	}
	if n := f.Count(`select count(*) from river_job where kind = 'child_told_mail'`); n != 0 {
		t.Errorf("%d letters tell the child that what is allowed counts", n)
	}
	f.Clock.Advance(models.DoubtLasts - time.Second)
	mustSweep(t, f.Store)
	f.allowsNothing(t, true)
	f.Clock.Advance(time.Second)
	mustSweep(t, f.Second())
	mustSweep(t, f.Store)
	f.allowsNothing(t, false)
	if n := f.Count(`select count(*) from events where person_id = $1 and kind = 'account_unlocked' and actor = 'clock'`, f.child.ID); n != 1 {
		t.Errorf("it was opened %d times", n)
	}
}

func TestAnOfficerWhoFindsAGuardianBehindADoubtedYesLetsItCountAtOnce(t *testing.T) {
	f := newDoubted(t)
	officer, ref := f.Staff(models.RoleOfficer), f.LockOf(f.child)
	opensMatter(t, f.World, officer, ref)
	if sight := atDesk(t, f.World, officer, ref).Sight; len(sight.Records) != 1 || sight.Records[0].Email != storetest.Mother || !sight.Known.IsZero() {
		t.Errorf("it shows %+v", sight)
	}
	if err := f.Store.Settle(t.Context(), officer, ref, settling("", models.FoundNot)); err != nil {
		t.Fatal(err)
	}
	f.allowsNothing(t, false)
}

func TestAYesThatIsFoundTheChildsOwnIsNoneAndErasesNothing(t *testing.T) {
	f := newDoubted(t)
	visit, record, lock := f.Visit(storetest.Mother), f.RecordOf(f.child), f.lock(t)
	officer, ref := f.Staff(models.RoleOfficer), f.LockOf(f.child)
	if err := f.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundTrue)); err != nil {
		t.Fatal(err)
	}
	f.allowsNothing(t, true)
	g := stands(t, f.World, f.read())
	if g.State != models.GuardianNotAsked || g.Lock == nil || g.Lock.Kind != models.LockNoYes || !g.Lock.EraseAt.IsZero() || !g.MayAsk(f.Clock.Now()) {
		t.Errorf("it stands at %s, with %+v", g.State, g.Lock)
	}
	for _, to := range []struct {
		guardian bool
		address  string
	}{{false, f.child.Email}, {true, storetest.Mother}} {
		letter, err := f.Store.LockLetter(t.Context(), models.LockMail{LockID: lock.ID, Guardian: to.guardian, About: models.LockFound})
		if err != nil || letter.To != to.address {
			t.Errorf("the letter that there is no yes goes to %q, not %q: %v", letter.To, to.address, err)
		}
	}
	if n := f.Count(`select count(*) from river_job where kind = 'lock_mail' and args ->> 'LockID' = $1 and args ->> 'About' = 'found'`, lock.ID); n != 2 {
		t.Errorf("%d letters that there is no yes", n)
	}
	if _, err := f.Store.WardPage(t.Context(), visit, record); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("whoever said it still sees the child: %v", err)
	}
	f.Clock.Advance(8 * 24 * time.Hour)
	if swept := mustSweep(t, f.Store); swept.Locks != 0 || swept.Minors != 0 {
		t.Errorf("%+v went", swept)
	}
	var invalid models.Invalid
	err := f.Store.AskGuardian(t.Context(), f.child, storetest.Mother, models.English, parlour)
	if !errors.As(err, &invalid) || invalid[models.FieldGuardianEmail] != models.FaultUnwanted {
		t.Errorf("the same address is asked again: %v", err)
	}
	if err := f.Store.AskGuardian(t.Context(), f.child, "father@example.com", models.English, parlour); err != nil {
		t.Errorf("another one is not asked: %v", err)
	}
}

func TestAnAccountWithNothingInItWhoseYesWasTheChildsOwnWaitsForAGuardianAnew(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token, proof := w.ProvenGuardian(child)
	yes := storetest.Yes()
	yes.SameDevice = true
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, yes, storetest.Shown()); err != nil {
		t.Fatal(err)
	}
	ref := w.LockOf(child)
	if err := w.Store.Settle(t.Context(), w.Staff(models.RoleOfficer), ref, settling(ref, models.FoundTrue)); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, child); g.Lock != nil || !g.Until.Equal(w.Clock.Now().Add(models.WaitForGuardian)) || !g.MayAsk(w.Clock.Now()) {
		t.Errorf("it stands at %+v", g)
	}
}

func TestWhoSaysThatADoubtedYesIsNotTheirsLocksTheAccountAtOnce(t *testing.T) {
	for act, want := range map[models.WardAct]models.LockKind{models.ActDispute: models.LockDisputed, models.ActWithdraw: models.LockWithdrawn} {
		f := newDoubted(t)
		f.act(t, act, nil)
		if l := f.lock(t); l.Kind != want || !l.At.Equal(f.Clock.Now()) {
			t.Errorf("%s: the lock is %+v", act, l)
		}
		f.Clock.Advance(models.DoubtLasts)
		mustSweep(t, f.Store)
		f.allowsNothing(t, true)
	}
}
