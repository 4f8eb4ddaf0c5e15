package api_test

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/models"
)

// route is a route that reads a body, with a body that is right, the JSON of each field, and what its fields may not be.
type route struct {
	method, path string
	right        map[string]string
	wrong        []wrong
}

func bodyRoutes(person string) []route {
	return []route{
		{http.MethodPut, "/api/v1/people/" + person, map[string]string{"name": `"Li"`, "email": `"li@example.com"`}, wrongOfPeople},
		{http.MethodPost, "/api/v1/people/" + person + "/consents", map[string]string{
			"id": `"c"`, "permission": `"camera"`, "state": `"granted"`, "at": `"2026-11-20T02:00:00Z"`,
		}, wrongOfConsents},
		{http.MethodPost, "/api/v1/people/" + person + "/prints", map[string]string{
			"id": `"p"`, "photo_ids": `["1"]`, "ordered_at": `"2026-11-20T02:00:00Z"`, "state": `"ordered"`,
		}, wrongOfPrints},
	}
}

// with returns the right body with one field as given.
func (r route) with(field, value string) string {
	fields := maps.Clone(r.right)
	fields[field] = value
	parts := make([]string, 0, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		parts = append(parts, fmt.Sprintf("%q: %s", name, fields[name]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// list writes n items by a format that takes each one's number.
func list(n int, format string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(items, ", ")
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, r := range bodyRoutes(w.Adult().ExternalID) {
		right := r.with("device", `"x"`)
		for name, body := range map[string]string{
			"nothing":             "",
			"white space":         "  \n",
			"half a body":         right[:len(right)/2],
			"a form":              "name=Li",
			"two values":          right + right,
			"something after":     right + "]",
			"a comma too many":    `{"name": "Li",}`,
			"a comment":           `{"name": "Li" /* really */}`,
			"single quotes":       `{'name': 'Li'}`,
			"no number":           r.with("name", "NaN"),
			"a bare NUL":          r.with("name", "\"a\x00b\""),
			"a bare line break":   r.with("name", "\"a\nb\""),
			"a byte order mark":   "\ufeff" + right,
			"Latin-1":             r.with("name", "\"caf\xe9\""),
			"a field twice":       r.with("name", `"a", "name": "b"`),
			"a field twice below": r.with("preferences", `{"a": "1", "a": "2"}`),
			"a hidden twice":      r.with("device", `"x", "\u0064evice": "y"`),
			"a deep list":         r.with("name", strings.Repeat("[", 20)+strings.Repeat("]", 20)),
			"a very deep list":    strings.Repeat("[", 500_000),
			"a very deep object":  strings.Repeat(`{"a":`, 100_000),
		} {
			t.Run(path.Base(r.path)+" "+name, func(t *testing.T) {
				w.in(t).unchanged(func() { w.in(t).call(r.method, r.path, body).isProblem(http.StatusBadRequest) })
			})
		}
	}
	w.loggedNothing()
}

// wrong is a value that a field may not have, and what the refusal names.
type wrong struct {
	field, value string
	named        string
	fault        models.Fault
}

const malformed, unknown, tooLong, missing = models.FaultMalformed, models.FaultUnknown, models.FaultTooLong, models.FaultMissing

// each is a field with many values that are wrong for one reason.
func each(field string, fault models.Fault, values ...string) (rows []wrong) {
	for _, value := range values {
		rows = append(rows, wrong{field, value, field, fault})
	}
	return rows
}

// wrongTypes are wrong for every field that takes a text.
func wrongTypes(fields ...string) (rows []wrong) {
	for _, field := range fields {
		rows = append(rows, each(field, malformed, `1`, `true`, `{}`, `[]`, `["a"]`)...)
	}
	return rows
}

// wrongTexts are wrong for every field that takes any text.
func wrongTexts(fields ...string) (rows []wrong) {
	for _, field := range fields {
		rows = append(rows, each(field, tooLong, long)...)
		rows = append(rows, each(field, malformed, `"a\u0000b"`, `"a\nb"`, `"a\r\nb"`, `"a\u0085b"`, `"\u007f"`)...)
	}
	return rows
}

// fieldsOfOthers are what a caller would set who wanted more than the API gives (T12).
func fieldsOfOthers() (rows []wrong) {
	for _, field := range []string{"role", "account_id", "is_minor", "verified_at", "due_at", "person_id", "made_by", "receipt", "NAME", "$schema", "__proto__", ""} {
		rows = append(rows, each(field, unknown, `"x"`, `null`)...)
	}
	return rows
}

var long = `"` + strings.Repeat("长", 201) + `"` // in characters, not in bytes

var wrongOfPeople = slices.Concat(
	fieldsOfOthers(),
	wrongTypes("email", "name", "birth_date", "nickname", "account_name", "phone", "gender"),
	wrongTexts("name", "nickname", "account_name", "gender"),
	each("id", unknown, `"x"`),
	each("email", malformed, `"li"`, `"@"`, `"li@"`, `"a@b@c"`, `"Li <li@example.com>"`, `"a@example.com, b@example.com"`,
		`"li@example.com\r\nBcc: x@example.com"`, `"a\u0000@example.com"`, `" "`, `"`+strings.Repeat("a", 200)+`@example.com"`),
	each("birth_date", malformed, `"2026-02-30"`, `"2025-02-29"`, `"1990-5-1"`, `"01.05.1990"`, `"1990-05-01T00:00:00Z"`, `"19900501"`,
		`"0000-01-01"`, `"1899-12-31"`, `"tomorrow"`, `"1990-05-01\u0000"`, long),
	each("birth_date", models.FaultFuture, `"2026-11-21"`, `"2200-01-01"`),
	each("phone", malformed, `"1"`, `"call me"`, `"1380013800x"`, `"13800138000 ext. 5"`, `"138\u00000013 8000"`, `"+999 123456789"`, `"+"`,
		`"138001380001380013800138000"`, `"13800138000;phone-context=+1"`, long),
	each("preferences", malformed, `null`, `[]`, `"matt"`, `{"": "x"}`, `{"a\u0000": "x"}`, `{`+long+`: "x"}`),
	each("preferences", tooLong, `{`+list(101, `"p%d": "x"`)+`}`),
	[]wrong{
		{"preferences", `{"paper": 1}`, "preferences.paper", malformed},
		{"preferences", `{"paper": "a\tb"}`, "preferences.paper", malformed},
		{"preferences", `{"paper": ` + long + `}`, "preferences.paper", tooLong},
		{"addresses", `["home"]`, "addresses[0]", malformed},
		{"addresses", `[{"id": "a", "recipient": "Li", "lines": ["x"]}, {"id": 1, "recipient": "Li", "lines": ["x"]}]`, "addresses[1].id", malformed},
		{"addresses", `[{"recipient": "Li", "lines": ["x"]}]`, "addresses[0].id", missing},
		{"addresses", `[{"id": "a", "lines": ["x"]}]`, "addresses[0].recipient", missing},
		{"addresses", `[{"id": "a", "recipient": "Li"}]`, "addresses[0].lines", missing},
		{"addresses", `[{"id": "a", "recipient": "Li", "lines": "x"}]`, "addresses[0].lines", malformed},
		{"addresses", `[{"id": "a", "recipient": "Li", "lines": [1]}]`, "addresses[0].lines[0]", malformed},
		{"addresses", `[{"id": "a", "recipient": "Li", "lines": ["x"], "phone": 1}]`, "addresses[0].phone", malformed},
		{"addresses", `[{"id": "a", "recipient": "Li", "lines": ["x"], "person_id": "b"}]`, "addresses[0].person_id", unknown},
	},
	each("addresses", malformed, `{}`, `"home"`,
		`[{"id": "", "recipient": "Li", "lines": ["x"]}]`,
		`[{"id": "a", "recipient": "Li", "lines": []}]`,
		`[{"id": "a", "recipient": "Li", "lines": [`+list(11, `"%d"`)+`]}]`,
		`[{"id": "a", "recipient": "Li\u0000", "lines": ["x"]}]`,
		`[{"id": "a", "recipient": "Li", "phone": "1\n2", "lines": ["x"]}]`,
		`[{"id": "a", "recipient": "Li", "lines": ["x"]}, {"id": "a", "recipient": "Mei", "lines": ["x"]}]`),
	each("addresses", tooLong,
		`[{"id": "a", "recipient": "Li", "lines": [`+long+`]}]`,
		`[{"id": `+long+`, "recipient": "Li", "lines": ["x"]}]`,
		`[`+list(101, `{"id": "%d", "recipient": "Li", "lines": ["x"]}`)+`]`),
	each("changed_at", malformed, `1763604000`, `[]`, `true`, `"2026-11-20"`, `"2026-02-30T00:00:00Z"`, `"2026-11-20T02:00:60Z"`,
		`{"name": "yesterday"}`, `{"name": null}`),
	each("changed_at", models.FaultFuture, `"2026-11-20T02:05:01Z"`, `{"name": "2026-11-20T02:05:01Z"}`, `"9999-12-31T23:59:59Z"`),
	[]wrong{
		{"changed_at", `{"role": "2026-11-01T00:00:00Z"}`, "changed_at.role", unknown},
		{"changed_at", `{"preferences.paper": "2026-11-01T00:00:00Z"}`, "changed_at.preferences.paper", unknown},
	},
)

var wrongOfConsents = slices.Concat(
	fieldsOfOthers(),
	wrongTypes("id", "permission", "state", "at", "policy_version", "device"),
	wrongTexts("id", "policy_version", "device"),
	each("id", missing, `""`),
	each("permission", unknown, `"location"`, `"Camera"`, `""`, `"camera\u0000"`, long),
	each("state", unknown, `"never"`, `"on"`, `""`),
	each("at", malformed, `""`, `null`, `"2026-11-20"`, `"2026-02-30T00:00:00Z"`, `"2026-11-20 02:00:00Z"`, `"2026-11-20T02:00:00"`,
		`"2026-11-20T02:00:60Z"`, `"2026-11-20T24:00:00Z"`, `"now"`),
	each("at", models.FaultFuture, `"2026-11-20T02:05:01Z"`, `"9999-12-31T23:59:59Z"`),
	each("at", models.FaultPast, `"1999-12-31T23:59:59Z"`, `"0000-01-01T00:00:00+23:59"`),
)

func TestWhatMayNotBeIsNamed(t *testing.T) {
	w := newWorld(t)
	for _, r := range bodyRoutes(w.Adult().ExternalID) {
		for _, row := range r.wrong {
			t.Run(fmt.Sprintf("%s %s %.40s", path.Base(r.path), row.field, row.value), func(t *testing.T) {
				w.in(t).unchanged(func() { w.in(t).call(r.method, r.path, r.with(row.field, row.value)).names(row.named, row.fault) })
			})
		}
	}
	w.loggedNothing()
}

func TestAChoiceThatLacksAFieldIsRefused(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	w.unchanged(func() {
		for _, field := range []string{"id", "permission", "state", "at"} {
			w.consent(adult, `{}`).names(field, missing)
		}
		w.consent(adult, `null`).names("body", malformed)
		w.consent(adult, `[]`).names("body", malformed)
	})
}

func TestEveryWrongFieldIsNamedAtOnce(t *testing.T) {
	w := newWorld(t)
	p := w.put("p", `{"email": "x", "phone": "x", "changed_at": "2026-11-01T00:00:00Z"}`).isProblem(http.StatusUnprocessableEntity)
	if len(p.Errors) != 2 || p.Errors[0].Field != "email" || p.Errors[1].Field != "phone" {
		t.Errorf("named are %v", p.Errors)
	}
	p = w.put("p", `{`+list(5000, `"f%d": 1`)+`}`).isProblem(http.StatusUnprocessableEntity)
	if len(p.Errors) != 100 {
		t.Errorf("%d fields are named", len(p.Errors))
	}
}

func TestABodyHasALimit(t *testing.T) {
	w := newWorld(t)
	for _, r := range bodyRoutes(w.Adult().ExternalID) {
		fill := func(size int) string {
			body := r.with("policy_version", `"x"`)
			return body + strings.Repeat(" ", size-len(body))
		}
		w.unchanged(func() {
			w.call(r.method, r.path, fill(1<<20+1)).isProblem(http.StatusRequestEntityTooLarge)
			w.call(r.method, r.path, fill(5<<20)).isProblem(http.StatusRequestEntityTooLarge)
			w.call(r.method, r.path, fill(5<<20), func(q *http.Request) { // the server's own limit
				q.Body = http.MaxBytesReader(nil, q.Body, 1<<20)
			}).isProblem(http.StatusRequestEntityTooLarge)
			w.call(r.method, r.path, fill(5<<20), func(q *http.Request) { q.ContentLength = -1 }).isProblem(http.StatusRequestEntityTooLarge)
		})
		if a := w.call(r.method, r.path, fill(1<<20)); a.Status == http.StatusRequestEntityTooLarge {
			t.Error("a body of 1 MB is refused")
		}
	}
}

func TestABodyThatBreaksOffIsTheCallers(t *testing.T) {
	w := newWorld(t)
	for _, r := range bodyRoutes(w.Adult().ExternalID) {
		w.unchanged(func() {
			w.call(r.method, r.path, "", func(q *http.Request) {
				q.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"name":`), failing{}))
			}).isProblem(http.StatusBadRequest)
		})
	}
	w.loggedNothing()
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("malformed chunked encoding") }

func TestABodyIsJSON(t *testing.T) {
	w := newWorld(t)
	for _, r := range bodyRoutes(w.Adult().ExternalID) {
		sent := func(mediaType string) answer {
			return w.call(r.method, r.path, r.with("changed", "1"), func(q *http.Request) { q.Header.Set("Content-Type", mediaType) })
		}
		w.unchanged(func() {
			for _, mediaType := range []string{
				"text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
				"application/problem+json", "application/merge-patch+json", "application/x-ndjson", "json", "x", "application/json, text/plain",
			} {
				sent(mediaType).isProblem(http.StatusUnsupportedMediaType)
			}
			// read, and found wanting
			sent("application/json; charset=utf-8").names("changed", unknown)
		})
	}
}
