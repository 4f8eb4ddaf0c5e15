package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// What falls due and has files, or may be in somebody's receipt, goes the way of what is deleted: out of sight at once, then
// erased by a job, with a receipt (#74). The service log is erased where it lies.

// forPeople does something about everybody who fulfils a condition, one after the other, in the order of their ids. One with
// whom it fails does not keep it from the others; the first failure is returned.
func (s *Store) forPeople(ctx context.Context, condition string, args []any, do func(personRow) error) (failed error) {
	find := fmt.Sprintf(`select id, coalesce(band, ''), personal from persons p where %s and id > $%d order by id limit %d`, condition, len(args)+1, sweepBatch)
	for last := models.PersonID(uuid.Nil.String()); ; {
		var page []personRow
		err := s.batch(ctx, read{find, append(args[:len(args):len(args)], last), each(func(rows pgx.Rows) error {
			var row personRow
			err := rows.Scan(&row.ID, &row.Band, &row.Personal)
			page = append(page, row)
			return err
		})})
		if err != nil {
			return err
		}
		for _, row := range page {
			failed = cmp.Or(failed, do(row))
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if len(page) < sweepBatch {
			return failed
		}
		last = page[len(page)-1].ID
	}
}

// due is what of everybody falls due.
type due struct {
	scope  models.Scope
	kinds  []models.EntryKind
	cutoff time.Time // entries from then or before
	minors bool      // of minors alone
}

// dueEntries lists what goes by a deletion that nobody asks for, but for photos.
func dueEntries(now time.Time) []due {
	recording := []models.EntryKind{models.EntryKind(models.TalkRecording)}
	return []due{
		{models.ScopePrints, models.ScopePrints.Kinds(), models.RetentionOf(models.CategoryPrints).Cutoff(now), false},
		{models.ScopeVoice, recording, models.RetentionOfTalk(models.TalkRecording, true).Cutoff(now), true},
		{models.ScopeVoice, models.ScopeVoice.Kinds(), models.RetentionOf(models.CategoryVoice).Cutoff(now), false},
	}
}

// sweepEntries begins the deletions of what falls due, and counts what they took.
func (s *Store) sweepEntries(ctx context.Context, of due) (n int, err error) {
	now := s.Now()
	holds := `exists (select from tallies t where t.person_id = p.id and t.kind = any($1) and t.oldest <= $2)`
	err = s.forPeople(ctx, holds, []any{of.kinds, of.cutoff}, func(row personRow) error {
		band, err := s.bandOf(row, now)
		if err != nil || of.minors && !band.Minor() {
			return err
		}
		items, err := s.deleteDue(ctx, row.ID, of, now)
		n += items
		return err
	})
	return n, err
}

// bandOf reads a person's age band.
func (s *Store) bandOf(row personRow, now time.Time) (models.Band, error) {
	profile := models.Profile{}
	if err := s.vault.Open(row.Personal, &profile); err != nil {
		return "", fmt.Errorf("open a profile: %w", err)
	}
	return models.BandAt(profile.Birth(), now), nil
}

// deleteDue begins the deletion of what falls due of a person; where another instance was faster it finds nothing.
func (s *Store) deleteDue(ctx context.Context, person models.PersonID, of due, now time.Time) (items int, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		items, err = s.startDue(ctx, tx, person, of, now)
		return err
	})
	if errors.As(err, &models.Invalid{}) {
		return 0, nil
	}
	return items, err
}

func (s *Store) startDue(ctx context.Context, tx *gorm.DB, person models.PersonID, of due, now time.Time) (items int, err error) {
	var w where
	w.and(`at <= `, of.cutoff)
	if shelfOf(of.scope).kind == `kind` {
		w.anyOf(`kind`, of.kinds)
	}
	d, err := s.startDeletion(ctx, tx, person, models.Deletion{
		ID: newID(), Receipt: models.NewReceiptRef(), What: of.scope, By: models.ByRetention, At: now, DueAt: now,
		State: models.DeletionWaiting,
	}, w)
	return d.Items, err
}

// unlockDueSQL erases what laws kept of deleted entries until now.
const unlockDueSQL = `update deleted set outcome = 'erased', locked_until = null, held = null where (person_id, id) in (
	select person_id, id from deleted where locked_until <= ? and held is not null limit ? for update skip locked)`

// sweepLocked erases a batch of what laws kept until now.
func (s *Store) sweepLocked(tx *gorm.DB, now time.Time) (int, error) {
	done := tx.Exec(unlockDueSQL, now, sweepBatch)
	return int(done.RowsAffected), done.Error
}
