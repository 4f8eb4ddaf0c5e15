package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

type staffRow struct {
	ID           models.StaffID
	Role         models.Role
	CreatedAt    time.Time
	DisabledAt   *time.Time
	PasswordHash string
	Personal     []byte
}

func (staffRow) TableName() string { return "staff" }

type staffPersonal struct{ Email, FirstName, Initial string }

// staffMember reads who a row is about.
func (s *Store) staffMember(id models.StaffID, role models.Role, personal []byte) (models.Staff, error) {
	var held staffPersonal
	if err := s.vault.Open(personal, &held); err != nil {
		return models.Staff{}, fmt.Errorf("open a staff member: %w", err)
	}
	return models.Staff{ID: id, Role: role, FirstName: held.FirstName, Initial: held.Initial}, nil
}

// AddStaff lets somebody work at the desk and returns the token of the link by which they set a password, once. Whoever
// works or worked there with that address gets the new role and name, and their sessions and password end. It is Refused
// where a person signs in with the address.
func (s *Store) AddStaff(ctx context.Context, added models.NewStaff) (token string, err error) {
	sealed, err := s.vault.Seal(staffPersonal{added.Email, added.FirstName, added.Initial})
	if err != nil {
		return "", fmt.Errorf("add a staff member: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		owner, err := s.ownerOf(tx, added.Email)
		if err != nil {
			return err
		}
		if owner.StaffID == "" {
			owner.StaffID = models.StaffID(newID())
			err = s.makeStaff(tx, staffRow{ID: owner.StaffID, Role: added.Role, CreatedAt: s.Now(), Personal: sealed}, added.Email)
		} else {
			err = s.renewStaff(tx, owner.StaffID, added.Role, sealed)
		}
		if err != nil {
			return err
		}
		token, err = s.makeStaffLink(tx, owner.StaffID)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("add a staff member: %w", err)
	}
	return token, nil
}

func (s *Store) makeStaff(tx *gorm.DB, row staffRow, email string) error {
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	// The id comes first: GORM takes bytes right after a parenthesis for a list.
	claimed := tx.Exec(`insert into emails (staff_id, lookup) values (?, ?) on conflict (lookup) do nothing`, row.ID, s.vault.Lookup(email))
	if claimed.Error == nil && claimed.RowsAffected == 0 {
		return models.Refused{Reason: models.ReasonAddressTaken}
	}
	return claimed.Error
}

func (s *Store) renewStaff(tx *gorm.DB, id models.StaffID, role models.Role, personal []byte) error {
	err := tx.Exec(`update staff set role = ?, personal = ?, disabled_at = null, password_hash = '' where id = ?`, role, personal, id).Error
	if err != nil {
		return err
	}
	return s.endStaffAccess(tx, id)
}

// endStaffAccess signs a staff member out everywhere and ends the link by which they would set a password.
func (s *Store) endStaffAccess(tx *gorm.DB, id models.StaffID) error {
	if err := tx.Exec(`delete from sessions where staff_id = ?`, id).Error; err != nil {
		return err
	}
	return tx.Exec(`delete from tokens where staff_id = ?`, id).Error
}

func (s *Store) makeStaffLink(tx *gorm.DB, id models.StaffID) (token string, err error) {
	now, link := s.Now(), newID()
	token = s.vault.LinkToken(link)
	return token, tx.Exec(`insert into tokens (id, hash, staff_id, purpose, created_at, expires_at) values (?, ?, ?, ?, ?, ?)`,
		link, linkHash(token), id, models.LinkReset, now, now.Add(models.StaffLinkLife)).Error
}

// DisableStaff keeps whoever works at the desk with that address out from now on: their sessions end at once. What they
// answered stays theirs. It is ErrNotFound where nobody works there with it.
func (s *Store) DisableStaff(ctx context.Context, email string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		owner, err := s.ownerOf(tx, email)
		if err != nil {
			return err
		}
		if owner.StaffID == "" {
			return models.ErrNotFound
		}
		err = tx.Exec(`update staff set disabled_at = coalesce(disabled_at, ?), password_hash = '' where id = ?`, s.Now(), owner.StaffID).Error
		if err != nil {
			return err
		}
		return s.endStaffAccess(tx, owner.StaffID)
	})
	if err != nil {
		return fmt.Errorf("disable a staff member: %w", err)
	}
	return nil
}

// KnowsStaff tells whether somebody with that address has a password for the desk, or was disabled.
func (s *Store) KnowsStaff(ctx context.Context, email string) (known bool, err error) {
	err = s.pool.QueryRow(ctx, `select exists (select from emails e join staff f on f.id = e.staff_id
		where e.lookup = $1 and (f.password_hash <> '' or f.disabled_at is not null))`, s.vault.Lookup(email)).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("find a staff member: %w", err)
	}
	return known, nil
}

// setStaffPassword is ResetPassword for a staff member's link.
func (s *Store) setStaffPassword(ctx context.Context, token, typed string) error {
	var personal []byte
	err := s.pool.QueryRow(ctx, `select f.personal from tokens t join staff f on f.id = t.staff_id
		where t.hash = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > $3`, linkHash(token), models.LinkReset, s.Now()).Scan(&personal)
	if errors.Is(err, pgx.ErrNoRows) {
		return models.ErrDeadLink
	}
	var held staffPersonal
	if err == nil {
		err = s.vault.Open(personal, &held)
	}
	if err != nil {
		return fmt.Errorf("set a staff member's password: %w", err)
	}
	password, err := models.NewPassword(typed, held.Email, held.FirstName)
	if err != nil {
		return err
	}
	hash, err := s.vault.HashPassword(ctx, string(password))
	if err != nil {
		return fmt.Errorf("set a staff member's password: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		link, err := s.useLink(tx, token, models.LinkReset)
		if err != nil {
			return err
		}
		if err := tx.Exec(`update staff set password_hash = ? where id = ?`, hash, link.StaffID).Error; err != nil {
			return err
		}
		return s.endStaffAccess(tx, link.StaffID)
	})
	if err != nil {
		return fmt.Errorf("set a staff member's password: %w", err)
	}
	return nil
}

// wrongAtDesk closes what asks a staff member for a fresh password after wrong ones. It is not the address that is counted,
// as at the sign-in: what others try there must not keep an agent from a case, nor must the many that one opens in a day.
var wrongAtDesk = closing{"desk password", models.TriesOfAddress, models.TriesWindow}

// proveStaff asks a staff member who is signed in for the password again. It is Invalid where nothing was typed,
// ErrWrongCredentials where it is another, and TooMany after too many wrong ones.
func (s *Store) proveStaff(ctx context.Context, staff models.StaffID, password string) error {
	if err := models.CheckTypedPassword(password); err != nil {
		return err
	}
	now, matches := s.Now(), false
	door := s.door(wrongAtDesk, string(staff))
	err := s.tx(ctx, func(tx *gorm.DB) error {
		wait, err := s.closedFor(tx, now, door)
		if err != nil {
			return err
		}
		if wait > 0 {
			return models.TooMany{After: wait}
		}
		var row staffRow
		if err := tx.Where("id = ? and disabled_at is null", staff).Take(&row).Error; err != nil {
			return notFound(err)
		}
		if matches, err = s.vault.PasswordMatches(ctx, password, row.PasswordHash); err != nil || matches {
			return err
		}
		return s.wrongAt(tx, now, door)
	})
	if err != nil {
		return fmt.Errorf("prove a staff member: %w", err)
	}
	if !matches {
		return models.ErrWrongCredentials
	}
	return nil
}

// Colleagues returns those who answer cases, by name.
func (s *Store) Colleagues(ctx context.Context) (list []models.Staff, err error) {
	if err := s.batch(ctx, s.colleaguesRead(&list)); err != nil {
		return nil, fmt.Errorf("read the desk's staff: %w", err)
	}
	return list, nil
}

// StaffAddressee returns the address at which somebody works at the desk; ErrNotFound where they no longer do.
func (s *Store) StaffAddressee(ctx context.Context, id models.StaffID) (email, firstName string, err error) {
	var held staffPersonal
	var personal []byte
	err = s.pool.QueryRow(ctx, `select personal from staff where id = $1 and disabled_at is null`, id).Scan(&personal)
	if err == nil {
		err = s.vault.Open(personal, &held)
	}
	if err != nil {
		return "", "", fmt.Errorf("read a staff member's address: %w", notFound(err))
	}
	return held.Email, held.FirstName, nil
}
