package app

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// childServes tells a process of these tests to be the portal.
const childServes = "CHILD_SERVES"

// serveInAChild is the whole program, with its jobs, as its environment configures it.
func serveInAChild() { os.Exit(Run(context.Background(), []string{"serve"}, os.Stdout, os.Stderr)) }

// serves starts the portal over a test's world as a process of its own.
func serves(t *testing.T, w *storetest.World) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	said := &bytes.Buffer{}
	portal := exec.Command(os.Args[0])
	portal.Env = append(os.Environ(), childServes+"=yes", "ADDR="+address, "DATABASE_URL="+w.DSN, "FILES_URL=file://"+w.Files, "DATA_DIR="+t.TempDir(),
		"SECRET_KEY="+storetest.Secret)
	portal.Stdout, portal.Stderr = said, said
	if err := portal.Start(); err != nil {
		t.Fatal(err)
	}
	return portal, said
}

// A guardian never agreed, an officer found it true, and the portal is killed, twice, while its own jobs erase a thousand photos: the next
// one finishes.
func TestThePortalsOwnJobsFinishErasingAChildsPhotosThoughTheyAreKilled(t *testing.T) {
	t.Parallel()
	const photos, kills, patience = 1000, 2, 2 * time.Minute
	w := storetest.New(t)
	child := w.Allow(w.CanSignIn(w.Minor(10)), models.PhotoUpload)
	w.Album(w.App("Jolara app"), child, photos)
	w.Act(child, models.ActDispute)
	if err := w.Store.FindLock(t.Context(), w.Staff(models.RoleOfficer), w.LockOf(child), models.Finding{True: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `update locks set ended_at = now(), erase_at = now()`); err != nil { // the portal's clock is the machine's
		t.Fatal(err)
	}
	if len(storetest.FilesIn(t, w.Files)) < photos {
		t.Fatal("the photos are not where this test looks")
	}
	left := func() int { return w.Count(`select count(*) from deleted where outcome is null`) }
	erased := func() bool { return w.Count(`select count(*) from locks where erased_at is not null`) == 1 }
	for killed := 0; ; killed++ {
		before := left()
		portal, said := serves(t, w)
		end := time.Now().Add(patience)
		for !erased() && (killed == kills || before-left() < photos/5) {
			if time.Now().After(end) {
				_ = portal.Process.Kill()
				_ = portal.Wait()
				t.Fatalf("after %s %d of %d photos are left: %s", patience, left(), photos, said)
			}
			time.Sleep(time.Millisecond)
		}
		if err := portal.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = portal.Wait() // it was killed
		if killed == kills {
			break
		}
		if n := left(); n == 0 || n == before {
			t.Fatalf("%d of %d photos are left: it was not killed in the middle", n, before)
		}
		t.Logf("killed with %d of %d photos left", left(), photos)
	}
	if n := w.Count(`select count(*) from photos`); n != 0 {
		t.Errorf("%d photos are held", n)
	}
	if n := len(storetest.FilesIn(t, w.Files)); n != 0 {
		t.Errorf("%d files are left", n)
	}
	if seconds := w.Count(`select extract(epoch from erased_at - ended_at)::int from locks`); seconds > int(time.Hour.Seconds()) {
		t.Errorf("it took %d s", seconds)
	}
}
