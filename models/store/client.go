package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"jolara.com/privacy/models"
)

// AddClient makes an API key for one of Jolara's systems and returns it, this once: only its hash is kept. It is an Invalid where
// the name may not be so.
func (s *Store) AddClient(ctx context.Context, name string) (key string, err error) {
	if name, err = models.ParseClientName(name); err != nil {
		return "", fmt.Errorf("add client: %w", err)
	}
	key = "jpk_" + rand.Text() // 128 bits and more: no salt is needed
	_, err = s.pool.Exec(ctx, `insert into clients (id, name, key_hash, created_at) values ($1, $2, $3, $4)`,
		newID(), name, keyHash(key), s.Now())
	if isTaken(err) {
		return "", fmt.Errorf("add client %q: the name is taken", name)
	}
	if err != nil {
		return "", fmt.Errorf("add client: %w", err)
	}
	return key, nil
}

// RevokeClient ends a client's key at once, or returns ErrNotFound.
func (s *Store) RevokeClient(ctx context.Context, name string) error {
	tag, err := s.pool.Exec(ctx, `update clients set revoked_at = $2 where name = $1 and revoked_at is null`, name, s.Now())
	if err != nil {
		return fmt.Errorf("revoke client: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return models.ErrNotFound
	}
	return nil
}

// Client returns the client whose live key this is, or ErrNotFound.
func (s *Store) Client(ctx context.Context, key string) (client models.Client, err error) {
	err = s.pool.QueryRow(ctx, `select id, name from clients where key_hash = $1 and revoked_at is null`, keyHash(key)).
		Scan(&client.ID, &client.Name)
	if err != nil {
		return models.Client{}, fmt.Errorf("find client: %w", notFound(err))
	}
	return client, nil
}

func keyHash(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}
