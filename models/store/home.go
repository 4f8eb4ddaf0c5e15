package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// HomePage is what the home page shows.
type HomePage struct {
	Called    string              // the nickname, or else the name
	Holdings  []models.Holding    // of every category, in the data map's order
	Film      []string            // ids of the newest photos, the newest first
	Standing  []models.Permission // the four, in the order of models.PermissionKinds
	Choices   []models.Consent    // the latest choices about permissions, newest first
	Deletions []models.Deletion   // the latest, newest first
	Complaint *models.Complaint   // the newest that is not closed, with the round that counts; nil where there is none
	Looks     []models.Look       // the latest, newest first
	Calendar  workday.Calendar    // by which the deadline is counted
	Events    []models.Event      // the latest events of other kinds, newest first
}

// recentEntries is how many of the latest choices, and of the latest other events, the home page may show.
const recentEntries = 5

// filmFrames is how many of the newest photos the home page shows.
const filmFrames = 7

// notChoices leaves out the events that stand in the ledger of choices as well, with their receipts. In these words an
// index has the others alone: somebody who made thousands of choices has a few of them.
const notChoices = `kind not in ('` + string(models.EventPermissionGranted) + `', '` + string(models.EventPermissionWithdrawn) + `')`

// notToldElsewhere leaves out the deletions' events too: those stand in a record of their own, with a receipt.
const notToldElsewhere = notChoices + ` and kind not in ('` + string(models.EventDeletionAsked) + `', '` + string(models.EventDeletionStopped) + `', '` +
	string(models.EventDeletionDone) + `')`

// Home returns what is held about whoever is signed in, how their permissions stand and what happened last, in one round
// trip. Who they are and what their profile holds was read with the session.
func (s *Store) Home(ctx context.Context, who models.Session) (HomePage, error) {
	page, err := s.newHome(ctx, who.Person.ID)
	if err != nil {
		return page.HomePage, err
	}
	if err := s.batch(ctx, page.reads...); err != nil {
		return page.HomePage, fmt.Errorf("read the home page: %w", err)
	}
	return page.of(who), nil
}

// SessionAtHome is Session and Home in one round trip. The page is asked for before it is known whose session it is, so that is
// guessed from when this instance last read it. There is no page (nil) where nothing could be guessed, where the guess was
// wrong, or where reading both failed.
func (s *Store) SessionAtHome(ctx context.Context, tokenHash string) (models.Session, *HomePage, error) {
	if owner, known := s.owners.of(tokenHash); known {
		if session, home, err := s.homeOf(ctx, tokenHash, owner); err == nil {
			return session, &home, nil
		}
	}
	session, err := s.Session(ctx, tokenHash)
	if err == nil {
		s.owners.remember(tokenHash, session.Person.ID)
	}
	return session, nil, err
}

// homeOf reads a session and the home page of a person, and shows neither where the session is not theirs (ErrNotFound).
func (s *Store) homeOf(ctx context.Context, tokenHash string, owner models.PersonID) (models.Session, HomePage, error) {
	var session models.Session
	page, err := s.newHome(ctx, owner)
	if err != nil {
		return session, HomePage{}, err
	}
	asked := read{sessionSQL, s.sessionArgs(tokenHash), each(func(rows pgx.Rows) (err error) {
		session, err = s.scanSession(rows, tokenHash)
		return err
	})}
	if err := s.batch(ctx, append(page.reads, asked)...); err != nil {
		return session, HomePage{}, fmt.Errorf("read the home page: %w", err)
	}
	if session.Person.ID != owner {
		return models.Session{}, HomePage{}, models.ErrNotFound
	}
	return session, page.of(session), nil
}

// unreadHome is a home page with the questions that fill it.
type unreadHome struct {
	HomePage
	found held
	cases []models.Complaint
	reads []read
}

func (s *Store) newHome(ctx context.Context, person models.PersonID) (*unreadHome, error) {
	var page unreadHome
	var err error
	if page.Calendar, err = s.Calendar(ctx); err != nil {
		return &page, err
	}
	page.Choices = make([]models.Consent, 0, recentEntries)
	page.reads = []read{
		page.found.read(person),
		{`select id from photos where person_id = $1 order by at desc, id desc limit $2`, []any{person, filmFrames}, scanIDs(&page.Film)},
		{permissionsSQL, []any{person}, scanPermissions(&page.Standing)},
		{listedConsentsSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{person, recentEntries}, s.scanConsents(&page.Choices)},
		stepsRead(person, recentEntries, &page.Events),
		{deletionsSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{person, recentEntries}, scanDeletions(&page.Deletions)},
		{casesSQL + ` where person_id = $1 and state <> 'closed' order by (state = 'open') desc, due, at desc, id desc limit 1`, []any{person}, s.scanCases(&page.cases, page.Calendar)},
		{looksSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{person, recentEntries}, s.scanLooks(&page.Looks)},
	}
	return &page, nil
}

// of returns the page, which was read, with what came with the session.
func (u *unreadHome) of(who models.Session) HomePage {
	if len(u.cases) > 0 {
		u.Complaint = &u.cases[0]
	}
	u.Called = orElse(who.Known.Value(models.FieldNickname), who.Known.Value(models.FieldName))
	u.Holdings = u.found.holdings(who.Person, who.Known.Details())
	return u.HomePage
}

// count is the question for one number.
func count(into *int, sql string, args ...any) read {
	return read{sql, args, each(func(r pgx.Rows) error { return r.Scan(into) })}
}

func scanIDs(into *[]string) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var id string
		err := rows.Scan(&id)
		*into = append(*into, id)
		return err
	})
}

// stepsRead is the question for the latest events of a person's account that no other record tells.
func stepsRead(person models.PersonID, most int, into *[]models.Event) read {
	return read{
		`select id, kind, subject, actor, clause, at from events where person_id = $1 and ` + notToldElsewhere + ` order by at desc, id desc limit $2`,
		[]any{person, most},
		scanEvents(into),
	}
}

func scanEvents(into *[]models.Event) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var e models.Event
		err := rows.Scan(&e.ID, &e.Kind, &e.Subject, &e.Actor, &e.Clause, &e.At)
		*into = append(*into, e)
		return err
	})
}
