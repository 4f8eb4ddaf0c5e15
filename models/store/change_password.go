package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// ChangePassword replaces the password of a person who types the present one. All of the person's sessions end, the one
// that asks too: it goes on under a new token. It is ErrWrongCredentials where the present password is another, and
// TooMany where that was tried too often.
func (s *Store) ChangePassword(ctx context.Context, person models.Person, change models.PasswordChange, from models.Caller) error {
	known, err := s.proveThemselves(ctx, person, change.Present, from)
	if err != nil {
		return fmt.Errorf("change a password: %w", err)
	}
	hash, err := s.vault.HashPassword(ctx, string(change.Next))
	if err != nil {
		return fmt.Errorf("change a password: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		changed := tx.Exec(`update sign_ins set password_hash = ? where person_id = ? and password_hash = ?`, hash, person.ID, known)
		if changed.Error != nil {
			return changed.Error
		}
		if changed.RowsAffected == 0 {
			return models.ErrWrongCredentials // it was changed since we looked
		}
		return s.passwordChanged(tx, person.ID)
	})
	if err != nil {
		return fmt.Errorf("change a password: %w", err)
	}
	return nil
}

// passwordChanged is what follows from a new password, however the person came to set it: who knew only the old one is
// out, and so is what they began.
func (s *Store) passwordChanged(tx *gorm.DB, person models.PersonID) error {
	if err := s.endSessions(tx, person, ""); err != nil {
		return err
	}
	if err := s.endLinks(tx, person, models.LinkReset); err != nil {
		return err
	}
	if err := s.endLinks(tx, person, models.LinkEmail); err != nil {
		return err
	}
	if err := s.note(tx, person, models.Event{Kind: models.EventPasswordChanged, Actor: models.ByPerson, At: s.Now()}); err != nil {
		return err
	}
	return s.enqueue(tx.Statement.Context, tx, models.PasswordChangedMail{PersonID: person})
}

// proveThemselves asks a person who is signed in for the password again, within the limits of signing in, and returns
// the hash that it belongs to.
func (s *Store) proveThemselves(ctx context.Context, person models.Person, password string, from models.Caller) (hash string, err error) {
	if err := s.take(ctx, triesOf(person.SignInName(), from)...); err != nil {
		return "", err
	}
	err = s.pool.QueryRow(ctx, `select password_hash from sign_ins where person_id = $1`, person.ID).Scan(&hash)
	if err != nil {
		return "", notFound(err)
	}
	matches, err := s.vault.PasswordMatches(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if !matches {
		return "", models.ErrWrongCredentials
	}
	return hash, nil
}
