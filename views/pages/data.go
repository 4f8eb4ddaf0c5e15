package pages

import (
	"context"
	"strings"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DataPage is everything that is held about a person, category by category (#77).
type DataPage struct {
	Held      []HeldCard           // of the categories that hold something
	Empty     []models.CategoryKey // of the others
	Profile   models.Profile
	Addresses []models.Entry[models.Address]
	Unreached *models.LastCall // a letter about unused photos that did not arrive
	Now       time.Time
}

// NewData makes the page of what is held.
func NewData(profile models.Profile, addresses []models.Entry[models.Address], holdings []models.Holding, minor bool, now time.Time) DataPage {
	page := DataPage{Profile: profile, Addresses: addresses, Now: now}
	page.Held, page.Empty = newHeldCards(holdings, minor)
	return page
}

// detail writes a value of a field of the profile, or nothing where there is none.
func detail(ctx context.Context, f models.Field, value string) string {
	if value == "" {
		return ""
	}
	if birth, err := models.ParseDate(value); err == nil && f == models.FieldBirthDate {
		return i18n.Day(ctx, birth)
	}
	return components.FieldValue(ctx, f, value)
}

// origin says where a value came from, and since when it stands; empty tells that there is none.
func origin[V any](ctx context.Context, said models.Said[V], empty bool) string {
	since := i18n.DayMonthYear(ctx, said.At)
	switch {
	case empty:
		return i18n.T(ctx, "You cleared it here on %s.", since)
	case said.From == models.FromPerson && said.At.IsZero():
		return i18n.T(ctx, "You typed it here.")
	case said.From == models.FromPerson:
		return i18n.T(ctx, "You typed it here on %s.", since)
	default:
		return i18n.T(ctx, "From Jolara’s app, since %s.", since)
	}
}

// aside says what Jolara's app still has where the person's own value counts.
func aside(ctx context.Context, value string, since time.Time) string {
	if value == "" {
		return i18n.T(ctx, "Jolara’s app still has nothing there, since %s. Here yours counts.", i18n.DayMonthYear(ctx, since))
	}
	return i18n.T(ctx, "Jolara’s app still has “%s”, since %s. Here yours counts.", value, i18n.DayMonthYear(ctx, since))
}

// addressLine writes an address in one line.
func addressLine(ctx context.Context, a models.Address) string {
	return strings.ReplaceAll(a.String(), "\n", i18n.C(ctx, "between the items of a list", ", "))
}

// oldestName names the time of the oldest entry, which may be the only one.
func (c HeldCard) oldestName(ctx context.Context) string {
	if c.Count == 1 {
		return i18n.T(ctx, "Here since")
	}
	return i18n.T(ctx, "Oldest")
}

// goesName names when the oldest entry goes.
func (c HeldCard) goesName(ctx context.Context) string {
	if c.Count == 1 {
		return i18n.T(ctx, "It goes")
	}
	return i18n.T(ctx, "The oldest goes")
}

// id is the card's place on its page, to which the home page leads.
func (c HeldCard) id() string { return string(c.Category) }

// mapAddress is where the data map explains a category.
func mapAddress(key models.CategoryKey) string { return "/policy/data#" + string(key) }
