package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestADatabaseThatIsNotThereIsTriedAgainLater(t *testing.T) {
	w := storetest.New(t)
	if _, err := w.Store.Session(t.Context(), "token"); store.Unavailable(err) || !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a session that is not there: %v", err)
	}
	w.Outage()
	for range 3 { // with a connection from before, and without
		if _, err := w.Store.Session(t.Context(), "token"); !store.Unavailable(err) {
			t.Errorf("a database that is not there: %v", err)
		}
	}
	for later, errs := range map[bool][]error{
		true: {
			&pgconn.PgError{Code: "57014"}, // took longer than statement_timeout
			&pgconn.PgError{Code: "57P01"}, // the database is shutting down
			&pgconn.PgError{Code: "53300"}, // too many connections
			context.DeadlineExceeded, io.ErrUnexpectedEOF,
		},
		false: {&pgconn.PgError{Code: "23505"}, &pgconn.PgError{Code: "42P01"}, models.ErrConflict, context.Canceled},
	} {
		for _, err := range errs {
			if got := store.Unavailable(fmt.Errorf("read: %w", err)); got != later {
				t.Errorf("%v: again later: %t", err, got)
			}
		}
	}
}
