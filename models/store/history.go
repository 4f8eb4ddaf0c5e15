package store

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// PageSize is how many entries of a person's history a page shows.
const PageSize = 50

// Key is a place in a history: entries are ordered by time and, of one time, by id.
type Key struct {
	At time.Time
	ID string
}

// ofUUID returns an Invalid where the key names an entry by an id that is none of a table whose ids are UUIDs.
func (k Key) ofUUID() error {
	if !k.At.IsZero() && uuid.Validate(k.ID) != nil {
		return models.Invalid{"before": models.FaultMalformed}
	}
	return nil
}

// Side tells whether a page of a history lies before or after a Key.
type Side bool

// The sides of a key. Older comes first, as histories begin with their newest entry.
const (
	Older Side = false
	Newer Side = true
)

// historyRead is the question for the page of a person's history on one side of key; a zero key is the newest end. The
// table of selectFrom begins its primary key with person_id, at and id.
func historyRead(selectFrom string, person models.PersonID, key Key, side Side, scan func(pgx.Rows) error) read {
	query, order := selectFrom+` where person_id = $1`, ` order by at desc, id desc`
	args := []any{person, PageSize + 1}
	if side == Newer {
		order = ` order by at, id`
	}
	if !key.At.IsZero() {
		query += map[Side]string{Older: ` and (at, id) < ($3, $4)`, Newer: ` and (at, id) > ($3, $4)`}[side]
		args = append(args, key.At, key.ID)
	}
	return read{query + order + ` limit $2`, args, scan}
}

// fold makes what historyRead found a page, newest first, and tells whether there is more on either side.
func fold[E any](found []E, key Key, side Side) (page []E, hasNewer, hasOlder bool) {
	more := len(found) > PageSize
	page = found[:min(PageSize, len(found))]
	if side == Newer {
		slices.Reverse(page)
		return page, more, true
	}
	return page, !key.At.IsZero(), more
}
