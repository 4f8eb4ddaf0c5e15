package pages

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// EditProfilePage is the form of a person's details, with what is corrected elsewhere.
type EditProfilePage struct {
	Again
	record models.Record
}

// NewEditProfile makes the form of what is held; again is what came back of it.
func NewEditProfile(record models.Record, again Again) EditProfilePage {
	return EditProfilePage{Again: again, record: record}
}

// profileForm is the form's id.
const profileForm = "profile"

// details are the fields that the person may fill, of which gender and preferences are drawn in their own way.
func (p EditProfilePage) details() []models.Field {
	var list []models.Field
	for _, f := range models.Corrected {
		if f != models.FieldGender && p.record.MayCorrect(f) == "" {
			list = append(list, f)
		}
	}
	return list
}

func (p EditProfilePage) asksGender() bool { return p.record.MayCorrect(models.FieldGender) == "" }

// preferences are those that the person may fill: that are held, or came back in the form.
func (p EditProfilePage) preferences() []models.Field {
	if p.record.Waits {
		return nil
	}
	list := p.record.Preferences()
	for f := range p.record.Profile {
		if _, sent := p.Form.Fields[string(f)]; sent && !slices.Contains(list, f) {
			if _, is := f.Preference(); is {
				list = append(list, f)
			}
		}
	}
	slices.Sort(list)
	return list
}

// field makes the box of a detail.
func (p EditProfilePage) field(ctx context.Context, f models.Field) Box {
	id := string(f)
	if i := slices.Index(p.preferences(), f); i >= 0 {
		id = "preference-" + strconv.Itoa(i+1) // its name may hold what an id may not
	}
	return p.box(ctx, string(f), id, p.record.Profile.Value(f))
}

// genders are the answers that are offered: those of every form, and any other that is held or came back.
func (p EditProfilePage) genders(box Box) []string {
	list := slices.Clone(models.Genders)
	for _, other := range []string{box.Was, box.Value, box.Here} {
		if other != "" && !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	return list
}

// mistakes lists what is to mend, in the order of the form. What the form has no field for leads to the form.
func (p EditProfilePage) mistakes(ctx context.Context) components.Mistakes {
	drawn := p.details()
	if p.asksGender() {
		drawn = append(drawn, models.FieldGender)
	}
	var list components.Mistakes
	for _, f := range slices.Concat(drawn, p.preferences()) {
		label := func(Box) string { return components.FieldLabel(ctx, f) }
		list = append(list, toMend(ctx, label, p.field(ctx, f))...)
	}
	for _, f := range models.Corrected {
		if fault, wrong := p.Invalid[string(f)]; wrong && !slices.Contains(drawn, f) {
			list = append(list, components.Mistake{Field: profileForm, Sentence: i18n.Fault(ctx, string(f), fault)})
		}
	}
	return append(list, mistakes(ctx, p.Invalid, models.NewPreferenceName, models.NewPreferenceValue)...)
}

func (p EditProfilePage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Your details")
	}
	return i18n.T(ctx, "Your details")
}

// apart lists the details of which Jolara's app has something else.
func (p EditProfilePage) apart() []models.Field {
	var list []models.Field
	for _, f := range slices.Concat(models.Corrected, p.record.Preferences()) {
		if p.record.Profile.ApartIn(f) != nil {
			list = append(list, f)
		}
	}
	return list
}

// appEmail is the address that Jolara's app has where it is not the one that signs in; empty otherwise.
func (p EditProfilePage) appEmail() string {
	email := p.record.Profile[models.FieldEmail]
	told := &email.Said
	if email.From == models.FromPerson {
		told = email.Aside
	}
	if told == nil || told.Value == p.record.SignIn {
		return ""
	}
	return told.Value
}

// inputAttributes say to the browser what a detail is, so that it can fill it in.
func inputAttributes(f models.Field) templ.Attributes {
	switch f {
	case models.FieldName:
		return templ.Attributes{"autocomplete": "name", "required": true}
	case models.FieldNickname:
		return templ.Attributes{"autocomplete": "nickname"}
	case models.FieldPhone:
		return templ.Attributes{"autocomplete": "tel", "inputmode": "tel"}
	case models.FieldAccountName:
		return templ.Attributes{"autocomplete": "off", "autocapitalize": "none"}
	}
	return templ.Attributes{"autocomplete": "off"}
}

// detailHint says what a detail takes, or nothing where its name says it.
func detailHint(ctx context.Context, f models.Field) string {
	switch f {
	case models.FieldName:
		return i18n.T(ctx, "What we call you, on these pages and in letters.")
	case models.FieldPhone:
		return i18n.T(ctx, "A number without a country’s code is one of China. Leave it empty and we keep none.")
	case models.FieldNickname, models.FieldAccountName:
		return i18n.T(ctx, "Leave it empty and we keep none.")
	}
	return ""
}
