package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const intakePath = deskPath + "/intake"

func (p *portal) showIntake(c echo.Context) error {
	return render(c, http.StatusOK, pages.DeskIntake(p.shell(c), pages.DeskIntakePage{
		Form: models.IntakeForm{ReceivedOn: models.DateOf(p.Store.Now()).String()},
	}))
}

// takeIn files what came by phone, letter or mail.
func (p *portal) takeIn(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := models.IntakeForm{
		Channel: values.Get(models.FieldChannel), ReceivedOn: values.Get(models.FieldReceivedOn), ReceivedAt: values.Get(models.FieldReceivedAt),
		Kind: values.Get(models.FieldKind), About: values.Get(models.FieldAbout), Name: values.Get(string(models.FieldName)),
		Email: values.Get(string(models.FieldEmail)), Post: ownLines(values.Get(models.FieldReach)),
		Minor:       values.Get(models.FieldMinor) == "yes",
		MessageForm: models.MessageForm{Words: ownLines(values.Get(models.FieldWords))},
	}
	intake, err := models.NewIntake(typed, p.Store.Now())
	if err != nil {
		return p.mendIntake(c, typed, err)
	}
	filed, err := p.Store.TakeIn(c.Request().Context(), staffOf(c), intake)
	if err != nil {
		return p.mendIntake(c, typed, err)
	}
	return p.done(c, pages.CaseAtDesk(filed.Ref), layout.Flash{ID: layout.FlashTakenIn, Case: filed.Ref})
}

// mendIntake shows the form again with all that was typed.
func (p *portal) mendIntake(c echo.Context, typed models.IntakeForm, err error) error {
	page := pages.DeskIntakePage{Form: typed}
	if !errors.As(err, &page.Invalid) {
		return err
	}
	return render(c, http.StatusUnprocessableEntity, pages.DeskIntake(p.shell(c), page))
}
