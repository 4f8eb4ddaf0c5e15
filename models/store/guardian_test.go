package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

const parlour = "192.0.2.0/24"

// stands returns how it stands between a child and their guardian.
func stands(t *testing.T, w *storetest.World, child models.Person) store.Guardianship {
	t.Helper()
	g, err := w.Store.Guardianship(t.Context(), child)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAGuardiansYesTurnsOnWhatTheyAllowedAndNothingElse(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	if g := stands(t, w, child); g.State != models.GuardianWaiting || !g.Until.Equal(w.Clock.Now().Add(week)) || !g.Nothing {
		t.Fatalf("before: %+v", g)
	}
	policy := w.Agreement("4.1", models.DateOf(w.Clock.Now()))
	token, proof := w.ProvenGuardian(child)
	shown := storetest.Shown()
	accepted := policy.Accept("the screen", models.ChannelGuardian, w.Clock.Now())
	shown.Accepted = &accepted
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, storetest.Yes(models.PhotoUpload, models.KeepRecordings), shown); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, child); g.State != models.GuardianApproved || !g.Until.IsZero() || g.Nothing {
		t.Errorf("after: %+v", g)
	}
	page, err := w.Store.Permissions(t.Context(), child.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range page.Standing {
		if want := p.Kind == models.PhotoUpload; (p.State == models.Granted) != want {
			t.Errorf("%s is %s", p.Kind, p.State)
		}
	}
	for _, c := range page.Recent {
		if c.By != models.ByGuardian || c.PolicyVersion != "4.1" || c.Receipt == "" {
			t.Errorf("the ledger has %+v", c)
		}
	}
	if n := w.Count(`select count(*) from consents where person_id = $1`, child.ID); n != 2 {
		t.Errorf("%d choices", n)
	}
	if n := w.Count(`select count(*) from acceptances where person_id = $1 and channel = 'guardian' and version = '4.1'`, child.ID); n != 1 {
		t.Errorf("%d acceptances by the guardian", n)
	}
	record, err := w.Store.GuardianRecord(t.Context(), proof)
	if err != nil {
		t.Fatal(err)
	}
	if record.Child != child.Name || record.Guardian != "Lin Mei" || record.Email != storetest.Mother || record.PolicyHash != policy.Hash ||
		record.RulesHash != models.TextHash("The rules.") || len(record.Yes) != 2 || len(record.No) != 4 {
		t.Errorf("the record says %+v", record.GuardianRecord)
	}
	if !w.Store.Issued(record.GuardianRecord, record.Signature) {
		t.Error("the portal does not know its own record")
	}
	forged := record.GuardianRecord
	forged.Yes = append(forged.Yes, models.Camera)
	if w.Store.Issued(forged, record.Signature) {
		t.Error("a record with one more yes passes for ours")
	}
	if _, err := w.Store.GuardianRecord(t.Context(), "somebody else's"); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("a stranger reads the record: %v", err)
	}
	w.Clock.Advance(models.GuardianProofLife)
	if _, err := w.Store.GuardianRecord(t.Context(), proof); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("an hour later: %v", err)
	}
	mustSweep(t, w.Store)
	w.Clock.Advance(week)
	mustSweep(t, w.Store)
	if !isHeld(w, child) {
		t.Error("an approved child is swept")
	}
}

func TestT02_AHundredDecisionsOnOneLinkAtOnceAreOne(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token, proof := w.ProvenGuardian(child)
	other := w.Second()
	var all sync.WaitGroup
	var succeeded, dead atomic.Int32
	for i := range 100 {
		s := []*store.Store{w.Store, other}[i%2]
		d := storetest.Yes(models.PhotoUpload)
		if i%5 == 0 {
			d = models.GuardianDecision{}
		}
		all.Go(func() {
			err := s.DecideAsGuardian(t.Context(), token, proof, d, storetest.Shown())
			switch {
			case err == nil:
				succeeded.Add(1)
			case errors.Is(err, models.ErrDeadLink):
				dead.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if succeeded.Load() != 1 || dead.Load() != 99 {
		t.Errorf("%d decided and %d met a dead link", succeeded.Load(), dead.Load())
	}
	records := w.Count(`select count(*) from guardian_records`)
	if granted := w.Count(`select count(*) from consents where state = 'granted'`); granted != records || records > 1 {
		t.Errorf("%d records, %d choices", records, granted)
	}
	if n := w.Count(`select count(*) from guardian_requests where state in ('approved', 'declined')`); n != 1 {
		t.Errorf("%d requests are decided", n)
	}
}

func TestT02_TheLinkOfALetterBeforeTheLatestIsDead(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	first, proof := w.ProvenGuardian(child)
	if err := w.Store.ResendGuardianLetter(t.Context(), child.ID, parlour); err != nil {
		t.Fatal(err)
	}
	second := w.GuardianLink(child)
	if first == second {
		t.Fatal("both letters hold one link")
	}
	for name, err := range map[string]error{
		"read":                                 err2(w.Store.GuardianAsked(t.Context(), first, proof)),
		"decided":                              w.Store.DecideAsGuardian(t.Context(), first, proof, storetest.Yes(), storetest.Shown()),
		"sent a code":                          w.Store.SendGuardianCode(t.Context(), first, parlour),
		"removed":                              w.Store.RemoveGuardianAddress(t.Context(), first),
		"decided by what the first one proved": w.Store.DecideAsGuardian(t.Context(), second, proof, storetest.Yes(), storetest.Shown()),
	} {
		if !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("it is %s: %v", name, err)
		}
	}
	if g := stands(t, w, child); g.State != models.GuardianWaiting {
		t.Errorf("the child's state is %s", g.State)
	}
	if err := w.Store.ResendGuardianLetter(t.Context(), child.ID, parlour); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ResendGuardianLetter(t.Context(), child.ID, parlour); !errors.As(err, &models.TooMany{}) {
		t.Errorf("a fourth letter: %v", err)
	}
}

// err2 keeps the error of what returns two values.
func err2[V any](_ V, err error) error { return err }

func TestT02_ACopyOfTheDatabaseOpensNoLink(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token, proof := w.ProvenGuardian(child)
	code := w.GuardianCode(child, token)
	for _, table := range append(tablesOfPeople(t, w), "river_job") {
		var rows string
		if err := w.DB.QueryRow(t.Context(), `select coalesce(string_agg(x::text, ' '), '') from `+table+` x`).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		for name, secret := range map[string]string{"token": token, "proof": proof, "code": `"` + code + `"`} {
			if strings.Contains(rows, secret) {
				t.Errorf("%s holds the %s", table, name)
			}
		}
	}
}

func TestFiveWrongCodesEndALinkAndTheChildSendsANewOne(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token := w.GuardianLink(child)
	right := w.GuardianCode(child, token)
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	for left := models.GuardianCodeTries - 1; left > 0; left-- {
		_, err := w.Store.ProveGuardian(t.Context(), token, wrong, parlour)
		if said := (models.WrongGuardianCode{}); !errors.As(err, &said) || said.Left != left {
			t.Errorf("with %d tries left: %v", left, err)
		}
	}
	if _, err := w.Store.ProveGuardian(t.Context(), token, wrong, parlour); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the last wrong code: %v", err)
	}
	if _, err := w.Store.ProveGuardian(t.Context(), token, right, parlour); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the right code after it: %v", err)
	}
	if err := w.Store.ResendGuardianLetter(t.Context(), child.ID, parlour); err != nil {
		t.Fatal(err)
	}
	w.Approve(child)
}

func TestACodeCountsForAQuarterOfAnHourOnceAndOnlyTheLatest(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token := w.GuardianLink(child)
	refused := func(what, code string) {
		t.Helper()
		if _, err := w.Store.ProveGuardian(t.Context(), token, code, parlour); !errors.As(err, &models.WrongGuardianCode{}) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("before any was sent", "123456")
	first := w.GuardianCode(child, token)
	second := w.GuardianCode(child, token)
	if first != second {
		refused("the one before the latest", first)
	}
	w.Clock.Advance(models.GuardianCodeLife)
	refused("too late", second)
	third := w.GuardianCode(child, token)
	if _, err := w.Store.ProveGuardian(t.Context(), token, " "+third[:3]+" "+third[3:], parlour); err != nil {
		t.Fatal(err)
	}
	refused("once more", third)
}

func TestWhoHasNotTypedACodeDecidesNothing(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token := w.GuardianLink(child)
	other := w.Child(11)
	_, othersProof := w.ProvenGuardian(other)
	for name, proof := range map[string]string{"no code": "", "a code for another child": othersProof} {
		if err := w.Store.DecideAsGuardian(t.Context(), token, proof, storetest.Yes(models.Camera), storetest.Shown()); !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("with %s: %v", name, err)
		}
	}
	token, proof := w.ProvenGuardian(child)
	w.Clock.Advance(models.GuardianProofLife)
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, storetest.Yes(models.Camera), storetest.Shown()); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("an hour after the code: %v", err)
	}
	if g := stands(t, w, child); g.State != models.GuardianWaiting {
		t.Errorf("the child's state is %s", g.State)
	}
}

func TestANoTakesTheAddressAwayAtOnceAndTheAccountWhenItsSevenDaysAreOver(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	w.Clock.Advance(24 * time.Hour)
	token, proof := w.ProvenGuardian(child)
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, models.GuardianDecision{}, storetest.Shown()); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`select count(*) from guardian_requests where personal is not null`); n != 0 {
		t.Error("the address is still held")
	}
	g := stands(t, w, child)
	if g.State != models.GuardianDeclined || g.Until.IsZero() {
		t.Errorf("the child's state: %+v", g)
	}
	if err := w.Store.AskGuardian(t.Context(), child, "father@example.com", models.English, parlour); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianSaid}) {
		t.Errorf("somebody else is asked: %v", err)
	}
	w.Clock.Set(g.Until.Add(-time.Second))
	mustSweep(t, w.Store)
	if !isHeld(w, child) {
		t.Fatal("erased too early")
	}
	w.Clock.Advance(time.Second)
	if swept := mustSweep(t, w.Store); swept.Minors != 1 || isHeld(w, child) {
		t.Errorf("swept %+v", swept)
	}
}

func TestARequestThatNobodyAnswersEndsAndItsAddressGoes(t *testing.T) {
	w := storetest.New(t)
	known := w.Minor(12) // whom Jolara's app knows: the account does not end
	if err := w.Store.AskGuardian(t.Context(), known, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, known); !g.Until.IsZero() {
		t.Errorf("the account of a child whom the app knows ends on %s", g.Until)
	}
	token := w.GuardianLink(known)
	w.Clock.Advance(week)
	if _, err := w.Store.GuardianAsked(t.Context(), token, ""); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the link after seven days, before any sweep: %v", err)
	}
	if swept := mustSweep(t, w.Store); swept.Requests != 1 || swept.Minors != 0 {
		t.Errorf("swept %+v", swept)
	}
	if g := stands(t, w, known); g.State != models.GuardianEnded || g.Request.Email != "" {
		t.Errorf("after: %+v", g)
	}
	if err := w.Store.AskGuardian(t.Context(), known, storetest.Mother, models.English, parlour); err != nil {
		t.Errorf("asked again: %v", err)
	}
}

func TestOfSeveralInstancesThatSweepOneTellsTheChildren(t *testing.T) {
	w := storetest.New(t)
	const children = 40
	for i := range children {
		network := models.Network(fmt.Sprintf("192.0.%d.1", i)) // as many letters as these come from many homes
		if err := w.Store.AskGuardian(t.Context(), w.Minor(12), fmt.Sprintf("mother-%d@example.com", i), models.English, network); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock.Advance(week)
	var all sync.WaitGroup
	var ended atomic.Int32
	for range 8 {
		s := w.Second()
		all.Go(func() {
			swept, err := s.Sweep(t.Context())
			if err != nil {
				t.Error(err)
			}
			ended.Add(int32(swept.Requests))
		})
	}
	all.Wait()
	told := w.Count(`select count(*) from events where kind = 'guardian_ended'`)
	if told != children || ended.Load() != children {
		t.Errorf("%d requests were counted and %d noted, of %d", ended.Load(), told, children)
	}
}

func TestAGuardianWhoTookTheirAddressBackIsNotWrittenToAgainForThisChild(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	if err := w.Store.RemoveGuardianAddress(t.Context(), w.GuardianLink(child)); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, child); g.State != models.GuardianEnded || w.Count(`select count(*) from guardian_requests where personal is not null`) != 0 {
		t.Errorf("after: %+v", g)
	}
	var invalid models.Invalid
	if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); !errors.As(err, &invalid) || invalid[models.FieldGuardianEmail] != models.FaultUnwanted {
		t.Errorf("asked again: %v", err)
	}
	if err := w.Store.AskGuardian(t.Context(), child, "father@example.com", models.English, parlour); err != nil {
		t.Errorf("another grown-up: %v", err)
	}
	if err := w.Store.AskGuardian(t.Context(), child, "aunt@example.com", models.English, parlour); err != nil {
		t.Errorf("a third: %v", err)
	}
	if n := w.Count(`select count(*) from guardian_requests where state = 'waiting'`); n != 1 {
		t.Errorf("%d requests wait", n)
	}
	if err := w.Store.AskGuardian(t.Context(), child, "uncle@example.com", models.English, parlour); !errors.As(err, &models.TooMany{}) {
		t.Errorf("a fourth: %v", err)
	}
}

func TestAGuardianIsRemindedOnceADayThatIsDueByWhicheverInstance(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	w.Clock.Advance(3 * 24 * time.Hour)
	var all sync.WaitGroup
	var reminded atomic.Int32
	for range 4 {
		s := w.Second()
		all.Go(func() {
			n, err := s.RemindGuardians(t.Context())
			if err != nil {
				t.Error(err)
			}
			reminded.Add(int32(n))
		})
	}
	all.Wait()
	if reminded.Load() != 1 {
		t.Errorf("on the third day %d letters", reminded.Load())
	}
	w.Clock.Advance(3 * 24 * time.Hour)
	if n, err := w.Store.RemindGuardians(t.Context()); n != 1 || err != nil {
		t.Errorf("on the sixth: %d, %v", n, err)
	}
	w.Approve(child)
	if n, err := w.Store.RemindGuardians(t.Context()); n != 0 || err != nil {
		t.Errorf("after the yes: %d, %v", n, err)
	}
}

func TestAMinorByTheirOwnAccountDecidesForNobody(t *testing.T) {
	w := storetest.New(t)
	brother := w.SignedUp(16)
	child := w.Child(10)
	if err := w.Store.AskGuardian(t.Context(), child, brother.Email, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	token, proof := w.ProvenGuardian(child)
	if err := w.Store.DecideAsGuardian(t.Context(), token, proof, storetest.Yes(models.Camera), storetest.Shown()); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor}) {
		t.Errorf("a brother of 16 decides: %v", err)
	}
	if g := stands(t, w, child); g.State != models.GuardianWaiting || w.Count(`select count(*) from guardian_records`) != 0 {
		t.Errorf("after: %+v", g)
	}
}

func TestAChildErasesTheirOwnAccountWholeWhileNothingWasCollected(t *testing.T) {
	w := storetest.New(t)
	child, approved := w.Child(10), w.Child(9)
	w.Approve(approved, models.Camera)
	if err := w.Store.EraseOwnAccount(t.Context(), approved.ID); !errors.Is(err, models.Refused{Reason: models.ReasonSomethingHeld}) {
		t.Errorf("with a guardian's yes: %v", err)
	}
	if err := w.Store.EraseOwnAccount(t.Context(), child.ID); err != nil {
		t.Fatal(err)
	}
	for _, table := range tablesOfPeople(t, w) {
		if n := w.Count(`select count(*) from `+table+` where person_id = $1`, child.ID); n != 0 {
			t.Errorf("%d rows of the child are left in %s", n, table)
		}
	}
	if isHeld(w, child) {
		t.Error("the child is still held")
	}
}

func TestAChildSignsInWithAnAccountNameThatNobodyElseHas(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	from := models.Caller{Network: parlour}
	found, err := w.Store.SignIn(t.Context(), models.Credentials{Email: child.AccountName, Password: storetest.Password}, from)
	if err != nil || found.Person.ID != child.ID {
		t.Fatalf("signed in as %+v, %v", found, err)
	}
	_, err = w.Store.SignUpChild(t.Context(), models.ChildSignUp{
		Nickname: "Bo", AccountName: child.AccountName, Password: storetest.Password, Birth: child.Birth, Guardian: storetest.Mother,
	}, parlour)
	var invalid models.Invalid
	if !errors.As(err, &invalid) || invalid[models.FieldNewName] != models.FaultTaken {
		t.Errorf("a second child of that name: %v", err)
	}
}

func TestAnAddressThatIsAParentsMovesToTheGuardian(t *testing.T) {
	w := storetest.New(t)
	child := w.SignedUp(12)
	if err := w.Store.GiveParentsAddress(t.Context(), child, "red-panda", models.English, parlour); err != nil {
		t.Fatal(err)
	}
	from := models.Caller{Network: parlour}
	if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: child.Email, Password: storetest.Password}, from); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("the address still signs the child in: %v", err)
	}
	found, err := w.Store.SignIn(t.Context(), models.Credentials{Email: "red-panda", Password: storetest.Password}, from)
	if err != nil || found.Person.ID != child.ID || found.Person.Email != "" {
		t.Fatalf("by the account name: %+v, %v", found.Person, err)
	}
	if r := w.Request(child); r.Email != child.Email || r.State != models.GuardianWaiting {
		t.Errorf("asked is %+v", r)
	}
	w.Approve(found.Person, models.PhotoUpload)
}

func TestALetterThatWaitsMovesWithTheSignInToTheAccountFromTheApp(t *testing.T) {
	w := storetest.New(t)
	child, pushed := w.Child(12), w.Minor(12)
	token := w.GuardianLink(child)
	code, err := w.Store.LinkCode(t.Context(), pushed.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	linked, err := w.Store.Link(t.Context(), child, code.Code, parlour)
	if err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, linked); g.State != models.GuardianWaiting || g.Request == nil || w.GuardianLink(linked) != token {
		t.Errorf("after linking: %+v", g)
	}
	w.Approve(linked, models.PhotoUpload)

	other, othersApp := w.Child(12), w.Minor(12)
	if err := w.Store.AskGuardian(t.Context(), othersApp, "father@example.com", models.English, parlour); err != nil {
		t.Fatal(err)
	}
	dead := w.GuardianLink(other)
	if code, err = w.Store.LinkCode(t.Context(), othersApp.ExternalID); err != nil {
		t.Fatal(err)
	}
	if linked, err = w.Store.Link(t.Context(), other, code.Code, parlour); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.GuardianAsked(t.Context(), dead, ""); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the letter of the account that ended: %v", err)
	}
	if r := w.Request(linked); r.Email != "father@example.com" {
		t.Errorf("asked is %q", r.Email)
	}
}

func TestWhatAChildTurnedOnAsAnAdultCountsForNothingUntilAGuardianSaysYes(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	person := w.Adult()
	w.Grant(person, models.PhotoUpload)
	w.Upload(app, person, models.Upload{ID: "before"})
	w.Push(person.ExternalID, map[models.Field]string{models.FieldBirthDate: models.DateOf(w.Clock.Now().AddDate(-12, 0, 0)).String()})
	if _, err := w.Store.UsePhoto(t.Context(), app.ID, person.ExternalID, "before", models.FunctionPrinting); !errors.Is(err, models.Refused{Reason: models.ReasonLocked}) {
		t.Errorf("a photo from before is read: %v", err)
	}
	upload := models.Upload{ID: "photo-1", File: storetest.Picture(40, 30, 1), Functions: []models.Function{models.FunctionPrinting}}
	_, err := w.Store.UploadPhoto(t.Context(), app.ID, person.ExternalID, upload)
	if !errors.Is(err, models.Refused{Reason: models.ReasonLocked}) {
		t.Errorf("a photo before the yes: %v", err)
	}
	child := w.ConfirmBirth(person)
	if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	w.Approve(child, models.PhotoUpload)
	if _, err := w.Store.UploadPhoto(t.Context(), app.ID, person.ExternalID, upload); err != nil {
		t.Errorf("a photo after the yes: %v", err)
	}
}

func TestAGuardiansNoTurnsOffWhatTheChildHadTurnedOnAsAnAdult(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	person := w.Adult()
	w.Grant(person, models.PhotoUpload)
	w.Grant(person, models.Camera)
	w.Push(person.ExternalID, map[models.Field]string{models.FieldBirthDate: models.DateOf(w.Clock.Now().AddDate(-12, 0, 0)).String()})
	child := w.Allow(w.ConfirmBirth(person), models.Camera)
	_, err := w.Store.UploadPhoto(t.Context(), app.ID, child.ExternalID, models.Upload{
		ID: "photo-1", File: storetest.Picture(40, 30, 1), Functions: []models.Function{models.FunctionPrinting},
	})
	if !errors.Is(err, models.Refused{Reason: models.ReasonGuardianNeeded}) {
		t.Errorf("a photo after the guardian's no: %v", err)
	}
	page, err := w.Store.Permissions(t.Context(), child.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := map[models.PermissionKind]models.State{
		models.Camera: models.Granted, models.PhotoUpload: models.Withdrawn, models.Microphone: models.Never, models.VoiceCall: models.Never,
	}
	for _, p := range page.Standing {
		if p.State != want[p.Kind] {
			t.Errorf("%s is %s", p.Kind, p.State)
		}
	}
	if n := w.Count(`select count(*) from consents where person_id = $1 and made_by = 'guardian'`, child.ID); n != 2 {
		t.Errorf("the guardian made %d choices", n)
	}
}
