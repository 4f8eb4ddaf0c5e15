package handlers_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// overposted marks what no form has a field for; the time is as far back as nothing here is.
const overposted, overpostedTime = "0verposted", "2001-02-03T04:05:06Z"

// foreign are fields that no form has: what decides who somebody is, whose something is, and since when (T12).
func foreign(of models.Person) url.Values {
	fields := url.Values{}
	for name, value := range map[string]string{
		"id": string(of.ID), "person_id": string(of.ID), "account_id": string(of.ID), "owner": string(of.ID), "external_id": of.ExternalID,
		"role": "admin", "band": "adult", "is_minor": "false", "is_staff": "true", "is_admin": "true", "guardian_id": string(of.ID),
		"made_by": overposted, "receipt": overposted, "source": overposted, "personal": overposted, "file": overposted, "digest": overposted,
		"client_id": overposted, "policy_version": overposted, "password_hash": overposted, "token": overposted, "purpose": overposted,
		"at": overpostedTime, "verified_at": overpostedTime, "confirmed_at": overpostedTime, "created_at": overpostedTime, "due_at": overpostedTime,
		"closed_at": overpostedTime, "received_at": overpostedTime, "changed_at": overpostedTime, "erased_at": overpostedTime, "seen_at": overpostedTime,
	} {
		for _, spelled := range []string{name, "personal." + name, "person[" + name + "]"} {
			fields.Set(spelled, value)
		}
	}
	return fields
}

// rightly is what somebody types into an empty field of that name.
type rightly map[string]string

// typed fills a form as somebody does who means it.
func (rightly rightly) typed(f site.Form) site.Form {
	words := url.Values{}
	if f.Fields.Has("birth_date") {
		words.Set("accept", "4.1") // of the box that is not ticked
	}
	if f.Fields.Has("year") {
		words.Set(models.FieldSignUpFor, string(models.ForMe))
	}
	if f.Fields.Has(models.FieldRelation) {
		words.Set(models.FieldGrownUp, "yes")
	}
	for name := range f.Fields {
		value, known := rightly[name]
		switch {
		case name == "password" && f.Fields.Has("present"):
			words.Set(name, "staple battery horse")
		case name == "password":
			words.Set(name, storetest.Password)
		case known && f.Fields.Get(name) == "":
			words.Set(name, value)
		}
	}
	return f.With(words)
}

// everything is a world in which one person has something of each kind, so that each form of the portal stands somewhere.
func everything(t *testing.T) (s *site.Site, p models.Person) {
	t.Helper()
	s = openToSignUp(t)
	p = photographer(s)
	for _, kind := range append(slices.Clone(models.PermissionKinds), models.KeepRecordings) {
		if kind != models.PhotoUpload {
			s.Grant(p, kind)
		}
	}
	key, said := s.Client(), "first"
	word := func(field string) string { return said + " " + field }
	s.Tell(p, key, word)
	deletedTomorrow(t, s, p, models.Selection{What: models.ScopePhotos, IDs: photosOf(s, p, 1)})
	v := s.SignedIn(p)
	for _, page := range []string{profilePage, "/data/addresses/" + models.AddressKey("first addresses.id") + "/edit"} {
		for _, f := range v.Get(page).Forms(page) {
			if f.Action == page { // corrected, so that what the app tells next stands aside
				v.Send(f.With(url.Values{"nickname": {"Owl"}, "recipient": {"Grandma"}}))
			}
		}
	}
	s.Clock.Advance(2 * time.Minute)
	said = "second"
	s.Tell(p, key, func(field string) string {
		if field == "addresses.id" {
			return "first addresses.id"
		}
		return word(field)
	})
	s.SignedIn(p) // elsewhere
	return s, p
}

// behindLinks are the pages with a form to which only a letter leads.
func behindLinks(t *testing.T, s *site.Site) map[string]*site.Visitor {
	t.Helper()
	led := map[string]*site.Visitor{}
	newcomer := s.Visitor()
	newcomer.Post("/sign-up", signUpForm("newcomer@example.com"))
	follow(t, newcomer, s.Letter("newcomer@example.com"))
	led["/verify"] = newcomer

	forgetful := s.CanSignIn(s.Adult())
	v := s.Visitor()
	v.Post("/reset", url.Values{"email": {forgetful.Email}})
	follow(t, v, s.Letter(forgetful.Email))
	led["/reset/new"] = v

	mover := s.CanSignIn(s.Adult())
	moving := s.SignedIn(mover)
	moving.Post("/account/email", url.Values{"email": {"moved@example.com"}, "password": {storetest.Password}})
	follow(t, moving, s.Letter("moved@example.com"))
	moving.Post("/verify", nil)
	former := s.Visitor()
	follow(t, former, s.Letter(mover.Email))
	led["/undo"] = former
	return led
}

// stored returns everything that is stored of a person, or of everybody where there is no id, as text.
func stored(t *testing.T, s *site.Site, of string) string {
	t.Helper()
	rows, err := s.DB.Query(t.Context(), `select table_name, bool_or(column_name = 'person_id'), bool_or(column_name = 'personal')
		from information_schema.columns where table_schema = 'public' and table_name not like 'river%' and table_name not like 'goose%' group by 1 order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct {
		Name                 string
		IsPersons, HasSealed bool
	}])
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, table := range tables {
		sealed, where := "null::bytea", "true"
		if table.HasSealed {
			sealed = "personal"
		}
		switch {
		case of == "":
		case table.Name == "persons":
			where = "id = '" + of + "'"
		case table.IsPersons:
			where = "person_id = '" + of + "'"
		default:
			continue
		}
		rows, err := s.DB.Query(t.Context(), `select (to_jsonb(x) - 'personal')::text, `+sealed+` from `+table.Name+` x where `+where+` order by 1`)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var text string
			var personal []byte
			var opened any
			if err := rows.Scan(&text, &personal); err != nil {
				t.Fatal(err)
			}
			if len(personal) > 0 {
				if err := s.Vault.Open(personal, &opened); err != nil {
					t.Fatal(err)
				}
			}
			fmt.Fprintln(&all, table.Name, text, opened)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// standing is a form where it stands.
type standing struct {
	site.Form
	page string
}

// named is what tells forms to one address apart.
func named(f site.Form) string { return fmt.Sprint(slices.Sorted(maps.Keys(f.Fields))) }

// formsOf finds the forms that change something, one of each kind, those last that take something away.
func formsOf(v *site.Visitor) (forms []standing) {
	for page, found := range v.Walk(2, "/") {
		for _, f := range found.Forms(page) {
			alike := func(s standing) bool {
				return site.Shape(s.Action) == site.Shape(f.Action) && named(s.Form) == named(f)
			}
			if f.Method == "post" && !slices.ContainsFunc(forms, alike) {
				forms = append(forms, standing{f, page})
			}
		}
	}
	slices.SortFunc(forms, func(a, b standing) int { return cmp.Or(a.order()-b.order(), cmp.Compare(a.Action, b.Action)) })
	return forms
}

// order is how late a form is sent: the more it takes away, the later; the password, with which one signs in again, at the end.
func (s standing) order() int {
	return slices.Index([]string{"remove", "erase", "stop", "delete", "end", "sign-out", "password"}, path.Base(s.Action))
}

// again returns the form as its page has it by now.
func (s standing) again(v *site.Visitor) (site.Form, bool) {
	for _, f := range v.Get(s.page).Forms(s.page) {
		if f.Action == s.Action && named(f) == named(s.Form) {
			return f, true
		}
	}
	return s.Form, false
}

// Forms are found on the pages: a new one is covered by standing on one. A route that took none of them fails the test: its
// form needs a word of its own in rightly, or its page something in everything.
func TestT12_AFieldThatAFormDoesNotHaveChangesNothing(t *testing.T) {
	t.Parallel()
	s, p := everything(t)
	child, stranger, newcomer, waiting := s.CanSignIn(s.Minor(12)), s.CanSignIn(s.Adult()), s.SignedUp(30), s.Child(12)
	fields := foreign(stranger)
	untouched := stored(t, s, string(stranger.ID))
	before := s.Person(p.ExternalID)

	reached := map[string][]int{} // by route, what it answered
	routes := handlers.Routes(handlers.Deps{Store: s.Store, BaseURL: must(url.Parse(s.URL)), Mailbox: s.Box, Log: s.Log})
	send := func(v *site.Visitor, f site.Form) site.Page {
		more := url.Values{}
		for name, values := range fields {
			if !f.Fields.Has(name) {
				more[name] = values
			}
		}
		page := v.Send(f.With(more))
		if f.Fields.Has(models.FieldSheet) {
			maps.DeleteFunc(more, func(name string, _ []string) bool { return strings.ContainsAny(name, ".[") }) // a form with a file has not so many parts
			page = sendsAs(t, v, models.FieldSheet, f.Action, f.With(more).Fields, models.SentFile{Name: "sheet.jpg", Content: storetest.Picture(60, 40, 1)})
		}
		for _, route := range routes {
			if method, pattern, _ := strings.Cut(route, " "); method == http.MethodPost && matches(pattern, f.Action) {
				reached[route] = append(reached[route], page.Status)
			}
		}
		if page.Status >= http.StatusInternalServerError {
			t.Errorf("%s is answered with %d", f.Action, page.Status)
		}
		return page
	}
	code, err := s.Store.LinkCode(t.Context(), s.Adult().ExternalID)
	if err != nil {
		t.Fatal(err)
	}
	words := rightly{
		"email": "mei.new@example.com", "name": "Mei Lin", "nickname": "Mei", "year": "1990", "month": "3", "day": "27", "present": storetest.Password,
		"note": "It was the other way round.", "recipient": "Mei Lin", "lines": "Changning Road 12", "title": "At the lake", "code": code.Code,
		"words":                   "My parcel came open.",
		models.FieldGuardianEmail: storetest.Mother, models.FieldRelation: "mother", models.FieldGuardianName: "Lin Mei",
		models.FieldSignature: "Lin Mei",
	}
	for _, f := range s.Visitor().Get("/sign-in").Forms("/sign-in") {
		if f.Action == "/sign-in" {
			send(s.Visitor(), rightly{"email": child.Email}.typed(f))
		}
	}
	for address, v := range behindLinks(t, s) {
		for _, f := range v.Get(address).Forms(address) {
			if f.Action == address {
				send(v, words.typed(f))
			}
		}
	}
	beginner := s.Visitor()
	for _, f := range beginner.Post("/sign-up", url.Values{"for": {"me"}, "year": {"2016"}, "month": {"3"}, "day": {"27"}}).Forms("/sign-up") {
		if f.Fields.Has(models.FieldNewName) {
			send(beginner, words.typed(f).With(url.Values{models.FieldNewName: {"red-panda"}, models.FieldNewNickname: {"Owl"}}))
		}
	}
	guardian, refusing, decided := s.Visitor(), s.Visitor(), s.Child(10)
	link := s.GuardianLink(decided)
	guardian.Get("/g/" + link)
	refusing.Get("/g/" + s.GuardianLink(s.Child(11)))
	for _, step := range []struct {
		v            *site.Visitor
		page, action string
		code         func() string
	}{
		{guardian, "/g", "/g/code", nil},
		{guardian, "/g/verify", "/g/verify", func() string { return s.GuardianCode(decided, link) }},
		{guardian, "/g/paper", "/g/paper", nil},
		{guardian, "/g/decide", "/g/decide", nil},
		{refusing, "/g/remove", "/g/remove", nil},
	} {
		words := maps.Clone(words)
		if step.code != nil {
			words["code"] = step.code()
		}
		for _, f := range step.v.Get(step.page).Forms(step.page) {
			if f.Action == step.action {
				send(step.v, words.typed(f))
			}
		}
	}
	sendOfVisit(t, s, func(v *site.Visitor, f site.Form, code string) {
		typed := maps.Clone(words)
		typed["code"] = code
		send(v, typed.typed(f))
	})
	sendOfGuardianAccount(t, s, func(v *site.Visitor, f site.Form, code string) {
		typed := maps.Clone(words)
		typed["code"] = code
		send(v, typed.typed(f))
	})
	leaving := s.SignedIn(waiting)
	for _, f := range leaving.Get("/family/erase").Forms("/family/erase") {
		if f.Action == "/family/erase" {
			send(leaving, words.typed(f))
		}
	}
	losing := site.Start(t) // years later
	_, letter := aboutToLose(t, losing)
	loser := losing.Visitor()
	for _, f := range follow(t, loser, letter).Forms("/keep") {
		send(loser, words.typed(f))
	}
	for _, enter := range []func() *site.Visitor{
		s.Visitor,
		func() *site.Visitor { return s.SignedIn(newcomer) },
		func() *site.Visitor { return s.SignedIn(child) },
		func() *site.Visitor { return s.SignedIn(p) },
	} {
		v := enter()
		for _, f := range formsOf(v) {
			if f.order() >= 0 {
				s.Clock.Advance(2 * time.Minute) // not to meet the limit of sign-ins
				v = enter()
			}
			now, there := f.again(v)
			if !there {
				continue // an earlier one took it away
			}
			for _, next := range send(v, words.typed(now)).Forms(now.Action) { // as a sign-up has two steps
				if next.Action == now.Action && next.Method == "post" && named(next) != named(now) {
					send(v, words.typed(next))
				}
			}
		}
	}

	if got := stored(t, s, string(stranger.ID)); got != untouched {
		t.Errorf("of the person whose id was sent was stored\n%s\nand is now\n%s", untouched, got)
	}
	if after := s.Person(p.ExternalID); after.ID != before.ID || after.Birth != before.Birth {
		t.Errorf("%+v is now %+v", before, after)
	}
	if got := s.Person(child.ExternalID); got.Birth != child.Birth {
		t.Errorf("the child was born on %s, and is now said to be on %s", child.Birth, got.Birth)
	}
	all := stored(t, s, "") + stored(t, losing, "")
	if !strings.Contains(all, words["note"]) {
		t.Error("what was typed is not where this test looks")
	}
	for line := range strings.Lines(all) {
		if strings.Contains(line, overposted) || strings.Contains(line, overpostedTime[:10]) {
			t.Errorf("stored: %s", line)
		}
	}
	for _, route := range routes {
		if strings.HasPrefix(route, "POST ") && route != "POST /verify-receipt" && // which tells something, and changes nothing
			!strings.Contains(route, "/api/") && !strings.HasPrefix(route, "POST /desk") && !slices.Contains(reached[route], http.StatusSeeOther) {
			t.Errorf("%s took no form that stands on a page: it answered %v", route, reached[route])
		}
	}
}

// visitCookieOf is what a guardian's browser holds for an hour, and lastingCookieOf what it holds that stays signed in.
func visitCookieOf(s *site.Site, v *site.Visitor) string { return heldBy(s, v, "jolara-visit") }

func lastingCookieOf(s *site.Site, v *site.Visitor) string {
	return heldBy(s, v, "jolara-guardian-account")
}

func heldBy(s *site.Site, v *site.Visitor, name string) string {
	for _, cookie := range v.Client.Jar.Cookies(must(url.Parse(s.URL))) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

// holding returns a browser that holds a cookie.
func holding(s *site.Site, name, value string) *site.Visitor {
	v := s.Visitor()
	v.Client.Jar.SetCookies(must(url.Parse(s.URL)), []*http.Cookie{{Name: name, Value: value}})
	return v
}

// sendOfGuardianAccount sends each form of a guardian's account, in an order in which each stands somewhere.
func sendOfGuardianAccount(t *testing.T, s *site.Site, send func(v *site.Visitor, f site.Form, code string)) {
	t.Helper()
	ward(s, 10)
	const next = "mother.new@example.org"
	guardian := holding(s, "jolara-visit", s.Visit(storetest.Mother))
	one := func(v *site.Visitor, page site.Page, on, action, code string) {
		t.Helper()
		for _, f := range page.Forms(on) {
			if strings.HasPrefix(f.Action, action) && !strings.HasSuffix(f.Action, "sign-ins/end") == !strings.HasSuffix(action, "sign-ins/end") && (code == "" || f.Fields.Has("code")) {
				if f.Fields.Has("email") {
					f = f.With(url.Values{"email": {next}})
				}
				send(v, f, code)
				return
			}
		}
		t.Errorf("no form to %s stands on %s: %s", action, on, page.Text("main"))
	}
	account := "/guardian/account"
	one(guardian, guardian.Get("/guardian"), "/guardian", account, "")
	prove := guardian.Post(account+"/prove", url.Values{"do": {"send"}})
	one(guardian, prove, account+"/prove", account+"/prove", s.NewestCode(lastingCookieOf(s, guardian)))
	one(guardian, guardian.Get(account+"/email"), account+"/email", account+"/email", "")
	one(guardian, guardian.Get(account+"/email/code"), account+"/email/code", account+"/email/code", s.MoveCode(next))
	one(guardian, guardian.Get(account), account, account+"/sign-ins/", "")
	elsewhere := holding(s, "jolara-guardian-account", s.GuardianSignsIn(next))
	one(elsewhere, elsewhere.Get(account), account, account+"/sign-ins/end", "")
	closing := holding(s, "jolara-guardian-account", s.GuardianSignsIn(next))
	one(closing, closing.Get(account+"/close"), account+"/close", account+"/close", "")
	former := s.Visitor()
	former.Get("/guardian/undo/" + lastUndo(t, s))
	one(former, former.Get("/guardian/undo"), "/guardian/undo", "/guardian/undo", "")
}

// lastUndo returns the token of the link that puts the address back that a guardian had last.
func lastUndo(t *testing.T, s *site.Site) (token string) {
	t.Helper()
	var job models.GuardianMovedMail
	if err := s.DB.QueryRow(t.Context(), `select id from guardian_moves where confirmed_at is not null order by confirmed_at desc, id desc limit 1`).Scan(&job.MoveID); err != nil {
		t.Fatal(err)
	}
	letter, err := s.Store.GuardianMoved(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return letter.Token
}

// sendOfVisit sends each form of a guardian who comes back, in an order in which each stands somewhere.
func sendOfVisit(t *testing.T, s *site.Site, send func(v *site.Visitor, f site.Form, code string)) {
	t.Helper()
	children := []models.Person{ward(s, 10), ward(s, 12)}
	if _, err := s.Store.CorrectBirthDate(t.Context(), children[0], models.DateOf(s.Clock.Now().AddDate(-11, 0, 0))); err != nil {
		t.Fatal(err)
	}
	s.Album(s.App("an app"), children[0], 2)
	first, second := "/guardian/"+s.RecordOf(children[0]), "/guardian/"+s.RecordOf(children[1])
	small := ward(s, 6)
	app, all := s.App("a kiosk"), "/guardian/"+s.RecordOf(small)
	kept, chosen := s.Upload(app, small, models.Upload{}).ID, s.Upload(app, small, models.Upload{}).ID
	guardian, code := s.Visitor(), ""
	for _, step := range []struct{ page, action, named string }{
		{"/guardian/sign-in", "/guardian/sign-in", ""},
		{"/guardian/code", "/guardian/code", "code"},
		{first, first + "/birth", ""},
		{first, first + "/second", ""},
		{first, first + "/permissions/camera", ""},
		{first + "/correct", first + "/correct", ""},
		{first + "/delete/photos", first + "/delete/photos", ""},
		{all + "/photos/" + kept, all + "/photos/" + kept, ""},
		{all + "/delete?what=photos&item%5B%5D=" + chosen, all + "/delete", ""},
		{first + "/withdraw", first + "/withdraw", ""},
		{first, first + "/stop", ""},
		{first + "/withdraw", first + "/withdraw", ""},
		{first + "/erase", first + "/erase", "code"},
		{second + "/dispute", second + "/dispute", ""},
		{"/guardian", "/guardian/sign-out", ""},
	} {
		page := guardian.Get(step.page)
		if step.page == first+"/erase" {
			page = guardian.Post(step.page, url.Values{"do": {"send"}})
		}
		if step.named == "code" {
			code = s.NewestCode(visitCookieOf(s, guardian))
		}
		sent := false
		for _, f := range page.Forms(step.page) {
			if f.Action == step.action && (step.named == "" || f.Fields.Has(step.named)) && !sent {
				if f.Fields.Has("nickname") {
					f = f.With(url.Values{"nickname": {"Owlet"}})
				}
				if f.Fields.Has(models.FieldGuardianEmail) {
					f = f.With(url.Values{models.FieldGuardianEmail: {storetest.Father}})
				}
				if f.Fields.Has("email") {
					f = f.With(url.Values{"email": {storetest.Mother}})
				}
				send(guardian, f, code)
				sent = true
			}
		}
		if !sent {
			t.Errorf("no form to %s stands on %s: %s", step.action, step.page, page.Text("main"))
		}
	}
}

// matches tells whether a form's address is one of a route's.
func matches(pattern, address string) bool {
	address, _, _ = strings.Cut(address, "?")
	want, got := strings.Split(pattern, "/"), strings.Split(address, "/")
	if len(want) != len(got) {
		return false
	}
	for i, part := range want {
		if part != got[i] && !strings.HasPrefix(part, ":") {
			return false
		}
	}
	return true
}

// The API's own document is asked: a new route with a body is covered by being in it.
func TestT12_AFieldThatACallDoesNotHaveIsNamedAndRefused(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.Adult()
	for _, kind := range models.PermissionKinds {
		s.Grant(p, kind)
	}
	key := s.Client()
	var document struct {
		Paths map[string]map[string]struct {
			RequestBody struct{ Content map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(s.Visitor().Get("/api/openapi.json").Body), &document); err != nil {
		t.Fatal(err)
	}
	before := stored(t, s, "")
	tried := 0
	for path, methods := range document.Paths {
		for method, call := range methods {
			for kind := range call.RequestBody.Content {
				body := `{"role": "admin"}`
				if kind == "multipart/form-data" {
					kind += "; boundary=b"
					body = "--b\r\nContent-Disposition: form-data; name=\"role\"\r\n\r\nadmin\r\n--b--\r\n"
				}
				v := s.Visitor()
				r := v.Request(strings.ToUpper(method), "/api/v1"+strings.ReplaceAll(path, "{id}", p.ExternalID), strings.NewReader(body))
				r.Header.Set("Authorization", "Bearer "+key)
				r.Header.Set("Content-Type", kind)
				page := v.Do(r)
				compact := strings.Join(strings.Fields(page.Body), "")
				if !strings.Contains(compact, `"status":422`) || !strings.Contains(compact, `{"field":"role","code":"unknown"`) {
					t.Errorf("%s %s is answered with %d: %s", method, path, page.Status, page.Body)
				}
				tried++
			}
		}
	}
	if tried < 7 {
		t.Errorf("only %d calls have a body", tried)
	}
	if stored(t, s, "") != before {
		t.Error("something was stored")
	}
}
