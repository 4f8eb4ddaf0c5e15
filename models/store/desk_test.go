package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func deskCase(t *testing.T, w *storetest.World, staff models.Staff, ref string) store.DeskCase {
	t.Helper()
	page, err := w.Store.DeskCase(t.Context(), staff, ref)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func opening(cause models.Cause) models.Opening {
	return models.Opening{Cause: string(cause), Password: storetest.Password}
}

func TestNobodyAtTheDeskReadsACaseBeforeTheyOpenedItWithAReason(t *testing.T) {
	w := storetest.New(t)
	mei, amir, sara := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	const secret = "Zq7canary was in my envelope."
	ref := w.File(mei, models.ComplaintForm{Kind: "complaint", About: "photos", MessageForm: models.MessageForm{
		Words: secret, Files: []models.SentFile{{Name: "canary.jpg", Content: storetest.Picture(60, 40, 1)}},
	}})

	for _, o := range []models.Opening{
		{Password: storetest.Password},
		{Cause: "curiosity", Password: storetest.Password},
		{Cause: "to_answer"},
		{Cause: "to_answer", Password: storetest.Password, Note: strings.Repeat("x", 501)},
	} {
		if _, err := w.Store.OpenCase(t.Context(), amir, ref, o); !errors.As(err, &models.Invalid{}) {
			t.Errorf("opened with %+v: %v", o, err)
		}
	}
	if _, err := w.Store.OpenCase(t.Context(), amir, ref, models.Opening{Cause: "to_answer", Password: "guess"}); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("opened with another password: %v", err)
	}
	if n := w.Count(`select count(*) from looks`); n != 0 {
		t.Fatalf("%d looks before anybody opened it", n)
	}

	locked := deskCase(t, w, amir, ref)
	if locked.Opened != nil || locked.Headline != "" || locked.PersonID != "" || locked.From != (models.Contact{}) || locked.Messages != nil || locked.About != "" {
		t.Errorf("locked, it shows %+v", locked)
	}
	if shown := fmt.Sprintf("%+v", locked); strings.Contains(shown, "canary") || strings.Contains(shown, mei.Name) || strings.Contains(shown, string(mei.ID)) {
		t.Errorf("locked, it shows %s", shown)
	}
	if _, err := w.Store.AssignCases(t.Context(), amir, []string{ref}, sara.ID); err != nil {
		t.Fatal(err)
	}
	if owner := deskCase(t, w, amir, ref).Owner; owner.ID != sara.ID {
		t.Errorf("locked, it is %q's", owner.Name())
	}
	refused(t, w.Store.Reply(t.Context(), amir, ref, models.MessageForm{Words: "Hello."}), models.ReasonNotOpened)
	refused(t, w.Store.NoteOnCase(t.Context(), amir, ref, "Hm."), models.ReasonNotOpened)
	refused(t, w.Store.Answer(t.Context(), amir, ref, storetest.WholeAnswer), models.ReasonNotOpened)
	refused(t, w.Store.SaveDraft(t.Context(), amir, ref, models.Answer{Found: "Hm."}), models.ReasonNotOpened)

	look, err := w.Store.OpenCase(t.Context(), amir, ref, models.Opening{Cause: "to_check_facts", Note: "The packing list", Password: storetest.Password})
	if err != nil {
		t.Fatal(err)
	}
	opened := deskCase(t, w, amir, ref)
	if opened.Opened == nil || opened.Opened.ID != look.ID || len(opened.Messages) != 1 || opened.Messages[0].Text != secret ||
		opened.From.Name != mei.Name || opened.From.Email != mei.Email || len(opened.Messages[0].Files) != 1 {
		t.Errorf("opened, it shows %+v", opened)
	}
	if other := deskCase(t, w, sara, ref); other.Opened != nil || other.Messages != nil || len(other.Looks) != 1 {
		t.Errorf("a colleague sees %+v", other)
	}
	w.Clock.Advance(models.LookFor - time.Second)
	if still := deskCase(t, w, amir, ref); still.Opened == nil {
		t.Error("it is locked before half an hour is over")
	}
	w.Clock.Advance(time.Second)
	if over := deskCase(t, w, amir, ref); over.Opened != nil || over.Messages != nil {
		t.Error("it is open after half an hour")
	}
}

func TestEachOpeningIsOneLookThatItsPersonSees(t *testing.T) {
	w := storetest.New(t)
	mei, other, amir, sara := w.Adult(), w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	ref, theirs := w.File(mei, models.ComplaintForm{}), w.File(other, models.ComplaintForm{})
	for i := range 3 {
		w.Clock.Advance(time.Minute)
		w.Open([]models.Staff{amir, sara, amir}[i], ref)
		for range 5 { // to read what is open adds no look
			deskCase(t, w, amir, ref)
		}
	}
	w.Open(amir, theirs)
	page, err := w.Store.AccessLog(t.Context(), mei.ID, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Looks) != 3 || w.Count(`select count(*) from looks`) != 4 {
		t.Fatalf("three openings are %d looks of the person's and %d of all", len(page.Looks), w.Count(`select count(*) from looks`))
	}
	newest := page.Looks[0]
	if newest.Staff != amir || newest.Ref != ref || newest.Cause != models.CauseAnswer || !newest.Until.Equal(newest.At.Add(models.LookFor)) ||
		!slices.Equal(newest.Fields, []models.LookField{models.SawName, models.SawContact, models.SawMessages}) {
		t.Errorf("the person sees %+v", newest)
	}
	home, err := w.Store.Home(t.Context(), models.Session{Person: mei})
	if err != nil || len(home.Looks) != 3 || home.Complaint == nil || home.Complaint.Ref != ref {
		t.Errorf("home shows %+v, %v", home, err)
	}
}

func TestAnAdminSeesNoCase(t *testing.T) {
	w := storetest.New(t)
	mei, admin, agent := w.Adult(), w.Staff(models.RoleAdmin), w.Staff(models.RoleAgent)
	ref := w.File(mei, models.ComplaintForm{})
	_, queue := w.Store.DeskQueue(t.Context(), admin, models.QueueFilter{})
	_, one := w.Store.DeskCase(t.Context(), admin, ref)
	_, open := w.Store.OpenCase(t.Context(), admin, ref, opening(models.CauseSupervise))
	_, assign := w.Store.AssignCases(t.Context(), agent, []string{ref}, admin.ID)
	_, assigns := w.Store.AssignCases(t.Context(), admin, []string{ref}, agent.ID)
	_, takes := w.Store.TakeIn(t.Context(), admin, models.Intake{})
	_, picture := w.Store.StaffAttachment(t.Context(), admin, ref, "", models.SizeSmall)
	for what, err := range map[string]error{
		"queue": queue, "case": one, "open": open, "be given": assign, "assign": assigns, "take in": takes, "picture": picture,
		"answer": w.Store.Answer(t.Context(), admin, ref, storetest.WholeAnswer),
		"refile": w.Store.RefileCase(t.Context(), admin, ref, models.CaseReport),
		"allow":  w.Store.AllowMore(t.Context(), admin, agent.ID),
	} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The sign-in of a case's opener costs a password's hash, so that days' worth of looks are written directly.
func openedToday(t *testing.T, w *storetest.World, staff models.Staff, cases int) {
	t.Helper()
	_, err := w.DB.Exec(t.Context(), `insert into looks (id, at, until, staff_id, case_id, ref, cause, fields, personal)
		select gen_random_uuid(), $1, $1, $2, gen_random_uuid(), '', 'to_answer', '{}', '{}' from generate_series(1, $3)`, w.Clock.Now(), staff.ID, cases)
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheThirtyFirstCaseOfADayWaitsForAnOfficer(t *testing.T) {
	w := storetest.New(t)
	mei, amir, sara := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	first, second := w.File(mei, models.ComplaintForm{}), w.File(mei, models.ComplaintForm{})
	openedToday(t, w, amir, models.CasesADay-1)
	w.Open(amir, first)
	w.Clock.Advance(time.Minute)
	w.Open(amir, first) // no other case
	_, err := w.Store.OpenCase(t.Context(), amir, second, opening(models.CauseAnswer))
	if !errors.Is(err, models.TooManyCases{Allowed: 30}) {
		t.Fatalf("the 31st case: %v", err)
	}
	queue, err := w.Store.DeskQueue(t.Context(), sara, models.QueueFilter{})
	if err != nil || !slices.Equal(queue.Capped, []models.Staff{amir}) {
		t.Errorf("the officer sees %+v, %v", queue.Capped, err)
	}
	if err := w.Store.AllowMore(t.Context(), amir, amir.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an agent allows themselves: %v", err)
	}
	if err := w.Store.AllowMore(t.Context(), sara, sara.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an officer allows themselves: %v", err)
	}
	if err := w.Store.AllowMore(t.Context(), sara, amir.ID); err != nil {
		t.Fatal(err)
	}
	w.Open(amir, second)
	if page := deskCase(t, w, amir, second); page.OpenedToday != 31 || page.AllowedToday != 60 {
		t.Errorf("%d of %d", page.OpenedToday, page.AllowedToday)
	}
	w.Clock.Set(time.Date(2026, time.November, 21, 0, 0, 0, 0, models.Shanghai))
	openedToday(t, w, amir, models.CasesADay)
	if _, err := w.Store.OpenCase(t.Context(), amir, first, opening(models.CauseAnswer)); !errors.Is(err, models.TooManyCases{Allowed: 30}) {
		t.Errorf("the next day the allowance still holds: %v", err)
	}
}

func TestTwoInstancesAtOnceOpenNoMoreThanIsAllowed(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	openedToday(t, w, amir, models.CasesADay-1)
	instances := []*store.Store{w.Store, w.Second()}
	refs := make([]string, 4)
	for i := range refs {
		refs[i] = w.File(mei, models.ComplaintForm{})
	}
	errs := make([]error, len(refs))
	var wg sync.WaitGroup
	for i, ref := range refs {
		wg.Go(func() { _, errs[i] = instances[i%2].OpenCase(t.Context(), amir, ref, opening(models.CauseAnswer)) })
	}
	wg.Wait()
	opened := 0
	for _, err := range errs {
		if err == nil {
			opened++
		} else if !errors.Is(err, models.TooManyCases{Allowed: 30}) {
			t.Error(err)
		}
	}
	if looks := w.Count(`select count(*) from looks where case_id in (select id from complaints)`); opened != 1 || looks != 1 {
		t.Errorf("%d were opened with %d looks", opened, looks)
	}
}

func TestTheQueueShowsTheSoonestFirstAndThoseWithoutAnOwnerBeforeOthers(t *testing.T) {
	w := storetest.New(t)
	mei, amir, sara := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)
	at := func(month time.Month, d int) { w.Clock.Set(time.Date(2026, month, d, 10, 0, 0, 0, models.Shanghai)) }
	at(time.October, 26)
	late := w.File(mei, models.ComplaintForm{Kind: "access"}) // due on 16 November
	at(time.October, 30)
	owned, today := w.File(mei, models.ComplaintForm{}), w.File(mei, models.ComplaintForm{}) // 20 November
	at(time.November, 4)
	soon := w.File(mei, models.ComplaintForm{}) // 25 November
	at(time.November, 20)
	question, far := w.File(mei, models.ComplaintForm{Kind: "question"}), w.File(mei, models.ComplaintForm{}) // 27 November, 11 December
	gone := w.File(mei, models.ComplaintForm{})
	if err := w.Store.CloseComplaint(t.Context(), mei.ID, gone); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Store.AssignCases(t.Context(), sara, []string{owned, late, owned, gone}, amir.ID); n != 2 || err != nil {
		t.Fatalf("assigned %d, %v", n, err)
	}
	all := []string{late, today, owned, soon, question, far}
	for name, c := range map[string]struct {
		filter models.QueueFilter
		want   []string
	}{
		"all":           {models.QueueFilter{}, all},
		"late":          {models.QueueFilter{Due: models.DueLate}, []string{late}},
		"today":         {models.QueueFilter{Due: models.DueToday}, []string{today, owned}},
		"soon":          {models.QueueFilter{Due: models.DueSoon}, []string{soon}},
		"questions":     {models.QueueFilter{Kind: models.CaseQuestion}, []string{question}},
		"nobody's":      {models.QueueFilter{Owner: models.OwnerNobody}, []string{today, soon, question, far}},
		"mine":          {models.QueueFilter{Owner: models.OwnerMe}, []string{late, owned}},
		"the officer's": {models.QueueFilter{Owner: sara.ID}, nil},
		"both":          {models.QueueFilter{Due: models.DueToday, Owner: models.OwnerMe}, []string{owned}},
		"a reference":   {models.QueueFilter{Ref: " " + strings.ToLower(gone), Due: models.DueLate}, []string{gone}},
		"no reference":  {models.QueueFilter{Ref: "'; drop table complaints"}, nil},
		"page 2":        {models.QueueFilter{Page: 2}, nil},
	} {
		page, err := w.Store.DeskQueue(t.Context(), amir, c.filter)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var refs []string
		for _, row := range page.Rows {
			refs = append(refs, row.Ref)
		}
		if !slices.Equal(refs, c.want) {
			t.Errorf("%s: %v, want %v", name, refs, c.want)
		}
		if want := (models.QueueCounts{Late: 1, Today: 2, Soon: 1, Unowned: 4, Open: 6}); page.Counts != want {
			t.Errorf("%s: counts %+v, want %+v", name, page.Counts, want)
		}
	}
	page, err := w.Store.DeskQueue(t.Context(), amir, models.QueueFilter{})
	if err != nil || page.Found != 6 || page.Pages != 1 || page.Capped != nil || len(page.Colleagues) != 2 || page.Days[0].Count != 1 || len(page.Days) != 5 {
		t.Errorf("the page is %+v, %v", page, err)
	}
	if row := page.Rows[0]; row.Owner != amir || row.Left(w.Clock.Now(), page.Calendar) != -4 {
		t.Errorf("the late one is %+v, %d", row, row.Left(w.Clock.Now(), page.Calendar))
	}
	for _, wrong := range []models.QueueFilter{{Due: "never"}, {Owner: "x"}} {
		if _, err := w.Store.DeskQueue(t.Context(), amir, wrong); !errors.As(err, &models.Invalid{}) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

func TestAQuestionThatIsRefiledKeepsTheDayItCameAndNoCaseBecomesOne(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	ref := w.File(mei, models.ComplaintForm{Kind: "question"})
	filed := w.Clock.Now()
	w.Clock.Advance(72 * time.Hour)
	if err := w.Store.RefileCase(t.Context(), amir, ref, models.CaseComplaint); err != nil {
		t.Fatal(err)
	}
	page := complaint(t, w, mei, ref)
	last := page.Events[len(page.Events)-1]
	if page.Kind != models.CaseComplaint || !page.Round().ReceivedAt.Equal(filed) || page.Round().Deadline.Told != day("2026-12-11") ||
		last.Kind != models.CaseRefiled || last.WasKind != models.CaseQuestion || last.From != day("2026-11-27") || last.To != day("2026-12-11") {
		t.Errorf("refiled, it is %+v after %+v", page.Complaint, last)
	}
	refused(t, w.Store.RefileCase(t.Context(), amir, ref, models.CaseQuestion), models.ReasonNotRefiled)
	refused(t, w.Store.RefileCase(t.Context(), amir, ref, models.CaseComplaint), models.ReasonNotRefiled)
	if err := w.Store.RefileCase(t.Context(), amir, ref, "praise"); !errors.As(err, &models.Invalid{}) {
		t.Error(err)
	}
	if err := w.Store.RefileCase(t.Context(), amir, ref, models.CaseDeletion); err != nil {
		t.Error(err)
	}
	if queue, err := w.Store.DeskQueue(t.Context(), amir, models.QueueFilter{}); err != nil || queue.Rows[0].Kind != models.CaseDeletion || queue.Rows[0].Due != day("2026-12-11") {
		t.Errorf("the queue shows %+v, %v", queue.Rows, err)
	}
}

func TestDuplicatesAreAnsweredAsOneByTheEarlierDate(t *testing.T) {
	w := storetest.New(t)
	mei, other, amir := w.Adult(), w.Adult(), w.Staff(models.RoleAgent)
	earlier := w.File(mei, models.ComplaintForm{MessageForm: models.MessageForm{
		Words: "First.", Files: []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}},
	}})
	w.Clock.Advance(72 * time.Hour)
	later, theirs := w.File(mei, models.ComplaintForm{MessageForm: models.MessageForm{Words: "Second."}}), w.File(other, models.ComplaintForm{})
	refused(t, w.Store.MergeCase(t.Context(), amir, earlier, later), models.ReasonNotOpened)
	for _, ref := range []string{earlier, later, theirs} {
		w.Open(amir, ref)
	}
	refused(t, w.Store.MergeCase(t.Context(), amir, theirs, later), models.ReasonNotMerged)
	refused(t, w.Store.MergeCase(t.Context(), amir, later, later), models.ReasonNotMerged)
	if err := w.Store.MergeCase(t.Context(), amir, earlier, later); err != nil {
		t.Fatal(err)
	}
	kept, gone := complaint(t, w, mei, later), complaint(t, w, mei, earlier)
	if kept.Round().Deadline.Told != day("2026-12-11") || len(kept.Messages) != 2 || kept.Messages[0].Text != "First." || len(kept.Messages[0].Files) != 1 {
		t.Errorf("what is kept is %+v", kept)
	}
	if last := gone.Events[len(gone.Events)-1]; gone.State != models.CaseClosed || last.Kind != models.CaseMerged || last.Ref != later {
		t.Errorf("the other is %+v after %+v", gone.State, last)
	}
}
