package models

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Corrected are the fields of the profile that the person corrects in one form, beside the printing preferences. The
// e-mail has a page of its own, and a birth date is corrected by people at Jolara.
var Corrected = []Field{FieldName, FieldNickname, FieldAccountName, FieldPhone, FieldGender}

// Fields of the form of a profile that are no fields of the profile: a printing preference to add.
const (
	NewPreferenceName  = "preference_name"
	NewPreferenceValue = "preference_value"
)

// Genders are the answers that a form offers. Jolara's systems may have told another.
var Genders = []string{GenderFemale, GenderMale, GenderOther, GenderUnsaid}

// The genders of the form.
const (
	GenderFemale = "female"
	GenderMale   = "male"
	GenderOther  = "other"
	GenderUnsaid = "unsaid" // the person prefers not to say
)

// Typed is one field of a form as it came back: what it held when the form was made, and what it holds now.
type Typed struct{ Was, Is string }

// Form is what came back of a form whose fields may be changed elsewhere while somebody fills it in.
type Form struct {
	Version int // of the profile from which the form was made
	Fields  map[string]Typed
}

// settle returns the value to which a form brings a field that holds held at version, and whether that changes it. late
// tells that the field was changed elsewhere since the form was made, to something else.
func (f Form) settle(name, held string, version int) (value string, changed, late bool) {
	typed, sent := f.Fields[name]
	if f.Version == version {
		typed.Was = held
	}
	value = strings.Join(lines(typed.Is), "\n")
	if !strings.Contains(typed.Is, "\n") {
		value = strings.TrimSpace(typed.Is)
	}
	if !sent || typed.Is == typed.Was || value == typed.Was || value == held {
		return held, false, false
	}
	return value, true, typed.Was != held
}

// Overtaken says that fields which a form changes were changed elsewhere after it was made. Nothing was written; the
// person decides with both values before them.
type Overtaken struct{ Fields []string }

func (o Overtaken) Error() string { return "overtaken in " + strconv.Itoa(len(o.Fields)) + " fields" }

func (o Overtaken) orNil() error {
	if len(o.Fields) == 0 {
		return nil
	}
	return o
}

// Record is what a person may correct of what is held about them.
type Record struct {
	Version int    // counts the changes of profile and address book
	Waits   bool   // a minor's account that waits for a guardian
	SignIn  string // the address with which the person signs in
	Band    Band
	Profile Profile
	Book    Book
}

// Address returns one of the person's addresses, or ErrNotFound.
func (r Record) Address(id string) (Entry[Address], error) {
	e, known := r.Book[id]
	if !known || Removed(e) {
		return e, ErrNotFound
	}
	return e, nil
}

// MayCorrect tells why a field is not the person's to fill, or nothing: phone and gender are not collected of minors
// (#93), and while a minor waits for a guardian nothing is added to what the account needs (#91).
func (r Record) MayCorrect(f Field) Fault {
	switch {
	case f.OfAdultsOnly() && r.Band.Minor():
		return FaultOfMinor
	case f != FieldName && r.Waits:
		return FaultWaits
	}
	return ""
}

// Preferences lists the printing preferences that hold a value, or would if the person followed Jolara's systems.
func (r Record) Preferences() []Field {
	var list []Field
	for f, e := range r.Profile {
		if _, is := f.Preference(); is && (e.Value != "" || e.Apart(SameText) != nil) {
			list = append(list, f)
		}
	}
	slices.Sort(list)
	return list
}

// Corrections returns the values to which a form brings the profile: only what the person changed in it. It is an Invalid
// that names what may not be stored, or Overtaken, and then nothing is to be written. What the form has no field for is
// ignored.
func (r Record) Corrections(form Form, now time.Time) (map[Field]string, error) {
	values, wrong, overtaken := map[Field]string{}, Invalid{}, Overtaken{}
	for _, f := range slices.Concat(Corrected, r.knownPreferences()) {
		held := r.Profile.Value(f)
		value, changed, late := form.settle(string(f), held, r.Version)
		if !changed {
			continue
		}
		values[f] = value
		wrong.add(string(f), r.checkCorrection(f, value, now))
		if late {
			overtaken.Fields = append(overtaken.Fields, string(f))
		}
	}
	for name, fault := range faultsOf(r.addPreference(form, values)) {
		wrong[name] = fault
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return values, overtaken.orNil()
}

// knownPreferences are the printing preferences that the profile has a field for, filled or not.
func (r Record) knownPreferences() []Field {
	var list []Field
	for f := range r.Profile {
		if _, is := f.Preference(); is {
			list = append(list, f)
		}
	}
	slices.Sort(list)
	return list
}

func (r Record) checkCorrection(f Field, value string, now time.Time) Fault {
	if value != "" {
		if fault := r.MayCorrect(f); fault != "" {
			return fault
		}
	}
	if fault := checkField(f, value, now); fault != "" || value == "" {
		return fault
	}
	switch {
	case f == FieldPhone:
		return checkPhone(value)
	case f == FieldGender && !slices.Contains(Genders, value):
		return FaultUnknown
	}
	return ""
}

// addPreference adds the printing preference that the form names anew.
func (r Record) addPreference(form Form, values map[Field]string) error {
	name := strings.TrimSpace(form.Fields[NewPreferenceName].Is)
	value := strings.TrimSpace(form.Fields[NewPreferenceValue].Is)
	if name == "" && value == "" {
		return nil
	}
	wrong := Invalid{}
	f := PreferenceField(name)
	switch {
	case r.Waits:
		wrong[NewPreferenceName] = FaultWaits
	case name == "":
		wrong[NewPreferenceName] = FaultMissing
	case r.Profile.Value(f) != "":
		wrong[NewPreferenceName] = FaultSame
	case len(r.knownPreferences()) >= maxPreferences:
		wrong[NewPreferenceName] = FaultFull
	default:
		wrong.add(NewPreferenceName, checkLine(name))
	}
	if value == "" {
		wrong[NewPreferenceValue] = FaultMissing
	} else {
		wrong.add(NewPreferenceValue, checkLine(value))
	}
	values[f] = value
	return wrong.OrNil()
}

// checkPhone holds for a phone number that a person types. What it may look like is read before; here it is in the one
// form in which numbers are kept, E.164.
func checkPhone(value string) Fault {
	const fewest, most = 7, 15
	figures, plus := strings.CutPrefix(value, "+")
	if !plus || len(figures) < fewest || len(figures) > most || strings.Trim(figures, "0123456789") != "" {
		return FaultMalformed
	}
	return ""
}

// SameText tells whether two texts are alike, for Entry.
func SameText(a, b string) bool { return a == b }

// ApartIn returns what Jolara's systems still have in a field where the person said otherwise; nil where they agree.
func (p Profile) ApartIn(f Field) *Said[string] { return p[f].Apart(SameText) }

// faultsOf returns the faults that err names, if it is an Invalid.
func faultsOf(err error) Invalid {
	var wrong Invalid
	errors.As(err, &wrong)
	return wrong
}
