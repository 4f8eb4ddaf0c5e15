package storetest_test

import (
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestAWorldHasPeopleWhoSignIn(t *testing.T) {
	w := storetest.New(t)
	adult, minor := w.CanSignIn(w.Adult()), w.Minor(13)

	found, err := w.Second().SignIn(t.Context(), models.Credentials{Email: adult.Email, Password: storetest.Password}, models.Caller{Network: "192.0.2.0/24"})
	if err != nil || found.Person != adult {
		t.Errorf("signed in as %+v, %v; want %+v", found, err, adult)
	}
	if band := minor.Band(w.Clock.Now()); band != models.Band8To13 {
		t.Errorf("the minor is in band %s", band)
	}
	if client, err := w.Store.Client(t.Context(), w.Client()); err != nil || client.Name == "" {
		t.Errorf("the client's key opens nothing: %+v, %v", client, err)
	}
}

func TestWorldsDoNotMeet(t *testing.T) {
	one, other := storetest.New(t), storetest.New(t)
	one.Adult()
	if n := other.Count("select count(*) from persons"); n != 0 {
		t.Errorf("%d people of another world", n)
	}
}

func TestRoundTripsAreCountedOnTheWire(t *testing.T) {
	w := storetest.New(t)
	for asked := range 4 {
		if asked == 0 {
			continue
		}
		got := w.RoundTrips(func(s *store.Store) {
			for range asked {
				if err := s.Ready(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		})
		if got != asked {
			t.Errorf("%d questions took %d round trips", asked, got)
		}
	}
}
