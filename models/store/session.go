package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// sessionSQL asks for a session and its person, unless it has idled or lived too long.
const sessionSQL = `select ` + personColumns + `, s.id, s.data, s.created_at, s.seen_at
	from sessions s join persons p on p.id = s.person_id ` + personJoins + `
	where s.token_hash = $1 and s.seen_at > $2 and s.expires_at > $3`

func (s *Store) sessionArgs(tokenHash string) []any {
	now := s.Now()
	return []any{tokenHash, now.Add(-models.SessionIdle), now}
}

// scanSession reads what sessionSQL answers.
func (s *Store) scanSession(row pgx.Row, tokenHash string) (models.Session, error) {
	found := models.Session{TokenHash: tokenHash}
	var who scannedPerson
	err := row.Scan(who.into(&found.ID, &found.Data, &found.CreatedAt, &found.SeenAt)...)
	if err != nil {
		return found, fmt.Errorf("read session: %w", notFound(err))
	}
	found.Person, found.Known, err = s.personKnown(who)
	return found, err
}

// Session returns the session of that token's hash in which a person is signed in, unless it has idled or lived too long;
// then it is ErrNotFound.
func (s *Store) Session(ctx context.Context, tokenHash string) (models.Session, error) {
	return s.scanSession(s.pages.QueryRow(ctx, sessionSQL, s.sessionArgs(tokenHash)...), tokenHash)
}

// SaveSession keeps what the session manager holds for a person who is signed in, and on what device they began it.
func (s *Store) SaveSession(ctx context.Context, tokenHash string, person models.PersonID, data []byte, on models.Device) error {
	now := s.Now()
	device, err := s.vault.Seal(on)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	_, err = s.pool.Exec(ctx, `insert into sessions (token_hash, person_id, data, created_at, seen_at, expires_at, personal)
		values ($1, $2, $3, $4, $4, $5, $6)
		on conflict (token_hash) do update set data = excluded.data, person_id = excluded.person_id`,
		tokenHash, person, data, now, now.Add(models.SessionLifetime), device)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// EndSession forgets a session; ending one that is not there is no error.
func (s *Store) EndSession(ctx context.Context, tokenHash string) error {
	if _, err := s.pool.Exec(ctx, `delete from sessions where token_hash = $1`, tokenHash); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// TouchSession stamps a session as seen now. Pages ask for it only when the stamp is older than models.SeenEvery.
func (s *Store) TouchSession(ctx context.Context, tokenHash string) error {
	if _, err := s.pool.Exec(ctx, `update sessions set seen_at = $2 where token_hash = $1`, tokenHash, s.Now()); err != nil {
		return fmt.Errorf("stamp session: %w", err)
	}
	return nil
}
