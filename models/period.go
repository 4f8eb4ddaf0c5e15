package models

import "time"

// Period is a range of local days, both included; a zero Date leaves that side open.
type Period struct{ From, To Date }

// ParsePeriod reads two days as a filter's form sends them, either of them empty. It returns an Invalid that names
// 'from' or 'to'.
func ParsePeriod(from, to string) (Period, error) {
	p, wrong := Period{}, Invalid{}
	for name, day := range map[string]struct {
		text string
		into *Date
	}{"from": {from, &p.From}, "to": {to, &p.To}} {
		if day.text == "" {
			continue
		}
		parsed, err := ParseDate(day.text)
		if err != nil {
			wrong[name] = FaultMalformed
			continue
		}
		*day.into = parsed
	}
	if len(wrong) == 0 && !p.From.IsZero() && !p.To.IsZero() && p.To.Before(p.From) {
		wrong["to"] = FaultPast
	}
	return p, wrong.OrNil()
}

// The times that stand for an open side: PostgreSQL keeps both, and nothing is older or newer.
var (
	longAgo   = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	farFuture = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
)

// Bounds returns the instants between which the period lies, the second excluded, by Shanghai's midnights.
func (p Period) Bounds() (from, before time.Time) {
	from, before = longAgo, farFuture
	if !p.From.IsZero() {
		from = p.From.Start()
	}
	if !p.To.IsZero() {
		before = p.To.Next().Start()
	}
	return from, before
}

// Open tells whether the period leaves nothing out.
func (p Period) Open() bool { return p.From.IsZero() && p.To.IsZero() }
