package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/web/e2e/site"
)

// filled returns a page's form as a browser sends it when nothing is typed.
func filled(t *testing.T, page site.Page, selector string) url.Values {
	t.Helper()
	form := page.Find(selector)
	if page.Status != http.StatusOK && page.Status != http.StatusConflict && page.Status != http.StatusUnprocessableEntity || form.Length() != 1 {
		t.Fatalf("%d, with %d forms", page.Status, form.Length())
	}
	values := url.Values{}
	for _, node := range form.Find("input[name], textarea[name], select[name]").EachIter() {
		name := node.AttrOr("name", "")
		switch {
		case node.Is("select"):
			values.Set(name, node.Find("option[selected]").AttrOr("value", ""))
		case node.Is("textarea"):
			values.Set(name, strings.ReplaceAll(node.Text(), "\n", "\r\n"))
		case node.Is("[type=radio]:not([checked]), [type=checkbox]:not([checked])"):
		default:
			values.Add(name, node.AttrOr("value", ""))
		}
	}
	return values
}

const (
	profilePage = "/data/profile/edit"
	profileForm = "form[action='" + profilePage + "']"
)

// record is what a person may correct now.
func record(t *testing.T, s *site.Site, p models.Person) models.Record {
	t.Helper()
	held, err := s.Store.Record(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// pushBook tells the store a person's addresses, as Jolara's app does.
func pushBook(t *testing.T, s *site.Site, p models.Person, list ...models.Address) {
	t.Helper()
	s.Clock.Advance(time.Minute)
	at := s.Clock.Now()
	if _, err := s.Store.PushPerson(t.Context(), p.ExternalID, models.PushedPerson{Addresses: list, ChangedAt: func(string) time.Time { return at }}); err != nil {
		t.Fatal(err)
	}
}

func TestAPersonCorrectsTheirDetails(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	s.Push(p.ExternalID, map[models.Field]string{models.FieldNickname: "Mei", models.FieldGender: "f", models.PreferenceField("paper"): "matte"})
	v := s.SignedIn(p)
	form := filled(t, v.Get(profilePage), profileForm)
	if form.Get("nickname") != "Mei" || form.Get("gender") != "f" || form.Get("preferences.paper") != "matte" {
		t.Fatalf("the form holds %v", form)
	}
	form.Set("nickname", "Bean")
	form.Set("phone", "138 0013 8000")
	form.Set("gender", "")
	form.Set("preferences.paper", "gloss")
	form.Set(models.NewPreferenceName, "border")
	form.Set(models.NewPreferenceValue, "5 mm")
	if done := v.Post(profilePage, form); done.Status != http.StatusSeeOther || done.Header.Get("Location") != profilePage {
		t.Fatalf("saving is answered with %d", done.Status)
	}
	page := v.Get(profilePage)
	if got := page.Text("[role=status]"); !strings.Contains(got, "Saved.") {
		t.Errorf("the flash says %q", got)
	}
	now := filled(t, page, profileForm)
	for name, want := range map[string]string{
		"name": p.Name, "nickname": "Bean", "phone": "+8613800138000", "gender": "", "preferences.paper": "gloss", "preferences.border": "5 mm",
	} {
		if got := now.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := v.Get("/home").Text("main"); !strings.Contains(got, "You corrected your nickname") || !strings.Contains(got, "You corrected your printing preferences") {
		t.Errorf("home says %q", got)
	}
	list := v.Get("/data/changes")
	if got := list.Text("main"); !strings.Contains(got, "NicknameWasMei IsBean Changed byYou, on these pages") {
		t.Errorf("the list of changes says %q", got)
	}
	v.Post(profilePage, now)
	if got := v.Get(profilePage).Text("[role=status]"); !strings.Contains(got, "Nothing to save.") {
		t.Errorf("sent unchanged: %q", got)
	}
}

func TestTwoTabsGetBothValuesAndThePersonDecides(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	s.Push(p.ExternalID, map[models.Field]string{models.FieldNickname: "Mei"})
	v := s.SignedIn(p)
	one := filled(t, v.Get(profilePage), profileForm)
	two := filled(t, v.Get(profilePage), profileForm)
	one.Set("nickname", "Bean")
	two.Set("nickname", "Pea")
	two.Set("account_name", "pea")
	v.Post(profilePage, one)

	both := v.Post(profilePage, two)
	if both.Status != http.StatusConflict {
		t.Fatalf("the second tab is answered with %d", both.Status)
	}
	if got := both.Text("#nickname-here"); got != "Here nowBean What you typedPea" {
		t.Errorf("it shows %q", got)
	}
	if got := both.Text("title"); !strings.HasPrefix(got, "Error:") {
		t.Errorf("the title is %q", got)
	}
	if got := record(t, s, p).Profile.Value(models.FieldAccountName); got != "" {
		t.Errorf("half of the form was written: %q", got)
	}
	if done := v.Post(profilePage, filled(t, both, profileForm)); done.Status != http.StatusSeeOther {
		t.Fatalf("one more click is answered with %d", done.Status)
	}
	held := record(t, s, p).Profile
	if held.Value(models.FieldNickname) != "Pea" || held.Value(models.FieldAccountName) != "pea" {
		t.Errorf("what was decided is %v", held)
	}
}

func TestTwoTabsAboutTwoThingsKeepBoth(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	v := s.SignedIn(p)
	one := filled(t, v.Get(profilePage), profileForm)
	two := filled(t, v.Get(profilePage), profileForm)
	one.Set("nickname", "Bean")
	two.Set("account_name", "pea")
	for _, form := range []url.Values{one, two} {
		if done := v.Post(profilePage, form); done.Status != http.StatusSeeOther {
			t.Fatalf("a tab is answered with %d", done.Status)
		}
	}
	if held := record(t, s, p).Profile; held.Value(models.FieldNickname) != "Bean" || held.Value(models.FieldAccountName) != "pea" {
		t.Errorf("held is %v", held)
	}
}

func TestOfAChildNeitherPhoneNorGenderIsTakenWhicheverWayTheyCome(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	child := s.CanSignIn(s.Minor(12))
	s.Allow(child) // before a guardian's yes nothing else is taken either
	v := s.SignedIn(child)
	page := v.Get(profilePage)
	if page.Find("#phone, #gender, [name=birth_date]").Length() != 0 {
		t.Error("the form asks for what is not collected")
	}
	if got := page.Text("main"); !strings.Contains(got, "Birth date") || page.Find("main a[href='/data/birth-date']").Length() == 0 {
		t.Errorf("nothing is said of the birth date: %q", got)
	}
	for field, value := range map[string]string{"phone": "+8613800138000", "gender": "female"} {
		form := filled(t, page, profileForm)
		form.Set(field, value)
		form.Set("nickname", "Bean")
		back := v.Post(profilePage, form)
		if back.Status != http.StatusUnprocessableEntity || !strings.Contains(back.Text("[role=alert]"), "under 18") {
			t.Errorf("%s is answered with %d: %q", field, back.Status, back.Text("[role=alert]"))
		}
		if got := filled(t, back, profileForm).Get("nickname"); got != "Bean" {
			t.Errorf("the nickname is lost: %q", got)
		}
	}
	addressPage := "/data/addresses/new"
	if v.Get(addressPage).Find("#phone").Length() != 0 {
		t.Error("the form of an address asks a child for a phone")
	}
	back := v.Post(addressPage, url.Values{"recipient": {"Wen"}, "lines": {"Road 1"}, "phone": {"+8613800138000"}})
	if back.Status != http.StatusUnprocessableEntity {
		t.Errorf("an address with a phone is answered with %d", back.Status)
	}
}

func TestAPersonKeepsTheirAddressBook(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	pushBook(t, s, p, models.Address{ID: "a/../b", Recipient: "Mei", Phone: "010 5555 0100", Lines: []string{"Changning Road 12", "Shanghai"}})
	v := s.SignedIn(p)
	link, _ := v.Get(profilePage).Find("#addresses").Parent().Parent().Find("a[href$='/edit']").Attr("href")
	form := filled(t, v.Get(link), "form[action='"+link+"']")
	form.Set("recipient", "Lin")
	if done := v.Post(link, form); done.Status != http.StatusSeeOther {
		t.Fatalf("correcting is answered with %d", done.Status)
	}
	want := models.Address{Recipient: "Lin", Phone: "010 5555 0100", Lines: []string{"Changning Road 12", "Shanghai"}}
	if got := record(t, s, p).Book.Shown()[0].Value; !got.Same(want) {
		t.Errorf("it is %+v now: the app's phone stays as it was sent", got)
	}
	form.Set("recipient", "Wen") // made from what was there before
	both := v.Post(link, form)
	if both.Status != http.StatusConflict || both.Text("#recipient-here") != "Here nowLin What you typedWen" {
		t.Errorf("a second tab is answered with %d: %q", both.Status, both.Text("#recipient-here"))
	}

	page := v.Get(link)
	follow := strings.Replace(link, "/edit", "/follow", 1)
	if done := v.Post(follow, filled(t, page, "form[action='"+follow+"']")); done.Status != http.StatusSeeOther {
		t.Errorf("following is answered with %d", done.Status)
	}
	if stale := v.Post(follow, filled(t, page, "form[action='"+follow+"']")); stale.Status != http.StatusConflict {
		t.Errorf("a second time it is answered with %d", stale.Status)
	}
	if got := record(t, s, p).Book.Shown()[0].Value.Recipient; got != "Mei" {
		t.Errorf("after following it is %q", got)
	}

	remove := strings.Replace(link, "/edit", "/remove", 1)
	if got := v.Get(remove).Text("main"); !strings.Contains(got, "Remove 1 address") || !strings.Contains(got, "What stays") {
		t.Errorf("before removing it says %q", got)
	}
	v.Post(remove, nil)
	if got := v.Get(remove).Status; got != http.StatusNotFound {
		t.Errorf("a removed address is answered with %d", got)
	}
	v.Post("/data/addresses/new", url.Values{"recipient": {"Mei"}, "lines": {"Road 1\r\n\r\n Beijing "}, "phone": {"010 5555 0100"}})
	want = models.Address{Recipient: "Mei", Phone: "+861055550100", Lines: []string{"Road 1", "Beijing"}}
	if got := record(t, s, p).Book.Shown(); len(got) != 1 || !got[0].Value.Same(want) {
		t.Errorf("the book holds %+v", got)
	}
}

func TestAPersonAddsNotesToARecord(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	choice, _, err := s.Store.SwitchPermission(t.Context(), p, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	v := s.SignedIn(p)
	receipt := "/receipts/" + choice.Receipt
	for _, note := range []string{"I was asked\r\ntwice.", "<script>alert(1)</script>"} {
		s.Clock.Advance(time.Second)
		if done := v.Post(receipt+"/notes", url.Values{"note": {note}}); done.Status != http.StatusSeeOther || done.Header.Get("Location") != receipt {
			t.Fatalf("a note is answered with %d", done.Status)
		}
	}
	page := v.Get(receipt)
	if got := page.Find(".note").First().Text(); got != "I was asked\ntwice." {
		t.Errorf("the first note is %q", got)
	}
	if page.Find("main script").Length() != 0 || page.Find(".note").Last().Text() != "<script>alert(1)</script>" {
		t.Errorf("the second note is %q", page.Find(".note").Last().Text())
	}
	long := strings.Repeat("a", models.MaxNote+1)
	back := v.Post(receipt+"/notes", url.Values{"note": {long}})
	if back.Status != http.StatusUnprocessableEntity || back.Find("#note").Text() != long || !strings.Contains(back.Text("title"), "Error") {
		t.Errorf("a long note is answered with %d", back.Status)
	}
}

func TestThePagesOfChangesLeadThroughAllAndTheListIsErased(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	v := s.SignedIn(p)
	const all = 51
	for i := range all {
		s.Clock.Advance(time.Second)
		s.Push(p.ExternalID, map[models.Field]string{models.FieldNickname: fmt.Sprintf("Mei %d", i)})
	}
	page := v.Get("/data/changes")
	older, _ := page.Find("a[rel=next]").Attr("href")
	rest := v.Get(older)
	if page.Find(".timeline > li").Length() != store.PageSize || rest.Find(".timeline > li").Length() != all-store.PageSize || !strings.Contains(rest.Text("main"), "Wasnothing IsMei 0 Changed byJolara’s app") {
		t.Errorf("%d and %d: %q", page.Find(".timeline > li").Length(), rest.Find(".timeline > li").Length(), rest.Text("main"))
	}
	if v.Get("/data/changes?before=x").Status != http.StatusUnprocessableEntity || v.Get("/data/changes?before=2026-11-20T10:00:00Z~x").Status != http.StatusUnprocessableEntity {
		t.Error("a place that is none is taken")
	}
	if got := v.Get("/data/changes/erase").Text("form button.btn--bad"); got != "Erase 51 changes" {
		t.Errorf("the button says %q", got)
	}
	v.Post("/data/changes/erase", nil)
	if got := v.Get("/data/changes").Text("main"); !strings.Contains(got, "The list is erased.") || !strings.Contains(got, "No change is listed.") {
		t.Errorf("then the list says %q", got)
	}
	if got := v.Get("/data/changes/erase"); got.Status != http.StatusSeeOther {
		t.Errorf("with nothing to erase it is answered with %d", got.Status)
	}
}

// Every field of every form of this kind meets every kind of bad input: it comes back with what was typed, names the
// field, and nothing is changed (T12).
func TestBadInputThroughEveryFieldOfEveryForm(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	home := models.Address{ID: "home", Recipient: "Mei", Lines: []string{"Changning Road 12"}}
	pushBook(t, s, p, home)
	s.Push(p.ExternalID, map[models.Field]string{models.PreferenceField("paper"): "matte"})
	choice, _, err := s.Store.SwitchPermission(t.Context(), p, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	v := s.SignedIn(p)
	addressPage := "/data/addresses/" + models.AddressKey("home") + "/edit"
	const refused, taken, unread, large = http.StatusUnprocessableEntity, http.StatusSeeOther, http.StatusBadRequest, http.StatusRequestEntityTooLarge
	forms := []struct {
		path, selector string
		fields         []string
		lines          bool // the last field takes lines
	}{
		{profilePage, profileForm, []string{"name", "nickname", "account_name", "phone", "gender", "preferences.paper", models.NewPreferenceName, models.NewPreferenceValue}, false},
		{addressPage, "form[action='" + addressPage + "']", []string{"recipient", "phone", "lines"}, true},
		{"/data/addresses/new", "form[action='/data/addresses/new']", []string{"recipient", "phone", "lines"}, true},
		{"/receipts/" + choice.Receipt + "/notes", "", []string{"note"}, true},
	}
	bad := map[string]struct {
		text   string
		status int
		lines  int // the status where a field takes lines
	}{
		"a null byte":         {"Mei\x00", refused, refused},
		"an escape":           {"Mei\x1b[2J", refused, refused},
		"a header":            {"Mei\r\nBcc: mei@example.com", refused, taken},
		"a carriage return":   {"Mei\rLin", refused, refused},
		"2,001 characters":    {strings.Repeat("长", 2001), refused, refused},
		"a direction":         {"Mei\u202enimda", refused, refused},
		"an isolate":          {"Mei\u2066nimda", refused, refused},
		"a lone byte":         {"Mei\xff", unread, unread},
		"half a character":    {"Mei\xed\xa0\x80", unread, unread},
		"more than is read":   {strings.Repeat("x", 1<<20), large, large},
		"a delete character":  {"Mei\x7f", refused, refused},
		"a C1 control":        {"Mei\u0085Lin", refused, refused},
		"201 characters":      {strings.Repeat("x", 201), refused, refused},
		"an overlong newline": {"Mei\u2028Lin", refused, refused},
	}
	for _, form := range forms {
		for i, field := range form.fields {
			for what, row := range bad {
				want := row.status
				if form.lines && i == len(form.fields)-1 {
					want = row.lines
				}
				if field == "note" && (what == "201 characters" || what == "an overlong newline") {
					want = taken
				}
				before := record(t, s, p)
				values := url.Values{"note": {""}}
				if form.selector != "" {
					values = filled(t, v.Get(form.path), form.selector)
				}
				if form.path == "/data/addresses/new" {
					values.Set("recipient", "Mei")
					values.Set("lines", "Road 1")
				}
				if field == models.NewPreferenceName {
					values.Set(models.NewPreferenceValue, "x")
				} else if field == models.NewPreferenceValue {
					values.Set(models.NewPreferenceName, "size")
				}
				values.Set(field, row.text)
				page := v.Post(form.path, values)
				if page.Status != want {
					t.Errorf("%s, %s: %s is answered with %d, want %d", form.path, field, what, page.Status, want)
				}
				if want == taken {
					continue
				}
				if after := record(t, s, p); after.Version != before.Version {
					t.Errorf("%s, %s: %s changed something", form.path, field, what)
				}
				if want == refused && page.Find("[role=alert] a").Length() == 0 {
					t.Errorf("%s, %s: %s comes back without a word", form.path, field, what)
				}
			}
		}
	}
}

// What a form has no field for counts for nothing, whatever it is called (T12, T15).
func TestFieldsThatNoFormHasAreIgnored(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	p := s.CanSignIn(s.Adult())
	pushBook(t, s, p, models.Address{ID: "home", Recipient: "Mei", Lines: []string{"Changning Road 12"}})
	v := s.SignedIn(p)
	choice, _, err := s.Store.SwitchPermission(t.Context(), p, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	intruders := []string{
		"role", "account_id", "is_minor", "verified_at", "id", "ID", "person_id", "email", "birth_date", "sign_in", "addresses", "waits_until",
		"external_id", "preferences", "preferences.", "preferences.none", "Name", "name[]", "address", "made_by", "At", "version[]", "removed", "aside",
	}
	whole := func() string {
		var text string
		err := s.DB.QueryRow(t.Context(), `select (select string_agg(p::text, '' order by id) from persons p) ||
			(select string_agg(a::text, '' order by id) from addresses a) || (select count(*) from changes)`).Scan(&text)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	addressPage := "/data/addresses/" + models.AddressKey("home") + "/edit"
	for path, selector := range map[string]string{profilePage: profileForm, addressPage: "form[action='" + addressPage + "']"} {
		before := whole()
		for _, name := range intruders {
			values := filled(t, v.Get(path), selector)
			values.Set(name, "admin")
			values.Set("was."+name, "x")
			if page := v.Post(path, values); page.Status != http.StatusSeeOther {
				t.Errorf("%s with %s is answered with %d", path, name, page.Status)
			}
		}
		if after := whole(); after != before {
			t.Errorf("%s: an unknown field changed something", path)
		}
	}
	values := url.Values{"note": {"one"}}
	for _, name := range intruders {
		values.Set(name, "2020-01-01T00:00:00Z")
	}
	v.Post("/receipts/"+choice.Receipt+"/notes", values)
	r, err := s.Store.Receipt(t.Context(), p.ID, choice.Receipt)
	if err != nil || len(r.Notes) != 1 || !r.Notes[0].At.Equal(s.Clock.Now()) || r.Choice.State != models.Granted {
		t.Errorf("the note is %v, %v", r.Notes, err)
	}
}
