package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// ImportPolicy adds a version of the agreement. The same version with the same content changes nothing; with other
// content it is ErrConflict: what people accepted stays as it was.
func (s *Store) ImportPolicy(ctx context.Context, policy models.Policy) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		added := tx.Exec(`insert into policies (version, effective, hash, imported_at) values (?, ?, ?, ?) on conflict (version) do nothing`,
			policy.Version, policy.Effective.String(), policy.Hash, s.Now())
		if added.Error != nil {
			return added.Error
		}
		if added.RowsAffected == 0 {
			return samePolicy(tx, policy)
		}
		for i, c := range policy.Clauses {
			err := tx.Exec(`insert into clauses (version, position, id, title, words, in_short, obligations) values (?, ?, ?, ?, ?, ?, ?)`,
				policy.Version, i+1, c.ID, c.Title, c.Words, c.InShort, array(c.Obligations)).Error
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("import version %s: %w", policy.Version, err)
	}
	s.policies.forget()
	return nil
}

func samePolicy(tx *gorm.DB, policy models.Policy) error {
	var held string
	if err := tx.Raw(`select hash from policies where version = ?`, policy.Version).Row().Scan(&held); err != nil {
		return err
	}
	if held != policy.Hash {
		return models.ErrConflict
	}
	return nil
}

// array writes numbers as PostgreSQL writes an array; GORM would make a list of them.
func array(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// Policy returns one version of the agreement with its clauses, or ErrNotFound.
func (s *Store) Policy(ctx context.Context, version string) (policy models.Policy, err error) {
	if !models.IsPolicyVersion(version) {
		return policy, models.ErrNotFound
	}
	err = s.batch(ctx,
		read{`select version, effective, hash from policies where version = $1`, []any{version}, func(rows pgx.Rows) error {
			defer rows.Close()
			if !rows.Next() {
				return orNoRows(rows.Err())
			}
			return scanPolicy(rows, &policy)
		}},
		read{`select id, title, words, in_short, obligations from clauses where version = $1 order by position`, []any{version}, each(func(rows pgx.Rows) error {
			var c models.Clause
			err := rows.Scan(&c.ID, &c.Title, &c.Words, &c.InShort, &c.Obligations)
			policy.Clauses = append(policy.Clauses, c)
			return err
		})},
	)
	if err != nil {
		return policy, fmt.Errorf("read version %q of the agreement: %w", version, notFound(err))
	}
	return policy, nil
}

func scanPolicy(rows pgx.Rows, into *models.Policy) error {
	var effective time.Time
	if err := rows.Scan(&into.Version, &effective, &into.Hash); err != nil {
		return err
	}
	into.Effective = models.Date{Year: effective.Year(), Month: effective.Month(), Day: effective.Day()}
	return nil
}

// PolicyVersions returns every version of the agreement without its clauses, the latest first; also those that do not
// count yet. Every page names the version that counts and every choice is recorded with it, so the list costs no round
// trip: it is known here, and read again after freshness. Callers do not change it.
func (s *Store) PolicyVersions(ctx context.Context) ([]models.Policy, error) {
	return s.policies.get(func() (versions []models.Policy, err error) {
		err = s.batch(ctx, read{`select version, effective, hash from policies order by effective desc, imported_at desc`, nil, each(func(rows pgx.Rows) error {
			var p models.Policy
			err := scanPolicy(rows, &p)
			versions = append(versions, p)
			return err
		})})
		if err != nil {
			return nil, fmt.Errorf("read the agreement's versions: %w", err)
		}
		return versions, nil
	})
}

// CurrentPolicy returns the version that counts now, without its clauses, or ErrNotFound where none does. It costs no
// round trip: see PolicyVersions.
func (s *Store) CurrentPolicy(ctx context.Context) (models.Policy, error) {
	versions, err := s.PolicyVersions(ctx)
	if err != nil {
		return models.Policy{}, err
	}
	return models.PolicyInForce(versions, s.Now())
}

// currentVersion names the version that counts now, or nothing where none does.
func (s *Store) currentVersion(ctx context.Context) (string, error) {
	current, err := s.CurrentPolicy(ctx)
	if errors.Is(err, models.ErrNotFound) {
		return "", nil
	}
	return current.Version, err
}

// accept records a person's explicit yes to the agreement (#3), in the transaction of what needs it.
func (s *Store) accept(tx *gorm.DB, person models.PersonID, a models.Acceptance, by models.Actor) error {
	err := tx.Exec(`insert into acceptances (person_id, at, id, version, policy_hash, screen_hash, channel) values (?, ?, ?, ?, ?, ?, ?)`,
		person, a.At, newID(), a.Version, a.PolicyHash, a.ScreenHash, a.Channel).Error
	if err != nil {
		return err
	}
	return s.note(tx, person, models.Event{
		Kind: models.EventAgreementAccepted, Subject: a.Version, Actor: by, Clause: 3, At: a.At,
	})
}
