package store

import (
	"context"
	"fmt"
	"maps"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// AddAddress adds a delivery address of the person's own (#79), or returns an Invalid. It is Refused where a minor waits
// for a guardian.
func (s *Store) AddAddress(ctx context.Context, person models.Person, form models.Form) error {
	err := s.changeBook(ctx, person, models.EventAddressAdded, func(record models.Record, now time.Time) (was, is models.Address, err error) {
		if record.Waits {
			return was, is, models.Refused{Reason: models.ReasonGuardianNeeded}
		}
		is, err = models.NewAddress(form, record.Band)
		if err != nil {
			return was, is, err
		}
		is.ID = newID()
		return was, is, record.Book.Add(is, now)
	})
	if err != nil {
		return fmt.Errorf("add an address: %w", err)
	}
	return nil
}

// CorrectAddress writes what the person changed in the form of an address, and tells whether that was anything. It is
// ErrNotFound where the person has no such address, an Invalid that names what may not be stored, or Overtaken.
func (s *Store) CorrectAddress(ctx context.Context, person models.Person, id string, form models.Form) (changed bool, err error) {
	err = s.changeBook(ctx, person, models.EventProfileCorrected, func(record models.Record, now time.Time) (was, is models.Address, err error) {
		held, err := record.Address(id)
		if err != nil {
			return was, is, err
		}
		was = held.Value
		if is, err = was.Correct(form, record.Version, record.Band); err != nil || was.Same(is) {
			return was, was, err
		}
		changed = true
		record.Book[id] = held.Correct(is, now)
		return was, is, nil
	})
	if err != nil {
		return false, fmt.Errorf("correct an address: %w", err)
	}
	return changed, nil
}

// RemoveAddress takes one of the person's addresses out, for good; ErrNotFound where they have no such address.
func (s *Store) RemoveAddress(ctx context.Context, person models.Person, id string) error {
	err := s.changeBook(ctx, person, models.EventAddressRemoved, func(record models.Record, now time.Time) (was, is models.Address, err error) {
		held, err := record.Address(id)
		if err != nil {
			return was, is, err
		}
		record.Book.Remove(id, now)
		return held.Value, is, nil
	})
	if err != nil {
		return fmt.Errorf("remove an address: %w", err)
	}
	return nil
}

// FollowAddress takes what Jolara's systems have under an address's id in place of the person's own word; where they have
// it no more, it goes. It is ErrConflict where the address book is not that of version any more, and ErrNotFound where the
// two agree.
func (s *Store) FollowAddress(ctx context.Context, person models.Person, id string, version int) error {
	err := s.changeBook(ctx, person, models.EventProfileFollowed, func(record models.Record, _ time.Time) (was, is models.Address, err error) {
		held, err := record.Address(id)
		switch {
		case err != nil:
			return was, is, err
		case record.Version != version:
			return was, is, models.ErrConflict
		case held.Apart(models.Address.Same) == nil:
			return was, is, models.ErrNotFound
		}
		next := held.Follow()
		record.Book[id] = next
		if next.Value.Empty() {
			delete(record.Book, id)
		}
		return held.Value, next.Value, nil
	})
	if err != nil {
		return fmt.Errorf("follow Jolara's systems: %w", err)
	}
	return nil
}

// changeBook lets a deed change the person's address book, and records it where the address that it returns is not what
// it was.
func (s *Store) changeBook(ctx context.Context, person models.Person, event models.EventKind,
	deed func(record models.Record, now time.Time) (was, is models.Address, err error),
) error {
	now := s.Now()
	return s.tx(ctx, func(tx *gorm.DB) error {
		record, err := s.lockRecord(tx, person, now)
		if err != nil {
			return err
		}
		held := maps.Clone(record.Book)
		was, is, err := deed(record, now)
		if err != nil || was.Same(is) {
			return err
		}
		if err := s.saveBook(tx, person.ID, held, record.Book); err != nil {
			return err
		}
		return s.recordCorrection(tx, person.ID, event, []models.Change{
			{At: now, Field: models.FieldAddress, By: models.ByPerson, Was: was.String(), Is: is.String()},
		})
	})
}
