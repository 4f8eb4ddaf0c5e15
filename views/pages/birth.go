package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// BirthDatePage is where a person corrects their birth date.
type BirthDatePage struct {
	Known models.Date          // zero for an adult, whose date is not kept
	Waits *models.BirthRequest // a date that waits for a yes; nil where none does
	Typed BirthDateForm
}

func (p BirthDatePage) title(ctx context.Context) string {
	if len(p.Typed.Invalid) > 0 {
		return i18n.T(ctx, "Error: Your birth date")
	}
	return i18n.T(ctx, "Your birth date")
}

// SureOfBirthPage asks before a birth date makes a child's account of an adult's.
type SureOfBirthPage struct {
	Told  models.Date
	Typed BirthDateForm
}
