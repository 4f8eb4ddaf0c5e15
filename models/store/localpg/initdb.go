package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// role is the cluster's superuser, and the name of the program's database.
const role = "jolara"

// initialise makes the data folder. It is built beside its place and renamed
// when whole: a kill half-way leaves no half cluster behind.
func (c cluster) initialise(ctx context.Context, b binaries, settings map[string]string) error {
	building := filepath.Join(c.base, "new")
	if err := os.RemoveAll(building); err != nil {
		return err
	}
	args := []string{
		"-D", building, "-U", role, "-E", "UTF8", "--locale=C.UTF-8",
		// Whoever may enter the socket's folder is the owner or root.
		"--auth-local=trust", "--auth-host=reject", "--no-instructions",
	}
	if runtime.GOOS == "darwin" { // knows no C.UTF-8
		args = append(args, "--locale=C", "--lc-ctype=UTF-8")
	}
	if settings["fsync"] == "off" {
		args = append(args, "--no-sync")
	}
	if err := output(ctx, c.command(b.initdb(), args...)); err != nil {
		return err
	}
	single := c.command(b.postgres(), append(append([]string{"--single", "-D", building, "-c", "exit_on_error=on"}, flags(settings)...), "postgres")...)
	single.Stdin = strings.NewReader("CREATE DATABASE " + role + "\n")
	if err := output(ctx, single); err != nil {
		return err
	}
	return os.Rename(building, c.data())
}

// output runs a program to its end, or to the end of the context, and fails
// with what it had to say.
func output(ctx context.Context, cmd *exec.Cmd) error {
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }) // the whole session
	defer stop()
	if err := cmd.Wait(); err != nil {
		if strings.Contains(said.String(), "could not look up effective user ID") {
			return fmt.Errorf("PostgreSQL does not start for user id %d, which has no name in /etc/passwd: add one, run as another user, or set DATABASE_URL", os.Getuid())
		}
		return errors.Join(fmt.Errorf("%s: %w\n%s", filepath.Base(cmd.Path), err, strings.TrimSpace(said.String())), ctx.Err())
	}
	return nil
}
