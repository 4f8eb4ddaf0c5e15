package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// CaseLetter is what a letter about a case says, and to whom it goes.
type CaseLetter struct {
	models.Complaint                // with the rounds up to the one that it is about
	To               models.Person  // who filed it; without an account only name and address
	Message          models.Message // what the desk wrote; zero where the letter is about no message
}

// CaseLetter returns what a letter about a case says. It is ErrNotFound where the case is gone, and where whoever filed it told no
// address.
func (s *Store) CaseLetter(ctx context.Context, job models.CaseMail) (letter CaseLetter, err error) {
	cal, err := s.Calendar(ctx)
	if err != nil {
		return letter, err
	}
	var found []models.Complaint
	var rounds []models.Round
	var written thread
	reads := []read{
		{casesSQL + ` where id = $1`, []any{job.CaseID}, s.scanCases(&found, cal)},
		{fmt.Sprintf(roundsSQL, `$1 and r.number <= $2`), []any{job.CaseID, job.Round}, s.scanRounds(&rounds, cal)},
	}
	if job.MessageID != "" {
		reads = append(reads, written.reads(s, `$1`, `m.id = $2`, `m.message_id = $2`, job.CaseID, job.MessageID)...)
	}
	if err := s.batch(ctx, reads...); err != nil {
		return letter, fmt.Errorf("read a letter about a case: %w", err)
	}
	if len(found) == 0 || len(rounds) == 0 || job.MessageID != "" && len(written) == 0 {
		return letter, models.ErrNotFound
	}
	letter.Complaint, letter.Rounds = found[0], rounds
	if len(written) > 0 {
		letter.Message = written[0]
	}
	if letter.PersonID != "" {
		letter.To, err = s.Addressee(ctx, letter.PersonID)
		return letter, err
	}
	letter.To = models.Person{Name: letter.From.Name, Email: letter.From.Email}
	if letter.To.Email == "" {
		return letter, models.ErrNotFound
	}
	return letter, nil
}

// Acknowledged records that the mail server took the letter that a round of a case is here, once.
func (s *Store) Acknowledged(ctx context.Context, caseID string, round int) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var taken int
		err := tx.Raw(`select count(*) from complaint_events where case_id = ? and kind = ?`, caseID, models.CaseAcknowledged).Row().Scan(&taken)
		if err != nil || taken >= round {
			return err
		}
		return s.noteCase(tx, caseID, models.CaseEvent{Kind: models.CaseAcknowledged, Actor: models.ByClock})
	})
	if err != nil {
		return fmt.Errorf("record an acknowledgement: %w", err)
	}
	return nil
}

// ReminderLetter returns the address and first name of the staff member whom a reminder goes to, and what it is about. It is
// ErrNotFound where they left the desk, or where the case is no longer theirs to answer.
func (s *Store) ReminderLetter(ctx context.Context, job models.StaffReminderMail) (email, firstName string, about models.QueueRow, err error) {
	var rows []models.QueueRow
	err = s.batch(ctx, read{
		`select q.ref, q.kind, q.state, q.due, q.provisional, ` + staffColumns + ` from desk_cases q left join staff f on f.id = q.owner
			where q.case_id = $1 and q.state = 'open' and q.owner = $2`,
		[]any{job.CaseID, job.StaffID},
		s.scanQueue(&rows),
	})
	if err == nil && len(rows) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return "", "", about, fmt.Errorf("read a reminder: %w", err)
	}
	email, firstName, err = s.StaffAddressee(ctx, job.StaffID)
	return email, firstName, rows[0], err
}
