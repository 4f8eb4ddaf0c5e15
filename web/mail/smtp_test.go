package mail_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/mail"
)

// choosy is a mail server that takes letters to nobody whom it has a reply for.
type choosy map[string]*smtp.SMTPError

func (choosy) Reset()                               {}
func (choosy) Logout() error                        { return nil }
func (choosy) Mail(string, *smtp.MailOptions) error { return nil }

func (c choosy) Rcpt(to string, _ *smtp.RcptOptions) error {
	if reply := c[to]; reply != nil {
		return reply
	}
	return nil
}

func (choosy) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func TestOnlyAnAddressThatIsRefusedForGoodIsUndeliverable(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return choosy{
			"nobody@example.com": {Code: 550, Message: "nobody@example.com is unknown here"},
			"full@example.com":   {Code: 452, Message: "full@example.com takes no more today"},
		}, nil
	}))
	server.Domain = "localhost"
	go func() { _ = server.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	sender, err := mail.NewSMTP("smtp://"+listener.Addr().String(), "Jolara Privacy <privacy@localhost>")
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]struct{ fails, forGood bool }{
		"mei@example.com": {}, "full@example.com": {fails: true}, "nobody@example.com": {true, true},
	} {
		err := sender.Send(t.Context(), models.Letter{ID: "7", To: to, Subject: "A letter", Text: "Hello", HTML: "<p>Hello</p>"})
		if (err != nil) != want.fails || errors.Is(err, models.ErrUndeliverable) != want.forGood {
			t.Errorf("to %s: %v", to, err)
		}
		if err != nil && strings.Contains(err.Error(), "example.com") {
			t.Errorf("the error names the address: %v", err)
		}
	}
}
