package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// sweepBatch is how many rows a sweep erases in one transaction.
const sweepBatch = 500

// limitLife is how long the windows are kept in which tries were counted; none is longer than an hour.
const limitLife = 24 * time.Hour

// Sweep erases what has fallen due by now, or begins its deletion, and counts it (#72, #74, product.md's table). It may be done
// at any time, twice, and by several instances at once: each takes rows that no other has. What fails does not keep the rest.
func (s *Store) Sweep(ctx context.Context) (swept models.Swept, err error) {
	now := s.Now()
	proof := models.RetentionOf(models.CategoryConsents)
	looks := models.RetentionOf(models.CategoryLooks).Cutoff(now)
	rows := func(erase func(tx *gorm.DB) (int, error)) func() (int, error) {
		return func() (int, error) { return s.inBatches(ctx, erase) }
	}
	steps := []sweepStep{
		{"sign-ups", &swept.SignUps, rows(rowsDue(`sign_ups`, `id`, `created_at <= ?`, now.Add(-models.SignUpLife)))},
		{"guardians' requests", &swept.Requests, rows(func(tx *gorm.DB) (int, error) { return s.sweepRequests(tx, now) })},
		{"birthdays", &swept.Grown, func() (int, error) { return s.sweepGrown(ctx) }},
		{"guardians' records", &swept.Records, rows(func(tx *gorm.DB) (int, error) {
			return s.sweepRecords(tx, models.RetentionOf(models.CategoryGuardian).Cutoff(now))
		})},
		{"doubted yeses", new(int), rows(func(tx *gorm.DB) (int, error) { return s.liftDoubted(tx, now) })},
		{"locks", &swept.Locks, rows(func(tx *gorm.DB) (int, error) { return s.sweepLocks(tx, now) })},
		{"last letters", new(int), rows(sweepLastLetters(now))},
		{"visits", new(int), rows(rowsDue(`guardian_visits`, `id`, `until <= ?`, now))},
		{"guardians' addresses", new(int), rows(rowsDue(`guardian_moves`, `id`, `until <= ?`, now))},
		{"guardians' accounts", new(int), func() (int, error) { return s.sweepGuardians(ctx, now) }},
		{"minors", &swept.Minors, rows(func(tx *gorm.DB) (int, error) { return s.sweepMinors(tx, now) })},
		{"ended accounts", &swept.Ended, rows(func(tx *gorm.DB) (int, error) { return s.sweepEnded(tx, proof.Cutoff(now)) })},
		{"sessions", &swept.Sessions, rows(rowsDue(`sessions`, `token_hash`, `expires_at <= ?`, now))},
		{"tokens", &swept.Tokens, rows(rowsDue(`tokens`, `hash`, `expires_at <= ?`, now))},
		{"link codes", &swept.LinkCodes, rows(rowsDue(`link_codes`, `person_id`, `expires_at <= ?`, now))},
		{"limits", &swept.Limits, rows(rowsDue(`limits`, `key, window_start`, `window_start <= ?`, now.Add(-limitLife)))},
		{"locked entries", &swept.Locked, rows(func(tx *gorm.DB) (int, error) { return s.sweepLocked(tx, now) })},
		{"answered letters", &swept.LastCalls, rows(rowsDue(`last_calls`, `person_id, days`, answeredLetters, now.Add(-answeredLife)))},
		{"closed cases", &swept.Cases, rows(func(tx *gorm.DB) (int, error) {
			return s.sweepCases(tx, models.RetentionOf(models.CategoryComplaints).Cutoff(now))
		})},
		{"looks", &swept.Looks, rows(rowsDue(`looks`, `id`, `at <= ?`, looks))},
		{"approvals", new(int), rows(rowsDue(`approvals`, `id`, `at <= ?`, looks))},
		{"allowances", new(int), rows(rowsDue(`look_allowances`, `id`, `at <= ?`, looks))},
		{"unused photos", &swept.Photos, func() (n int, err error) {
			swept.Letters, n, err = s.sweepUnused(ctx)
			return n, err
		}},
	}
	for _, of := range dueActivity(now) {
		into := map[models.CategoryKey]*int{
			models.CategoryBehaviour: &swept.Behaviour, models.CategoryOrders: &swept.Orders, models.CategorySecurity: &swept.Security,
		}[of.category]
		steps = append(steps, sweepStep{string(of.category), into, rows(of.erase)})
	}
	for _, of := range dueEntries(now) {
		into := map[models.Scope]*int{models.ScopePrints: &swept.Prints, models.ScopeVoice: &swept.Talks}[of.scope]
		steps = append(steps, sweepStep{string(of.scope), into, func() (int, error) { return s.sweepEntries(ctx, of) }})
	}
	for _, step := range steps {
		n, failed := step.take()
		*step.count += n
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("sweep %s: %w", step.what, failed))
		}
	}
	return swept, err
}

// sweepStep takes what is due of one kind, and counts it.
type sweepStep struct {
	what  string
	count *int
	take  func() (int, error)
}

// A letter about unused photos is kept for so long after its person came back: until then a page says where it did not arrive.
const (
	answeredLife    = 30 * 24 * time.Hour
	answeredLetters = `exists (select from persons p where p.id = last_calls.person_id and p.used_at >= last_calls.asked_at and p.used_at <= ?)`
)

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

// sweepMinors erases a batch of minors' accounts that waited for a guardian until now and of which nothing was collected:
// nobody pushed or linked them, and nothing was granted. Who came of age meanwhile waits for nobody any more.
func (s *Store) sweepMinors(tx *gorm.DB, now time.Time) (int, error) {
	due, err := lockDue(tx, `waits_until <= ? and `+nothingCollected, now)
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
	if s.ward(models.Person{Birth: profile.Birth()}, now).Guarded {
		return s.erasePerson(tx, row.ID)
	}
	if !models.BandAt(profile.Birth(), now).Minor() {
		delete(profile, models.FieldBirthDate) // an adult's is not kept (#17)
	}
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
	err = tx.Raw(fmt.Sprintf(`select id, created_at, personal from persons p where %s limit %d for update skip locked`, due, sweepBatch), args...).
		Scan(&rows).Error
	return rows, err
}

// sweepCases erases a batch of cases that were closed so long ago that no proof is needed any more, with all that was written
// in them.
func (s *Store) sweepCases(tx *gorm.DB, cutoff time.Time) (int, error) {
	var due, files []string
	err := tx.Raw(fmt.Sprintf(`select id from complaints where closed_at <= ? limit %d for update skip locked`, sweepBatch), cutoff).Scan(&due).Error
	if err != nil || len(due) == 0 {
		return 0, err
	}
	if err := tx.Raw(filesOfCases+` where case_id in ?`, due).Scan(&files).Error; err != nil {
		return 0, err
	}
	if err := s.eraseAttachments(tx, files); err != nil {
		return 0, err
	}
	return len(due), tx.Exec(`delete from complaints where id in ?`, due).Error
}
