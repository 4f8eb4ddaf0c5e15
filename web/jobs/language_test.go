package jobs_test

import (
	"strings"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

func TestEveryLetterIsInTheLanguageOfItsReader(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	if err := w.Store.ChooseLocale(t.Context(), person.ID, models.Chinese); err != nil {
		t.Fatal(err)
	}
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	const network = "192.0.2.0/24"
	from := models.Caller{Network: network}
	var token string // of the last letter's link
	steps := []struct {
		name string
		do   func() error
	}{
		{"a receipt", func() error {
			_, _, err := w.Store.SwitchPermission(t.Context(), person, models.Camera, models.Granted)
			return err
		}},
		{"a deletion's receipt", func() error {
			w.Album(w.App("Jolara app"), person, 2)
			deletes(t, w, person, models.WhenNow)
			return nil
		}},
		{"a deletion of tomorrow", func() error {
			w.Album(w.App("another app"), person, 2)
			deletes(t, w, person, models.WhenTomorrow)
			return nil
		}},
		{"a complaint", func() error {
			w.File(person, models.ComplaintForm{})
			return nil
		}},
		{"a second sign-up", func() error {
			return w.Store.SignUp(t.Context(), models.SignUp{Email: person.Email, Name: "Mei", Password: storetest.Password, Locale: models.English}, network)
		}},
		{"a forgotten password", func() error { return w.Store.AskReset(t.Context(), person.Email, network) }},
		{"a new address", func() error {
			return w.Store.AskNewEmail(t.Context(), person, models.Credentials{Email: "new@example.com", Password: storetest.Password}, from)
		}},
		{"a changed address", func() error {
			_, err := w.Store.ConfirmEmail(t.Context(), token, "")
			return err
		}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		letter := <-server.letters
		if !strings.Contains(letter.HTML, `<html lang="zh-Hans">`) || !strings.Contains(letter.Text, "您好！\n") || !strings.HasSuffix(letter.Text, "Jolara 隐私中心\n") {
			t.Errorf("%s: the letter says %q: %s", step.name, letter.Subject, letter.Text)
		}
		_, link, _ := strings.Cut(letter.Text, "/verify/")
		token, _, _ = strings.Cut(link, "\n")
	}
}
