package e2e_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/web/e2e/site"
)

func TestEverybodySeesWhatIsHeldOfThem(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.RealAgreement()
	full := s.CanSignIn(s.Adult())
	fill(t, s, full)
	html := map[string]string{}
	for _, c := range []struct {
		name   string
		person models.Person
		held   []string // the headings of what is held
	}{
		{"data", full, []string{"Profile", "Addresses", "Sign-ins and security", "Choices and receipts", "Changes"}},
		{"data-newcomer", s.SignedUp(30), []string{"Profile", "Sign-ins and security", "Choices and receipts"}},
		{"data-minor", s.SignedUp(12), []string{"Profile", "Sign-ins and security", "Choices and receipts", "A minor’s account that waits"}},
	} {
		tab := s.Tab(site.Looks[0])
		signIn(tab, c.person)
		tab.Open("/home")
		tab.Click("#menu a[href='/data']")
		for _, name := range c.held {
			if main := tab.Text("main"); !strings.Contains(main, name) {
				t.Errorf("%s does not show %s", c.name, name)
			}
		}
		html[c.name] = inspect(tab, c.name)
		tab.Open("/home")
		html["home-of-"+c.name] = inspect(tab, "home-of-"+c.name)
	}
	site.ValidHTML(t, html)
}

// fill leaves somebody with entries of every kind that there is.
func fill(t *testing.T, s *site.Site, person models.Person) {
	t.Helper()
	at := s.Clock.Now().AddDate(0, -8, 0)
	_, err := s.Store.PushPerson(t.Context(), person.ExternalID, models.PushedPerson{
		Fields: map[models.Field]string{
			models.FieldNickname: "Mei", models.FieldAccountName: "mei.lin", models.FieldPhone: "+8613800138000", models.FieldGender: "female",
			models.PreferenceField("paper"): "matte", models.PreferenceField("size"): "10 x 15 cm",
		},
		Addresses: []models.Address{
			{ID: "home", Recipient: "Mei Lin", Phone: "+8613800138000", Lines: []string{"Changning Road 12", "200042 Shanghai"}},
			{ID: "parents", Recipient: "Lin Guoqiang", Lines: []string{strings.Repeat("Anaddresswithoutaspace", 4), "310000 Hangzhou"}},
		},
		ChangedAt: func(string) time.Time { return at },
	})
	if err != nil {
		t.Fatal(err)
	}
	record, err := s.Store.Record(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	form := models.Form{Version: record.Version, Fields: map[string]models.Typed{
		string(models.FieldNickname): {Was: "Mei", Is: "Owl"}, string(models.FieldPhone): {Was: "+8613800138000"},
	}}
	if _, err := s.Store.CorrectProfile(t.Context(), person, form); err != nil {
		t.Fatal(err)
	}
	choice, _, err := s.Store.SwitchPermission(t.Context(), person, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Store.AddNote(t.Context(), person.ID, choice.Receipt, "I was asked at the counter."); err != nil {
		t.Fatal(err)
	}
	s.Letter(person.Email)
	lettersSent(t, s, person)
}
