package store_test

import (
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func mustSweep(t *testing.T, s *store.Store) models.Swept {
	t.Helper()
	swept, err := s.Sweep(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return swept
}

// waits makes a minor's account wait for a guardian, for so long from now.
func waits(t *testing.T, w *storetest.World, p models.Person, d time.Duration) models.Person {
	t.Helper()
	if _, err := w.DB.Exec(t.Context(), `update persons set waits_until = $2 where id = $1`, p.ID, w.Clock.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
	return p
}

func isHeld(w *storetest.World, p models.Person) bool {
	return w.Count(`select count(*) from persons where id = $1`, p.ID) == 1
}

const week = 7 * 24 * time.Hour

func TestAMinorsAccountIsErasedWholeWhenItWaitedInVain(t *testing.T) {
	w := storetest.New(t)
	child := waits(t, w, w.SignedUp(12), week)
	begin(t, w.Store, child, "token")
	mustSwitch(t, w.Store, child, models.Withdrawn)

	w.Clock.Advance(week - time.Microsecond)
	if swept := mustSweep(t, w.Store); swept.Minors != 0 || !isHeld(w, child) {
		t.Fatalf("erased too early: %+v", swept)
	}
	w.Clock.Advance(time.Microsecond)
	if swept := mustSweep(t, w.Store); swept.Minors != 1 {
		t.Errorf("swept %+v", swept)
	}
	for _, table := range tablesOfPeople(t, w) {
		if n := w.Count(`select count(*) from `+table+` where person_id = $1`, child.ID); n != 0 {
			t.Errorf("%d rows of the child are left in %s", n, table)
		}
	}
	if isHeld(w, child) {
		t.Error("the child is still held")
	}
}

func TestAMinorsAccountStaysWhereSomethingWasCollected(t *testing.T) {
	w := storetest.New(t)
	pushed := waits(t, w, w.Minor(12), -time.Hour)
	granted := waits(t, w, w.SignedUp(12), -time.Hour)
	if _, err := w.DB.Exec(t.Context(), `insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
		values ($1, $2, 'yes', 'camera', 'granted', $2, 'guardian', '', 'R-GARD-1N')`, granted.ID, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	noWait := w.SignedUp(12)

	if swept := mustSweep(t, w.Store); swept.Minors != 0 {
		t.Errorf("swept %+v", swept)
	}
	for name, p := range map[string]models.Person{"whom Jolara knows": pushed, "with a guardian's yes": granted, "who does not wait": noWait} {
		if !isHeld(w, p) {
			t.Errorf("a minor %s was erased", name)
		}
	}
}

func TestWhoCameOfAgeWhileWaitingStaysAndTheirBirthDateGoes(t *testing.T) {
	w := storetest.New(t)
	almost := w.SignedUp(17)
	w.Clock.Advance(366 * 24 * time.Hour)
	waits(t, w, almost, -time.Hour)

	mustSweep(t, w.Store)
	if !isHeld(w, almost) || w.Count(`select count(*) from persons where waits_until is not null`) != 0 {
		t.Error("an adult waits for a guardian")
	}
	var personal []byte
	if err := w.DB.QueryRow(t.Context(), `select personal from persons where id = $1`, almost.ID).Scan(&personal); err != nil {
		t.Fatal(err)
	}
	held := models.Profile{}
	if err := w.Vault.Open(personal, &held); err != nil {
		t.Fatal(err)
	}
	if held.Value(models.FieldBirthDate) != "" || held.Value(models.FieldName) == "" {
		t.Errorf("of an adult is held %v", held)
	}
}

func TestTheSweepTakesWhatIsDueAndNothingElse(t *testing.T) {
	w := storetest.New(t)
	securityKinds := models.ActivityKinds[models.CategorySecurity]
	adult := w.Adult()
	insert := func(statement string, args ...any) {
		t.Helper()
		if _, err := w.DB.Exec(t.Context(), statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	other := w.Adult()
	now := w.Clock.Now()
	halfAYearAgo := now.AddDate(0, -6, 0)
	for _, due := range []bool{true, false} {
		late := time.Duration(0)
		who := adult.ID
		if !due {
			late, who = time.Second, other.ID
		}
		insert(`insert into sign_ups (id, token_hash, created_at, password_hash, personal) values (gen_random_uuid(), gen_random_uuid()::text::bytea, $1, '', '')`,
			now.Add(late-models.SignUpLife))
		insert(`insert into sessions (token_hash, person_id, data, created_at, seen_at, expires_at) values (gen_random_uuid(), $1, '', $2, $2, $2)`, who, now.Add(late))
		insert(`insert into tokens (id, hash, person_id, purpose, created_at, expires_at) values (gen_random_uuid(), gen_random_uuid()::text::bytea, $1, 'reset', $2, $2)`, who, now.Add(late))
		insert(`insert into link_codes (person_id, code_hash, expires_at) values ($1, gen_random_uuid()::text::bytea, $2)`, who, now.Add(late))
		insert(`insert into limits (key, window_start, used) values ('a key', $1, 1)`, now.Add(late-24*time.Hour))
		for _, kind := range securityKinds {
			insert(`insert into activity (person_id, at, id, kind, digest, personal) values ($1, $2, gen_random_uuid(), $3, '', '{}')`, who, halfAYearAgo.Add(late), kind)
		}
	}
	insert(`insert into events (person_id, at, id, kind, subject, actor) values ($1, $2, gen_random_uuid(), 'permission_granted', '', 'person')`,
		adult.ID, halfAYearAgo.AddDate(-1, 0, 0))
	insert(`insert into activity (person_id, at, id, kind, digest, personal) values ($1, $2, gen_random_uuid(), 'transaction', '', '{}')`,
		adult.ID, halfAYearAgo) // which another rule keeps for longer
	endedYearsAgo(t, w, adult, 3) // a second less than three years

	tables := []string{"sign_ups", "sessions", "tokens", "link_codes", "limits", "events", "activity", "persons"}
	want := map[string]int{"persons": 2}
	for _, table := range tables[:5] {
		want[table] = 1
	}
	want["events"] = w.Count(`select count(*) from events`)
	want["activity"] = len(securityKinds) + 1

	swept := mustSweep(t, w.Store)
	if expected := (models.Swept{SignUps: 1, Security: len(securityKinds), Sessions: 1, Tokens: 1, LinkCodes: 1, Limits: 1}); swept != expected {
		t.Errorf("swept %+v, want %+v", swept, expected)
	}
	for _, table := range tables {
		if n := w.Count(`select count(*) from ` + table); n != want[table] {
			t.Errorf("%d rows stay in %s, want %d", n, table, want[table])
		}
	}
	if again := mustSweep(t, w.Store); again != (models.Swept{}) {
		t.Errorf("a second sweep found %+v", again)
	}
}

func TestSeveralInstancesSweepAtOnce(t *testing.T) {
	w := storetest.New(t)
	const rows = 3000 // several batches
	if _, err := w.DB.Exec(t.Context(), `insert into limits (key, window_start, used)
		select n::text::bytea, $1, 1 from generate_series(1, $2::int) n`, w.Clock.Now().AddDate(0, 0, -2), rows); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `insert into activity (person_id, at, id, kind, digest, personal)
		select $1, $2::timestamptz - n * interval '1 minute', gen_random_uuid(), 'sign_in', '', '' from generate_series(1, $3::int) n`,
		w.Adult().ID, w.Clock.Now().AddDate(-1, 0, 0), rows); err != nil {
		t.Fatal(err)
	}
	const children = 8
	for range children {
		waits(t, w, w.SignedUp(12), -time.Hour)
	}
	var all sync.WaitGroup
	found := make([]models.Swept, 4)
	for i := range found {
		s := w.Second()
		all.Go(func() {
			var err error
			if found[i], err = s.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	total := models.Swept{}
	for _, f := range found {
		total.Limits += f.Limits
		total.Minors += f.Minors
		total.Security += f.Security
	}
	if total != (models.Swept{Limits: rows, Minors: children, Security: rows}) {
		t.Errorf("together they swept %+v", total)
	}
	if n := w.Count(`select (select count(*) from limits where window_start < $1) + (select count(*) from persons) - 1 + (select count(*) from activity)`, w.Clock.Now().AddDate(0, 0, -1)); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}
