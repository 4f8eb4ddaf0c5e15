package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestTheLedgerRefusesChange(t *testing.T) {
	w := storetest.New(t)
	mustSwitch(t, w.Store, w.Adult(), models.Granted)
	const restrictViolation = "23001"
	forRetention := []string{`set local jolara.retention = 'on'`, `delete from receipt_refs`}
	for _, row := range []struct {
		statement string
		retention bool // the way on which retention comes
		refused   bool
	}{
		{statement: `update consents set state = 'withdrawn'`, refused: true},
		{statement: `update events set kind = 'signed_up'`, refused: true},
		{statement: `update consents set state = 'withdrawn'`, retention: true, refused: true},
		{statement: `update events set kind = 'signed_up'`, retention: true, refused: true},
		{statement: `delete from consents`, refused: true},
		{statement: `delete from events`, refused: true},
		{statement: `delete from consents`, retention: true},
		{statement: `delete from events`, retention: true},
		{statement: `truncate consents cascade`, refused: true},
		{statement: `truncate events`, refused: true},
		{statement: `truncate consents cascade`, retention: true, refused: true},
		{statement: `truncate events`, retention: true, refused: true},
	} {
		err := pgx.BeginFunc(t.Context(), w.DB, func(tx pgx.Tx) error {
			if row.retention {
				for _, first := range forRetention {
					if _, err := tx.Exec(t.Context(), first); err != nil {
						return err
					}
				}
			}
			tag, err := tx.Exec(t.Context(), row.statement)
			if err == nil && tag.RowsAffected() == 0 {
				err = errors.New("it met no row")
			}
			if err == nil {
				return errAllowed // and taken back, for the next row
			}
			return err
		})
		var pg *pgconn.PgError
		switch {
		case row.refused && (!errors.As(err, &pg) || pg.Code != restrictViolation):
			t.Errorf("%q (retention: %v) is not refused: %v", row.statement, row.retention, err)
		case !row.refused && !errors.Is(err, errAllowed):
			t.Errorf("%q (retention: %v): %v", row.statement, row.retention, err)
		}
	}
	// The setting ends with its transaction, also on a connection that is used again.
	if _, err := w.DB.Exec(t.Context(), `delete from events`); err == nil {
		t.Error("retention's permission outlived its transaction")
	}
}

var errAllowed = errors.New("allowed")

func TestTheLedgerIsReadByPagesBothWays(t *testing.T) {
	w := storetest.New(t)
	person, other := w.Adult(), w.Adult()
	const choices = 2*store.PageSize + 20
	for i := range choices {
		at := w.Clock.Now().Add(-time.Duration(i/40) * time.Hour) // forty at a time, so that a page ends among equals
		mustRecord(t, w.Store, person, reported(fmt.Sprintf("choice-%03d", i*7%choices), models.Granted, at))
	}
	mustRecord(t, w.Store, other, reported("not mine", models.Granted, w.Clock.Now()))

	var older [][]models.Consent
	for key, more := (store.Key{}), true; more; {
		page, err := w.Store.Consents(t.Context(), person.ID, key, store.Older)
		if err != nil {
			t.Fatal(err)
		}
		if page.HasNewer != (len(older) > 0) {
			t.Errorf("page %d says HasNewer %v", len(older), page.HasNewer)
		}
		last := page.Choices[len(page.Choices)-1]
		older = append(older, page.Choices)
		key, more = store.Key{At: last.At, ID: last.ID}, page.HasOlder
	}
	all := slices.Concat(older...)
	seen := map[string]bool{}
	for i, c := range all {
		seen[c.ID] = true
		if i > 0 && (c.At.After(all[i-1].At) || c.At.Equal(all[i-1].At) && c.ID >= all[i-1].ID) {
			t.Errorf("%s %s stands after %s %s", c.At, c.ID, all[i-1].At, all[i-1].ID)
		}
	}
	if len(older) != 3 || len(all) != choices || len(seen) != choices || seen["not mine"] {
		t.Fatalf("%d pages hold %d choices, %d of them different; want 3 and %d", len(older), len(all), len(seen), choices)
	}

	for i := len(older) - 1; i > 0; i-- {
		first := older[i][0]
		page, err := w.Store.Consents(t.Context(), person.ID, store.Key{At: first.At, ID: first.ID}, store.Newer)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(page.Choices, older[i-1]) || page.HasNewer != (i > 1) || !page.HasOlder {
			t.Errorf("back from page %d: %d choices, HasNewer %v, HasOlder %v", i, len(page.Choices), page.HasNewer, page.HasOlder)
		}
	}
}

func TestAStrangersReceiptIsNotFound(t *testing.T) {
	w := storetest.New(t)
	mine, stranger := w.Adult(), w.Adult()
	c, _ := mustSwitch(t, w.Store, mine, models.Granted)

	if got, err := w.Store.Receipt(t.Context(), mine.ID, c.Receipt); err != nil || got.Choice.ID != c.ID {
		t.Errorf("my own receipt: %+v, %v", got, err)
	}
	for _, ask := range []struct {
		who models.PersonID
		ref string
	}{{stranger.ID, c.Receipt}, {mine.ID, "R-0000-00"}, {mine.ID, ""}} {
		if got, err := w.Store.Receipt(t.Context(), ask.who, ask.ref); !errors.Is(err, models.ErrNotFound) || got.Choice.ID != "" {
			t.Errorf("receipt %q: %+v, %v", ask.ref, got, err)
		}
	}
	job := models.ReceiptMail{PersonID: stranger.ID, ConsentID: c.ID}
	if _, _, err := w.Store.ReceiptLetter(t.Context(), job); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a letter to the stranger about my choice: %v", err)
	}
}
