package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
)

// Report is what a run of the bench came to.
type Report struct {
	Machine          Machine  `json:"machine"`
	Rounds           int      `json:"rounds"`
	Seconds          int      `json:"seconds_a_round"`
	Loads            []Load   `json:"loads"`
	Growth           []Growth `json:"growth"`
	Figures          []Figure `json:"figures"`
	LettersPerSecond float64  `json:"letters_per_second"` // what the workers send when nobody is asking for a page
}

// Passed tells whether every goal was reached.
func (r Report) Passed() bool {
	return r.grown() && !slices.ContainsFunc(r.Loads, func(l Load) bool { return !l.Passed }) &&
		!slices.ContainsFunc(r.Figures, func(f Figure) bool { return !f.Passed() })
}

// Machine says where and on what the figures were taken.
type Machine struct {
	Commit     string  `json:"commit"`
	Go         string  `json:"go"`
	PostgreSQL string  `json:"postgresql"`
	Wrk        string  `json:"wrk"`
	Cores      int     `json:"cores"`
	MemoryGiB  float64 `json:"memory_gib"`
	SyncMillis float64 `json:"fdatasync_milliseconds"` // of 8 KiB, in the folder that the cluster is in
}

// Figure is one number of the portal alone; it should be at most its goal, or at least.
type Figure struct {
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Goal    float64 `json:"goal"`
	AtLeast bool    `json:"at_least"`
}

// Passed tells whether the goal was reached.
func (f Figure) Passed() bool {
	if f.AtLeast {
		return f.Value >= f.Goal
	}
	return f.Value <= f.Goal
}

func (f Figure) goal() string {
	than := "≤"
	if f.AtLeast {
		than = "≥"
	}
	return fmt.Sprintf("%s %.0f %s", than, f.Goal, f.Unit)
}

// Load compares the programs under one page and one number of connections.
type Load struct {
	Page        string   `json:"page"`
	Connections int      `json:"connections"`
	Portal      []sample `json:"portal"`
	Limit       []sample `json:"limit"`
	Comparison
	Outcome
}

// Comparison is the portal beside the limit.
type Comparison struct {
	Ratio    float64 `json:"ratio"`          // of requests a second: the median of the rounds' ratios
	Spread   float64 `json:"limit_spread"`   // (most − least) / median of the limit's own rounds
	CPURatio float64 `json:"cpu_ratio"`      // the limit's CPU time per request by the portal's: 1 is as good as the limit
	P99Ratio float64 `json:"slowness_ratio"` // of the 99th percentiles: 2 is twice as slow as the limit
}

// Outcome is what was asked of a load, and whether it was reached.
type Outcome struct {
	Goal   string `json:"goal"`
	By     string `json:"decided_by"`
	Passed bool   `json:"passed"`
}

func newLoad(p page, connections int, portal, limit []sample) Load {
	l := Load{Page: p.name, Connections: connections, Portal: portal, Limit: limit, Comparison: compared(portal, limit)}
	if connections == throughputAt {
		l.Outcome = l.throughput(p.goal)
	} else {
		l.Outcome = l.slowness(slowestRatio)
	}
	return l
}

// compared sets the rounds of both programs side by side; they were measured in pairs.
func compared(portal, limit []sample) Comparison {
	perSecond := func(s sample) float64 { return s.PerSecond }
	slowness := func(s sample) float64 { return s.P99Millis }
	cpu := func(s sample) float64 { return s.CPUMicros }
	return Comparison{
		Ratio:    median(ratios(each(portal, perSecond), each(limit, perSecond))),
		Spread:   spread(each(limit, perSecond)),
		CPURatio: median(ratios(each(limit, cpu), each(portal, cpu))),
		P99Ratio: median(ratios(each(portal, slowness), each(limit, slowness))),
	}
}

const (
	tolerance  = 0.05 // how far below its goal a ratio may lie
	mostSpread = 0.20 // beyond it the machine is too noisy for throughput to mean anything
)

// throughput judges requests a second; where the limit itself was too uneven, CPU time per request decides.
func (c Comparison) throughput(goal float64) Outcome {
	o := Outcome{Goal: fmt.Sprintf("ratio ≥ %.2f", goal), By: "requests a second", Passed: c.Ratio >= goal-tolerance}
	if c.Spread > mostSpread {
		o.By, o.Passed = "CPU time, since the machine is too noisy", c.CPURatio >= goal-tolerance
	}
	return o
}

func (c Comparison) slowness(most float64) Outcome {
	return Outcome{Goal: fmt.Sprintf("p99 ≤ %.1f × limit", most), By: "p99", Passed: c.P99Ratio <= most}
}

func each(samples []sample, value func(sample) float64) []float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = value(s)
	}
	return values
}

func ratios(over, under []float64) []float64 {
	values := make([]float64, len(over))
	for i := range over {
		values[i] = over[i] / under[i]
	}
	return values
}

// median is the value in the middle; of an even number of values, the mean of the two there.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return math.NaN()
	}
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func spread(values []float64) float64 {
	return (slices.Max(values) - slices.Min(values)) / median(values)
}

func (r Report) print(out io.Writer) error {
	m := r.Machine
	fmt.Fprintf(out, "\ncommit %s · %s · PostgreSQL %s · %s\n%d cores · %.0f GiB · one fdatasync %.2f ms",
		m.Commit, m.Go, m.PostgreSQL, m.Wrk, m.Cores, m.MemoryGiB, m.SyncMillis)
	if r.Rounds > 0 {
		fmt.Fprintf(out, " · %d rounds of %d s", r.Rounds, r.Seconds)
	}
	fmt.Fprint(out, "\n\n")
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(cells ...string) { fmt.Fprintln(t, strings.Join(cells, "\t")) }
	if len(r.Loads) > 0 {
		row("page", "at once", "", "requests/s", "CPU/request", "of it PostgreSQL", "p99", "goal", "reached")
	}
	for _, l := range r.Loads {
		row(append(append([]string{l.Page, fmt.Sprint(l.Connections), "portal"}, cells(l.Portal)...), "", "")...)
		row(append(append([]string{"", "", "limit"}, cells(l.Limit)...), fmt.Sprintf("spread %.0f %%", l.Spread*100), "")...)
		row("", "", "ratio", fmt.Sprintf("%.2f", l.Ratio), fmt.Sprintf("%.2f", l.CPURatio), "", fmt.Sprintf("%.2f", l.P99Ratio),
			l.Goal, reached(l.Passed)+" (by "+l.By+")")
	}
	if len(r.Growth) > 0 {
		row()
		row("page of a log of", "", "", "p50 beside 10 thousand", "beside 10 million", "ratio", "", "goal", "reached")
	}
	for _, g := range r.Growth {
		row(fmt.Sprint(g.Entries), "", "", fmt.Sprintf("%.2f ms", g.Few), fmt.Sprintf("%.2f ms", g.Many), fmt.Sprintf("%.2f", g.Ratio()), "",
			fmt.Sprintf("ratio ≤ %.1f", mostGrowth), reached(g.Passed()))
	}
	row()
	row("portal", "", "", "", "", "", "", "goal", "reached")
	for _, f := range r.Figures {
		row(f.Name, "", "", fmt.Sprintf("%.1f %s", f.Value, f.Unit), "", "", "", f.goal(), reached(f.Passed()))
	}
	if r.LettersPerSecond > 0 {
		row("letters", "", "", fmt.Sprintf("%.0f /s", r.LettersPerSecond))
	}
	return t.Flush()
}

func cells(samples []sample) []string {
	return []string{
		fmt.Sprintf("%.0f", median(each(samples, func(s sample) float64 { return s.PerSecond }))),
		fmt.Sprintf("%.0f µs", median(each(samples, func(s sample) float64 { return s.CPUMicros }))),
		fmt.Sprintf("%.0f %%", 100*median(each(samples, func(s sample) float64 { return s.PostgresShare }))),
		fmt.Sprintf("%.1f ms", median(each(samples, func(s sample) float64 { return s.P99Millis }))),
	}
}

func reached(passed bool) string { return cmp.Or(map[bool]string{true: "yes"}[passed], "NO") }
