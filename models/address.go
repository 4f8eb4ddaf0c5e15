package models

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Address is one delivery address (#14). ID is Jolara's own, or the portal's where the person added it here.
type Address struct {
	ID        string
	Recipient string
	Phone     string
	Lines     []string
}

// Fields of an address, as its form has them.
const (
	AddressRecipient = "recipient"
	AddressPhone     = "phone"
	AddressLines     = "lines"
)

// Limits of an address book.
const (
	maxAddressLines = 10
	maxAddresses    = 100
)

// Same tells whether two addresses read alike.
func (a Address) Same(b Address) bool {
	return a.Recipient == b.Recipient && a.Phone == b.Phone && slices.Equal(a.Lines, b.Lines)
}

// Empty tells whether nothing stands in the address.
func (a Address) Empty() bool { return a.Recipient == "" && a.Phone == "" && len(a.Lines) == 0 }

// String returns the address as it stands on an envelope, the phone last.
func (a Address) String() string {
	lines := slices.Concat([]string{a.Recipient}, a.Lines, []string{a.Phone})
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}

// Field returns what stands in a field of the address's form, its lines each on one of their own.
func (a Address) Field(name string) string {
	switch name {
	case AddressRecipient:
		return a.Recipient
	case AddressPhone:
		return a.Phone
	default:
		return strings.Join(a.Lines, "\n")
	}
}

// AddressKey names an address in an URL: Jolara's ids may hold anything, slashes and dots too.
func AddressKey(id string) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

// ParseAddressKey returns the id that AddressKey named, or ErrNotFound.
func ParseAddressKey(key string) (id string, err error) {
	text, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || !utf8.Valid(text) || strings.ContainsRune(string(text), 0) {
		return "", ErrNotFound
	}
	return string(text), nil
}

// Correct returns the address as a form leaves it, for a person of this band; version is what the address book stands at.
// It is an Invalid that names what may not be stored, or Overtaken.
func (a Address) Correct(form Form, version int, band Band) (Address, error) {
	next, wrong, overtaken := a, Invalid{}, Overtaken{}
	for _, name := range []string{AddressRecipient, AddressPhone, AddressLines} {
		held := a.Field(name)
		value, changed, late := form.settle(name, held, version)
		if !changed {
			continue
		}
		wrong.add(name, checkAddressField(name, value, band))
		if late {
			overtaken.Fields = append(overtaken.Fields, name)
		}
		switch name {
		case AddressRecipient:
			next.Recipient = value
		case AddressPhone:
			next.Phone = value
		case AddressLines:
			next.Lines = lines(value)
		}
	}
	if err := wrong.OrNil(); err != nil {
		return a, err
	}
	return next, overtaken.orNil()
}

// NewAddress reads the form of an address that the person adds, or returns an Invalid.
func NewAddress(form Form, band Band) (Address, error) {
	wrong := Invalid{}
	for _, name := range []string{AddressRecipient, AddressLines} {
		if strings.TrimSpace(form.Fields[name].Is) == "" {
			wrong[name] = FaultMissing
		}
	}
	address, err := Address{}.Correct(form, 0, band)
	for name, fault := range faultsOf(err) {
		wrong[name] = fault
	}
	return address, wrong.OrNil()
}

func checkAddressField(name, value string, band Band) Fault {
	switch {
	case name == AddressPhone && value == "":
		return ""
	case name == AddressPhone && band.Minor():
		return FaultOfMinor
	case name == AddressPhone:
		return checkPhone(value)
	case value == "":
		return FaultMissing
	}
	list := lines(value)
	if len(list) > maxAddressLines {
		return FaultTooLong
	}
	if name == AddressRecipient {
		return checkLine(value)
	}
	for _, line := range list {
		if fault := checkLine(line); fault != "" {
			return fault
		}
	}
	return ""
}

// lines returns the lines of a text that hold something.
func lines(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func checkAddresses(list []Address, band Band) Fault {
	if len(list) > maxAddresses {
		return FaultTooLong
	}
	seen := map[string]bool{}
	for _, a := range list {
		texts := append([]string{a.ID, a.Recipient, a.Phone}, a.Lines...)
		if a.ID == "" || seen[a.ID] || len(a.Lines) == 0 || len(a.Lines) > maxAddressLines {
			return FaultMalformed
		}
		if band.Minor() && a.Phone != "" {
			return FaultOfMinor
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

// Book is a person's address book by the addresses' ids. An address that the person removed stands in it empty, as long as
// a push could bring it back; pages never show it.
type Book map[string]Entry[Address]

// Removed tells whether the person took the address out.
func Removed(e Entry[Address]) bool { return e.From == FromPerson && e.Value.Empty() }

// Shown returns the addresses that stand in the book, in the order of their ids.
func (b Book) Shown() []Entry[Address] {
	var list []Entry[Address]
	for _, e := range b {
		if !Removed(e) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b Entry[Address]) int { return strings.Compare(a.Value.ID, b.Value.ID) })
	return list
}

// Add puts in an address that the person adds here, or returns an Invalid where the book is full.
func (b Book) Add(a Address, now time.Time) error {
	if len(b) >= maxAddresses {
		return Invalid{AddressRecipient: FaultFull}
	}
	b[a.ID] = Entry[Address]{}.Correct(a, now)
	return nil
}

// Remove takes an address out. Nothing of it is kept, nor of what is pushed under its id later; one that the person added
// here and no push knows goes without a trace.
func (b Book) Remove(id string, now time.Time) {
	if e := b[id]; e.From == FromPerson && e.Aside == nil {
		delete(b, id)
		return
	}
	b[id] = Entry[Address]{Said: Said[Address]{Value: Address{ID: id}, From: FromPerson, At: now}}
}

// Push returns the address book after a push of the whole list, and 'addresses' where any of it lost. An address that the
// list leaves out goes, unless the person corrected it; one that the person removed does not come back.
func (b Book) Push(list []Address, at time.Time) (next Book, superseded []string) {
	next = make(Book, len(list))
	lost := false
	listed := map[string]bool{}
	for _, address := range list {
		listed[address.ID] = true
		held := b[address.ID]
		if Removed(held) {
			next[address.ID], lost = held, true
			continue
		}
		entry, behind := held.Push(address, at, Address.Same)
		next[address.ID] = entry
		lost = lost || behind
	}
	for id, held := range b {
		switch {
		case listed[id]:
		case held.From == FromPerson && held.Aside != nil: // the systems knew it, and have it no more
			entry, behind := held.Push(Address{ID: id}, at, Address.Same)
			next[id] = entry
			lost = lost || behind
		case held.From == FromPerson || at.Before(held.At):
			next[id] = held
		}
	}
	if lost {
		superseded = []string{"addresses"}
	}
	return next, superseded
}
