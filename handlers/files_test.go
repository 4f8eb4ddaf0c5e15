package handlers_test

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

func TestAFileIsServedSafelyToItsPersonAlone(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	picture := storetest.Picture(400, 300, 1)
	photo := s.Upload(s.App("Jolara app"), p, models.Upload{FileName: "IMG_1.jpg", File: picture})
	file := "/files/" + photo.ID
	v := s.SignedIn(p)
	for query, want := range map[string]struct{ cache, disposition string }{
		"?size=small":         {"private, max-age=300", "inline; filename=IMG_1.jpg"},
		"?size=large":         {"private, max-age=300", "inline; filename=IMG_1.jpg"},
		"":                    {"no-store", "inline; filename=IMG_1.jpg"},
		"?size=original":      {"no-store", "inline; filename=IMG_1.jpg"},
		"?download=1":         {"no-store", "attachment; filename=IMG_1.jpg"},
		"?download=1&size=xl": {},
	} {
		page := v.Get(file + query)
		if want.cache == "" {
			if page.Status != http.StatusNotFound {
				t.Errorf("%s: %d", query, page.Status)
			}
			continue
		}
		if page.Status != http.StatusOK || page.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(page.Body, "\xff\xd8") {
			t.Errorf("%s: %d, %s", query, page.Status, page.Header.Get("Content-Type"))
		}
		for name, value := range map[string]string{
			"Cache-Control": want.cache, "Content-Disposition": want.disposition, "X-Content-Type-Options": "nosniff",
			"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := page.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q", query, name, got)
			}
		}
		if !slices.Contains(strings.Split(strings.Join(page.Header.Values("Vary"), ", "), ", "), "Cookie") {
			t.Errorf("%s: a cache may give it to others", query)
		}
		if has := page.Header.Get("ETag") != ""; has != (want.cache != "no-store") {
			t.Errorf("%s: ETag %q", query, page.Header.Get("ETag"))
		}
		for who, stranger := range map[string]*site.Visitor{"a stranger": s.SignedIn(s.CanSignIn(s.Adult())), "nobody": s.Visitor()} {
			if got := stranger.Get(file + query); got.Status != map[string]int{"a stranger": 404, "nobody": 303}[who] || strings.Contains(got.Body, "\xff\xd8") {
				t.Errorf("%s: %s gets %d", query, who, got.Status)
			}
		}
	}
	for _, id := range []string{"none", "00000000-0000-8000-8000-000000000000", "..%2f..%2fetc%2fpasswd", photo.ID + "%00"} {
		if got := v.Get("/files/" + id).Status; got != http.StatusNotFound && got != http.StatusBadRequest {
			t.Errorf("%s is answered with %d", id, got)
		}
	}
}

func TestABrowserAsksAgainWithoutGettingAgain(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	photo := s.Upload(s.App("Jolara app"), p, models.Upload{})
	other := s.Upload(s.App("Jolara site"), p, models.Upload{})
	v := s.SignedIn(p)
	small := "/files/" + photo.ID + "?size=small"
	tag := v.Get(small).Header.Get("ETag")
	if tag == v.Get("/files/"+photo.ID+"?size=large").Header.Get("ETag") || tag == v.Get("/files/"+other.ID+"?size=small").Header.Get("ETag") {
		t.Error("two files have one tag")
	}
	again := v.Request(http.MethodGet, small, nil)
	again.Header.Set("If-None-Match", tag)
	if page := v.Do(again); page.Status != http.StatusNotModified || page.Body != "" || page.Header.Get("ETag") != tag || page.Header.Get("Cache-Control") != "private, max-age=300" {
		t.Errorf("asked again: %d, %d bytes", page.Status, len(page.Body))
	}
	// Whoever signs in next at the same browser does not see it by its tag.
	stranger := s.SignedIn(s.CanSignIn(s.Adult()))
	again = stranger.Request(http.MethodGet, small, nil)
	again.Header.Set("If-None-Match", tag)
	if page := stranger.Do(again); page.Status != http.StatusNotFound {
		t.Errorf("a stranger with the tag gets %d", page.Status)
	}
	head := v.Do(v.Request(http.MethodHead, small, nil))
	if head.Status != http.StatusOK || head.Body != "" || head.Header.Get("Content-Length") == "" || head.Header.Get("ETag") != tag {
		t.Errorf("HEAD: %d, %v", head.Status, head.Header)
	}
	part := v.Request(http.MethodGet, "/files/"+photo.ID, nil)
	part.Header.Set("Range", "bytes=0-1")
	if page := v.Do(part); page.Status != http.StatusPartialContent || page.Body != "\xff\xd8" {
		t.Errorf("a part: %d, %q", page.Status, page.Body)
	}
}

// hostileNames are what phones, and people who are up to something, call a file (T10).
var hostileNames = []string{
	`a"b.jpg`, `a\"b.jpg`, "../../etc/passwd", `..\..\boot.ini`, "a\r\nSet-Cookie: x=y.jpg", "a\nb.jpg", "a\x00b.jpg", "\x1b[2Ja.jpg",
	"photo\u202egpj.exe", "\u2066a\u2069.jpg", "照片.jpg", "Größe.jpg", "a;filename=evil.exe", "a%00b.jpg", "%2e%2e%2f.jpg",
	"<b>.jpg", "<script>alert(1)</script>", "'; drop table photos; --.jpg", "CON", "con.jpg", "NUL.jpg", ".", "..", "...", "", " ", " .jpg ",
	".htaccess", "a.html", "a.svg", "a.jpg.exe", "a/b/c.jpg", "C:\\a.jpg", "\\\\host\\a.jpg", "a?b=c&d.jpg", "a#b.jpg", "~/.ssh/id",
	"\xff\xfe.jpg", strings.Repeat("x", 300) + ".jpg", strings.Repeat("照", 200) + ".jpg", "e\u0301.jpg", "\U0001f600.jpg", "a\u2028b.jpg",
}

func TestT10_NoNameOfAFileLeavesItsHeader(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := photographer(s)
	app := s.App("Jolara app")
	v := s.SignedIn(p)
	for _, name := range hostileNames {
		photo := s.Upload(app, p, models.Upload{FileName: name})
		page := v.Get("/files/" + photo.ID + "?download=1")
		if page.Status != http.StatusOK || page.Header.Get("Set-Cookie") != "" {
			t.Fatalf("%q: %d, cookie %q", name, page.Status, page.Header.Get("Set-Cookie"))
		}
		header := page.Header.Get("Content-Disposition")
		kind, params, err := mime.ParseMediaType(fallbackLess(header))
		saved := params["filename"]
		if err != nil || kind != "attachment" || saved == "" {
			t.Errorf("%q: %q is read as %q, %q, %v", name, header, kind, saved, err)
		}
		if strings.ContainsAny(saved, "/\\\r\n\x00\x1b\u202e\u2066\u2028") || len(saved) > 259 || !strings.HasSuffix(strings.ToLower(saved), ".jpg") && !strings.HasSuffix(saved, ".jpeg") {
			t.Errorf("%q is saved as %q", name, saved)
		}
	}
}

// fallbackLess leaves out the name for those who cannot read RFC 5987: package mime takes one name only.
func fallbackLess(header string) string {
	if kind, extended, found := strings.Cut(header, "; filename*="); found {
		kind, _, _ = strings.Cut(kind, ";")
		return kind + "; filename*=" + extended
	}
	return header
}

func TestANameInAnyScriptStandsTwice(t *testing.T) {
	for name, want := range map[string]string{
		"a b.jpg":  `attachment; filename="a b.jpg"`,
		"照片.jpg":   `attachment; filename=__.jpg; filename*=utf-8''%E7%85%A7%E7%89%87.jpg`,
		`a"b.jpg`:  `attachment; filename="a\"b.jpg"`,
		"a\r\nb:c": `attachment; filename*=utf-8''a%0D%0Ab%3Ac`,
	} {
		if got := api.ContentDisposition("attachment", name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
