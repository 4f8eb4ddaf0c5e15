package handlers_test

import (
	"net/http"
	"testing"

	"jolara.com/privacy/web/e2e/site"
)

func TestAnAddressThatIsNoTextIsRefusedAsAPage(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.SignedIn(s.CanSignIn(s.Adult()))
	for _, address := range []string{
		"/receipts/%00", "/receipts/R-7F3K-2%00", "/receipts/%ff%fe", "/policy/versions/%00", "/verify/%00", "/nowhere%0d%0aX:%20y",
		"/consents?before=2026-11-20T02:00:00Z~%00", "/consents?after=%ff", "/consents?%00=x", "/consents?before=%zz", "/sign-in?next=%00",
	} {
		if page := v.Get(address); page.Status != http.StatusBadRequest || page.Find("h1").Length() != 1 {
			t.Errorf("%s: got %d with %d headings, want 400 as a page", address, page.Status, page.Find("h1").Length())
		}
	}
}
