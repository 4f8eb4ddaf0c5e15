package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

// who asks, in the columns of the access matrix.
type who string

const (
	nobody   who = "nobody"
	owner    who = "the person it is about"
	stranger who = "another person"
	minor    who = "a minor"
	client   who = "one of Jolara's systems"
	agent    who = "an agent"
	officer  who = "an officer"
	admin    who = "an admin"
	staff    who = "any of the desk" // in a row: whichever of the three it does not name
)

// row says what each of them gets from a route, asked for what is the owner's.
type row map[who]int

var (
	forAnybody     = row{nobody: 200, owner: 200, stranger: 200, minor: 200, client: 200, staff: 200}
	leadsOn        = row{nobody: 303, owner: 303, stranger: 303, minor: 303, client: 303, staff: 303}
	forPersons     = row{nobody: 303, owner: 200, stranger: 200, minor: 200, client: 303, staff: 303} // each sees their own
	leadPersonsOn  = row{nobody: 303, owner: 303, stranger: 303, minor: 303, client: 303, staff: 403}
	onlyTheirs     = row{nobody: 303, owner: 200, stranger: 404, minor: 404, client: 303, staff: 303}
	forClients     = row{nobody: 401, owner: 401, stranger: 401, minor: 401, client: 200, staff: 401}
	forTheirForms  = row{nobody: 303, owner: 422, stranger: 422, minor: 422, client: 303, staff: 403} // sent empty
	toMend         = row{nobody: 422, owner: 422, stranger: 422, minor: 422, client: 422, staff: 422} // sent empty
	deadLink       = row{nobody: 410, owner: 410, stranger: 410, minor: 410, client: 410, staff: 410}
	notAnswered    = row{nobody: 404, owner: 404, stranger: 404, minor: 404, client: 404, staff: 404}
	forWhoAnswers  = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 200, officer: 200, admin: 403}
	theirDeskForms = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 422, officer: 422, admin: 403} // sent empty
	notOpened      = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 403, admin: 403}
	notOpenedFile  = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 404, officer: 404, admin: 403}
	forOfficers    = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 200, admin: 403}
	officersForms  = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 422, admin: 403} // sent empty
	forStaff       = row{nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, staff: 200}
)

// matrix has a row for every route (T1).
var matrix = map[string]row{
	"GET /":       {nobody: 200, owner: 303, stranger: 303, minor: 303, client: 200, staff: 303},
	"GET /policy": forAnybody, "GET /policy/versions/:version": forAnybody, "GET /policy/data": forAnybody,
	"GET /policy/children": forAnybody, "GET /cookies": forAnybody, "GET /security": forAnybody,
	"GET /accessibility": forAnybody, "GET /contact": forAnybody, "GET /complaints/deadline": forAnybody,
	"GET /sign-in":  {nobody: 200, owner: 303, stranger: 303, minor: 303, client: 200, staff: 303},
	"POST /sign-in": toMend,

	"GET /sign-up": forAnybody, "POST /sign-up": toMend,
	"GET /verify/:token": deadLink, "GET /verify": deadLink, "POST /verify": deadLink,
	"GET /reset": forAnybody, "POST /reset": toMend,
	"GET /reset/:token": deadLink, "GET /reset/new": deadLink, "POST /reset/new": deadLink,

	"GET /healthz":  forAnybody,
	"GET /readyz":   forAnybody,
	"GET /static/*": notAnswered, "HEAD /static/*": notAnswered,

	"GET /api/openapi.json":              forAnybody,
	"PUT /api/v1/people/:id":             forClients,
	"POST /api/v1/people/:id/consents":   forClients,
	"GET /api/v1/people/:id/permissions": forClients,
	"POST /api/v1/people/:id/calls":      {nobody: 401, owner: 401, stranger: 401, minor: 401, client: 403, staff: 401}, // never allowed
	"POST /api/v1/people/:id/photos":     {nobody: 401, owner: 401, stranger: 401, minor: 401, client: 415, staff: 401}, // no form
	"POST /api/v1/people/:id/prints":     {nobody: 401, owner: 401, stranger: 401, minor: 401, client: 201, staff: 401},
	"POST /api/v1/people/:id/recordings": {nobody: 401, owner: 401, stranger: 401, minor: 401, client: 415, staff: 401}, // no form
	"POST /api/v1/activity":              {nobody: 401, owner: 401, stranger: 401, minor: 401, client: 415, staff: 401}, // not lines
	"POST /api/v1/people/:id/link-code":  {nobody: 401, owner: 401, stranger: 401, minor: 401, client: 409, staff: 401}, // the owner signs in already

	"GET /api/v1/people/:id/photos/:photo/file": forClients,

	"GET /home":                         forPersons,
	"GET /data":                         forPersons,
	"GET /permissions":                  forPersons,
	"POST /permissions/:permission":     {nobody: 303, owner: 303, stranger: 303, minor: 403, client: 303, staff: 403},
	"GET /permissions/device/:platform": forPersons,
	"GET /consents":                     forPersons,
	"GET /receipts/:ref":                onlyTheirs,
	"POST /receipts/:ref/notes":         {nobody: 303, owner: 422, stranger: 404, minor: 404, client: 303, staff: 403}, // sent empty

	"GET /data/profile/edit":               forPersons,
	"POST /data/profile/edit":              leadPersonsOn,
	"POST /data/profile/follow":            {nobody: 303, owner: 409, stranger: 409, minor: 409, client: 303, staff: 403}, // of no version
	"GET /data/addresses/new":              {nobody: 303, owner: 200, stranger: 200, minor: 403, client: 303, staff: 303}, // not before a guardian's yes
	"POST /data/addresses/new":             {nobody: 303, owner: 422, stranger: 422, minor: 403, client: 303, staff: 403},
	"GET /data/addresses/:address/edit":    onlyTheirs,
	"POST /data/addresses/:address/edit":   {nobody: 303, owner: 303, stranger: 404, minor: 404, client: 303, staff: 403},
	"GET /data/addresses/:address/remove":  onlyTheirs,
	"POST /data/addresses/:address/remove": {nobody: 303, owner: 303, stranger: 404, minor: 404, client: 303, staff: 403},
	"POST /data/addresses/:address/follow": {nobody: 303, owner: 409, stranger: 404, minor: 404, client: 303, staff: 403}, // of no version
	"GET /data/changes":                    forPersons,
	"GET /data/changes/erase":              {nobody: 303, owner: 200, stranger: 303, minor: 303, client: 303, staff: 303}, // others have nothing to erase
	"POST /data/changes/erase":             leadPersonsOn,
	"GET /data/recipients":                 forPersons,
	"GET /data/prints":                     forPersons,
	"GET /data/log":                        forPersons,
	"GET /data/log/keep":                   {nobody: 303, owner: 303, stranger: 303, minor: 404, client: 303, staff: 303}, // of no number of months
	"POST /data/log/keep":                  {nobody: 303, owner: 422, stranger: 422, minor: 404, client: 303, staff: 403}, // sent empty
	"GET /data/voice":                      forPersons,
	"POST /data/voice/choices/:choice":     {nobody: 303, owner: 303, stranger: 303, minor: 403, client: 303, staff: 403},
	"GET /data/photos":                     forPersons,
	"POST /data/photos":                    forTheirForms,
	"GET /data/photos/:id":                 onlyTheirs,
	"POST /data/photos/:id":                {nobody: 303, owner: 303, stranger: 404, minor: 404, client: 303, staff: 403}, // which changes nothing
	"GET /files/:id":                       onlyTheirs, "HEAD /files/:id": onlyTheirs,

	"GET /files/attachments/:id": onlyTheirs, "HEAD /files/attachments/:id": onlyTheirs,
	"GET /complaints":       forPersons,
	"GET /complaints/new":   forPersons,
	"POST /complaints/new":  forTheirForms,
	"GET /complaints/:ref":  onlyTheirs,
	"POST /complaints/:ref": {nobody: 303, owner: 422, stranger: 404, minor: 404, client: 303, staff: 403}, // sent empty
	"GET /data/access-log":  forPersons,

	"GET /delete":            forPersons,
	"POST /delete":           forTheirForms,
	"GET /delete/:job":       onlyTheirs,
	"POST /delete/:job/stop": {nobody: 303, owner: 303, stranger: 404, minor: 404, client: 303, staff: 403},

	"GET /dev/mail":     forAnybody, // on loopback, where these tests run
	"GET /dev/mail/:id": notAnswered,

	"GET /account":                   forPersons,
	"POST /account/theme":            leadsOn,
	"POST /account/language":         leadsOn,
	"GET /account/password":          forPersons,
	"POST /account/password":         forTheirForms,
	"GET /account/email":             forPersons,
	"POST /account/email":            forTheirForms,
	"GET /account/sessions":          forPersons,
	"POST /account/sessions/:id/end": {nobody: 303, owner: 303, stranger: 404, minor: 404, client: 303, staff: 403},
	"POST /account/sessions/end":     leadPersonsOn,
	"GET /account/link":              forPersons,
	"POST /account/link":             forTheirForms,
	"GET /family":                    {nobody: 303, owner: 404, stranger: 404, minor: 200, client: 303, staff: 303},
	"POST /family":                   {nobody: 303, owner: 404, stranger: 404, minor: 422, client: 303, staff: 403}, // sent empty
	"GET /family/erase":              {nobody: 303, owner: 404, stranger: 404, minor: 303, client: 303, staff: 303}, // of somebody whom the app knows there is more
	"POST /family/erase":             {nobody: 303, owner: 404, stranger: 404, minor: 403, client: 303, staff: 403},
	"GET /g/:token":                  deadLink,
	"GET /g/:token/remove":           deadLink,
	"GET /g":                         deadLink,
	"POST /g/code":                   deadLink,
	"GET /g/verify":                  deadLink,
	"POST /g/verify":                 deadLink,
	"GET /g/decide":                  deadLink,
	"POST /g/decide":                 deadLink,
	"GET /g/paper":                   deadLink,
	"POST /g/paper":                  deadLink,
	"GET /g/paper.pdf":               deadLink,
	"GET /g/done":                    deadLink,
	"GET /g/declined":                forAnybody,
	"GET /g/declined/second":         forAnybody,
	"GET /g/removed":                 forAnybody,
	"GET /g/record.json":             deadLink,
	"GET /g/record.pdf":              deadLink,
	"GET /g/remove":                  deadLink,
	"POST /g/remove":                 deadLink,
	"GET /guardian/sign-in":          forAnybody,
	"POST /guardian/sign-in":         toMend,
	"POST /guardian/sign-out":        leadsOn,
	"GET /guardian/code":             leadsOn, // as all that follows, for whoever typed no code
	"POST /guardian/code":            leadsOn,
	"GET /guardian":                  leadsOn,
	"GET /guardian/:ref":             leadsOn,
	"GET /guardian/:ref/withdraw":    leadsOn,
	"POST /guardian/:ref/withdraw":   leadsOn,
	"GET /guardian/:ref/dispute":     leadsOn,
	"POST /guardian/:ref/dispute":    leadsOn,
	"POST /guardian/:ref/stop":       leadsOn,
	"GET /guardian/:ref/erase":       leadsOn,
	"POST /guardian/:ref/erase":      leadsOn,
	"POST /guardian/:ref/birth":      leadsOn,
	"POST /guardian/:ref/second":     leadsOn,
	"GET /guardian/:ref/correct":     leadsOn, "POST /guardian/:ref/correct": leadsOn,
	"GET /guardian/:ref/delete/:what": leadsOn, "POST /guardian/:ref/delete/:what": leadsOn,
	"GET /guardian/:ref/photos":                   leadsOn, // as all that is held of a child under 8, whoever is signed in
	"GET /guardian/:ref/photos/:id":               leadsOn,
	"POST /guardian/:ref/photos/:id":              leadsOn,
	"GET /guardian/:ref/files/:id":                leadsOn,
	"HEAD /guardian/:ref/files/:id":               leadsOn,
	"GET /guardian/:ref/prints":                   leadsOn,
	"GET /guardian/:ref/voice":                    leadsOn,
	"GET /guardian/:ref/log":                      leadsOn,
	"GET /guardian/:ref/changes":                  leadsOn,
	"GET /guardian/:ref/consents":                 leadsOn,
	"GET /guardian/:ref/recipients":               leadsOn,
	"GET /guardian/:ref/delete":                   leadsOn,
	"POST /guardian/:ref/delete":                  leadsOn,
	"GET /guardian/:ref/record.json":              leadsOn,
	"GET /guardian/:ref/record.pdf":               leadsOn,
	"GET /guardian/:ref/sheet":                    leadsOn,
	"GET /guardian/:ref/copy.json":                leadsOn,
	"POST /guardian/:ref/permissions/:permission": leadsOn,
	"GET /guardian/account":                       leadsOn, // as all that follows, for whoever is signed in to no guardian's account
	"POST /guardian/account":                      leadsOn,
	"POST /guardian/account/sign-ins/:id/end":     leadsOn,
	"POST /guardian/account/sign-ins/end":         leadsOn,
	"GET /guardian/account/prove":                 leadsOn,
	"POST /guardian/account/prove":                leadsOn,
	"GET /guardian/account/email":                 leadsOn,
	"POST /guardian/account/email":                leadsOn,
	"GET /guardian/account/email/code":            leadsOn,
	"POST /guardian/account/email/code":           leadsOn,
	"GET /guardian/account/close":                 leadsOn,
	"POST /guardian/account/close":                leadsOn,
	"GET /guardian/undo/:token":                   deadLink,
	"GET /guardian/undo":                          deadLink,
	"POST /guardian/undo":                         deadLink,
	"GET /growing-up":                             {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, staff: 303}, // who had no such birthday here
	"GET /data/birth-date":                        forPersons,
	"POST /data/birth-date":                       forTheirForms,
	"GET /verify-receipt":                         forAnybody,
	"POST /verify-receipt":                        toMend,
	"GET /undo/:token":                            deadLink,
	"GET /undo":                                   deadLink,
	"POST /undo":                                  deadLink,
	"GET /keep/:token":                            deadLink,
	"GET /keep":                                   deadLink,
	"POST /keep":                                  deadLink,

	"POST /sign-out": leadsOn,

	"GET /desk":                  forStaff,
	"GET /desk/jobs":             {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 403, admin: 200},
	"POST /desk/jobs/:job/retry": {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 403, admin: 404}, // of a job that is not stuck

	"GET /desk/complaints":                  forWhoAnswers,
	"POST /desk/complaints":                 theirDeskForms,
	"POST /desk/allow":                      {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 404, admin: 403}, // to nobody
	"GET /desk/complaints/:ref":             forWhoAnswers,
	"POST /desk/complaints/:ref/open":       theirDeskForms,
	"POST /desk/complaints/:ref/answer":     theirDeskForms,
	"POST /desk/complaints/:ref/reply":      theirDeskForms,
	"POST /desk/complaints/:ref/note":       theirDeskForms,
	"POST /desk/complaints/:ref/again":      theirDeskForms,
	"POST /desk/complaints/:ref/verify":     notOpened,
	"POST /desk/complaints/:ref/reject":     theirDeskForms,
	"POST /desk/complaints/:ref/refile":     theirDeskForms,
	"POST /desk/complaints/:ref/merge":      theirDeskForms,
	"POST /desk/complaints/:ref/close":      notOpened,
	"POST /desk/complaints/:ref/assign":     theirDeskForms,
	"GET /desk/complaints/:ref/files/:file": notOpenedFile, "HEAD /desk/complaints/:ref/files/:file": notOpenedFile,
	"GET /desk/guardians":             forOfficers,
	"GET /desk/guardians/:ref":        forOfficers,
	"POST /desk/guardians/:ref/open":  officersForms,
	"POST /desk/guardians/:ref/find":  officersForms,
	"POST /desk/guardians/:ref/check": {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 422, admin: 403}, // sent empty
	"GET /desk/guardians/:ref/sheet":  {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 404, admin: 403}, // not opened
	"HEAD /desk/guardians/:ref/sheet": {nobody: 303, owner: 404, stranger: 404, minor: 404, client: 303, agent: 403, officer: 404, admin: 403},

	"GET /desk/approvals":       forWhoAnswers,
	"GET /desk/approvals/:ref":  forWhoAnswers,
	"POST /desk/approvals/:ref": theirDeskForms,
	"GET /desk/intake":          forWhoAnswers,
	"POST /desk/intake":         theirDeskForms,
}

// ownersAddress is the id of the owner's delivery address.
const ownersAddress = "home"

// ownersWords are what the owner complains about.
const ownersWords = "A wolf is on my print"

// bodies are what a route is sent.
var bodies = map[string]string{
	"POST /permissions/:permission":               url.Values{"state": {"on"}}.Encode(),
	"POST /data/voice/choices/:choice":            url.Values{"state": {"on"}}.Encode(),
	"POST /guardian/:ref/birth":                   url.Values{"answer": {"yes"}}.Encode(),
	"POST /guardian/:ref/second":                  url.Values{"do": {"yes"}}.Encode(),
	"POST /guardian/:ref/permissions/:permission": url.Values{"state": {"on"}}.Encode(),
	"POST /account/theme":                         url.Values{"theme": {"dark"}}.Encode(),
	"POST /account/language":                      url.Values{"language": {"en"}}.Encode(),
	"PUT /api/v1/people/:id":                      `{"nickname": "Owl"}`,
	"POST /api/v1/people/:id/calls":               `{"id": "matrix", "at": "2026-11-01T10:00:00+08:00", "seconds": 1, "direction": "in"}`,
	"POST /api/v1/people/:id/prints":              `{"id": "matrix", "photo_ids": ["photo-1"], "ordered_at": "2026-11-01T10:00:00+08:00", "state": "ordered"}`,
	"POST /api/v1/people/:id/consents":            `{"id": "matrix", "permission": "camera", "state": "withdrawn", "at": "2026-11-01T10:00:00+08:00"}`,
}

// ending are the routes that end the session of whoever asks.
var ending = []string{"POST /account/sessions/end", "POST /sign-out"}

func TestT01_EachRouteAnswersEachKindOfPersonAsTheMatrixSays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	other := s.CanSignIn(s.Adult())
	child := s.CanSignIn(s.Minor(12))
	pushBook(t, s, adult, models.Address{ID: ownersAddress, Recipient: "Zhao", Lines: []string{"Changning Road 12"}})
	key := s.Client()
	s.Agreement("1.0", models.DateOf(s.Clock.Now()))
	choice, _, err := s.Store.SwitchPermission(t.Context(), adult, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	s.Grant(adult, models.PhotoUpload)
	app := s.App("Jolara app")
	photo := s.Upload(app, adult, models.Upload{ID: "photo-1"}).ID
	deletion := deletedTomorrow(t, s, adult, models.Selection{What: models.ScopePhotos, IDs: []string{s.Upload(app, adult, models.Upload{}).ID}})

	ref := s.File(adult, models.ComplaintForm{MessageForm: models.MessageForm{Words: ownersWords, Photos: []string{photo}}})
	complaint, err := s.Store.Complaint(t.Context(), adult.ID, ref)
	if err != nil {
		t.Fatal(err)
	}
	attached := complaint.Messages[0].Files[0].ID

	disputing := s.Allow(s.Minor(10))
	s.Act(disputing, models.ActDispute)
	asked := s.File(child, models.ComplaintForm{})
	s.AskSecond(s.Staff(models.RoleAgent), asked)

	sheet := "guardians/" + s.SendPaper(s.Child(10))

	routes := handlers.Routes(handlers.Deps{Store: s.Store, BaseURL: must(url.Parse(s.URL)), Mailbox: s.Box, Log: s.Log})
	for route := range matrix {
		if !slices.Contains(routes, route) {
			t.Errorf("the matrix has a row for %s, which is no route", route)
		}
	}
	s.SignedIn(adult)
	elsewhere, err := s.Store.OpenSessions(t.Context(), adult.ID)
	if err != nil || len(elsewhere) != 1 {
		t.Fatalf("the owner is signed in %d times, %v", len(elsewhere), err)
	}
	visitors := map[who]*site.Visitor{
		nobody: s.Visitor(), client: s.Visitor(),
		owner: s.SignedIn(adult), stranger: s.SignedIn(other), minor: s.SignedIn(child),
		agent: s.AtDesk(s.Staff(models.RoleAgent)), officer: s.AtDesk(s.Staff(models.RoleOfficer)), admin: s.AtDesk(s.Staff(models.RoleAdmin)),
	}
	ids := strings.NewReplacer("complaints/:ref", "complaints/"+ref, "approvals/:ref", "approvals/"+asked, "guardians/:ref/check", sheet+"/check", "guardians/:ref/sheet", sheet+"/sheet", "guardians/:ref", "guardians/"+s.LockOf(disputing), "attachments/:id", "attachments/"+attached, ":file", attached, ":permission", "camera", ":platform", "android", ":choice", "keep_recordings", ":version", "1.0", ":address", models.AddressKey(ownersAddress), ":ref", choice.Receipt, ":photo/file", "photo-1/file?function=printing",
		"sessions/:id", "sessions/"+elsewhere[0].ID, "photos/:id", "photos/"+photo, "files/:id", "files/"+photo, ":job", deletion.ID, ":id", adult.ExternalID, "*", "none")
	slices.Sort(routes)
	for _, route := range routes {
		if slices.Contains(ending, route) {
			continue // below, when nobody needs their session any more
		}
		for asker := range visitors {
			visit(t, visitors[asker], asker, route, ids, adult, choice.Receipt, key)
		}
	}
	for _, route := range ending {
		for asker := range visitors {
			visit(t, visitors[asker], asker, route, ids, adult, choice.Receipt, key)
		}
	}
}

func visit(t *testing.T, v *site.Visitor, asker who, route string, ids *strings.Replacer, about models.Person, receipt, key string) {
	t.Helper()
	expected, known := matrix[route][asker]
	if !known && (asker == agent || asker == officer || asker == admin) {
		expected, known = matrix[route][staff]
	}
	if !known {
		t.Errorf("%s: the matrix does not say what %s gets", route, asker)
		return
	}
	method, pattern, _ := strings.Cut(route, " ")
	path := ids.Replace(pattern)
	r := v.Request(method, path, strings.NewReader(bodies[route]))
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Origin", v.URL)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(path, "/api/") {
			r.Header.Set("Content-Type", "application/json")
		}
	}
	if asker == client {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	page := v.Do(r)
	if page.Status != expected {
		t.Errorf("%s as %s: got %d, want %d", route, asker, page.Status, expected)
	}
	if asker == owner || asker == client || strings.HasPrefix(path, "/dev/") {
		return
	}
	told := strings.ReplaceAll(page.Body, path, "") // whoever asks knows the address that they asked for
	for _, mark := range []string{about.Name, about.Email, receipt, "Changning Road", ownersWords} {
		if strings.Contains(told, mark) {
			t.Errorf("%s as %s: the answer holds %q, which is the owner's", route, asker, mark)
		}
	}
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAPageOfMineNeverShowsAnotherPersonsChoices(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	mine := s.CanSignIn(s.Adult())
	theirs := s.Adult()
	choice, _, err := s.Store.SwitchPermission(t.Context(), theirs, models.Microphone, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	v := s.SignedIn(mine)
	for _, path := range []string{"/permissions", "/consents"} {
		if strings.Contains(v.Get(path).Body, choice.Receipt) {
			t.Errorf("%s shows the receipt of another person's choice", path)
		}
	}
}
