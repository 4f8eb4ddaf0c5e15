package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
)

// lookPersonal is what a staff member says of an opening beside its cause.
type lookPersonal struct {
	Note string `json:",omitempty"`
}

// looksSQL selects looks with who looked, in the order of a history; scanLooks reads them.
const looksSQL = `select id, at, until, ref, cause, fields, personal, agreed_at,
		by_id, by_role, by_personal, second_id, second_role, second_personal
	from (select l.*, coalesce(f.id::text, '') by_id, coalesce(f.role, '') by_role, f.personal by_personal,
		coalesce(o.id::text, '') second_id, coalesce(o.role, '') second_role, o.personal second_personal
		from looks l left join staff f on f.id = l.staff_id left join staff o on o.id = l.agreed_by) looks`

func (s *Store) scanLooks(looks *[]models.Look) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var l models.Look
		var fields []string
		var personal []byte
		var agreed *time.Time
		var by, second seen
		into := []any{&l.ID, &l.At, &l.Until, &l.Ref, &l.Cause, &fields, &personal, &agreed}
		if err := rows.Scan(slices.Concat(into, by.into(), second.into())...); err != nil {
			return err
		}
		for _, f := range fields {
			l.Fields = append(l.Fields, models.LookField(f))
		}
		var held lookPersonal
		if err := s.vault.Open(personal, &held); err != nil {
			return fmt.Errorf("open a look: %w", err)
		}
		l.Note, l.AgreedAt = held.Note, orZero(agreed)
		var err error
		if l.Staff, err = s.staff(by); err != nil {
			return err
		}
		l.AgreedBy, err = s.staff(second)
		*looks = append(*looks, l)
		return err
	})
}

// AccessLogPage is one page of which staff opened what of a person's, newest first.
type AccessLogPage struct {
	Looks              []models.Look
	HasNewer, HasOlder bool
}

// AccessLog returns the page of looks at a person's data on one side of key (#35, #42); a zero key is the newest end.
func (s *Store) AccessLog(ctx context.Context, person models.PersonID, key Key, side Side) (page AccessLogPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	var found []models.Look
	if err := s.batch(ctx, historyRead(looksSQL, person, key, side, s.scanLooks(&found))); err != nil {
		return page, fmt.Errorf("read the access log: %w", err)
	}
	page.Looks, page.HasNewer, page.HasOlder = fold(found, key, side)
	return page, nil
}

// OpenCase opens a case to a staff member for models.LookFor, who says why and types their password again; its person sees that
// they did (T13). It is an Invalid where something is missing, ErrWrongCredentials or TooMany like a sign-in, TooManyCases where
// they opened as many others today as are allowed, SecondNeeded where it is a minor's and no second person agreed, and ErrNotFound
// where there is no such case or their role opens none.
func (s *Store) OpenCase(ctx context.Context, staff models.Staff, ref string, o models.Opening) (look models.Look, err error) {
	if err := atDesk(staff); err != nil {
		return look, err
	}
	if err := o.Check(); err != nil {
		return look, err
	}
	if err := s.proveStaff(ctx, staff.ID, o.Password); err != nil {
		return look, fmt.Errorf("open a case: %w", err)
	}
	var needed error // what is asked of a second person is written: the transaction does not fail by it
	err = s.tx(ctx, func(tx *gorm.DB) error {
		return s.changeCase(tx, func(c models.Complaint, _ workday.Calendar) (err error) {
			look, needed, err = s.openLocked(tx, staff, c, o)
			return err
		}, `ref = ?`, ref)
	})
	if err == nil {
		err = needed
	}
	if err != nil {
		return models.Look{}, fmt.Errorf("open a case: %w", err)
	}
	return look, nil
}

// openLocked opens a case whose row is locked; needed is SecondNeeded where it is a minor's and nobody agreed yet.
func (s *Store) openLocked(tx *gorm.DB, staff models.Staff, c models.Complaint, o models.Opening) (look models.Look, needed error, err error) {
	fields, err := s.shows(tx, c)
	if err != nil {
		return look, nil, err
	}
	opened := lookedAt{id: c.ID, ref: c.Ref, person: c.PersonID, fields: fields}
	minor, err := s.ofMinor(tx, c)
	if err != nil {
		return look, nil, err
	}
	if minor {
		if opened.agreed, needed, err = s.approved(tx, staff, opened, o); err != nil || needed != nil {
			return look, needed, err
		}
	}
	if look, err = s.look(tx, staff, opened, o); err != nil {
		return look, nil, err
	}
	if minor && c.State == models.CaseClosed { // which is not closed once more: the yes was for this one time
		err = tx.Exec(`update approvals set ended_at = ? where id = ?`, look.At, opened.agreed.ID).Error
	}
	return look, nil, err
}

// lookedAt is a case or a matter that somebody opens.
type lookedAt struct {
	id, ref string
	person  models.PersonID    // empty where somebody without an account wrote
	fields  []models.LookField // that it shows
	agreed  models.Approval    // by which a minor's case is opened; zero where nobody else is needed
}

func (l lookedAt) personOrNull() *models.PersonID {
	if l.person == "" {
		return nil
	}
	return &l.person
}

// openedOrAsked are the cases and matters that staff members opened, or asked a second person to agree to: what is counted of a day.
const openedOrAsked = `(select case_id, staff_id, at from looks union all select case_id, staff_id, at from approvals) opened`

// mayOpen is TooManyCases where a staff member may open no further case or matter today, but for those that they opened before. Two
// at once are counted one after the other.
func (s *Store) mayOpen(tx *gorm.DB, staff models.Staff, id string) error {
	today := models.DateOf(s.Now())
	if err := tx.Exec(`select pg_advisory_xact_lock(hashtextextended('looks ' || ?::text, 0))`, staff.ID).Error; err != nil {
		return err
	}
	var others, allowances int
	var again bool
	err := tx.Raw(`select count(distinct case_id) filter (where case_id <> ?), coalesce(bool_or(case_id = ?), false) from `+openedOrAsked+`
		where staff_id = ? and at >= ? and at < ?`, id, id, staff.ID, today.Start(), today.Next().Start()).Row().Scan(&others, &again)
	if err == nil {
		err = tx.Raw(`select count(*) from look_allowances where staff_id = ? and day = ?`, staff.ID, today.String()).Row().Scan(&allowances)
	}
	if err != nil || again {
		return err
	}
	return models.MayOpen(others, allowances)
}

// look writes that a staff member opens something, where they may open one more today.
func (s *Store) look(tx *gorm.DB, staff models.Staff, opened lookedAt, o models.Opening) (l models.Look, err error) {
	if err := s.mayOpen(tx, staff, opened.id); err != nil {
		return l, err
	}
	now := s.Now()
	l = models.Look{
		ID: newID(), Ref: opened.ref, Staff: staff, Cause: models.Cause(o.Cause), Note: o.Note, At: now, Until: now.Add(models.LookFor),
		Fields: opened.fields, AgreedBy: opened.agreed.AnsweredBy, AgreedAt: opened.agreed.AnsweredAt,
	}
	return l, s.insertLook(tx, opened, l)
}

// shows lists what an opened case shows.
func (s *Store) shows(tx *gorm.DB, c models.Complaint) (fields []models.LookField, err error) {
	fields = []models.LookField{models.SawName, models.SawContact, models.SawMessages}
	if c.PersonID == "" {
		fields = slices.DeleteFunc(fields, func(f models.LookField) bool {
			return f == models.SawName && c.From.Name == "" || f == models.SawContact && c.From.Email == "" && c.From.Post == ""
		})
	}
	var pictures bool
	err = tx.Raw(`select exists (select from complaint_files where case_id = ?)`, c.ID).Row().Scan(&pictures)
	if pictures && c.State != models.CaseClosed {
		fields = append(fields, models.SawPictures)
	}
	return fields, err
}

func (s *Store) insertLook(tx *gorm.DB, opened lookedAt, l models.Look) error {
	sealed, err := s.vault.Seal(lookPersonal{l.Note})
	if err != nil {
		return err
	}
	var agreedBy *models.StaffID
	var agreedAt *time.Time
	if l.Agreed() {
		agreedBy, agreedAt = &l.AgreedBy.ID, &l.AgreedAt
	}
	fields := make([]string, len(l.Fields))
	for i, f := range l.Fields {
		fields[i] = string(f)
	}
	return tx.Exec(`insert into looks (id, person_id, at, until, staff_id, case_id, ref, cause, fields, personal, agreed_by, agreed_at)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.ID, opened.personOrNull(), l.At, l.Until, l.Staff.ID, opened.id, l.Ref, l.Cause, "{"+strings.Join(fields, ",")+"}", sealed,
		agreedBy, agreedAt).Error
}

// AllowMore lets another staff member open as many cases again today (T13). It is ErrNotFound where who allows may not, or where
// there is no such staff member; nobody allows it to themselves.
func (s *Store) AllowMore(ctx context.Context, officer models.Staff, to models.StaffID) error {
	if !officer.Role.MayAllow() || officer.ID == to {
		return models.ErrNotFound
	}
	now := s.Now()
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := answers(tx, to); err != nil {
			return err
		}
		return tx.Exec(`insert into look_allowances (id, at, day, staff_id, allowed_by) values (?, ?, ?, ?, ?)`,
			newID(), now, models.DateOf(now).String(), to, officer.ID).Error
	})
	if err != nil {
		return fmt.Errorf("allow more cases: %w", err)
	}
	return nil
}
