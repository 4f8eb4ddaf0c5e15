package store

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"jolara.com/privacy/models"
)

// tallies are how much there is of a person, by the kinds of the table that counts it.
type tallies map[string]models.Tally

const talliesSQL = `select kind, count, bytes, oldest, newest from tallies where person_id = $1 and count > 0`

// talliesRead is the question for a person's tallies.
func talliesRead(person models.PersonID, into tallies) read {
	return read{talliesSQL, []any{person}, into.scan}
}

func (t tallies) scan(rows pgx.Rows) error {
	var row scannedTally
	return each(func(rows pgx.Rows) error {
		tally, err := row.from(rows)
		t[row.kind] = tally
		return err
	})(rows)
}

// tallyRead is the question for how much of one kind there is of a person.
func tallyRead(into *models.Tally, person models.PersonID, kind string) read {
	return read{talliesSQL + ` and kind = $2`, []any{person, kind}, each(func(rows pgx.Rows) (err error) {
		*into, err = new(scannedTally).from(rows)
		return err
	})}
}

// scannedTally is where a tally is scanned to, one row after the other.
type scannedTally struct {
	kind           string
	count          int
	bytes          int64
	oldest, newest pgtype.Timestamptz // NULL is the zero time
}

func (r *scannedTally) from(rows pgx.Rows) (models.Tally, error) {
	err := rows.Scan(&r.kind, &r.count, &r.bytes, &r.oldest, &r.newest)
	return models.Tally{Count: r.count, Bytes: r.bytes, Oldest: r.oldest.Time, Newest: r.newest.Time}, err
}

// collectedUnder names the kind of entry that a permission lets be collected, of those that are kept.
var collectedUnder = map[models.PermissionKind]models.EntryKind{
	models.PhotoUpload: models.EntryPhoto,
	models.Microphone:  models.EntryKind(models.TalkRecording),
	models.VoiceCall:   models.EntryKind(models.TalkCall),
}

// collected counts what permissions let be collected.
func (t tallies) collected() map[models.PermissionKind]int {
	under := map[models.PermissionKind]int{}
	for permission, kind := range collectedUnder {
		under[permission] = t[string(kind)].Count
	}
	return under
}

// activity returns the tallies of the service log's kinds.
func (t tallies) activity() map[models.ActivityKind]models.Tally {
	of := map[models.ActivityKind]models.Tally{}
	for kind, tally := range t {
		if k := models.ActivityKind(kind); k.Category() != "" {
			of[k] = tally
		}
	}
	return of
}

// entries returns the tallies by the kinds of entry that they count.
func (t tallies) entries() map[models.EntryKind]models.Tally {
	of := map[models.EntryKind]models.Tally{}
	for kind, tally := range t {
		of[models.EntryKind(kind)] = tally
	}
	return of
}
