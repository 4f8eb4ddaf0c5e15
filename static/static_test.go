package static_test

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"jolara.com/privacy/static"
)

func get(t *testing.T, address string, headers ...string) *http.Response {
	t.Helper()
	return ask(t, http.MethodGet, address, headers...)
}

func ask(t *testing.T, method, address string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	return w.Result()
}

func read(t *testing.T, r io.Reader) string {
	t.Helper()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAFileIsKeptForeverUnderTheHashOfItsContent(t *testing.T) {
	for _, name := range []string{"app.css", "app.js", "icons.svg", "favicon.svg", "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"} {
		address := static.Path(name)
		if !regexp.MustCompile(`^/static/[a-z0-9/-]+-[0-9a-f]{12}\.(css|js|svg|woff2)$`).MatchString(address) {
			t.Errorf("%s is at %s", name, address)
		}
		got := get(t, address)
		if got.StatusCode != http.StatusOK || got.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %d, Cache-Control %q", name, got.StatusCode, got.Header.Get("Cache-Control"))
		}
		if got.Header.Get("Content-Type") == "" || got.ContentLength != int64(len(read(t, got.Body))) {
			t.Errorf("%s: type %q, length %d", name, got.Header.Get("Content-Type"), got.ContentLength)
		}
	}
}

func TestANameWithoutItsHashIsNotServed(t *testing.T) {
	for _, address := range []string{"/static/app.css", "/static/", "/static/app-000000000000.css", "/static/embed.go", "/static/fonts/LICENSE-atkinson.txt"} {
		if got := get(t, address); got.StatusCode != http.StatusNotFound || got.Header.Get("Cache-Control") != "" {
			t.Errorf("%s: %d, Cache-Control %q", address, got.StatusCode, got.Header.Get("Cache-Control"))
		}
	}
}

func TestTheStylesheetNamesOnlyFilesThatAreServed(t *testing.T) {
	css := read(t, get(t, static.Path("app.css")).Body)
	named := regexp.MustCompile(`url\("?([^")]+)"?\)`).FindAllStringSubmatch(css, -1)
	if len(named) < 3 {
		t.Fatalf("the stylesheet names %d files", len(named))
	}
	for _, match := range named {
		if got := get(t, match[1]); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", match[1], got.StatusCode)
		}
	}
}

func TestWhoTakesGzipGetsTheSameFileSmaller(t *testing.T) {
	address := static.Path("app.css")
	plain := read(t, get(t, address).Body)
	tests := []struct {
		accepted string
		gzipped  bool
	}{
		{"gzip", true},
		{"gzip, deflate, br, zstd", true},
		{"br, GZIP;q=0.5", true},
		{"", false},
		{"br", false},
		{"gzip;q=0", false},
		{"gzip; q=0.0, br", false},
		{"x-gzipped", false},
	}
	for _, test := range tests {
		got := get(t, address, "Accept-Encoding", test.accepted)
		if gzipped := got.Header.Get("Content-Encoding") == "gzip"; gzipped != test.gzipped {
			t.Errorf("%q: compressed %t", test.accepted, gzipped)
		}
		if got.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: Vary %q", test.accepted, got.Header.Get("Vary"))
		}
		body := io.Reader(got.Body)
		if test.gzipped {
			var err error
			if body, err = gzip.NewReader(got.Body); err != nil {
				t.Fatal(err)
			}
		}
		if read(t, body) != plain {
			t.Errorf("%q: another file", test.accepted)
		}
	}
	if got := get(t, address, "Accept-Encoding", "gzip").ContentLength; got > 12*1024 {
		t.Errorf("the stylesheet takes %d bytes compressed, more than pages.md allows", got)
	}
}

func TestAFontIsNotCompressedAgain(t *testing.T) {
	got := get(t, static.Path("fonts/bricolage-grotesque-latin-wght-normal.woff2"), "Accept-Encoding", "gzip")
	if got.Header.Get("Content-Encoding") != "" || got.Header.Get("Vary") != "" {
		t.Errorf("headers %v", got.Header)
	}
}

func TestWhoHasTheFileIsToldSo(t *testing.T) {
	address := static.Path("app.css")
	plain := get(t, address).Header.Get("ETag")
	zipped := get(t, address, "Accept-Encoding", "gzip").Header.Get("ETag")
	if plain == zipped {
		t.Fatalf("two encodings share the tag %s", plain)
	}
	tests := []struct {
		match, encoding string
		status          int
	}{
		{plain, "", http.StatusNotModified},
		{"W/" + plain, "", http.StatusNotModified},
		{`"other", ` + plain, "", http.StatusNotModified},
		{"*", "", http.StatusNotModified},
		{zipped, "gzip", http.StatusNotModified},
		{zipped, "", http.StatusOK},
		{`"other"`, "", http.StatusOK},
		{"", "", http.StatusOK},
	}
	for _, test := range tests {
		got := get(t, address, "If-None-Match", test.match, "Accept-Encoding", test.encoding)
		if got.StatusCode != test.status {
			t.Errorf("%s with %q: %d", test.match, test.encoding, got.StatusCode)
		}
		if body := read(t, got.Body); got.StatusCode == http.StatusNotModified && body != "" {
			t.Errorf("%s: a body of %d bytes", test.match, len(body))
		}
	}
}

func TestHeadSaysTheLengthAndSendsNothing(t *testing.T) {
	got := ask(t, http.MethodHead, static.Path("app.css"))
	if body := read(t, got.Body); body != "" || got.ContentLength <= 0 {
		t.Errorf("%d bytes, length %d", len(body), got.ContentLength)
	}
}

func TestAnUnknownNameStopsTheProgram(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Path returned an address for a file that does not exist")
		}
	}()
	static.Path("app.ts")
}

func TestEveryFontComesWithItsLicence(t *testing.T) {
	fonts, err := fs.Glob(os.DirFS("fonts"), "*.woff2")
	if err != nil || len(fonts) == 0 {
		t.Fatal(fonts, err)
	}
	for _, font := range fonts {
		name, _, _ := strings.Cut(font, "-")
		licence, err := os.ReadFile(path.Join("fonts", "LICENSE-"+name+".txt"))
		if err != nil || !strings.Contains(string(licence), "SIL OPEN FONT LICENSE") {
			t.Errorf("%s: no licence: %v", font, err)
		}
	}
}

func BenchmarkServe(b *testing.B) {
	handler := static.Handler()
	r := httptest.NewRequest(http.MethodGet, static.Path("app.css"), nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br")
	w := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		handler.ServeHTTP(w, r)
	}
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}
