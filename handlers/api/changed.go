package api

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jolara.com/privacy/models"
)

// Fields of a push that stand for several: each preference, each address.
const (
	fieldPreferences = "preferences"
	fieldAddresses   = "addresses"
)

// changedAt tells since when the fields of a push are true: one time for all, or a time for each field. What it does not
// tell is true since the call.
type changedAt struct {
	all string
	of  map[string]string
}

// UnmarshalJSON takes a time or an object of times; huma has checked that it is one of them.
func (c *changedAt) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &c.all) == nil {
		return nil
	}
	return json.Unmarshal(text, &c.of)
}

// Schema describes both forms.
func (c changedAt) Schema(huma.Registry) *huma.Schema {
	when := &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	return &huma.Schema{AnyOf: []*huma.Schema{when, {Type: huma.TypeObject, AdditionalProperties: when}}}
}

// times returns since when each field is true.
func (c changedAt) times(now time.Time) (func(field string) time.Time, error) {
	wrong := models.Invalid{}
	all, of := now, map[string]time.Time{}
	if c.all != "" {
		all = parseTime(c.all, "changed_at", wrong)
	}
	for field, text := range c.of {
		name := "changed_at." + field
		if isPushed(field) {
			of[field] = parseTime(text, name, wrong)
		} else {
			wrong[name] = models.FaultUnknown
		}
	}
	return func(field string) time.Time {
		if _, ok := models.Field(field).Preference(); ok {
			field = fieldPreferences
		}
		if at, ok := of[field]; ok {
			return at
		}
		return all
	}, wrong.OrNil()
}

func isPushed(field string) bool {
	return field == fieldPreferences || field == fieldAddresses || slices.Contains(models.ProfileFields, models.Field(field))
}

// parseTime reads a time as RFC 3339 writes it, or notes what is wrong with the field.
func parseTime(text, field string, wrong models.Invalid) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		wrong[field] = models.FaultMalformed
	}
	return at
}
