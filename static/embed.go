// Package static holds the files that every page may load: the stylesheet, the script, the fonts and the icons. They are part of
// the program, and their addresses carry a hash of their content, so a browser that has one never asks for it again.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed app.css app.js icons.svg favicon.svg fonts/*.woff2
var embedded embed.FS

// prefix begins the address of every static file.
const prefix = "/static/"

// kinds are the kinds of file there are. A kind that is already compressed is not compressed again.
var kinds = map[string]struct {
	contentType string
	compressed  bool
}{
	".css":   {"text/css; charset=utf-8", false},
	".js":    {"text/javascript; charset=utf-8", false},
	".svg":   {"image/svg+xml", false},
	".woff2": {"font/woff2", true},
}

// shelf is what is served: it is filled once, when first asked for, and only read afterwards.
type shelf struct {
	addresses map[string]string // of a file's name, such as app.css
	files     map[string]*file  // by address
}

var theShelf = sync.OnceValue(fill)

// Path returns the address of the file of that name, such as /static/app-5f0c1a2b3d4e.css for app.css. There being no
// such file is a mistake in the program, so Path panics.
func Path(name string) string {
	address, ok := theShelf().addresses[name]
	if !ok {
		panic("static: no file " + name)
	}
	return address
}

func fill() shelf {
	s := shelf{addresses: map[string]string{}, files: map[string]*file{}}
	for _, pattern := range []string{"fonts/*", "*.svg", "*.js", "*.css"} { // the stylesheet comes last: it names the fonts
		names, err := fs.Glob(embedded, pattern)
		if err != nil {
			panic(err) // the patterns are the ones above
		}
		for _, name := range names {
			s.add(name)
		}
	}
	return s
}

func (s shelf) add(name string) {
	body, err := embedded.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("read embedded file %s: %w", name, err))
	}
	extension := path.Ext(name)
	if extension == ".css" {
		body = s.resolve(body)
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	address := prefix + strings.TrimSuffix(name, extension) + "-" + hash + extension
	kind := kinds[extension]
	made := &file{contentType: []string{kind.contentType}, plain: newForm(body, hash)}
	if !kind.compressed {
		made.gzipped = newForm(compress(body), hash+"-gzip")
	}
	s.addresses[name], s.files[address] = address, made
}

// resolve puts the addresses of the files that a stylesheet names in the place of their names.
func (s shelf) resolve(css []byte) []byte {
	var pairs []string
	for name, address := range s.addresses {
		pairs = append(pairs, `url("`+name+`")`, `url("`+address+`")`)
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(css)))
}

func compress(body []byte) []byte {
	var out bytes.Buffer
	writer, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a known one
	}
	_, _ = writer.Write(body) // a bytes.Buffer takes everything
	_ = writer.Close()
	return out.Bytes()
}
