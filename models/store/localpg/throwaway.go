package localpg

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// Throwaway starts a cluster in a scratch folder of its own, for a test binary
// or a measurement. Stop removes it; so does the end of the process, in
// whatever way that comes.
func Throwaway(ctx context.Context, settings map[string]string) (*Server, error) {
	scratch, err := os.MkdirTemp("", "jolara-pg-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(scratch, 0o711); err != nil { // the cluster's user passes through
		return nil, err
	}
	s, err := Start(ctx, Options{Dir: scratch, Settings: settings})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(scratch))
	}
	released, err := guard(s.cluster, scratch)
	if err != nil {
		return nil, errors.Join(err, s.Stop(), os.RemoveAll(s.cluster.base), os.RemoveAll(scratch))
	}
	s.remove = func() {
		os.RemoveAll(s.cluster.base) // may lie elsewhere
		os.RemoveAll(scratch)
		released()
	}
	return s, nil
}

// guard tidies up after a process that cannot do it any more: one killed by a
// test's timeout, say. A shell waits on a pipe that only we hold; a line from us
// sends it home, the pipe's end sends it to work.
func guard(c cluster, scratch string) (release func(), _ error) {
	const script = `read -r line && exit
kill -QUIT "$1"
for i in 1 2 3 4 5 6 7 8 9 10; do [ -e "$2/data/postmaster.pid" ] && sleep 0.2; done
rm -rf "$2" "$3"`
	cmd := exec.Command("/bin/sh", "-c", script, "sh", strconv.Itoa(c.read().pid), c.base, scratch)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return func() {
		pipe.Write([]byte("done\n"))
		cmd.Wait()
	}, nil
}
