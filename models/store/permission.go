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
)

// PermissionsPage is what the permissions page shows.
type PermissionsPage struct {
	Standing  []models.Permission           // the four, in the order of models.PermissionKinds
	Recent    []models.Consent              // the latest choices, newest first
	Total     int                           // how many choices there are
	Collected map[models.PermissionKind]int // entries that are held because a permission let them be collected
}

// CountCap is where lists stop counting: beyond it they say '1,000+'.
const CountCap = 1000

const recentChoices = 5

// Permissions returns how the person's four switches stand and the latest choices, in one round trip.
func (s *Store) Permissions(ctx context.Context, person models.PersonID) (page PermissionsPage, err error) {
	counts := tallies{}
	err = s.batch(ctx,
		read{permissionsSQL, []any{person}, scanPermissions(&page.Standing)},
		read{listedConsentsSQL + ` where person_id = $1 order by at desc, id desc limit $2`, []any{person, recentChoices}, s.scanConsents(&page.Recent)},
		count(&page.Total, `select coalesce(sum(choices), 0) from permissions where person_id = $1`, person),
		talliesRead(person, counts),
	)
	if err != nil {
		return page, fmt.Errorf("read permissions: %w", err)
	}
	page.Collected = counts.collected()
	return page, nil
}

// permissionsFrom selects switches, as scanPermission reads them.
const permissionsFrom = `select kind, state, since, chosen_at, policy_version, receipt from permissions `

// permissionsSQL lists a person's four switches.
const permissionsSQL = permissionsFrom + `where person_id = $1 and kind in ('camera', 'photo_upload', 'microphone', 'voice_call')`

// allSwitches are those that each person has, in the order in which pages show them.
var allSwitches = slices.Concat(models.PermissionKinds, models.ChoiceKinds)

// scanPermissions reads switches and puts them in their order, which takes PostgreSQL longer than to find them.
func scanPermissions(into *[]models.Permission) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		err := each(func(rows pgx.Rows) error {
			p, err := scanPermission(rows)
			*into = append(*into, p)
			return err
		})(rows)
		slices.SortFunc(*into, func(a, b models.Permission) int {
			return slices.Index(allSwitches, a.Kind) - slices.Index(allSwitches, b.Kind)
		})
		return err
	}
}

func scanPermission(row interface{ Scan(into ...any) error }) (p models.Permission, err error) {
	var since, chosen *time.Time // null where nothing was ever chosen
	err = row.Scan(&p.Kind, &p.State, &since, &chosen, &p.PolicyVersion, &p.Receipt)
	if since != nil {
		p.Since, p.ChosenAt = *since, *chosen
	}
	return p, err
}

// switchSQL is the switch in one statement: the standing changes where the state is another one, and only then are the
// consent, its receipt, the event and the letter's job written. A choice made here comes after every choice known
// here, even one from a phone whose clock runs ahead. The notification wakes the workers (proven in the tests),
// and is sent by a switch that is alone: PostgreSQL lets transactions that notify commit one by one, each waiting for the
// other's disk. A letter that nobody was woken for is found within a second (see Work).
const switchSQL = `
with switched as (
	update permissions
	set state = $3, since = greatest($4, chosen_at + interval '1 microsecond'), chosen_at = greatest($4, chosen_at + interval '1 microsecond'), policy_version = $12, receipt = $6,
		choices = choices + 1, first_at = coalesce(first_at, $4)
	where person_id = $1 and kind = $2 and state <> $3
	returning since, policy_version
), chosen as (
	insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
	select $1, since, $5, $2, $3, $4, $7, policy_version, $6 from switched
	returning at, policy_version
), referred as (
	insert into receipt_refs (ref, person_id, consent_id) select $6, $1, $5 from chosen
), noted as (
	insert into events (person_id, at, id, kind, subject, actor, clause) select $1, at, $8, $9, $2, $7, $10 from chosen
), queued as (
	insert into river_job (kind, args, max_attempts)
	select $11, jsonb_build_object('PersonID', $1::text, 'ConsentID', $5::text), 25 from chosen
	returning id
)
select at, policy_version, (select pg_notify(current_schema() || '.river_insert', '{"queue":"default"}') from queued where $13)::text from chosen`

// receiptTries bounds how often a taken receipt reference is drawn again; one in ten million is taken.
const receiptTries = 5

// SwitchPermission writes the choice that the person makes here and now, and returns it with changed true. Where the
// permission already stands so, nothing is written and changed is false. It is one statement, in one round trip.
func (s *Store) SwitchPermission(ctx context.Context, person models.Person, kind models.PermissionKind, to models.State) (c models.Consent, changed bool, err error) {
	now := s.Now()
	if _, err := (models.Permission{}).Choose(to, models.ByPerson, s.ward(person, now)); err != nil {
		return c, false, err
	}
	shown, err := s.currentVersion(ctx)
	if err != nil {
		return c, false, fmt.Errorf("switch %s: %w", kind, err)
	}
	for range receiptTries {
		c, err = s.switchOnce(ctx, person.ID, models.Consent{
			ID: newID(), Kind: kind, State: to, RecordedAt: now, By: models.ByPerson, PolicyVersion: shown, Receipt: models.NewReceiptRef(),
		})
		if !isTaken(err) {
			break
		}
	}
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return s.standingChoice(ctx, person.ID, kind)
	case err != nil:
		return c, false, fmt.Errorf("switch %s: %w", kind, err)
	}
	return c, true, nil
}

func (s *Store) switchOnce(ctx context.Context, person models.PersonID, c models.Consent) (models.Consent, error) {
	event, clause := models.SwitchEvent(c.State)
	alone := s.switching.Add(1) == 1
	defer s.switching.Add(-1)
	err := s.pool.QueryRow(ctx, switchSQL, string(person), c.Kind, c.State, c.RecordedAt, c.ID, c.Receipt, c.By, newID(), event, clause,
		models.ReceiptMail{}.Kind(), c.PolicyVersion, alone).Scan(&c.At, &c.PolicyVersion, nil)
	return c, err
}

// standingChoice returns the choice that a permission stands at, for whoever asked for what already is.
func (s *Store) standingChoice(ctx context.Context, person models.PersonID, kind models.PermissionKind) (c models.Consent, changed bool, err error) {
	err = s.batch(ctx, read{
		consentsSQL + ` where person_id = $1 and receipt = (select receipt from permissions where person_id = $1 and kind = $2)`,
		[]any{person, kind},
		s.scanOne(&c),
	})
	if err != nil {
		return c, false, fmt.Errorf("read %s: %w", kind, notFound(err))
	}
	return c, false, nil
}

// PermissionsOf returns how the four switches of Jolara's person stand, and the choices about recordings, or ErrNotFound.
// This is what Jolara's systems ask before they do anything (#21): what was turned on counts only while it is in force.
func (s *Store) PermissionsOf(ctx context.Context, externalID string) (permissions, choices []models.Permission, err error) {
	var standing []models.Permission
	var person models.Person
	err = s.batch(ctx,
		read{`select ` + personColumns + ` from persons p ` + personJoins + ` where x.id = $1 and p.ended_at is null`, []any{externalID}, s.scanPerson(&person)},
		read{permissionsFrom + `where person_id = (select person_id from external_ids where id = $1)`, []any{externalID}, scanPermissions(&standing)},
	)
	if err != nil {
		return nil, nil, fmt.Errorf("read permissions: %w", notFound(err))
	}
	standing = models.AllInForce(standing, s.ward(person, s.Now()))
	return pick(standing, models.PermissionKinds), pick(standing, models.ChoiceKinds), nil
}

// pick returns how permissions of those kinds stand, in their order.
func pick(standing []models.Permission, kinds []models.PermissionKind) (picked []models.Permission) {
	for _, kind := range kinds {
		i := slices.IndexFunc(standing, func(p models.Permission) bool { return p.Kind == kind })
		if i >= 0 {
			picked = append(picked, standing[i])
		}
	}
	return picked
}

// RecordConsent writes a choice that was made in Jolara's app into the ledger and returns how the permission stands
// after it. The same id with the same content changes nothing and answers alike; with other content it is ErrConflict.
func (s *Store) RecordConsent(ctx context.Context, externalID string, c models.Consent) (standing models.Permission, err error) {
	now := s.Now()
	if err := c.Check(now); err != nil {
		return standing, err
	}
	c.At, c.RecordedAt, c.By = c.At.UTC().Truncate(time.Microsecond), now, models.ByApp
	for range receiptTries {
		c.Receipt = models.NewReceiptRef()
		err = s.tx(ctx, func(tx *gorm.DB) error {
			standing, err = s.recordConsent(ctx, tx, externalID, c)
			return err
		})
		if !isTaken(err) {
			break
		}
	}
	if err != nil {
		return standing, fmt.Errorf("record consent: %w", err)
	}
	return standing, nil
}

func (s *Store) recordConsent(ctx context.Context, tx *gorm.DB, externalID string, c models.Consent) (models.Permission, error) {
	person, err := s.personOf(tx, externalID)
	if err != nil {
		return models.Permission{}, err
	}
	before, err := s.lockPermission(tx, person.ID, c.Kind)
	if err != nil {
		return before, err
	}
	if earlier, err := s.consent(tx, person.ID, c.ID); err == nil {
		if !earlier.SameChoice(c) {
			return before, models.ErrConflict
		}
		return before, nil
	} else if !errors.Is(err, models.ErrNotFound) {
		return before, err
	}
	if _, err := before.Choose(c.State, c.By, s.ward(person, c.RecordedAt)); err != nil {
		return before, err
	}
	after, err := s.addChoice(tx, person.ID, before, c)
	if err != nil || after.State == before.State {
		return after, err
	}
	return after, s.enqueue(ctx, tx, models.ReceiptMail{PersonID: person.ID, ConsentID: c.ID})
}

// addChoice writes a choice that may be made, and returns how its permission stands after it.
func (s *Store) addChoice(tx *gorm.DB, person models.PersonID, before models.Permission, c models.Consent) (models.Permission, error) {
	if err := s.writeConsent(tx, person, c); err != nil {
		return before, err
	}
	after, err := s.standing(tx, person, before, c.At)
	if err != nil {
		return before, err
	}
	if err := s.saveStanding(tx, person, after); err != nil {
		return before, err
	}
	if after.State == before.State {
		return after, nil
	}
	event, clause := models.SwitchEvent(after.State)
	return after, s.note(tx, person, models.Event{Kind: event, Subject: string(c.Kind), Actor: c.By, Clause: clause, At: c.RecordedAt})
}

type permissionRow struct {
	PersonID      models.PersonID
	Kind          models.PermissionKind
	State         models.State
	Since         *time.Time
	ChosenAt      *time.Time
	PolicyVersion string
	Receipt       string
}

func (permissionRow) TableName() string { return "permissions" }

// lockPermission reads one switch and keeps others from changing it until the transaction ends.
func (s *Store) lockPermission(tx *gorm.DB, person models.PersonID, kind models.PermissionKind) (models.Permission, error) {
	p, err := scanPermission(tx.Raw(permissionsFrom+`where person_id = ? and kind = ? for update`, person, kind).Row())
	return p, notFound(err)
}

// standing asks the rule how a permission stands after a choice that was made at a time: from the choices that are not
// older than it or than the present state.
func (s *Store) standing(tx *gorm.DB, person models.PersonID, before models.Permission, at time.Time) (models.Permission, error) {
	from := before.Since
	if at.Before(from) {
		from = at // a late repetition of the state makes it begin earlier
	}
	ledger, err := s.ledger(tx, `person_id = ? and kind = ? and at >= ?`, person, before.Kind, from)
	if err != nil {
		return before, err
	}
	return models.Standing(before.Kind, ledger), nil
}

func (s *Store) saveStanding(tx *gorm.DB, person models.PersonID, p models.Permission) error {
	return tx.Model(&permissionRow{}).Where("person_id = ? and kind = ?", person, p.Kind).
		Select("state", "since", "chosen_at", "policy_version", "receipt").
		Updates(permissionRow{State: p.State, Since: &p.Since, ChosenAt: &p.ChosenAt, PolicyVersion: p.PolicyVersion, Receipt: p.Receipt}).Error
}

// personOf finds the person by Jolara's own id; Refused where their account was erased.
func (s *Store) personOf(tx *gorm.DB, externalID string) (models.Person, error) {
	var found scannedPerson
	var ended *time.Time
	err := tx.Raw(`select `+personColumns+`, p.ended_at from persons p `+personJoins+` where x.id = ?`, externalID).Row().Scan(found.into(&ended)...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return models.Person{}, models.ErrNotFound
	case err != nil:
		return models.Person{}, err
	case ended != nil:
		return models.Person{}, models.Refused{Reason: models.ReasonErased}
	}
	return s.person(found)
}
