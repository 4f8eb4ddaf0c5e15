package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func letterSent(t *testing.T, w *storetest.World, to models.Person, id string) models.Disclosure {
	t.Helper()
	d := models.LetterSent(models.Letter{ID: id}, models.ResetMail{}.Kind(), []models.Field{models.FieldEmail, models.FieldName}, w.Clock.Now())
	if err := w.Store.RecordDisclosure(t.Context(), to.ID, d); err != nil {
		t.Fatal(err)
	}
	return d
}

func recipients(t *testing.T, w *storetest.World, p models.Person, key store.Key, side store.Side) store.RecipientsPage {
	t.Helper()
	page, err := w.Store.Recipients(t.Context(), p.ID, key, side)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestAPersonSeesWhoReceivedWhat(t *testing.T) {
	w := storetest.New(t)
	mine, theirs := w.Adult(), w.Adult()
	first := letterSent(t, w, mine, "1")
	w.Clock.Advance(time.Hour)
	latest := letterSent(t, w, mine, "2")
	letterSent(t, w, theirs, "3")

	page := recipients(t, w, mine, store.Key{}, store.Older)
	want := []models.Received{
		{Recipient: models.RecipientPrinter},
		{Recipient: models.RecipientCourier},
		{Recipient: models.RecipientMail, Times: 2, First: first.At.UTC(), Latest: latest.At.UTC()},
	}
	if !reflect.DeepEqual(page.Received, want) {
		t.Errorf("received: %+v", page.Received)
	}
	if len(page.Disclosures) != 2 || page.HasNewer || page.HasOlder {
		t.Fatalf("listed: %+v", page)
	}
	got := page.Disclosures[0]
	latest.ID, latest.At = got.ID, latest.At.UTC()
	if !reflect.DeepEqual(got, latest) {
		t.Errorf("listed first: %+v, want %+v", got, latest)
	}
}

func TestALetterIsWrittenDownOnceHoweverOftenItsJobRuns(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	letterSent(t, w, person, "1")
	w.Clock.Advance(time.Minute)
	letterSent(t, w, person, "1")
	if n := w.Count(`select count(*) from disclosures`); n != 1 {
		t.Errorf("written down %d times", n)
	}
}

func TestOfNobodyNothingIsWrittenDown(t *testing.T) {
	w := storetest.New(t)
	letterSent(t, w, models.Person{ID: "0198f0c0-0000-7000-8000-000000000000"}, "1")
	if n := w.Count(`select count(*) from disclosures`); n != 0 {
		t.Errorf("written down %d times", n)
	}
}

func TestNobodyChangesWhoReceivedWhat(t *testing.T) {
	w := storetest.New(t)
	letterSent(t, w, w.Adult(), "1")
	for _, change := range []string{
		`update disclosures set recipient = 'printer'`, `delete from disclosures`, `truncate disclosures`,
	} {
		if _, err := w.DB.Exec(t.Context(), change); err == nil {
			t.Errorf("%s was done", change)
		}
	}
}

func TestDisclosuresAreReadByPagesBothWays(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	const sent = 2*store.PageSize + 1
	for n := range sent {
		letterSent(t, w, person, fmt.Sprint(n)) // all at one time: the id decides
	}
	var key store.Key
	seen := map[string]bool{}
	for _, length := range []int{store.PageSize, store.PageSize, 1} {
		page := recipients(t, w, person, key, store.Older)
		if len(page.Disclosures) != length || page.HasNewer != (key != store.Key{}) || page.HasOlder != (length > 1) {
			t.Fatalf("%d listed, newer %t, older %t; want %d", len(page.Disclosures), page.HasNewer, page.HasOlder, length)
		}
		for _, d := range page.Disclosures {
			seen[d.Reference] = true
		}
		last := page.Disclosures[length-1]
		key = store.Key{At: last.At, ID: last.ID}
	}
	if len(seen) != sent {
		t.Errorf("%d of %d were listed", len(seen), sent)
	}
	if back := recipients(t, w, person, key, store.Newer); len(back.Disclosures) != store.PageSize || !back.HasNewer || !back.HasOlder {
		t.Errorf("back: %d listed, newer %t, older %t", len(back.Disclosures), back.HasNewer, back.HasOlder)
	}
	_, err := w.Store.Recipients(t.Context(), person.ID, store.Key{At: w.Clock.Now(), ID: "no id"}, store.Older)
	var invalid models.Invalid
	if !errors.As(err, &invalid) {
		t.Errorf("a place that is none: %v", err)
	}
}
