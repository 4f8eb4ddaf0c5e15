package store_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/models/workday"
)

// mindAt lets the desk's clock look at a time in Shanghai.
func mindAt(t *testing.T, w *storetest.World, at string) {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04:05", at, models.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(now)
	for range 2 { // the second look finds nothing more to do
		if err := w.Store.MindCases(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// reminders lists why and to whom letters were asked for since the last time.
func reminders(t *testing.T, w *storetest.World) (list []string) {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), `delete from river_job where kind = 'staff_reminder_mail' returning args ->> 'Reminder' || ' ' || (args ->> 'StaffID')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	slices.Sort(list)
	return list
}

func TestTheDeskIsRemindedInWorkingHoursOfWorkingDays(t *testing.T) {
	w := storetest.New(t)
	mei, amir, li := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleAgent)
	w.Staff(models.RoleOfficer)
	ref := w.File(mei, models.ComplaintForm{}) // on 20 November, due on 11 December
	if _, err := w.Store.AssignCases(t.Context(), amir, []string{ref}, amir.ID); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   string
		do   func()
		want []string
	}{
		{"2026-11-27 09:00:00", nil, nil}, // ten left
		{"2026-12-04 08:59:59", nil, nil},
		{"2026-12-04 09:00:00", nil, []string{"no_draft " + string(amir.ID)}},
		{"2026-12-07 09:00:00", nil, nil}, // once is enough
		{"2026-12-05 10:00:00", nil, nil}, // a Saturday
		{"2026-12-08 18:00:00", func() {
			if _, err := w.Store.AssignCases(t.Context(), amir, []string{ref}, li.ID); err != nil {
				t.Fatal(err)
			}
		}, nil},
		{"2026-12-09 09:00:00", nil, []string{"soon " + string(li.ID)}},
		{"2026-12-09 17:59:59", nil, nil},
		{"2026-12-10 09:00:00", nil, []string{"soon " + string(li.ID)}},
		{"2026-12-11 11:59:59", nil, nil},
		{"2026-12-11 12:00:00", nil, []string{"today " + string(li.ID)}},
		{"2026-12-14 09:00:00", nil, []string{"late " + string(li.ID)}},
		{"2026-12-15 09:00:00", nil, []string{"late " + string(li.ID)}},
		{"2026-12-16 09:00:00", func() { w.Answer(li, ref) }, nil},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04:05", c.at, models.Shanghai)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(now)
		if c.do != nil {
			c.do()
		}
		mindAt(t, w, c.at)
		if got := reminders(t, w); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.at, got, c.want)
		}
	}
}

// has counts open cases by who has them.
func has(w *storetest.World, staff models.Staff) int {
	return w.Count(`select count(*) from desk_cases where state = 'open' and owner = $1`, staff.ID)
}

func TestEachCaseHasAnOwnerWithinOneWorkingDayAChildsLikeAnyOther(t *testing.T) {
	w := storetest.New(t)
	mei, child := w.Adult(), w.Minor(10)
	w.Staff(models.RoleAdmin)
	// On a Friday, before anybody works at the desk.
	refs := []string{w.File(mei, models.ComplaintForm{}), w.File(child, models.ComplaintForm{}), w.File(child, models.ComplaintForm{Kind: "question"})}
	mindAt(t, w, "2026-11-23 12:00:00")
	if n := w.Count(`select count(*) from desk_cases where owner is not null`); n != 0 {
		t.Fatalf("%d cases are an admin's", n)
	}
	amir, sara := w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	own := w.File(mei, models.ComplaintForm{})
	if _, err := w.Store.AssignCases(t.Context(), amir, []string{own}, amir.ID); err != nil {
		t.Fatal(err)
	}
	mindAt(t, w, "2026-11-23 12:01:00") // it is tried again
	if got := []int{has(w, amir), has(w, sara)}; !slices.Equal(got, []int{2, 2}) {
		t.Errorf("of four cases they have %v", got)
	}
	for _, ref := range refs {
		events := deskCase(t, w, amir, ref).Events
		if last := events[len(events)-1]; last.Kind != models.CaseAssigned || last.Actor != models.ByClock || last.Staff.ID == "" {
			t.Errorf("%s: what happened last is %+v", ref, last)
		}
	}
	told := slices.DeleteFunc(reminders(t, w), func(why string) bool { return !strings.HasPrefix(why, "given") })
	if to := strings.Join(told, "\n"); len(told) != 3 || strings.Count(to, "given "+string(sara.ID)) != 2 || strings.Count(to, "given "+string(amir.ID)) != 1 {
		t.Errorf("they are told %v", told)
	}

	// A day later all that came in on Monday is somebody's by noon, whoever's it is.
	filed := []string{w.File(mei, models.ComplaintForm{}), w.File(child, models.ComplaintForm{})}
	mindAt(t, w, "2026-11-24 11:59:59")
	for _, ref := range filed {
		if owner := deskCase(t, w, amir, ref).Owner; owner.ID != "" {
			t.Errorf("%s is %s's before noon", ref, owner.Name())
		}
	}
	mindAt(t, w, "2026-11-24 12:00:00")
	for _, ref := range filed {
		if owner := deskCase(t, w, amir, ref).Owner; owner.ID == "" {
			t.Errorf("%s is nobody's", ref)
		}
	}
}

func TestOfWhoeverLeftTheDeskTheCasesAreSomebodyElses(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	ref := w.File(mei, models.ComplaintForm{})
	mindAt(t, w, "2026-11-23 12:00:00")
	li := w.Staff(models.RoleAgent)
	if owner := deskCase(t, w, li, ref).Owner; owner != amir {
		t.Fatalf("it is %q's", owner.Name())
	}
	if err := w.Store.DisableStaff(t.Context(), w.StaffEmail(amir)); err != nil {
		t.Fatal(err)
	}
	mindAt(t, w, "2026-11-23 12:01:00")
	if owner := deskCase(t, w, li, ref).Owner; owner != li {
		t.Errorf("it is %q's", owner.Name())
	}
}

func TestACaseThatIsNotSolvedIsGivenToSomebodyWhoDidNotAnswerIt(t *testing.T) {
	w := storetest.New(t)
	mei, amir, sara := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	ref, other := w.File(mei, models.ComplaintForm{}), w.File(mei, models.ComplaintForm{})
	if _, err := w.Store.AssignCases(t.Context(), sara, []string{other}, sara.ID); err != nil {
		t.Fatal(err)
	}
	w.Answer(amir, ref)
	if _, err := w.Store.AddToComplaint(t.Context(), mei.ID, ref, models.MessageForm{Words: "It is not solved."}); err != nil {
		t.Fatal(err)
	}
	mindAt(t, w, "2026-11-23 12:00:00")
	if owner := deskCase(t, w, amir, ref).Owner; owner != sara {
		t.Errorf("it is %q's, who has fewer", owner.Name())
	}
}

func TestSeveralInstancesAtOnceGiveEachCaseToOne(t *testing.T) {
	w := storetest.New(t)
	mei := w.Adult()
	w.Staff(models.RoleAgent)
	w.Staff(models.RoleOfficer)
	for range 6 {
		w.File(mei, models.ComplaintForm{})
	}
	w.Clock.Set(time.Date(2026, time.November, 23, 12, 0, 0, 0, models.Shanghai))
	var wg sync.WaitGroup
	for _, instance := range []*store.Store{w.Store, w.Second(), w.Second()} {
		wg.Go(func() {
			if err := instance.MindCases(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	given := w.Count(`select count(*) from complaint_events where kind = 'assigned'`)
	if owned, told := w.Count(`select count(*) from desk_cases where owner is not null`), len(reminders(t, w)); owned != 6 || given != 6 || told != 6 {
		t.Errorf("of six cases %d have an owner, after they were given %d times, and %d letters say so", owned, given, told)
	}
}

func TestALateAnswerIsAFactWithAnApologyAndANewDate(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	ref := w.File(mei, models.ComplaintForm{})
	mindAt(t, w, "2026-12-11 23:59:59")
	if r := complaint(t, w, mei, ref).Round(); !r.LateAt.IsZero() || r.Late(w.Clock.Now()) {
		t.Errorf("late a second before the end of the day: %+v", r)
	}
	mindAt(t, w, "2026-12-12 00:00:00")
	page := complaint(t, w, mei, ref)
	r := page.Round()
	if !r.Late(w.Clock.Now()) || !r.LateAt.Equal(w.Clock.Now()) || r.NewDate != day("2026-12-18") || r.Deadline.Told != day("2026-12-11") {
		t.Errorf("late, its round is %+v", r)
	}
	if got := eventKinds(page.Events); !slices.Equal(got, []models.CaseEventKind{models.CaseFiled, models.CaseAssigned, models.CaseLate}) ||
		page.Events[1].Staff != amir || page.Events[1].Actor != models.ByClock || page.Events[2].To != day("2026-12-18") {
		t.Errorf("its events are %+v", page.Events)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'case_mail' and args ->> 'About' = 'late'`); n != 1 {
		t.Errorf("%d letters say sorry", n)
	}
	w.Answer(amir, ref)
	mindAt(t, w, "2026-12-20 10:00:00")
	if r := complaint(t, w, mei, ref).Round(); !r.Late(w.Clock.Now()) {
		t.Errorf("after the answer it is no longer late: %+v", r)
	}
}

func TestAnAnswerInTheLastSecondIsInTime(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	inTime, late := w.File(mei, models.ComplaintForm{}), w.File(mei, models.ComplaintForm{})
	w.Clock.Set(time.Date(2026, time.December, 11, 23, 59, 59, 0, models.Shanghai))
	w.Answer(amir, inTime)
	w.Clock.Advance(time.Second)
	w.Answer(amir, late)
	now := w.Clock.Now()
	if complaint(t, w, mei, inTime).Round().Late(now) || !complaint(t, w, mei, late).Round().Late(now) {
		t.Error("the line does not lie at midnight")
	}
}

func TestADayBeginsAtMidnightInShanghai(t *testing.T) {
	w := storetest.New(t)
	mei := w.Adult()
	for at, due := range map[time.Time]string{
		time.Date(2026, time.November, 20, 23, 59, 59, 0, models.Shanghai): "2026-12-11",
		time.Date(2026, time.November, 21, 0, 0, 1, 0, models.Shanghai):    "2026-12-11", // a Saturday is not counted, nor would it be
		time.Date(2026, time.November, 22, 23, 59, 59, 0, models.Shanghai): "2026-12-11",
		time.Date(2026, time.November, 23, 0, 0, 1, 0, models.Shanghai):    "2026-12-14",
	} {
		w.Clock.Set(at)
		if got := complaint(t, w, mei, w.File(mei, models.ComplaintForm{})).Round().Deadline.Told; got != day(due) {
			t.Errorf("filed at %s: due on %s, want %s", at, got, due)
		}
	}
}

func TestWhoWroteIsConfirmedByItselfAfterTwoWorkingDays(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	takeIn := func(kind models.CaseKind) string {
		t.Helper()
		in, err := models.NewIntake(models.IntakeForm{
			Channel: "letter", ReceivedOn: "2026-11-18", Kind: string(kind), Post: "Changning Road 12", MessageForm: models.MessageForm{Words: "To the desk"},
		}, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		filed, err := w.Store.TakeIn(t.Context(), amir, in)
		if err != nil {
			t.Fatal(err)
		}
		if told := filed.Round().Deadline.Told; told != day("2026-12-09") { // from the day that it came, not from today
			t.Errorf("due on %s", told)
		}
		return filed.Ref
	}
	asked, clue, seen := takeIn(models.CaseAccess), takeIn(models.CaseReport), takeIn(models.CaseComplaint)
	w.Open(amir, seen)
	if err := w.Store.VerifyCase(t.Context(), amir, seen); err != nil {
		t.Fatal(err)
	}
	refused(t, w.Store.VerifyCase(t.Context(), amir, seen), models.ReasonNotVerifying)
	refused(t, w.Store.RejectVerification(t.Context(), amir, seen, "Nobody."), models.ReasonNotVerifying)
	seenAt := deskCase(t, w, amir, seen).Round().VerifiedAt
	mindAt(t, w, "2026-11-20 23:59:59")
	if r := deskCase(t, w, amir, asked).Round(); r.Verified() {
		t.Errorf("confirmed within two working days: %+v", r)
	}
	mindAt(t, w, "2026-11-21 00:00:00")
	for ref, overrun := range map[string]bool{asked: true, clue: false, seen: false} {
		r := deskCase(t, w, amir, ref).Round()
		if !r.Verified() || r.Overrun != overrun || r.Deadline.Told != day("2026-12-09") {
			t.Errorf("%s: %+v", ref, r)
		}
	}
	if got := deskCase(t, w, amir, seen).Round().VerifiedAt; !got.Equal(seenAt) {
		t.Errorf("confirmed by the desk at %s, it is confirmed at %s", seenAt, got)
	}
}

func TestWhoCouldNotBeConfirmedIsToldWhyAndCanContestIt(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	filed, err := w.Store.TakeIn(t.Context(), amir, models.Intake{
		Channel: models.ByMail, ReceivedAt: w.Clock.Now(), Kind: models.CaseAccess, From: models.Contact{Email: "guest@example.com", Name: "Wu"},
		MessageForm: models.MessageForm{Words: "Send me all of it."},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Open(amir, filed.Ref)
	if err := w.Store.RejectVerification(t.Context(), amir, filed.Ref, " "); err == nil || err.Error() != "invalid: reason: missing" {
		t.Errorf("without a reason: %v", err)
	}
	if err := w.Store.RejectVerification(t.Context(), amir, filed.Ref, "The name is another."); err != nil {
		t.Fatal(err)
	}
	page := deskCase(t, w, amir, filed.Ref)
	if page.State != models.CaseClosed || page.From.Email != "guest@example.com" || page.Messages[1].Kind != models.MessageRejection {
		t.Errorf("rejected, it is %+v", page)
	}
	letter, err := w.Store.CaseLetter(t.Context(), models.CaseMail{CaseID: filed.ID, About: models.CaseRejected, Round: 1, MessageID: page.Messages[1].ID})
	if err != nil || letter.To.Email != "guest@example.com" || letter.Message.Text != "The name is another." {
		t.Errorf("the letter says %+v, %v", letter, err)
	}
	if err := w.Store.VerifyCase(t.Context(), amir, filed.Ref); err != nil {
		t.Fatal(err)
	}
	if page := deskCase(t, w, amir, filed.Ref); page.State != models.CaseOpen || page.Round().Deadline.Told != day("2026-12-11") {
		t.Errorf("contested, it is %+v", page.Complaint)
	}
	if err := w.Store.CloseCase(t.Context(), amir, filed.Ref); err != nil {
		t.Fatal(err)
	}
	mei := w.Adult()
	hers := w.File(mei, models.ComplaintForm{})
	w.Open(amir, hers)
	refused(t, w.Store.CloseCase(t.Context(), amir, hers), models.ReasonOwnToClose)
}

// A list as the State Council might publish it; which days of 2027 are bridged is not known yet.
func fixture2027(version int, off ...string) workday.Year {
	year := workday.Year{Year: 2027, Version: version, Source: "fixture"}
	for _, text := range append([]string{"2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"}, off...) {
		year.Off = append(year.Off, day(text))
	}
	return year
}

func TestADateThatWasToldMayComeEarlierNeverLater(t *testing.T) {
	w := storetest.New(t)
	mei := w.Adult()
	w.Clock.Set(time.Date(2026, time.December, 11, 10, 0, 0, 0, models.Shanghai))
	ref := w.File(mei, models.ComplaintForm{})
	if d := complaint(t, w, mei, ref).Round().Deadline; d.Told != day("2027-01-04") || !d.Provisional {
		t.Fatalf("filed, it is due on %s, provisional %t", d.Told, d.Provisional)
	}
	done, err := w.Store.ImportCalendar(t.Context(), fixture2027(0, "2027-01-04", "2027-01-05")) // it would be 6 January now
	if err != nil || done.Moved != 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	page := complaint(t, w, mei, ref)
	if d := page.Round().Deadline; d.Told != day("2027-01-04") || d.Provisional || len(page.Events) != 1 {
		t.Errorf("after a later list it is due on %s, provisional %t, after %+v", d.Told, d.Provisional, page.Events)
	}
	makeUp := fixture2027(0)
	makeUp.Work = []models.Date{day("2027-01-02")} // now the fifteenth
	if done, err = w.Store.ImportCalendar(t.Context(), makeUp); err != nil || done.Moved != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	page = complaint(t, w, mei, ref)
	last := page.Events[len(page.Events)-1]
	if page.Round().Deadline.Told != day("2027-01-02") || last.Kind != models.CaseDateMoved || last.From != day("2027-01-04") || last.To != day("2027-01-02") {
		t.Errorf("after an earlier list it is due on %s, after %+v", page.Round().Deadline.Told, last)
	}
	queue, err := w.Store.DeskQueue(t.Context(), w.Staff(models.RoleAgent), models.QueueFilter{})
	if err != nil || queue.Rows[0].Due != day("2027-01-02") || queue.Rows[0].Provisional {
		t.Errorf("the queue shows %+v, %v", queue.Rows, err)
	}
}

func TestACaseIsErasedThreeYearsAfterItWasClosedAndItsLooksAfterTheirs(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	closed := w.File(mei, models.ComplaintForm{MessageForm: models.MessageForm{
		Words: "Look.", Files: []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}},
	}})
	open := w.File(mei, models.ComplaintForm{})
	w.Open(amir, closed)
	w.Clock.Advance(24 * time.Hour)
	if err := w.Store.CloseComplaint(t.Context(), mei.ID, closed); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(time.Date(2029, time.November, 20, 10, 0, 0, 0, models.Shanghai)) // three years after the look
	swept, err := w.Store.Sweep(t.Context())
	if err != nil || swept.Looks != 1 || swept.Cases != 0 {
		t.Fatalf("%+v, %v", swept, err)
	}
	w.Clock.Advance(24 * time.Hour)
	if swept, err = w.Store.Sweep(t.Context()); err != nil || swept.Cases != 1 {
		t.Fatalf("%+v, %v", swept, err)
	}
	for _, table := range []string{"complaints", "complaint_rounds", "complaint_messages", "complaint_events", "desk_cases"} {
		if n := w.Count(`select count(*) from ` + table); n != 1 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	if n := w.Count(`select count(*) from complaint_files`) + w.Count(`select count(*) from looks`); n != 0 {
		t.Errorf("%d pictures and looks are left", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'erase_files' and jsonb_array_length(args -> 'Attachments') = 1`); n != 1 {
		t.Errorf("the files are erased by %d jobs", n)
	}
	if page := complaint(t, w, mei, open); page.State != models.CaseOpen {
		t.Errorf("the open one is %+v", page)
	}
}
