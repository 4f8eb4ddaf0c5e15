package models

import (
	"maps"
	"slices"
	"time"
)

// Change is what a field was and is, who changed it and when. Unlike an event it holds the values, so that the person may
// have the list of changes erased.
type Change struct {
	ID      string
	At      time.Time
	Field   Field // an address is FieldAddress, whichever it is
	By      Actor
	Was, Is string // empty where there was or is nothing
	PhotoID string // of a photo's title or date; empty of others
}

// ChangesTo lists what Jolara's systems changed of a profile that a push made next. A birth date is left out: it is kept
// only while somebody is a minor, and a list of changes longer.
func (p Profile) ChangesTo(next Profile, at time.Time) []Change {
	var list []Change
	for _, f := range slices.Sorted(maps.Keys(next)) {
		if f == FieldBirthDate || f == fieldAddresses || p.Value(f) == next.Value(f) {
			continue
		}
		list = append(list, Change{At: at, Field: f, By: ByApp, Was: p.Value(f), Is: next.Value(f)})
	}
	return list
}

// ReadsLike tells whether pages show the same of a profile and of what a push made of it: no push takes a field away.
func (p Profile) ReadsLike(next Profile) bool {
	for f := range next {
		if f != fieldAddresses && !p[f].readsLike(next[f], SameText) {
			return false
		}
	}
	return true
}

// ChangesTo lists what a push changed in an address book that it made next.
func (b Book) ChangesTo(next Book, at time.Time) []Change {
	var list []Change
	note := func(was, is Address) {
		if !was.Same(is) {
			list = append(list, Change{At: at, Field: FieldAddress, By: ByApp, Was: was.String(), Is: is.String()})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b)) {
		note(b[id].Value, next[id].Value)
	}
	for _, id := range slices.Sorted(maps.Keys(next)) {
		if _, known := b[id]; !known {
			note(Address{}, next[id].Value)
		}
	}
	return list
}

// ReadsLike tells whether pages show the same of two address books.
func (b Book) ReadsLike(next Book) bool {
	alike := func(a, b Entry[Address]) bool { return a.readsLike(b, Address.Same) }
	return maps.EqualFunc(b, next, alike)
}
