package store

import (
	"context"
	"fmt"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// ComplaintsPage is one page of a person's cases, newest first, each with the round that counts.
type ComplaintsPage struct {
	Complaints         []models.Complaint
	HasNewer, HasOlder bool
	Calendar           workday.Calendar
}

// Complaints returns the page of a person's cases on one side of key; a zero key is the newest end.
func (s *Store) Complaints(ctx context.Context, person models.PersonID, key Key, side Side) (page ComplaintsPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	if page.Calendar, err = s.Calendar(ctx); err != nil {
		return page, err
	}
	var found []models.Complaint
	if err := s.batch(ctx, historyRead(casesSQL, person, key, side, s.scanCases(&found, page.Calendar))); err != nil {
		return page, fmt.Errorf("read complaints: %w", err)
	}
	page.Complaints, page.HasNewer, page.HasOlder = fold(found, key, side)
	return page, nil
}

// attachable is how many of a person's newest photos a form offers to attach.
const attachable = 12

// NewComplaintPage is what a person needs to file a case.
type NewComplaintPage struct {
	Due    map[models.CaseKind]models.Deadline // of a case of each kind that is filed now
	Photos []models.ListedPhoto                // the newest of the person's own, to attach
}

// NewComplaintPage returns by when a case that is filed now is answered, and the photos that can be attached to it.
func (s *Store) NewComplaintPage(ctx context.Context, person models.PersonID) (page NewComplaintPage, err error) {
	cal, err := s.Calendar(ctx)
	if err != nil {
		return page, err
	}
	if err := s.batch(ctx, s.attachableRead(&page.Photos, person)); err != nil {
		return page, fmt.Errorf("read photos to attach: %w", err)
	}
	page.Due = map[models.CaseKind]models.Deadline{}
	for _, kind := range models.CaseKinds {
		page.Due[kind] = models.NewDeadline(cal, models.DateOf(s.Now()), kind.WorkingDays(), models.Date{})
	}
	return page, nil
}

func (s *Store) attachableRead(into *[]models.ListedPhoto, person models.PersonID) read {
	return read{listedPhotosSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{person, attachable}, s.scanListedPhotos(into)}
}

// ComplaintPage is a case as its person sees it.
type ComplaintPage struct {
	models.Complaint
	Messages []models.Message     // the oldest first, without the desk's notes
	Looks    []models.Look        // the newest first
	Events   []models.CaseEvent   // the oldest first
	Photos   []models.ListedPhoto // the newest of the person's own, to attach
	Calendar workday.Calendar
}

// caseOfPerson finds the case of person $1 whose reference is $2.
const caseOfPerson = `(select id from complaints where person_id = $1 and ref = $2)`

// Complaint returns one of a person's cases with all that was written, who opened it and what happened to it, in one round
// trip. It is ErrNotFound where the person has no such case.
func (s *Store) Complaint(ctx context.Context, person models.PersonID, ref string) (page ComplaintPage, err error) {
	if page.Calendar, err = s.Calendar(ctx); err != nil {
		return page, err
	}
	var found []models.Complaint
	var rounds []models.Round
	var written thread
	args := []any{person, ref}
	reads := []read{
		s.attachableRead(&page.Photos, person),
		{casesSQL + ` where person_id = $1 and ref = $2`, args, s.scanCases(&found, page.Calendar)},
		{fmt.Sprintf(roundsSQL, caseOfPerson), args, s.scanRounds(&rounds, page.Calendar)},
		{fmt.Sprintf(caseEventsSQL, caseOfPerson), args, s.scanCaseEvents(&page.Events)},
		{looksSQL + ` where case_id = ` + caseOfPerson + ` order by at desc, id desc`, args, s.scanLooks(&page.Looks)},
	}
	reads = append(reads, written.reads(s, caseOfPerson, `m.kind <> 'note'`, `true`, args...)...)
	err = s.batch(ctx, reads...)
	switch {
	case err != nil:
		return page, fmt.Errorf("read a complaint: %w", err)
	case len(found) == 0:
		return ComplaintPage{}, models.ErrNotFound
	}
	page.Complaint, page.Messages = found[0], written
	page.Rounds = rounds
	return page, nil
}
