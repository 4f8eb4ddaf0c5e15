package i18n

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Link is where an <a> of Rich leads: a path of this portal, such as /permissions, or a mailto: address.
type Link string

// Rich says a sentence that has bold words, links or references in it: <b>, <a> and <ref>, and nothing else. The links'
// addresses are arguments of type Link, in the order of the <a>s; the other arguments belong to the verbs, and all of
// them are escaped. A sentence with other tags, or a link that leads elsewhere, is an error when it is rendered.
func Rich(ctx context.Context, sentence string, args ...any) templ.Component {
	text, err := markUp(languageOf(ctx).lookUp(sentence), args)
	if err != nil {
		err = fmt.Errorf("say %q: %w", sentence, err)
	}
	return templ.Raw(text, err)
}

// markUp turns the tags of a sentence into HTML and everything else, arguments included, into escaped text.
func markUp(sentence string, args []any) (string, error) {
	var m markup
	var values []any
	for _, arg := range args {
		if link, ok := arg.(Link); ok {
			m.links = append(m.links, link)
		} else {
			values = append(values, escaped{arg})
		}
	}
	for text, rest, more := strings.Cut(sentence, "<"); ; text, rest, more = strings.Cut(rest, "<") {
		m.format.WriteString(html.EscapeString(text))
		if !more {
			break
		}
		var tag string
		tag, rest, _ = strings.Cut(rest, ">")
		name, closes := strings.CutPrefix(tag, "/")
		if err := m.tag(closes, name); err != nil {
			return "", err
		}
	}
	if len(m.open) > 0 || len(m.links) > 0 {
		return "", errors.New("a tag that is not closed, or a Link without its <a>")
	}
	return fmt.Sprintf(m.format.String(), values...), nil
}

// markup is a sentence on its way into HTML.
type markup struct {
	format strings.Builder // of package fmt: the verbs are still in it
	open   []string        // the tags that wait to be closed, the innermost last
	links  []Link          // those that have not met their <a>
}

func (m *markup) tag(closes bool, name string) error {
	if _, ours := closing[name]; !ours {
		return errors.New("a tag that is none of b, a and ref")
	}
	if closes {
		last := len(m.open) - 1
		if last < 0 || m.open[last] != name {
			return fmt.Errorf("</%s> closes nothing", name)
		}
		m.open = m.open[:last]
		m.format.WriteString(closing[name])
		return nil
	}
	if slices.Contains(m.open, name) {
		return fmt.Errorf("<%s> inside itself", name)
	}
	m.open = append(m.open, name)
	if name != "a" {
		m.format.WriteString(opening[name])
		return nil
	}
	if len(m.links) == 0 || !m.links[0].ours() {
		return errors.New("an <a> whose Link is neither a path of the portal nor a mailto address")
	}
	address := strings.ReplaceAll(html.EscapeString(string(m.links[0])), "%", "%%") // no verbs
	m.format.WriteString(`<a href="` + address + `">`)
	m.links = m.links[1:]
	return nil
}

var (
	opening = map[string]string{"b": "<b>", "ref": `<span class="ref">`}
	closing = map[string]string{"b": "</b>", "ref": "</span>", "a": "</a>"}
)

// ours tells whether the link stays on the portal or opens a letter. A browser reads // and /\ as another host.
func (l Link) ours() bool {
	address, err := url.Parse(string(l))
	if err != nil || strings.Contains(string(l), `\`) {
		return false
	}
	if address.Scheme == "mailto" {
		return address.Opaque != ""
	}
	return address.Scheme == "" && address.Host == "" && strings.HasPrefix(string(l), "/") && !strings.HasPrefix(string(l), "//")
}

// escaped is an argument that arrives in HTML as text, whatever its type and verb.
type escaped struct{ value any }

// Format makes escaped a fmt.Formatter.
func (e escaped) Format(s fmt.State, verb rune) {
	_, _ = io.WriteString(s, html.EscapeString(fmt.Sprintf(fmt.FormatString(s, verb), e.value))) // a fmt.State cannot fail
}
