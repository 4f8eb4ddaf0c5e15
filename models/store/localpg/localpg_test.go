package localpg_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models/store/localpg"
)

// The test binary run with this variable is a command of its own, which uses
// the cluster in the named folder until its input ends. It can be killed, or
// run as somebody else.
const useFolder = "LOCALPG_TEST_FOLDER"

// Who runs the tests, a user of every system, and a number that is no user's.
var me, nobody, nameless = uint32(os.Getuid()), uint32(65534), uint32(54321)

// throwaway in its place stands for a cluster of a scratch folder.
const throwaway = "throwaway"

func TestMain(m *testing.M) {
	if dir := os.Getenv(useFolder); dir != "" {
		os.Exit(use(dir))
	}
	os.Exit(m.Run())
}

func use(dir string) int {
	start := func() (*localpg.Server, error) { return localpg.Throwaway(context.Background(), localpg.Fast()) }
	if dir != throwaway {
		start = func() (*localpg.Server, error) { return begin(dir) }
	}
	s, err := start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(s.DSN("jolara"))
	io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func begin(dir string) (*localpg.Server, error) {
	return localpg.Start(context.Background(), localpg.Options{Dir: dir, Settings: localpg.Fast()})
}

// command is a running use of a cluster in another process.
type command struct {
	*exec.Cmd
	dsn string
	in  io.Closer
}

// other starts one as the user with an id, and fails where the cluster does not
// start.
func other(t *testing.T, dir string, uid uint32) (*command, error) {
	t.Helper()
	c := &command{Cmd: exec.Command(os.Args[0])}
	if uid != me {
		c.Path = copyOfThisBinary(t)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid, Groups: []uint32{}}}
	}
	c.Env = append(os.Environ(), useFolder+"="+dir)
	c.Dir = "/"
	var said strings.Builder
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if c.in, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.in.Close(); c.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.Wait()
		return nil, fmt.Errorf("%s", said.String())
	}
	c.dsn = strings.TrimSpace(line)
	return c, nil
}

func mustOther(t *testing.T, dir string) *command {
	t.Helper()
	c, err := other(t, dir, me)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *command) leave(t *testing.T) {
	t.Helper()
	c.in.Close()
	if err := c.Wait(); err != nil {
		t.Fatalf("the other command did not leave well: %v", err)
	}
}

func (c *command) kill() {
	c.Process.Kill()
	c.Wait()
}

// folder is a scratch folder that the cluster's user may pass through, with a
// path short enough for a socket. What still runs in it ends with the test.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localpg-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if pid := serverProcess(dir); pid > 0 && pid != os.Getpid() && syscall.Kill(pid, syscall.SIGQUIT) == nil {
			t.Errorf("a server (process %d) was left behind", pid)
		}
		os.RemoveAll(dir)
	})
	return dir
}

func mustStart(t *testing.T, dir string) *localpg.Server {
	t.Helper()
	s, err := begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mustStop(t, s) })
	return s
}

func mustStop(t *testing.T, s *localpg.Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

// serverProcess is the server's process in a folder, 0 where none is noted.
func serverProcess(dir string) int {
	text, _ := os.ReadFile(filepath.Join(dir, "pg/data/postmaster.pid"))
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}

func ask(t *testing.T, dsn, sql string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var answer string
	if err := conn.QueryRow(ctx, sql).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func tell(t *testing.T, dsn, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func answers(dsn string) bool {
	conn, err := pgx.Connect(context.Background(), dsn)
	if err == nil {
		conn.Close(context.Background())
	}
	return err == nil
}

const whichCluster = "SELECT system_identifier::text FROM pg_control_system()"

func TestThreeStartersOnAnEmptyFolderEndWithOneCluster(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	servers := make([]*localpg.Server, 3)
	var all sync.WaitGroup
	for i := range servers {
		all.Go(func() { servers[i], _ = begin(dir) })
	}
	all.Wait()
	clusters := map[string]bool{}
	for i, s := range servers {
		if s == nil {
			t.Fatalf("starter %d has no server", i)
		}
		clusters[ask(t, s.DSN("jolara"), whichCluster)] = true
	}
	if len(clusters) != 1 {
		t.Errorf("want one cluster, got %v", clusters)
	}
	dsn := servers[0].DSN("jolara")
	for _, s := range servers {
		mustStop(t, s)
	}
	if answers(dsn) {
		t.Error("the last to leave left the server running")
	}
}

func TestTheServerStaysWhileAnybodyUsesIt(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := mustOther(t, dir)
	second := mustStart(t, dir)
	tell(t, second.DSN("jolara"), "CREATE TABLE kept AS SELECT 'a word' AS word")
	first.leave(t)
	if got := ask(t, second.DSN("jolara"), "SELECT word FROM kept"); got != "a word" {
		t.Errorf("got %q after the first had left", got)
	}
	mustStop(t, second)
	if answers(second.DSN("jolara")) {
		t.Error("the last to leave left the server running")
	}
	third := mustStart(t, dir)
	if got := ask(t, third.DSN("jolara"), "SELECT word FROM kept"); got != "a word" {
		t.Errorf("got %q after a restart", got)
	}
}

func TestAServerWhoseCommandWasKilledIsAdopted(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	killed := mustOther(t, dir)
	before := ask(t, killed.dsn, "SELECT pg_postmaster_start_time()::text")
	killed.kill()
	s := mustStart(t, dir)
	if after := ask(t, s.DSN("jolara"), "SELECT pg_postmaster_start_time()::text"); after != before {
		t.Errorf("the server was started again: %s, then %s", before, after)
	}
	mustStop(t, s)
	if answers(s.DSN("jolara")) {
		t.Error("the adopted server was left running")
	}
}

func TestAKilledServerIsStartedAgainWithItsData(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	killed := mustOther(t, dir)
	// Committed to the log before the kill, whatever Fast says.
	tell(t, killed.dsn, "SET synchronous_commit = on; CREATE TABLE kept AS SELECT 'a word' AS word")
	// A backend at work does not notice at once that its server is gone.
	busy, err := pgx.Connect(t.Context(), killed.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		busy.Exec(t.Context(), "DO $$ DECLARE e timestamptz := clock_timestamp() + '1 s'; BEGIN WHILE clock_timestamp() < e LOOP END LOOP; END $$")
	}()
	for ask(t, killed.dsn, "SELECT count(*)::text FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'") == "0" {
		time.Sleep(time.Millisecond)
	}
	pid := serverProcess(dir)
	killed.kill()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for answers(killed.dsn) { // a killed process ends in its own time
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	s := mustStart(t, dir)
	if got := ask(t, s.DSN("jolara"), "SELECT word FROM kept"); got != "a word" {
		t.Errorf("got %q", got)
	}
	select {
	case <-ended:
	default:
		t.Error("a second server runs on the data that a backend of the first still works on")
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestTheNumberOfADeadServersProcessProvesNothing(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	mustStop(t, mustStart(t, dir))

	// A process of ours that has ended and that nobody has waited for.
	zombie := exec.Command("/bin/sh", "-c", "exit 0")
	out, err := zombie.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := zombie.Start(); err != nil {
		t.Fatal(err)
	}
	defer zombie.Wait()
	io.Copy(io.Discard, out)
	leaveBehind(t, dir, zombie.Process.Pid)
	s := mustStart(t, dir)
	if got := ask(t, s.DSN("jolara"), "SELECT 'alive'"); got != "alive" {
		t.Errorf("after a zombie: %q", got)
	}
	mustStop(t, s)

	// A process that has nothing to do with us.
	stranger := exec.Command("/bin/cat")
	in, err := stranger.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	leaveBehind(t, dir, stranger.Process.Pid)
	s = mustStart(t, dir)
	if got := ask(t, s.DSN("jolara"), "SELECT 'alive'"); got != "alive" {
		t.Errorf("beside a stranger: %q", got)
	}
	mustStop(t, s)
	in.Close()
	if err := stranger.Wait(); err != nil {
		t.Errorf("the stranger was stopped in the server's place: %v", err)
	}
}

// leaveBehind writes what a killed server does not take away.
func leaveBehind(t *testing.T, dir string, pid int) {
	t.Helper()
	base := filepath.Join(dir, "pg")
	pidFile := fmt.Sprintf("%d\n%s/data\n1700000000\n5432\n%s\n\n  1234567 999999\nready   \n", pid, base, base)
	for path, text := range map[string]string{"data/postmaster.pid": pidFile, ".s.PGSQL.5432.lock": strconv.Itoa(pid) + "\n"} {
		path = filepath.Join(base, path)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(base, "data"))
		if err != nil {
			t.Fatal(err)
		}
		owner := info.Sys().(*syscall.Stat_t)
		if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFolderTooDeepForASocketStillHasAServer(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), strings.Repeat("a-long-name-", 10), "data")
	s := mustStart(t, dir)
	if len(s.Socket()) > 80 {
		t.Errorf("the socket's folder is too long: %s", s.Socket())
	}
	second := mustOther(t, dir)
	if second.dsn != s.DSN("jolara") {
		t.Errorf("the second command is at %s, the first at %s", second.dsn, s.DSN("jolara"))
	}
	second.leave(t)
	mustStop(t, s)
	if _, err := os.Stat(s.Socket()); !os.IsNotExist(err) {
		t.Errorf("the socket's folder was left behind: %v", err)
	}
}

func TestAFolderThatOnlyItsOwnerEntersHasAClusterToo(t *testing.T) {
	t.Parallel()
	closed := folder(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(closed, "data")
	s := mustStart(t, dir)
	tell(t, s.DSN("jolara"), "CREATE TABLE kept AS SELECT 'a word' AS word")
	mustStop(t, s)
	s = mustStart(t, dir)
	if got := ask(t, s.DSN("jolara"), "SELECT word FROM kept"); got != "a word" {
		t.Errorf("got %q after a restart", got)
	}
	// Whoever is not root runs the server as the owner, who may enter.
	want := filepath.Join(dir, "pg")
	if me == 0 {
		id, err := os.ReadFile(filepath.Join(dir, "pg.id"))
		if err != nil {
			t.Fatal(err)
		}
		want = filepath.Join("/var/lib/jolara", string(id))
		t.Cleanup(func() { mustStop(t, s); os.RemoveAll(want) })
	}
	if s.Socket() != want {
		t.Errorf("the cluster is in %s, want %s", s.Socket(), want)
	}
}

func TestRootAndAnOrdinaryUserEachHaveAServer(t *testing.T) {
	t.Parallel()
	who := []uint32{me}
	if me == 0 {
		who = append(who, nobody)
	}
	for _, uid := range who {
		t.Run(fmt.Sprintf("user %d", uid), func(t *testing.T) {
			dir := filepath.Join(folder(t), "data")
			if err := os.Mkdir(dir, 0o711); err != nil {
				t.Fatal(err)
			}
			if err := os.Chown(dir, int(uid), -1); err != nil {
				t.Fatal(err)
			}
			c, err := other(t, dir, uid)
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(filepath.Join(dir, "pg/data"))
			if err != nil {
				t.Fatal(err)
			}
			owner := info.Sys().(*syscall.Stat_t).Uid
			if owner == 0 || uid != 0 && owner != uid {
				t.Errorf("user %d runs a cluster of user %d", uid, owner)
			}
			if got := ask(t, c.dsn, "SHOW listen_addresses"); got != "" {
				t.Errorf("the server listens on %q", got)
			}
			// Root may lend a hand in a user's folder, and takes nothing over.
			s, err := begin(dir)
			if err != nil {
				t.Fatal(err)
			}
			c.leave(t)
			mustStop(t, s)
			if _, err := other(t, dir, uid); err != nil {
				t.Errorf("the user is shut out of the own folder: %v", err)
			}
		})
	}
}

func TestWhoCannotHaveAServerIsToldWhy(t *testing.T) {
	t.Parallel()
	type refusal struct {
		reason string
		uid    uint32
		spoil  func(dir string) error
		told   string
	}
	refusals := []refusal{{
		"an id that was not made here", me,
		func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "pg.id"), []byte("../../home"), 0o644)
		},
		"pg.id is not an id that was made here",
	}}
	if me == 0 { // only root becomes somebody else
		refusals = append(refusals, refusal{
			"a user without a name", nameless,
			func(dir string) error { return os.Chown(dir, int(nameless), int(nameless)) },
			"user id 54321, which has no name",
		}, refusal{
			"another user's cluster", nobody,
			func(dir string) error {
				s, err := begin(dir)
				if err != nil {
					return err
				}
				return s.Stop()
			},
			"belongs to another user",
		})
	}
	for _, r := range refusals {
		t.Run(r.reason, func(t *testing.T) {
			dir := filepath.Join(folder(t), "data")
			if err := os.Mkdir(dir, 0o711); err != nil {
				t.Fatal(err)
			}
			if err := r.spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := other(t, dir, r.uid); err == nil || !strings.Contains(err.Error(), r.told) {
				t.Errorf("told: %v", err)
			}
		})
	}
}

func TestAThrowawayClusterGoesWithItsProcess(t *testing.T) {
	t.Parallel()
	for how, end := range map[string]func(*command){
		"stopped": func(c *command) { c.leave(t) },
		"killed":  func(c *command) { c.kill() },
	} {
		c := mustOther(t, throwaway)
		_, socket, _ := strings.Cut(ask(t, c.dsn, "SELECT 'at ' || current_setting('unix_socket_directories')"), " ")
		scratch := filepath.Dir(socket)
		end(c)
		for wait := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			if _, err := os.Stat(scratch); os.IsNotExist(err) {
				break
			}
			if time.Now().After(wait) {
				t.Errorf("%s: %s was left behind", how, scratch)
				break
			}
		}
		if answers(c.dsn) {
			t.Errorf("%s: the server was left running", how)
		}
	}
}

func TestTheServersLogRepeatsNoValues(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := mustStart(t, dir)
	tell(t, s.DSN("jolara"), "CREATE TABLE addresses (address text PRIMARY KEY)")
	tell(t, s.DSN("jolara"), "INSERT INTO addresses VALUES ('canary@example.org')")
	conn, err := pgx.Connect(t.Context(), s.DSN("jolara"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "INSERT INTO addresses VALUES ('canary@example.org')"); err == nil {
		t.Fatal("the same address twice")
	}
	log, err := os.ReadFile(filepath.Join(dir, "pg.log"))
	if err != nil {
		t.Fatal(err)
	}
	if len(log) == 0 || strings.Contains(string(log), "canary") {
		t.Errorf("the log should speak, and not of the canary:\n%s", log)
	}
}

// copyOfThisBinary is where another user can run it: go test builds in a folder
// that only its owner enters.
func copyOfThisBinary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(folder(t), "localpg.test")
	binary, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}
