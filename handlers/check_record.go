package handlers

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// recordTime is how the time of a record stands in its file: to the microsecond, as it was signed.
const recordTime = time.RFC3339Nano

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
	if typed.Text == "" {
		typed.Invalid = models.Invalid{pages.FieldRecord: models.FaultMissing}
		return render(c, http.StatusUnprocessableEntity, pages.CheckRecord(p.shell(c), typed))
	}
	record, signature, err := readRecordFile(typed.Text)
	if err != nil {
		typed.Invalid = models.Invalid{pages.FieldRecord: models.FaultMalformed}
		return render(c, http.StatusUnprocessableEntity, pages.CheckRecord(p.shell(c), typed))
	}
	typed.Checked, typed.Genuine, typed.Record = true, p.Store.Issued(record, signature), record
	return render(c, http.StatusOK, pages.CheckRecord(p.shell(c), typed))
}

// readRecordFile reads what a record's file says.
func readRecordFile(text string) (record models.GuardianRecord, signature []byte, err error) {
	var file recordFile
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return record, nil, err
	}
	at, err := time.Parse(recordTime, file.At)
	if err != nil {
		return record, nil, err
	}
	if signature, err = base64.StdEncoding.DecodeString(file.Signature); err != nil {
		return record, nil, err
	}
	return models.GuardianRecord{
		Ref: file.Ref, At: at, Child: file.Child, Guardian: file.Guardian, Relation: file.Relation, Email: file.Email, Yes: file.Yes, No: file.No,
		Statement: file.Statement, RulesHash: file.RulesHash, PolicyVersion: file.PolicyVersion, PolicyHash: file.PolicyHash, Locale: file.Language,
	}, signature, nil
}
