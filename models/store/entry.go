package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// Kinds of entries that Jolara's systems send under ids of their own. tallies names them alike; of activity and of talks
// it names the kinds of these.
const (
	entryPhoto    = "photo"
	entryPrint    = "print_job"
	entryTalk     = "talk"
	entryActivity = "activity"
)

// entryID returns the portal's own id of what a sender knows by an id of their own: always the same, so that what was sent
// before is found, and telling nothing, so that it may stand in an address. It is a UUID whose content is free (RFC 9562, version 8).
func (s *Store) entryID(kind string, person models.PersonID, sent string) string {
	id := uuid.UUID(s.vault.Fingerprint("id", kind, string(person), sent))
	id[6] = id[6]&0x0f | 0x80 // version 8
	id[8] = id[8]&0x3f | 0x80 // RFC 9562's variant
	return id.String()
}

// digest returns by what the same content, sent again under the same id, is known from other content. The content is plain
// data with exported fields: texts, numbers, times, lists and maps of them.
func (s *Store) digest(content any) []byte {
	text, err := json.Marshal(content) // writes a map in the order of its keys
	if err != nil {
		panic(err) // only what is no plain data fails
	}
	sum := s.vault.Fingerprint("content", string(text))
	return sum[:]
}

// sentTime is an instant that a sender named, as it is kept and as a digest holds it: in UTC, in whole microseconds.
func sentTime(at time.Time) time.Time { return at.UTC().Truncate(time.Microsecond) }

// sharePermission reads one switch and keeps everybody from changing it until the transaction ends: a withdrawal is
// acknowledged before what needs the permission is asked for, or after it is done (T17, T18).
func sharePermission(ctx context.Context, tx pgx.Tx, person models.PersonID, kind models.PermissionKind) (models.Permission, error) {
	p, err := scanPermission(tx.QueryRow(ctx, permissionsFrom+`where person_id = $1 and kind = $2 for share`, person, kind))
	return p, notFound(err)
}

// asker asks the database, within a transaction or without one.
type asker interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// notDeleted is ErrDeleted where the person deleted the entry of that id (#85). Whoever writes an entry asks it afterwards, in the
// same transaction: see moveOut.
func notDeleted(ctx context.Context, db asker, person models.PersonID, id string) error {
	rows, err := db.Query(ctx, `select exists (select from deleted where person_id = $1 and id = $2)`, person, id)
	if err != nil {
		return err
	}
	deleted, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[bool])
	if err == nil && deleted {
		err = models.ErrDeleted
	}
	return err
}

// goneOrNever says of an entry that was not found whether the person deleted it; any other error stays as it is.
func goneOrNever(ctx context.Context, db asker, person models.PersonID, id string, err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	if deleted := notDeleted(ctx, db, person, id); deleted != nil {
		return deleted
	}
	return err
}

// permissionRead is the question for how one switch stands.
func permissionRead(into *models.Permission, person models.PersonID, kind models.PermissionKind) read {
	return read{permissionsFrom + `where person_id = $1 and kind = $2`, []any{person, kind}, each(func(rows pgx.Rows) (err error) {
		*into, err = scanPermission(rows)
		return err
	})}
}
