package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// sweepBatch is how many rows a sweep erases in one transaction.
const sweepBatch = 500

// limitLife is how long the windows are kept in which tries were counted; none is longer than an hour.
const limitLife = 24 * time.Hour

// Sweep erases what has fallen due by now, and counts it (#72, product.md's table). It may be done at any time, twice, and
// by several instances at once: each takes rows that no other has.
func (s *Store) Sweep(ctx context.Context) (swept models.Swept, err error) {
	now := s.Now()
	security := models.RetentionOf(models.CategorySecurity)
	proof := models.RetentionOf(models.CategoryConsents)
	for _, due := range []struct {
		what  string
		count *int
		erase func(tx *gorm.DB) (int, error)
	}{
		{"sign-ups", &swept.SignUps, rowsDue(`sign_ups`, `id`, `created_at <= ?`, now.Add(-models.SignUpLife))},
		{"minors", &swept.Minors, func(tx *gorm.DB) (int, error) { return s.sweepMinors(tx, now) }},
		{"ended accounts", &swept.Ended, func(tx *gorm.DB) (int, error) { return s.sweepEnded(tx, proof.Cutoff(now)) }},
		{"security log", &swept.Security, activityDue(security.Cutoff(now), models.ActivityKinds[models.CategorySecurity])},
		{"sessions", &swept.Sessions, rowsDue(`sessions`, `token_hash`, `expires_at <= ?`, now)},
		{"tokens", &swept.Tokens, rowsDue(`tokens`, `hash`, `expires_at <= ?`, now)},
		{"link codes", &swept.LinkCodes, rowsDue(`link_codes`, `person_id`, `expires_at <= ?`, now)},
		{"limits", &swept.Limits, rowsDue(`limits`, `key, window_start`, `window_start <= ?`, now.Add(-limitLife))},
	} {
		if *due.count, err = s.inBatches(ctx, due.erase); err != nil {
			return swept, fmt.Errorf("sweep %s: %w", due.what, err)
		}
	}
	return swept, nil
}

// inBatches erases, a transaction at a time, until a batch finds nothing more.
func (s *Store) inBatches(ctx context.Context, erase func(tx *gorm.DB) (int, error)) (total int, err error) {
	for {
		n := 0
		err := s.tx(ctx, func(tx *gorm.DB) error {
			if err := allowRetention(tx); err != nil {
				return err
			}
			n, err = erase(tx)
			return err
		})
		if err != nil || n == 0 {
			return total, err
		}
		total += n
	}
}

// rowsDue deletes a batch of a table's rows that are due, but not those that another instance is at.
func rowsDue(table, key, due string, args ...any) func(tx *gorm.DB) (int, error) {
	statement := fmt.Sprintf(`delete from %[1]s where (%[2]s) in (select %[2]s from %[1]s where %[3]s limit %[4]d for update skip locked)`,
		table, key, due, sweepBatch)
	return func(tx *gorm.DB) (int, error) {
		done := tx.Exec(statement, args...)
		return int(done.RowsAffected), done.Error
	}
}

// activityDue is rowsDue for kinds of the service log: whose oldest entry is due is known without a walk through the log.
func activityDue(cutoff time.Time, kinds []models.ActivityKind) func(tx *gorm.DB) (int, error) {
	return func(tx *gorm.DB) (int, error) {
		done := tx.Exec(`delete from activity where (person_id, at, id) in (
			select a.person_id, a.at, a.id from tallies t join activity a on a.person_id = t.person_id and a.kind = t.kind and a.at <= @cutoff
			where t.kind in @kinds and t.oldest <= @cutoff limit @most for update of a skip locked)`,
			sql.Named("cutoff", cutoff), sql.Named("kinds", kinds), sql.Named("most", sweepBatch))
		return int(done.RowsAffected), done.Error
	}
}

// sweepMinors erases a batch of minors' accounts that waited for a guardian until now and of which nothing was collected:
// nobody pushed or linked them, and nothing was granted. Who came of age meanwhile waits for nobody any more.
func (s *Store) sweepMinors(tx *gorm.DB, now time.Time) (int, error) {
	due, err := lockDue(tx, `waits_until <= ?
		and not exists (select from external_ids x where x.person_id = persons.id)
		and not exists (select from consents c where c.person_id = persons.id and c.state = 'granted')`, now)
	for _, row := range due {
		if err == nil {
			err = s.sweepMinor(tx, row, now)
		}
	}
	return len(due), err
}

func (s *Store) sweepMinor(tx *gorm.DB, row personRow, now time.Time) error {
	profile := models.Profile{}
	if err := s.vault.Open(row.Personal, &profile); err != nil {
		return fmt.Errorf("open a profile: %w", err)
	}
	if models.BandAt(profile.Birth(), now).Minor() {
		return s.erasePerson(tx, row.ID)
	}
	delete(profile, models.FieldBirthDate) // an adult's is not kept (#17)
	if err := s.saveProfile(tx, row.ID, profile); err != nil {
		return err
	}
	return tx.Exec(`update persons set waits_until = null where id = ?`, row.ID).Error
}

// sweepEnded erases a batch of accounts that ended so long ago that no proof is needed any more.
func (s *Store) sweepEnded(tx *gorm.DB, cutoff time.Time) (int, error) {
	due, err := lockDue(tx, `ended_at <= ?`, cutoff)
	for _, row := range due {
		if err == nil {
			err = s.erasePerson(tx, row.ID)
		}
	}
	return len(due), err
}

// lockDue takes a batch of people that no other instance is at.
func lockDue(tx *gorm.DB, due string, args ...any) (rows []personRow, err error) {
	err = tx.Raw(fmt.Sprintf(`select id, created_at, personal from persons where %s limit %d for update skip locked`, due, sweepBatch), args...).
		Scan(&rows).Error
	return rows, err
}
