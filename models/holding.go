package models

import (
	"slices"
	"time"
)

// Holding is what is held of one category for one person.
type Holding struct {
	Category       CategoryKey
	Count          int           // of entries
	More           bool          // there are more than were counted
	Bytes          int64         // of their files
	Oldest, Newest time.Time     // when these entries were made; zero where that is not known
	Parts          []Part        // of a category with several kinds of entry: those there are
	Kept           BehaviourKept // of behaviour: for how long, where the person chose
	Details        []Field       // of the profile: the fields that hold a value, in the order of ProfileFields, preferences last
}

// PartKey names one kind of entry of a category that has several.
type PartKey string

// The parts, beside the kinds of the service log, which are parts of their categories.
const (
	PartRecordings  PartKey = PartKey(TalkRecording)
	PartCalls       PartKey = PartKey(TalkCall)
	PartSessions    PartKey = "sessions"    // browsers that are signed in
	PartLinks       PartKey = "links"       // in letters
	PartCodes       PartKey = "codes"       // that Jolara's app shows
	PartChoices     PartKey = "choices"     // about permissions
	PartAcceptances PartKey = "acceptances" // of the agreement
	PartNotes       PartKey = "notes"       // that the person added to a record
	PartDisclosures PartKey = "disclosures"
	PartDeletions   PartKey = "deletions"
	PartSteps       PartKey = "steps" // other events that are proof
)

// Part is how many entries of one kind there are.
type Part struct {
	Key    PartKey
	Count  int
	More   bool      // there are more than were counted
	Oldest time.Time // zero where that is not known
}

// Add counts entries of one kind; more tells that there are more than were counted, so that the newest is not known.
func (h *Holding) Add(part PartKey, of Tally, more bool) {
	if of.Count == 0 {
		return
	}
	h.Count, h.Bytes, h.More = h.Count+of.Count, h.Bytes+of.Bytes, h.More || more
	if part != "" {
		h.Parts = append(h.Parts, Part{part, of.Count, more, of.Oldest})
	}
	if h.Oldest.IsZero() || (!of.Oldest.IsZero() && of.Oldest.Before(h.Oldest)) {
		h.Oldest = of.Oldest
	}
	if of.Newest.After(h.Newest) {
		h.Newest = of.Newest
	}
	if h.More {
		h.Newest = time.Time{}
	}
}

// Goes returns when the first of the entries falls due; zero where none does by time alone. Of a minor recordings go
// sooner than calls (product.md's table).
func (h Holding) Goes(minor bool) (first time.Time) {
	due := func(kept Retention, oldest time.Time) {
		if kept.From != FromCollection || oldest.IsZero() {
			return
		}
		if end := kept.End(oldest); first.IsZero() || end.Before(first) {
			first = end
		}
	}
	switch {
	case h.Category == CategoryBehaviour:
		due(h.Kept.Retention(), h.Oldest)
	case h.Category == CategoryVoice:
		for _, part := range h.Parts {
			due(RetentionOfTalk(TalkKind(part.Key), minor), part.Oldest)
		}
	case minor:
		due(RetentionOfMinors(h.Category), h.Oldest)
	default:
		due(RetentionOf(h.Category), h.Oldest)
	}
	return first
}

// holds tells whether there is a value in a field, be it only the one that Jolara's systems still have.
func (p Profile) holds(f Field) bool {
	apart := p.ApartIn(f)
	return p.Value(f) != "" || (apart != nil && apart.Value != "")
}

// Details lists the fields that hold a value, in the order in which pages show them.
func (p Profile) Details() []Field { return details(p, p.holds) }

// details lists the fields of a profile that hold a value.
func details[V any](profile map[Field]V, holds func(Field) bool) []Field {
	var filled, preferences []Field
	for _, f := range append(slices.Clone(ProfileFields), FieldSignIn) {
		if holds(f) {
			filled = append(filled, f)
		}
	}
	for f := range profile {
		if _, is := f.Preference(); is && holds(f) {
			preferences = append(preferences, f)
		}
	}
	slices.Sort(preferences)
	return append(filled, preferences...)
}

// Known is what a profile holds, without where it came from and since when: as much of it as each request reads.
type Known map[Field]KnownEntry

// KnownEntry is one value of a profile, and the one that Jolara's systems still have beside it.
type KnownEntry struct {
	Value string
	Aside *struct{ Value string }
}

// Value returns what stands in a field, or nothing.
func (k Known) Value(f Field) string { return k[f].Value }

// Details lists the fields that hold a value, as a Profile does.
func (k Known) Details() []Field {
	return details(k, func(f Field) bool { return k[f].Value != "" || k[f].Aside != nil && k[f].Aside.Value != "" })
}
