package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
)

func TestTheRoutersErrorsAreProblemsToo(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/api/", "/api/v1", "/api/v1/nothing", "/api/v1/people/p", "/api/v1/people/p/nothing", "/api/v2/people/p", "/api/docs", "/api/openapi.yaml", "/api/schemas/Problem.json"} {
		a := w.call(http.MethodGet, path, "")
		if path == "/api/v1/people/p" {
			a.isProblem(http.StatusMethodNotAllowed)
			if got := a.Header.Get("Allow"); !strings.Contains(got, http.MethodPut) {
				t.Errorf("allowed is %q", got)
			}
			continue
		}
		a.isProblem(http.StatusNotFound)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		w.call(method, "/api/v1/people/p/consents", "").isProblem(http.StatusMethodNotAllowed)
	}
}

// written returns what WriteError answers, and the status that it tells its caller.
func written(t *testing.T, err error) (a answer, told int) {
	t.Helper()
	recorder := httptest.NewRecorder()
	told = api.WriteError(echo.New().NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/x", nil), recorder), err)
	return answer{t, recorder.Code, recorder.Result().Header, recorder.Body.String()}, told
}

func TestEveryErrorHasItsStatus(t *testing.T) {
	for _, row := range []struct {
		err    error
		status int
		code   string
	}{
		{models.ErrNotFound, 404, "not_found"},
		{models.ErrConflict, 409, "conflict"},
		{models.ErrDeleted, 410, "gone"},
		{models.Invalid{"name": models.FaultTooLong}, 422, "unprocessable_entity"},
		{models.Refused{Reason: models.ReasonGuardianNeeded}, 403, "guardian_needed"},
		{models.Refused{Reason: models.ReasonNotGranted}, 403, "not_granted"},
		{models.Refused{Reason: models.ReasonNotChosen}, 403, "not_chosen"},
		{models.UnfitKind, 415, "unsupported_media_type"},
		{models.UnfitHEIC, 415, "unsupported_media_type"},
		{models.UnfitLarge, 413, "request_entity_too_large"},
		{models.UnfitBroken, 422, "unprocessable_entity"},
		{&http.MaxBytesError{Limit: 20 << 20}, 413, "request_entity_too_large"},
		{models.TooMany{After: time.Minute}, 429, "too_many_requests"},
		{&http.MaxBytesError{Limit: 1}, 413, "request_entity_too_large"},
		{echo.NewHTTPError(http.StatusMisdirectedRequest), 421, "misdirected_request"},
		{echo.NewHTTPError(http.StatusBadRequest, "li@example.com is no number"), 400, "bad_request"},
		{echo.NewHTTPError(http.StatusTeapot), 418, "i'm_a_teapot"},
		{context.DeadlineExceeded, 503, "service_unavailable"},
		{echo.NewHTTPError(http.StatusBadGateway), 500, "internal_server_error"},
		{errors.New("li@example.com has no row"), 500, "internal_server_error"},
	} {
		a, told := written(t, fmt.Errorf("do it: %w", row.err))
		if p := a.isProblem(row.status); p.Code != row.code || told != row.status {
			t.Errorf("%v: %s, and told %d", row.err, a.Body, told)
		}
		if strings.Contains(a.Body, "example.com") || strings.Contains(a.Body, "do it") {
			t.Errorf("the error's text was answered: %s", a.Body)
		}
	}
}

func TestWhoeverCallsTooOftenIsToldWhenToComeBack(t *testing.T) {
	for wait, seconds := range map[time.Duration]string{time.Minute: "60", time.Millisecond: "1", 1500 * time.Millisecond: "2"} {
		if a, _ := written(t, models.TooMany{After: wait}); a.Header.Get("Retry-After") != seconds {
			t.Errorf("after %s: %q", wait, a.Header.Get("Retry-After"))
		}
	}
}

func TestOurOwnFailureIsLoggedOnceAndNotTold(t *testing.T) {
	w := newWorld(t)
	w.put("p", newPerson)
	if _, err := w.DB.Exec(t.Context(), `alter table permissions rename to hidden`); err != nil {
		t.Fatal(err)
	}
	p := w.put("q", `{"email": "canary@example.com", "name": "Canary", "birth_date": "1990-05-01", "phone": "13800138000"}`).isProblem(http.StatusInternalServerError)
	if p.Code != "internal_server_error" || strings.Contains(p.Detail, "permissions") {
		t.Errorf("told: %v", p)
	}
	w.permissions("p").isProblem(http.StatusInternalServerError)
	if got := w.Count(`select count(*) from persons`); got != 1 {
		t.Errorf("half a person was written: there are %d", got)
	}

	log := w.log.String()
	if n := strings.Count(log, "request=E-TEST"); n != 2 || strings.Count(log, "\n") != 2 {
		t.Errorf("two failures are logged as\n%s", log)
	}
	for _, personal := range []string{"canary", "Canary", "1990", "138", w.key} {
		if strings.Contains(log, personal) {
			t.Errorf("%s is in the log", personal)
		}
	}
}

func TestAKeyThatCannotBeCheckedIsOurFailure(t *testing.T) {
	w := newWorld(t)
	if _, err := w.DB.Exec(t.Context(), `alter table clients rename to hidden`); err != nil {
		t.Fatal(err)
	}
	w.permissions("p").isProblem(http.StatusInternalServerError)
	if !strings.Contains(w.log.String(), "request=E-TEST") {
		t.Errorf("logged: %s", w.log)
	}
}

func TestTheDocumentDescribesEveryRoute(t *testing.T) {
	w := newWorld(t)
	a := w.call(http.MethodGet, "/api/openapi.json", "", func(r *http.Request) { r.Header.Del("Authorization") })
	var document struct {
		Openapi    string
		Servers    []struct{ URL string }
		Security   []map[string][]string
		Paths      map[string]map[string]struct{ Responses map[string]any }
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal([]byte(a.Body), &document); err != nil || a.Status != http.StatusOK {
		t.Fatalf("answered %d, %v: %s", a.Status, err, a.Body)
	}
	var routes []string
	for path, methods := range document.Paths {
		for method, operation := range methods {
			routes = append(routes, method+" "+path)
			if _, ok := operation.Responses["401"]; !ok {
				t.Errorf("%s %s says nothing of the key", method, path)
			}
		}
	}
	want := []string{
		"get /people/{id}/permissions", "get /people/{id}/photos/{photo}/file", "post /activity", "post /people/{id}/calls", "post /people/{id}/consents",
		"post /people/{id}/link-code", "post /people/{id}/photos", "post /people/{id}/prints", "post /people/{id}/recordings", "put /people/{id}",
	}
	if slices.Sort(routes); !slices.Equal(routes, want) {
		t.Errorf("described are %v", routes)
	}
	if len(document.Servers) != 1 || document.Servers[0].URL != "/api/v1" || len(document.Security) != 1 {
		t.Errorf("served at %v, secured by %v", document.Servers, document.Security)
	}
	if _, ok := document.Components.Schemas["Problem"]; !ok {
		t.Errorf("described are %v", slices.Sorted(maps.Keys(document.Components.Schemas)))
	}
}
