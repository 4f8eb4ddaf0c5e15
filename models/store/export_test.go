package store

import (
	"context"

	"jolara.com/privacy/models"
)

// LinkCodeDrawn is LinkCode with digits that a test draws.
func (s *Store) LinkCodeDrawn(ctx context.Context, externalID string, draw func() string) (models.LinkCode, error) {
	return s.linkCode(ctx, externalID, draw)
}
