package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestWhoeverSignsInFindsTheVisitInTheirSecurityLog(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.Visitor()
	v.Client.Transport = asFirefox{}
	for _, password := range []string{"not it", storetest.Password} {
		v.Post("/sign-in", url.Values{"email": {adult.Email}, "password": {password}})
	}
	v.Post("/account/sessions/end", nil)
	v.Post("/sign-in", url.Values{"email": {adult.Email}, "password": {storetest.Password}})
	v.Post("/sign-out", nil)

	page, err := s.Store.Activity(t.Context(), adult.ID, store.ActivityFilter{}, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	found := map[models.ActivityKind]int{}
	for _, entry := range page.Entries {
		found[entry.Kind]++
		if entry.IP != "127.0.0.1" || entry.Browser != "Firefox, Windows" || entry.Language != "zh-CN" || !entry.OnPortal {
			t.Errorf("%s is kept as %+v", entry.Kind, entry)
		}
	}
	for kind, want := range map[models.ActivityKind]int{
		models.ActivitySignInFailed: 1, models.ActivitySignIn: 2, models.ActivitySessionsEnded: 1, models.ActivitySignOut: 1,
	} {
		if found[kind] != want {
			t.Errorf("%d entries %s, want %d", found[kind], kind, want)
		}
	}
}

// asFirefox tells what a browser tells of itself.
type asFirefox struct{}

func (asFirefox) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0")
	r.Header.Set("Accept-Language", "zh-CN,zh;q=0.9")
	return http.DefaultTransport.RoundTrip(r)
}
