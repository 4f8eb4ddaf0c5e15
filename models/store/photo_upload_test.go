package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// filesOf lists the keys of all files of a world.
func filesOf(t *testing.T, w *storetest.World) (keys []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(w.Files), ".", func(key string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			keys = append(keys, key)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// read returns a file of a person's with its content.
func read(t *testing.T, w *storetest.World, p models.Person, id string, size models.Size) (store.File, []byte) {
	t.Helper()
	file, err := w.Store.File(t.Context(), p.ID, id, size)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, content
}

// allowing returns an adult who has granted the upload of photos, and one of Jolara's systems.
func allowing(w *storetest.World) (models.Person, models.Client) {
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	return p, w.App("Jolara app")
}

var toPrint = []models.Function{models.FunctionPrinting}

func TestAPhotoIsKeptWithoutWhatItTellsBesideThePicture(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	taken := time.Date(2024, 5, 3, 8, 30, 0, 0, models.Shanghai)
	sent := storetest.Telling(storetest.Picture(400, 300, 1), taken)
	photo, err := w.Store.UploadPhoto(t.Context(), app.ID, p.ExternalID, models.Upload{
		ID: "p1", FileName: "../C:\\lake \u202egpj.jpg", Functions: []models.Function{models.FunctionKeeping, models.FunctionPrinting}, File: sent,
	})
	if err != nil {
		t.Fatal(err)
	}
	standing, err := w.Store.Permissions(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	receipt := standing.Standing[slices.Index(models.PermissionKinds, models.PhotoUpload)].Receipt
	want := models.Photo{
		ListedPhoto: models.ListedPhoto{
			ID: photo.ID, UploadedAt: w.Clock.Now().UTC(), Functions: []models.Function{models.FunctionKeeping, models.FunctionPrinting},
			FileName: "lake gpj.jpg", TakenAt: photo.TakenAt,
		},
		UploadedWith: "Jolara app", Receipt: receipt, MediaType: "image/jpeg", Width: 400, Height: 300,
		Bytes: photo.Bytes, TakenFrom: models.FromFile, Removed: photo.Removed,
	}
	if !reflect.DeepEqual(photo, want) || !photo.TakenAt.Equal(taken) || receipt == "" {
		t.Errorf("kept: %+v", photo)
	}
	for _, trace := range []models.Trace{"camera", "location", "owner", "texts", "trailer"} {
		if !slices.Contains(photo.Removed, trace) {
			t.Errorf("%s is not named among what was removed: %v", trace, photo.Removed)
		}
	}
	if id, err := uuid.Parse(photo.ID); err != nil || id.Version() != 8 || strings.Contains(photo.ID, "p1") {
		t.Errorf("its id is %s", photo.ID)
	}

	file, original := read(t, w, p, photo.ID, models.SizeOriginal)
	if file.Bytes != photo.Bytes || int64(len(original)) != photo.Bytes || file.Name != "lake gpj.jpg" || file.MediaType != "image/jpeg" || !file.ModTime.Equal(photo.UploadedAt) {
		t.Errorf("the original is %+v", file)
	}
	for _, telling := range []string{"Camera Works", "Mei Lin", "Grandma", "a moment of film"} {
		if !bytes.Contains(sent, []byte(telling)) || bytes.Contains(original, []byte(telling)) {
			t.Errorf("%q is kept in the file", telling)
		}
	}
	tags := map[string]bool{file.ETag: true}
	for _, size := range []models.Size{models.SizeLarge, models.SizeSmall} {
		small, content := read(t, w, p, photo.ID, size)
		if small.Bytes != int64(len(content)) || len(content) == 0 || small.MediaType != "image/jpeg" {
			t.Errorf("%s is %+v", size, small)
		}
		tags[small.ETag] = true
	}
	if len(tags) != len(models.Sizes) {
		t.Errorf("two sizes share a tag: %v", tags)
	}
	for _, key := range filesOf(t, w) {
		if strings.Contains(key, photo.ID) || strings.Contains(key, string(p.ID)) {
			t.Errorf("the key %s can be guessed", key)
		}
	}
}

// What lies in the file store belongs to a category, as each column does.
func TestTheDataMapOwnsEveryFileOnce(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	w.Upload(app, p, models.Upload{})
	w.Grant(p, models.Microphone)
	w.Grant(p, models.KeepRecordings)
	w.Record(p, models.PushedRecording{ID: "r", StartedAt: w.Clock.Now(), Seconds: 1, With: "Anna", File: storetest.Sound(1)})
	seen := map[models.CategoryKey]int{}
	for _, key := range filesOf(t, w) {
		owners := 0
		for _, category := range models.Categories {
			for _, prefix := range category.Files {
				if strings.HasPrefix(key, prefix) {
					owners++
					seen[category.Key]++
				}
			}
		}
		if owners != 1 {
			t.Errorf("%s belongs to %d categories", key, owners)
		}
	}
	if !maps.Equal(seen, map[models.CategoryKey]int{models.CategoryPhotos: len(models.Sizes), models.CategoryVoice: 1}) {
		t.Errorf("files: %v", seen)
	}
}

func TestWithoutThePermissionNoPhotoIsTaken(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	off := w.Adult()
	w.Grant(off, models.PhotoUpload)
	w.Clock.Advance(time.Second)
	if _, _, err := w.Store.SwitchPermission(t.Context(), off, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	otherwise := w.Adult()
	w.Grant(otherwise, models.Camera)
	guarded := w.Minor(12)
	w.Allow(guarded, models.PhotoUpload)
	for name, row := range map[string]struct {
		person models.Person
		reason models.Reason
	}{
		"never granted":              {w.Adult(), models.ReasonNotGranted},
		"withdrawn":                  {off, models.ReasonNotGranted},
		"another permission":         {otherwise, models.ReasonNotGranted},
		"a minor who waits":          {w.Minor(12), models.ReasonGuardianNeeded},
		"a minor with a guardian":    {guarded, ""},
		"an adult, to compare":       {func() models.Person { p := w.Adult(); w.Grant(p, models.PhotoUpload); return p }(), ""},
		"a young minor, who waits":   {w.Minor(5), models.ReasonGuardianNeeded},
		"a minor of almost 18 years": {w.Minor(17), models.ReasonGuardianNeeded},
	} {
		before := len(filesOf(t, w))
		_, err := w.Store.UploadPhoto(t.Context(), app.ID, row.person.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: storetest.Picture(40, 30, 1)})
		var refused models.Refused
		if errors.As(err, &refused); refused.Reason != row.reason || (row.reason == "") != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if taken := len(filesOf(t, w)) > before; taken != (row.reason == "") {
			t.Errorf("%s: files were kept: %t", name, taken)
		}
	}
	if n := w.Count(`select count(*) from photos`); n != 2 {
		t.Errorf("%d photos are kept", n)
	}
}

func TestThePersonAndThePermissionAreAskedBeforeTheFileIsLookedAt(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	never := w.Adult()
	for name, row := range map[string]struct {
		person string
		up     models.Upload
		want   error
	}{
		"nobody":       {"nobody", models.Upload{ID: "1", Functions: toPrint, File: []byte("x")}, models.ErrNotFound},
		"not granted":  {never.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: []byte("x")}, models.Refused{Reason: models.ReasonNotGranted}},
		"no picture":   {p.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: []byte("<svg/>")}, models.UnfitKind},
		"a cut one":    {p.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: storetest.Picture(40, 30, 1)[:200]}, models.UnfitBroken},
		"HEIC":         {p.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")}, models.UnfitHEIC},
		"over 20 MB":   {p.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: make([]byte, models.MaxFile+1)}, models.UnfitLarge},
		"for nothing":  {p.ExternalID, models.Upload{ID: "1", File: storetest.Picture(40, 30, 1)}, models.Invalid{"functions": models.FaultMissing}},
		"without a id": {p.ExternalID, models.Upload{Functions: toPrint, File: storetest.Picture(40, 30, 1)}, models.Invalid{"id": models.FaultMissing}},
	} {
		_, err := w.Store.UploadPhoto(t.Context(), app.ID, row.person, row.up)
		var invalid models.Invalid
		if errors.As(err, &invalid); !errors.Is(err, row.want) && !maps.Equal(invalid, asInvalid(row.want)) || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`select count(*) from photos`); n != 0 || len(filesOf(t, w)) != 0 {
		t.Errorf("kept: %d photos, %v", n, filesOf(t, w))
	}
}

func asInvalid(err error) models.Invalid {
	wrong, _ := err.(models.Invalid)
	return wrong
}

func TestThePhotoSentAgainIsTheSameAndAnotherIsNot(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	other := w.App("print service")
	up := models.Upload{ID: "1", FileName: "a.jpg", Functions: toPrint, TakenAt: w.Clock.Now().AddDate(-1, 0, 0), File: storetest.Picture(40, 30, 1)}
	first := w.Upload(app, p, up)

	w.Clock.Advance(time.Hour)
	if _, _, err := w.Store.SwitchPermission(t.Context(), p, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	for name, client := range map[string]models.Client{"by the same system": app, "by another": other} {
		if again := w.Upload(client, p, up); !reflect.DeepEqual(again, first) {
			t.Errorf("%s: %+v, not %+v", name, again, first)
		}
	}
	for name, change := range map[string]func(*models.Upload){
		"another picture":  func(u *models.Upload) { u.File = storetest.Picture(40, 30, 2) },
		"another name":     func(u *models.Upload) { u.FileName = "b.jpg" },
		"another function": func(u *models.Upload) { u.Functions = []models.Function{models.FunctionKeeping} },
		"one function more": func(u *models.Upload) {
			u.Functions = []models.Function{models.FunctionKeeping, models.FunctionPrinting}
		},
		"another time": func(u *models.Upload) { u.TakenAt = u.TakenAt.Add(time.Second) },
		"no time":      func(u *models.Upload) { u.TakenAt = time.Time{} },
	} {
		changed := up
		change(&changed)
		if _, err := w.Store.UploadPhoto(t.Context(), app.ID, p.ExternalID, changed); !errors.Is(err, models.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`select count(*) from photos`); n != 1 || len(filesOf(t, w)) != len(models.Sizes) {
		t.Errorf("kept: %d photos, %v", n, filesOf(t, w))
	}
}

func TestAnIDIsASendersWithinOnePerson(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	q := w.Adult()
	w.Grant(q, models.PhotoUpload)
	up := models.Upload{ID: "1", File: storetest.Picture(40, 30, 1)}
	mine, theirs := w.Upload(app, p, up), w.Upload(app, q, up)
	if mine.ID == theirs.ID || w.Count(`select count(*) from photos`) != 2 {
		t.Errorf("two people's photos are %s and %s", mine.ID, theirs.ID)
	}
}

func TestTwoInstancesKeepOnePhotoOnceWithoutAFileTooMany(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	instances := []*store.Store{w.Store, w.Second()}
	const rounds = 20
	for round := range rounds {
		photos, errs := make([]models.Photo, 4), make([]error, 4)
		var all sync.WaitGroup
		for i := range photos {
			all.Go(func() {
				up := models.Upload{ID: fmt.Sprint(round), Functions: toPrint, File: storetest.Picture(40, 30, i/2*(round%2))}
				photos[i], errs[i] = instances[i%2].UploadPhoto(t.Context(), app.ID, p.ExternalID, up)
			})
		}
		all.Wait()
		kept := w.Count(`select count(*) from photos`)
		if files := filesOf(t, w); kept != round+1 || len(files) != kept*len(models.Sizes) {
			t.Fatalf("round %d: %d photos, %d files", round, kept, len(files))
		}
		won := map[string]bool{}
		for i, err := range errs {
			switch {
			case err == nil:
				won[fmt.Sprintf("%s of %d pixels' content %d", photos[i].ID, photos[i].Width, i/2*(round%2))] = true
			case round%2 == 0 || !errors.Is(err, models.ErrConflict):
				t.Errorf("round %d: %v", round, err)
			}
		}
		if len(won) != 1 {
			t.Errorf("round %d: kept are %v", round, won)
		}
	}
}

// T18: the withdrawal is acknowledged once it is committed; an upload that commits after it would be one too many.
func TestT18_NoPhotoIsTakenAfterAWithdrawalIsAcknowledged(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	instances := []*store.Store{w.Store, w.Second()}
	picture := storetest.Picture(40, 30, 1)
	const rounds, uploaders = 20, 4
	refused := 0
	for round := range rounds {
		before := w.Count(`select count(*) from photos`)
		w.Grant(p, models.PhotoUpload)
		stop := make(chan struct{})
		var all sync.WaitGroup
		for u := range uploaders {
			all.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
					}
					up := models.Upload{ID: fmt.Sprint(round, u, n), Functions: toPrint, File: picture}
					_, err := instances[u%2].UploadPhoto(t.Context(), app.ID, p.ExternalID, up)
					if err != nil && !errors.Is(err, models.Refused{Reason: models.ReasonNotGranted}) {
						t.Errorf("upload: %v", err)
						return
					}
				}
			})
		}
		for end := time.Now().Add(10 * time.Second); w.Count(`select count(*) from photos`) == before && time.Now().Before(end); {
			time.Sleep(time.Duration(round) * time.Millisecond / 4)
		}
		if _, _, err := instances[round%2].SwitchPermission(t.Context(), p, models.PhotoUpload, models.Withdrawn); err != nil {
			t.Fatal(err)
		}
		acknowledged := w.Count(`select count(*) from photos`)
		time.Sleep(5 * time.Millisecond)
		close(stop)
		all.Wait()
		if kept := w.Count(`select count(*) from photos`); kept != acknowledged {
			t.Fatalf("round %d: %d photos were taken after the withdrawal", round, kept-acknowledged)
		}
		if _, err := w.Store.UploadPhoto(t.Context(), app.ID, p.ExternalID, models.Upload{ID: "late", Functions: toPrint, File: picture}); err != nil {
			refused++
		}
	}
	if taken := w.Count(`select count(*) from photos`); refused != rounds || taken < rounds || len(filesOf(t, w)) != taken*len(models.Sizes) {
		t.Errorf("refused %d times, %d photos, %d files", refused, taken, len(filesOf(t, w)))
	}
}

// The moment in which a look at the permission and the writing of the photo part is short. Here it lasts: another
// transaction holds the row until the withdrawal stands.
func TestT18_AnUploadThatWaitedForAWithdrawalIsRefusedAndLeavesNoFile(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	tx, err := w.DB.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `update permissions set state = 'withdrawn' where person_id = $1 and kind = 'photo_upload'`, p.ID); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error)
	go func() {
		_, err := w.Store.UploadPhoto(t.Context(), app.ID, p.ExternalID, models.Upload{ID: "1", Functions: toPrint, File: storetest.Picture(40, 30, 1)})
		answer <- err
	}()
	for end := time.Now().Add(10 * time.Second); len(filesOf(t, w)) < len(models.Sizes) && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if n := len(filesOf(t, w)); n != len(models.Sizes) {
		t.Fatalf("the upload has written %d files before it asks again", n)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-answer; !errors.Is(err, models.Refused{Reason: models.ReasonNotGranted}) {
		t.Errorf("answered %v", err)
	}
	if files := filesOf(t, w); len(files) != 0 {
		t.Errorf("left: %v", files)
	}
}

func TestOfAPhotoThatCannotBeWrittenNothingIsLeft(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	up := models.Upload{ID: "1", Functions: toPrint, File: storetest.Picture(40, 30, 1)}

	if _, err := w.DB.Exec(t.Context(), `alter table photos add constraint never check (false)`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.UploadPhoto(t.Context(), app.ID, p.ExternalID, up); err == nil {
		t.Error("a row that cannot be written was written")
	}
	if files := filesOf(t, w); len(files) != 0 {
		t.Errorf("without a row are left: %v", files)
	}
	if _, err := w.DB.Exec(t.Context(), `alter table photos drop constraint never`); err != nil {
		t.Fatal(err)
	}

	// The last of the three sizes cannot be written where a file stands in the way of its folder.
	if err := os.RemoveAll(filepath.Join(w.Files, "photos", "small")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.Files, "photos", "small"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.UploadPhoto(t.Context(), app.ID, p.ExternalID, up); err == nil {
		t.Error("files that cannot be written were written")
	}
	if files := filesOf(t, w); !slices.Equal(files, []string{"photos/small"}) || w.Count(`select count(*) from photos`) != 0 {
		t.Errorf("left: %v", files)
	}
	if err := os.Remove(filepath.Join(w.Files, "photos", "small")); err != nil {
		t.Fatal(err)
	}
	w.Upload(app, p, up) // and once all is well it is taken
}

func TestTheStoreIsReadyWhileDatabaseAndFilesAnswer(t *testing.T) {
	w := storetest.New(t)
	if err := w.Store.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(w.Files); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.Ready(t.Context()); err == nil {
		t.Error("ready without a file store")
	}
}

func TestAnAddressThatIsNoFileStoreIsRefusedWithoutSayingWhatItHolds(t *testing.T) {
	for _, address := range []string{"gopher://user:hunter2@host/", "files", "://", "file://%zz"} {
		_, err := store.Open(t.Context(), store.Options{DSN: "postgres:///none", Files: address})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
