package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jolara.com/privacy/models"
)

type personRow struct {
	ID            models.PersonID
	CreatedAt     time.Time
	UsedAt        time.Time
	UnusedCheckAt time.Time
	Guardian      models.GuardianState `gorm:"->"`
	Locked        models.LockKind      `gorm:"->"`
	Band          models.Band          `gorm:"->"`
	EndedAt       *time.Time
	Personal      []byte
}

func (personRow) TableName() string { return "persons" }

// neededAtFirst are the fields without which no person is made (the API's contract).
var neededAtFirst = []models.Field{models.FieldEmail, models.FieldName, models.FieldBirthDate}

// PushPerson takes in what Jolara's systems know about a person, who is made where the id is new. It returns the names
// of the fields that lost against what the person corrected or a later push told. An Invalid names what may not be
// stored, and then nothing is.
func (s *Store) PushPerson(ctx context.Context, externalID string, pushed models.PushedPerson) (superseded []string, err error) {
	now := s.Now()
	err = s.tx(ctx, func(tx *gorm.DB) error {
		row, isNew, err := s.lockOrMake(tx, externalID, now)
		if err != nil {
			return err
		}
		profile := models.Profile{}
		if err := s.vault.Open(row.Personal, &profile); err != nil {
			return err
		}
		if isNew {
			if err := missing(pushed, neededAtFirst); err != nil {
				return err
			}
		}
		if err := pushed.Check(profile.BandAfter(pushed, now), now); err != nil {
			return err
		}
		if err := s.checkWaiting(row, profile, pushed, now); err != nil {
			return err
		}
		if !isNew && profile.MakesMinor(pushed, now) {
			if err := s.lockForPushedBirth(tx, row.ID, pushed, now); err != nil {
				return err
			}
			pushed = pushed.Without(models.FieldBirthDate)
		}
		before := maps.Clone(profile)
		superseded = profile.Push(pushed, now)
		book, err := s.pushAddresses(tx, row.ID, profile, pushed, now)
		if err != nil {
			return err
		}
		superseded = append(superseded, book.superseded...)
		if err := s.saveProfile(tx, row.ID, profile); err != nil {
			return err
		}
		if !isNew { // what the first push tells is where the record begins
			if err := s.noteChanges(tx, row.ID, append(before.ChangesTo(profile, now), book.changes...)); err != nil {
				return err
			}
		}
		if book.changed || !before.ReadsLike(profile) {
			if err := s.nextVersion(tx, row.ID); err != nil {
				return err
			}
		}
		return s.note(tx, row.ID, models.Event{Kind: models.EventProfilePushed, Actor: models.ByApp, At: now})
	})
	if err != nil {
		return nil, fmt.Errorf("push person: %w", err)
	}
	slices.Sort(superseded)
	return superseded, nil
}

// checkWaiting refuses what is not needed of somebody who is, or with this push turns out to be, waiting for a guardian's yes.
func (s *Store) checkWaiting(row personRow, known models.Profile, pushed models.PushedPerson, now time.Time) error {
	birth, guardian := known.Birth(), row.Guardian
	if known.MakesMinor(pushed, now) {
		birth, _ = models.ParseDate(pushed.Fields[models.FieldBirthDate]) // checked before
		guardian = models.GuardianNotAsked                                // a yes from an earlier childhood is none for this one
	}
	if !s.ward(models.Person{Birth: birth, Guardian: guardian, Lock: row.Locked}, now).Waits() {
		return nil
	}
	return pushed.CheckWaiting()
}

func missing(pushed models.PushedPerson, fields []models.Field) error {
	wrong := models.Invalid{}
	for _, f := range fields {
		if pushed.Fields[f] == "" {
			wrong[string(f)] = models.FaultMissing
		}
	}
	return wrong.OrNil()
}

// lockOrMake returns the person's row, locked until the transaction ends, and makes the person where the id is new.
func (s *Store) lockOrMake(tx *gorm.DB, externalID string, now time.Time) (row personRow, isNew bool, err error) {
	made := personRow{ID: models.PersonID(newID()), CreatedAt: now}
	// The id's row decides who of two that arrive together makes the person: the other waits here and then finds it.
	claimed := tx.Exec(`insert into external_ids (id, person_id) values (?, ?) on conflict (id) do nothing`, externalID, made.ID)
	if claimed.Error != nil {
		return row, false, claimed.Error
	}
	if claimed.RowsAffected == 1 {
		return made, true, s.makePerson(tx, made)
	}
	err = tx.Clauses(clause.Locking{Strength: "UPDATE"}).
		Where("id = (select person_id from external_ids where id = ?)", externalID).Take(&row).Error
	if err == nil && row.EndedAt != nil {
		err = models.Refused{Reason: models.ReasonErased}
	}
	return row, false, notFound(err)
}

// makePerson writes a new person with an empty profile and the switches of all permissions and choices, none of them ever
// turned on.
func (s *Store) makePerson(tx *gorm.DB, row personRow) error {
	empty, err := s.vault.Seal(models.Profile{})
	if err != nil {
		return err
	}
	row.Personal = empty
	row.UsedAt, row.UnusedCheckAt = row.CreatedAt, models.FirstUnusedCheck(row.CreatedAt)
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	var switches []permissionRow
	for _, kind := range allSwitches {
		switches = append(switches, permissionRow{PersonID: row.ID, Kind: kind, State: models.Never})
	}
	return tx.Create(&switches).Error
}

func (s *Store) saveProfile(tx *gorm.DB, person models.PersonID, profile models.Profile) error {
	sealed, err := s.vault.Seal(profile)
	if err != nil {
		return err
	}
	return tx.Model(&personRow{}).Where("id = ?", person).Update("personal", sealed).Error
}

// nextVersion says that what the person may correct is not what it was: a form made before may be overtaken.
func (s *Store) nextVersion(tx *gorm.DB, person models.PersonID) error {
	return tx.Exec(`update persons set version = version + 1 where id = ?`, person).Error
}

// scannedPerson is a person as personColumns are scanned; signIn is the personal part of the sign-in, empty where there is none.
type scannedPerson struct {
	id               models.PersonID
	external         string
	guardian         models.GuardianState
	lock             models.LockKind
	personal, signIn []byte
	joined           time.Time
	waitsUntil       *time.Time
	kept             models.BehaviourKept
}

// into names the places for personColumns, and for what is asked for after them.
func (p *scannedPerson) into(more ...any) []any {
	return append([]any{&p.id, &p.external, &p.guardian, &p.lock, &p.personal, &p.signIn, &p.joined, &p.waitsUntil, &p.kept.Chosen}, more...)
}

// person reads who a row is about.
func (s *Store) person(found scannedPerson) (models.Person, error) {
	p, _, err := s.personKnown(found)
	return p, err
}

// personKnown is person, with what the profile holds.
func (s *Store) personKnown(found scannedPerson) (p models.Person, known models.Known, err error) {
	known = models.Known{}
	if err := s.vault.Open(found.personal, &known); err != nil {
		return p, nil, fmt.Errorf("open a profile: %w", err)
	}
	var birth models.Date
	if text := known.Value(models.FieldBirthDate); text != "" { // an adult's is not kept
		if birth, err = models.ParseDate(text); err != nil {
			return p, nil, fmt.Errorf("open a profile: %w", err)
		}
	}
	var account signInPersonal
	if err := s.vault.Open(found.signIn, &account); err != nil {
		return p, nil, fmt.Errorf("open a sign-in: %w", err)
	}
	if apart := account.apartFrom(known.Value(models.FieldEmail)); apart != "" {
		known[models.FieldSignIn] = models.KnownEntry{Value: apart}
	}
	return models.Person{
		ID: found.id, ExternalID: found.external,
		Name:        orElse(known.Value(models.FieldName), known.Value(models.FieldNickname)),
		Email:       strings.ToLower(orElse(account.Email, known.Value(models.FieldEmail))),
		AccountName: account.AccountName, Birth: birth, Guardian: found.guardian, Lock: found.lock, Locale: account.Locale,
		JoinedAt: found.joined.UTC(), WaitsUntil: orZero(found.waitsUntil), Kept: found.kept,
	}, known, nil
}

func orElse(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

// personColumns are what person needs, for joins that name the tables p, x and i.
const (
	personColumns = `p.id, coalesce(x.id, ''), p.guardian, p.locked, p.personal, i.personal, p.created_at, p.waits_until, coalesce(p.behaviour_months, 0)`
	personJoins   = `left join external_ids x on x.person_id = p.id left join sign_ins i on i.person_id = p.id`
)
