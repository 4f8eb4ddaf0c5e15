package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

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

func TestAStartWaitsForWhoMigratesOnlyWhereAMigrationIsLacking(t *testing.T) {
	for lacking, waits := range map[string]bool{
		`select`: false,
		`delete from goose_db_version where version_id = 5`: true,
		`delete from river_migration where version = 3`:     true,
		`drop table river_migration`:                        true,
	} {
		w := storetest.New(t)
		if _, err := w.DB.Exec(t.Context(), lacking); err != nil {
			t.Fatal(err)
		}
		other, err := w.DB.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Exec(t.Context(), `select pg_advisory_lock(x'6a6f6c617261'::bigint)`); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		err = w.Store.Migrate(ctx)
		cancel()
		other.Release()
		if waited := err != nil && strings.Contains(err.Error(), "wait to migrate"); waited != waits || !waits && err != nil {
			t.Errorf("after %q a start answers %v", lacking, err)
		}
	}
}

func TestAWrongAddressDoesNotShowItsPassword(t *testing.T) {
	_, err := store.Open(t.Context(), store.Options{DSN: "postgres://jolara:hunter2@localhost:port/jolara"})
	if err == nil || err.Error() != "read DATABASE_URL: it is not a PostgreSQL address" {
		t.Errorf("answered %v", err)
	}
}

func TestTheSecurityLogMovesToTheServiceLog(t *testing.T) {
	const beforeHistory = 3
	holdsAfterMigrating(t, beforeHistory, []string{
		`insert into persons (id, created_at, personal) select gen_random_uuid(), now(), '{}' from generate_series(1, 2)`,
		`insert into permissions (person_id, kind) select id, 'camera' from persons`,
		`insert into events (person_id, at, id, kind, subject, actor)
			select p.id, now() - n * interval '1 day', gen_random_uuid(), kind, '', 'person' from persons p, generate_series(1, 3) n,
			unnest(array['signed_in', 'signed_out', 'session_ended', 'sessions_ended', 'signed_up', 'permission_granted']) kind`,
		`insert into events (person_id, at, id, kind, subject, actor) values (gen_random_uuid(), now(), gen_random_uuid(), 'signed_in', '', 'person')`, // of nobody any more
	}, map[string]int{
		`select count(*) from activity where personal = '{"OnPortal":true}'`:                                        2 * 4 * 3,
		`select count(*) from activity where kind in ('sign_in', 'sign_out')`:                                       2 * 2 * 3,
		`select count(*) from activity where at < now() - interval '60 hours'`:                                      2 * 4,
		`select count(*) from events`:                                                                               2 * 2 * 3,
		`select count(*) from tallies where kind like 's%' and count = 3 and oldest < newest`:                       2 * 4,
		`select count(*) from permissions where kind in ('keep_recordings', 'improve_support') and state = 'never'`: 2 * 2,
	})
}

func TestWhatGuardiansHadSaidIsWhatTheySayOnceThereMayBeTwo(t *testing.T) {
	const beforeTwo = 13
	const standing = `select count(*) from guardian_standings g join guardian_records c on c.id = g.record_id join persons p on p.id = g.person_id where `
	holdsAfterMigrating(t, beforeTwo, []string{
		`insert into persons (id, created_at, used_at, unused_check_at, personal, guardian, locked)
			select gen_random_uuid(), now(), now(), now(), '{}', guardian, locked
			from (values ('approved', ''), ('approved', 'disputed'), ('approved', 'doubted'), ('withdrawn', 'withdrawn'), ('not_asked', ''), ('waiting', 'no_yes')) stood (guardian, locked)`,
		`insert into permissions (person_id, kind, state, since, chosen_at) select id, kind, state, now(), now() from persons,
			(values ('camera', 'granted'), ('photo_upload', 'withdrawn'), ('microphone', 'granted')) p (kind, state)`,
		// everybody's second yes took the place of the first
		`insert into guardian_requests (id, person_id, at, until, state, lookup, words, sent_at)
			select gen_random_uuid(), id, now() - n * interval '1 day', now(), 'approved', '', '{}', now() from persons, generate_series(1, 2) n`,
		`insert into guardian_records (person_id, at, id, request_id, ref, personal) select person_id, at, gen_random_uuid(), id, id::text, '' from guardian_requests`,
	}, map[string]int{
		standing + `true`:          12,
		standing + `word = 'over'`: 8, // the first ones, and where no yes counts
		standing + `word = 'yes' and p.locked in ('', 'doubted')`:                2,
		standing + `word = 'disputes' and p.locked = 'disputed'`:                 1,
		standing + `word = 'no' and p.guardian = 'withdrawn'`:                    1,
		standing + `word <> 'over' and c.at < now() - interval '36 hours'`:       0,
		standing + `allows @> '{camera,microphone}' and cardinality(allows) = 2`: 12,
	})
}

func TestChoicesThatWereMadeBeforeAreCounted(t *testing.T) {
	const beforeCounts = 16
	holdsAfterMigrating(t, beforeCounts, []string{
		`insert into persons (id, created_at, used_at, unused_check_at, personal) select gen_random_uuid(), now(), now(), now(), '{}' from generate_series(1, 2)`,
		`insert into permissions (person_id, kind) select id, 'microphone' from persons`,
		`insert into permissions (person_id, kind, state, since, chosen_at) select id, 'camera', 'granted', date '2026-03-03', date '2026-03-03' from persons`,
		`insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
			select id, date '2026-03-01' + n, 'c' || n, 'camera', 'granted', now(), 'app', '', '' from persons, generate_series(0, 2) n`,
	}, map[string]int{
		`select count(*) from permissions where choices = 3 and first_at = date '2026-03-01'`: 2,
		`select count(*) from permissions where choices = 0 and first_at is null`:             2,
		choicesMiscounted: 0,
	})
}

// holdsAfterMigrating has statements fill a database of an earlier version, and asks each query how many there are once it is migrated.
func holdsAfterMigrating(t *testing.T, from int64, statements []string, wants map[string]int) {
	t.Helper()
	dsn := storetest.EmptyDatabase(t)
	s, err := store.Open(t.Context(), store.Options{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.MigrateTo(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, statement := range statements {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for query, want := range wants {
		var n int
		if err := conn.QueryRow(t.Context(), query).Scan(&n); err != nil || n != want {
			t.Errorf("%s: %d, want %d (%v)", query, n, want, err)
		}
	}
}
