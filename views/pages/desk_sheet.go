package pages

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// checkPassword is the id of the password's field in the form of what is on a sheet.
const checkPassword = "check-password"

// sheetFields are the fields of that form, without the password, in their order.
var sheetFields = func() []string {
	fields := []string{
		models.FieldVerdict, models.FieldSheetRef, models.FieldSheetRelation, models.FieldSheetName, models.FieldSheetGrownUp, models.FieldSheetSigned,
	}
	for _, kind := range models.GuardianChoices {
		fields = append(fields, string(kind))
	}
	return append(fields, models.FieldSheetFault, models.FieldSheetNote)
}()

func (p DeskMatterPage) checkingMistakes(ctx context.Context) components.Mistakes {
	return p.Checking.mistakesBeside(ctx, checkPassword, sheetFields...)
}

// typed is what stands in a field of the form of what is on a sheet.
func (p DeskMatterPage) typed(field string) string { return p.Checking.Values.Get(field) }

// words are those that the sheet has to bear.
func (p DeskMatterPage) words() string {
	words := i18n.ThreeWords(p.Sight.Sheet.Locale, p.Sight.Sheet.Words)
	return strings.Join(words[:], " ")
}

// photo is where the photo of the sheet is served, in one of its sizes.
func (p DeskMatterPage) photo(size models.Size) string {
	return MatterAtDesk(p.Ref) + "/sheet?size=" + string(size)
}

// verdict is one of the things that an officer may read from a sheet, with what it does.
func verdict(ctx context.Context, v models.Verdict) (words, does string) {
	switch v {
	case models.SheetYes:
		return i18n.T(ctx, "It says Yes"), i18n.T(ctx, "What is ticked Yes is turned on at once. The guardian gets the signed record, and the photo is kept with it as proof.")
	case models.SheetNo:
		return i18n.T(ctx, "It says No"), i18n.T(ctx, "The guardian’s address and the photo are erased at once. The child is told ‘not this time’.")
	default:
		return i18n.T(ctx, "It can’t be accepted"), i18n.T(ctx, "The photo is erased. The guardian gets a letter that says why, and can send another one.")
	}
}

// faultName is what the desk calls a reason for which a sheet cannot be accepted.
func faultName(ctx context.Context, fault models.SheetFault) string {
	switch fault {
	case models.SheetUnreadable:
		return i18n.T(ctx, "The photo can’t be read")
	case models.SheetUnsigned:
		return i18n.T(ctx, "Not signed by hand")
	case models.SheetIncomplete:
		return i18n.T(ctx, "Relation, name or age is missing")
	case models.SheetOther:
		return i18n.T(ctx, "Words or reference of another request")
	case models.SheetOutdated:
		return i18n.T(ctx, "Printed before the agreement or the rules changed")
	default:
		return i18n.T(ctx, "Not the form’s last page")
	}
}
