package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestT08_NothingThatAPersonWritesInACaseBecomesPartOfAPage(t *testing.T) {
	t.Parallel()
	if len(site.Hostile) < 60 {
		t.Fatalf("there are %d texts", len(site.Hostile))
	}
	s := site.Start(t)
	p, amir := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent)
	v := s.SignedIn(p)
	calm := filed(t, v, "Nothing special.", aPicture("plain.jpg"))
	shape := func(page site.Page) string {
		return fmt.Sprint(page.Find("script").Length(), page.Find("h1 *").Length(), page.Find(".thread *").Length(), page.Find("iframe, form:not([method=post]), [onload], [onerror], [onfocus], [onmouseover], [ontoggle]").Length())
	}
	plain := shape(v.Get(calm))
	for n, text := range site.Hostile {
		if n%15 == 14 {
			p = s.CanSignIn(s.Adult()) // somebody files no more than so many a day
			v = s.SignedIn(p)
		}
		address := filed(t, v, text, models.SentFile{Name: text + ".jpg", Content: storetest.Picture(20, 20, n)})
		v.Get(address) // the flash
		page := v.Get(address)
		if got := shape(page); got != plain {
			t.Errorf("%q makes of the page %s, not %s", text, got, plain)
		}
		if got := page.Find(".msg .lines").Text(); strings.TrimSpace(got) != strings.TrimSpace(text) {
			t.Errorf("%q is shown as %q", text, got)
		}
		if again := sends(t, v, address, url.Values{"do": {"add"}, "words": {text + strings.Repeat("x", models.MaxWords)}}); again.Status != http.StatusUnprocessableEntity || !strings.HasPrefix(again.Find("#words").Text(), text) || again.Find("main script").Length() != 0 {
			t.Errorf("%q comes back as %.80q", text, again.Find("#words").Text())
		}
		if n%10 == 0 {
			ref := strings.TrimPrefix(address, "/complaints/")
			s.Open(amir, ref)
			if err := s.Store.Answer(t.Context(), amir, ref, models.Answer{Found: text, Did: text, Why: text, Appeal: text}); err != nil {
				t.Fatal(err)
			}
			answered := v.Get(address)
			if answered.Find(".msg--ours .lines").Length() != 4 || answered.Find(".msg--ours .lines *").Length() != 0 || answered.Find("main script").Length() != 0 {
				t.Errorf("%q in an answer becomes %q", text, answered.Text(".msg--ours"))
			}
		}
	}
	for _, list := range []string{"/complaints", "/home", "/data/access-log"} {
		if page := v.Get(list); page.Find("main script, main iframe, main svg[onload], main [onerror]").Length() != 0 {
			t.Errorf("something runs on %s", list)
		}
	}
}
