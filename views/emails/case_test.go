package emails_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/emails"
)

func TestALetterAboutACaseSaysWhatItsReaderMayReadThere(t *testing.T) {
	cal := workday.New(workday.Seed()...)
	const page = "https://privacy.example.com/complaints/JC-2026-0412"
	filed := time.Date(2026, time.November, 12, 10, 0, 0, 0, models.Shanghai)
	of := func(kind models.CaseKind, from time.Time) models.Complaint {
		return models.Complaint{Ref: "JC-2026-0412", PersonID: "1", Kind: kind, Rounds: []models.Round{{
			Number: 1, ReceivedAt: from, Deadline: models.NewDeadline(cal, models.DateOf(from), kind.WorkingDays(), models.Date{}),
		}}}
	}
	guest := of(models.CaseAccess, filed)
	guest.PersonID = ""
	late := of(models.CaseComplaint, filed)
	late.Rounds[0].LateAt, late.Rounds[0].NewDate = filed, models.Date{Year: 2026, Month: time.December, Day: 10}
	said := models.Message{Text: "Zq7words", Answer: models.Answer{Found: "Zq7found\nsecond line", Did: "Zq7did", Why: "Zq7why", Appeal: "Zq7appeal"}}
	words := []string{"Zq7words", "Zq7found", "second line", "Zq7did", "Zq7why", "Zq7appeal"}
	for _, c := range []struct {
		c     models.Complaint
		about models.CaseEventKind
		link  string
		says  []string
		not   []string
	}{
		{of(models.CaseComplaint, filed), models.CaseFiled, page, []string{
			"We have your complaint JC-2026-0412.", "We answer by Thursday 3 December 2026: 15 working days from Thursday 12 November 2026.",
			"make-up working days do", "shows who opened it", page,
		}, []string{"announced yet"}},
		{of(models.CaseQuestion, filed), models.CaseFiled, page, []string{"We aim to answer by Thursday 19 November 2026: 5 working days"}, []string{"We answer by"}},
		{of(models.CaseComplaint, filed.AddDate(0, 1, 0)), models.CaseReopened, page, []string{"We have your new message about JC-2026-0412, and the case is open again.", "announced yet", page}, []string{"We have your complaint"}},
		{of(models.CaseComplaint, filed), models.CaseWasAnswered, page, []string{"Our answer to JC-2026-0412 is there", "within 10 working days", page}, words},
		{of(models.CaseComplaint, filed), models.CaseReplied, page, []string{"It is not our answer yet; the clock keeps running.", page}, words},
		{late, models.CaseLate, page, []string{
			"We promised an answer to JC-2026-0412 by Thursday 3 December 2026 and didn’t give one. Sorry.", "writes by Thursday 10 December 2026", "the authority",
		}, nil},
		{guest, models.CaseFiled, "", []string{"We have your request for a copy of your data, JC-2026-0412.", "answer this letter"}, []string{"your page", "https://"}},
		{guest, models.CaseReopened, "", []string{
			"We have your new message about JC-2026-0412, and the case is open again.",
			"We answer by Thursday 3 December 2026: 15 working days from Thursday 12 November 2026.", "answer this letter",
		}, []string{"your page", "https://", "We have your request"}},
		{guest, models.CaseWasAnswered, "", append([]string{"What we found", "If you don’t agree"}, words...), []string{"https://"}},
		{guest, models.CaseRejected, "", []string{"We could not confirm who wrote JC-2026-0412", "Zq7words"}, nil},
	} {
		letter, err := emails.Case(t.Context(), "Mei <b>Lin", c.c, c.about, said, c.link)
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range append(slices.Clone(c.says), "Hello Mei <b>Lin,") {
			if !strings.Contains(letter.Text, said) {
				t.Errorf("%s: does not say %q:\n%s", c.about, said, letter.Text)
			}
		}
		for _, unsaid := range c.not {
			if strings.Contains(letter.Text+letter.HTML+letter.Subject, unsaid) {
				t.Errorf("%s: says %q:\n%s", c.about, unsaid, letter.Text)
			}
		}
		if !strings.Contains(letter.Subject, "JC-2026-0412") || strings.Contains(letter.HTML, "<b>") || strings.Contains(letter.HTML, "<a ") != (c.link != "") {
			t.Errorf("%s: %s\n%s", c.about, letter.Subject, letter.HTML)
		}
	}
}

func TestAReminderNamesTheCaseAndNothingOfWhoWroteIt(t *testing.T) {
	row := models.QueueRow{Ref: "JC-2026-0412", Kind: models.CaseComplaint, Due: models.Date{Year: 2026, Month: time.December, Day: 3}}
	for why, says := range map[models.Reminder]string{
		models.RemindGiven: "it is yours now", models.RemindNoDraft: "nobody has begun", models.RemindSoon: "there is no answer",
		models.RemindToday: "is due today", models.RemindLate: "was due on Thursday 3 December 2026",
	} {
		letter, err := emails.StaffReminder(t.Context(), "Amir", row, why, "https://privacy.example.com/desk/complaints/JC-2026-0412")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(letter.Text, says) || !strings.Contains(letter.Subject, row.Ref) || !strings.Contains(letter.Text, "Hello Amir,") {
			t.Errorf("%s: %s\n%s", why, letter.Subject, letter.Text)
		}
	}
}
