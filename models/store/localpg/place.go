package localpg

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

const (
	// elsewhere is where root keeps a cluster that its user cannot reach in place.
	elsewhere = "/var/lib/jolara"
	// A socket's whole path has to fit into sockaddr_un: 107 bytes on Linux, 103
	// on macOS, with the socket's name in it. Folders up to here are safe.
	longestSocketFolder = 80
)

// cluster is one database cluster: its folder, its user, its socket.
type cluster struct {
	base   string // holds data/, and the socket where its path is short enough
	log    string // what the server has to say, in the folder of Options
	socket string // the folder of the socket
	uid    int    // who runs it
	gid    int
}

func (c cluster) data() string { return filepath.Join(c.base, "data") }
func (c cluster) exists() bool { _, err := os.Stat(c.data()); return err == nil }

// place finds or makes the folder of the cluster that home stands for.
func place(home string, log *slog.Logger) (cluster, error) {
	c := cluster{base: filepath.Join(home, "pg"), log: filepath.Join(home, "pg.log")}
	idFile := filepath.Join(home, "pg.id")
	id, err := os.ReadFile(idFile)
	switch {
	case err == nil:
		err = c.moveTo(string(id))
	case errors.Is(err, fs.ErrNotExist):
		err = c.claim()
		if errors.Is(err, errOutOfReach) && !c.exists() {
			// The id is random, not made from the path: another folder of the
			// same name, later, must not find this one's data.
			id = []byte(strings.ToLower(rand.Text()))
			os.Remove(c.base)
			if err = c.moveTo(string(id)); err == nil {
				err = os.WriteFile(idFile, id, 0o644)
			}
		}
	}
	if err != nil {
		return c, err
	}
	if len(id) > 0 {
		log.Info("the database is kept elsewhere, because its user cannot enter the data folder", "data", home, "database", c.base)
	}
	return c, c.chooseSocket()
}

func (c *cluster) moveTo(id string) error {
	if !regexp.MustCompile(`^[a-z2-7]{26}$`).MatchString(id) {
		return fmt.Errorf("pg.id is not an id that was made here: %q", id)
	}
	if err := os.MkdirAll(elsewhere, 0o711); err != nil {
		return err
	}
	if err := os.Chmod(elsewhere, 0o711); err != nil { // whatever the umask is
		return err
	}
	c.base = filepath.Join(elsewhere, id)
	return c.claim()
}

var errOutOfReach = errors.New("the database's user cannot enter it")

// claim makes the base folder, settles whose it is, and proves that this user
// can work in it.
func (c *cluster) claim() error {
	if err := os.Mkdir(c.base, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	owner, err := ownerOf(c.base)
	if err != nil {
		return err
	}
	switch me := os.Getuid(); {
	case me == 0 && owner == 0:
		if c.uid, c.gid, err = unprivileged(); err != nil {
			return err
		}
		if err := os.Lchown(c.base, c.uid, c.gid); err != nil {
			return err
		}
	case me == 0:
		if c.uid, c.gid, err = account(user.LookupId(strconv.Itoa(owner))); err != nil {
			return err
		}
	case me == owner:
		c.uid, c.gid = me, os.Getgid()
	default:
		return fmt.Errorf("%s belongs to another user (id %d): run the program as root or as that user, or choose another DATA_DIR", c.base, owner)
	}
	err = c.command("/bin/sh", "-c", ":").Run() // in the base folder, as every command
	if errors.Is(err, syscall.EACCES) {
		return fmt.Errorf("%s: %w", c.base, errOutOfReach)
	}
	return err
}

func ownerOf(path string) (int, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	if !info.IsDir() {
		return 0, fmt.Errorf("%s is not a folder", path)
	}
	return int(info.Sys().(*syscall.Stat_t).Uid), nil
}

// unprivileged is the user that root hands a new cluster to.
func unprivileged() (uid, gid int, err error) {
	if uid, gid, err = account(user.Lookup("postgres")); err != nil {
		uid, gid, err = account(user.Lookup("nobody"))
	}
	return uid, gid, err
}

func account(u *user.User, err error) (uid, gid int, _ error) {
	if err != nil {
		return 0, 0, err
	}
	if uid, err = strconv.Atoi(u.Uid); err != nil {
		return 0, 0, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, err
}

// chooseSocket keeps the socket beside the data, and in the system's temporary
// folder where that path is too long. It is /tmp and not TMPDIR, which may be
// long, closed to the cluster's user, or another one in the next command.
func (c *cluster) chooseSocket() error {
	c.socket = c.base
	if len(c.socket) <= longestSocketFolder {
		return nil
	}
	c.socket = filepath.Join("/tmp", fmt.Sprintf("jolara-%x", sha256.Sum256([]byte(c.base)))[:24])
	if err := os.Mkdir(c.socket, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(c.socket)
	if err != nil {
		return err
	}
	owner, me := int(info.Sys().(*syscall.Stat_t).Uid), os.Getuid()
	if info.Mode() != fs.ModeDir|0o700 || owner != c.uid && owner != me { // anybody may make one in /tmp
		return fmt.Errorf("the socket's folder %s was made by somebody else: remove it, or choose a DATA_DIR with a shorter path", c.socket)
	}
	if owner == c.uid {
		return nil
	}
	return os.Lchown(c.socket, c.uid, c.gid)
}

// command runs in the base folder as the cluster's user, in a session of its
// own (a Ctrl-C meant for us must not reach it), and in an environment that is
// the same on every machine.
func (c cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = c.base
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(c.uid), Gid: uint32(c.gid), Groups: []uint32{}}
	}
	return cmd
}
