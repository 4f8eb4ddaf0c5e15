package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// lockPersonal is what a lock keeps of somebody.
type lockPersonal struct {
	Birth  models.Date    `json:",omitzero"`  // that the person typed, and that is not sure yet
	Former *models.Date   `json:",omitempty"` // whose place it took once it was sure, zero of an adult; nil where it took none
	To     *lastAddressee `json:",omitempty"`
}

// lastAddressee is whom the letter goes to that all of an account is erased: with the account the address is gone as well.
type lastAddressee struct {
	Email, Name string
	Locale      models.Locale
}

const locksSQL = `select l.id, l.ref, l.person_id, l.kind, l.at, l.confirmed_at, l.erase_at, l.reminded, l.ended_at, l.outcome, l.personal,
	p.personal from locks l join persons p on p.id = l.person_id`

// heldLock is a lock with what it keeps of its person.
type heldLock struct {
	models.Lock
	held lockPersonal
}

func (s *Store) scanLock(from row) (l heldLock, err error) {
	var confirmed, erase, ended *time.Time
	var personal, profile []byte
	err = from.Scan(&l.ID, &l.Ref, &l.Person, &l.Kind, &l.At, &confirmed, &erase, &l.Reminded, &ended, &l.Outcome, &personal, &profile)
	if err != nil {
		return l, notFound(err)
	}
	l.At, l.Confirmed, l.EraseAt, l.EndedAt = l.At.UTC(), orZero(confirmed), orZero(erase), orZero(ended)
	if err := s.vault.Open(personal, &l.held); err != nil {
		return l, fmt.Errorf("open a lock: %w", err)
	}
	known := models.Profile{}
	if err := s.vault.Open(profile, &known); err != nil {
		return l, fmt.Errorf("open a profile: %w", err)
	}
	birth := known.Birth()
	if !l.held.Birth.IsZero() {
		birth, l.Told = l.held.Birth, l.held.Birth
	}
	l.Band = models.BandAt(birth, s.Now())
	return l, nil
}

// openLock reads the lock that holds an account, whose person's row the transaction has locked before; ErrNotFound where none does.
func (s *Store) openLock(tx *gorm.DB, person models.PersonID) (heldLock, error) {
	return s.scanLock(tx.Raw(locksSQL+` where l.person_id = ? and l.ended_at is null`, person).Row())
}

// lockInForce is openLock for whoever would lock an account anew: what a guardian's matters locked of somebody who came of age is
// lifted, since nobody decides for them any more.
func (s *Store) lockInForce(tx *gorm.DB, person models.PersonID) (heldLock, error) {
	l, err := s.openLock(tx, person)
	if err != nil {
		return l, err
	}
	p, err := s.personWith(tx, person)
	if of := s.ward(p, s.Now()); err != nil || of.Locked || of.Frozen {
		return l, err
	}
	if err := s.voidLock(tx, l.Lock, models.ByClock); err != nil {
		return l, err
	}
	return l, models.ErrNotFound
}

// voidLock ends a lock with nothing erased, also where that was due: a yes came, or nobody decides for the person any more.
func (s *Store) voidLock(tx *gorm.DB, l models.Lock, by models.Actor) error {
	l.EraseAt = time.Time{}
	return s.unlock(tx, l, by)
}

// voidAnyLock is voidLock of the lock that holds an account, where one does.
func (s *Store) voidAnyLock(tx *gorm.DB, person models.PersonID, by models.Actor) error {
	l, err := s.openLock(tx, person)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.voidLock(tx, l.Lock, by)
}

// lockPerson keeps others from changing how an account stands until the transaction ends.
func lockPerson(tx *gorm.DB, person models.PersonID) error {
	return tx.Exec(`select from persons where id = ? for update`, person).Error
}

// lockRow is a lock as it is made.
type lockRow struct {
	ID       string
	PersonID models.PersonID
	Ref      string
	Kind     models.LockKind
	At       time.Time
	EraseAt  *time.Time
	Personal []byte
}

func (lockRow) TableName() string { return "locks" }

// lockAccount locks an account from now on, on every instance. It is ErrConflict where it is locked already.
func (s *Store) lockAccount(tx *gorm.DB, l models.Lock, held lockPersonal, by models.Actor) (models.Lock, error) {
	if _, err := s.lockInForce(tx, l.Person); !errors.Is(err, models.ErrNotFound) {
		return l, errors.Join(err, models.ErrConflict)
	}
	sealed, err := s.vault.Seal(held)
	if err != nil {
		return l, err
	}
	if err := s.endSecond(tx, l.Person, by); err != nil {
		return l, err
	}
	l.ID, l.Ref = newID(), models.NewLockRef()
	for _, write := range []*gorm.DB{
		tx.Create(&lockRow{l.ID, l.Person, l.Ref, l.Kind, l.At, orNil(l.EraseAt), sealed}),
		tx.Exec(`update persons set locked = ? where id = ?`, l.Kind, l.Person),
	} {
		if write.Error != nil {
			return l, write.Error
		}
	}
	return l, s.noteLock(tx, l, l.Kind.Began(), by)
}

// endSecond ends that a second guardian is asked for: nobody joins in while something is locked.
func (s *Store) endSecond(tx *gorm.DB, child models.PersonID, by models.Actor) error {
	var asked bool
	err := tx.Raw(`select exists (select from guardian_requests where person_id = ? and second and state in ('proposed', 'waiting'))`, child).Row().Scan(&asked)
	if err != nil || !asked {
		return err
	}
	return s.endUnanswered(tx, child, by, s.Now())
}

// saveLock writes how a lock stands.
func (s *Store) saveLock(tx *gorm.DB, l models.Lock) error {
	err := tx.Exec(`update locks set kind = ?, confirmed_at = ?, erase_at = ?, reminded = ?, ended_at = ?, outcome = ? where id = ?`,
		l.Kind, orNil(l.Confirmed), orNil(l.EraseAt), l.Reminded, orNil(l.EndedAt), l.Outcome, l.ID).Error
	if err != nil {
		return err
	}
	locked := l.Kind
	if l.Outcome != "" {
		locked = ""
	}
	return tx.Exec(`update persons set locked = ? where id = ?`, locked, l.Person).Error
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// noteLock records what happened to a lock.
func (s *Store) noteLock(tx *gorm.DB, l models.Lock, kind models.EventKind, by models.Actor) error {
	return s.note(tx, l.Person, models.Event{Kind: kind, Subject: l.Ref, Actor: by, Clause: models.PromiseOfMinors, At: s.Now()})
}

// unlock ends a lock with nothing erased, and says so.
func (s *Store) unlock(tx *gorm.DB, l models.Lock, by models.Actor) error {
	if err := s.endQuietly(tx, l, by); err != nil {
		return err
	}
	return s.tellOfLock(tx, l, models.LockEnded)
}

// endQuietly ends a lock with nothing erased; a letter about something else tells of it.
func (s *Store) endQuietly(tx *gorm.DB, l models.Lock, by models.Actor) error {
	l, err := l.Lift(s.Now())
	if err != nil {
		return err
	}
	if err := s.saveLock(tx, l); err != nil {
		return err
	}
	if err := tx.Exec(`update locks set personal = null where id = ?`, l.ID).Error; err != nil {
		return err
	}
	if err := s.noteLock(tx, l, l.Kind.Over(), by); err != nil {
		return err
	}
	return s.goOnErasing(tx, l.Person)
}

// tellOfLock writes to the child and to their guardians. Whoever has no address reads it on their page.
func (s *Store) tellOfLock(tx *gorm.DB, l models.Lock, news models.LockNews) error {
	all, err := s.guardiansOf(tx, l.Person)
	if err != nil {
		return err
	}
	mail := models.LockMail{LockID: l.ID, About: news, Reminder: l.Reminded}
	if err := s.enqueue(tx.Statement.Context, tx, mail); err != nil {
		return err
	}
	mail.Guardian = true
	for _, g := range all {
		mail.Record = g.Record
		if err := s.enqueue(tx.Statement.Context, tx, mail); err != nil {
			return err
		}
	}
	return nil
}

// lockWithoutYes locks a minor's account of which something is held where a guardian declined or nobody answered: nothing goes before
// the birth date is sure. A lock that is there already stays as it is.
func (s *Store) lockWithoutYes(tx *gorm.DB, id models.PersonID, by models.Actor, now time.Time) error {
	child, err := s.personWith(tx, id)
	if err != nil || !s.ward(child, now).Guarded {
		return err // or they came of age while somebody was asked
	}
	var nothing bool
	if err := tx.Raw(`select `+nothingCollected+` from persons p where p.id = ?`, id).Row().Scan(&nothing); err != nil || nothing {
		return err
	}
	_, err = s.lockAccount(tx, models.NewLock(id, models.LockNoYes, child.Band(now), now), lockPersonal{}, by)
	if errors.Is(err, models.ErrConflict) {
		return nil
	}
	return err
}

// ConfirmBirthDate is a person's word, said once more, that the birth date is right on which their account is locked. From then on
// a guardian can be named, and the time counts after which what is held goes. It is ErrConflict where there is nothing to confirm.
func (s *Store) ConfirmBirthDate(ctx context.Context, person models.PersonID) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := lockPerson(tx, person); err != nil {
			return err
		}
		l, err := s.openLock(tx, person)
		if err != nil {
			return err
		}
		sure, err := l.Confirm(s.Now())
		if err != nil {
			return err
		}
		return s.confirmBirth(tx, l, sure, models.ByPerson)
	})
	if err != nil {
		return fmt.Errorf("confirm a birth date: %w", err)
	}
	return nil
}

// confirmBirth makes a lock one whose birth date is sure: what was only typed becomes the person's birth date, and what is not
// collected from minors goes with that (#93).
func (s *Store) confirmBirth(tx *gorm.DB, l heldLock, sure models.Lock, by models.Actor) error {
	if err := s.takeBirth(tx, l, s.Now()); err != nil {
		return err
	}
	if err := s.saveLock(tx, sure); err != nil {
		return err
	}
	if err := s.noteLock(tx, sure, models.EventBirthConfirmed, by); err != nil {
		return err
	}
	return s.tellOfLock(tx, sure, models.LockBegan)
}

// takeBirth writes the birth date that a lock keeps into the profile. The lock keeps the former one, for an officer who finds that it
// was a mistake after all.
func (s *Store) takeBirth(tx *gorm.DB, l heldLock, now time.Time) error {
	if l.held.Birth.IsZero() {
		return nil
	}
	record, err := s.lockRecord(tx, models.Person{ID: l.Person}, now)
	if err != nil {
		return err
	}
	former := record.Profile.Birth()
	sealed, err := s.vault.Seal(lockPersonal{Former: &former})
	if err != nil {
		return err
	}
	if err := tx.Exec(`update locks set personal = ? where id = ?`, sealed, l.ID).Error; err != nil {
		return err
	}
	return s.saveBirth(tx, l.Person, record.Profile, l.held.Birth, models.ByPerson, now)
}

// liftDoubted lifts a batch of locks whose doubt lasted as long as it may: nobody found that the yes is the child's own.
func (s *Store) liftDoubted(tx *gorm.DB, now time.Time) (int, error) {
	var due []models.PersonID
	err := tx.Raw(`select l.person_id from locks l join persons p on p.id = l.person_id
		where l.ended_at is null and l.erase_at is null and l.kind = 'doubted' and l.at <= ? limit ? for update skip locked`,
		now.Add(-models.DoubtLasts), sweepBatch).Scan(&due).Error
	for _, person := range due {
		if err == nil {
			err = s.voidAnyLock(tx, person, models.ByClock)
		}
	}
	return len(due), err
}

// withReceipts runs a transaction that draws references, again where one was taken.
func (s *Store) withReceipts(ctx context.Context, do func(tx *gorm.DB) error) (err error) {
	for range receiptTries {
		if err = s.tx(ctx, do); !isTaken(err) {
			break
		}
	}
	return err
}

// RemindOfLocks writes to whoever can still stop that a locked account is erased, and counts the locks. Several instances may do it
// at once.
func (s *Store) RemindOfLocks(ctx context.Context) (n int, err error) {
	now := s.Now()
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var due []models.PersonID
		err := tx.Raw(`select l.person_id from locks l join persons p on p.id = l.person_id
			where l.ended_at is null and l.erase_at > ? and l.erase_at <= ? and l.reminded < ? limit ? for update skip locked`,
			now, now.AddDate(0, 0, models.LockReminders[0]), len(models.LockReminders), sweepBatch).Scan(&due).Error
		if err != nil {
			return err
		}
		for _, person := range due {
			l, err := s.openLock(tx, person)
			if err != nil {
				return err
			}
			reminder := l.Reminder(now)
			if reminder == 0 {
				continue
			}
			n++
			l.Reminded = reminder
			if err := s.saveLock(tx, l.Lock); err != nil {
				return err
			}
			if err := s.tellOfLock(tx, l.Lock, models.LockSoon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("remind of locks: %w", err)
	}
	return n, nil
}
