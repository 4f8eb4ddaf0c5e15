package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func (w *world) linkCode(person string) answer {
	w.t.Helper()
	return w.call(http.MethodPost, "/api/v1/people/"+person+"/link-code", "")
}

func TestTheAppGetsACodeToShowForTenMinutes(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult()
	a := w.linkCode(adult.ExternalID)
	var made struct {
		Code      string    `json:"code"`
		ExpiresAt time.Time `json:"expires_at"`
	}
	d := json.NewDecoder(strings.NewReader(a.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(&made); err != nil || a.Status != http.StatusOK {
		t.Fatalf("answered %d, %v: %s", a.Status, err, a.Body)
	}
	if !regexp.MustCompile(`^\d{6}$`).MatchString(made.Code) || !made.ExpiresAt.Equal(w.Clock.Now().Add(10*time.Minute)) {
		t.Errorf("made %+v", made)
	}
	if got := a.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the code may be kept: %q", got)
	}
	w.loggedNothing()
}

func TestThereIsNoCodeForNobodyAndForWhoSignsInAlready(t *testing.T) {
	w := newWorld(t)
	w.unchanged(func() { w.linkCode("nobody").isProblem(http.StatusNotFound) })
	p := w.linkCode(w.CanSignIn(w.Adult()).ExternalID).isProblem(http.StatusConflict)
	if p.Code != "has_sign_in" || !strings.Contains(p.Detail, "signs in") {
		t.Errorf("the refusal is %+v", p)
	}
	if n := w.Count(`select count(*) from link_codes`); n != 0 {
		t.Errorf("%d codes were made", n)
	}
	adult := w.Adult()
	w.key = "jpk_wrong"
	w.linkCode(adult.ExternalID).isProblem(http.StatusUnauthorized)
}
