package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// Settings returns what a person's settings show beside who they are.
func (s *Store) Settings(ctx context.Context, person models.PersonID) (held models.Settings, err error) {
	err = s.batch(ctx,
		read{`select count(*) from sessions where ` + isOpen, s.openArgs(person), each(func(rows pgx.Rows) error { return rows.Scan(&held.Sessions) })},
		read{
			`select expires_at, personal from tokens where person_id = $1 and purpose = $2 and used_at is null and expires_at > $3`,
			[]any{person, models.LinkEmail, s.Now()},
			each(func(rows pgx.Rows) error {
				var waits models.NewEmail
				var personal []byte
				if err := rows.Scan(&waits.Until, &personal); err != nil {
					return err
				}
				var about linkedEmail
				err := s.vault.Open(personal, &about)
				waits.Email, held.NewEmail = about.Email, &waits
				return err
			}),
		},
	)
	if err != nil {
		return held, fmt.Errorf("read settings: %w", err)
	}
	return held, nil
}
