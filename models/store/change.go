package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

type changeRow struct {
	PersonID models.PersonID
	At       time.Time
	ID       string
	Field    models.Field
	MadeBy   models.Actor
	PhotoID  *string
	Personal []byte
}

func (changeRow) TableName() string { return "changes" }

// changePersonal is what a change says about a person. A printing preference has the name that somebody gave it, so that
// the name stands here and not in a column.
type changePersonal struct{ Preference, Was, Is string }

// noteChanges records what fields were and are, in the transaction in which they change.
func (s *Store) noteChanges(tx *gorm.DB, person models.PersonID, changes []models.Change) error {
	if len(changes) == 0 {
		return nil
	}
	rows := make([]changeRow, len(changes))
	for i, c := range changes {
		personal := changePersonal{Was: c.Was, Is: c.Is}
		if name, is := c.Field.Preference(); is {
			personal.Preference = name
		}
		sealed, err := s.vault.Seal(personal)
		if err != nil {
			return err
		}
		rows[i] = changeRow{PersonID: person, At: c.At, ID: newID(), Field: c.Field.Kind(), MadeBy: c.By, Personal: sealed}
		if c.PhotoID != "" {
			rows[i].PhotoID = &c.PhotoID
		}
	}
	return tx.Create(&rows).Error
}

// shownChanges are the changes that pages show: of a photo that is deleted none are, until they are erased with it.
const shownChanges = `(select c.* from changes c where photo_id is null
	or exists (select from photos p where p.person_id = c.person_id and p.id = c.photo_id)) shown`

// ChangesPage is one page of what was changed of a person's details, newest first.
type ChangesPage struct {
	Changes            []models.Change
	HasNewer, HasOlder bool
}

// Changes returns the page of the person's changes on one side of key; a zero key is the newest end.
func (s *Store) Changes(ctx context.Context, person models.PersonID, key Key, side Side) (page ChangesPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	var found []models.Change
	err = s.batch(ctx, historyRead(`select id, at, field, made_by, personal, coalesce(photo_id::text, '') from `+shownChanges, person, key, side, s.scanChanges(&found)))
	if err != nil {
		return page, fmt.Errorf("read changes: %w", err)
	}
	page.Changes, page.HasNewer, page.HasOlder = fold(found, key, side)
	return page, nil
}

func (s *Store) scanChanges(into *[]models.Change) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var c models.Change
		var personal []byte
		if err := rows.Scan(&c.ID, &c.At, &c.Field, &c.By, &personal, &c.PhotoID); err != nil {
			return err
		}
		var held changePersonal
		err := s.vault.Open(personal, &held)
		if held.Preference != "" {
			c.Field = models.PreferenceField(held.Preference)
		}
		c.Was, c.Is = held.Was, held.Is
		*into = append(*into, c)
		return err
	})
}

// CountChanges returns how many changes are held of a person, counted up to CountCap and one more.
func (s *Store) CountChanges(ctx context.Context, person models.PersonID) (n int, err error) {
	err = s.batch(ctx, count(&n, `select count(*) from (select from `+shownChanges+` where person_id = $1 limit $2) capped`, person, CountCap+1))
	if err != nil {
		return 0, fmt.Errorf("count changes: %w", err)
	}
	return n, nil
}

// EraseChanges erases what the person's details were. That something was changed stays known, not what.
func (s *Store) EraseChanges(ctx context.Context, person models.PersonID) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		erased := tx.Where("person_id = ?", person).Delete(&changeRow{})
		if erased.Error != nil || erased.RowsAffected == 0 {
			return erased.Error
		}
		return s.note(tx, person, models.Event{Kind: models.EventChangesErased, Actor: models.ByPerson, Clause: models.PromiseDelete, At: s.Now()})
	})
	if err != nil {
		return fmt.Errorf("erase changes: %w", err)
	}
	return nil
}
