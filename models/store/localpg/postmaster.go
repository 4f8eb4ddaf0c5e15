package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const socketName = ".s.PGSQL.5432" // PostgreSQL's own, for its standard port

const (
	readyWithin  = time.Minute      // crash recovery of a large cluster included
	orphansGo    = 5 * time.Second  // backends end by themselves after their server
	stoppingTime = 30 * time.Second // a fast shutdown: roll back, checkpoint, end
)

// run returns when the server takes connections: one that is there already, or
// one that it starts.
func (c *cluster) run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeoutCause(ctx, readyWithin, fmt.Errorf("not ready within %s, see %s", readyWithin, c.log))
	defer cancel()
	if p := c.read(); c.alive(p) {
		err := c.ready(ctx, nil)
		c.socket = c.read().socket // as the one who started it chose it
		return err
	}
	b, err := c.programs(ctx, o)
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.pidFile()); err == nil {
		o.Log.Warn("the database server was killed: starting it again", "folder", c.base)
	}
	deadline := time.Now().Add(orphansGo)
	for {
		if err := c.clear(); err != nil {
			return err
		}
		err := c.spawn(ctx, b, o.Settings)
		if !errors.Is(err, errOrphans) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(20 * pause)
	}
}

// programs are those that fit the data; where there are no data yet, it makes them.
func (c cluster) programs(ctx context.Context, o Options) (binaries, error) {
	made, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	if err == nil {
		return find(ctx, candidates(ctx), number(string(made)))
	}
	if c.exists() {
		return binaries{}, err
	}
	b, err := find(ctx, candidates(ctx), 0)
	if err != nil {
		return b, err
	}
	began := time.Now()
	if err := c.initialise(ctx, b, o.Settings); err != nil {
		return b, err
	}
	o.Log.Info("made a private PostgreSQL cluster", "version", b.major, "folder", c.base, "took", time.Since(began).Round(time.Millisecond))
	return b, nil
}

// postmaster is what a server tells of itself in postmaster.pid.
type postmaster struct {
	pid    int
	socket string
	ready  bool
}

func (c cluster) pidFile() string { return filepath.Join(c.data(), "postmaster.pid") }

// read is the zero postmaster where no server is, or none yet.
func (c cluster) read() (p postmaster) {
	text, err := os.ReadFile(c.pidFile())
	if err != nil {
		return p
	}
	// pid, data folder, start time, port, socket folder, address, shared memory, state
	lines := strings.Split(string(text), "\n")
	p.pid, _ = strconv.Atoi(strings.TrimSpace(lines[0]))
	if len(lines) > 4 {
		p.socket = lines[4]
	}
	p.ready = len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return p
}

// alive tells a server from what a dead one leaves behind: its process is
// there, or something listens (a container's process is out of our sight).
func (c cluster) alive(p postmaster) bool {
	if c.ours(p) {
		return true
	}
	conn, err := net.Dial("unix", filepath.Join(p.socket, socketName))
	if err == nil {
		conn.Close()
	}
	return err == nil
}

// ours is whether the process is there and our server. Its number proves
// nothing: the dead server may be a zombie that nobody reaped, or the number
// somebody else's by now. But the server carries our data folder in its command
// line, and a zombie has none. Our own number is what clear leaves.
func (c cluster) ours(p postmaster) bool {
	if p.pid <= 0 || p.pid == os.Getpid() {
		return false
	}
	args, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.pid))
	if err != nil { // ended, or a system without /proc
		return !errors.Is(syscall.Kill(p.pid, 0), syscall.ESRCH)
	}
	return bytes.Contains(args, []byte("\x00"+c.data()+"\x00"))
}

// clear takes away what a killed server left. Its postmaster.pid is not removed
// but given our own process number, which PostgreSQL does not count as a rival
// since we are its parent: so it still looks, as it should, whether orphaned
// backends use the shared memory that the file names. The last line, which says
// that the dead server is ready, goes.
func (c cluster) clear() error {
	for _, name := range []string{socketName, socketName + ".lock"} {
		if err := os.Remove(filepath.Join(c.socket, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	text, err := os.ReadFile(c.pidFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(string(text), "\n")
	lines[0] = strconv.Itoa(os.Getpid()) + "\n"
	f, err := os.OpenFile(c.pidFile(), os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.Join(lines[:min(len(lines), 7)], ""))
	return errors.Join(err, f.Close())
}

var errOrphans = errors.New("processes of the killed database server are still at work")

// spawn starts the server and waits for it. The server writes to a file: a pipe
// would end with us, and the server may outlive us.
func (c cluster) spawn(ctx context.Context, b binaries, settings map[string]string) error {
	out, err := os.OpenFile(c.log, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	begin, err := out.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	cmd := c.command(b.postgres(), append([]string{"-D", c.data(), "-k", c.socket}, flags(settings)...)...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait() // or it would stay a zombie; what it has to say is in the file
		close(ended)
	}()
	switch err = c.ready(ctx, ended); {
	case err == nil:
		return nil
	case errors.Is(err, errEnded):
		said, _ := io.ReadAll(io.NewSectionReader(out, begin, 1<<16))
		if bytes.Contains(said, []byte("shared memory block")) {
			return errOrphans
		}
		return fmt.Errorf("%w:\n%s", err, bytes.TrimSpace(said))
	default: // nobody waits for it any more
		cmd.Process.Signal(syscall.SIGQUIT)
		<-ended
		return err
	}
}

// flags are the server's settings: ours, then the caller's.
func flags(settings map[string]string) []string {
	all := map[string]string{
		"listen_addresses":        "",
		"unix_socket_permissions": "0700",
		// What fails is told to the program, which asked. Here it would be
		// written with its values: somebody's address, say.
		"log_min_messages": "log",
		"log_checkpoints":  "off",
	}
	maps.Copy(all, settings)
	var args []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		args = append(args, "-c", name+"="+all[name])
	}
	return args
}

var errEnded = errors.New("the server ended while it was starting")

// ready waits until the server says so. A server of another command's has no
// channel that tells its end.
func (c cluster) ready(ctx context.Context, ended <-chan struct{}) error {
	for {
		p := c.read()
		if p.ready {
			return nil
		}
		if ended == nil && !c.alive(p) {
			return errEnded
		}
		select {
		case <-ended:
			return errEnded
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(pause):
		}
	}
}

// stop asks for a fast shutdown and, when that takes too long, for an immediate
// one, from which the next start recovers.
func (c cluster) stop() error {
	for _, ask := range []struct {
		signal syscall.Signal
		within time.Duration
	}{{syscall.SIGINT, stoppingTime}, {syscall.SIGQUIT, orphansGo}} {
		p := c.read()
		if !c.ours(p) {
			break
		}
		if err := syscall.Kill(p.pid, ask.signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the database server (process %d): %w", p.pid, err)
		}
		for end := time.Now().Add(ask.within); c.ours(p) && time.Now().Before(end); {
			time.Sleep(pause)
		}
	}
	if p := c.read(); c.ours(p) {
		return fmt.Errorf("the database server (process %d) does not stop", p.pid)
	}
	if c.socket != c.base {
		os.Remove(c.socket)
	}
	return nil
}
