package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

const guardiansPage = "/desk/guardians"

// settling is the form that settles a matter, filled in.
func settling(ref, found string) url.Values {
	return url.Values{"finding": {found}, "finding_why": {"She read the letter to me."}, "ref_again": {ref}, "password": {storetest.Password}}
}

// mattersIn lists the references of a section of the page of guardians, in its order.
func mattersIn(page site.Page, section string) []string {
	return page.Find("section[aria-labelledby='" + section + "'] .links a").Map(func(_ int, link *goquery.Selection) string {
		return strings.TrimPrefix(link.AttrOr("href", ""), guardiansPage+"/")
	})
}

// disputed returns a child of ten of whom the mother says that she never agreed, and the lock's reference.
func disputed(s *site.Site) (models.Person, string) {
	child := s.Allow(s.CanSignIn(s.Minor(10)), models.PhotoUpload)
	s.Album(s.App("Jolara app"), child, 4)
	s.Act(child, models.ActDispute)
	return child, s.LockOf(child)
}

func TestTheDeskListsLockedAccountsByReferenceAlone(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.AtDesk(s.Staff(models.RoleOfficer))
	if got := v.Get(guardiansPage).Text("main"); !strings.Contains(got, "Nothing waits.") || !strings.Contains(got, "No guardian is being asked.") {
		t.Errorf("where nothing is locked the page says %q", got)
	}
	if got := v.Get("/desk").Find("#to-find").Length(); got != 0 {
		t.Error("where nothing waits the desk says that something does")
	}
	child, ref := disputed(s)
	adult, minor, leaving := s.CanSignIn(s.Adult()), s.Allow(s.Minor(12)), s.Allow(s.Minor(11))
	typed, older := s.TellBirth(adult, 13), s.TellBirth(minor, 16)
	s.Act(leaving, models.ActWithdraw)
	s.Child(9)

	page := v.Get(guardiansPage)
	for section, want := range map[string]string{
		"waiting-disputed": ref, "waiting-birth_date": typed, "waiting-older": older, "running": s.LockOf(leaving),
	} {
		if got := mattersIn(page, section); !slices.Equal(got, []string{want}) {
			t.Errorf("%s lists %q, want %s", section, got, want)
		}
	}
	for section, want := range map[string]string{
		"waiting-disputed": "Locked within 1 second of that being said", "running": "To be erased on Fri 27 Nov 2026, 10:00", "waiting-older": "Asked on Fri 20 Nov 2026, 10:00",
	} {
		if got := page.Text("section[aria-labelledby='" + section + "']"); !strings.Contains(got, want) {
			t.Errorf("%s says %q, not %q", section, got, want)
		}
	}
	if got := page.Text("main"); !strings.Contains(got, "1 guardian is being asked; 0 of these requests end within a day.") {
		t.Errorf("the page says %q", got)
	}
	for _, p := range []models.Person{child, adult, minor, leaving} {
		for _, mark := range []string{p.Name, p.Email, string(p.ID), storetest.Mother, "Lin Mei", "2013", "2014"} {
			if mark != "" && strings.Contains(page.Text("main"), mark) {
				t.Errorf("the lists hold %q", mark)
			}
		}
	}
	desk := v.Get("/desk")
	for _, want := range []string{"2 locked accounts wait for an officer.", "1 birth date waits for a guardian’s or an officer’s yes."} {
		if got := desk.Text("section[aria-labelledby='to-find']"); !strings.Contains(got, want) {
			t.Errorf("the desk says %q, not %q", got, want)
		}
	}
	if got := desk.Text("#menu"); !strings.Contains(got, "3 wait for an officer") {
		t.Errorf("the menu says %q", got)
	}
	agent := s.AtDesk(s.Staff(models.RoleAgent)).Get("/desk")
	if agent.Find("#to-find").Length() != 0 || agent.Find("a[href='"+guardiansPage+"']").Length() != 0 {
		t.Error("an agent is told of locked accounts")
	}
}

func TestAnOfficerOpensADisputeWithAReasonAndTheChildSeesIt(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	officer := s.Staff(models.RoleOfficer)
	v := s.AtDesk(officer)
	child, ref := disputed(s)
	address := guardiansPage + "/" + ref

	page := v.Get(address)
	for _, mark := range []string{child.Name, storetest.Mother, "Lin Mei"} {
		if strings.Contains(page.Text("main"), mark) {
			t.Errorf("before it is opened the page holds %q", mark)
		}
	}
	for form, want := range map[string]struct {
		values url.Values
		fields string
	}{
		"empty":            {url.Values{}, "#look_note #password"},
		"without a reason": {url.Values{"look_note": {""}, "password": {storetest.Password}}, "#look_note"},
		"a wrong password": {url.Values{"look_note": {"The mother rang."}, "password": {"wrong password"}}, "#password"},
	} {
		page := v.Post(address+"/open", want.values)
		links := page.Find("[role=alert] a").Map(func(_ int, link *goquery.Selection) string { return link.AttrOr("href", "") })
		if page.Status != http.StatusUnprocessableEntity || strings.Join(links, " ") != want.fields {
			t.Errorf("%s: %d, to mend %q", form, page.Status, links)
		}
		if got := page.Find("#look_note").AttrOr("value", ""); got != want.values.Get("look_note") {
			t.Errorf("%s: the reason came back as %q", form, got)
		}
		if page.Find("input[type=password][value]").Length() != 0 {
			t.Errorf("%s: a password came back", form)
		}
	}
	if page := v.Post(address+"/open", url.Values{"look_note": {"The mother rang."}, "password": {storetest.Password}}); page.Status != http.StatusSeeOther || page.Header.Get("Location") != address {
		t.Fatalf("opening is answered with %d", page.Status)
	}
	got := v.Get(address).Text("section[aria-labelledby=opened]")
	for _, want := range []string{"Lin Mei", "Mother", storetest.Mother, "Fri 20 Nov 2026, 10:00", s.RecordOf(child), "Open to you until 10:30."} {
		if !strings.Contains(got, want) {
			t.Errorf("opened, it does not say %q: %q", want, got)
		}
	}
	log := s.SignedIn(child).Get("/data/access-log")
	got = log.Text(".timeline")
	for _, want := range []string{officer.Name(), "To check a birth date or a guardian’s yes. Saw: the guardian’s name, relation and e-mail address.", "The mother rang.", ref} {
		if !strings.Contains(got, want) {
			t.Errorf("the child does not read %q in %q", want, got)
		}
	}
	if log.Find("a[href='/complaints/"+ref+"']").Length() != 0 {
		t.Error("a lock is linked as a case, which it is not")
	}
}

func TestAnOfficerMendsAFindingAndThenEverythingIsErased(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	officer := s.Staff(models.RoleOfficer)
	v := s.AtDesk(officer)
	child, ref := disputed(s)
	address := guardiansPage + "/" + ref
	for form, want := range map[string]struct {
		change func(url.Values)
		fields string
	}{
		"empty":                 {func(f url.Values) { clear(f) }, "#finding #finding_why #settle-password"},
		"another's reference":   {func(f url.Values) { f.Set("ref_again", "L-AAAA-AAAA") }, "#ref_again"},
		"without the reference": {func(f url.Values) { f.Del("ref_again") }, "#ref_again"},
		"a wrong password":      {func(f url.Values) { f.Set("password", "wrong password") }, "#settle-password"},
	} {
		values := settling(ref, models.FoundTrue)
		want.change(values)
		page := v.Post(address+"/find", values)
		links := page.Find("[role=alert] a").Map(func(_ int, link *goquery.Selection) string { return link.AttrOr("href", "") })
		if page.Status != http.StatusUnprocessableEntity || strings.Join(links, " ") != want.fields {
			t.Errorf("%s: %d, to mend %q", form, page.Status, links)
		}
		for _, id := range links {
			if page.Find("form[action$='/find'] "+id).Length() != 1 {
				t.Errorf("%s: %s is not in the form", form, id)
			}
		}
		if got := page.Text("#finding_why"); got != values.Get("finding_why") {
			t.Errorf("%s: the reason came back as %q", form, got)
		}
	}
	if n := s.Count(`select count(*) from photos where person_id = $1`, child.ID); n != 4 {
		t.Fatalf("%d photos are left before anything was found", n)
	}
	page := v.Post(address+"/find", settling(strings.ToLower(ref), models.FoundTrue))
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != address {
		t.Fatalf("settling is answered with %d: %s", page.Status, page.Text("[role=alert]"))
	}
	if n := s.Count(`select count(*) from photos where person_id = $1`, child.ID); n != 0 {
		t.Errorf("%d photos are in sight", n)
	}
	page = v.Get(address)
	if got := page.Text("[role=status]"); !strings.HasPrefix(got, "It is found true.") {
		t.Errorf("it says %q", got)
	}
	got := page.Text("main")
	for _, want := range []string{
		"True: they never agreed", "Found on Fri 20 Nov 2026, 10:00 by " + officer.Name() + ", officer.", "She read the letter to me.",
		"Being erased: 4 of 4 left", "Has to be gone by Sat 21 Nov 2026, 10:00",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("settled, it does not say %q: %q", want, got)
		}
	}
	if page.Find("main form").Length() != 0 {
		t.Error("what is settled has a form")
	}
	second := s.AtDesk(s.Staff(models.RoleOfficer))
	for _, values := range []url.Values{settling(ref, models.FoundTrue), {}} {
		if page := second.Post(address+"/find", values); page.Status != http.StatusConflict || !strings.Contains(page.Text("[role=alert]"), "A colleague settled it meanwhile") {
			t.Errorf("settled twice: %d %q", page.Status, page.Text("[role=alert]"))
		}
	}
	if page := second.Post(address+"/open", url.Values{"look_note": {"To look."}, "password": {storetest.Password}}); page.Status != http.StatusConflict {
		t.Errorf("what is settled is opened: %d", page.Status)
	}
	for _, path := range []string{"/L-NONE-SUCH", "/B-NONE-SUCH", "/JC-2026-0001"} {
		if page := v.Get(guardiansPage + path); page.Status != http.StatusNotFound {
			t.Errorf("%s is answered with %d", path, page.Status)
		}
		if page := v.Post(guardiansPage+path+"/find", settling(path[1:], models.FoundTrue)); page.Status != http.StatusNotFound {
			t.Errorf("settling %s is answered with %d", path, page.Status)
		}
	}
}

func TestAnOfficerUndoesALockAndAnswersABirthDate(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	v := s.AtDesk(s.Staff(models.RoleOfficer))
	adult, minor, other := s.CanSignIn(s.Adult()), s.Allow(s.Minor(12)), s.Allow(s.Minor(12))
	typed := s.TellBirth(adult, 13)
	for _, row := range []struct{ ref, found, flash, stands string }{
		{typed, models.FoundNot, "The lock is lifted.", "Lifted"},
		{s.TellBirth(minor, 16), models.FoundTrue, "The new birth date counts.", "Yes: the typed date is right"},
		{s.TellBirth(other, 16), models.FoundNot, "The birth date on record stays.", "No: the date on record stays"},
	} {
		address := guardiansPage + "/" + row.ref
		if got := v.Get(address).Find("#ref_again").Length() == 1; got != models.IsLockRef(row.ref) {
			t.Errorf("%s is to be typed once more: %t", row.ref, got)
		}
		if page := v.Post(address+"/find", settling("", row.found)); page.Status != http.StatusSeeOther {
			t.Fatalf("%s is answered with %d: %s", row.ref, page.Status, page.Text("[role=alert]"))
		}
		page := v.Get(address)
		if got := page.Text("[role=status]"); !strings.HasPrefix(got, row.flash) {
			t.Errorf("it says %q", got)
		}
		if got := page.Text("main"); !strings.Contains(got, row.stands) {
			t.Errorf("it stands at %q", got)
		}
	}
	if got := s.Person(adult.ExternalID); got.Lock != "" || !got.Birth.IsZero() {
		t.Errorf("the adult is %+v", got)
	}
	if s.Person(minor.ExternalID).Birth == minor.Birth || s.Person(other.ExternalID).Birth != other.Birth {
		t.Error("the dates are not what was found")
	}
}
