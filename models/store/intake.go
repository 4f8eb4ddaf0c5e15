package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
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
