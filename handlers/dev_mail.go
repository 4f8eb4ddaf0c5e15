package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// Mailbox is where mail lands that is not sent.
type Mailbox interface {
	// Letters returns the latest letters, newest first.
	Letters() ([]models.Letter, error)
	// Letter returns one letter, or models.ErrNotFound.
	Letter(id string) (models.Letter, error)
}

func (p *portal) showMailbox(c echo.Context) error {
	letters, err := p.Mailbox.Letters()
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.DevMail(p.shell(c), letters))
}

func (p *portal) showLetter(c echo.Context) error {
	letter, err := p.Mailbox.Letter(c.Param("id"))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.DevLetter(p.shell(c), letter))
}
