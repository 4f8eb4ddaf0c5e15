package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

type noteRow struct {
	PersonID models.PersonID
	At       time.Time
	ID       string
	Record   string
	RecordID string
	Personal []byte
}

func (noteRow) TableName() string { return "notes" }

// recordConsent is the kind of record that notes stand under.
const recordConsent = "consent"

type notePersonal struct{ Text string }

// AddNote adds a person's words to the record of one of their choices, which itself stays as it is (#79). It is
// ErrNotFound where the receipt is not theirs, and an Invalid where the record has models.MaxNotes.
func (s *Store) AddNote(ctx context.Context, person models.PersonID, ref, text string) error {
	sealed, err := s.vault.Seal(notePersonal{text})
	if err != nil {
		return fmt.Errorf("add a note: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var id string
		// Locked, so that of two notes at once one counts the other.
		err := tx.Raw(`select consent_id from receipt_refs where ref = ? and person_id = ? and consent_id is not null for update`, ref, person).Row().Scan(&id)
		if err != nil {
			return notFound(err)
		}
		var held int64
		if err := tx.Model(&noteRow{}).Where("person_id = ? and record = ? and record_id = ?", person, recordConsent, id).Count(&held).Error; err != nil {
			return err
		}
		if held >= models.MaxNotes {
			return models.Invalid{"note": models.FaultFull}
		}
		now := s.Now()
		if err := tx.Create(&noteRow{PersonID: person, At: now, ID: newID(), Record: recordConsent, RecordID: id, Personal: sealed}).Error; err != nil {
			return err
		}
		return s.note(tx, person, models.Event{Kind: models.EventNoteAdded, Subject: ref, Actor: models.ByPerson, Clause: models.PromiseSupplement, At: now})
	})
	if err != nil {
		return fmt.Errorf("add a note: %w", err)
	}
	return nil
}

// notesRead is the question for the notes under the choice of a receipt, the oldest first.
func (s *Store) notesRead(person models.PersonID, ref string, into *[]models.Note) read {
	return read{
		`select id, at, personal from notes where person_id = $1 and record = $3
			and record_id = (select consent_id from receipt_refs where ref = $2 and person_id = $1) order by at, id`,
		[]any{person, ref, recordConsent},
		each(func(rows pgx.Rows) error {
			var note models.Note
			var personal []byte
			if err := rows.Scan(&note.ID, &note.At, &personal); err != nil {
				return err
			}
			var words notePersonal
			err := s.vault.Open(personal, &words)
			note.Text = words.Text
			*into = append(*into, note)
			return err
		}),
	}
}
