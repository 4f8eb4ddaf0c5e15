package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// signUpRow holds what somebody typed until the address is confirmed. Its link's token is made from the id.
type signUpRow struct {
	ID           string
	TokenHash    []byte
	CreatedAt    time.Time
	PasswordHash string
	Personal     []byte
}

func (signUpRow) TableName() string { return "sign_ups" }

type signUpPersonal struct {
	Email, Name string
	Birth       models.Date
	Acceptance  *models.Acceptance
	Locale      models.Locale
}

// How many letters anybody may have sent to an address, or a network to all addresses. Over the first nothing is sent and
// nobody hears of it (T4); over the second it is said.
var (
	lettersToAddress   = limit{"letters to an address", 5, time.Hour}
	lettersFromNetwork = limit{"letters from a network", 30, time.Hour}
)

// mayWrite counts a letter to an address, and tells whether it may be sent. It is TooMany for the network alone.
func (s *Store) mayWrite(ctx context.Context, email, network string) (bool, error) {
	if err := s.take(ctx, lettersFromNetwork.of(network)); err != nil {
		return false, err
	}
	err := s.take(ctx, lettersToAddress.of(email))
	if errors.As(err, &models.TooMany{}) {
		return false, nil
	}
	return err == nil, err
}

// SignUp keeps what somebody typed and writes to the address, to have it confirmed. Where the address signs in to an
// account the letter says so, and nothing is kept. Whichever it is takes the same work and is not told (T4). It is TooMany
// where the network, shortened, asks for too many letters.
func (s *Store) SignUp(ctx context.Context, typed models.SignUp, network string) error {
	mayWrite, err := s.mayWrite(ctx, typed.Email, network)
	if err != nil {
		return err
	}
	hash, err := s.vault.HashPassword(ctx, string(typed.Password))
	if err != nil {
		return fmt.Errorf("sign up: %w", err)
	}
	sealed, err := s.vault.Seal(signUpPersonal{typed.Email, typed.Name, typed.Birth, typed.Acceptance, typed.Locale})
	if err != nil {
		return fmt.Errorf("sign up: %w", err)
	}
	if !mayWrite {
		return nil
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		owner, err := s.ownerOf(tx, typed.Email)
		if err != nil {
			return err
		}
		switch {
		case owner.StaffID != "":
			return s.enqueue(ctx, tx, models.StaffAddressMail{StaffID: owner.StaffID})
		case owner.PersonID != "":
			return s.enqueue(ctx, tx, models.AccountExistsMail{PersonID: owner.PersonID})
		}
		id := newID()
		err = tx.Create(&signUpRow{
			ID: id, TokenHash: linkHash(s.vault.LinkToken(id)), CreatedAt: s.Now(), PasswordHash: hash, Personal: sealed,
		}).Error
		if err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.SignUpMail{SignUpID: id})
	})
	if err != nil {
		return fmt.Errorf("sign up: %w", err)
	}
	return nil
}

// ownerOf returns who signs in with an address; empty where nobody does.
func (s *Store) ownerOf(tx *gorm.DB, email string) (owner emailRow, err error) {
	var rows []emailRow
	if err := tx.Where("lookup = ?", s.vault.Lookup(email)).Find(&rows).Error; err != nil || len(rows) == 0 {
		return owner, err
	}
	return rows[0], nil
}

// SignUpLetter returns to whom the letter of a sign-up goes, of whom no more than address and language is known, and the
// token of its link; ErrNotFound where it was confirmed or swept meanwhile.
func (s *Store) SignUpLetter(ctx context.Context, id string) (to models.Person, token string, err error) {
	var row signUpRow
	var typed signUpPersonal
	err = s.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error
	if err == nil {
		err = s.vault.Open(row.Personal, &typed)
	}
	if err != nil {
		return to, "", fmt.Errorf("read a sign-up: %w", notFound(err))
	}
	return models.Person{Email: typed.Email, Locale: typed.Locale}, s.vault.LinkToken(row.ID), nil
}

// triesOfSignUp is how often the reader of one letter may type the password of its sign-up. It is not the address that is
// counted: what others try at the sign-in must not keep its owner from confirming it.
var triesOfSignUp = limit{"sign-up password", models.TriesOfAddress, models.TriesWindow}

// ConfirmSignUp makes the account of the sign-up that the link belongs to, for whoever also knows the password chosen
// then: a stranger who signs up with somebody's address knows only the password, and somebody who gets a letter that they
// did not ask for has only the link. The first who confirms an address has it: for a later one it is Refused. It is
// Invalid or ErrWrongCredentials where the password is another, TooMany where the link or the network, shortened, tried
// too often, and ErrDeadLink where the link no longer works.
func (s *Store) ConfirmSignUp(ctx context.Context, token, password, network string) error {
	if err := models.CheckTypedPassword(password); err != nil {
		return err
	}
	if err := s.take(ctx, triesOfNetwork.of(network), triesOfSignUp.of(token)); err != nil {
		return err
	}
	if err := s.proveSignUp(ctx, token, password); err != nil {
		return fmt.Errorf("confirm a sign-up: %w", err)
	}
	now := s.Now()
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row, typed, err := s.useSignUp(tx, token, now)
		if err != nil {
			return err
		}
		return s.makeAccount(tx, typed, row.PasswordHash, now)
	})
	if err != nil {
		return fmt.Errorf("confirm a sign-up: %w", err)
	}
	return nil
}

// proveSignUp is ErrWrongCredentials where the password is not the one of the link's sign-up.
func (s *Store) proveSignUp(ctx context.Context, token, password string) error {
	var hash string
	err := s.pool.QueryRow(ctx, `select password_hash from sign_ups where token_hash = $1 and created_at > $2`,
		linkHash(token), s.Now().Add(-models.SignUpLife)).Scan(&hash)
	if notFound(err) == models.ErrNotFound {
		return models.ErrDeadLink
	}
	if err != nil {
		return err
	}
	matches, err := s.vault.PasswordMatches(ctx, password, hash)
	if err == nil && !matches {
		return models.ErrWrongCredentials
	}
	return err
}

// AddAccount makes the account of a sign-up at once, for whoever knows that the address is the person's. Where somebody
// signs in with it, it is Refused.
func (s *Store) AddAccount(ctx context.Context, typed models.SignUp) error {
	hash, err := s.vault.HashPassword(ctx, string(typed.Password))
	if err != nil {
		return fmt.Errorf("add an account: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		return s.makeAccount(tx, signUpPersonal{typed.Email, typed.Name, typed.Birth, typed.Acceptance, typed.Locale}, hash, s.Now())
	})
	if err != nil {
		return fmt.Errorf("add an account: %w", err)
	}
	return nil
}

func (s *Store) makeAccount(tx *gorm.DB, typed signUpPersonal, passwordHash string, now time.Time) error {
	person := models.PersonID(newID())
	if err := s.makePerson(tx, personRow{ID: person, CreatedAt: now}); err != nil {
		return err
	}
	if err := s.giveAddress(tx, person, signInPersonal{Email: typed.Email, Locale: typed.Locale}, passwordHash, now); err != nil {
		return err
	}
	if err := s.saveProfile(tx, person, models.SignUp{Name: typed.Name, Email: typed.Email, Birth: typed.Birth}.Profile(now)); err != nil {
		return err
	}
	if s.ward(models.Person{Birth: typed.Birth}, now).Guarded {
		err := tx.Exec(`update persons set waits_until = ? where id = ?`, now.Add(models.WaitForGuardian), person).Error
		if err != nil {
			return err
		}
	}
	if typed.Acceptance != nil {
		if err := s.accept(tx, person, *typed.Acceptance, models.ByPerson); err != nil {
			return err
		}
	}
	return s.note(tx, person, models.Event{Kind: models.EventSignedUp, Actor: models.ByPerson, At: now})
}

// useSignUp takes the sign-up of a link out of those that wait; of several who try at once one succeeds.
func (s *Store) useSignUp(tx *gorm.DB, token string, now time.Time) (row signUpRow, typed signUpPersonal, err error) {
	used := tx.Raw(`delete from sign_ups where token_hash = ? and created_at > ? returning *`, linkHash(token), now.Add(-models.SignUpLife)).
		Scan(&row)
	switch {
	case used.Error != nil:
		return row, typed, used.Error
	case used.RowsAffected == 0:
		return row, typed, models.ErrDeadLink
	}
	return row, typed, s.vault.Open(row.Personal, &typed)
}

// giveAddress lets a person sign in with an address, or the account name in its place, that nobody else signs in with.
func (s *Store) giveAddress(tx *gorm.DB, person models.PersonID, personal signInPersonal, passwordHash string, now time.Time) error {
	if err := s.claimEmail(tx, person, personal.handle()); err != nil {
		return err
	}
	sealed, err := s.vault.Seal(personal)
	if err != nil {
		return err
	}
	return tx.Create(&signInRow{PersonID: person, PasswordHash: passwordHash, CreatedAt: now, Personal: sealed}).Error
}

// claimEmail makes an address the person's, by which they sign in; it is Refused where it is somebody else's.
func (s *Store) claimEmail(tx *gorm.DB, person models.PersonID, email string) error {
	// The person comes first: GORM takes bytes right after a parenthesis for a list.
	claimed := tx.Exec(`insert into emails (person_id, lookup) values (?, ?) on conflict (lookup) do nothing`, person, s.vault.Lookup(email))
	if claimed.Error == nil && claimed.RowsAffected == 0 {
		return models.Refused{Reason: models.ReasonAddressTaken}
	}
	return claimed.Error
}
