package store

import (
	"fmt"
	"slices"
	"time"

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
	if !k.At.IsZero() && !isID(k.ID) {
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

// where narrows a person's history by conditions on its columns; the zero value leaves nothing out.
type where struct {
	sql  string
	args []any
}

// Arguments of a narrowed question before those of its conditions: the person and the limit.
const argsBefore = 2

// and adds a condition, which ends where its argument stands.
func (w *where) and(condition string, arg any) {
	w.args = append(w.args, arg)
	w.sql += fmt.Sprintf(` and %s$%d`, condition, argsBefore+len(w.args))
}

// within keeps what lies in a period.
func (w *where) within(p models.Period) {
	if p.Open() {
		return
	}
	from, before := p.Bounds()
	w.and(`at >= `, from)
	w.and(`at < `, before)
}

// historyRead is the question for the page of a person's history on one side of key; a zero key is the newest end. The
// table of selectFrom begins its primary key with person_id, at and id.
func historyRead(selectFrom string, person models.PersonID, key Key, side Side, scan func(pgx.Rows) error) read {
	return narrowedRead(selectFrom, person, where{}, key, side, scan)
}

// narrowedRead is historyRead for a part of the history.
func narrowedRead(selectFrom string, person models.PersonID, w where, key Key, side Side, scan func(pgx.Rows) error) read {
	args := append([]any{person, PageSize + 1}, w.args...)
	query, order := selectFrom+` where person_id = $1`+w.sql, ` order by at desc, id desc`
	if side == Newer {
		order = ` order by at, id`
	}
	if !key.At.IsZero() {
		query += fmt.Sprintf(` and (at, id) %s ($%d, $%d)`, map[Side]string{Older: `<`, Newer: `>`}[side], len(args)+1, len(args)+2)
		args = append(args, key.At, key.ID)
	}
	return read{query + order + ` limit $2`, args, scan}
}

// countRead is the question for how many entries of a table are in a part of a person's history, up to CountCap and one more.
func countRead(into *int, table string, person models.PersonID, w where) read {
	return count(into, `select count(*) from (select from `+table+` where person_id = $1`+w.sql+` limit $2) capped`,
		append([]any{person, CountCap + 1}, w.args...)...)
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
