package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// everywhere gives a person, who can sign in and chose something, a row in each table that only other parts fill.
func everywhere(t *testing.T, w *storetest.World, p models.Person) {
	t.Helper()
	for _, statement := range []string{
		`insert into addresses (person_id, id, personal) values ($1, 'home', '')`,
		`insert into changes (person_id, at, id, field, made_by, personal) values ($1, now(), gen_random_uuid(), 'name', 'person', '')`,
		`insert into notes (person_id, at, id, record, record_id, personal) values ($1, now(), gen_random_uuid(), 'consent', '', '')`,
		`insert into disclosures (person_id, at, id, recipient, purpose, reference, fields, clause) values ($1, now(), gen_random_uuid(), 'mail', '', '', '{}', 0)`,
		`insert into sessions (token_hash, person_id, data, created_at, seen_at, expires_at) values (gen_random_uuid(), $1, '', now(), now(), now())`,
		`insert into tokens (id, hash, person_id, purpose, created_at, expires_at) values (gen_random_uuid(), gen_random_uuid()::text::bytea, $1, 'reset', now(), now())`,
		`insert into deletions (person_id, at, id, receipt, state, scope, made_by, due_at, items)
			values ($1, now(), $1, '', 'waiting', 'photos', 'person', now(), 1)`,
		`insert into deleted (person_id, deletion_id, at, id, kind) values ($1, $1, now(), gen_random_uuid(), 'photo')`,
		`insert into last_calls (person_id, days, asked_at) values ($1, 30, now())`,
		`insert into link_codes (person_id, code_hash, expires_at) values ($1, gen_random_uuid()::text::bytea, now())`,
		`insert into voice (person_id, at, id, kind, seconds, digest, personal) values ($1, now(), gen_random_uuid(), 'call', 1, '', '')`,
		`insert into activity (person_id, at, id, kind, digest, personal) values ($1, now(), gen_random_uuid(), 'click', '', '')`,
		`insert into staff (id, role, created_at, personal) values ($1, 'agent', now(), '')`,
		`insert into looks (id, person_id, at, until, staff_id, case_id, ref, cause, fields, personal)
			values (gen_random_uuid(), $1, now(), now(), $1, $1, '', 'to_answer', '{}', '')`,
		`insert into approvals (id, person_id, at, case_id, ref, staff_id, cause, personal) values (gen_random_uuid(), $1, now(), $1, '', $1, 'to_answer', '')`,
		`insert into guardian_requests (id, person_id, at, until, state, lookup, words, sent_at) values ($1, $1, now(), now(), 'approved', '', '{}', now())`,
		`insert into guardian_records (person_id, at, id, request_id, ref, personal) values ($1, now(), $1, $1, $1::uuid::text, '')`,
		`insert into guardian_standings (record_id, person_id, word, allows) values ($1, $1, 'over', '{}')`,
		`insert into guardian_papers (id, person_id, request_id, ref, at, state, media_type, width, height, bytes, digest)
			values ($1, $1, $1, $1::uuid::text, now(), 'void', '', 1, 1, 1, '')`,
		`insert into birth_requests (id, person_id, ref, at, personal) values (gen_random_uuid(), $1, gen_random_uuid()::text, now(), '')`,
		`insert into locks (id, person_id, ref, kind, at) values (gen_random_uuid(), $1, gen_random_uuid()::text, 'no_yes', now())`,
		`insert into findings (id, person_id, ref, at, is_true, staff_id, personal) values (gen_random_uuid(), $1, gen_random_uuid()::text, now(), true, $1, '')`,
		`insert into policies (version, effective, hash, imported_at) values ('erase', now(), 'erase', now()) on conflict do nothing`,
		`insert into acceptances (person_id, at, id, version, policy_hash, screen_hash, channel) values ($1, now(), gen_random_uuid(), 'erase', '', '', '')`,
	} {
		args := []any{p.ID}
		if statement[:20] == "insert into policies" {
			args = nil
		}
		if _, err := w.DB.Exec(t.Context(), statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// printed gives a person a photo that was read and printed, a recording and a case with a picture, each with files.
func printed(t *testing.T, w *storetest.World, p models.Person) {
	t.Helper()
	for _, kind := range []models.PermissionKind{models.PhotoUpload, models.Microphone, models.KeepRecordings} {
		w.Grant(p, kind)
	}
	app := w.App("Jolara app for " + p.Name)
	w.Upload(app, p, models.Upload{ID: "1"})
	file, err := w.Store.UsePhoto(t.Context(), app.ID, p.ExternalID, "1", models.FunctionPrinting)
	if err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	w.Print(app, p, order(w, "1", "1"))
	w.Record(p, models.PushedRecording{ID: "1", StartedAt: w.Clock.Now(), Seconds: 1, With: "Anna", File: storetest.Sound(1)})
	w.File(p, models.ComplaintForm{MessageForm: models.MessageForm{
		Words: "Look.", Files: []models.SentFile{{Name: "a.jpg", Content: storetest.Picture(60, 40, 1)}},
	}})
}

// tablesOfPeople lists the tables of the schema that hold something under a person's id.
func tablesOfPeople(t *testing.T, w *storetest.World) []string {
	t.Helper()
	rows, err := w.DB.Query(t.Context(), `select table_name from information_schema.columns
		where column_name = 'person_id' and table_schema = 'public' order by table_name`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// A table that is new fails here until the test fills it, and then until erasing a person empties it.
func TestErasingAPersonLeavesNothingInAnyTableOfTheSchema(t *testing.T) {
	w := storetest.New(t)
	gone, stays := w.CanSignIn(w.Adult()), w.CanSignIn(w.Adult())
	for _, p := range []models.Person{gone, stays} {
		everywhere(t, w, p)
		printed(t, w, p)
		mustSwitch(t, w.Store, p, models.Granted)
	}
	endedYearsAgo(t, w, gone, 4)

	tables := tablesOfPeople(t, w)
	for _, table := range tables {
		if w.Count(`select count(*) from `+table+` where person_id = $1`, gone.ID) == 0 {
			t.Errorf("nothing of the person is in %s: this test must fill it", table)
		}
	}
	if swept := mustSweep(t, w.Store); swept.Ended != 1 {
		t.Fatalf("%d accounts were erased", swept.Ended)
	}
	for _, table := range tables {
		if n := w.Count(`select count(*) from `+table+` where person_id = $1`, gone.ID); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
		if table != "sessions" && table != "tokens" && table != "link_codes" { // these are due for everybody
			if w.Count(`select count(*) from `+table+` where person_id = $1`, stays.ID) == 0 {
				t.Errorf("another person's rows are gone from %s", table)
			}
		}
	}
	if w.Count(`select count(*) from persons where id = $1`, gone.ID) != 0 || w.Count(`select count(*) from persons where id = $1`, stays.ID) != 1 {
		t.Error("of two people not the one who left is gone")
	}
}

func endedYearsAgo(t *testing.T, w *storetest.World, p models.Person, years int) {
	t.Helper()
	at := w.Clock.Now().AddDate(-years, 0, 0).Add(time.Second)
	if _, err := w.DB.Exec(t.Context(), `update persons set ended_at = $2 where id = $1`, p.ID, at); err != nil {
		t.Fatal(err)
	}
}

// The files of an erased person go by a job, which is there if and only if their rows are not.
func TestErasingAPersonErasesTheirFilesAndNobodyElses(t *testing.T) {
	w := storetest.New(t)
	gone, stays := w.Adult(), w.Adult()
	printed(t, w, stays)
	others := filesOf(t, w)
	printed(t, w, gone)
	endedYearsAgo(t, w, gone, 4)
	if len(filesOf(t, w)) != 2*len(others) || len(others) != 2*len(models.Sizes)+1 {
		t.Fatalf("before: %v", filesOf(t, w))
	}
	if swept := mustSweep(t, w.Store); swept.Ended != 1 {
		t.Fatalf("%d accounts were erased", swept.Ended)
	}

	rows, err := w.DB.Query(t.Context(), `select args from river_job where kind = $1`, models.EraseFiles{}.Kind())
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := pgx.CollectRows(rows, pgx.RowTo[models.EraseFiles])
	if err != nil || len(jobs) == 0 {
		t.Fatalf("%d jobs, %v", len(jobs), err)
	}
	for range 2 { // a job may run again
		for _, job := range jobs {
			if err := w.Second().EraseFiles(t.Context(), job); err != nil {
				t.Fatal(err)
			}
		}
		if left := filesOf(t, w); !slices.Equal(left, others) {
			t.Errorf("left: %v", left)
		}
	}
}
