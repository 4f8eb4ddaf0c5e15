package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// How many entries are erased in one transaction.
const (
	eraseWithFiles = 200
	eraseRows      = 1000
)

// entriesAtOnce is of how many entries a batch erases the files at the same time: a bucket answers each after some milliseconds.
const entriesAtOnce = 8

// ErrElsewhere says that another instance is at the rest of a deletion, or was cut off a moment ago.
var ErrElsewhere = errors.New("the rest is erased elsewhere")

// EraseDeletion erases what a deletion took, where that is due: files first, then what their rows say, a batch at a time. It
// may be done again at any time, and by several instances at once: each takes entries that no other has, and begins where
// the last one ended. It is ErrNotFound where there is no such deletion, and ErrElsewhere where others are still at it.
func (s *Store) EraseDeletion(ctx context.Context, id string) error {
	err := s.eraseDeletion(ctx, id)
	if err == nil {
		return nil
	}
	if ctx.Err() == nil && !errors.Is(err, ErrElsewhere) { // whoever is told to stop did not fail
		_, noted := s.pool.Exec(ctx, `update deletions set tries = least(tries + 1, 1000) where id = $1 and state = 'erasing'`, id)
		err = errors.Join(err, noted)
	}
	return fmt.Errorf("erase a deletion: %w", err)
}

func (s *Store) eraseDeletion(ctx context.Context, id string) error {
	person, d, erasing, err := s.beginErasing(ctx, id)
	if err != nil || !erasing {
		return err
	}
	s.at(PointBegun)
	for {
		n, err := s.eraseBatch(ctx, person, d)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		s.at(PointBatchDone)
	}
	if err := s.finishErasing(ctx, person, d); err != nil {
		return err
	}
	s.at(PointDone)
	return nil
}

// beginErasing asks the rule whether there is anything to erase, and lets nobody stop it from then on.
func (s *Store) beginErasing(ctx context.Context, id string) (person models.PersonID, d models.Deletion, erasing bool, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Raw(`select person_id from deletions where id = ? for update`, id).Row().Scan(&person); err != nil {
			return notFound(err)
		}
		waiting, err := scanDeletion(tx.Raw(deletionsSQL+` where id = ?`, id).Row())
		if err != nil {
			return err
		}
		if waiting.By == models.ByGuardian && waiting.State == models.DeletionWaiting {
			var waits bool // until its guardians agree, or somebody found whose word holds
			if err := tx.Raw(`select `+frozen, person).Row().Scan(&waits); err != nil || waits {
				return err
			}
		}
		if d, erasing = waiting.Begin(s.Now()); d.State == waiting.State {
			return nil
		}
		return tx.Exec(`update deletions set state = ? where id = ?`, d.State, id).Error
	})
	return person, d, erasing, err
}

// toErase is an entry that is being erased, with what of its row that needs.
type toErase struct {
	id       string
	kind     models.EntryKind
	at       time.Time
	held     []byte // the row; nil where nothing of it may stay, like personal
	file     string // the name of its files; empty where it has none
	state    string // of a print job
	personal []byte
}

// takeSQL takes entries that are not erased yet and that nobody else is at, and erases what they held. Of most kinds nothing may stay,
// so that no more of the row is told than its files; what a law asks for of the others is written again by keepLocked.
const takeSQL = `with taken as materialized (
		select person_id, deletion_id, at, id, held from deleted where deletion_id = $1 and outcome is null limit $2 for update skip locked
	)
	update deleted d set outcome = $4, held = null from taken t
	where (d.person_id, d.deletion_id, d.at, d.id) = (t.person_id, t.deletion_id, t.at, t.id)
	returning d.id, d.kind, d.at, case when d.kind = any($3) then t.held::text end, coalesce(t.held ->> 'file', ''), coalesce(t.held ->> 'state', ''),
		case when d.kind = any($3) then decode(substr(t.held ->> 'personal', 3), 'hex') end`

// eraseBatch erases some entries of a deletion and counts them. Where it is cut off, files may be gone whose entry is not
// marked: it is taken up again, and a file that is gone is erased.
func (s *Store) eraseBatch(ctx context.Context, person models.PersonID, d models.Deletion) (n int, err error) {
	size := eraseRows
	if d.What == models.ScopePhotos || d.What == models.ScopeVoice {
		size = eraseWithFiles
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		entries, err := takeEntries(ctx, tx, d, size)
		if err != nil || len(entries) == 0 {
			return err
		}
		n = len(entries)
		if err := s.eraseFilesOfEntries(ctx, entries); err != nil {
			return err
		}
		if err := s.keepLocked(ctx, tx, person, entries); err != nil {
			return err
		}
		if err := eraseAbout(ctx, tx, person, d, entries); err != nil {
			return err
		}
		if d.Tries > 0 {
			if _, err := tx.Exec(ctx, `update deletions set tries = 0 where id = $1`, d.ID); err != nil {
				return err
			}
		}
		s.at(PointBatch)
		return nil
	})
	return n, err
}

func takeEntries(ctx context.Context, tx pgx.Tx, d models.Deletion, most int) (entries []toErase, err error) {
	mayLock := slices.DeleteFunc(d.What.Kinds(), func(k models.EntryKind) bool { return !k.MayLock() })
	rows, err := tx.Query(ctx, takeSQL, d.ID, most, mayLock, models.OutcomeErased)
	if err != nil {
		return nil, err
	}
	err = each(func(rows pgx.Rows) error {
		var e toErase
		err := rows.Scan(&e.id, &e.kind, &e.at, &e.held, &e.file, &e.state, &e.personal)
		entries = append(entries, e)
		return err
	})(rows)
	return entries, err
}

// eraseFilesOfEntries erases the files of photos and of recordings whose sound was kept.
func (s *Store) eraseFilesOfEntries(ctx context.Context, entries []toErase) error {
	var all errgroup.Group
	all.SetLimit(entriesAtOnce)
	for _, e := range entries {
		all.Go(func() error {
			for _, key := range e.keys() {
				if err := s.removeFiles(ctx, []string{key}); err != nil {
					return err
				}
				s.at(PointFileErased)
			}
			return nil
		})
	}
	return all.Wait()
}

// keys names the files of an entry.
func (e toErase) keys() []string {
	switch {
	case e.file == "":
		return nil
	case e.kind == models.EntryPhoto:
		return photoKeys(e.file)
	}
	return []string{recordingKey(e.file)}
}

// keepLocked writes what a law asks for of those entries that it locks.
func (s *Store) keepLocked(ctx context.Context, tx pgx.Tx, person models.PersonID, entries []toErase) error {
	now := s.Now()
	var ids, kept []string
	var untils []time.Time
	for _, e := range entries {
		outcome, until := models.OutcomeOf(e.kind, e.at, now)
		if outcome != models.OutcomeLocked {
			continue
		}
		facts, err := s.factsOf(e)
		if err != nil {
			return err
		}
		ids, untils, kept = append(ids, e.id), append(untils, until), append(kept, facts)
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `update deleted d set outcome = $5, locked_until = e.until, held = e.kept::jsonb
		from unnest($2::uuid[], $3::timestamptz[], $4::text[]) e (id, until, kept)
		where d.person_id = $1 and d.id = e.id`, person, ids, untils, kept, models.OutcomeLocked)
	return err
}

// factsOf is what a law asks for of a locked entry: of a print job its reference and state, of trade what it was, both with
// the time, which stands beside; of the security log everything, since network logs are what that law is about.
func (s *Store) factsOf(e toErase) (string, error) {
	var all printPersonal
	var trade activityPersonal
	var left any
	switch e.kind.Category() {
	case models.CategorySecurity:
		return string(e.held), nil
	case models.CategoryPrints:
		if err := s.vault.Open(e.personal, &all); err != nil {
			return "", fmt.Errorf("open a print job: %w", err)
		}
		left = printPersonal{SentID: all.SentID}
	default:
		if err := s.vault.Open(e.personal, &trade); err != nil {
			return "", fmt.Errorf("open an entry of the service log: %w", err)
		}
		left = activityPersonal{Detail: trade.Detail}
	}
	sealed, err := s.vault.Seal(left)
	if err != nil {
		return "", err
	}
	facts, err := json.Marshal(struct {
		State    string `json:"state,omitempty"`
		Personal string `json:"personal"`
	}{e.state, `\x` + hex.EncodeToString(sealed)})
	return string(facts), err
}

// eraseAbout erases what stands elsewhere about entries: of photos what they were used for and what was changed of them, of
// print jobs which photos were in them.
func eraseAbout(ctx context.Context, tx pgx.Tx, person models.PersonID, d models.Deletion, entries []toErase) error {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.id
	}
	var all pgx.Batch
	for _, about := range map[models.Scope][]string{
		models.ScopePhotos: {
			`delete from photo_uses where person_id = $1 and photo_id = any($2)`,
			`delete from changes where person_id = $1 and photo_id = any($2)`,
		},
		models.ScopePrints: {`delete from printed_photos where person_id = $1 and print_id = any($2)`},
	}[d.What] {
		all.Queue(about, person, ids)
	}
	return tx.SendBatch(ctx, &all).Close()
}

// finishErasing writes that a deletion is done where nothing of it is left: of several instances the last to end finds it so,
// and the others leave it to that one.
func (s *Store) finishErasing(ctx context.Context, person models.PersonID, d models.Deletion) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(`select from deletions where id = ? for update`, d.ID).Error; err != nil {
			return err
		}
		var left int
		if err := tx.Raw(`select count(*) from deleted where deletion_id = ? and outcome is null`, d.ID).Row().Scan(&left); err != nil {
			return err
		}
		d = d.Finish(left, s.Now())
		if d.State != models.DeletionDone {
			return ErrElsewhere
		}
		done := tx.Exec(`update deletions set state = ?, done_at = ? where id = ? and state = 'erasing'`, d.State, d.DoneAt, d.ID)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error // another instance was at the end before
		}
		if err := s.noteDeletion(tx, person, d, models.EventDeletionDone); err != nil {
			return err
		}
		if err := s.finishClosing(tx, person); err != nil {
			return err
		}
		if d.Tells() {
			if err := s.enqueue(ctx, tx, models.DeletedMail{PersonID: person, DeletionID: d.ID}); err != nil {
				return err
			}
		}
		s.at(PointFinishing)
		return nil
	})
}

// ResumeErasing asks for every deletion to be worked that is due and not done, and counts them: one whose job was lost, or
// was tried too often, is taken up again.
func (s *Store) ResumeErasing(ctx context.Context) (n int, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var due []string
		err := tx.Raw(`select id from deletions where state in ('waiting', 'erasing') and due_at <= ?`, s.Now()).Scan(&due).Error
		for _, id := range due {
			if err == nil {
				err = s.enqueue(ctx, tx, models.EraseJob{DeletionID: id})
			}
		}
		n = len(due)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("take up deletions: %w", err)
	}
	return n, nil
}
