package localpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// installed is a folder with programs that say they are of a version. Nothing is started while one is open for writing: what
// is started would have it open too, and it could not be run.
func installed(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	for _, name := range []string{"initdb", "postgres"} {
		script := fmt.Sprintf("#!/bin/sh\necho '%s (PostgreSQL) %s (Debian)'\n", name, version)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTheFirstFolderWithTheProgramsIsTaken(t *testing.T) {
	t.Parallel()
	empty, newer, older := t.TempDir(), installed(t, "17.2"), installed(t, "15.18")
	b, err := find(t.Context(), []string{empty, newer, older}, 0)
	if err != nil || b.dir != newer || b.major != 17 {
		t.Errorf("got %+v, %v", b, err)
	}
}

func TestDataFindTheVersionThatMadeThem(t *testing.T) {
	t.Parallel()
	newer, older := installed(t, "17.2"), installed(t, "15.18")
	b, err := find(t.Context(), []string{newer, older}, 15)
	if err != nil || b.dir != older {
		t.Errorf("got %+v, %v", b, err)
	}
	_, err = find(t.Context(), []string{newer}, 15)
	if err == nil || !strings.Contains(err.Error(), "PostgreSQL 15, which is not here (found "+newer+")") {
		t.Errorf("told: %v", err)
	}
}

func TestAMachineWithoutTheProgramsIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	if _, err := find(t.Context(), []string{t.TempDir()}, 0); !errors.Is(err, errNoBinaries) {
		t.Errorf("told: %v", err)
	}
}

func TestDistributionsComeNewestFirst(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{
		"/usr/lib/postgresql/15/bin": 15,
		"/usr/pgsql-9/bin":           9,
		"/usr/local/pgsql/bin":       0,
	} {
		if got := number(path); got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}
