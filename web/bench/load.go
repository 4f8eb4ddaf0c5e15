package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

//go:embed wrk.lua
var wrkScript []byte

// wrkThreads share the load; each has its own people, so that no two ask for the same person.
const wrkThreads = 2

// sample is what one load of one program came to.
type sample struct {
	PerSecond     float64 `json:"requests_per_second"`
	CPUMicros     float64 `json:"cpu_microseconds_per_request"` // of the program and of PostgreSQL
	PostgresShare float64 `json:"postgresql_share_of_cpu"`
	P99Millis     float64 `json:"p99_milliseconds"`
}

// load lets wrk ask one program for a page. The CPU time that PostgreSQL takes meanwhile is the program's, since no
// other is asked.
func (l *lab) load(ctx context.Context, p *program, what page, connections, seconds int) (s sample, err error) {
	if what.before != nil {
		if err := what.before(ctx, l); err != nil {
			return s, err
		}
	}
	file := filepath.Join(l.scratch, "requests")
	if err := writeRequests(file, what.requests(p)); err != nil {
		return s, err
	}
	ownBefore, postgresBefore, err := l.cpu(p)
	if err != nil {
		return s, err
	}
	done, err := l.wrk(ctx, p.url, file, connections, seconds)
	if err != nil {
		return s, fmt.Errorf("%s: %w", p.name, err)
	}
	own, postgres, err := l.cpu(p)
	if err != nil {
		return s, err
	}
	own, postgres = own-ownBefore, postgres-postgresBefore
	if what.after != nil {
		if err := what.after(ctx, l, done.Requests); err != nil {
			return s, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return sample{
		PerSecond:     float64(done.Requests) / (float64(done.Microseconds) / 1e6),
		CPUMicros:     float64((own + postgres).Microseconds()) / float64(done.Requests),
		PostgresShare: float64(postgres) / float64(max(own+postgres, 1)),
		P99Millis:     float64(done.P99) / 1e3,
	}, nil
}

func (l *lab) cpu(p *program) (own, postgres time.Duration, err error) {
	if own, err = cpuOf(p.pid()); err != nil {
		return 0, 0, err
	}
	postgres, err = cpuOfFamily(l.postmaster)
	return own, postgres, err
}

// loaded is what wrk.lua prints at the end.
type loaded struct {
	Requests     int `json:"requests"`
	Microseconds int `json:"microseconds"`
	Errors       int `json:"errors"`
	P99          int `json:"p99"` // in microseconds
}

func (l *lab) wrk(ctx context.Context, address, file string, connections, seconds int) (loaded, error) {
	script := filepath.Join(l.scratch, "wrk.lua")
	if err := os.WriteFile(script, wrkScript, 0o600); err != nil {
		return loaded{}, err
	}
	threads := strconv.Itoa(wrkThreads)
	out, err := exec.CommandContext(ctx, "wrk", "-t", threads, "-c", strconv.Itoa(connections), "-d", strconv.Itoa(seconds)+"s",
		"-s", script, address, "--", file, threads).CombinedOutput()
	if err != nil {
		return loaded{}, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	return parseLoaded(out)
}

// parseLoaded reads the last line of what wrk printed. A single error voids the run.
func parseLoaded(out []byte) (done loaded, err error) {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], &done); err != nil {
		return done, fmt.Errorf("wrk said something else: %w\n%s", err, out)
	}
	if done.Errors > 0 || done.Requests == 0 || done.Microseconds == 0 {
		return done, fmt.Errorf("the run is void: %d of %d requests failed", done.Errors, done.Requests)
	}
	return done, nil
}

func writeRequests(file string, requests []*http.Request) error {
	var all bytes.Buffer
	for _, r := range requests {
		if err := r.Write(&all); err != nil {
			return err
		}
		all.WriteByte(0)
	}
	return os.WriteFile(file, all.Bytes(), 0o600)
}

// answersRight asks for a page once, looks at the answer and returns how long it is.
func (p *program) answersRight(ctx context.Context, what page) (length int, err error) {
	answer, err := once.Do(what.requests(p)[0].WithContext(ctx))
	if err != nil {
		return 0, err
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		return 0, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if err := what.right(answer); err != nil {
		return 0, fmt.Errorf("%s: %w", p.name, err)
	}
	return len(body), nil
}

// answerAlike tells whether both programs answer right, and at the same length but for a twentieth.
func (l *lab) answerAlike(ctx context.Context, what page) error {
	portal, err := l.portal.answersRight(ctx, what)
	if err != nil {
		return err
	}
	limit, err := l.limit.answersRight(ctx, what)
	if err != nil {
		return err
	}
	const twentieth = 20
	if apart := max(portal-limit, limit-portal); apart > portal/twentieth {
		return fmt.Errorf("the portal answers %d bytes and the limit %d", portal, limit)
	}
	return nil
}

// once follows no redirect and unpacks nothing.
var once = &http.Client{
	Transport:     &http.Transport{DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       10 * time.Second,
}
