package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // pgtestdb opens its databases as 'pgx'
	"github.com/peterldowns/pgtestdb"

	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/localpg"
)

// One cluster serves all tests of a binary and starts with the first that needs it. Binaries do not share one, since a
// template in use cannot be copied.
var (
	cluster = sync.OnceValues(func() (*localpg.Server, error) {
		started = true
		return localpg.Throwaway(context.Background(), localpg.Fast())
	})
	started bool
)

// Main runs a package's tests and ends the cluster that they used, after whatever else they started.
func Main(m *testing.M, ends ...func() error) {
	code := m.Run()
	if started {
		if server, err := cluster(); err == nil {
			ends = append(ends, server.Stop)
		}
	}
	for _, end := range ends {
		if err := end(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// DatabaseLog returns what PostgreSQL has logged so far, for every world of the binary.
func (w *World) DatabaseLog() string {
	w.t.Helper()
	server, err := cluster()
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := os.ReadFile(server.Log())
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// EmptyDatabase returns the address of a database without a schema, which ends with the test.
func EmptyDatabase(t testing.TB) (dsn string) {
	t.Helper()
	return database(t, pgtestdb.NoopMigrator{})
}

// database makes a database from the template that template describes.
func database(t testing.TB, template pgtestdb.Migrator) (dsn string) {
	t.Helper()
	server, err := cluster()
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal(err)
	case err != nil:
		t.Skipf("no PostgreSQL: %v", err)
	}
	return pgtestdb.Custom(t, pgtestdb.Config{
		DriverName: "pgx", User: "jolara", Password: "unused", Port: "5432", Database: "postgres",
		Options:                   "host=" + server.Socket(),
		ForceTerminateConnections: true, // a pool closes its connections a little after the test
	}, template).URL()
}

// migrated is the template with the portal's schema.
type migrated struct{}

// Hash names the schema. River's part is the same for all of a binary, and no other binary sees the cluster.
func (migrated) Hash() (string, error) { return store.SchemaVersion() }

func (migrated) Migrate(ctx context.Context, _ *sql.DB, c pgtestdb.Config) error {
	s, err := store.Open(ctx, store.Options{DSN: c.URL()})
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Migrate(ctx)
}
