package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

// order is a print job of these photos, ordered now.
func order(w *storetest.World, id string, photos ...string) models.PushedPrint {
	return models.PushedPrint{ID: id, PhotoIDs: photos, OrderedAt: w.Clock.Now(), State: models.PrintOrdered}
}

func prints(t *testing.T, w *storetest.World, p models.Person, f store.PrintFilter) store.PrintsPage {
	t.Helper()
	page, err := w.Store.Prints(t.Context(), p.ID, f, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestAPersonSeesWhatWasPrintedOfTheirsWithWhatWasUsed(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	one, two := w.Upload(app, p, models.Upload{ID: "1"}), w.Upload(app, p, models.Upload{ID: "2"})
	if err := w.Store.EditPhoto(t.Context(), p.ID, one.ID, models.PhotoEdit{Title: models.Typed{Is: "The lake"}}); err != nil {
		t.Fatal(err)
	}
	job := order(w, "order 7", "2", "1", "2")
	job.State, job.Preferences = models.PrintDelivered, map[string]string{"paper": "matte"}
	job.Delivery = models.Address{Recipient: "Li", Phone: "+8613800138000", Lines: []string{"Changning Road 12"}}
	printed := w.Print(app, p, job)

	want := models.PrintJob{
		ID: printed.ID, Reference: "order 7", OrderedAt: w.Clock.Now().UTC(), State: models.PrintDelivered,
		Preferences: job.Preferences, Delivery: job.Delivery,
		Photos: []models.PrintedPhoto{{ID: two.ID}, {ID: one.ID, Name: "The lake"}, {ID: two.ID}},
	}
	if !reflect.DeepEqual(printed, want) {
		t.Errorf("kept: %+v", printed)
	}
	page := prints(t, w, p, store.PrintFilter{})
	if len(page.Jobs) != 1 || !reflect.DeepEqual(page.Jobs[0], want) || page.Found != 1 || page.All != 1 {
		t.Errorf("listed: %+v", page)
	}
	want.Photos = nil
	if in := life(t, w, p, two.ID).Prints; len(in) != 1 || !reflect.DeepEqual(in[0], want) {
		t.Errorf("the photo is in %+v", in)
	}

	if _, err := w.DB.Exec(t.Context(), `delete from photos where id = $1`, one.ID); err != nil {
		t.Fatal(err)
	}
	if got := prints(t, w, p, store.PrintFilter{}).Jobs[0].Photos; got[1] != (models.PrintedPhoto{ID: one.ID, Gone: true}) || got[0].Gone {
		t.Errorf("without the photo: %+v", got)
	}
}

func TestThePrinterAndTheCourierAreAmongWhoReceivedSomethingOnce(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	w.Upload(app, p, models.Upload{ID: "1"})
	w.Print(app, p, order(w, "only ordered", "1"))
	sent := order(w, "sent", "1")
	sent.State = models.PrintSent
	sent.Delivery = models.Address{Recipient: "Li", Lines: []string{"Changning Road 12"}}
	job := w.Print(app, p, sent)
	w.Print(app, p, sent)

	page := recipients(t, w, p, store.Key{}, store.Older)
	var got []models.Disclosure
	for _, d := range page.Disclosures {
		if d.Recipient != models.RecipientMail {
			d.ID = ""
			got = append(got, d)
		}
	}
	given := func(to models.RecipientKey, field models.Field) models.Disclosure {
		return models.Disclosure{
			At: w.Clock.Now().UTC(), Recipient: to, Purpose: models.PurposeOfPrint, Reference: job.ID, Job: "sent", Fields: []models.Field{field}, Clause: 61,
		}
	}
	want := []models.Disclosure{given(models.RecipientCourier, models.FieldAddress), given(models.RecipientPrinter, models.FieldPhotos)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("received: %+v", got)
	}
}

func TestAPrintJobSentAgainIsTheSameAndAnotherIsNot(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	for _, id := range []string{"1", "2"} {
		w.Upload(app, p, models.Upload{ID: id})
	}
	job := order(w, "order", "1")
	first := w.Print(app, p, job)
	w.Clock.Advance(time.Hour)
	if _, _, err := w.Store.SwitchPermission(t.Context(), p, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	if again := w.Print(app, p, job); !reflect.DeepEqual(again, first) {
		t.Errorf("again: %+v", again)
	}
	for name, change := range map[string]func(*models.PushedPrint){
		"another photo":   func(j *models.PushedPrint) { j.PhotoIDs = []string{"2"} },
		"a photo more":    func(j *models.PushedPrint) { j.PhotoIDs = []string{"1", "2"} },
		"another state":   func(j *models.PushedPrint) { j.State = models.PrintPrinting },
		"another time":    func(j *models.PushedPrint) { j.OrderedAt = j.OrderedAt.Add(time.Second) },
		"another paper":   func(j *models.PushedPrint) { j.Preferences = map[string]string{"paper": "matte"} },
		"another address": func(j *models.PushedPrint) { j.Delivery = models.Address{Recipient: "Li", Lines: []string{"x"}} },
	} {
		changed := job
		change(&changed)
		if _, err := w.Store.PushPrint(t.Context(), app.ID, p.ExternalID, changed); !errors.Is(err, models.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`select count(*) from print_jobs`); n != 1 {
		t.Errorf("%d jobs are kept", n)
	}
}

func TestAJobWithAPhotoThatMayNotBePrintedIsRefusedAndThePersonSeesTheAttempt(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	print := w.Upload(app, p, models.Upload{ID: "print"})
	keep := w.Upload(app, p, models.Upload{ID: "keep", Functions: []models.Function{models.FunctionKeeping}})
	ordered := w.Clock.Now()
	push := func(id string, at time.Time, photos ...string) error {
		job := order(w, id, photos...)
		job.OrderedAt = at
		_, err := w.Store.PushPrint(t.Context(), app.ID, p.ExternalID, job)
		return err
	}
	attempts := func(photo models.Photo) int {
		for _, u := range life(t, w, p, photo.ID).Uses {
			if u.Function == models.FunctionPrinting && !u.Allowed {
				return u.Times
			}
		}
		return 0
	}
	if err := push("1", ordered, "print", "keep", "keep"); !errors.Is(err, models.Refused{Reason: models.ReasonNotChosen}) {
		t.Errorf("with a photo to keep: %v", err)
	}
	if of, other := attempts(keep), attempts(print); of != 1 || other != 0 {
		t.Errorf("attempts: %d, and %d of the photo that may be printed", of, other)
	}

	w.Clock.Advance(time.Minute)
	if _, _, err := w.Store.SwitchPermission(t.Context(), p, models.PhotoUpload, models.Withdrawn); err != nil {
		t.Fatal(err)
	}
	if err := push("2", w.Clock.Now(), "print"); !errors.Is(err, models.Refused{Reason: models.ReasonNotGranted}) {
		t.Errorf("ordered after the withdrawal: %v", err)
	}
	if n := attempts(print); n != 1 {
		t.Errorf("attempts after the withdrawal: %d", n)
	}
	if n := w.Count(`select count(*) from print_jobs`) + w.Count(`select count(*) from printed_photos`); n != 0 {
		t.Errorf("%d rows of refused jobs", n)
	}
	if err := push("3", ordered, "print"); err != nil {
		t.Errorf("ordered before the withdrawal: %v", err)
	}
}

func TestAPrintJobOfWhatIsNotHeldIsNotTaken(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	q := w.Adult()
	w.Grant(q, models.PhotoUpload)
	w.Upload(app, q, models.Upload{ID: "theirs"})
	w.Upload(app, p, models.Upload{ID: "mine"})
	for name, photos := range map[string][]string{"another's": {"mine", "theirs"}, "nobody's": {"none", "mine"}} {
		_, err := w.Store.PushPrint(t.Context(), app.ID, p.ExternalID, order(w, "1", photos...))
		var wrong models.Invalid
		if errors.As(err, &wrong); wrong["photo_ids"] != models.FaultUnknown {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Store.PushPrint(t.Context(), app.ID, "nobody", order(w, "1", "mine")); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
	child := w.Minor(12)
	w.Allow(child, models.PhotoUpload)
	w.Upload(app, child, models.Upload{ID: "hers"})
	job := order(w, "1", "hers")
	job.Delivery = models.Address{Recipient: "Bo", Phone: "+8613800138000", Lines: []string{"Changning Road 12"}}
	_, err := w.Store.PushPrint(t.Context(), app.ID, child.ExternalID, job)
	var wrong models.Invalid
	if errors.As(err, &wrong); wrong["delivery"] != models.FaultOfMinor {
		t.Errorf("with a minor's phone: %v", err)
	}
	if n := w.Count(`select count(*) from print_jobs`) + w.Count(`select count(*) from photo_uses`); n != 0 {
		t.Errorf("%d rows are written", n)
	}
}

func TestTwoInstancesKeepOnePrintJobOnce(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	w.Upload(app, p, models.Upload{ID: "1"})
	instances := []*store.Store{w.Store, w.Second()}
	for round := range 20 {
		job := order(w, fmt.Sprint(round), "1", "1")
		job.State = models.PrintPrinted
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				if got, err := instances[i%2].PushPrint(t.Context(), app.ID, p.ExternalID, job); err != nil || len(got.Photos) != 2 {
					t.Errorf("round %d: %+v, %v", round, got, err)
				}
			})
		}
		all.Wait()
	}
	if jobs, given := w.Count(`select count(*) from print_jobs`), w.Count(`select count(*) from disclosures where recipient = 'printer'`); jobs != 20 || given != 20 {
		t.Errorf("%d jobs, the printer got %d", jobs, given)
	}
}

func TestPrintJobsAreFilteredAndReadByPagesAmongOtherPeoples(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	q := w.Adult()
	w.Grant(q, models.PhotoUpload)
	const days = 2*store.PageSize + 20
	begin := w.Clock.Now().AddDate(0, 0, -days)
	for _, person := range []models.Person{p, q} {
		w.Upload(app, person, models.Upload{ID: "1"})
		for day := range days {
			job := order(w, fmt.Sprint(day), "1")
			job.OrderedAt = begin.AddDate(0, 0, day)
			if day%10 == 0 {
				job.State = models.PrintCancelled
			}
			w.Print(app, person, job)
		}
	}
	var key store.Key
	var seen []string
	for {
		page, err := w.Store.Prints(t.Context(), p.ID, store.PrintFilter{}, key, store.Older)
		if err != nil || page.All != days || page.Found != days {
			t.Fatalf("%d of %d, %v", page.Found, page.All, err)
		}
		for _, job := range page.Jobs {
			seen = append(seen, job.Reference)
		}
		if !page.HasOlder {
			break
		}
		last := page.Jobs[len(page.Jobs)-1]
		key = store.Key{At: last.OrderedAt, ID: last.ID}
	}
	if len(seen) != days || seen[0] != fmt.Sprint(days-1) || seen[days-1] != "0" {
		t.Errorf("%d were listed: %v", len(seen), seen)
	}
	week := models.Period{From: models.DateOf(begin.AddDate(0, 0, 5)), To: models.DateOf(begin.AddDate(0, 0, 14))}
	for name, row := range map[string]struct {
		filter store.PrintFilter
		found  int
	}{
		"cancelled":             {store.PrintFilter{State: models.PrintCancelled}, days / 10},
		"ten days":              {store.PrintFilter{Period: week}, 10},
		"cancelled in ten days": {store.PrintFilter{Period: week, State: models.PrintCancelled}, 1},
		"sent":                  {store.PrintFilter{State: models.PrintSent}, 0},
	} {
		if page := prints(t, w, p, row.filter); page.Found != row.found || len(page.Jobs) != row.found || page.All != days || page.HasOlder {
			t.Errorf("%s: %d listed, %d found of %d", name, len(page.Jobs), page.Found, page.All)
		}
	}
}
