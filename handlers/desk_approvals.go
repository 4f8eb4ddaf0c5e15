package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const deskApprovalsPath = deskPath + "/approvals"

func (p *portal) showApprovals(c echo.Context) error {
	rows, err := p.Store.Approvals(c.Request().Context(), staffOf(c))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.DeskApprovals(p.shell(c), pages.DeskApprovalsPage{Rows: rows, Me: staffOf(c)}))
}

func (p *portal) showApproval(c echo.Context) error {
	return p.renderApproval(c, http.StatusOK, pages.DeskApprovalPage{})
}

// renderApproval shows what a second person is asked; again has a form that comes back.
func (p *portal) renderApproval(c echo.Context, status int, again pages.DeskApprovalPage) error {
	asked, err := p.Store.Approval(c.Request().Context(), staffOf(c), c.Param("ref"))
	if err != nil {
		return err
	}
	again.Approval, again.Me = asked, staffOf(c)
	return render(c, status, pages.DeskApproval(p.shell(c), again))
}

// answerApproval writes a second person's answer. Where somebody was faster there is nothing to mend: the list says what still
// waits.
func (p *portal) answerApproval(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	ref, sent := c.Param("ref"), models.ApprovalForm{Answer: values.Get(models.FieldApproval), Password: values.Get("password")}
	err = p.Store.AnswerApproval(c.Request().Context(), staffOf(c), ref, sent)
	switch {
	case errors.Is(err, models.ErrConflict):
		return p.done(c, deskApprovalsPath, layout.Flash{ID: layout.FlashApprovalOver, Case: ref})
	case err != nil:
		values.Del("password")
		page := pages.DeskApprovalPage{Answering: pages.Typed{Values: values}}
		status, err := p.mend(c, err, &page.Answering.Failed)
		if err != nil {
			return err
		}
		return p.renderApproval(c, status, page)
	}
	flash := layout.Flash{ID: layout.FlashApproved, Case: ref}
	if sent.Answer == string(models.ApprovalNo) {
		flash.ID = layout.FlashNotApproved
	}
	return p.done(c, deskApprovalsPath, flash)
}
