package storetest

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models/store"
)

// RoundTrips returns how often the store waits for the database's answer while it does a deed that was done before, as
// counted on the wire between the two. The deed is done several times and the least counts: now and then a pool asks
// whether a connection still lives.
func (w *World) RoundTrips(deed func(s *store.Store)) int {
	w.t.Helper()
	turns := &turns{}
	s := w.open(w.wiretapped(turns))
	deed(s) // connects and prepares
	least := 0
	for range 3 {
		turns.taken.Store(0)
		deed(s)
		if n := int(turns.taken.Load()); least == 0 || n < least {
			least = n
		}
	}
	return least
}

// turns counts how often the talk turned from the database's side to the store's.
type turns struct{ taken atomic.Int64 }

// wiretapped returns an address under which the database is reached by way of a tap.
func (w *World) wiretapped(t *turns) (dsn string) {
	w.t.Helper()
	config, err := pgx.ParseConfig(w.DSN)
	if err != nil {
		w.t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "tap") // shorter than the test's own: a socket's path has an end
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = os.RemoveAll(folder) })
	const socket = ".s.PGSQL.5432"
	listener, err := new(net.ListenConfig).Listen(w.ctx(), "unix", filepath.Join(folder, socket))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := new(net.Dialer).DialContext(context.Background(), "unix", filepath.Join(config.Host, socket))
			if err != nil {
				_ = near.Close()
				return
			}
			go t.relay(near, far)
		}
	}()
	return "postgres://" + config.User + "@/" + config.Database + "?host=" + folder
}

func (t *turns) relay(near, far net.Conn) {
	var answered atomic.Bool
	answered.Store(true)
	var both sync.WaitGroup
	pass := func(from, to net.Conn, seen func()) {
		defer func() { _ = to.Close() }()
		_, _ = io.Copy(to, io.TeeReader(from, watcher(seen)))
	}
	both.Go(func() {
		pass(near, far, func() {
			if answered.Swap(false) {
				t.taken.Add(1)
			}
		})
	})
	both.Go(func() { pass(far, near, func() { answered.Store(true) }) })
	both.Wait()
}

type watcher func()

func (w watcher) Write(p []byte) (int, error) { w(); return len(p), nil }
