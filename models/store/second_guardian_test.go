package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// parents are a family with a father beside the mother.
type parents struct {
	family
	officer models.Staff
}

// newParents returns a child of that age whose mother allows photos and camera, with so many photos, and whose father then decided so
// beside her.
func newParents(t *testing.T, age, photos int, father models.GuardianDecision) parents {
	t.Helper()
	f := newFamily(t, age, photos)
	f.Join(f.child, father)
	return parents{f, f.Staff(models.RoleOfficer)}
}

// does something as the one or the other, and wants it to succeed, or to be refused with what err is.
func (p parents) does(t *testing.T, email string, act models.WardAct, want error) {
	t.Helper()
	if err := p.Store.ActAsGuardian(t.Context(), p.Visit(email), p.RecordFrom(p.child, email), act); !errors.Is(err, want) {
		t.Fatalf("%s: %s: %v, want %v", email, act, err, want)
	}
}

func (p parents) switches(t *testing.T, email string, kind models.PermissionKind, to models.State, want error) {
	t.Helper()
	if _, err := p.Store.SwitchAsGuardian(t.Context(), p.Visit(email), p.RecordFrom(p.child, email), kind, to); !errors.Is(err, want) {
		t.Fatalf("%s: %s: %v, want %v", email, kind, err, want)
	}
}

// isOn fails where a permission stands otherwise for Jolara's systems.
func (p parents) isOn(t *testing.T, kind models.PermissionKind, want bool) {
	t.Helper()
	permissions, _, err := p.Store.PermissionsOf(t.Context(), p.child.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	for _, is := range permissions {
		if is.Kind == kind && (is.State == models.Granted) != want {
			t.Errorf("%s is on: %t, want %t", kind, !want, want)
		}
	}
}

// holds fails where the account is locked, or frozen, for another reason; empty: for none.
func (p parents) holds(t *testing.T, want models.LockKind) {
	t.Helper()
	if g := stands(t, p.World, p.read()); g.LockKind() != want || p.read().Lock != want {
		t.Fatalf("the account is locked by %q, want %q", g.LockKind(), want)
	}
}

// finds settles what is locked, as an officer.
func (p parents) finds(t *testing.T, found string) {
	t.Helper()
	ref := p.LockOf(p.child)
	if err := p.Store.Settle(t.Context(), p.officer, ref, settling(ref, found)); err != nil {
		t.Fatal(err)
	}
}

// sees tells whether an address sees the child.
func (p parents) sees(t *testing.T, email string) bool {
	t.Helper()
	_, wards, err := p.Store.Wards(t.Context(), p.Visit(email))
	if err != nil {
		t.Fatal(err)
	}
	return len(wards) > 0
}

func TestASecondGuardianIsWrittenToOnlyWithTheFirstOnesYesOrAnOfficers(t *testing.T) {
	f := newFamily(t, 10, 0)
	asks := func(email string) error { return f.Store.AskSecond(t.Context(), f.read(), email, models.English) }
	var invalid models.Invalid
	for email, want := range map[string]models.Fault{
		"": models.FaultMissing, "no address": models.FaultMalformed, "Mother+x@example.com": models.FaultTaken, f.read().Email: models.FaultOwn,
	} {
		if err := asks(email); !errors.As(err, &invalid) || invalid[models.FieldGuardianEmail] != want {
			t.Errorf("%q: %v, want %s", email, err, want)
		}
	}
	if err := asks(storetest.Father); err != nil {
		t.Fatal(err)
	}
	letters := func() int { return f.Count(`select count(*) from river_job where kind = 'guardian_mail'`) }
	before := letters()
	second := stands(t, f.World, f.read()).Second
	if second == nil || second.State != models.GuardianProposed || f.Count(`select count(*) from river_job where kind = 'second_asked_mail'`) != 1 {
		t.Fatalf("after the child asked, it is %+v", second)
	}
	if _, to, err := f.Store.SecondAsked(t.Context(), models.SecondAskedMail{RequestID: second.ID}); err != nil || to != storetest.Mother {
		t.Errorf("asked is %s, %v", to, err)
	}
	if err := asks("aunt@example.com"); !errors.Is(err, models.Refused{Reason: models.ReasonNoSecond}) {
		t.Errorf("while one waits, a third one: %v", err)
	}

	record := f.RecordOf(f.child)
	if err := f.Store.AnswerSecondAsGuardian(t.Context(), f.Visit(storetest.Mother), record, false); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, f.World, f.read()); g.Second != nil || g.State != models.GuardianApproved || letters() != before {
		t.Errorf("after the mother's no it is %+v, with %d letters", g.Second, letters())
	}
	if f.Count(`select count(*) from guardian_requests where second and (personal is not null or token_hash is not null)`) != 0 {
		t.Error("the address is still there")
	}

	if err := asks(storetest.Father); err != nil {
		t.Fatal(err)
	}
	officer, ref := f.Staff(models.RoleOfficer), stands(t, f.World, f.read()).Second.Ref
	if m := atDesk(t, f.World, officer, ref); m.Kind != models.MatterSecond || !m.Waits() || len(m.Sight.Records) != 0 {
		t.Errorf("at the desk it is %+v", m)
	}
	opensMatter(t, f.World, officer, ref)
	if m := atDesk(t, f.World, officer, ref); len(m.Sight.Records) != 1 || m.Sight.Records[0].Email != storetest.Mother {
		t.Errorf("opened it shows %+v", m.Sight)
	}
	if err := f.Store.Settle(t.Context(), f.Staff(models.RoleAgent), ref, settling(ref, models.FoundTrue)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an agent settles it: %v", err)
	}
	if err := f.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundTrue)); err != nil {
		t.Fatal(err)
	}
	if err := f.Store.Settle(t.Context(), officer, ref, settling(ref, models.FoundNot)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("settled twice: %v", err)
	}
	if g := stands(t, f.World, f.read()); g.Second == nil || g.Second.State != models.GuardianWaiting || letters() != before+1 {
		t.Errorf("after an officer's yes it is %+v, with %d letters", g.Second, letters())
	}
	if m := atDesk(t, f.World, officer, ref); m.Waits() || m.Finding == nil || !m.Finding.True {
		t.Errorf("settled it is %+v", m)
	}
	f.Clock.Advance(8 * 24 * time.Hour)
	mustSweep(t, f.Store)
	if g := stands(t, f.World, f.read()); g.Second != nil || g.State != models.GuardianApproved || g.Lock != nil {
		t.Errorf("without an answer it is %+v", g)
	}
	f.allowsNothing(t, false)
}

func TestOfTwoGuardiansTheStricterAnswerHoldsAndNothingElseChangesMeanwhile(t *testing.T) {
	p := newParents(t, 10, 3, storetest.Yes(models.PhotoUpload))
	p.holds(t, models.LockAnswers)
	p.isOn(t, models.Camera, false)
	p.isOn(t, models.PhotoUpload, true)
	if err := p.sends(t); err != nil {
		t.Errorf("a photo that both allow: %v", err)
	}

	token, record := p.Visit(storetest.Mother), p.RecordFrom(p.child, storetest.Mother)
	order := models.DeletionOrder{Selection: models.Selection{What: models.ScopePhotos, All: true}, When: models.WhenTomorrow, Asked: p.Clock.Now(), Shown: 4}
	if _, err := p.Store.DeleteAsGuardian(t.Context(), token, record, order); !errors.Is(err, models.Refused{Reason: models.ReasonLocked}) {
		t.Errorf("the mother deletes: %v", err)
	}
	name := models.Form{Fields: map[string]models.Typed{string(models.FieldNickname): {Is: "Eagle"}}}
	if _, err := p.Store.CorrectAsGuardian(t.Context(), token, record, name); !errors.Is(err, models.Refused{Reason: models.ReasonLocked}) {
		t.Errorf("the mother corrects: %v", err)
	}
	differ := models.Refused{Reason: models.ReasonGuardiansDiffer}
	p.switches(t, storetest.Mother, models.Microphone, models.Granted, differ)
	p.switches(t, storetest.Father, models.VoiceCall, models.Granted, differ)
	p.switches(t, storetest.Mother, models.PhotoUpload, models.Withdrawn, nil) // a no counts at any time
	p.isOn(t, models.PhotoUpload, false)
	p.switches(t, storetest.Mother, models.PhotoUpload, models.Granted, nil) // what the other one allows may be allowed
	p.isOn(t, models.PhotoUpload, true)
	p.holds(t, models.LockAnswers)

	p.switches(t, storetest.Father, models.Camera, models.Granted, nil)
	p.holds(t, "")
	p.isOn(t, models.Camera, true)
	if _, err := p.Store.CorrectAsGuardian(t.Context(), p.Visit(storetest.Mother), record, name); err != nil {
		t.Errorf("once they agree: %v", err)
	}
	p.switches(t, storetest.Mother, models.VoiceCall, models.Granted, nil)
	p.isOn(t, models.VoiceCall, false)
	p.holds(t, models.LockAnswers)
	p.finds(t, models.FoundNot)
	p.holds(t, "")
	p.switches(t, storetest.Father, models.VoiceCall, models.Granted, nil) // the mother's yes went with the finding
	p.isOn(t, models.VoiceCall, false)
}

func TestWhatOneGuardianDeletedIsNotErasedWhileTheOtherDiffers(t *testing.T) {
	p := newParents(t, 10, 5, storetest.Yes(models.PhotoUpload, models.Camera))
	p.holds(t, "")
	order := models.DeletionOrder{Selection: models.Selection{What: models.ScopePhotos, All: true}, When: models.WhenTomorrow, Asked: p.Clock.Now(), Shown: 5}
	if _, err := p.Store.DeleteAsGuardian(t.Context(), p.Visit(storetest.Mother), p.RecordFrom(p.child, storetest.Mother), order); err != nil {
		t.Fatal(err)
	}
	p.does(t, storetest.Father, models.ActWithdraw, nil)
	p.Clock.Advance(40 * 24 * time.Hour)
	mustSweep(t, p.Store)
	worked(t, p.World)
	held := func() int {
		return p.photos() + p.Count(`select count(*) from deleted where person_id = $1 and outcome is null and held is not null`, p.child.ID)
	}
	if held() != 5 || len(storetest.FilesIn(t, p.Files)) == 0 {
		t.Errorf("%d of 5 photos are held", held())
	}
	p.does(t, storetest.Father, models.ActStop, nil)
	if p.Count(`select count(*) from river_job where kind = 'erase'`) == 0 {
		t.Error("nobody is told to go on with the deletion")
	}
	worked(t, p.World)
	if held() != 0 {
		t.Errorf("once they agree, %d photos are held", held())
	}
}

func TestAYesThatOneOfTwoTakesBackErasesNothingBeforeAnOfficerFoundWhoseWordHolds(t *testing.T) {
	for name, test := range map[string]struct {
		act    models.WardAct
		found  string
		erased bool
	}{
		"the yes holds": {models.ActWithdraw, models.FoundNot, false},
		"the no holds":  {models.ActWithdraw, models.FoundTrue, true},
		"never agreed, and the other one's yes holds": {models.ActDispute, models.FoundNot, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newParents(t, 12, 3, storetest.Yes(models.PhotoUpload, models.Camera))
			p.does(t, storetest.Father, test.act, nil)
			p.holds(t, models.LockDiffer)
			p.allowsNothing(t, true)
			p.does(t, storetest.Father, test.act, models.ErrConflict)
			p.does(t, storetest.Father, models.ActErase, models.ErrConflict)
			p.does(t, storetest.Mother, models.ActStop, models.ErrConflict)
			p.Clock.Advance(60 * 24 * time.Hour)
			mustSweep(t, p.Store)
			worked(t, p.World)
			if p.photos() != 3 {
				t.Fatalf("after 60 days %d of 3 photos are left", p.photos())
			}
			p.finds(t, test.found)
			if !test.erased {
				p.holds(t, "")
				if p.sees(t, storetest.Father) || !p.sees(t, storetest.Mother) {
					t.Error("the father still decides, or the mother no longer")
				}
				p.switches(t, storetest.Mother, models.PhotoUpload, models.Granted, nil)
				p.isOn(t, models.PhotoUpload, true)
				return
			}
			p.holds(t, models.LockWithdrawn)
			p.does(t, storetest.Mother, models.ActStop, models.ErrConflict)
			p.Clock.Advance(models.WithdrawnKept)
			mustSweep(t, p.Store)
			p.isErased(t)
		})
	}
}

func TestWhatBothGuardiansTakeBackGoesAfterSevenDaysUnlessOneOfThemStopsIt(t *testing.T) {
	p := newParents(t, 12, 3, storetest.Yes(models.PhotoUpload, models.Camera))
	p.does(t, storetest.Mother, models.ActWithdraw, nil)
	p.does(t, storetest.Father, models.ActWithdraw, nil)
	p.holds(t, models.LockWithdrawn)
	p.does(t, storetest.Father, models.ActErase, models.ErrConflict) // which takes a code of its own
	p.does(t, storetest.Mother, models.ActStop, nil)
	p.holds(t, models.LockDiffer)
	p.Clock.Advance(30 * 24 * time.Hour)
	mustSweep(t, p.Store)
	if p.photos() != 3 {
		t.Fatal("it was erased although one of them says yes")
	}
	p.does(t, storetest.Father, models.ActStop, nil)
	p.holds(t, "")
	p.allowsNothing(t, true) // everything stays off until one of them turns it on
	p.switches(t, storetest.Father, models.PhotoUpload, models.Granted, nil)
	p.isOn(t, models.PhotoUpload, true)

	p.does(t, storetest.Father, models.ActWithdraw, nil)
	p.does(t, storetest.Mother, models.ActWithdraw, nil)
	p.Clock.Advance(models.WithdrawnKept)
	mustSweep(t, p.Store)
	p.isErased(t)
}

func TestAConsentThatBothGuardiansDisputeWaitsForAnOfficer(t *testing.T) {
	p := newParents(t, 12, 3, storetest.Yes(models.PhotoUpload, models.Camera))
	p.does(t, storetest.Mother, models.ActDispute, nil)
	p.holds(t, models.LockDiffer)
	p.does(t, storetest.Father, models.ActDispute, nil)
	p.holds(t, models.LockDisputed)
	p.Clock.Advance(30 * 24 * time.Hour)
	mustSweep(t, p.Store)
	if p.photos() != 3 {
		t.Fatal("it was erased before anybody found it true")
	}
	p.finds(t, models.FoundTrue)
	p.isErased(t)
}

func TestASecondGuardiansNoLocksAndErasesNothing(t *testing.T) {
	p := newParents(t, 12, 3, models.GuardianDecision{})
	p.holds(t, models.LockDiffer)
	p.allowsNothing(t, true)
	if p.Count(`select count(*) from guardian_requests where second and personal is not null`) != 0 {
		t.Error("the address of who said no is still there")
	}
	p.finds(t, models.FoundNot)
	p.holds(t, "")
	p.allowsNothing(t, false)
	if err := p.Store.AskSecond(t.Context(), p.read(), storetest.Father, models.English); !errors.As(err, &models.Invalid{}) {
		t.Errorf("whoever said no is asked again: %v", err)
	}
}

func TestOfTwoGuardiansWhoTakeTheirYesBackAtTheSameMomentTheAccountEndsAsWithdrawn(t *testing.T) {
	p := newParents(t, 12, 1, storetest.Yes(models.PhotoUpload, models.Camera))
	instances := []*struct{ email, token, record string }{{email: storetest.Mother}, {email: storetest.Father}}
	var done sync.WaitGroup
	for i, as := range instances {
		as.token, as.record = p.Visit(as.email), p.RecordFrom(p.child, as.email)
		s := p.Store
		if i == 1 {
			s = p.Second()
		}
		done.Go(func() {
			if err := s.ActAsGuardian(t.Context(), as.token, as.record, models.ActWithdraw); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	p.holds(t, models.LockWithdrawn)
	if n := p.Count(`select count(*) from locks where person_id = $1 and ended_at is null`, p.child.ID); n != 1 {
		t.Errorf("%d locks hold", n)
	}
}

func TestWhoeverComesOfAgeHasNoGuardiansWhoDiffer(t *testing.T) {
	p := newParents(t, 17, 2, storetest.Yes(models.PhotoUpload))
	p.does(t, storetest.Father, models.ActWithdraw, nil)
	p.Clock.Advance(400 * 24 * time.Hour)
	mustSweep(t, p.Store)
	if is := p.read(); is.Lock != "" || p.photos() != 2 || p.sees(t, storetest.Mother) || p.sees(t, storetest.Father) {
		t.Errorf("of age, the lock is %q, with %d photos", is.Lock, p.photos())
	}
}
