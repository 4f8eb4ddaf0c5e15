package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// DataPage is what the page about all of a person's data shows.
type DataPage struct {
	Profile   models.Profile
	Addresses []models.Entry[models.Address] // in the order of their ids
	Holdings  []models.Holding               // of every category, in the data map's order
}

// Data returns what is held about a person (#77), in one round trip.
func (s *Store) Data(ctx context.Context, person models.PersonID) (page DataPage, err error) {
	var found held
	reads := append(found.reads(s, person), read{
		`select personal from addresses where person_id = $1 and not removed order by id`, []any{person}, s.scanAddresses(&page.Addresses),
	})
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read what is held: %w", err)
	}
	page.Profile, page.Holdings = found.profile, found.holdings()
	return page, nil
}

func (s *Store) scanAddresses(into *[]models.Entry[models.Address]) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var personal []byte
		if err := rows.Scan(&personal); err != nil {
			return err
		}
		var entry models.Entry[models.Address]
		err := s.vault.Open(personal, &entry)
		*into = append(*into, entry)
		return err
	})
}
