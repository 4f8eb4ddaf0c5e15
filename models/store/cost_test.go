package store_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestEachPageAndTheSwitchTakeOneRoundTrip(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	choice, _ := mustSwitch(t, w.Store, person, models.Granted)
	w.Agreement("1.0", models.DateOf(storetest.Morning))
	begin(t, w.Store, person, "token")
	to := map[models.State]models.State{models.Granted: models.Withdrawn, models.Withdrawn: models.Granted}
	standing := models.Granted

	for deed, ask := range map[string]func(*store.Store) error{
		"the session": func(s *store.Store) error {
			_, err := s.Session(t.Context(), "token")
			return err
		},
		"the home page": func(s *store.Store) error {
			_, err := s.Home(t.Context(), person.ID)
			return err
		},
		"the page of all data": func(s *store.Store) error {
			_, err := s.Data(t.Context(), person.ID)
			return err
		},
		"a version of the agreement": func(s *store.Store) error {
			_, err := s.Policy(t.Context(), "1.0")
			return err
		},
		"the permissions page": func(s *store.Store) error {
			_, err := s.Permissions(t.Context(), person.ID)
			return err
		},
		"what Jolara's systems ask": func(s *store.Store) error {
			_, err := s.PermissionsOf(t.Context(), person.ExternalID)
			return err
		},
		"a page of the ledger": func(s *store.Store) error {
			_, err := s.Consents(t.Context(), person.ID, store.Key{}, store.Older)
			return err
		},
		"what may be corrected": func(s *store.Store) error {
			_, err := s.Record(t.Context(), person)
			return err
		},
		"a page of changes": func(s *store.Store) error {
			_, err := s.Changes(t.Context(), person.ID, store.Key{}, store.Older)
			return err
		},
		"who received what": func(s *store.Store) error {
			_, err := s.Recipients(t.Context(), person.ID, store.Key{}, store.Older)
			return err
		},
		"a receipt": func(s *store.Store) error {
			_, _, err := s.Receipt(t.Context(), person.ID, choice.Receipt)
			return err
		},
		"what a letter says": func(s *store.Store) error {
			_, _, err := s.ReceiptLetter(t.Context(), models.ReceiptMail{PersonID: person.ID, ConsentID: choice.ID})
			return err
		},
		"the switch": func(s *store.Store) error {
			standing = to[standing]
			_, _, err := s.SwitchPermission(t.Context(), person, models.Camera, standing)
			return err
		},
	} {
		n := w.RoundTrips(func(s *store.Store) {
			if err := ask(s); err != nil {
				t.Errorf("%s: %v", deed, err)
			}
		})
		if n != 1 {
			t.Errorf("%s takes %d round trips", deed, n)
		}
	}
}

// With people of very different size a plan that serves all of them serves some of them badly, and PostgreSQL may
// choose it after a statement's fifth execution on a connection.
func TestAPageReadsItsOwnRowsOnlyAlsoAfterAThousandTimes(t *testing.T) {
	w := storetest.New(t)
	people := map[models.PersonID]int{w.Adult().ID: 40, w.Adult().ID: 2_000, w.Adult().ID: 60_000}
	for id, choices := range people {
		_, err := w.DB.Exec(t.Context(), `insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
			select $1, $3::timestamptz - n * interval '1 minute', 'c' || n, 'camera', 'granted', $3, 'app', '', '' from generate_series(1, $2) n`,
			id, choices, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.DB.Exec(t.Context(), `with crowd as (
			insert into persons select gen_random_uuid(), $1, '{}' from generate_series(1, 2000) returning id)
		insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
		select id, $1, 'only', 'camera', 'granted', $1, 'app', '', '' from crowd`, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `analyze consents`); err != nil {
		t.Fatal(err)
	}
	scans := func() (whole, touched int) {
		return w.Count(`select coalesce(seq_tup_read, 0) from pg_stat_user_tables where relname = 'consents'`),
			w.Count(`select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'consents'`)
	}
	wholeBefore, touchedBefore := scans()

	reader := w.Second()
	const rounds = 1000
	pages := 0
	for i := range rounds {
		for id, choices := range people {
			middle := store.Key{At: w.Clock.Now().Add(-time.Duration(choices/2) * time.Minute), ID: "c"}
			page, err := reader.Consents(t.Context(), id, middle, store.Side(i%2 == 0))
			if err != nil || len(page.Choices) == 0 {
				t.Fatalf("a page of %d choices: %v", len(page.Choices), err)
			}
			pages++
		}
	}
	reader.Close() // its connections report what they read as they end
	whole, touched := scans()
	for end := time.Now().Add(10 * time.Second); touched-touchedBefore < pages && time.Now().Before(end); whole, touched = scans() {
		time.Sleep(10 * time.Millisecond)
	}
	if whole -= wholeBefore; whole != 0 {
		t.Errorf("%d rows were read by walking through the whole table", whole)
	}
	if each := (touched - touchedBefore) / pages; each > store.PageSize+10 || each == 0 {
		t.Errorf("a page reads %d rows to show %d", each, store.PageSize)
	}
}
