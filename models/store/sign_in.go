package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

type signInRow struct {
	PersonID     models.PersonID
	PasswordHash string
	CreatedAt    time.Time
	Personal     []byte
}

func (signInRow) TableName() string { return "sign_ins" }

// emailRow finds whom a sign-in address signs in, by its keyed hash: a person or a staff member; the other is empty.
type emailRow struct {
	Lookup   []byte
	PersonID models.PersonID
	StaffID  models.StaffID
}

func (emailRow) TableName() string { return "emails" }

type signInPersonal struct {
	Email       string        // empty where the account is a child's that has a name instead
	AccountName string        // of a child's account
	Locale      models.Locale // empty where none was chosen
}

// handle is with which of the two its person signs in.
func (p signInPersonal) handle() string { return orElse(p.Email, p.AccountName) }

// apartFrom returns what somebody signs in with where their profile has another address, of which it is a detail of its own; or
// nothing.
func (p signInPersonal) apartFrom(profile string) string {
	if p.handle() == strings.ToLower(profile) {
		return ""
	}
	return p.handle()
}

// How often an address, a network or a known browser may try to sign in; what is over it is answered without hashing (T5).
var (
	triesOfAddress = limit{"sign-in address", models.TriesOfAddress, models.TriesWindow}
	triesOfNetwork = limit{"sign-in network", models.TriesOfNetwork, models.TriesWindow}
	triesOfBrowser = limit{"sign-in browser", models.TriesOfAddress, models.TriesWindow}
)

// triesOf are the limits that count a caller's try: a browser that signed in to this address before is counted apart, so
// that no stranger's tries keep the owner out.
func triesOf(email string, from models.Caller) []try {
	if from.KnownBrowser != "" {
		return []try{triesOfBrowser.of(from.KnownBrowser)}
	}
	return []try{triesOfNetwork.of(from.Network), triesOfAddress.of(email)}
}

// SignIn returns the account whose address and password these are: a person's or a staff member's. Otherwise it is
// ErrWrongCredentials, whichever of the two is wrong and after the same work, or TooMany.
func (s *Store) SignIn(ctx context.Context, typed models.Credentials, from models.Caller) (models.Account, error) {
	if err := s.take(ctx, triesOf(typed.Email, from)...); err != nil {
		return models.Account{}, err
	}
	account, hash, err := s.credentials(ctx, typed.Email)
	if err != nil {
		return models.Account{}, fmt.Errorf("sign in: %w", err)
	}
	matches, err := s.vault.PasswordMatches(ctx, typed.Password, hash)
	if err != nil {
		return models.Account{}, fmt.Errorf("sign in: %w", err)
	}
	if matches && account.Staff.ID != "" {
		return account, nil // the security log is people's
	}
	kind := models.ActivitySignIn
	if !matches {
		kind = models.ActivitySignInFailed
	}
	if err := s.logTry(ctx, account.Person.ID, kind, from.Visit); err != nil {
		return models.Account{}, fmt.Errorf("sign in: %w", err)
	}
	if !matches {
		return models.Account{}, models.ErrWrongCredentials
	}
	return account, nil
}

// logTry writes a try to sign in, which was hashed, into its person's security log. A try at an address that is nobody's
// is as much work and leaves nothing (T4): neither waits for the disk.
func (s *Store) logTry(ctx context.Context, person models.PersonID, kind models.ActivityKind, from models.Visit) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(`set local synchronous_commit = off`).Error; err != nil {
			return err
		}
		return s.logSecurity(tx, person, kind, from)
	})
}

// credentials returns the account of an address, or of the account name in its place, and the password's hash; both empty where
// there is none. Whose it may be is asked in one round trip, so that a staff member's address takes no longer than a person's or
// nobody's (T4).
func (s *Store) credentials(ctx context.Context, email string) (account models.Account, hash string, err error) {
	lookup := s.vault.Lookup(email)
	err = s.batch(ctx, read{
		`select ` + personColumns + `, i.password_hash from emails e join persons p on p.id = e.person_id ` + personJoins + ` where e.lookup = $1`,
		[]any{lookup},
		each(func(rows pgx.Rows) error {
			var found scannedPerson
			err := rows.Scan(found.into(&hash)...)
			if err == nil {
				account.Person, err = s.person(found)
			}
			return err
		}),
	}, read{
		`select f.id, f.role, f.personal, f.password_hash from emails e join staff f on f.id = e.staff_id
			where e.lookup = $1 and f.disabled_at is null`,
		[]any{lookup},
		each(func(rows pgx.Rows) error {
			var personal []byte
			err := rows.Scan(&account.Staff.ID, &account.Staff.Role, &personal, &hash)
			if err == nil {
				account.Staff, err = s.staffMember(account.Staff.ID, account.Staff.Role, personal)
			}
			return err
		}),
	})
	return account, hash, err
}

// GiveSignIn lets Jolara's person sign in with an address and a password. Where somebody signs in with it, it is Refused.
func (s *Store) GiveSignIn(ctx context.Context, externalID, email, password string) error {
	hash, err := s.vault.HashPassword(ctx, password)
	if err != nil {
		return fmt.Errorf("give a sign-in: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		person, err := s.personOf(tx, externalID)
		if err != nil {
			return err
		}
		return s.giveAddress(tx, person.ID, signInPersonal{Email: email}, hash, s.Now())
	})
	if err != nil {
		return fmt.Errorf("give a sign-in: %w", err)
	}
	return nil
}

// SignOut records that a person signed out.
func (s *Store) SignOut(ctx context.Context, person models.PersonID, from models.Visit) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return s.logSecurity(tx, person, models.ActivitySignOut, from) })
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}
