package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const views = "../.."

// TestThePotHasEverySentence compares message by message, so that it names the sentence and not a line.
func TestThePotHasEverySentence(t *testing.T) {
	messages, err := collect(views)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile(potPath(views))
	if err != nil {
		t.Fatal(err)
	}
	want, got := entries(pot(messages)), entries(committed)
	for _, entry := range want {
		if !slices.Contains(got, entry) {
			t.Errorf("messages.pot lacks, or has otherwise:\n%s", entry)
		}
	}
	for _, entry := range got {
		if !slices.Contains(want, entry) {
			t.Errorf("messages.pot keeps, though the views do not say it so:\n%s", entry)
		}
	}
	if t.Failed() {
		t.Log("go run ./views/i18n/extract writes it anew")
	}
}

func entries(pot []byte) []string { return strings.Split(strings.TrimSpace(string(pot)), "\n\n") }

// view lays out a folder of views with one page and returns it. body stands in a function that knows ctx, n and name.
func view(t *testing.T, file, body string) string {
	t.Helper()
	folder := t.TempDir()
	source := "package pages\n\nimport \"" + i18nPath + "\"\n\nfunc page() {\n" + body + "\n}\n"
	for name, text := range map[string]string{file: source, "i18n/extract/main.go": "not Go", "pages/page_test.go": "not Go"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestExtractFindsWhatAPageSays(t *testing.T) {
	folder := view(t, "pages/receipt_templ.go", `
		i18n.T(ctx, "Hello, \"%s\"", name)
		say(i18n.N(ctx, n, "%d photo", "%d photos"))
		i18n.C(ctx, "button", "Open")
		i18n.C(ctx, "state", "Open")
		i18n.T(ctx, "Hello, \"%s\"", name)
		i18n.Rich(ctx, "One <b>long</b> " + "<a>sentence</a>", link).Render(ctx, w)
		other.T(ctx, "not ours")
		T(ctx, "nor this")
		i18n.Number(ctx, n)`)
	if err := os.MkdirAll(filepath.Join(folder, "i18n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := extract(folder); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(potPath(folder))
	if err != nil {
		t.Fatal(err)
	}
	want := potHeader + `
#: pages/receipt.templ
#, c-format
msgid "%d photo"
msgid_plural "%d photos"
msgstr[0] ""
msgstr[1] ""

#: pages/receipt.templ
#, c-format
msgid "Hello, \"%s\""
msgstr ""

#: pages/receipt.templ
msgid "One <b>long</b> <a>sentence</a>"
msgstr ""

#: pages/receipt.templ
msgctxt "button"
msgid "Open"
msgstr ""

#: pages/receipt.templ
msgctxt "state"
msgid "Open"
msgstr ""
`
	if string(got) != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestExtractRefusesWhatNobodyCouldTranslate(t *testing.T) {
	for _, body := range []string{
		`i18n.T(ctx, name)`,
		`i18n.T(ctx, "Hello, " + name)`,
		`i18n.T(ctx, fmt.Sprintf("Hello"))`,
		`i18n.T(ctx, "")`,
		`i18n.T(ctx)`,
		`i18n.C(ctx, name, "Open")`,
		`i18n.N(ctx, n, "%d photo", name)`,
		`i18n.N(ctx, n, "One photo", "%d photos")`,
		`i18n.N(ctx, n, "%d photo of %s", "%d photos", name)`,
		`i18n.T(ctx, "Hello, %s")`,
		`i18n.T(ctx, "Hello", name)`,
		`i18n.T(ctx, "100%")`,
		`i18n.T(ctx, "%*d", n, n)`,
		`i18n.T(ctx, "%[0]s", name)`,
		`i18n.Rich(ctx, "<a>Receipt</a>")`,
		`i18n.Rich(ctx, "<b>Receipt")`,
		`i18n.Rich(ctx, "<em>Receipt</em>")`,
		`i18n.T(ctx, "%d photo", n); i18n.N(ctx, n, "%d photo", "%d photos")`,
	} {
		messages, err := collect(view(t, "pages/receipt.go", body))
		if err == nil {
			t.Errorf("%s became %v", body, messages)
			continue
		}
		if !strings.Contains(err.Error(), "receipt.go:6:") {
			t.Errorf("%s: the error does not say where: %v", body, err)
		}
	}
}
