package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// A person signs in with another address once they have shown that its letters reach them. The former address gets a
// letter with a link that takes the change back, since whoever changed it may not have been the person (T28).

// linkedEmail is what a link about an address keeps: the new address that it confirms, or the former that it puts back.
type linkedEmail struct{ Email string }

// AskNewEmail writes to the address with which a person wants to sign in, once they have typed their password. Whether
// somebody else signs in with it is told in that letter alone (T4). A later wish takes the place of an earlier one.
// It is ErrWrongCredentials where the password is another, and TooMany where it was tried too often.
func (s *Store) AskNewEmail(ctx context.Context, person models.Person, wish models.Credentials, from models.Caller) error {
	if wish.Email == person.Email {
		return models.Invalid{"email": models.FaultSame}
	}
	if _, err := s.proveThemselves(ctx, person, wish.Password, from); err != nil {
		return fmt.Errorf("ask for a new address: %w", err)
	}
	sealed, err := s.vault.Seal(linkedEmail{wish.Email})
	if err != nil {
		return fmt.Errorf("ask for a new address: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.endLinks(tx, person.ID, models.LinkEmail); err != nil {
			return err
		}
		link, err := s.makeLink(tx, person.ID, models.LinkEmail, models.EmailLinkLife, sealed)
		if err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.NewEmailMail{LinkID: link})
	})
	if err != nil {
		return fmt.Errorf("ask for a new address: %w", err)
	}
	return nil
}

// ConfirmEmail makes the link's address the one with which its person signs in, ends their sessions but the one of the
// token's hash keep, and returns whose address it was. It is ErrDeadLink where the link no longer works, and Refused where another account came first.
func (s *Store) ConfirmEmail(ctx context.Context, token, keep string) (person models.PersonID, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		link, next, err := s.useEmailLink(tx, token, models.LinkEmail)
		if err != nil {
			return err
		}
		person = link.PersonID
		former, err := s.moveEmail(tx, person, next)
		if err != nil {
			return err
		}
		if err := s.noteNewEmail(tx, person, former, next); err != nil {
			return err
		}
		if err := s.endSessions(tx, person, keep); err != nil {
			return err
		}
		if err := s.endLinks(tx, person, models.LinkReset); err != nil { // they lie in the former mailbox
			return err
		}
		if err := s.note(tx, person, models.Event{Kind: models.EventEmailChanged, Actor: models.ByPerson, At: s.Now()}); err != nil {
			return err
		}
		sealed, err := s.vault.Seal(linkedEmail{former})
		if err != nil {
			return err
		}
		undo, err := s.makeLink(tx, person, models.LinkUndo, models.UndoLinkLife, sealed)
		if err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.EmailChangedMail{LinkID: undo})
	})
	if err != nil {
		return "", fmt.Errorf("confirm an address: %w", err)
	}
	return person, nil
}

// UndoEmail puts back the address from before the change that the link belongs to, whatever was changed since. Nobody
// stays signed in, and the password ends, since whoever made the change knew it. An undo also ends the links of this and
// later changes: the earliest address is the one to trust. It is ErrDeadLink where the link no longer works, and Refused
// where another account has taken the address in the meantime.
func (s *Store) UndoEmail(ctx context.Context, token string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		link, former, err := s.useEmailLink(tx, token, models.LinkUndo)
		if err != nil {
			return err
		}
		moved, err := s.moveEmail(tx, link.PersonID, former)
		if err != nil {
			return err
		}
		if err := s.noteNewEmail(tx, link.PersonID, moved, former); err != nil {
			return err
		}
		if err := tx.Exec(`update sign_ins set password_hash = '' where person_id = ?`, link.PersonID).Error; err != nil {
			return err
		}
		if err := s.endSessions(tx, link.PersonID, ""); err != nil {
			return err
		}
		err = tx.Where("person_id = ? and used_at is null and (purpose <> ? or created_at >= ?)", link.PersonID, models.LinkUndo, link.CreatedAt).
			Delete(&tokenRow{}).Error
		if err != nil {
			return err
		}
		return s.note(tx, link.PersonID, models.Event{Kind: models.EventEmailPutBack, Actor: models.ByPerson, At: s.Now()})
	})
	if err != nil {
		return fmt.Errorf("put an address back: %w", err)
	}
	return nil
}

// useEmailLink uses up a link about an address. The person is locked first, so that of two changes at once one waits for
// the other.
func (s *Store) useEmailLink(tx *gorm.DB, token string, purpose models.LinkPurpose) (link tokenRow, email string, err error) {
	err = tx.Exec(`select from persons where id = (select person_id from tokens where hash = ?) for update`, linkHash(token)).Error
	if err != nil {
		return link, "", err
	}
	if link, err = s.useLink(tx, token, purpose); err != nil {
		return link, "", err
	}
	var about linkedEmail
	err = s.vault.Open(link.Personal, &about)
	return link, about.Email, err
}

// moveEmail makes next the address with which a person signs in and returns the former one.
func (s *Store) moveEmail(tx *gorm.DB, person models.PersonID, next string) (former string, err error) {
	return s.moveHandle(tx, person, func(account *signInPersonal) error {
		account.Email, account.AccountName = next, ""
		return nil
	})
}

// moveHandle changes with what a person signs in and returns the former address or account name. It is Refused where somebody else
// signs in with the new one.
func (s *Store) moveHandle(tx *gorm.DB, person models.PersonID, change func(*signInPersonal) error) (former string, err error) {
	var row signInRow
	if err := tx.Where("person_id = ?", person).Take(&row).Error; err != nil {
		return "", notFound(err)
	}
	var account signInPersonal
	if err := s.vault.Open(row.Personal, &account); err != nil {
		return "", err
	}
	former = account.handle()
	if err := change(&account); err != nil {
		return "", err
	}
	if err := tx.Where("person_id = ? and lookup = ?", person, s.vault.Lookup(former)).Delete(&emailRow{}).Error; err != nil {
		return "", err
	}
	if err := s.claimEmail(tx, person, account.handle()); err != nil {
		return "", err
	}
	sealed, err := s.vault.Seal(account)
	if err != nil {
		return "", err
	}
	return former, tx.Exec(`update sign_ins set personal = ? where person_id = ?`, sealed, person).Error
}

// noteNewEmail records that a person signs in with another address. Where the address in the profile is their own word, and
// not what Jolara's systems told, it goes along.
func (s *Store) noteNewEmail(tx *gorm.DB, person models.PersonID, was, is string) error {
	now := s.Now()
	record, err := s.lockRecord(tx, models.Person{ID: person}, now)
	if err != nil {
		return err
	}
	if held := record.Profile[models.FieldEmail]; held.From == models.FromPerson {
		record.Profile[models.FieldEmail] = held.Correct(is, now)
		if err := s.saveProfile(tx, person, record.Profile); err != nil {
			return err
		}
	}
	return s.noteChanges(tx, person, []models.Change{{At: now, Field: models.FieldSignIn, By: models.ByPerson, Was: was, Is: is}})
}

// EmailOfLink returns the address that a link about an address would make its person's, and ErrDeadLink where it would
// none. It uses nothing up.
func (s *Store) EmailOfLink(ctx context.Context, token string, purpose models.LinkPurpose) (string, error) {
	var personal []byte
	err := s.pool.QueryRow(ctx, `select personal from tokens where hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
		linkHash(token), purpose, s.Now()).Scan(&personal)
	if notFound(err) == models.ErrNotFound {
		return "", models.ErrDeadLink
	}
	var about linkedEmail
	if err == nil {
		err = s.vault.Open(personal, &about)
	}
	if err != nil {
		return "", fmt.Errorf("read a link about an address: %w", err)
	}
	return about.Email, nil
}

// EmailLetter is what a letter about a change of address says, and to which address it goes.
type EmailLetter struct {
	About  models.PersonID // whose address changes
	To     string
	Token  string        // of the link
	From   time.Time     // when the link was made: of a change, when it was confirmed
	Until  time.Time     // when the link ends
	Locale models.Locale // in which the person reads; empty where they never chose
	Taken  bool          // another account signs in with the address: the letter must not hold the link
}

// EmailLetter returns the letter of a link about an address; ErrNotFound where the link was used or replaced meanwhile.
func (s *Store) EmailLetter(ctx context.Context, link string) (letter EmailLetter, err error) {
	var personal, signIn []byte
	err = s.pool.QueryRow(ctx, `select t.person_id, t.created_at, t.expires_at, t.personal, i.personal
		from tokens t left join sign_ins i on i.person_id = t.person_id where t.id = $1 and t.used_at is null`, link).
		Scan(&letter.About, &letter.From, &letter.Until, &personal, &signIn)
	if err != nil {
		return letter, fmt.Errorf("read a letter about an address: %w", notFound(err))
	}
	var about linkedEmail
	if err := s.vault.Open(personal, &about); err != nil {
		return letter, fmt.Errorf("read a letter about an address: %w", err)
	}
	var account signInPersonal
	if err := s.vault.Open(signIn, &account); err != nil {
		return letter, fmt.Errorf("read a letter about an address: %w", err)
	}
	letter.To, letter.Token, letter.Locale = about.Email, s.vault.LinkToken(link), account.Locale
	err = s.pool.QueryRow(ctx, `select exists (select from emails where lookup = $1 and person_id is distinct from $2)`, s.vault.Lookup(about.Email), letter.About).
		Scan(&letter.Taken)
	if err != nil {
		return letter, fmt.Errorf("read a letter about an address: %w", err)
	}
	return letter, nil
}
