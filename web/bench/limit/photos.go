package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

const (
	photosFrom   = `select id::text, at, functions, personal from photos where person_id = $1`
	photosNewest = ` order by at desc, id desc limit 51`
	groupsSQL    = `select function, name from photo_groups join clients on clients.id = client_id where person_id = $1 and count > 0`
	uploadSQL    = `select t.count, t.bytes, p.state from tallies t join permissions p on p.person_id = t.person_id and p.kind = 'photo_upload'
		where t.person_id = $1 and t.kind = 'photo'`
)

// shot is a photo of the list.
type shot struct {
	id        string
	at        time.Time
	functions []string
	held      struct {
		Title, FileName string
	}
}

// writePhotos writes fifty photos, from the place that the address names.
func (p pages) writePhotos(r *http.Request, who person, out *bytes.Buffer) error {
	var shots []shot
	var functions, clients []string
	var count int
	var size int64
	var upload models.State
	var batch pgx.Batch
	question, args, deep := photosFrom, []any{who.id}, r.URL.Query().Has("before")
	if deep {
		at, id, _ := strings.Cut(r.URL.Query().Get("before"), "~")
		before, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			return err
		}
		question, args = question+` and (at, id) < ($2, $3)`, append(args, before, id)
	}
	batch.Queue(question+photosNewest, args...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var s shot
			var personal []byte
			if err := rows.Scan(&s.id, &s.at, &s.functions, &personal); err != nil {
				return err
			}
			if err := json.Unmarshal(personal, &s.held); err != nil {
				return err
			}
			shots = append(shots, s)
		}
		return rows.Err()
	})
	batch.Queue(groupsSQL, who.id).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var function, client string
			if err := rows.Scan(&function, &client); err != nil {
				return err
			}
			functions, clients = append(functions, function), append(clients, client)
		}
		return rows.Err()
	})
	batch.Queue(uploadSQL, who.id).QueryRow(func(row pgx.Row) error { return row.Scan(&count, &size, &upload) })
	if err := p.pool.SendBatch(r.Context(), &batch).Close(); err != nil {
		return err
	}

	fmt.Fprintf(out, `<div class="stack"> <div class="section-head"><h1>Photos</h1><form method="post" action="/data/photos"><input type="hidden" name="back" value="%s"> <button class="btn" type="submit" name="pictures" value="hide"><svg class="ico" aria-hidden="true"><use href="/static/icons.svg#hide"></use></svg>Hide pictures</button></form></div><p class="lede">%s photos you uploaded, %s. Only you can see them here.</p><p>Kept until you delete them. After 24 months without a sign-in, an upload or a print we delete them, and write to you 90, 30 and 7 days before.</p>`,
		html.EscapeString(r.URL.RequestURI()), number(count), gigabytes(size))
	if upload != models.Granted {
		out.WriteString(`<section class="notice" aria-labelledby="rest"><svg class="ico" aria-hidden="true"><use href="/static/icons.svg#lock"></use></svg><div class="stack stack--s"><h2 id="rest">Photo upload is off, so these photos are at rest</h2><p>We refuse every use of them. You can still see them and save them. To print, Photo upload has to be on again.</p><div class="row"><a class="btn btn--act" href="/permissions#photo_upload">Open Photo upload</a></div></div></section>`)
	}
	out.WriteString(`</div> <div class="stack stack--l"><form class="filters" method="get" action="/data/photos" role="search" aria-label="Filter photos"><div class="field"><label for="from">Uploaded from</label><input class="input" id="from" name="from" type="date" autocomplete="off" value=""></div><div class="field"><label for="to">To</label><input class="input" id="to" name="to" type="date" autocomplete="off" value=""></div>`)
	options(out, "for", "Chosen for", functions)
	options(out, "with", "Uploaded with", clients[:1])
	out.WriteString(`<button class="btn btn--act" type="submit">Show</button> </form><section class="stack" aria-labelledby="list"><h2 id="list">1,000+ photos, newest first</h2><form class="stack" method="get" action="/delete"><input type="hidden" name="what" value="photos"> <ul class="photos">`)
	last := shots[min(50, len(shots))-1]
	for _, s := range shots[:min(50, len(shots))] {
		s.write(out)
	}
	out.WriteString(`</ul> <div class="bulk bulk--bar" data-picks><label class="bulk__all" hidden><input type="checkbox" data-picks-all> Select all on this page</label><output hidden data-picks-said="# selected on this page"></output><button class="btn" type="submit"><svg class="ico" aria-hidden="true"><use href="/static/icons.svg#trash"></use></svg>Delete selected</button><a class="btn btn--quiet" href="/delete?all=yes&amp;what=photos">Delete all your photos</a></div></form></section><nav class="pager" aria-label="Pages of your photos">`)
	if deep {
		neighbour(out, "Newer", "after", shots[0])
	}
	fmt.Fprintf(out, `<p class="soft">%s to %s</p>`, day(last.at), day(shots[0].at))
	if len(shots) > 50 {
		neighbour(out, "Older", "before", last)
	}
	out.WriteString(`</nav></div>`)
	return nil
}

func (s shot) write(out *bytes.Buffer) {
	name := s.held.Title
	if name == "" {
		name = strings.TrimSuffix(s.held.FileName, path.Ext(s.held.FileName))
	}
	name = html.EscapeString(name)
	for _, piece := range [...]string{
		`<li class="shot"><a href="/data/photos/`, s.id, `"><img src="/files/`, s.id, `?size=small" alt="" width="360" height="360" loading="lazy" decoding="async"><span>`, name, ` <span class="hint">`,
		s.at.In(models.Shanghai).Format("Mon 2 Jan 2006"), `, for `, html.EscapeString(strings.Join(s.functions, ", ")), `</span></span></a><label class="pick"><input type="checkbox" name="item[]" value="`,
		s.id, `"><span class="vh">Select `, name, `</span></label></li>`,
	} {
		out.WriteString(piece)
	}
}

func options(out *bytes.Buffer, name, label string, values []string) {
	fmt.Fprintf(out, `<div class="field"><label for="%[1]s">%[2]s</label><select class="input" id="%[1]s" name="%[1]s"><option value="" selected>Anything</option> `, name, label)
	for _, value := range values {
		value = html.EscapeString(value)
		out.WriteString(`<option value="` + value + `">` + value + `</option>`)
	}
	out.WriteString(`</select></div>`)
}

func neighbour(out *bytes.Buffer, words, side string, from shot) {
	fmt.Fprintf(out, `<a class="btn" href="/data/photos?%s=%s~%s"><svg class="ico" aria-hidden="true"><use href="/static/icons.svg#go"></use></svg>%s</a>`,
		side, from.at.Format(time.RFC3339Nano), from.id, words)
}
