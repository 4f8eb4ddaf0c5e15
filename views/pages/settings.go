package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// SettingsPage is what a person may change about their account.
type SettingsPage struct {
	Name     string
	SignsIn  string           // with which address or account name
	Linked   bool             // the account is the one of Jolara's app
	Sessions int              // in how many browsers the person is signed in
	NewEmail *models.NewEmail // an address that waits for its confirmation; nil for none
	Theme    models.Theme     // chosen in this browser
}

// NewSettings makes the page of a person's settings.
func NewSettings(person models.Person, held models.Settings, theme models.Theme) SettingsPage {
	return SettingsPage{Name: person.Name, SignsIn: person.SignInName(), Linked: person.ExternalID != "", Sessions: held.Sessions, NewEmail: held.NewEmail, Theme: theme}
}

// themeName names a theme.
func themeName(ctx context.Context, theme models.Theme) string {
	switch theme {
	case models.ThemeLight:
		return i18n.C(ctx, "theme", "Light")
	case models.ThemeDark:
		return i18n.C(ctx, "theme", "Dark")
	default:
		return i18n.C(ctx, "theme", "Device")
	}
}
