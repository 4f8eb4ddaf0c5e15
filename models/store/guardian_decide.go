package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// A guardian decides without an account: the link in the letter shows what is asked, a code that is mailed to the same address
// proves that its reader is there now, and what the browser then holds lets it decide for an hour (T2). Nothing of that is
// written by a GET.

// liveRequest is the condition that a request's link works at $2: it was not used, replaced, left too long or tried too often.
const liveRequest = `token_hash = $1 and state = 'waiting' and until > $2`

// GuardianAsked is what the reader of a guardian's letter is asked.
type GuardianAsked struct {
	models.GuardianRequest
	Band   models.Band // the child's
	Codes  int         // how many were sent to the reader of this letter
	Proven bool        // the browser has typed one and may decide
	Policy models.Policy
	Paper  *models.GuardianPaper // that they sent and that is to be checked; nil where there is none
}

// GuardianAsked returns what the link's reader is asked; proof is what their browser holds since it typed a code. It is
// ErrDeadLink where the link no longer works.
func (s *Store) GuardianAsked(ctx context.Context, token, proof string) (asked GuardianAsked, err error) {
	now := s.Now()
	var requests []models.GuardianRequest
	var child models.Person
	err = s.batch(ctx,
		read{requestsSQL + ` where ` + liveRequest, []any{linkHash(token), now}, s.scanRequests(&requests)},
		read{
			`select r.codes, coalesce(r.proof_hash = $3 and r.proof_until > $2, false), p.personal
				from guardian_requests r join persons p on p.id = r.person_id where ` + liveRequest,
			[]any{linkHash(token), now, linkHash(proof)},
			each(func(rows pgx.Rows) error {
				var personal []byte
				if err := rows.Scan(&asked.Codes, &asked.Proven, &personal); err != nil {
					return err
				}
				profile := models.Profile{}
				err := s.vault.Open(personal, &profile)
				child.Birth = profile.Birth()
				return err
			}),
		},
		read{
			`select ref, at from guardian_papers where state = 'to_check' and request_id in (select id from guardian_requests where ` + liveRequest + `)`,
			[]any{linkHash(token), now},
			scanPapers(&asked.Paper),
		},
	)
	switch {
	case err != nil:
		return asked, fmt.Errorf("read what a guardian is asked: %w", err)
	case len(requests) == 0, !s.ward(child, now).Guarded: // or they came of age: nobody decides for them any more
		return GuardianAsked{}, models.ErrDeadLink
	}
	asked.GuardianRequest, asked.Band = requests[0], child.Band(now)
	asked.Policy, err = s.CurrentPolicy(ctx)
	if errors.Is(err, models.ErrNotFound) {
		err = nil // a child whom the app knows may be here before any agreement is
	}
	return asked, err
}

// SendGuardianCode mails a code to the address that the link's letter went to; the code before it counts no more. It is
// ErrDeadLink where the link no longer works, and TooMany where enough were sent.
func (s *Store) SendGuardianCode(ctx context.Context, token, network string) error {
	now := s.Now()
	if err := s.take(ctx, lettersFromNetwork.of(network)); err != nil {
		return err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		r, err := s.lockRequest(tx, token, now)
		if err != nil {
			return err
		}
		if r.Codes >= models.GuardianCodes {
			return models.TooMany{After: r.Until.Sub(now)}
		}
		r.Codes++
		if err := tx.Exec(`update guardian_requests set codes = ?, code_until = ? where id = ?`, r.Codes, now.Add(models.GuardianCodeLife), r.ID).Error; err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.GuardianCodeMail{RequestID: r.ID, Letter: r.Letter, Code: r.Codes})
	})
	if err != nil {
		return fmt.Errorf("send a guardian's code: %w", err)
	}
	return nil
}

// lockedRequest is what of a request decides whether a code is right.
type lockedRequest struct {
	ID        string
	PersonID  models.PersonID
	Until     time.Time
	Letter    int
	Codes     int
	CodeUntil *time.Time
	Tries     int
}

// lockRequest reads the live request of a link and lets nobody else change it until the transaction ends.
func (s *Store) lockRequest(tx *gorm.DB, token string, now time.Time) (r lockedRequest, err error) {
	found := tx.Raw(`select id, person_id, until, letter, codes, code_until, tries from guardian_requests
		where token_hash = ? and state = 'waiting' and until > ? for update`, linkHash(token), now).Scan(&r)
	if found.Error == nil && found.RowsAffected == 0 {
		return r, models.ErrDeadLink
	}
	return r, found.Error
}

// GuardianCode is what the letter with a code says.
type GuardianCode struct {
	To     string
	Locale models.Locale
	Code   string
	Until  time.Time
}

// GuardianCode returns the letter with a code; ErrNotFound where another took its place or the link is dead.
func (s *Store) GuardianCode(ctx context.Context, job models.GuardianCodeMail) (letter GuardianCode, err error) {
	var personal []byte
	err = s.pool.QueryRow(ctx, `select code_until, personal from guardian_requests
		where id = $1 and state = 'waiting' and letter = $2 and codes = $3 and token_hash is not null and code_until > $4`,
		job.RequestID, job.Letter, job.Code, s.Now()).Scan(&letter.Until, &personal)
	var who guardianPersonal
	if err == nil {
		err = s.vault.Open(personal, &who)
	}
	if err != nil {
		return letter, fmt.Errorf("read a guardian's code: %w", notFound(err))
	}
	letter.To, letter.Locale, letter.Code = who.Email, who.Locale, s.vault.Digits(codeOfRequest(job.RequestID, job.Letter, job.Code))
	return letter, nil
}

// ProveGuardian tells whether the code is the one that was mailed last, and returns what the browser may hold then to decide. It
// is an Invalid where it is none, WrongGuardianCode where it is another, and ErrDeadLink where the link no longer works or ends
// with this try.
func (s *Store) ProveGuardian(ctx context.Context, token, typed, network string) (proof string, err error) {
	code, err := models.ParseLinkCode(typed)
	if err != nil {
		return "", err
	}
	if err := s.take(ctx, triesOfNetwork.of(network)); err != nil {
		return "", err
	}
	now := s.Now()
	var wrong error // which leaves its try counted
	err = s.tx(ctx, func(tx *gorm.DB) error {
		r, err := s.lockRequest(tx, token, now)
		if err != nil {
			return err
		}
		if s.codeCounts(code, codeOfRequest(r.ID, r.Letter, r.Codes), r.CodeUntil, now) {
			proof = rand.Text() + rand.Text()
			return tx.Exec(`update guardian_requests set code_until = null, proof_hash = ?, proof_until = ? where id = ?`,
				linkHash(proof), now.Add(models.GuardianProofLife), r.ID).Error
		}
		if wrong = models.WrongCode(r.Tries); wrong != models.ErrDeadLink {
			return tx.Exec(`update guardian_requests set tries = tries + 1 where id = ?`, r.ID).Error
		}
		return tx.Exec(`update guardian_requests set tries = tries + 1, token_hash = null, proof_hash = null where id = ?`, r.ID).Error
	})
	if err := errors.Join(err, wrong); err != nil {
		return "", fmt.Errorf("prove a guardian: %w", err)
	}
	return proof, nil
}

// codeCounts tells whether a typed code is the one of that name, which was sent last and counts until a time; nil: it was used.
func (s *Store) codeCounts(typed, name string, until *time.Time, now time.Time) bool {
	return until != nil && now.Before(*until) && subtle.ConstantTimeCompare([]byte(s.vault.Digits(name)), []byte(typed)) == 1
}

// GuardianShown is what a guardian had before their eyes: the record keeps its words, or their hash (#3, #91).
type GuardianShown struct {
	Statement string             // that they signed
	Rules     string             // for children, as they were shown
	Accepted  *models.Acceptance // of the agreement; nil where there is none
	Locale    models.Locale
}

// DecideAsGuardian writes what the guardian decided, once: of several who try at once one succeeds. A yes turns on what they
// allowed, each with its receipt, and is kept as a signed record; a no takes their address away. It is ErrDeadLink where the link
// no longer works or the browser has typed no code, and Refused where the guardian is a minor by their own account.
func (s *Store) DecideAsGuardian(ctx context.Context, token, proof string, d models.GuardianDecision, shown GuardianShown) error {
	now := s.Now()
	var err error
	for range receiptTries {
		err = s.tx(ctx, func(tx *gorm.DB) error { return s.decideAsGuardian(ctx, tx, token, proof, d, shown, now) })
		if !isTaken(err) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("decide as a guardian: %w", err)
	}
	return nil
}

func (s *Store) decideAsGuardian(ctx context.Context, tx *gorm.DB, token, proof string, d models.GuardianDecision, shown GuardianShown, now time.Time) error {
	child, err := s.lockChildOf(tx, token, now)
	if err != nil {
		return err
	}
	var used usedRequest
	done := tx.Raw(`update guardian_requests set state = ?, decided_at = ?, token_hash = null
		where token_hash = ? and state = 'waiting' and until > ? and proof_hash = ? and proof_until > ? returning id, second, personal`,
		d.State(), now, linkHash(token), now, linkHash(proof), now).Scan(&used)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrDeadLink
	}
	if done.Error != nil {
		return done.Error
	}
	if err := s.endPaper(tx, child.ID, models.PaperVoid, now); err != nil { // they sent a sheet, and then decided here
		return err
	}
	return s.decided(ctx, tx, child, used, d, shown, now)
}

// usedRequest is a request that somebody decided just now.
type usedRequest struct {
	ID       string
	Second   bool // beside a guardian who decides
	Personal []byte
}

// decided does what a guardian decided, on the page or on paper, and tells the child.
func (s *Store) decided(ctx context.Context, tx *gorm.DB, child models.Person, used usedRequest, d models.GuardianDecision, shown GuardianShown, now time.Time) error {
	if used.Second {
		return s.decidedBeside(tx, child, used, d, shown, now)
	}
	if err := tx.Exec(`update persons set guardian = ? where id = ?`, d.State(), child.ID).Error; err != nil {
		return err
	}
	if d.Approve {
		record, err := s.writeRecord(tx, child, used, d, shown, now)
		if err != nil {
			return err
		}
		if err := s.beginYes(tx, child.ID, record, d, now); err != nil {
			return err
		}
		if doubted, err := s.lockDoubted(tx, child, used.ID, d, now); err != nil || doubted {
			return err // whose letters tell what becomes of the yes
		}
	} else {
		if err := s.declineAsGuardian(tx, child.ID, used.ID, now); err != nil {
			return err
		}
		if err := s.lockWithoutYes(tx, child.ID, models.ByGuardian, now); err != nil {
			return err
		}
	}
	return s.enqueue(ctx, tx, models.ChildToldMail{PersonID: child.ID, State: d.State()})
}

// declineAsGuardian takes away the address of a guardian who said no; it is not asked again for this child.
func (s *Store) declineAsGuardian(tx *gorm.DB, child models.PersonID, request string, now time.Time) error {
	err := tx.Exec(`update guardian_requests set personal = null, proof_hash = null, refused = true where id = ?`, request).Error
	if err != nil {
		return err
	}
	return s.note(tx, child, models.Event{Kind: models.EventGuardianDeclined, Actor: models.ByGuardian, Clause: models.PromiseGuardian, At: now})
}

// decidedBeside does what a second guardian decided: their yes adds a word to that of the first one, and what they do not allow goes off;
// with a no the two of them differ.
func (s *Store) decidedBeside(tx *gorm.DB, child models.Person, used usedRequest, d models.GuardianDecision, shown GuardianShown, now time.Time) error {
	if child.Guardian != models.GuardianApproved || child.Lock != "" {
		return models.ErrDeadLink
	}
	if !d.Approve {
		if err := s.declineAsGuardian(tx, child.ID, used.ID, now); err != nil {
			return err
		}
		return s.settleGuardians(tx, child.ID, models.ByGuardian)
	}
	record, err := s.writeRecord(tx, child, used, d, shown, now)
	if err != nil {
		return err
	}
	if err := s.beginStanding(tx, child.ID, record.id, d.Yes); err != nil {
		return err
	}
	for _, kind := range models.GuardianChoices {
		if d.SaysYes(kind) {
			continue // and counts with the first one's yes; what is off stays off until one of them turns it on
		}
		if _, err := s.chooseFor(tx, child.ID, kind, false, models.ByGuardian, record.policy, now); err != nil {
			return err
		}
	}
	if err := s.enqueue(tx.Statement.Context, tx, models.ChildToldMail{PersonID: child.ID, State: d.State(), Second: true}); err != nil {
		return err
	}
	return s.settleGuardians(tx, child.ID, models.ByGuardian)
}

// lockChildOf reads whom a link's request is about and lets nobody else decide about them until the transaction ends.
func (s *Store) lockChildOf(tx *gorm.DB, token string, now time.Time) (child models.Person, err error) {
	var id models.PersonID
	err = tx.Raw(`select id from persons where id = (select person_id from guardian_requests where token_hash = ?) and ended_at is null for update`,
		linkHash(token)).Row().Scan(&id)
	if err == nil {
		child, err = s.personWith(tx, id)
	}
	switch {
	case notFound(err) == models.ErrNotFound:
		return child, models.ErrDeadLink
	case err != nil:
		return child, err
	case !s.ward(child, now).Guarded:
		return child, models.ErrDeadLink
	}
	return child, nil
}

// guardianRecordPersonal is the signed record as its row keeps it.
type guardianRecordPersonal struct {
	Record    models.GuardianRecord
	Signature []byte
}

// writtenRecord is what of a record is needed to do what it says.
type writtenRecord struct{ id, policy string }

// writeRecord writes the signed record of a guardian's yes, who gets it by mail.
func (s *Store) writeRecord(tx *gorm.DB, child models.Person, used usedRequest, d models.GuardianDecision, shown GuardianShown, now time.Time) (written writtenRecord, err error) {
	var who guardianPersonal
	if err := s.vault.Open(used.Personal, &who); err != nil {
		return written, err
	}
	if err := s.mustBeGrownUp(tx, who.Email, now); err != nil {
		return written, err
	}
	ref := models.NewGuardianRef()
	record := models.NewGuardianRecord(ref, child, who.Email, d, now)
	record.Statement, record.RulesHash, record.Locale = shown.Statement, models.TextHash(shown.Rules), shown.Locale
	if shown.Accepted != nil {
		record.PolicyVersion, record.PolicyHash = shown.Accepted.Version, shown.Accepted.PolicyHash
		accepted := *shown.Accepted
		accepted.At = now
		if err := s.accept(tx, child.ID, accepted, models.ByGuardian); err != nil {
			return written, err
		}
	}
	sealed, err := s.vault.Seal(guardianRecordPersonal{record, s.vault.Sign(record.SignedText())})
	if err != nil {
		return written, err
	}
	written = writtenRecord{newID(), record.PolicyVersion}
	err = tx.Exec(`insert into guardian_records (person_id, at, id, request_id, ref, personal) values (?, ?, ?, ?, ?, ?)`, child.ID, now, written.id, used.ID, ref, sealed).Error
	if err != nil {
		return written, err
	}
	err = s.note(tx, child.ID, models.Event{Kind: models.EventGuardianApproved, Subject: ref, Actor: models.ByGuardian, Clause: models.PromiseGuardian, At: now})
	if err != nil {
		return written, err
	}
	return written, s.enqueue(tx.Statement.Context, tx, models.GuardianRecordMail{RequestID: used.ID})
}

// beginYes lets a yes count that takes the place of whatever was said before, and turns on what it allows.
func (s *Store) beginYes(tx *gorm.DB, child models.PersonID, record writtenRecord, d models.GuardianDecision, now time.Time) error {
	if err := tx.Exec(`update persons set waits_until = null where id = ?`, child).Error; err != nil {
		return err
	}
	if err := s.voidAnyLock(tx, child, models.ByGuardian); err != nil { // a letter that was sent in time counts, however late the answer
		return err
	}
	if err := endStandings(tx, child, models.WordYes, models.WordNo, models.WordDisputes); err != nil {
		return err
	}
	if err := s.beginStanding(tx, child, record.id, d.Yes); err != nil {
		return err
	}
	for _, kind := range models.GuardianChoices {
		if _, err := s.chooseFor(tx, child, kind, d.SaysYes(kind), models.ByGuardian, record.policy, now); err != nil {
			return err
		}
	}
	return nil
}

// lockDoubted locks the account where the yes may be the child's own, and tells whether it is: what it turns on counts only once the
// lock is lifted.
func (s *Store) lockDoubted(tx *gorm.DB, child models.Person, request string, d models.GuardianDecision, now time.Time) (doubted bool, err error) {
	var newMailbox bool
	err = tx.Raw(`select not exists (select from emails e join persons p on p.id = e.person_id
				where e.lookup = r.lookup and p.id <> r.person_id and p.created_at <= @known)
			and not exists (select from guardian_requests o join guardian_records c on c.request_id = o.id
				where o.lookup = r.lookup and o.id <> r.id and c.at <= @known)
		from guardian_requests r where r.id = @request`, map[string]any{"request": request, "known": now.Add(-models.KnownMailbox)}).Row().Scan(&newMailbox)
	if err != nil || !models.DoubtYes(d.SameDevice, newMailbox) {
		return false, err
	}
	l, err := s.lockAccount(tx, models.NewLock(child.ID, models.LockDoubted, child.Band(now), now), lockPersonal{}, models.ByClock)
	if err != nil {
		return false, err
	}
	return true, s.tellOfLock(tx, l, models.LockBegan)
}

// mustBeGrownUp refuses a guardian whose own account is a minor's.
func (s *Store) mustBeGrownUp(tx *gorm.DB, email string, now time.Time) error {
	owner, err := s.ownerOf(tx, email)
	if err != nil || owner.PersonID == "" {
		return err
	}
	p, err := s.personWith(tx, owner.PersonID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err == nil && p.Band(now).Minor() {
		err = models.Refused{Reason: models.ReasonGuardianMinor}
	}
	return err
}

// chooseFor turns one thing on for a child, in the ledger and with a receipt like any other choice; or off, where it is on. What is off
// and stays off needs no entry. It returns the entry's id; empty where there is none.
func (s *Store) chooseFor(tx *gorm.DB, child models.PersonID, kind models.PermissionKind, yes bool, by models.Actor, policy string, now time.Time) (consent string, err error) {
	before, err := s.lockPermission(tx, child, kind)
	if err != nil || !yes && before.State != models.Granted {
		return "", err
	}
	to := models.Withdrawn
	if yes {
		to = models.Granted
	}
	at := now
	if !before.ChosenAt.Before(at) {
		at = before.ChosenAt.Add(time.Microsecond) // it comes after every choice known here, as a switch does
	}
	consent = newID()
	_, err = s.addChoice(tx, child, before, models.Consent{
		ID: consent, Kind: kind, State: to, At: at, RecordedAt: now, By: by, PolicyVersion: policy, Receipt: models.NewReceiptRef(),
	})
	return consent, err
}

// RemoveGuardianAddress takes back the address of somebody who got a letter that asks them to decide: it goes at once, and this
// child's letters never come there again. It is ErrDeadLink where the link no longer works.
func (s *Store) RemoveGuardianAddress(ctx context.Context, token string) error {
	now := s.Now()
	err := s.tx(ctx, func(tx *gorm.DB) error {
		child, err := s.lockChildOf(tx, token, now)
		if err != nil {
			return err
		}
		removed := tx.Exec(`update guardian_requests set refused = true where token_hash = ? and state = 'waiting' and until > ?`, linkHash(token), now)
		if removed.Error == nil && removed.RowsAffected == 0 {
			return models.ErrDeadLink
		}
		if removed.Error != nil {
			return removed.Error
		}
		return s.endUnanswered(tx, child.ID, models.ByGuardian, now)
	})
	if err != nil {
		return fmt.Errorf("take an address back: %w", err)
	}
	return nil
}
