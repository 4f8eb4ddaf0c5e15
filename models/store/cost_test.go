package store_test

import (
	"fmt"
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
	officer, ref := w.Staff(models.RoleOfficer), w.File(person, models.ComplaintForm{})
	beginAtDesk(t, w.Store, officer, "desk")
	w.Grant(person, models.PhotoUpload)
	photo := w.Upload(w.App("Jolara app"), person, models.Upload{})
	one := models.Selection{What: models.ScopePhotos, IDs: []string{w.Upload(w.App("another"), person, models.Upload{}).ID}}
	deletion := owner{World: w, Person: person}.deletes(t, one, models.WhenTomorrow)
	child := w.Child(10)
	guardianLink := w.GuardianLink(child)
	disputing := w.Allow(w.Minor(10))
	w.Act(disputing, models.ActDispute)
	disputed := w.LockOf(disputing)
	childs := w.File(disputing, models.ComplaintForm{})
	w.AskSecond(w.Staff(models.RoleAgent), childs)
	to := map[models.State]models.State{models.Granted: models.Withdrawn, models.Withdrawn: models.Granted}
	standing := models.Granted

	for deed, ask := range map[string]func(*store.Store) error{
		"the session": func(s *store.Store) error {
			_, err := s.Session(t.Context(), "token")
			return err
		},
		"a staff member's session": func(s *store.Store) error {
			_, err := s.StaffSession(t.Context(), "desk")
			return err
		},
		"how the portal's own work goes": func(s *store.Store) error {
			_, err := s.WorkState(t.Context())
			return err
		},
		"what a guardian is asked": func(s *store.Store) error {
			_, err := s.GuardianAsked(t.Context(), guardianLink, "")
			return err
		},
		"how it stands with a guardian": func(s *store.Store) error {
			_, err := s.Guardianship(t.Context(), child)
			return err
		},
		"the home page": func(s *store.Store) error {
			_, err := s.Home(t.Context(), models.Session{Person: person})
			return err
		},
		"the page of all data": func(s *store.Store) error {
			_, err := s.Data(t.Context(), person)
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
			_, _, err := s.PermissionsOf(t.Context(), person.ExternalID)
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
		"a page of cases": func(s *store.Store) error {
			_, err := s.Complaints(t.Context(), person.ID, store.Key{}, store.Older)
			return err
		},
		"a case": func(s *store.Store) error {
			_, err := s.Complaint(t.Context(), person.ID, ref)
			return err
		},
		"what a new case needs": func(s *store.Store) error {
			_, err := s.NewComplaintPage(t.Context(), person.ID)
			return err
		},
		"who looked": func(s *store.Store) error {
			_, err := s.AccessLog(t.Context(), person.ID, store.Key{}, store.Older)
			return err
		},
		"the desk's queue": func(s *store.Store) error {
			_, err := s.DeskQueue(t.Context(), officer, models.QueueFilter{})
			return err
		},
		"what stands at the desk about guardians": func(s *store.Store) error {
			_, err := s.GuardiansAtDesk(t.Context(), officer)
			return err
		},
		"a matter at the desk": func(s *store.Store) error {
			_, err := s.MatterAtDesk(t.Context(), officer, disputed)
			return err
		},
		"a case at the desk": func(s *store.Store) error {
			_, err := s.DeskCase(t.Context(), officer, ref)
			return err
		},
		"what second persons are asked": func(s *store.Store) error {
			_, err := s.Approvals(t.Context(), officer)
			return err
		},
		"what one second person is asked": func(s *store.Store) error {
			_, err := s.Approval(t.Context(), officer, childs)
			return err
		},
		"a page of photos": func(s *store.Store) error {
			f := store.PhotoFilter{Period: models.Period{From: models.DateOf(storetest.Morning)}, Function: models.FunctionPrinting, With: "Jolara app"}
			_, err := s.Photos(t.Context(), person.ID, f, store.Key{}, store.Older)
			return err
		},
		"a photo": func(s *store.Store) error {
			_, err := s.Photo(t.Context(), person.ID, photo.ID)
			return err
		},
		"a file": func(s *store.Store) error {
			file, err := s.File(t.Context(), person.ID, photo.ID, models.SizeSmall)
			if err != nil {
				return err
			}
			return file.Close()
		},
		"a deletion's plan": func(s *store.Store) error {
			_, err := s.PlanDeletion(t.Context(), person.ID, models.Selection{What: models.ScopePhotos, All: true})
			return err
		},
		"a deletion": func(s *store.Store) error {
			_, err := s.Deletion(t.Context(), person.ID, deletion.ID, store.Key{}, store.Older)
			return err
		},
		"a page of deletions": func(s *store.Store) error {
			_, err := s.Deletions(t.Context(), person.ID, store.Key{}, store.Older)
			return err
		},
		"a deletion's receipt": func(s *store.Store) error {
			_, err := s.DeletionByReceipt(t.Context(), person.ID, deletion.Receipt)
			return err
		},
		"a page of print jobs": func(s *store.Store) error {
			f := store.PrintFilter{Period: models.Period{From: models.DateOf(storetest.Morning)}, State: models.PrintSent}
			_, err := s.Prints(t.Context(), person.ID, f, store.Key{}, store.Older)
			return err
		},
		"a page of the service log": func(s *store.Store) error {
			f := store.ActivityFilter{Period: models.Period{From: models.DateOf(storetest.Morning)}, Kinds: models.ActivityKinds[models.CategoryBehaviour]}
			_, err := s.Activity(t.Context(), person.ID, f, store.Key{}, store.Older)
			return err
		},
		"a page of talks": func(s *store.Store) error {
			f := store.TalkFilter{Period: models.Period{From: models.DateOf(storetest.Morning)}, Kind: models.TalkCall}
			_, err := s.Talks(t.Context(), person.ID, f, store.Key{}, store.Older)
			return err
		},
		"a receipt": func(s *store.Store) error {
			_, err := s.Receipt(t.Context(), person.ID, choice.Receipt)
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

func TestAThousandRowsOfTheServiceLogTakeTwoRoundTrips(t *testing.T) {
	w := storetest.New(t)
	person, calls := w.Adult(), 0
	n := w.RoundTrips(func(s *store.Store) {
		var rows []models.SentActivity
		calls++
		for i := range models.MaxActivity {
			rows = append(rows, sent(w, person, fmt.Sprint(calls, " ", i), models.ActivityClick))
		}
		mustRecordActivity(t, s, rows...)
	})
	if n != 2 {
		t.Errorf("they take %d round trips", n)
	}
}

// reads counts what PostgreSQL read of a table: rows in walks through all of it, and entries of its indexes.
type reads struct{ whole, touched int }

func readsOf(w *storetest.World, table string) reads {
	return reads{
		w.Count(`select coalesce(seq_tup_read, 0) from pg_stat_user_tables where relname = $1`, table),
		w.Count(`select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = $1`, table),
	}
}

// perPage tells how many rows of a table each page reads. Its reader is closed: connections report what they read as they
// end.
func perPage(t *testing.T, w *storetest.World, table string, before reads, reader *store.Store, pages int) int {
	t.Helper()
	reader.Close()
	after := readsOf(w, table)
	for end := time.Now().Add(10 * time.Second); after.touched-before.touched < pages && time.Now().Before(end); after = readsOf(w, table) {
		time.Sleep(10 * time.Millisecond)
	}
	if whole := after.whole - before.whole; whole != 0 {
		t.Errorf("%d rows were read by walking through the whole table", whole)
	}
	return (after.touched - before.touched) / pages
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
			insert into persons (id, created_at, used_at, unused_check_at, personal) select gen_random_uuid(), $1, $1, $1, '{}' from generate_series(1, 2000) returning id)
		insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
		select id, $1, 'only', 'camera', 'granted', $1, 'app', '', '' from crowd`, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `analyze consents`); err != nil {
		t.Fatal(err)
	}
	before := readsOf(w, "consents")

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
	if each := perPage(t, w, "consents", before, reader, pages); each > store.PageSize+10 || each == 0 {
		t.Errorf("a page reads %d rows to show %d", each, store.PageSize)
	}
}

// Whoever asks for what is rare does not read past what is frequent, and whoever has little nothing of whoever has much.
func TestAPageOfOneKindReadsItsOwnRowsOnlyAlsoAfterAThousandTimes(t *testing.T) {
	w := storetest.New(t)
	people := map[models.PersonID]int{w.Adult().ID: 40, w.Adult().ID: 2_000, w.Adult().ID: 60_000}
	for id, entries := range people { // of a hundred entries one is a search
		_, err := w.DB.Exec(t.Context(), `insert into activity (person_id, at, id, kind, digest, personal)
			select $1, $3::timestamptz - n * interval '1 minute', gen_random_uuid(), case when n % 100 = 0 then 'search' else 'click' end, '', '{}'
			from generate_series(1, $2) n`, id, entries, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.DB.Exec(t.Context(), `with crowd as (
			insert into persons (id, created_at, used_at, unused_check_at, personal) select gen_random_uuid(), $1, $1, $1, '{}' from generate_series(1, 2000) returning id)
		insert into activity (person_id, at, id, kind, digest, personal)
		select id, $1, gen_random_uuid(), 'search', '', '{}' from crowd`, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `analyze activity`); err != nil {
		t.Fatal(err)
	}
	before := readsOf(w, "activity")

	reader := w.Second()
	const rounds = 1000
	pages := 0
	for i := range rounds {
		for id, entries := range people {
			kind := []models.ActivityKind{models.ActivitySearch, models.ActivityClick}[i%2]
			middle := store.Key{At: w.Clock.Now().Add(-time.Duration(entries/2) * time.Minute), ID: "ffffffff-ffff-ffff-ffff-ffffffffffff"}
			page, err := reader.Activity(t.Context(), id, store.ActivityFilter{Kinds: []models.ActivityKind{kind}}, middle, store.Older)
			if err != nil || len(page.Entries) == 0 && entries > 100 {
				t.Fatalf("a page of %d entries: %v", len(page.Entries), err)
			}
			pages++
		}
	}
	if each := perPage(t, w, "activity", before, reader, pages); each > store.PageSize+10 || each == 0 {
		t.Errorf("a page reads %d rows to show %d at most", each, store.PageSize)
	}
}

// Neither the page of photos nor what stands above it costs more where there are more photos.
func TestAPageOfPhotosReadsItsOwnRowsOnlyAlsoAfterAThousandTimes(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	people := map[models.PersonID]int{w.Adult().ID: 40, w.Adult().ID: 2_000, w.Adult().ID: 20_000}
	for id, photos := range people {
		_, err := w.DB.Exec(t.Context(), `insert into photos
			(person_id, at, id, client_id, functions, media_type, width, height, bytes, receipt, file, digest, personal)
			select $1, $3::timestamptz - n * interval '1 minute', gen_random_uuid(), $4, '{printing}', 'image/jpeg', 1, 1, 1, '', gen_random_uuid(), '', '{}'
			from generate_series(1, $2) n`, id, photos, w.Clock.Now(), app.ID)
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.DB.Exec(t.Context(), `analyze photos`); err != nil {
		t.Fatal(err)
	}
	before := readsOf(w, "photos")

	reader := w.Second()
	const rounds = 350
	pages := 0
	for i := range rounds {
		for id, photos := range people {
			middle := store.Key{At: w.Clock.Now().Add(-time.Duration(photos/2) * time.Minute), ID: "00000000-0000-0000-0000-000000000000"}
			page, err := reader.Photos(t.Context(), id, store.PhotoFilter{}, middle, store.Side(i%2 == 0))
			if err != nil || len(page.Photos) == 0 || page.All != photos || len(page.Clients) != 1 {
				t.Fatalf("a page of %d photos of %d, %v", len(page.Photos), page.All, err)
			}
			pages++
		}
	}
	if each := perPage(t, w, "photos", before, reader, pages); each > store.PageSize+10 || each == 0 {
		t.Errorf("a page reads %d rows to show %d", each, store.PageSize)
	}
}
