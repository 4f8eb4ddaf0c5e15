package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// isOpen is what a session in which a person is signed in fulfils; $2 is now, $3 the moment before which it has idled
// too long.
const isOpen = `person_id = $1 and expires_at > $2 and seen_at > $3`

func (s *Store) openArgs(person models.PersonID) []any {
	now := s.Now()
	return []any{person, now, now.Add(-models.SessionIdle)}
}

// OpenSessions returns where a person is signed in, the latest seen first.
func (s *Store) OpenSessions(ctx context.Context, person models.PersonID) (list []models.OpenSession, err error) {
	err = s.batch(ctx, read{
		`select id, created_at, seen_at, personal from sessions where ` + isOpen + ` order by seen_at desc, created_at desc, id`,
		s.openArgs(person),
		each(func(rows pgx.Rows) error {
			var open models.OpenSession
			var personal []byte
			if err := rows.Scan(&open.ID, &open.CreatedAt, &open.SeenAt, &personal); err != nil {
				return err
			}
			if err := s.vault.Open(personal, &open.Device); err != nil {
				return fmt.Errorf("open a session: %w", err)
			}
			list = append(list, open)
			return nil
		}),
	})
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	return list, nil
}

// EndOpenSession signs a person out in the browser of that id; ErrNotFound where it is not theirs or has ended.
func (s *Store) EndOpenSession(ctx context.Context, person models.PersonID, id string, from models.Visit) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		ended := tx.Exec(`delete from sessions where person_id = ? and id::text = ?`, person, id) // as text: what is no id is nobody's
		if ended.Error != nil {
			return ended.Error
		}
		if ended.RowsAffected == 0 {
			return models.ErrNotFound
		}
		return s.logSecurity(tx, person, models.ActivitySessionEnded, from)
	})
	if err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}

// EndAllSessions signs a person out everywhere.
func (s *Store) EndAllSessions(ctx context.Context, person models.PersonID, from models.Visit) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.endSessions(tx, person, ""); err != nil {
			return err
		}
		return s.logSecurity(tx, person, models.ActivitySessionsEnded, from)
	})
	if err != nil {
		return fmt.Errorf("end all sessions: %w", err)
	}
	return nil
}

// endSessions ends a person's sessions but the one of the token's hash keep; an empty keep spares none.
func (s *Store) endSessions(tx *gorm.DB, person models.PersonID, keep string) error {
	return tx.Exec(`delete from sessions where person_id = ? and token_hash <> ?`, person, keep).Error
}
