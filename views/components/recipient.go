package components

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// RecipientName returns what pages call somebody who may get something of a person.
func RecipientName(ctx context.Context, key models.RecipientKey) string {
	switch key {
	case models.RecipientPrinter:
		return i18n.T(ctx, "The print works")
	case models.RecipientCourier:
		return i18n.T(ctx, "The courier")
	default:
		return i18n.T(ctx, "The mail server")
	}
}

// RecipientRunBy says who a recipient is.
func RecipientRunBy(ctx context.Context, key models.RecipientKey) string {
	switch key {
	case models.RecipientPrinter:
		return i18n.T(ctx, "The workshop that prints for Jolara")
	case models.RecipientCourier:
		return i18n.T(ctx, "The company that delivers for Jolara")
	default:
		return i18n.T(ctx, "The service that carries Jolara’s letters")
	}
}

// RecipientPurpose says what a recipient gets something for.
func RecipientPurpose(ctx context.Context, key models.RecipientKey) string {
	switch key {
	case models.RecipientPrinter:
		return i18n.T(ctx, "To print what you order.")
	case models.RecipientCourier:
		return i18n.T(ctx, "To bring you your order.")
	default:
		return i18n.T(ctx, "To bring you our letters. From there they go on to whoever keeps your mailbox.")
	}
}

// RecipientGlyph returns the drawing of a recipient.
func RecipientGlyph(key models.RecipientKey) Glyph {
	switch key {
	case models.RecipientPrinter:
		return GlyphPrinter
	case models.RecipientCourier:
		return GlyphParcel
	default:
		return GlyphMail
	}
}

// CountryName names where a recipient is.
func CountryName(ctx context.Context, country models.Country) string {
	if country == models.China {
		return i18n.T(ctx, "Mainland China")
	}
	return string(country)
}

// DisclosurePurpose says for what a recipient got something once.
func DisclosurePurpose(ctx context.Context, d models.Disclosure) string {
	switch d.Purpose {
	case models.ReceiptMail{}.Kind():
		return i18n.T(ctx, "A letter with the receipt of a choice")
	case models.AccountExistsMail{}.Kind():
		return i18n.T(ctx, "A letter that you have an account already")
	case models.ResetMail{}.Kind():
		return i18n.T(ctx, "A letter to choose a new password")
	case models.PasswordChangedMail{}.Kind():
		return i18n.T(ctx, "A letter about your new password")
	case models.NewEmailMail{}.Kind():
		return i18n.T(ctx, "A letter to a new address that you asked for")
	case models.EmailChangedMail{}.Kind():
		return i18n.T(ctx, "A letter to your former address about the change")
	case models.LastCallMail{}.Kind():
		return i18n.T(ctx, "A letter before photos go that you didn’t use")
	case models.DeletionScheduledMail{}.Kind():
		return i18n.T(ctx, "A letter about when your deletion begins")
	case models.DeletedMail{}.Kind():
		return i18n.T(ctx, "A letter with the receipt of a deletion")
	case models.ChildToldMail{}.Kind():
		return i18n.T(ctx, "A letter about what your grown-up decided")
	case models.CaseMail{}.Kind():
		return i18n.T(ctx, "A letter about your complaint or request")
	case models.PurposeOfPrint:
		if d.Recipient == models.RecipientPrinter {
			return i18n.T(ctx, "Printing your order")
		}
		return i18n.T(ctx, "Delivering your order")
	}
	return ""
}

// GivenFields lists what a recipient gets, as the end of a sentence does.
func GivenFields(ctx context.Context, fields []models.Field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = givenField(ctx, f)
	}
	return strings.Join(list, i18n.C(ctx, "between the items of a list", ", "))
}

func givenField(ctx context.Context, f models.Field) string {
	switch f {
	case models.FieldAddress:
		return i18n.T(ctx, "the address that was chosen, with its name and phone")
	case models.FieldPhotos:
		return i18n.T(ctx, "the photos that were chosen")
	case models.FieldPreferences:
		return i18n.T(ctx, "printing preferences")
	case models.FieldChoice:
		return i18n.T(ctx, "the choice that the letter confirms")
	case models.FieldDeletion:
		return i18n.T(ctx, "how much was deleted")
	case models.FieldCase:
		return i18n.T(ctx, "the number and the dates of your complaint or request")
	default:
		return FieldName(ctx, f)
	}
}
