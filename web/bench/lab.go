package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/localpg"
	"jolara.com/privacy/models/vault"
)

// lab is everything that a measurement needs, in scratch folders that go with it.
//
// The switch writes a job for a letter, in the portal and in the limit alike, and the portal's workers would send both
// programs' letters: what is left of the machine would be compared, which flatters the portal. So the queue stands still
// while pages are loaded. How many letters the workers send is measured on its own, at the end.
type lab struct {
	scratch    string
	postgres   *localpg.Server
	postmaster int // its process id
	pool       *pgxpool.Pool
	filler     *filler
	letters    *sink
	key        string // of a system that may use the API
	portal     *program
	limit      *program
	signedIn   []models.PersonID
	consents   int      // how many there were before the load under way
	atRest     []Figure // taken before anything was asked for
}

// settings leave the cluster as durable as the one of an operator. The connections are the two pools' 16 of the portal,
// 16 of the limit and ours, and River's listener.
// Memory and the distance between checkpoints are as for a database of some gigabytes.
var settings = map[string]string{"max_connections": "80", "shared_buffers": "1GB", "max_wal_size": "8GB"}

// openLab builds both programs, fills a database and starts them on it, with people signed in.
func openLab(ctx context.Context) (l *lab, err error) {
	l = &lab{}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.close())
		}
	}()
	if l.scratch, err = os.MkdirTemp("", "jolara-bench-"); err != nil {
		return l, err
	}
	if l.postgres, err = localpg.Throwaway(ctx, settings); err != nil {
		return l, err
	}
	secret := rand.Text() + rand.Text()
	v, err := vault.New([]byte(secret))
	if err != nil {
		return l, err
	}
	if err := l.openDatabase(ctx, v); err != nil {
		return l, err
	}
	if l.filler, err = newFiller(ctx, v); err != nil {
		return l, err
	}
	if err := l.filler.fill(ctx, l.pool); err != nil {
		return l, fmt.Errorf("fill the database: %w", err)
	}
	l.signedIn = l.filler.people[:signedIn]
	if l.letters, err = openSink(ctx); err != nil {
		return l, err
	}
	return l, l.startPrograms(ctx, secret)
}

func (l *lab) openDatabase(ctx context.Context, v *vault.Vault) error {
	dsn := l.postgres.DSN("jolara")
	s, err := store.Open(ctx, store.Options{DSN: dsn, Vault: v})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	if l.key, err = s.AddClient(ctx, "Jolara’s shop"); err != nil {
		return err
	}
	if l.pool, err = pgxpool.New(ctx, dsn); err != nil {
		return err
	}
	if _, err := l.pool.Exec(ctx, `insert into river_queue (name, paused_at) values ($1, now())`, river.QueueDefault); err != nil {
		return err
	}
	var backend int
	if err := l.pool.QueryRow(ctx, `select pg_backend_pid()`).Scan(&backend); err != nil {
		return err
	}
	child, err := readProcess(backend)
	l.postmaster = child.parent
	return err
}

// coldStarts is how often the portal is started for the time it takes; the last one stays.
const coldStarts = 5

func (l *lab) startPrograms(ctx context.Context, secret string) error {
	portalFile, err := l.build(ctx, "portal", "./web")
	if err != nil {
		return err
	}
	limitFile, err := l.build(ctx, "limit", "./web/bench/limit")
	if err != nil {
		return err
	}
	environment := []string{
		"DATABASE_URL=" + l.postgres.DSN("jolara"), "SECRET_KEY=" + secret, "DATA_DIR=" + l.scratch,
		"SMTP_URL=" + l.letters.url(),
	}
	var starts []float64
	for range coldStarts {
		if err := l.portal.stop(); err != nil {
			return err
		}
		var took time.Duration
		if l.portal, took, err = start(ctx, "portal", portalFile, environment); err != nil {
			return err
		}
		starts = append(starts, float64(took.Microseconds())/1e3)
	}
	time.Sleep(time.Second) // what a start still has to do is done
	resting, err := memory(l.portal.pid(), "VmRSS")
	if err != nil {
		return err
	}
	binary, err := os.Stat(portalFile)
	if err != nil {
		return err
	}
	l.atRest = []Figure{
		{Name: "cold start", Value: median(starts), Unit: "ms", Goal: coldStart},
		{Name: "memory at rest", Value: resting, Unit: "MiB", Goal: memoryAtRest},
		{Name: "binary", Value: float64(binary.Size()) / 1e6, Unit: "MB", Goal: binarySize},
	}
	if l.limit, _, err = start(ctx, "limit", limitFile, environment); err != nil {
		return err
	}
	return l.signIn(ctx)
}

// releaseBuild is the Dockerfile's command that compiles the program, up to what is compiled.
var releaseBuild = regexp.MustCompile(`(?ms)^RUN (\S+ go build .*?)-o /out/portal \./web$`)

// build compiles a command as the Dockerfile compiles a release.
func (l *lab) build(ctx context.Context, name, folder string) (file string, err error) {
	file = filepath.Join(l.scratch, name)
	at, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	module := strings.TrimSpace(string(at))
	dockerfile, err := os.ReadFile(filepath.Join(module, "Dockerfile"))
	if err != nil {
		return "", err
	}
	release := releaseBuild.FindSubmatch(dockerfile)
	if release == nil {
		return "", errors.New("the Dockerfile does not say how the program is compiled")
	}
	build := exec.CommandContext(ctx, "sh", "-c", string(release[1])+` -o "$0" "$1"`, file, folder)
	build.Dir = module
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return file, nil
}

// signIn signs people in over HTTP, each of a hundred from a network of its own since a network may not try more often.
// The limit has no sign-in: its sessions are rows of their own beside the portal's.
func (l *lab) signIn(ctx context.Context) error {
	for i, person := range l.signedIn {
		cookie, err := l.portal.signIn(ctx, emailOf(i), fmt.Sprintf("127.0.%d.1", i/100))
		if err != nil {
			return fmt.Errorf("sign in: %w", err)
		}
		l.portal.cookies = append(l.portal.cookies, cookie)
		token := rand.Text()
		_, err = l.pool.Exec(ctx, `insert into sessions (token_hash, person_id, data, created_at, seen_at, expires_at)
			values (encode(sha256($1::text::bytea), 'hex'), $2, '', now(), now(), now() + interval '12 hours')`, token, person)
		if err != nil {
			return fmt.Errorf("sign in: %w", err)
		}
		l.limit.cookies = append(l.limit.cookies, "session="+token)
	}
	return nil
}

// signIn posts the form as a browser at that address does, and returns the session's cookie.
func (p *program) signIn(ctx context.Context, email, from string) (cookie string, err error) {
	r := p.post("", "/sign-in", url.Values{"email": {email}, "password": {password}})
	answer, err := clientAt(from).Do(r.WithContext(ctx))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	cookies := answer.Cookies()
	i := slices.IndexFunc(cookies, func(c *http.Cookie) bool { return c.Name == "jolara" })
	if answer.StatusCode != http.StatusSeeOther || i < 0 {
		return "", fmt.Errorf("%s without a session", answer.Status)
	}
	return cookies[i].Name + "=" + cookies[i].Value, nil
}

// workLetters lets the workers at the jobs that the last switches left, and returns how many letters arrive a second.
func (l *lab) workLetters(ctx context.Context, seconds int) (perSecond float64, err error) {
	queue, err := river.NewClient(riverpgxv5.New(l.pool), &river.Config{})
	if err != nil {
		return 0, err
	}
	if err := queue.QueueResume(ctx, river.QueueDefault, nil); err != nil {
		return 0, err
	}
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-l.letters.first:
	case <-ctx.Done():
		return 0, errors.New("no letter was sent; " + l.portal.said())
	}
	before, since := l.letters.count.Load(), time.Now()
	time.Sleep(time.Duration(seconds) * time.Second)
	return float64(l.letters.count.Load()-before) / time.Since(since).Seconds(), nil
}

// close stops what runs and removes the scratch folders.
func (l *lab) close() error {
	err := errors.Join(l.portal.stop(), l.limit.stop())
	if l.letters != nil {
		err = errors.Join(err, l.letters.server.Close())
	}
	if l.pool != nil {
		l.pool.Close()
	}
	if l.postgres != nil {
		err = errors.Join(err, l.postgres.Stop())
	}
	if l.scratch != "" {
		err = errors.Join(err, os.RemoveAll(l.scratch))
	}
	return err
}

// machine describes what the measurement runs on.
func (l *lab) machine(ctx context.Context) (m Machine, err error) {
	m = Machine{Commit: "none yet", Go: runtime.Version(), Cores: runtime.NumCPU()}
	if commit, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output(); err == nil {
		m.Commit = strings.TrimSpace(string(commit))
	}
	if err := l.pool.QueryRow(ctx, `show server_version`).Scan(&m.PostgreSQL); err != nil {
		return m, err
	}
	usage, _ := exec.CommandContext(ctx, "wrk", "-v").Output() // its version comes with an exit code
	m.Wrk, _, _ = strings.Cut(string(usage), " [")
	if m.MemoryGiB, err = totalMemory(); err != nil {
		return m, err
	}
	m.SyncMillis, err = syncTime()
	return m, err
}

// syncTime is what one write that reaches the disk takes, in milliseconds, where the cluster keeps its files. O_DSYNC
// does after each write what fdatasync does, which is what PostgreSQL calls at each commit.
func syncTime() (float64, error) {
	file, err := os.CreateTemp("", "jolara-sync-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	page := make([]byte, 8192)
	if _, err := file.Write(page); err != nil { // the length stays as it is afterwards
		return 0, err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return 0, err
	}
	synced, err := os.OpenFile(file.Name(), os.O_WRONLY|syscall.O_DSYNC, 0)
	if err != nil {
		return 0, err
	}
	var times []float64
	for range 100 {
		since := time.Now()
		if _, err := synced.WriteAt(page, 0); err != nil {
			return 0, errors.Join(err, synced.Close())
		}
		times = append(times, float64(time.Since(since).Microseconds())/1e3)
	}
	return median(times), synced.Close()
}
