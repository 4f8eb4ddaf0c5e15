package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is a test world with the API on it and one of Jolara's systems that calls it.
type world struct {
	*storetest.World
	t   testing.TB
	api http.Handler
	key string
	log *bytes.Buffer
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{World: storetest.New(t), t: t, log: &bytes.Buffer{}}
	w.key = w.Client()
	e := echo.New()
	e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Response().Header().Set(echo.HeaderXRequestID, "E-TEST")
			return next(c)
		}
	})
	e.HTTPErrorHandler = func(err error, c echo.Context) { api.WriteError(c, err) }
	api.Mount(e, api.Deps{Store: w.Store, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	w.api = e
	return w
}

// in returns the world for a subtest, which fails alone.
func (w *world) in(t testing.TB) *world {
	return &world{World: w.World, t: t, api: w.api, key: w.key, log: w.log}
}

// loggedNothing fails if something was logged as our fault.
func (w *world) loggedNothing() {
	w.t.Helper()
	if w.log.Len() > 0 {
		w.t.Errorf("logged: %s", w.log)
	}
}

// answer is what came back of a call.
type answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Body   string
}

// call makes a call with the system's key; change may make it a different one.
func (w *world) call(method, path, body string, change ...func(*http.Request)) answer {
	w.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, reader)
	r.Header.Set("Authorization", "Bearer "+w.key)
	r.Header.Set("Content-Type", "application/json")
	for _, f := range change {
		f(r)
	}
	recorder := httptest.NewRecorder()
	w.api.ServeHTTP(recorder, r)
	return answer{w.t, recorder.Code, recorder.Result().Header, recorder.Body.String()}
}

func (w *world) put(person, body string) answer {
	w.t.Helper()
	return w.call(http.MethodPut, "/api/v1/people/"+person, body)
}

func (w *world) consent(person, body string) answer {
	w.t.Helper()
	return w.call(http.MethodPost, "/api/v1/people/"+person+"/consents", body)
}

func (w *world) permissions(person string) answer {
	w.t.Helper()
	return w.call(http.MethodGet, "/api/v1/people/"+person+"/permissions", "")
}

// is fails unless the call was answered with this status and exactly this JSON.
func (a answer) is(status int, body string) {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("answered %d, not %d: %s", a.Status, status, a.Body)
	}
	if got, want := compact(a.t, a.Body), compact(a.t, body); got != want {
		a.t.Errorf("answered\n%s, not\n%s", got, want)
	}
	if got := a.Header.Get("Content-Type"); got != "application/json" {
		a.t.Errorf("the answer is %s", got)
	}
}

// compact writes JSON with its names in order and without white space.
func compact(t testing.TB, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	written, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

// problem is an error as a caller reads it.
type problem struct {
	Type, Title, Detail, Code string
	Status                    int
	Errors                    []struct{ Field, Code, Detail string }
}

// isProblem fails unless the call was refused with this status, in the form that all refusals have, and returns it.
func (a answer) isProblem(status int) problem {
	a.t.Helper()
	var p problem
	if a.Status != status {
		a.t.Fatalf("answered %d, not %d: %s", a.Status, status, a.Body)
	}
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		a.t.Errorf("the refusal is %s", got)
	}
	if got := a.Header.Get("Cache-Control"); got != "no-store" {
		a.t.Errorf("the refusal may be kept: %q", got)
	}
	d := json.NewDecoder(strings.NewReader(a.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		a.t.Fatalf("%v: %s", err, a.Body)
	}
	if p.Status != status || p.Type != "about:blank" || p.Title != http.StatusText(status) || p.Detail == "" || p.Code == "" {
		a.t.Errorf("the refusal lacks something: %s", a.Body)
	}
	return p
}

// permission returns one permission of an answer to what the person allows.
func (a answer) permission(name string) (standing struct{ State models.State }) {
	a.t.Helper()
	var body struct {
		Permissions map[string]struct{ State models.State }
	}
	if err := json.Unmarshal([]byte(a.Body), &body); err != nil {
		a.t.Fatalf("%v: %s", err, a.Body)
	}
	return body.Permissions[name]
}

// names fails unless the call was refused for what this field holds.
func (a answer) names(field string, fault models.Fault) {
	a.t.Helper()
	p := a.isProblem(http.StatusUnprocessableEntity)
	for _, e := range p.Errors {
		if e.Field == field && e.Code == string(fault) && e.Detail != "" {
			return
		}
	}
	a.t.Errorf("%s: %s is not named: %s", field, fault, a.Body)
}

// footprint changes with whatever the store writes about people.
func (w *world) footprint() string {
	w.t.Helper()
	var sum string
	err := w.DB.QueryRow(w.t.Context(), `select
		(select coalesce(md5(string_agg(p::text, '' order by id)), '') from persons p) ||
		(select coalesce(md5(string_agg(x::text, '' order by id)), '') from external_ids x) ||
		(select coalesce(md5(string_agg(a::text, '' order by person_id, id)), '') from addresses a) ||
		(select coalesce(md5(string_agg(c::text, '' order by person_id, id)), '') from consents c) ||
		(select coalesce(md5(string_agg(s::text, '' order by person_id, kind)), '') from permissions s) ||
		(select coalesce(md5(string_agg(e::text, '' order by id)), '') from events e) ||
		(select coalesce(md5(string_agg(p::text, '' order by id)), '') from photos p) ||
		(select coalesce(md5(string_agg(j::text, '' order by id)), '') from print_jobs j) ||
		(select coalesce(md5(string_agg(d::text, '' order by id)), '') from disclosures d) ||
		(select coalesce(md5(string_agg(v::text, '' order by id)), '') from voice v) ||
		(select coalesce(md5(string_agg(a::text, '' order by id)), '') from activity a) ||
		(select count(*) from river_job)`).Scan(&sum)
	if err != nil {
		w.t.Fatal(err)
	}
	return fmt.Sprint(sum, w.files())
}

// files lists what lies in the file store.
func (w *world) files() (keys []string) {
	w.t.Helper()
	err := fs.WalkDir(os.DirFS(w.Files), ".", func(key string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			keys = append(keys, key)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return keys
}

// unchanged runs a deed and fails if the store wrote anything.
func (w *world) unchanged(deed func()) {
	w.t.Helper()
	before := w.footprint()
	deed()
	if w.footprint() != before {
		w.t.Error("the store was changed")
	}
}
