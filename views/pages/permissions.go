package pages

import (
	"context"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// PermissionsPage is the page of the four switches.
type PermissionsPage struct {
	Cards   []PermissionCard
	Choices []ReceiptPage // the latest ones, newest first
	Total   int           // of all choices
	Minor   bool          // a guardian decides what is turned on
	Now     time.Time
}

// PermissionCard is one permission, or one choice about recordings, with its switch.
type PermissionCard struct {
	Kind    models.PermissionKind
	On      bool
	Since   time.Time // zero where it was never on
	Receipt string    // of the choice since which it stands so; empty where none was made
	Waiting bool      // for the guardian: the person cannot turn it on
	Locked  bool      // the account: nobody can turn it on
	Days    int       // how long what it collects is kept; 0 where no number of days is
}

// NewPermissions makes the page of how the permissions stand. A permission that is not in standing was never on. recent
// has the latest choices, newest first, out of total.
func NewPermissions(standing []models.Permission, recent []models.Consent, total int, minor bool, of models.Ward, now time.Time) PermissionsPage {
	page := PermissionsPage{Total: total, Minor: of.Guarded, Now: now}
	page.Cards = newCards(models.PermissionKinds, standing, minor, of)
	for _, c := range recent {
		page.Choices = append(page.Choices, NewReceipt(c))
	}
	return page
}

func newCards(kinds []models.PermissionKind, standing []models.Permission, minor bool, of models.Ward) (cards []PermissionCard) {
	stands := map[models.PermissionKind]models.Permission{}
	for _, p := range standing {
		stands[p.Kind] = p
	}
	for _, kind := range kinds {
		cards = append(cards, newCard(kind, stands[kind], minor, of))
	}
	return cards
}

func newCard(kind models.PermissionKind, p models.Permission, minor bool, of models.Ward) PermissionCard {
	return PermissionCard{
		Kind: kind, On: p.State == models.Granted, Since: p.Since, Receipt: p.Receipt,
		Waiting: of.Guarded && p.State != models.Granted, Locked: of.Locked, Days: daysKept(kind, minor),
	}
}

// daysKept is how long recordings and the times of calls are kept. Of a minor's only the recordings go earlier.
func daysKept(kind models.PermissionKind, minor bool) int {
	switch kind {
	case models.Microphone, models.KeepRecordings:
		return models.RetentionOfTalk(models.TalkRecording, minor).Days
	case models.VoiceCall:
		return models.RetentionOfTalk(models.TalkCall, minor).Days
	default:
		return 0
	}
}

// leadsTo is where what the permission collects is shown, and what that is called; empty where it is shown nowhere.
func (c PermissionCard) leadsTo(ctx context.Context) (address, words string) {
	switch c.Kind {
	case models.PhotoUpload:
		return "/data/photos", i18n.T(ctx, "Your photos")
	case models.Microphone:
		return "/data/voice", i18n.T(ctx, "Your recordings, and what is kept of them")
	case models.VoiceCall:
		return "/data/voice?kind=call", i18n.T(ctx, "Your calls")
	}
	return "", ""
}

// onDevice is where the steps stand that block it in the settings of the device too; empty of choices, of which no device knows. There
// the person says which device it is: a browser's own word for that is not asked.
func (c PermissionCard) onDevice() string {
	if !slices.Contains(models.PermissionKinds, c.Kind) {
		return ""
	}
	return deviceAddress(models.Platforms[0], c.Kind)
}

// effectID is the id of the element that says what the states of the card's permission mean.
func (c PermissionCard) effectID() string { return "effect-" + string(c.Kind) }

// standing says how the permission stands, and since when.
func (c PermissionCard) standing(ctx context.Context, now time.Time) string {
	switch {
	case c.On:
		return i18n.T(ctx, "On since %s", i18n.Recent(ctx, c.Since, now))
	case c.Since.IsZero():
		return i18n.T(ctx, "Never turned on")
	default:
		return i18n.T(ctx, "Off since %s", i18n.Recent(ctx, c.Since, now))
	}
}

// whenOn says what the permission allows while it is on.
func (c PermissionCard) whenOn(ctx context.Context) string {
	switch c.Kind {
	case models.Camera:
		return i18n.T(ctx, "You can take a photo inside Jolara and print it straight away.")
	case models.PhotoUpload:
		return i18n.T(ctx, "Pictures you choose are stored so that you can print or keep them.")
	case models.Microphone:
		return i18n.N(ctx, c.Days, "You can speak to support. We keep when and how long, and the sound only if you choose that, for %d day.", "You can speak to support. We keep when and how long, and the sound only if you choose that, for %d days.")
	case models.KeepRecordings:
		return i18n.N(ctx, c.Days, "When you speak to support, we keep the sound for %d day. You can hear it and save it here.", "When you speak to support, we keep the sound for %d days. You can hear it and save it here.")
	case models.ImproveSupport:
		return i18n.T(ctx, "Jolara may also use your recordings to make its support better.")
	default:
		return i18n.N(ctx, c.Days, "You can ring the print desk from the app. We keep the time and length of the call for %d day.", "You can ring the print desk from the app. We keep the time and length of the call for %d days.")
	}
}

// whenOff says what happens while it is off.
func (c PermissionCard) whenOff(ctx context.Context) string {
	switch c.Kind {
	case models.Camera:
		return i18n.T(ctx, "Jolara won’t use the camera. You can still print photos you have already uploaded.")
	case models.PhotoUpload:
		return i18n.T(ctx, "No new uploads, and no system of Jolara may use what is here. Prints whose photos the print works already has are finished; others are not printed.")
	case models.Microphone:
		return i18n.T(ctx, "Jolara won’t record. You can write to support@jolara.com instead.")
	case models.KeepRecordings:
		return i18n.T(ctx, "You can speak to support all the same, and we keep no sound of it. What was kept before stays until its day.")
	case models.ImproveSupport:
		return i18n.T(ctx, "Your recordings serve to help you, and nothing else. Support is the same for you.")
	default:
		return i18n.T(ctx, "No calls through the app. You can write to support@jolara.com instead.")
	}
}

// all names the list of all choices.
func (p PermissionsPage) all(ctx context.Context) string {
	return i18n.T(ctx, "All %s", i18n.Number(ctx, p.Total))
}
