package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// owner is a person with something of everything that can be deleted.
type owner struct {
	*storetest.World
	models.Person
	app    models.Client
	photos []models.Photo
	print  models.PrintJob
	sound  models.Talk
	call   models.Talk
}

func lived(t *testing.T, w *storetest.World, app models.Client) owner {
	t.Helper()
	l := owner{World: w, Person: w.Adult(), app: app}
	for _, kind := range []models.PermissionKind{models.PhotoUpload, models.Microphone, models.VoiceCall, models.KeepRecordings} {
		w.Grant(l.Person, kind)
	}
	for n := range 3 {
		functions := []models.Function{models.FunctionPrinting}
		if n == 2 {
			functions = []models.Function{models.FunctionKeeping}
		}
		l.photos = append(l.photos, w.Upload(app, l.Person, models.Upload{ID: fmt.Sprintf("photo-%d", n), Functions: functions, File: storetest.Picture(20, 10, n)}))
	}
	now := w.Clock.Now()
	l.print = w.Print(app, l.Person, l.sentPrint())
	l.sound = w.Record(l.Person, l.sentSound())
	l.call = w.Call(l.Person, l.sentCall())
	for kind := range maps.Values(models.ActivityKinds) {
		for _, k := range kind {
			w.Did(l.Person, models.Activity{Kind: k, At: now, Detail: "about " + string(k)})
		}
	}
	return l
}

func (l owner) sentPrint() models.PushedPrint {
	return models.PushedPrint{
		ID: "print-1", PhotoIDs: []string{"photo-0", "photo-1"}, OrderedAt: l.Clock.Now().Truncate(24 * time.Hour), State: models.PrintOrdered,
		Preferences: map[string]string{"paper": "matte"}, Delivery: models.Address{Recipient: "Mei Lin", Lines: []string{"Changning Road 12"}},
	}
}

func (l owner) sentSound() models.PushedRecording {
	return models.PushedRecording{ID: "sound-1", StartedAt: l.Clock.Now().Truncate(24 * time.Hour), Seconds: 1, With: "Support", File: storetest.Sound(1)}
}

func (l owner) sentCall() models.PushedCall {
	return models.PushedCall{ID: "call-1", At: l.Clock.Now().Truncate(24 * time.Hour), Seconds: 60, Direction: models.CallIn}
}

// entryOf returns the id of an entry of the service log.
func entryOf(t *testing.T, w *storetest.World, person models.PersonID, kind string) (id string) {
	t.Helper()
	if err := w.DB.QueryRow(t.Context(), `select id from activity where person_id = $1 and kind = $2`, person, kind).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// order is the word of a person who saw the plan of a selection.
func (l owner) order(t *testing.T, sel models.Selection) models.DeletionOrder {
	t.Helper()
	plan, err := l.Store.PlanDeletion(t.Context(), l.ID, sel)
	if err != nil {
		t.Fatal(err)
	}
	return models.DeletionOrder{Selection: sel, When: models.WhenNow, Asked: plan.At, Shown: plan.Count, Password: storetest.Password}
}

var atHome = models.Caller{Network: "192.0.2.0/24"}

// deletes has a selection deleted, and not yet erased.
func (l owner) deletes(t *testing.T, sel models.Selection, when models.When) models.Deletion {
	t.Helper()
	order := l.order(t, sel)
	order.When = when
	d, err := l.Store.Delete(t.Context(), l.Person, order, atHome)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (l owner) erases(t *testing.T, d models.Deletion) store.DeletionPage {
	t.Helper()
	if err := l.Store.EraseDeletion(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	return l.deletion(t, d.ID)
}

func (l owner) deletion(t *testing.T, id string) store.DeletionPage {
	t.Helper()
	page, err := l.Store.Deletion(t.Context(), l.ID, id, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// sees counts what each page shows of a person's entries, in one way or another.
func (l owner) sees(t *testing.T) map[string]int {
	t.Helper()
	seen := map[string]int{}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	photos, err := l.Store.Photos(t.Context(), l.ID, store.PhotoFilter{}, store.Key{}, store.Older)
	must(err)
	seen["photos listed"], seen["photos counted"], seen["photos found"], seen["bytes"] = len(photos.Photos), photos.All, photos.Found, int(photos.Bytes)
	seen["functions offered"] = len(photos.Functions)
	prints, err := l.Store.Prints(t.Context(), l.ID, store.PrintFilter{}, store.Key{}, store.Older)
	must(err)
	seen["prints listed"], seen["prints counted"] = len(prints.Jobs), prints.All
	for _, job := range prints.Jobs {
		for _, p := range job.Photos {
			if !p.Gone {
				seen["photos in prints"]++
			}
		}
	}
	talks, err := l.Store.Talks(t.Context(), l.ID, store.TalkFilter{}, store.Key{}, store.Older)
	must(err)
	seen["talks listed"], seen["talks counted"], seen["talks found"], seen["bytes of talks"] = len(talks.Talks), talks.All, talks.Found, int(talks.Bytes)
	log, err := l.Store.Activity(t.Context(), l.ID, store.ActivityFilter{}, store.Key{}, store.Older)
	must(err)
	for _, entry := range log.Entries {
		seen["log lists "+string(entry.Kind.Category())]++
	}
	for kind, of := range log.All {
		seen["log counts "+string(kind.Category())] += of.Count
	}
	seen["log found"] = log.Found
	home, err := l.Store.Home(t.Context(), models.Session{Person: l.Person})
	must(err)
	seen["film on the home page"] = len(home.Film)
	data, err := l.Store.Data(t.Context(), l.Person)
	must(err)
	for _, held := range data.Holdings {
		switch held.Category {
		case models.CategoryConsents: // has a step more for each deletion, its receipt
		default:
			seen["held of "+string(held.Category)] = held.Count
		}
	}
	changes, err := l.Store.Changes(t.Context(), l.ID, store.Key{}, store.Older)
	must(err)
	seen["changes"] = len(changes.Changes)
	seen["changes counted"], err = l.Store.CountChanges(t.Context(), l.ID)
	must(err)
	received, err := l.Store.Recipients(t.Context(), l.ID, store.Key{}, store.Older)
	must(err)
	for _, d := range received.Disclosures {
		if d.Job != "" {
			seen["jobs named to recipients"]++
		}
	}
	for _, p := range l.photos {
		if page, err := l.Store.Photo(t.Context(), l.ID, p.ID); err == nil {
			seen["photo's own pages"]++
			seen["prints on photos' pages"] += len(page.Prints)
		} else if !errors.Is(err, models.ErrNotFound) {
			t.Fatal(err)
		}
		for _, size := range models.Sizes {
			seen["files of photos"] += l.opens(t, p.ID, size)
		}
	}
	seen["files of talks"] = l.opens(t, l.sound.ID, models.SizeOriginal)
	return seen
}

func (l owner) opens(t *testing.T, id string, size models.Size) int {
	t.Helper()
	file, err := l.Store.File(t.Context(), l.ID, id, size)
	if errors.Is(err, models.ErrNotFound) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return 1
}

// rows are a person's rows of every table in which something can be deleted, and of what is counted by them.
func (l owner) rows(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range []string{"photos", "photo_uses", "photo_groups", "print_jobs", "printed_photos", "voice", "activity", "tallies", "changes"} {
		found, err := l.DB.Query(t.Context(), `select to_jsonb(x)::text from `+table+` x where person_id = $1 order by 1`, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if all[table], err = pgx.CollectRows(found, pgx.RowTo[string]); err != nil {
			t.Fatal(err)
		}
		if len(all[table]) == 0 {
			t.Fatalf("nothing is in %s", table)
		}
	}
	return all
}

// everyScope are all scopes, each with what pages show no more of, and with how many entries it has.
var everyScope = map[models.Scope]struct {
	entries int
	gone    []string
}{
	models.ScopePhotos: {3, []string{
		"photos listed", "photos counted", "photos found", "bytes", "functions offered", "photos in prints", "film on the home page", "held of photos",
		"photo's own pages", "prints on photos' pages", "files of photos", "changes", "changes counted", "held of changes",
	}},
	models.ScopePrints: {1, []string{
		"prints listed", "prints counted", "photos in prints", "held of print_jobs", "prints on photos' pages", "jobs named to recipients",
	}},
	models.ScopeVoice: {2, []string{
		"talks listed", "talks counted", "talks found", "bytes of talks", "held of voice_and_calls", "files of talks",
	}},
	models.ScopeBehaviour: {4, []string{"log lists behaviour", "log counts behaviour", "held of behaviour"}},
	models.ScopeOrders:    {2, []string{"log lists transactions", "log counts transactions", "held of transactions"}},
	models.ScopeSecurity:  {5, []string{"log lists security_log", "log counts security_log", "held of security_log"}},
	models.ScopeLog: {11, []string{
		"log lists behaviour", "log counts behaviour", "held of behaviour", "log lists transactions", "log counts transactions", "held of transactions",
		"log lists security_log", "log counts security_log", "held of security_log",
	}},
}

func TestWhatIsDeletedIsOutOfSightEverywhereAtOnceAndBackExactlyWhenStopped(t *testing.T) {
	for _, scope := range models.Scopes {
		t.Run(string(scope), func(t *testing.T) {
			w := storetest.New(t)
			app := w.App("Jolara app")
			l, other := lived(t, w, app), lived(t, w, app)
			l.Person = w.CanSignIn(l.Person)
			if _, err := w.Store.UsePhoto(t.Context(), app.ID, l.ExternalID, "photo-0", models.FunctionPrinting); err != nil {
				t.Fatal(err)
			}
			edit := models.PhotoEdit{Title: models.Typed{Is: "At the lake"}}
			if err := w.Store.EditPhoto(t.Context(), l.ID, l.photos[0].ID, edit); err != nil {
				t.Fatal(err)
			}
			w.Clock.Advance(time.Minute)
			want := everyScope[scope]
			before, rows, others := l.sees(t), l.rows(t), other.sees(t)

			d := l.deletes(t, models.Selection{What: scope, All: true}, models.WhenTomorrow)
			if d.Items != want.entries || d.State != models.DeletionWaiting || !d.DueAt.Equal(w.Store.Now().Add(models.Cooling)) {
				t.Errorf("deleted: %+v", d)
			}
			after := l.sees(t)
			for what, n := range before {
				if slices.Contains(want.gone, what) {
					n = 0
					if before[what] == 0 {
						t.Errorf("nobody saw %s before", what)
					}
				}
				if after[what] != n && what != "log found" {
					t.Errorf("%s: %d, want %d", what, after[what], n)
				}
			}
			if !maps.Equal(other.sees(t), others) {
				t.Error("another person sees less")
			}

			w.Clock.Advance(models.Cooling - time.Microsecond)
			if err := w.Store.EraseDeletion(t.Context(), d.ID); err != nil { // a clock that runs ahead
				t.Fatal(err)
			}
			if _, err := w.Store.StopDeletion(t.Context(), other.ID, d.ID); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("a stranger stops it: %v", err)
			}
			if stopped, err := w.Store.StopDeletion(t.Context(), l.ID, d.ID); err != nil || stopped.State != models.DeletionStopped {
				t.Fatalf("stopped: %+v, %v", stopped, err)
			}
			if now := l.rows(t); !maps.EqualFunc(now, rows, slices.Equal) {
				for table := range rows {
					if !slices.Equal(now[table], rows[table]) {
						t.Errorf("%s is %v, was %v", table, now[table], rows[table])
					}
				}
			}
			if !maps.Equal(l.sees(t), before) {
				t.Errorf("pages show %v, showed %v", l.sees(t), before)
			}
			w.Clock.Advance(time.Hour)
			if page := l.erases(t, d); page.State != models.DeletionStopped || len(page.Entries) != 0 || !maps.Equal(l.sees(t), before) {
				t.Errorf("what was stopped is erased: %+v", page)
			}
			if _, err := w.Store.StopDeletion(t.Context(), l.ID, d.ID); !errors.Is(err, models.ErrBegun) {
				t.Errorf("stopped again: %v", err)
			}
		})
	}
}

func TestWhatADeletionTakesIsErasedOrLocked(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	if _, err := w.Store.UsePhoto(t.Context(), l.app.ID, l.ExternalID, "photo-0", models.FunctionPrinting); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.EditPhoto(t.Context(), l.ID, l.photos[0].ID, models.PhotoEdit{Title: models.Typed{Is: "At the lake"}}); err != nil {
		t.Fatal(err)
	}
	var facts []string // what is left of locked entries
	for _, scope := range models.Scopes[:len(models.Scopes)-1] {
		plan, err := w.Store.PlanDeletion(t.Context(), l.ID, models.Selection{What: scope, All: true})
		if err != nil {
			t.Fatal(err)
		}
		d := l.deletes(t, models.Selection{What: scope, All: true}, models.WhenNow)
		if _, err := w.Store.StopDeletion(t.Context(), l.ID, d.ID); !errors.Is(err, models.ErrBegun) {
			t.Errorf("%s: stopped when it was due: %v", scope, err)
		}
		page := l.erases(t, d)
		if page.State != models.DeletionDone || page.DoneAt.IsZero() || page.Progress.Left != 0 || page.Progress.Done() != page.Items {
			t.Errorf("%s: %+v", scope, page)
		}
		if page.Progress.Erased != plan.Erased || !slices.Equal(page.Progress.Locked, plan.Locked) {
			t.Errorf("%s became %+v, planned was %d erased and %+v locked", scope, page.Progress, plan.Erased, plan.Locked)
		}
		if len(page.Entries) != page.Items {
			t.Errorf("%s: the receipt lists %d of %d", scope, len(page.Entries), page.Items)
		}
		for _, item := range page.Entries {
			outcome, until := models.OutcomeOf(item.Kind, item.At, w.Store.Now())
			if item.Outcome != outcome || !item.Until.Equal(until) || models.CategoryKey(scope) != item.Kind.Category() {
				t.Errorf("the receipt says %+v", item)
			}
		}
		if id, err := w.Store.DeletionByReceipt(t.Context(), l.ID, d.Receipt); err != nil || id != d.ID {
			t.Errorf("the receipt leads to %s, %v", id, err)
		}
	}
	rows, err := w.DB.Query(t.Context(), `select kind || ' ' || held::text || convert_from(decode(substr(held ->> 'personal', 3), 'hex'), 'utf8')
		from deleted where held is not null order by kind`)
	if err != nil {
		t.Fatal(err)
	}
	if facts, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		t.Fatal(err)
	}
	if len(facts) != 8 { // a print, two of trade, five of the security log
		t.Errorf("left are %q", facts)
	}
	for _, f := range facts {
		for _, gone := range []string{"matte", "Mei Lin", "Changning", `"EventID"`} {
			if !contains(f, "sign") && !contains(f, "session") && contains(f, gone) {
				t.Errorf("%s is left in %s", gone, f)
			}
		}
	}
	if !contains(facts[1], "print-1") || !contains(facts[1], `"state": "ordered"`) {
		t.Errorf("of the print job %s is left", facts[1])
	}
	for _, table := range []string{"photos", "photo_uses", "print_jobs", "printed_photos", "voice", "activity", "changes where photo_id is not null"} {
		if n := w.Count(`select count(*) from ` + table); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	if files := storetest.FilesIn(t, w.Files); len(files) != 0 {
		t.Errorf("files are left: %v", files)
	}
	page, err := w.Store.Deletions(t.Context(), l.ID, store.Key{}, store.Older)
	if err != nil || len(page.Deletions) != 6 {
		t.Errorf("%d deletions, %v", len(page.Deletions), err)
	}
	if n := w.Count(`select count(*) from events where kind in ('deletion_asked', 'deletion_done') and subject like 'R-%'`); n != 12 {
		t.Errorf("%d events", n)
	}
}

func TestWhatIsOlderThanItsLawAsksForIsErasedAtOnce(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	w.Clock.Advance(4 * 366 * 24 * time.Hour)
	for _, scope := range []models.Scope{models.ScopePrints, models.ScopeLog} {
		page := l.erases(t, l.deletes(t, models.Selection{What: scope, All: true}, models.WhenNow))
		if page.Progress.Erased != page.Items || len(page.Progress.Locked) != 0 {
			t.Errorf("%s: %+v", scope, page.Progress)
		}
	}
	if n := w.Count(`select count(*) from deleted where held is not null`); n != 0 {
		t.Errorf("of %d something is left", n)
	}
}

func TestOnlyWhatWasSelectedGoes(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	l, other := lived(t, w, app), lived(t, w, app)
	l.Person = w.CanSignIn(l.Person)
	today := models.Period{From: models.DateOf(w.Clock.Now())}
	before := models.Period{To: models.DateOf(w.Clock.Now().AddDate(0, 0, -1))}
	for name, c := range map[string]struct {
		sel  models.Selection
		want int
	}{
		"one photo":                  {models.Selection{What: models.ScopePhotos, IDs: []string{l.photos[0].ID}}, 1},
		"a photo, and a stranger's":  {models.Selection{What: models.ScopePhotos, IDs: []string{l.photos[0].ID, other.photos[0].ID}}, 1},
		"a print among photos":       {models.Selection{What: models.ScopePhotos, IDs: []string{l.print.ID}}, 0},
		"photos chosen for printing": {models.Selection{What: models.ScopePhotos, Function: models.FunctionPrinting}, 2},
		"photos by the app":          {models.Selection{What: models.ScopePhotos, With: "Jolara app"}, 3},
		"photos by another":          {models.Selection{What: models.ScopePhotos, With: "another"}, 0},
		"photos of today":            {models.Selection{What: models.ScopePhotos, Period: today}, 3},
		"photos before today":        {models.Selection{What: models.ScopePhotos, Period: before}, 0},
		"prints ordered":             {models.Selection{What: models.ScopePrints, State: models.PrintOrdered}, 1},
		"prints sent":                {models.Selection{What: models.ScopePrints, State: models.PrintSent}, 0},
		"calls":                      {models.Selection{What: models.ScopeVoice, Kinds: []models.EntryKind{"call"}}, 1},
		"a recording":                {models.Selection{What: models.ScopeVoice, IDs: []string{l.sound.ID}}, 1},
		"searches":                   {models.Selection{What: models.ScopeLog, Kinds: []models.EntryKind{"search"}}, 1},
		"all behaviour of today":     {models.Selection{What: models.ScopeBehaviour, Period: today}, 4},
		"sign-ins as behaviour":      {models.Selection{What: models.ScopeBehaviour, IDs: []string{entryOf(t, w, l.ID, "sign_in")}}, 0},
		"a sign-in, by the log":      {models.Selection{What: models.ScopeLog, IDs: []string{entryOf(t, w, l.ID, "sign_in")}}, 1},
	} {
		plan, err := w.Store.PlanDeletion(t.Context(), l.ID, c.sel)
		if err != nil || plan.Count != c.want {
			t.Errorf("%s: planned are %d, %v; want %d", name, plan.Count, err, c.want)
		}
		if named := len(plan.Photos) + len(plan.Prints) + len(plan.Talks) + len(plan.Activity); named != c.want {
			t.Errorf("%s: %d are named", name, named)
		}
		order := l.order(t, c.sel)
		order.When = models.WhenTomorrow
		d, err := w.Store.Delete(t.Context(), l.Person, order, atHome)
		if c.want == 0 {
			var wrong models.Invalid
			if !errors.As(err, &wrong) || wrong[models.FieldItem] != models.FaultMissing {
				t.Errorf("%s: %+v, %v", name, d, err)
			}
			continue
		}
		if err != nil || d.Items != c.want {
			t.Errorf("%s: %+v, %v; want %d", name, d, err, c.want)
		}
		if _, err := w.Store.StopDeletion(t.Context(), l.ID, d.ID); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`select count(*) from deleted`) + w.Count(`select count(*) from deletions where person_id = $1`, other.ID); n != 0 {
		t.Errorf("%d rows of others", n)
	}
}

func TestAPlanNamesWhatIsPrintedAndWhatALawKeeps(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	plan, err := w.Store.PlanDeletion(t.Context(), l.ID, models.Selection{What: models.ScopePhotos, IDs: []string{l.photos[0].ID}})
	if err != nil || len(plan.UnderWay) != 1 || plan.UnderWay[0].ID != l.print.ID || plan.Photos[0].FileName != l.photos[0].FileName {
		t.Errorf("of a photo that is printed: %+v, %v", plan, err)
	}
	if plan, err = w.Store.PlanDeletion(t.Context(), l.ID, models.Selection{What: models.ScopePhotos, IDs: []string{l.photos[2].ID}}); err != nil || len(plan.UnderWay) != 0 {
		t.Errorf("of another: %+v, %v", plan, err)
	}
	plan, err = w.Store.PlanDeletion(t.Context(), l.ID, models.Selection{What: models.ScopeLog, All: true})
	if err != nil || plan.Count != 11 || plan.Erased != 4 || len(plan.Locked) != 2 || !plan.AskPassword() {
		t.Fatalf("of the log: %+v, %v", plan, err)
	}
	if law := plan.Locked[0].Law(); law != models.CybersecurityLaw && law != models.ECommerceLaw {
		t.Errorf("locked by %+v", law)
	}
}

func TestADeletionIsItsPersonsAlone(t *testing.T) {
	w := storetest.New(t)
	app := w.App("Jolara app")
	l, stranger := lived(t, w, app), w.Adult()
	d := l.deletes(t, models.Selection{What: models.ScopePhotos, IDs: []string{l.photos[0].ID}}, models.WhenTomorrow)
	if _, err := w.Store.Deletion(t.Context(), stranger.ID, d.ID, store.Key{}, store.Older); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger reads it: %v", err)
	}
	if _, err := w.Store.DeletionByReceipt(t.Context(), stranger.ID, d.Receipt); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger finds it: %v", err)
	}
	if page, err := w.Store.Deletions(t.Context(), stranger.ID, store.Key{}, store.Older); err != nil || len(page.Deletions) != 0 {
		t.Errorf("a stranger lists it: %+v, %v", page, err)
	}
	for _, id := range []string{"", "1", d.Receipt} {
		if _, err := w.Store.Deletion(t.Context(), l.ID, id, store.Key{}, store.Older); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("deletion %q: %v", id, err)
		}
		if _, err := w.Store.StopDeletion(t.Context(), l.ID, id); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("deletion %q stopped: %v", id, err)
		}
	}
}

func TestMuchIsDeletedWithThePasswordOnly(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	order := l.order(t, models.Selection{What: models.ScopePhotos, All: true})
	for _, password := range []string{"", "another password"} {
		order.Password = password
		if _, err := w.Store.Delete(t.Context(), l.Person, order, atHome); !errors.Is(err, models.ErrWrongCredentials) {
			t.Errorf("with %q: %v", password, err)
		}
	}
	if w.Count(`select count(*) from photos`) != 3 || w.Count(`select count(*) from deletions`) != 0 {
		t.Error("something was deleted")
	}
	var tooMany models.TooMany
	for range models.TriesOfAddress {
		if _, err := w.Store.Delete(t.Context(), l.Person, order, atHome); errors.As(err, &tooMany) {
			break
		}
	}
	if tooMany.After == 0 {
		t.Error("passwords can be tried without end")
	}
}

func TestWhatThePersonDidNotSeeIsNotDeleted(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	photos, log := l.order(t, models.Selection{What: models.ScopePhotos, All: true}), l.order(t, models.Selection{What: models.ScopeBehaviour, All: true})
	w.Clock.Advance(time.Minute)
	late := w.Upload(l.app, l.Person, models.Upload{})
	w.Did(l.Person, models.Activity{Kind: models.ActivitySearch, At: w.Clock.Now().Add(-time.Hour)}) // and arrives now

	if d, err := w.Store.Delete(t.Context(), l.Person, photos, atHome); err != nil || d.Items != 3 {
		t.Errorf("deleted: %+v, %v", d, err)
	}
	if _, err := w.Store.Photo(t.Context(), l.ID, late.ID); err != nil {
		t.Errorf("a photo that came later: %v", err)
	}
	if _, err := w.Store.Delete(t.Context(), l.Person, log, atHome); !errors.Is(err, models.ErrMoreCame) {
		t.Errorf("deleted what came late: %v", err)
	}
	if n := w.Count(`select count(*) from activity where kind in ('browse', 'click', 'search', 'favourite')`); n != 5 {
		t.Errorf("%d entries are left", n)
	}
	log.Asked = time.Time{}
	var wrong models.Invalid
	if _, err := w.Store.Delete(t.Context(), l.Person, log, atHome); !errors.As(err, &wrong) || wrong["asked"] == "" {
		t.Errorf("without the time of the plan: %v", err)
	}
}

func TestWhatWasDeletedDoesNotComeBackByBeingSentAgain(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	event := models.SentActivity{EventID: "gone", Person: l.ExternalID, Activity: models.Activity{Kind: models.ActivityClick, At: w.Clock.Now()}}
	record := func() error {
		answers, err := w.Store.RecordActivity(t.Context(), []models.SentActivity{event})
		if err != nil {
			t.Fatal(err)
		}
		return answers[0]
	}
	if err := record(); err != nil {
		t.Fatal(err)
	}
	up := models.Upload{ID: "photo-0", Functions: []models.Function{models.FunctionPrinting}, File: storetest.Picture(20, 10, 0)}
	sends := map[models.Scope]func() error{
		models.ScopePhotos: func() error {
			_, err := w.Store.UploadPhoto(t.Context(), l.app.ID, l.ExternalID, up)
			return err
		},
		models.ScopePrints: func() error {
			_, err := w.Store.PushPrint(t.Context(), l.app.ID, l.ExternalID, l.sentPrint())
			return err
		},
		models.ScopeVoice: func() error {
			_, call := w.Store.PushCall(t.Context(), l.ExternalID, l.sentCall())
			_, sound := w.Store.PushRecording(t.Context(), l.ExternalID, l.sentSound())
			if !errors.Is(call, sound) && !errors.Is(sound, call) && errors.Is(call, models.ErrDeleted) != errors.Is(sound, models.ErrDeleted) {
				t.Errorf("a call is answered %v, a recording %v", call, sound)
			}
			return errors.Join(call, sound)
		},
		models.ScopeBehaviour: record,
	}
	for _, scope := range []models.Scope{models.ScopePrints, models.ScopePhotos, models.ScopeVoice, models.ScopeBehaviour} {
		send := sends[scope]
		if err := send(); err != nil {
			t.Fatalf("%s, sent twice: %v", scope, err)
		}
		d := l.deletes(t, models.Selection{What: scope, All: true}, models.WhenTomorrow)
		if err := send(); !errors.Is(err, models.ErrDeleted) {
			t.Errorf("%s, while it waits: %v", scope, err)
		}
		if _, err := w.Store.StopDeletion(t.Context(), l.ID, d.ID); err != nil {
			t.Fatal(err)
		}
		if err := send(); err != nil {
			t.Errorf("%s, when it was stopped: %v", scope, err)
		}
		l.erases(t, l.deletes(t, models.Selection{What: scope, All: true}, models.WhenNow))
		if err := send(); !errors.Is(err, models.ErrDeleted) {
			t.Errorf("%s, when it is erased: %v", scope, err)
		}
	}
	if _, err := w.Store.UsePhoto(t.Context(), l.app.ID, l.ExternalID, "photo-0", models.FunctionPrinting); !errors.Is(err, models.ErrDeleted) {
		t.Errorf("the app reads it: %v", err)
	}
	if files := storetest.FilesIn(t, w.Files); len(files) != 0 {
		t.Errorf("files of what was refused: %v", files)
	}
	up.ID = "photo-0 again"
	if photo, err := w.Store.UploadPhoto(t.Context(), l.app.ID, l.ExternalID, up); err != nil || l.opens(t, photo.ID, models.SizeSmall) != 1 {
		t.Errorf("the same picture as a new photo: %v", err)
	}
	event.EventID = "another"
	if err := record(); err != nil {
		t.Errorf("another event: %v", err)
	}
}

// Whoever deletes and whoever sends the same again at the same time, in whatever order they come: it is gone afterwards.
func TestADeletionDoesNotLoseAgainstWhoSendsTheSameAgain(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	const rounds = 15
	for round := range rounds {
		at := w.Clock.Now()
		var rows []models.SentActivity
		for n := range 50 {
			rows = append(rows, models.SentActivity{
				EventID: fmt.Sprintf("race %d %d", round, n), Person: l.ExternalID, Activity: models.Activity{Kind: models.ActivityClick, At: at},
			})
		}
		up := models.Upload{ID: fmt.Sprintf("race %d", round), Functions: []models.Function{models.FunctionPrinting}, File: storetest.Picture(8, 8, round)}
		send := func() {
			if _, err := w.Store.RecordActivity(t.Context(), rows); err != nil {
				t.Error(err)
			}
			if _, err := w.Store.UploadPhoto(t.Context(), l.app.ID, l.ExternalID, up); err != nil && !errors.Is(err, models.ErrDeleted) {
				t.Error(err)
			}
		}
		send()
		log, photos := l.order(t, models.Selection{What: models.ScopeBehaviour, All: true}), l.order(t, models.Selection{What: models.ScopePhotos, All: true})
		var all sync.WaitGroup
		for range 2 {
			all.Go(send)
		}
		for _, order := range []models.DeletionOrder{log, photos} {
			order.Selection = models.Selection{What: order.What, Period: models.Period{From: models.DateOf(at)}} // no password
			all.Go(func() {
				d, err := w.Store.Delete(t.Context(), l.Person, order, atHome)
				if err == nil {
					err = w.Store.EraseDeletion(t.Context(), d.ID)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := w.Count(`select count(*) from activity where kind = 'click'`) + w.Count(`select count(*) from photos`); n != 0 {
			t.Fatalf("round %d: %d came back", round, n)
		}
	}
	for _, kind := range []string{"click", "photo"} {
		if n := w.Count(`select count from tallies where person_id = $1 and kind = $2`, l.ID, kind); n != 0 {
			t.Errorf("%d of %s are counted", n, kind)
		}
	}
	if files := storetest.FilesIn(t, w.Files); len(files) != 1 { // the sound
		t.Errorf("%d files are left", len(files))
	}
}

func TestTwoWhoDeleteTheSameAtOnceDeleteItOnce(t *testing.T) {
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	order := l.order(t, models.Selection{What: models.ScopePhotos, Function: models.FunctionPrinting})
	var taken [4]int
	var all sync.WaitGroup
	for i := range taken {
		all.Go(func() {
			d, err := w.Second().Delete(t.Context(), l.Person, order, atHome)
			var wrong models.Invalid
			if err != nil && !errors.As(err, &wrong) {
				t.Error(err)
			}
			taken[i] = d.Items
		})
	}
	all.Wait()
	if got := slices.Sorted(slices.Values(taken[:])); !slices.Equal(got, []int{0, 0, 0, 2}) {
		t.Errorf("taken were %v", got)
	}
}

func TestAHistoryThatTakesLongerToMoveThanAPageMayIsDeletedAndBroughtBack(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	l := lived(t, w, w.App("Jolara app"))
	l.Person = w.CanSignIn(l.Person)
	before := l.sees(t)
	_, err := l.DB.Exec(t.Context(), `create function slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(5.3); return null; end $$;
		create trigger slowly after insert or delete on photos for each statement execute function slowly()`)
	if err != nil {
		t.Fatal(err)
	}
	d := l.deletes(t, models.Selection{What: models.ScopePhotos, All: true}, models.WhenTomorrow)
	if _, err := l.Store.StopDeletion(t.Context(), l.ID, d.ID); err != nil {
		t.Fatal(err)
	}
	if after := l.sees(t); !maps.Equal(before, after) {
		t.Errorf("before it saw %v, and after it was brought back %v", before, after)
	}
}
