package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jolara.com/privacy/models"
)

// Answer tells what became of one entry that was sent: nil where it is recorded, now or before; else an Invalid,
// ErrNotFound for an unknown person, ErrConflict where the sender used the id for something else, or ErrDeleted where the person
// deleted it, or was erased meanwhile.
type Answer = error

// RecordActivity takes in up to models.MaxActivity entries of the service log, of one person or of many, and answers each in its
// order: what is wrong with one does not keep another out. It is idempotent by person and event, within one call too. The
// error is of the whole: nothing was recorded then, as far as is known.
func (s *Store) RecordActivity(ctx context.Context, rows []models.SentActivity) ([]Answer, error) {
	if len(rows) > models.MaxActivity {
		return nil, models.Invalid{"rows": models.FaultFull}
	}
	answers := make([]Answer, len(rows))
	people, err := s.peopleOf(ctx, rows)
	if err != nil {
		return nil, fmt.Errorf("record activity: %w", err)
	}
	now := s.Now()
	var good []activityRow
	for i, sent := range rows {
		row, err := s.arrive(sent, people, now)
		if err != nil {
			answers[i] = err
			continue
		}
		row.place = i
		good = append(good, row)
	}
	slices.SortStableFunc(good, func(a, b activityRow) int { return cmp.Compare(a.id, b.id) })
	kept, err := s.keepActivity(ctx, slices.CompactFunc(slices.Clone(good), func(a, b activityRow) bool { return a.id == b.id }))
	if err != nil {
		return nil, fmt.Errorf("record activity: %w", err)
	}
	for _, row := range good {
		switch digest, held := kept[row.id]; {
		case !held:
			answers[row.place] = models.ErrDeleted
		case !bytes.Equal(digest, row.digest):
			answers[row.place] = models.ErrConflict
		}
	}
	return answers, nil
}

// activityRow is an entry on its way into its table.
type activityRow struct {
	place  int // among those that were sent
	person models.PersonID
	at     time.Time
	id     string
	kind   models.ActivityKind
	digest []byte
	sealed []byte
}

// arrive checks an entry and makes it a row.
func (s *Store) arrive(sent models.SentActivity, people map[string]models.Person, now time.Time) (row activityRow, err error) {
	person, known := people[sent.Person]
	if err := sent.Check(person.Band(now), person.Kept, now); err != nil {
		return row, err
	}
	if !known {
		return row, models.ErrNotFound
	}
	at := sentTime(sent.At)
	a := sent.Arrived()
	row = activityRow{
		person: person.ID, at: at, kind: a.Kind, id: s.entryID(entryActivity, person.ID, sent.EventID),
		digest: s.digest([]any{sent.Kind, at, sent.Detail, sent.IP, sent.Browser, sent.Operator, sent.Language}),
	}
	row.sealed, err = s.vault.Seal(activityPersonal{
		EventID: sent.EventID, Detail: a.Detail, IP: a.IP, Browser: a.Browser, Operator: a.Operator, Language: a.Language,
	})
	return row, err
}

// peopleOf finds everybody whom the entries are about, by Jolara's own ids.
func (s *Store) peopleOf(ctx context.Context, rows []models.SentActivity) (map[string]models.Person, error) {
	people := map[string]models.Person{}
	var ids []string
	for _, row := range rows {
		if models.CheckSentID(row.Person) == "" { // PostgreSQL takes no text that is none
			ids = append(ids, row.Person)
		}
	}
	slices.Sort(ids)
	err := s.batch(ctx, read{
		`select ` + personColumns + ` from persons p ` + personJoins + ` where x.id = any($1) and p.ended_at is null`,
		[]any{slices.Compact(ids)},
		each(func(rows pgx.Rows) error {
			var found scannedPerson
			if err := rows.Scan(found.into()...); err != nil {
				return err
			}
			p, err := s.person(found)
			people[found.external] = p
			return err
		}),
	})
	return people, err
}

// keepActivitySQL writes the entries that are not there and were not deleted, in the order of the key, so that two who record
// the same never wait for each other in a circle. Nobody whom they are about is erased meanwhile, and of whoever was nothing
// is written.
const keepActivitySQL = `with known as (select id from persons where id = any($1) order by id for key share)
	insert into activity (person_id, at, id, kind, digest, personal)
	select s.person_id, s.at, s.id, s.kind, s.digest, s.personal
	from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[]) s (person_id, at, id, kind, digest, personal)
	join known on known.id = s.person_id
	where not exists (select from deleted d where d.person_id = s.person_id and d.id = s.id)
	order by s.person_id, s.id
	on conflict do nothing`

// dropDeletedSQL takes back those of the entries that the person deleted meanwhile: see moveOut.
const dropDeletedSQL = `delete from activity a using deleted d, unnest($1::uuid[], $2::uuid[]) s (person_id, id)
	where d.person_id = s.person_id and d.id = s.id and a.person_id = d.person_id and a.id = d.id`

// keepActivity writes rows that differ in their ids, in one round trip, and returns the digest of what is there now under each
// id: of those that the person deleted, none.
func (s *Store) keepActivity(ctx context.Context, rows []activityRow) (kept map[string][]byte, err error) {
	var people, ids []string
	var times []time.Time
	var kinds []models.ActivityKind
	var digests, sealed [][]byte
	kept = make(map[string][]byte, len(rows))
	for _, row := range rows {
		people, ids, times, kinds = append(people, string(row.person)), append(ids, row.id), append(times, row.at), append(kinds, row.kind)
		digests, sealed = append(digests, row.digest), append(sealed, row.sealed)
		kept[row.id] = row.digest
	}
	if len(rows) == 0 {
		return kept, nil
	}
	var write pgx.Batch
	var written, dropped int64
	count := func(into *int64) func(pgconn.CommandTag) error {
		return func(done pgconn.CommandTag) error {
			*into = done.RowsAffected()
			return nil
		}
	}
	write.Queue(keepActivitySQL, people, times, ids, kinds, digests, sealed).Exec(count(&written))
	write.Queue(dropDeletedSQL, people, ids).Exec(count(&dropped))
	if slices.Contains(kinds, models.ActivitySignIn) {
		write.Queue(signedInSQL, people, times, kinds, models.ActivitySignIn)
	}
	if err := s.pool.SendBatch(ctx, &write).Close(); err != nil {
		return nil, err
	}
	if int(written-dropped) == len(rows) {
		return kept, nil
	}
	return s.knownActivity(ctx, people, ids)
}

// knownActivity reads what is there under ids: also what others wrote meanwhile.
func (s *Store) knownActivity(ctx context.Context, people, ids []string) (known map[string][]byte, err error) {
	known = map[string][]byte{}
	err = s.batch(ctx, read{
		`select a.id, a.digest from unnest($1::uuid[], $2::uuid[]) s (person_id, id) join activity a on a.person_id = s.person_id and a.id = s.id`,
		[]any{people, ids},
		each(func(rows pgx.Rows) error {
			var id string
			var digest []byte
			err := rows.Scan(&id, &digest)
			known[id] = digest
			return err
		}),
	})
	return known, err
}
