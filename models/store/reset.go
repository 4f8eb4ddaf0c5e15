package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// AskReset writes to an address a link that sets a new password, where somebody signs in with it; a newer letter ends the
// link of an older one. Whether anybody does is not told, and an address that nobody has takes the same work, up to a job
// for a letter that is never written (T4). A staff member gets no link by mail, and a letter that says where they get one.
// It is TooMany where the network, shortened, asks for too many letters.
func (s *Store) AskReset(ctx context.Context, email, network string) error {
	mayWrite, err := s.mayWrite(ctx, email, network)
	if err != nil || !mayWrite {
		return err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		owner, err := s.ownerOf(tx, email)
		if err != nil {
			return err
		}
		if owner.StaffID != "" {
			return s.enqueue(ctx, tx, models.StaffAddressMail{StaffID: owner.StaffID})
		}
		link := newID()
		if owner.PersonID != "" {
			if err := s.endLinks(tx, owner.PersonID, models.LinkReset); err != nil {
				return err
			}
			if link, err = s.makeLink(tx, owner.PersonID, models.LinkReset, models.ResetLinkLife, nil); err != nil {
				return err
			}
		}
		return s.enqueue(ctx, tx, models.ResetMail{LinkID: link})
	})
	if err != nil {
		return fmt.Errorf("ask for a new password: %w", err)
	}
	return nil
}

// ResetLetter returns to whom the letter of a link goes that sets a new password, and the link's token; ErrNotFound where
// the link was used or replaced meanwhile, or never was one.
func (s *Store) ResetLetter(ctx context.Context, link string) (to models.Person, token string, err error) {
	to, err = s.resetting(ctx, `t.id = $1`, link)
	return to, s.vault.LinkToken(link), err
}

// resetting returns the person of a live link that sets a new password, or ErrNotFound.
func (s *Store) resetting(ctx context.Context, which string, key any) (person models.Person, err error) {
	err = s.batch(ctx, read{
		`select ` + personColumns + ` from tokens t join persons p on p.id = t.person_id ` + personJoins + `
		where ` + which + ` and t.purpose = $2 and t.used_at is null and t.expires_at > $3`,
		[]any{key, models.LinkReset, s.Now()},
		s.scanPerson(&person),
	})
	if err != nil {
		return person, fmt.Errorf("read a link: %w", notFound(err))
	}
	return person, nil
}

// ResetPassword sets the password that the reader of a link typed, a person or a staff member. All of their sessions end.
// It is ErrDeadLink where the link no longer works, and Invalid where the password may not be set; then the link still
// works.
func (s *Store) ResetPassword(ctx context.Context, token, typed string) error {
	person, err := s.resetting(ctx, `t.hash = $1`, linkHash(token))
	if errors.Is(err, models.ErrNotFound) {
		return s.setStaffPassword(ctx, token, typed)
	}
	if err != nil {
		return err
	}
	password, err := models.NewPassword(typed, person.Email, person.Name)
	if err != nil {
		return err
	}
	hash, err := s.vault.HashPassword(ctx, string(password))
	if err != nil {
		return fmt.Errorf("reset a password: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if _, err := s.useLink(tx, token, models.LinkReset); err != nil {
			return err
		}
		if err := tx.Exec(`update sign_ins set password_hash = ? where person_id = ?`, hash, person.ID).Error; err != nil {
			return err
		}
		return s.passwordChanged(tx, person.ID)
	})
	if err != nil {
		return fmt.Errorf("reset a password: %w", err)
	}
	return nil
}
