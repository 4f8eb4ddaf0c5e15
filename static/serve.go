package static

import (
	"net/http"
	"strconv"
	"strings"
)

// Handler serves the addresses that Path gives; everything else is not found, a file's name without its hash too. It
// answers GET and HEAD: whoever routes to it refuses other methods.
func Handler() http.Handler {
	go theShelf() // to compress what is on it takes a while, for which a start does not wait
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, ok := theShelf().files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		found.serve(w, r)
	})
}

// file is ready to be sent. All requests share it; nothing changes it.
type file struct {
	contentType []string
	plain       *form
	gzipped     *form // nil where compressing gains nothing
}

// form is a file's bytes in one encoding, with the headers that only this encoding has. Header values are kept as
// http.Header keeps them, so that a request makes none.
type form struct {
	body         []byte
	etag, length []string
}

func newForm(body []byte, tag string) *form {
	return &form{body: body, etag: []string{`"` + tag + `"`}, length: []string{strconv.Itoa(len(body))}}
}

var (
	forever        = []string{"public, max-age=31536000, immutable"}
	acceptEncoding = []string{"Accept-Encoding"}
	gzipEncoding   = []string{"gzip"}
)

// serve sends the file, compressed where the browser takes that, or says that the browser has it already (RFC 9110,
// 13.1.2).
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	header, sent := w.Header(), f.plain
	if f.gzipped != nil {
		header["Vary"] = acceptEncoding
		if takesGzip(r.Header.Get("Accept-Encoding")) {
			sent = f.gzipped
		}
	}
	header["Cache-Control"] = forever
	header["Etag"] = sent.etag
	if has(r.Header.Get("If-None-Match"), sent.etag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if sent == f.gzipped {
		header["Content-Encoding"] = gzipEncoding
	}
	header["Content-Type"] = f.contentType
	header["Content-Length"] = sent.length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(sent.body) // an error means that the browser has gone
	}
}

// takesGzip reads an Accept-Encoding header (RFC 9110, 12.5.3). A weight of zero refuses; other weights do not matter,
// as there is nothing else to choose.
func takesGzip(accepted string) bool {
	for offer := range strings.SplitSeq(accepted, ",") {
		coding, weight, _ := strings.Cut(offer, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			_, q, _ := strings.Cut(weight, "=")
			value, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
			return err != nil || value > 0
		}
	}
	return false
}

// has tells whether an If-None-Match header names the tag. Weak and strong tags compare alike here.
func has(match, tag string) bool {
	for known := range strings.SplitSeq(match, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == tag || known == "*" {
			return true
		}
	}
	return false
}
