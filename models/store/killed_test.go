package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/models/vault"
)

// How a test tells the child what to do.
const (
	childDSN      = "CHILD_DSN"
	childFiles    = "CHILD_FILES"
	childPerson   = "CHILD_PERSON"   // whose photos are all deleted
	childEmail    = "CHILD_EMAIL"    // with which that person signs in
	childDeletion = "CHILD_DELETION" // which is only erased; empty: all photos are deleted first
	childPoint    = "CHILD_POINT"    // at which the child kills itself; empty: it says when erasing begins
	childTime     = "CHILD_TIME"     // how often it passes there before
)

func isChild() bool { return os.Getenv(childDSN) != "" }

// deleteInAChild deletes and erases, as an instance of the portal does, until it is killed.
func deleteInAChild() {
	if err := deleteAndErase(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// passing is held at a point: several files are erased at once.
var passing sync.Mutex

func deleteAndErase(ctx context.Context) error {
	passes, _ := strconv.Atoi(os.Getenv(childTime))
	at := func(point string) {
		passing.Lock()
		defer passing.Unlock()
		switch kill := os.Getenv(childPoint); {
		case kill == "" && point == store.PointBegun:
			fmt.Println(point)
		case kill == point && passes > 0:
			passes--
		case kill == point:
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	keys, err := vault.New([]byte(storetest.Secret))
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{
		DSN: os.Getenv(childDSN), Files: "file://" + os.Getenv(childFiles), Vault: keys, Now: func() time.Time { return storetest.Morning }, At: at,
	})
	if err != nil {
		return err
	}
	defer s.Close()
	id := os.Getenv(childDeletion)
	if id == "" {
		person := models.Person{ID: models.PersonID(os.Getenv(childPerson)), Email: os.Getenv(childEmail)}
		plan, err := s.PlanDeletion(ctx, person.ID, models.Selection{What: models.ScopePhotos, All: true})
		if err != nil {
			return err
		}
		order := models.DeletionOrder{Selection: plan.Selection, When: models.WhenNow, Asked: plan.At, Shown: plan.Count, Password: storetest.Password}
		d, err := s.Delete(ctx, person, order, atHome)
		if err != nil {
			return err
		}
		id = d.ID
	}
	return s.EraseDeletion(ctx, id)
}

// child starts this binary as one that deletes, or only erases, all photos of a person.
func (l owner) child(t *testing.T, settings ...string) *exec.Cmd {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), append(settings, childDSN+"="+l.DSN, childFiles+"="+l.Files, childPerson+"="+string(l.ID), childEmail+"="+l.Email)...)
	child.Stderr = t.Output()
	return child
}

// closely is how many photos are looked at one by one, of many.
const closely = 50

// isWholeOrGone fails where a photo is half deleted: listed or counted without its files, or with files that are served
// though it is not listed. It returns how many there are.
func (l owner) isWholeOrGone(t *testing.T, ids []string) int {
	t.Helper()
	listed := map[string]bool{}
	var key store.Key
	for {
		page, err := l.Store.Photos(t.Context(), l.ID, store.PhotoFilter{}, key, store.Older)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Photos {
			listed[p.ID] = true
			key = store.Key{At: p.UploadedAt, ID: p.ID}
		}
		if !page.HasOlder {
			if page.All != len(listed) {
				t.Errorf("%d are counted and %d listed", page.All, len(listed))
			}
			break
		}
	}
	for i := 0; i < len(ids); i += 1 + len(ids)/closely {
		id := ids[i]
		_, err := l.Store.Photo(t.Context(), l.ID, id)
		if errors.Is(err, models.ErrNotFound) == listed[id] {
			t.Errorf("a photo's page: %v, and listed: %t", err, listed[id])
		}
		for _, size := range models.Sizes {
			if served := l.opens(t, id, size) == 1; served != listed[id] {
				t.Errorf("the %s size of a photo is served: %t, and listed: %t", size, served, listed[id])
			}
		}
	}
	return len(listed)
}

// restarts does what an instance does that starts after another was killed, until nothing is left to do.
func (l owner) restarts(t *testing.T) {
	t.Helper()
	s := l.Second()
	const patience, pause = 20 * time.Second, 5 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		if _, err := s.ResumeErasing(t.Context()); err != nil {
			t.Fatal(err)
		}
		var due string
		err := l.DB.QueryRow(t.Context(), `select coalesce(min(args ->> 'DeletionID'), '') from river_job
			join deletions d on d.id::text = args ->> 'DeletionID' and d.state <> 'done' where kind = 'erase'`).Scan(&due)
		if err != nil {
			t.Fatal(err)
		}
		if due == "" {
			return
		}
		// The database may not have heard yet of the death of whoever was at it.
		if err := s.EraseDeletion(t.Context(), due); err != nil && !errors.Is(err, store.ErrElsewhere) {
			t.Fatal(err)
		}
	}
	t.Fatal("it does not come to an end")
}

// isDone fails where something is left of so many deletions of so many photos each.
func (l owner) isDone(t *testing.T, ids []string, deletions, photos int) {
	t.Helper()
	if n := l.isWholeOrGone(t, ids); n != 0 {
		t.Errorf("%d photos are listed", n)
	}
	if n := l.Count(`select count(*) from deleted where outcome = 'erased' and held is null`); n != deletions*photos {
		t.Errorf("%d of %d are erased", n, deletions*photos)
	}
	if n := l.Count(`select count(*) from deletions where state = 'done' and items = $1`, photos); n != deletions {
		t.Errorf("%d of %d deletions are done", n, deletions)
	}
	if n := l.Count(`select count(*) from events where kind = 'deletion_done'`); n != deletions {
		t.Errorf("%d ended %d times", deletions, n)
	}
	if n := l.Count(`select count(*) from river_job where kind = $1`, models.DeletedMail{}.Kind()); n != deletions {
		t.Errorf("%d letters of %d deletions", n, deletions)
	}
	l.Clock.Advance(48 * time.Hour) // so that every file is old
	orphans, err := l.Store.Orphans(t.Context())
	l.Clock.Set(storetest.Morning)
	if err != nil || len(orphans) != 0 {
		t.Errorf("orphans: %v, %v", orphans, err)
	}
	if files := storetest.FilesIn(t, l.Files); len(files) != 0 {
		t.Errorf("%d files are left", len(files))
	}
}

// album gives a person so many photos and returns their ids.
func (l owner) album(t *testing.T, photos int) (ids []string) {
	t.Helper()
	l.Album(l.app, l.Person, photos)
	if err := l.DB.QueryRow(t.Context(), `select array_agg(id::text) from photos`).Scan(&ids); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestADeletionThatIsKilledAtANamedPointIsFinishedAfterARestart(t *testing.T) {
	const photos = 250 // two batches
	for _, point := range store.Points {
		t.Run(point, func(t *testing.T) {
			w := storetest.New(t)
			l := owner{World: w, Person: w.CanSignIn(w.Adult()), app: w.App("Jolara app")}
			ids := l.album(t, photos)
			passes := map[string]int{store.PointFileErased: 100, store.PointBatch: 1, store.PointBatchDone: 1}[point]
			var exit *exec.ExitError
			err := l.child(t, childPoint+"="+point, childTime+"="+strconv.Itoa(passes)).Run()
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("the child was not killed: %v", err)
			}
			switch n := l.isWholeOrGone(t, ids); {
			case point == store.PointMoved && n != photos:
				t.Fatalf("%d are listed of a deletion that was not committed", n)
			case point == store.PointMoved:
				l.deletes(t, models.Selection{What: models.ScopePhotos, All: true}, models.WhenNow)
			case n != 0:
				t.Errorf("%d are listed", n)
			}
			l.restarts(t)
			l.isDone(t, ids, 1, photos)
		})
	}
}

func TestADeletionThatIsKilledAtAnyMomentIsFinishedAfterARestart(t *testing.T) {
	const photos, moments = 500, 20
	seed := uint64(time.Now().UnixNano())
	moment := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	w := storetest.New(t)
	l := owner{World: w, Person: w.CanSignIn(w.Adult()), app: w.App("Jolara app")}
	var whole time.Duration
	cut := 0
	for i := range moments + 1 {
		ids := l.album(t, photos)
		if _, err := w.DB.Exec(t.Context(), `delete from limits`); err != nil { // of passwords in a row
			t.Fatal(err)
		}
		d := l.deletes(t, models.Selection{What: models.ScopePhotos, All: true}, models.WhenNow)
		child := l.child(t, childDeletion+"="+d.ID)
		says, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(says).ReadString('\n'); err != nil { // erasing begins
			t.Fatal(err)
		}
		begun := time.Now()
		if i > 0 {
			time.Sleep(time.Duration(moment.Int64N(int64(whole))))
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		err = child.Wait()
		if i == 0 { // nobody kills the first: it tells how long it takes
			if err != nil {
				t.Fatal(err)
			}
			whole = time.Since(begun)
		}
		if l.deletion(t, d.ID).State != models.DeletionDone {
			cut++
		} else if i > 0 { // the machine is quicker than it was
			whole = whole * 3 / 4
		}
		if n := l.isWholeOrGone(t, ids); n != 0 {
			t.Errorf("%d are listed", n)
		}
		l.restarts(t)
		l.isDone(t, ids, i+1, photos)
	}
	if cut < moments/4 {
		t.Errorf("only %d of %d were killed before their end", cut, moments)
	}
}
