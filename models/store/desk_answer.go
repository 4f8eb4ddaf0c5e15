package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// Reply writes to whoever filed an opened case, with pictures where the desk has some to show. It is no answer, and the clock goes on. It
// fails like AddToComplaint, and is Refused where the case is not open to who writes, or closed.
func (s *Store) Reply(ctx context.Context, staff models.Staff, ref string, form models.MessageForm) error {
	attachments, err := s.checkMessage(ctx, form.Check(), form)
	if err != nil {
		return err
	}
	err = s.withFiles(ctx, attachments, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			if c.State == models.CaseClosed {
				return models.Refused{Reason: models.ReasonCaseOver}
			}
			return s.write(ctx, tx, c, models.CaseReplied, written{
				models.Message{Kind: models.MessagePlain, Staff: staff, Text: form.Words}, attachments, nil,
			})
		})
	})
	if err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	return nil
}

// write writes what the desk says to whoever filed a case, records it and asks for the letter.
func (s *Store) write(ctx context.Context, tx *gorm.DB, c models.Complaint, kind models.CaseEventKind, m written) error {
	id, err := s.insertMessage(tx, c, m)
	if err != nil {
		return err
	}
	if err := s.noteCase(tx, c.ID, models.CaseEvent{Kind: kind, Actor: models.ByDesk, Staff: m.Staff}); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, models.CaseMail{CaseID: c.ID, About: kind, Round: c.Round().Number, MessageID: id})
}

// Answer answers an opened case: findings, action, reasons and how to appeal, all of them (deadline.md, 6). It is an Invalid that
// names what is missing, and Refused where the case is not open to who answers, where it waits for no answer, or where somebody else has to answer (7).
func (s *Store) Answer(ctx context.Context, staff models.Staff, ref string, answer models.Answer) error {
	if err := answer.Check(); err != nil {
		return err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			if err := s.mayAnswer(tx, c, staff); err != nil {
				return err
			}
			for _, write := range []*gorm.DB{
				tx.Exec(`update complaint_rounds set answered_at = ?, answered_by = ? where case_id = ? and number = ?`,
					s.Now(), staff.ID, c.ID, c.Round().Number),
				tx.Exec(`delete from complaint_drafts where case_id = ?`, c.ID),
			} {
				if write.Error != nil {
					return write.Error
				}
			}
			if err := s.saveState(tx, c.ID, models.CaseAnswered, c.ClosedAt); err != nil {
				return err
			}
			return s.write(ctx, tx, c, models.CaseWasAnswered, written{
				Message: models.Message{Kind: models.MessageAnswer, Staff: staff, Answer: answer},
			})
		})
	})
	if err != nil {
		return fmt.Errorf("answer a case: %w", err)
	}
	return nil
}

func (s *Store) mayAnswer(tx *gorm.DB, c models.Complaint, staff models.Staff) error {
	var agents int
	if err := tx.Raw(`select count(*) from staff where role = 'agent' and disabled_at is null`).Row().Scan(&agents); err != nil {
		return err
	}
	switch {
	case c.State != models.CaseOpen:
		return models.Refused{Reason: models.ReasonCaseOver}
	case !c.MayAnswer(staff, agents):
		return models.Refused{Reason: models.ReasonAnsweredBefore}
	}
	return nil
}

// SaveDraft keeps what the desk has written of the answer to an opened case; an empty draft keeps nothing.
func (s *Store) SaveDraft(ctx context.Context, staff models.Staff, ref string, draft models.Answer) error {
	if err := draft.CheckDraft(); err != nil {
		return err
	}
	sealed, err := s.vault.Seal(draft)
	if err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			switch {
			case c.State != models.CaseOpen:
				return models.Refused{Reason: models.ReasonCaseOver}
			case draft.Empty():
				return tx.Exec(`delete from complaint_drafts where case_id = ?`, c.ID).Error
			}
			return tx.Exec(`insert into complaint_drafts (case_id, personal) values (?, ?)
				on conflict (case_id) do update set personal = excluded.personal`, c.ID, sealed).Error
		})
	})
	if err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	return nil
}

// NoteOnCase writes a note among the desk on an opened case; its person never sees it. It is an Invalid that names
// models.FieldWords.
func (s *Store) NoteOnCase(ctx context.Context, staff models.Staff, ref, note string) error {
	if err := (models.MessageForm{Words: note}).Check(); err != nil {
		return err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			_, err := s.insertMessage(tx, c, written{Message: models.Message{Kind: models.MessageNote, Staff: staff, Text: note}})
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("note on a case: %w", err)
	}
	return nil
}

// CloseCase closes an opened case of somebody without an account, who wants nothing more and has no page to say so on. It is
// Refused where whoever filed it has one. A case that is closed stays so.
func (s *Store) CloseCase(ctx context.Context, staff models.Staff, ref string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			switch {
			case c.PersonID != "":
				return models.Refused{Reason: models.ReasonOwnToClose}
			case c.State == models.CaseClosed:
				return nil
			}
			if err := s.saveState(tx, c.ID, models.CaseClosed, s.Now()); err != nil {
				return err
			}
			return s.noteCase(tx, c.ID, models.CaseEvent{Kind: models.CaseWasClosed, Actor: models.ByDesk, Staff: staff})
		})
	})
	if err != nil {
		return fmt.Errorf("close a case: %w", err)
	}
	return nil
}
