package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// A guardian's account gets another address once they have typed a code that went there. The requests on which their decisions stand
// move along, so that letters and /guardian go there from then on; the records stay as they were signed. The former address gets a letter
// with a link that takes it back, since whoever changed it may not have been the guardian (T28).

// movePersonal is what a change of address keeps of its guardian.
type movePersonal struct {
	Was, Is string
	Locale  models.Locale
}

func codeOfMove(move string, code int) string { return fmt.Sprintf("%s move code %d", move, code) }

func undoOfMove(move string) string { return move + " undo" }

// AskGuardianEmail sends a code to the address that a guardian wants to have from now on. Whether another account has it is told in that
// letter alone (T4). A later wish takes the place of an earlier one. It is an Invalid that names the address, ErrStaleProof where it takes
// a fresh code of the present address, ErrNotFound where the browser is not signed in to an account, ErrDeadLink where the visit is over,
// and TooMany where the network, shortened, asks for too many letters.
func (s *Store) AskGuardianEmail(ctx context.Context, token, typed, network string) error {
	if typed == "" {
		return models.Invalid{string(models.FieldEmail): models.FaultMissing}
	}
	email, err := models.ParseEmail(typed)
	if err != nil {
		return err
	}
	mayWrite, err := s.mayWrite(ctx, email, network)
	if err != nil {
		return err
	}
	now := s.Now()
	err = s.tx(ctx, func(tx *gorm.DB) error {
		guardian, v, err := s.lockAccountOf(tx, token)
		if err != nil {
			return err
		}
		var who visitPersonal
		if err := s.vault.Open(v.Personal, &who); err != nil {
			return err
		}
		if email == who.Email {
			return models.Invalid{string(models.FieldEmail): models.FaultSame}
		}
		children, err := s.childrenOf(tx, v.Lookup)
		if err != nil {
			return err
		}
		if err := ofNoChild(children, email); err != nil {
			return err
		}
		if err := tx.Exec(`delete from guardian_moves where guardian_id = ? and confirmed_at is null`, guardian).Error; err != nil {
			return err
		}
		sealed, err := s.vault.Seal(movePersonal{Was: who.Email, Is: email, Locale: who.Locale})
		if err != nil {
			return err
		}
		move := newID()
		err = tx.Exec(`insert into guardian_moves (id, guardian_id, at, until, lookup, codes, code_until, personal) values (?, ?, ?, ?, ?, 1, ?, ?)`,
			move, guardian, now, now.Add(models.GuardianChangeLife), s.vault.Lookup(email), now.Add(models.GuardianCodeLife), sealed).Error
		if err != nil || !mayWrite {
			return err
		}
		return s.enqueue(ctx, tx, models.GuardianMoveMail{MoveID: move, Code: 1})
	})
	if err != nil {
		return fmt.Errorf("ask for a guardian's new address: %w", err)
	}
	return nil
}

// childrenOf returns the children for whom an address decides.
func (s *Store) childrenOf(tx *gorm.DB, lookup []byte) (children []models.Person, err error) {
	var ids []models.PersonID
	if err := tx.Raw(`select p.id`+wardsOf+`? order by p.id`, lookup).Scan(&ids).Error; err != nil {
		return nil, err
	}
	for _, id := range ids {
		child, err := s.personWith(tx, id)
		if errors.Is(err, models.ErrNotFound) {
			continue // their account ended just now
		}
		if err != nil {
			return nil, err
		}
		if s.ward(child, s.Now()).Guarded {
			children = append(children, child)
		}
	}
	return children, nil
}

// ofNoChild is an Invalid that names the address where one of the children may read its letters.
func ofNoChild(children []models.Person, email string) error {
	for _, child := range children {
		if models.SameMailbox(child.Email, email) {
			return models.Invalid{string(models.FieldEmail): models.FaultOwn}
		}
	}
	return nil
}

// lockedMove is a change of address that waits for its code.
type lockedMove struct {
	ID        string
	Lookup    []byte
	Codes     int
	CodeUntil *time.Time
	Tries     int
	Personal  []byte
}

// lockMove reads the change that waits, and lets nobody else confirm it until the transaction ends.
func lockMove(tx *gorm.DB, guardian string, now time.Time) (m lockedMove, err error) {
	found := tx.Raw(`select id, lookup, codes, code_until, tries, personal from guardian_moves where guardian_id = ? and confirmed_at is null and until > ? for update`,
		guardian, now).Scan(&m)
	if found.Error == nil && found.RowsAffected == 0 {
		return m, models.ErrNotFound
	}
	return m, found.Error
}

// NewGuardianEmail returns the address that waits for its code. It is ErrNotFound where none does.
func (s *Store) NewGuardianEmail(ctx context.Context, token string) (email string, err error) {
	v, err := s.signedIn(ctx, token)
	if err != nil {
		return "", err
	}
	var personal []byte
	err = s.pool.QueryRow(ctx, `select personal from guardian_moves where guardian_id = $1 and confirmed_at is null and until > $2`, v.guardian, s.Now()).Scan(&personal)
	var who movePersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return "", fmt.Errorf("read a guardian's new address: %w", notFound(err))
	}
	return who.Is, nil
}

// SendMoveCode sends another code to the new address, which may be a stranger's and gets no more letters than any; the one before counts
// no more. It is ErrNotFound where no change waits, and TooMany where enough were sent.
func (s *Store) SendMoveCode(ctx context.Context, token, network string) error {
	email, err := s.NewGuardianEmail(ctx, token)
	if err != nil {
		return err
	}
	mayWrite, err := s.mayWrite(ctx, email, network)
	if err != nil {
		return err
	}
	now := s.Now()
	err = s.tx(ctx, func(tx *gorm.DB) error {
		guardian, _, err := s.lockAccountOf(tx, token)
		if err != nil {
			return err
		}
		m, err := lockMove(tx, guardian, now)
		if err != nil {
			return err
		}
		if m.Codes >= models.GuardianCodes {
			return models.TooMany{After: models.GuardianChangeLife}
		}
		m.Codes++
		err = tx.Exec(`update guardian_moves set codes = ?, code_until = ? where id = ?`, m.Codes, now.Add(models.GuardianCodeLife), m.ID).Error
		if err != nil || !mayWrite {
			return err
		}
		return s.enqueue(ctx, tx, models.GuardianMoveMail{MoveID: m.ID, Code: m.Codes})
	})
	if err != nil {
		return fmt.Errorf("send a code to a guardian's new address: %w", err)
	}
	return nil
}

// ConfirmGuardianEmail makes the address that waits the guardian's, where the code is the one that was mailed there last; of two who try
// at once one succeeds. Every other browser is signed out. It is an Invalid where it is no code or the address is a child's by now,
// WrongGuardianCode where it is another code, ErrNotFound where no change waits or it ends with this try, ErrStaleProof where it takes a
// fresh code of the present address, and Refused where the address is that of a minor's own account, or of another guardian's.
func (s *Store) ConfirmGuardianEmail(ctx context.Context, token, typed, network string) error {
	code, err := models.ParseLinkCode(typed)
	if err != nil {
		return err
	}
	if err := s.take(ctx, triesOfNetwork.of(network)); err != nil {
		return err
	}
	now := s.Now()
	var wrong error // which leaves its try counted
	err = s.tx(ctx, func(tx *gorm.DB) error {
		wrong = nil
		guardian, v, err := s.lockAccountOf(tx, token)
		if err != nil {
			return err
		}
		m, err := lockMove(tx, guardian, now)
		if err != nil {
			return err
		}
		if s.codeCounts(code, codeOfMove(m.ID, m.Codes), m.CodeUntil, now) {
			return s.moveGuardian(ctx, tx, guardian, v, m, now)
		}
		if wrong = models.WrongCode(m.Tries); wrong == models.ErrDeadLink {
			wrong = models.ErrNotFound
			return tx.Exec(`delete from guardian_moves where id = ?`, m.ID).Error
		}
		return tx.Exec(`update guardian_moves set tries = tries + 1 where id = ?`, m.ID).Error
	})
	if isTaken(err) {
		err = models.Refused{Reason: models.ReasonAddressTaken}
	}
	if err := errors.Join(err, wrong); err != nil {
		return fmt.Errorf("confirm a guardian's new address: %w", err)
	}
	return nil
}

func (s *Store) moveGuardian(ctx context.Context, tx *gorm.DB, guardian string, v lockedVisit, m lockedMove, now time.Time) error {
	var who movePersonal
	if err := s.vault.Open(m.Personal, &who); err != nil {
		return err
	}
	if err := s.mustBeGrownUp(tx, who.Is, now); err != nil {
		return err
	}
	children, err := s.childrenOf(tx, v.Lookup)
	if err != nil {
		return err
	}
	if err := ofNoChild(children, who.Is); err != nil {
		return err
	}
	var decides bool // for one of the children, beside this guardian
	err = tx.Raw(`select exists (select`+wardsOf+`? and p.id in (select p.id`+wardsOf+`?))`, m.Lookup, v.Lookup).Row().Scan(&decides)
	if err == nil && decides {
		err = models.Refused{Reason: models.ReasonAddressTaken}
	}
	if err != nil {
		return err
	}
	if err := s.readdress(tx, guardian, guardianPersonal{who.Is, who.Locale}); err != nil { // which meets whoever has the address
		return err
	}
	var here visitPersonal
	if err := s.vault.Open(v.Personal, &here); err != nil {
		return err
	}
	here.Email = who.Is
	sealed, err := s.vault.Seal(here)
	if err != nil {
		return err
	}
	err = tx.Exec(`delete from guardian_visits where (guardian_id = ? or lookup = ?) and id <> ?`, guardian, v.Lookup, v.ID).Error
	if err != nil {
		return err
	}
	if err := tx.Exec(`update guardian_visits set lookup = ?, personal = ? where id = ?`, m.Lookup, sealed, v.ID).Error; err != nil {
		return err
	}
	moved, err := s.moveRequests(tx, `lookup = ? and state in ('waiting', 'approved')`, v.Lookup, who.Is)
	if err != nil {
		return err
	}
	for _, child := range children {
		if err := s.noteGuardian(tx, child.ID, models.EventGuardianMoved, "", models.ByGuardian); err != nil {
			return err
		}
	}
	undo := s.vault.LinkToken(undoOfMove(m.ID))
	err = tx.Exec(`update guardian_moves set confirmed_at = ?, until = ?, code_until = null, undo_hash = ?, requests = ?::uuid[] where id = ?`,
		now, now.Add(models.GuardianUndoLife), linkHash(undo), idList(moved), m.ID).Error
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, models.GuardianMovedMail{MoveID: m.ID})
}

// readdress gives an account another address.
func (s *Store) readdress(tx *gorm.DB, guardian string, who guardianPersonal) error {
	sealed, err := s.vault.Seal(who)
	if err != nil {
		return err
	}
	return tx.Exec(`update guardians set lookup = ?, personal = ? where id = ?`, s.vault.Lookup(who.Email), sealed, guardian).Error
}

// moveRequests gives guardians' requests another address, and returns their ids. The children are locked first, so that nobody decides
// about them meanwhile.
func (s *Store) moveRequests(tx *gorm.DB, which string, arg any, to string) (moved []string, err error) {
	which = ` from guardian_requests where personal is not null and ` + which
	err = tx.Exec(`select from persons where id in (select person_id`+which+`) order by id for update`, arg).Error
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID       string
		Personal []byte
	}
	if err := tx.Raw(`select id, personal`+which+` order by id for update`, arg).Scan(&rows).Error; err != nil {
		return nil, err
	}
	lookup := s.vault.Lookup(to)
	for _, row := range rows {
		var who guardianPersonal
		if err := s.vault.Open(row.Personal, &who); err != nil {
			return nil, err
		}
		who.Email = to
		sealed, err := s.vault.Seal(who)
		if err != nil {
			return nil, err
		}
		if err := tx.Exec(`update guardian_requests set lookup = ?, personal = ? where id = ?`, lookup, sealed, row.ID).Error; err != nil {
			return nil, err
		}
		moved = append(moved, row.ID)
	}
	return moved, nil
}

// UndoGuardianEmail puts back the address from before the change that the link belongs to, whatever was changed since, also where the
// account was closed. Nobody stays signed in, and the links of later changes end: the earliest address is the one to trust. It is
// ErrDeadLink where the link no longer works.
func (s *Store) UndoGuardianEmail(ctx context.Context, token string) error {
	now, hash := s.Now(), linkHash(token)
	err := s.tx(ctx, func(tx *gorm.DB) error {
		guardian, err := lockGuardian(tx, `id = (select guardian_id from guardian_moves where undo_hash = ?)`, hash)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		var m struct {
			At       time.Time
			Requests string
			Personal []byte
		}
		used := tx.Raw(`delete from guardian_moves where undo_hash = ? and until > ? returning at, requests::text, personal`, hash, now).Scan(&m)
		if used.Error == nil && used.RowsAffected == 0 {
			return models.ErrDeadLink
		}
		if used.Error != nil {
			return used.Error
		}
		var who movePersonal
		if err := s.vault.Open(m.Personal, &who); err != nil {
			return err
		}
		if guardian != "" {
			if err := s.putGuardianBack(tx, guardian, guardianPersonal{who.Was, who.Locale}); err != nil {
				return err
			}
		}
		err = tx.Exec(`delete from guardian_moves where at >= ? and (guardian_id::text = ? or requests && ?::uuid[])`, m.At, guardian, m.Requests).Error
		if err != nil {
			return err
		}
		if _, err := s.moveRequests(tx, `id = any(?::uuid[])`, m.Requests, who.Was); err != nil {
			return err
		}
		children, err := s.childrenOf(tx, s.vault.Lookup(who.Was))
		for _, child := range children {
			if err == nil {
				err = s.noteGuardian(tx, child.ID, models.EventGuardianMovedBack, "", models.ByGuardian)
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("put a guardian's address back: %w", err)
	}
	return nil
}

// putGuardianBack gives an account its former address and ends its sign-ins. Where somebody opened another one with that address
// meanwhile, that is the guardian's, and this one ends.
func (s *Store) putGuardianBack(tx *gorm.DB, guardian string, who guardianPersonal) error {
	if err := tx.Exec(`delete from guardian_visits where guardian_id = ?`, guardian).Error; err != nil {
		return err
	}
	var other bool
	err := tx.Raw(`select exists (select from guardians where lookup = ? and id <> ?)`, s.vault.Lookup(who.Email), guardian).Row().Scan(&other)
	if err != nil {
		return err
	}
	if other {
		return closeGuardian(tx, guardian)
	}
	return s.readdress(tx, guardian, who)
}

// FormerGuardianEmail returns the address that a link would put back, and ErrDeadLink where it would put back none. It uses nothing up.
func (s *Store) FormerGuardianEmail(ctx context.Context, token string) (email string, err error) {
	var personal []byte
	err = s.pool.QueryRow(ctx, `select personal from guardian_moves where undo_hash = $1 and until > $2`, linkHash(token), s.Now()).Scan(&personal)
	var who movePersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return "", fmt.Errorf("read a link about a guardian's address: %w", deadLink(err))
	}
	return who.Was, nil
}

// GuardianMoveCode is what the letter to a guardian's new address says.
type GuardianMoveCode struct {
	GuardianCode
	Taken bool // another account has the address: the letter must not hold the code
}

// GuardianMoveCode returns the letter with a code; ErrNotFound where another took its place, or no change waits any more.
func (s *Store) GuardianMoveCode(ctx context.Context, job models.GuardianMoveMail) (letter GuardianMoveCode, err error) {
	var personal []byte
	err = s.pool.QueryRow(ctx, `select m.code_until, m.personal, exists (select from guardians g where g.lookup = m.lookup and g.id <> m.guardian_id)
		from guardian_moves m where m.id = $1 and m.codes = $2 and m.code_until > $3 and m.confirmed_at is null`, job.MoveID, job.Code, s.Now()).
		Scan(&letter.Until, &personal, &letter.Taken)
	var who movePersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return letter, fmt.Errorf("read a code for a guardian's new address: %w", notFound(err))
	}
	letter.To, letter.Locale = who.Is, who.Locale
	if !letter.Taken {
		letter.Code = s.vault.Digits(codeOfMove(job.MoveID, job.Code))
	}
	return letter, nil
}

// GuardianMoved is what the letter to a guardian's former address says.
type GuardianMoved struct {
	To        string
	Locale    models.Locale
	Token     string // of the link that puts it back
	At, Until time.Time
}

// GuardianMoved returns the letter about a change of address; ErrNotFound where it was taken back meanwhile.
func (s *Store) GuardianMoved(ctx context.Context, job models.GuardianMovedMail) (letter GuardianMoved, err error) {
	var personal []byte
	err = s.pool.QueryRow(ctx, `select confirmed_at, until, personal from guardian_moves where id = $1 and confirmed_at is not null`, job.MoveID).
		Scan(&letter.At, &letter.Until, &personal)
	var who movePersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return letter, fmt.Errorf("read a letter about a guardian's address: %w", notFound(err))
	}
	letter.To, letter.Locale, letter.Token = who.Was, who.Locale, s.vault.LinkToken(undoOfMove(job.MoveID))
	return letter, nil
}
