// Package localpg runs a private PostgreSQL: the program's own database where
// no DATABASE_URL is set, and the throwaway databases of tests and bench.
//
// A cluster lives in a folder, listens on a socket there and never on TCP.
// Several commands may use one folder at the same time: the first starts the
// server, the others join it, the last to leave stops it. What a killed
// command or a killed server leaves behind is taken up again by the next Start.
//
// PostgreSQL refuses to run as root. Root hands its cluster to the user that
// already owns it, else to postgres, else to nobody; anybody else runs it as
// themselves.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
)

// Options say where a cluster lives and how its server is started.
type Options struct {
	// Dir is the folder that the cluster is kept in, made where it is missing.
	// Root should keep it open to passing through (0711): see Start.
	Dir string
	// Settings are given to the server on top of its configuration. They are
	// of no effect on a server that is running already.
	Settings map[string]string
	// Log hears of what an operator should know: a cluster made, its folder
	// moved, what a crash left behind. Nil is silent.
	Log *slog.Logger
}

// Fast are the settings of a cluster whose data may be lost: tests wait for no
// disk, and many of them run at once.
func Fast() map[string]string {
	return map[string]string{
		"fsync":              "off",
		"full_page_writes":   "off",
		"synchronous_commit": "off",
		"max_connections":    "300",
	}
}

// Server is one command's use of a running cluster.
type Server struct {
	cluster cluster
	home    string   // the folder of Options
	users   *os.File // locked, shared with every other command that uses the cluster
	remove  func()   // of a throwaway cluster
}

// Start makes the cluster of a folder where there is none, starts its server
// where it is not running, and returns when it takes connections. Of several
// callers at once one does the work and the others wait for it.
//
// Where root's folder lies below one that the cluster's user may not enter, the
// cluster is kept in /var/lib/jolara under an id that the folder remembers.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	home, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(home, 0o711); err != nil {
		return nil, err
	}
	starting, err := lock(ctx, startLock(home), syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer starting.Close()
	users, err := lock(ctx, usersLock(home), syscall.LOCK_SH)
	if err != nil {
		return nil, err
	}
	s := &Server{home: home, users: users}
	if s.cluster, err = place(home, o.Log); err == nil {
		err = s.cluster.run(ctx, o)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("private PostgreSQL in %s: %w", home, err), s.leave())
	}
	return s, nil
}

// Stop ends this use of the cluster, and the server with its last user. To stop
// twice is to stop once.
func (s *Server) Stop() error {
	if s.users == nil {
		return nil
	}
	starting, err := lock(context.Background(), startLock(s.home), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer starting.Close()
	err = s.leave()
	if s.remove != nil {
		s.remove()
	}
	return err
}

// leave needs the start lock, so that nobody joins a server that is going away.
func (s *Server) leave() error {
	defer func() { s.users.Close(); s.users = nil }()
	if syscall.Flock(int(s.users.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return nil // somebody else is using it
	}
	return s.cluster.stop()
}

// DSN is the address of a database of the cluster, for pgx. The cluster is made
// with the databases jolara and postgres.
func (s *Server) DSN(database string) string {
	q := url.Values{"host": {s.cluster.socket}}
	return (&url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: q.Encode()}).String()
}

// Socket is the folder of the server's socket: the host to connect to, as the
// superuser jolara, without a password. Only the cluster's user and root may
// enter it.
func (s *Server) Socket() string { return s.cluster.socket }

// Log is the file to which the server writes what went wrong.
func (s *Server) Log() string { return s.cluster.log }
