package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// Growth is how long one page of a person's service log takes the portal while others have few entries, and while they
// have many.
type Growth struct {
	Entries int     `json:"entries_of_the_person"`
	Few     float64 `json:"p50_milliseconds_beside_few"`  // beside activityFirst entries of others
	Many    float64 `json:"p50_milliseconds_beside_many"` // beside activityInAll
}

// mostGrowth is how many times longer it may take beside many.
const mostGrowth = 1.3

// Ratio is how many times longer it takes beside many.
func (g Growth) Ratio() float64 { return g.Many / g.Few }

// Passed tells whether the goal was reached.
func (g Growth) Passed() bool { return g.Ratio() <= mostGrowth }

// grow measures pages of the service log, adds millions of entries of other people to it, and measures them again.
func (l *lab) grow(ctx context.Context) (all []Growth, err error) {
	few, err := l.logTimes(ctx)
	if err != nil {
		return nil, err
	}
	if err := l.filler.growActivity(ctx, l.pool); err != nil {
		return nil, fmt.Errorf("grow: %w", err)
	}
	many, err := l.logTimes(ctx)
	if err != nil {
		return nil, err
	}
	for i, size := range sizes {
		all = append(all, Growth{Entries: size.entries, Few: few[i], Many: many[i]})
	}
	return all, nil
}

// logTimes is the median time of a page of the service log in milliseconds, for one person of each size. They are asked for
// in turn, at every place of their logs, by nobody else meanwhile.
func (l *lab) logTimes(ctx context.Context) (medians []float64, err error) {
	const rounds, warmUps = 40, 5
	times := make([][]float64, len(sizes))
	for round := range rounds {
		for _, path := range places("/data/log") {
			for i, size := range sizes {
				since := time.Now()
				if err := l.portal.fetch(ctx, l.portal.cookies[firstOf(size.entries)], path); err != nil {
					return nil, err
				}
				if round >= warmUps {
					times[i] = append(times[i], float64(time.Since(since).Microseconds())/1e3)
				}
			}
		}
	}
	for _, of := range times {
		medians = append(medians, median(of))
	}
	return medians, nil
}

// fetch reads a page to its end.
func (p *program) fetch(ctx context.Context, cookie, path string) (err error) {
	answer, err := once.Do(p.get(cookie, path).WithContext(ctx))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", path, answer.Status)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

// grown tells whether every page stayed as fast as it was.
func (r Report) grown() bool {
	return !slices.ContainsFunc(r.Growth, func(g Growth) bool { return !g.Passed() })
}
