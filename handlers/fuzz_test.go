package handlers

import (
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
)

// aPortal knows its addresses, and no store behind them.
func aPortal() *portal {
	p := &portal{echo: echo.New(), Deps: Deps{BaseURL: &url.URL{Scheme: "http", Host: "localhost"}, Log: slog.New(slog.DiscardHandler)}}
	p.routes(p.echo)
	p.pages = pageRoutes(p.echo.Routes())
	return p
}

// FuzzForm holds that a body is a form or refused as one, and that a form says the same when it is sent again (F1).
func FuzzForm(f *testing.F) {
	for _, body := range []string{
		"", "state=on", "a=1&a=2&b=", "lines=a%0D%0Ab&was.lines=a%0D%0Ac", "name=%E7%85%A7&was.name=", "phone=138+0013+8000&was.phone=", "version=7&version=8",
		"version=-1", "version=1e309", "%zz", "a=%ff", "a;b", "=", "&&", "a=%00", "was.=x", "name=" + strings.Repeat("a", 5000), "preference.a=b&was.preference.a=c",
	} {
		f.Add(body)
	}
	names := []string{string(models.FieldName), string(models.FieldPhone), models.AddressLines}
	read := func(body string) (url.Values, error) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
		return form(echo.New().NewContext(r, httptest.NewRecorder()))
	}
	f.Fuzz(func(t *testing.T, body string) {
		values, err := read(body)
		var refused *echo.HTTPError
		switch {
		case errors.As(err, &refused) && refused.Code == http.StatusBadRequest:
			return
		case err != nil:
			t.Fatal(err)
		}
		for name, sent := range values {
			if !utf8.ValidString(strings.Join(sent, "")) {
				t.Errorf("%q holds no text", name)
			}
		}
		if again, err := read(values.Encode()); err != nil || !reflect.DeepEqual(again, values) {
			t.Errorf("%q became %q, %v", values, again, err)
		}
		typed := typedForm(values, names...)
		for name, field := range typed.Fields {
			if !slices.Contains(names, name) || !values.Has(name) || strings.Contains(field.Is+field.Was, "\r\n") {
				t.Errorf("%q: %+v of %q", name, field, values)
			}
		}
	})
}

// FuzzNext holds that wherever a form or a link asks to be led, it is a page of ours (F7, T24).
func FuzzNext(f *testing.F) {
	for _, next := range []string{
		"", "/", "/home", "/data/photos?for=printing", "/receipts/R-7F3K-20", "//evil.test", "///evil.test", `/\evil.test`, "/%2fevil.test", "/%5cevil.test",
		"https://evil.test/home", "javascript:alert(1)", "/home?next=//evil.test", "/home#//evil.test", "/home/../..//evil.test", "/home%0d%0aX:y",
		"/data/photos/%2e%2e", "/HOME", "/home/", "/\tevil.test", "/@evil.test", "/data/photos?%zz", "/static/app.css", "/sign-out", "/policy/versions/1%2f2", "/:80/home",
	} {
		f.Add(next)
	}
	p := aPortal()
	f.Fuzz(func(t *testing.T, next string) {
		afterwards := func(asked string) string { return p.landing(asked, false) }
		for door, lead := range map[string]func(string) string{"after signing in": afterwards, "back to a list": p.listPage, "in another language": p.nearestPage} {
			to := lead(next)
			u, err := url.Parse(to)
			if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") ||
				strings.ContainsAny(to, "\\\r\n\t\x00") || !p.isPage(u.Path, p.pages) {
				t.Errorf("%s: %q leads to %q", door, next, to)
			}
			if again := lead(to); again != to {
				t.Errorf("%s: %q leads to %q, and that to %q", door, next, to, again)
			}
		}
	})
}

// FuzzFilter holds that what a list's address asks for is read or refused, and stands in the address of the page beside it (F11).
func FuzzFilter(f *testing.F) {
	for _, query := range []string{
		"", "from=2026-11-01&to=2026-11-20", "from=2026-11-20&to=2026-11-01", "from=0000-00-00", "from=&to=", "kind=search&kind=click", "kind=",
		"before=2026-11-20T02:00:00Z~00000000-0000-4000-8000-000000000000", "after=x", "before=~", "before=2026-11-20T02:00:00Z", "kind=%00", "%zz", "from=10000-01-01", "to=9999-12-31",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		read := func(query string) (asked, error) {
			r := httptest.NewRequest(http.MethodGet, "/data/log", nil)
			r.URL.RawQuery = query
			return readFilter(echo.New().NewContext(r, httptest.NewRecorder()), components.Reader{}, "kind")
		}
		first, err := read(query)
		if err != nil {
			var invalid models.Invalid
			if !errors.As(err, &invalid) {
				t.Fatal(err)
			}
			return
		}
		for _, name := range slices.Sorted(maps.Keys(first.Values)) {
			if !slices.Contains([]string{"from", "to", "kind"}, name) {
				t.Errorf("%q asks for %q", query, name)
			}
		}
		if first.key.At.IsZero() {
			return
		}
		_, beside, _ := strings.Cut(first.at(true, "before", first.key), "?")
		again, err := read(beside)
		if err != nil || !reflect.DeepEqual(again.Values, first.Values) || again.period != first.period || !again.key.At.Equal(first.key.At) || again.key.ID != first.key.ID {
			t.Errorf("%q leads to %q: %+v became %+v, %v", query, beside, first, again, err)
		}
	})
}
