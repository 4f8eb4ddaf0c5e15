package models

import (
	"slices"
	"time"
)

// Holding is what is held of one category for one person.
type Holding struct {
	Category       CategoryKey
	Count          int       // of entries; where a part is long it is counted up to the store's CountCap and one more
	Oldest, Newest time.Time // when these entries were made; zero where that is not known
	Parts          []Part    // of a category with several kinds of entry: those there are
	Details        []Field   // of the profile: the fields that hold a value, in the order of ProfileFields, preferences last
}

// PartKey names one kind of entry of a category that has several.
type PartKey string

// The parts.
const (
	PartSignIns     PartKey = "sign_ins"    // the security log's entries
	PartSessions    PartKey = "sessions"    // browsers that are signed in
	PartLinks       PartKey = "links"       // in letters
	PartCodes       PartKey = "codes"       // that Jolara's app shows
	PartChoices     PartKey = "choices"     // about permissions
	PartAcceptances PartKey = "acceptances" // of the agreement
	PartNotes       PartKey = "notes"       // that the person added to a record
	PartDisclosures PartKey = "disclosures"
	PartSteps       PartKey = "steps" // other events that are proof
)

// Part is how many entries of one kind there are.
type Part struct {
	Key   PartKey
	Count int
}

// Add counts entries of one kind, of which the oldest and the newest were made then, or zero where that is not known.
func (h *Holding) Add(part PartKey, count int, oldest, newest time.Time) {
	if count == 0 {
		return
	}
	h.Count += count
	if part != "" {
		h.Parts = append(h.Parts, Part{part, count})
	}
	if h.Oldest.IsZero() || (!oldest.IsZero() && oldest.Before(h.Oldest)) {
		h.Oldest = oldest
	}
	if newest.After(h.Newest) {
		h.Newest = newest
	}
}

// holds tells whether there is a value in a field, be it only the one that Jolara's systems still have.
func (p Profile) holds(f Field) bool {
	apart := p.ApartIn(f)
	return p.Value(f) != "" || (apart != nil && apart.Value != "")
}

// Details lists the fields that hold a value, in the order in which pages show them.
func (p Profile) Details() []Field {
	var filled, preferences []Field
	for _, f := range append(slices.Clone(ProfileFields), FieldSignIn) {
		if p.holds(f) {
			filled = append(filled, f)
		}
	}
	for f := range p {
		if _, is := f.Preference(); is && p.holds(f) {
			preferences = append(preferences, f)
		}
	}
	slices.Sort(preferences)
	return append(filled, preferences...)
}
