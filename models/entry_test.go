package models_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jolara.com/privacy/models"
)

// said tells whether two said values are the same, or both are none.
func said(a, b *models.Said[string]) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// Whatever is pushed and corrected, in whichever order: what the person said last stands until they say otherwise, and
// the latest of what Jolara's systems told is what stands, or is kept aside.
func TestWhoWinsWhateverHappens(t *testing.T) {
	t.Parallel()
	values := rapid.SampledFrom([]string{"", "Mei", "Lin", "Wen"})
	minutes := rapid.IntRange(0, 20)
	rapid.Check(t, func(t *rapid.T) {
		var entry models.Entry[string]
		var mine *string
		var told *models.Said[string]
		now := time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				push := models.Said[string]{Value: values.Draw(t, "pushed"), From: models.FromJolara, At: now.Add(time.Duration(minutes.Draw(t, "minute")) * time.Minute)}
				stood := entry.Value
				next, superseded := entry.Push(push.Value, push.At, models.SameText)
				entry = next
				if told == nil || !push.At.Before(told.At) {
					told = &push
				}
				if superseded != (entry.Value != push.Value) || superseded && entry.Value != stood {
					t.Fatalf("superseded is %v, and %q became %q by a push of %q", superseded, stood, entry.Value, push.Value)
				}
			},
			"correct": func(t *rapid.T) {
				value := values.Draw(t, "typed")
				entry, mine = entry.Correct(value, now), &value
			},
			"follow": func(*rapid.T) {
				entry = entry.Follow()
				if told != nil {
					mine = nil
				}
			},
			"": func(t *rapid.T) {
				switch {
				case mine != nil:
					if entry.Value != *mine || entry.From != models.FromPerson || !said(entry.Aside, told) {
						t.Fatalf("%+v with %+v aside; the person said %q, the systems %+v", entry.Said, entry.Aside, *mine, told)
					}
				case told != nil:
					if entry.Said != *told || entry.Aside != nil {
						t.Fatalf("%+v with %+v aside; the systems said %+v", entry.Said, entry.Aside, *told)
					}
				}
				if apart := entry.Apart(models.SameText); apart != nil && (mine == nil || apart.Value == *mine) {
					t.Fatalf("%q is shown as told otherwise than %v", apart.Value, mine)
				}
			},
		})
	})
}

// The same for a whole address book, of which a push tells all at once: nothing that the person removed comes back, and
// what they corrected or added stays, whatever the lists leave out.
func TestWhoseAddressBookItIsWhateverHappens(t *testing.T) {
	t.Parallel()
	ids := rapid.SampledFrom([]string{"home", "work", "parents"})
	minutes := rapid.IntRange(0, 20)
	rapid.Check(t, func(t *rapid.T) {
		book, profile := models.Book{}, models.Profile{}
		mine := map[string]models.Address{} // the person's word; empty: removed
		var list map[string]models.Address  // the latest of the systems
		var told time.Time
		now := time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
		written := 0
		address := func(id string) models.Address {
			written++
			return models.Address{ID: id, Recipient: "Mei", Lines: []string{fmt.Sprintf("Changning Road %d", written)}}
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				at := now.Add(time.Duration(minutes.Draw(t, "minute")) * time.Minute)
				pushed := map[string]models.Address{}
				var all []models.Address
				for _, id := range rapid.SliceOfNDistinct(ids, 0, 3, rapid.ID).Draw(t, "ids") {
					pushed[id] = address(id)
					all = append(all, pushed[id])
				}
				if profile.PushList(at) {
					if !at.Before(told) {
						t.Fatal("a list lost that is not older than the last one")
					}
					return
				}
				book, _ = book.Push(all, at)
				list, told = pushed, at
			},
			"add": func(t *rapid.T) {
				a := address(fmt.Sprintf("own-%d", written))
				if err := book.Add(a, now); err == nil {
					mine[a.ID] = a
				}
			},
			"correct": func(t *rapid.T) {
				id := ids.Draw(t, "id")
				if held, known := book[id]; known && !models.Removed(held) {
					mine[id] = address(id)
					book[id] = held.Correct(mine[id], now)
				}
			},
			"remove": func(t *rapid.T) {
				id := ids.Draw(t, "id")
				if held, known := book[id]; known && !models.Removed(held) {
					book.Remove(id, now)
					mine[id] = models.Address{}
				}
			},
			"": func(t *rapid.T) {
				shown := map[string]models.Entry[models.Address]{}
				for _, e := range book.Shown() {
					shown[e.Value.ID] = e
				}
				for id, said := range mine {
					switch e := shown[id]; {
					case said.Empty() && !e.Value.Empty():
						t.Fatalf("%s was removed and is back", id)
					case said.Empty() && (book[id].Aside != nil || book[id].Value.Recipient != ""):
						t.Fatalf("something is kept of %s, which was removed", id)
					case !e.Value.Same(said):
						t.Fatalf("%s is %v, and the person said %v", id, e.Value, said)
					case !said.Empty() && e.Aside != nil && !e.Aside.Value.Same(list[id]):
						t.Fatalf("%s has %v aside, and the systems have %v", id, e.Aside.Value, list[id])
					case !said.Empty() && e.Aside == nil && !list[id].Empty():
						t.Fatalf("%v of the systems is lost", list[id])
					}
				}
				for _, id := range []string{"home", "work", "parents"} {
					if _, own := mine[id]; !own && !shown[id].Value.Same(list[id]) {
						t.Fatalf("%s is %v, and the systems have %v", id, shown[id].Value, list[id])
					}
				}
			},
		})
	})
}
