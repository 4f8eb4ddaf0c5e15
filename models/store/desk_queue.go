package store

import (
	"cmp"
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

// atDesk is ErrNotFound for whoever opens, answers and assigns no cases.
func atDesk(staff models.Staff) error {
	if !staff.Role.MayAnswer() {
		return models.ErrNotFound
	}
	return nil
}

// answers is ErrNotFound where a staff member is none who answers cases now.
func answers(tx *gorm.DB, staff models.StaffID) error {
	if !isID(string(staff)) {
		return models.ErrNotFound
	}
	var role models.Role
	err := tx.Raw(`select role from staff where id = ? and disabled_at is null`, staff).Row().Scan(&role)
	if err != nil {
		return notFound(err)
	}
	return atDesk(models.Staff{Role: role})
}

// QueuePage is a page of the desk's queue.
type QueuePage struct {
	Rows       []models.QueueRow // the soonest due first; of one day those without an owner first
	Found      int               // in the filter
	Page       int               // from 1 on
	Pages      int               // 1 at least
	Counts     models.QueueCounts
	Days       []models.DueCount // open cases by their due days, the first day first; a day without one is left out
	Colleagues []models.Staff    // who may have a case
	Capped     []models.Staff    // who opened as many cases today as are allowed: for those who may allow more
	Calendar   workday.Calendar
}

// queueWhere is a filter in SQL, over desk_cases q. A reference is looked for among all cases, whatever the rest says.
func queueWhere(f models.QueueFilter, me models.StaffID, now time.Time, cal workday.Calendar) (w where, err error) {
	and := func(condition string, arg any) {
		w.args = append(w.args, arg)
		w.sql += fmt.Sprintf(` and %s $%d`, condition, len(w.args))
	}
	if f.Ref != "" {
		ref, err := models.ParseCaseRef(f.Ref)
		if err != nil {
			ref = "" // the reference of no case
		}
		and(`q.ref =`, ref)
		return w, nil
	}
	w.sql = ` and q.state = 'open'`
	today := models.DateOf(now).String()
	switch f.Due {
	case models.DueLate:
		and(`q.due <`, today)
	case models.DueToday:
		and(`q.due =`, today)
	case models.DueSoon:
		and(`q.due >`, today)
		and(`q.due <=`, models.SoonUntil(now, cal).String())
	case "":
	default:
		return w, models.Invalid{"due": models.FaultUnknown}
	}
	if f.Kind != "" {
		and(`q.kind =`, f.Kind)
	}
	switch f.Owner {
	case "":
	case models.OwnerNobody:
		w.sql += ` and q.owner is null`
	case models.OwnerMe:
		and(`q.owner =`, me)
	default:
		if !isID(string(f.Owner)) {
			return w, models.Invalid{"owner": models.FaultUnknown}
		}
		and(`q.owner =`, f.Owner)
	}
	return w, nil
}

// DeskQueue returns a page of the desk's queue, in one round trip over the narrow table alone: no word of anybody. A page past
// the last one is empty. It is ErrNotFound for whoever sees no cases, and an Invalid where the filter names what there is not.
func (s *Store) DeskQueue(ctx context.Context, staff models.Staff, f models.QueueFilter) (page QueuePage, err error) {
	if err := atDesk(staff); err != nil {
		return page, err
	}
	if page.Calendar, err = s.Calendar(ctx); err != nil {
		return page, err
	}
	now := s.Now()
	w, err := queueWhere(f, staff.ID, now, page.Calendar)
	if err != nil {
		return page, err
	}
	page.Page = max(1, f.Page)
	var unowned int
	reads := []read{
		{
			`select due, count(*), count(*) filter (where owner is null) from desk_cases where state = 'open' group by due order by due`, nil,
			each(func(rows pgx.Rows) error {
				var day time.Time
				var nobody int
				c := grow(&page.Days)
				err := rows.Scan(&day, &c.Count, &nobody)
				c.Day, unowned = dayOf(day), unowned+nobody
				return err
			}),
		},
		count(&page.Found, `select count(*) from desk_cases q where true`+w.sql, w.args...),
		{
			fmt.Sprintf(`select q.ref, q.kind, q.state, q.due, q.provisional, %s from desk_cases q left join staff f on f.id = q.owner
				where true%s order by q.due, (q.owner is not null), q.ref limit %d offset %d`,
				staffColumns, w.sql, models.QueuePageSize, (page.Page-1)*models.QueuePageSize),
			w.args, s.scanQueue(&page.Rows),
		},
		s.colleaguesRead(&page.Colleagues),
	}
	if staff.Role.MayAllow() {
		reads = append(reads, s.cappedRead(&page.Capped, models.DateOf(now)))
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read the desk's queue: %w", err)
	}
	page.Counts = models.CountQueue(page.Days, unowned, now, page.Calendar)
	page.Pages = max(1, (page.Found+models.QueuePageSize-1)/models.QueuePageSize)
	return page, nil
}

func (s *Store) scanQueue(into *[]models.QueueRow) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var r models.QueueRow
		var due time.Time
		var owner seen
		err := rows.Scan(append([]any{&r.Ref, &r.Kind, &r.State, &due, &r.Provisional}, owner.into()...)...)
		if err != nil {
			return err
		}
		r.Due = dayOf(due)
		r.Owner, err = s.staff(owner)
		*into = append(*into, r)
		return err
	})
}

// colleaguesRead is the question for those who answer cases, by name.
func (s *Store) colleaguesRead(into *[]models.Staff) read {
	return s.staffRead(into, `select `+staffColumns+` from staff f where f.disabled_at is null and f.role in ('agent', 'officer')`)
}

// cappedSQL selects who opened as many cases on a day as they are allowed.
const cappedSQL = `select ` + staffColumns + ` from staff f
	join (select staff_id, count(distinct case_id) opened from ` + openedOrAsked + ` where at >= $1 and at < $2 group by staff_id) today on today.staff_id = f.id
	where f.disabled_at is null and opened >= $3 * (1 + (select count(*) from look_allowances a where a.staff_id = f.id and a.day = $4))`

func (s *Store) cappedRead(into *[]models.Staff, today models.Date) read {
	return s.staffRead(into, cappedSQL, today.Start(), today.Next().Start(), models.CasesADay, today.String())
}

// staffRead is a question for staff members; they are sorted by name.
func (s *Store) staffRead(into *[]models.Staff, sql string, args ...any) read {
	scan := each(func(rows pgx.Rows) error {
		var n seen
		if err := rows.Scan(n.into()...); err != nil {
			return err
		}
		of, err := s.staff(n)
		*into = append(*into, of)
		return err
	})
	return read{sql, args, func(rows pgx.Rows) error {
		err := scan(rows)
		slices.SortFunc(*into, func(a, b models.Staff) int {
			return cmp.Or(strings.Compare(a.Name(), b.Name()), cmp.Compare(a.ID, b.ID))
		})
		return err
	}}
}

// openedTodayRead counts the cases and matters that a staff member opened, or asked to open, on a day.
func openedTodayRead(into *int, staff models.StaffID, today models.Date) read {
	return count(into, `select count(distinct case_id) from `+openedOrAsked+` where staff_id = $1 and at >= $2 and at < $3`,
		staff, today.Start(), today.Next().Start())
}

// AssignCases gives open cases to a staff member, or to nobody where to is empty, and counts those that changed hands. It is ErrNotFound where
// who assigns or who gets them answers no cases.
func (s *Store) AssignCases(ctx context.Context, staff models.Staff, refs []string, to models.StaffID) (n int, err error) {
	if err := atDesk(staff); err != nil {
		return 0, err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		n = 0
		if to != "" {
			if err := answers(tx, to); err != nil {
				return err
			}
		}
		for _, ref := range slices.Compact(slices.Sorted(slices.Values(refs))) {
			assigned, err := s.assign(tx, ref, to)
			if err != nil {
				return err
			}
			if assigned {
				n++
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("assign cases: %w", err)
	}
	return n, nil
}

// assign gives an open case to somebody, and tells whether they did not have it.
func (s *Store) assign(tx *gorm.DB, ref string, to models.StaffID) (assigned bool, err error) {
	var owner *models.StaffID
	if to != "" {
		owner = &to
	}
	var ids []string
	err = tx.Raw(`update desk_cases set owner = ? where ref = ? and state = 'open' and owner is distinct from ? returning case_id`, owner, ref, owner).
		Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return false, err
	}
	return true, s.noteCase(tx, ids[0], models.CaseEvent{Kind: models.CaseAssigned, Actor: models.ByDesk, Staff: models.Staff{ID: to}})
}
