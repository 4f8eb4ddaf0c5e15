package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// approvalsSQL selects what was asked of a second person, with who asks and who answered; scanApproval reads it.
const approvalsSQL = `select id, ref, at, cause, personal, answer, answered_at, ended_at,
		by_id, by_role, by_personal, second_id, second_role, second_personal
	from (select a.*, coalesce(f.id::text, '') by_id, coalesce(f.role, '') by_role, f.personal by_personal,
		coalesce(o.id::text, '') second_id, coalesce(o.role, '') second_role, o.personal second_personal
		from approvals a left join staff f on f.id = a.staff_id left join staff o on o.id = a.answered_by) approvals`

// waitingApproval is the condition of models.Approval.Waits in SQL.
const waitingApproval = `answer = '' and ended_at is null`

func (s *Store) scanApproval(from row) (a models.Approval, err error) {
	var answered, ended *time.Time
	var personal []byte
	var by, second seen
	into := []any{&a.ID, &a.Ref, &a.At, &a.Cause, &personal, &a.Answer, &answered, &ended}
	if err := from.Scan(slices.Concat(into, by.into(), second.into())...); err != nil {
		return a, err
	}
	var held lookPersonal
	if err := s.vault.Open(personal, &held); err != nil {
		return a, fmt.Errorf("open what a second person was asked: %w", err)
	}
	a.Note, a.At, a.AnsweredAt, a.EndedAt = held.Note, a.At.UTC(), orZero(answered), orZero(ended)
	if a.By, err = s.staff(by); err != nil {
		return a, err
	}
	a.AnsweredBy, err = s.staff(second)
	return a, err
}

func (s *Store) scanApprovals(into *[]models.Approval) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		a, err := s.scanApproval(rows)
		*into = append(*into, a)
		return err
	})
}

// ofMinor is models.Complaint.OfMinor at this moment. Of an account that was erased the band is left that it had last.
func (s *Store) ofMinor(tx *gorm.DB, c models.Complaint) (bool, error) {
	if c.PersonID == "" {
		return c.Minor, nil
	}
	var row personRow
	err := tx.Raw(`select locked, coalesce(band, 'adult') band, ended_at, personal from persons where id = ?`, c.PersonID).Scan(&row).Error
	if err != nil {
		return false, err
	}
	profile := models.Profile{}
	if err := s.vault.Open(row.Personal, &profile); err != nil {
		return false, fmt.Errorf("open a profile: %w", err)
	}
	of := models.Person{Birth: profile.Birth(), Lock: row.Locked}
	return c.OfMinor(of, s.Now()) || row.EndedAt != nil && row.Band.Minor(), nil
}

// liveApproval returns the approval of a case that waits or holds, and whether there is one. Nobody else changes it where the case
// is locked.
func (s *Store) liveApproval(tx *gorm.DB, caseID string) (a models.Approval, found bool, err error) {
	a, err = s.scanApproval(tx.Raw(approvalsSQL+` where case_id = ? and ended_at is null`, caseID).Row())
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	return a, err == nil, err
}

// approved returns the approval by which a staff member may open a minor's case, whose row is locked. Where there is none it asks
// for one in their name, and needed says so; where somebody asked before, it waits for the answer to them.
func (s *Store) approved(tx *gorm.DB, staff models.Staff, opened lookedAt, o models.Opening) (a models.Approval, needed error, err error) {
	if err := s.mayOpen(tx, staff, opened.id); err != nil {
		return a, nil, err // before anything tells that it is a minor's
	}
	a, found, err := s.liveApproval(tx, opened.id)
	switch {
	case err != nil || a.Holds():
		return a, nil, err
	case found:
		return a, models.SecondNeeded{Asked: a}, nil
	}
	a = models.Approval{ID: newID(), Ref: opened.ref, By: staff, Cause: models.Cause(o.Cause), Note: o.Note, At: s.Now()}
	return a, models.SecondNeeded{Asked: a}, s.insertApproval(tx, opened, a)
}

func (s *Store) insertApproval(tx *gorm.DB, opened lookedAt, a models.Approval) error {
	sealed, err := s.vault.Seal(lookPersonal{a.Note})
	if err != nil {
		return err
	}
	return tx.Exec(`insert into approvals (id, person_id, at, case_id, ref, staff_id, cause, personal) values (?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, opened.personOrNull(), a.At, opened.id, a.Ref, a.By.ID, a.Cause, sealed).Error
}

// endApproval ends what was asked of a second person about a case, and with it what was opened by their yes: the case is closed, or
// a new round of it begins.
func (s *Store) endApproval(tx *gorm.DB, caseID string) error {
	now := s.Now()
	for _, write := range []*gorm.DB{
		tx.Exec(`update approvals set ended_at = ? where case_id = ? and ended_at is null`, now, caseID),
		tx.Exec(`update looks set until = ? where case_id = ? and agreed_by is not null and until > ?`, now, caseID, now),
	} {
		if write.Error != nil {
			return write.Error
		}
	}
	return nil
}

// Approvals returns what waits for a second person's answer, what was asked first before the rest: references, reasons and names at
// the desk, and no word of whose case it is. It is ErrNotFound for whoever opens no cases.
func (s *Store) Approvals(ctx context.Context, staff models.Staff) (list []models.Approval, err error) {
	if err := atDesk(staff); err != nil {
		return nil, err
	}
	waiting := approvalsSQL + ` where ` + waitingApproval + ` order by at, id`
	if err := s.batch(ctx, read{waiting, nil, s.scanApprovals(&list)}); err != nil {
		return nil, fmt.Errorf("read what second persons are asked: %w", err)
	}
	return list, nil
}

// Approval returns what a second person is asked about a case. It is ErrNotFound where nothing waits for an answer, or for whoever
// opens no cases.
func (s *Store) Approval(ctx context.Context, staff models.Staff, ref string) (a models.Approval, err error) {
	if err := atDesk(staff); err != nil {
		return a, err
	}
	var found []models.Approval
	waiting := approvalsSQL + ` where ref = $1 and ` + waitingApproval
	if err := s.batch(ctx, read{waiting, []any{ref}, s.scanApprovals(&found)}); err != nil {
		return a, fmt.Errorf("read what a second person is asked: %w", err)
	}
	if len(found) == 0 {
		return a, models.ErrNotFound
	}
	return found[0], nil
}

// AnswerApproval is a second person's yes or no, who types their password again; of several answers at once the first counts. It is
// an Invalid where something is to mend, ErrWrongCredentials or TooMany like a sign-in, Refused where they asked it themselves,
// ErrConflict where nothing waits for an answer any more, and ErrNotFound where there is no such case or they open none.
func (s *Store) AnswerApproval(ctx context.Context, staff models.Staff, ref string, form models.ApprovalForm) error {
	if err := atDesk(staff); err != nil {
		return err
	}
	if err := form.Check(); err != nil {
		return err
	}
	if err := s.proveStaff(ctx, staff.ID, form.Password); err != nil {
		return fmt.Errorf("answer as a second person: %w", err)
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, _ workday.Calendar) error {
			asked, found, err := s.liveApproval(tx, c.ID)
			if err == nil && !found {
				err = models.ErrConflict
			}
			if err != nil {
				return err
			}
			a, err := asked.Answered(staff, models.ApprovalAnswer(form.Answer), s.Now())
			if err != nil {
				return err
			}
			return tx.Exec(`update approvals set answer = ?, answered_at = ?, answered_by = ?, ended_at = ? where id = ?`,
				a.Answer, a.AnsweredAt, a.AnsweredBy.ID, orNil(a.EndedAt), a.ID).Error
		}, `ref = ?`, ref)
	})
	if err != nil {
		return fmt.Errorf("answer as a second person: %w", err)
	}
	return nil
}
