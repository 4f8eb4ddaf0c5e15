package store_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func refused(t *testing.T, err error, why models.Reason) {
	t.Helper()
	if !errors.Is(err, models.Refused{Reason: why}) {
		t.Errorf("%v, want it refused as %s", err, why)
	}
}

func eventKinds(events []models.CaseEvent) (kinds []models.CaseEventKind) {
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func complaint(t *testing.T, w *storetest.World, p models.Person, ref string) store.ComplaintPage {
	t.Helper()
	page, err := w.Store.Complaint(t.Context(), p.ID, ref)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestAComplaintGetsANumberADateAndALetter(t *testing.T) {
	w := storetest.New(t)
	mei := w.Adult()
	w.Clock.Set(time.Date(2026, time.September, 18, 20, 14, 0, 0, models.Shanghai))

	ref := w.File(mei, models.ComplaintForm{
		Kind: "complaint", About: "print_jobs",
		MessageForm: models.MessageForm{
			Words: "A print arrived with somebody else’s photo. \r\nWhose is it?",
			Files: []models.SentFile{{Name: `C:\photos\wrong one.jpg`, Content: storetest.Telling(storetest.Picture(80, 60, 1), w.Clock.Now())}},
		},
	})

	if ref != "JC-2026-0001" {
		t.Errorf("the first case of 2026 is %s", ref)
	}
	if again := w.File(mei, models.ComplaintForm{}); again != "JC-2026-0002" {
		t.Errorf("the second case of 2026 is %s", again)
	}
	page := complaint(t, w, mei, ref)
	if page.State != models.CaseOpen || page.Headline != "A print arrived with somebody else’s photo" || page.About != models.CategoryPrints {
		t.Errorf("it is filed as %+v", page.Complaint)
	}
	round := page.Round()
	if round.Deadline.Told != day("2026-10-15") || round.Deadline.Provisional || !round.VerifiedAt.Equal(round.ReceivedAt) {
		t.Errorf("its round is %+v", round)
	}
	if len(page.Messages) != 1 || page.Messages[0].Text != "A print arrived with somebody else’s photo. \r\nWhose is it?" || page.Messages[0].ByStaff() {
		t.Errorf("its messages are %+v", page.Messages)
	}
	files := page.Messages[0].Files
	if len(files) != 1 || files[0].Name != "wrong one.jpg" || files[0].Width != 80 || files[0].MediaType != "image/jpeg" {
		t.Fatalf("its pictures are %+v", files)
	}
	picture, err := w.Store.Attachment(t.Context(), mei.ID, files[0].ID, models.SizeOriginal)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := io.ReadAll(picture)
	if err = errors.Join(err, picture.Close()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(kept), "Grandma") || strings.Contains(string(kept), "Camera Works") {
		t.Error("the picture still says where it was taken, or with what")
	}
	if got := eventKinds(page.Events); !slices.Equal(got, []models.CaseEventKind{models.CaseFiled}) || page.Events[0].To != day("2026-10-15") {
		t.Errorf("its events are %+v", page.Events)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'case_mail' and args ->> 'About' = 'filed'`); n != 2 {
		t.Errorf("%d letters are asked for, want 2", n)
	}
}

func TestAStrangerCannotReadMyComplaint(t *testing.T) {
	w := storetest.New(t)
	mei, stranger := w.Adult(), w.Adult()
	ref := w.File(mei, models.ComplaintForm{MessageForm: models.MessageForm{
		Words: "Whose is it?", Files: []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}},
	}})
	picture := complaint(t, w, mei, ref).Messages[0].Files[0].ID

	_, err := w.Store.Complaint(t.Context(), stranger.ID, ref)
	_, err2 := w.Store.AddToComplaint(t.Context(), stranger.ID, ref, models.MessageForm{Words: "It is mine."})
	_, err3 := w.Store.Attachment(t.Context(), stranger.ID, picture, models.SizeSmall)
	for _, err := range []error{err, err2, err3, w.Store.CloseComplaint(t.Context(), stranger.ID, ref)} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger gets %v", err)
		}
	}
	page, err := w.Store.Complaints(t.Context(), stranger.ID, store.Key{}, store.Older)
	if err != nil || len(page.Complaints) != 0 {
		t.Errorf("a stranger's list: %+v, %v", page.Complaints, err)
	}
	if page := complaint(t, w, mei, ref); page.State != models.CaseOpen || len(page.Messages) != 1 {
		t.Errorf("a stranger changed it to %+v", page)
	}
}

func TestWhatCannotBeSentIsNamedAndNothingIsKept(t *testing.T) {
	w := storetest.New(t)
	mei, other := w.Adult(), w.Adult()
	w.Grant(other, models.PhotoUpload)
	theirs := w.Upload(w.App("Jolara app"), other, models.Upload{})
	_, err := w.Store.FileComplaint(t.Context(), mei.ID, models.ComplaintForm{Kind: "revenge", About: "weather", MessageForm: models.MessageForm{
		Words: " \n", Files: []models.SentFile{{Name: "IMG_2041.heic", Content: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")}},
	}})
	var invalid models.Invalid
	var unfit models.UnfitFiles
	if !errors.As(err, &invalid) || !errors.As(err, &unfit) {
		t.Fatal(err)
	}
	if invalid["kind"] != models.FaultUnknown || invalid["about"] != models.FaultUnknown || invalid["words"] != models.FaultMissing {
		t.Errorf("named: %v", invalid)
	}
	if len(unfit) != 1 || unfit[0] != (models.UnfitFile{Name: "IMG_2041.heic", Why: models.UnfitHEIC}) || strings.Contains(err.Error(), "IMG") {
		t.Errorf("unfit: %v, as an error %q", unfit, err)
	}
	picture := models.SentFile{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}
	for name, form := range map[string]models.MessageForm{
		"six pictures":          {Words: "Look.", Files: slices.Repeat([]models.SentFile{picture}, 6)},
		"somebody else's photo": {Words: "Look.", Files: []models.SentFile{picture}, Photos: []string{theirs.ID}},
		"what is no photo's id": {Words: "Look.", Photos: []string{"1"}},
	} {
		_, err := w.Store.FileComplaint(t.Context(), mei.ID, models.ComplaintForm{Kind: "complaint", MessageForm: form})
		if invalid := (models.Invalid{}); !errors.As(err, &invalid) || invalid[models.FieldPictures] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`select count(*) from complaints`); n != 0 {
		t.Errorf("%d cases were kept", n)
	}
	w.Clock.Advance(2 * time.Hour)
	if left, err := w.Store.Orphans(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("files were left: %v, %v", left, err)
	}
}

func TestAPersonWhoIsNotSatisfiedGetsAnotherAnswerFromSomebodyElse(t *testing.T) {
	w := storetest.New(t)
	mei, amir, li := w.Adult(), w.Staff(models.RoleAgent), w.Staff(models.RoleAgent)
	ref := w.File(mei, models.ComplaintForm{})
	w.Answer(amir, ref)
	if page := complaint(t, w, mei, ref); page.State != models.CaseAnswered || page.Round().AnsweredBy.ID != amir.ID || page.Messages[1].Answer != storetest.WholeAnswer {
		t.Fatalf("answered, it is %+v", page)
	}

	w.Clock.Set(time.Date(2026, time.December, 4, 23, 59, 59, 0, models.Shanghai)) // the tenth working day after 20 November
	reopened, err := w.Store.AddToComplaint(t.Context(), mei.ID, ref, models.MessageForm{Words: "It came again."})
	if err != nil || !reopened {
		t.Fatalf("reopened: %t, %v", reopened, err)
	}
	page := complaint(t, w, mei, ref)
	if page.State != models.CaseOpen || len(page.Rounds) != 2 || page.Round().Deadline.Told != day("2026-12-25") {
		t.Errorf("reopened, it is %+v", page.Complaint)
	}
	w.Open(amir, ref)
	refused(t, w.Store.Answer(t.Context(), amir, ref, storetest.WholeAnswer), models.ReasonAnsweredBefore)
	w.Answer(li, ref)

	w.Clock.Set(time.Date(2026, time.December, 18, 0, 0, 1, 0, models.Shanghai))
	if reopened, err := w.Store.AddToComplaint(t.Context(), mei.ID, ref, models.MessageForm{Words: "And again."}); err != nil || !reopened {
		t.Errorf("on the tenth working day: %t, %v", reopened, err)
	}
}

func TestAnAnsweredCaseTakesNothingMoreAfterTenWorkingDays(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	ref := w.File(mei, models.ComplaintForm{})
	w.Answer(amir, ref)
	w.Clock.Set(time.Date(2026, time.December, 5, 0, 0, 0, 0, models.Shanghai))
	_, err := w.Store.AddToComplaint(t.Context(), mei.ID, ref, models.MessageForm{Words: "It came again."})
	refused(t, err, models.ReasonCaseOver)
	if err := w.Store.MindCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page := complaint(t, w, mei, ref); page.State != models.CaseClosed || len(page.Messages) != 2 || page.ClosedAt.IsZero() {
		t.Errorf("afterwards it is %+v", page)
	}
}

func TestAPersonClosesTheirCaseAndTheDeskSeesItsPicturesNoMore(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	w.Grant(mei, models.PhotoUpload)
	own := w.Upload(w.App("Jolara app"), mei, models.Upload{})
	ref := w.File(mei, models.ComplaintForm{MessageForm: models.MessageForm{
		Words: "Whose is it?", Files: []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}}, Photos: []string{own.ID},
	}})
	files := complaint(t, w, mei, ref).Messages[0].Files
	if len(files) != 2 {
		t.Fatalf("the pictures are %+v", files)
	}
	see := func(want bool) {
		t.Helper()
		for _, f := range files {
			opened, err := w.Store.StaffAttachment(t.Context(), amir, ref, f.ID, models.SizeSmall)
			if (err == nil) != want || err != nil && !errors.Is(err, models.ErrNotFound) {
				t.Errorf("the desk sees a picture: %v, want %t", err, want)
			}
			if err == nil {
				_ = opened.Close()
			}
		}
	}
	see(false)
	w.Open(amir, ref)
	see(true)
	w.Clock.Advance(models.LookFor)
	see(false)
	w.Open(amir, ref)
	for range 2 { // the second time changes nothing
		if err := w.Store.CloseComplaint(t.Context(), mei.ID, ref); err != nil {
			t.Fatal(err)
		}
	}
	see(false)
	mine, err := w.Store.Attachment(t.Context(), mei.ID, files[0].ID, models.SizeLarge)
	if err != nil {
		t.Fatal(err)
	}
	_ = mine.Close()
	page := complaint(t, w, mei, ref)
	if got := eventKinds(page.Events); !slices.Equal(got, []models.CaseEventKind{models.CaseFiled, models.CaseWasClosed}) {
		t.Errorf("its events are %v", got)
	}
	_, err = w.Store.AddToComplaint(t.Context(), mei.ID, ref, models.MessageForm{Words: "Still."})
	refused(t, err, models.ReasonCaseOver)
}
