package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// closeAccount erases all that is held of a locked account, and ends it: out of sight at once, then erased by its deletions' jobs.
// What is proof stays for its time (product.md's table).
func (s *Store) closeAccount(tx *gorm.DB, l heldLock, by models.Actor) error {
	now := s.Now()
	closed, err := l.Erase(now)
	if err != nil {
		return err
	}
	child, err := s.personWith(tx, l.Person)
	if err != nil {
		return err
	}
	if err := s.deleteAll(tx, l.Person, by, now); err != nil {
		return err
	}
	if err := s.endAccount(tx, l.Person, now); err != nil {
		return err
	}
	for _, table := range []string{"sessions", "tokens", "link_codes", "emails", "sign_ins"} {
		if err := tx.Exec(`delete from `+table+` where person_id = ?`, l.Person).Error; err != nil {
			return err
		}
	}
	sealed, err := s.vault.Seal(lockPersonal{To: &lastAddressee{child.Email, child.Name, child.Locale}})
	if err != nil {
		return err
	}
	if err := s.saveLock(tx, closed); err != nil {
		return err
	}
	if err := tx.Exec(`update locks set personal = ? where id = ?`, sealed, l.ID).Error; err != nil {
		return err
	}
	if err := s.noteLock(tx, closed, models.EventAccountErased, by); err != nil {
		return err
	}
	return s.finishClosing(tx, l.Person)
}

// closingScopes are the deletions by which an account is erased.
var closingScopes = []models.Scope{models.ScopePhotos, models.ScopePrints, models.ScopeVoice, models.ScopeLog}

// deleteAll begins to delete everything of which there are entries, now; also what was to wait.
func (s *Store) deleteAll(tx *gorm.DB, person models.PersonID, by models.Actor, now time.Time) error {
	ctx := tx.Statement.Context
	for _, scope := range closingScopes {
		err := tx.Transaction(func(tx *gorm.DB) error { // of nothing there is no deletion: then this part is undone
			_, err := s.startDeletion(ctx, tx, person, models.Deletion{
				ID: newID(), Receipt: models.NewReceiptRef(), What: scope, By: by, At: now, DueAt: now, State: models.DeletionWaiting,
			}, where{})
			return err
		})
		if err != nil && !errors.As(err, &models.Invalid{}) {
			return fmt.Errorf("delete %s: %w", scope, err)
		}
	}
	var waiting []string
	err := tx.Raw(`update deletions set due_at = ? where person_id = ? and state = 'waiting' and due_at > ? returning id`, now, person, now).Scan(&waiting).Error
	for _, id := range waiting {
		if err == nil {
			err = s.enqueue(ctx, tx, models.EraseJob{DeletionID: id})
		}
	}
	return err
}

// finishClosing writes that all of an account is erased, once it is, and says so.
func (s *Store) finishClosing(tx *gorm.DB, person models.PersonID) error {
	var closed []string
	err := tx.Raw(`update locks l set erased_at = ? where person_id = ? and outcome = 'erased' and erased_at is null
		and not exists (select from deletions d where d.person_id = l.person_id and d.state in ('waiting', 'erasing')) returning id`, s.Now(), person).
		Scan(&closed).Error
	for _, id := range closed {
		if err == nil {
			err = s.tellOfLock(tx, models.Lock{ID: id, Person: person}, models.LockClosed)
		}
	}
	return err
}

// lastLetterKept is how long the address is kept to which the letter goes that all is erased.
const lastLetterKept = 7 * 24 * time.Hour

// sweepLocks erases a batch of locked accounts whose time is over. None goes while a guardian is asked, and none of somebody for whom
// nobody decides any more: that lock is lifted.
func (s *Store) sweepLocks(tx *gorm.DB, now time.Time) (n int, err error) {
	var due []models.PersonID
	err = tx.Raw(`select l.person_id from locks l join persons p on p.id = l.person_id where l.ended_at is null and l.erase_at <= ?
		and not exists (select from guardian_requests r where r.person_id = l.person_id and r.state = 'waiting')
		limit ? for update skip locked`, now, closedAtOnce).Scan(&due).Error
	for _, person := range due {
		if err == nil {
			err = s.closeDue(tx, person, now)
		}
	}
	return len(due), err
}

// closedAtOnce is how many accounts are erased in one transaction: each may have thousands of entries.
const closedAtOnce = 10

func (s *Store) closeDue(tx *gorm.DB, person models.PersonID, now time.Time) error {
	l, err := s.openLock(tx, person)
	if err != nil {
		return err
	}
	child, err := s.personWith(tx, person)
	if err != nil {
		return err
	}
	if !s.ward(child, now).Guarded {
		return s.voidLock(tx, l.Lock, models.ByClock)
	}
	return s.closeAccount(tx, l, models.ByRetention)
}

// sweepLastLetters forgets a batch of addresses to which the letter went that all is erased.
func sweepLastLetters(now time.Time) func(tx *gorm.DB) (int, error) {
	return func(tx *gorm.DB) (int, error) {
		done := tx.Exec(`update locks set personal = null where id in (
			select id from locks where erased_at <= ? and personal is not null limit ? for update skip locked)`, now.Add(-lastLetterKept), sweepBatch)
		return int(done.RowsAffected), done.Error
	}
}
