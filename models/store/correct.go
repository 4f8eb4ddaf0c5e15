package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// Record returns what a person may correct of what is held about them (#78), in one round trip.
func (s *Store) Record(ctx context.Context, person models.Person) (record models.Record, err error) {
	var entries []models.Entry[models.Address]
	now := s.Now()
	record = models.Record{SignIn: person.SignInName(), Band: person.Band(now)}
	err = s.batch(ctx,
		read{`select version, guardian, locked, personal from persons where id = $1`, []any{person.ID}, s.scanRecord(&record, now)},
		read{`select personal from addresses where person_id = $1 and not removed`, []any{person.ID}, s.scanAddresses(&entries)},
	)
	if err != nil {
		return record, fmt.Errorf("read what may be corrected: %w", err)
	}
	record.Book = make(models.Book, len(entries))
	for _, e := range entries {
		record.Book[e.Value.ID] = e
	}
	return record, nil
}

func (s *Store) scanRecord(into *models.Record, now time.Time) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error { return s.openRecord(rows, into, now) })
}

// openRecord reads a record's row. Whether it waits depends on the birth date that stands in it, on the guardian's yes, and on a lock.
func (s *Store) openRecord(from row, into *models.Record, now time.Time) error {
	var who models.Person
	var personal []byte
	if err := from.Scan(&into.Version, &who.Guardian, &who.Lock, &personal); err != nil {
		return err
	}
	err := s.vault.Open(personal, &into.Profile)
	who.Birth = into.Profile.Birth()
	into.Waits = s.ward(who, now).Waits()
	return err
}

// lockRecord reads what a person may correct, and keeps others from changing it until the transaction ends.
func (s *Store) lockRecord(tx *gorm.DB, person models.Person, now time.Time) (record models.Record, err error) {
	record = models.Record{SignIn: person.SignInName(), Band: person.Band(now)}
	err = s.openRecord(tx.Raw(`select version, guardian, locked, personal from persons where id = ? and ended_at is null for update`, person.ID).Row(), &record, now)
	if err != nil {
		return record, notFound(err)
	}
	record.Book, err = s.book(tx, person.ID)
	return record, err
}

// CorrectProfile writes what the person changed in the form of their profile, and tells whether that was anything. It is
// an Invalid that names what may not be stored, or Overtaken, and then nothing is written.
func (s *Store) CorrectProfile(ctx context.Context, person models.Person, form models.Form) (changed bool, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		changed, err = s.correctProfile(tx, person, form, models.ByPerson)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("correct a profile: %w", err)
	}
	return changed, nil
}

// correctProfile writes what somebody changed in the form of a person's profile.
func (s *Store) correctProfile(tx *gorm.DB, person models.Person, form models.Form, by models.Actor) (changed bool, err error) {
	now := s.Now()
	record, err := s.lockRecord(tx, person, now)
	if err != nil {
		return false, err
	}
	values, err := record.Corrections(form, now)
	if err != nil || len(values) == 0 {
		return false, err
	}
	var changes []models.Change
	for _, f := range slices.Sorted(maps.Keys(values)) {
		changes = append(changes, models.Change{At: now, Field: f, By: by, Was: record.Profile.Value(f), Is: values[f]})
		record.Profile[f] = record.Profile[f].Correct(values[f], now)
	}
	return true, s.saveCorrection(tx, person.ID, record.Profile, models.EventProfileCorrected, changes)
}

// FollowField takes what Jolara's systems have in a field in place of the person's own word. It is ErrConflict where the
// profile is not that of version any more, and ErrNotFound where the two agree.
func (s *Store) FollowField(ctx context.Context, person models.Person, f models.Field, version int) error {
	now := s.Now()
	err := s.tx(ctx, func(tx *gorm.DB) error {
		record, err := s.lockRecord(tx, person, now)
		switch {
		case err != nil:
			return err
		case record.Version != version:
			return models.ErrConflict
		case record.Profile.ApartIn(f) == nil:
			return models.ErrNotFound
		}
		was := record.Profile.Value(f)
		record.Profile[f] = record.Profile[f].Follow()
		return s.saveCorrection(tx, person.ID, record.Profile, models.EventProfileFollowed, []models.Change{
			{At: now, Field: f, By: models.ByPerson, Was: was, Is: record.Profile.Value(f)},
		})
	})
	if err != nil {
		return fmt.Errorf("follow Jolara's systems: %w", err)
	}
	return nil
}

// saveCorrection writes a corrected profile, what was changed in it, and that it was.
func (s *Store) saveCorrection(tx *gorm.DB, person models.PersonID, profile models.Profile, event models.EventKind, changes []models.Change) error {
	if err := s.saveProfile(tx, person, profile); err != nil {
		return err
	}
	return s.recordCorrection(tx, person, event, changes)
}

// recordCorrection records changes that somebody made, with an event for each, and that forms made before may be
// overtaken.
func (s *Store) recordCorrection(tx *gorm.DB, person models.PersonID, event models.EventKind, changes []models.Change) error {
	if err := s.noteChanges(tx, person, changes); err != nil {
		return err
	}
	for _, c := range changes {
		err := s.note(tx, person, models.Event{
			Kind: event, Subject: string(c.Field.Kind()), Actor: c.By, Clause: models.PromiseCorrect, At: c.At,
		})
		if err != nil {
			return err
		}
	}
	return s.nextVersion(tx, person)
}
