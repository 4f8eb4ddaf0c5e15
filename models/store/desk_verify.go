package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// VerifyCase confirms who filed an opened case, or their standing (#115). It is Refused where that is confirmed already, and where
// the round is answered. A case that was closed since nobody could be confirmed is open again, with the date that it had.
func (s *Store) VerifyCase(ctx context.Context, staff models.Staff, ref string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			if c.Round().Verified() || !c.Round().Open() {
				return models.Refused{Reason: models.ReasonNotVerifying}
			}
			if err := s.saveState(tx, c.ID, models.CaseOpen, time.Time{}); err != nil {
				return err
			}
			return s.verify(tx, c, s.Now(), false, models.CaseEvent{Kind: models.CaseVerified, Actor: models.ByDesk, Staff: staff})
		})
	})
	if err != nil {
		return fmt.Errorf("verify a case: %w", err)
	}
	return nil
}

// verify writes since when who filed a case is confirmed.
func (s *Store) verify(tx *gorm.DB, c models.Complaint, at time.Time, overrun bool, e models.CaseEvent) error {
	err := tx.Exec(`update complaint_rounds set verified_at = ?, overrun = ? where case_id = ? and number = ?`, at, overrun, c.ID, c.Round().Number).Error
	if err != nil {
		return err
	}
	return s.noteCase(tx, c.ID, e)
}

// RejectVerification closes an opened case whose complainant could not be confirmed. The reason is for them to read and to contest.
// It is an Invalid that names models.FieldReason, and Refused where who filed it is confirmed, or the case is closed.
func (s *Store) RejectVerification(ctx context.Context, staff models.Staff, ref, reason string) error {
	if err := (models.MessageForm{Words: reason}).Check(); err != nil {
		return models.Invalid{models.FieldReason: err.(models.Invalid)[models.FieldWords]}
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeOpened(tx, staff, ref, func(c models.Complaint, _ workday.Calendar) error {
			if c.Round().Verified() || c.State != models.CaseOpen {
				return models.Refused{Reason: models.ReasonNotVerifying}
			}
			if err := s.saveState(tx, c.ID, models.CaseClosed, s.Now()); err != nil {
				return err
			}
			return s.write(ctx, tx, c, models.CaseRejected, written{
				Message: models.Message{Kind: models.MessageRejection, Staff: staff, Text: reason},
			})
		})
	})
	if err != nil {
		return fmt.Errorf("reject a verification: %w", err)
	}
	return nil
}

// RefileCase makes an open case one of another kind (#117): it keeps when it was first received, and a date that was promised
// comes no later by it. It is Refused where the case may not become that.
func (s *Store) RefileCase(ctx context.Context, staff models.Staff, ref string, kind models.CaseKind) error {
	if err := atDesk(staff); err != nil {
		return err
	}
	if _, err := models.ParseCaseKind(string(kind)); err != nil {
		return err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, cal workday.Calendar) error {
			next, err := c.Refile(kind)
			if err != nil {
				return err
			}
			r := c.Round()
			told := r.Deadline.Told
			if c.Kind == models.CaseQuestion {
				told = models.Date{} // an aim, no promise: the fifteen days run from the same day
			}
			d := models.NewDeadline(cal, models.DateOf(r.ReceivedAt), kind.WorkingDays(), told)
			if err := s.saveDeadline(tx, c.ID, r.Number, kind.WorkingDays(), d); err != nil {
				return err
			}
			for _, write := range []*gorm.DB{
				tx.Exec(`update complaints set kind = ? where id = ?`, next.Kind, c.ID),
				tx.Exec(`update desk_cases set kind = ? where case_id = ?`, next.Kind, c.ID),
			} {
				if write.Error != nil {
					return write.Error
				}
			}
			return s.noteCase(tx, c.ID, models.CaseEvent{
				Kind: models.CaseRefiled, Actor: models.ByDesk, Staff: staff, WasKind: c.Kind, NewKind: next.Kind,
				From: r.Deadline.Told, To: d.Told,
			})
		}, `ref = ?`, ref)
	})
	if err != nil {
		return fmt.Errorf("refile a case: %w", err)
	}
	return nil
}

// MergeCase joins an open case to another of the same person's, which is answered for both: what was written moves there, and the
// earlier of the two dates holds (deadline.md, 8). Both have to be opened by who merges them, and their complainant confirmed in both. Otherwise it is Refused.
func (s *Store) MergeCase(ctx context.Context, staff models.Staff, from, into string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		// Two that merge the same cases the other way round wait for each other here, not within the cases.
		if err := tx.Exec(`select pg_advisory_xact_lock(hashtextextended('merge cases', 0))`).Error; err != nil {
			return err
		}
		if err := s.changeOpened(tx, staff, from, func(models.Complaint, workday.Calendar) error { return nil }); err != nil {
			return err
		}
		err := s.changeOpened(tx, staff, into, func(kept models.Complaint, _ workday.Calendar) error {
			return s.changeOpened(tx, staff, from, func(c models.Complaint, _ workday.Calendar) error {
				if !c.MayMerge(kept) {
					return models.Refused{Reason: models.ReasonNotMerged}
				}
				return s.merge(tx, staff, c, kept)
			})
		})
		if errors.Is(err, models.Refused{Reason: models.ReasonNotOpened}) { // the other one: the case in hand is open
			return models.Refused{Reason: models.ReasonNotMerged}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("merge cases: %w", err)
	}
	return nil
}

func (s *Store) merge(tx *gorm.DB, staff models.Staff, c, kept models.Complaint) error {
	for _, table := range []string{"complaint_messages", "complaint_files"} {
		if err := tx.Exec(`update `+table+` set case_id = ? where case_id = ?`, kept.ID, c.ID).Error; err != nil {
			return err
		}
	}
	if err := s.saveState(tx, c.ID, models.CaseClosed, s.Now()); err != nil {
		return err
	}
	gone := models.CaseEvent{Kind: models.CaseMerged, Actor: models.ByDesk, Staff: staff, Ref: kept.Ref}
	if err := s.noteCase(tx, c.ID, gone); err != nil {
		return err
	}
	joined := models.CaseEvent{Kind: models.CaseMerged, Actor: models.ByDesk, Staff: staff, Ref: c.Ref}
	d := kept.Round().Deadline
	if earlier := c.Round().Deadline; earlier.Told.Before(d.Told) {
		joined.From, joined.To = d.Told, earlier.Told
		d.Told = earlier.Told
		if err := s.saveDeadline(tx, kept.ID, kept.Round().Number, kept.Kind.WorkingDays(), d); err != nil {
			return err
		}
	}
	return s.noteCase(tx, kept.ID, joined)
}
