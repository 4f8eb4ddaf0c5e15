package main

import (
	"math"
	"testing"
	"time"
)

func samples(perSecond, cpuMicros, p99Millis []float64) []sample {
	var all []sample
	for i := range perSecond {
		all = append(all, sample{PerSecond: perSecond[i], CPUMicros: cpuMicros[i], P99Millis: p99Millis[i]})
	}
	return all
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestRoundsAreComparedInPairs(t *testing.T) {
	// The machine was half as fast in the second round, for both: the ratio is the same.
	portal := samples([]float64{80, 40, 90}, []float64{10, 10, 20}, []float64{4, 6, 9})
	limit := samples([]float64{100, 50, 100}, []float64{8, 9, 12}, []float64{2, 2, 3})
	got := compared(portal, limit)
	if !near(got.Ratio, 0.80) || !near(got.CPURatio, 0.80) || !near(got.P99Ratio, 3) || !near(got.Spread, 0.5) {
		t.Errorf("%+v", got)
	}
}

func TestTheMedianIsTheMiddle(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{7}, 7},
		{[]float64{9, 1}, 5},
		{[]float64{9, 1, 2}, 2},
		{[]float64{4, 1, 3, 2}, 2.5},
	} {
		if got := median(test.values); !near(got, test.want) {
			t.Errorf("of %v: %v, want %v", test.values, got, test.want)
		}
	}
	if got := median(nil); !math.IsNaN(got) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestWhoReachesTheGoal(t *testing.T) {
	const goal = 0.80
	for name, test := range map[string]struct {
		Comparison
		passed bool
		by     string
	}{
		"above":                           {Comparison{Ratio: 0.85, CPURatio: 0.1, Spread: 0.1}, true, "requests a second"},
		"within the tolerance":            {Comparison{Ratio: 0.76, CPURatio: 0.1, Spread: 0.2}, true, "requests a second"},
		"below it":                        {Comparison{Ratio: 0.74, CPURatio: 0.9, Spread: 0.1}, false, "requests a second"},
		"noisy, and frugal with the CPU":  {Comparison{Ratio: 0.2, CPURatio: 0.76, Spread: 0.21}, true, "CPU time, since the machine is too noisy"},
		"noisy, and wasteful of it":       {Comparison{Ratio: 1.2, CPURatio: 0.74, Spread: 0.21}, false, "CPU time, since the machine is too noisy"},
		"nothing to compare is no ratio":  {Comparison{Ratio: math.NaN(), CPURatio: 1}, false, "requests a second"},
		"noisy, and no CPU time measured": {Comparison{Ratio: 1, CPURatio: math.NaN(), Spread: 0.5}, false, "CPU time, since the machine is too noisy"},
	} {
		if got := test.throughput(goal); got.Passed != test.passed || got.By != test.by {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for ratio, passed := range map[float64]bool{0.9: true, 3: true, 3.1: false} {
		if got := (Comparison{P99Ratio: ratio}).slowness(3); got.Passed != passed {
			t.Errorf("%.1f times as slow: %+v", ratio, got)
		}
	}
}

func TestOneMissedGoalFailsTheReport(t *testing.T) {
	good, bad := Load{Outcome: Outcome{Passed: true}}, Load{}
	low, high := Figure{Value: 60, Goal: 60}, Figure{Value: 61, Goal: 60}
	fast, slow := Figure{Value: 60, Goal: 60, AtLeast: true}, Figure{Value: 59, Goal: 60, AtLeast: true}
	for _, test := range []struct {
		report Report
		passed bool
	}{
		{Report{Loads: []Load{good, good}, Figures: []Figure{low}}, true},
		{Report{Loads: []Load{good, bad}, Figures: []Figure{low}}, false},
		{Report{Loads: []Load{good}, Figures: []Figure{low, high}}, false},
		{Report{Figures: []Figure{low, fast}}, true},
		{Report{Figures: []Figure{low, slow}}, false},
		{Report{Loads: []Load{good}, Growth: []Growth{{Few: 1, Many: 1.3}}}, true},
		{Report{Loads: []Load{good}, Growth: []Growth{{Few: 1, Many: 1.3}, {Few: 1, Many: 1.31}}}, false},
	} {
		if got := test.report.Passed(); got != test.passed {
			t.Errorf("%+v: %t", test.report, got)
		}
	}
}

func TestAProcessIsReadFromItsStat(t *testing.T) {
	got, err := parseStat([]byte("812 (postgres: a) b (c)) S 77 812 812 0 -1 4194560 9 8 7 6 150 50 30 20 20 0 1 0 12345 6 7\n"))
	want := process{parent: 77, cpu: 2 * time.Second, reaped: 500 * time.Millisecond}
	if err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	for _, text := range []string{"", "1 (x) S 1", "1 (x) S one 1 1 0 -1 0 0 0 0 0 1 1 1 1"} {
		if got, err := parseStat([]byte(text)); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestOneErrorVoidsARun(t *testing.T) {
	got, err := parseLoaded([]byte("Running 3s test\n  2 threads\n{\"requests\":600,\"microseconds\":3000000,\"errors\":0,\"p99\":2500}\n"))
	if want := (loaded{Requests: 600, Microseconds: 3_000_000, P99: 2500}); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	for _, text := range []string{
		"", "unable to connect to 127.0.0.1:1",
		`{"requests":600,"microseconds":3000000,"errors":1,"p99":2500}`,
		`{"requests":0,"microseconds":3000000,"errors":0,"p99":0}`,
	} {
		if got, err := parseLoaded([]byte(text)); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestFilledReceiptsAreAllDifferent(t *testing.T) {
	f, seen := &filler{}, map[string]bool{}
	for range 200_000 {
		seen[f.receipt()] = true
	}
	if len(seen) != 200_000 {
		t.Errorf("%d of 200000 differ", len(seen))
	}
}
