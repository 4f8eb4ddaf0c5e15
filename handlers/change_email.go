package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showChangeEmail(c echo.Context) error {
	return render(c, http.StatusOK, pages.ChangeEmail(p.shell(c), pages.ChangeEmailForm{Present: personOf(c).SignInName()}))
}

// askNewEmail answers the same whether the new address is free or signs in somebody else (T4).
func (p *portal) askNewEmail(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	person := personOf(c)
	typed := pages.ChangeEmailForm{Present: person.SignInName(), Email: values.Get("email")}
	wish, err := models.NewEmailWish(values.Get("email"), values.Get("password"))
	if err != nil {
		return p.mendEmailChange(c, typed, err)
	}
	if err := p.Store.AskNewEmail(c.Request().Context(), person, wish, p.callerOf(c, person.SignInName())); err != nil {
		return p.mendEmailChange(c, typed, err)
	}
	return p.done(c, "/account", layout.Flash{ID: layout.FlashNewEmailAsked})
}

func (p *portal) mendEmailChange(c echo.Context, typed pages.ChangeEmailForm, err error) error {
	status, err := p.mend(c, err, &typed.Failed)
	if err != nil {
		return err
	}
	return render(c, status, pages.ChangeEmail(p.shell(c), typed))
}

// showNewEmail asks whoever follows the link in the letter to a new address.
func (p *portal) showNewEmail(c echo.Context) error {
	email, err := p.Store.EmailOfLink(c.Request().Context(), p.linkOf(c), models.LinkEmail)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.ConfirmEmail(p.shell(c), email))
}

func (p *portal) confirmNewEmail(c echo.Context) error {
	keep, here := "", sessionOf(c)
	if here != nil {
		keep = here.TokenHash
	}
	person, err := p.Store.ConfirmEmail(c.Request().Context(), p.linkOf(c), keep)
	if err != nil {
		return err
	}
	p.dropLink(c)
	to := "/sign-in"
	if here != nil && here.Person.ID == person {
		to = "/account"
	}
	return p.done(c, to, layout.Flash{ID: layout.FlashEmailChanged})
}

func (p *portal) takeUndoLink(c echo.Context) error { return p.takeLink(c, "/undo") }

// showUndoEmail asks whoever follows the link in the letter to a former address.
func (p *portal) showUndoEmail(c echo.Context) error {
	email, err := p.Store.EmailOfLink(c.Request().Context(), p.linkOf(c), models.LinkUndo)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.UndoEmail(p.shell(c), email))
}

func (p *portal) undoEmail(c echo.Context) error {
	if err := p.Store.UndoEmail(c.Request().Context(), p.linkOf(c)); err != nil {
		return err
	}
	p.dropLink(c)
	return p.done(c, "/reset", layout.Flash{ID: layout.FlashEmailPutBack})
}
