package store

import (
	"encoding/binary"
	"time"

	"gorm.io/gorm"
)

// closing closes a door after so many wrong tries, for a while from the last of them. Unlike a limit it counts only what
// was wrong, so that it is asked before the try and told after it, in one transaction.
type closing struct {
	name  string
	after int
	rest  time.Duration
}

// door is one of the doors that a closing watches: a person's, a network's.
type door struct {
	closing
	key []byte
}

func (s *Store) door(c closing, who string) door {
	return door{c, s.vault.Lookup(c.name + "\x00" + who)}
}

// closedFor tells how long the doors stay closed, 0 where all are open, and lets nobody else try them until the
// transaction ends: guesses that are made at once are counted one after the other. Doors are named in one order always.
func (s *Store) closedFor(tx *gorm.DB, now time.Time, doors ...door) (wait time.Duration, err error) {
	for _, d := range doors {
		lock := int64(binary.BigEndian.Uint64(d.key)) // a part of the hash: two doors that share it wait for each other, no more
		if err := tx.Exec(`select pg_advisory_xact_lock(?)`, lock).Error; err != nil {
			return 0, err
		}
		var last []struct{ WindowStart time.Time }
		err := tx.Raw(`select window_start from limits where key = ? and window_start > ? and used >= ?`, d.key, now.Add(-d.rest), d.after).
			Scan(&last).Error
		if err != nil {
			return 0, err
		}
		for _, wrong := range last {
			wait = max(wait, wrong.WindowStart.Add(d.rest).Sub(now))
		}
	}
	return wait, nil
}

// wrongAt counts a wrong try at each door; wrong tries that lie a whole rest behind are forgotten.
func (s *Store) wrongAt(tx *gorm.DB, now time.Time, doors ...door) error {
	for _, d := range doors {
		err := tx.Exec(`with before as (delete from limits where key = ? returning window_start, used)
			insert into limits (key, window_start, used)
			select ?, ?, 1 + coalesce(sum(used), 0) from before where window_start > ?`, d.key, d.key, now, now.Add(-d.rest)).Error
		if err != nil {
			return err
		}
	}
	return nil
}
