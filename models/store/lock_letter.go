package store

import (
	"context"
	"fmt"
	"slices"

	"jolara.com/privacy/models"
)

// LockLetter is what a letter about a lock says, and to whom.
type LockLetter struct {
	models.Lock
	To, Name string
	Locale   models.Locale
	Record   string              // of the yes, in a letter to the guardian; empty in one to the child
	Word     models.GuardianWord // that the guardian says now; empty in one to the child
	Became   models.Progress     // of what was held, once all is erased
}

// LockLetter returns the letter that a job asks for. It is ErrNotFound where it would no longer be true, and where nobody gets it: a
// guardian is written to about their own yes alone.
func (s *Store) LockLetter(ctx context.Context, job models.LockMail) (letter LockLetter, err error) {
	l, err := s.scanLock(s.pool.QueryRow(ctx, locksSQL+` where l.id = $1`, job.LockID))
	if err != nil {
		return letter, fmt.Errorf("read a letter about a lock: %w", err)
	}
	letter.Lock = l.Lock
	if over := l.Outcome != ""; over != slices.Contains([]models.LockNews{models.LockEnded, models.LockFound, models.LockClosed}, job.About) {
		return letter, models.ErrNotFound // it was lifted meanwhile
	}
	if job.Guardian {
		err = s.lockLetterToGuardian(ctx, job.Record, &letter)
	} else {
		err = s.lockLetterToChild(ctx, l, &letter)
	}
	if err == nil && l.Outcome == models.LockErased {
		err = s.batch(ctx, progressOfAll(&letter.Became, l.Person, l.EndedAt))
	}
	if err != nil {
		return letter, fmt.Errorf("read a letter about a lock: %w", err)
	}
	return letter, nil
}

func (s *Store) lockLetterToGuardian(ctx context.Context, id string, letter *LockLetter) error {
	if letter.Kind == models.LockNoYes || letter.Kind == models.LockBirthDate {
		return models.ErrNotFound
	}
	record, err := s.guardianRecord(ctx, `c.person_id = $1 and c.id = coalesce(nullif($2, '')::uuid, c.id) order by c.at desc, c.id desc limit 1`, letter.Person, id)
	if err != nil {
		return err
	}
	err = s.pool.QueryRow(ctx, `select g.word from guardian_standings g join guardian_records c on c.id = g.record_id where c.ref = $1`, record.Ref).Scan(&letter.Word)
	if err != nil {
		return notFound(err)
	}
	letter.Name, letter.Locale, letter.Record = record.Guardian, record.Locale, record.Ref
	letter.To, err = s.lettersTo(ctx, record.GuardianRecord)
	return err
}

func (s *Store) lockLetterToChild(ctx context.Context, l heldLock, letter *LockLetter) error {
	if to := l.held.To; to != nil {
		letter.To, letter.Name, letter.Locale = to.Email, to.Name, to.Locale
		return nil
	}
	child, err := s.Addressee(ctx, l.Person)
	letter.To, letter.Name, letter.Locale = child.Email, child.Name, child.Locale
	return err
}
