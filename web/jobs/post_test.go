package jobs_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/jobs"
	"jolara.com/privacy/web/mail"
)

// mailServer takes every letter, once it did not refuse enough of them.
type mailServer struct {
	refuses atomic.Int32
	letters chan models.Letter
}

func (m *mailServer) Send(_ context.Context, letter models.Letter) error {
	if m.refuses.Add(-1) >= 0 {
		return fmt.Errorf("not now")
	}
	m.letters <- letter
	return nil
}

func (*mailServer) Discloses() bool { return true }

// work works the jobs of a world until the test ends.
func work(t *testing.T, w *storetest.World, sender jobs.Sender) {
	t.Helper()
	stop, err := w.Store.Work(context.WithoutCancel(t.Context()), jobs.Workers(w.Store, sender, &url.URL{Scheme: "http", Host: "localhost"}, w.Log))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// eventually waits until a question to the database is answered with n.
func eventually(t *testing.T, w *storetest.World, n int, question string) {
	t.Helper()
	const patience, pause = 20 * time.Second, 10 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		if w.Count(question) == n {
			return
		}
	}
	t.Fatalf("%s: %d, want %d", question, w.Count(question), n)
}

func switchCamera(t *testing.T, w *storetest.World, p models.Person) models.Consent {
	t.Helper()
	choice, _, err := w.Store.SwitchPermission(t.Context(), p, models.Camera, models.Granted)
	if err != nil {
		t.Fatal(err)
	}
	return choice
}

func TestALetterThatTheMailServerTookIsWrittenDownOnce(t *testing.T) {
	w := storetest.New(t)
	person := w.Adult()
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	choice := switchCamera(t, w, person)
	letter := <-server.letters
	if !strings.Contains(letter.Text, choice.Receipt) {
		t.Fatalf("the letter says %q", letter.Text)
	}
	eventually(t, w, 1, `select count(*) from river_job where state = 'completed'`)

	if _, err := w.DB.Exec(t.Context(), `update river_job set state = 'available', finalized_at = null`); err != nil { // as after a crash
		t.Fatal(err)
	}
	if again := <-server.letters; again.ID != letter.ID {
		t.Errorf("the letter went again as %s, first as %s", again.ID, letter.ID)
	}
	eventually(t, w, 1, `select count(*) from river_job where state = 'completed'`)

	page, err := w.Store.Recipients(t.Context(), person.ID, store.Key{}, store.Older)
	if err != nil || len(page.Disclosures) != 1 {
		t.Fatalf("written down: %+v, %v", page.Disclosures, err)
	}
	got := page.Disclosures[0]
	if got.Recipient != models.RecipientMail || got.Reference != letter.ID || got.Purpose != (models.ReceiptMail{}).Kind() ||
		!slices.Equal(got.Fields, []models.Field{models.FieldEmail, models.FieldName, models.FieldChoice}) {
		t.Errorf("written down: %+v", got)
	}
}

func TestALetterThatNobodyTookIsNotWrittenDown(t *testing.T) {
	w := storetest.New(t)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	server.refuses.Store(1)
	work(t, w, server)
	switchCamera(t, w, w.Adult())
	eventually(t, w, 1, `select count(*) from river_job where array_length(errors, 1) = 1`)
	if n := w.Count(`select count(*) from disclosures`); n != 0 {
		t.Errorf("%d written down", n)
	}
}

func TestALetterInTheDevelopmentMailboxWentToNobody(t *testing.T) {
	w := storetest.New(t)
	box, err := mail.NewBox(t.TempDir(), "Jolara Privacy <privacy@localhost>", w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	work(t, w, box)
	switchCamera(t, w, w.Adult())
	eventually(t, w, 1, `select count(*) from river_job where state = 'completed'`)
	if letters, err := box.Letters(); err != nil || len(letters) != 1 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	if n := w.Count(`select count(*) from disclosures`); n != 0 {
		t.Errorf("%d written down", n)
	}
}

func TestEveryLetterAboutAPersonIsWrittenDown(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	from := models.Caller{Network: "192.0.2.0/24"}
	wish := models.Credentials{Email: "new@example.com", Password: storetest.Password}
	if err := w.Store.AskReset(t.Context(), person.Email, "192.0.2.0/24"); err != nil {
		t.Fatal(err)
	}
	<-server.letters
	if err := w.Store.AskNewEmail(t.Context(), person, wish, from); err != nil {
		t.Fatal(err)
	}
	confirm := <-server.letters
	_, token, _ := strings.Cut(confirm.Text, "/verify/")
	token, _, _ = strings.Cut(token, "\n")
	if _, err := w.Store.ConfirmEmail(t.Context(), token, ""); err != nil {
		t.Fatal(err)
	}
	if former := <-server.letters; former.To != person.Email {
		t.Errorf("the change is told to %s", former.To)
	}
	eventually(t, w, 3, `select count(*) from river_job where state = 'completed'`)
	for kind, fields := range map[string]string{
		models.ResetMail{}.Kind():        "email,name",
		models.NewEmailMail{}.Kind():     "email",
		models.EmailChangedMail{}.Kind(): "email",
	} {
		n := w.Count(`select count(*) from disclosures where person_id = $1 and purpose = $2 and array_to_string(fields, ',') = $3`, person.ID, kind, fields)
		if n != 1 {
			t.Errorf("%s: %d with %s", kind, n, fields)
		}
	}
}

func TestALetterAboutASignUpIsWrittenDownForNobody(t *testing.T) {
	w := storetest.New(t)
	server := &mailServer{letters: make(chan models.Letter, 8)}
	work(t, w, server)
	typed := models.SignUp{Email: "mei@example.com", Name: "Mei Lin", Password: storetest.Password}
	if err := w.Store.SignUp(t.Context(), typed, "192.0.2.0/24"); err != nil {
		t.Fatal(err)
	}
	if letter := <-server.letters; letter.To != typed.Email || !strings.Contains(letter.Text, "/verify/") {
		t.Errorf("%s is told %q", letter.To, letter.Text)
	}
	eventually(t, w, 1, `select count(*) from river_job where state = 'completed'`)
	if n := w.Count(`select count(*) from disclosures`); n != 0 {
		t.Errorf("%d written down", n)
	}
}
