package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/pages"
)

// countDeadline counts the working days for whoever asks, from the day that the address names, or from today.
func (p *portal) countDeadline(c echo.Context) error {
	ctx := c.Request().Context()
	today := models.DateOf(p.Store.Now())
	page, from := pages.DeadlinePage{From: c.QueryParam("from")}, today
	if page.From != "" {
		var err error
		if from, err = models.ParseDate(page.From); err != nil {
			page.Invalid = models.Invalid{"from": models.FaultMalformed}
			return render(c, http.StatusUnprocessableEntity, pages.Deadline(p.shell(c), page))
		}
	}
	calendar, err := p.Store.Calendar(ctx)
	if err != nil {
		return err
	}
	page.From = from.String()
	page.Count = components.NewCount(ctx, calendar.Due(from, models.AnswerDays), today)
	return render(c, http.StatusOK, pages.Deadline(p.shell(c), page))
}
