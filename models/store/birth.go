package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// birthPersonal is a birth date that waits for a yes.
type birthPersonal struct{ Told models.Date }

// BirthRequest returns the birth date of a person that waits for a yes, or nil.
func (s *Store) BirthRequest(ctx context.Context, person models.PersonID) (found *models.BirthRequest, err error) {
	if err := s.batch(ctx, s.birthRequestRead(person, &found)); err != nil {
		return nil, fmt.Errorf("read a birth date that waits: %w", err)
	}
	return found, nil
}

func (s *Store) birthRequestRead(person models.PersonID, into **models.BirthRequest) read {
	return read{`select ref, at, personal from birth_requests where person_id = $1`, []any{person}, each(func(rows pgx.Rows) error {
		*into = &models.BirthRequest{}
		return s.scanBirthRequest(rows, *into)
	})}
}

func (s *Store) scanBirthRequest(from row, into *models.BirthRequest) error {
	var personal []byte
	if err := from.Scan(&into.Ref, &into.At, &personal); err != nil {
		return err
	}
	var held birthPersonal
	err := s.vault.Open(personal, &held)
	into.At, into.Told = into.At.UTC(), held.Told
	return err
}

// CorrectBirthDate does what models.BirthEffectOf says of the date that a person told, and returns that. It is ErrConflict where their
// account is locked.
func (s *Store) CorrectBirthDate(ctx context.Context, person models.Person, told models.Date) (effect models.BirthEffect, err error) {
	err = s.withReceipts(ctx, func(tx *gorm.DB) error {
		now := s.Now()
		record, err := s.lockRecord(tx, person, now)
		if err != nil {
			return err
		}
		if _, err := s.lockInForce(tx, person.ID); !errors.Is(err, models.ErrNotFound) {
			return errors.Join(err, models.ErrConflict)
		}
		effect = models.BirthEffectOf(record.Profile.Birth(), told, now)
		switch effect {
		case models.BirthTaken:
			return s.saveBirth(tx, person.ID, record.Profile, told, models.ByPerson, now)
		case models.BirthLocks:
			return s.lockForBirth(tx, person.ID, told, models.ByPerson, now)
		case models.BirthWaits:
			return s.askOlder(tx, person.ID, told, now)
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("correct a birth date: %w", err)
	}
	return effect, nil
}

// saveBirth writes a birth date that the person told, or the desk put back.
func (s *Store) saveBirth(tx *gorm.DB, person models.PersonID, profile models.Profile, told models.Date, by models.Actor, now time.Time) error {
	was := profile.Value(models.FieldBirthDate)
	profile.CorrectBirth(told, now)
	if err := tx.Exec(`update persons set band = null where id = ?`, person).Error; err != nil { // to be looked at again
		return err
	}
	return s.saveCorrection(tx, person, profile, models.EventProfileCorrected,
		[]models.Change{{At: now, Field: models.FieldBirthDate, By: by, Was: was, Is: profile.Value(models.FieldBirthDate)}})
}

// lockForBirth locks an account whose birth date would be a minor's. The profile stays as it is until somebody has checked, so that
// nothing falls due by the date.
func (s *Store) lockForBirth(tx *gorm.DB, person models.PersonID, told models.Date, by models.Actor, now time.Time) error {
	l, err := s.lockAccount(tx, models.NewLock(person, models.LockBirthDate, models.BandAt(told, now), now), lockPersonal{Birth: told}, by)
	if err != nil {
		return err
	}
	return s.tellOfLock(tx, l, models.LockBegan)
}

// askOlder keeps a birth date that makes a minor older until somebody has said yes or no; a later one takes its place.
func (s *Store) askOlder(tx *gorm.DB, person models.PersonID, told models.Date, now time.Time) error {
	sealed, err := s.vault.Seal(birthPersonal{told})
	if err != nil {
		return err
	}
	ref := models.NewBirthRef()
	err = tx.Exec(`insert into birth_requests (id, person_id, ref, at, personal) values (?, ?, ?, ?, ?)
		on conflict (person_id) do update set ref = excluded.ref, at = excluded.at, personal = excluded.personal`, newID(), person, ref, now, sealed).Error
	if err != nil {
		return err
	}
	return s.noteBirth(tx, person, models.EventBirthAsked, ref, models.ByPerson)
}

func (s *Store) noteBirth(tx *gorm.DB, person models.PersonID, kind models.EventKind, ref string, by models.Actor) error {
	return s.note(tx, person, models.Event{Kind: kind, Subject: ref, Actor: by, Clause: models.PromiseCorrect, At: s.Now()})
}

// AnswerBirthAsGuardian is the guardian's yes or no to a birth date that makes their child older. It is ErrDeadLink where the visit is
// over, ErrNotFound where the child is not theirs or nothing waits, and ErrStaleProof where a yes takes a fresh code.
func (s *Store) AnswerBirthAsGuardian(ctx context.Context, token, ref string, yes bool) error {
	err := s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		if w.State != models.GuardianApproved || w.Lock != nil {
			return models.Refused{Reason: models.ReasonLocked}
		}
		if yes && !w.Fresh {
			return models.ErrStaleProof
		}
		return s.answerBirth(tx, w.Child.ID, yes, models.ByGuardian)
	})
	if err != nil {
		return fmt.Errorf("answer about a birth date: %w", err)
	}
	return nil
}

// AnswerBirth is the yes or no to the birth date of that reference by an officer who has proved who they are (see Settle). It is
// ErrNotFound where there is no such date or the staff member is no officer, and ErrConflict where an officer answered before.
func (s *Store) AnswerBirth(ctx context.Context, staff models.Staff, ref string, found models.Finding) error {
	if !staff.Role.MayFind() {
		return models.ErrNotFound
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		asked, err := birthAsked(tx, ref)
		if err != nil {
			return err
		}
		if err := lockPerson(tx, asked.person); err != nil {
			return err
		}
		if _, err := birthAsked(tx, ref); err != nil {
			return err // somebody answered meanwhile, or another date took its place
		}
		if err := s.answerBirth(tx, asked.person, found.True, models.ByDesk); err != nil {
			return err
		}
		return s.writeFinding(tx, asked, staff, found)
	})
	if err != nil {
		return fmt.Errorf("answer about a birth date: %w", err)
	}
	return nil
}

// answerBirth ends what waits of a person whose row is locked, once.
func (s *Store) answerBirth(tx *gorm.DB, person models.PersonID, yes bool, by models.Actor) error {
	var asked models.BirthRequest
	err := s.scanBirthRequest(tx.Raw(`delete from birth_requests where person_id = ? returning ref, at, personal`, person).Row(), &asked)
	if err != nil {
		return notFound(err)
	}
	if !yes {
		return s.noteBirth(tx, person, models.EventBirthRefused, asked.Ref, by)
	}
	now := s.Now()
	record, err := s.lockRecord(tx, models.Person{ID: person}, now)
	if err != nil {
		return err
	}
	if err := s.saveBirth(tx, person, record.Profile, asked.Told, models.ByPerson, now); err != nil {
		return err
	}
	if l, err := s.openLock(tx, person); err == nil {
		if err := s.saveLock(tx, l.Older(asked.Told)); err != nil {
			return err
		}
	} else if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	if !s.ward(models.Person{Birth: asked.Told}, now).Guarded {
		if err := s.endWardship(tx, person, now); err != nil {
			return err
		}
	}
	return s.noteBirth(tx, person, models.EventBirthAllowed, asked.Ref, by)
}

// lockForPushedBirth locks the account of somebody whom Jolara's systems call a minor now, and who was an adult; where it is locked
// already, that date waits with the first one.
func (s *Store) lockForPushedBirth(tx *gorm.DB, person models.PersonID, pushed models.PushedPerson, now time.Time) error {
	told, err := models.ParseDate(pushed.Fields[models.FieldBirthDate])
	if err != nil {
		return err
	}
	err = s.lockForBirth(tx, person, told, models.ByApp, now)
	if errors.Is(err, models.ErrConflict) {
		return nil
	}
	return err
}
