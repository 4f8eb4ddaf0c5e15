package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// A guardian comes back without a password: a code goes to the address that they type, and the browser in which it is typed is theirs
// for an hour, or stays signed in where the address has an account (guardian_account.go). What they see then stands in ward.go.

// visitRow is a visit as it is made.
type visitRow struct {
	ID        string
	TokenHash []byte
	Lookup    []byte
	At        time.Time
	Until     time.Time
	Codes     int
	CodeUntil time.Time
	Personal  []byte
}

func (visitRow) TableName() string { return "guardian_visits" }

// visitPersonal is what a visit keeps of whoever came.
type visitPersonal struct {
	Email   string
	Locale  models.Locale
	Browser models.Browser `json:",omitzero"` // that stays signed in
}

// codesOfVisit bounds how many codes are sent to a browser that stays signed in; one for an hour gets as many in all.
var codesOfVisit = limit{"codes of a visit", models.GuardianCodes, time.Hour}

func codeOfVisit(visit string, code int) string { return visit + " visit code " + strconv.Itoa(code) }

// BeginVisit sends a code to an address from which somebody decided for a child, and returns what the browser holds that asked. For an
// address of which there is no record everything is alike, but for the letter (T4). It is an Invalid that names the address, or
// TooMany.
func (s *Store) BeginVisit(ctx context.Context, typed string, locale models.Locale, network string) (token string, err error) {
	email, err := models.ParseEmail(typed)
	if err != nil {
		return "", err
	}
	mayWrite, err := s.mayWrite(ctx, email, network)
	if err != nil {
		return "", err
	}
	sealed, err := s.vault.Seal(visitPersonal{Email: email, Locale: locale})
	if err != nil {
		return "", fmt.Errorf("begin a guardian's visit: %w", err)
	}
	now, id := s.Now(), newID()
	token = s.vault.LinkToken(id)
	err = s.tx(ctx, func(tx *gorm.DB) error {
		err := tx.Create(&visitRow{
			ID: id, TokenHash: linkHash(token), Lookup: s.vault.Lookup(email), At: now, Until: now.Add(models.VisitLife),
			Codes: 1, CodeUntil: now.Add(models.GuardianCodeLife), Personal: sealed,
		}).Error
		if err != nil || !mayWrite {
			return err
		}
		return s.enqueue(ctx, tx, models.VisitCodeMail{VisitID: id, Code: 1})
	})
	if err != nil {
		return "", fmt.Errorf("begin a guardian's visit: %w", err)
	}
	return token, nil
}

// SendVisitCode sends another code to the address of a visit; the one before counts no more. It is ErrDeadLink where the visit is
// over, and TooMany where enough were sent.
func (s *Store) SendVisitCode(ctx context.Context, token, network string) error {
	now := s.Now()
	if err := s.take(ctx, lettersFromNetwork.of(network), codesOfVisit.of(token)); err != nil {
		return err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		v, err := s.lockVisit(tx, token, now)
		if err != nil {
			return err
		}
		if v.Codes >= models.GuardianCodes && v.GuardianID == nil {
			return models.TooMany{After: v.Until.Sub(now)}
		}
		v.Codes++
		if err := tx.Exec(`update guardian_visits set codes = ?, code_until = ? where id = ?`, v.Codes, now.Add(models.GuardianCodeLife), v.ID).Error; err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.VisitCodeMail{VisitID: v.ID, Code: v.Codes})
	})
	if err != nil {
		return fmt.Errorf("send a code to a guardian: %w", err)
	}
	return nil
}

// lockedVisit is what of a visit decides whether a code is right, and whose it is.
type lockedVisit struct {
	ID        string
	Lookup    []byte
	Until     time.Time
	Codes     int
	CodeUntil *time.Time
	Tries     int
	ProvenAt  *time.Time

	GuardianID *string // whose account the browser stays signed in to; nil: a visit of an hour
	Personal   []byte
}

func (s *Store) lockVisit(tx *gorm.DB, token string, now time.Time) (v lockedVisit, err error) {
	found := tx.Raw(`select id, lookup, until, codes, code_until, tries, proven_at, guardian_id, personal from guardian_visits where token_hash = ? and until > ? and tries < ? for update`,
		linkHash(token), now, models.GuardianCodeTries).Scan(&v)
	if found.Error == nil && found.RowsAffected == 0 {
		return v, models.ErrDeadLink
	}
	return v, found.Error
}

// VisitCode returns the letter with a code. It is ErrNotFound where another took its place, the visit is over, or no child was ever
// decided for from that address: then nobody is written to.
func (s *Store) VisitCode(ctx context.Context, job models.VisitCodeMail) (letter GuardianCode, err error) {
	var personal []byte
	err = s.pool.QueryRow(ctx, `select v.code_until, v.personal from guardian_visits v where v.id = $1 and v.codes = $2 and v.code_until > $3
		and (exists (select from guardian_requests r join guardian_records c on c.request_id = r.id where r.lookup = v.lookup)
			or exists (select from guardians g where g.lookup = v.lookup))`,
		job.VisitID, job.Code, s.Now()).Scan(&letter.Until, &personal)
	var who guardianPersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return letter, fmt.Errorf("read a code of a guardian's visit: %w", notFound(err))
	}
	letter.To, letter.Locale, letter.Code = who.Email, who.Locale, s.vault.Digits(codeOfVisit(job.VisitID, job.Code))
	return letter, nil
}

// ProveVisit takes the code that was mailed last, once. It is an Invalid where it is none, WrongGuardianCode where it is another, and
// ErrDeadLink where the visit is over or ends with this try.
func (s *Store) ProveVisit(ctx context.Context, token, typed, network string) error {
	return s.withCode(ctx, token, typed, network, func(tx *gorm.DB, v lockedVisit) error { return nil })
}

// withCode does something in the transaction that takes a visit's code, and nothing where the code is wrong.
func (s *Store) withCode(ctx context.Context, token, typed, network string, do func(tx *gorm.DB, v lockedVisit) error) error {
	code, err := models.ParseLinkCode(typed)
	if err != nil {
		return err
	}
	if err := s.take(ctx, triesOfNetwork.of(network)); err != nil {
		return err
	}
	now := s.Now()
	var wrong error // which leaves its try counted
	err = s.withReceipts(ctx, func(tx *gorm.DB) error {
		wrong = nil
		v, err := s.lockVisit(tx, token, now)
		if err != nil {
			return err
		}
		if s.codeCounts(code, codeOfVisit(v.ID, v.Codes), v.CodeUntil, now) {
			err := tx.Exec(`update guardian_visits set code_until = null, tries = 0, proven_at = ?,
				until = case when guardian_id is null then until else ? end where id = ?`, now, now.Add(models.GuardianSignInLife), v.ID).Error
			if err != nil {
				return err
			}
			return do(tx, v)
		}
		wrong = models.WrongCode(v.Tries)
		return tx.Exec(`update guardian_visits set tries = tries + 1 where id = ?`, v.ID).Error
	})
	if err := errors.Join(err, wrong); err != nil {
		return fmt.Errorf("prove a guardian: %w", err)
	}
	return nil
}

// EndVisit forgets a visit.
func (s *Store) EndVisit(ctx context.Context, token string) error {
	if _, err := s.pool.Exec(ctx, `delete from guardian_visits where token_hash = $1`, linkHash(token)); err != nil {
		return fmt.Errorf("end a guardian's visit: %w", err)
	}
	return nil
}

// GuardianVisit is a visit, for the pages of a guardian who typed their code.
type GuardianVisit struct {
	Email   string
	Until   time.Time
	Proven  bool   // a code was typed; otherwise nothing else is told
	Fresh   bool   // it was typed within the hour
	Lasting bool   // the browser stays signed in to an account
	ID      string // by which the guardian names the browser; never the token

	lookup   []byte // of the address
	guardian string // whose account it is; empty for a visit of an hour
}

// Visit returns the visit that the browser holds, or ErrDeadLink. A browser that stays signed in is stamped as seen, no more often than
// models.SeenEvery.
func (s *Store) Visit(ctx context.Context, token string) (v GuardianVisit, err error) {
	var found foundVisit
	if err := s.batch(ctx, s.visitRead(&found, s.visitArgs(token))); err != nil {
		return v, fmt.Errorf("read a guardian's visit: %w", err)
	}
	return s.visited(ctx, found)
}

// foundVisit is a visit as its row is read.
type foundVisit struct {
	GuardianVisit
	seen *time.Time // of a browser that stays signed in
}

// visitArgs tell which visit counts: by the hash of its token, the time, and the tries that end it.
func (s *Store) visitArgs(token string) []any {
	return []any{linkHash(token), s.Now(), models.GuardianCodeTries}
}

const visitCounts = ` from guardian_visits where token_hash = $1 and until > $2 and tries < $3`

// visitRead is the question for a visit; its id stays empty where none counts.
func (s *Store) visitRead(into *foundVisit, args []any) read {
	return read{
		`select id, lookup, until, proven_at, coalesce(guardian_id::text, ''), seen_at, personal` + visitCounts, args,
		each(func(rows pgx.Rows) error {
			var personal []byte
			var proven *time.Time
			if err := rows.Scan(&into.ID, &into.lookup, &into.Until, &proven, &into.guardian, &into.seen, &personal); err != nil {
				return err
			}
			var who visitPersonal
			if err := s.vault.Open(personal, &who); err != nil {
				return fmt.Errorf("open a guardian's visit: %w", err)
			}
			into.Email, into.Proven, into.Lasting = who.Email, proven != nil, into.guardian != ""
			into.Fresh = models.FreshProof(orZero(proven), s.Now())
			return nil
		}),
	}
}

// visited returns a visit that was read, or ErrDeadLink where none counts, and stamps a browser that stays signed in.
func (s *Store) visited(ctx context.Context, found foundVisit) (GuardianVisit, error) {
	if found.ID == "" {
		return GuardianVisit{}, models.ErrDeadLink
	}
	if now := s.Now(); found.seen != nil && now.Sub(*found.seen) > models.SeenEvery {
		if _, err := s.pool.Exec(ctx, `update guardian_visits set seen_at = $2 where id = $1`, found.ID, now); err != nil {
			return GuardianVisit{}, fmt.Errorf("stamp a guardian's visit: %w", err)
		}
	}
	return found.GuardianVisit, nil
}
