package models

import (
	"net/mail"
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

// OfAdultsOnly tells whether the field is not collected from minors (#93).
func (f Field) OfAdultsOnly() bool { return f == FieldPhone || f == FieldGender }

// Source tells where a value came from.
type Source string

// The sources of a value.
const (
	FromPerson Source = "person" // typed here by the person
	FromJolara Source = "jolara" // pushed by Jolara's systems
)

// Said is one value with where it came from and when it was true.
type Said[V any] struct {
	Value V
	From  Source
	At    time.Time
}

// Entry is a value that the person and Jolara's systems may see differently. Aside is what a system still has where the
// person's own correction stands against it.
type Entry[V any] struct {
	Said[V]
	Aside *Said[V]
}

// Push returns the entry after Jolara's systems sent value, true as of at, and whether the value lost (product.md, who
// wins): what the person corrected stays and the pushed value is kept aside; among pushes the latest wins. same tells
// whether two values are equal.
func (e Entry[V]) Push(value V, at time.Time, same func(a, b V) bool) (next Entry[V], superseded bool) {
	pushed := Said[V]{Value: value, From: FromJolara, At: at}
	if e.From == FromPerson {
		switch {
		case same(e.Value, value):
			e.Aside = nil // the systems have caught up with the correction
			return e, false
		case e.Aside == nil || !at.Before(e.Aside.At):
			e.Aside = &pushed
		}
		return e, true
	}
	if at.Before(e.At) {
		return e, !same(e.Value, value)
	}
	return Entry[V]{Said: pushed}, false
}

// Address is one delivery address (#14). ID is Jolara's own.
type Address struct {
	ID        string
	Recipient string
	Phone     string
	Lines     []string
}

// Same tells whether two addresses read alike.
func (a Address) Same(b Address) bool {
	return a.Recipient == b.Recipient && a.Phone == b.Phone && strings.Join(a.Lines, "\n") == strings.Join(b.Lines, "\n")
}

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
	maxAddressLines  = 10
	maxAddresses     = 100
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
	if fault := checkAddresses(p.Addresses); fault != "" {
		wrong["addresses"] = fault
	}
	if fault := p.checkTimes(now); fault != "" {
		wrong["changed_at"] = fault
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

func checkAddresses(list []Address) Fault {
	if len(list) > maxAddresses {
		return FaultTooLong
	}
	seen := map[string]bool{}
	for _, a := range list {
		texts := append([]string{a.ID, a.Recipient, a.Phone}, a.Lines...)
		if a.ID == "" || seen[a.ID] || len(a.Lines) == 0 || len(a.Lines) > maxAddressLines {
			return FaultMalformed
		}
		seen[a.ID] = true
		for _, text := range texts {
			if fault := checkLine(text); fault != "" {
				return fault
			}
		}
	}
	return ""
}

// checkLine holds for every single line that somebody typed or sent.
func checkLine(text string) Fault {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return FaultMalformed
	}
	if utf8.RuneCountInString(text) > maxFieldLength {
		return FaultTooLong
	}
	return ""
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

// Push writes what a call told about the person and returns the fields that lost (product.md, who wins). The birth date
// of an adult is dropped after the check (#17); a known minor does not become an adult by a push, since that takes the
// guardian's or an officer's yes, so that such a date is superseded.
func (p Profile) Push(pushed PushedPerson, now time.Time) (superseded []string) {
	same := func(a, b string) bool { return a == b }
	minor := BandAt(p.Birth(), now).Minor()
	for f, value := range pushed.Fields {
		if f == FieldBirthDate {
			birth, _ := ParseDate(value) // an empty or adult date is not kept
			adult := !BandAt(birth, now).Minor()
			if adult && minor {
				superseded = append(superseded, string(f))
			}
			if adult {
				continue
			}
		}
		next, lost := p[f].Push(value, pushed.ChangedAt(string(f)), same)
		if lost {
			superseded = append(superseded, string(f))
		}
		p[f] = next
	}
	return superseded
}

// PushAddresses returns the address book after a push of the whole list, and 'addresses' where any of it lost. An
// address that the list leaves out goes, unless the person corrected it.
func PushAddresses(held map[string]Entry[Address], list []Address, at time.Time) (next map[string]Entry[Address], superseded []string) {
	next = make(map[string]Entry[Address], len(list))
	lost := false
	for id, entry := range held {
		if entry.From == FromPerson || at.Before(entry.At) {
			next[id] = entry
		}
	}
	for _, address := range list {
		entry, behind := held[address.ID].Push(address, at, Address.Same)
		next[address.ID] = entry
		lost = lost || behind
	}
	if lost {
		superseded = []string{"addresses"}
	}
	return next, superseded
}
