// Package site runs the whole portal for a test: the handlers on a listener, the jobs, and a mailbox, over a database of
// its own. People visit it with a cookie jar (visitor.go) or with a real browser (browser.go).
package site

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/jobs"
	"jolara.com/privacy/web/mail"
)

// From is the sender of every letter.
const From = "Jolara Privacy <privacy@localhost>"

// Site is one running portal on a world of its own.
type Site struct {
	*storetest.World
	URL  string
	Box  *mail.Box
	Mail string // the mailbox's folder

	t testing.TB
}

// Start runs a portal that ends with the test.
func Start(t testing.TB) *Site {
	t.Helper()
	return On(t, storetest.New(t))
}

// On runs a portal on a world, with its jobs. Letters land in the mailbox.
func On(t testing.TB, w *storetest.World) *Site {
	t.Helper()
	return Mailing(t, w, nil)
}

// Mailing is On, but the letters go by sender; nil is the mailbox.
func Mailing(t testing.TB, w *storetest.World, sender jobs.Sender) *Site {
	t.Helper()
	folder := t.TempDir()
	box, err := mail.NewBox(folder, From, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if sender == nil {
		sender = box
	}
	s := &Site{World: w, Box: box, Mail: folder, t: t}
	s.URL = s.Instance(w.Store)
	base, _ := url.Parse(s.URL)
	stop, err := w.Store.Work(context.WithoutCancel(t.Context()), jobs.Workers(w.Store, sender, base, w.Log))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Instance serves the portal once more, on a store of its own, and returns the address.
func (s *Site) Instance(of *store.Store) string {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: listener.Addr().String()}
	server := &http.Server{
		ReadHeaderTimeout: time.Second,
		Handler:           handlers.New(handlers.Deps{Store: of, BaseURL: base, CookieKey: s.Vault.Key("cookies"), Mailbox: s.Box, Log: s.Log}),
	}
	go func() { _ = server.Serve(listener) }()
	s.t.Cleanup(func() { _ = server.Close() })
	return base.String()
}

// Letter waits for the latest letter to an address, which a job sends.
func (s *Site) Letter(to string) models.Letter {
	s.t.Helper()
	return s.LetterAbout(to, "")
}

// LetterAbout waits for a letter to an address whose subject holds some words, and returns the latest.
func (s *Site) LetterAbout(to, subject string) models.Letter {
	s.t.Helper()
	const patience, pause = 10 * time.Second, 5 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		letters, err := s.Box.Letters()
		if err != nil {
			s.t.Fatal(err)
		}
		for _, letter := range letters {
			if (letter.To == "<"+to+">" || letter.To == to) && strings.Contains(letter.Subject, subject) {
				return letter
			}
		}
	}
	s.t.Fatalf("no letter came within %s", patience)
	return models.Letter{}
}
