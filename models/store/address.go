package store

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jolara.com/privacy/models"
)

type addressRow struct {
	PersonID models.PersonID
	ID       string
	Personal []byte
	Removed  bool // by the person: the row stands so that no push brings the address back
}

func (addressRow) TableName() string { return "addresses" }

// book reads a person's address book, removed addresses among them.
func (s *Store) book(tx *gorm.DB, person models.PersonID) (models.Book, error) {
	var rows []addressRow
	if err := tx.Where("person_id = ?", person).Find(&rows).Error; err != nil {
		return nil, err
	}
	book := make(models.Book, len(rows))
	for _, row := range rows {
		var entry models.Entry[models.Address]
		if err := s.vault.Open(row.Personal, &entry); err != nil {
			return nil, err
		}
		book[row.ID] = entry
	}
	return book, nil
}

// saveBook makes next the person's address book, which was held before.
func (s *Store) saveBook(tx *gorm.DB, person models.PersonID, held, next models.Book) error {
	for id := range held {
		if _, stays := next[id]; !stays {
			if err := tx.Where("person_id = ? and id = ?", person, id).Delete(&addressRow{}).Error; err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(next)) {
		if reflect.DeepEqual(held[id], next[id]) {
			continue
		}
		sealed, err := s.vault.Seal(next[id])
		if err != nil {
			return err
		}
		err = tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "person_id"}, {Name: "id"}},
			DoUpdates: clause.AssignmentColumns([]string{"personal", "removed"}),
		}).Create(&addressRow{PersonID: person, ID: id, Personal: sealed, Removed: models.Removed(next[id])}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// pushedBook is what became of an address book by a push.
type pushedBook struct {
	changed    bool // pages show something else
	changes    []models.Change
	superseded []string
}

// pushAddresses makes the pushed list the person's list, as far as the rules let it win.
func (s *Store) pushAddresses(tx *gorm.DB, person models.PersonID, profile models.Profile, pushed models.PushedPerson, now time.Time) (pushedBook, error) {
	if pushed.Addresses == nil {
		return pushedBook{}, nil
	}
	at := pushed.ChangedAt("addresses")
	if profile.PushList(at) {
		return pushedBook{superseded: []string{"addresses"}}, nil
	}
	held, err := s.book(tx, person)
	if err != nil {
		return pushedBook{}, err
	}
	next, lost := held.Push(pushed.Addresses, at)
	if err := s.saveBook(tx, person, held, next); err != nil {
		return pushedBook{}, err
	}
	return pushedBook{changed: !held.ReadsLike(next), changes: held.ChangesTo(next, now), superseded: lost}, nil
}
