package store_test

import (
	"crypto/rand"
	"errors"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// family is a child whose mother said yes, with an app that has sent something.
type family struct {
	*storetest.World
	child models.Person
	app   models.Client
}

// newFamily returns a child of that age, whom Jolara's app knows, of whose mother there is a yes to photos, with so many of them.
func newFamily(t *testing.T, age, photos int) family {
	t.Helper()
	w := storetest.New(t)
	f := family{w, w.Allow(w.CanSignIn(w.Minor(age)), models.PhotoUpload, models.Camera), w.App("Jolara app")}
	w.Album(f.app, f.child, photos)
	return f
}

// read returns the child as they are now.
func (f family) read() models.Person { return f.Person(f.child.ExternalID) }

// act does something as the mother and wants it to succeed, or to be refused with what err is.
func (f family) act(t *testing.T, act models.WardAct, want error) {
	t.Helper()
	err := f.Store.ActAsGuardian(t.Context(), f.Visit(storetest.Mother), f.RecordOf(f.child), act)
	if !errors.Is(err, want) {
		t.Fatalf("%s: %v, want %v", act, err, want)
	}
}

// allowsNothing fails where Jolara's systems may do anything with the child, and where they may, if anything is refused.
func (f family) allowsNothing(t *testing.T, want bool) {
	t.Helper()
	standing, _, err := f.Store.PermissionsOf(t.Context(), f.child.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	on := 0
	for _, p := range standing {
		if p.State == models.Granted {
			on++
		}
	}
	err = f.sends(t)
	if refused := err != nil; refused != want || (on == 0) != want {
		t.Errorf("%d permissions are on, and a photo: %v", on, err)
	}
}

// sends lets the app send a photo that nobody sent before.
func (f family) sends(t *testing.T) error {
	t.Helper()
	_, err := f.Store.UploadPhoto(t.Context(), f.app.ID, f.child.ExternalID, models.Upload{
		ID: rand.Text(), File: storetest.Picture(60, 40, 1), Functions: []models.Function{models.FunctionPrinting},
	})
	return err
}

func (f family) photos() int {
	return f.Count(`select count(*) from photos where person_id = $1`, f.child.ID)
}

func (f family) lock(t *testing.T) models.Lock {
	t.Helper()
	g := stands(t, f.World, f.read())
	if g.Lock == nil {
		t.Fatal("nothing is locked")
	}
	return *g.Lock
}

// worked erases what is due, as the jobs do.
func worked(t *testing.T, w *storetest.World) {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), `select id::text from deletions where state in ('waiting', 'erasing') and due_at <= $1`, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, due := range all {
		if err := w.Store.EraseDeletion(t.Context(), due); err != nil {
			t.Fatal(err)
		}
	}
}

// isErased fails where something of the child is left but proof.
func (f family) isErased(t *testing.T) {
	t.Helper()
	worked(t, f.World)
	for _, table := range []string{"photos", "voice", "activity", "addresses", "changes", "sessions", "tokens", "sign_ins", "emails"} {
		if n := f.Count(`select count(*) from `+table+` where person_id = $1`, f.child.ID); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	if n := f.Count(`select count(*) from persons where id = $1 and ended_at is not null and convert_from(personal, 'utf8') in ('{}', 'null')`, f.child.ID); n != 1 {
		t.Error("the account lives, or says who it was")
	}
	if n := f.Count(`select count(*) from guardian_records where person_id = $1`, f.child.ID); n == 0 {
		t.Error("the proof of the consent is gone")
	}
	if files := storetest.FilesIn(t, f.Files); len(files) != 0 {
		t.Errorf("%d files are left", len(files))
	}
	_, err := f.Store.PushPerson(t.Context(), f.child.ExternalID, models.PushedPerson{
		Fields: map[models.Field]string{models.FieldName: "Back again"}, ChangedAt: func(string) time.Time { return f.Clock.Now() },
	})
	if !errors.Is(err, models.Refused{Reason: models.ReasonErased}) {
		t.Errorf("who was erased came back by being sent again: %v", err)
	}
	if err := f.sends(t); !errors.Is(err, models.Refused{Reason: models.ReasonErased}) {
		t.Errorf("a photo of who was erased: %v", err)
	}
}

func TestAYesThatIsTakenBackLocksAtOnceAndErasesAfterAWeek(t *testing.T) {
	f := newFamily(t, 10, 30)
	f.allowsNothing(t, false)
	f.act(t, models.ActWithdraw, nil)
	f.allowsNothing(t, true)
	if l := f.lock(t); l.Kind != models.LockWithdrawn || !l.EraseAt.Equal(f.Clock.Now().Add(week)) {
		t.Errorf("the lock is %+v", l)
	}
	for kind, n := range map[models.EventKind]int{models.EventGuardianWithdrew: 1, models.EventAccountLocked: 1, models.EventPermissionWithdrawn: 2} {
		if got := f.Count(`select count(*) from events where person_id = $1 and kind = $2`, f.child.ID, kind); got != n {
			t.Errorf("%d times %s, want %d", got, kind, n)
		}
	}
	if n := f.Count(`select count(*) from river_job where kind = 'lock_mail'`); n != 2 {
		t.Errorf("%d letters, one to the child and one to the mother", n)
	}
	f.act(t, models.ActWithdraw, models.ErrConflict)
	f.act(t, models.ActDispute, models.ErrConflict)
	f.Clock.Advance(week - time.Second)
	if swept := mustSweep(t, f.Store); swept.Locks != 0 || f.photos() != 31 {
		t.Errorf("before its time %d accounts went, %d photos are there", swept.Locks, f.photos())
	}
	f.Clock.Advance(time.Second)
	if swept := mustSweep(t, f.Store); swept.Locks != 1 || f.photos() != 0 {
		t.Errorf("%d accounts went, %d photos are there", swept.Locks, f.photos())
	}
	f.isErased(t)
	if n := f.Count(`select count(*) from river_job where kind = 'lock_mail' and args ->> 'About' = 'closed'`); n != 2 {
		t.Errorf("%d letters that all is erased", n)
	}
}

func TestAWithdrawalIsStoppedByTheSameGuardianAndEverythingStaysOffUntilItIsTurnedOn(t *testing.T) {
	f := newFamily(t, 10, 3)
	f.act(t, models.ActWithdraw, nil)
	f.act(t, models.ActStop, nil)
	if g := stands(t, f.World, f.read()); g.State != models.GuardianApproved || g.Lock != nil {
		t.Errorf("it stands at %+v", g)
	}
	f.allowsNothing(t, true)
	changed, err := f.Store.SwitchAsGuardian(t.Context(), f.Visit(storetest.Mother), f.RecordOf(f.child), models.PhotoUpload, models.Granted)
	if err != nil || !changed {
		t.Fatalf("changed %t, %v", changed, err)
	}
	f.allowsNothing(t, false)
	f.Clock.Advance(8 * 24 * time.Hour)
	if swept := mustSweep(t, f.Store); swept.Locks != 0 || f.photos() != 4 {
		t.Errorf("%d accounts went, %d photos are there", swept.Locks, f.photos())
	}
}

func TestAFreshCodeErasesAtOnceAndAnOldOneDoesNot(t *testing.T) {
	f := newFamily(t, 10, 5)
	token, code := f.VisitCode(storetest.Mother)
	if err := f.Store.ProveVisit(t.Context(), token, code, parlour); err != nil {
		t.Fatal(err)
	}
	ref := f.RecordOf(f.child)
	if err := f.Store.ActAsGuardian(t.Context(), token, ref, models.ActWithdraw); err != nil {
		t.Fatal(err)
	}
	if err := f.Store.EraseAsGuardian(t.Context(), token, ref, code, parlour); !errors.As(err, &models.WrongGuardianCode{}) || f.photos() != 5 {
		t.Errorf("with a code that was typed before: %v", err)
	}
	if err := f.Store.SendVisitCode(t.Context(), token, parlour); err != nil {
		t.Fatal(err)
	}
	if err := f.Store.EraseAsGuardian(t.Context(), token, ref, f.NewestCode(token), parlour); err != nil || f.photos() != 0 {
		t.Errorf("with a fresh code: %v, %d photos", err, f.photos())
	}
	f.isErased(t)
}

func TestINeverAgreedLocksAndErasesNothingUntilAnOfficerHasChecked(t *testing.T) {
	f := newFamily(t, 15, 4)
	officer, agent := f.Staff(models.RoleOfficer), f.Staff(models.RoleAgent)
	f.act(t, models.ActDispute, nil)
	f.allowsNothing(t, true)
	f.Clock.Advance(90 * 24 * time.Hour)
	if swept := mustSweep(t, f.Store); swept.Locks != 0 || f.photos() != 4 {
		t.Fatalf("%d accounts went without a finding, %d photos are there", swept.Locks, f.photos())
	}
	ref := f.lock(t).Ref
	if err := f.Store.FindLock(t.Context(), agent, ref, models.Finding{True: true}); !errors.Is(err, models.ErrNotFound) || f.photos() != 4 {
		t.Errorf("an agent settles it: %v", err)
	}
	if err := f.Store.FindLock(t.Context(), officer, ref, models.Finding{}); err != nil {
		t.Fatal(err)
	}
	f.allowsNothing(t, false)
	if err := f.Store.FindLock(t.Context(), officer, ref, models.Finding{True: true}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("it was settled twice: %v", err)
	}
	for kind, n := range map[models.EventKind]int{models.EventGuardianDisputed: 1, models.EventAccountLocked: 1, models.EventAccountUnlocked: 1} {
		if got := f.Count(`select count(*) from events where person_id = $1 and kind = $2`, f.child.ID, kind); got != n {
			t.Errorf("%d times %s, want %d", got, kind, n)
		}
	}
}

// The kill is of another process, which runs what the jobs run; the jobs themselves are killed in web/app.
func TestAThousandPhotosOfAConsentThatNeverWasAreGoneAfterTheFindingThoughItsInstanceIsKilled(t *testing.T) {
	const photos, erased = 1000, 400
	f := newFamily(t, 10, photos)
	officer := f.Staff(models.RoleOfficer)
	asked := time.Now()
	f.act(t, models.ActDispute, nil)
	f.allowsNothing(t, true)
	locked := time.Since(asked)
	if err := f.Store.FindLock(t.Context(), officer, f.lock(t).Ref, models.Finding{True: true}); err != nil {
		t.Fatal(err)
	}
	if n := f.photos(); n != 0 {
		t.Errorf("%d photos are in sight", n)
	}
	l := owner{World: f.World, Person: f.child, app: f.app}
	var of string
	if err := f.DB.QueryRow(t.Context(), `select id from deletions where scope = 'photos'`).Scan(&of); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	err := l.child(t, childDeletion+"="+of, childPoint+"="+store.PointFileErased, childTime+"=400").Run()
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child was not killed: %v", err)
	}
	if n := len(storetest.FilesIn(t, f.Files)); n == 0 || n > photos*len(models.Sizes)-erased {
		t.Fatalf("%d files are left: it was not killed in the middle", n)
	}
	l.restarts(t)
	f.isErased(t)
	t.Logf("locked within %v, all gone %v after 'I never agreed', as the machine's clock has it", locked, time.Since(asked))
	var seconds float64
	if err := f.DB.QueryRow(t.Context(), `select extract(epoch from l.erased_at - i.at) from locks l join findings i on i.id = l.id`).Scan(&seconds); err != nil || seconds < 0 || seconds > models.FoundErased.Seconds() {
		t.Errorf("the desk's clock says %v s, %v", seconds, err)
	}
}

func TestWhatIsHeldWithoutAYesGoesOnlyOnceTheBirthDateIsSure(t *testing.T) {
	const day = 24 * time.Hour
	for age, kept := range map[int]time.Duration{10: 7 * day, 15: 30 * day} {
		w := storetest.New(t)
		child := w.CanSignIn(w.Minor(age))
		f := family{w, child, w.App("Jolara app")}
		w.Album(f.app, child, 3)
		if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); err != nil {
			t.Fatal(err)
		}
		w.Clock.Advance(week)
		mustSweep(t, w.Store)
		if l := f.lock(t); l.Kind != models.LockNoYes || !l.EraseAt.IsZero() {
			t.Fatalf("nobody answered: %+v", l)
		}
		f.allowsNothing(t, true)
		w.Clock.Advance(60 * day)
		if swept := mustSweep(t, w.Store); swept.Locks != 0 || f.photos() != 3 {
			t.Errorf("%d accounts went by a birth date that nobody confirmed", swept.Locks)
		}
		if err := w.Store.ConfirmBirthDate(t.Context(), child.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.Store.ConfirmBirthDate(t.Context(), child.ID); !errors.Is(err, models.ErrConflict) {
			t.Errorf("confirmed twice: %v", err)
		}
		w.Clock.Advance(kept - time.Second)
		if n, err := w.Store.RemindOfLocks(t.Context()); n != 1 || err != nil {
			t.Errorf("%d reminders, %v", n, err)
		}
		if n, err := w.Store.RemindOfLocks(t.Context()); n != 0 || err != nil {
			t.Errorf("%d reminders at once again, %v", n, err)
		}
		if swept := mustSweep(t, w.Store); swept.Locks != 0 {
			t.Errorf("%d accounts went too soon", swept.Locks)
		}
		w.Clock.Advance(time.Second)
		if swept := mustSweep(t, w.Store); swept.Locks != 1 || f.photos() != 0 {
			t.Errorf("at %d: %d accounts went, %d photos are there", age, swept.Locks, f.photos())
		}
		worked(t, w)
	}
}

func TestAfterANoAnotherGuardianMayBeNamedWhereSomethingIsHeldAndTheirYesLiftsTheLock(t *testing.T) {
	w := storetest.New(t)
	child := w.CanSignIn(w.Minor(15))
	f := family{w, child, w.App("Jolara app")}
	w.Album(f.app, child, 2)
	if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	token, proof := w.ProvenGuardian(child)
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, models.GuardianDecision{}, storetest.Shown()); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ConfirmBirthDate(t.Context(), child.ID); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(models.TeenagersKept - time.Hour) // and a letter that is on its way is waited for
	if err := w.Store.AskGuardian(t.Context(), child, "father@example.com", models.English, parlour); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(2 * time.Hour)
	if swept := mustSweep(t, w.Store); swept.Locks != 0 {
		t.Fatal("it went while a guardian was asked")
	}
	if err := w.Store.AskGuardian(t.Context(), child, "uncle@example.com", models.English, parlour); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianSaid}) {
		t.Errorf("the time was over, and one more was asked: %v", err)
	}
	w.Approve(child, models.PhotoUpload)
	if g := stands(t, w, f.read()); g.State != models.GuardianApproved || g.Lock != nil || f.photos() != 2 {
		t.Errorf("it stands at %+v, with %d photos", g, f.photos())
	}
	f.allowsNothing(t, false)
}

func TestWhoCameOfAgeIsNotErasedByAFormerGuardian(t *testing.T) {
	f := newFamily(t, 17, 2)
	f.Clock.Advance(360 * 24 * time.Hour)
	f.act(t, models.ActWithdraw, nil)
	f.Clock.Advance(week)
	mustSweep(t, f.Store)
	if n := f.Count(`select count(*) from locks where outcome = 'lifted'`); n != 1 || f.photos() != 2 {
		t.Errorf("%d locks are lifted, %d photos are there", n, f.photos())
	}
}

func TestWhoComesOfAgeWhileAGuardianIsAskedIsNotLocked(t *testing.T) {
	w := storetest.New(t)
	young := w.Minor(17)
	w.Clock.Advance(360 * 24 * time.Hour)
	if err := w.Store.AskGuardian(t.Context(), young, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(week)
	if swept := mustSweep(t, w.Store); swept.Requests != 1 {
		t.Fatalf("%d letters ended", swept.Requests)
	}
	if n := w.Count(`select count(*) from locks`); n != 0 {
		t.Error("somebody is locked for whom nobody decides any more")
	}
}

func TestAGuardianSeesWhatTheAgeOfTheChildAllowsAndNothingOfAnotherAddress(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	for age, sight := range map[int]models.GuardianSight{7: {Titles: true, Details: true, All: true}, 10: {Titles: true}, 16: {}} {
		child := w.Allow(w.CanSignIn(w.Minor(age)), models.PhotoUpload)
		w.Album(app, child, 3)
		w.File(child, models.ComplaintForm{MessageForm: models.MessageForm{Words: "My guardian reads my letters."}})
		page, err := w.Store.WardPage(t.Context(), w.Visit(storetest.Mother), w.RecordOf(child))
		if err != nil {
			t.Fatal(err)
		}
		if page.Sight != sight || (len(page.Titles) == 3) != (sight.Titles && !sight.All) || // who sees the album is not told of titles
			(len(page.Details) > 0) != sight.Details {
			t.Errorf("at %d: %+v, %d titles, %d details", age, page.Sight, len(page.Titles), len(page.Details))
		}
		for _, h := range page.Holdings {
			if h.Category == models.CategoryComplaints {
				t.Errorf("at %d the guardian is told of complaints", age)
			}
			if h.Category == models.CategoryPhotos && h.Count != 3 {
				t.Errorf("at %d there are %d photos", age, h.Count)
			}
		}
		_, code := w.VisitCode("stranger@example.com")
		if code != "" {
			t.Error("a stranger gets a code")
		}
		other := w.Allow(w.Minor(12))
		if _, err := w.DB.Exec(t.Context(), `update guardian_requests set lookup = $2 where person_id = $1`, other.ID, w.Vault.Lookup("father@example.com")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Store.WardPage(t.Context(), w.Visit("father@example.com"), w.RecordOf(child)); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a father sees another's child: %v", err)
		}
	}
	_, wards, err := w.Store.Wards(t.Context(), w.Visit(storetest.Mother))
	if err != nil || len(wards) != 3 {
		t.Errorf("the mother has %d children, %v", len(wards), err)
	}
}

func TestFiveWrongCodesEndAGuardiansVisit(t *testing.T) {
	f := newFamily(t, 10, 0)
	token, code := f.VisitCode(storetest.Mother)
	if _, _, err := f.Store.Wards(t.Context(), token); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("without a code: %v", err)
	}
	if err := f.Store.ActAsGuardian(t.Context(), token, f.RecordOf(f.child), models.ActWithdraw); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("without a code something is done: %v", err)
	}
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for range models.GuardianCodeTries {
		if err := f.Store.ProveVisit(t.Context(), token, wrong, parlour); err == nil {
			t.Fatal("a wrong code is right")
		}
	}
	if err := f.Store.ProveVisit(t.Context(), token, code, parlour); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("after five wrong ones the right one: %v", err)
	}
	fresh := f.Visit(storetest.Mother)
	f.Clock.Advance(models.VisitLife)
	if _, _, err := f.Store.Wards(t.Context(), fresh); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("after an hour: %v", err)
	}
	mustSweep(t, f.Store)
	if n := f.Count(`select count(*) from guardian_visits`); n != 0 {
		t.Errorf("%d visits are kept", n)
	}
}

func TestAFindingAboutWhoCameOfAgeErasesNothing(t *testing.T) {
	f := newFamily(t, 17, 3)
	officer := f.Staff(models.RoleOfficer)
	f.act(t, models.ActDispute, nil)
	ref := f.lock(t).Ref
	f.Clock.Set(f.child.Birth.AddYears(18).Start())
	if err := f.Store.FindLock(t.Context(), officer, ref, models.Finding{True: true}); !errors.Is(err, models.ErrConflict) || f.photos() != 3 {
		t.Errorf("it is found true of an adult: %v, %d photos", err, f.photos())
	}
	if n := f.Count(`select count(*) from locks where outcome = 'lifted'`); n != 1 || f.read().Lock != "" {
		t.Errorf("%d locks are lifted", n)
	}
}

func TestWhatIsFoundNotTrueAfterANoLetsTheChildAskAgain(t *testing.T) {
	w := storetest.New(t)
	child := w.Minor(12)
	f := family{w, child, w.App("Jolara app")}
	w.Album(f.app, child, 2)
	if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	token, proof := w.ProvenGuardian(child)
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, models.GuardianDecision{}, storetest.Shown()); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.FindLock(t.Context(), w.Staff(models.RoleOfficer), f.lock(t).Ref, models.Finding{}); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, f.read()); g.Lock != nil || !g.MayAsk(w.Clock.Now()) {
		t.Errorf("it stands at %+v", g)
	}
	f.allowsNothing(t, true)
	if err := w.Store.AskGuardian(t.Context(), f.read(), "father@example.com", models.English, parlour); err != nil {
		t.Errorf("another grown-up: %v", err)
	}
}

func TestAnAccountMadeHereThatTurnsOutToBeAYoungPersonsHasItsThirtyDays(t *testing.T) {
	const day = 24 * time.Hour
	w := storetest.New(t)
	person := w.SignedUp(30)
	if effect := tells(t, w, person, models.DateOf(w.Clock.Now().AddDate(-16, 0, 0))); effect != models.BirthLocks {
		t.Fatalf("it %s", effect)
	}
	if err := w.Store.ConfirmBirthDate(t.Context(), person.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.AskGuardian(t.Context(), person, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(8 * day)
	mustSweep(t, w.Store)
	if n := w.Count(`select count(*) from persons where id = $1 and ended_at is null`, person.ID); n != 1 {
		t.Fatal("after a week the account is gone")
	}
	w.Clock.Advance(22 * day)
	if swept := mustSweep(t, w.Store); swept.Locks != 1 {
		t.Errorf("after thirty days %d accounts went", swept.Locks)
	}
}

func TestTheChildGetsAReceiptOfWhatAGuardianTurnsOnOrOff(t *testing.T) {
	f := newFamily(t, 10, 0)
	if _, err := f.DB.Exec(t.Context(), `delete from river_job`); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Store.SwitchAsGuardian(t.Context(), f.Visit(storetest.Mother), f.RecordOf(f.child), models.Camera, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	n := f.Count(`select count(*) from river_job j join consents c on c.id::text = j.args ->> 'ConsentID'
		where j.kind = 'receipt_mail' and c.person_id = $1 and c.kind = 'camera' and c.state = 'withdrawn' and c.made_by = 'guardian'`, f.child.ID)
	if n != 1 {
		t.Errorf("%d receipts", n)
	}
}
