package store

import (
	"context"

	"github.com/jackc/pgx/v5/stdlib"

	"jolara.com/privacy/models"
)

// LinkCodeDrawn is LinkCode with digits that a test draws.
func (s *Store) LinkCodeDrawn(ctx context.Context, externalID string, draw func() string) (models.LinkCode, error) {
	return s.linkCode(ctx, externalID, draw)
}

// DeleteProven is Delete for who proved themselves.
func (s *Store) DeleteProven(ctx context.Context, person models.PersonID, order models.DeletionOrder) (models.Deletion, error) {
	return s.delete(ctx, person, order, upTo(order.Selection, order.Asked), s.Now())
}

// ProveStaff is what opening a case asks first.
func (s *Store) ProveStaff(ctx context.Context, staff models.StaffID, password string) error {
	return s.proveStaff(ctx, staff, password)
}

// MigrateTo brings the portal's own tables to an earlier version than Migrate does.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	db := stdlib.OpenDBFromPool(s.pool)
	defer func() { _ = db.Close() }()
	provider, err := ours(db)
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, version)
	return err
}

// Owners is whose sessions an instance has read lately.
type Owners = owners

const MostOwners = mostOwners

func (o *owners) Of(tokenHash string) (models.PersonID, bool) { return o.of(tokenHash) }

func (o *owners) Remember(tokenHash string, person models.PersonID) { o.remember(tokenHash, person) }
