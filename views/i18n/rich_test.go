package i18n

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// say renders a rich sentence as it stands on a page.
func say(ctx context.Context, t *testing.T, sentence string, args ...any) *goquery.Selection {
	t.Helper()
	var page bytes.Buffer
	if err := Rich(ctx, sentence, args...).Render(ctx, &page); err != nil {
		t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(&page)
	if err != nil {
		t.Fatal(err)
	}
	return document.Find("body")
}

func TestARichSentenceHasBoldWordsLinksAndReferences(t *testing.T) {
	said := say(t.Context(), t, "We answer by <b>%s</b>: <a>read <ref>%s</ref></a> or <a>write</a>. It's 100%% &amp; more.",
		Link("/receipts/R-7F1C-88?from=a%20b&to=c"), "Thursday", "R-7F1C-88", Link("mailto:support@jolara.com"))
	if got, want := said.Text(), "We answer by Thursday: read R-7F1C-88 or write. It's 100% &amp; more."; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
	if got := said.Find("b").Text(); got != "Thursday" {
		t.Errorf("bold is %q", got)
	}
	if got := said.Find("a > span.ref").Text(); got != "R-7F1C-88" {
		t.Errorf("the reference is %q", got)
	}
	for i, want := range []string{"/receipts/R-7F1C-88?from=a%20b&to=c", "mailto:support@jolara.com"} {
		if got := said.Find("a").Eq(i).AttrOr("href", ""); got != want {
			t.Errorf("link %d leads to %q, want %q", i, got, want)
		}
	}
}

func TestATranslationMayPutItsArgumentsInAnotherOrder(t *testing.T) {
	pl := speaking(t, "pl", polish)
	said := say(pl, t, "Read <a>the receipt</a> of <b>%s</b>.", Link("/receipts/R"), "Li & Wang")
	if got, want := said.Text(), "Li & Wang: czytaj potwierdzenie."; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
	if got := say(t.Context(), t, "<b>%[2]s</b> %[1]s", "one", "two").Text(); got != "two one" {
		t.Errorf("it reads %q", got)
	}
}

type named struct{ Name string }

func (n named) String() string { return n.Name }

func TestWhatSomebodyTypedIsNeverMarkup(t *testing.T) {
	const attack = `<script>alert(1)</script>"'><img src=x onerror=alert(1)></b><a href="javascript:alert(1)">%s%d&lt;`
	for name, arg := range map[string]any{
		"a string":   attack,
		"bytes":      []byte(attack),
		"a Stringer": named{attack},
		"an error":   errors.New(attack),
	} {
		said := say(t.Context(), t, "Hello <b>%s</b>!", arg)
		if got := said.Text(); got != "Hello "+attack+"!" {
			t.Errorf("%s reads %q", name, got)
		}
		if n := said.Find("*").Length(); n != 1 {
			html, _ := said.Html()
			t.Errorf("%s made %d elements: %s", name, n, html)
		}
	}
	for _, format := range []string{"%v", "%+v", "%q", "%d", "no verb at all"} {
		for _, arg := range []any{attack, struct{ A any }{attack}} {
			if n := say(t.Context(), t, format, arg).Find("*").Length(); n != 0 {
				t.Errorf("%s: a %T made %d elements", format, arg, n)
			}
		}
	}
}

func TestALinkStaysOnThePortal(t *testing.T) {
	for _, link := range []Link{
		"javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
		"data:text/html,hello", "vbscript:x", "https://evil.example", "http:/permissions", "//evil.example", "///evil.example",
		`/\evil.example`, `\\evil.example`, "/\t/evil.example", "permissions", "", "#top", "mailto:", "mailto://evil.example", "/%zz",
	} {
		var page bytes.Buffer
		err := Rich(t.Context(), "<a>here</a>", link).Render(t.Context(), &page)
		if err == nil || page.Len() > 0 {
			t.Errorf("%q became %q", link, page.String())
			continue
		}
		if secret := string(link); len(secret) > 1 && strings.Contains(err.Error(), secret) {
			t.Errorf("the error repeats the address: %v", err)
		}
	}
	hostile := Link("/complaints/" + url.PathEscape(`"><script>`) + `?q="><b>`)
	if said := say(t.Context(), t, "<a>here</a>", hostile); said.Find("*").Length() != 1 || said.Find("a").AttrOr("href", "") != string(hostile) {
		html, _ := said.Html()
		t.Errorf("a path broke out of its attribute: %s", html)
	}
}

func TestASentenceThatIsNotWholeIsNotSaid(t *testing.T) {
	for _, c := range []struct {
		sentence string
		args     []any
	}{
		{"<b>open", nil},
		{"closed</b>", nil},
		{"<b><ref>crossed</b></ref>", nil},
		{"<i>another tag</i>", nil},
		{`<b class="x">an attribute</b>`, nil},
		{"<script>alert(1)</script>", nil},
		{"<a>no link</a>", nil},
		{"<a>one <a>in</a> another</a>", []any{Link("/permissions"), Link("/consents")}},
		{"no place", []any{Link("/permissions")}},
		{"<a>one</a>", []any{Link("/permissions"), Link("/consents")}},
	} {
		var page bytes.Buffer
		if err := Rich(t.Context(), c.sentence, c.args...).Render(t.Context(), &page); err == nil || page.Len() > 0 {
			t.Errorf("%q was said as %q", c.sentence, page.String())
		}
	}
}

func ExampleRich() {
	var page bytes.Buffer
	ctx := context.Background()
	_ = Rich(ctx, "Your receipt is <ref>%s</ref>. <a>See all choices</a>", "R-7F1C-88", Link("/consents")).Render(ctx, &page)
	fmt.Println(page.String())
	// Output: Your receipt is <span class="ref">R-7F1C-88</span>. <a href="/consents">See all choices</a>
}
