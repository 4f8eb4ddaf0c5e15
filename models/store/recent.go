package store

import (
	"sync"
	"sync/atomic"
	"time"
)

// freshness is how long an instance may not know of what another one imported.
const freshness = 2 * time.Second

// recent is what an instance knows of something that every page asks for and that is seldom imported: it costs no round trip.
type recent[T any] struct {
	known   atomic.Pointer[readAt[T]]
	reading sync.Mutex
}

// readAt is a value as it was read; at is the machine's time, since freshness is no matter of business.
type readAt[T any] struct {
	value T
	at    time.Time
}

func (r *recent[T]) forget() { r.known.Store(nil) }

// get returns the value. One request in freshness reads it, while the others go on with what is known, as all do when
// reading fails.
func (r *recent[T]) get(read func() (T, error)) (T, error) {
	known := r.known.Load()
	if known != nil {
		if time.Since(known.at) < freshness || !r.reading.TryLock() {
			return known.value, nil
		}
		defer r.reading.Unlock()
	}
	at := time.Now()
	value, err := read()
	if err != nil && known != nil {
		return known.value, nil
	}
	if err != nil {
		return value, err
	}
	r.known.Store(&readAt[T]{value, at})
	return value, nil
}
