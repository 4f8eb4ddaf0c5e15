package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// guardiansAtDesk returns what an officer sees in the desk's lists.
func guardiansAtDesk(t *testing.T, w *storetest.World, officer models.Staff) store.DeskGuardians {
	t.Helper()
	page, err := w.Store.GuardiansAtDesk(t.Context(), officer)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// atDesk returns a matter as an officer sees it.
func atDesk(t *testing.T, w *storetest.World, officer models.Staff, ref string) store.DeskMatter {
	t.Helper()
	m, err := w.Store.MatterAtDesk(t.Context(), officer, ref)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// opensMatter opens a matter to an officer.
func opensMatter(t *testing.T, w *storetest.World, officer models.Staff, ref string) models.Look {
	t.Helper()
	look, err := w.Store.OpenMatter(t.Context(), officer, ref, models.Opening{Note: "The mother rang.", Password: storetest.Password})
	if err != nil {
		t.Fatal(err)
	}
	return look
}

// settling is the form that settles a matter, filled in.
func settling(ref, found string) models.FindingForm {
	return models.FindingForm{Finding: found, Why: "She read the letter to me.", RefAgain: strings.ToLower(ref), Password: storetest.Password}
}

func refsOf(matters []models.Matter) (refs []string) {
	for _, m := range matters {
		refs = append(refs, m.Ref)
	}
	return refs
}

// withoutYes is a minor whose app has sent something and whose guardian did not answer.
func withoutYes(t *testing.T, w *storetest.World, app models.Client, age int) models.Person {
	t.Helper()
	child := w.CanSignIn(w.Minor(age))
	w.Album(app, child, 2)
	if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	return child
}

func TestTheDeskListsByReferenceWhatWaitsForAnOfficerAndWhatRuns(t *testing.T) {
	w := storetest.New(t)
	officer, agent, admin := w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent), w.Staff(models.RoleAdmin)
	app := w.App("Jolara app")
	noYes, sure := withoutYes(t, w, app, 10), withoutYes(t, w, app, 15)
	w.Clock.Advance(week)
	mustSweep(t, w.Store)
	w.ConfirmBirth(sure)
	disputed, withdrawn, lifted := w.Allow(w.Minor(10)), w.Allow(w.Minor(11)), w.Allow(w.Minor(12))
	w.Act(disputed, models.ActDispute)
	w.Act(withdrawn, models.ActWithdraw)
	w.Act(lifted, models.ActDispute)
	if err := w.Store.FindLock(t.Context(), officer, w.LockOf(lifted), models.Finding{}); err != nil {
		t.Fatal(err)
	}
	locked, older := w.TellBirth(w.Adult(), 13), w.TellBirth(w.Allow(w.Minor(12)), 16)
	w.Child(9)
	w.Clock.Advance(6 * 24 * time.Hour)
	w.Child(8)
	mustSweep(t, w.Store)

	page := guardiansAtDesk(t, w, officer)
	for kind, want := range map[models.MatterKind]string{
		models.MatterDisputed: w.LockOf(disputed), models.MatterBirthDate: locked, models.MatterNoYes: w.LockOf(noYes), models.MatterOlder: older,
	} {
		list := page.Waiting[kind]
		if got := refsOf(list.Rows); !slices.Equal(got, []string{want}) || list.More != 0 {
			t.Errorf("of %s wait %q and %d more, want %s", kind, got, list.More, want)
		}
	}
	if got, want := refsOf(page.Running.Rows), []string{w.LockOf(withdrawn), w.LockOf(sure)}; !slices.Equal(got, want) {
		t.Errorf("with a clock run %q, want %q", got, want)
	}
	if got := refsOf(page.Ended); !slices.Equal(got, []string{w.LockOf(lifted)}) || page.Ended[0].Outcome != models.LockLifted {
		t.Errorf("ended have %+v", page.Ended)
	}
	if page.Asked != 2 || page.Ending != 1 {
		t.Errorf("%d guardians are asked, and of %d it ends within a day", page.Asked, page.Ending)
	}
	for _, other := range []models.Staff{agent, admin} {
		_, list := w.Store.GuardiansAtDesk(t.Context(), other)
		_, one := w.Store.MatterAtDesk(t.Context(), other, locked)
		_, open := w.Store.OpenMatter(t.Context(), other, locked, models.Opening{Note: "I wonder.", Password: storetest.Password})
		settle := w.Store.Settle(t.Context(), other, locked, settling(locked, models.FoundNot))
		for _, err := range []error{list, one, open, settle} {
			if !errors.Is(err, models.ErrNotFound) {
				t.Errorf("an %s: %v", other.Role, err)
			}
		}
	}
}

// What waits is found by a condition of the database, and settled by a rule of the models: each lock of every kind and standing is
// asked both.
func TestWhatWaitsAtTheDeskIsWhatAnOfficerMaySettle(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	beginAtDesk(t, w.Store, officer, "desk")
	n := 0
	for _, kind := range []models.LockKind{models.LockDisputed, models.LockWithdrawn, models.LockNoYes, models.LockBirthDate} {
		l := models.NewLock("", kind, models.Band8To13, w.Clock.Now())
		standing := []models.Lock{l}
		for _, next := range []func(time.Time) (models.Lock, error){
			l.Confirm, l.Lift, func(now time.Time) (models.Lock, error) { return l.Find(true, now) },
		} {
			if after, err := next(w.Clock.Now()); err == nil {
				standing = append(standing, after)
			}
		}
		for _, l := range standing {
			n++
			l.Ref = fmt.Sprintf("L-%04d-TEST", n)
			zero := func(at time.Time) *time.Time {
				if at.IsZero() {
					return nil
				}
				return &at
			}
			if _, err := w.DB.Exec(t.Context(), `insert into locks (id, person_id, ref, kind, at, confirmed_at, erase_at, ended_at, outcome) values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8)`,
				w.Minor(10).ID, l.Ref, l.Kind, l.At, zero(l.Confirmed), zero(l.EraseAt), zero(l.EndedAt), l.Outcome); err != nil {
				t.Fatal(err)
			}
			matter := atDesk(t, w, officer, l.Ref)
			listed := slices.Contains(refsOf(guardiansAtDesk(t, w, officer).Waiting[matter.Kind].Rows), l.Ref)
			if matter.Waits() != l.MayFind() || listed != l.MayFind() {
				t.Errorf("%+v: the matter waits: %t, it is listed: %t", l, matter.Waits(), listed)
			}
		}
	}
	session, err := w.Store.StaffSession(t.Context(), "desk")
	if err != nil || session.Desk.Locked != 3 || session.Desk.Older != 0 {
		t.Errorf("the menu counts %+v, %v", session.Desk, err)
	}
}

func TestALongListShowsItsBeginningAndCountsTheRest(t *testing.T) {
	const locks = 57
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	for n := range locks {
		if _, err := w.DB.Exec(t.Context(), `insert into locks (id, person_id, ref, kind, at) values (gen_random_uuid(), $1, $2, 'birth_date', $3)`,
			w.Adult().ID, fmt.Sprintf("L-%04d-LONG", n), w.Clock.Now().Add(time.Duration(n)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	list := guardiansAtDesk(t, w, officer).Waiting[models.MatterBirthDate]
	if len(list.Rows) != 50 || list.More != 7 || list.Rows[0].Ref != "L-0000-LONG" {
		t.Errorf("%d rows and %d more", len(list.Rows), list.More)
	}
}

func TestTheDeskTellsBothClocksOfADisputeAndHowFarTheErasingIs(t *testing.T) {
	const photos = 12
	f := newFamily(t, 10, photos)
	officer := f.Staff(models.RoleOfficer)
	f.act(t, models.ActDispute, nil)
	ref := f.lock(t).Ref
	waiting := guardiansAtDesk(t, f.World, officer).Waiting[models.MatterDisputed].Rows
	if len(waiting) != 1 || waiting[0].SaidAt.IsZero() || waiting[0].LockedIn() > time.Second || waiting[0].Late(f.Clock.Now()) {
		t.Fatalf("waiting are %+v", waiting)
	}
	f.Clock.Advance(3 * time.Hour)
	if err := f.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundTrue)); err != nil {
		t.Fatal(err)
	}
	m := guardiansAtDesk(t, f.World, officer).Ended[0]
	if m.Left != photos || m.Of != photos || !m.GoneBy().Equal(f.Clock.Now().Add(models.FoundErased)) || m.Late(f.Clock.Now()) {
		t.Errorf("while it is erased it is %+v", m)
	}
	if !m.Late(f.Clock.Now().Add(models.FoundErased + time.Second)) {
		t.Error("after a day it is not late")
	}
	f.Clock.Advance(4 * time.Minute)
	worked(t, f.World)
	if m = atDesk(t, f.World, officer, ref).Matter; m.ErasedIn() != 4*time.Minute || m.Left != 0 || m.Outcome != models.LockErased {
		t.Errorf("erased in %v: %+v", m.ErasedIn(), m)
	}
}

func TestABirthDateIsSeenOnlyOnceItIsOpenedAndThePersonSeesByWhom(t *testing.T) {
	w := storetest.New(t)
	officer, second := w.Staff(models.RoleOfficer), w.Staff(models.RoleOfficer)
	child := w.Allow(w.CanSignIn(w.Minor(12)), models.PhotoUpload)
	ref := w.TellBirth(child, 16)
	if m := atDesk(t, w, officer, ref); m.Opened != nil || !reflect.DeepEqual(m.Sight, models.MatterSight{}) || !m.Waits() || m.Kind != models.MatterOlder {
		t.Fatalf("before it is opened it is %+v", m)
	}
	for field, o := range map[string]models.Opening{
		models.FieldLookNote: {Password: storetest.Password}, "password": {Note: "The mother rang."},
	} {
		var invalid models.Invalid
		if _, err := w.Store.OpenMatter(t.Context(), officer, ref, o); !errors.As(err, &invalid) || invalid[field] != models.FaultMissing || len(invalid) != 1 {
			t.Errorf("without %s: %v", field, err)
		}
	}
	if _, err := w.Store.OpenMatter(t.Context(), officer, ref, models.Opening{Note: "The mother rang.", Password: "wrong password"}); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("with a wrong password: %v", err)
	}
	opensMatter(t, w, officer, ref)
	m := atDesk(t, w, officer, ref)
	if m.Opened == nil || m.Sight.Known != child.Birth || m.Sight.Told.Year != w.Clock.Now().Year()-16 || len(m.Sight.Records) > 0 || m.OpenedToday != 1 || len(m.Looks) != 1 {
		t.Errorf("opened it is %+v", m)
	}
	if m := atDesk(t, w, second, ref); m.Opened != nil || !reflect.DeepEqual(m.Sight, models.MatterSight{}) {
		t.Errorf("to a colleague it is open too: %+v", m)
	}
	log, err := w.Store.AccessLog(t.Context(), child.ID, store.Key{}, store.Older)
	if err != nil || len(log.Looks) != 1 {
		t.Fatalf("the person sees %d looks, %v", len(log.Looks), err)
	}
	if look := log.Looks[0]; look.Ref != ref || look.Staff != officer || look.Cause != models.CauseSettle || look.OfCase() ||
		look.Note != "The mother rang." || !slices.Equal(look.Fields, []models.LookField{models.SawBirth}) {
		t.Errorf("the person sees %+v", look)
	}
	again := w.TellBirth(child, 15) // which takes its place
	if m := atDesk(t, w, officer, again); m.Opened != nil || !reflect.DeepEqual(m.Sight, models.MatterSight{}) {
		t.Errorf("another date is open by the first one’s opening: %+v", m)
	}
	opensMatter(t, w, officer, again)
	w.Clock.Advance(models.LookFor)
	if m := atDesk(t, w, officer, again); m.Opened != nil || !reflect.DeepEqual(m.Sight, models.MatterSight{}) {
		t.Errorf("after half an hour it is open: %+v", m)
	}
}

func TestADisputeShowsWhoseYesItIsAndALockedBirthDateTheTwoDates(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child, adult := w.Allow(w.Minor(10)), w.Adult()
	w.Act(child, models.ActDispute)
	disputed, typed := w.LockOf(child), w.TellBirth(adult, 13)
	if look := opensMatter(t, w, officer, disputed); !slices.Equal(look.Fields, []models.LookField{models.SawGuardian}) {
		t.Errorf("they saw %v", look.Fields)
	}
	sight := atDesk(t, w, officer, disputed).Sight
	if len(sight.Records) != 1 || sight.Records[0].Ref != w.RecordOf(child) || sight.Records[0].Email != storetest.Mother || sight.Records[0].Guardian != "Lin Mei" || !sight.Known.IsZero() {
		t.Errorf("a dispute shows %+v", sight)
	}
	opensMatter(t, w, officer, typed)
	if sight := atDesk(t, w, officer, typed).Sight; len(sight.Records) > 0 || !sight.Known.IsZero() || sight.Told.Year != w.Clock.Now().Year()-13 {
		t.Errorf("a typed birth date shows %+v", sight)
	}
	if err := w.Store.Settle(t.Context(), officer, typed, settling(typed, models.FoundNot)); err != nil {
		t.Fatal(err)
	}
	if m := atDesk(t, w, officer, typed); m.Opened != nil || !reflect.DeepEqual(m.Sight, models.MatterSight{}) || m.Finding == nil {
		t.Errorf("once it is settled it is %+v", m)
	}
	if _, err := w.Store.OpenMatter(t.Context(), officer, typed, models.Opening{Note: "Once more.", Password: storetest.Password}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("what is settled is opened: %v", err)
	}
	if _, err := w.Store.OpenMatter(t.Context(), officer, "L-NONE-SUCH", models.Opening{Note: "A try.", Password: storetest.Password}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("what there is not is opened: %v", err)
	}
}

func TestAFindingIsKeptWithItsReasonAndWhoFoundItOnce(t *testing.T) {
	f := newFamily(t, 10, 3)
	officer := f.Staff(models.RoleOfficer)
	f.act(t, models.ActDispute, nil)
	ref := f.lock(t).Ref
	var invalid models.Invalid
	another := settling("L-AAAA-AAAA", models.FoundTrue)
	if err := f.Store.Settle(t.Context(), officer, ref, another); !errors.As(err, &invalid) || invalid[models.FieldRefAgain] != models.FaultUnknown {
		t.Errorf("with another's reference: %v", err)
	}
	wrong := settling(ref, models.FoundTrue)
	wrong.Password = "not this one"
	if err := f.Store.Settle(t.Context(), officer, ref, wrong); !errors.Is(err, models.ErrWrongCredentials) || f.photos() != 3 {
		t.Errorf("with a wrong password: %v, %d photos", err, f.photos())
	}
	not := settling("", models.FoundNot) // which erases nothing, and takes no reference
	if err := f.Store.Settle(t.Context(), officer, ref, not); err != nil {
		t.Fatal(err)
	}
	m := atDesk(t, f.World, officer, ref)
	if m.Finding == nil || m.Finding.True || m.Finding.By != officer || m.Finding.Why != not.Why || !m.Finding.At.Equal(f.Clock.Now()) || m.Outcome != models.LockLifted {
		t.Errorf("the finding is %+v of %+v", m.Finding, m.Matter)
	}
	if err := f.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundTrue)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("it was settled twice: %v", err)
	}
	if err := f.Store.Settle(t.Context(), officer, "L-NONE-SUCH", settling("L-NONE-SUCH", models.FoundTrue)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("what there is not is settled: %v", err)
	}
}

func TestOfTwoOfficersWhoSettleAtOnceOneSucceeds(t *testing.T) {
	w := storetest.New(t)
	officers := []models.Staff{w.Staff(models.RoleOfficer), w.Staff(models.RoleOfficer)}
	instances := []*store.Store{w.Store, w.Second()}
	child := w.Allow(w.Minor(12))
	w.Act(child, models.ActDispute)
	refs := []string{w.LockOf(child), w.TellBirth(w.Allow(w.Minor(12)), 16)}
	for _, ref := range refs {
		var wg sync.WaitGroup
		errs := make([]error, len(officers))
		for i, officer := range officers {
			wg.Go(func() { errs[i] = instances[i].Settle(t.Context(), officer, ref, settling(ref, models.FoundNot)) })
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), models.ErrConflict) {
			t.Errorf("%s: %v", ref, errs)
		}
		if n := w.Count(`select count(*) from findings where ref = $1`, ref); n != 1 {
			t.Errorf("%d findings of %s", n, ref)
		}
	}
}

func TestAnOfficerAnswersTheDateThatTheySawAndNotTheOneThatTookItsPlace(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child := w.Allow(w.CanSignIn(w.Minor(12)))
	seen, now := w.TellBirth(child, 14), w.TellBirth(child, 17)
	if err := w.Store.Settle(t.Context(), officer, seen, settling("", models.FoundTrue)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the date that is gone: %v", err)
	}
	if got := w.Person(child.ExternalID); got.Birth != child.Birth {
		t.Errorf("the child is born on %v", got.Birth)
	}
	if err := w.Store.Settle(t.Context(), officer, now, settling("", models.FoundTrue)); err != nil {
		t.Fatal(err)
	}
	if m := atDesk(t, w, officer, now); m.Kind != models.MatterOlder || m.Waits() || m.Finding == nil || !m.Finding.True {
		t.Errorf("answered it is %+v", m)
	}
}
