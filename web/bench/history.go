package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"jolara.com/privacy/models"
)

// How many rows there are once everybody is filled in. The crowd has what the people of sizes leave, a few photos each.
const (
	photosInAll   = 5_000_000
	activityFirst = 10_000 // of the crowd, when pages of a small table are measured
	activityInAll = 10_000_000
)

// history is a table of what systems send about a person over the years. Each entry's personal part is one of samples, as
// the vault writes it.
type history struct {
	table   string
	columns string // beside those that every history has
	values  string // of those columns, by the entry's place n
	tally   string // the select list of its kind and bytes, as the schema's triggers take them
	samples []any
}

// sampleCount is how many personal parts there are to choose from.
const sampleCount = 64

func samplesOf(sample func(i int) any) []any {
	list := make([]any, sampleCount)
	for i := range list {
		list[i] = sample(i)
	}
	return list
}

var photoHistory = history{
	table:   "photos",
	columns: "client_id, functions, media_type, width, height, bytes, receipt, file",
	values: `(select id from clients order by name limit 1), case n % 4 when 0 then '{keeping,printing}' else '{printing}' end::text[],
		case n % 8 when 0 then 'image/png' else 'image/jpeg' end, 4032, 3024, 2000000 + n % 1000 * 1000, 'R-0000-00', md5('file' || person || n)::uuid`,
	tally: `'photo', sum(bytes)`,
	samples: samplesOf(func(i int) any {
		photo := struct {
			SentID, FileName string
			Title            string `json:",omitempty"`
			TakenAt          time.Time
			TakenFrom        models.Source
			Removed          []models.Trace
		}{
			SentID: fmt.Sprintf("upload-2026-%08d", i), FileName: fmt.Sprintf("IMG_%04d.jpg", i),
			TakenAt: time.Date(2025, time.Month(1+i%12), 1+i%28, i%24, i%60, 0, 0, time.UTC), TakenFrom: models.FromFile,
			Removed: []models.Trace{models.TraceCamera, models.TraceLocation},
		}
		if i%3 == 0 {
			photo.Title = fmt.Sprintf("Summer at the lake, picture %d", i)
		}
		return photo
	}),
}

var printHistory = history{
	table: "print_jobs", columns: "state", values: `'delivered'`, tally: `'print_job', 0`,
	samples: samplesOf(func(i int) any {
		return struct {
			SentID      string
			Preferences map[string]string
			Delivery    models.Address
		}{
			fmt.Sprintf("order-2026-%08d", i),
			map[string]string{"paper": "glossy", "size": "10x15", "border": "none"},
			models.Address{Recipient: "Mei Lin", Lines: []string{"Century Avenue 100, 12th floor", "Shanghai 200120"}},
		}
	}),
}

var talkHistory = history{
	table: "voice", columns: "kind, seconds", values: `case n % 3 when 0 then 'recording' else 'call' end, 30 + n % 600`, tally: `kind, sum(bytes)`,
	samples: samplesOf(func(i int) any {
		return struct{ SentID, With, Direction string }{fmt.Sprintf("talk-%08d", i), "support", models.CallOut}
	}),
}

var activityHistory = history{
	table:   "activity",
	columns: "kind",
	values: `(array['browse', 'click', 'browse', 'search', 'click', 'browse', 'favourite', 'click', 'transaction', 'browse', 'sign_in',
		'click', 'browse', 'sign_out', 'after_sales', 'search'])[1 + n % 16]`,
	tally: `kind, 0`,
	samples: samplesOf(func(i int) any {
		return struct{ EventID, Detail, IP, Browser, Operator, Language string }{
			fmt.Sprintf("event-2026-%010d", i), fmt.Sprintf("Photo books, page %d", i), fmt.Sprintf("203.0.113.%d", i),
			"Chrome on Android", "China Mobile", "zh-Hans",
		}
	}),
}

// fillHistories writes what everybody sent, and who the crowd is. Of activity the crowd has little yet: see growActivity.
func (f *filler) fillHistories(ctx context.Context, pool *pgxpool.Pool) error {
	left := photosInAll
	for _, size := range sizes {
		left -= size.people * size.entries
	}
	for range left / small {
		f.crowd = append(f.crowd, models.PersonID(f.id()))
	}
	return inBulk(ctx, pool, func(c *pgx.Conn) error {
		if err := f.fillCrowd(ctx, c); err != nil {
			return fmt.Errorf("the crowd: %w", err)
		}
		for _, h := range []history{photoHistory, printHistory, talkHistory, activityHistory} {
			if err := f.fillHistory(ctx, c, h); err != nil {
				return fmt.Errorf("%s: %w", h.table, err)
			}
		}
		_, err := c.Exec(ctx, `insert into photo_groups (person_id, function, client_id, count)
			select person_id, f, client_id, count(*) from photos, unnest(functions) f group by 1, 2, 3`)
		return err
	})
}

func (f *filler) fillHistory(ctx context.Context, c *pgx.Conn, h history) error {
	return f.extend(ctx, c, h, func() error {
		for _, size := range sizes {
			first := firstOf(size.entries)
			if err := f.send(ctx, c, h, f.people[first:first+size.people], h.share(size.entries)); err != nil {
				return err
			}
		}
		crowd := f.crowd
		if h.table == activityHistory.table {
			crowd = crowd[:activityFirst/small]
		}
		return f.send(ctx, c, h, crowd, h.share(small))
	})
}

// growActivity adds to the crowd's activity up to activityInAll rows.
func (f *filler) growActivity(ctx context.Context, pool *pgxpool.Pool) error {
	err := inBulk(ctx, pool, func(c *pgx.Conn) error {
		return f.extend(ctx, c, activityHistory, func() error {
			others := f.crowd[activityFirst/small:]
			return f.send(ctx, c, activityHistory, others, activityInAll/len(others))
		})
	})
	if err != nil {
		return fmt.Errorf("activity: %w", err)
	}
	return settle(ctx, pool)
}

// share is how many entries somebody with so many photos has.
func (h history) share(photos int) int {
	const rare = 20
	if h.table == photoHistory.table || h.table == activityHistory.table {
		return photos
	}
	return photos / rare
}

// fillCrowd writes the people of the crowd, who only hold something.
func (f *filler) fillCrowd(ctx context.Context, c *pgx.Conn) error {
	personal, err := f.vault.Seal(profileOf(0, f.now))
	if err != nil {
		return err
	}
	if _, err := c.Exec(ctx, `insert into persons (id, created_at, used_at, unused_check_at, personal, band) select unnest($1::uuid[]), $2, $2, $5, $3, $4`,
		f.crowd, f.now, personal, models.BandAdult, f.now.Add(years)); err != nil {
		return err
	}
	kinds := slices.Concat(models.PermissionKinds, models.ChoiceKinds)
	_, err = c.Exec(ctx, `insert into permissions (person_id, kind) select id, kind from unnest($1::uuid[]) id, unnest($2::text[]) kind`, f.crowd, kinds)
	return err
}

// send writes count entries of each of these people, evenly over the years until now. They lie in the table as they would
// have arrived, those of one time side by side, and not each person's together. What nobody reads is no entry's own.
func (f *filler) send(ctx context.Context, c *pgx.Conn, h history, people []models.PersonID, count int) error {
	samples := make([][]byte, len(h.samples))
	for i, s := range h.samples {
		sealed, err := f.vault.Seal(s)
		if err != nil {
			return err
		}
		samples[i] = sealed
	}
	_, err := c.Exec(ctx, fmt.Sprintf(`insert into %[1]s (person_id, at, id, digest, personal, %[2]s)
		select person, $3::timestamptz - $5::interval * (1 - n::float8 / $2::int), md5('%[1]s' || person || n)::uuid,
			uuid_send(person), ($4::bytea[])[1 + n %% cardinality($4::bytea[])], %[3]s
		from (select ($1::uuid[])[1 + r %% cardinality($1::uuid[])] as person, 1 + r / cardinality($1::uuid[]) as n
			from generate_series(0, $2::int * cardinality($1::uuid[]) - 1) r) entries`, h.table, h.columns, h.values),
		people, count, f.now, samples, years)
	return err
}

// extend lets work add to a table that has no index meanwhile, which takes a fraction of the time, and counts it anew.
func (f *filler) extend(ctx context.Context, c *pgx.Conn, h history, work func() error) error {
	if err := withoutIndexes(ctx, c, h.table, work); err != nil {
		return err
	}
	_, err := c.Exec(ctx, fmt.Sprintf(`insert into tallies (person_id, kind, bytes, count, oldest, newest)
		select person_id, %s, count(*), min(at), max(at) from %s group by person_id, 2
		on conflict (person_id, kind) do update set count = excluded.count, bytes = excluded.bytes, oldest = excluded.oldest, newest = excluded.newest`,
		h.tally, h.table))
	return err
}

// inBulk gives work a connection of its own, on which no trigger fires and no foreign key is looked at.
func inBulk(ctx context.Context, pool *pgxpool.Pool, work func(*pgx.Conn) error) (err error) {
	config := pool.Config().ConnConfig.Copy()
	for name, value := range map[string]string{"session_replication_role": "replica", "maintenance_work_mem": "1GB", "work_mem": "256MB"} {
		config.RuntimeParams[name] = value
	}
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	return work(c)
}

// withoutIndexes drops a table's indexes before work and makes them anew after it.
func withoutIndexes(ctx context.Context, c *pgx.Conn, table string, work func() error) error {
	rows, err := c.Query(ctx, `select format('alter table %I drop constraint %I', $1::text, conname),
			format('alter table %I add constraint %I %s', $1::text, conname, pg_get_constraintdef(oid))
		from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u')
		union all
		select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
		from pg_index i where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = i.indexrelid)`, table)
	if err != nil {
		return err
	}
	type index struct{ Drop, Make string }
	indexes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[index])
	if err != nil {
		return err
	}
	for _, i := range indexes {
		if _, err := c.Exec(ctx, i.Drop); err != nil {
			return err
		}
	}
	if err := work(); err != nil {
		return err
	}
	for _, i := range indexes {
		if _, err := c.Exec(ctx, i.Make); err != nil {
			return err
		}
	}
	return nil
}

// settle leaves nothing to do in the background that a measurement would pay for.
func settle(ctx context.Context, pool *pgxpool.Pool) error {
	for _, what := range []string{`vacuum analyze`, `checkpoint`} {
		if _, err := pool.Exec(ctx, what); err != nil {
			return err
		}
	}
	return nil
}
