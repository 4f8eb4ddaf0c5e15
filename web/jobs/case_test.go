package jobs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

func TestAPersonGetsANumberThenAWordThatThereIsAnAnswerAndNoneOfItByMail(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)

	ref := w.File(mei, models.ComplaintForm{MessageForm: models.MessageForm{Words: "Zq7mine."}})
	first := <-server.letters
	if first.To != mei.Email || !strings.Contains(first.Text, "We have your complaint "+ref) || !strings.Contains(first.Text, "http://localhost/complaints/"+ref) ||
		!strings.Contains(first.Text, "Friday 11 December 2026") {
		t.Errorf("first: %+v", first)
	}
	eventually(t, w, 1, `select count(*) from complaint_events where kind = 'acknowledged'`)
	eventually(t, w, 1, `select count(*) from disclosures where purpose = 'case_mail' and fields @> '{case}'`)

	w.Answer(amir, ref)
	second := <-server.letters
	if !strings.Contains(second.Text, "Our answer to "+ref) {
		t.Errorf("second: %+v", second)
	}
	for _, words := range []string{"Zq7mine", storetest.WholeAnswer.Found, storetest.WholeAnswer.Why} {
		if strings.Contains(first.Text+first.HTML+second.Text+second.HTML, words) {
			t.Errorf("a letter says %q", words)
		}
	}
	page, err := w.Store.Complaint(t.Context(), mei.ID, ref)
	if err != nil || !slices.ContainsFunc(page.Events, func(e models.CaseEvent) bool { return e.Kind == models.CaseAcknowledged }) {
		t.Errorf("the page shows %+v, %v", page.Events, err)
	}
}

func TestAGuestGetsTheAnswerInTheLetterAsThereIsNoPageForThem(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	in := models.Intake{
		Channel: models.ByMail, ReceivedAt: w.Clock.Now(), Kind: models.CaseComplaint, From: models.Contact{Name: "Wu", Email: "guest@example.com"},
		MessageForm: models.MessageForm{Words: "Zq7mine."},
	}
	filed, err := w.Store.TakeIn(t.Context(), amir, in)
	if err != nil {
		t.Fatal(err)
	}
	if letter := <-server.letters; letter.To != "guest@example.com" || strings.Contains(letter.Text, "http") || !strings.Contains(letter.Text, filed.Ref) {
		t.Errorf("first: %+v", letter)
	}
	w.Answer(amir, filed.Ref)
	if letter := <-server.letters; !strings.Contains(letter.Text, storetest.WholeAnswer.Found) || !strings.Contains(letter.Text, storetest.WholeAnswer.Appeal) {
		t.Errorf("second: %+v", letter)
	}
	if n := w.Count(`select count(*) from disclosures`); n != 0 {
		t.Errorf("%d disclosures of nobody", n)
	}
}

func TestAGuestWhoIsNotSatisfiedGetsALetterThatCountsFromTheDayTheyWrote(t *testing.T) {
	w := storetest.New(t)
	amir := w.Staff(models.RoleAgent)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	filed, err := w.Store.TakeIn(t.Context(), amir, models.Intake{
		Channel: models.ByMail, ReceivedAt: w.Clock.Now(), Kind: models.CaseComplaint, From: models.Contact{Name: "Wu", Email: "guest@example.com"},
		MessageForm: models.MessageForm{Words: "Zq7mine."},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Answer(amir, filed.Ref)
	for range 2 {
		<-server.letters
	}
	w.Clock.Set(time.Date(2026, time.December, 3, 9, 0, 0, 0, models.Shanghai))
	w.Open(amir, filed.Ref)
	_, err = w.Store.AddForGuest(t.Context(), amir, filed.Ref, models.Again{
		Channel: models.ByLetter, Received: models.Arrival{At: time.Date(2026, time.December, 1, 0, 0, 0, 0, models.Shanghai)}, Words: "Zq7again.",
	})
	if err != nil {
		t.Fatal(err)
	}
	letter := <-server.letters
	if letter.To != "guest@example.com" || strings.Contains(letter.Text, "http") || strings.Contains(letter.Text, "Zq7") ||
		!strings.Contains(letter.Text, "We have your new message about "+filed.Ref+", and the case is open again.") ||
		!strings.Contains(letter.Text, "We answer by Tuesday 22 December 2026: 15 working days from Tuesday 1 December 2026.") {
		t.Errorf("%+v", letter)
	}
	eventually(t, w, 2, `select count(*) from complaint_events where kind = 'acknowledged'`)
}

func TestTheClockRemindsWhoeverHasACase(t *testing.T) {
	w := storetest.New(t)
	mei, amir := w.Adult(), w.Staff(models.RoleAgent)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	ref := w.File(mei, models.ComplaintForm{})
	if _, err := w.Store.AssignCases(t.Context(), amir, []string{ref}, amir.ID); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(time.Date(2026, time.December, 9, 9, 0, 0, 0, models.Shanghai))
	if err := w.Store.MindCases(t.Context()); err != nil {
		t.Fatal(err)
	}
	work(t, w, server)
	for range 2 { // with the acknowledgement
		letter := <-server.letters
		if letter.To == mei.Email {
			continue
		}
		if letter.To != w.StaffEmail(amir) || !strings.Contains(letter.Text, "http://localhost/desk/complaints/"+ref) || strings.Contains(letter.Text, mei.Name) {
			t.Errorf("%+v", letter)
		}
	}
}
