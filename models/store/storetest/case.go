package storetest

import (
	"errors"

	"jolara.com/privacy/models"
)

// File files a case of a person's and returns its reference. What form leaves out is made up: that it is a complaint, and words.
func (w *World) File(p models.Person, form models.ComplaintForm) (ref string) {
	w.t.Helper()
	if form.Kind == "" {
		form.Kind = string(models.CaseComplaint)
	}
	if form.Words == "" {
		form.Words = "My order came with a print that isn’t mine. I want to know whose it is."
	}
	ref, err := w.Store.FileComplaint(w.ctx(), p.ID, form)
	if err != nil {
		w.t.Fatal(err)
	}
	return ref
}

// Open opens a case to a staff member, to answer it. It costs the time of a password's hash.
func (w *World) Open(staff models.Staff, ref string) models.Look {
	w.t.Helper()
	look, err := w.Store.OpenCase(w.ctx(), staff, ref, models.Opening{Cause: string(models.CauseAnswer), Password: Password})
	if err != nil {
		w.t.Fatal(err)
	}
	return look
}

// AskSecond has a staff member ask a second person to agree that they open a minor's case. It costs the time of a password's hash.
func (w *World) AskSecond(staff models.Staff, ref string) {
	w.t.Helper()
	_, err := w.Store.OpenCase(w.ctx(), staff, ref, models.Opening{Cause: string(models.CauseAnswer), Note: "Their mother rang.", Password: Password})
	if !errors.As(err, &models.SecondNeeded{}) {
		w.t.Fatalf("the case of a minor was to be opened: %v", err)
	}
}

// Agree is a second person's yes to what was asked about a case. It costs the time of a password's hash.
func (w *World) Agree(second models.Staff, ref string) {
	w.t.Helper()
	yes := models.ApprovalForm{Answer: string(models.ApprovalYes), Password: Password}
	if err := w.Store.AnswerApproval(w.ctx(), second, ref, yes); err != nil {
		w.t.Fatal(err)
	}
}

// WholeAnswer has all that an answer needs.
var WholeAnswer = models.Answer{
	Found: "Two envelopes were swapped.", Did: "We printed yours again.", Why: "Photos are for printing only.",
	Appeal: "Tell us within ten working days.",
}

// Answer opens a case to a staff member and answers it.
func (w *World) Answer(staff models.Staff, ref string) {
	w.t.Helper()
	w.Open(staff, ref)
	if err := w.Store.Answer(w.ctx(), staff, ref, WholeAnswer); err != nil {
		w.t.Fatal(err)
	}
}
