package models

import "time"

// Said is one value with where it came from and when it was true.
type Said[V any] struct {
	Value V
	From  Source
	At    time.Time
}

// Entry is a value that the person and Jolara's systems may see differently. Where it is the person's own word, Aside is
// what the systems told last, nil where they told nothing: ask Apart whether it differs.
type Entry[V any] struct {
	Said[V]
	Aside *Said[V]
}

// Push returns the entry after Jolara's systems sent value, true as of at, and whether the value lost (product.md, who
// wins): what the person corrected stays and the pushed value is kept aside; among pushes the latest wins. same tells
// whether two values are equal.
func (e Entry[V]) Push(value V, at time.Time, same func(a, b V) bool) (next Entry[V], superseded bool) {
	pushed := Said[V]{Value: value, From: FromJolara, At: at}
	switch {
	case e.From == FromPerson:
		if e.Aside == nil || !at.Before(e.Aside.At) {
			e.Aside = &pushed
		}
		return e, !same(e.Value, value)
	case at.Before(e.At):
		return e, !same(e.Value, value)
	}
	return Entry[V]{Said: pushed}, false
}

// Correct returns the entry after the person said value at now, also where that clears it. What the systems told goes
// aside.
func (e Entry[V]) Correct(value V, now time.Time) Entry[V] {
	next := Entry[V]{Said: Said[V]{Value: value, From: FromPerson, At: now}, Aside: e.Aside}
	if e.From == FromJolara {
		next.Aside = &e.Said
	}
	return next
}

// Follow returns the entry as Jolara's systems have it, who are followed from then on; as it is where they told nothing.
func (e Entry[V]) Follow() Entry[V] {
	if e.Aside == nil {
		return e
	}
	return Entry[V]{Said: *e.Aside}
}

// Apart returns what Jolara's systems still have where it is not the person's own word; nil where the two agree.
func (e Entry[V]) Apart(same func(a, b V) bool) *Said[V] {
	if e.Aside == nil || same(e.Aside.Value, e.Value) {
		return nil
	}
	return e.Aside
}

// readsLike tells whether a page shows the same of two entries: the value, and what stands aside.
func (e Entry[V]) readsLike(other Entry[V], same func(a, b V) bool) bool {
	apart, otherApart := e.Apart(same), other.Apart(same)
	if (apart == nil) != (otherApart == nil) {
		return false
	}
	return same(e.Value, other.Value) && (apart == nil || same(apart.Value, otherApart.Value))
}
