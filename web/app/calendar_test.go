package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jolara.com/privacy/models/store/storetest"
)

// run runs one command as typed and returns its exit code and what it said.
func run(t *testing.T, args ...string) (code int, said, complained string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestADeadlineIsCountedWithoutADatabase(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nowhere")
	t.Setenv("SECRET_KEY", storetest.Secret)
	for _, c := range []struct {
		day  string
		says []string
		not  string
	}{
		{"2026-09-18", []string{
			"Due 2026-10-15, at 24:00 in Shanghai\n", " – 2026-09-18 Fri  not counted\n", " 1 2026-09-20 Sun  make-up working day\n",
			" – 2026-09-26 Sat  mid autumn\n", "15 2026-10-15 Thu\n", "2026: State Council notice of 2025-11-04\n",
		}, "provisional"},
		{"2026-12-31", []string{
			"Due 2027-01-22, at 24:00 in Shanghai (provisional)\n", " – 2027-01-01 Fri  new year\n", "15 2027-01-22 Fri\n",
			"2027: Regulation on Public Holidays, statutory days only (provisional)\n",
		}, "2026:"},
		{"2030-03-01", []string{"Due 2030-03-22, at 24:00 in Shanghai (provisional)\n", "2030: no list; Monday to Friday were counted (provisional)\n"}, "2027"},
	} {
		code, said, complained := run(t, "deadline", c.day)
		if code != 0 || complained != "" || strings.Contains(said, c.not) {
			t.Errorf("%s: exit %d, %s%s", c.day, code, said, complained)
		}
		for _, want := range c.says {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not in\n%s", c.day, want, said)
			}
		}
	}
	if code, _, complained := run(t, "deadline", "tomorrow"); code != 1 || !strings.Contains(complained, `"tomorrow" is no day`) {
		t.Errorf("no day: exit %d, %s", code, complained)
	}
}

func TestACalendarIsImportedOnceAndRefusedWithTheReason(t *testing.T) {
	w := storetest.New(t)
	t.Setenv("DATABASE_URL", w.DSN)
	t.Setenv("SECRET_KEY", storetest.Secret)
	t.Setenv("FILES_URL", "file://"+w.Files)
	t.Setenv("DATA_DIR", t.TempDir())
	made, err := os.ReadFile("../../models/workday/testdata/made-2027.json")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "2027.json")
	for _, c := range []struct {
		text string
		code int
		says string
	}{
		{strings.Replace(string(made), "2027-06-09", "2027-07-09", 1), 1, "the days off of a holiday are contiguous: 2027-07-09 stands apart"},
		{strings.Replace(string(made), "2027-05-08", "2027-05-07", 1), 1, "make-up working days are Saturdays or Sundays: 2027-05-07 is a Friday"},
		{"", 1, "a calendar is JSON with year, source, off and work"},
		{string(made), 0, "Version 1 of 2027 counts now. Working days: 249. Told dates that came earlier: 0\n"},
		{string(made), 0, "Nothing changes: this is version 1 of 2027, which counts already.\n"},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, said, complained := run(t, "calendar", "import", file)
		if code != c.code || !strings.Contains(said+complained, c.says) {
			t.Errorf("exit %d: %s%s", code, said, complained)
		}
	}
	if n := w.Count("select count(*) from calendars where year = 2027"); n != 1 {
		t.Errorf("%d lists of 2027 are kept", n)
	}
}
