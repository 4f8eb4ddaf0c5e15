package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jolara.com/privacy/handlers"
	"jolara.com/privacy/models/store/storetest"
)

func TestMain(m *testing.M) {
	if os.Getenv(childServes) != "" {
		serveInAChild()
	}
	storetest.Main(m)
}

// demoPortal is a program with nothing configured over a test world, and its portal. The folder holds two photos, so that
// nothing need be drawn.
func demoPortal(t *testing.T) (w *storetest.World, p *program, portal http.Handler, folder string) {
	t.Helper()
	w = storetest.New(t)
	const base = "http://localhost:8080"
	p = &program{ctx: t.Context(), config: Config{DataDir: t.TempDir(), BaseURL: base}, out: io.Discard, log: w.Log}
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	portal = handlers.New(handlers.Deps{Store: w.Store, BaseURL: address, CookieKey: w.Vault.Key("cookies"), Log: w.Log})
	folder = t.TempDir()
	for i, name := range []string{"a.jpg", "b.jpg"} {
		if err := os.WriteFile(filepath.Join(folder, name), storetest.Picture(60, 40, i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return w, p, portal, folder
}

// start is what a start of the program does about the demo world.
func start(ctx context.Context, t *testing.T, w *storetest.World, p *program, portal http.Handler, folder string) *demoState {
	t.Helper()
	begun, err := p.demo(w.Store, portal)
	if err != nil {
		t.Fatal(err)
	}
	begun.Photos = folder
	if err := p.tellDemo(ctx, portal, begun); err != nil {
		t.Fatal(err)
	}
	return begun
}

// held counts what the portal holds of everybody, but for what signing in leaves.
func held(w *storetest.World) (counts [5]int) {
	for i, table := range []string{"photos", "print_jobs", "voice", "activity", "consents"} {
		counts[i] = w.Count("select count(*) from " + table)
	}
	return counts
}

func TestTheDemoWorldIsToldOnceAndASecondStartChangesNothing(t *testing.T) {
	w, p, portal, folder := demoPortal(t)
	if begun := start(t.Context(), t, w, p, portal, folder); !begun.Told {
		t.Fatalf("%d calls were sent, and more are left", begun.Sent)
	}
	const onThePortal = 2 // the sign-ins with which recordings were chosen to be kept, and a guardian was asked
	first := held(w)
	if want := [5]int{2, 14, 8, 10_000 + onThePortal, 7}; first != want {
		t.Errorf("it holds %v, not %v", first, want)
	}
	if kept := w.Count(`select count(*) from voice where media_type = 'audio/wav'`); kept != 2 {
		t.Errorf("the sound of %d recordings is kept", kept)
	}
	answers := 0
	again := start(t.Context(), t, w, p, counted(portal, &answers), folder)
	if second := held(w); second != first || answers > 0 || !again.Told {
		t.Errorf("after a second start it holds %v, not %v, by %d calls", second, first, answers)
	}
}

func TestADemoWorldThatWasCutOffIsContinued(t *testing.T) {
	w, p, portal, folder := demoPortal(t)
	for round := range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		answers := 0
		start(ctx, t, w, p, http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
			portal.ServeHTTP(answer, r)
			if !strings.HasSuffix(r.URL.Path, "/consents") {
				answers++
			}
			if answers == 3*round+4 {
				cancel()
			}
		}), folder)
		cancel()
	}
	if begun := start(t.Context(), t, w, p, portal, folder); !begun.Told {
		t.Errorf("%d calls were sent, and more are left", begun.Sent)
	}
	if got, want := held(w), [5]int{2, 14, 8, 10_002, 7}; got != want {
		t.Errorf("it holds %v, not %v", got, want)
	}
}

func TestAWithdrawalStopsTheAppThatFillsTheAlbum(t *testing.T) {
	w, p, portal, folder := demoPortal(t)
	begun, err := p.demo(w.Store, portal)
	if err != nil {
		t.Fatal(err)
	}
	app := demoApp{portal, p.config.BaseURL, begun.Key, p.log}
	err = app.send(t.Context(), http.MethodPost, "/people/"+demoAdult+"/consents", map[string]any{
		"id": "withdrawn", "permission": "photo_upload", "state": "withdrawn", "at": w.Clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	p.log = slog.New(slog.NewTextHandler(&said, nil))
	if begun := start(t.Context(), t, w, p, portal, folder); begun.Told || w.Count("select count(*) from photos") > 0 {
		t.Error("it goes on without the permission")
	}
	if !strings.Contains(said.String(), "withdrew a permission") {
		t.Errorf("it says %q", said.String())
	}
}

func TestAFileThatIsNoPictureIsLeftOutOfTheAlbum(t *testing.T) {
	w, p, portal, folder := demoPortal(t)
	if err := os.WriteFile(filepath.Join(folder, "c.jpg"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	if begun := start(t.Context(), t, w, p, portal, folder); !begun.Told {
		t.Errorf("%d calls were sent, and more are left", begun.Sent)
	}
	if photos := w.Count("select count(*) from photos"); photos != 2 {
		t.Errorf("it holds %d photos", photos)
	}
}

// counted counts the calls that reach a portal.
func counted(portal http.Handler, calls *int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*calls++
		portal.ServeHTTP(w, r)
	})
}
