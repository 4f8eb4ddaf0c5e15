package main

import (
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"

	"github.com/emersion/go-smtp"
)

// sink is a mail server that counts the letters it is given and keeps none.
type sink struct {
	server  *smtp.Server
	address string
	count   atomic.Int64
	first   chan struct{} // closed with the first letter
	opened  sync.Once
}

func openSink(ctx context.Context) (*sink, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{address: listener.Addr().String(), first: make(chan struct{})}
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return delivery{s}, nil }))
	s.server.Domain = "localhost"
	go func() { _ = s.server.Serve(listener) }() // ends with Close
	return s, nil
}

func (s *sink) url() string { return "smtp://" + s.address }

// delivery is one connection to the sink.
type delivery struct{ sink *sink }

func (delivery) Mail(string, *smtp.MailOptions) error { return nil }
func (delivery) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (delivery) Reset()                               {}
func (delivery) Logout() error                        { return nil }

func (d delivery) Data(letter io.Reader) error {
	if _, err := io.Copy(io.Discard, letter); err != nil {
		return err
	}
	d.sink.count.Add(1)
	d.sink.opened.Do(func() { close(d.sink.first) })
	return nil
}
