package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

type consentRow struct {
	PersonID      models.PersonID
	At            time.Time
	ID            string
	Kind          models.PermissionKind
	State         models.State
	RecordedAt    time.Time
	MadeBy        models.Actor
	PolicyVersion string
	Receipt       string
	Personal      []byte
}

func (consentRow) TableName() string { return "consents" }

// consentPersonal is what a consent says about a person beside the choice.
type consentPersonal struct{ Device string }

// consentsSQL selects consents, and listedConsentsSQL the same without the device on which they were made: lists do not show it, and
// each would have to be opened. Both are read by scanConsents.
const (
	consentsSQL       = `select ` + consentColumns + `, personal from consents`
	listedConsentsSQL = `select ` + consentColumns + `, null from consents`
	consentColumns    = `at, id, kind, state, recorded_at, made_by, policy_version, receipt`
)

func (s *Store) toConsent(r consentRow) (models.Consent, error) {
	var personal consentPersonal
	if err := s.vault.Open(r.Personal, &personal); err != nil {
		return models.Consent{}, fmt.Errorf("open a consent: %w", err)
	}
	return models.Consent{
		ID: r.ID, Kind: r.Kind, State: r.State, At: r.At.UTC(), RecordedAt: r.RecordedAt.UTC(), By: r.MadeBy,
		PolicyVersion: r.PolicyVersion, Device: personal.Device, Receipt: r.Receipt,
	}, nil
}

func (s *Store) scanConsents(into *[]models.Consent) func(pgx.Rows) error {
	var r consentRow
	return each(func(rows pgx.Rows) error {
		r = consentRow{}
		err := rows.Scan(&r.At, &r.ID, &r.Kind, &r.State, &r.RecordedAt, &r.MadeBy, &r.PolicyVersion, &r.Receipt, &r.Personal)
		if err != nil {
			return err
		}
		c, err := s.toConsent(r)
		*into = append(*into, c)
		return err
	})
}

// scanOne reads the one consent that was asked for, or returns pgx.ErrNoRows.
func (s *Store) scanOne(into *models.Consent) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var found []models.Consent
		if err := s.scanConsents(&found)(rows); err != nil {
			return err
		}
		if len(found) == 0 {
			return pgx.ErrNoRows
		}
		*into = found[0]
		return nil
	}
}

// ledger reads consents inside a transaction.
func (s *Store) ledger(tx *gorm.DB, where string, args ...any) ([]models.Consent, error) {
	var rows []consentRow
	if err := tx.Where(where, args...).Find(&rows).Error; err != nil {
		return nil, err
	}
	list := make([]models.Consent, 0, len(rows))
	for _, row := range rows {
		c, err := s.toConsent(row)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (s *Store) consent(tx *gorm.DB, person models.PersonID, id string) (models.Consent, error) {
	found, err := s.ledger(tx, `person_id = ? and id = ?`, person, id)
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return models.Consent{}, err
	}
	return found[0], nil
}

// writeConsent adds one entry to the ledger, with its receipt's reference, and counts it. Whoever calls it has locked the permission.
func (s *Store) writeConsent(tx *gorm.DB, person models.PersonID, c models.Consent) error {
	sealed, err := s.vault.Seal(consentPersonal{Device: c.Device})
	if err != nil {
		return err
	}
	err = tx.Create(&consentRow{
		PersonID: person, At: c.At, ID: c.ID, Kind: c.Kind, State: c.State, RecordedAt: c.RecordedAt, MadeBy: c.By,
		PolicyVersion: c.PolicyVersion, Receipt: c.Receipt, Personal: sealed,
	}).Error
	if err != nil {
		return err
	}
	return tx.Exec(`with counted as (update permissions set choices = choices + 1, first_at = least(first_at, @at) where person_id = @person and kind = @kind)
		insert into receipt_refs (ref, person_id, consent_id) values (@receipt, @person, @consent)`,
		map[string]any{"at": c.At, "person": person, "kind": c.Kind, "receipt": c.Receipt, "consent": c.ID}).Error
}

// ConsentsPage is one page of the person's choices, newest first, with the steps of their account.
type ConsentsPage struct {
	Choices            []models.Consent
	Steps              []models.Event // of the account, the latest, newest first; on the newest page alone
	HasNewer, HasOlder bool
}

// stepsShown is how many of an account's latest steps stand beside its choices.
const stepsShown = 50

// Consents returns the page of the person's choices on one side of key; a zero key is the newest end.
func (s *Store) Consents(ctx context.Context, person models.PersonID, key Key, side Side) (page ConsentsPage, err error) {
	var found []models.Consent
	reads := []read{historyRead(listedConsentsSQL, person, key, side, s.scanConsents(&found))}
	if key == (Key{}) {
		reads = append(reads, stepsRead(person, stepsShown, &page.Steps))
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read consents: %w", err)
	}
	page.Choices, page.HasNewer, page.HasOlder = fold(found, key, side)
	return page, nil
}

// Receipt is what a receipt is for: a choice, or a deletion.
type Receipt struct {
	Choice   models.Consent
	Notes    []models.Note // that the person added to the choice, oldest first
	Deletion string        // its id, empty where the receipt is for a choice
}

// Receipt returns what a person's receipt is for, in one round trip; or ErrNotFound, also where it is somebody else's.
func (s *Store) Receipt(ctx context.Context, person models.PersonID, ref string) (r Receipt, err error) {
	var choices []models.Consent
	var deletions []string
	err = s.batch(ctx,
		read{
			consentsSQL + ` where person_id = $1 and id = (select consent_id from receipt_refs where ref = $2 and person_id = $1)`,
			[]any{person, ref},
			s.scanConsents(&choices),
		},
		s.notesRead(person, ref, &r.Notes),
		read{
			`select deletion_id from receipt_refs where person_id = $1 and ref = $2 and deletion_id is not null`,
			[]any{person, ref},
			scanIDs(&deletions),
		},
	)
	switch {
	case err != nil:
		return Receipt{}, fmt.Errorf("read receipt: %w", err)
	case len(choices) > 0:
		r.Choice = choices[0]
	case len(deletions) > 0:
		r.Deletion = deletions[0]
	default:
		return Receipt{}, models.ErrNotFound
	}
	return r, nil
}

// ReceiptLetter returns what the letter of a choice says and to whom; ErrNotFound where the choice is no longer held.
func (s *Store) ReceiptLetter(ctx context.Context, job models.ReceiptMail) (to models.Person, c models.Consent, err error) {
	err = s.batch(ctx,
		read{`select ` + personColumns + ` from persons p ` + personJoins + ` where p.id = $1`, []any{job.PersonID}, s.scanPerson(&to)},
		read{consentsSQL + ` where person_id = $1 and id = $2`, []any{job.PersonID, job.ConsentID}, s.scanOne(&c)},
	)
	if err != nil {
		return to, c, fmt.Errorf("read what a receipt says: %w", notFound(err))
	}
	return to, c, nil
}

// Addressee returns whom a letter to a person goes to, or ErrNotFound.
func (s *Store) Addressee(ctx context.Context, person models.PersonID) (to models.Person, err error) {
	err = s.batch(ctx, read{`select ` + personColumns + ` from persons p ` + personJoins + ` where p.id = $1`, []any{person}, s.scanPerson(&to)})
	if err != nil {
		return to, fmt.Errorf("read whom to write to: %w", notFound(err))
	}
	return to, nil
}

func (s *Store) scanPerson(into *models.Person) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		defer rows.Close()
		if !rows.Next() {
			return orNoRows(rows.Err())
		}
		var found scannedPerson
		if err := rows.Scan(found.into()...); err != nil {
			return err
		}
		p, err := s.person(found)
		*into = p
		return err
	}
}

func orNoRows(err error) error {
	if err == nil {
		return pgx.ErrNoRows
	}
	return err
}
