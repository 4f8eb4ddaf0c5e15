package site

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// Visitor is somebody with a browser that keeps cookies, follows no redirect by itself and runs no script.
type Visitor struct {
	Client *http.Client
	URL    string // of the instance that is visited
	t      testing.TB
}

// Page is one answer of the portal.
type Page struct {
	Status int
	Header http.Header
	Body   string
	*goquery.Document
}

// Visitor returns somebody who was never here.
func (s *Site) Visitor() *Visitor {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &Visitor{
		URL: s.URL, t: s.t,
		Client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// SignedIn returns a visitor who has signed in as a person of the world.
func (s *Site) SignedIn(p models.Person) *Visitor {
	s.t.Helper()
	v := s.Visitor()
	page := v.Post("/sign-in", url.Values{"email": {p.SignInName()}, "password": {storetest.Password}})
	if page.Status != http.StatusSeeOther {
		s.t.Fatalf("signing in was answered with %d", page.Status)
	}
	return v
}

// AtDesk returns a visitor who has signed in as a staff member of the world.
func (s *Site) AtDesk(staff models.Staff) *Visitor {
	s.t.Helper()
	return s.SignedIn(models.Person{Email: s.StaffEmail(staff)})
}

// Get asks for a page.
func (v *Visitor) Get(path string) Page {
	v.t.Helper()
	return v.Do(v.Request(http.MethodGet, path, nil))
}

// Post sends a form as a browser does from a page of the portal.
func (v *Visitor) Post(path string, form url.Values) Page {
	v.t.Helper()
	r := v.Request(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", v.URL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.Do(r)
}

// Request makes a request to the visited instance.
func (v *Visitor) Request(method, path string, body io.Reader) *http.Request {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.URL+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

// Do sends a request and reads the answer.
func (v *Visitor) Do(r *http.Request) Page {
	v.t.Helper()
	response, err := v.Client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		v.t.Fatal(err)
	}
	return Page{response.StatusCode, response.Header, string(body), document}
}

// Name returns what a selector's first element is called: its label for screen readers, else what it says.
func (p Page) Name(selector string) string {
	if label, ok := p.Find(selector).First().Attr("aria-label"); ok {
		return label
	}
	return p.Text(selector)
}

// Text returns what a selector's first element says, with its white space folded.
func (p Page) Text(selector string) string {
	return strings.Join(strings.Fields(p.Find(selector).First().Text()), " ")
}
