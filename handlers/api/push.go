package api

import (
	"time"

	"jolara.com/privacy/handlers/phone"
	"jolara.com/privacy/models"
)

// pushBody is what a system tells about a person.
type pushBody struct {
	Email       said[string]             `json:"email,omitzero" doc:"needed when the person is new"`
	Name        said[string]             `json:"name,omitzero" doc:"needed when the person is new"`
	BirthDate   said[string]             `json:"birth_date,omitzero" doc:"needed when the person is new, kept only while they are a minor" example:"2012-02-29"`
	Nickname    said[string]             `json:"nickname,omitzero"`
	AccountName said[string]             `json:"account_name,omitzero"`
	Phone       said[string]             `json:"phone,omitzero" doc:"not of a minor; kept as E.164, a number without a country is China's" example:"+8613800138000"`
	Gender      said[string]             `json:"gender,omitzero" doc:"not of a minor"`
	Preferences said[map[string]*string] `json:"preferences,omitzero" doc:"printing preferences by name; null clears one"`
	Addresses   said[[]addressBody]      `json:"addresses,omitzero" doc:"the whole list: an address that it leaves out goes, unless the person corrected it"`
	ChangedAt   changedAt                `json:"changed_at,omitzero" doc:"since when it is true: one time, or a time for each field; without it since now"`
}

type addressBody struct {
	ID        string   `json:"id" doc:"Jolara's own"`
	Recipient string   `json:"recipient"`
	Phone     string   `json:"phone,omitempty" doc:"kept as sent"`
	Lines     []string `json:"lines" nullable:"false"`
}

// person returns what the body tells, for the rules to check.
func (b pushBody) person(now time.Time) (models.PushedPerson, error) {
	changedAt, err := b.ChangedAt.times(now)
	if err != nil {
		return models.PushedPerson{}, err
	}
	pushed := models.PushedPerson{Fields: map[models.Field]string{}, Addresses: b.addresses(), ChangedAt: changedAt}
	for field, text := range map[models.Field]said[string]{
		models.FieldEmail: b.Email, models.FieldName: b.Name, models.FieldBirthDate: b.BirthDate, models.FieldNickname: b.Nickname,
		models.FieldAccountName: b.AccountName, models.FieldPhone: b.Phone, models.FieldGender: b.Gender,
	} {
		if text.known {
			pushed.Fields[field] = text.value
		}
	}
	if b.Preferences.known && b.Preferences.value == nil {
		return pushed, models.Invalid{fieldPreferences: models.FaultMalformed} // which ones it clears must be told
	}
	for name, value := range b.Preferences.value {
		text := ""
		if value != nil {
			text = *value
		}
		pushed.Fields[models.PreferenceField(name)] = text
	}
	return pushed, normalise(pushed.Fields)
}

func (b pushBody) addresses() []models.Address {
	if !b.Addresses.known {
		return nil
	}
	list := make([]models.Address, 0, len(b.Addresses.value))
	for _, a := range b.Addresses.value {
		list = append(list, models.Address(a))
	}
	return list
}

// normalise brings an e-mail address and a phone number into the one form in which they are kept.
func normalise(fields map[models.Field]string) error {
	wrong := models.Invalid{}
	for field, parse := range map[models.Field]func(string) (string, error){
		models.FieldEmail: models.ParseEmail, models.FieldPhone: phone.Parse,
	} {
		if fields[field] == "" {
			continue
		}
		parsed, err := parse(fields[field])
		if err != nil {
			wrong[string(field)] = models.FaultMalformed
			continue
		}
		fields[field] = parsed
	}
	return wrong.OrNil()
}
