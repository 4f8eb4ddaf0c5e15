// Command bench measures the portal against the limit of the machine it runs on: a bare program that does the least
// real work for the same page (./limit). Both run at once on one private PostgreSQL and are loaded in turn by wrk, so
// that what is compared is a ratio, which other machines share, and not a speed, which they do not.
//
// It needs Linux, for /proc, and wrk. It exits with 1 where a goal is missed or a run is void.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	bulk := flag.Bool("bulk", false, "measure what is done to many rows at once, and no pages")
	asJSON := flag.Bool("json", false, "print the report as JSON")
	rounds := flag.Int("rounds", 5, "how often each program is loaded with each page")
	seconds := flag.Int("seconds", 3, "how long one load takes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := bench(ctx, plan{bulk: *bulk, rounds: max(*rounds, 1), seconds: max(*seconds, 1)}, *asJSON, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// plan says what is measured, and how much.
type plan struct {
	bulk            bool
	rounds, seconds int
}

// warmUp is the load before the first round, in seconds: connections are opened, statements prepared.
const warmUp = 1

func bench(ctx context.Context, p plan, asJSON bool, out io.Writer) (err error) {
	fmt.Fprintln(os.Stderr, "building, starting and filling …")
	l, err := openLab(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	measure := l.report
	if p.bulk {
		measure = l.reportBulk
	}
	r, err := measure(ctx, p)
	if err != nil {
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(r)
	} else {
		err = r.print(out)
	}
	if err == nil && !r.Passed() {
		err = errors.New("a goal was missed")
	}
	return err
}

// report takes every measurement there is.
func (l *lab) report(ctx context.Context, p plan) (r Report, err error) {
	if r.Machine, err = l.machine(ctx); err != nil {
		return r, err
	}
	r.Rounds, r.Seconds, r.Figures = p.rounds, p.seconds, l.atRest
	fmt.Fprintln(os.Stderr, "growing …")
	if r.Growth, err = l.grow(ctx); err != nil {
		return r, err
	}
	if err := l.portal.forgetPeak(); err != nil {
		return r, err
	}
	for _, what := range pages {
		for _, connections := range []int{throughputAt, latencyAt} {
			fmt.Fprintf(os.Stderr, "%s, %d connections …\n", what.name, connections)
			portal, limit, err := l.compare(ctx, what, connections, p)
			if err != nil {
				return r, fmt.Errorf("%s, %d connections: %w", what.name, connections, err)
			}
			r.Loads = append(r.Loads, newLoad(what, connections, portal, limit))
		}
	}
	peak, err := l.portal.peakMemory()
	if err != nil {
		return r, err
	}
	r.Figures = append(r.Figures, Figure{Name: "memory under load", Value: peak, Unit: "MiB", Goal: memoryUnderLoad})
	letters, err := l.workLetters(ctx, p.seconds)
	r.LettersPerSecond = letters
	return r, err
}

// compare loads both programs with a page in turn; in every second round the limit goes first.
func (l *lab) compare(ctx context.Context, what page, connections int, p plan) (portal, limit []sample, err error) {
	if err := l.answerAlike(ctx, what); err != nil {
		return nil, nil, err
	}
	for _, program := range []*program{l.portal, l.limit} {
		if _, err := l.load(ctx, program, what, connections, warmUp); err != nil {
			return nil, nil, err
		}
	}
	for round := range p.rounds {
		order := []*program{l.portal, l.limit}
		if round%2 == 1 {
			order = []*program{l.limit, l.portal}
		}
		for _, program := range order {
			s, err := l.load(ctx, program, what, connections, p.seconds)
			if err != nil {
				return nil, nil, err
			}
			if program == l.portal {
				portal = append(portal, s)
			} else {
				limit = append(limit, s)
			}
		}
	}
	return portal, limit, nil
}
