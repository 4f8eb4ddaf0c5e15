package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/vault"
	"jolara.com/privacy/web/jobs"
	"jolara.com/privacy/web/mail"
)

// How long a client may take to say what it wants, to be answered, and to say nothing; and how long a stop waits for
// what is under way (T25).
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	stopTimeout       = 20 * time.Second
)

// heapGrowth is by how many percent the heap grows before garbage is looked for, unless GOGC says otherwise. Go's own 100 is
// for heaps of gigabytes: ours is a few megabytes, which pages leave behind in no time, and a fifth of the CPU went into it.
const heapGrowth = 300

type serveCmd struct{}

// Run serves until the context ends: store, then handlers, the server and jobs. At the end it lets nobody in any more, and then stops the jobs.
func (serveCmd) Run(p *program) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	s, v, closeAll, err := p.open()
	if err != nil {
		return err
	}
	defer closeAll()
	base, err := p.config.baseURL()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(p.ctx, "tcp", p.config.Addr)
	if err != nil {
		return fmt.Errorf("listen on ADDR: %w", err)
	}
	handler, sender, err := p.handler(s, v, base)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }() // before the queue is up: whoever is there already is not to wait for it
	// Jobs outlive the signal: what is under way is finished below.
	stopJobs, err := s.Work(context.WithoutCancel(p.ctx), jobs.Workers(s, sender, base, p.log), jobs.Periodic()...)
	if err != nil {
		return errors.Join(err, server.Close())
	}
	fmt.Fprintf(p.out, "The privacy portal is on %s\n", base)
	stopDemo := p.demoBeside(s, handler)

	select {
	case err = <-failed:
	case <-p.ctx.Done():
	}
	stopDemo()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), stopTimeout)
	defer cancel()
	return errors.Join(err, server.Shutdown(ctx), stopJobs(ctx))
}

// demoBeside loads the demo world while the portal answers; stop waits for the call that is under way.
func (p *program) demoBeside(s *store.Store, handler http.Handler) (stop func()) {
	if !p.config.isDemo() {
		return func() {}
	}
	begun, err := p.demo(s, handler)
	if err != nil {
		p.log.Error("load the demo world", "error", err)
		return func() {}
	}
	if !begun.Told {
		fmt.Fprintln(p.out, "\nThe album fills as you look: some three hundred photos within a minute and a half.")
	}
	ctx, cancel := context.WithCancel(p.ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := p.tellDemo(ctx, handler, begun); err != nil {
			p.log.Error("load the demo world", "error", err)
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// handler builds the site and says how its mail leaves: to a mail server, or into the development mailbox.
func (p *program) handler(s *store.Store, v *vault.Vault, base *url.URL) (http.Handler, jobs.Sender, error) {
	deps := handlers.Deps{Store: s, BaseURL: base, CookieKey: v.Key("cookies"), Log: p.log}
	if p.config.SMTPURL != "" {
		sender, err := mail.NewSMTP(p.config.SMTPURL, p.config.MailFrom)
		return handlers.New(deps), sender, err
	}
	box, err := mail.NewBox(filepath.Join(p.config.DataDir, "mail"), p.config.MailFrom, s.Now)
	deps.Mailbox = box
	return handlers.New(deps), box, err
}

// dialable is the address at which a listener on addr is reached from this machine.
func dialable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}
