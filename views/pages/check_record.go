package pages

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// FieldRecord is the field into which a record is pasted.
const FieldRecord = "record"

// CheckRecordForm is the page that checks a record, with what came of it.
type CheckRecordForm struct {
	Text    string // as pasted
	Checked bool
	Genuine bool
	Record  models.GuardianRecord // what the text says
	Invalid models.Invalid
}

func (f CheckRecordForm) mistakes(context context.Context) components.Mistakes {
	return mistakes(context, f.Invalid, FieldRecord)
}

func (f CheckRecordForm) title(ctx context.Context) string {
	if len(f.Invalid) > 0 {
		return i18n.T(ctx, "Error: Check a record")
	}
	return i18n.T(ctx, "Check a record")
}
