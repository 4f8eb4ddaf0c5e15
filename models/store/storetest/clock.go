package storetest

import (
	"sync"
	"time"

	"jolara.com/privacy/models"
)

// Morning is when every world begins: a Friday, 20 November 2026, ten o'clock in Shanghai.
var Morning = time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)

// Clock stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on, or back where d is negative.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set puts the clock to an instant.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}
