package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
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

	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// image is what the Dockerfile says of the image that it makes.
type image struct {
	build      string // the command that builds the program, into /out
	entrypoint []string
	health     []string
	env        []string
	user       int
}

// readDockerfile reads the Dockerfile; an instruction that comes twice counts as it stands last.
func readDockerfile(t *testing.T) (of image) {
	t.Helper()
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", "")) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		var err error
		switch instruction {
		case "RUN":
			if strings.Contains(rest, "go build") {
				of.build = rest
			}
		case "ENTRYPOINT":
			err = json.Unmarshal([]byte(rest), &of.entrypoint)
		case "HEALTHCHECK":
			_, command, _ := strings.Cut(rest, "CMD ")
			err = json.Unmarshal([]byte(command), &of.health)
		case "ENV":
			of.env = strings.Fields(rest)
		case "USER":
			user, _, _ := strings.Cut(rest, ":")
			of.user, err = strconv.Atoi(user)
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	return of
}

// jail confines a program to a folder as its root and to a user that nobody is: root steps down to it, anybody else
// plays it in a namespace of their own.
func jail(root string, user int) *syscall.SysProcAttr {
	if os.Getuid() == 0 {
		return &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: uint32(user), Gid: uint32(user)}}
	}
	return &syscall.SysProcAttr{
		Chroot: root, Cloneflags: syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: user, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: user, HostID: os.Getgid(), Size: 1}},
	}
}

// overTCP leads to a database of a test's cluster, which listens on a socket alone, and returns the address.
func overTCP(t *testing.T, dsn string) string {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	socket := filepath.Join(config.Host, fmt.Sprintf(".s.PGSQL.%d", config.Port))
	go func() {
		for {
			here, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			there, err := net.Dial("unix", socket)
			if err != nil {
				_ = here.Close()
				continue
			}
			go func() { _, _ = io.Copy(there, here); _ = there.Close() }()
			go func() { _, _ = io.Copy(here, there); _ = here.Close() }()
		}
	}()
	return fmt.Sprintf("postgres://%s:%s@%s/%s?sslmode=disable", config.User, config.Password, listener.Addr(), config.Database)
}

// The image is not built here: nothing can be pulled where these tests run. What it would hold is tried by hand instead: the
// program as the Dockerfile builds it, as the Dockerfile's user, in a root folder with nothing else but a folder for data.
func TestTheImagesProgramServesAnUnprivilegedUserInAnEmptyRootFolder(t *testing.T) {
	t.Parallel()
	dockerfile := readDockerfile(t)
	if dockerfile.user == 0 || dockerfile.build == "" || len(dockerfile.entrypoint) == 0 || len(dockerfile.health) == 0 {
		t.Fatalf("the Dockerfile is not read: %+v", dockerfile)
	}
	root := t.TempDir()
	for folder := root; folder != os.TempDir() && folder != "/"; folder = filepath.Dir(folder) {
		if err := os.Chmod(folder, 0o711); err != nil { // the user passes through
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(dockerfile.build, "/out/", root+"/"))
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data := filepath.Join(root, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.Chown(data, dockerfile.user, dockerfile.user); err != nil {
			t.Fatal(err)
		}
	}

	port := freePort(t)
	settings := append(dockerfile.env, "ADDR=:"+port, "DATABASE_URL="+overTCP(t, storetest.EmptyDatabase(t)), "SECRET_KEY="+storetest.Secret)
	run := func(arguments []string) (*exec.Cmd, *bytes.Buffer) {
		said := &bytes.Buffer{}
		command := exec.Command(arguments[0], arguments[1:]...)
		command.Dir, command.SysProcAttr, command.Stdout, command.Stderr = "/", jail(root, dockerfile.user), said, said
		command.Env = settings
		return command, said
	}
	portal, said := run(dockerfile.entrypoint)
	if err := portal.Start(); err != nil {
		site.Missing(t, "no root folder of one's own: "+err.Error())
	}
	ended := make(chan error, 1)
	go func() { ended <- portal.Wait() }()
	stopped := false
	t.Cleanup(func() {
		if !stopped {
			_ = portal.Process.Kill()
			<-ended
		}
	})
	const patience, pause = time.Minute, 200 * time.Millisecond
	for end := time.Now().Add(patience); ; time.Sleep(pause) {
		health, complaint := run(dockerfile.health)
		if health.Run() == nil {
			break
		}
		select {
		case err := <-ended:
			stopped = true
			t.Fatalf("the portal ended: %v\n%s", err, said)
		default:
		}
		if time.Now().After(end) {
			t.Fatalf("not healthy within %s: %s", patience, complaint)
		}
	}

	address := "http://localhost:" + port
	for _, path := range []string{"/", "/security", "/readyz"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s is answered with %d", path, answer.StatusCode)
		}
	}
	endsSlowOnes(t, "127.0.0.1:"+port)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", portal.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 && !strings.Contains(string(status), fmt.Sprintf("Uid:\t%[1]d\t%[1]d\t%[1]d\t%[1]d\n", dockerfile.user)) {
		t.Errorf("the portal runs as\n%s", status)
	}

	stopped = true
	if err := portal.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("stopped: %v\n%s", err, said)
	}
	health, _ := run(dockerfile.health)
	if health.Run() == nil {
		t.Error("what is not there is healthy")
	}
}

// endsSlowOnes holds that whoever says half of what they want does not keep a connection (T25): it ends after the times of serve.go.
func endsSlowOnes(t *testing.T, address string) {
	t.Helper()
	const spare = 10 * time.Second // on a busy machine
	var both sync.WaitGroup
	for half, longest := range map[string]time.Duration{
		"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ": 5 * time.Second,
		"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=": 15 * time.Second,
	} {
		both.Go(func() {
			slow, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = slow.Close() }()
			_, _ = io.WriteString(slow, half)
			_ = slow.SetReadDeadline(time.Now().Add(longest + spare))
			if answer, err := io.ReadAll(slow); err != nil || strings.Contains(string(answer), "HTTP/1.1 5") {
				t.Errorf("%.20q is answered %.40q after %s: %v", half, answer, longest+spare, err)
			}
		})
	}
	both.Wait()
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
