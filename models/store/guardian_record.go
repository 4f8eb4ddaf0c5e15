package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jolara.com/privacy/models"
)

// SignedRecord is a guardian's record with the portal's signature over its SignedText.
type SignedRecord struct {
	models.GuardianRecord
	Signature []byte
}

const recordsSQL = `select c.personal from guardian_records c join guardian_requests r on r.id = c.request_id where `

func (s *Store) guardianRecord(ctx context.Context, which string, args ...any) (SignedRecord, error) {
	var personal []byte
	var held guardianRecordPersonal
	err := s.pool.QueryRow(ctx, recordsSQL+which, args...).Scan(&personal)
	if err == nil {
		err = s.vault.Open(personal, &held)
	}
	if err != nil {
		return SignedRecord{}, fmt.Errorf("read a guardian's record: %w", notFound(err))
	}
	return SignedRecord{held.Record, held.Signature}, nil
}

// GuardianRecord returns the record of what the browser decided that holds proof, for as long as it does; otherwise it is
// ErrDeadLink.
func (s *Store) GuardianRecord(ctx context.Context, proof string) (SignedRecord, error) {
	record, err := s.guardianRecord(ctx, `r.proof_hash = $1 and r.proof_until > $2`, linkHash(proof), s.Now())
	if errors.Is(err, models.ErrNotFound) {
		err = models.ErrDeadLink
	}
	return record, err
}

// DoubtedUntil returns when what the browser decided begins to count that holds proof, where somebody has a look before (T3); zero where
// it counts already.
func (s *Store) DoubtedUntil(ctx context.Context, proof string) (time.Time, error) {
	var since time.Time
	err := s.pool.QueryRow(ctx, `select l.at from guardian_requests r join locks l on l.person_id = r.person_id
		where r.proof_hash = $1 and l.kind = 'doubted' and l.ended_at is null`, linkHash(proof)).Scan(&since)
	switch {
	case errors.Is(notFound(err), models.ErrNotFound):
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, fmt.Errorf("read when a guardian's yes counts: %w", err)
	}
	return models.Lock{Kind: models.LockDoubted, At: since.UTC()}.OpensAt(), nil
}

// GuardianRecordOf returns the record of a request, for its letter.
func (s *Store) GuardianRecordOf(ctx context.Context, job models.GuardianRecordMail) (SignedRecord, error) {
	return s.guardianRecord(ctx, `r.id = $1`, job.RequestID)
}

// Issued tells whether a record is one that this portal signed, word for word.
func (s *Store) Issued(record models.GuardianRecord, signature []byte) bool {
	return s.vault.Signed(record.SignedText(), signature)
}
