package store

import (
	"context"
	"errors"
	"fmt"
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

// emailRow finds the person of a sign-in address, by its keyed hash.
type emailRow struct {
	Lookup   []byte
	PersonID models.PersonID
}

func (emailRow) TableName() string { return "emails" }

type signInPersonal struct{ Email string }

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

// SignIn returns the person whose address and password these are. Otherwise it is ErrWrongCredentials, whichever of the
// two is wrong and after the same work, or TooMany.
func (s *Store) SignIn(ctx context.Context, typed models.Credentials, from models.Caller) (models.Person, error) {
	if err := s.take(ctx, triesOf(typed.Email, from)...); err != nil {
		return models.Person{}, err
	}
	person, hash, err := s.credentials(ctx, typed.Email)
	if err != nil {
		return models.Person{}, fmt.Errorf("sign in: %w", err)
	}
	matches, err := s.vault.PasswordMatches(ctx, typed.Password, hash)
	if err != nil {
		return models.Person{}, fmt.Errorf("sign in: %w", err)
	}
	kind := models.ActivitySignIn
	if !matches {
		kind = models.ActivitySignInFailed
	}
	if err := s.logTry(ctx, person.ID, kind, from.Visit); err != nil {
		return models.Person{}, fmt.Errorf("sign in: %w", err)
	}
	if !matches {
		return models.Person{}, models.ErrWrongCredentials
	}
	return person, nil
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

// credentials returns the person of an address and the password's hash; both empty where there is none.
func (s *Store) credentials(ctx context.Context, email string) (person models.Person, hash string, err error) {
	var id models.PersonID
	var external string
	var personal, signIn []byte
	err = s.pool.QueryRow(ctx, `select `+personColumns+`, i.password_hash
		from emails e join persons p on p.id = e.person_id `+personJoins+` where e.lookup = $1`, s.vault.Lookup(email)).
		Scan(&id, &external, &personal, &signIn, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return person, "", nil
	}
	if err != nil {
		return person, "", err
	}
	person, err = s.person(id, external, personal, signIn)
	return person, hash, err
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
		return s.giveAddress(tx, person.ID, email, hash, s.Now())
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
