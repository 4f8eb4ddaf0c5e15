package mail

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"jolara.com/privacy/models"
)

// SMTP sends letters through a mail server (RFC 5321), encrypted where the server offers it.
type SMTP struct {
	client *gomail.Client
	from   string
}

const (
	smtpTimeout      = 30 * time.Second
	permanentFailure = 500 // the lowest such reply
)

// NewSMTP reads where the mail server is: smtp://user:password@host:587, or smtps:// for TLS from the first byte.
func NewSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, errors.New("SMTP_URL is an address such as smtp://user:password@mail.example.com:587")
	}
	options := []gomail.Option{gomail.WithTimeout(smtpTimeout), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	if u.Scheme == "smtps" {
		options = append(options, gomail.WithSSL())
	}
	if port := u.Port(); port != "" {
		n, err := strconv.Atoi(port)
		if err != nil {
			return nil, errors.New("SMTP_URL: the port is a number")
		}
		options = append(options, gomail.WithPort(n))
	}
	if user := u.User.Username(); user != "" {
		password, _ := u.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("SMTP_URL: %w", err)
	}
	if _, err := message(models.Letter{To: "someone@example.com"}, from, time.Time{}); err != nil {
		return nil, err // a wrong MAIL_FROM is known at the start, not at the first letter
	}
	return &SMTP{client, from}, nil
}

// Send hands one letter to the mail server. An error says nothing of the letter but its id.
func (s *SMTP) Send(ctx context.Context, letter models.Letter) error {
	m, err := message(letter, s.from, time.Now())
	if err != nil {
		return fmt.Errorf("letter %s: %w", letter.ID, err)
	}
	if err := s.client.DialAndSendWithContext(ctx, m); err != nil {
		return fmt.Errorf("letter %s: %w", letter.ID, withoutAddress(err))
	}
	return nil
}

// Discloses is true: the mail server reads what it carries.
func (*SMTP) Discloses() bool { return true }

// withoutAddress keeps what the mail server answered and drops the address that the library puts beside it. It is
// ErrUndeliverable where the server refused the address for good (RFC 5321, 4.2.1).
func withoutAddress(err error) error {
	var failed *gomail.SendError
	if errors.As(err, &failed) {
		if failed.Reason == gomail.ErrSMTPRcptTo && failed.ErrorCode() >= permanentFailure {
			return fmt.Errorf("%w (code %d)", models.ErrUndeliverable, failed.ErrorCode())
		}
		return fmt.Errorf("the mail server refused it (code %d, %s)", failed.ErrorCode(), failed.Reason)
	}
	return errors.New("the mail server was not reached")
}
