package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// triesToOpen returns whom a staff member has to wait for who wants to open a case; nobody where it is open to them now.
func triesToOpen(t *testing.T, w *storetest.World, staff models.Staff, ref string) (waits bool, asked models.Approval) {
	t.Helper()
	_, err := w.Store.OpenCase(t.Context(), staff, ref, opening(models.CauseAnswer))
	var needed models.SecondNeeded
	if errors.As(err, &needed) {
		return true, needed.Asked
	}
	if err != nil {
		t.Fatal(err)
	}
	return false, asked
}

// saysAs is what a second person's answer comes to.
func saysAs(t *testing.T, w *storetest.World, second models.Staff, ref string, answer models.ApprovalAnswer) error {
	t.Helper()
	return w.Store.AnswerApproval(t.Context(), second, ref, models.ApprovalForm{Answer: string(answer), Password: storetest.Password})
}

func TestNobodyAtTheDeskOpensTheCaseOfAMinorAlone(t *testing.T) {
	w := storetest.New(t)
	child, amir, sara := w.Minor(10), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	const secret = "Zq7canary was in my envelope."
	ref := w.File(child, models.ComplaintForm{MessageForm: models.MessageForm{
		Words: secret, Files: []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}},
	}})
	picture := complaint(t, w, child, ref).Messages[0].Files[0].ID
	if list, err := w.Store.Approvals(t.Context(), sara); err != nil || len(list) != 0 {
		t.Fatalf("before anybody asked there waits %+v, %v", list, err)
	}
	w.AskSecond(amir, ref)
	locked := func(when string, of models.Staff) {
		t.Helper()
		page := deskCase(t, w, of, ref)
		if shown := fmt.Sprintf("%+v", page); page.Opened != nil || page.Messages != nil || strings.Contains(shown, "canary") || strings.Contains(shown, child.Name) {
			t.Errorf("%s: %s sees %s", when, of.Name(), shown)
		}
		for what, err := range map[string]error{
			"reply":  w.Store.Reply(t.Context(), of, ref, models.MessageForm{Words: "Hello."}),
			"note":   w.Store.NoteOnCase(t.Context(), of, ref, "Hm."),
			"answer": w.Store.Answer(t.Context(), of, ref, storetest.WholeAnswer),
			"draft":  w.Store.SaveDraft(t.Context(), of, ref, models.Answer{Found: "Hm."}),
			"verify": w.Store.VerifyCase(t.Context(), of, ref),
			"reject": w.Store.RejectVerification(t.Context(), of, ref, "Hm."),
			"close":  w.Store.CloseCase(t.Context(), of, ref),
			"merge":  w.Store.MergeCase(t.Context(), of, ref, ref),
		} {
			if !errors.Is(err, models.Refused{Reason: models.ReasonNotOpened}) {
				t.Errorf("%s: %s may %s: %v", when, of.Name(), what, err)
			}
		}
		if _, err := w.Store.StaffAttachment(t.Context(), of, ref, picture, models.SizeSmall); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %s sees its picture: %v", when, of.Name(), err)
		}
	}
	locked("asked", amir)
	locked("asked", sara)
	if n := w.Count(`select count(*) from looks`); n != 0 {
		t.Errorf("%d looks of a case that nobody opened", n)
	}

	list, err := w.Store.Approvals(t.Context(), sara)
	if err != nil || len(list) != 1 || list[0].By != amir || list[0].Ref != ref || list[0].Note != "Their mother rang." || !list[0].Waits() {
		t.Fatalf("a second person sees %+v, %v", list, err)
	}
	refused(t, saysAs(t, w, amir, ref, models.ApprovalYes), models.ReasonOwnApproval)
	for want, form := range map[string]models.ApprovalForm{
		"approval": {Password: storetest.Password}, "password": {Answer: "yes"},
	} {
		var wrong models.Invalid
		if err := w.Store.AnswerApproval(t.Context(), sara, ref, form); !errors.As(err, &wrong) || wrong[want] == "" {
			t.Errorf("an answer without %s: %v", want, err)
		}
	}
	if err := w.Store.AnswerApproval(t.Context(), sara, ref, models.ApprovalForm{Answer: "yes", Password: "guess"}); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("an answer with another password: %v", err)
	}
	if waits, _ := triesToOpen(t, w, amir, ref); !waits {
		t.Fatal("the case is open, and nobody agreed")
	}
	w.Clock.Advance(time.Minute)
	w.Agree(sara, ref)
	locked("agreed", amir) // it is to be opened with a reason still
	if asked := deskCase(t, w, amir, ref).Asked; asked == nil || !asked.Holds() || asked.AnsweredBy != sara {
		t.Errorf("who asked sees %+v", asked)
	}
	w.Clock.Advance(time.Minute)
	look := w.Open(amir, ref)
	if page := deskCase(t, w, amir, ref); page.Opened == nil || page.Messages[0].Text != secret || page.Asked != nil || page.Looks[0].AgreedBy != sara {
		t.Errorf("opened, it shows %+v", page)
	}
	if look.AgreedBy != sara || !look.AgreedAt.Equal(w.Clock.Now().Add(-time.Minute)) {
		t.Errorf("the look says %+v", look)
	}
	log, err := w.Store.AccessLog(t.Context(), child.ID, store.Key{}, store.Older)
	if err != nil || len(log.Looks) != 1 || log.Looks[0].Staff != amir || log.Looks[0].AgreedBy != sara {
		t.Errorf("the child sees %+v, %v", log.Looks, err)
	}
	if err := w.Store.Answer(t.Context(), amir, ref, storetest.WholeAnswer); err != nil {
		t.Error(err)
	}
}

func TestWhatStandsBeforeTheOpeningTellsNobodyThatItIsAChilds(t *testing.T) {
	w := storetest.New(t)
	adult, child := w.Adult(), w.Minor(10)
	amir, sara, li := w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent)
	theirs, childs := w.File(adult, models.ComplaintForm{}), w.File(child, models.ComplaintForm{})
	w.AskSecond(amir, childs)
	w.Agree(sara, childs)
	w.Open(amir, childs)
	w.Open(amir, theirs)
	same := strings.NewReplacer(theirs, "", childs, "")
	seen := func(ref string) string {
		page := deskCase(t, w, li, ref)
		page.ID = ""
		for i := range page.Looks {
			page.Looks[i].ID = ""
		}
		for i := range page.Events {
			page.Events[i].ID = ""
		}
		return same.Replace(fmt.Sprintf("%+v", page))
	}
	if a, b := seen(theirs), seen(childs); a != b {
		t.Errorf("an adult's case is shown as\n%s\nand a child's as\n%s", a, b)
	}
	queue, err := w.Store.DeskQueue(t.Context(), li, models.QueueFilter{})
	if err != nil || len(queue.Rows) != 2 {
		t.Fatal(queue.Rows, err)
	}
	for _, row := range queue.Rows {
		if row.Ref = ""; row != (models.QueueRow{Kind: models.CaseComplaint, Due: day("2026-12-11"), State: models.CaseOpen}) {
			t.Errorf("the queue shows %+v", row)
		}
	}
	if n, err := w.Store.AssignCases(t.Context(), li, []string{theirs, childs}, sara.ID); n != 2 || err != nil { // a refusal would tell
		t.Errorf("%d are assigned, %v", n, err)
	}
}

func TestOnceSomebodyAgreedTheWholeDeskOpensTheCaseUntilItIsClosedOrComesBack(t *testing.T) {
	w := storetest.New(t)
	child, amir, sara, li := w.Minor(10), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent)
	ref := w.File(child, models.ComplaintForm{})
	w.AskSecond(amir, ref)
	if waits, asked := triesToOpen(t, w, li, ref); !waits || asked.By != amir {
		t.Errorf("another one waits for the answer to %q", asked.By.Name())
	}
	if n := w.Count(`select count(*) from approvals`); n != 1 {
		t.Errorf("two asked %d times", n)
	}
	w.Agree(li, ref) // who wanted to open it, too, may be the second person
	for _, of := range []models.Staff{amir, sara, li, amir} {
		if waits, _ := triesToOpen(t, w, of, ref); waits {
			t.Errorf("%s has to ask again", of.Name())
		}
	}
	if err := w.Store.Answer(t.Context(), amir, ref, storetest.WholeAnswer); err != nil {
		t.Fatal(err)
	}
	if waits, _ := triesToOpen(t, w, sara, ref); waits {
		t.Error("answered and not closed, it is to be asked again")
	}
	// It is not solved: a new round, and whoever has it open has it no more.
	if _, err := w.Store.AddToComplaint(t.Context(), child.ID, ref, models.MessageForm{Words: "It is not solved."}); err != nil {
		t.Fatal(err)
	}
	if page := deskCase(t, w, sara, ref); page.Opened != nil {
		t.Error("it is open to whoever opened the round before")
	}
	refused(t, w.Store.NoteOnCase(t.Context(), sara, ref, "Hm."), models.ReasonNotOpened)
	if asked := deskCase(t, w, amir, ref).Asked; asked != nil {
		t.Errorf("who asked in the round before sees %+v", asked)
	}
	w.AskSecond(amir, ref)
	w.Agree(sara, ref)
	w.Open(li, ref)

	if err := w.Store.CloseComplaint(t.Context(), child.ID, ref); err != nil {
		t.Fatal(err)
	}
	if page := deskCase(t, w, li, ref); page.Opened != nil {
		t.Error("closed, it is open to whoever opened it before")
	}
	// A closed case takes a yes for each opening: nothing would end it.
	for range 2 {
		w.AskSecond(amir, ref)
		w.Agree(sara, ref)
		w.Open(amir, ref)
		if page := deskCase(t, w, amir, ref); page.Opened == nil {
			t.Error("it is not open")
		}
	}
	w.AskSecond(li, ref)
}

func TestASecondPersonsNoKeepsTheCaseLockedAndItCanBeAskedAgain(t *testing.T) {
	w := storetest.New(t)
	child, amir, sara := w.Minor(10), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	ref := w.File(child, models.ComplaintForm{})
	w.AskSecond(amir, ref)
	if err := saysAs(t, w, sara, ref, models.ApprovalNo); err != nil {
		t.Fatal(err)
	}
	if asked := deskCase(t, w, amir, ref).Asked; asked == nil || asked.Answer != models.ApprovalNo || asked.AnsweredBy != sara {
		t.Errorf("who asked sees %+v", asked)
	}
	if err := saysAs(t, w, sara, ref, models.ApprovalYes); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a yes after the no: %v", err)
	}
	if _, err := w.Store.Approval(t.Context(), sara, ref); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("what was refused waits: %v", err)
	}
	w.Clock.Advance(time.Minute)
	w.AskSecond(amir, ref)
	if asked := deskCase(t, w, amir, ref).Asked; asked == nil || !asked.Waits() {
		t.Errorf("asked again, they see %+v", asked)
	}
	if err := w.Store.CloseComplaint(t.Context(), child.ID, ref); err != nil {
		t.Fatal(err)
	}
	if err := saysAs(t, w, sara, ref, models.ApprovalYes); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a yes after the case was closed: %v", err)
	}
}

func TestOfTwoSecondPersonsAtOnceOneAgrees(t *testing.T) {
	w := storetest.New(t)
	child, amir := w.Minor(10), w.Staff(models.RoleAgent)
	ref := w.File(child, models.ComplaintForm{})
	askers := []models.Staff{amir, w.Staff(models.RoleAgent), w.Staff(models.RoleAgent)}
	instances := []*store.Store{w.Store, w.Second()}
	var wg sync.WaitGroup
	for i, of := range askers { // at once, too
		wg.Go(func() {
			if _, err := instances[i%2].OpenCase(t.Context(), of, ref, opening(models.CauseAnswer)); !errors.As(err, &models.SecondNeeded{}) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := w.Count(`select count(*) from approvals`); n != 1 {
		t.Fatalf("three who ask at once asked %d times", n)
	}
	seconds := []models.Staff{w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer), w.Staff(models.RoleAgent)}
	errs := make([]error, len(seconds))
	for i, of := range seconds {
		answer := []models.ApprovalAnswer{models.ApprovalYes, models.ApprovalNo}[i/2]
		wg.Go(func() {
			errs[i] = instances[i%2].AnswerApproval(t.Context(), of, ref, models.ApprovalForm{Answer: string(answer), Password: storetest.Password})
		})
	}
	wg.Wait()
	agreed := 0
	for i, err := range errs {
		switch {
		case err == nil:
			agreed++
			if n := w.Count(`select count(*) from approvals where answered_by = $1`, seconds[i].ID); n != 1 {
				t.Errorf("it is not written who answered first")
			}
		case !errors.Is(err, models.ErrConflict):
			t.Error(err)
		}
	}
	if agreed != 1 {
		t.Errorf("%d of four answered first", agreed)
	}
}

func TestWhoIsAMinorIsKnownWhenTheCaseIsOpened(t *testing.T) {
	w := storetest.New(t)
	amir, sara := w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	taken := func(minor bool) string {
		t.Helper()
		filed, err := w.Store.TakeIn(t.Context(), amir, models.Intake{
			Channel: models.ByPhone, ReceivedAt: w.Clock.Now(), Kind: models.CaseReport, From: models.Contact{Post: "138 0013 8000"}, Minor: minor,
			MessageForm: models.MessageForm{Words: "A child’s print lies in the shop."},
		})
		if err != nil {
			t.Fatal(err)
		}
		return filed.Ref
	}
	teenager, adult, doubtful := w.Minor(17), w.Adult(), w.Adult()
	w.TellBirth(doubtful, 12)
	grows := w.File(teenager, models.ComplaintForm{})
	for what, c := range map[string]struct {
		ref   string
		minor bool
	}{
		"a teenager's":                  {grows, true},
		"a question of a teenager's":    {w.File(teenager, models.ComplaintForm{Kind: "question"}), true},
		"an adult's":                    {w.File(adult, models.ComplaintForm{}), false},
		"an adult's about a child":      {w.File(adult, models.ComplaintForm{Minor: true}), true},
		"of somebody who may be twelve": {w.File(doubtful, models.ComplaintForm{}), true},
		"told by phone":                 {taken(false), false},
		"a child's, told by phone":      {taken(true), true},
	} {
		if waits, _ := triesToOpen(t, w, amir, c.ref); waits != c.minor {
			t.Errorf("%s: waits for a second person: %t", what, waits)
		}
	}
	w.Clock.Set(teenager.Birth.AddYears(18).Start())
	if waits, _ := triesToOpen(t, w, sara, grows); waits {
		t.Error("whoever came of age is a minor still")
	}
}

func TestTheCaseOfAChildWhoseAccountWasErasedIsAChilds(t *testing.T) {
	w := storetest.New(t)
	child, amir, sara := w.Allow(w.Minor(10)), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	ref := w.File(child, models.ComplaintForm{})
	mustSweep(t, w.Store) // which looks at who is how old
	w.Act(child, models.ActDispute)
	lock := w.LockOf(child)
	if err := w.Store.Settle(t.Context(), sara, lock, settling(lock, models.FoundTrue)); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`select count(*) from persons where id = $1 and ended_at is not null`, child.ID); n != 1 {
		t.Fatal("the account has not ended")
	}
	w.AskSecond(amir, ref)
}

func TestToAskASecondPersonCountsAsAnOpening(t *testing.T) {
	w := storetest.New(t)
	child, amir, sara := w.Minor(10), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	first, second := w.File(child, models.ComplaintForm{}), w.File(child, models.ComplaintForm{})
	openedToday(t, w, amir, models.CasesADay-1)
	w.AskSecond(amir, first)
	w.AskSecond(amir, first) // no other case
	_, err := w.Store.OpenCase(t.Context(), amir, second, opening(models.CauseAnswer))
	if !errors.Is(err, models.TooManyCases{Allowed: models.CasesADay}) {
		t.Errorf("the 31st case of a day is asked for: %v", err)
	}
	if page := deskCase(t, w, amir, first); page.OpenedToday != models.CasesADay {
		t.Errorf("they opened %d", page.OpenedToday)
	}
	queue, err := w.Store.DeskQueue(t.Context(), sara, models.QueueFilter{})
	if err != nil || len(queue.Capped) != 1 {
		t.Errorf("the officer sees %+v, %v", queue.Capped, err)
	}
	w.Agree(sara, first)
	w.Open(amir, first)
}

func TestOneWhoOpensNoCasesAgreesToNone(t *testing.T) {
	w := storetest.New(t)
	child, amir, admin := w.Minor(10), w.Staff(models.RoleAgent), w.Staff(models.RoleAdmin)
	ref := w.File(child, models.ComplaintForm{})
	w.AskSecond(amir, ref)
	_, list := w.Store.Approvals(t.Context(), admin)
	_, one := w.Store.Approval(t.Context(), admin, ref)
	for what, err := range map[string]error{"list": list, "one": one, "answer": saysAs(t, w, admin, ref, models.ApprovalYes)} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhatASecondPersonWasAskedIsKeptAsLongAsALook(t *testing.T) {
	w := storetest.New(t)
	child, amir := w.Minor(10), w.Staff(models.RoleAgent)
	ref := w.File(child, models.ComplaintForm{})
	w.AskSecond(amir, ref)
	w.Clock.Set(storetest.Morning.AddDate(3, 0, 0).Add(-time.Second))
	mustSweep(t, w.Store)
	if n := w.Count(`select count(*) from approvals`); n != 1 {
		t.Error("it is gone before its time")
	}
	w.Clock.Advance(time.Second)
	mustSweep(t, w.Store)
	if n := w.Count(`select count(*) from approvals`); n != 0 {
		t.Error("it is kept for too long")
	}
}
