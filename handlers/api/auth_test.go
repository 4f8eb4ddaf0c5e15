package api_test

import (
	"net/http"
	"testing"
)

// unread fails the test when a call's body is read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read before the key")
	return 0, http.ErrBodyReadAfterClose
}

func (unread) Close() error { return nil }

func TestNobodyCallsWithoutALiveKey(t *testing.T) {
	w := newWorld(t)
	adult := w.Adult().ExternalID
	revoked, err := w.Store.AddClient(t.Context(), "the old app")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Store.RevokeClient(t.Context(), "the old app"); err != nil {
		t.Fatal(err)
	}
	callers := map[string]func(http.Header){
		"without a key":        func(h http.Header) { h.Del("Authorization") },
		"with an empty key":    func(h http.Header) { h.Set("Authorization", "Bearer ") },
		"with a scheme only":   func(h http.Header) { h.Set("Authorization", "Bearer") },
		"with a wrong key":     func(h http.Header) { h.Set("Authorization", "Bearer jpk_wrong") },
		"with a key cut short": func(h http.Header) { h.Set("Authorization", "Bearer "+w.key[:len(w.key)-1]) },
		"with a revoked key":   func(h http.Header) { h.Set("Authorization", "Bearer "+revoked) },
		"with a bare key":      func(h http.Header) { h.Set("Authorization", w.key) },
		"by another scheme":    func(h http.Header) { h.Set("Authorization", "Basic "+w.key) },
		"with two keys":        func(h http.Header) { h.Add("Authorization", "Bearer "+w.key) },
		"with a cookie": func(h http.Header) {
			h.Del("Authorization")
			h.Set("Cookie", "jolara="+w.key+"; key="+w.key)
		},
	}
	for name, change := range callers {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			w.unchanged(func() {
				for _, route := range append(bodyRoutes(adult), route{method: http.MethodGet, path: "/api/v1/people/" + adult + "/permissions"}) {
					a := w.call(route.method, route.path, "", func(r *http.Request) {
						change(r.Header)
						r.Body = unread{t}
					})
					a.isProblem(http.StatusUnauthorized)
					if got := a.Header.Get("WWW-Authenticate"); got != `Bearer realm="api"` {
						t.Errorf("asked for a key by %q", got)
					}
				}
			})
		})
	}
}

func TestALiveKeyMayUseEveryRoute(t *testing.T) {
	w := newWorld(t)
	w.key = w.Client() // another system's
	w.put("p", newPerson).is(200, `{"id": "p", "superseded": []}`)
	if a := w.consent("p", grant("c", "camera")); a.Status != http.StatusOK {
		t.Errorf("answered %d: %s", a.Status, a.Body)
	}
	lower := func(r *http.Request) { r.Header.Set("Authorization", "bearer "+w.key) } // a scheme's case says nothing (RFC 9110, 11.1)
	if a := w.call(http.MethodGet, "/api/v1/people/p/permissions", "", lower); a.Status != http.StatusOK {
		t.Errorf("answered %d: %s", a.Status, a.Body)
	}
}
