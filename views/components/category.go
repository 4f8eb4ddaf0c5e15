package components

import (
	"context"
	"slices"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// CategoryName returns what pages call a kind of personal data.
func CategoryName(ctx context.Context, key models.CategoryKey) string {
	switch key {
	case models.CategoryProfile:
		return i18n.T(ctx, "Profile")
	case models.CategoryAddresses:
		return i18n.T(ctx, "Addresses")
	case models.CategoryPhotos:
		return i18n.T(ctx, "Photos")
	case models.CategoryPrints:
		return i18n.T(ctx, "Print jobs")
	case models.CategoryBehaviour:
		return i18n.T(ctx, "Browsing, searching, favourites")
	case models.CategoryOrders:
		return i18n.T(ctx, "Orders and after-sales")
	case models.CategorySecurity:
		return i18n.T(ctx, "Sign-ins and security")
	case models.CategoryVoice:
		return i18n.T(ctx, "Voice and calls")
	case models.CategoryConsents:
		return i18n.T(ctx, "Choices and receipts")
	case models.CategoryChanges:
		return i18n.T(ctx, "Changes")
	case models.CategoryComplaints:
		return i18n.T(ctx, "Complaints and requests")
	case models.CategoryGuardian:
		return i18n.T(ctx, "Guardian details")
	case models.CategoryLooks:
		return i18n.T(ctx, "Who opened your data")
	case models.CategoryExports:
		return i18n.T(ctx, "Copies made for you")
	case models.CategorySignUps:
		return i18n.T(ctx, "Unconfirmed sign-ups")
	case models.CategoryWaiting:
		return i18n.T(ctx, "A minor’s account that waits")
	}
	return ""
}

// CategoryContent says what a kind of personal data consists of.
func CategoryContent(ctx context.Context, key models.CategoryKey) string {
	switch key {
	case models.CategoryProfile:
		return i18n.T(ctx, "Name, nickname, account name, e-mail and printing preferences; of adults also phone and gender, of minors the birth date; a number by which Jolara’s systems know you, your password as a fingerprint that cannot be read back, and the language you read.")
	case models.CategoryAddresses:
		return i18n.T(ctx, "Delivery addresses with a name and a phone. The copy on an order belongs to the print job.")
	case models.CategoryPhotos:
		return i18n.T(ctx, "The pictures, their title and date, and the functions they were chosen for.")
	case models.CategoryPrints:
		return i18n.T(ctx, "What was printed, with which preferences, and where it was delivered.")
	case models.CategoryBehaviour:
		return i18n.T(ctx, "What was looked at, clicked, searched for and marked, with browser, telecom operator, language and time. The network address is shortened on arrival.")
	case models.CategoryOrders:
		return i18n.T(ctx, "What was bought, for how much and when, and what came after it.")
	case models.CategorySecurity:
		return i18n.T(ctx, "Sign-ins and attempts with time, browser, language and network address; browsers that are signed in, with a shortened network address; links in letters and codes that still work.")
	case models.CategoryVoice:
		return i18n.T(ctx, "Recordings of what was said to support, and a list of calls: when, how long, in which direction.")
	case models.CategoryConsents:
		return i18n.T(ctx, "Every permission turned on or off, the agreement that was accepted, notes that were added, who received what, and the steps of an account.")
	case models.CategoryChanges:
		return i18n.T(ctx, "What a detail was before it was changed, who changed it and when.")
	case models.CategoryComplaints:
		return i18n.T(ctx, "Complaints, questions and requests with their messages and attachments.")
	case models.CategoryGuardian:
		return i18n.T(ctx, "A guardian’s name and contact, how they are related to the child, what they decided, and where they decided on paper the photo of the sheet.")
	case models.CategoryLooks:
		return i18n.T(ctx, "Which of our staff opened what, when and why.")
	case models.CategoryExports:
		return i18n.T(ctx, "A file with everything that was asked for.")
	case models.CategorySignUps:
		return i18n.T(ctx, "What was typed to sign up: e-mail, name, password as a fingerprint, the language of the page, and a minor’s birth date.")
	case models.CategoryWaiting:
		return i18n.T(ctx, "That the account waits, and until when. It holds a name, how the child signs in, a birth date and the guardian’s address, and nothing else.")
	}
	return ""
}

// PurposeWords says what personal data is for (#6).
func PurposeWords(ctx context.Context, purpose models.Purpose) string {
	switch purpose {
	case models.PurposeAccount:
		return i18n.T(ctx, "To know you, write to you and print as you like it.")
	case models.PurposeDelivery:
		return i18n.T(ctx, "To deliver your prints.")
	case models.PurposePrinting:
		return i18n.T(ctx, "To print or keep your pictures, as you chose for each.")
	case models.PurposeOrdering:
		return i18n.T(ctx, "To print what you order, and to put right what went wrong.")
	case models.PurposeFinding:
		return i18n.T(ctx, "To find again what you looked for.")
	case models.PurposeTrade:
		return i18n.T(ctx, "To settle what you bought, and returns.")
	case models.PurposeSecurity:
		return i18n.T(ctx, "To keep others out of your account.")
	case models.PurposeSupport:
		return i18n.T(ctx, "To understand what you need and solve your problem.")
	case models.PurposeProof:
		return i18n.T(ctx, "To prove what was agreed, and when.")
	case models.PurposeTracing:
		return i18n.T(ctx, "To see what was changed, and put it right.")
	case models.PurposeAnswering:
		return i18n.T(ctx, "To answer you, and to prove what was answered.")
	case models.PurposeGuardianship:
		return i18n.T(ctx, "To have a grown-up decide for a child, and to prove what they decided.")
	case models.PurposeOversight:
		return i18n.T(ctx, "To let you see who opened your data.")
	case models.PurposeCopying:
		return i18n.T(ctx, "To give you a copy of your data.")
	case models.PurposeSignUp:
		return i18n.T(ctx, "To make your account once you confirm your address.")
	case models.PurposeWaiting:
		return i18n.T(ctx, "To wait for a guardian’s yes.")
	}
	return ""
}

// Necessity says whether a kind of personal data is needed or the person's choice (#30).
func Necessity(ctx context.Context, c models.Category) string {
	switch {
	case c.Key == models.CategoryProfile:
		return i18n.T(ctx, "Name and e-mail are needed. The rest is your choice.")
	case c.Needed:
		return i18n.T(ctx, "Needed")
	default:
		return i18n.T(ctx, "Your choice: everything else works without it.")
	}
}

// SourceNames lists where personal data comes from.
func SourceNames(ctx context.Context, sources []models.Source) string {
	return Beside(ctx, sources, sourceName)
}

func sourceName(ctx context.Context, source models.Source) string {
	switch source {
	case models.FromPerson:
		return i18n.T(ctx, "You, here")
	case models.FromJolara:
		return i18n.T(ctx, "Jolara’s app and print service")
	default:
		return i18n.T(ctx, "This portal, by itself")
	}
}

// RecipientNames lists who may get something, or says that nobody may (#43).
func RecipientNames(ctx context.Context, keys []models.RecipientKey) string {
	if len(keys) == 0 {
		return i18n.T(ctx, "Nobody")
	}
	return Beside(ctx, keys, RecipientName)
}

// Beside puts the names of things beside each other, with a mark between them that belongs to no sentence.
func Beside[V any](ctx context.Context, things []V, name func(context.Context, V) string) string {
	return strings.Join(named(ctx, things, name), i18n.C(ctx, "between names that stand beside each other", " · "))
}

func named[V any](ctx context.Context, things []V, name func(context.Context, V) string) []string {
	names := make([]string, len(things))
	for i, thing := range things {
		names[i] = name(ctx, thing)
	}
	return names
}

// Entries counts what is held of a category, in its own word for one entry.
func Entries(ctx context.Context, key models.CategoryKey, n int) string {
	switch key {
	case models.CategoryProfile:
		return i18n.N(ctx, n, "%d detail", "%d details")
	case models.CategoryAddresses:
		return i18n.N(ctx, n, "%d address", "%d addresses")
	case models.CategoryPhotos:
		return i18n.N(ctx, n, "%d photo", "%d photos")
	case models.CategoryPrints:
		return i18n.N(ctx, n, "%d print job", "%d print jobs")
	case models.CategoryChanges:
		return i18n.N(ctx, n, "%d change", "%d changes")
	case models.CategoryComplaints:
		return i18n.N(ctx, n, "%d complaint", "%d complaints")
	case models.CategoryLooks:
		return i18n.N(ctx, n, "%d look", "%d looks")
	case models.CategoryWaiting:
		return i18n.N(ctx, n, "%d account", "%d accounts")
	default:
		return i18n.N(ctx, n, "%d entry", "%d entries")
	}
}

// PartEntries counts the entries of one part of a category.
func PartEntries(ctx context.Context, part models.PartKey, n int) string {
	switch part {
	case models.PartRecordings:
		return i18n.N(ctx, n, "%d recording", "%d recordings")
	case models.PartCalls:
		return i18n.N(ctx, n, "%d call", "%d calls")
	case models.PartSessions:
		return i18n.N(ctx, n, "%d browser signed in", "%d browsers signed in")
	case models.PartLinks:
		return i18n.N(ctx, n, "%d link in a letter", "%d links in letters")
	case models.PartCodes:
		return i18n.N(ctx, n, "%d code in Jolara’s app", "%d codes in Jolara’s app")
	case models.PartChoices:
		return i18n.N(ctx, n, "%d choice", "%d choices")
	case models.PartAcceptances:
		return i18n.N(ctx, n, "%d agreement accepted", "%d agreements accepted")
	case models.PartNotes:
		return i18n.N(ctx, n, "%d note of yours", "%d notes of yours")
	case models.PartDisclosures:
		return i18n.N(ctx, n, "%d time that somebody received something", "%d times that somebody received something")
	case models.PartDeletions:
		return i18n.N(ctx, n, "%d deletion with its receipt", "%d deletions with their receipts")
	case models.PartSteps:
		return i18n.N(ctx, n, "%d step of your account", "%d steps of your account")
	default:
		return activityEntries(ctx, models.ActivityKind(part), n)
	}
}

// activityEntries counts entries of one kind of the service log.
func activityEntries(ctx context.Context, kind models.ActivityKind, n int) string {
	switch kind {
	case models.ActivityBrowse:
		return i18n.N(ctx, n, "%d page or picture looked at", "%d pages and pictures looked at")
	case models.ActivityClick:
		return i18n.N(ctx, n, "%d click", "%d clicks")
	case models.ActivitySearch:
		return i18n.N(ctx, n, "%d search", "%d searches")
	case models.ActivityFavourite:
		return i18n.N(ctx, n, "%d favourite marked", "%d favourites marked")
	case models.ActivityTransaction:
		return i18n.N(ctx, n, "%d order", "%d orders")
	case models.ActivityAfterSales:
		return i18n.N(ctx, n, "%d after-sales request", "%d after-sales requests")
	case models.ActivitySignIn:
		return i18n.N(ctx, n, "%d sign-in", "%d sign-ins")
	case models.ActivitySignInFailed:
		return i18n.N(ctx, n, "%d sign-in that failed", "%d sign-ins that failed")
	case models.ActivitySignOut:
		return i18n.N(ctx, n, "%d sign-out", "%d sign-outs")
	case models.ActivitySessionEnded:
		return i18n.N(ctx, n, "%d time signed out in another browser", "%d times signed out in another browser")
	default:
		return i18n.N(ctx, n, "%d time signed out everywhere", "%d times signed out everywhere")
	}
}

// Kept says how long a kind of personal data is kept (#72), and which law or proof asks for it (#73).
func Kept(ctx context.Context, key models.CategoryKey) string {
	return kept(ctx, key, models.RetentionOf(key))
}

// BehaviourKept says how long behaviour is kept of a person who may have chosen that (#72).
func BehaviourKept(ctx context.Context, k models.BehaviourKept) string {
	if k.Chosen == 0 {
		return Kept(ctx, models.CategoryBehaviour)
	}
	return i18n.N(ctx, k.Chosen, "Kept for %d month, your choice.", "Kept for %d months, your choice.")
}

// KeptOfMinors says how long a kind of personal data is kept of a minor, which is not longer than of others.
func KeptOfMinors(ctx context.Context, key models.CategoryKey) string {
	if of := models.CategoryOf(key); of.AdultsOnly {
		return i18n.T(ctx, "We do not collect this from people under 18.")
	}
	r := models.RetentionOfMinors(key)
	if key == models.CategoryVoice {
		return i18n.T(ctx, "Recordings are kept for %s, the times of calls for %s.", span(ctx, r), span(ctx, models.RetentionOf(key)))
	}
	return kept(ctx, key, r)
}

func kept(ctx context.Context, key models.CategoryKey, r models.Retention) string {
	length := span(ctx, r)
	switch {
	case length == "":
		return i18n.T(ctx, "Kept while you have an account.")
	case r.From == models.FromLastUse:
		return i18n.T(ctx, "Kept until you delete them. After %s without a sign-in, an upload or a print we delete them, and write to you %d, %d and %d days before.",
			length, r.Letters[0], r.Letters[1], r.Letters[2])
	case r.From == models.FromGuardianship:
		return i18n.T(ctx, "Kept until the child is 18 or the account ends, and the record of it for %s more, as proof.", length)
	case r.Anonymised:
		return i18n.T(ctx, "Kept for %s, then we remove everything that points to you. What was bought, for how much and when stays locked until then: %s.", length, LawName(ctx, *r.Floor))
	case r.Floor != nil:
		return i18n.T(ctx, "Kept for %s: %s.", length, LawName(ctx, *r.Floor))
	case r.Proof != nil && r.From == models.FromAccountEnd:
		return i18n.T(ctx, "Nobody can change this. We keep it for %s after you leave, as your proof, then erase it.", length)
	case r.Proof != nil:
		return i18n.T(ctx, "Kept for %s after closing, as your proof.", length)
	case key == models.CategoryWaiting:
		return i18n.N(ctx, int(models.PaperLatest.Hours()/24), // while a sheet is checked it does not end
			"Kept for %[2]s, or until a guardian says yes. While a guardian’s decision on paper is checked it is kept longer, %[1]d day at most.",
			"Kept for %[2]s, or until a guardian says yes. While a guardian’s decision on paper is checked it is kept longer, %[1]d days at most.", length)
	default:
		return i18n.T(ctx, "Kept for %s.", length)
	}
}

// ProofWords says on which law something is kept as proof, or nothing where it is not.
func ProofWords(ctx context.Context, r models.Retention) string {
	if r.Proof == nil {
		return ""
	}
	return i18n.T(ctx, "A claim may be made so long: %s.", LawName(ctx, *r.Proof))
}

// RetentionChoices says which other lengths a person may choose, or nothing where there are none.
func RetentionChoices(ctx context.Context, r models.Retention) string {
	others := slices.DeleteFunc(slices.Clone(r.Choices), func(months int) bool { return months == r.Months })
	if len(others) == 0 {
		return ""
	}
	return i18n.T(ctx, "The agreement lets you choose another number of months instead: %s.", strings.Join(named(ctx, others, i18n.Number), i18n.C(ctx, "between the items of a list", ", ")))
}

// span returns the length of a retention, or nothing where it lasts as long as the account.
func span(ctx context.Context, r models.Retention) string {
	switch {
	case r.Years > 0:
		return i18n.N(ctx, r.Years, "%d year", "%d years")
	case r.Months > 0:
		return i18n.N(ctx, r.Months, "%d month", "%d months")
	case r.Days > 0:
		return i18n.N(ctx, r.Days, "%d day", "%d days")
	}
	return ""
}

// LawName names a statute, with its article where one is meant.
func LawName(ctx context.Context, law models.Law) string {
	switch law {
	case models.ECommerceLaw:
		return i18n.T(ctx, "E-Commerce Law, article %d", law.Article)
	case models.CybersecurityLaw:
		return i18n.T(ctx, "Cybersecurity Law, network logs")
	default:
		return i18n.T(ctx, "Civil Code, article %d", law.Article)
	}
}

// FieldName returns what a sentence calls a detail of the profile. A printing preference has the name that Jolara's app
// gave it.
func FieldName(ctx context.Context, f models.Field) string {
	if name, is := f.Preference(); is {
		return name
	}
	switch f {
	case models.FieldName:
		return i18n.T(ctx, "name")
	case models.FieldNickname:
		return i18n.T(ctx, "nickname")
	case models.FieldAccountName:
		return i18n.T(ctx, "account name")
	case models.FieldEmail:
		return i18n.T(ctx, "e-mail")
	case models.FieldSignIn:
		return i18n.T(ctx, "e-mail to sign in")
	case models.FieldPhone:
		return i18n.T(ctx, "phone")
	case models.FieldGender:
		return i18n.T(ctx, "gender")
	case models.FieldPhotoTitle:
		return i18n.T(ctx, "photo’s title")
	case models.FieldPhotoTaken:
		return i18n.T(ctx, "photo’s day")
	default:
		return i18n.T(ctx, "birth date")
	}
}
