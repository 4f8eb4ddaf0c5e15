package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
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
)

type demoCmd struct{}

// Run loads the demo world. It exists only where neither a database nor a mail server is configured.
func (demoCmd) Run(p *program) error {
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
	return p.demo(s, handler)
}

// demo loads the demo world, once, and prints how to use it.
func (p *program) demo(s *store.Store, handler http.Handler) error {
	if err := p.giveDemoPolicy(s); err != nil {
		return err
	}
	kept := filepath.Join(p.config.DataDir, "demo.key")
	key, err := os.ReadFile(kept)
	if errors.Is(err, fs.ErrNotExist) {
		if key, err = p.loadDemo(s, handler); err == nil {
			err = os.WriteFile(kept, key, 0o600)
		}
	}
	if err == nil {
		err = p.giveDemoMinor(s)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, `
Sign in:   %[1]s/sign-in as %[2]s
           or %[6]s, a child whose account waits for a guardian,
           each with the password %[3]s
Mail:      %[1]s/dev/mail
API key:   %[4]s
Person id: %[5]s

curl -H 'Authorization: Bearer %[4]s' %[1]s/api/v1/people/%[5]s/permissions
`, p.config.BaseURL, demoEmail, demoPassword, key, demoAdult, demoMinor)
	return nil
}

// giveDemoMinor makes a child of 12 who signed up here and waits for a guardian. Nobody ever says yes, so that the account
// is erased after a week like any other; the next start makes it anew.
func (p *program) giveDemoMinor(s *store.Store) error {
	const age = 12
	err := s.AddAccount(p.ctx, models.SignUp{
		Email: demoMinor, Name: "Bo Lin", Password: demoPassword, Birth: models.DateOf(s.Now().AddDate(-age, -1, 0)),
	})
	if errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		return nil // from the start before
	}
	return err
}

// loadDemo makes the demo world through the API, as Jolara's own app would, and returns its key. Each step may be done
// again, so that a start that was cut off is made good by the next.
func (p *program) loadDemo(s *store.Store, handler http.Handler) (key []byte, err error) {
	now := s.Now()
	text, err := s.AddClient(p.ctx, "demo "+now.Format(time.RFC3339Nano))
	if err != nil {
		return nil, err
	}
	app := demoApp{p.ctx, handler, p.config.BaseURL, text}
	if err := app.send(http.MethodPut, "/people/"+demoAdult, map[string]any{
		"email": demoEmail, "name": "Mei Lin", "nickname": "Mei", "account_name": "mei.lin", "birth_date": "1990-05-17",
		"phone": "+8613800138000", "gender": "female", "preferences": map[string]string{"paper": "matte", "size": "10 x 15 cm"},
		"addresses":  []map[string]any{{"id": "home", "recipient": "Mei Lin", "phone": "+8613800138000", "lines": []string{"Changning Road 12", "200042 Shanghai"}}},
		"changed_at": now.AddDate(0, -8, 0),
	}); err != nil {
		return nil, err
	}
	for _, c := range demoChoices(now) {
		if err := app.send(http.MethodPost, "/people/"+demoAdult+"/consents", c); err != nil {
			return nil, err
		}
	}
	err = s.GiveSignIn(p.ctx, demoAdult, demoEmail, demoPassword)
	if err != nil && !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		return nil, err
	}
	return []byte(text), nil
}

// demoChoices are the choices that the demo adult has made in the app, by the days since.
func demoChoices(now time.Time) []map[string]any {
	past := []struct {
		days       int
		permission models.PermissionKind
		state      models.State
	}{
		{262, models.Camera, models.Granted},
		{262, models.PhotoUpload, models.Granted},
		{162, models.Microphone, models.Granted},
		{21, models.PhotoUpload, models.Withdrawn},
		{6, models.PhotoUpload, models.Granted},
	}
	choices := make([]map[string]any, len(past))
	for i, c := range past {
		choices[i] = map[string]any{
			"id": fmt.Sprintf("demo-choice-%d", i+1), "permission": c.permission, "state": c.state,
			"at": now.AddDate(0, 0, -c.days), "policy_version": "1.0", "device": "Pixel 9",
		}
	}
	return choices
}

// demoApp stands for Jolara's app: it speaks to the portal's API, without a network in between.
type demoApp struct {
	ctx     context.Context
	portal  http.Handler
	baseURL string
	key     string
}

func (a demoApp) send(method, path string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(a.ctx, method, a.baseURL+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+a.key)
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	a.portal.ServeHTTP(answer, request)
	if answer.Code >= http.StatusMultipleChoices {
		return fmt.Errorf("demo: %s %s: %d %s", method, path, answer.Code, strings.TrimSpace(answer.Body.String()))
	}
	return nil
}
