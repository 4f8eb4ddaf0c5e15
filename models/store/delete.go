package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// Named points of a deletion, at which a test may cut it off.
const (
	PointMoved      = "moved"       // out of sight, not committed
	PointCommitted  = "committed"   // out of sight for good
	PointBegun      = "begun"       // erasing cannot be stopped any more
	PointFileErased = "file erased" // one of them
	PointBatch      = "batch marked"
	PointBatchDone  = "batch committed"
	PointFinishing  = "finishing" // the receipt is written, not committed
	PointDone       = "done"
)

// Points lists them in their order.
var Points = []string{PointMoved, PointCommitted, PointBegun, PointFileErased, PointBatch, PointBatchDone, PointFinishing, PointDone}

// Delete takes what a person selected out of sight, everywhere at once, and has it erased when that is due (#80, #84, #85).
// Where the rule asks for the password it is ErrWrongCredentials or TooMany like a sign-in. It is an Invalid where the order
// cannot be, or where nothing is left of what was selected, which names models.FieldItem; and ErrMoreCame where it would take more than
// was shown. Nothing is deleted then.
func (s *Store) Delete(ctx context.Context, person models.Person, order models.DeletionOrder, from models.Caller) (d models.Deletion, err error) {
	now := s.Now()
	if err := order.Check(now); err != nil {
		return d, err
	}
	plan := models.DeletionPlan{Selection: order.Selection, At: now}
	w := upTo(order.Selection, order.Asked)
	if err := s.batch(ctx, s.planRead(&plan, person.ID, w)); err != nil {
		return d, fmt.Errorf("count what is deleted: %w", err)
	}
	if plan.AskPassword() {
		if _, err := s.proveThemselves(ctx, person, order.Password, from); err != nil {
			return d, fmt.Errorf("delete: %w", err)
		}
	}
	order.Shown = min(order.Shown, plan.Count) // nor more than the password was asked for
	if d, err = s.delete(ctx, person.ID, order, w, now); err != nil {
		return models.Deletion{}, fmt.Errorf("delete: %w", err)
	}
	return d, nil
}

// delete does what a person ordered, who proved themselves where that is asked for.
func (s *Store) delete(ctx context.Context, person models.PersonID, order models.DeletionOrder, w where, now time.Time) (d models.Deletion, err error) {
	for range receiptTries {
		d = models.Deletion{
			ID: newID(), Receipt: models.NewReceiptRef(), What: order.What, By: models.ByPerson, At: now, DueAt: order.When.Due(now),
			State: models.DeletionWaiting,
		}
		err = s.tx(ctx, func(tx *gorm.DB) error {
			if d, err = s.startDeletion(ctx, tx, person, d, w); err != nil {
				return err
			}
			if d.Items > order.Shown {
				return models.ErrMoreCame
			}
			s.at(PointMoved)
			return nil
		})
		if !isTaken(err) {
			break
		}
	}
	if err == nil {
		s.at(PointCommitted)
	}
	return d, err
}

// startDeletion writes a deletion, moves there what w selects of its scope, and has it erased when it is due. It is an
// Invalid where w selects nothing.
func (s *Store) startDeletion(ctx context.Context, tx *gorm.DB, person models.PersonID, d models.Deletion, w where) (models.Deletion, error) {
	if err := s.oneDeletion(tx, person); err != nil {
		return d, err
	}
	if err := takeTime(tx); err != nil {
		return d, err
	}
	err := tx.Exec(`insert into deletions (person_id, at, id, receipt, state, scope, made_by, due_at, items) values (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		person, d.At, d.ID, d.Receipt, d.State, d.What, d.By, d.DueAt).Error
	if err != nil {
		return d, err
	}
	if d.Items, err = moveOut(ctx, tx, person, d, w); err != nil {
		return d, err
	}
	if d.Items == 0 {
		return d, models.Invalid{models.FieldItem: models.FaultMissing}
	}
	for _, write := range []*gorm.DB{
		tx.Exec(`update deletions set items = ? where id = ?`, d.Items, d.ID),
		tx.Exec(`insert into receipt_refs (ref, person_id, deletion_id) values (?, ?, ?)`, d.Receipt, person, d.ID),
	} {
		if write.Error != nil {
			return d, write.Error
		}
	}
	if err := s.noteDeletion(tx, person, d, models.EventDeletionAsked); err != nil {
		return d, err
	}
	if d.MayStop(d.At) {
		if err := s.enqueue(ctx, tx, models.DeletionScheduledMail{PersonID: person, DeletionID: d.ID}); err != nil {
			return d, err
		}
	}
	return d, s.enqueueAt(ctx, tx, models.EraseJob{DeletionID: d.ID}, d.DueAt)
}

// oneDeletion lets the others wait that delete something of the same person, or stop a deletion, until the transaction ends.
func (s *Store) oneDeletion(tx *gorm.DB, person models.PersonID) error {
	return tx.Exec(`select pg_advisory_xact_lock(hashtextextended('deletion ' || ?::text, 0))`, person).Error
}

// takeTime lets a statement of the transaction run for longer than a page may: a hundred thousand entries are moved in some seconds, and
// somebody with a million may delete them too.
func takeTime(tx *gorm.DB) error {
	return tx.Exec(`set local statement_timeout = '50s'`).Error
}

// moveOutSQL takes rows from their table to the deleted, whole.
const moveOutSQL = `with gone as (delete from %[1]s where person_id = $1%[3]s returning *)
	insert into deleted (person_id, deletion_id, at, id, kind, held) select person_id, $2, at, id, %[2]s, to_jsonb(gone) from gone`

// moveOut takes what w selects out of sight, in one statement, and counts it.
//
// What is sent again meanwhile does not come back: whoever writes an entry looks for its id among the deleted afterwards.
// Either that finds the id there, or the entry was written before the deletion looked, or it waited at the unique index for
// the deletion to end, and then finds it.
func moveOut(ctx context.Context, tx *gorm.DB, person models.PersonID, d models.Deletion, w where) (int, error) {
	from := shelfOf(d.What)
	chosen := w.sql
	if d.What == models.ScopePhotos { // in the order in which a print job takes its photos, so that the two never wait for each other
		chosen = ` and id in (select id from photos where person_id = $1` + w.sql + ` order by id for update)`
	}
	return exec(ctx, tx, fmt.Sprintf(moveOutSQL, from.table, from.kind, chosen), append([]any{person, d.ID}, w.args...)...)
}

// exec runs a statement with numbered arguments in a transaction and counts the rows that it wrote.
func exec(ctx context.Context, tx *gorm.DB, statement string, args ...any) (int, error) {
	done, err := tx.Statement.ConnPool.(*sql.Tx).ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// noteDeletion records what happened to a deletion.
func (s *Store) noteDeletion(tx *gorm.DB, person models.PersonID, d models.Deletion, kind models.EventKind) error {
	clause := models.PromiseDelete
	if d.By == models.ByRetention {
		clause = models.PromiseRetention
	}
	return s.note(tx, person, models.Event{Kind: kind, Subject: d.Receipt, Actor: d.By, Clause: clause, At: s.Now()})
}

// moveBackSQL takes what a deletion moved back to its table, as it was.
const moveBackSQL = `with back as (delete from deleted where person_id = $1 and deletion_id = $2 returning held)
	insert into %[1]s select was.* from back, jsonb_populate_record(null::%[1]s, held) was`

// StopDeletion brings back all that a deletion took and returns it. It is ErrNotFound where the person has no such deletion, and
// ErrBegun where it can no longer be stopped.
func (s *Store) StopDeletion(ctx context.Context, person models.PersonID, id string) (d models.Deletion, err error) {
	if !isID(id) {
		return d, models.ErrNotFound
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.oneDeletion(tx, person); err != nil {
			return err
		}
		if err := takeTime(tx); err != nil {
			return err
		}
		waiting, err := scanDeletion(tx.Raw(deletionsSQL+` where person_id = ? and id = ? for update`, person, id).Row())
		if err != nil {
			return notFound(err)
		}
		if d, err = waiting.Stop(s.Now()); err != nil {
			return err
		}
		back, err := exec(ctx, tx, fmt.Sprintf(moveBackSQL, shelfOf(d.What).table), person, id)
		if err == nil && back != d.Items {
			err = errors.New("not everything is there to be brought back")
		}
		if err != nil {
			return err
		}
		if err := tx.Exec(`update deletions set state = ? where id = ?`, d.State, id).Error; err != nil {
			return err
		}
		return s.noteDeletion(tx, person, d, models.EventDeletionStopped)
	})
	if err != nil {
		return models.Deletion{}, fmt.Errorf("stop a deletion: %w", err)
	}
	return d, nil
}
