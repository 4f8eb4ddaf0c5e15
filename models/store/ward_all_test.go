package store_test

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestEverythingOfAChildUnderEightIsItsOwnGuardiansToSeeInOneRoundTrip(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	small, ten := w.Allow(w.CanSignIn(w.Minor(6))), w.Allow(w.CanSignIn(w.Minor(10)))
	mother := w.Visit(storetest.Mother)
	stranger, _ := w.VisitCode(storetest.Mother) // of which no code was typed
	if n := w.RoundTrips(func(s *store.Store) {
		if found, err := s.WardAll(t.Context(), mother, w.RecordOf(small)); err != nil || found.Child.ID != small.ID {
			t.Errorf("the mother finds %s, %v", found.Child.ID, err)
		}
	}); n != 1 {
		t.Errorf("it takes %d round trips", n)
	}
	if n := w.RoundTrips(func(s *store.Store) {
		if page, err := s.WardPage(t.Context(), mother, w.RecordOf(small)); err != nil || !page.Sight.All {
			t.Errorf("the mother sees %+v, %v", page.Sight, err)
		}
	}); n != 2 {
		t.Errorf("the child's page takes %d round trips", n)
	}
	for _, c := range []struct {
		why, token, ref string
		want            error
	}{
		{"a child of ten", mother, w.RecordOf(ten), models.ErrNotFound},
		{"no record", mother, "G-ABCD-EFGH", models.ErrNotFound},
		{"no code typed", stranger, w.RecordOf(small), models.ErrDeadLink},
		{"no visit", "", w.RecordOf(small), models.ErrDeadLink},
	} {
		if _, err := w.Store.WardAll(t.Context(), c.token, c.ref); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.why, err)
		}
		if err := w.Store.EditPhotoAsGuardian(t.Context(), c.token, c.ref, "00000000-0000-4000-8000-000000000000", models.PhotoEdit{}); !errors.Is(err, c.want) {
			t.Errorf("%s, of a title: %v", c.why, err)
		}
	}
}

func TestAGuardianIsToldOfNoLetterAboutACase(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	child := w.Allow(w.CanSignIn(w.Minor(6)))
	for kind, fields := range map[string][]models.Field{
		models.CaseMail{}.Kind(): {models.FieldEmail, models.FieldCase}, models.ReceiptMail{}.Kind(): {models.FieldEmail, models.FieldChoice},
	} {
		if err := w.Store.RecordDisclosure(t.Context(), child.ID, models.LetterSent(models.Letter{ID: "one"}, kind, fields, w.Clock.Now())); err != nil {
			t.Fatal(err)
		}
	}
	own, err := w.Store.Recipients(t.Context(), child.ID, store.Key{}, store.Older)
	if err != nil || len(own.Disclosures) != 2 {
		t.Fatalf("the child sees %d letters, %v", len(own.Disclosures), err)
	}
	seen, err := w.Store.RecipientsOfWard(t.Context(), child.ID, store.Key{}, store.Older)
	if err != nil || len(seen.Disclosures) != 1 || seen.Disclosures[0].Purpose != (models.ReceiptMail{}).Kind() {
		t.Errorf("the guardian sees %v, %v", seen.Disclosures, err)
	}
	for _, r := range seen.Received {
		if r.Recipient == models.RecipientMail && r.Times != 1 {
			t.Errorf("%d letters are counted for the guardian", r.Times)
		}
	}
}
