package main

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

const (
	talliesSQL = `select kind, count, bytes, oldest, newest from tallies where person_id = $1 and count > 0`
	filmSQL    = `select id::text from photos where person_id = $1 order by at desc, id desc limit 7`
	stateSQL   = `select kind, state from permissions where person_id = $1 and kind in ('camera', 'photo_upload', 'microphone', 'voice_call')`
	choicesSQL = `select at, kind, state, made_by, receipt from consents where person_id = $1 order by at desc, id desc limit 5`
	eventsSQL  = `select at, kind, subject from events where person_id = $1 and kind not in ('permission_granted', 'permission_withdrawn')
		and kind not in ('deletion_asked', 'deletion_stopped', 'deletion_done') order by at desc, id desc limit 5`
	deletionsSQL = `select at, scope, state, made_by, receipt from deletions where person_id = $1 order by at desc, id desc limit 5`
	looksSQL     = `select l.at, l.ref, f.role from looks l join staff f on f.id = l.staff_id where l.person_id = $1 order by l.at desc, l.id desc limit 5`
	// caseSQL has the newest case that is not closed, with the round that counts and who has it.
	caseSQL = `select c.ref, r.due::text, coalesce(f.role, 'nobody') from complaints c
		join complaint_rounds r on r.case_id = c.id and r.number = c.round
		left join desk_cases q on q.case_id = c.id left join staff f on f.id = q.owner
		where c.person_id = $1 and c.state <> 'closed' order by c.at desc, c.id desc limit 1`
	// countsSQL counts what has no tally, as far as pages count; choices are counted in the rows of their permissions.
	countsSQL = `
select 'addresses', count(*), null from addresses where person_id = $1 and not removed
union all select 'security_log', count(*), min(created_at) from (
	select created_at from sessions where person_id = $1 union all
	select created_at from tokens where person_id = $1 union all
	select null from link_codes where person_id = $1) all_security
union all select 'complaints', count(*), min(at) from (select at from complaints where person_id = $1 order by at limit 1000) all_complaints
union all select 'looks', count(*), min(at) from (select at from looks where person_id = $1 order by at limit 1000) all_looks
union all select 'consents', coalesce(sum(choices), 0), min(first_at) from permissions where person_id = $1
union all select 'changes', count(*), min(at) from (select at from changes where person_id = $1 order by at limit 1000) all_changes
union all select 'consents', count(*), min(at) from (
	(select at from acceptances where person_id = $1 order by at limit 1000) union all
	(select at from notes where person_id = $1 order by at limit 1000) union all
	(select at from disclosures where person_id = $1 order by at limit 1000) union all
	(select at from deletions where person_id = $1 order by at limit 1000) union all
	(select at from events where person_id = $1 and kind not in ('permission_granted', 'permission_withdrawn')
		and kind not in ('deletion_asked', 'deletion_stopped', 'deletion_done')
		and kind not in ('agreement_accepted', 'note_added') order by at limit 1000)) all_consents`
)

// held is how much there is of one category.
type held struct {
	count          int
	bytes          int64
	oldest, newest time.Time
}

func (h *held) add(more held) {
	h.count, h.bytes = h.count+more.count, h.bytes+more.bytes
	if h.oldest.IsZero() || !more.oldest.IsZero() && more.oldest.Before(h.oldest) {
		h.oldest = more.oldest
	}
	if more.newest.After(h.newest) {
		h.newest = more.newest
	}
}

// cards are the categories in their order, each with its words.
var cards = []struct{ category, address, title, noun, kept string }{
	{"photo", "/data/photos", "Photos", "photos", "Kept until you delete them. After 24 months without a sign-in, an upload or a print we delete them, and write to you 90, 30 and 7 days before."},
	{"profile", "/data#profile", "Profile", "details", "Kept while you have an account."},
	{"addresses", "/data#addresses", "Addresses", "addresses", "Kept while you have an account."},
	{"print_job", "/data/prints", "Print jobs", "print jobs", "Kept for 3 years, then we remove everything that points to you. What was bought, for how much and when stays locked until then: E-Commerce Law, article 31."},
	{"behaviour", "/data/log?kind=behaviour", "Browsing, searching, favourites", "entries", "Kept for 6 months."},
	{"transactions", "/data/log?kind=transactions", "Orders and after-sales", "entries", "Kept for 3 years: E-Commerce Law, article 31."},
	{"security_log", "/data/log?kind=security_log", "Sign-ins and security", "entries", "Kept for 6 months: Cybersecurity Law, network logs."},
	{"voice", "/data/voice", "Voice and calls", "entries", "Kept for 90 days."},
	{"consents", "/consents", "Choices and receipts", "entries", "Nobody can change this. We keep it for 3 years after you leave, as your proof, then erase it."},
	{"changes", "/data/changes", "Changes", "changes", "Kept while you have an account."},
}

// categories has the category of each kind that is tallied under another name.
var categories = func() map[string]string {
	of := map[string]string{"recording": "voice", "call": "voice"}
	for category, kinds := range models.ActivityKinds {
		for _, kind := range kinds {
			of[string(kind)] = string(category)
		}
	}
	return of
}()

// choice is the latest of a permission, or another event; then its receipt is empty.
type choice struct {
	at                           time.Time
	kind, state, madeBy, receipt string
}

func (c choice) write(out *bytes.Buffer) {
	fmt.Fprintf(out, `<li><svg class="ico" aria-hidden="true"><use href="/static/icons.svg#camera"></use></svg><time datetime="%s">%s</time> <strong>%s</strong> `,
		c.at.Format(time.RFC3339), c.at.In(models.Shanghai).Format("2 January 2006"), html.EscapeString(c.kind+" "+c.state))
	if c.receipt != "" {
		fmt.Fprintf(out, `<p>You, in Jolara’s %[1]s</p> <p><a href="/receipts/%[2]s">Receipt <span class="ref">%[2]s</span></a></p>`, c.madeBy, c.receipt)
	}
	out.WriteString(`</li>`)
}

// writeHome writes what is held, how the permissions stand and what happened last.
func (p pages) writeHome(r *http.Request, who person, out *bytes.Buffer) error {
	found := map[string]held{"profile": {count: len(who.profile)}}
	var film []string
	states := map[string]models.State{}
	var recent []choice
	var batch pgx.Batch
	add := func(kind string, h held) {
		if category, named := categories[kind]; named {
			kind = category
		}
		sum := found[kind]
		sum.add(h)
		found[kind] = sum
	}
	ask := func(sql string, scan func(pgx.Rows) error) {
		batch.Queue(sql, who.id).Query(func(rows pgx.Rows) error {
			for rows.Next() {
				if err := scan(rows); err != nil {
					return err
				}
			}
			return rows.Err()
		})
	}
	ask(talliesSQL, func(rows pgx.Rows) error {
		var kind string
		var h held
		err := rows.Scan(&kind, &h.count, &h.bytes, &h.oldest, &h.newest)
		add(kind, h)
		return err
	})
	ask(countsSQL, func(rows pgx.Rows) error {
		var category string
		var count int
		var oldest *time.Time
		err := rows.Scan(&category, &count, &oldest)
		if oldest == nil {
			oldest = new(time.Time)
		}
		add(category, held{count: count, oldest: *oldest})
		return err
	})
	ask(filmSQL, func(rows pgx.Rows) error {
		var id string
		err := rows.Scan(&id)
		film = append(film, id)
		return err
	})
	ask(stateSQL, func(rows pgx.Rows) error {
		var kind string
		var state models.State
		err := rows.Scan(&kind, &state)
		states[kind] = state
		return err
	})
	ask(choicesSQL, func(rows pgx.Rows) error {
		var c choice
		err := rows.Scan(&c.at, &c.kind, &c.state, &c.madeBy, &c.receipt)
		recent = append(recent, c)
		return err
	})
	ask(eventsSQL, func(rows pgx.Rows) error {
		var c choice
		err := rows.Scan(&c.at, &c.kind, &c.state)
		recent = append(recent, c)
		return err
	})
	ask(deletionsSQL, func(rows pgx.Rows) error {
		var c choice
		err := rows.Scan(&c.at, &c.kind, &c.state, &c.madeBy, &c.receipt)
		recent = append(recent, c)
		return err
	})
	ask(looksSQL, func(rows pgx.Rows) error {
		var c choice
		err := rows.Scan(&c.at, &c.kind, &c.state)
		recent = append(recent, c)
		return err
	})
	var open struct{ ref, due, owner string }
	ask(caseSQL, func(rows pgx.Rows) error { return rows.Scan(&open.ref, &open.due, &open.owner) })
	if err := p.pool.SendBatch(r.Context(), &batch).Close(); err != nil {
		return err
	}

	now := time.Now().In(models.Shanghai)
	fmt.Fprintf(out, `<div class="stack"><h1>Your privacy, %s</h1><p class="lede">What Jolara holds about you, and every choice you can change. Nothing here needs a reason.</p><div class="acts"><a class="btn" href="/complaints/new?kind=access"><svg class="i" width="20" height="20" aria-hidden="true"><use href="/static/icons.svg#down"></use></svg>Copy my data</a><a class="btn" href="/delete"><svg class="i" width="20" height="20" aria-hidden="true"><use href="/static/icons.svg#trash"></use></svg>Delete my data</a><a class="btn" href="/complaints/new"><svg class="i" width="20" height="20" aria-hidden="true"><use href="/static/icons.svg#say"></use></svg>Make a complaint</a></div></div> <section class="stack" aria-labelledby="held"><div class="section-head"><h2 id="held">What we hold</h2><p class="soft"><time datetime="%s">Counted today at %s</time></p></div><ul class="hold">`,
		html.EscapeString(who.profile[models.FieldNickname].Value), now.Format(time.RFC3339), now.Format("15:04"))
	if open.ref != "" {
		fmt.Fprintf(out, `<li class="held"><h3><a href="/complaints/%[1]s">%[1]s</a></h3><p>%[2]s, %[3]s</p></li>`, open.ref, open.due, open.owner)
	}
	var empty []string
	for _, card := range cards {
		h := found[card.category]
		if h.count == 0 {
			empty = append(empty, card.title)
			continue
		}
		out.WriteString(`<li class="held">`)
		if card.category == "photo" {
			out.WriteString(`<div class="film">`)
			for _, id := range film {
				out.WriteString(`<img src="/files/` + id + `?size=small" alt="" width="360" height="360" loading="lazy" decoding="async">`)
			}
			out.WriteString(`</div>`)
		}
		fmt.Fprintf(out, `<h3><a href="%s">%s</a></h3><p class="held__n">%s   <span>%s</span></p><p>%s</p><p>`, card.address, card.title, number(h.count), card.noun, card.kept)
		switch {
		case card.category == "profile":
			fmt.Fprintf(out, `We know your %s.`, knownFields(who))
		case h.bytes > 0:
			fmt.Fprintf(out, `%s in all. The oldest is from %s, the newest from %s.`, gigabytes(h.bytes), day(h.oldest), day(h.newest))
		default:
			fmt.Fprintf(out, `The oldest is from %s.`, day(h.oldest))
		}
		out.WriteString(`</p></li>`)
	}
	fmt.Fprintf(out, `<li class="held hold__rest"><h3>Nothing in these</h3><p>%s · Complaints and requests · Guardian details · Who opened your data · Copies made for you · Unconfirmed sign-ups · A minor’s account that waits</p><p>We list them so that you can see they are empty. <a href="/policy/data">All kinds, and how long each is kept</a></p></li></ul></section>`, strings.Join(empty, " · "))
	out.WriteString(`<div class="split"><section class="card stack stack--s" aria-labelledby="permissions"><div class="section-head"><h2 id="permissions">Permissions</h2><a href="/permissions">Change permissions</a></div><ul class="links">`)
	for _, kind := range models.PermissionKinds {
		fmt.Fprintf(out, `<li><a href="/permissions#%[1]s"><svg class="ico" aria-hidden="true"><use href="/static/icons-000000000000.svg#%[1]s"></use></svg>%[1]s <b>%[2]s</b><svg class="ico" aria-hidden="true"><use href="/static/icons-000000000000.svg#go"></use></svg></a></li>`, kind, states[string(kind)])
	}
	out.WriteString(`</ul></section><section class="stack" aria-labelledby="recent"><div class="section-head"><h2 id="recent">Recent</h2><a href="/consents">All your choices</a></div><ol class="timeline">`)
	slices.SortFunc(recent, func(a, b choice) int { return b.at.Compare(a.at) })
	for _, c := range recent[:min(5, len(recent))] {
		c.write(out)
	}
	out.WriteString(`</ol></section></div>`)
	return nil
}

func knownFields(who person) string {
	var names []string
	for _, field := range models.ProfileFields {
		if who.profile[field].Value != "" {
			names = append(names, string(field))
		}
	}
	return strings.Join(names, ", ")
}
