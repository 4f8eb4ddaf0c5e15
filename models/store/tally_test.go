package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// tallyQuery compares what is told with what is there; each row that it returns is a difference.
const tallyQuery = `with there as (
		select person_id, 'photo' as kind, count(*) n, sum(bytes) bytes, min(at) oldest, max(at) newest from photos group by 1
		union all select person_id, 'print_job', count(*), 0, min(at), max(at) from print_jobs group by 1
		union all select person_id, kind, count(*), sum(bytes), min(at), max(at) from voice group by 1, 2
		union all select person_id, kind, count(*), 0, min(at), max(at) from activity group by 1, 2
	)
	select coalesce(t.person_id, s.person_id)::text || ' ' || coalesce(t.kind, s.kind) || ': told ' || coalesce(t.count, 0) || ', there ' || coalesce(s.n, 0)
	from tallies t full join there s using (person_id, kind)
	where (coalesce(t.count, 0), coalesce(t.bytes, 0), t.oldest, t.newest) is distinct from (coalesce(s.n, 0), coalesce(s.bytes, 0), s.oldest, s.newest)`

func tallyDifferences(t *testing.T, w *storetest.World) []string {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), tallyQuery)
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What the triggers count is what count(*) counts, whatever is added and erased, a row or many at a time.
func TestTheTalliesTellWhatIsThere(t *testing.T) {
	w := storetest.New(t)
	app := w.App("app")
	people := []models.PersonID{w.Adult().ID, w.Adult().ID, w.Adult().ID}
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, seed))
	at := func() time.Time { return storetest.Morning.Add(-time.Duration(random.IntN(500)) * time.Minute) }
	person := func() models.PersonID { return people[random.IntN(len(people))] }
	kinds := slices.Concat(models.ActivityKinds[models.CategoryBehaviour], models.ActivityKinds[models.CategorySecurity])
	tables := []string{"photos", "print_jobs", "voice", "activity"}
	deeds := []func() (string, []any){
		func() (string, []any) {
			return `insert into photos (person_id, at, id, client_id, functions, media_type, width, height, bytes, receipt, file, digest, personal)
				select $1, $2::timestamptz - n * interval '1 second', gen_random_uuid(), $3, '{printing}', 'image/jpeg', 1, 1, n, '', gen_random_uuid(), '', ''
				from generate_series(1, $4) n`, []any{person(), at(), app.ID, random.IntN(4)}
		},
		func() (string, []any) {
			return `insert into print_jobs (person_id, at, id, state, digest, personal) values ($1, $2, gen_random_uuid(), 'ordered', '', '')`,
				[]any{person(), at()}
		},
		func() (string, []any) {
			return `insert into voice (person_id, at, id, kind, seconds, bytes, digest, personal)
				values ($1, $2, gen_random_uuid(), 'call', 1, 0, '', ''), ($1, $3, gen_random_uuid(), 'recording', 1, 7, '', '')`,
				[]any{person(), at(), at()}
		},
		func() (string, []any) { // of all people in one statement
			return `insert into activity (person_id, at, id, kind, digest, personal)
				select p, $1, gen_random_uuid(), $2, '', '' from unnest($3::uuid[]) p`, []any{at(), kinds[random.IntN(len(kinds))], people}
		},
		func() (string, []any) { // what is there already is not counted again
			return `insert into activity select person_id, at, id, 'click', digest, personal from activity where person_id = $1 limit 3
				on conflict (person_id, id) do nothing`, []any{person()}
		},
		func() (string, []any) {
			table := tables[random.IntN(len(tables))]
			return `delete from ` + table + ` where (person_id, at, id) in (select person_id, at, id from ` + table + ` where at < $1 order by random() limit $2)`,
				[]any{at(), random.IntN(8)}
		},
		func() (string, []any) {
			return `delete from activity where person_id = $1 and kind = $2`, []any{person(), kinds[random.IntN(len(kinds))]}
		},
	}
	const steps = 200
	for step := range steps {
		statement, args := deeds[random.IntN(len(deeds))]()
		if _, err := w.DB.Exec(t.Context(), statement, args...); err != nil {
			t.Fatalf("seed %d, step %d: %s: %v", seed, step, statement, err)
		}
		if wrong := tallyDifferences(t, w); len(wrong) > 0 {
			t.Fatalf("seed %d, step %d: after %s with %v: %v", seed, step, statement, args, wrong)
		}
	}
	if w.Count(`select count(*) from tallies`) == 0 {
		t.Error("nothing was told")
	}
}

func TestTheTalliesCountWhatIsCopiedIn(t *testing.T) {
	w := storetest.New(t)
	person, other := w.Adult(), w.Adult()
	const many = 5000
	rows := pgx.CopyFromSlice(many, func(i int) ([]any, error) {
		who, kind := person.ID, "click"
		if i%5 == 0 {
			who, kind = other.ID, "search"
		}
		id := fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
		return []any{string(who), storetest.Morning.Add(time.Duration(i) * time.Second), id, kind, []byte{}, []byte{}}, nil
	})
	copied, err := w.DB.CopyFrom(t.Context(), pgx.Identifier{"activity"}, []string{"person_id", "at", "id", "kind", "digest", "personal"}, rows)
	if err != nil || copied != many {
		t.Fatalf("%d rows copied: %v", copied, err)
	}
	if wrong := tallyDifferences(t, w); len(wrong) > 0 {
		t.Errorf("told are %v", wrong)
	}
	if n := w.Count(`select count from tallies where person_id = $1 and kind = 'click'`, person.ID); n != many*4/5 {
		t.Errorf("%d clicks are told", n)
	}
}

// Whoever waits for another's count must see what is there after it, not before.
func TestWhoErasesWhileAnotherErasesTellsTheRightOldest(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	const rows = 3
	for n := range rows {
		w.Did(person, models.Activity{Kind: models.ActivityClick, At: storetest.Morning.Add(time.Duration(n) * -time.Hour)})
	}
	const erase = `delete from activity where person_id = $1 and at = (select min(at) from activity where person_id = $1 and at >= $2)`
	first, err := w.DB.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Exec(t.Context(), erase, person.ID, storetest.Morning.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := w.DB.Exec(t.Context(), erase, person.ID, storetest.Morning.Add(-time.Hour))
		done <- err
	}()
	const waiting = `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
	for end := time.Now().Add(10 * time.Second); w.Count(waiting) == 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if err := first.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if wrong := tallyDifferences(t, w); len(wrong) > 0 {
		t.Errorf("told are %v", wrong)
	}
	if n := w.Count(`select count(*) from activity`); n != rows-2 {
		t.Errorf("%d rows are left", n)
	}
}

// A circle of waiting would stop the portal.
func TestPeopleWhoAddAndEraseAtOnceDoNotWaitForEachOtherInACircle(t *testing.T) {
	w := storetest.New(t)
	people := []models.PersonID{w.Adult().ID, w.Adult().ID}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const rounds = 60
	done := make(chan error)
	for _, statement := range []string{
		`insert into activity (person_id, at, id, kind, digest, personal)
			select p, now(), gen_random_uuid(), k, '', '' from unnest($1::uuid[]) p, unnest(array['click', 'browse', 'search']) k order by random()`,
		`delete from activity where (person_id, at, id) in (select person_id, at, id from activity where person_id = any($1) order by random() limit 3 for update skip locked)`,
	} {
		for range 2 {
			go func() {
				var err error
				for i := 0; i < rounds && err == nil; i++ {
					_, err = w.DB.Exec(ctx, statement, people)
				}
				done <- err
			}()
		}
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if wrong := tallyDifferences(t, w); len(wrong) > 0 {
		t.Errorf("told are %v", wrong)
	}
}

// choicesMiscounted finds the permissions whose row tells of other choices than those in the ledger.
const choicesMiscounted = `select count(*) from permissions p
	left join (select person_id, kind, count(*) as n, min(at) as first_at, max(at) as last_at from consents group by 1, 2) c using (person_id, kind)
	where (p.choices, p.first_at, p.chosen_at) is distinct from (coalesce(c.n, 0), c.first_at, c.last_at)`

// People switch here while the app tells of choices made at any time before, the same ones again among them.
func TestThePermissionsTellHowManyChoicesAreInTheLedger(t *testing.T) {
	w := storetest.New(t)
	people := []models.Person{w.Adult(), w.Adult()}
	var all errgroup.Group
	for hand := range 4 {
		person := people[hand%len(people)]
		all.Go(func() error {
			random := rand.New(rand.NewPCG(uint64(hand), 1))
			for range 40 {
				state := models.Withdrawn
				if random.IntN(2) == 0 {
					state = models.Granted
				}
				if _, _, err := w.Store.SwitchPermission(t.Context(), person, models.PermissionKinds[random.IntN(2)], state); err != nil {
					return err
				}
				at := storetest.Morning.Add(-time.Duration(random.IntN(500)) * time.Minute)
				c := reported(fmt.Sprint("choice ", at.Unix()), models.Granted, at)
				if _, err := w.Store.RecordConsent(t.Context(), person.ExternalID, c); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(choicesMiscounted); n != 0 {
		t.Errorf("%d permissions tell of other choices than there are", n)
	}
	if w.Count(`select count(*) from permissions where choices > 1`) < 3 {
		t.Error("hardly anything was chosen")
	}
}
