package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// SignUpChild makes the account of a child who signs in with an account name, and asks the grown-up whose address was typed. It
// returns the child. It is an Invalid where the name is somebody else's, and TooMany where the network, shortened, asks for too
// many letters.
func (s *Store) SignUpChild(ctx context.Context, typed models.ChildSignUp, network string) (child models.Person, err error) {
	mayWrite, err := s.mayWrite(ctx, typed.Guardian, network)
	if err != nil {
		return child, err
	}
	hash, err := s.vault.HashPassword(ctx, string(typed.Password))
	if err != nil {
		return child, fmt.Errorf("sign up a child: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		child, err = s.makeChild(tx, typed, hash, mayWrite)
		return err
	})
	if err != nil {
		return models.Person{}, fmt.Errorf("sign up a child: %w", err)
	}
	return child, nil
}

func (s *Store) makeChild(tx *gorm.DB, typed models.ChildSignUp, passwordHash string, mayWrite bool) (models.Person, error) {
	now := s.Now()
	id := models.PersonID(newID())
	if err := s.makePerson(tx, personRow{ID: id, CreatedAt: now}); err != nil {
		return models.Person{}, err
	}
	err := s.giveAddress(tx, id, signInPersonal{AccountName: typed.AccountName, Locale: typed.Locale}, passwordHash, now)
	if err != nil {
		return models.Person{}, nameTaken(err)
	}
	if err := s.saveProfile(tx, id, typed.Profile(models.Said[string]{From: models.FromPerson, At: now})); err != nil {
		return models.Person{}, err
	}
	if typed.Acceptance != nil {
		if err := s.accept(tx, id, *typed.Acceptance, models.ByPerson); err != nil {
			return models.Person{}, err
		}
	}
	if err := s.note(tx, id, models.Event{Kind: models.EventSignedUp, Actor: models.ByPerson, At: now}); err != nil {
		return models.Person{}, err
	}
	if err := s.askGuardian(tx, id, guardianPersonal{typed.Guardian, typed.Locale}, mayWrite); err != nil {
		return models.Person{}, err
	}
	return s.personWith(tx, id)
}

// GiveParentsAddress is for a child who signs in with what is a grown-up's address: it becomes the address of whoever is asked to
// decide, and the child signs in with an account name from then on. It is an Invalid where the name cannot be or is somebody
// else's, and ErrNotFound where the child signs in with no address.
func (s *Store) GiveParentsAddress(ctx context.Context, child models.Person, typedName string, locale models.Locale, network string) error {
	name, err := models.NewAccountName(typedName)
	if err != nil {
		return err
	}
	if child.AccountName != "" || child.Email == "" {
		return fmt.Errorf("give an address to a guardian: %w", models.ErrNotFound)
	}
	mayWrite, err := s.mayWrite(ctx, child.Email, network)
	if err != nil {
		return err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if _, err := s.lockMinor(tx, child.ID, s.Now()); err != nil {
			return err
		}
		email, err := s.moveToName(tx, child.ID, name)
		if err != nil {
			return err
		}
		return s.askGuardian(tx, child.ID, guardianPersonal{email, locale}, mayWrite)
	})
	if err != nil {
		return fmt.Errorf("give an address to a guardian: %w", err)
	}
	return nil
}

// moveToName lets a child sign in with an account name instead of an address, which is returned and no longer held as theirs.
func (s *Store) moveToName(tx *gorm.DB, child models.PersonID, name string) (email string, err error) {
	email, err = s.moveHandle(tx, child, func(account *signInPersonal) error {
		if account.Email == "" {
			return models.ErrNotFound
		}
		account.Email, account.AccountName = "", name
		return nil
	})
	if err != nil {
		return "", nameTaken(err)
	}
	return email, s.forgetOwnAddress(tx, child, email)
}

// nameTaken says of an account name what Refused says of an address: the field is to be filled with another.
func nameTaken(err error) error {
	if errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		return models.Invalid{models.FieldNewName: models.FaultTaken}
	}
	return err
}

// forgetOwnAddress takes an address out of a child's profile where it is the child's own word, and ends the links that lie in that
// mailbox.
func (s *Store) forgetOwnAddress(tx *gorm.DB, child models.PersonID, email string) error {
	now := s.Now()
	record, err := s.lockRecord(tx, models.Person{ID: child}, now)
	if err != nil {
		return err
	}
	if held := record.Profile[models.FieldEmail]; held.From == models.FromPerson && models.SameMailbox(held.Value, email) {
		delete(record.Profile, models.FieldEmail)
		if err := s.saveProfile(tx, child, record.Profile); err != nil {
			return err
		}
	}
	for _, purpose := range []models.LinkPurpose{models.LinkReset, models.LinkEmail, models.LinkUndo} {
		if err := s.endLinks(tx, child, purpose); err != nil {
			return err
		}
	}
	return s.nextVersion(tx, child)
}
