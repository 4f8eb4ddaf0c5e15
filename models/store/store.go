// Package store remembers: each exported method is one use case that opens a transaction, loads, asks a pure rule of
// package models, saves, records the event, enqueues the job and commits. PostgreSQL is the only database.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/picture"
	"jolara.com/privacy/models/vault"
	"jolara.com/privacy/models/workday"
)

// Options say where the store remembers, and with which keys, clock and log.
type Options struct {
	DSN   string // postgres://…
	Files string // file://… or s3://…; empty for whoever touches no file, as to migrate
	Vault *vault.Vault
	Now   func() time.Time // the clock of the business; nil: the machine's
	Log   *slog.Logger
	At    func(point string) // told of the named points that a deletion passes; nil but in tests

	GuardianTo models.GuardianAge // up to which age a guardian decides; zero: 18
}

// Store is the one door to everything remembered. It is safe for concurrent use, by several instances at once.
type Store struct {
	now   func() time.Time
	pool  *pgxpool.Pool
	pages *pgxpool.Pool // reads what pages show (see alongIndexes)
	db    *gorm.DB
	jobs  *river.Client[*sql.Tx]
	files fileStore
	vault *vault.Vault
	log   *slog.Logger
	at    func(point string)

	guardianTo models.GuardianAge

	pictures *picture.Reader

	switching atomic.Int32 // how many switches are under way

	policies  recent[[]models.Policy]
	calendars recent[workday.Calendar]
	owners    owners
}

const (
	statementTimeout = "5s"
	maxConnections   = 16
	picturesAtOnce   = 2 // that one instance decodes, each in picture.MaxDecode bytes and on a processor of its own
)

// Open connects to the database and to the file store. Migrate brings the schema up to date.
func Open(ctx context.Context, o Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(o.DSN)
	if err != nil {
		return nil, errors.New("read DATABASE_URL: it is not a PostgreSQL address") // err would show the password
	}
	config.MaxConns = max(config.MaxConns, maxConnections)
	config.ConnConfig.BuildContextWatcherHandler = finishOrCancel
	params := config.ConnConfig.RuntimeParams
	params["timezone"] = "UTC"
	params["statement_timeout"] = statementTimeout
	config.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		c.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID,
			Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}
	var files fileStore
	if o.Files != "" {
		if files, err = openFiles(ctx, o.Files); err != nil {
			return nil, err
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	config = config.Copy()
	maps.Copy(config.ConnConfig.RuntimeParams, alongIndexes)
	pages, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	s, err := over(pool, files, o)
	if err != nil {
		pages.Close()
		return nil, err
	}
	s.pages = pages
	return s, nil
}

// finishOrCancel lets a question end whose asker has hung up, and cancels only one that takes long: pgx would close the
// connection, and to open another and plan its statements costs as much as a hundred pages.
func finishOrCancel(c *pgconn.PgConn) ctxwatch.Handler {
	return &pgconn.CancelRequestContextWatcherHandler{Conn: c, CancelRequestDelay: time.Second, DeadlineDelay: 2 * time.Second}
}

// over builds the store on an open pool: GORM, the queue and the hot paths share its connections.
func over(pool *pgxpool.Pool, files fileStore, o Options) (*Store, error) {
	sqlDB := stdlib.OpenDBFromPool(pool)
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: sqlDB}), &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		// By default GORM logs parameters, e-mail addresses among them.
		Logger: logger.New(discard{}, logger.Config{LogLevel: logger.Silent, ParameterizedQueries: true}),
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	jobs, err := river.NewClient(riverdatabasesql.New(sqlDB), &river.Config{
		FetchCooldown: time.Millisecond, // within its default the inserting client would skip the notification
		Logger:        o.Log,
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	s := &Store{
		guardianTo: cmp.Or(o.GuardianTo, models.GuardianTo18), now: o.Now, pool: pool, db: db, jobs: jobs, files: files, vault: o.Vault, log: o.Log, at: o.At,
		pictures: picture.NewReader(picturesAtOnce),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.at == nil {
		s.at = func(string) {}
	}
	return s, nil
}

type discard struct{}

func (discard) Printf(string, ...any) {}

// Now is the one clock of the business, in the precision that PostgreSQL keeps: microseconds.
func (s *Store) Now() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// AsOf returns a store on the same connections whose clock stands still at a time, to tell what happened then: a demo world has
// a past. It is not closed by itself.
func (s *Store) AsOf(at time.Time) *Store {
	return &Store{
		guardianTo: s.guardianTo, now: func() time.Time { return at }, pool: s.pool, pages: s.pages, db: s.db, jobs: s.jobs, files: s.files, vault: s.vault, log: s.log, at: s.at,
		pictures: s.pictures,
	}
}

// Ward says whether a guardian decides for a person now, and whether one has said yes.
func (s *Store) Ward(p models.Person) models.Ward { return s.ward(p, s.Now()) }

func (s *Store) ward(p models.Person, now time.Time) models.Ward { return p.Ward(now, s.guardianTo) }

// Close ends all connections.
func (s *Store) Close() {
	s.pages.Close()
	s.pool.Close()
	if s.files.Bucket != nil {
		_ = s.files.Close() // nothing waits in it to be written
	}
}

// Ready tells whether the database and the file store answer.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.pool.Ping(ctx); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	return s.files.ready(ctx)
}

// tx runs fn in one transaction: an error or a panic takes everything back.
func (s *Store) tx(ctx context.Context, fn func(tx *gorm.DB) error) error {
	return s.db.WithContext(ctx).Transaction(fn)
}

// enqueue adds a job to the transaction: it is worked if and only if the transaction commits.
func (s *Store) enqueue(ctx context.Context, tx *gorm.DB, job river.JobArgs) error {
	return s.enqueueAt(ctx, tx, job, time.Time{})
}

// enqueueAt is enqueue for a job that is worked at a time, or later.
func (s *Store) enqueueAt(ctx context.Context, tx *gorm.DB, job river.JobArgs, at time.Time) error {
	if _, err := s.jobs.InsertTx(ctx, tx.Statement.ConnPool.(*sql.Tx), job, &river.InsertOpts{ScheduledAt: at}); err != nil {
		return fmt.Errorf("enqueue %s: %w", job.Kind(), err)
	}
	return nil
}

// read is one question of a page, with what to do with its rows.
type read struct {
	sql  string
	args []any
	scan func(pgx.Rows) error
}

// alongIndexes has the connections for pages walk along the indexes, in whose order lists are asked for, by one plan for
// everybody. People differ in size by a factor of a thousand: a plan that reads all of somebody's entries and sorts them is
// good for most and a hundred times too slow for some, and to plan anew for each takes longer than most of the questions
// themselves. Where PostgreSQL finds no index, these settings look so expensive to it that it would compile the plan. To set
// them with each page instead would take a twentieth of the home page's time.
var alongIndexes = map[string]string{
	"plan_cache_mode": "force_generic_plan", "enable_bitmapscan": "off", "enable_seqscan": "off", "jit": "off",
}

// batch asks all of a page's questions in one round trip. Whatever reads a person's list goes this way.
func (s *Store) batch(ctx context.Context, reads ...read) error {
	var b pgx.Batch
	for _, r := range reads {
		for i, arg := range r.args {
			if person, is := arg.(models.PersonID); is {
				r.args[i] = string(person) // of a type of our own pgx would seek, each time and in vain, a way to make a UUID
			}
		}
		b.Queue(r.sql, r.args...).Query(r.scan)
	}
	return s.pages.SendBatch(ctx, &b).Close()
}

// each scans one row after the other.
func each(row func(pgx.Rows) error) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		for rows.Next() {
			if err := row(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}

// grow makes a place for one more at a list's end: a large entry is read where it stays.
func grow[E any](list *[]E) *E {
	*list = append(*list, *new(E))
	return &(*list)[len(*list)-1]
}

// newID makes the id of something that the portal makes itself.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// isID tells whether a text has the form in which ids stand in the database and in addresses; uuid.Validate takes others too.
func isID(text string) bool {
	return len(text) == len(uuid.UUID{}.String()) && uuid.Validate(text) == nil
}

// notFound turns the database's 'no rows' into the domain's word for it.
func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) || errors.Is(err, sql.ErrNoRows) || errors.Is(err, gorm.ErrRecordNotFound) {
		return models.ErrNotFound
	}
	return err
}

// isTaken tells whether an insert met a row with the same key.
func isTaken(err error) bool {
	var pg *pgconn.PgError
	return errors.Is(err, gorm.ErrDuplicatedKey) || (errors.As(err, &pg) && pg.Code == "23505")
}
