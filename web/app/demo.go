package app

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// The demo world's sign-ins and ids, printed at every start.
const (
	demoPassword = "jolara-demo"
	demoAdult    = "demo-adult"
	demoEmail    = "adult@example.com"
	demoMinor    = "minor@example.com"
	demoGuardian = "guardian@example.com"
	demoClient   = "Jolara’s app"
)

// demoCaller is where the demo adult makes what can be chosen on the portal only; the network is one of documents (RFC 5737).
var demoCaller = models.Caller{
	Network: models.Network("203.0.113.24"),
	Visit:   models.Visit{IP: "203.0.113.24", Browser: models.Browser{Name: "Firefox", System: "Windows"}, Language: "en"},
}

type demoCmd struct {
	Photos string `type:"existingdir" placeholder:"FOLDER" help:"Upload the photos of this folder instead of drawn ones."`
}

// Run loads the whole demo world. It exists only where neither a database nor a mail server is configured.
func (c demoCmd) Run(p *program) error {
	if !p.config.isDemo() {
		return errors.New("the demo world exists only without DATABASE_URL and SMTP_URL")
	}
	base, err := p.config.baseURL()
	if err != nil {
		return err
	}
	s, v, closeAll, err := p.open()
	if err != nil {
		return err
	}
	defer closeAll()
	handler, _, err := p.handler(s, v, base)
	if err != nil {
		return err
	}
	begun, err := p.demo(s, handler)
	if err != nil {
		return err
	}
	if c.Photos != "" {
		folder, err := filepath.Abs(c.Photos)
		if err != nil {
			return fmt.Errorf("find the photos: %w", err)
		}
		if folder != begun.Photos {
			begun.Photos, begun.Sent, begun.Told = folder, 0, false
		}
	}
	return p.tellDemo(p.ctx, handler, begun)
}

// demo makes the demo world's people, once, and prints how to use it; what they did is told by tellDemo.
func (p *program) demo(s *store.Store, handler http.Handler) (*demoState, error) {
	if err := p.giveDemoPolicy(s); err != nil {
		return nil, err
	}
	begun, err := p.beginDemo(s)
	if err == nil {
		err = p.giveDemoStaff(s)
	}
	if err == nil && !begun.Made {
		err = p.makeDemoAdult(s, handler, begun)
	}
	if err == nil {
		err = p.giveDemoMinor(s)
	}
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(p.out, `
Sign in:   %[1]s/sign-in as %[2]s
           or %[6]s, a child whose account waits for a guardian: the letter lies in the mailbox, and goes to %[10]s;
           at the privacy desk as %[7]s, %[8]s or %[9]s;
           each with the password %[3]s
Mail:      %[1]s/dev/mail
API key:   %[4]s
Person id: %[5]s

curl -H 'Authorization: Bearer %[4]s' %[1]s/api/v1/people/%[5]s/permissions
`, p.config.BaseURL, demoEmail, demoPassword, begun.Key, demoAdult, demoMinor,
		demoStaff[0].Email, demoStaff[1].Email, demoStaff[2].Email, demoGuardian)
	return begun, nil
}

// giveDemoMinor makes a child of 15 who signed up here and asked a guardian. Where nobody says yes the account is erased after a week
// like any other; the next start makes it anew.
func (p *program) giveDemoMinor(s *store.Store) error {
	const age = 15
	err := s.AddAccount(p.ctx, models.SignUp{
		Email: demoMinor, Name: "Bo Lin", Password: demoPassword, Birth: models.DateOf(s.Now().AddDate(-age, -1, 0)),
	})
	if errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		return nil // from the start before
	}
	if err != nil {
		return err
	}
	child, err := s.SignIn(p.ctx, models.Credentials{Email: demoMinor, Password: demoPassword}, demoCaller)
	if err != nil {
		return err
	}
	return s.AskGuardian(p.ctx, child.Person, demoGuardian, models.English, demoCaller.Network)
}

// makeDemoAdult makes the demo adult through the API, as Jolara's own app would. Each step may be done again, so that a start
// that was cut off is made good by the next.
func (p *program) makeDemoAdult(s *store.Store, handler http.Handler, begun *demoState) error {
	app := demoApp{handler, p.config.BaseURL, begun.Key, p.log}
	if err := app.send(p.ctx, http.MethodPut, "/people/"+demoAdult, map[string]any{
		"email": demoEmail, "name": "Mei Lin", "nickname": "Mei", "account_name": "mei.lin", "birth_date": "1990-05-17",
		"phone": "+8613800138000", "gender": "female", "preferences": map[string]string{"paper": "matte", "size": "10 x 15 cm"},
		"addresses":  []map[string]any{{"id": "home", "recipient": "Mei Lin", "phone": "+8613800138000", "lines": []string{"Changning Road 12", "200042 Shanghai"}}},
		"changed_at": begun.Day.AddDate(0, -8, 0),
	}); err != nil {
		return err
	}
	for _, c := range demoChoices(begun.Day) {
		if err := app.send(p.ctx, http.MethodPost, "/people/"+demoAdult+"/consents", c); err != nil {
			return err
		}
	}
	err := s.GiveSignIn(p.ctx, demoAdult, demoEmail, demoPassword)
	if err != nil && !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		return err
	}
	// To keep recordings is chosen on the portal only, by the person.
	adult, err := s.SignIn(p.ctx, models.Credentials{Email: demoEmail, Password: demoPassword}, demoCaller)
	if err != nil {
		return err
	}
	if _, _, err := s.SwitchPermission(p.ctx, adult.Person, models.KeepRecordings, models.Granted); err != nil {
		return err
	}
	if err := p.giveDemoCase(s, adult.Person.ID, begun.Day); err != nil {
		return err
	}
	begun.Made = true
	return p.keepDemo(begun)
}

// demoChoices are the choices that the demo adult has made in the app, by the days before the demo's own.
func demoChoices(day time.Time) []map[string]any {
	past := []struct {
		days       int
		permission models.PermissionKind
		state      models.State
	}{
		{262, models.Camera, models.Granted},
		{262, models.PhotoUpload, models.Granted},
		{162, models.Microphone, models.Granted},
		{148, models.VoiceCall, models.Granted},
		{21, models.PhotoUpload, models.Withdrawn},
		{6, models.PhotoUpload, models.Granted},
	}
	choices := make([]map[string]any, len(past))
	for i, c := range past {
		choices[i] = map[string]any{
			"id": fmt.Sprintf("demo-choice-%d", i+1), "permission": c.permission, "state": c.state,
			"at": day.AddDate(0, 0, -c.days), "policy_version": "1.0", "device": "Pixel 9",
		}
	}
	return choices
}
