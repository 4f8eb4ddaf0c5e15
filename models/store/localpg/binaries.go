package localpg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Where distributions keep the server's programs, outside PATH and a folder for
// each major version. .ci/need looks into the same.
var folders = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // PostgreSQL's own packages for Red Hat
	"/usr/libexec/postgresql*",  // Alpine
	"/usr/local/pgsql/bin",      // built from source
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// binaries is a folder that holds initdb and postgres of one version.
type binaries struct {
	dir   string
	major int
}

func (b binaries) initdb() string   { return filepath.Join(b.dir, "initdb") }
func (b binaries) postgres() string { return filepath.Join(b.dir, "postgres") }

// errNoBinaries says what to do, because it is the first thing that a new
// machine meets.
var errNoBinaries = errors.New("PostgreSQL's server programs are not here: install them (Debian: apt-get install postgresql), name their folder in PG_BINDIR, or set DATABASE_URL")

// find takes the first folder that has the programs. Data that exist need the
// major version that made them; 0 stands for any.
func find(ctx context.Context, dirs []string, major int) (binaries, error) {
	var seen []string
	for _, dir := range dirs {
		b := binaries{dir: dir}
		if !executable(b.initdb()) || !executable(b.postgres()) || slices.Contains(seen, dir) {
			continue
		}
		seen = append(seen, dir)
		var err error
		if b.major, err = version(ctx, b.postgres()); err != nil {
			return b, err
		}
		if major == 0 || b.major == major {
			return b, nil
		}
	}
	if len(seen) == 0 {
		return binaries{}, errNoBinaries
	}
	return binaries{}, fmt.Errorf("the data were made by PostgreSQL %d, which is not here (found %s): install that version, or dump the data with it and load them into a new folder", major, strings.Join(seen, ", "))
}

// candidates are the folders that the environment points to (PG_BINDIR, PATH,
// pg_config) and then those of distributions, the newest first.
func candidates(ctx context.Context) []string {
	dirs := []string{os.Getenv("PG_BINDIR")}
	dirs = append(dirs, filepath.SplitList(os.Getenv("PATH"))...)
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	var installed []string
	for _, pattern := range folders {
		found, _ := filepath.Glob(pattern) // the only error is a bad pattern
		installed = append(installed, found...)
	}
	slices.SortStableFunc(installed, func(a, b string) int { return cmp.Compare(number(b), number(a)) })
	dirs = append(dirs, installed...)
	return slices.DeleteFunc(dirs, func(dir string) bool { return !filepath.IsAbs(dir) })
}

// version asks for "postgres (PostgreSQL) 15.18 (Debian …)".
func version(ctx context.Context, postgres string) (int, error) {
	out, err := exec.CommandContext(ctx, postgres, "--version").Output()
	if err != nil {
		return 0, fmt.Errorf("ask %s for its version: %w", postgres, err)
	}
	_, rest, _ := strings.Cut(string(out), "(PostgreSQL) ")
	return number(rest), nil
}

// number is the first number in a text, 0 where there is none.
func number(s string) int {
	start := strings.IndexFunc(s, digit)
	if start < 0 {
		return 0
	}
	s = s[start:]
	if end := strings.IndexFunc(s, func(r rune) bool { return !digit(r) }); end >= 0 {
		s = s[:end]
	}
	n, _ := strconv.Atoi(s)
	return n
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}
