package models_test

import (
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestNobodyAbroadMayReceiveAnything(t *testing.T) {
	for _, r := range models.Recipients {
		if r.Country != models.China {
			t.Errorf("%s is in %s: nothing may go there before six things are told and each person has agreed (#68 to #70)", r.Key, r.Country)
		}
		if r.Clause == 0 || len(r.Fields) == 0 {
			t.Errorf("%s receives %v under promise %d", r.Key, r.Fields, r.Clause)
		}
	}
}

func TestALetterIsDisclosedToTheMailServer(t *testing.T) {
	at := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	fields := []models.Field{models.FieldEmail, models.FieldName}
	got := models.LetterSent(models.Letter{ID: "7", To: "mei@example.com", Subject: "Hello"}, "reset_mail", fields, at)
	i := slices.IndexFunc(models.Recipients, func(r models.Recipient) bool { return r.Key == got.Recipient })
	if i < 0 || models.Recipients[i].Key != models.RecipientMail || models.Recipients[i].Clause != got.Clause {
		t.Errorf("it goes to %s under promise %d", got.Recipient, got.Clause)
	}
	if got.Purpose != "reset_mail" || got.Reference != "7" || !got.At.Equal(at) || !slices.Equal(got.Fields, fields) {
		t.Errorf("%+v", got)
	}
}
