package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// casePersonal is what a case says about somebody beside its messages.
type casePersonal struct {
	Headline string
	Minor    bool           `json:",omitempty"` // see models.Complaint
	From     models.Contact `json:",omitzero"`  // of somebody without an account
}

// staffColumns are those of a staff member f, whom there may not be; seen reads them.
const staffColumns = `coalesce(f.id::text, ''), coalesce(f.role, ''), f.personal`

// seen is a staff member as a row names them.
type seen struct {
	id       models.StaffID
	role     models.Role
	personal []byte
}

func (n *seen) into() []any { return []any{&n.id, &n.role, &n.personal} }

// staff opens who it is; zero where it is nobody.
func (s *Store) staff(n seen) (models.Staff, error) {
	if n.id == "" {
		return models.Staff{}, nil
	}
	return s.staffMember(n.id, n.role, n.personal)
}

// roundColumns are those of a round r that f answered; scanRound reads them.
const roundColumns = `r.number, r.received_at, r.days, r.due, r.verified_at, r.overrun, r.answered_at, r.late_at, r.new_date, ` + staffColumns

// casesSQL selects cases, each with the round that counts and who has it, in the order of a history; scanCases reads them.
const casesSQL = `select id, person_id, at, ref, kind, about, channel, state, closed_at, personal,
	number, received_at, days, due, verified_at, overrun, answered_at, late_at, new_date, by_id, by_role, by_personal, owner_id, owner_role, owner_personal
	from (select c.*, r.number, r.received_at, r.days, r.due, r.verified_at, r.overrun, r.answered_at, r.late_at, r.new_date,
		coalesce(f.id::text, '') by_id, coalesce(f.role, '') by_role, f.personal by_personal,
		coalesce(o.id::text, '') owner_id, coalesce(o.role, '') owner_role, o.personal owner_personal
		from complaints c join complaint_rounds r on r.case_id = c.id and r.number = c.round
		left join staff f on f.id = r.answered_by
		left join desk_cases q on q.case_id = c.id left join staff o on o.id = q.owner) cases`

// row is one row that was asked for, through the pool or in a transaction.
type row interface{ Scan(into ...any) error }

// scannedRound is a round as it is scanned.
type scannedRound struct {
	models.Round
	days                               int
	due                                time.Time
	verified, answered, late, promised *time.Time
	by                                 seen
}

func (r *scannedRound) into() []any {
	return append([]any{&r.Number, &r.ReceivedAt, &r.days, &r.due, &r.verified, &r.Overrun, &r.answered, &r.late, &r.promised}, r.by.into()...)
}

// round counts the deadline by a calendar.
func (s *Store) round(r scannedRound, cal workday.Calendar) (models.Round, error) {
	r.ReceivedAt, r.VerifiedAt, r.AnsweredAt, r.LateAt = r.ReceivedAt.UTC(), orZero(r.verified), orZero(r.answered), orZero(r.late)
	r.Deadline = models.NewDeadline(cal, models.DateOf(r.ReceivedAt), r.days, dayOf(r.due))
	if r.promised != nil {
		r.NewDate = dayOf(*r.promised)
	}
	var err error
	r.AnsweredBy, err = s.staff(r.by)
	return r.Round, err
}

// dayOf reads a day as PostgreSQL hands it over: its midnight in UTC.
func dayOf(t time.Time) models.Date {
	return models.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// orNull is a day as PostgreSQL takes it; none for the zero Date.
func orNull(d models.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// scanCase reads a row of casesSQL.
func (s *Store) scanCase(from row, cal workday.Calendar) (c models.Complaint, err error) {
	var person *models.PersonID
	var closed *time.Time
	var personal []byte
	var r scannedRound
	var owner seen
	into := []any{&c.ID, &person, &c.FiledAt, &c.Ref, &c.Kind, &c.About, &c.Channel, &c.State, &closed, &personal}
	if err := from.Scan(slices.Concat(into, r.into(), owner.into())...); err != nil {
		return c, err
	}
	var held casePersonal
	if err := s.vault.Open(personal, &held); err != nil {
		return c, fmt.Errorf("open a case: %w", err)
	}
	if person != nil {
		c.PersonID = *person
	}
	c.FiledAt, c.ClosedAt, c.Headline, c.From = c.FiledAt.UTC(), orZero(closed), held.Headline, held.From
	c.Minor = held.Minor
	if c.Owner, err = s.staff(owner); err != nil {
		return c, err
	}
	last, err := s.round(r, cal)
	c.Rounds = []models.Round{last}
	return c, err
}

func (s *Store) scanCases(into *[]models.Complaint, cal workday.Calendar) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		c, err := s.scanCase(rows, cal)
		*into = append(*into, c)
		return err
	})
}

// roundsSQL selects all rounds of a case, the first first.
const roundsSQL = `select ` + roundColumns + ` from complaint_rounds r left join staff f on f.id = r.answered_by where r.case_id = %s order by r.number`

func (s *Store) scanRounds(into *[]models.Round, cal workday.Calendar) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var scanned scannedRound
		if err := rows.Scan(scanned.into()...); err != nil {
			return err
		}
		r, err := s.round(scanned, cal)
		*into = append(*into, r)
		return err
	})
}

// lockCase reads a case, with all its rounds, that nobody else changes until the transaction ends. The condition is one on the columns of
// complaints. It is ErrNotFound where there is none. Nothing is locked before the calendar is read: see calendarIn.
func (s *Store) lockCase(tx *gorm.DB, cal workday.Calendar, condition string, args ...any) (c models.Complaint, err error) {
	var id string
	if err := tx.Raw(`select id from complaints where `+condition+` for update`, args...).Row().Scan(&id); err != nil {
		return c, notFound(err)
	}
	if c, err = s.scanCase(tx.Raw(casesSQL+` where id = ?`, id).Row(), cal); err != nil {
		return c, err
	}
	if c.Round().Number > 1 {
		c.Rounds, err = s.roundsIn(tx, id, cal)
	}
	return c, err
}

func (s *Store) roundsIn(tx *gorm.DB, caseID string, cal workday.Calendar) (list []models.Round, err error) {
	rows, err := tx.Raw(fmt.Sprintf(roundsSQL, `?`), caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var scanned scannedRound
		if err := rows.Scan(scanned.into()...); err != nil {
			return nil, err
		}
		r, err := s.round(scanned, cal)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// changeCase does something to a case of that condition in one transaction.
func (s *Store) changeCase(tx *gorm.DB, do func(c models.Complaint, cal workday.Calendar) error, condition string, args ...any) error {
	cal, err := calendarIn(tx)
	if err != nil {
		return err
	}
	c, err := s.lockCase(tx, cal, condition, args...)
	if err != nil {
		return err
	}
	return do(c, cal)
}

// saveState writes where a case stands, for the case and for the desk's queue.
func (s *Store) saveState(tx *gorm.DB, caseID string, state models.CaseState, closedAt time.Time) error {
	var closed *time.Time
	if !closedAt.IsZero() {
		closed = &closedAt
	}
	if err := tx.Exec(`update complaints set state = ?, closed_at = ? where id = ?`, state, closed, caseID).Error; err != nil {
		return err
	}
	if state == models.CaseClosed {
		if err := s.endApproval(tx, caseID); err != nil {
			return err
		}
	}
	return tx.Exec(`update desk_cases set state = ? where case_id = ?`, state, caseID).Error
}

// insertRound writes a round of a case, and its date into the desk's queue.
func (s *Store) insertRound(tx *gorm.DB, caseID string, r models.Round, days int) error {
	var verified *time.Time
	if r.Verified() {
		verified = &r.VerifiedAt
	}
	err := tx.Exec(`insert into complaint_rounds (case_id, number, received_at, days, due, provisional, versions, verified_at)
		values (?, ?, ?, ?, ?, ?, ?, ?)`,
		caseID, r.Number, r.ReceivedAt, days, r.Deadline.Told.String(), r.Deadline.Provisional, r.Deadline.Versions, verified).Error
	if err != nil {
		return err
	}
	return queueDate(tx, caseID, r.Deadline)
}

// saveDeadline writes the date that holds for a round.
func (s *Store) saveDeadline(tx *gorm.DB, caseID string, round, days int, d models.Deadline) error {
	err := tx.Exec(`update complaint_rounds set days = ?, due = ?, provisional = ?, versions = ? where case_id = ? and number = ?`,
		days, d.Told.String(), d.Provisional, d.Versions, caseID, round).Error
	if err != nil {
		return err
	}
	return queueDate(tx, caseID, d)
}

func queueDate(tx *gorm.DB, caseID string, d models.Deadline) error {
	return tx.Exec(`update desk_cases set due = ?, provisional = ? where case_id = ?`, d.Told.String(), d.Provisional, caseID).Error
}

// noteCase records what happened to a case, in the transaction in which it happens.
func (s *Store) noteCase(tx *gorm.DB, caseID string, e models.CaseEvent) error {
	var staff *models.StaffID
	if e.Staff.ID != "" {
		staff = &e.Staff.ID
	}
	kind := func(k models.CaseKind) any {
		if k == "" {
			return nil
		}
		return k
	}
	var other any
	if e.Ref != "" {
		other = e.Ref
	}
	return tx.Exec(`insert into complaint_events (case_id, at, id, kind, actor, staff_id, from_date, to_date, was_kind, new_kind, other)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		caseID, s.Now(), newID(), e.Kind, e.Actor, staff, orNull(e.From), orNull(e.To), kind(e.WasKind), kind(e.NewKind), other).Error
}

// caseEventsSQL selects what happened to a case, the oldest first.
const caseEventsSQL = `select e.id, e.at, e.kind, e.actor, e.from_date, e.to_date, coalesce(e.was_kind, ''), coalesce(e.new_kind, ''),
	coalesce(e.other, ''), ` + staffColumns + `
	from complaint_events e left join staff f on f.id = e.staff_id where e.case_id = %s order by e.at, e.id`

func (s *Store) scanCaseEvents(into *[]models.CaseEvent) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var e models.CaseEvent
		var from, to *time.Time
		var by seen
		err := rows.Scan(append([]any{&e.ID, &e.At, &e.Kind, &e.Actor, &from, &to, &e.WasKind, &e.NewKind, &e.Ref}, by.into()...)...)
		if err != nil {
			return err
		}
		if from != nil {
			e.From = dayOf(*from)
		}
		if to != nil {
			e.To = dayOf(*to)
		}
		e.Staff, err = s.staff(by)
		*into = append(*into, e)
		return err
	})
}
