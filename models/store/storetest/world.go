// Package storetest is the one test world: a store on a real PostgreSQL, with a clock that stands still and people to
// push. Every package whose tests remember something uses it, with
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
package storetest

import (
	"context"
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/vault"
)

// World is one database of its own, with a store on it.
type World struct {
	Store *store.Store
	Clock *Clock        // the business clock of every store of this world
	Vault *vault.Vault  // the keys of every store of this world
	DSN   string        // the database's address
	Files string        // the folder of every store's files
	DB    *pgxpool.Pool // a look at what the store does not tell
	Log   *slog.Logger  // ends up in the test's output

	t       testing.TB
	people  int
	uploads int
}

// Secret is what every world derives its keys from.
const Secret = "the secret of a world that lasts one test"

// New makes a world that ends with the test. Where PostgreSQL cannot be started the test is skipped, or fails where CI
// is true.
func New(t testing.TB) *World {
	t.Helper()
	keys, err := vault.New([]byte(Secret))
	if err != nil {
		t.Fatal(err)
	}
	w := &World{
		t: t, Clock: &Clock{now: Morning}, Vault: keys, DSN: database(t, migrated{}), Files: t.TempDir(),
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	if w.DB, err = pgxpool.New(t.Context(), w.DSN); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.DB.Close)
	w.Store = w.Second()
	return w
}

// Second opens another instance on the same database, with the same keys and clock.
func (w *World) Second() *store.Store {
	w.t.Helper()
	return w.open(w.DSN)
}

func (w *World) open(dsn string) *store.Store {
	w.t.Helper()
	s, err := store.Open(w.t.Context(), store.Options{DSN: dsn, Files: "file://" + w.Files, Vault: w.Vault, Now: w.Clock.Now, Log: w.Log})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(s.Close)
	return s
}

// Count returns the number that a query selects, such as how many events were written.
func (w *World) Count(query string, args ...any) int {
	w.t.Helper()
	var n int
	if err := w.DB.QueryRow(w.ctx(), query, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// ctx also serves a test's clean-up, when the test's own context has ended.
func (w *World) ctx() context.Context { return context.WithoutCancel(w.t.Context()) }
