package e2e_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// canary marks everything that is somebody's: where it turns up, something of a person's would.
const canary = "zq7canary"

// written is a log that is written and read at once.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *written) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(line)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// logsErrors makes PostgreSQL log as it does where somebody else runs it, by its own defaults: errors with their statements.
// Connections that are made from now on do.
func logsErrors(t *testing.T, w *storetest.World) {
	t.Helper()
	config, err := pgx.ParseConfig(w.DSN)
	if err != nil {
		t.Fatal(err)
	}
	config.User = "jolara"
	superuser, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = superuser.Close(t.Context()) }()
	if _, err := superuser.Exec(t.Context(), `alter database `+config.Database+` set log_min_messages = 'warning'`); err != nil {
		t.Fatal(err)
	}
}

// canaryWalk is a visit of the person of whom everything is marked, with all that it leaves behind.
type canaryWalk struct {
	*site.Visitor
	t         *testing.T
	addresses []string // that the portal gave out: links, forms, redirects
}

// see notes the addresses that an answer holds.
func (w *canaryWalk) see(page site.Page, want ...int) site.Page {
	w.t.Helper()
	if !slices.Contains(want, page.Status) {
		w.t.Errorf("answered with %d, want %v: %s", page.Status, want, page.Text("h1"))
	}
	w.addresses = append(w.addresses, page.Header.Get("Location"))
	for _, attribute := range []string{"href", "action", "src"} {
		page.Find("[" + attribute + "]").Each(func(_ int, e *goquery.Selection) {
			address, _ := e.Attr(attribute)
			w.addresses = append(w.addresses, address)
		})
	}
	return page
}

func (w *canaryWalk) get(path string, want int) site.Page {
	w.t.Helper()
	return w.see(w.Get(path), want)
}

// post sends a form, with the field pairs of a name and a value.
func (w *canaryWalk) post(path string, want int, pairs ...string) site.Page {
	w.t.Helper()
	form := url.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		form.Add(pair[0], pair[1])
	}
	return w.see(w.Post(path, form), want)
}

// follow opens the link of the latest letter to an address and presses the button there.
func (w *canaryWalk) follow(s *site.Site, to, part, button string, pairs ...string) {
	w.t.Helper()
	link := ""
	const patience, pause = 10 * time.Second, 10 * time.Millisecond
	for end := time.Now().Add(patience); !strings.Contains(link, part) && time.Now().Before(end); time.Sleep(pause) {
		link = linkInLetter.FindString(s.Letter(to).Text)
	}
	w.addresses = append(w.addresses, link)
	w.get(strings.TrimPrefix(link, w.URL), http.StatusSeeOther)
	w.get(button, http.StatusOK)
	w.post(button, http.StatusSeeOther, pairs...)
}

func TestT22_NothingOfAPersonIsInALogAnAddressAJobOrTheNameOfALetter(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	log := &written{}
	w.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	logsErrors(t, w)
	w.Store = w.Second() // with these logs
	s := site.On(t, w)
	policy := s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	v := &canaryWalk{Visitor: s.Visitor(), t: t}
	const (
		email, newEmail = "zq7canary.address@example.com", "zq7canary.other@example.com"
		password, next  = "Zq7canary password", "Zq7canary another password"
	)

	// An account, with slips on the way.
	v.post("/sign-up", http.StatusOK, "for", "me", "year", "1990", "month", "3", "day", "27")
	v.post("/sign-up", http.StatusUnprocessableEntity, "for", "me", "year", "Zq7canary", "month", "3", "day", "27")
	v.post("/sign-up", http.StatusUnprocessableEntity, "for", "me", "birth_date", "1990-03-27", "email", "Zq7canary no address", "name", "Zq7canary Name", "password", "Zq7")
	for range 2 { // the second time the account is there
		v.post("/sign-up", http.StatusSeeOther, "for", "me", "birth_date", "1990-03-27", "email", email, "name", "Zq7canary Name", "password", password, "accept", policy.Version)
		if s.Count(`select count(*) from emails`) == 0 {
			v.follow(s, email, "/verify/", "/verify", "password", password)
		}
	}
	v.post("/sign-in", http.StatusUnprocessableEntity, "email", email, "password", "Zq7canary wrong")
	v.post("/sign-in", http.StatusUnprocessableEntity, "email", "zq7canary.nobody@example.com", "password", "Zq7canary wrong")
	v.post("/sign-in", http.StatusUnprocessableEntity, "email", "Zq7canary", "password", "")
	v.post("/sign-in", http.StatusSeeOther, "email", email, "password", password, "next", "/Zq7canary")

	// Jolara's app tells all that it may tell, and what may not be.
	key := s.Client()
	told := map[string]any{
		"email": "zq7canary.pushed@example.com", "name": "Zq7canary Pushed", "birth_date": "1990-03-27", "nickname": "Zq7canary Nick",
		"account_name": "zq7canary_account", "gender": "Zq7canary gender", "preferences": map[string]string{"Zq7canary preference": "Zq7canary value"},
		"addresses": []map[string]any{{"id": "home", "recipient": "Zq7canary Recipient", "phone": "Zq7canary", "lines": []string{"Zq7canary Road 1"}}},
	}
	app := func(want int, method, path string, body any) {
		t.Helper()
		if got := call(t, s, key, method, path, body); got != want {
			t.Errorf("%s %s was answered with %d, want %d", method, path, got, want)
		}
	}
	app(http.StatusOK, http.MethodPut, "/people/app-1", told)
	for field, value := range map[string]any{
		"phone": "Zq7canary", "email": "Zq7canary", "birth_date": "Zq7canary", "Zq7canary": "Zq7canary", "name": 7,
		"preferences": map[string]any{"Zq7canary": []string{"Zq7canary"}}, "addresses": "Zq7canary", "changed_at": "Zq7canary",
	} {
		app(http.StatusUnprocessableEntity, http.MethodPut, "/people/app-1", map[string]any{field: value})
	}
	choice := map[string]any{
		"id": "choice-1", "permission": "camera", "state": "granted", "at": s.Clock.Now().Format(time.RFC3339), "device": "Zq7canary Phone",
	}
	app(http.StatusOK, http.MethodPost, "/people/app-1/consents", choice)
	choice["device"] = "Zq7canary Other Phone"
	app(http.StatusConflict, http.MethodPost, "/people/app-1/consents", choice)
	choice["permission"] = "Zq7canary"
	app(http.StatusUnprocessableEntity, http.MethodPost, "/people/app-1/consents", choice)
	app(http.StatusNotFound, http.MethodGet, "/people/Zq7canary/permissions", nil)
	app(http.StatusBadRequest, http.MethodPut, "/people/app-1", json.RawMessage(`{"name": "Zq7canary", "name": "Zq7canary"}`))

	// Every page, every deed.
	v.post("/permissions/camera", http.StatusSeeOther, "state", "on")
	v.post("/permissions/microphone", http.StatusUnprocessableEntity, "state", "Zq7canary")
	v.post("/permissions/Zq7canary", http.StatusNotFound, "state", "on")
	for _, path := range pagesFrom(v.Visitor, "/home", "/account/link", "/consents", "/receipts/R-0000-00") {
		v.see(v.Get(path), http.StatusOK, http.StatusNotFound, http.StatusSeeOther)
	}
	v.post("/account/password", http.StatusUnprocessableEntity, "present", "Zq7canary wrong", "password", next)
	v.post("/account/password", http.StatusSeeOther, "present", password, "password", next)
	v.post("/account/email", http.StatusUnprocessableEntity, "email", "Zq7canary", "password", next)
	v.post("/account/email", http.StatusSeeOther, "email", newEmail, "password", next)
	v.follow(s, newEmail, "/verify/", "/verify")
	v.post("/account/link", http.StatusUnprocessableEntity, "code", "Zq7canary")
	v.post("/account/link", http.StatusUnprocessableEntity, "code", "000000")
	made, err := s.Store.LinkCode(t.Context(), "app-1")
	if err != nil {
		t.Fatal(err)
	}
	v.post("/account/link", http.StatusSeeOther, "code", made.Code)
	if name := v.get("/account", http.StatusOK).Text("main"); !strings.Contains(name, "Zq7canary Pushed") {
		t.Error("the two accounts were not linked")
	}

	// A complaint, with slips on the way.
	v.post("/complaints/new", http.StatusUnprocessableEntity, "kind", "Zq7canary", "about", "Zq7canary", "words", "Zq7canary words")
	sent := v.post("/complaints/new", http.StatusSeeOther, "kind", "complaint", "words", "Zq7canary words. And more.").Header.Get("Location")
	v.post(sent, http.StatusSeeOther, "do", "add", "words", "Zq7canary more")
	v.post(sent, http.StatusUnprocessableEntity, "do", "add", "words", "Zq7canary", "photo[]", "Zq7canary")
	v.get(sent, http.StatusOK)
	v.get("/complaints", http.StatusOK)
	// All the rest that Jolara's systems tell, and every form with a field for words. Ids are the systems' own, and
	// a version is the agreement's.
	for _, kind := range append(slices.Clone(models.PermissionKinds), models.KeepRecordings) {
		s.Grant(s.Person("app-1"), kind)
	}
	word := func(field string) string {
		if strings.HasSuffix(field, "id") || strings.HasSuffix(field, "policy_version") {
			return field
		}
		return "Zq7canary " + field
	}
	toldBy := s.Tell(s.Person("app-1"), key, word)
	for _, route := range routesOfAPI(t, v.Visitor) {
		if !slices.Contains(toldBy, route) {
			t.Errorf("nothing is told by %s", route)
		}
	}
	a := &attacker{Visitor: v.Visitor, t: t, word: word}
	a.everywhere("/home")
	for _, page := range a.answers {
		v.see(page, page.Status)
	}
	for _, f := range v.get("/delete?what=photos&all=yes", http.StatusOK).Forms("/delete") {
		if f.Action == "/delete" {
			f.Fields.Set("password", next)
			v.see(v.Send(f), http.StatusSeeOther)
		}
	}

	// What breaks on our side: a table is gone for a while.
	breaking := func(table string, deed func()) {
		t.Helper()
		for i, statement := range []string{`alter table ` + table + ` rename to gone`, `alter table gone rename to ` + table} {
			if i == 1 {
				deed()
			}
			if _, err := s.DB.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	breaking("permissions", func() {
		v.get("/permissions", http.StatusInternalServerError)
		v.post("/permissions/camera", http.StatusInternalServerError, "state", "off")
	})
	breaking("addresses", func() { app(http.StatusInternalServerError, http.MethodPut, "/people/app-1", told) })
	at := s.Clock.Now().Format(time.RFC3339)
	breaking("print_jobs", func() {
		v.get("/data/prints", http.StatusInternalServerError)
		app(http.StatusInternalServerError, http.MethodPost, "/people/app-1/prints", map[string]any{
			"id": "print-2", "photo_ids": []string{"photo.id"}, "ordered_at": at, "state": "ordered",
			"delivery": map[string]any{"recipient": "Zq7canary", "lines": []string{"Zq7canary Road"}},
		})
	})
	breaking("voice", func() {
		v.get("/data/voice", http.StatusInternalServerError)
		app(http.StatusInternalServerError, http.MethodPost, "/people/app-1/calls", map[string]any{"id": "call-2", "at": at, "seconds": 1, "direction": "in"})
	})
	breaking("photos", func() { v.get("/data/photos", http.StatusInternalServerError) })
	breaking("activity", func() { v.get("/data/log", http.StatusInternalServerError) })
	breaking("deletions", func() { v.get("/delete", http.StatusInternalServerError) })
	breaking("changes", func() {
		for _, f := range v.get("/data/profile/edit", http.StatusOK).Forms("/data/profile/edit") {
			if f.Fields.Has("nickname") {
				v.see(v.Send(f.With(url.Values{"nickname": {"Zq7canary Owl"}})), http.StatusInternalServerError)
			}
		}
		v.post("/data/addresses/new", http.StatusInternalServerError, "recipient", "Zq7canary", "lines", "Zq7canary Road 2")
	})
	breaking("tokens", func() { v.post("/account/email", http.StatusInternalServerError, "email", email, "password", next) })
	breaking("sessions", func() { v.get("/home", http.StatusInternalServerError) })
	v.post("/sign-out", http.StatusSeeOther)
	v.post("/reset", http.StatusUnprocessableEntity, "email", "Zq7canary")
	s.Clock.Advance(time.Minute) // so that the latest letter is known
	v.post("/reset", http.StatusSeeOther, "email", newEmail)
	v.follow(s, newEmail, "/reset/", "/reset/new", "password", password)
	breaking("sign_ups", func() {
		v.post("/sign-up", http.StatusInternalServerError, "for", "me", "birth_date", "1990-03-27", "email", "zq7canary.third@example.com", "name", "Zq7canary Name",
			"password", password, "accept", policy.Version)
	})
	v.addresses = append(v.addresses, askedAndDecided(t, s, breaking)...)
	allSent(t, s)

	places := map[string]string{"the program's log": log.String(), "PostgreSQL's log": s.DatabaseLog(), "an address": strings.Join(v.addresses, "\n")}
	for place, sign := range map[string]string{"the program's log": "request failed", "PostgreSQL's log": "does not exist", "an address": "/verify/"} {
		if !strings.Contains(places[place], sign) {
			t.Errorf("%s is not where this test looks", place)
		}
	}
	files, err := os.ReadDir(s.Mail)
	if err != nil || len(files) < 5 {
		t.Errorf("there are %d letters, %v", len(files), err)
	}
	for _, file := range files {
		places["the name of a letter"] += file.Name() + "\n"
	}
	rows, err := s.DB.Query(t.Context(), `select table_name, string_agg(quote_ident(column_name), ', ') from information_schema.columns
		where table_schema = 'public' and column_name <> 'personal' group by table_name`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Columns string }])
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		var text *string
		err := s.DB.QueryRow(t.Context(), `select string_agg(row(`+table.Columns+`)::text, e'\n') from `+table.Name).Scan(&text)
		if err != nil {
			t.Fatal(err)
		}
		if text != nil {
			places["table "+table.Name] = *text
		}
	}
	if places["table river_job"] == "" || places["table limits"] == "" || places["table events"] == "" {
		t.Error("the tables hold nothing")
	}
	for place, text := range places {
		for line := range strings.Lines(text) {
			if strings.Contains(strings.ToLower(line), canary) {
				t.Errorf("in %s: %s", place, line)
			}
		}
	}
}

// routesOfAPI lists the calls that the API's own document knows.
func routesOfAPI(t *testing.T, v *site.Visitor) (routes []string) {
	t.Helper()
	var document struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal([]byte(v.Get("/api/openapi.json").Body), &document); err != nil || len(document.Paths) == 0 {
		t.Fatalf("the document has %d paths, %v", len(document.Paths), err)
	}
	for path, calls := range document.Paths {
		for method := range calls {
			routes = append(routes, strings.ToUpper(method)+" "+path)
		}
	}
	return routes
}

// askedAndDecided lets a child ask a guardian who decides, with slips on the way, and returns the addresses that both were given.
func askedAndDecided(t *testing.T, s *site.Site, breaking func(table string, deed func())) []string {
	t.Helper()
	child, guardian := &canaryWalk{Visitor: s.Visitor(), t: t}, &canaryWalk{Visitor: s.Visitor(), t: t}
	const email = "zq7canary.mother@example.com"
	signUp := func(want int, pairs ...string) {
		t.Helper()
		child.post("/sign-up", want, append([]string{"for", "me", "birth_date", "2016-03-27", "password", "Zq7canary password"}, pairs...)...)
	}
	signUp(http.StatusUnprocessableEntity, "nickname", "Zq7canary", "new_account_name", "Zq7canary no name", "guardian_email", "Zq7canary")
	s.Clock.Advance(time.Minute) // so that the latest letter is known
	breaking("guardian_requests", func() {
		signUp(http.StatusInternalServerError, "nickname", "Zq7canary Owl", "new_account_name", "zq7canary-owl", "guardian_email", email)
	})
	signUp(http.StatusSeeOther, "nickname", "Zq7canary Owl", "new_account_name", "zq7canary-owl", "guardian_email", email)
	child.get("/family", http.StatusOK)
	child.post("/family", http.StatusUnprocessableEntity, "do", "ask", "guardian_email", "Zq7canary")
	allSent(t, s)

	letter := s.Letter(email)
	guardian.addresses = append(guardian.addresses, linkInLetter.FindString(letter.Text))
	guardian.get(strings.TrimPrefix(linkInLetter.FindString(letter.Text), s.URL), http.StatusSeeOther)
	guardian.get("/g", http.StatusOK)
	s.Clock.Advance(time.Minute)
	guardian.post("/g/code", http.StatusSeeOther)
	guardian.post("/g/verify", http.StatusUnprocessableEntity, "code", "Zq7canary")
	allSent(t, s)
	guardian.post("/g/verify", http.StatusSeeOther, "code", sixFigures.FindString(s.Letter(email).Text))
	yes := []string{
		"decision", "approve", "policy", "4.1", "grown_up", "yes", "guardian_name", "Zq7canary Mother", "signature", "Zq7canary Mother", "camera", "yes",
	}
	guardian.post("/g/decide", http.StatusUnprocessableEntity, append(yes, "relation", "Zq7canary")...)
	breaking("guardian_records", func() {
		guardian.post("/g/decide", http.StatusInternalServerError, append(yes, "relation", "mother")...)
	})
	guardian.post("/g/decide", http.StatusSeeOther, append(yes, "relation", "mother")...)
	guardian.get("/g/done", http.StatusOK)
	record := guardian.get("/g/record.json", http.StatusOK)
	guardian.post("/verify-receipt", http.StatusOK, "record", record.Body)
	guardian.post("/verify-receipt", http.StatusUnprocessableEntity, "record", "Zq7canary")
	child.get("/family", http.StatusOK)
	child.post("/sign-out", http.StatusSeeOther)
	child.post("/sign-in", http.StatusUnprocessableEntity, "email", "zq7canary-owl", "password", "Zq7canary wrong")
	child.post("/sign-in", http.StatusSeeOther, "email", "zq7canary-owl", "password", "Zq7canary password")
	return append(child.addresses, guardian.addresses...)
}
