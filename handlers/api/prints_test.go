package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"jolara.com/privacy/models"
)

func (w *world) print(person, body string) answer {
	w.t.Helper()
	return w.call(http.MethodPost, "/api/v1/people/"+person+"/prints", body)
}

var wrongOfPrints = slices.Concat(
	fieldsOfOthers(),
	wrongTypes("id", "ordered_at", "state"),
	wrongTexts("id"),
	each("id", missing, `""`),
	each("photo_ids", missing, `[]`),
	each("photo_ids", malformed, `null`, `"1"`, `{}`, `["a\u0000"]`),
	each("photo_ids", tooLong, `[`+list(501, `"%d"`)+`]`, `[`+long+`]`),
	each("state", unknown, `"lost"`, `""`, `"Ordered"`),
	each("ordered_at", malformed, `""`, `null`, `"2026-11-20"`),
	each("ordered_at", models.FaultFuture, `"2026-11-20T02:05:01Z"`),
	each("ordered_at", models.FaultPast, `"1999-12-31T23:59:59Z"`),
	each("preferences", malformed, `[]`, `"matt"`, `{"": "x"}`, `{"a\u0000": "x"}`),
	each("preferences", tooLong, `{`+list(101, `"p%d": "x"`)+`}`, `{"a": `+long+`}`),
	each("delivery", malformed, `[]`, `"home"`, `{"recipient": "", "lines": ["x"]}`, `{"recipient": "", "lines": []}`, `{"recipient": "Li", "lines": []}`,
		`{"recipient": "Li", "lines": [`+list(11, `"%d"`)+`]}`),
	each("delivery", tooLong, `{"recipient": "Li", "lines": [`+long+`]}`),
	[]wrong{
		{"photo_ids", `[1]`, "photo_ids[0]", malformed},
		{"preferences", `{"paper": 1}`, "preferences.paper", malformed},
		{"delivery", `{"lines": ["x"]}`, "delivery.recipient", missing},
		{"delivery", `{"recipient": "Li"}`, "delivery.lines", missing},
		{"delivery", `{"recipient": "Li", "lines": ["x"], "person_id": "b"}`, "delivery.person_id", unknown},
	},
)

func TestAPrintJobIsToldOnceAndAnsweredAlike(t *testing.T) {
	w := newWorld(t)
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	w.Upload(w.App("Jolara app"), p, models.Upload{ID: "1"})
	job := func(state string) string {
		return fmt.Sprintf(`{"id": "order/7", "photo_ids": ["1", "1"], "ordered_at": "2026-11-20T09:00:00+08:00", "state": %q,
			"preferences": {"paper": "matte"}, "delivery": {"recipient": "Li", "phone": "138 0013 8000", "lines": ["Changning Road 12"]}}`, state)
	}
	for range 2 {
		w.print(p.ExternalID, job("sent")).is(http.StatusCreated, `{"id": "order/7", "state": "sent", "ordered_at": "2026-11-20T01:00:00Z", "photos": 2}`)
	}
	w.print(p.ExternalID, job("delivered")).isProblem(http.StatusConflict)
	w.print("nobody", job("sent")).isProblem(http.StatusNotFound)
	w.print(p.ExternalID, `{"id": "8", "photo_ids": ["1", "2"], "ordered_at": "2026-11-20T09:00:00+08:00", "state": "ordered"}`).names("photo_ids", unknown)
	if n := w.Count(`select count(*) from disclosures where recipient in ('printer', 'courier')`); n != 2 {
		t.Errorf("%d times somebody received something", n)
	}
	w.loggedNothing()
}

func TestAPrintJobThatThePersonDoesNotAllowSaysWhy(t *testing.T) {
	w := newWorld(t)
	app := w.App("Jolara app")
	p, never, child := w.Adult(), w.Adult(), w.Minor(12)
	w.Grant(p, models.PhotoUpload)
	w.Upload(app, p, models.Upload{ID: "1", Functions: []models.Function{models.FunctionKeeping}})
	job := `{"id": "1", "photo_ids": ["1"], "ordered_at": "2026-11-20T09:00:00+08:00", "state": "ordered"}`
	for who, code := range map[models.Person]string{p: "not_chosen", never: "not_granted", child: "guardian_needed"} {
		if got := w.print(who.ExternalID, job).isProblem(http.StatusForbidden); got.Code != code {
			t.Errorf("refused for %s, not %s", got.Code, code)
		}
	}
	delivered := `{"id": "1", "photo_ids": ["1"], "ordered_at": "2026-11-20T09:00:00+08:00", "state": "ordered",
		"delivery": {"recipient": "Bo", "phone": "138 0013 8000", "lines": ["Changning Road 12"]}}`
	w.print(child.ExternalID, delivered).names("delivery", models.FaultOfMinor)
	if n := w.Count(`select count(*) from photo_uses where not allowed`); n != 1 {
		t.Errorf("%d attempts are recorded", n)
	}
	w.loggedNothing()
}
