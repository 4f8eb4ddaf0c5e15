package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"golang.org/x/sync/errgroup"

	"jolara.com/privacy/models"
)

// Goals of what is done to many rows at once.
const (
	deleteAll    = 250     // ms until 10,000 entries are out of sight, with the password asked for again
	eraseAll     = 3_000   // ms until a job has erased 100,000 entries that are out of sight
	homeSlower   = 2.0     // times the 99th percentile of home while that job works
	retentionAll = 100_000 // entries a second that have fallen due
	ingest       = 40_000  // entries a second through the API
)

// reportBulk measures what is done to many rows at once, by its doors: what systems send by the API, what people delete by the form,
// and what erases it by the queue.
func (l *lab) reportBulk(ctx context.Context, _ plan) (r Report, err error) {
	if r.Machine, err = l.machine(ctx); err != nil {
		return r, err
	}
	fmt.Fprintln(os.Stderr, "growing …")
	if err := l.filler.growActivity(ctx, l.pool); err != nil {
		return r, err
	}
	for _, of := range []struct {
		doing   string
		measure func(context.Context) ([]Figure, error)
	}{{"sending", l.ingested}, {"deleting", l.deletedAll}, {"erasing", l.erasedAll}, {"sweeping", l.retained}} {
		fmt.Fprintln(os.Stderr, of.doing, "…")
		figures, err := of.measure(ctx)
		if err != nil {
			return r, err
		}
		r.Figures = append(r.Figures, figures...)
	}
	return r, nil
}

// ingested is how many entries of the service log systems get in by the API, in calls of models.MaxActivity rows of many people.
func (l *lab) ingested(ctx context.Context) ([]Figure, error) {
	const calls, atOnce = 200, 4
	var bodies [][]byte
	for call := range calls {
		bodies = append(bodies, l.activityCall(call))
	}
	var all errgroup.Group
	all.SetLimit(atOnce)
	since := time.Now()
	for _, body := range bodies {
		all.Go(func() error { return l.sendActivity(ctx, body) })
	}
	err := all.Wait()
	perSecond := calls * models.MaxActivity / time.Since(since).Seconds()
	return []Figure{{Name: "entries sent by the API", Value: perSecond, Unit: "/s", Goal: ingest, AtLeast: true}}, err
}

// activityCall is the body of a call: what people of all sizes did within the last minutes.
func (l *lab) activityCall(call int) []byte {
	kinds := models.ActivityKinds[models.CategoryBehaviour]
	var body bytes.Buffer
	lines := json.NewEncoder(&body)
	for row := range models.MaxActivity {
		_ = lines.Encode(map[string]any{ // into memory, of texts and a time
			"event_id": fmt.Sprintf("event-%d-%d", call, row), "person": fmt.Sprintf("jolara-%d", (call*models.MaxActivity+row)%len(l.filler.people)),
			"kind": kinds[row%len(kinds)], "at": time.Now().Add(-time.Duration(row) * time.Second).UTC(), "detail": "Photo books, page 7",
			"ip": "203.0.113.7", "browser": "Chrome on Android", "operator": "China Mobile", "language": "zh-Hans",
		})
	}
	return body.Bytes()
}

// sendActivity makes a call and sees that every row of it was taken.
func (l *lab) sendActivity(ctx context.Context, body []byte) (err error) {
	r := l.portal.request(http.MethodPost, "", "/api/v1/activity", string(body)).WithContext(ctx)
	r.Header.Set("Authorization", "Bearer "+l.key)
	r.Header.Set("Content-Type", "application/x-ndjson")
	answer, err := once.Do(r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	var rows []struct{ Status int }
	if err := json.NewDecoder(answer.Body).Decode(&rows); err != nil {
		return fmt.Errorf("%s: %w", answer.Status, err)
	}
	for _, row := range rows {
		if row.Status != http.StatusCreated {
			return fmt.Errorf("a row of the log was answered %d", row.Status)
		}
	}
	return nil
}

// people is how many delete ten thousand entries each.
const people = 5

// awayAt is the address of the n-th who types a password again, each in a network of their own since a network may not try more often.
func awayAt(n int) string { return fmt.Sprintf("127.1.%d.1", n) }

// deletedAll is how long people wait who delete their whole log of ten thousand entries.
func (l *lab) deletedAll(ctx context.Context) ([]Figure, error) {
	const entries = 10_000
	first := firstOf(entries)
	var times []float64
	for i := range people {
		took, err := l.deleteAll(ctx, l.portal.cookies[first+i], awayAt(i), models.ScopeLog)
		if err != nil {
			return nil, err
		}
		times = append(times, millis(took))
	}
	return []Figure{{Name: "10,000 out of sight", Value: median(times), Unit: "ms", Goal: deleteAll}}, nil
}

// deleteAll sends the form that deletes everything of a scope, and returns how long the answer takes.
func (l *lab) deleteAll(ctx context.Context, cookie, from string, what models.Scope) (took time.Duration, err error) {
	const everything = 1_000_000
	since := time.Now()
	answer, err := clientAt(from).Do(l.portal.post(cookie, "/delete", url.Values{
		"what": {string(what)}, "all": {"yes"}, "when": {string(models.WhenNow)}, "password": {password},
		"asked": {since.UTC().Format(time.RFC3339Nano)}, "shown": {fmt.Sprint(everything)},
	}).WithContext(ctx))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusSeeOther {
		return 0, fmt.Errorf("deleting is answered %s", answer.Status)
	}
	return time.Since(since), nil
}

// erasedAll is how long a job takes to erase the hundred thousand photos of one person, and how much longer the slowest home pages
// take while another erases as much of the log.
func (l *lab) erasedAll(ctx context.Context) ([]Figure, error) {
	if err := l.workOnly(ctx); err != nil {
		return nil, err
	}
	const connections, seconds = 2, 3
	quiet, err := l.load(ctx, l.portal, pages[0], connections, seconds)
	if err != nil {
		return nil, err
	}
	if _, err := l.deleteAll(ctx, l.portal.cookies[0], awayAt(people), models.ScopePhotos); err != nil {
		return nil, err
	}
	photos, err := l.erased(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := l.deleteAll(ctx, l.portal.cookies[0], awayAt(people), models.ScopeLog); err != nil {
		return nil, err
	}
	busy, err := l.load(ctx, l.portal, pages[0], connections, seconds)
	if err != nil {
		return nil, err
	}
	entries, err := l.erased(ctx)
	return []Figure{
		{Name: "100,000 photos erased", Value: millis(photos), Unit: "ms", Goal: eraseAll},
		{Name: "100,000 entries erased", Value: millis(entries), Unit: "ms", Goal: eraseAll},
		{Name: "home meanwhile, p99", Value: busy.P99Millis / quiet.P99Millis, Unit: "×", Goal: homeSlower},
	}, err
}

// workOnly lets the workers at what comes from now on: what waited is dropped.
func (l *lab) workOnly(ctx context.Context) error {
	if _, err := l.pool.Exec(ctx, `delete from river_job where state in ('available', 'scheduled', 'retryable')`); err != nil {
		return err
	}
	queue, err := river.NewClient(riverpgxv5.New(l.pool), &river.Config{})
	if err != nil {
		return err
	}
	return queue.QueueResume(ctx, river.QueueDefault, nil)
}

// erased waits until the last deletion's job is done and returns how long that worked.
func (l *lab) erased(ctx context.Context) (took time.Duration, err error) {
	const patience = 2 * time.Minute
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var begun, done *time.Time
	for done == nil {
		time.Sleep(50 * time.Millisecond)
		err := l.pool.QueryRow(ctx, `select attempted_at, finalized_at from river_job where kind = $1 order by id desc limit 1`,
			models.EraseJob{}.Kind()).Scan(&begun, &done)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return 0, err
		}
	}
	return done.Sub(*begun), nil
}

// retained is how many entries of the log a second the sweep erases of all that has fallen due.
func (l *lab) retained(ctx context.Context) ([]Figure, error) {
	queue, err := river.NewClient(riverpgxv5.New(l.pool), &river.Config{})
	if err != nil {
		return nil, err
	}
	before, err := l.countActivity(ctx)
	if err != nil {
		return nil, err
	}
	since := time.Now()
	if _, err := queue.Insert(ctx, models.Sweep{}, nil); err != nil {
		return nil, err
	}
	time.Sleep(10 * time.Second)
	after, err := l.countActivity(ctx)
	if err != nil {
		return nil, err
	}
	perSecond := float64(before-after) / time.Since(since).Seconds()
	err = l.portal.kill() // it would sweep for minutes more, and this is the last that is measured
	l.portal = nil
	return []Figure{{Name: "entries erased that fell due", Value: perSecond, Unit: "/s", Goal: retentionAll, AtLeast: true}}, err
}

// countActivity counts the service log of everybody.
func (l *lab) countActivity(ctx context.Context) (n int, err error) {
	err = l.pool.QueryRow(ctx, `select sum(count) from tallies where kind = any($1)`, slices.Concat(slices.Collect(maps.Values(models.ActivityKinds))...)).Scan(&n)
	return n, err
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
