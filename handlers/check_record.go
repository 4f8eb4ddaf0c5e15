package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func (p *portal) showCheckRecord(c echo.Context) error {
	return render(c, http.StatusOK, pages.CheckRecord(p.shell(c), pages.CheckRecordForm{}))
}

// checkRecord tells whether what was pasted is a record that this portal signed, word for word. Nothing of it is kept.
func (p *portal) checkRecord(c echo.Context) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	typed := pages.CheckRecordForm{Text: values.Get(pages.FieldRecord)}
	record, signature, err := readRecordFile(typed.Text)
	if err != nil {
		typed.Invalid = models.Invalid{pages.FieldRecord: models.FaultMalformed}
		return render(c, http.StatusUnprocessableEntity, pages.CheckRecord(p.shell(c), typed))
	}
	typed.Checked, typed.Genuine, typed.Record = true, p.Store.Issued(record, signature), record
	return render(c, http.StatusOK, pages.CheckRecord(p.shell(c), typed))
}
