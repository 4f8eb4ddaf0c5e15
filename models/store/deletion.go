package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// deletionsSQL selects deletions, as scanDeletions reads them.
const deletionsSQL = `select id, receipt, scope, made_by, at, due_at, done_at, state, items, tries from deletions`

func scanDeletions(into *[]models.Deletion) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		d, err := scanDeletion(rows)
		*into = append(*into, d)
		return err
	})
}

func scanDeletion(row interface{ Scan(into ...any) error }) (d models.Deletion, err error) {
	var done *time.Time
	err = row.Scan(&d.ID, &d.Receipt, &d.What, &d.By, &d.At, &d.DueAt, &done, &d.State, &d.Items, &d.Tries)
	d.At, d.DueAt, d.DoneAt = d.At.UTC(), d.DueAt.UTC(), orZero(done)
	return d, err
}

// DeletionsPage is one page of a person's deletions, newest first, and how much there is that can be deleted.
type DeletionsPage struct {
	Held               map[models.EntryKind]models.Tally
	Deletions          []models.Deletion
	HasNewer, HasOlder bool
}

// Deletions returns the page of a person's deletions on one side of key; a zero key is the newest end.
func (s *Store) Deletions(ctx context.Context, person models.PersonID, key Key, side Side) (page DeletionsPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	var found []models.Deletion
	counts := tallies{}
	err = s.batch(ctx, historyRead(deletionsSQL, person, key, side, scanDeletions(&found)), talliesRead(person, counts))
	if err != nil {
		return page, fmt.Errorf("read deletions: %w", err)
	}
	page.Held = counts.entries()
	page.Deletions, page.HasNewer, page.HasOlder = fold(found, key, side)
	return page, nil
}

// DeletionPage is a deletion with how far it is, and one page of what it took, newest entries first.
type DeletionPage struct {
	models.Deletion
	Progress           models.Progress
	Entries            []models.DeletedItem // none of one that was stopped: they are back
	HasNewer, HasOlder bool
}

// Deletion returns one of a person's deletions, in one round trip, with the page of its entries on one side of key; a zero
// key is the newest end. It is ErrNotFound where the person has no such deletion.
func (s *Store) Deletion(ctx context.Context, person models.PersonID, id string, key Key, side Side) (page DeletionPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	if !isID(id) {
		return page, models.ErrNotFound
	}
	var found []models.Deletion
	var entries []models.DeletedItem
	var of where
	of.and(`deletion_id = `, id)
	err = s.batch(ctx,
		read{deletionsSQL + ` where person_id = $1 and id = $2`, []any{person, id}, scanDeletions(&found)},
		progressRead(&page.Progress, person, id),
		narrowedRead(`select id, kind, at, outcome, locked_until from deleted`, person, of, key, side, scanDeleted(&entries)),
	)
	switch {
	case err != nil:
		return page, fmt.Errorf("read a deletion: %w", err)
	case len(found) == 0:
		return DeletionPage{}, models.ErrNotFound
	}
	page.Deletion = found[0]
	page.Entries, page.HasNewer, page.HasOlder = fold(entries, key, side)
	return page, nil
}

func scanDeleted(into *[]models.DeletedItem) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var item models.DeletedItem
		var outcome *models.Outcome
		var until *time.Time
		err := rows.Scan(&item.ID, &item.Kind, &item.At, &outcome, &until)
		if outcome != nil {
			item.Outcome = *outcome
		}
		item.At, item.Until = item.At.UTC(), orZero(until)
		*into = append(*into, item)
		return err
	})
}

// becameSQL counts what became of deleted entries; scanProgress reads it.
const becameSQL = `select kind, coalesce(outcome, ''), count(*), min(locked_until), max(locked_until) from deleted
	where person_id = $1 and deletion_id %s group by 1, 2 order by 1, 2`

// progressRead is the question for what became of a deletion's entries so far.
func progressRead(into *models.Progress, person models.PersonID, deletion string) read {
	return read{fmt.Sprintf(becameSQL, `= $2`), []any{person, deletion}, scanProgress(into)}
}

// progressOfAll is the same question for all deletions that were begun at one time, as when an account is erased.
func progressOfAll(into *models.Progress, person models.PersonID, at time.Time) read {
	return read{fmt.Sprintf(becameSQL, `in (select id from deletions where person_id = $1 and at = $2)`), []any{person, at}, scanProgress(into)}
}

func scanProgress(into *models.Progress) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var kind models.EntryKind
		var outcome models.Outcome
		var n int
		var first, last *time.Time
		if err := rows.Scan(&kind, &outcome, &n, &first, &last); err != nil {
			return err
		}
		switch outcome {
		case models.OutcomeErased:
			into.Erased += n
		case models.OutcomeAnonymised:
			into.Anonymised += n
		case models.OutcomeLocked:
			into.Locked = models.AddLocked(into.Locked, models.Locked{Category: kind.Category(), Count: n, First: orZero(first), Last: orZero(last)})
		default:
			into.Left += n
		}
		return nil
	})
}

// DeletionByReceipt returns the id of the person's deletion that the receipt is for, or ErrNotFound.
func (s *Store) DeletionByReceipt(ctx context.Context, person models.PersonID, ref string) (id string, err error) {
	err = s.pool.QueryRow(ctx, `select deletion_id from receipt_refs where ref = $1 and person_id = $2 and deletion_id is not null`, ref, person).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("find a deletion's receipt: %w", notFound(err))
	}
	return id, nil
}

// DeletionLetter returns what a letter about a deletion says and to whom, without its entries. It is ErrNotFound where the
// deletion is gone, or the person has no address.
func (s *Store) DeletionLetter(ctx context.Context, person models.PersonID, id string) (to models.Person, page DeletionPage, err error) {
	var found []models.Deletion
	err = s.batch(ctx,
		read{`select ` + personColumns + ` from persons p ` + personJoins + ` where p.id = $1`, []any{person}, s.scanPerson(&to)},
		read{deletionsSQL + ` where person_id = $1 and id = $2`, []any{person, id}, scanDeletions(&found)},
		progressRead(&page.Progress, person, id),
	)
	if err == nil && (len(found) == 0 || to.Email == "") {
		err = models.ErrNotFound
	}
	if err != nil {
		return to, page, fmt.Errorf("read what a letter about a deletion says: %w", notFound(err))
	}
	page.Deletion = found[0]
	return to, page, nil
}
