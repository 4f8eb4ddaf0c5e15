package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// A guardian's account is an address under which browsers stay signed in (guardian_visit.go). What the address may see still stands on
// the records of its requests alone (ward.go), so that opening or closing an account changes nothing about a child. How it gets another
// address stands in guardian_move.go.
//
// Who changes an account takes the locks in this order: the account, its visits, the children, their requests.

// lockGuardian reads an account and lets nobody else change it until the transaction ends. It is ErrNotFound where there is none.
func lockGuardian(tx *gorm.DB, which string, arg any) (id string, err error) {
	err = tx.Raw(`select id from guardians where `+which+` for update`, arg).Row().Scan(&id)
	return id, notFound(err)
}

// ofToken finds the account of an address from which somebody came, and ofSignIn that to which a browser is signed in.
const (
	ofToken  = `lookup = (select lookup from guardian_visits where token_hash = ?)`
	ofSignIn = `id = (select guardian_id from guardian_visits where token_hash = ?)`
)

// OpenGuardianAccount opens an account for the address of a visit, and keeps the browser signed in, under the token that it holds from
// now on. Where there is one, from another browser, it signs in to that. It is ErrDeadLink where the visit is over or no code was
// typed, and ErrConflict where there is nobody for whom the guardian decides.
func (s *Store) OpenGuardianAccount(ctx context.Context, token string, in models.GuardianBrowser) (lasting string, err error) {
	v, wards, err := s.Wards(ctx, token)
	if err != nil {
		return "", err
	}
	if len(wards) == 0 {
		return "", models.ErrConflict
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var personal []byte
		if err := tx.Raw(`select personal from guardian_visits where token_hash = ?`, linkHash(token)).Row().Scan(&personal); err != nil {
			return deadLink(err)
		}
		var who visitPersonal
		if err := s.vault.Open(personal, &who); err != nil {
			return err
		}
		sealed, err := s.vault.Seal(guardianPersonal{who.Email, who.Locale})
		if err != nil {
			return err
		}
		opened, err := exec(ctx, tx, `insert into guardians (id, lookup, created_at, personal) values ($1, $2, $3, $4) on conflict (lookup) do nothing`,
			newID(), v.lookup, s.Now(), sealed)
		if err != nil {
			return err
		}
		in.Known = in.Known || opened == 1
		lasting, err = s.stay(ctx, tx, token, in)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("open a guardian's account: %w", err)
	}
	return lasting, nil
}

// StaySignedIn keeps a browser in which a code was typed just now signed in to the account of its address, under the token that it
// holds from now on (T6), and tells the guardian of a browser that they may not know. It is ErrNotFound where the address has no account,
// and ErrDeadLink where the visit is over or no code was typed.
func (s *Store) StaySignedIn(ctx context.Context, token string, in models.GuardianBrowser) (lasting string, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) (err error) {
		lasting, err = s.stay(ctx, tx, token, in)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("stay signed in: %w", err)
	}
	return lasting, nil
}

func (s *Store) stay(ctx context.Context, tx *gorm.DB, token string, in models.GuardianBrowser) (lasting string, err error) {
	now := s.Now()
	guardian, err := lockGuardian(tx, ofToken, linkHash(token))
	if err != nil {
		return "", err
	}
	v, err := s.lockVisit(tx, token, now)
	if err != nil {
		return "", err
	}
	if v.ProvenAt == nil || !models.FreshProof(*v.ProvenAt, now) {
		return "", models.ErrDeadLink
	}
	var who visitPersonal
	if err := s.vault.Open(v.Personal, &who); err != nil {
		return "", err
	}
	who.Browser = in.Browser
	sealed, err := s.vault.Seal(who)
	if err != nil {
		return "", err
	}
	id := newID()
	lasting = s.vault.LinkToken(id)
	err = tx.Exec(`update guardian_visits set id = ?, token_hash = ?, guardian_id = ?, at = ?, seen_at = ?, until = ?, codes = 0, code_until = null, personal = ?
		where id = ?`, id, linkHash(lasting), guardian, now, now, now.Add(models.GuardianSignInLife), sealed, v.ID).Error
	if err != nil || in.Known {
		return lasting, err
	}
	return lasting, s.enqueue(ctx, tx, models.GuardianSignedInMail{VisitID: id})
}

// deadLink turns the database's 'no rows' into ErrDeadLink.
func deadLink(err error) error {
	if errors.Is(notFound(err), models.ErrNotFound) {
		return models.ErrDeadLink
	}
	return err
}

// GuardianAccount is an account as its guardian sees it.
type GuardianAccount struct {
	Visit      GuardianVisit // of the browser that asks
	Since      time.Time
	Children   int       // for whom the guardian decides now
	EmptySince time.Time // since when there are none; zero where there are, or nobody has looked yet
	SignIns    []models.GuardianSignIn
}

// GuardianAccount returns the account to which a browser is signed in, with its browsers, the latest seen first. It is ErrDeadLink where
// the visit is over, and ErrNotFound where it is one of an hour.
func (s *Store) GuardianAccount(ctx context.Context, token string) (a GuardianAccount, err error) {
	var wards []Ward
	if a.Visit, wards, err = s.Wards(ctx, token); err != nil {
		return a, err
	}
	if !a.Visit.Lasting {
		return a, models.ErrNotFound
	}
	a.Children = len(wards)
	err = s.batch(ctx,
		read{`select created_at, empty_since from guardians where id = $1`, []any{a.Visit.guardian}, each(func(rows pgx.Rows) error {
			var empty *time.Time
			err := rows.Scan(&a.Since, &empty)
			a.EmptySince = orZero(empty)
			return err
		})},
		read{
			`select id, at, seen_at, personal from guardian_visits where guardian_id = $1 and until > $2 and tries < $3 order by seen_at desc, at desc, id`,
			[]any{a.Visit.guardian, s.Now(), models.GuardianCodeTries},
			each(func(rows pgx.Rows) error {
				var in models.GuardianSignIn
				var personal []byte
				if err := rows.Scan(&in.ID, &in.CreatedAt, &in.SeenAt, &personal); err != nil {
					return err
				}
				var who visitPersonal
				if err := s.vault.Open(personal, &who); err != nil {
					return fmt.Errorf("open a guardian's visit: %w", err)
				}
				in.Browser = who.Browser
				a.SignIns = append(a.SignIns, in)
				return nil
			}),
		},
	)
	if err != nil {
		return a, fmt.Errorf("read a guardian's account: %w", err)
	}
	return a, nil
}

// signedIn returns the visit of a browser that stays signed in. It is ErrDeadLink where the visit is over, and ErrNotFound where it is
// one of an hour.
func (s *Store) signedIn(ctx context.Context, token string) (GuardianVisit, error) {
	v, err := s.Visit(ctx, token)
	switch {
	case err == nil && !v.Proven:
		err = models.ErrDeadLink
	case err == nil && !v.Lasting:
		err = models.ErrNotFound
	}
	return v, err
}

// EndGuardianSignIn signs a guardian out in the browser of that id; ErrNotFound where it is not theirs or has ended, and ErrDeadLink where
// the browser that asks is signed out itself.
func (s *Store) EndGuardianSignIn(ctx context.Context, token, id string) error {
	v, err := s.signedIn(ctx, token)
	if err != nil {
		return err
	}
	ended, err := s.pool.Exec(ctx, `delete from guardian_visits where guardian_id = $1 and id::text = $2`, v.guardian, id) // as text: what is no id is nobody's
	if err == nil && ended.RowsAffected() == 0 {
		return models.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("end a guardian's sign-in: %w", err)
	}
	return nil
}

// EndGuardianSignIns signs a guardian out everywhere.
func (s *Store) EndGuardianSignIns(ctx context.Context, token string) error {
	v, err := s.signedIn(ctx, token)
	if err != nil {
		return err
	}
	if _, err := s.pool.Exec(ctx, `delete from guardian_visits where guardian_id = $1`, v.guardian); err != nil {
		return fmt.Errorf("end a guardian's sign-ins: %w", err)
	}
	return nil
}

// CloseGuardianAccount ends an account and all its sign-ins. Records, children and letters stay as they are; so does the link that takes
// a change of address back. It is ErrDeadLink where the visit is over, ErrNotFound where it is one of an hour, and ErrStaleProof where
// it takes a fresh code.
func (s *Store) CloseGuardianAccount(ctx context.Context, token string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		guardian, _, err := s.lockAccountOf(tx, token)
		if err != nil {
			return err
		}
		return closeGuardian(tx, guardian)
	})
	if err != nil {
		return fmt.Errorf("close a guardian's account: %w", err)
	}
	return nil
}

// closeGuardian erases an account, with its sign-ins and a change of address that nobody has confirmed.
func closeGuardian(tx *gorm.DB, guardian string) error {
	for _, erase := range []string{
		`delete from guardian_moves where guardian_id = ? and confirmed_at is null`,
		`delete from guardians where id = ?`,
	} {
		if err := tx.Exec(erase, guardian).Error; err != nil {
			return err
		}
	}
	return nil
}

// lockAccountOf locks the account to which a browser is signed in, for something that takes a fresh code.
func (s *Store) lockAccountOf(tx *gorm.DB, token string) (guardian string, v lockedVisit, err error) {
	now := s.Now()
	guardian, err = lockGuardian(tx, ofSignIn, linkHash(token))
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return "", v, err
	}
	none := err
	if v, err = s.lockVisit(tx, token, now); err != nil {
		return "", v, err
	}
	switch {
	case v.ProvenAt == nil:
		return "", v, models.ErrDeadLink
	case none != nil:
		return "", v, none
	case !models.FreshProof(*v.ProvenAt, now):
		return "", v, models.ErrStaleProof
	}
	return guardian, v, nil
}

// GuardianSignedIn is what the letter about another browser says.
type GuardianSignedIn struct {
	To      string
	Locale  models.Locale
	Browser models.Browser
	At      time.Time
}

// GuardianSignedIn returns the letter about a browser that signed in; ErrNotFound where it was signed out meanwhile.
func (s *Store) GuardianSignedIn(ctx context.Context, job models.GuardianSignedInMail) (letter GuardianSignedIn, err error) {
	var personal []byte
	err = s.pool.QueryRow(ctx, `select at, personal from guardian_visits where id = $1`, job.VisitID).Scan(&letter.At, &personal)
	var who visitPersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return letter, fmt.Errorf("read a letter about a sign-in: %w", notFound(err))
	}
	letter.To, letter.Locale, letter.Browser = who.Email, who.Locale, who.Browser
	return letter, nil
}

// lettersTo returns where letters about a record go: to the guardian's present address, which may have changed since they signed; to the
// one that they signed with where none is kept beside the record any more.
func (s *Store) lettersTo(ctx context.Context, record models.GuardianRecord) (string, error) {
	var personal []byte
	err := s.pool.QueryRow(ctx, `select r.personal from guardian_records c join guardian_requests r on r.id = c.request_id where c.ref = $1`, record.Ref).Scan(&personal)
	var who guardianPersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return "", fmt.Errorf("read a guardian's address: %w", notFound(err))
	}
	return orElse(who.Email, record.Email), nil
}

// sweepGuardians closes accounts whose guardians have had nobody to decide for so long, and notes of which that is so since now.
func (s *Store) sweepGuardians(ctx context.Context, now time.Time) (int, error) {
	const somebody = `exists (select 1` + wardsOf + `g.lookup and r.personal is not null)` // it goes with the guardian's say
	const of = ` where id in (select id from guardians g where (empty_since is null) = `
	if _, err := s.pool.Exec(ctx, `update guardians set empty_since = null`+of+`false and `+somebody+` for update skip locked)`); err != nil {
		return 0, err
	}
	if _, err := s.pool.Exec(ctx, `update guardians set empty_since = $1`+of+`true and not `+somebody+` for update skip locked)`, now); err != nil {
		return 0, err
	}
	return s.inBatches(ctx, rowsDue(`guardians`, `id`, `empty_since <= ?`, now.Add(-models.EmptyAccountKept)))
}

// idList writes ids as PostgreSQL's form of an array.
func idList(ids []string) string { return "{" + strings.Join(ids, ",") + "}" }
