package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// tokenRow is a link in a letter to somebody who has an account, or the one that sets a staff member's password (staff.go):
// one of the two ids is empty. Its token is made from the id (vault.LinkToken); the row
// holds the token's hash. Personal is what the link is about, where its purpose needs that: a new address.
type tokenRow struct {
	ID        string
	Hash      []byte
	PersonID  models.PersonID
	StaffID   models.StaffID `gorm:"->"` // written by makeStaffLink alone
	Purpose   models.LinkPurpose
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
	Personal  []byte
}

func (tokenRow) TableName() string { return "tokens" }

// linkHash is under what a link's token is found.
func linkHash(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}

// makeLink remembers a link for a letter and returns its id, of which the letter's worker makes the token.
func (s *Store) makeLink(tx *gorm.DB, person models.PersonID, purpose models.LinkPurpose, life time.Duration, personal []byte) (id string, err error) {
	now := s.Now()
	id = newID()
	return id, tx.Create(&tokenRow{
		ID: id, Hash: linkHash(s.vault.LinkToken(id)), PersonID: person, Purpose: purpose,
		CreatedAt: now, ExpiresAt: now.Add(life), Personal: personal,
	}).Error
}

// endLinks makes a person's unused links of one purpose dead, as where a newer letter takes their place.
func (s *Store) endLinks(tx *gorm.DB, person models.PersonID, purpose models.LinkPurpose) error {
	return tx.Where("person_id = ? and purpose = ? and used_at is null", person, purpose).Delete(&tokenRow{}).Error
}

// useLink uses up a link and returns it; of several who try at once one succeeds, the others meet ErrDeadLink.
func (s *Store) useLink(tx *gorm.DB, token string, purpose models.LinkPurpose) (row tokenRow, err error) {
	now := s.Now()
	used := tx.Raw(`update tokens set used_at = ? where hash = ? and purpose = ? and used_at is null and expires_at > ? returning *`,
		now, linkHash(token), purpose, now).Scan(&row)
	if used.Error != nil {
		return row, used.Error
	}
	if used.RowsAffected == 0 {
		return row, models.ErrDeadLink
	}
	return row, nil
}

// LinkPurpose says what a link would decide, and ErrDeadLink where it decides nothing any more. It uses nothing up.
func (s *Store) LinkPurpose(ctx context.Context, token string) (purpose models.LinkPurpose, err error) {
	now := s.Now()
	err = s.pool.QueryRow(ctx, `select purpose from tokens where hash = $1 and used_at is null and expires_at > $2
		union all select $3 from sign_ups where token_hash = $1 and created_at > $4`,
		linkHash(token), now, string(models.LinkSignUp), now.Add(-models.SignUpLife)).Scan(&purpose)
	if notFound(err) == models.ErrNotFound {
		return "", models.ErrDeadLink
	}
	if err != nil {
		return "", fmt.Errorf("read a link: %w", err)
	}
	return purpose, nil
}
