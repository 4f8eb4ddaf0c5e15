package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// limit bounds how often something may be tried in a window. Instances share it, since it lives in the database.
type limit struct {
	name   string
	times  int
	window time.Duration
}

// try is one use of a limit by whoever is counted: an address, a network.
type try struct {
	limit
	who string
}

func (l limit) of(who string) try { return try{l, who} }

// take counts one try against each limit, in one round trip, and returns TooMany where one of them is used up.
func (s *Store) take(ctx context.Context, tries ...try) error {
	now := s.Now()
	var wait time.Duration
	reads := make([]read, 0, len(tries))
	for _, t := range tries {
		start := now.Truncate(t.window)
		counted := 0
		reads = append(reads, read{
			`insert into limits (key, window_start, used) values ($1, $2, 1)
			on conflict (key, window_start) do update set used = limits.used + 1 where limits.used < $3 returning used`,
			[]any{s.vault.Lookup(t.name + "\x00" + t.who), start, t.times},
			func(rows pgx.Rows) error {
				for rows.Next() {
					counted++
				}
				if rows.Err() == nil && counted == 0 {
					wait = max(wait, start.Add(t.window).Sub(now))
				}
				return rows.Err()
			},
		})
	}
	if err := s.batch(ctx, reads...); err != nil {
		return fmt.Errorf("count a try: %w", err)
	}
	if wait > 0 {
		return models.TooMany{After: wait}
	}
	return nil
}
