package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// TakeIn files a case that came by phone, letter or mail, counted from when it was received, and returns it with its reference and
// date (#113, #114). Who wrote is confirmed later (#115). It is ErrNotFound where the staff member takes none in, and otherwise fails
// like FileComplaint.
func (s *Store) TakeIn(ctx context.Context, staff models.Staff, in models.Intake) (filed models.Complaint, err error) {
	if err := atDesk(staff); err != nil {
		return filed, err
	}
	attachments, err := s.checkMessage(ctx, in.Check(), in.MessageForm)
	if err != nil {
		return filed, err
	}
	err = s.withFiles(ctx, attachments, func(tx *gorm.DB) error {
		filed, err = s.file(ctx, tx, filing{
			Complaint: models.Complaint{Kind: in.Kind, About: in.About, Channel: in.Channel, FiledAt: in.ReceivedAt, From: in.From, Minor: in.Minor},
			by:        models.CaseEvent{Actor: models.ByDesk, Staff: staff},
			words:     written{models.Message{Kind: models.MessagePlain, Text: in.Words}, attachments, in.Photos},
		})
		return err
	})
	if err != nil {
		return models.Complaint{}, fmt.Errorf("take a case in: %w", err)
	}
	return filed, nil
}

// AddForGuest adds to an opened case what somebody without an account wrote or said since, by the rule that holds for whoever has one:
// see models.Complaint.Again. A new round counts from the day on which it came, and who wrote is confirmed later, as of a case that is
// taken in. It is Refused where the case is not open to who writes it down, and otherwise as that rule says.
func (s *Store) AddForGuest(ctx context.Context, staff models.Staff, ref string, again models.Again) (reopened bool, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, cal workday.Calendar) (err error) {
			if reopened, err = c.Again(again.Received, cal); err != nil {
				return err
			}
			_, err = s.insertMessage(tx, c, written{Message: models.Message{
				Kind: models.MessagePlain, Staff: staff, Text: again.Words, Taken: models.Taken{Channel: again.Channel, At: again.Received.At},
			}})
			by := models.CaseEvent{Kind: models.CaseAdded, Actor: models.ByDesk, Staff: staff}
			switch {
			case err != nil:
				return err
			case reopened:
				return s.reopen(ctx, tx, c, cal, models.Round{ReceivedAt: again.Received.At}, by)
			}
			return s.noteCase(tx, c.ID, by)
		})
	})
	if err != nil {
		return false, fmt.Errorf("add for a guest: %w", err)
	}
	return reopened, nil
}
