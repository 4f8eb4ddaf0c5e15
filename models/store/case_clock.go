package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// MindCases does what the time brings about in cases: it gives those to somebody that nobody has, reminds the desk of open ones,
// says sorry for late ones, takes for confirmed whom nobody looked at, and closes answered ones to which nothing may be added any
// more (deadline.md, 2, 7 and 11). It may be done at any time, twice, and by several instances at once. A case with which it fails
// does not keep it from the others.
func (s *Store) MindCases(ctx context.Context) (err error) {
	cal, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	now := s.Now()
	var minded []mindedCase
	var over []string
	err = s.batch(ctx,
		read{mindedSQL, nil, scanMinded(&minded)},
		read{`select c.id from complaints c join complaint_rounds r on r.case_id = c.id and r.number = c.round
			where c.state = 'answered' and r.answered_at < $1`, []any{now.AddDate(0, 0, -models.ReopenDays)}, scanIDs(&over)},
	)
	if err != nil {
		return fmt.Errorf("read open cases: %w", err)
	}
	for _, m := range minded {
		err = errors.Join(err, s.mind(ctx, m, now, cal))
	}
	for _, id := range over {
		err = errors.Join(err, s.closeOver(ctx, id))
	}
	if err != nil {
		return fmt.Errorf("mind cases: %w", err)
	}
	return nil
}

// mindedCase is an open case as the clock looks at it.
type mindedCase struct {
	id, ref  string
	owned    bool
	kind     models.CaseKind
	drafted  bool
	due      models.Date
	received time.Time
	verified bool
	late     bool // we said sorry
}

// isOwned is the condition that a case of the queue q has an owner who can answer it: somebody who left the desk is none.
const isOwned = `exists (select from staff f where f.id = q.owner and f.disabled_at is null and f.role in ('agent', 'officer'))`

const mindedSQL = `select q.case_id, q.ref, ` + isOwned + `, q.kind, exists (select from complaint_drafts d where d.case_id = q.case_id),
	q.due, r.received_at, r.verified_at is not null, r.late_at is not null
	from desk_cases q join complaints c on c.id = q.case_id join complaint_rounds r on r.case_id = c.id and r.number = c.round
	where q.state = 'open' order by q.due, q.ref`

func scanMinded(into *[]mindedCase) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		m := grow(into)
		var due time.Time
		err := rows.Scan(&m.id, &m.ref, &m.owned, &m.kind, &m.drafted, &due, &m.received, &m.verified, &m.late)
		m.due = dayOf(due)
		return err
	})
}

func (s *Store) mind(ctx context.Context, m mindedCase, now time.Time, cal workday.Calendar) error {
	if !m.owned && !now.Before(models.OwnBy(m.received, cal)) {
		if err := s.nameOwner(ctx, m.id); err != nil {
			return err
		}
	}
	if end := models.VerifyBy(m.received, cal).Next().Start(); !m.verified && !now.Before(end) {
		if err := s.overrun(ctx, m.id, end); err != nil {
			return err
		}
	}
	if !m.late && models.DateOf(now) != m.due && m.due.Before(models.DateOf(now)) {
		if err := s.sayLate(ctx, m.id); err != nil {
			return err
		}
	}
	why := models.Minded{Drafted: m.drafted, Due: m.due}.Remind(now, cal)
	if why == "" {
		return nil
	}
	return s.remind(ctx, m.id, why, now)
}

// overrun takes for confirmed who filed a case, since nobody looked in time. Of a clue nobody need be known (#113).
func (s *Store) overrun(ctx context.Context, caseID string, at time.Time) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, _ workday.Calendar) error {
			if c.State != models.CaseOpen || c.Round().Verified() {
				return nil // somebody was faster
			}
			if c.Kind == models.CaseReport {
				return s.verify(tx, c, at, false, models.CaseEvent{Kind: models.CaseVerified, Actor: models.ByClock})
			}
			return s.verify(tx, c, at, true, models.CaseEvent{Kind: models.CaseOverrun, Actor: models.ByClock})
		}, `id = ?`, caseID)
	})
}

// sayLate records for good that no answer came in time, promises another date and asks for the letter that says sorry.
func (s *Store) sayLate(ctx context.Context, caseID string) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, cal workday.Calendar) error {
			r, now := c.Round(), s.Now()
			if c.State != models.CaseOpen || !r.LateAt.IsZero() || !r.Late(now) {
				return nil
			}
			promised := cal.Due(models.DateOf(now), models.ApologyDays).Due
			err := tx.Exec(`update complaint_rounds set late_at = ?, new_date = ? where case_id = ? and number = ?`, now, promised.String(), c.ID, r.Number).Error
			if err != nil {
				return err
			}
			late := models.CaseEvent{Kind: models.CaseLate, Actor: models.ByClock, From: r.Deadline.Told, To: promised}
			if err := s.noteCase(tx, c.ID, late); err != nil {
				return err
			}
			return s.enqueue(ctx, tx, models.CaseMail{CaseID: c.ID, About: models.CaseLate, Round: r.Number})
		}, `id = ?`, caseID)
	})
}

// nextOwnerSQL selects who gets a case that nobody has: whoever has the fewest open ones, and before them those who did not answer
// it.
const nextOwnerSQL = `select f.id from staff f where f.disabled_at is null and f.role in ('agent', 'officer')
	order by exists (select from complaint_rounds r where r.case_id = ? and r.answered_by = f.id),
		(select count(*) from desk_cases q where q.owner = f.id and q.state = 'open'), f.created_at, f.id limit 1`

// nameOwner gives an open case to somebody and writes to them. Where somebody has it meanwhile nothing happens; where nobody works
// at the desk, it is tried again.
func (s *Store) nameOwner(ctx context.Context, caseID string) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		var owners []models.StaffID
		if err := tx.Raw(nextOwnerSQL, caseID).Scan(&owners).Error; err != nil || len(owners) == 0 {
			return err
		}
		// Locked first: who has it is asked anew then, and two that came at once do not both find nobody.
		if err := tx.Exec(`select from desk_cases where case_id = ? for update`, caseID).Error; err != nil {
			return err
		}
		given := tx.Exec(`update desk_cases q set owner = ? where case_id = ? and state = 'open' and not `+isOwned, owners[0], caseID)
		if given.Error != nil || given.RowsAffected == 0 {
			return given.Error
		}
		err := s.noteCase(tx, caseID, models.CaseEvent{Kind: models.CaseAssigned, Actor: models.ByClock, Staff: models.Staff{ID: owners[0]}})
		if err != nil {
			return err
		}
		return s.enqueue(ctx, tx, models.StaffReminderMail{CaseID: caseID, StaffID: owners[0], Reminder: models.RemindGiven})
	})
}

// remind writes to the owner of an open case, unless that was done.
func (s *Store) remind(ctx context.Context, caseID string, why models.Reminder, now time.Time) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		var owner []models.StaffID
		err := tx.Raw(`select f.id from staff f join desk_cases q on q.owner = f.id
			where q.case_id = ? and f.disabled_at is null`, caseID).Scan(&owner).Error
		if err != nil || len(owner) == 0 {
			return err
		}
		day := `(select due from desk_cases where case_id = ?)`
		args := []any{caseID, why, caseID}
		if why.Daily() {
			day, args = `?`, []any{caseID, why, models.DateOf(now).String()}
		}
		reminded := tx.Exec(`insert into desk_reminders (case_id, kind, day) values (?, ?, `+day+`) on conflict do nothing`, args...)
		if reminded.Error != nil || reminded.RowsAffected == 0 {
			return reminded.Error
		}
		return s.enqueue(ctx, tx, models.StaffReminderMail{CaseID: caseID, StaffID: owner[0], Reminder: why})
	})
}

// closeOver closes an answered case once its person can no longer say that it is not solved.
func (s *Store) closeOver(ctx context.Context, caseID string) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, cal workday.Calendar) error {
			if may, _ := c.MayAdd(s.Now(), cal); may || c.State != models.CaseAnswered {
				return nil
			}
			return s.closeCase(tx, c, models.ByClock)
		}, `id = ?`, caseID)
	})
}

// openRoundsSQL selects the open cases and the rounds that wait for an answer, and keeps others from changing them.
const openRoundsSQL = `select c.id, r.number, r.received_at, r.days, r.due, r.provisional, r.versions
	from complaints c join complaint_rounds r on r.case_id = c.id and r.number = c.round
	where c.state = 'open' order by c.ref for update`

// recomputeDeadlines counts the deadlines of all open cases by a calendar that counts from now on, and counts those that moved: earlier,
// never later (deadline.md, 9). Each move is an event that the person sees.
func (s *Store) recomputeDeadlines(tx *gorm.DB, cal workday.Calendar) (moved int, err error) {
	var open []struct {
		ID           string
		Number, Days int
		ReceivedAt   time.Time
		Due          time.Time
		Provisional  bool
		Versions     string
	}
	if err := tx.Raw(openRoundsSQL).Scan(&open).Error; err != nil {
		return 0, err
	}
	for _, r := range open {
		was := dayOf(r.Due)
		d := models.NewDeadline(cal, models.DateOf(r.ReceivedAt), r.Days, was)
		if d.Told == was && d.Provisional == r.Provisional && d.Versions == r.Versions {
			continue
		}
		if err := s.saveDeadline(tx, r.ID, r.Number, r.Days, d); err != nil {
			return 0, err
		}
		if d.Told == was {
			continue
		}
		moved++
		err := s.noteCase(tx, r.ID, models.CaseEvent{Kind: models.CaseDateMoved, Actor: models.ByClock, From: was, To: d.Told})
		if err != nil {
			return 0, err
		}
	}
	return moved, nil
}
