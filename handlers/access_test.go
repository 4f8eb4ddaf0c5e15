package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// who asks, in the columns of the access matrix.
type who string

const (
	nobody   who = "nobody"
	owner    who = "the person it is about"
	stranger who = "another person"
	minor    who = "a minor"
	client   who = "one of Jolara's systems"
)

// row says what each of them gets from a route, asked for what is the owner's.
type row map[who]int

var (
	forAnybody  = row{nobody: 200, owner: 200, stranger: 200, minor: 200, client: 200}
	leadsOn     = row{nobody: 303, owner: 303, stranger: 303, minor: 303, client: 303}
	forPersons  = row{nobody: 303, owner: 200, stranger: 200, minor: 200, client: 303} // each sees their own
	onlyTheirs  = row{nobody: 303, owner: 200, stranger: 404, minor: 404, client: 303}
	forClients  = row{nobody: 401, owner: 401, stranger: 401, minor: 401, client: 200}
	notAnswered = row{nobody: 404, owner: 404, stranger: 404, minor: 404, client: 404}
)

// matrix has a row for every route (T1).
var matrix = map[string]row{
	"GET /":         leadsOn,
	"GET /sign-in":  {nobody: 200, owner: 303, stranger: 303, minor: 303, client: 200},
	"POST /sign-in": {nobody: 422, owner: 422, stranger: 422, minor: 422, client: 422},

	"GET /healthz":  forAnybody,
	"GET /readyz":   forAnybody,
	"GET /static/*": notAnswered, "HEAD /static/*": notAnswered,

	"GET /api/openapi.json":              forAnybody,
	"PUT /api/v1/people/:id":             forClients,
	"POST /api/v1/people/:id/consents":   forClients,
	"GET /api/v1/people/:id/permissions": forClients,

	"GET /permissions":              forPersons,
	"POST /permissions/:permission": {nobody: 303, owner: 303, stranger: 303, minor: 403, client: 303},
	"GET /consents":                 forPersons,
	"GET /receipts/:ref":            onlyTheirs,

	"GET /dev/mail":     forAnybody, // on loopback, where these tests run
	"GET /dev/mail/:id": notAnswered,

	"POST /sign-out": leadsOn,
}

// bodies are what a route is sent.
var bodies = map[string]string{
	"POST /permissions/:permission":    url.Values{"state": {"on"}}.Encode(),
	"PUT /api/v1/people/:id":           `{"nickname": "Owl"}`,
	"POST /api/v1/people/:id/consents": `{"id": "matrix", "permission": "camera", "state": "withdrawn", "at": "2026-11-01T10:00:00+08:00"}`,
}

func TestT01_EachRouteAnswersEachKindOfPersonAsTheMatrixSays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	other := s.CanSignIn(s.Adult())
	child := s.CanSignIn(s.Minor(12))
	key := s.Client()
	choice, _, err := s.Store.SwitchPermission(t.Context(), adult, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}

	routes := handlers.Routes(handlers.Deps{Store: s.Store, BaseURL: must(url.Parse(s.URL)), Mailbox: s.Box, Log: s.Log})
	for route := range matrix {
		if !slices.Contains(routes, route) {
			t.Errorf("the matrix has a row for %s, which is no route", route)
		}
	}
	visitors := map[who]*site.Visitor{
		nobody: s.Visitor(), client: s.Visitor(),
		owner: s.SignedIn(adult), stranger: s.SignedIn(other), minor: s.SignedIn(child),
	}
	slices.Sort(routes)
	for _, route := range routes {
		if route == "POST /sign-out" {
			continue // ends the session: below, when nobody needs theirs any more
		}
		for asker := range visitors {
			visit(t, visitors[asker], asker, route, adult, choice.Receipt, key)
		}
	}
	for asker := range visitors {
		visit(t, visitors[asker], asker, "POST /sign-out", adult, choice.Receipt, key)
	}
}

func visit(t *testing.T, v *site.Visitor, asker who, route string, about models.Person, receipt, key string) {
	t.Helper()
	expected, known := matrix[route][asker]
	if !known {
		t.Errorf("%s: the matrix does not say what %s gets", route, asker)
		return
	}
	method, pattern, _ := strings.Cut(route, " ")
	path := strings.NewReplacer(":permission", "camera", ":ref", receipt, ":id", about.ExternalID, "*", "none").Replace(pattern)
	r := v.Request(method, path, strings.NewReader(bodies[route]))
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Origin", v.URL)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(path, "/api/") {
			r.Header.Set("Content-Type", "application/json")
		}
	}
	if asker == client {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	page := v.Do(r)
	if page.Status != expected {
		t.Errorf("%s as %s: got %d, want %d", route, asker, page.Status, expected)
	}
	if asker == owner || asker == client || strings.HasPrefix(path, "/dev/") {
		return
	}
	for _, mark := range []string{about.Name, about.Email, receipt} {
		if strings.Contains(page.Body, mark) {
			t.Errorf("%s as %s: the answer holds %q, which is the owner's", route, asker, mark)
		}
	}
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAPageOfMineNeverShowsAnotherPersonsChoices(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	mine := s.CanSignIn(s.Adult())
	theirs := s.Adult()
	choice, _, err := s.Store.SwitchPermission(t.Context(), theirs, models.Microphone, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	v := s.SignedIn(mine)
	for _, path := range []string{"/permissions", "/consents"} {
		if strings.Contains(v.Get(path).Body, choice.Receipt) {
			t.Errorf("%s shows the receipt of another person's choice", path)
		}
	}
}
