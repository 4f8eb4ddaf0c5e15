package store_test

import (
	"strconv"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

func TestAnInstanceRemembersTheLatestSessionsAndNoMore(t *testing.T) {
	var owners store.Owners
	const sessions = 3*store.MostOwners + 1
	for i := range sessions {
		owners.Remember(strconv.Itoa(i), models.PersonID(strconv.Itoa(i)))
	}
	remembered := 0
	for i := range sessions {
		person, known := owners.Of(strconv.Itoa(i))
		if known {
			remembered++
		}
		if known && string(person) != strconv.Itoa(i) || !known && i >= sessions-store.MostOwners {
			t.Fatalf("session %d is that of %q: %t", i, person, known)
		}
	}
	if remembered > 2*store.MostOwners {
		t.Errorf("%d are remembered", remembered)
	}
}
