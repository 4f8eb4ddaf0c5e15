package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// One command at a time starts or stops the server.
func startLock(home string) string { return filepath.Join(home, "pg.start") }

// Every command that uses the server holds this one, shared, while it does.
func usersLock(home string) string { return filepath.Join(home, "pg.users") }

const pause = 5 * time.Millisecond // between two looks at what another process does

// lock holds until the file is closed, or its process ends in whatever way.
// The file is only read, so that another user's lock can be taken too.
func lock(ctx context.Context, path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, fmt.Errorf("wait for the lock on %s: %w", path, ctx.Err())
		case <-time.After(pause):
		}
	}
}
