package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// What an address may see is what stands on the records of a yes that was given with it: whoever typed a code that went there sees the
// child as far as its age allows, and changes what they allow or takes it back (#96).

// wardsOf finds the children p for whom the address decides with the keyed hash that follows, by their yes on record c of request r.
const wardsOf = ` from guardian_standings s join guardian_records c on c.id = s.record_id join guardian_requests r on r.id = c.request_id
	join persons p on p.id = c.person_id
	where p.ended_at is null and p.guardian in ('approved', 'withdrawn') and s.word <> 'over' and r.lookup = `

// Ward is a child as their guardian sees them in a list.
type Ward struct {
	Child  models.Person
	State  models.GuardianState
	Lock   *models.Lock            // nil where none holds the account
	Record SignedRecord            // of the yes
	All    models.Guardians        // who decide for the child, this one among them
	Second *models.GuardianRequest // of a second guardian, which waits; nil where none does
	Fresh  bool                    // the guardian who acts typed a code within the hour
}

// Word is what the guardian on the record says now.
func (w Ward) Word() models.GuardianWord {
	return w.All.Of(w.Record.Ref).Word
}

// MayAskSecond tells whether a second guardian may be invited.
func (w Ward) MayAskSecond() bool {
	return models.MayAskSecond(w.State, len(w.All), w.Child.Lock, w.Second != nil)
}

// Wards returns the visit and the children for whom a yes was given from its address, the latest first, in one round trip. It is
// ErrDeadLink where the visit is over, or no code was typed.
func (s *Store) Wards(ctx context.Context, token string) (GuardianVisit, []Ward, error) {
	return s.wards(ctx, token, ``)
}

// wardOn returns the visit and the child on a record that was given from its address. It is ErrDeadLink where the visit is over or no code
// was typed, and ErrNotFound where there is no such record.
func (s *Store) wardOn(ctx context.Context, token, ref string) (v GuardianVisit, w Ward, err error) {
	v, found, err := s.wards(ctx, token, ` and c.ref = $4`, ref)
	switch {
	case err != nil:
		return v, w, err
	case len(found) == 0:
		return v, w, models.ErrNotFound
	}
	return v, found[0], nil
}

// wards finds the children of a visit's address that fulfil a condition as well, with what locks their accounts and who decides for them.
func (s *Store) wards(ctx context.Context, token, which string, args ...any) (v GuardianVisit, wards []Ward, err error) {
	var visit foundVisit
	var found foundWards
	counts := s.visitArgs(token)
	reads := s.wardReads(&found, `(select lookup`+visitCounts+` and proven_at is not null)`+which, append(counts[:len(counts):len(counts)], args...)...)
	if err := s.batch(ctx, append(reads, s.visitRead(&visit, counts))...); err != nil {
		return v, nil, fmt.Errorf("read a guardian's children: %w", err)
	}
	v, err = s.visited(ctx, visit)
	if err == nil && !v.Proven {
		err = models.ErrDeadLink
	}
	return v, found.whole(), err
}

// foundWards are children, and apart from them what locks their accounts, who decides for them, and what second guardians are asked.
type foundWards struct {
	wards   []Ward
	locks   map[models.PersonID]*models.Lock
	all     map[models.PersonID]models.Guardians
	seconds map[models.PersonID]*models.GuardianRequest
}

// whole returns the children with all of that.
func (f foundWards) whole() []Ward {
	for i := range f.wards {
		w := &f.wards[i]
		w.Lock, w.All, w.Second = f.locks[w.Child.ID], f.all[w.Child.ID], f.seconds[w.Child.ID]
	}
	return f.wards
}

// wardReads are the questions for the children of whose address stands in which, after which more may narrow them.
func (s *Store) wardReads(into *foundWards, which string, args ...any) []read {
	into.locks, into.all, into.seconds = map[models.PersonID]*models.Lock{}, map[models.PersonID]models.Guardians{}, map[models.PersonID]*models.GuardianRequest{}
	theirs := ` in (select p.id` + wardsOf + which + `)`
	return []read{
		{
			`select p.id, p.guardian, p.locked, p.personal, p.created_at, p.waits_until, coalesce(p.behaviour_months, 0), c.personal` + wardsOf + which + ` order by c.at desc, c.id desc limit 50`, args,
			each(func(rows pgx.Rows) error {
				var found scannedPerson
				var record []byte
				err := rows.Scan(&found.id, &found.guardian, &found.lock, &found.personal, &found.joined, &found.waitsUntil, &found.kept.Chosen, &record)
				if err != nil {
					return err
				}
				child, err := s.person(found)
				if err != nil {
					return err
				}
				var held guardianRecordPersonal
				if err := s.vault.Open(record, &held); err != nil {
					return fmt.Errorf("open a guardian's record: %w", err)
				}
				if s.ward(child, s.Now()).Guarded { // whoever came of age is nobody's ward
					into.wards = append(into.wards, Ward{Child: child, State: child.Guardian, Record: SignedRecord{held.Record, held.Signature}})
				}
				return nil
			}),
		},
		{
			`select g.person_id, g.record_id, c.ref, g.word, array_to_string(g.allows, ' ') from guardian_standings g join guardian_records c on c.id = g.record_id
				where g.word <> 'over' and g.person_id` + theirs + ` order by c.at, c.id`, args,
			each(func(rows pgx.Rows) error {
				var child models.PersonID
				g, err := scanStanding(rows, &child)
				into.all[child] = append(into.all[child], g)
				return err
			}),
		},
		{requestsSQL + ` where second and state in ('proposed', 'waiting') and person_id` + theirs, args, each(func(rows pgx.Rows) error {
			r, err := s.scanRequest(rows)
			into.seconds[r.Child] = &r
			return err
		})},
		{locksSQL + ` where l.ended_at is null and l.person_id` + theirs, args, each(func(rows pgx.Rows) error {
			l, err := s.scanLock(rows)
			into.locks[l.Person] = &l.Lock
			return err
		})},
	}
}

// WardPage is a child as their guardian sees them.
type WardPage struct {
	Ward
	Visit     GuardianVisit
	Sight     models.GuardianSight
	Standing  []models.Permission            // of models.GuardianChoices, in their order
	Holdings  []models.Holding               // kinds and amounts, of every category but complaints
	Details   models.Profile                 // where Sight.Details says so
	Titles    []models.ListedPhoto           // the newest, where Sight.Titles says so and not Sight.All
	Addresses []models.Entry[models.Address] // where Sight.All says so
	Birth     *models.BirthRequest           // a birth date that waits for a yes; nil where none does
}

// titlesShown is how many photos a guardian is told of by title.
const titlesShown = 50

// WardPage returns what a guardian may see of the child on a record. It is ErrDeadLink where the visit is over, and ErrNotFound where
// no such record was given from its address.
func (s *Store) WardPage(ctx context.Context, token, ref string) (page WardPage, err error) {
	if page.Visit, page.Ward, err = s.wardOn(ctx, token, ref); err != nil {
		return page, err
	}
	now, child := s.Now(), page.Child
	page.Sight = child.SeenByGuardian(now)
	var all held
	var standing []models.Permission
	profile := models.Profile{}
	reads := []read{
		all.read(child.ID),
		{permissionsFrom + `where person_id = $1`, []any{child.ID}, scanPermissions(&standing)},
		s.profileRead(child.ID, &profile),
		s.birthRequestRead(child.ID, &page.Birth),
	}
	switch {
	case page.Sight.All:
		reads = append(reads, s.addressesRead(child.ID, &page.Addresses))
	case page.Sight.Titles:
		reads = append(reads, read{listedPhotosSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{child.ID, titlesShown}, s.scanListedPhotos(&page.Titles)})
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read a guardian's child: %w", err)
	}
	for _, h := range all.holdings(child, profile.Details()) {
		if h.Category != models.CategoryComplaints {
			page.Holdings = append(page.Holdings, h)
		}
	}
	page.Standing = models.AllInForce(pick(standing, models.GuardianChoices), s.ward(child, now))
	if page.Sight.Details {
		page.Details = profile
	}
	return page, nil
}

// lockWard reads the child on a record that was given from a visit's address, with the lock, and keeps others from changing how it
// stands until the transaction ends. It is ErrNotFound where there is no such record.
func (s *Store) lockWard(tx *gorm.DB, v lockedVisit, ref string) (w Ward, lock heldLock, err error) {
	var child models.PersonID
	err = tx.Raw(`select p.id`+wardsOf+`? and c.ref = ?`, v.Lookup, ref).Row().Scan(&child)
	if err != nil {
		return w, lock, notFound(err)
	}
	if w.State, err = s.lockMinor(tx, child, s.Now()); err != nil {
		return w, lock, err
	}
	if w.Child, err = s.personWith(tx, child); err != nil {
		return w, lock, err
	}
	if w.All, err = s.guardiansOf(tx, child); err != nil {
		return w, lock, err
	}
	w.Record.Ref = ref
	lock, err = s.openLock(tx, child)
	if errors.Is(err, models.ErrNotFound) {
		return w, lock, nil
	}
	w.Lock = &lock.Lock
	return w, lock, err
}

// asGuardian does something about the child on a record, in a transaction of its own.
func (s *Store) asGuardian(ctx context.Context, token, ref string, do func(tx *gorm.DB, w Ward, lock heldLock) error) error {
	return s.withReceipts(ctx, func(tx *gorm.DB) error {
		v, err := s.lockVisit(tx, token, s.Now())
		if err != nil {
			return err
		}
		if v.ProvenAt == nil {
			return models.ErrDeadLink
		}
		w, lock, err := s.lockWard(tx, v, ref)
		if err != nil {
			return err
		}
		w.Fresh = models.FreshProof(*v.ProvenAt, s.Now())
		return do(tx, w, lock)
	})
}

// ActAsGuardian takes a yes back, says that it never was, or stops a withdrawal: from the commit on it holds on every instance. It is
// ErrDeadLink where the visit is over, ErrNotFound where the record is not the visitor's, ErrConflict where it cannot be done, and
// ErrStaleProof where it takes a fresh code.
func (s *Store) ActAsGuardian(ctx context.Context, token, ref string, act models.WardAct) error {
	err := s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, lock heldLock) error {
		if act == models.ActErase || !models.MayAct(act, w.State, w.Word(), w.Lock, s.Now()) { // erasing takes its own code, see EraseAsGuardian
			return models.ErrConflict
		}
		if act.NeedsFreshProof() && !w.Fresh {
			return models.ErrStaleProof
		}
		if err := s.say(tx, w, act); err != nil {
			return err
		}
		if act == models.ActWithdraw { // also where another guardian says yes; and it stays off until it is turned on
			if err := s.turnAllOff(tx, w.Child.ID, models.ByGuardian); err != nil {
				return err
			}
		}
		return s.settleGuardians(tx, w.Child.ID, models.ByGuardian)
	})
	if err != nil {
		return fmt.Errorf("act as a guardian: %w", err)
	}
	return nil
}

// say writes what a guardian says with an act, from now on, of the yes on their record.
func (s *Store) say(tx *gorm.DB, w Ward, act models.WardAct) error {
	own := w.All.Of(w.Record.Ref)
	var kind models.EventKind
	switch act {
	case models.ActWithdraw:
		own.Word, kind = models.WordNo, models.EventGuardianWithdrew
	case models.ActDispute:
		own.Word, kind = models.WordDisputes, models.EventGuardianDisputed
	case models.ActStop:
		own.Word, kind = models.WordYes, models.EventGuardianStopped
	}
	if err := s.noteGuardian(tx, w.Child.ID, kind, own.Ref, models.ByGuardian); err != nil {
		return err
	}
	return s.saveWord(tx, own)
}

// EraseAsGuardian erases at once what a withdrawal would erase later, where the code is the one that was mailed last. It returns what
// ProveVisit and ActAsGuardian return.
func (s *Store) EraseAsGuardian(ctx context.Context, token, ref, typed, network string) error {
	return s.withCode(ctx, token, typed, network, func(tx *gorm.DB, v lockedVisit) error {
		w, lock, err := s.lockWard(tx, v, ref)
		if err != nil {
			return err
		}
		if !models.MayAct(models.ActErase, w.State, w.Word(), w.Lock, s.Now()) {
			return models.ErrConflict
		}
		if lock.Lock, err = lock.EraseNow(s.Now()); err != nil {
			return err
		}
		return s.closeAccount(tx, lock, models.ByGuardian)
	})
}

// SwitchAsGuardian is a guardian's yes or no to one thing for a child: it is on only where all who decide say yes, and off with the no of
// one. What changes has a receipt; changed tells whether anything did. It is ErrStaleProof where turning it on takes a fresh code, and
// Refused where the account is locked, or where guardians differ and this would be one thing more.
func (s *Store) SwitchAsGuardian(ctx context.Context, token, ref string, kind models.PermissionKind, to models.State) (changed bool, err error) {
	policy, err := s.currentVersion(ctx)
	if err != nil {
		return false, fmt.Errorf("switch as a guardian: %w", err)
	}
	err = s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		now := s.Now()
		if w.State != models.GuardianApproved {
			return models.Refused{Reason: models.ReasonLocked}
		}
		if to == models.Granted && !w.Fresh {
			return models.ErrStaleProof
		}
		before, err := s.lockPermission(tx, w.Child.ID, kind)
		if err != nil {
			return err
		}
		changes, err := before.Choose(to, models.ByGuardian, s.ward(w.Child, now))
		if err != nil {
			return err
		}
		yes := to == models.Granted
		if yes && !w.All.MayAllow(kind, ref, w.Lock) {
			return models.Refused{Reason: models.ReasonGuardiansDiffer}
		}
		own := w.All.Of(ref)
		changed = changes || own.Allow(kind, yes).Says(kind) != own.Says(kind)
		if err := s.saveWord(tx, own.Allow(kind, yes)); err != nil {
			return err
		}
		if changes && (!yes || w.All.Besides(ref).Agree(kind)) {
			if err := s.switchFor(tx, w.Child.ID, kind, yes, policy, now); err != nil {
				return err
			}
		}
		return s.settleGuardians(tx, w.Child.ID, models.ByGuardian)
	})
	if err != nil {
		return false, fmt.Errorf("switch as a guardian: %w", err)
	}
	return changed, nil
}

// switchFor turns one thing on or off for a child, who gets a receipt.
func (s *Store) switchFor(tx *gorm.DB, child models.PersonID, kind models.PermissionKind, on bool, policy string, now time.Time) error {
	consent, err := s.chooseFor(tx, child, kind, on, models.ByGuardian, policy, now)
	if err != nil {
		return err
	}
	return s.enqueue(tx.Statement.Context, tx, models.ReceiptMail{PersonID: child, ConsentID: consent})
}

// PlanForWard returns what a guardian would delete with all of one kind. It is ErrDeadLink where the visit is over, and ErrNotFound where
// the child is not theirs or there is no such kind.
func (s *Store) PlanForWard(ctx context.Context, token, ref string, what models.Scope) (w Ward, plan models.DeletionPlan, err error) {
	_, w, err = s.wardOn(ctx, token, ref)
	if err == nil && !slices.Contains(models.WardScopes, what) {
		err = models.ErrNotFound
	}
	if err != nil {
		return w, plan, err
	}
	plan = models.DeletionPlan{Selection: models.Selection{What: what, All: true}, At: s.Now()}
	if err := s.batch(ctx, s.planRead(&plan, w.Child.ID, upTo(plan.Selection, plan.At))); err != nil {
		return w, plan, fmt.Errorf("plan a guardian's deletion: %w", err)
	}
	return w, plan, nil
}

// DeleteAsGuardian begins to delete what a guardian selected: all of one kind of a child's, and under 8 whatever they see. It is out of
// sight at once and erased a day later: until then the child, who is told, can stop it, so that no quarrel costs them their pictures. It
// is an Invalid where the order cannot be or nothing is there, ErrNotFound where they do not see so much, ErrMoreCame where it would take
// more than was shown, and Refused where the account is locked, or guardians differ.
func (s *Store) DeleteAsGuardian(ctx context.Context, token, ref string, order models.DeletionOrder) (d models.Deletion, err error) {
	now := s.Now()
	if !slices.Contains(models.Scopes, order.What) {
		return d, models.ErrNotFound
	}
	if err := order.Check(now); err != nil {
		return d, err
	}
	err = s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		if w.Lock != nil {
			return models.Refused{Reason: models.ReasonLocked}
		}
		if !w.Child.SeenByGuardian(now).MayDelete(order.Selection) {
			return models.ErrNotFound
		}
		d, err = s.startDeletion(ctx, tx, w.Child.ID, models.Deletion{
			ID: newID(), Receipt: models.NewReceiptRef(), What: order.What, By: models.ByGuardian, At: now,
			DueAt: models.WhenTomorrow.Due(now), State: models.DeletionWaiting,
		}, upTo(order.Selection, order.Asked))
		if err == nil && d.Items > order.Shown {
			err = models.ErrMoreCame
		}
		return err
	})
	if err != nil {
		return models.Deletion{}, fmt.Errorf("delete as a guardian: %w", err)
	}
	return d, nil
}

// WardRecord returns what a guardian may correct of a child: what it is called.
func (s *Store) WardRecord(ctx context.Context, token, ref string) (w Ward, record models.Record, err error) {
	if _, w, err = s.wardOn(ctx, token, ref); err != nil {
		return w, record, err
	}
	record, err = s.Record(ctx, w.Child)
	return w, record, err
}

// CorrectAsGuardian writes what a guardian changed in what their child is called, and tells whether that was anything. It is an Invalid
// or Overtaken like a person's own correction, and Refused where the account is locked.
func (s *Store) CorrectAsGuardian(ctx context.Context, token, ref string, form models.Form) (changed bool, err error) {
	err = s.asGuardian(ctx, token, ref, func(tx *gorm.DB, w Ward, _ heldLock) error {
		if w.Lock != nil {
			return models.Refused{Reason: models.ReasonLocked}
		}
		changed, err = s.correctProfile(tx, w.Child, form, models.ByGuardian)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("correct as a guardian: %w", err)
	}
	return changed, nil
}
