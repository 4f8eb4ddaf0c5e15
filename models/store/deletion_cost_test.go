package store_test

import (
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// A person's whole history goes with one click, however long it is (performance.md: 250 ms for 10,000 entries). The password
// is not counted, whose time is meant to be long. What is measured is logged; a bound that is far from it would fail here.
func TestALongHistoryIsOutOfSightAtTheClick(t *testing.T) {
	const entries, rounds, bound = 10_000, 3, 3 * time.Second
	w := storetest.New(t)
	person := w.Adult()
	var took []time.Duration
	for range rounds {
		_, err := w.DB.Exec(t.Context(), `insert into activity (person_id, at, id, kind, digest, personal)
			select $1, $2::timestamptz - n * interval '1 minute', gen_random_uuid(), (array['browse', 'click', 'search', 'favourite'])[1 + n % 4], '',
				convert_to(jsonb_build_object('EventID', 'event ' || n, 'Detail', 'what was looked at', 'Browser', 'a browser')::text, 'utf8')
			from generate_series(1, $3) n`, person.ID, w.Clock.Now(), entries)
		if err != nil {
			t.Fatal(err)
		}
		l := owner{World: w, Person: person}
		sel := models.Selection{What: models.ScopeBehaviour, All: true}
		order := l.order(t, sel)
		begun := time.Now()
		d, err := w.Store.DeleteProven(t.Context(), person.ID, order)
		took = append(took, time.Since(begun))
		if err != nil || d.Items != entries {
			t.Fatalf("deleted: %+v, %v", d, err)
		}
		begun = time.Now()
		page := l.erases(t, d)
		if page.Progress.Erased != entries {
			t.Errorf("erased: %+v", page.Progress)
		}
		t.Logf("out of sight after %s, erased after %s more", took[len(took)-1], time.Since(begun))
	}
	if least := slices.Min(took); least > bound {
		t.Errorf("10,000 entries are out of sight after %s", least)
	}
}
