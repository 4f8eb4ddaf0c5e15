package i18n

import (
	"context"

	"jolara.com/privacy/models"
)

// Fault says what is wrong with a field of a form and how to mend it. Sentences name their field where the form has one;
// any other field gets one that is true beside every field.
func Fault(ctx context.Context, field string, f models.Fault) string {
	type wrong struct {
		field string
		fault models.Fault
	}
	switch (wrong{field, f}) {
	case wrong{"email", models.FaultMissing}:
		return T(ctx, "Enter your e-mail address.")
	case wrong{"email", models.FaultMalformed}:
		return T(ctx, "Enter an e-mail address like name@example.com.")
	case wrong{"email", models.FaultTooLong}:
		return T(ctx, "Enter an e-mail address that is shorter.")
	case wrong{"email", models.FaultSame}:
		return T(ctx, "You sign in with this address already. Enter another one.")
	case wrong{"email", models.FaultOwn}:
		return T(ctx, "Enter an address that only you read. The child gets letters at this one.")
	case wrong{"email", models.FaultOfMinor}:
		return T(ctx, "The account that signs in with this address is that of somebody under 18. Enter another one.")
	case wrong{"present", models.FaultMissing}:
		return T(ctx, "Enter your present password.")
	case wrong{"password", models.FaultSame}:
		return T(ctx, "Choose a password that is not the present one.")
	case wrong{"password", models.FaultMissing}:
		return T(ctx, "Enter your password.")
	case wrong{"name", models.FaultMissing}:
		return T(ctx, "Enter your name.")
	case wrong{"accept", models.FaultMissing}:
		return T(ctx, "Tick the box if you accept the agreement. Without it there can be no account.")
	case wrong{"birth_date", models.FaultMissing}:
		return T(ctx, "Enter the year, the month and the day.")
	case wrong{"birth_date", models.FaultMalformed}:
		return T(ctx, "Enter a day that exists, in figures.")
	case wrong{"from", models.FaultMalformed}:
		return T(ctx, "Enter a first day that exists, like 2026-03-27.")
	case wrong{"to", models.FaultMalformed}:
		return T(ctx, "Enter a last day that exists, like 2026-03-27.")
	case wrong{"to", models.FaultPast}:
		return T(ctx, "Enter a last day that is not before the first one.")
	case wrong{"photo_title", models.FaultTooLong}:
		return T(ctx, "Enter a title of at most 120 characters.")
	case wrong{"photo_title", models.FaultMalformed}:
		return T(ctx, "Enter a title without invisible signs.")
	case wrong{"photo_taken", models.FaultMalformed}:
		return T(ctx, "Enter a day that exists, like 2026-03-27, or leave it empty.")
	case wrong{"photo_taken", models.FaultFuture}:
		return T(ctx, "Enter a day that is not in the future.")
	case wrong{"phone", models.FaultMalformed}:
		return T(ctx, "Enter a phone number like 138 0013 8000 or +44 20 7946 0958.")
	case wrong{"phone", models.FaultOfMinor}:
		return T(ctx, "We keep no phone number of anybody under 18.")
	case wrong{"gender", models.FaultOfMinor}:
		return T(ctx, "We keep no gender of anybody under 18.")
	case wrong{"recipient", models.FaultMissing}:
		return T(ctx, "Enter who receives the parcel.")
	case wrong{"lines", models.FaultMissing}:
		return T(ctx, "Enter the street, the number and the town.")
	case wrong{"lines", models.FaultTooLong}:
		return T(ctx, "Enter at most 10 lines of at most 200 characters.")
	case wrong{"preference_name", models.FaultMissing}:
		return T(ctx, "Enter what the preference is about.")
	case wrong{"preference_name", models.FaultSame}:
		return T(ctx, "You have a preference of this name. Change it above.")
	case wrong{"preference_value", models.FaultMissing}:
		return T(ctx, "Enter how you like it.")
	case wrong{"kind", models.FaultMissing}:
		return T(ctx, "Choose what it is.")
	case wrong{"pictures", models.FaultFull}:
		return T(ctx, "Attach at most 5 pictures.")
	case wrong{"pictures", models.FaultUnknown}:
		return T(ctx, "A photo that you chose is no longer here. Choose another one.")
	case wrong{"ref", models.FaultMalformed}, wrong{"into", models.FaultMalformed}:
		return T(ctx, "Enter a whole reference, like JC-2026-0412.")
	case wrong{"into", models.FaultUnknown}:
		return T(ctx, "Enter an open case of the same person that you have opened too; the person is confirmed in both.")
	case wrong{"cause", models.FaultMissing}:
		return T(ctx, "Choose what you open it for.")
	case wrong{models.FieldLookNote, models.FaultMissing}:
		return T(ctx, "Write what you open it for.")
	case wrong{models.FieldApproval, models.FaultMissing}:
		return T(ctx, "Choose yes or no.")
	case wrong{models.FieldFinding, models.FaultMissing}:
		return T(ctx, "Choose what you found.")
	case wrong{models.FieldFindingWhy, models.FaultMissing}:
		return T(ctx, "Write how you found it.")
	case wrong{models.FieldRefAgain, models.FaultMissing}:
		return T(ctx, "Type the reference from the top of this page.")
	case wrong{models.FieldRefAgain, models.FaultUnknown}:
		return T(ctx, "That is another reference. Type the one from the top of this page.")
	case wrong{models.FieldLookNote, models.FaultTooLong}, wrong{models.FieldFindingWhy, models.FaultTooLong}:
		return T(ctx, "Write at most 500 characters.")
	case wrong{"desk_note", models.FaultMissing}:
		return T(ctx, "Write the note first.")
	case wrong{"words", models.FaultMissing}, wrong{"again", models.FaultMissing}:
		return T(ctx, "Write a few words first.")
	case wrong{"words", models.FaultTooLong}, wrong{"again", models.FaultTooLong}:
		return T(ctx, "Write at most 5,000 characters, and send the rest afterwards.")
	case wrong{"found", models.FaultMissing}:
		return T(ctx, "Write what we found.")
	case wrong{"did", models.FaultMissing}:
		return T(ctx, "Write what we did, or why nothing had to be done.")
	case wrong{"why", models.FaultMissing}:
		return T(ctx, "Write the reasons.")
	case wrong{"appeal", models.FaultMissing}:
		return T(ctx, "Write what the person can do who does not agree.")
	case wrong{"reason", models.FaultMissing}:
		return T(ctx, "Write why it can’t be confirmed.")
	case wrong{"channel", models.FaultUnknown}:
		return T(ctx, "Choose how it came.")
	case wrong{"received_on", models.FaultMissing}:
		return T(ctx, "Enter the day on which it came.")
	case wrong{"received_on", models.FaultMalformed}:
		return T(ctx, "Enter a day that exists, like 2026-11-20.")
	case wrong{"received_on", models.FaultFuture}:
		return T(ctx, "Enter a day and a time that are not in the future.")
	case wrong{"received_on", models.FaultBefore}:
		return T(ctx, "Enter a day and a time that are not before the case came, nor before our answer.")
	case wrong{"received_on", models.FaultOver}:
		return T(ctx, "Enter a day within 10 working days of our answer, or write down a new case: what came later doesn’t open this one again.")
	case wrong{"received_at", models.FaultMalformed}:
		return T(ctx, "Enter a time like 14:30, or leave it empty.")
	case wrong{"reach", models.FaultMissing}:
		return T(ctx, "Enter an e-mail address, a postal address or a telephone: without one there is no answer.")
	case wrong{"note", models.FaultMissing}:
		return T(ctx, "Write your note first.")
	case wrong{"note", models.FaultTooLong}:
		return T(ctx, "Write at most 2,000 characters, or make it two notes.")
	case wrong{"note", models.FaultFull}:
		return T(ctx, "A record takes 50 notes. Write to support@jolara.com instead.")
	case wrong{"record", models.FaultMalformed}:
		return T(ctx, "Paste the whole file. This could not be read.")
	case wrong{models.FieldSignUpFor, models.FaultMissing}:
		return T(ctx, "Choose whom the account is for.")
	case wrong{"birth_date", models.FaultTooOld}:
		return T(ctx, "Enter the child’s birth date. Whoever is 18 or older makes an account of their own.")
	case wrong{models.FieldNewNickname, models.FaultMissing}:
		return T(ctx, "Enter what we call you.")
	case wrong{models.FieldNewName, models.FaultMissing}:
		return T(ctx, "Enter an account name.")
	case wrong{models.FieldNewName, models.FaultTooShort}, wrong{models.FieldNewName, models.FaultTooLong}:
		return T(ctx, "Enter an account name of %[1]d to %[2]d signs.", models.ShortestAccountName, models.LongestAccountName)
	case wrong{models.FieldNewName, models.FaultMalformed}:
		return T(ctx, "Use small letters and figures; dots, hyphens and underscores only between them.")
	case wrong{models.FieldNewName, models.FaultTaken}:
		return T(ctx, "Somebody has this account name already. Choose another one.")
	case wrong{models.FieldGuardianEmail, models.FaultMissing}:
		return T(ctx, "Enter a grown-up’s e-mail address.")
	case wrong{models.FieldGuardianEmail, models.FaultMalformed}:
		return T(ctx, "Enter an e-mail address like name@example.com.")
	case wrong{models.FieldGuardianEmail, models.FaultOwn}:
		return T(ctx, "Enter your grown-up’s address, not your own.")
	case wrong{models.FieldGuardianEmail, models.FaultTaken}:
		return T(ctx, "Whoever has this address decides already. Enter another one.")
	case wrong{models.FieldGuardianEmail, models.FaultUnwanted}:
		return T(ctx, "Whoever has this address wants no letter from us. Enter another one.")
	case wrong{models.FieldRelation, models.FaultMissing}:
		return T(ctx, "Choose what you are to the child.")
	case wrong{models.FieldGuardianName, models.FaultMissing}:
		return T(ctx, "Enter your full name.")
	case wrong{models.FieldGrownUp, models.FaultMissing}:
		return T(ctx, "Tick the box if you are of age and the child’s parent or legal guardian. Nobody else can decide.")
	case wrong{models.FieldSignature, models.FaultOutdated}:
		return T(ctx, "The privacy agreement has changed since you opened this page. Read it, and sign once more.")
	case wrong{models.FieldSignature, models.FaultMissing}:
		return T(ctx, "Sign with your full name to approve.")
	case wrong{models.FieldSignature, models.FaultDiffers}:
		return T(ctx, "Type your name as you typed it above.")
	case wrong{models.FieldSheet, models.FaultMissing}:
		return T(ctx, "Choose the photo of the signed page.")
	case wrong{models.FieldSheet, models.FaultFull}:
		return T(ctx, "Choose one photo: all that counts stands on the last page.")
	case wrong{models.FieldVerdict, models.FaultMissing}:
		return T(ctx, "Choose what the sheet says.")
	case wrong{models.FieldSheetRef, models.FaultMissing}:
		return T(ctx, "Type the reference that is printed on the sheet.")
	case wrong{models.FieldSheetRef, models.FaultUnknown}:
		return T(ctx, "That is not this request’s sheet, or it was printed before the agreement or the rules changed. Look once more, or don’t accept it.")
	case wrong{models.FieldSheetRelation, models.FaultMissing}:
		return T(ctx, "Choose what stands on the sheet. Where nothing does, don’t accept it.")
	case wrong{models.FieldSheetName, models.FaultMissing}:
		return T(ctx, "Type the full name that stands on the sheet. Where none does, don’t accept it.")
	case wrong{models.FieldSheetGrownUp, models.FaultMissing}:
		return T(ctx, "Tick the box if the sheet says so. Otherwise don’t accept it.")
	case wrong{models.FieldSheetSigned, models.FaultMissing}:
		return T(ctx, "Tick the box if the sheet is signed. Otherwise don’t accept it.")
	case wrong{models.FieldSheetFault, models.FaultMissing}:
		return T(ctx, "Choose why it can’t be accepted.")
	case wrong{models.FieldSheetNote, models.FaultTooLong}:
		return T(ctx, "Write at most 500 characters.")
	case wrong{"password", models.FaultTooLong}:
		return T(ctx, "Enter a password that is shorter.")
	}
	switch f {
	case models.FaultMissing:
		return T(ctx, "Fill in this field.")
	case models.FaultUnknown:
		return T(ctx, "Choose one of the answers shown.")
	case models.FaultTooLong:
		return T(ctx, "Write less in this field.")
	case models.FaultTooShort:
		return T(ctx, "Choose a password of at least 8 characters.")
	case models.FaultCommon:
		return T(ctx, "Choose another password. Many people have this one, so it is tried first.")
	case models.FaultKnown:
		return T(ctx, "Choose a password that isn’t your address or your name.")
	case models.FaultFuture:
		return T(ctx, "Enter a date that is not in the future.")
	case models.FaultPast:
		return T(ctx, "Enter a date that is not so long ago.")
	case models.FaultFull:
		return T(ctx, "There is no room for more. Remove one first.")
	case models.FaultWaits:
		return T(ctx, "This waits until your grown-up says yes. Leave it as it was.")
	case models.FaultOfMinor:
		return T(ctx, "Leave this empty. We do not collect it from people under 18.")
	default:
		return T(ctx, "Check what you entered in this field.")
	}
}
