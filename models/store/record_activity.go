package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// Answer tells what became of one entry that was sent: nil where it is recorded, now or before; else an Invalid,
// ErrNotFound for an unknown person, or ErrConflict where the sender used the id for something else.
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
		switch digest, there := kept[row.id]; {
		case !there:
			answers[row.place] = models.ErrNotFound // the person was erased meanwhile
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
	if err := sent.Check(person.Band(now), now); err != nil {
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
		`select ` + personColumns + ` from persons p ` + personJoins + ` where x.id = any($1)`,
		[]any{slices.Compact(ids)},
		each(func(rows pgx.Rows) error {
			var id models.PersonID
			var external string
			var personal, signIn []byte
			if err := rows.Scan(&id, &external, &personal, &signIn); err != nil {
				return err
			}
			p, err := s.person(id, external, personal, signIn)
			people[external] = p
			return err
		}),
	})
	return people, err
}

// keepActivitySQL writes the entries that are not there, in the order of the key, so that two who record the same never
// wait for each other in a circle. Nobody whom they are about is erased meanwhile, and of whoever was nothing is written.
const keepActivitySQL = `with known as (select id from persons where id = any($1) order by id for key share)
	insert into activity (person_id, at, id, kind, digest, personal)
	select s.person_id, s.at, s.id, s.kind, s.digest, s.personal
	from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[]) s (person_id, at, id, kind, digest, personal)
	join known on known.id = s.person_id
	order by s.person_id, s.id
	on conflict do nothing`

// keepActivity writes rows that differ in their ids, in one statement, and returns the digest of what is there now under each.
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
	written, err := s.pool.Exec(ctx, keepActivitySQL, people, times, ids, kinds, digests, sealed)
	if err != nil || int(written.RowsAffected()) == len(rows) {
		return kept, err
	}
	return s.knownActivity(ctx, people, ids)
}

// knownActivity reads what is there under ids: also what others wrote meanwhile.
func (s *Store) knownActivity(ctx context.Context, people, ids []string) (known map[string][]byte, err error) {
	known = map[string][]byte{}
	return known, s.batch(ctx, read{
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
}
