package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"jolara.com/privacy/models"
	"jolara.com/privacy/static"
)

// page is one thing that is measured, on both programs alike.
type page struct {
	name string
	goal float64 // what share of the limit's requests a second the portal reaches at least
	// requests are sent one after the other and then again from the first. The first one is also checked by hand.
	requests func(p *program) []*http.Request
	// right tells what is wrong with an answer; both programs give the same one.
	right func(*http.Response) error
	// before and after stand around each load, where the database has to be put right or asked; both may be nil.
	before func(context.Context, *lab) error
	after  func(ctx context.Context, l *lab, requests int) error
}

// pages are the measurements. The goals are ratios to the limit.
var pages = []page{
	{name: "home", goal: 0.70, requests: homes, right: isHome},
	{name: "50 photos of 10,000", goal: 0.70, requests: photos, right: hasPhotos},
	{
		name: "permission switch", goal: 0.80,
		requests: switches, right: leadsToPermissions, before: withdrawAll, after: allSwitched,
	},
	{name: "static file", goal: 0.65, requests: stylesheets, right: isStylesheet},
}

// How many requests are under way at once: as many as the goals are set for, and many, for the slowest answers and the
// memory they take.
const (
	throughputAt = 16
	latencyAt    = 64
)

// Goals beside the pages' own.
const (
	slowestRatio    = 3.0 // p99 at latencyAt, times the limit's
	coldStart       = 100 // ms from exec to the first 200, with PostgreSQL running and the schema current
	memoryAtRest    = 60  // MiB
	memoryUnderLoad = 120 // MiB
	binarySize      = 45  // MB
)

// homes asks for everybody's home page.
func homes(p *program) []*http.Request {
	var all []*http.Request
	for _, cookie := range p.cookies {
		all = append(all, p.get(cookie, "/home"))
	}
	return all
}

// isHome knows the home page of the first person, who has the most of everything: as many photos as choices.
func isHome(answer *http.Response) error {
	return contains(answer, map[string]int{"<h1>Your privacy, P0</h1>": 1, `<img src="/files/`: 7, ">Photos</a></h3>": 1, "100,000": 2})
}

// photos asks for the photos of everybody who has ten thousand, at each place among them.
func photos(p *program) []*http.Request {
	const many = 10_000
	first := firstOf(many)
	var all []*http.Request
	for _, path := range places("/data/photos") {
		for _, cookie := range p.cookies[first : first+large] {
			all = append(all, p.get(cookie, path))
		}
	}
	return all
}

func hasPhotos(answer *http.Response) error {
	return contains(answer, map[string]int{"<h1>Photos</h1>": 1, `<img src="/files/`: 50, "10,000 photos": 1})
}

// places are addresses of pages of a history by their keys, from far back to its newest.
func places(path string) []string {
	const apart = 10
	var all []string
	for back := apart - 1; back > 0; back-- {
		at := time.Now().Add(-years / apart * time.Duration(back)).UTC().Format(time.RFC3339)
		all = append(all, path+"?before="+at+"~"+uuid.Nil.String())
	}
	return append(all, path)
}

// contains counts what stands on a page.
func contains(answer *http.Response, wanted map[string]int) error {
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", answer.Status)
	}
	for text, times := range wanted {
		if n := strings.Count(string(page), text); n != times {
			return fmt.Errorf("%q stands %d times on the page, not %d times", text, n, times)
		}
	}
	return nil
}

// measured is the permission that everybody switches.
const measured = models.Microphone

// switches lets everybody grant the permission and then everybody withdraw it, so that each request changes something
// and nobody waits for somebody else's row.
func switches(p *program) []*http.Request {
	var all []*http.Request
	for _, state := range []string{"on", "off"} {
		for _, cookie := range p.cookies {
			all = append(all, p.post(cookie, "/permissions/"+string(measured), url.Values{"state": {state}}))
		}
	}
	return all
}

func leadsToPermissions(answer *http.Response) error {
	if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || to != "/permissions" {
		return fmt.Errorf("%s to %q", answer.Status, to)
	}
	return nil
}

// withdrawAll puts everybody's switch to off, where it stands when the first of switches arrives, and empties the queue:
// no load finds more jobs lying there than another.
func withdrawAll(ctx context.Context, l *lab) error {
	if err := l.settle(ctx); err != nil {
		return err
	}
	_, err := l.pool.Exec(ctx, `update permissions set state = 'withdrawn', since = now(), chosen_at = now() where kind = $1 and person_id = any($2)`,
		measured, l.signedIn)
	if err == nil {
		_, err = l.pool.Exec(ctx, `truncate river_job`)
	}
	if err == nil {
		err = l.pool.QueryRow(ctx, `select count(*) from consents`).Scan(&l.consents)
	}
	return err
}

// allSwitched proves that the requests did what they were sent for, and that nobody worked the jobs meanwhile. Now and
// then two requests for one switch overtake each other and change nothing.
func allSwitched(ctx context.Context, l *lab, requests int) error {
	if err := l.settle(ctx); err != nil {
		return err
	}
	var consents, queued, worked int
	err := l.pool.QueryRow(ctx, `select (select count(*) from consents), count(*), count(*) filter (where state <> 'available') from river_job where kind = $1`,
		models.ReceiptMail{}.Kind()). // the clock brings about jobs of other kinds
		Scan(&consents, &queued, &worked)
	if err != nil {
		return err
	}
	const least = 0.99
	if written := consents - l.consents; float64(written) < least*float64(requests) || queued != written || worked > 0 {
		return fmt.Errorf("%d requests wrote %d choices and %d jobs, of which %d were worked", requests, written, queued, worked)
	}
	return nil
}

// settle waits until the database has been idle twice in a row: wrk hangs up on its last requests, and the programs finish them.
func (l *lab) settle(ctx context.Context) error {
	for quiet := 0; quiet < 2; {
		var busy int
		err := l.pool.QueryRow(ctx, `select count(*) from pg_stat_activity
			where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()`).Scan(&busy)
		if err != nil {
			return err
		}
		if quiet++; busy > 0 {
			quiet = 0
		}
		select {
		case <-time.After(settling):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

const settling = 20 * time.Millisecond

// stylesheets are asked for by everybody's browser, with the cookie that it sends along.
func stylesheets(p *program) []*http.Request {
	var all []*http.Request
	for _, cookie := range p.cookies {
		r := p.get(cookie, static.Path("app.css"))
		r.Header.Set("Accept-Encoding", "gzip, deflate, br")
		all = append(all, r)
	}
	return all
}

// isStylesheet compares what arrived with the hash of it that its address carries.
func isStylesheet(answer *http.Response) error {
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Encoding") != "gzip" ||
		!strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
		return fmt.Errorf("%s, headers %v", answer.Status, answer.Header)
	}
	unzip, err := gzip.NewReader(answer.Body)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if _, err := io.Copy(&body, unzip); err != nil {
		return err
	}
	sum := sha256.Sum256(body.Bytes())
	if !strings.Contains(answer.Request.URL.Path, hex.EncodeToString(sum[:6])) {
		return fmt.Errorf("%d bytes that are not the stylesheet", body.Len())
	}
	return nil
}
