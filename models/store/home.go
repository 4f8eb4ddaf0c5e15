package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// HomePage is what the home page shows.
type HomePage struct {
	Called   string              // the nickname, or else the name
	Until    time.Time           // when a minor's account ends without a guardian's yes; zero where it does not
	Holdings []models.Holding    // of every category, in the data map's order
	Standing []models.Permission // the four, in the order of models.PermissionKinds
	Choices  []models.Consent    // the latest choices about permissions, newest first
	Events   []models.Event      // the latest events of other kinds, newest first
}

// recentEntries is how many of the latest choices, and of the latest other events, the home page may show.
const recentEntries = 6

// choiceEvents are the kinds that stand in the ledger of choices as well, with their receipts.
var choiceEvents = []models.EventKind{models.EventPermissionGranted, models.EventPermissionWithdrawn}

// countChoicesSQL counts a person's choices up to a cap.
const countChoicesSQL = `select count(*) from (select from consents where person_id = $1 limit $2) capped`

// Home returns what is held about a person, how their permissions stand and what happened last, in one round trip.
func (s *Store) Home(ctx context.Context, person models.PersonID) (page HomePage, err error) {
	var found held
	reads := append(found.reads(s, person),
		read{permissionsSQL, []any{person}, scanPermissions(&page.Standing)},
		read{consentsSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{person, recentEntries}, s.scanConsents(&page.Choices)},
		read{`select id, kind, subject, actor, clause, at from events where person_id = $1 and kind <> all($2) order by at desc, id desc limit $3`, []any{person, choiceEvents, recentEntries}, scanEvents(&page.Events)},
	)
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read the home page: %w", err)
	}
	page.Called = orElse(found.profile.Value(models.FieldNickname), found.profile.Value(models.FieldName))
	page.Until, page.Holdings = orZero(found.waitsUntil), found.holdings()
	return page, nil
}

// count is the question for one number.
func count(into *int, sql string, args ...any) read {
	return read{sql, args, each(func(r pgx.Rows) error { return r.Scan(into) })}
}

func scanEvents(into *[]models.Event) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var e models.Event
		err := rows.Scan(&e.ID, &e.Kind, &e.Subject, &e.Actor, &e.Clause, &e.At)
		*into = append(*into, e)
		return err
	})
}
