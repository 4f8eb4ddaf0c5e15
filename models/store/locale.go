package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// ChooseLocale keeps in which language a person reads, for pages in every browser and for letters.
func (s *Store) ChooseLocale(ctx context.Context, person models.PersonID, locale models.Locale) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		// As where the address changes: of two who write into the same column one waits for the other.
		if err := lockPerson(tx, person); err != nil {
			return err
		}
		var row signInRow
		if err := tx.Where("person_id = ?", person).Take(&row).Error; err != nil {
			return notFound(err)
		}
		var personal signInPersonal
		if err := s.vault.Open(row.Personal, &personal); err != nil {
			return err
		}
		personal.Locale = locale
		sealed, err := s.vault.Seal(personal)
		if err != nil {
			return err
		}
		return tx.Exec(`update sign_ins set personal = ? where person_id = ?`, sealed, person).Error
	})
	if err != nil {
		return fmt.Errorf("choose a language: %w", err)
	}
	return nil
}
