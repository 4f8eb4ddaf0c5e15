package store_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// rang is what somebody said on the phone, received at a time in Shanghai; wrote the same of a letter, of whose day only is known.
func rang(t *testing.T, at, words string) models.Again {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", at, models.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return models.Again{Channel: models.ByPhone, Received: models.Arrival{At: when, Timed: true}, Words: words}
}

func wrote(on, words string) models.Again {
	return models.Again{Channel: models.ByLetter, Received: models.Arrival{At: day(on).Start()}, Words: words}
}

// takenIn is the reference of a guest's complaint that came on the morning of 20 November.
func takenIn(t *testing.T, w *storetest.World, by models.Staff, in models.Intake) string {
	t.Helper()
	in.Channel, in.ReceivedAt, in.Kind = models.ByMail, w.Clock.Now(), models.CaseComplaint
	in.From, in.Words = models.Contact{Name: "Wu", Email: "guest@example.com"}, "A print came that isn’t mine."
	filed, err := w.Store.TakeIn(t.Context(), by, in)
	if err != nil {
		t.Fatal(err)
	}
	return filed.Ref
}

// at lets it be a time in Shanghai.
func at(t *testing.T, w *storetest.World, when string) {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", when, models.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(now)
}

// adds has the desk write down what a guest added, and tells whether that opened the case again.
func adds(t *testing.T, w *storetest.World, by models.Staff, ref string, again models.Again) (reopened bool) {
	t.Helper()
	reopened, err := w.Store.AddForGuest(t.Context(), by, ref, again)
	if err != nil {
		t.Fatal(err)
	}
	return reopened
}

// notTaken fails unless what a guest added was not taken for the day on which it came.
func notTaken(t *testing.T, w *storetest.World, by models.Staff, ref string, again models.Again, why models.Fault) {
	t.Helper()
	_, err := w.Store.AddForGuest(t.Context(), by, ref, again)
	var invalid models.Invalid
	if errors.As(err, &invalid); !maps.Equal(invalid, models.Invalid{"received_on": why}) {
		t.Errorf("of %s: %v, want it %s", again.Received.At.In(models.Shanghai), err, why)
	}
}

func TestAGuestWhoWritesAgainWhileTheirCaseIsOpenIsInItsMessages(t *testing.T) {
	w := storetest.New(t)
	amir, li := w.Staff(models.RoleAgent), w.Staff(models.RoleAgent)
	ref := takenIn(t, w, amir, models.Intake{})
	at(t, w, "2026-11-24 16:00")
	_, err := w.Store.AddForGuest(t.Context(), amir, ref, rang(t, "2026-11-24 14:30", "It came from the shop in Changning."))
	refused(t, err, models.ReasonNotOpened)
	w.Open(li, ref)
	_, err = w.Store.AddForGuest(t.Context(), amir, ref, rang(t, "2026-11-24 14:30", "It came from the shop in Changning."))
	refused(t, err, models.ReasonNotOpened) // a colleague did
	w.Open(amir, ref)
	if adds(t, w, amir, ref, rang(t, "2026-11-24 14:30", "It came from the shop in Changning.")) {
		t.Error("an open case was opened again")
	}
	page := deskCase(t, w, amir, ref)
	if page.State != models.CaseOpen || len(page.Rounds) != 1 || page.Round().Deadline.Told != day("2026-12-11") || len(page.Messages) != 2 {
		t.Fatalf("it is %+v", page)
	}
	said := page.Messages[1]
	if said.Text != "It came from the shop in Changning." || said.ByStaff() || !said.TakenDown() || said.Staff != amir || said.Taken.Channel != models.ByPhone ||
		models.DateOf(said.Taken.At) != day("2026-11-24") || !said.At.Equal(w.Clock.Now()) {
		t.Errorf("they said %+v", said)
	}
	if last := page.Events[len(page.Events)-1]; last.Kind != models.CaseAdded || last.Actor != models.ByDesk || last.Staff != amir {
		t.Errorf("last happened %+v", last)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'case_mail'`); n != 1 {
		t.Errorf("%d letters were asked for", n)
	}
	w.Clock.Advance(models.LookFor)
	_, err = w.Store.AddForGuest(t.Context(), amir, ref, wrote("2026-11-24", "And again."))
	refused(t, err, models.ReasonNotOpened)
}

func TestAGuestWhoIsNotSatisfiedGetsAnotherAnswerFromSomebodyElse(t *testing.T) {
	w := storetest.New(t)
	amir, li := w.Staff(models.RoleAgent), w.Staff(models.RoleAgent)
	ref := takenIn(t, w, amir, models.Intake{})
	w.Answer(amir, ref)
	at(t, w, "2026-12-03 09:00")
	w.Open(amir, ref)
	if !adds(t, w, amir, ref, wrote("2026-12-01", "It came again.")) {
		t.Fatal("it was not opened again")
	}
	page := deskCase(t, w, amir, ref)
	round := page.Round()
	if page.State != models.CaseOpen || round.Number != 2 || models.DateOf(round.ReceivedAt) != day("2026-12-01") || round.Deadline.Told != day("2026-12-22") {
		t.Errorf("it is %+v", page.Complaint)
	}
	if round.Verified() || page.Owner.ID != "" || page.MayAnswer {
		t.Errorf("confirmed %t, of %q, who wrote it down may answer %t", round.Verified(), page.Owner.ID, page.MayAnswer)
	}
	if last := page.Events[len(page.Events)-1]; last.Kind != models.CaseReopened || last.Actor != models.ByDesk || last.Staff != amir || last.To != day("2026-12-22") {
		t.Errorf("last happened %+v", last)
	}
	queue, err := w.Store.DeskQueue(t.Context(), li, models.QueueFilter{Ref: ref})
	if err != nil || len(queue.Rows) != 1 || queue.Rows[0].State != models.CaseOpen || queue.Rows[0].Due != day("2026-12-22") {
		t.Errorf("the queue shows %+v, %v", queue.Rows, err)
	}
	letter, err := w.Store.CaseLetter(t.Context(), models.CaseMail{CaseID: page.ID, About: models.CaseReopened, Round: 2})
	if err != nil || letter.To.Email != "guest@example.com" || letter.Round().Deadline.From != day("2026-12-01") {
		t.Errorf("the letter says %+v, %v", letter, err)
	}
	refused(t, w.Store.Answer(t.Context(), amir, ref, storetest.WholeAnswer), models.ReasonAnsweredBefore)
	w.Answer(li, ref)
	if page := deskCase(t, w, li, ref); page.State != models.CaseAnswered || page.Round().AnsweredBy.ID != li.ID {
		t.Errorf("answered, it is %+v", page.Complaint)
	}
}

func TestWhatAGuestAddsCountsByTheDayOnWhichItCame(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	w.Staff(models.RoleAgent)
	ref := takenIn(t, w, amir, models.Intake{})
	w.Open(amir, ref)
	notTaken(t, w, amir, ref, wrote("2026-11-19", "Early."), models.FaultBefore)
	notTaken(t, w, amir, ref, rang(t, "2026-11-20 09:59", "Early."), models.FaultBefore)
	adds(t, w, amir, ref, rang(t, "2026-11-20 10:00", "In the same minute."))
	at(t, w, "2026-11-20 15:00")
	w.Answer(amir, ref) // until 4 December
	notTaken(t, w, amir, ref, rang(t, "2026-11-20 14:59", "Before the answer."), models.FaultBefore)

	at(t, w, "2026-12-07 10:00")
	w.Open(amir, ref)
	notTaken(t, w, amir, ref, wrote("2026-12-05", "On the day after the tenth."), models.FaultOver)
	notTaken(t, w, amir, ref, rang(t, "2026-12-07 09:30", "On the eleventh working day."), models.FaultOver)
	if err := w.Store.MindCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	notTaken(t, w, amir, ref, rang(t, "2026-12-07 09:30", "On the eleventh working day."), models.FaultOver)
	if page := deskCase(t, w, amir, ref); page.State != models.CaseClosed || len(page.Messages) != 3 || len(page.Rounds) != 1 {
		t.Fatalf("it is %+v", page)
	}
	// The letter of the tenth lay at the desk over the weekend, and meanwhile the case was closed.
	if !adds(t, w, amir, ref, wrote("2026-12-04", "It came again.")) {
		t.Error("it was not opened again")
	}
	page := deskCase(t, w, amir, ref)
	if page.State != models.CaseOpen || !page.ClosedAt.IsZero() || len(page.Rounds) != 2 || page.Round().Deadline.Told != day("2026-12-25") {
		t.Errorf("opened again, it is %+v", page.Complaint)
	}
}

func TestAnAnsweredCaseIsNotOpenedAgainByConfirmingWhoWrote(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	ref := takenIn(t, w, amir, models.Intake{})
	w.Answer(amir, ref)
	refused(t, w.Store.VerifyCase(t.Context(), amir, ref), models.ReasonNotVerifying)
	at(t, w, "2026-12-07 10:00")
	if err := w.Store.MindCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Open(amir, ref)
	refused(t, w.Store.VerifyCase(t.Context(), amir, ref), models.ReasonNotVerifying)
	if page := deskCase(t, w, amir, ref); page.State != models.CaseClosed || page.Round().Verified() {
		t.Errorf("it is %+v", page.Complaint)
	}
}

func TestADayOfTheAnswerWithoutATimeIsNotBeforeIt(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	ref := takenIn(t, w, amir, models.Intake{})
	w.Answer(amir, ref)
	at(t, w, "2026-11-23 10:00")
	w.Open(amir, ref)
	if !adds(t, w, amir, ref, wrote("2026-11-20", "It is not solved.")) {
		t.Error("it was not opened again")
	}
}

func TestAGuestsCaseThatTheDeskClosedStaysClosed(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	for _, answered := range []bool{false, true} {
		ref := takenIn(t, w, amir, models.Intake{})
		w.Open(amir, ref)
		if answered {
			w.Answer(amir, ref)
		}
		if err := w.Store.CloseCase(t.Context(), amir, ref); err != nil {
			t.Fatal(err)
		}
		_, err := w.Store.AddForGuest(t.Context(), amir, ref, wrote("2026-11-20", "Still."))
		refused(t, err, models.ReasonCaseOver)
	}
}

func TestWhoeverHasAnAccountAddsToTheirCaseThemselves(t *testing.T) {
	w := storetest.New(t)
	mei, amir, admin := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleAdmin)
	hers := w.File(mei, models.ComplaintForm{})
	w.Open(amir, hers)
	_, err := w.Store.AddForGuest(t.Context(), amir, hers, wrote("2026-11-20", "She rang."))
	refused(t, err, models.ReasonOwnToAdd)
	if page := complaint(t, w, mei, hers); len(page.Messages) != 1 {
		t.Errorf("her messages are %+v", page.Messages)
	}
	if _, err := w.Store.AddForGuest(t.Context(), admin, hers, wrote("2026-11-20", "She rang.")); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an admin: %v", err)
	}
}

func TestANewRoundOfAChildsCaseNeedsASecondPersonAnew(t *testing.T) {
	w := storetest.New(t)
	amir, li, sara := w.Staff(models.RoleAgent), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	ref := takenIn(t, w, amir, models.Intake{Minor: true})
	w.AskSecond(amir, ref)
	w.Agree(sara, ref)
	w.Answer(amir, ref)
	at(t, w, "2026-11-23 10:00")
	w.Open(amir, ref)
	if !adds(t, w, amir, ref, wrote("2026-11-22", "It is not solved.")) {
		t.Fatal("it was not opened again")
	}
	w.AskSecond(li, ref)
	w.Agree(sara, ref)
	w.Answer(li, ref)
	if kinds := eventKinds(deskCase(t, w, li, ref).Events); !slices.Equal(kinds, []models.CaseEventKind{
		models.CaseFiled, models.CaseWasAnswered, models.CaseReopened, models.CaseWasAnswered,
	}) {
		t.Errorf("its events are %v", kinds)
	}
}
