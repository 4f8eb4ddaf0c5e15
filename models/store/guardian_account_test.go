package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

const newMailbox = "mother.new@example.org"

// sees returns how many children whoever holds a token sees; none where they are signed out.
func sees(t *testing.T, s *store.Store, token string) int {
	t.Helper()
	_, wards, err := s.Wards(t.Context(), token)
	if err != nil && !errors.Is(err, models.ErrDeadLink) {
		t.Fatal(err)
	}
	return len(wards)
}

// isOut tells whether a browser is signed out.
func isOut(t *testing.T, s *store.Store, token string) bool {
	t.Helper()
	_, _, err := s.Wards(t.Context(), token)
	return errors.Is(err, models.ErrDeadLink)
}

func TestAGuardianWithAnAccountStaysSignedInForThirtyDaysAndOneWithoutForAnHour(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10), models.PhotoUpload)
	w.Allow(w.Minor(12), models.PhotoUpload)
	visit := w.Visit(storetest.Mother)
	if _, err := w.Store.GuardianAccount(t.Context(), visit); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("before it is opened: %v", err)
	}
	lasting, err := w.Store.OpenGuardianAccount(t.Context(), visit, models.GuardianBrowser{Browser: models.Browser{Name: "Firefox", System: "Windows"}})
	if err != nil {
		t.Fatal(err)
	}
	if !isOut(t, w.Store, visit) { // T6
		t.Error("the token from before the account still opens it")
	}
	account, err := w.Store.GuardianAccount(t.Context(), lasting)
	if err != nil || account.Visit.Email != storetest.Mother || !account.Since.Equal(w.Clock.Now()) || account.Children != 2 || len(account.SignIns) != 1 ||
		account.SignIns[0].Browser.Name != "Firefox" || account.SignIns[0].ID != account.Visit.ID {
		t.Fatalf("%+v, %v", account, err)
	}
	w.Clock.Advance(models.GuardianSignInLife - time.Second)
	if sees(t, w.Store, lasting) != 2 {
		t.Error("they are signed out before thirty days")
	}
	w.Clock.Advance(time.Second)
	if !isOut(t, w.Store, lasting) {
		t.Error("they are signed in after thirty days")
	}
	mustSweep(t, w.Store)
	if n := w.Count(`select count(*) from guardian_visits`); n != 0 {
		t.Errorf("%d sign-ins are kept", n)
	}
	if n := w.Count(`select count(*) from guardians`); n != 1 {
		t.Error("the account ended with the sign-in")
	}
}

func TestOpeningAnAccountTwiceAtOnceMakesOne(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	second := w.Second()
	visits := []string{w.Visit(storetest.Mother), w.Visit(storetest.Mother), w.Visit(storetest.Mother)}
	tokens := make([]string, len(visits))
	var all sync.WaitGroup
	for i, visit := range visits {
		all.Go(func() {
			s := w.Store
			if i%2 == 1 {
				s = second
			}
			var err error
			if tokens[i], err = s.OpenGuardianAccount(t.Context(), visit, models.GuardianBrowser{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.Count(`select count(*) from guardians`); n != 1 {
		t.Errorf("%d accounts", n)
	}
	for _, token := range tokens {
		if sees(t, w.Store, token) != 1 {
			t.Error("one of them sees nothing")
		}
	}
}

func TestWhoDecidesForNobodyOrTypedNoCodeOpensNoAccount(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.Minor(10))
	if _, err := w.Store.OpenGuardianAccount(t.Context(), "none", models.GuardianBrowser{}); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("without a visit: %v", err)
	}
	token, _ := w.VisitCode(storetest.Mother)
	if _, err := w.Store.OpenGuardianAccount(t.Context(), token, models.GuardianBrowser{}); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("without a code: %v", err)
	}
	if _, err := w.Store.StaySignedIn(t.Context(), w.Visit(storetest.Mother), models.GuardianBrowser{}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("without an account they stay signed in: %v", err)
	}
	grown := w.Visit(storetest.Mother)
	if _, err := w.DB.Exec(t.Context(), `update persons set ended_at = $2 where id = $1`, child.ID, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.OpenGuardianAccount(t.Context(), grown, models.GuardianBrowser{}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("with nobody to decide for: %v", err)
	}
	if n := w.Count(`select count(*) from guardians`); n != 0 {
		t.Errorf("%d accounts", n)
	}
}

func TestALetterTellsOfABrowserThatTheGuardianMayNotKnowAndOfNoOther(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	letters := func() int { return w.Count(`select count(*) from river_job where kind = 'guardian_signed_in_mail'`) }
	w.GuardianAccount(storetest.Mother)
	if letters() != 0 {
		t.Error("a letter tells of the first browser")
	}
	if _, err := w.Store.StaySignedIn(t.Context(), w.Visit(storetest.Mother), models.GuardianBrowser{Known: true}); err != nil || letters() != 0 {
		t.Errorf("from a browser that they know: %v, %d letters", err, letters())
	}
	w.GuardianSignsIn(storetest.Mother)
	if letters() != 1 {
		t.Errorf("%d letters of a new browser", letters())
	}
}

func TestTwoInstancesSeeASignOutAtOnceAndNobodySignsOutAnother(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	second := w.Second()
	here := w.GuardianAccount(storetest.Mother)
	there := w.GuardianSignsIn(storetest.Mother)
	third := w.GuardianSignsIn(storetest.Mother)
	account, err := w.Store.GuardianAccount(t.Context(), there)
	if err != nil || len(account.SignIns) != 3 {
		t.Fatalf("%+v, %v", account, err)
	}
	id := account.Visit.ID
	for _, none := range []string{"", "no id", "00000000-0000-0000-0000-000000000000"} {
		if err := w.Store.EndGuardianSignIn(t.Context(), here, none); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%q: %v", none, err)
		}
	}
	w.Allow(w.Minor(11)) // another family
	if _, err := w.DB.Exec(t.Context(), `update guardian_requests set lookup = $1 where person_id = (select id from persons order by created_at desc, id desc limit 1)`,
		w.Vault.Lookup("father@example.com")); err != nil {
		t.Fatal(err)
	}
	father := w.GuardianAccount("father@example.com")
	if err := w.Store.EndGuardianSignIn(t.Context(), father, id); !errors.Is(err, models.ErrNotFound) || isOut(t, second, there) {
		t.Errorf("another guardian signs her out: %v", err)
	}
	if err := w.Store.EndGuardianSignIn(t.Context(), here, id); err != nil || !isOut(t, second, there) || isOut(t, second, third) {
		t.Errorf("one browser is signed out: %v", err)
	}
	if err := second.EndGuardianSignIns(t.Context(), here); err != nil || !isOut(t, w.Store, here) || !isOut(t, w.Store, third) {
		t.Errorf("all are signed out: %v", err)
	}
	if isOut(t, w.Store, father) {
		t.Error("another guardian is signed out with them")
	}
}

func TestWhatCouldDoHarmTakesAFreshCodeOnASignInOfOldAndReadingDoesNot(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.Minor(10), models.PhotoUpload)
	ref, lasting := w.RecordOf(child), w.GuardianAccount(storetest.Mother)
	w.Clock.Advance(models.GuardianProofLife)
	if sees(t, w.Store, lasting) != 1 {
		t.Error("an hour later they see nothing")
	}
	stale := map[string]func() error{
		"to change the address": func() error { return w.Store.AskGuardianEmail(t.Context(), lasting, newMailbox, parlour) },
		"to close the account":  func() error { return w.Store.CloseGuardianAccount(t.Context(), lasting) },
		"to turn something on": func() error {
			return err2(w.Store.SwitchAsGuardian(t.Context(), lasting, ref, models.Camera, models.Granted))
		},
	}
	for what, do := range stale {
		if err := do(); !errors.Is(err, models.ErrStaleProof) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if changed, err := w.Store.SwitchAsGuardian(t.Context(), lasting, ref, models.PhotoUpload, models.Withdrawn); err != nil || !changed {
		t.Errorf("to turn something off takes a code: %v", err)
	}
	if err := w.Store.ActAsGuardian(t.Context(), lasting, ref, models.ActWithdraw); err != nil {
		t.Errorf("to take a yes back takes a code: %v", err)
	}
	if err := w.Store.ActAsGuardian(t.Context(), lasting, ref, models.ActStop); !errors.Is(err, models.ErrStaleProof) {
		t.Errorf("to stop that takes none: %v", err)
	}
	if err := w.Store.SendVisitCode(t.Context(), lasting, parlour); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ProveVisit(t.Context(), lasting, w.NewestCode(lasting), parlour); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ActAsGuardian(t.Context(), lasting, ref, models.ActStop); err != nil {
		t.Errorf("with a fresh code: %v", err)
	}
	w.Clock.Advance(models.GuardianSignInLife - time.Minute)
	if sees(t, w.Store, lasting) != 1 {
		t.Error("the thirty days do not run from the last code")
	}
}

func TestABrowserThatIsSignedInGetsFiveCodesAnHourAndNoMore(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	lasting := w.GuardianAccount(storetest.Mother)
	for range models.GuardianCodes {
		if err := w.Store.SendVisitCode(t.Context(), lasting, parlour); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Store.SendVisitCode(t.Context(), lasting, parlour); !errors.As(err, &models.TooMany{}) {
		t.Errorf("one more: %v", err)
	}
	w.Clock.Advance(time.Hour)
	if err := w.Store.SendVisitCode(t.Context(), lasting, parlour); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestAnAddressChangesWithItsRequestsAndTheRecordsStayAsSigned(t *testing.T) {
	w := storetest.New(t)
	first, second := w.Allow(w.CanSignIn(w.Minor(10)), models.PhotoUpload), w.Allow(w.Minor(15))
	waiting := w.Child(11) // who asked the same address, which has not answered
	lasting, elsewhere := w.GuardianAccount(storetest.Mother), w.GuardianSignsIn(storetest.Mother)
	hour := w.Visit(storetest.Mother)
	if err := w.Store.AskGuardianEmail(t.Context(), lasting, newMailbox, parlour); err != nil {
		t.Fatal(err)
	}
	if sees(t, w.Store, lasting) != 2 || w.Count(`select count(*) from guardian_requests where lookup = $1`, w.Vault.Lookup(newMailbox)) != 0 {
		t.Error("something moved before the code was typed")
	}
	if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, w.MoveCode(newMailbox), parlour); err != nil {
		t.Fatal(err)
	}
	if v, wards, err := w.Store.Wards(t.Context(), lasting); err != nil || v.Email != newMailbox || len(wards) != 2 || wards[0].Record.Email != storetest.Mother {
		t.Errorf("%+v, %v", v, err)
	} else if !w.Store.Issued(wards[0].Record.GuardianRecord, wards[0].Record.Signature) {
		t.Error("the record is no longer as it was signed")
	}
	if !isOut(t, w.Store, elsewhere) || !isOut(t, w.Store, hour) {
		t.Error("another browser is still signed in")
	}
	if r := w.Request(waiting); r.Email != newMailbox {
		t.Errorf("who waits asks %s", r.Email)
	}
	for _, child := range []models.Person{first, second} {
		if n := w.Count(`select count(*) from events where person_id = $1 and kind = $2 and actor = 'guardian' and subject = ''`, child.ID, models.EventGuardianMoved); n != 1 {
			t.Errorf("%d events", n)
		}
	}
	if n := w.Count(`select count(*) from events where person_id = $1 and kind = $2`, waiting.ID, models.EventGuardianMoved); n != 0 {
		t.Error("a child for whom nobody said yes is told of a guardian")
	}
	if err := w.Store.ActAsGuardian(t.Context(), lasting, w.RecordOf(first), models.ActWithdraw); err != nil {
		t.Fatal(err)
	}
	var lock string
	if err := w.DB.QueryRow(t.Context(), `select id from locks where person_id = $1`, first.ID).Scan(&lock); err != nil {
		t.Fatal(err)
	}
	if letter, err := w.Store.LockLetter(t.Context(), models.LockMail{LockID: lock, Guardian: true, About: models.LockBegan}); err != nil || letter.To != newMailbox {
		t.Errorf("a letter goes to %q, %v", letter.To, err)
	}
	if token, code := w.VisitCode(storetest.Mother); code != "" || token == "" {
		t.Error("the former address still gets a code")
	}
	if _, code := w.VisitCode(newMailbox); code == "" {
		t.Error("the new address gets none")
	}
}

func TestOfTwoConfirmationsAtOnceOneCounts(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	lasting, second := w.GuardianAccount(storetest.Mother), w.Second()
	if err := w.Store.AskGuardianEmail(t.Context(), lasting, newMailbox, parlour); err != nil {
		t.Fatal(err)
	}
	code := w.MoveCode(newMailbox)
	done := make([]error, 8)
	var all sync.WaitGroup
	for i := range done {
		all.Go(func() {
			s := w.Store
			if i%2 == 1 {
				s = second
			}
			done[i] = s.ConfirmGuardianEmail(t.Context(), lasting, code, parlour)
		})
	}
	all.Wait()
	counted := 0
	for _, err := range done {
		switch {
		case err == nil:
			counted++
		case !errors.Is(err, models.ErrNotFound):
			t.Error(err)
		}
	}
	if counted != 1 {
		t.Errorf("%d of them count", counted)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'guardian_moved_mail'`); n != 1 {
		t.Errorf("%d letters to the former address", n)
	}
	if n := w.Count(`select count(*) from events where kind = $1`, models.EventGuardianMoved); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestAnAddressIsNotTheChildsOwnNorAMinorsNorAnotherGuardians(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.CanSignIn(w.Minor(12)))
	young := w.CanSignIn(w.Minor(16))
	lasting := w.GuardianAccount(storetest.Mother)
	name, domain, _ := strings.Cut(child.Email, "@")
	for typed, want := range map[string]models.Fault{
		"": models.FaultMissing, "mum": models.FaultMalformed, storetest.Mother: models.FaultSame, strings.ToUpper(storetest.Mother): models.FaultSame,
		child.Email: models.FaultOwn, name + "+mum@" + domain: models.FaultOwn,
	} {
		var invalid models.Invalid
		if err := w.Store.AskGuardianEmail(t.Context(), lasting, typed, parlour); !errors.As(err, &invalid) || invalid["email"] != want {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if n := w.Count(`select count(*) from guardian_moves`); n != 0 {
		t.Errorf("%d changes wait", n)
	}
	if err := w.Store.AskGuardianEmail(t.Context(), lasting, young.Email, parlour); err != nil { // which is not told before they prove that it is theirs
		t.Fatal(err)
	}
	if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, w.MoveCode(young.Email), parlour); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor}) {
		t.Errorf("a minor's account: %v", err)
	}

	other := w.Minor(9)
	w.Allow(other)
	if _, err := w.DB.Exec(t.Context(), `update guardian_requests set lookup = $2 where person_id = $1`, other.ID, w.Vault.Lookup("father@example.com")); err != nil {
		t.Fatal(err)
	}
	w.GuardianAccount("father@example.com")
	if err := w.Store.AskGuardianEmail(t.Context(), lasting, "father@example.com", parlour); err != nil { // T4
		t.Fatal(err)
	}
	if code := w.MoveCode("father@example.com"); code != "" {
		t.Errorf("the letter to an address that is taken holds the code %s", code)
	}
	if v, _, err := w.Store.Wards(t.Context(), lasting); err != nil || v.Email != storetest.Mother {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAnAddressThatIsTakenWhileItWaitsIsRefused(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	lasting := w.GuardianAccount(storetest.Mother)
	if err := w.Store.AskGuardianEmail(t.Context(), lasting, newMailbox, parlour); err != nil {
		t.Fatal(err)
	}
	code := w.MoveCode(newMailbox)
	if _, err := w.DB.Exec(t.Context(), `insert into guardians (id, lookup, created_at, personal) values (gen_random_uuid(), $1, now(), '')`, w.Vault.Lookup(newMailbox)); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, code, parlour); !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		t.Errorf("%v", err)
	}
	if v, wards, err := w.Store.Wards(t.Context(), lasting); err != nil || v.Email != storetest.Mother || len(wards) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestACodeForANewAddressCountsAQuarterOfAnHourAndFiveTries(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	lasting := w.GuardianAccount(storetest.Mother)
	ask := func() (code, wrong string) {
		t.Helper()
		if err := w.Store.AskGuardianEmail(t.Context(), lasting, newMailbox, parlour); err != nil {
			t.Fatal(err)
		}
		code = w.MoveCode(newMailbox)
		if wrong = "000000"; wrong == code {
			wrong = "000001"
		}
		return code, wrong
	}
	code, wrong := ask()
	for left := models.GuardianCodeTries - 1; left > 0; left-- {
		var is models.WrongGuardianCode
		if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, wrong, parlour); !errors.As(err, &is) || is.Left != left {
			t.Errorf("%v, want %d left", err, left)
		}
	}
	for _, typed := range []string{wrong, code} {
		if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, typed, parlour); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("after five wrong ones: %v", err)
		}
	}
	code, _ = ask()
	w.Clock.Advance(models.GuardianCodeLife)
	if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, code, parlour); !errors.As(err, &models.WrongGuardianCode{}) {
		t.Errorf("after a quarter of an hour: %v", err)
	}
	for range models.GuardianCodes - 1 {
		if err := w.Store.SendMoveCode(t.Context(), lasting, parlour); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Store.SendMoveCode(t.Context(), lasting, parlour); !errors.As(err, &models.TooMany{}) {
		t.Errorf("a sixth code: %v", err)
	}
	if err := w.Store.ConfirmGuardianEmail(t.Context(), lasting, w.MoveCode(newMailbox), parlour); err != nil {
		t.Errorf("the latest one: %v", err)
	}
}

func TestTheFormerAddressTakesAChangeBackForTwoDaysWhateverCameAfterIt(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.Minor(10), models.PhotoUpload)
	lasting := w.GuardianAccount(storetest.Mother)
	undo := w.MoveGuardian(lasting, newMailbox)
	later := w.MoveGuardian(lasting, "thief@example.org")
	if err := w.Store.CloseGuardianAccount(t.Context(), lasting); err != nil {
		t.Fatal(err)
	}
	thief := w.GuardianAccount("thief@example.org") // who opens one of their own
	w.Clock.Advance(models.GuardianUndoLife - time.Second)
	if email, err := w.Store.FormerGuardianEmail(t.Context(), undo); err != nil || email != storetest.Mother {
		t.Fatalf("the link is about %q, %v", email, err)
	}
	if err := w.Store.UndoGuardianEmail(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if sees(t, w.Store, thief) != 0 || sees(t, w.Store, w.Visit(storetest.Mother)) != 1 {
		t.Error("the child is not back with its guardian")
	}
	for _, dead := range []string{undo, later} {
		if err := w.Store.UndoGuardianEmail(t.Context(), dead); !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("a link of then still works: %v", err)
		}
	}
	if n := w.Count(`select count(*) from events where person_id = $1 and kind = $2`, child.ID, models.EventGuardianMovedBack); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestAnUndoPutsTheAccountBackAndEndsItsSignIns(t *testing.T) {
	w := storetest.New(t)
	w.Allow(w.Minor(10))
	lasting := w.GuardianAccount(storetest.Mother)
	undo := w.MoveGuardian(lasting, newMailbox)
	if err := w.Store.UndoGuardianEmail(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if !isOut(t, w.Second(), lasting) {
		t.Error("who changed it is still signed in")
	}
	if sees(t, w.Store, w.GuardianSignsIn(storetest.Mother)) != 1 {
		t.Error("the former address does not sign in to its account")
	}
	undo = w.MoveGuardian(w.GuardianSignsIn(storetest.Mother), newMailbox)
	w.Clock.Advance(models.GuardianUndoLife)
	if err := w.Store.UndoGuardianEmail(t.Context(), undo); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("after two days: %v", err)
	}
	mustSweep(t, w.Store)
	if n := w.Count(`select count(*) from guardian_moves`); n != 0 {
		t.Errorf("%d former addresses are kept", n)
	}
}

func TestAClosedAccountLeavesChildrenAndRecordsAsTheyAre(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.Minor(10), models.PhotoUpload)
	lasting, elsewhere := w.GuardianAccount(storetest.Mother), w.GuardianSignsIn(storetest.Mother)
	if err := w.Store.AskGuardianEmail(t.Context(), lasting, newMailbox, parlour); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.CloseGuardianAccount(t.Context(), w.Visit(storetest.Mother)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a visit of an hour closes it: %v", err)
	}
	if err := w.Store.CloseGuardianAccount(t.Context(), lasting); err != nil {
		t.Fatal(err)
	}
	if !isOut(t, w.Second(), lasting) || !isOut(t, w.Store, elsewhere) {
		t.Error("a browser is still signed in")
	}
	if n := w.Count(`select (select count(*) from guardians) + (select count(*) from guardian_moves)`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if g := stands(t, w, child); g.State != models.GuardianApproved {
		t.Errorf("it stands at %s", g.State)
	}
	if sees(t, w.Store, w.Visit(storetest.Mother)) != 1 {
		t.Error("the guardian sees their child no more")
	}
}

func TestAnAccountEndsThirtyDaysAfterItsLastChildCameOfAge(t *testing.T) {
	w := storetest.New(t)
	child := w.Allow(w.Minor(10))
	older := w.Allow(w.Minor(16))
	w.GuardianAccount(storetest.Mother)
	grows := func(child models.Person) {
		w.Clock.Set(child.Birth.AddYears(18).Start())
		mustSweep(t, w.Store)
	}
	accounts := func() int { return w.Count(`select count(*) from guardians`) }
	grows(older)
	w.Clock.Advance(models.EmptyAccountKept)
	mustSweep(t, w.Store)
	if accounts() != 1 {
		t.Fatal("it ends while a child is left")
	}
	grows(child)
	account, err := w.Store.GuardianAccount(t.Context(), w.GuardianSignsIn(storetest.Mother))
	if err != nil || account.Children != 0 || !account.EmptySince.Equal(w.Clock.Now()) {
		t.Errorf("%+v, %v", account, err)
	}
	w.Clock.Advance(models.EmptyAccountKept - time.Second)
	mustSweep(t, w.Store)
	if accounts() != 1 {
		t.Error("it ends before its time")
	}
	w.Clock.Advance(time.Second)
	mustSweep(t, w.Store)
	if accounts() != 0 {
		t.Error("it stays")
	}
}
