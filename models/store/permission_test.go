package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// mustSwitch sets the person's camera permission here, on the portal.
func mustSwitch(t *testing.T, s *store.Store, p models.Person, to models.State) (c models.Consent, changed bool) {
	t.Helper()
	c, changed, err := s.SwitchPermission(t.Context(), p, models.Camera, to)
	if err != nil {
		t.Fatal(err)
	}
	return c, changed
}

// reported is a choice about the camera that Jolara's app tells of.
func reported(id string, state models.State, at time.Time) models.Consent {
	return models.Consent{ID: id, Kind: models.Camera, State: state, At: at, PolicyVersion: "2026-03", Device: "a phone"}
}

func mustRecord(t *testing.T, s *store.Store, p models.Person, c models.Consent) models.Permission {
	t.Helper()
	standing, err := s.RecordConsent(t.Context(), p.ExternalID, c)
	if err != nil {
		t.Fatal(err)
	}
	return standing
}

// camera is how the permission stands, as Jolara's systems are told.
func camera(t *testing.T, s *store.Store, p models.Person) models.Permission {
	t.Helper()
	all, _, err := s.PermissionsOf(t.Context(), p.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(p models.Permission) bool { return p.Kind == models.Camera })
	return all[i]
}

// written counts what the choices of a world left behind.
func written(w *storetest.World) (n [4]int) {
	for i, query := range []string{
		`select count(*) from consents`,
		`select count(*) from receipt_refs`,
		`select count(*) from events where kind like 'permission_%'`,
		`select count(*) from river_job where kind = 'receipt_mail'`,
	} {
		n[i] = w.Count(query)
	}
	return n
}

func TestASwitchWritesChoiceReceiptEventAndLetterInOneCommit(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	c, changed := mustSwitch(t, w.Store, person, models.Granted)

	if !changed || !c.At.Equal(w.Clock.Now()) || c.By != models.ByPerson || c.Receipt == "" {
		t.Errorf("the choice is %+v, changed %v", c, changed)
	}
	if got := written(w); got != [4]int{1, 1, 1, 1} {
		t.Errorf("choices, receipts, events, letters: %v", got)
	}
	commits := w.Count(`select count(distinct t) from (
		select xmin::text t from permissions where kind = 'camera' union all
		select xmin::text from consents union all select xmin::text from receipt_refs union all
		select xmin::text from events where kind = 'permission_granted' union all select xmin::text from river_job) w`)
	if commits != 1 {
		t.Errorf("it took %d commits", commits)
	}
	if n := w.Count(`select count(*) from events where kind = 'permission_granted' and subject = 'camera' and actor = 'person' and clause = 28`); n != 1 {
		t.Error("the event does not say what happened")
	}
	if n := w.Count(`select count(*) from river_job where args = jsonb_build_object('PersonID', $1::text, 'ConsentID', $2::text)`, person.ID, c.ID); n != 1 {
		t.Error("the letter's job does not name the choice")
	}
	want := models.Permission{Kind: models.Camera, State: models.Granted, Since: c.At, ChosenAt: c.At, Receipt: c.Receipt}
	if got := camera(t, w.Store, person); got != want {
		t.Errorf("the permission stands at %+v, want %+v", got, want)
	}
	to, letter, err := w.Store.ReceiptLetter(t.Context(), models.ReceiptMail{PersonID: person.ID, ConsentID: c.ID})
	if err != nil || to != person || letter.Receipt != c.Receipt {
		t.Errorf("the letter goes to %+v about %+v, %v", to, letter, err)
	}
}

func TestASwitchThatChangesNothingWritesNothing(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	first, _ := mustSwitch(t, w.Store, person, models.Granted)
	before := written(w)

	w.Clock.Advance(time.Hour)
	again, changed := mustSwitch(t, w.Second(), person, models.Granted)
	if changed || again.ID != first.ID || again.Receipt != first.Receipt {
		t.Errorf("changed %v to %+v, want the choice that stands: %+v", changed, again, first)
	}
	if got := written(w); got != before {
		t.Errorf("choices, receipts, events, letters: %v, before %v", got, before)
	}
	if got := camera(t, w.Store, person); !got.Since.Equal(first.At) {
		t.Errorf("granted since %s, not %s", got.Since, first.At)
	}
}

func TestALateGrantNeverBeatsALaterWithdrawal(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	now := w.Clock.Now()
	mustRecord(t, w.Store, person, reported("first", models.Granted, now.Add(-3*time.Hour)))
	withdrawn, _ := mustSwitch(t, w.Store, person, models.Withdrawn)
	before := written(w)

	standing := mustRecord(t, w.Second(), person, reported("late", models.Granted, now.Add(-time.Hour)))
	if standing.State != models.Withdrawn || !standing.Since.Equal(withdrawn.At) || standing != camera(t, w.Store, person) {
		t.Errorf("after the late grant it stands at %+v", standing)
	}
	after := written(w)
	if after[0] != before[0]+1 || after[2] != before[2] || after[3] != before[3] {
		t.Errorf("choices, receipts, events, letters: %v, before %v: only the ledger grows", after, before)
	}
}

func TestALateGrantMakesAGrantBeginEarlier(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	now := w.Clock.Now().UTC()
	mustRecord(t, w.Store, person, reported("on", models.Granted, now.Add(-time.Hour)))
	standing := mustRecord(t, w.Store, person, reported("late", models.Granted, now.Add(-2*time.Hour)))
	if !standing.Since.Equal(now.Add(-2*time.Hour)) || !standing.ChosenAt.Equal(now.Add(-time.Hour)) {
		t.Errorf("it stands at %+v", standing)
	}
}

func TestOfTwoChoicesAtTheSameTimeTheWithdrawalWins(t *testing.T) {
	w := storetest.New(t)
	at := w.Clock.Now().Add(-time.Hour)
	on, off := reported("on", models.Granted, at), reported("off", models.Withdrawn, at)
	for _, order := range [][]models.Consent{{on, off}, {off, on}} {
		person := w.Adult()
		var standing models.Permission
		for _, c := range order {
			standing = mustRecord(t, w.Store, person, c)
		}
		if standing.State != models.Withdrawn {
			t.Errorf("%s first: it stands at %s", order[0].ID, standing.State)
		}
	}
}

func TestAPhonesClockAheadDoesNotBlockAWithdrawalHere(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	ahead := w.Clock.Now().Add(models.AheadTolerance)
	if standing := mustRecord(t, w.Store, person, reported("ahead", models.Granted, ahead)); standing.State != models.Granted {
		t.Fatalf("it stands at %+v", standing)
	}
	c, changed := mustSwitch(t, w.Store, person, models.Withdrawn)
	if !changed || !c.At.After(ahead) || !c.RecordedAt.Equal(w.Clock.Now()) {
		t.Errorf("the withdrawal is %+v, changed %v", c, changed)
	}
	if got := camera(t, w.Store, person).State; got != models.Withdrawn {
		t.Errorf("it stands at %s", got)
	}
	// The grant, sent again, does not come after the withdrawal.
	if standing := mustRecord(t, w.Store, person, reported("ahead again", models.Granted, ahead)); standing.State != models.Withdrawn {
		t.Errorf("the same grant again brings it to %s", standing.State)
	}

	_, err := w.Store.RecordConsent(t.Context(), person.ExternalID, reported("too far", models.Granted, ahead.Add(time.Microsecond)))
	var wrong models.Invalid
	if !errors.As(err, &wrong) || wrong["at"] != models.FaultFuture {
		t.Errorf("a choice from further ahead: %v", err)
	}
}

func TestAMinorMayWithdrawButNotGrant(t *testing.T) {
	w := storetest.New(t)
	child := w.Minor(17)
	refused := models.Refused{Reason: models.ReasonGuardianNeeded}
	if _, _, err := w.Store.SwitchPermission(t.Context(), child, models.Camera, models.Granted); !errors.Is(err, refused) {
		t.Errorf("the child's grant here: %v", err)
	}
	if _, err := w.Store.RecordConsent(t.Context(), child.ExternalID, reported("on", models.Granted, w.Clock.Now())); !errors.Is(err, refused) {
		t.Errorf("the child's grant in the app: %v", err)
	}
	if got := written(w); got != [4]int{} {
		t.Errorf("choices, receipts, events, letters: %v", got)
	}
	if _, changed := mustSwitch(t, w.Store, child, models.Withdrawn); !changed || camera(t, w.Store, child).State != models.Withdrawn {
		t.Error("the child's withdrawal does not hold")
	}
}

func TestAChoiceSentAgainAnswersAsTheFirstTime(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	c := reported("once", models.Granted, w.Clock.Now().Add(-time.Hour))
	first := mustRecord(t, w.Store, person, c)
	before := written(w)
	w.Clock.Advance(time.Minute)
	if again := mustRecord(t, w.Second(), person, c); again != first {
		t.Errorf("answered %+v, the first time %+v", again, first)
	}
	other := c
	other.State = models.Withdrawn
	if _, err := w.Store.RecordConsent(t.Context(), person.ExternalID, other); !errors.Is(err, models.ErrConflict) {
		t.Errorf("the id with another choice: %v", err)
	}
	if got := written(w); got != before {
		t.Errorf("choices, receipts, events, letters: %v, before %v", got, before)
	}
	if _, err := w.Store.RecordConsent(t.Context(), w.Adult().ExternalID, other); err != nil {
		t.Errorf("the id is the person's own, yet another person's choice is refused: %v", err)
	}
}

func TestNobodyKnowsThePermissionsOfAStranger(t *testing.T) {
	w := storetest.New(t)
	if _, _, err := w.Store.PermissionsOf(t.Context(), "nobody"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("asked: %v", err)
	}
	if _, err := w.Store.RecordConsent(t.Context(), "nobody", reported("x", models.Withdrawn, w.Clock.Now())); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("told: %v", err)
	}
}

// T17: whoever switches at the same time, on whichever instance, the ledger and what is told never differ.
func TestT17_FiftySwitchesAtOnceLeaveLedgerAndStandingInAgreement(t *testing.T) {
	w := storetest.New(t)
	instances := []*store.Store{w.Store, w.Second()}
	for range 8 {
		person := w.Adult()
		before := written(w)
		var changes, told atomic.Int32
		var all sync.WaitGroup
		for i := range 50 {
			s, to := instances[i%2], []models.State{models.Granted, models.Withdrawn}[i/2%2]
			all.Go(func() {
				if i%5 == 0 { // the app's phone is a little behind, or a little ahead
					at := w.Clock.Now().Add(time.Duration(i-25) * time.Microsecond)
					_, err := s.RecordConsent(t.Context(), person.ExternalID, reported(fmt.Sprint(i), to, at))
					if err != nil {
						t.Error(err)
					}
					told.Add(1)
					return
				}
				_, changed, err := s.SwitchPermission(t.Context(), person, models.Camera, to)
				if err != nil {
					t.Error(err)
				}
				if changed {
					changes.Add(1)
				}
			})
		}
		all.Wait()

		page, err := w.Store.Consents(t.Context(), person.ID, store.Key{}, store.Older)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Choices) != int(changes.Load()+told.Load()) {
			t.Errorf("%d choices in the ledger; %d switches changed something and the app told of %d",
				len(page.Choices), changes.Load(), told.Load())
		}
		if got, want := camera(t, w.Store, person), models.Standing(models.Camera, page.Choices); got != want {
			t.Errorf("told: %+v\nledger: %+v", got, want)
		}
		after := written(w)
		choices, receipts, events, letters := after[0]-before[0], after[1]-before[1], after[2]-before[2], after[3]-before[3]
		if receipts != choices || letters != events || events < int(changes.Load()) {
			t.Errorf("%d choices with %d receipts, %d events with %d letters", choices, receipts, events, letters)
		}
	}
}

func TestAChoiceAboutRecordingsStandsInTheSameLedgerWithAReceiptOfItsOwn(t *testing.T) {
	w := storetest.New(t)
	person, child := w.Adult(), w.Minor(15)
	for i, kind := range models.ChoiceKinds {
		c, changed, err := w.Store.SwitchPermission(t.Context(), person, kind, models.Granted)
		if err != nil || !changed || c.Receipt == "" {
			t.Fatalf("%s: %+v, %v", kind, c, err)
		}
		if found, err := w.Store.Receipt(t.Context(), person.ID, c.Receipt); err != nil || found.Choice.Kind != kind || found.Choice.State != models.Granted {
			t.Errorf("the receipt says %+v, %v", found, err)
		}
		if got, want := written(w), [4]int{i + 1, i + 1, i + 1, i + 1}; got != want {
			t.Errorf("choices, receipts, events, letters: %v", got)
		}
		if _, _, err := w.Store.SwitchPermission(t.Context(), child, kind, models.Granted); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianNeeded}) {
			t.Errorf("a minor's %s: %v", kind, err)
		}
		if _, err := w.Store.RecordConsent(t.Context(), person.ExternalID, models.Consent{ID: "c", Kind: kind, State: models.Withdrawn, At: w.Clock.Now()}); err == nil {
			t.Errorf("Jolara's app withdrew %s, which is chosen here", kind)
		}
	}
	permissions, choices, err := w.Store.PermissionsOf(t.Context(), person.ExternalID)
	if err != nil || len(permissions) != 4 || len(choices) != 2 {
		t.Fatalf("%v, %v, %v", permissions, choices, err)
	}
	for i, kind := range models.ChoiceKinds {
		if choices[i].Kind != kind || choices[i].State != models.Granted {
			t.Errorf("%s: %+v", kind, choices[i])
		}
	}
	for i, kind := range models.PermissionKinds {
		if permissions[i].Kind != kind || permissions[i].State != models.Never {
			t.Errorf("%s: %+v", kind, permissions[i])
		}
	}
}
