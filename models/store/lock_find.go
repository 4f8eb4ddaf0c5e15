package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// What an officer finds of a lock, and what comes of it.

// FindLock writes what an officer, who has proved who they are (see Settle), found of the lock of that reference: that what it rests
// on is true, or is not. A dispute that is true erases everything at once; what is not true lifts the lock, and everything is as it
// was. It is ErrNotFound where there is no such lock or the staff member is no officer, and ErrConflict where there is nothing to
// find, or somebody else found it.
func (s *Store) FindLock(ctx context.Context, staff models.Staff, ref string, found models.Finding) error {
	if !staff.Role.MayFind() {
		return models.ErrNotFound
	}
	var over error // which leaves the lock lifted
	err := s.withReceipts(ctx, func(tx *gorm.DB) error {
		over = nil
		l, err := s.lockOfRef(tx, ref)
		if err != nil {
			return err
		}
		if _, err := s.lockInForce(tx, l.Person); errors.Is(err, models.ErrNotFound) {
			over = models.ErrConflict // they came of age: nobody decides for them any more
			return nil
		} else if err != nil {
			return err
		}
		return s.findLock(tx, staff, l, found)
	})
	if err := errors.Join(err, over); err != nil {
		return fmt.Errorf("settle a lock: %w", err)
	}
	return nil
}

// lockOfRef reads the lock of a reference, however it stands, and keeps others from changing it until the transaction ends.
func (s *Store) lockOfRef(tx *gorm.DB, ref string) (heldLock, error) {
	var person models.PersonID
	if err := tx.Raw(`select person_id from locks where ref = ?`, ref).Row().Scan(&person); err != nil {
		return heldLock{}, notFound(err)
	}
	if err := lockPerson(tx, person); err != nil {
		return heldLock{}, err
	}
	return s.scanLock(tx.Raw(locksSQL+` where l.ref = ?`, ref).Row())
}

func (s *Store) findLock(tx *gorm.DB, staff models.Staff, l heldLock, finding models.Finding) error {
	found, err := l.Find(finding.True, s.Now())
	if err != nil {
		return err
	}
	if err := s.writeFinding(tx, foundOf{l.ID, l.Ref, l.Person}, staff, finding); err != nil {
		return err
	}
	if !finding.True {
		return s.foundNot(tx, l)
	}
	switch l.Kind {
	case models.LockDoubted:
		return s.foundOwnYes(tx, l.Lock)
	case models.LockDiffer:
		return s.foundWhoseWordHolds(tx, l.Lock, true)
	}
	if err := s.noteLock(tx, found, models.EventFoundTrue, models.ByDesk); err != nil {
		return err
	}
	if l.Kind != models.LockDisputed {
		return s.confirmBirth(tx, l, found, models.ByDesk)
	}
	return s.closeAccount(tx, heldLock{found, l.held}, models.ByDesk)
}

// foundNot lifts a lock that rests on what is not true. Where a guardian's yes is still missing, one can be asked for again; one that is
// disputed holds, unless something else is said against it.
func (s *Store) foundNot(tx *gorm.DB, l heldLock) (err error) {
	switch l.Kind {
	case models.LockDiffer:
		return s.foundWhoseWordHolds(tx, l.Lock, false)
	case models.LockNoYes:
		err = tx.Exec(`update persons set guardian = 'not_asked' where id = ? and guardian in ('declined', 'ended')`, l.Person).Error
		if err == nil && l.held.Former != nil {
			err = s.putBirthBack(tx, l.Person, *l.held.Former, s.Now())
		}
	case models.LockAnswers:
		err = s.takeStricter(tx, l.Person)
	case models.LockDisputed:
		err = tx.Exec(`update guardian_standings set word = 'yes' where person_id = ? and word = 'disputes'`, l.Person).Error
	}
	if err != nil {
		return err
	}
	if err := s.unlock(tx, l.Lock, models.ByDesk); err != nil || l.Kind != models.LockDisputed {
		return err
	}
	return s.settleGuardians(tx, l.Person, models.ByDesk)
}

// foundOwnYes takes a yes for what an officer found that it is, the child's own: nobody has decided, its address is not asked again, and
// the child can name somebody else.
func (s *Store) foundOwnYes(tx *gorm.DB, l models.Lock) error {
	now := s.Now()
	if err := s.noteLock(tx, l, models.EventFoundTrue, models.ByDesk); err != nil {
		return err
	}
	if err := s.turnAllOff(tx, l.Person, models.ByDesk); err != nil {
		return err
	}
	if err := s.endQuietly(tx, l, models.ByDesk); err != nil {
		return err
	}
	for _, write := range []*gorm.DB{
		tx.Exec(`update guardian_requests set refused = true where id = (select request_id from guardian_records where person_id = ? order by at desc, id desc limit 1)`, l.Person),
		tx.Exec(`update persons p set guardian = 'not_asked', waits_until = case when `+nothingCollected+` then ?::timestamptz end where id = ?`,
			now.Add(models.WaitForGuardian), l.Person),
	} {
		if write.Error != nil {
			return write.Error
		}
	}
	if err := s.tellOfLock(tx, l, models.LockFound); err != nil {
		return err
	}
	if err := endStandings(tx, l.Person, models.WordYes); err != nil {
		return err
	}
	return s.lockWithoutYes(tx, l.Person, models.ByDesk, now)
}

// putBirthBack writes the birth date into the profile that counted before a mistake did. Where nobody decides for the person then,
// nobody is asked any more.
func (s *Store) putBirthBack(tx *gorm.DB, person models.PersonID, former models.Date, now time.Time) error {
	record, err := s.lockRecord(tx, models.Person{ID: person}, now)
	if err != nil {
		return err
	}
	if err := s.saveBirth(tx, person, record.Profile, former, models.ByDesk, now); err != nil {
		return err
	}
	if s.ward(models.Person{Birth: former}, now).Guarded {
		return nil
	}
	if err := s.endRequest(tx, person, now); err != nil {
		return err
	}
	return tx.Exec(`update persons set guardian = 'not_asked', waits_until = null where id = ?`, person).Error
}
