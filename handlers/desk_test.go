package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// menu returns where the desk's menu leads.
func menu(page site.Page) (paths []string) {
	for _, link := range page.Find("#menu a").EachIter() {
		paths = append(paths, link.AttrOr("href", ""))
	}
	return paths
}

func TestStaffSignInByTheSameFormAndLandAtTheDesk(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	for role, want := range map[models.Role]string{
		models.RoleAgent:   "/desk /desk/complaints /desk/approvals /desk/intake",
		models.RoleOfficer: "/desk /desk/complaints /desk/approvals /desk/intake /desk/guardians",
		models.RoleAdmin:   "/desk /desk/jobs",
	} {
		staff := s.Staff(role)
		v := s.Visitor()
		page := v.Post("/sign-in", url.Values{"email": {s.StaffEmail(staff)}, "password": {storetest.Password}})
		if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/desk" {
			t.Errorf("an %s lands at %s (%d)", role, page.Header.Get("Location"), page.Status)
		}
		page = v.Get("/desk")
		if got := strings.Join(menu(page), " "); page.Status != http.StatusOK || got != want {
			t.Errorf("an %s’s menu leads to %s, not %s (%d)", role, got, want, page.Status)
		}
		if got := page.Text(".me"); !strings.Contains(got, staff.Name()+", "+string(role)) {
			t.Errorf("the masthead says %q", got)
		}
		if got := page.Text("main"); !strings.Contains(got, "You are signed out at 10:15 if you do nothing.") {
			t.Errorf("the desk says %q", got)
		}
		if page := v.Post("/sign-out", nil); page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/sign-in" {
			t.Errorf("signing out is answered with %d", page.Status)
		}
		if page := v.Get("/desk"); page.Header.Get("Location") != "/sign-in?next=%2Fdesk" {
			t.Errorf("signed out, the desk is answered with %d", page.Status)
		}
	}
}

func TestStaffHaveNoPagesOfPeopleAndPeopleNoDesk(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.AtDesk(s.Staff(models.RoleAgent))
	for _, path := range []string{"/", "/sign-in", "/home", "/data/photos", "/account", "/permissions"} {
		if page := agent.Get(path); page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/desk" {
			t.Errorf("an agent at %s: %d to %q", path, page.Status, page.Header.Get("Location"))
		}
	}
	page := agent.Post("/permissions/camera", url.Values{"state": {"on"}})
	if page.Status != http.StatusForbidden || page.Text("h1") != "You are signed in at the desk" || page.Find(`main a[href="/desk"]`).Length() != 1 {
		t.Errorf("an agent who switches is answered %d %q", page.Status, page.Text("h1"))
	}
	if page := agent.Get("/policy/data"); page.Status != http.StatusOK || page.Find(`header a[href="/sign-in"]`).Length() != 0 || page.Find(`header a[href="/desk"]`).Length() == 0 {
		t.Errorf("a public page offers an agent to sign in (%d)", page.Status)
	}
	person := s.SignedIn(s.CanSignIn(s.Adult()))
	if page, nowhere := person.Get("/desk"), person.Get("/nowhere"); page.Status != http.StatusNotFound || page.Text("h1") != nowhere.Text("h1") {
		t.Errorf("a person at the desk: %d %q", page.Status, page.Text("h1"))
	}
}

func TestSigningInLeadsEachToPagesOfTheirs(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	person, agent := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent)
	for _, row := range []struct{ email, next, want string }{
		{person.Email, "/desk", "/home"},
		{person.Email, "/data", "/data"},
		{s.StaffEmail(agent), "/data", "/desk"},
		{s.StaffEmail(agent), "/desk", "/desk"},
		{s.StaffEmail(agent), "//evil.example/desk", "/desk"},
	} {
		page := s.Visitor().Post("/sign-in", url.Values{"email": {row.email}, "password": {storetest.Password}, "next": {row.next}})
		if got := page.Header.Get("Location"); got != row.want {
			t.Errorf("from %s one is led to %s, not %s", row.next, got, row.want)
		}
	}
}

func TestTheDeskBeginsWithMyCasesAndWhatIsDue(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	person, me, colleague := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent), s.Staff(models.RoleOfficer)
	var refs []string
	for range 3 {
		ref, err := s.Store.FileComplaint(t.Context(), person.ID, models.ComplaintForm{
			Kind: string(models.CaseComplaint), MessageForm: models.MessageForm{Words: "My album was printed twice."},
		})
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	for to, ref := range map[models.StaffID]string{me.ID: refs[0], colleague.ID: refs[1]} {
		if n, err := s.Store.AssignCases(t.Context(), colleague, []string{ref}, to); n != 1 || err != nil {
			t.Fatalf("%d cases were assigned, %v", n, err)
		}
	}
	page := s.AtDesk(me).Get("/desk")
	if page.Find(`main a[href="/desk/complaints/`+refs[0]+`"]`).Length() == 0 {
		t.Errorf("my case is not there: %q", page.Text("main"))
	}
	for _, not := range []string{refs[1], refs[2], "printed twice", person.Name} {
		if strings.Contains(page.Text("main"), not) {
			t.Errorf("%q stands on the overview, which is my own cases’ references", not)
		}
	}
	if got := page.Text(".tally"); got != "0Late0Due today0Due in 3 working days1Without an owner3Open" {
		t.Errorf("the numbers are %q", got)
	}
	if !strings.Contains(page.Text("#menu"), "3 open cases") {
		t.Errorf("the menu says %q", page.Text("#menu"))
	}
	if got := page.Text("main"); !strings.Contains(got, "The holiday list of 2027 is not here yet") {
		t.Errorf("in November, without next year’s list, the desk says %q", got)
	}
}

// One browser holds one account: whoever signs in after another sees nothing of theirs.
func TestWhoeverSignsInTakesTheOthersPlace(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	person, agent := s.CanSignIn(s.Adult()), s.Staff(models.RoleAgent)
	v := s.SignedIn(person)
	for _, row := range []struct {
		email, mine, theirs string
		status              int // of theirs
	}{{s.StaffEmail(agent), "/desk", "/data", http.StatusSeeOther}, {person.Email, "/data", "/desk", http.StatusNotFound}} {
		v.Post("/sign-in", url.Values{"email": {row.email}, "password": {storetest.Password}})
		if mine, theirs := v.Get(row.mine), v.Get(row.theirs); mine.Status != http.StatusOK || theirs.Status != row.status {
			t.Errorf("%s is answered %d and %s %d", row.mine, mine.Status, row.theirs, theirs.Status)
		}
	}
	if n := s.Count(`select count(*) from sessions`); n != 1 {
		t.Errorf("%d sessions are left", n)
	}
}

func TestT06_AtTheDeskASessionEndsAfterAQuarterOfAnHourAsItSays(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.AtDesk(s.Staff(models.RoleOfficer))
	for range 3 {
		s.Clock.Advance(14 * time.Minute)
		if page := v.Get("/desk"); page.Status != http.StatusOK {
			t.Fatalf("an officer who is busy is answered with %d", page.Status)
		}
	}
	if got := v.Get("/desk").Text("main"); !strings.Contains(got, "signed out at 10:57") {
		t.Errorf("the desk says %q", got)
	}
	s.Clock.Advance(14 * time.Minute)
	s.Clock.Advance(59 * time.Second)
	if page := v.Get("/desk"); page.Status != http.StatusOK {
		t.Fatalf("a second before, the officer is out: %d", page.Status)
	}
	s.Clock.Advance(models.StaffIdle)
	if page := v.Get("/desk"); page.Status != http.StatusSeeOther {
		t.Errorf("after a quarter of an hour of silence: %d", page.Status)
	}
	v = s.AtDesk(s.Staff(models.RoleAgent))
	end := s.Clock.Now().Add(models.StaffLifetime)
	for s.Clock.Now().Add(10 * time.Minute).Before(end) {
		s.Clock.Advance(10 * time.Minute)
		if page := v.Get("/desk"); page.Status != http.StatusOK {
			t.Fatalf("%s before the end: %d", end.Sub(s.Clock.Now()), page.Status)
		}
	}
	if got := v.Get("/desk").Text("main"); !strings.Contains(got, "signed out at "+end.In(models.Shanghai).Format("15:04")) {
		t.Errorf("in the last minutes the desk says %q", got)
	}
	s.Clock.Set(end)
	if page := v.Get("/desk"); page.Status != http.StatusSeeOther {
		t.Errorf("after eight hours: %d", page.Status)
	}
}

func TestADisabledStaffMemberIsOutWithTheNextRequest(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	agent := s.Staff(models.RoleAgent)
	v := s.AtDesk(agent)
	if err := s.Store.DisableStaff(t.Context(), s.StaffEmail(agent)); err != nil {
		t.Fatal(err)
	}
	if page := v.Get("/desk"); page.Status != http.StatusSeeOther || !strings.HasPrefix(page.Header.Get("Location"), "/sign-in") {
		t.Errorf("the desk is answered with %d", page.Status)
	}
}

func TestTheLinkOfAStaffMemberSetsTheirPasswordOnce(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	token, err := s.Store.AddStaff(t.Context(), models.NewStaff{Email: "amir@example.com", Role: models.RoleAgent, FirstName: "Amir", Initial: "H"})
	if err != nil {
		t.Fatal(err)
	}
	v := s.Visitor()
	if page := v.Get("/reset/" + token); page.Header.Get("Location") != "/reset/new" || page.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("the link is answered with %d", page.Status)
	}
	if page := v.Get("/reset/new"); page.Status != http.StatusOK {
		t.Fatalf("the page behind the link is answered with %d", page.Status)
	}
	if page := v.Post("/reset/new", url.Values{"password": {"amir"}}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a weak password is answered with %d", page.Status)
	}
	if page := v.Post("/reset/new", url.Values{"password": {storetest.Password}}); page.Header.Get("Location") != "/sign-in" {
		t.Errorf("a good one is answered with %d", page.Status)
	}
	if page := v.Post("/sign-in", url.Values{"email": {"amir@example.com"}, "password": {storetest.Password}}); page.Header.Get("Location") != "/desk" {
		t.Errorf("with it one lands at %q", page.Header.Get("Location"))
	}
	v = s.Visitor()
	v.Get("/reset/" + token)
	if page := v.Get("/reset/new"); page.Status != http.StatusGone {
		t.Errorf("the link a second time is answered with %d", page.Status)
	}
}

func TestALetterTellsAStaffMemberThatTheirAddressWasUsed(t *testing.T) {
	t.Parallel()
	s := openToSignUp(t)
	email := s.StaffEmail(s.Staff(models.RoleAgent))
	s.Visitor().Post("/reset", url.Values{"email": {email}})
	letter := s.Letter(email)
	if letter.Subject != "Your address signs in to the privacy desk" || strings.Contains(letter.Text, "/reset/") || !strings.Contains(letter.Text, s.URL+"/sign-in") {
		t.Errorf("the letter is %q:\n%s", letter.Subject, letter.Text)
	}
}

// stuckJob leaves a job that was given up, in a queue that nobody works, and returns its id.
func stuckJob(t *testing.T, s *site.Site) (id string) {
	t.Helper()
	err := s.DB.QueryRow(t.Context(), `insert into river_job (kind, state, attempt, max_attempts, attempted_at, finalized_at, args, errors, queue)
		values ('erase', 'discarded', 25, 25, now(), now(), '{"DeletionID": "canary"}', array['{"error": "canary"}'::jsonb], 'nobody works it') returning id`).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnAdminSeesWhatIsStuckAndHasItTriedAgain(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	id := stuckJob(t, s)
	admin := s.AtDesk(s.Staff(models.RoleAdmin))
	if got := admin.Get("/desk").Text("main"); !strings.Contains(got, "1 job failed") {
		t.Errorf("the overview says %q", got)
	}
	page := admin.Get("/desk/jobs")
	if page.Status != http.StatusOK || page.Text("#job-"+id+" .ref") != "erase" || !strings.Contains(page.Text("#menu"), "1 stuck job") {
		t.Errorf("the jobs (%d) are %q", page.Status, page.Text("main"))
	}
	if strings.Contains(page.Body, "canary") {
		t.Error("the page shows a job's arguments or its error")
	}
	form := page.Find(`form[action="/desk/jobs/` + id + `/retry"]`)
	if form.Length() != 1 {
		t.Fatal("there is no button to try it again")
	}
	if page := admin.Post("/desk/jobs/"+id+"/retry", nil); page.Status != http.StatusSeeOther {
		t.Errorf("to try it again is answered with %d", page.Status)
	}
	if page := admin.Get("/desk/jobs"); page.Text(`[role="status"] b`) != "It is tried again." || page.Find("#job-"+id).Length() != 0 {
		t.Errorf("afterwards the page says %q", page.Text("main"))
	}
	for _, none := range []string{id, "0", "-1", "none", "99999999999999999999"} {
		if page := admin.Post("/desk/jobs/"+none+"/retry", nil); page.Status != http.StatusNotFound {
			t.Errorf("job %s, which is not stuck: %d", none, page.Status)
		}
	}
}
