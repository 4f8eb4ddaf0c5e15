package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// letterbox works the jobs that ask for letters about unused photos, as the mail server takes them.
type letterbox struct {
	t      *testing.T
	w      *storetest.World
	refuse map[models.PersonID]bool
	got    map[models.PersonID][]string // what happened to whom, on which day
	tokens map[models.PersonID]string   // of the latest link
}

func newLetterbox(t *testing.T, w *storetest.World) *letterbox {
	return &letterbox{t, w, map[models.PersonID]bool{}, map[models.PersonID][]string{}, map[models.PersonID]string{}}
}

// empty writes every letter that was asked for, and erases what was deleted.
func (l *letterbox) empty() {
	l.t.Helper()
	ctx := l.t.Context()
	rows, err := l.w.DB.Query(ctx, `delete from river_job where kind in ('last_call_mail', 'erase') returning kind, args::text`)
	if err != nil {
		l.t.Fatal(err)
	}
	jobs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Kind, Args string }])
	if err != nil {
		l.t.Fatal(err)
	}
	for _, job := range jobs {
		if job.Kind == (models.EraseJob{}).Kind() {
			var erase models.EraseJob
			if err := errors.Join(json.Unmarshal([]byte(job.Args), &erase), l.w.Store.EraseDeletion(ctx, erase.DeletionID)); err != nil {
				l.t.Fatal(err)
			}
			continue
		}
		var asked models.LastCallMail
		if err := json.Unmarshal([]byte(job.Args), &asked); err != nil {
			l.t.Fatal(err)
		}
		letter, err := l.w.Store.LastCallLetter(ctx, asked)
		if errors.Is(err, models.ErrNotFound) {
			continue
		}
		if err != nil {
			l.t.Fatal(err)
		}
		says := fmt.Sprintf("%s: %d photos go on %s", models.DateOf(l.w.Clock.Now()), letter.Photos, letter.Goes)
		if l.refuse[letter.To.ID] {
			l.got[letter.To.ID] = append(l.got[letter.To.ID], says+", refused")
			continue
		}
		l.got[letter.To.ID], l.tokens[letter.To.ID] = append(l.got[letter.To.ID], says), letter.Token
		if err := l.w.Store.LastCallSent(ctx, asked); err != nil {
			l.t.Fatal(err)
		}
	}
}

// uploads sends so many photos of people who allow it.
func uploads(w *storetest.World, app models.Client, n int, people ...models.Person) {
	for _, p := range people {
		for range n {
			w.Upload(app, p, models.Upload{})
		}
	}
}

func photosOf(w *storetest.World, p models.Person) int {
	return w.Count(`select count(*) from photos where person_id = $1`, p.ID)
}

func TestAYearOfSweepingWritesInTimeAndTakesOnlyWhatNobodyUses(t *testing.T) {
	w := storetest.New(t)
	app, box := w.App("Jolara app"), newLetterbox(t, w)
	asleep, unreachable, back, keeps := w.Adult(), w.Adult(), w.CanSignIn(w.Adult()), w.Adult()
	for _, p := range []models.Person{asleep, unreachable, back, keeps} {
		w.Grant(p, models.PhotoUpload)
	}
	uploads(w, app, 3, asleep, unreachable, back, keeps)
	box.refuse[unreachable.ID] = true

	w.Clock.Set(storetest.Morning.AddDate(1, 0, 0))
	child, empty := w.Minor(12), w.Adult()
	w.Allow(child, models.GuardianChoices...)
	uploads(w, app, 2, child)
	held := map[models.PersonID]string{}
	for range 400 {
		w.Clock.Advance(24 * time.Hour)
		today := models.DateOf(w.Clock.Now()).String()
		mustSweep(t, w.Store)
		box.empty()
		switch today {
		case "2028-11-01": // between the second and the third letter
			signsIn(t, w, back, back.Email)
		case "2028-11-14":
			if _, err := w.Store.KeepPhotos(t.Context(), box.tokens[keeps.ID]); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range []models.Person{asleep, unreachable, back, keeps, child} {
			if photosOf(w, p) == 0 && held[p.ID] == "" {
				held[p.ID] = today
			}
		}
	}
	for who, c := range map[string]struct {
		models.Person
		letters []string
		gone    string
	}{
		"who is asleep": {asleep, []string{
			"2028-08-23: 3 photos go on 2028-11-21", "2028-10-22: 3 photos go on 2028-11-21", "2028-11-14: 3 photos go on 2028-11-21",
		}, "2028-11-21"},
		"a child, sooner": {child, []string{
			"2028-08-23: 2 photos go on 2028-11-21", "2028-10-22: 2 photos go on 2028-11-21", "2028-11-14: 2 photos go on 2028-11-21",
		}, "2028-11-21"},
		"who came back": {back, []string{"2028-08-23: 3 photos go on 2028-11-21", "2028-10-22: 3 photos go on 2028-11-21"}, ""},
		"who followed the link": {keeps, []string{
			"2028-08-23: 3 photos go on 2028-11-21", "2028-10-22: 3 photos go on 2028-11-21", "2028-11-14: 3 photos go on 2028-11-21",
		}, ""},
		"who has none": {empty, nil, ""},
		"who is not reached": {unreachable, []string{
			"2028-08-23: 3 photos go on 2028-11-21, refused", "2028-09-22: 3 photos go on 2028-12-21, refused",
			"2028-10-22: 3 photos go on 2029-01-20, refused", "2028-11-21: 3 photos go on 2029-02-19, refused",
			"2028-12-21: 3 photos go on 2029-03-21, refused",
		}, ""},
	} {
		if got := box.got[c.ID]; !slices.Equal(got, c.letters) {
			t.Errorf("%s: %q", who, got)
		}
		if held[c.ID] != c.gone {
			t.Errorf("%s: the photos went on %q", who, held[c.ID])
		}
	}
	if n := w.Count(`select count(*) from deletions where made_by = 'retention' and state = 'done' and scope = 'photos' and items in (2, 3)`); n != 2 {
		t.Errorf("%d receipts", n)
	}
	if n := w.Count(`select count(*) from deleted where outcome = 'erased' and kind = 'photo' and held is null`); n != 5 {
		t.Errorf("%d photos are erased", n)
	}
	if files := storetest.FilesIn(t, w.Files); len(files) != 9*len(models.Sizes) {
		t.Errorf("%d files are left", len(files))
	}

	page := dataOf(t, w, unreachable)
	if page.Unreached == nil || models.DateOf(page.Unreached.AskedAt).String() != "2028-12-21" {
		t.Errorf("who was not reached is told %+v", page.Unreached)
	}
	if page := dataOf(t, w, asleep); page.Unreached != nil {
		t.Errorf("who was reached is told %+v", page.Unreached)
	}
}

func TestLettersComeAnewAfterSomebodyCameBack(t *testing.T) {
	w := storetest.New(t)
	app, box := w.App("Jolara app"), newLetterbox(t, w)
	p := w.CanSignIn(w.Minor(12))
	w.Allow(p, models.GuardianChoices...)
	uploads(w, app, 1, p)
	sweepUntil := func(day string) {
		t.Helper()
		for models.DateOf(w.Clock.Now()).String() < day {
			w.Clock.Advance(24 * time.Hour)
			mustSweep(t, w.Store)
			box.empty()
		}
	}
	w.Clock.Set(storetest.Morning.AddDate(0, 9, 0))
	sweepUntil("2027-10-30")
	signsIn(t, w, p, p.Email)
	w.Clock.Advance(270 * 24 * time.Hour)
	sweepUntil("2028-10-31")
	want := []string{
		"2027-08-23: 1 photos go on 2027-11-21", "2027-10-22: 1 photos go on 2027-11-21",
		"2028-08-02: 1 photos go on 2028-10-31", "2028-10-01: 1 photos go on 2028-10-31", "2028-10-24: 1 photos go on 2028-10-31",
	}
	if got := box.got[p.ID]; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if n := photosOf(w, p); n != 0 {
		t.Errorf("%d photos are left", n)
	}
}

// usedAt is the day on which somebody was seen last.
func usedAt(t *testing.T, w *storetest.World, p models.Person) time.Time {
	t.Helper()
	var at time.Time
	if err := w.DB.QueryRow(t.Context(), `select used_at from persons where id = $1`, p.ID).Scan(&at); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWhoSignsInUploadsOrPrintsIsSeenOnceADay(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	p := w.CanSignIn(w.Adult())
	w.Grant(p, models.PhotoUpload)
	ordered := 0
	for what, deed := range map[string]func(){
		"signs in":                 func() { signsIn(t, w, p, p.Email) },
		"signs in to Jolara's app": func() { w.Did(p, models.Activity{Kind: models.ActivitySignIn, At: w.Clock.Now()}) },
		"uploads":                  func() { w.Upload(app, p, models.Upload{ID: fmt.Sprint("kept ", w.Clock.Now())}) },
		"prints what was uploaded": func() {
			ordered++
			w.Print(app, p, models.PushedPrint{ID: fmt.Sprint(ordered), PhotoIDs: []string{"print me"}, OrderedAt: w.Clock.Now(), State: models.PrintOrdered})
		},
	} {
		if ordered == 0 {
			w.Upload(app, p, models.Upload{ID: "print me"})
			ordered++
		}
		w.Clock.Advance(48 * time.Hour)
		seen := w.Clock.Now()
		deed()
		if got := usedAt(t, w, p); !got.Equal(seen) {
			t.Errorf("who %s was seen on %s, not %s", what, got, seen)
		}
		w.Clock.Advance(time.Hour)
		deed()
		if got := usedAt(t, w, p); !got.Equal(seen) {
			t.Errorf("who %s twice a day is written down twice", what)
		}
	}
	seen := usedAt(t, w, p)
	w.Clock.Advance(48 * time.Hour)
	if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: p.Email, Password: "a guess"}, models.Caller{Network: "192.0.2.0/24"}); err == nil {
		t.Fatal("a guess signs in")
	}
	w.Did(p, models.Activity{Kind: models.ActivityBrowse, At: w.Clock.Now()}, models.Activity{Kind: models.ActivitySignIn, At: seen.Add(-time.Hour)})
	if got := usedAt(t, w, p); !got.Equal(seen) {
		t.Errorf("a failed sign-in, a look or what is long past counts as use: %s", got)
	}
}

func TestSeveralInstancesAskForEachLetterOnceAndDeleteOnce(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	const people = 12
	for range people {
		p := w.Adult()
		w.Grant(p, models.PhotoUpload)
		uploads(w, app, 1, p)
	}
	sweepAtOnce := func() (letters, photos int) {
		var all sync.WaitGroup
		found := make([]models.Swept, 4)
		for i := range found {
			s := w.Second()
			all.Go(func() {
				var err error
				if found[i], err = s.Sweep(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, f := range found {
			letters, photos = letters+f.Letters, photos+f.Photos
		}
		return letters, photos
	}
	w.Clock.Advance(650 * 24 * time.Hour)
	if letters, _ := sweepAtOnce(); letters != people || w.Count(`select count(*) from river_job where kind = 'last_call_mail'`) != people {
		t.Errorf("%d letters", letters)
	}
	if _, err := w.DB.Exec(t.Context(), `insert into last_calls (person_id, days, asked_at, sent_at)
		select id, days, $1, $1 from persons, unnest(array[90, 30, 7]) days on conflict (person_id, days) do update set sent_at = $1`, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(100 * 24 * time.Hour)
	if _, photos := sweepAtOnce(); photos != people || w.Count(`select count(*) from deletions`) != people {
		t.Errorf("%d photos", photos)
	}
	if letters, photos := sweepAtOnce(); letters+photos != 0 {
		t.Errorf("a sweep more found %d letters and %d photos", letters, photos)
	}
}

func TestWhoComesBackWhileTheSweepIsAtThemKeepsEverything(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	p := w.CanSignIn(w.Adult())
	w.Grant(p, models.PhotoUpload)
	uploads(w, app, 2, p)
	w.Clock.Advance(800 * 24 * time.Hour)
	if _, err := w.DB.Exec(t.Context(), `insert into last_calls (person_id, days, asked_at, sent_at) select $1, days, $2, $2 from unnest(array[90, 30, 7]) days`,
		p.ID, w.Clock.Now().AddDate(0, 0, -91)); err != nil {
		t.Fatal(err)
	}
	// They sign in, and the sweep looks before that is written.
	tx, err := w.DB.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `update persons set used_at = $2 where id = $1`, p.ID, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	swept := make(chan models.Swept)
	go func() {
		found, err := w.Store.Sweep(t.Context())
		if err != nil {
			t.Error(err)
		}
		swept <- found
	}()
	for w.Count(`select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%unused_check_at%'`) == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found := <-swept; found.Photos != 0 || photosOf(w, p) != 2 {
		t.Errorf("swept %+v", found)
	}
}

func TestALinkThatKeepsPhotosWorksOnceAndForNothingElse(t *testing.T) {
	w := storetest.New(t)
	app, box := w.App("Jolara app"), newLetterbox(t, w)
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	uploads(w, app, 2, p)
	w.Clock.Advance(650 * 24 * time.Hour)
	mustSweep(t, w.Store)
	box.empty()
	token := box.tokens[p.ID]
	offer, err := w.Store.KeepOffer(t.Context(), token)
	if err != nil || offer.Photos != 2 || offer.Goes != models.DateOf(w.Clock.Now()).AddDays(90) {
		t.Errorf("the link offers %+v, %v", offer, err)
	}
	if purpose, err := w.Store.LinkPurpose(t.Context(), token); err != nil || purpose != models.LinkKeep {
		t.Errorf("the link is for %s, %v", purpose, err)
	}
	if err := w.Store.ResetPassword(t.Context(), token, "staple battery horse"); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the link sets a password: %v", err)
	}
	if who, err := w.Store.KeepPhotos(t.Context(), token); err != nil || who != p.ID || !usedAt(t, w, p).Equal(w.Clock.Now()) {
		t.Errorf("kept for %s, %v", who, err)
	}
	for _, again := range []string{token, "", "nonsense"} {
		if _, err := w.Store.KeepPhotos(t.Context(), again); !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("a link that is dead: %v", err)
		}
		if _, err := w.Store.KeepOffer(t.Context(), again); !errors.Is(err, models.ErrDeadLink) {
			t.Errorf("a link that is dead: %v", err)
		}
	}
	if n := w.Count(`select count(*) from events where kind = 'photos_kept' and clause = 72 and person_id = $1`, p.ID); n != 1 {
		t.Errorf("%d events", n)
	}
	w.Clock.Advance(31 * 24 * time.Hour)
	if swept := mustSweep(t, w.Store); swept.LastCalls != 1 {
		t.Errorf("the letter that was answered stays: %+v", swept)
	}
}

func TestALetterIsNotWrittenTwiceNorToWhomItDoesNotConcern(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	p := w.Adult()
	w.Grant(p, models.PhotoUpload)
	uploads(w, app, 1, p)
	w.Clock.Advance(650 * 24 * time.Hour)
	mustSweep(t, w.Store)
	job := models.LastCallMail{PersonID: p.ID, Days: 90, LinkID: lastID(t, w, `select id from tokens where purpose = 'keep'`)}
	notWritten := func(name string, job models.LastCallMail) {
		t.Helper()
		if letter, err := w.Store.LastCallLetter(t.Context(), job); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s is written: %+v, %v", name, letter, err)
		}
	}
	if letter, err := w.Store.LastCallLetter(t.Context(), job); err != nil || letter.To.Email != p.Email || letter.Photos != 1 {
		t.Errorf("the letter is %+v, %v", letter, err)
	}
	notWritten("a letter that nobody asked for", models.LastCallMail{PersonID: p.ID, Days: 30, LinkID: job.LinkID})
	if err := w.Store.LastCallSent(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	notWritten("a letter that the mail server took", job)

	nowhere := w.Adult()
	w.Grant(nowhere, models.PhotoUpload)
	uploads(w, app, 1, nowhere)
	nothing, err := w.Vault.Seal(models.Profile{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `update persons set personal = $2 where id = $1`, nowhere.ID, nothing); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(650 * 24 * time.Hour)
	mustSweep(t, w.Store)
	notWritten("a letter to somebody without an address", models.LastCallMail{PersonID: nowhere.ID, Days: 90, LinkID: job.LinkID})
	if page := dataOf(t, w, nowhere); page.Unreached != nil {
		t.Error("who was written to a moment ago is told that it did not arrive")
	}
	w.Clock.Advance(24 * time.Hour)
	if page := dataOf(t, w, nowhere); page.Unreached == nil || page.Unreached.Days != 90 {
		t.Errorf("who has no address is told %+v", page.Unreached)
	}
}
