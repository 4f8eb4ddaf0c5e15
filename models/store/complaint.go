package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// filingsOfPerson bounds how many cases somebody files, so that the desk is not buried by one.
var filingsOfPerson = limit{"complaints", 20, 24 * time.Hour}

// FileComplaint files a case of a person's and returns its reference (#112, #113, #117). It is an Invalid that names what may not be
// sent, UnfitFiles where files are no pictures that are kept, or both joined; and TooMany where somebody files one after the other.
func (s *Store) FileComplaint(ctx context.Context, person models.PersonID, form models.ComplaintForm) (ref string, err error) {
	attachments, err := s.checkMessage(ctx, form.Check(), form.MessageForm)
	if err != nil {
		return "", err
	}
	if err := s.take(ctx, filingsOfPerson.of(string(person))); err != nil {
		return "", err
	}
	err = s.withFiles(ctx, attachments, func(tx *gorm.DB) error {
		filed, err := s.file(ctx, tx, filing{
			Complaint: models.Complaint{
				PersonID: person, Kind: models.CaseKind(form.Kind), About: models.CategoryKey(form.About),
				Channel: models.ByPortal, FiledAt: s.Now(), Minor: form.Minor,
			},
			by:    models.CaseEvent{Actor: models.ByPerson},
			words: written{models.Message{Kind: models.MessagePlain, Text: form.Words}, attachments, form.Photos},
		})
		ref = filed.Ref
		return err
	})
	if err != nil {
		return "", fmt.Errorf("file a complaint: %w", err)
	}
	return ref, nil
}

// filing is a case before it is written, with what its complainant wrote and who brings it in.
type filing struct {
	models.Complaint
	by    models.CaseEvent // actor and staff member
	words written
}

// file writes a new case, and asks for the letter that says so (#114). Who is signed in is confirmed by that (#115).
func (s *Store) file(ctx context.Context, tx *gorm.DB, f filing) (c models.Complaint, err error) {
	cal, err := calendarIn(tx)
	if err != nil {
		return c, err
	}
	c = f.Complaint
	first := models.Round{Number: 1, ReceivedAt: c.FiledAt}
	first.Deadline = models.NewDeadline(cal, models.DateOf(c.FiledAt), c.Kind.WorkingDays(), models.Date{})
	if c.PersonID != "" {
		first.VerifiedAt = c.FiledAt
	}
	c.ID, c.State, c.Headline, c.Rounds = newID(), models.CaseOpen, models.Headline(f.words.Text), []models.Round{first}
	if c.Ref, err = nextRef(tx, models.DateOf(s.Now()).Year); err != nil {
		return c, err
	}
	if err := s.insertCase(tx, c); err != nil {
		return c, err
	}
	if err := s.insertRound(tx, c.ID, first, c.Kind.WorkingDays()); err != nil {
		return c, err
	}
	if _, err := s.insertMessage(tx, c, f.words); err != nil {
		return c, err
	}
	f.by.Kind, f.by.To, f.by.NewKind = models.CaseFiled, first.Deadline.Told, c.Kind
	if err := s.noteCase(tx, c.ID, f.by); err != nil {
		return c, err
	}
	return c, s.enqueue(ctx, tx, models.CaseMail{CaseID: c.ID, About: models.CaseFiled, Round: 1})
}

// nextRef returns a reference that no case has. A number whose case was not written in the end is left out.
func nextRef(tx *gorm.DB, year int) (string, error) {
	var number int
	err := tx.Raw(`insert into complaint_refs as held (year, last) values (?, 1)
		on conflict (year) do update set last = held.last + 1 returning last`, year).Row().Scan(&number)
	return models.NewCaseRef(year, number), err
}

func (s *Store) insertCase(tx *gorm.DB, c models.Complaint) error {
	sealed, err := s.vault.Seal(casePersonal{c.Headline, c.Minor, c.From})
	if err != nil {
		return err
	}
	var person *models.PersonID
	if c.PersonID != "" {
		person = &c.PersonID
	}
	d := c.Round().Deadline
	for _, write := range []*gorm.DB{
		tx.Exec(`insert into complaints (id, person_id, at, ref, kind, about, channel, state, round, personal) values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
			c.ID, person, c.FiledAt, c.Ref, c.Kind, c.About, c.Channel, c.State, sealed),
		tx.Exec(`insert into desk_cases (case_id, ref, kind, state, due, provisional) values (?, ?, ?, ?, ?, ?)`,
			c.ID, c.Ref, c.Kind, c.State, d.Told.String(), d.Provisional),
	} {
		if write.Error != nil {
			return write.Error
		}
	}
	return nil
}

// AddToComplaint adds to a person's case what they write. One that was answered a short while ago is opened again by it, with a new deadline and
// for somebody else to answer (deadline.md, 7). It is ErrNotFound where the person has no such case, Refused where it is over,
// and otherwise fails like FileComplaint.
func (s *Store) AddToComplaint(ctx context.Context, person models.PersonID, ref string, form models.MessageForm) (reopened bool, err error) {
	attachments, err := s.checkMessage(ctx, form.Check(), form)
	if err != nil {
		return false, err
	}
	err = s.withFiles(ctx, attachments, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, cal workday.Calendar) error {
			if reopened, err = c.Add(s.Now(), cal); err != nil {
				return err
			}
			words := written{models.Message{Kind: models.MessagePlain, Text: form.Words}, attachments, form.Photos}
			if _, err := s.insertMessage(tx, c, words); err != nil || !reopened {
				return err
			}
			now := s.Now()
			return s.reopen(ctx, tx, c, cal, models.Round{ReceivedAt: now, VerifiedAt: now}, models.CaseEvent{Actor: models.ByPerson})
		}, `person_id = ? and ref = ?`, person, ref)
	})
	if err != nil {
		return false, fmt.Errorf("add to a complaint: %w", err)
	}
	return reopened, nil
}

// reopen begins a new round, counted from when it was received; by says who brings it about. Nobody has the case then: who answered
// may not answer again.
func (s *Store) reopen(ctx context.Context, tx *gorm.DB, c models.Complaint, cal workday.Calendar, next models.Round, by models.CaseEvent) error {
	days := c.Kind.WorkingDays()
	next.Number = c.Round().Number + 1
	next.Deadline = models.NewDeadline(cal, models.DateOf(next.ReceivedAt), days, models.Date{})
	if err := s.insertRound(tx, c.ID, next, days); err != nil {
		return err
	}
	for _, write := range []*gorm.DB{
		tx.Exec(`update complaints set round = ? where id = ?`, next.Number, c.ID),
		tx.Exec(`update desk_cases set owner = null where case_id = ?`, c.ID),
	} {
		if write.Error != nil {
			return write.Error
		}
	}
	if err := s.endApproval(tx, c.ID); err != nil {
		return err
	}
	if err := s.saveState(tx, c.ID, models.CaseOpen, time.Time{}); err != nil {
		return err
	}
	by.Kind, by.To = models.CaseReopened, next.Deadline.Told
	if err := s.noteCase(tx, c.ID, by); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, models.CaseMail{CaseID: c.ID, About: models.CaseReopened, Round: next.Number})
}

// CloseComplaint closes a person's case for good, answered or not; one that is closed stays so. It is ErrNotFound where the
// person has no such case.
func (s *Store) CloseComplaint(ctx context.Context, person models.PersonID, ref string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, _ workday.Calendar) error {
			if c.State == models.CaseClosed {
				return nil
			}
			return s.closeCase(tx, c, models.ByPerson)
		}, `person_id = ? and ref = ?`, person, ref)
	})
	if err != nil {
		return fmt.Errorf("close a complaint: %w", err)
	}
	return nil
}

func (s *Store) closeCase(tx *gorm.DB, c models.Complaint, by models.Actor) error {
	if err := s.saveState(tx, c.ID, models.CaseClosed, s.Now()); err != nil {
		return err
	}
	return s.noteCase(tx, c.ID, models.CaseEvent{Kind: models.CaseWasClosed, Actor: by})
}
