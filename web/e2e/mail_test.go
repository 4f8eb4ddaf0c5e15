package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
	"jolara.com/privacy/web/mail"
)

// delivered is a letter as a mail server is given it.
type delivered struct {
	to   []string
	text string
}

// mailServer keeps what it is given.
type mailServer struct {
	mu      sync.Mutex
	letters []delivered
}

// post is one connection to the mail server.
type post struct {
	*mailServer
	to []string
}

func (p *post) Reset()                                    { p.to = nil }
func (p *post) Logout() error                             { return nil }
func (p *post) Mail(string, *smtp.MailOptions) error      { return nil }
func (p *post) Rcpt(to string, _ *smtp.RcptOptions) error { p.to = append(p.to, to); return nil }

func (p *post) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, delivered{slices.Clone(p.to), string(text)})
	return err
}

// received returns the letters that have come.
func (m *mailServer) received() []delivered {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.letters)
}

// posted runs a portal whose letters go to a mail server over SMTP.
func posted(t *testing.T) (*site.Site, *mailServer) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	kept := &mailServer{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &post{mailServer: kept}, nil }))
	server.Domain = "localhost"
	go func() { _ = server.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	sender, err := mail.NewSMTP("smtp://"+listener.Addr().String(), site.From)
	if err != nil {
		t.Fatal(err)
	}
	return site.Mailing(t, storetest.New(t), sender), kept
}

// plainText returns what a letter says without its HTML.
func plainText(t *testing.T, letter delivered) string {
	t.Helper()
	read, err := gomail.EMLToMsgFromString(letter.text)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range read.GetParts() {
		if part.GetContentType() == gomail.TypeTextPlain {
			text, err := part.GetContent()
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
	}
	t.Fatal("a letter has no plain text")
	return ""
}

// call makes a call as Jolara's app does, and returns the status.
func call(t *testing.T, s *site.Site, key, method, path string, body any) int {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	v := s.Visitor()
	r := v.Request(method, "/api/v1"+path, bytes.NewReader(text))
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	return v.Do(r).Status
}

// allSent waits until no letter is under way.
func allSent(t *testing.T, s *site.Site) {
	t.Helper()
	const patience, pause = 30 * time.Second, 10 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		if s.Count(`select count(*) from river_job where state not in ('completed', 'cancelled', 'discarded')`) == 0 {
			return
		}
	}
	t.Fatalf("letters are under way after %s", patience)
}

// smuggled are texts that would add a recipient or a header to a letter, or end its head, if they were not tamed.
var smuggled = []string{
	"Bo\r\nBcc: evil@evil.test", "Bo\nBcc: evil@evil.test", "Bo\rBcc: evil@evil.test", "Bo%0d%0aBcc: evil@evil.test",
	"Bo\r\n\r\nA letter of ours", "Bo\r\n Bcc: evil@evil.test", "Bo\x00\r\nBcc: evil@evil.test", "Bo\u2028Bcc: evil@evil.test",
	"Bo\u2029Bcc: evil@evil.test", "Bo\u0085Bcc: evil@evil.test", "Bo\vBcc: evil@evil.test", "Bo\fBcc: evil@evil.test",
	"Bo嘊嘍Bcc: evil@evil.test", "Bo\\r\\nBcc: evil@evil.test", "Bo <evil@evil.test>", "Bo, evil@evil.test",
	`"Bo" <evil@evil.test>, bo`, "Bo; evil@evil.test", "=?utf-8?q?Bo=0D=0ABcc:_evil@evil.test?=", "=?utf-8?b?Qm8NCkJjYzogZXZpbEBldmlsLnRlc3Q=?=",
	"Bo>\r\nRCPT TO:<evil@evil.test>", "bo@example.com\r\nRCPT TO:<evil@evil.test>", "bo@example.com\r\nDATA", "bo@example.com>,<evil@evil.test",
	"bo@example.com,evil@evil.test", "bo@example.com evil@evil.test", "bo@example.com;evil@evil.test", `bo"@example.com`, "@evil.test:bo@example.com",
	"bo%evil.test@example.com\r\n.\r\nMAIL FROM:<evil@evil.test>", "Bo\r\n.\r\nQUIT",
}

func TestT24_NoNameAndNoAddressAddsARecipientOrAHeader(t *testing.T) {
	t.Parallel()
	s, server := posted(t)
	policy := s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	key := s.Client()
	ours := map[string]bool{}
	for i, payload := range smuggled {
		s.Clock.Advance(time.Hour) // not to meet the limit of letters
		plain := fmt.Sprintf("bo%d@example.com", i)
		ours[plain] = true
		for _, typed := range []url.Values{{"name": {payload}, "email": {plain}}, {"name": {"Bo"}, "email": {payload}}} {
			typed["for"], typed["birth_date"], typed["password"], typed["accept"] = []string{"me"}, []string{"1990-03-27"}, []string{storetest.Password}, []string{policy.Version}
			page := s.Visitor().Post("/sign-up", typed)
			if page.Status != http.StatusSeeOther && page.Status != http.StatusUnprocessableEntity {
				t.Errorf("%q was answered with %d", typed.Get("name")+" "+typed.Get("email"), page.Status)
			}
		}
		s.Visitor().Post("/reset", url.Values{"email": {payload}})
		for field, id := range map[string]string{"name": fmt.Sprintf("named-%d", i), "email": fmt.Sprintf("at-%d", i)} {
			told := map[string]string{"name": "Bo", "email": plain, "birth_date": "1990-03-27"}
			told[field] = payload
			if call(t, s, key, http.MethodPut, "/people/"+id, told) != http.StatusOK {
				continue
			}
			call(t, s, key, http.MethodPost, "/people/"+id+"/consents", map[string]string{
				"id": "yes", "permission": "camera", "state": "granted", "at": s.Clock.Now().Format(time.RFC3339), "device": "Phone",
			})
		}
	}
	allSent(t, s)
	letters := server.received()
	if len(letters) < len(smuggled)/2 { // the others are refused where they are typed
		t.Fatalf("only %d letters were sent: the payloads do not get so far", len(letters))
	}
	for _, letter := range letters {
		if len(letter.to) != 1 || !ours[letter.to[0]] {
			t.Errorf("a letter went to %q", letter.to)
		}
		read, err := netmail.ReadMessage(strings.NewReader(letter.text))
		if err != nil {
			t.Errorf("a letter cannot be read: %v", err)
			continue
		}
		for name, values := range read.Header {
			if !slices.Contains(expectedHeaders, name) || len(values) != 1 {
				t.Errorf("a letter has the header %s: %q", name, values)
			}
		}
		to, err := read.Header.AddressList("To")
		if err != nil || len(to) != 1 || !ours[to[0].Address] {
			t.Errorf("a letter says that it goes to %q, %v", read.Header.Get("To"), err)
		}
	}
}

// expectedHeaders are those of a letter of ours.
var expectedHeaders = []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To", "User-Agent", "X-Mailer"}

func TestT24_NoHeaderOfARequestTurnsTheLinkInALetter(t *testing.T) {
	t.Parallel()
	s, server := posted(t)
	policy := s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	forged := []http.Header{
		{"X-Forwarded-Host": {"evil.test"}},
		{"X-Forwarded-Host": {"evil.test, " + s.URL}},
		{"X-Forwarded-Server": {"evil.test"}},
		{"X-Forwarded-Proto": {"https"}},
		{"X-Forwarded-Port": {"666"}},
		{"X-Forwarded-Prefix": {"//evil.test"}},
		{"X-Forwarded-Scheme": {"javascript"}},
		{"X-Forwarded-For": {"evil.test"}},
		{"X-Host": {"evil.test"}},
		{"X-Http-Host-Override": {"evil.test"}},
		{"X-Original-Host": {"evil.test"}},
		{"X-Original-Url": {"//evil.test/"}},
		{"X-Rewrite-Url": {"//evil.test/"}},
		{"Forwarded": {"host=evil.test;proto=https"}},
		{"Forwarded": {`for=1;host="evil.test"`}},
		{"X-Real-Ip": {"evil.test"}},
		{"Referer": {"https://evil.test/"}},
		{"X-Url-Scheme": {"evil"}},
		{"Base-Url": {"https://evil.test"}},
		{"X-Forwarded-Host": {"evil.test"}, "X-Forwarded-Proto": {"https"}, "Forwarded": {"host=evil.test"}},
	}
	for i, headers := range forged {
		s.Clock.Advance(time.Hour)
		body := url.Values{
			"for": {"me"}, "birth_date": {"1990-03-27"}, "name": {"Bo"}, "email": {fmt.Sprintf("bo%d@example.com", i)}, "password": {storetest.Password},
			"accept": {policy.Version},
		}
		v := s.Visitor()
		r := v.Request(http.MethodPost, "/sign-up", strings.NewReader(body.Encode()))
		for name, values := range headers {
			r.Header[name] = values
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", v.URL)
		if page := v.Do(r); page.Status != http.StatusSeeOther {
			t.Errorf("%v was answered with %d", headers, page.Status)
		}
	}
	allSent(t, s)
	letters := server.received()
	if len(letters) != len(forged) {
		t.Errorf("%d letters for %d requests", len(letters), len(forged))
	}
	for _, letter := range letters {
		text := plainText(t, letter)
		if link := linkInLetter.FindString(text); !strings.HasPrefix(link, s.URL+"/verify/") {
			t.Errorf("a letter leads to %q", link)
		}
		if strings.Contains(letter.text, "evil") || strings.Count(text, "://") != 1 {
			t.Errorf("a letter holds what a request said:\n%s", text)
		}
	}
}
