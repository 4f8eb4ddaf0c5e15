package main_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "jolara.com/privacy"

// house says what each folder may import of this module; a folder that is not named here is held by its parent's line.
// A name that ends with a slash stands for all folders below it. Data walks one way: no line names what stands above it.
var house = map[string][]string{
	"static": {},

	"models":         {"models/workday"},
	"models/workday": {},
	"models/picture": {},
	"models/sound":   {},
	"models/vault":   {"models", "models/workday"},
	"models/store":   {"models", "models/workday", "models/vault", "models/picture", "models/sound"},

	"views/i18n":         {"models", "models/workday", "static"},
	"views/i18n/extract": {"views/i18n"},
	"views/components":   {"models", "models/workday", "static", "views/i18n"},
	"views/layout":       {"models", "models/workday", "static", "views/i18n", "views/components"},
	"views/pages":        {"models", "models/workday", "static", "views/i18n", "views/components", "views/layout"},
	"views/emails":       {"models", "models/workday", "static", "views/i18n", "views/components", "views/layout"},
	"views/papers":       {"models", "models/workday", "static", "views/i18n", "views/components", "views/layout", "views/pages"},

	"handlers":       {"models", "models/workday", "models/store", "static", "views/", "handlers/api", "handlers/phone"},
	"handlers/api":   {"models", "models/workday", "models/store", "static", "views/", "handlers/phone"},
	"handlers/phone": {},

	"web/mail": {"models", "models/workday", "models/vault", "models/store", "views/i18n", "views/emails"},
	"web/jobs": {"models", "models/workday", "models/vault", "models/store", "views/i18n", "views/emails", "web/mail"},
	"web/demo": {},
	"web/app":  {"models", "models/workday", "models/vault", "models/store", "models/store/localpg", "views/i18n", "views/emails", "handlers", "web/mail", "web/jobs", "web/demo"},
	"web":      {"web/app"},
}

// doors says where each third party may be opened: in folders, or in one file.
var doors = map[string][]string{
	"gorm.io":                  {"models/store"},
	"github.com/jackc":         {"models/store"},
	"github.com/google/uuid":   {"models/store"},
	"github.com/pressly/goose": {"models/store"},
	"gocloud.dev":              {"models/store"},
	"golang.org/x/sync":        {"models/store"},

	"github.com/riverqueue/river":              {"models/store", "web/jobs"},
	"github.com/riverqueue/river/riverdriver":  {"models/store"},
	"github.com/riverqueue/river/rivermigrate": {"models/store"},

	"golang.org/x/image":                {"models/picture"},
	"golang.org/x/image/vector":         {"web/demo"}, // the demo draws its album
	"github.com/alexedwards/argon2id":   {"models/vault"},
	"github.com/tink-crypto/tink-go":    {"models/vault"},
	"github.com/segmentio/encoding":     {"models/vault"},
	"github.com/labstack/echo":          {"handlers", "handlers/api"},
	"github.com/alexedwards/scs":        {"handlers"},
	"github.com/danielgtaylor/huma":     {"handlers/api"},
	"github.com/nyaruka/phonenumbers":   {"handlers/phone"},
	"github.com/a-h/templ":              {"views/", "handlers/render.go"},
	"github.com/leonelquinteros/gotext": {"views/i18n"},
	"codeberg.org/go-pdf/fpdf":          {"views/papers"},
	"github.com/wneessen/go-mail":       {"web/mail"},
	"github.com/alecthomas/kong":        {"web/app"},
	"github.com/caarlos0/env":           {"web/app"},
}

// workshops are no part of the portal: what tests and measures it may open any door, and nothing else may lean on it.
var workshops = []string{"models/store/storetest", "web/e2e/", "web/bench/"}

func TestTheWallsHold(t *testing.T) {
	root := os.DirFS("..")
	files := 0
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" || name == "data"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		files++
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if complaint := breach(name, imported); complaint != "" {
				t.Errorf("%s imports %s: %s", name, imported, complaint)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Error("no file was read")
	}
}

func TestABrokenWallIsSeen(t *testing.T) {
	for _, row := range []struct {
		file, imported string
		broken         bool
	}{
		{"models/person.go", "time", false},
		{"models/person.go", "github.com/google/uuid", true},
		{"models/person.go", module + "/models/vault", true},
		{"models/store/person.go", "gorm.io/gorm/clause", false},
		{"models/store/person.go", module + "/handlers", true},
		{"models/store/localpg/place.go", module + "/models/store", true},
		{"models/store/localpg/place.go", "github.com/jackc/pgx/v5", true},
		{"models/store/person.go", module + "/models/store/storetest", true},
		{"models/store/storetest/world.go", "github.com/peterldowns/pgtestdb", false},
		{"models/gossip/gossip.go", "gorm.io/gorm", true},
		{"views/components/icon.go", module + "/views/layout", true},
		{"views/pages/permissions.go", module + "/models/store", true},
		{"views/pages/permissions.go", module + "/views/emails", true},
		{"views/papers/sheet.go", "codeberg.org/go-pdf/fpdf", false},
		{"views/pages/guardian.go", "codeberg.org/go-pdf/fpdf", true},
		{"views/pages/guardian.go", module + "/views/papers", true},
		{"handlers/render.go", "github.com/a-h/templ", false},
		{"handlers/home.go", "github.com/a-h/templ", true},
		{"handlers/home.go", "github.com/riverqueue/river", true},
		{"handlers/home.go", module + "/models/vault", true},
		{"handlers/home.go", module + "/web/mail", true},
		{"handlers/home.go", "github.com/unheard/of", true},
		{"web/jobs/jobs.go", "github.com/riverqueue/river", false},
		{"web/jobs/jobs.go", "github.com/riverqueue/river/riverdriver/riverpgxv5", true},
		{"web/jobs/jobs.go", module + "/handlers", true},
		{"web/app/serve.go", module + "/handlers", false},
		{"web/main.go", module + "/models/store", true},
		{"web/e2e/site/site.go", "github.com/chromedp/chromedp", false},
		{"web/app/demo.go", module + "/web/e2e/site", true},
		{"tools/new.go", module + "/models", true},
	} {
		if got := breach(row.file, row.imported); (got != "") != row.broken {
			t.Errorf("%s imports %s: %q", row.file, row.imported, got)
		}
	}
}

// breach says which rule a file breaks with an import, or nothing.
func breach(file, imported string) string {
	folder := path.Dir(file)
	if within(workshops, folder) {
		return ""
	}
	if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
		line, known := lineOf(folder)
		switch {
		case !known:
			return "the folder has no line in the house's table"
		case within(workshops, ours):
			return "it serves tests and measurements only"
		case !within(house[line], ours):
			return fmt.Sprintf("%s may import of the house only [%s]", line, strings.Join(house[line], ", "))
		}
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	party, known := partyOf(imported)
	switch {
	case !known:
		return "this third party has no door yet"
	case !within(doors[party], folder) && !slices.Contains(doors[party], file):
		return fmt.Sprintf("%s has its door in [%s]", party, strings.Join(doors[party], ", "))
	}
	return ""
}

// within tells whether a list names the folder, or one with a slash at its end that the folder is or lies below.
func within(list []string, folder string) bool {
	return slices.ContainsFunc(list, func(name string) bool {
		return name == folder || strings.HasSuffix(name, "/") && strings.HasPrefix(folder+"/", name)
	})
}

// lineOf finds the line of the house's table that holds a folder: its own, or the nearest parent's.
func lineOf(folder string) (line string, known bool) {
	for ; folder != "."; folder = path.Dir(folder) {
		if _, known := house[folder]; known {
			return folder, true
		}
	}
	return "", false
}

// partyOf finds the third party that a package belongs to; of nested ones the innermost.
func partyOf(imported string) (party string, known bool) {
	for ; imported != "."; imported = path.Dir(imported) {
		if _, known := doors[imported]; known {
			return imported, true
		}
	}
	return "", false
}
