package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5/pgxpool"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
)

// pages answers with what the portal's pages show, from the same rows, in HTML of about the same length. What stands
// around a page is the portal's own, made once.
type pages struct {
	pool         *pgxpool.Pool
	home, photos frame
}

// frame is what stands around a page, in pieces: between them stand the person's initials and name, and the page.
type frame [4]string

const gap = "[gap]"

func newPages(ctx context.Context, pool *pgxpool.Pool) (p pages, err error) {
	p.pool = pool
	if p.home, err = newFrame(ctx, "/home", "Your privacy"); err != nil {
		return p, err
	}
	p.photos, err = newFrame(ctx, "/data/photos", "Photos")
	return p, err
}

func newFrame(ctx context.Context, path, title string) (f frame, err error) {
	shell := layout.Shell{
		Title: title, Path: path, Now: time.Now(),
		Person: &layout.Person{Name: gap, Initials: gap, SignedInSince: time.Now()},
	}
	var whole bytes.Buffer
	if err := layout.Page(shell).Render(templ.WithChildren(ctx, templ.Raw(gap)), &whole); err != nil {
		return f, err
	}
	if n := copy(f[:], strings.SplitN(whole.String(), gap, len(f))); n < len(f) {
		return f, fmt.Errorf("%s has %d pieces", path, n)
	}
	return f, nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// person is who a session belongs to.
type person struct {
	id      string
	profile map[models.Field]struct{ Value string }
}

// page answers with a frame around what write writes.
func (p pages) page(f frame, write func(*http.Request, person, *bytes.Buffer) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(out)
		out.Reset()
		if err := p.fill(out, r, f, write); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Length", strconv.Itoa(out.Len()))
		_, _ = w.Write(out.Bytes())
	}
}

func (p pages) fill(out *bytes.Buffer, r *http.Request, f frame, write func(*http.Request, person, *bytes.Buffer) error) error {
	id, personal, err := signedIn(r, p.pool)
	if err != nil {
		return err
	}
	who := person{id: id}
	if err := json.Unmarshal(personal, &who.profile); err != nil {
		return err
	}
	name := html.EscapeString(who.profile[models.FieldName].Value)
	out.WriteString(f[0])
	out.WriteString(name[:1])
	out.WriteString(f[1])
	out.WriteString(name)
	out.WriteString(f[2])
	err = write(r, who, out)
	out.WriteString(f[3])
	return err
}

// number writes 12345 as 12,345.
func number(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func day(at time.Time) string { return at.In(models.Shanghai).Format("2 Jan 2006") }

func gigabytes(n int64) string { return strconv.FormatInt((n+5e8)/1e9, 10) + " GB" }
