package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// DeskCase is a case as a staff member sees it. Until they opened it, it has no word and no name of who wrote, and nothing that
// tells who that is.
type DeskCase struct {
	models.Complaint                    // From is filled in for everybody once it is opened
	Opened           *models.Look       // by which it is open to this staff member now; nil: it is locked
	Asked            *models.Approval   // what they asked a second person; only while it is locked, and nil where it says nothing any more
	Messages         []models.Message   // the oldest first, with the desk's notes; only while it is open
	Draft            models.Answer      // only while it is open
	Looks            []models.Look      // the newest first
	Events           []models.CaseEvent // the oldest first
	Colleagues       []models.Staff     // who may have it
	MayAnswer        bool               // this staff member; else somebody has to who did not answer before
	OpenedToday      int                // how many cases this staff member opened today
	AllowedToday     int                // how many they may
	Calendar         workday.Calendar
}

// caseAtDesk finds the case whose reference is $1.
const caseAtDesk = `(select id from complaints where ref = $1)`

// openTo is the condition that a row m of a case is read by a staff member $2 to whom the case is open at $3.
const openTo = `exists (select from looks l where l.case_id = m.case_id and l.staff_id = $2 and l.until > $3)`

// DeskCase returns a case as a staff member sees it now, in one round trip; what was written is read only where they opened it.
// It is ErrNotFound where there is no such case or they see none.
func (s *Store) DeskCase(ctx context.Context, staff models.Staff, ref string) (page DeskCase, err error) {
	if err := atDesk(staff); err != nil {
		return page, err
	}
	if page.Calendar, err = s.Calendar(ctx); err != nil {
		return page, err
	}
	now := s.Now()
	today := models.DateOf(now)
	var found []models.Complaint
	var rounds []models.Round
	var live []models.Look
	var written thread
	var asked []models.Approval
	var allowances int
	byRef, whoNow := []any{ref}, []any{ref, staff.ID, now}
	reads := []read{
		{casesSQL + ` where ref = $1`, byRef, s.scanCases(&found, page.Calendar)},
		{fmt.Sprintf(roundsSQL, caseAtDesk), byRef, s.scanRounds(&rounds, page.Calendar)},
		{fmt.Sprintf(caseEventsSQL, caseAtDesk), byRef, s.scanCaseEvents(&page.Events)},
		{looksSQL + ` where ref = $1 order by at desc, id desc`, byRef, s.scanLooks(&page.Looks)},
		{looksSQL + ` where ref = $1 and staff_id = $2 and until > $3 order by until desc limit 1`, whoNow, s.scanLooks(&live)},
		{`select m.personal from complaint_drafts m where m.case_id = ` + caseAtDesk + ` and ` + openTo, whoNow, s.scanDraft(&page.Draft)},
		{
			`select p.personal, i.personal from complaints c join persons p on p.id = c.person_id left join sign_ins i on i.person_id = p.id
			where c.ref = $1 and exists (select from looks l where l.case_id = c.id and l.staff_id = $2 and l.until > $3)`,
			whoNow, s.scanWriter(&page.From),
		},
		s.colleaguesRead(&page.Colleagues),
		openedTodayRead(&page.OpenedToday, staff.ID, today),
		{approvalsSQL + ` where ref = $1 and staff_id = $2 order by at desc, id desc limit 1`, []any{ref, staff.ID}, s.scanApprovals(&asked)},
		count(&allowances, `select count(*) from look_allowances where staff_id = $1 and day = $2`, staff.ID, today.String()),
	}
	reads = append(reads, written.reads(s, caseAtDesk, openTo, openTo, whoNow...)...)
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read a case: %w", err)
	}
	if len(found) == 0 {
		return DeskCase{}, models.ErrNotFound
	}
	page.AllowedToday = models.CasesADay * (1 + allowances)
	page.show(found[0], rounds, live, written)
	if len(asked) > 0 && page.Opened == nil {
		page.asks(asked[0])
	}
	page.MayAnswer = page.Complaint.MayAnswer(staff, agentsAmong(page.Colleagues))
	return page, nil
}

// show fills in a case, locked or opened.
func (d *DeskCase) show(c models.Complaint, rounds []models.Round, live []models.Look, written thread) {
	from := d.From // of who has an account
	if c.PersonID == "" {
		from = c.From
	}
	d.Complaint, d.Rounds = c, rounds
	d.From = from
	if len(live) > 0 {
		d.Opened, d.Messages = &live[0], written
		return
	}
	for i := range d.Looks { // that it took a second person would tell of a child
		d.Looks[i].AgreedBy, d.Looks[i].AgreedAt = models.Staff{}, time.Time{}
	}
	d.Complaint = models.Complaint{
		ID: c.ID, Ref: c.Ref, Kind: c.Kind, State: c.State, FiledAt: c.FiledAt, ClosedAt: c.ClosedAt, Rounds: rounds, Owner: c.Owner,
	}
}

// asks fills in what this staff member asked a second person last, while it waits or holds, or was refused since the round began.
func (d *DeskCase) asks(last models.Approval) {
	refused := last.Answer == models.ApprovalNo && !last.At.Before(d.Round().ReceivedAt)
	if last.Waits() || last.Holds() || refused {
		d.Asked = &last
	}
}

func agentsAmong(staff []models.Staff) (n int) {
	for _, of := range staff {
		if of.Role == models.RoleAgent {
			n++
		}
	}
	return n
}

func (s *Store) scanDraft(into *models.Answer) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var personal []byte
		if err := rows.Scan(&personal); err != nil {
			return err
		}
		if err := s.vault.Open(personal, into); err != nil {
			return fmt.Errorf("open a draft: %w", err)
		}
		return nil
	})
}

// scanWriter reads who wrote a case from an account: the name, and the address that they sign in with, or else have told.
func (s *Store) scanWriter(into *models.Contact) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var found scannedPerson
		if err := rows.Scan(&found.personal, &found.signIn); err != nil {
			return err
		}
		p, err := s.person(found)
		into.Name, into.Email = p.Name, p.Email
		return err
	})
}

// changeOpened does something to a case that is open to a staff member now, in one transaction. It is ErrNotFound where there is no
// such case or they open none, and Refused where they did not open it.
func (s *Store) changeOpened(tx *gorm.DB, staff models.Staff, ref string, do func(c models.Complaint, cal workday.Calendar) error) error {
	if err := atDesk(staff); err != nil {
		return err
	}
	return s.changeCase(tx, func(c models.Complaint, cal workday.Calendar) error {
		if err := s.mustBeOpen(tx, staff, c.ID); err != nil {
			return err
		}
		return do(c, cal)
	}, `ref = ?`, ref)
}

func (s *Store) mustBeOpen(tx *gorm.DB, staff models.Staff, caseID string) error {
	var opened bool
	err := tx.Raw(`select exists (select from looks where case_id = ? and staff_id = ? and until > ?)`, caseID, staff.ID, s.Now()).Row().Scan(&opened)
	if err == nil && !opened {
		err = models.Refused{Reason: models.ReasonNotOpened}
	}
	return err
}
