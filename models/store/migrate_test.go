package store_test

import (
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestFourInstancesThatStartAtOnceMigrateOnce(t *testing.T) {
	dsn := storetest.EmptyDatabase(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := store.Open(t.Context(), store.Options{DSN: dsn})
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if err := s.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()

	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for table, query := range map[string]string{
		"goose_db_version": `select count(*), count(distinct version_id) from goose_db_version where is_applied and version_id > 0`,
		"river_migration":  `select count(*), count(distinct version) from river_migration`,
	} {
		var steps, different int
		if err := conn.QueryRow(t.Context(), query).Scan(&steps, &different); err != nil {
			t.Fatal(err)
		}
		if steps == 0 || steps != different {
			t.Errorf("%s: %d steps, %d different", table, steps, different)
		}
	}
}

func TestAWrongAddressDoesNotShowItsPassword(t *testing.T) {
	_, err := store.Open(t.Context(), store.Options{DSN: "postgres://jolara:hunter2@localhost:port/jolara"})
	if err == nil || err.Error() != "read DATABASE_URL: it is not a PostgreSQL address" {
		t.Errorf("answered %v", err)
	}
}
