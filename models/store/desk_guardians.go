package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// mattersListed is how many matters each list of the desk shows.
const mattersListed = 50

// MatterList is the beginning of a list of matters.
type MatterList struct {
	Rows []models.Matter
	More int // how many come after these
}

// DeskGuardians is what stands at the desk about guardians and ages: references and times, and nothing that says who it is about.
type DeskGuardians struct {
	Waiting map[models.MatterKind]MatterList // for an officer, by models.MattersToSettle, the longest first
	Running MatterList                       // locks with a clock, the soonest erased first
	Ended   []models.Matter                  // the last locks that ended, the newest first
	Asked   int                              // how many guardians are asked now
	Ending  int                              // how many of these requests end within a day
}

// mattersSQL selects locks as scanMatters reads them: what is left to erase is counted only while something is.
const mattersSQL = `select l.id, l.ref, l.kind, l.at,
		(select e.at from events e where l.kind = 'disputed' and e.person_id = l.person_id and e.at <= l.at and e.kind = 'guardian_disputed'
			order by e.at desc limit 1),
		l.erase_at, exists (select from guardian_requests r where r.person_id = l.person_id and r.state = 'waiting'), l.ended_at, l.outcome,
		l.erased_at, erasing.left, erasing.items
	from locks l left join lateral (
		select coalesce(sum(d.items), 0) items, coalesce(sum((select count(*) from deleted x where x.deletion_id = d.id and x.outcome is null)), 0) as left
		from deletions d where l.outcome = 'erased' and l.erased_at is null and d.person_id = l.person_id
		and d.state <> 'stopped' and (d.done_at is null or d.done_at >= l.ended_at)) erasing on true`

// waitingLocks is the condition of models.Matter.Waits in SQL.
const waitingLocks = `l.ended_at is null and l.erase_at is null`

func scanMatters(into *[]models.Matter) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		m := grow(into)
		var said, erase, ended, erased *time.Time
		err := rows.Scan(&m.ID, &m.Ref, &m.Kind, &m.At, &said, &erase, &m.Asked, &ended, &m.Outcome, &erased, &m.Left, &m.Of)
		m.At, m.SaidAt, m.EraseAt, m.EndedAt, m.ErasedAt = m.At.UTC(), orZero(said), orZero(erase), orZero(ended), orZero(erased)
		return err
	})
}

// scanOlder reads birth dates that make a minor older, from id, ref and at.
func scanOlder(into *[]models.Matter) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		m := grow(into)
		m.Kind = models.MatterOlder
		err := rows.Scan(&m.ID, &m.Ref, &m.At)
		m.At = m.At.UTC()
		return err
	})
}

// GuardiansAtDesk returns what stands at the desk about guardians and ages, in one round trip that opens nothing of anybody's. It is
// ErrNotFound for whoever settles none of it.
func (s *Store) GuardiansAtDesk(ctx context.Context, staff models.Staff) (page DeskGuardians, err error) {
	if !staff.Role.MayFind() {
		return page, models.ErrNotFound
	}
	const running = "running"
	now, n := s.Now(), map[string]int{}
	waiting := map[models.MatterKind]*[]models.Matter{}
	reads := []read{
		{
			`select case when l.erase_at is null then l.kind else '` + running + `' end, count(*) from locks l where l.ended_at is null group by 1
				union all select '` + string(models.MatterOlder) + `', count(*) from birth_requests
				union all select '` + string(models.MatterPaper) + `', count(*) from guardian_papers where state = 'to_check'
				union all select '` + string(models.MatterSecond) + `', count(*) from guardian_requests where state = 'proposed'`,
			nil, each(func(rows pgx.Rows) error {
				var of string
				var count int
				err := rows.Scan(&of, &count)
				n[of] = count
				return err
			}),
		},
		{mattersSQL + ` where l.ended_at is null and l.erase_at is not null order by l.erase_at, l.ref limit $1`, []any{mattersListed}, scanMatters(&page.Running.Rows)},
		{mattersSQL + ` where l.ended_at is not null order by l.ended_at desc, l.ref limit $1`, []any{mattersListed}, scanMatters(&page.Ended)},
		{
			`select count(*), count(*) filter (where until <= $2) from guardian_requests where state = 'waiting' and until > $1`,
			[]any{now, now.AddDate(0, 0, 1)},
			each(func(rows pgx.Rows) error { return rows.Scan(&page.Asked, &page.Ending) }),
		},
	}
	for _, kind := range models.MattersToSettle {
		waiting[kind] = &[]models.Matter{}
		ask := read{mattersSQL + ` where l.kind = $1 and ` + waitingLocks + ` order by l.at, l.ref limit $2`, []any{string(kind), mattersListed}, scanMatters(waiting[kind])}
		switch kind {
		case models.MatterOlder:
			ask = read{`select id, ref, at from birth_requests order by at, ref limit $1`, []any{mattersListed}, scanOlder(waiting[kind])}
		case models.MatterSecond:
			ask = read{secondsSQL + ` where state = 'proposed' order by at, ref limit $1`, []any{mattersListed}, scanSeconds(waiting[kind])}
		case models.MatterPaper:
			ask = read{papersSQL + ` where p.state = 'to_check' order by p.at, p.ref limit $1`, []any{mattersListed}, scanPaperMatters(waiting[kind])}
		}
		reads = append(reads, ask)
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read what guardians and officers are waited for: %w", err)
	}
	page.Waiting = map[models.MatterKind]MatterList{}
	for kind, rows := range waiting {
		page.Waiting[kind] = MatterList{*rows, max(0, n[string(kind)]-len(*rows))}
	}
	page.Running.More = max(0, n[running]-len(page.Running.Rows))
	return page, nil
}

// DeskMatter is a matter as an officer sees it. Until they opened it, it has nothing that says who it is about.
type DeskMatter struct {
	models.Matter
	Finding      *models.Finding    // nil: no officer found anything
	Opened       *models.Look       // by which it is open to this officer now; nil: it is not, or it is settled
	Sight        models.MatterSight // only while it is open
	Looks        []models.Look      // the newest first
	OpenedToday  int                // how many cases and matters this officer opened today
	AllowedToday int                // how many they may
}

// openedMatter is the condition that a matter m that waits is open to a staff member $2 at $3: a birth date that took another one's
// place is not what was opened.
const openedMatter = `exists (select from looks k where k.case_id = m.id and k.ref = m.ref and k.staff_id = $2 and k.until > $3)`

// matterAtDesk finds the id of a matter, however it stands, whose reference is $1.
const matterAtDesk = `select id from locks where ref = $1 union select id from birth_requests where ref = $1
	union select id from guardian_papers where ref = $1 union select id from guardian_requests where ref = $1
	union select id from findings where ref = $1`

// MatterAtDesk returns a matter as an officer sees it now, in one round trip; what it is about is read only where they opened it. It is
// ErrNotFound where there is no such matter or they settle none.
func (s *Store) MatterAtDesk(ctx context.Context, staff models.Staff, ref string) (page DeskMatter, err error) {
	if !staff.Role.MayFind() {
		return page, models.ErrNotFound
	}
	now := s.Now()
	today := models.DateOf(now)
	var found []models.Matter
	var live []models.Look
	var allowances int
	byRef, whoNow := []any{ref}, []any{ref, staff.ID, now}
	err = s.batch(ctx,
		read{mattersSQL + ` where l.ref = $1`, byRef, scanMatters(&found)},
		read{`select id, ref, at from birth_requests where ref = $1`, byRef, scanOlder(&found)},
		read{papersSQL + ` where p.ref = $1`, byRef, scanPaperMatters(&found)},
		read{secondsSQL + ` where ref = $1`, byRef, scanSeconds(&found)},
		read{`select i.is_true, i.at, i.personal, ` + staffColumns + ` from findings i left join staff f on f.id = i.staff_id where i.ref = $1 order by i.at`, byRef, s.scanFinding(&page.Finding)},
		read{looksSQL + ` where case_id in (` + matterAtDesk + `) and ref = $1 order by at desc, id desc`, byRef, s.scanLooks(&page.Looks)},
		read{looksSQL + ` where case_id in (` + matterAtDesk + `) and ref = $1 and staff_id = $2 and until > $3 order by until desc limit 1`, whoNow, s.scanLooks(&live)},
		s.lockSightRead(&page.Sight, whoNow),
		s.olderSightRead(&page.Sight, whoNow),
		s.recordSightRead(&page.Sight, whoNow),
		openedTodayRead(&page.OpenedToday, staff.ID, today),
		s.sheetSightRead(&page.Sight, whoNow),
		count(&allowances, `select count(*) from look_allowances where staff_id = $1 and day = $2`, staff.ID, today.String()),
	)
	if err != nil {
		return DeskMatter{}, fmt.Errorf("read a matter: %w", err)
	}
	page.AllowedToday = models.CasesADay * (1 + allowances)
	switch {
	case len(found) > 0:
		page.Matter = found[0]
	case page.Finding != nil: // of a birth date: its own row went with the answer
		page.Matter = models.Matter{Ref: ref, Kind: models.MatterOlder, EndedAt: page.Finding.At}
	default:
		return DeskMatter{}, models.ErrNotFound
	}
	if len(live) > 0 && page.Waits() {
		page.Opened = &live[0]
	}
	return page, nil
}

func (s *Store) scanFinding(into **models.Finding) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var f models.Finding
		var personal []byte
		var by seen
		if err := rows.Scan(append([]any{&f.True, &f.At, &personal}, by.into()...)...); err != nil {
			return err
		}
		var held findingPersonal
		if err := s.vault.Open(personal, &held); err != nil {
			return fmt.Errorf("open a finding: %w", err)
		}
		var err error
		f.By, err = s.staff(by)
		f.At, f.Why, *into = f.At.UTC(), held.Why, &f
		return err
	})
}

// lockSightRead is the question for the birth dates on which an opened lock rests.
func (s *Store) lockSightRead(into *models.MatterSight, whoNow []any) read {
	return read{
		`select p.personal, m.personal from locks m join persons p on p.id = m.person_id
			where m.ref = $1 and m.kind in ('no_yes', 'birth_date') and m.ended_at is null and m.erase_at is null and ` + openedMatter,
		whoNow, s.scanDates(into, func(held []byte) (models.Date, error) {
			var lock lockPersonal
			err := s.vault.Open(held, &lock)
			return lock.Birth, err
		}),
	}
}

// olderSightRead is the question for the birth dates of an opened request.
func (s *Store) olderSightRead(into *models.MatterSight, whoNow []any) read {
	return read{
		`select p.personal, m.personal from birth_requests m join persons p on p.id = m.person_id where m.ref = $1 and ` + openedMatter,
		whoNow, s.scanDates(into, func(held []byte) (models.Date, error) {
			var asked birthPersonal
			err := s.vault.Open(held, &asked)
			return asked.Told, err
		}),
	}
}

// scanDates reads the birth date on record, and by told the one that is not sure.
func (s *Store) scanDates(into *models.MatterSight, told func(held []byte) (models.Date, error)) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var profile models.Profile
		var personal, held []byte
		err := rows.Scan(&personal, &held)
		if err == nil {
			err = s.vault.Open(personal, &profile)
		}
		if err != nil {
			return err
		}
		into.Known = profile.Birth()
		into.Told, err = told(held)
		return err
	})
}

// recordSightRead is the question for the records of all who decide, where a yes is disputed, doubted or differs from another's, or a second
// guardian is asked for.
func (s *Store) recordSightRead(into *models.MatterSight, whoNow []any) read {
	return read{
		`select c.personal, r.personal, g.record_id, c.ref, g.word, array_to_string(g.allows, ' ')
			from (select id, ref, person_id from locks where kind in ('disputed', 'doubted', 'differ', 'answers') and ended_at is null and erase_at is null
				union all select id, ref, person_id from guardian_requests where state = 'proposed') m
			join guardian_standings g on g.person_id = m.person_id and g.word <> 'over' join guardian_records c on c.id = g.record_id
			join guardian_requests r on r.id = c.request_id
			where m.ref = $1 and ` + openedMatter + ` order by c.at, c.id`,
		whoNow, each(func(rows pgx.Rows) error {
			var personal, asked []byte
			var held guardianRecordPersonal
			var who guardianPersonal
			g, err := scanStanding(rows, &personal, &asked)
			if err == nil {
				err = s.vault.Open(personal, &held)
			}
			if err == nil {
				err = s.vault.Open(asked, &who)
			}
			held.Record.Email = orElse(who.Email, held.Record.Email) // where they are written to now
			into.Records = append(into.Records, models.WordSight{GuardianRecord: held.Record, Word: g.Word, Allows: g.Allows})
			return err
		}),
	}
}

// OpenMatter opens a matter that waits to an officer for models.LookFor, who says what for and types their password again; its person
// sees that they did (T13). It is an Invalid where something is missing, ErrWrongCredentials or TooMany like a sign-in, TooManyCases
// where they opened as many others today as are allowed, ErrNotFound where there is no such matter or they settle none, and
// ErrConflict where it waits no more.
func (s *Store) OpenMatter(ctx context.Context, staff models.Staff, ref string, o models.Opening) (look models.Look, err error) {
	if !staff.Role.MayFind() {
		return look, models.ErrNotFound
	}
	if err := o.CheckOfMatter(); err != nil {
		return look, err
	}
	if err := s.proveStaff(ctx, staff.ID, o.Password); err != nil {
		return look, fmt.Errorf("open a matter: %w", err)
	}
	o.Cause = string(models.CauseSettle)
	err = s.tx(ctx, func(tx *gorm.DB) error {
		opened, err := toOpen(tx, ref)
		if err != nil {
			return err
		}
		look, err = s.look(tx, staff, opened, o)
		return err
	})
	if err != nil {
		return models.Look{}, fmt.Errorf("open a matter: %w", err)
	}
	return look, nil
}

// toOpen finds what there is to open of a matter. It is ErrNotFound where there is none, and ErrConflict where it waits no more.
func toOpen(tx *gorm.DB, ref string) (lookedAt, error) {
	if models.IsPaperRef(ref) {
		return paperToOpen(tx, ref)
	}
	opened := lookedAt{ref: ref}
	if models.IsSecondRef(ref) {
		var waits bool
		opened.fields = models.MatterSecond.Shows()
		err := tx.Raw(`select id, person_id, state = 'proposed' from guardian_requests where ref = ?`, ref).Row().Scan(&opened.id, &opened.person, &waits)
		if err == nil && !waits {
			err = models.ErrConflict
		}
		return opened, notFound(err)
	}
	if !models.IsLockRef(ref) {
		asked, err := birthAsked(tx, ref)
		opened.id, opened.person, opened.fields = asked.id, asked.person, models.MatterOlder.Shows()
		return opened, err
	}
	var kind models.MatterKind
	var waits bool
	err := tx.Raw(`select l.id, l.person_id, l.kind, `+waitingLocks+` from locks l where l.ref = ?`, ref).Row().
		Scan(&opened.id, &opened.person, &kind, &waits)
	if err == nil && !waits {
		err = models.ErrConflict
	}
	opened.fields = kind.Shows()
	return opened, notFound(err)
}

// Settle writes what an officer found of a matter that is no sheet, see CheckPaper, who types their password again. It is an
// Invalid where something is to mend, ErrWrongCredentials or TooMany like a sign-in, and otherwise what FindLock, AnswerSecond and
// AnswerBirth return.
func (s *Store) Settle(ctx context.Context, staff models.Staff, ref string, form models.FindingForm) error {
	if !staff.Role.MayFind() {
		return models.ErrNotFound
	}
	found, err := form.Read(ref)
	if err != nil {
		return err
	}
	if err := s.proveStaff(ctx, staff.ID, form.Password); err != nil {
		return fmt.Errorf("settle a matter: %w", err)
	}
	switch {
	case models.IsLockRef(ref):
		return s.FindLock(ctx, staff, ref, found)
	case models.IsSecondRef(ref):
		return s.AnswerSecond(ctx, staff, ref, found)
	}
	return s.AnswerBirth(ctx, staff, ref, found)
}

// findingPersonal is what is kept of a finding in the officer's words.
type findingPersonal struct{ Why string }

// foundOf is the matter that a finding is of.
type foundOf struct {
	id, ref string
	person  models.PersonID
}

// writeFinding keeps what an officer found, and why.
func (s *Store) writeFinding(tx *gorm.DB, of foundOf, staff models.Staff, f models.Finding) error {
	sealed, err := s.vault.Seal(findingPersonal{f.Why})
	if err != nil {
		return err
	}
	return tx.Exec(`insert into findings (id, person_id, ref, at, is_true, staff_id, personal) values (?, ?, ?, ?, ?, ?, ?)`,
		of.id, of.person, of.ref, s.Now(), f.True, staff.ID, sealed).Error
}

// birthAsked finds a birth date that waits for a yes. It is ErrNotFound where there is none of that reference, and ErrConflict where
// an officer answered it before.
func birthAsked(tx *gorm.DB, ref string) (foundOf, error) {
	asked := foundOf{ref: ref}
	err := tx.Raw(`select id, person_id from birth_requests where ref = ?`, ref).Row().Scan(&asked.id, &asked.person)
	if !errors.Is(err, sql.ErrNoRows) {
		return asked, err
	}
	var answered bool
	if err := tx.Raw(`select exists (select from findings where ref = ?)`, ref).Row().Scan(&answered); err != nil {
		return asked, err
	}
	if answered {
		return asked, models.ErrConflict
	}
	return asked, models.ErrNotFound
}
