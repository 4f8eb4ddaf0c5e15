package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// program is one of the two that are compared, running.
type program struct {
	name    string
	url     string
	process *exec.Cmd
	log     string   // the file that it writes to
	cookies []string // of the people who are signed in
}

func (p *program) pid() int { return p.process.Process.Pid }

// start runs a program at a free port and returns when it answers, with the time since its exec.
func start(ctx context.Context, name, file string, environment []string) (*program, time.Duration, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, 0, err
	}
	p := &program{name: name, url: "http://" + address, log: file + ".log"}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = log.Close() }()
	p.process = exec.CommandContext(ctx, file)
	p.process.Stdout, p.process.Stderr = log, log
	p.process.Env = append([]string{"ADDR=" + address, "BASE_URL=" + p.url}, environment...)
	since := time.Now()
	if err := p.process.Start(); err != nil {
		return nil, 0, err
	}
	for !p.healthy(ctx) {
		const patience = 10 * time.Second
		if time.Since(since) > patience || ctx.Err() != nil {
			return nil, 0, errors.Join(fmt.Errorf("%s does not answer; %s", name, p.said()), ctx.Err(), p.stop())
		}
		time.Sleep(time.Millisecond)
	}
	return p, time.Since(since), nil
}

func (p *program) healthy(ctx context.Context) bool {
	answer, err := once.Do(p.get("", "/healthz").WithContext(ctx))
	if err != nil {
		return false
	}
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// stop asks a program to end and waits for it; stopping none is no error.
func (p *program) stop() error {
	if p == nil {
		return nil
	}
	if err := p.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	if err := p.process.Wait(); err != nil {
		return fmt.Errorf("%s: %w; %s", p.name, err, p.said())
	}
	return nil
}

// kill ends a program at once, whatever it is at.
func (p *program) kill() error {
	if err := p.process.Process.Kill(); err != nil {
		return err
	}
	_ = p.process.Wait() // which says that it was killed
	return nil
}

// said is what a program wrote, for an error.
func (p *program) said() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return "it said: " + string(text)
}

func (p *program) get(cookie, path string) *http.Request {
	return p.request(http.MethodGet, cookie, path, "")
}

// post sends a form as a browser does that shows a page of the portal.
func (p *program) post(cookie, path string, form url.Values) *http.Request {
	r := p.request(http.MethodPost, cookie, path, form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", p.url)
	return r
}

func (p *program) request(method, cookie, path, body string) *http.Request {
	r, err := http.NewRequestWithContext(context.Background(), method, p.url+path, strings.NewReader(body))
	if err != nil {
		panic(err) // the addresses are made here
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	return r
}

func freeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// clientAt is once, calling from another of the machine's own addresses.
func clientAt(ip string) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true},
		CheckRedirect: once.CheckRedirect, Timeout: once.Timeout,
	}
}
