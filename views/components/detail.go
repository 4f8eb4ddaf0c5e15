package components

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// FieldLabel returns what a detail of a person is called where its name stands alone.
func FieldLabel(ctx context.Context, f models.Field) string {
	if name, is := f.Preference(); is {
		return name
	}
	switch f {
	case models.FieldName:
		return i18n.T(ctx, "Name")
	case models.FieldNickname:
		return i18n.T(ctx, "Nickname")
	case models.FieldAccountName:
		return i18n.T(ctx, "Account name")
	case models.FieldEmail:
		return i18n.T(ctx, "E-mail")
	case models.FieldSignIn:
		return i18n.T(ctx, "E-mail to sign in")
	case models.FieldPhone:
		return i18n.T(ctx, "Phone")
	case models.FieldGender:
		return i18n.T(ctx, "Gender")
	case models.FieldAddress:
		return i18n.T(ctx, "Address")
	case models.FieldPhotoTitle:
		return i18n.T(ctx, "Title of a photo")
	case models.FieldPhotoTaken:
		return i18n.T(ctx, "Day a photo was taken")
	default:
		return i18n.T(ctx, "Birth date")
	}
}

// FieldValue writes what stands in a detail: as it was typed or sent, or 'nothing'.
func FieldValue(ctx context.Context, f models.Field, value string) string {
	switch {
	case value == "":
		return i18n.T(ctx, "nothing")
	case f == models.FieldGender:
		return GenderWord(ctx, value)
	case f == models.FieldPhotoTaken:
		return DayTyped(ctx, value)
	}
	return value
}

// GenderWord returns the word for an answer of models.Genders; any other stands as it was sent.
func GenderWord(ctx context.Context, gender string) string {
	switch gender {
	case models.GenderFemale:
		return i18n.T(ctx, "Female")
	case models.GenderMale:
		return i18n.T(ctx, "Male")
	case models.GenderOther:
		return i18n.T(ctx, "Another")
	case models.GenderUnsaid:
		return i18n.T(ctx, "Prefer not to say")
	}
	return gender
}

// DayTyped writes a day that somebody typed, or what they typed where it is none.
func DayTyped(ctx context.Context, typed string) string {
	day, err := models.ParseDate(typed)
	if err != nil {
		return typed
	}
	return i18n.Day(ctx, day)
}
