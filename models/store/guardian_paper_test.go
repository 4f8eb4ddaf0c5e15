package store_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// sheetOf reads a file to its end.
func sheetOf(t *testing.T, f store.File, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// photosOfSheets works the jobs that erase sheets' photos, and lists those that are left.
func photosOfSheets(t *testing.T, w *storetest.World) (keys []string) {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), `delete from river_job where kind = $1 returning args`, models.EraseFiles{}.Kind())
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := pgx.CollectRows(rows, pgx.RowTo[models.EraseFiles])
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		if err := w.Store.EraseFiles(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range filesOf(t, w) {
		if strings.HasPrefix(key, "papers/") {
			keys = append(keys, key)
		}
	}
	return keys
}

// checks lets an officer write down what is on a sheet that they opened.
func checks(t *testing.T, w *storetest.World, officer models.Staff, ref string, form models.SheetForm) error {
	t.Helper()
	return w.Store.CheckPaper(t.Context(), officer, ref, form, storetest.Sheets())
}

func TestAnOfficerWritesDownAYesFromASheetAndItIsTheSameRecordAsOnThePage(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	policy := w.Agreement("4.1", models.DateOf(w.Clock.Now()))
	child := w.Child(10)
	shown := storetest.Shown()
	accepted := policy.Accept("the sheet", models.ChannelGuardian, w.Clock.Now())
	shown.Accepted = &accepted
	other := shown
	other.Locale = models.Chinese
	ref := w.SendPaper(child)
	asked, err := w.Store.GuardianAsked(t.Context(), w.GuardianLink(child), "")
	if err != nil || asked.Paper == nil || asked.Paper.Ref != ref {
		t.Fatalf("the link shows %+v, %v", asked.Paper, err)
	}
	if g := stands(t, w, child); g.State != models.GuardianWaiting || g.Paper == nil || !g.Paper.At.Equal(w.Clock.Now()) {
		t.Errorf("the child's page: %+v", g)
	}
	sent := w.Clock.Now()
	w.Clock.Advance(26 * time.Hour)
	w.OpenMatter(officer, ref)
	form := w.SheetSays(child, models.SheetYes, models.PhotoUpload, models.KeepRecordings)
	form.Ref = w.Store.SheetRef(w.Request(child).ID, other) // the sheet was printed in the other language
	if err := w.Store.CheckPaper(t.Context(), officer, ref, form, []store.GuardianShown{shown, other}); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, child); g.State != models.GuardianApproved || !g.Until.IsZero() || g.Paper != nil {
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
	if n := w.Count(`select count(*) from acceptances where person_id = $1 and channel = 'guardian' and version = '4.1'`, child.ID); n != 1 {
		t.Errorf("%d acceptances by the guardian", n)
	}
	record, err := w.Store.GuardianRecordOf(t.Context(), models.GuardianRecordMail{RequestID: w.Request(child).ID})
	if err != nil {
		t.Fatal(err)
	}
	if record.Child != child.Name || record.Guardian != "Lin Mei" || record.Email != storetest.Mother || record.PolicyHash != policy.Hash ||
		record.Locale != models.Chinese || len(record.Yes) != 2 || len(record.No) != 4 {
		t.Errorf("the record says %+v", record.GuardianRecord)
	}
	photo := sheetOf(t, must(w.Store.PaperOfWard(t.Context(), w.Visit(storetest.Mother), record.Ref)), nil)
	want := models.PaperProof{Ref: ref, At: sent.UTC(), Photo: models.TextHash(string(photo)), CheckedBy: officer.Name()}
	if record.Paper == nil || *record.Paper != want {
		t.Errorf("the paper is %+v, want %+v", record.Paper, want)
	}
	if !w.Store.Issued(record.GuardianRecord, record.Signature) {
		t.Error("the portal does not know its own record")
	}
	forged := record.GuardianRecord
	forged.Paper = nil
	if w.Store.Issued(forged, record.Signature) {
		t.Error("a yes on paper passes for one on the page")
	}
	for kind, n := range map[string]int{"guardian_record_mail": 1, "child_told_mail": 1} {
		if got := w.Count(`select count(*) from river_job where kind = $1`, kind); got != n {
			t.Errorf("%d × %s", got, kind)
		}
	}
	if err := w.Store.CheckPaper(t.Context(), officer, ref, form, []store.GuardianShown{shown, other}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("checked twice: %v", err)
	}
}

// must returns what was found without an error.
func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func TestWhileASheetIsCheckedNothingEndsAndNobodyIsReminded(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	asked := w.Clock.Now()
	w.Clock.Set(asked.Add(week - time.Hour))
	ref := w.SendPaper(child)
	sent := w.Clock.Now()
	until := sent.Add(models.PaperChecked)
	if g := stands(t, w, child); !g.Until.Equal(until) || !g.Request.Until.Equal(until) {
		t.Errorf("it waits until %s and the account until %s, want %s", g.Request.Until, g.Until, until)
	}
	if n, err := w.Store.RemindGuardians(t.Context()); n != 0 || err != nil {
		t.Errorf("%d are reminded, %v", n, err)
	}
	for _, at := range []time.Time{asked.Add(week), until.Add(-time.Second)} {
		w.Clock.Set(at)
		mustSweep(t, w.Store)
		if !isHeld(w, child) || stands(t, w, child).Paper == nil {
			t.Fatalf("on %s the child or the sheet is gone", at)
		}
	}
	w.Clock.Set(until) // nobody checked it: the child has some days for another grown-up
	if swept := mustSweep(t, w.Store); swept.Requests != 1 || swept.Minors != 0 {
		t.Errorf("swept %+v", swept)
	}
	if g := stands(t, w, child); g.State != models.GuardianEnded || g.Paper != nil || !g.Until.Equal(until.Add(models.PaperAgain)) {
		t.Errorf("after: %+v", g)
	}
	if left := photosOfSheets(t, w); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	officer := w.Staff(models.RoleOfficer)
	if _, err := w.Store.OpenMatter(t.Context(), officer, ref, models.Opening{Note: "Late.", Password: storetest.Password}); !errors.Is(err, models.ErrConflict) {
		t.Errorf("opened too late: %v", err)
	}
	w.Clock.Advance(models.PaperAgain)
	if swept := mustSweep(t, w.Store); swept.Minors != 1 || isHeld(w, child) {
		t.Errorf("swept %+v", swept)
	}
}

func TestT02_AHundredDecisionsOnThePageOnPaperAndAtTheDeskAreOne(t *testing.T) {
	w := storetest.New(t)
	officers := []models.Staff{w.Staff(models.RoleOfficer), w.Staff(models.RoleOfficer)}
	child := w.Child(10)
	ref := w.SendPaper(child)
	token, proof := w.ProvenGuardian(child)
	for _, officer := range officers {
		w.OpenMatter(officer, ref)
	}
	yes, no, unfit := w.SheetSays(child, models.SheetYes, models.PhotoUpload), w.SheetSays(child, models.SheetNo), w.SheetSays(child, models.SheetUnfit)
	unfit.Fault = string(models.SheetUnsigned)
	stores := []*store.Store{w.Store, w.Second()}
	photo := []models.SentFile{{Name: "sheet.jpg", Content: storetest.Picture(40, 60, 3)}}
	var all sync.WaitGroup
	var decided atomic.Int32
	for i := range 100 {
		s := stores[i%2]
		all.Go(func() {
			var err error
			switch i % 5 {
			case 0:
				err = s.DecideAsGuardian(t.Context(), token, proof, storetest.Yes(models.PhotoUpload), storetest.Shown())
			case 1:
				err = s.DecideAsGuardian(t.Context(), token, proof, models.GuardianDecision{}, storetest.Shown())
			case 2:
				if err := s.SendPaper(t.Context(), token, proof, photo); err != nil && !errors.Is(err, models.ErrDeadLink) && !errors.As(err, &models.TooMany{}) {
					t.Error(err)
				}
				return
			default:
				err = s.CheckPaper(t.Context(), officers[i%2], ref, []models.SheetForm{yes, no}[i/2%2], storetest.Sheets())
			}
			switch {
			case err == nil:
				decided.Add(1)
			case errors.Is(err, models.ErrDeadLink), errors.Is(err, models.ErrConflict), errors.As(err, &models.TooMany{}):
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if decided.Load() != 1 {
		t.Errorf("%d decided", decided.Load())
	}
	records := w.Count(`select count(*) from guardian_records`)
	if granted := w.Count(`select count(*) from consents where state = 'granted'`); granted != records || records > 1 {
		t.Errorf("%d records, %d choices", records, granted)
	}
	if n := w.Count(`select count(*) from guardian_requests where state in ('approved', 'declined')`); n != 1 {
		t.Errorf("%d requests are decided", n)
	}
	if n := w.Count(`select count(*) from guardian_papers where state = 'to_check'`); n != 0 {
		t.Errorf("%d sheets are still to be checked", n)
	}
	if left, kept := len(photosOfSheets(t, w)), w.Count(`select count(*) from guardian_papers where state = 'approved'`); left != 2*kept {
		t.Errorf("%d files of %d sheets are kept", left, kept)
	}
}

func TestASheetThatCannotBeAcceptedIsErasedAndItsGuardianSendsAnother(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child := w.Child(10)
	asked := w.Clock.Now()
	w.Clock.Set(asked.Add(week - time.Hour))
	ref := w.SendPaper(child)
	w.Clock.Advance(48 * time.Hour)
	w.OpenMatter(officer, ref)
	form := w.SheetSays(child, models.SheetUnfit)
	form.Note = "The lower half is dark."
	if err := checks(t, w, officer, ref, form); err != nil {
		t.Fatal(err)
	}
	again := w.Clock.Now().Add(models.PaperAgain)
	if g := stands(t, w, child); g.State != models.GuardianWaiting || g.Paper != nil || !g.Until.Equal(again) || !g.Request.Until.Equal(again) {
		t.Errorf("after: %+v", g)
	}
	if left := photosOfSheets(t, w); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	var job models.PaperRefusedMail
	if err := w.DB.QueryRow(t.Context(), `select args from river_job where kind = $1`, job.Kind()).Scan(&job); err != nil {
		t.Fatal(err)
	}
	letter, err := w.Store.PaperRefusal(t.Context(), job)
	if err != nil || letter.Email != storetest.Mother || letter.Fault != models.SheetUnreadable || letter.Note != form.Note || letter.Token != w.GuardianLink(child) {
		t.Errorf("the letter says %+v, %v", letter, err)
	}
	if m := atDesk(t, w, officer, ref); m.Waits() || m.Paper != models.PaperRefused || m.Finding == nil || m.Finding.True || m.Finding.Why != form.Note || m.Sight.Sheet != nil {
		t.Errorf("at the desk it is %+v", m)
	}
	second := w.SendPaper(child)
	w.OpenMatter(officer, second)
	if err := checks(t, w, officer, second, w.SheetSays(child, models.SheetYes)); err != nil {
		t.Error(err)
	}
	if _, err := w.Store.PaperRefusal(t.Context(), job); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the letter after the yes: %v", err)
	}
}

func TestNoNumberOfSheetsKeepsARequestOpenForLongerThanThirtyDays(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	latest := w.Clock.Now().Add(models.PaperLatest)
	for i := range models.PaperSheets {
		w.SendPaper(child)
		if until := w.Request(child).Until; until.After(latest) {
			t.Errorf("sheet %d lets it wait until %s", i+1, until)
		}
		w.Clock.Set(w.Request(child).Until.Add(-time.Hour))
		if i < models.PaperSheets-1 { // each letter has five codes
			if err := w.Store.ResendGuardianLetter(t.Context(), child.ID, parlour); err != nil && !errors.As(err, &models.TooMany{}) {
				t.Fatal(err)
			}
		}
	}
	if until := w.Request(child).Until; !until.Equal(latest) {
		t.Errorf("it waits until %s, want %s", until, latest)
	}
	token := w.GuardianLink(child)
	w.Clock.Advance(-5 * time.Minute)
	_, proof := w.ProvenGuardian(child)
	err := w.Store.SendPaper(t.Context(), token, proof, []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(40, 30, 1)}})
	if !errors.As(err, &models.TooMany{}) {
		t.Errorf("one sheet more: %v", err)
	}
	if left := photosOfSheets(t, w); len(left) != 2 {
		t.Errorf("of the one that waits there are %v", left)
	}
}

func TestANoOnASheetLeavesNothingOfTheGuardian(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child := w.Child(10)
	ref := w.SendPaper(child)
	form := w.SheetSays(child, models.SheetNo)
	form.Name, form.Relation, form.GrownUp, form.Signed = "", "", false, false
	w.OpenMatter(officer, ref)
	if err := checks(t, w, officer, ref, form); err != nil {
		t.Fatal(err)
	}
	g := stands(t, w, child)
	if g.State != models.GuardianDeclined || !g.Until.Equal(w.Clock.Now().Add(week)) {
		t.Errorf("after: %+v", g)
	}
	if n := w.Count(`select count(*) from guardian_requests where personal is not null`); n != 0 {
		t.Error("the address is still held")
	}
	if left := photosOfSheets(t, w); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if err := w.Store.AskGuardian(t.Context(), child, "father@example.com", models.English, parlour); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianSaid}) {
		t.Errorf("somebody else is asked: %v", err)
	}
}

func TestASheetCountsNoMoreOnceSomethingElseIsDecided(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	for name, end := range map[string]func(child models.Person) error{
		"the child asks somebody else": func(child models.Person) error {
			return w.Store.AskGuardian(t.Context(), child, "father@example.com", models.English, "198.51.100.0/24")
		},
		"the child erases the account": func(child models.Person) error { return w.Store.EraseOwnAccount(t.Context(), child.ID) },
		"the guardian takes the address back": func(child models.Person) error {
			return w.Store.RemoveGuardianAddress(t.Context(), w.GuardianLink(child))
		},
		"the guardian decides on the page": func(child models.Person) error {
			token, proof := w.ProvenGuardian(child)
			return w.Store.DecideAsGuardian(t.Context(), token, proof, storetest.Yes(models.Camera), storetest.Shown())
		},
		"the guardian declines on the page": func(child models.Person) error {
			token, proof := w.ProvenGuardian(child)
			return w.Store.DecideAsGuardian(t.Context(), token, proof, models.GuardianDecision{}, storetest.Shown())
		},
	} {
		child := w.Child(10)
		ref := w.SendPaper(child)
		w.OpenMatter(officer, ref)
		form := w.SheetSays(child, models.SheetYes, models.PhotoUpload)
		records := w.Count(`select count(*) from guardian_records`)
		if err := end(child); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "the guardian decides on the page" {
			records++
		}
		if err := checks(t, w, officer, ref, form); !errors.Is(err, models.ErrConflict) && !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: the officer's yes is answered with %v", name, err)
		}
		if n := w.Count(`select count(*) from guardian_records`); n != records {
			t.Errorf("%s: there are %d records, want %d", name, n, records)
		}
		if _, err := w.Store.StaffPaper(t.Context(), officer, ref, models.SizeOriginal); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: the officer sees the photo: %v", name, err)
		}
		if left := photosOfSheets(t, w); len(left) != 0 {
			t.Errorf("%s: left: %v", name, left)
		}
	}
}

func TestAnotherSheetTakesThePlaceOfTheFirst(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child := w.Child(10)
	first := w.SendPaper(child)
	w.OpenMatter(officer, first)
	w.Clock.Advance(time.Minute)
	second := w.SendPaper(child)
	if err := checks(t, w, officer, first, w.SheetSays(child, models.SheetYes)); !errors.Is(err, models.ErrConflict) {
		t.Errorf("the first is checked: %v", err)
	}
	if err := checks(t, w, officer, second, w.SheetSays(child, models.SheetYes)); !errors.Is(err, models.Refused{Reason: models.ReasonNotOpened}) {
		t.Errorf("the second is checked by whoever opened the first: %v", err)
	}
	if left := photosOfSheets(t, w); len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func TestTheReferenceOnASheetTellsWhoseItIsAndWhatWasShown(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child, other := w.Child(10), w.Child(10)
	ref := w.SendPaper(child)
	w.SendPaper(other)
	w.OpenMatter(officer, ref)
	before := storetest.Shown()
	before.Rules = "The rules as they were."
	right := w.SheetSays(child, models.SheetYes)
	for name, printed := range map[string]string{
		"another child's": w.SheetSays(other, models.SheetYes).Ref, "from before the rules changed": w.Store.SheetRef(w.Request(child).ID, before), "the desk's": ref,
	} {
		form := right
		form.Ref = printed
		var invalid models.Invalid
		if err := checks(t, w, officer, ref, form); !errors.As(err, &invalid) || invalid[models.FieldSheetRef] != models.FaultUnknown {
			t.Errorf("%s: %v", name, err)
		}
	}
	right.Ref = " " + strings.ToLower(right.Ref) + " "
	if err := checks(t, w, officer, ref, right); err != nil {
		t.Error(err)
	}
}

func TestT13_OnlyAnOfficerWhoOpenedASheetSeesIt(t *testing.T) {
	w := storetest.New(t)
	officer, second, agent := w.Staff(models.RoleOfficer), w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent)
	child := w.Child(10)
	ref := w.SendPaper(child)
	sees := func(staff models.Staff) error {
		f, err := w.Store.StaffPaper(t.Context(), staff, ref, models.SizeLarge)
		if err == nil {
			_ = f.Close()
		}
		return err
	}
	if err := sees(officer); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("before it is opened: %v", err)
	}
	if err := checks(t, w, officer, ref, w.SheetSays(child, models.SheetYes)); !errors.Is(err, models.Refused{Reason: models.ReasonNotOpened}) {
		t.Errorf("checked before it is opened: %v", err)
	}
	w.OpenMatter(officer, ref)
	if err := sees(officer); err != nil {
		t.Errorf("once it is opened: %v", err)
	}
	m := atDesk(t, w, officer, ref)
	if m.Sight.Sheet == nil || m.Sight.Sheet.Words != w.Request(child).Words || len(m.Sight.Records) > 0 || !m.Sight.Known.IsZero() {
		t.Errorf("opened it shows %+v", m.Sight)
	}
	for _, other := range []models.Staff{second, agent, w.Staff(models.RoleAdmin)} {
		if err := sees(other); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("an %s who opened nothing: %v", other.Role, err)
		}
	}
	if err := checks(t, w, agent, ref, w.SheetSays(child, models.SheetYes)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an agent: %v", err)
	}
	log, err := w.Store.AccessLog(t.Context(), child.ID, store.Key{}, store.Older)
	if err != nil || len(log.Looks) != 1 || log.Looks[0].Ref != ref || !slices.Equal(log.Looks[0].Fields, []models.LookField{models.SawSheet}) {
		t.Errorf("the child's log has %+v, %v", log.Looks, err)
	}
	w.Clock.Advance(models.LookFor)
	if err := sees(officer); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("half an hour later: %v", err)
	}
}

func TestTheSheetOfAYesIsTheGuardiansAndGoesWithTheRecord(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	child, other := w.CanSignIn(w.Minor(17)), w.Child(10)
	if err := w.Store.AskGuardian(t.Context(), child, storetest.Mother, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	ref := w.SendPaper(child)
	w.OpenMatter(officer, ref)
	if err := checks(t, w, officer, ref, w.SheetSays(child, models.SheetYes, models.Camera)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.StaffPaper(t.Context(), officer, ref, models.SizeOriginal); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("once it is checked the officer sees it: %v", err)
	}
	var id, file string
	if err := w.DB.QueryRow(t.Context(), `select id, file from guardian_papers where ref = $1`, ref).Scan(&id, &file); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.File(t.Context(), child.ID, id, models.SizeOriginal); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the child gets the guardian's signature: %v", err)
	}
	if err := w.Store.AskGuardian(t.Context(), other, "father@example.com", models.English, parlour); err != nil {
		t.Fatal(err)
	}
	w.Approve(other, models.Camera)
	mother, father := w.Visit(storetest.Mother), w.Visit("father@example.com")
	for name, err := range map[string]error{
		"a stranger":                 err2(w.Store.PaperOfWard(t.Context(), father, w.RecordOf(child))),
		"of a record without paper":  err2(w.Store.PaperOfWard(t.Context(), father, w.RecordOf(other))),
		"of a record there is not":   err2(w.Store.PaperOfWard(t.Context(), mother, "G-NONE-SUCH")),
		"by whoever typed no code":   notDead(err2(w.Store.PaperOfWard(t.Context(), "nobody's", w.RecordOf(child)))),
		"in a size that is not kept": err2(w.Store.StaffPaper(t.Context(), officer, ref, models.SizeSmall)),
	} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(sheetOf(t, must(w.Store.PaperOfWard(t.Context(), mother, w.RecordOf(child))), nil)) == 0 {
		t.Error("the guardian's own sheet is empty")
	}
	grows(t, w)
	turns(w, child, 18, false)
	grows(t, w)
	if left := photosOfSheets(t, w); len(left) != 2 {
		t.Errorf("of age, the proof is %v", left)
	}
	if lost := must(w.Store.Orphans(t.Context())); len(lost) != 0 {
		t.Errorf("the sweep takes the proof for files without a row: %v", lost)
	}
	if _, err := w.DB.Exec(t.Context(), `update guardian_papers set state = 'void', file = null where id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if lost := must(w.Store.Orphans(t.Context())); len(lost) != 2 {
		t.Errorf("without its row the sweep finds %v", lost)
	}
	if _, err := w.DB.Exec(t.Context(), `update guardian_papers set state = 'approved', file = $2 where id = $1`, id, file); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(w.Clock.Now().AddDate(3, 0, 1))
	mustSweep(t, w.Store)
	if left := photosOfSheets(t, w); len(left) != 0 || w.Count(`select count(*) from guardian_papers where person_id = $1`, child.ID) != 0 {
		t.Errorf("three years later the proof is %v", left)
	}
}

// notDead is ErrNotFound in place of ErrDeadLink.
func notDead(err error) error {
	if errors.Is(err, models.ErrDeadLink) {
		return models.ErrNotFound
	}
	return err
}

func TestWhoHasNotTypedACodeOrIsAMinorSendsNoSheet(t *testing.T) {
	w := storetest.New(t)
	child := w.Child(10)
	token, proof := w.ProvenGuardian(child)
	photo := []models.SentFile{{Name: "sheet.jpg", Content: storetest.Picture(60, 40, 1)}}
	for name, err := range map[string]error{
		"no code": w.Store.SendPaper(t.Context(), token, "", photo), "no link": w.Store.SendPaper(t.Context(), "x", proof, photo),
	} {
		if !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("%s: %v", name, err)
		}
	}
	friend := w.SignedUp(16)
	if err := w.Store.AskGuardian(t.Context(), child, friend.Email, models.English, parlour); err != nil {
		t.Fatal(err)
	}
	token, proof = w.ProvenGuardian(child)
	if err := w.Store.SendPaper(t.Context(), token, proof, photo); !errors.Is(err, models.Refused{Reason: models.ReasonGuardianMinor}) {
		t.Errorf("a minor's sheet: %v", err)
	}
	w.Clock.Advance(models.GuardianProofLife)
	if err := w.Store.SendPaper(t.Context(), token, proof, photo); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("an hour later: %v", err)
	}
	for name, bad := range map[string]struct {
		files []models.SentFile
		want  error
	}{
		"nothing":  {nil, models.Invalid{models.FieldSheet: models.FaultMissing}},
		"two":      {append(photo, photo...), models.Invalid{models.FieldSheet: models.FaultFull}},
		"no photo": {[]models.SentFile{{Name: "a.txt", Content: []byte("I agree.")}}, models.UnfitKind},
		"a half":   {[]models.SentFile{{Name: "a.jpg", Content: photo[0].Content[:len(photo[0].Content)/2]}}, models.UnfitBroken},
	} {
		err := w.Store.SendPaper(t.Context(), token, proof, bad.files)
		var invalid models.Invalid
		if errors.As(bad.want, &invalid) {
			var got models.Invalid
			if !errors.As(err, &got) || got.Error() != invalid.Error() {
				t.Errorf("%s: %v", name, err)
			}
		} else if !errors.Is(err, bad.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := photosOfSheets(t, w); len(left) != 0 || w.Count(`select count(*) from guardian_papers`) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestASheetGoesAlongWhenTheAccountIsLinked(t *testing.T) {
	w := storetest.New(t)
	officer := w.Staff(models.RoleOfficer)
	own, pushed := w.Child(12), w.Minor(12)
	w.SendPaper(own)
	w.Clock.Advance(time.Minute)
	ref := w.SendPaper(own)
	code, err := w.Store.LinkCode(t.Context(), pushed.ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	form := w.SheetSays(own, models.SheetYes, models.Camera)
	linked, err := w.Store.Link(t.Context(), own, code.Code, parlour)
	if err != nil {
		t.Fatal(err)
	}
	w.OpenMatter(officer, ref)
	if err := checks(t, w, officer, ref, form); err != nil {
		t.Fatal(err)
	}
	if g := stands(t, w, linked); g.State != models.GuardianApproved || linked.ID != pushed.ID {
		t.Errorf("the linked account: %+v", g)
	}
	if n := w.Count(`select count(*) from guardian_papers where person_id = $1`, own.ID); n != 0 {
		t.Errorf("%d sheets are left behind", n)
	}
}
