package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// EditAddressPage is the form of a delivery address: one that is held, or one to add.
type EditAddressPage struct {
	Again
	Version int
	Entry   models.Entry[models.Address] // without an id where it is to be added
	Minor   bool                         // of whom no phone number is kept
}

// NewEditAddress makes the form of an address; again is what came back of it.
func NewEditAddress(record models.Record, entry models.Entry[models.Address], again Again) EditAddressPage {
	return EditAddressPage{Again: again, Version: record.Version, Entry: entry, Minor: record.Band.Minor()}
}

// addressPath is where something is done with an address.
func addressPath(id, deed string) string {
	return "/data/addresses/" + models.AddressKey(id) + "/" + deed
}

func (p EditAddressPage) isNew() bool { return p.Entry.Value.ID == "" }

// path is the page's own address.
func (p EditAddressPage) path() string {
	if p.isNew() {
		return "/data/addresses/new"
	}
	return addressPath(p.Entry.Value.ID, "edit")
}

func (p EditAddressPage) field(ctx context.Context, name string) Box {
	return p.box(ctx, name, name, p.Entry.Value.Field(name))
}

func (p EditAddressPage) mistakes(ctx context.Context) components.Mistakes {
	label := func(b Box) string { return addressLabel(ctx, b.Name) }
	list := toMend(ctx, label, p.field(ctx, models.AddressRecipient), p.field(ctx, models.AddressLines))
	if fault, wrong := p.Invalid[models.AddressPhone]; wrong && p.Minor {
		return append(list, components.Mistake{Field: models.AddressRecipient, Sentence: i18n.Fault(ctx, models.AddressPhone, fault)})
	}
	return append(list, toMend(ctx, label, p.field(ctx, models.AddressPhone))...)
}

func addressLabel(ctx context.Context, name string) string {
	switch name {
	case models.AddressRecipient:
		return i18n.T(ctx, "Recipient")
	case models.AddressPhone:
		return i18n.T(ctx, "The recipient’s phone")
	default:
		return i18n.T(ctx, "Street and town")
	}
}

func (p EditAddressPage) heading(ctx context.Context) string {
	if p.isNew() {
		return i18n.T(ctx, "Add an address")
	}
	return i18n.T(ctx, "Correct an address")
}

func (p EditAddressPage) title(ctx context.Context) string {
	switch {
	case p.failed() && p.isNew():
		return i18n.T(ctx, "Error: Add an address")
	case p.failed():
		return i18n.T(ctx, "Error: Correct an address")
	}
	return p.heading(ctx)
}

// appAddress says what Jolara's app has in place of an address.
func appAddress(ctx context.Context, apart models.Address) string {
	if apart.Empty() {
		return i18n.T(ctx, "Jolara’s app has this address no more.")
	}
	return i18n.T(ctx, "Jolara’s app has: %s", addressLine(ctx, apart))
}
