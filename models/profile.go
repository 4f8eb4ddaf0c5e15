package models

import (
	"maps"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Field names one detail of the profile, alike in forms, rows and the API.
type Field string

// The fields of a profile (#8 to #11, #13, #17, #18). Preferences are fields of their own: "preferences." and their name.
const (
	FieldEmail       Field = "email"
	FieldName        Field = "name"
	FieldBirthDate   Field = "birth_date" // kept only while the person is a minor
	FieldNickname    Field = "nickname"
	FieldAccountName Field = "account_name"
	FieldPhone       Field = "phone"  // not collected from minors
	FieldGender      Field = "gender" // not collected from minors
)

// FieldSignIn is the e-mail that a person signs in with where the profile has another. It is changed in the settings.
const FieldSignIn Field = "sign_in"

// ProfileFields lists the fields in the order in which pages show them.
var ProfileFields = []Field{FieldName, FieldNickname, FieldAccountName, FieldEmail, FieldPhone, FieldGender, FieldBirthDate}

// preferencePrefix marks the fields that hold printing preferences (#19).
const preferencePrefix = "preferences."

// PreferenceField returns the field of the printing preference of that name.
func PreferenceField(name string) Field { return Field(preferencePrefix + name) }

// Preference returns the printing preference's name, and whether the field is one.
func (f Field) Preference() (name string, ok bool) {
	return strings.CutPrefix(string(f), preferencePrefix)
}

// Kind returns the field's name as rows and events hold it, which says nothing personal: of a printing preference that it
// is one.
func (f Field) Kind() Field {
	if _, is := f.Preference(); is {
		return FieldPreferences
	}
	return f
}

// OfAdultsOnly tells whether the field is not collected from minors (#93).
func (f Field) OfAdultsOnly() bool { return f == FieldPhone || f == FieldGender }

// Source tells where a value came from.
type Source string

// The sources of a value.
const (
	FromPerson Source = "person" // typed here by the person
	FromJolara Source = "jolara" // pushed by Jolara's systems
	FromFile   Source = "file"   // it came with a file, as the date in a picture does
)

// Profile is what is held about who a person is. A field that was cleared holds an empty value, so that an older push
// does not bring the former one back.
type Profile map[Field]Entry[string]

// Value returns what stands in a field, or nothing.
func (p Profile) Value(f Field) string { return p[f].Value }

// Birth returns the birth date that is kept while the person is a minor.
func (p Profile) Birth() Date {
	d, err := ParseDate(p.Value(FieldBirthDate))
	if err != nil {
		return Date{}
	}
	return d
}

// PushedPerson is what one call tells about a person: only what it names, each with the time since when it is true.
type PushedPerson struct {
	Fields    map[Field]string
	Addresses []Address // nil where the call says nothing of them
	ChangedAt func(f string) time.Time
}

// Lengths of texts, in characters.
const (
	maxFieldLength   = 200
	maxPreferences   = 100
	oldestAgeInYears = 130
)

// Check returns an Invalid that names every field that may not be stored for a person of this band at now.
func (p PushedPerson) Check(band Band, now time.Time) error {
	wrong := Invalid{}
	preferences := 0
	for f, value := range p.Fields {
		if name, ok := f.Preference(); ok {
			preferences++
			if fault := checkLine(name); fault != "" || name == "" {
				wrong["preferences"] = FaultMalformed
			}
		}
		if fault := checkField(f, value, now); fault != "" {
			wrong[string(f)] = fault
		}
		if f.OfAdultsOnly() && band.Minor() && value != "" {
			wrong[string(f)] = FaultOfMinor
		}
	}
	if preferences > maxPreferences {
		wrong["preferences"] = FaultTooLong
	}
	if fault := checkAddresses(p.Addresses, band); fault != "" {
		wrong["addresses"] = fault
	}
	if fault := p.checkTimes(now); fault != "" {
		wrong["changed_at"] = fault
	}
	return wrong.OrNil()
}

// neededOfAll are the fields that an account needs, whoever has it.
var neededOfAll = []Field{FieldEmail, FieldName, FieldNickname, FieldAccountName, FieldBirthDate}

// CheckWaiting returns an Invalid that names what may not be stored while an account waits for a guardian's yes or is locked: whatever
// it does not need (#91, #95).
func (p PushedPerson) CheckWaiting() error {
	wrong := Invalid{}
	for f, value := range p.Fields {
		if value != "" && !slices.Contains(neededOfAll, f) {
			wrong[string(f)] = FaultWaits
		}
	}
	if len(p.Addresses) > 0 {
		wrong["addresses"] = FaultWaits
	}
	return wrong.OrNil()
}

func (p PushedPerson) checkTimes(now time.Time) Fault {
	pushed := make([]string, 0, len(p.Fields)+1)
	for f := range p.Fields {
		pushed = append(pushed, string(f))
	}
	if p.Addresses != nil {
		pushed = append(pushed, "addresses")
	}
	for _, f := range pushed {
		if fault := checkTime(p.ChangedAt(f), now); fault != "" {
			return fault
		}
	}
	return ""
}

func checkField(f Field, value string, now time.Time) Fault {
	if value == "" {
		if f == FieldEmail || f == FieldName {
			return FaultMissing // without them nobody can be written to
		}
		return "" // an empty value clears the field
	}
	switch f {
	case FieldEmail:
		if _, err := ParseEmail(value); err != nil {
			return FaultMalformed
		}
	case FieldBirthDate:
		return CheckBirthDate(value, now)
	}
	return checkLine(value)
}

// CheckBirthDate tells what is wrong with a birth date as somebody typed it: it exists, is not in the future and is
// not older than a person gets.
func CheckBirthDate(value string, now time.Time) Fault {
	birth, err := ParseDate(value)
	today := DateOf(now)
	switch {
	case err != nil:
		return FaultMalformed
	case today.Before(birth):
		return FaultFuture
	case birth.AddYears(oldestAgeInYears).Before(today):
		return FaultPast
	}
	return ""
}

// checkLine holds for every single line that somebody typed or sent.
func checkLine(text string) Fault { return checkText(text, maxFieldLength) }

// checkText holds for a line that may have so many characters at most.
func checkText(text string, most int) Fault {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || turns(r) }) {
		return FaultMalformed
	}
	if utf8.RuneCountInString(text) > most {
		return FaultTooLong
	}
	return ""
}

// turns tells whether a character makes what follows read in another direction, or begins a line: in a name it would
// rearrange the words around it.
func turns(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u2028' || r == '\u2029'
}

// ParseEmail reads one plain e-mail address and returns it in the one form in which it is stored and looked up: lower
// case, no name beside it. It refuses line breaks, lists and whatever a header could be smuggled in with (T24).
func ParseEmail(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > maxFieldLength || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || r == '"' || r == '<' || r == '>' || r == ',' || r == ';'
	}) {
		return "", Invalid{string(FieldEmail): FaultMalformed}
	}
	return strings.ToLower(text), nil
}

// BandAfter returns the band that a push leaves the person in: a birth date counts before the fields that a minor may
// not have. A push makes nobody older: for somebody known as a minor the earlier date stays (see Push).
func (p Profile) BandAfter(pushed PushedPerson, now time.Time) Band {
	known := BandAt(p.Birth(), now)
	birth, err := ParseDate(pushed.Fields[FieldBirthDate])
	if err != nil || known.Minor() {
		return known
	}
	return BandAt(birth, now)
}

// MakesMinor tells whether a push would make a minor of somebody who is known as an adult.
func (p Profile) MakesMinor(pushed PushedPerson, now time.Time) bool {
	return !BandAt(p.Birth(), now).Minor() && p.BandAfter(pushed, now).Minor()
}

// Without returns what a call tells but for one field.
func (p PushedPerson) Without(f Field) PushedPerson {
	p.Fields = maps.Clone(p.Fields)
	delete(p.Fields, f)
	return p
}

// Push writes what a call told about the person and returns the fields that lost (product.md, who wins). The birth date
// of an adult is dropped after the check (#17); a known minor does not become older by a push, since that takes the
// guardian's or an officer's yes, so that such a date is superseded.
func (p Profile) Push(pushed PushedPerson, now time.Time) (superseded []string) {
	same := func(a, b string) bool { return a == b }
	minor := BandAt(p.Birth(), now).Minor()
	for f, value := range pushed.Fields {
		if f == FieldBirthDate {
			birth, _ := ParseDate(value) // an empty or adult date is not kept
			adult := !BandAt(birth, now).Minor()
			older := minor && (adult || birth.Before(p.Birth()))
			if older {
				superseded = append(superseded, string(f))
			}
			if adult || older {
				continue
			}
		}
		next, lost := p[f].Push(value, pushed.ChangedAt(string(f)), same)
		if lost {
			superseded = append(superseded, string(f))
		}
		p[f] = next
	}
	p.forgetOfAdultsOnly(now)
	return superseded
}

// forgetOfAdultsOnly drops what is not collected from minors, however it came: an adult may turn out to be one (#93).
func (p Profile) forgetOfAdultsOnly(now time.Time) {
	if !BandAt(p.Birth(), now).Minor() {
		return
	}
	for f := range p {
		if f.OfAdultsOnly() {
			delete(p, f)
		}
	}
}

// CorrectBirth writes the birth date that a person told anew. An adult's is not kept (#17), and what is not collected from minors goes
// where they turn out to be one (#93).
func (p Profile) CorrectBirth(birth Date, now time.Time) {
	if !BandAt(birth, now).Minor() {
		delete(p, FieldBirthDate)
		return
	}
	p[FieldBirthDate] = p[FieldBirthDate].Correct(birth.String(), now)
	p.forgetOfAdultsOnly(now)
}

// fieldAddresses notes in a profile since when the pushed address book is true; the addresses themselves are rows.
const fieldAddresses Field = "addresses"

// PushList notes since when a pushed address book is true. A list that is older than the last one lost as a whole: it
// would bring back what that one left out.
func (p Profile) PushList(at time.Time) (superseded bool) {
	if at.Before(p[fieldAddresses].At) {
		return true
	}
	p[fieldAddresses] = Entry[string]{Said: Said[string]{From: FromJolara, At: at}}
	return false
}
