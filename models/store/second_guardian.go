package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// What the guardians of a child say now, how a second one comes to be asked, and what holds while they differ.

// standingsSQL selects what guardians say who decide now.
const standingsSQL = `select g.record_id, c.ref, g.word, array_to_string(g.allows, ' ') from guardian_standings g join guardian_records c on c.id = g.record_id where g.word <> 'over' and `

func scanStandings(into *models.Guardians) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		g, err := scanStanding(rows)
		*into = append(*into, g)
		return err
	})
}

// scanStanding reads one of these rows, after what else the question asks for before it.
func scanStanding(from row, before ...any) (g models.GuardianStanding, err error) {
	var allows string
	err = from.Scan(append(before, &g.Record, &g.Ref, &g.Word, &allows)...)
	for _, kind := range strings.Fields(allows) {
		g.Allows = append(g.Allows, models.PermissionKind(kind))
	}
	return g, err
}

// guardiansOf reads who decides for a child now, in the order in which they said yes. Its person's row is locked by the transaction.
func (s *Store) guardiansOf(tx *gorm.DB, child models.PersonID) (all models.Guardians, err error) {
	rows, err := tx.Raw(standingsSQL+`g.person_id = ? order by c.at, c.id`, child).Rows()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		g, err := scanStanding(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		all = append(all, g)
	}
	return all, errors.Join(rows.Err(), rows.Close())
}

// saveWord writes what a guardian says from now on.
func (s *Store) saveWord(tx *gorm.DB, g models.GuardianStanding) error {
	return tx.Exec(`update guardian_standings set word = ?, allows = string_to_array(?, ' ') where record_id = ?`, g.Word, models.JoinKinds(g.Allows), g.Record).Error
}

// beginStanding writes what a guardian says with their yes.
func (s *Store) beginStanding(tx *gorm.DB, child models.PersonID, record string, allows []models.PermissionKind) error {
	return tx.Exec(`insert into guardian_standings (record_id, person_id, word, allows) values (?, ?, 'yes', string_to_array(?, ' '))`, record, child, models.JoinKinds(allows)).Error
}

// endStandings lets guardians of a child decide no longer who say one of these words.
func endStandings(tx *gorm.DB, child models.PersonID, words ...models.GuardianWord) error {
	return tx.Exec(`update guardian_standings set word = 'over' where person_id = ? and word in ?`, child, words).Error
}

// declinedBeside is the condition that somebody said no who was asked to decide for a person beside another guardian, and that nobody has
// found yet whose word holds.
const declinedBeside = `exists (select from guardian_requests where person_id = ? and second and state = 'declined')`

// settleGuardians lets an account stand as its guardians say: it locks, freezes or opens it, and writes to all of them.
func (s *Store) settleGuardians(tx *gorm.DB, child models.PersonID, by models.Actor) error {
	all, err := s.guardiansOf(tx, child)
	if err != nil {
		return err
	}
	var declined bool
	if err := tx.Raw(`select `+declinedBeside, child).Row().Scan(&declined); err != nil {
		return err
	}
	wants, state := all.Lock(declined), models.GuardianApproved
	if wants == models.LockWithdrawn {
		state = models.GuardianWithdrawn
	}
	if err := tx.Exec(`update persons set guardian = ? where id = ?`, state, child).Error; err != nil {
		return err
	}
	held, err := s.openLock(tx, child)
	switch none := errors.Is(err, models.ErrNotFound); {
	case err != nil && !none:
		return err
	case none && wants == "", !none && !held.Kind.GivesWay(wants):
		return nil
	case wants == "":
		return s.unlock(tx, held.Lock, by)
	case !none:
		if err := s.endQuietly(tx, held.Lock, by); err != nil {
			return err
		}
	}
	return s.lockMinorFor(tx, child, wants, by)
}

// lockMinorFor locks a child's account for what its guardians say, and writes to child and guardians.
func (s *Store) lockMinorFor(tx *gorm.DB, child models.PersonID, kind models.LockKind, by models.Actor) error {
	now := s.Now()
	p, err := s.personWith(tx, child)
	if err != nil {
		return err
	}
	l, err := s.lockAccount(tx, models.NewLock(child, kind, p.Band(now), now), lockPersonal{}, by)
	if err != nil {
		return err
	}
	return s.tellOfLock(tx, l, models.LockBegan)
}

// foundWhoseWordHolds is what an officer found of guardians who differ: everybody who said no decides no longer; or, where the no holds,
// the yes counts as taken back.
func (s *Store) foundWhoseWordHolds(tx *gorm.DB, l models.Lock, noHolds bool) error {
	settled := tx.Exec(`update guardian_requests set state = 'ended' where person_id = ? and second and state = 'declined'`, l.Person)
	if settled.Error != nil {
		return settled.Error
	}
	if !noHolds {
		if err := s.unlock(tx, l, models.ByDesk); err != nil { // whose letter goes to all of them
			return err
		}
		if err := endStandings(tx, l.Person, models.WordNo, models.WordDisputes); err != nil {
			return err
		}
		return s.settleGuardians(tx, l.Person, models.ByDesk)
	}
	if err := s.noteLock(tx, l, models.EventFoundTrue, models.ByDesk); err != nil {
		return err
	}
	if err := s.turnAllOff(tx, l.Person, models.ByDesk); err != nil {
		return err
	}
	if err := s.endQuietly(tx, l, models.ByDesk); err != nil {
		return err
	}
	if err := tx.Exec(`update persons set guardian = 'withdrawn' where id = ?`, l.Person).Error; err != nil {
		return err
	}
	return s.lockMinorFor(tx, l.Person, models.LockWithdrawn, models.ByDesk)
}

// takeStricter lets what guardians differ about be off for both, as an officer found that it stays.
func (s *Store) takeStricter(tx *gorm.DB, child models.PersonID) error {
	all, err := s.guardiansOf(tx, child)
	if err != nil {
		return err
	}
	for _, g := range all {
		for _, kind := range all.Differ() {
			g = g.Allow(kind, false)
		}
		if err := s.saveWord(tx, g); err != nil {
			return err
		}
	}
	return nil
}

// turnAllOff turns off whatever a guardian decides.
func (s *Store) turnAllOff(tx *gorm.DB, child models.PersonID, by models.Actor) error {
	for _, kind := range models.GuardianChoices {
		if _, err := s.chooseFor(tx, child, kind, false, by, "", s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// frozen is the condition that the guardians of a person differ: nothing is erased on the word of one of them.
const frozen = `exists (select from locks where person_id = ? and ended_at is null and kind in ('differ', 'answers'))`

// goOnErasing asks for the deletions to be worked that a guardian asked for and that fell due while guardians differed.
func (s *Store) goOnErasing(tx *gorm.DB, child models.PersonID) error {
	var due []string
	err := tx.Raw(`select id from deletions where person_id = ? and state = 'waiting' and made_by = ? and due_at <= ?`, child, models.ByGuardian, s.Now()).Scan(&due).Error
	for _, id := range due {
		if err == nil {
			err = s.enqueue(tx.Statement.Context, tx, models.EraseJob{DeletionID: id})
		}
	}
	return err
}

// AskSecond keeps the address of a second guardian that a minor gave, and asks the first one whether it may be written to; an officer
// may say so as well. It is an Invalid that names the address, Refused where no second one may be asked now, and TooMany where too many
// addresses were given.
func (s *Store) AskSecond(ctx context.Context, child models.Person, typed string, locale models.Locale) error {
	email, err := models.ParseGuardianEmail(typed)
	if err != nil {
		return err
	}
	err = s.withReceipts(ctx, func(tx *gorm.DB) error {
		now := s.Now()
		if _, err := s.lockMinor(tx, child.ID, now); err != nil {
			return err
		}
		request, err := s.newSecond(tx, child.ID, guardianPersonal{email, locale})
		if err != nil {
			return err
		}
		ref := models.NewSecondRef()
		request.State, request.Ref, request.TokenHash = models.GuardianProposed, &ref, nil
		if err := tx.Create(&request).Error; err != nil {
			return err
		}
		if err := s.noteGuardian(tx, child.ID, models.EventSecondAsked, ref, models.ByPerson); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.SecondAskedMail{RequestID: request.ID})
	})
	if err != nil {
		return fmt.Errorf("ask for a second guardian: %w", err)
	}
	return nil
}

// InviteSecond writes to a second guardian whose address the first one gave, whose yes to it that is. It is an Invalid that names the
// address, ErrDeadLink where the visit is over, ErrNotFound where the child is not theirs, ErrStaleProof where it takes a fresh code, Refused
// where no second one may be asked now, and TooMany where too many addresses were given or the network asks for too many letters.
func (s *Store) InviteSecond(ctx context.Context, token, ref, typed string, locale models.Locale, network string) error {
	email, err := models.ParseGuardianEmail(typed)
	if err != nil {
		return err
	}
	mayWrite, err := s.mayWrite(ctx, email, network)
	if err != nil {
		return err
	}
	err = s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		if !w.Fresh {
			return models.ErrStaleProof
		}
		request, err := s.newSecond(tx, w.Child.ID, guardianPersonal{email, locale})
		if err != nil {
			return err
		}
		if err := tx.Create(&request).Error; err != nil {
			return err
		}
		return s.secondIsAsked(tx, w.Child.ID, request.ID, "", models.ByGuardian, mayWrite)
	})
	if err != nil {
		return fmt.Errorf("invite a second guardian: %w", err)
	}
	return nil
}

// newSecond makes the request of a second guardian, where one may be asked.
func (s *Store) newSecond(tx *gorm.DB, child models.PersonID, who guardianPersonal) (request guardianRequestRow, err error) {
	p, err := s.personWith(tx, child)
	if err != nil {
		return request, err
	}
	all, err := s.guardiansOf(tx, child)
	if err != nil {
		return request, err
	}
	var asked bool
	if err := tx.Raw(`select exists (select from guardian_requests where person_id = ? and state in ('proposed', 'waiting'))`, child).Row().Scan(&asked); err != nil {
		return request, err
	}
	if !models.MayAskSecond(p.Guardian, len(all), p.Lock, asked) {
		return request, models.Refused{Reason: models.ReasonNoSecond}
	}
	var personal []byte
	var decides guardianPersonal
	err = tx.Raw(`select r.personal from guardian_requests r join guardian_records c on c.request_id = r.id where c.id = ?`, all[0].Record).Row().Scan(&personal)
	if err == nil {
		err = s.vault.Open(personal, &decides)
	}
	switch {
	case err != nil:
		return request, err
	case models.SameMailbox(decides.Email, who.Email):
		return request, models.Invalid{models.FieldGuardianEmail: models.FaultTaken}
	case models.SameMailbox(p.Email, who.Email):
		return request, models.Invalid{models.FieldGuardianEmail: models.FaultOwn}
	}
	if err := s.mayBeAsked(tx, child, who.Email); err != nil {
		return request, err
	}
	request, err = s.newRequest(child, who, s.Now())
	request.Second = true
	return request, err
}

// secondIsAsked tells the child that a second guardian is written to, and writes.
func (s *Store) secondIsAsked(tx *gorm.DB, child models.PersonID, request, ref string, by models.Actor, mayWrite bool) error {
	if err := s.noteGuardian(tx, child, models.EventSecondAllowed, ref, by); err != nil {
		return err
	}
	if err := s.enqueue(tx.Statement.Context, tx, models.ChildToldMail{PersonID: child, State: models.GuardianWaiting, Second: true}); err != nil || !mayWrite {
		return err
	}
	return s.enqueue(tx.Statement.Context, tx, models.GuardianMail{RequestID: request, Letter: 1})
}

// noteGuardian records what happened about who decides for a child.
func (s *Store) noteGuardian(tx *gorm.DB, child models.PersonID, kind models.EventKind, ref string, by models.Actor) error {
	return s.note(tx, child, models.Event{Kind: kind, Subject: ref, Actor: by, Clause: models.PromiseGuardian, At: s.Now()})
}

// AnswerSecondAsGuardian is the first guardian's yes or no to a second one whom the child named. It is ErrDeadLink where the visit is over,
// ErrNotFound where the child is not theirs or nobody was named, and ErrStaleProof where a yes takes a fresh code.
func (s *Store) AnswerSecondAsGuardian(ctx context.Context, token, ref string, yes bool) error {
	err := s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		var proposed string
		if err := tx.Raw(`select ref from guardian_requests where person_id = ? and state = 'proposed'`, w.Child.ID).Row().Scan(&proposed); err != nil {
			return notFound(err)
		}
		if yes && !w.Fresh {
			return models.ErrStaleProof
		}
		return s.answerSecond(tx, w.Child.ID, proposed, yes, models.ByGuardian)
	})
	if err != nil {
		return fmt.Errorf("answer about a second guardian: %w", err)
	}
	return nil
}

// AnswerSecond is the yes or no to a second guardian by an officer who has proved who they are (see Settle). It is ErrNotFound where there is
// no such asking or the staff member is no officer, and ErrConflict where it waits no more.
func (s *Store) AnswerSecond(ctx context.Context, staff models.Staff, ref string, found models.Finding) error {
	if !staff.Role.MayFind() {
		return models.ErrNotFound
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		of := foundOf{ref: ref}
		if err := tx.Raw(`select id, person_id from guardian_requests where ref = ?`, ref).Row().Scan(&of.id, &of.person); err != nil {
			return notFound(err)
		}
		if err := lockPerson(tx, of.person); err != nil {
			return err
		}
		if err := s.answerSecond(tx, of.person, ref, found.True, models.ByDesk); err != nil {
			return err
		}
		return s.writeFinding(tx, of, staff, found)
	})
	if err != nil {
		return fmt.Errorf("answer about a second guardian: %w", err)
	}
	return nil
}

// answerSecond lets a second guardian be written to whom a child named, or forgets them. It is ErrConflict where that waits no more.
func (s *Store) answerSecond(tx *gorm.DB, child models.PersonID, ref string, yes bool, by models.Actor) error {
	now := s.Now()
	var id string
	err := tx.Raw(`select id from guardian_requests where ref = ? and state = 'proposed' and until > ?`, ref, now).Row().Scan(&id)
	if errors.Is(notFound(err), models.ErrNotFound) {
		return models.ErrConflict
	}
	if err != nil {
		return err
	}
	if !yes {
		if err := s.noteGuardian(tx, child, models.EventSecondRefused, ref, by); err != nil {
			return err
		}
		if err := s.endRequest(tx, child, now); err != nil {
			return err
		}
		return s.enqueue(tx.Statement.Context, tx, models.ChildToldMail{PersonID: child, State: models.GuardianDeclined, Second: true})
	}
	asked := tx.Exec(`update guardian_requests set state = 'waiting', at = ?, until = ?, sent_at = ?, token_hash = ? where id = ?`,
		now, now.Add(models.WaitForGuardian), now, linkHash(s.vault.LinkToken(linkOfRequest(id, 1))), id)
	if asked.Error != nil {
		return asked.Error
	}
	return s.secondIsAsked(tx, child, id, ref, by, true)
}

// SecondAsked returns the record of whom the letter is to that a child would like a second guardian, and where it goes. It is ErrNotFound where that waits no more.
func (s *Store) SecondAsked(ctx context.Context, job models.SecondAskedMail) (record SignedRecord, to string, err error) {
	record, err = s.guardianRecord(ctx, `c.id = (select g.record_id from guardian_standings g join guardian_requests n on n.person_id = g.person_id
		where n.id = $1 and n.state = 'proposed' and n.until > $2 and g.word <> 'over' limit 1)`, job.RequestID, s.Now())
	if err == nil {
		to, err = s.lettersTo(ctx, record.GuardianRecord)
	}
	return record, to, err
}

// scanSeconds reads second guardians to be asked as matters, from secondsSQL.
func scanSeconds(into *[]models.Matter) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		m := grow(into)
		m.Kind = models.MatterSecond
		var answered *time.Time
		err := rows.Scan(&m.ID, &m.Ref, &m.At, &m.Until, &answered)
		m.At, m.Until, m.EndedAt = m.At.UTC(), m.Until.UTC(), orZero(answered)
		return err
	})
}

// secondsSQL selects askings for a second guardian: since when they wait, until when, and when they were answered or ended.
const secondsSQL = `select id, ref, at, until, case when state <> 'proposed' then coalesce(decided_at, sent_at) end from guardian_requests`
