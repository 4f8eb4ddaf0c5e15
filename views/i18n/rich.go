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
	"sync"

	"github.com/a-h/templ"
)

// Link is where an <a> of Rich leads: a path of this portal, such as /permissions, or a mailto: address.
type Link string

// Rich says a sentence that has bold words, links or references in it: <b>, <a> and <ref>, and nothing else. The links'
// addresses are arguments of type Link, in the order of the <a>s; the other arguments belong to the verbs, and all of
// them are escaped. A sentence with other tags, or a link that leads elsewhere, is an error when it is rendered.
func Rich(ctx context.Context, sentence string, args ...any) templ.Component {
	text, err := markedUp(languageOf(ctx).lookUp(sentence)).fill(args)
	if err != nil {
		err = fmt.Errorf("say %q: %w", sentence, err)
	}
	return templ.Raw(text, err)
}

// markup is a sentence whose tags became HTML and whose text was escaped.
type markup struct {
	pieces []string // formats of package fmt: between them begin the links
	err    error    // what is wrong with its tags
}

// marked has the markup of each sentence that was said: there are as many as the program and its catalogues have.
var marked sync.Map

func markedUp(sentence string) markup {
	if made, ok := marked.Load(sentence); ok {
		return made.(markup)
	}
	made := markUp(sentence)
	marked.Store(sentence, made)
	return made
}

func markUp(sentence string) markup {
	var made markup
	var open []string // the tags that wait to be closed, the innermost last
	var format strings.Builder
	for text, rest, more := strings.Cut(sentence, "<"); ; text, rest, more = strings.Cut(rest, "<") {
		format.WriteString(html.EscapeString(text))
		if !more {
			break
		}
		var tag string
		tag, rest, _ = strings.Cut(rest, ">")
		name, closes := strings.CutPrefix(tag, "/")
		last := len(open) - 1
		switch {
		case closing[name] == "":
			return markup{err: errors.New("a tag that is none of b, a and ref")}
		case closes && (last < 0 || open[last] != name):
			return markup{err: fmt.Errorf("</%s> closes nothing", name)}
		case closes:
			open = open[:last]
			format.WriteString(closing[name])
		case slices.Contains(open, name):
			return markup{err: fmt.Errorf("<%s> inside itself", name)}
		default:
			open = append(open, name)
			if name == "a" {
				made.pieces = append(made.pieces, format.String())
				format.Reset()
			}
			format.WriteString(opening[name])
		}
	}
	if len(open) > 0 {
		return markup{err: errors.New("a tag that is not closed")}
	}
	made.pieces = append(made.pieces, format.String())
	return made
}

// fill puts the arguments in, escaped, and the addresses of the links.
func (m markup) fill(args []any) (string, error) {
	if m.err != nil {
		return "", m.err
	}
	values := make([]any, 0, len(args))
	format, links := m.pieces[0], 0
	for _, arg := range args {
		link, is := arg.(Link)
		if !is {
			values = append(values, escape(arg))
			continue
		}
		if links++; links == len(m.pieces) {
			return "", errors.New("a Link without its <a>")
		}
		if !link.ours() {
			return "", errors.New("an <a> whose Link is neither a path of the portal nor a mailto address")
		}
		address := strings.ReplaceAll(html.EscapeString(string(link)), "%", "%%") // no verbs
		format += `<a href="` + address + `">` + m.pieces[links]
	}
	if links < len(m.pieces)-1 {
		return "", errors.New("an <a> without its Link")
	}
	return fmt.Sprintf(format, values...), nil
}

var (
	opening = map[string]string{"b": "<b>", "ref": `<span class="ref">`} // an <a> needs its address
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

// escape has an argument arrive in HTML as text, whatever its type and verb.
func escape(arg any) any {
	if text, is := arg.(string); is {
		return html.EscapeString(text)
	}
	return escaped{arg}
}

// escaped is an argument that is escaped once its verb has written it.
type escaped struct{ value any }

// Format makes escaped a fmt.Formatter.
func (e escaped) Format(s fmt.State, verb rune) {
	_, _ = io.WriteString(s, html.EscapeString(fmt.Sprintf(fmt.FormatString(s, verb), e.value))) // a fmt.State cannot fail
}
