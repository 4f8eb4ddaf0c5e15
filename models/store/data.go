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
	Unreached *models.LastCall               // a letter about unused photos that did not arrive; nil where each did
}

// Data returns what is held about whoever is signed in (#77), in one round trip.
func (s *Store) Data(ctx context.Context, who models.Person) (page DataPage, err error) {
	person := who.ID
	var found held
	var unsent []models.LastCall
	err = s.batch(ctx,
		found.read(person),
		s.profileRead(person, &page.Profile),
		s.addressesRead(person, &page.Addresses),
		read{`select days, asked_at, sent_at from last_calls where person_id = $1 and sent_at is null order by asked_at desc limit 1`, []any{person}, scanLastCalls(&unsent)},
	)
	if err != nil {
		return page, fmt.Errorf("read what is held: %w", err)
	}
	page.Holdings = found.holdings(who, page.Profile.Details())
	if len(unsent) > 0 && unsent[0].Undelivered(s.Now()) {
		page.Unreached = &unsent[0]
	}
	return page, nil
}

func (s *Store) addressesRead(person models.PersonID, into *[]models.Entry[models.Address]) read {
	return read{`select personal from addresses where person_id = $1 and not removed order by id`, []any{person}, s.scanAddresses(into)}
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
