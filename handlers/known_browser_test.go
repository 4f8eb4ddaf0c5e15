package handlers_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func trySignIn(v *site.Visitor, email, password string) site.Page {
	return v.Post("/sign-in", url.Values{"email": {email}, "password": {password}})
}

func TestT05_OfTenThousandTriesOverTwoInstancesAHundredAreHashedAndTheOwnerGetsIn(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	owner := s.SignedIn(adult)
	owner.Post("/sign-out", nil)
	s.Clock.Advance(time.Hour)
	instances := []string{s.URL, s.Instance(s.Second())}

	var hashedOfAddress, hashed, refused atomic.Int32
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(client.CloseIdleConnections)
	guess := func(i int) {
		email := adult.Email
		if i >= 5000 {
			email = "person" + strconv.Itoa(i) + "@example.com"
		}
		body := url.Values{"email": {email}, "password": {"a guess"}}.Encode()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, instances[i%2]+"/sign-in", strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := client.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		_ = answer.Body.Close()
		switch {
		case answer.StatusCode == http.StatusUnprocessableEntity:
			hashed.Add(1)
			if email == adult.Email {
				hashedOfAddress.Add(1)
			}
		case answer.StatusCode == http.StatusTooManyRequests && answer.Header.Get("Retry-After") != "":
			refused.Add(1)
		default:
			t.Errorf("answered with %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
		}
	}
	const tries = 10_000
	began := time.Now()
	var all sync.WaitGroup
	next := make(chan int)
	for range 8 {
		all.Go(func() {
			for i := range next {
				guess(i)
			}
		})
	}
	for i := range tries {
		next <- i * 7919 % tries // the address and the others take turns
	}
	close(next)
	all.Wait()
	t.Logf("%d tries in %s", tries, time.Since(began))

	if hashedOfAddress.Load() != 10 || hashed.Load() > 100 || hashed.Load()+refused.Load() != tries {
		t.Errorf("%d guesses at the address were hashed, %d in all, %d refused", hashedOfAddress.Load(), hashed.Load(), refused.Load())
	}
	if page := trySignIn(s.Visitor(), adult.Email, storetest.Password); page.Status != http.StatusTooManyRequests {
		t.Errorf("from a browser that nobody knows the right password is answered with %d", page.Status)
	}
	if page := trySignIn(owner, adult.Email, storetest.Password); page.Status != http.StatusSeeOther {
		t.Errorf("from the browser that the owner knows, with %d", page.Status)
	}
}

func TestAKnownBrowserIsKnownToItsOwnersAddressForNinetyDays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult, other := s.CanSignIn(s.Adult()), s.CanSignIn(s.Adult())
	home := must(url.Parse(s.URL))
	useUp := func(p models.Person) {
		for range 10 {
			trySignIn(s.Visitor(), p.Email, "a guess")
		}
	}
	knows := func(cookie string) bool {
		v := s.Visitor()
		v.Client.Jar.SetCookies(home, []*http.Cookie{{Name: "jolara-known", Value: cookie, Path: "/"}})
		return trySignIn(v, adult.Email, storetest.Password).Status == http.StatusSeeOther
	}
	mine, theirs := cookieOf(s.SignedIn(adult), home, "jolara-known"), cookieOf(s.SignedIn(other), home, "jolara-known")
	if strings.Contains(mine, adult.Email) || strings.Contains(mine, string(adult.ID)) {
		t.Errorf("the cookie %q names its owner", mine)
	}
	s.Clock.Advance(time.Hour)
	useUp(adult)
	id, rest, _ := strings.Cut(mine, ".")
	at, signature, _ := strings.Cut(rest, ".")
	for what, forged := range map[string]string{
		"another person's":          theirs,
		"with another id":           "X" + id + "." + rest,
		"with another time":         id + "." + at + "1." + signature,
		"with another's signature":  id + "." + at + theirs[strings.LastIndex(theirs, "."):],
		"without a signature":       id + "." + at + ".",
		"nothing":                   "",
		"too long, and of no parts": strings.Repeat("x", 3000),
	} {
		if knows(forged) {
			t.Errorf("a cookie that is %s opens the door", what)
		}
	}
	if !knows(mine) {
		t.Error("the owner's own cookie does not open the door")
	}
	s.Clock.Advance(90*24*time.Hour - 2*time.Hour)
	useUp(adult)
	if !knows(mine) {
		t.Error("on the last day the cookie does not open the door")
	}
	s.Clock.Advance(3 * time.Hour)
	useUp(adult)
	if knows(mine) {
		t.Error("after ninety days the cookie opens the door")
	}
}

func TestAKnownBrowserHasItsOwnLimitThatSigningInDoesNotLift(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	v := s.SignedIn(adult)
	s.Clock.Advance(time.Hour)
	for range 10 {
		trySignIn(v, adult.Email, storetest.Password)
	}
	if page := trySignIn(v, adult.Email, storetest.Password); page.Status != http.StatusTooManyRequests {
		t.Errorf("the eleventh try in a quarter of an hour is answered with %d", page.Status)
	}
	v.Client.Jar, _ = cookiejar.New(nil)
	if page := trySignIn(v, adult.Email, storetest.Password); page.Status != http.StatusSeeOther {
		t.Errorf("an unknown browser, which has tries of its own, is answered with %d", page.Status)
	}
}
