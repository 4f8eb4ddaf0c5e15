package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
)

// potPath returns where the template of the catalogues lies.
func potPath(views string) string { return filepath.Join(views, "i18n", "messages.pot") }

const potHeader = `# Every sentence of the portal. Written by go run ./views/i18n/extract; not edited by hand.
msgid ""
msgstr ""
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
`

// pot writes messages as a gettext template. It names files without lines, so that it changes only with a sentence or
// with the pages that say it.
func pot(messages []message) []byte {
	var b bytes.Buffer
	b.WriteString(potHeader)
	for _, m := range messages {
		fmt.Fprintf(&b, "\n#: %s\n", strings.Join(m.files, " "))
		if strings.Contains(m.id, "%") {
			b.WriteString("#, c-format\n")
		}
		if m.context != "" {
			fmt.Fprintf(&b, "msgctxt %s\n", quote(m.context))
		}
		fmt.Fprintf(&b, "msgid %s\n", quote(m.id))
		if m.plural == "" {
			b.WriteString("msgstr \"\"\n")
			continue
		}
		fmt.Fprintf(&b, "msgid_plural %s\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", quote(m.plural))
	}
	return b.Bytes()
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

func quote(text string) string { return `"` + escapes.Replace(text) + `"` }
