package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"jolara.com/privacy/models"
)

const activityRow = `{"event_id": %q, "person": %q, "kind": "browse", "at": "2026-11-20T01:00:00Z", "detail": "frames", "ip": "203.0.113.77"}`

// activity sends rows, each of them on its line.
func (w *world) activity(rows ...string) answer {
	w.t.Helper()
	return w.call(http.MethodPost, "/api/v1/activity", strings.Join(rows, "\n"), asLines)
}

func asLines(r *http.Request) { r.Header.Set("Content-Type", "application/x-ndjson") }

func TestEveryRowIsAnsweredInItsOrder(t *testing.T) {
	w := newWorld(t)
	adult, child := w.Adult().ExternalID, w.Minor(12).ExternalID
	row := func(event, person string) string { return fmt.Sprintf(activityRow, event, person) }
	full := `{"event_id": "e3", "person": "` + adult + `", "kind": "search", "at": "2026-11-20T09:00:00.5+08:00", "detail": "frames",
		"ip": "2001:db8:1:2::3", "browser": "Jolara 4.2", "operator": "China Mobile", "language": "zh-CN"}`
	a := w.activity(
		row("e1", adult), row("e2", child), "", row("e1", adult), strings.ReplaceAll(full, "\n", ""), "no JSON", row("e4", "nobody"),
		strings.Replace(row("e1", adult), "frames", "albums", 1), `{"event_id": "e5", "colour": 1, "ip": 7, "at": "noon"}`,
		strings.Replace(row("e6", adult), `"frames"`, `null`, 1)+"\r",
	)
	a.is(http.StatusOK, `[
		{"line": 1, "event_id": "e1", "status": 201},
		{"line": 2, "event_id": "e2", "status": 422, "code": "unprocessable_entity",
			"errors": [{"field": "kind", "code": "of_minor", "detail": "This is not collected from a minor."}]},
		{"line": 4, "event_id": "e1", "status": 201},
		{"line": 5, "event_id": "e3", "status": 201},
		{"line": 6, "status": 400, "code": "bad_request"},
		{"line": 7, "event_id": "e4", "status": 404, "code": "not_found"},
		{"line": 8, "event_id": "e1", "status": 409, "code": "conflict"},
		{"line": 9, "event_id": "e5", "status": 422, "code": "unprocessable_entity", "errors": [
			{"field": "at", "code": "malformed", "detail": "This is not of the form that the field has."},
			{"field": "colour", "code": "unknown", "detail": "There is no such field or value."},
			{"field": "ip", "code": "malformed", "detail": "This is not of the form that the field has."}]},
		{"line": 10, "event_id": "e6", "status": 201}
	]`)
	if got := a.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the answer may be kept: %q", got)
	}
	if n := w.Count(`select count(*) from activity`); n != 3 {
		t.Errorf("%d entries are kept", n)
	}
	w.activity().is(http.StatusOK, `[]`)
	w.loggedNothing()
}

// rowAnswer is what became of one row.
type rowAnswer struct {
	Status int
	Errors []struct{ Field, Code string }
}

func (a answer) rows() (rows []rowAnswer) {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.Body), &rows); err != nil || a.Status != http.StatusOK {
		a.t.Fatalf("answered %d, %v: %s", a.Status, err, a.Body)
	}
	return rows
}

func TestARowIsReadAsStrictlyAsABody(t *testing.T) {
	w := newWorld(t)
	right := fmt.Sprintf(activityRow, "e1", w.Adult().ExternalID)
	for name, row := range map[string]string{
		"half a row":         right[:40],
		"two rows":           right + right,
		"something after":    right + "]",
		"no object":          `"e1"`,
		"a list":             "[" + right + "]",
		"null":               "null",
		"a number":           "7",
		"a field twice":      strings.Replace(right, "{", `{"kind": "browse", `, 1),
		"a hidden twice":     strings.Replace(right, "{", `{"\u006bind": "browse", `, 1),
		"Latin-1":            strings.Replace(right, "frames", "caf\xe9", 1),
		"a bare NUL":         strings.Replace(right, "frames", "a\x00b", 1),
		"a byte order mark":  "\ufeff" + right,
		"a very deep object": strings.Repeat(`{"a":`, 100_000),
		"a very deep list":   `{"detail": ` + strings.Repeat("[", 500_000),
	} {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			w.unchanged(func() {
				if rows := w.activity(row).rows(); len(rows) != 1 || rows[0].Status != http.StatusBadRequest {
					t.Errorf("answered %v", rows)
				}
			})
		})
	}
	w.loggedNothing()
}

var wrongOfActivity = slices.Concat(
	fieldsOfOthers(),
	wrongTypes("event_id", "person", "kind", "at", "detail", "ip", "browser", "operator", "language"),
	wrongTexts("event_id", "person", "operator", "language"),
	each("detail", tooLong, `"`+strings.Repeat("长", 501)+`"`),
	each("browser", tooLong, `"`+strings.Repeat("a", 501)+`"`),
	each("detail", malformed, `"a\u0000b"`, `"a\nb"`, `"\u202e"`),
	each("event_id", missing, `""`, `null`),
	each("person", missing, `""`, `null`),
	each("kind", missing, `""`, `null`),
	each("kind", unknown, `"sleep"`, `"Browse"`, `"browse\u0000"`, `"photo"`, long),
	each("at", missing, `""`, `null`),
	each("at", malformed, `"2026-11-20"`, `"2026-02-30T00:00:00Z"`, `"2026-11-20 02:00:00Z"`, `"2026-11-20T02:00:60Z"`, `"now"`),
	each("at", models.FaultFuture, `"2026-11-20T02:05:01Z"`, `"9999-12-31T23:59:59Z"`),
	each("at", models.FaultPast, `"1999-12-31T23:59:59Z"`, `"0000-01-01T00:00:00+23:59"`),
	each("ip", malformed, `"127.0.0"`, `"localhost"`, `"203.0.113.7:80"`, `"203.0.113.0/24"`, `"1.2.3.4\u0000"`, `" "`),
)

func TestWhatMayNotBeInARowIsNamed(t *testing.T) {
	w := newWorld(t)
	right := route{right: map[string]string{
		"event_id": `"e"`, "person": `"` + w.Adult().ExternalID + `"`, "kind": `"browse"`, "at": `"2026-11-20T01:00:00Z"`,
	}}
	for _, row := range wrongOfActivity {
		t.Run(fmt.Sprintf("%s %.40s", row.field, row.value), func(t *testing.T) {
			w := w.in(t)
			w.unchanged(func() {
				rows := w.activity(right.with(row.field, row.value)).rows()
				if len(rows) != 1 || rows[0].Status != http.StatusUnprocessableEntity || len(rows[0].Errors) != 1 ||
					rows[0].Errors[0].Field != row.named || rows[0].Errors[0].Code != string(row.fault) {
					t.Errorf("answered %+v", rows)
				}
			})
		})
	}
	w.loggedNothing()
}

func TestRowsHaveALimit(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	var rows []string
	for i := range models.MaxActivity + 1 {
		rows = append(rows, fmt.Sprintf(activityRow, fmt.Sprint("e", i), adult))
	}
	w.unchanged(func() {
		w.activity(rows...).isProblem(http.StatusRequestEntityTooLarge)
		w.activity(strings.Repeat(" ", 2<<20+1)).isProblem(http.StatusRequestEntityTooLarge)
		w.call(http.MethodPost, "/api/v1/activity", rows[0]).isProblem(http.StatusUnsupportedMediaType) // as JSON
		w.call(http.MethodPost, "/api/v1/activity", "", asLines, func(r *http.Request) {
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader(rows[0]), failing{}))
		}).isProblem(http.StatusBadRequest)
		w.call(http.MethodPost, "/api/v1/activity", rows[0], asLines, func(r *http.Request) { r.Header.Del("Authorization") }).
			isProblem(http.StatusUnauthorized)
	})
	for _, row := range w.activity(rows[:models.MaxActivity]...).rows() {
		if row.Status != http.StatusCreated {
			t.Fatalf("answered %+v", row)
		}
	}
	w.loggedNothing()
}

// BenchmarkActivity sends a thousand new rows of ten people in each call.
func BenchmarkActivity(b *testing.B) {
	w := newWorld(b)
	var people []string
	for range 10 {
		people = append(people, w.Adult().ExternalID)
	}
	const row = `{"event_id": "event-%d", "person": %q, "kind": "click", "at": "2026-11-20T01:00:00Z", "detail": "the button that adds a frame",` +
		`"ip": "203.0.113.77", "browser": "Jolara 4.2 for Android 15", "operator": "China Mobile", "language": "zh-CN"}`
	var events atomic.Int64
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			rows := make([]string, models.MaxActivity)
			for i := range rows {
				rows[i] = fmt.Sprintf(row, events.Add(1), people[i%len(people)])
			}
			if a := w.activity(rows...); a.Status != http.StatusOK {
				b.Error(a.Body)
			}
		}
	})
	b.ReportMetric(float64(events.Load())/b.Elapsed().Seconds(), "rows/s")
}
