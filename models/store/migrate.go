package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock keeps instances that start together from migrating at the same time.
const migrationLock = 0x6a6f6c617261 // "jolara"

// Migrate brings the schema up to date, and the program's calendars in.
func (s *Store) Migrate(ctx context.Context) error {
	db := stdlib.OpenDBFromPool(s.pool)
	defer func() { _ = db.Close() }() // closes what it borrowed, not the pool
	return migrate(ctx, db)
}

func migrate(ctx context.Context, db *sql.DB) error {
	own, err := ours(db)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	queues, err := rivermigrate.New(riverdatabasesql.New(db), nil)
	if err != nil {
		return fmt.Errorf("read the queue's migrations: %w", err)
	}
	if !isCurrent(ctx, db, own, queues) {
		if err := migrateLocked(ctx, db, own, queues); err != nil {
			return err
		}
	}
	if err := seedCalendars(ctx, db); err != nil {
		return fmt.Errorf("bring in the program's calendars: %w", err)
	}
	return nil
}

// isCurrent tells whether all migrations are applied, which nearly every start finds: goose and River ask many questions to find the same,
// which were half of the time until the portal answered. Where it cannot be told they look.
func isCurrent(ctx context.Context, db *sql.DB, own *goose.Provider, queues *rivermigrate.Migrator[*sql.Tx]) bool {
	var applied, ofQueue int
	err := db.QueryRowContext(ctx, `select (select count(*) from goose_db_version where version_id > 0 and is_applied),
		(select count(*) from river_migration where line = 'main')`).Scan(&applied, &ofQueue)
	return err == nil && applied == len(own.ListSources()) && ofQueue == len(queues.AllVersions())
}

// migrateLocked applies what is lacking, ours by goose and then River's, while no other instance does.
func migrateLocked(ctx context.Context, db *sql.DB, own *goose.Provider, queues *rivermigrate.Migrator[*sql.Tx]) (err error) {
	lock, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if _, err := lock.ExecContext(ctx, "select pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("wait to migrate: %w", err)
	}
	defer func() {
		_, unlockErr := lock.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", migrationLock)
		err = errors.Join(err, unlockErr)
	}()

	if _, err := own.Up(ctx); err != nil {
		return fmt.Errorf("migrate the portal's tables: %w", err)
	}
	if _, err := queues.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the queue's tables: %w", err)
	}
	return nil
}

// ours are the migrations of the portal's own tables.
func ours(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true))
}

// SchemaVersion is a hash of every migration: databases with the same one have the same schema.
func SchemaVersion() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := migrations.ReadFile(path)
		sum.Write(text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}
