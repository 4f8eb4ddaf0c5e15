package store

import (
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// note records what happened to a person, in the transaction in which it happens.
func (s *Store) note(tx *gorm.DB, person models.PersonID, e models.Event) error {
	return tx.Exec(`insert into events (person_id, at, id, kind, subject, actor, clause) values (?, ?, ?, ?, ?, ?, ?)`,
		person, e.At, newID(), e.Kind, e.Subject, e.Actor, e.Clause).Error
}
