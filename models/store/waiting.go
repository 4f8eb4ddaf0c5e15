package store

import (
	"context"
	"fmt"
	"time"

	"jolara.com/privacy/models"
)

// WaitsUntil returns when a minor's account ends without a guardian's yes; zero where it does not end.
func (s *Store) WaitsUntil(ctx context.Context, person models.PersonID) (until time.Time, err error) {
	var ends *time.Time
	err = s.pool.QueryRow(ctx, `select waits_until from persons where id = $1`, person).Scan(&ends)
	if err != nil {
		return until, fmt.Errorf("read until when somebody waits: %w", notFound(err))
	}
	if ends != nil {
		until = *ends
	}
	return until, nil
}
