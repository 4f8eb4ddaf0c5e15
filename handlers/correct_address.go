package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const bookPath = profilePath + "#addresses"

func (p *portal) showAddAddress(c echo.Context) error {
	return p.renderNewAddress(c, http.StatusOK, pages.Again{})
}

func (p *portal) renderNewAddress(c echo.Context, status int, again pages.Again) error {
	record, err := p.Store.Record(c.Request().Context(), personOf(c))
	if err != nil {
		return err
	}
	if record.Waits {
		return models.Refused{Reason: models.ReasonGuardianNeeded}
	}
	return render(c, status, pages.EditAddress(p.shell(c), pages.NewEditAddress(record, models.Entry[models.Address]{}, again)))
}

func (p *portal) addAddress(c echo.Context) error {
	typed, err := addressForm(c)
	if err != nil {
		return err
	}
	err = p.Store.AddAddress(c.Request().Context(), personOf(c), typed)
	again := pages.Again{Form: typed}
	if status := comesBack(err, &again); status != 0 {
		return p.renderNewAddress(c, status, again)
	}
	if err != nil {
		return err
	}
	return p.done(c, bookPath, layout.Flash{ID: layout.FlashAddressAdded})
}

func (p *portal) showEditAddress(c echo.Context) error {
	return p.renderAddress(c, http.StatusOK, pages.Again{})
}

func (p *portal) renderAddress(c echo.Context, status int, again pages.Again) error {
	record, entry, err := p.addressOf(c)
	if err != nil {
		return err
	}
	return render(c, status, pages.EditAddress(p.shell(c), pages.NewEditAddress(record, entry, again)))
}

func (p *portal) editAddress(c echo.Context) error {
	typed, err := addressForm(c)
	if err != nil {
		return err
	}
	id, err := models.ParseAddressKey(c.Param("address"))
	if err != nil {
		return err
	}
	changed, err := p.Store.CorrectAddress(c.Request().Context(), personOf(c), id, typed)
	again := pages.Again{Form: typed}
	if status := comesBack(err, &again); status != 0 {
		return p.renderAddress(c, status, again)
	}
	return p.corrected(c, changed, err)
}

func (p *portal) showRemoveAddress(c echo.Context) error {
	_, entry, err := p.addressOf(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.RemoveAddress(p.shell(c), entry.Value))
}

func (p *portal) removeAddress(c echo.Context) error {
	id, err := models.ParseAddressKey(c.Param("address"))
	if err != nil {
		return err
	}
	if err := p.Store.RemoveAddress(c.Request().Context(), personOf(c), id); err != nil {
		return err
	}
	return p.done(c, bookPath, layout.Flash{ID: layout.FlashAddressRemoved})
}

// followAddress takes what Jolara's app has in place of the person's own address.
func (p *portal) followAddress(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	id, err := models.ParseAddressKey(c.Param("address"))
	if err != nil {
		return err
	}
	if err := p.Store.FollowAddress(c.Request().Context(), personOf(c), id, formVersion(values)); err != nil {
		return err
	}
	return p.done(c, bookPath, layout.Flash{ID: layout.FlashFollowed})
}

// addressOf returns the address that the page is about, with what else the person may correct.
func (p *portal) addressOf(c echo.Context) (record models.Record, entry models.Entry[models.Address], err error) {
	id, err := models.ParseAddressKey(c.Param("address"))
	if err != nil {
		return record, entry, err
	}
	if record, err = p.Store.Record(c.Request().Context(), personOf(c)); err != nil {
		return record, entry, err
	}
	entry, err = record.Address(id)
	return record, entry, err
}

func addressForm(c echo.Context) (models.Form, error) {
	values, err := form(c)
	if err != nil {
		return models.Form{}, err
	}
	return typedForm(values, models.AddressRecipient, models.AddressLines, models.AddressPhone), nil
}
