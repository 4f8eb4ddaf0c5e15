package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func photos(t *testing.T, w *storetest.World, p models.Person, f store.PhotoFilter, key store.Key, side store.Side) store.PhotosPage {
	t.Helper()
	page, err := w.Store.Photos(t.Context(), p.ID, f, key, side)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestSomebodyWithoutPhotosSeesThatThereAreNone(t *testing.T) {
	w := storetest.New(t)
	p := w.Adult()
	page := photos(t, w, p, store.PhotoFilter{}, store.Key{}, store.Older)
	if len(page.Photos) != 0 || page.Found != 0 || page.All != 0 || page.Bytes != 0 || page.HasNewer || page.HasOlder ||
		len(page.Functions) != 0 || len(page.Clients) != 0 || page.Upload.State != models.Never {
		t.Errorf("seen: %+v", page)
	}
}

func TestPhotosAreFilteredAndReadByPagesAmongOtherPeoples(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	q := w.Adult()
	w.Grant(q, models.PhotoUpload)
	web := w.App("Jolara web")
	w.App("print service") // uploads nothing, so that nobody can ask for it
	const many = 2*store.PageSize + 7
	picture := storetest.Picture(40, 30, 1)
	begin := w.Clock.Now()
	var bytes int64
	for n := range many {
		if n%3 == 0 {
			w.Clock.Advance(24 * time.Hour) // of one time the id decides
		}
		for _, person := range []models.Person{p, q} {
			up, by := models.Upload{ID: fmt.Sprint(n), Functions: toPrint, File: picture}, app
			if n%10 == 0 {
				by = web
			}
			if n%4 == 0 {
				up.Functions = []models.Function{models.FunctionKeeping, models.FunctionPrinting}
			}
			if photo := w.Upload(by, person, up); person == p {
				bytes += photo.Bytes
			}
		}
	}

	all := photos(t, w, p, store.PhotoFilter{}, store.Key{}, store.Older)
	if all.All != many || all.Found != many || all.Bytes != bytes || all.Upload.State != models.Granted {
		t.Errorf("%d found of %d with %d bytes, %+v", all.Found, all.All, all.Bytes, all.Upload)
	}
	if !slices.Equal(all.Functions, []models.Function{models.FunctionKeeping, models.FunctionPrinting}) || !slices.Equal(all.Clients, []string{"Jolara app", "Jolara web"}) {
		t.Errorf("offered: %v, %v", all.Functions, all.Clients)
	}

	var listed []models.ListedPhoto
	var key store.Key
	for _, length := range []int{store.PageSize, store.PageSize, 7} {
		page := photos(t, w, p, store.PhotoFilter{}, key, store.Older)
		if len(page.Photos) != length || page.HasOlder != (length > 7) || page.HasNewer != (key != store.Key{}) {
			t.Fatalf("%d listed, older %t, newer %t", len(page.Photos), page.HasOlder, page.HasNewer)
		}
		listed = append(listed, page.Photos...)
		last := page.Photos[length-1]
		key = store.Key{At: last.UploadedAt, ID: last.ID}
	}
	var whole []models.Photo
	for key, more := (store.Key{}), true; more; key = (store.Key{At: whole[len(whole)-1].UploadedAt, ID: whole[len(whole)-1].ID}) {
		var some []models.Photo
		var err error
		if some, more, err = w.Store.WholePhotos(t.Context(), p.ID, key); err != nil {
			t.Fatal(err)
		}
		whole = append(whole, some...)
	}
	if len(whole) != many {
		t.Fatalf("%d are told whole", len(whole))
	}
	ids, by := map[string]bool{}, map[string]string{}
	for i, photo := range listed {
		ids[photo.ID] = true
		by[photo.ID] = whole[i].UploadedWith
		if !reflect.DeepEqual(photo, whole[i].ListedPhoto) {
			t.Errorf("listed: %+v, whole: %+v", photo, whole[i])
		}
		if i > 0 && photo.UploadedAt.After(listed[i-1].UploadedAt) {
			t.Errorf("%d is not in its place", i)
		}
	}
	if len(ids) != many {
		t.Errorf("%d of %d were listed", len(ids), many)
	}
	back := photos(t, w, p, store.PhotoFilter{}, key, store.Newer)
	if !reflect.DeepEqual(back.Photos, listed[many-1-store.PageSize:many-1]) || !back.HasNewer || !back.HasOlder {
		t.Errorf("back: %d listed", len(back.Photos))
	}

	third := models.DateOf(begin.AddDate(0, 0, 3))
	for name, row := range map[string]struct {
		filter store.PhotoFilter
		found  int
	}{
		"to keep":               {store.PhotoFilter{Function: models.FunctionKeeping}, 27},
		"by the web":            {store.PhotoFilter{With: "Jolara web"}, 11},
		"to keep, by the web":   {store.PhotoFilter{Function: models.FunctionKeeping, With: "Jolara web"}, 6},
		"of one day":            {store.PhotoFilter{Period: models.Period{From: third, To: third}}, 3},
		"until a day":           {store.PhotoFilter{Period: models.Period{To: third}}, 9},
		"of no function":        {store.PhotoFilter{Function: "advertising"}, 0},
		"by nobody":             {store.PhotoFilter{With: "x' or 'a' = 'a"}, 0},
		"by who uploads none":   {store.PhotoFilter{With: "print service"}, 0},
		"of a function's start": {store.PhotoFilter{Function: "print"}, 0},
	} {
		page := photos(t, w, p, row.filter, store.Key{}, store.Older)
		if page.Found != row.found || len(page.Photos) != min(row.found, store.PageSize) || page.All != many {
			t.Errorf("%s: %d listed, %d found of %d", name, len(page.Photos), page.Found, page.All)
		}
		for _, photo := range page.Photos {
			if f := row.filter; f.Function != "" && !photo.ChosenFor(f.Function) || f.With != "" && by[photo.ID] != f.With {
				t.Errorf("%s: %+v is listed", name, photo)
			}
		}
	}
	_, err := w.Store.Photos(t.Context(), p.ID, store.PhotoFilter{}, store.Key{At: begin, ID: "no id"}, store.Older)
	var invalid models.Invalid
	if !errors.As(err, &invalid) {
		t.Errorf("a place that is none: %v", err)
	}
}

func TestWhatAFilterOffersGoesWithTheLastPhoto(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	w.Upload(app, p, models.Upload{ID: "1"})
	kept := w.Upload(w.App("Jolara web"), p, models.Upload{ID: "2", Functions: []models.Function{models.FunctionKeeping}})
	if _, err := w.DB.Exec(t.Context(), `delete from photos where id = $1`, kept.ID); err != nil {
		t.Fatal(err)
	}
	page := photos(t, w, p, store.PhotoFilter{}, store.Key{}, store.Older)
	if page.All != 1 || !slices.Equal(page.Functions, toPrint) || !slices.Equal(page.Clients, []string{"Jolara app"}) {
		t.Errorf("offered: %+v", page)
	}
}

func TestAPersonCorrectsAPhotoAndTheCorrectionIsListed(t *testing.T) {
	w := storetest.New(t)
	p, app := allowing(w)
	photo := w.Upload(app, p, models.Upload{TakenAt: w.Clock.Now().AddDate(-1, 0, 0)})
	edit := models.PhotoEdit{
		Title: models.Typed{Was: "", Is: "The lake"}, Taken: models.Typed{Was: photo.TakenOn(), Is: "2024-05-03"},
	}
	w.Clock.Advance(time.Minute)
	if err := w.Store.EditPhoto(t.Context(), p.ID, photo.ID, edit); err != nil {
		t.Fatal(err)
	}
	got := life(t, w, p, photo.ID).Photo
	if got.Title != "The lake" || got.TakenOn() != "2024-05-03" || got.TakenFrom != models.FromPerson || got.Bytes != photo.Bytes || got.FileName != photo.FileName {
		t.Errorf("corrected: %+v", got)
	}
	page, err := w.Store.Changes(t.Context(), p.ID, store.Key{}, store.Older)
	if err != nil {
		t.Fatal(err)
	}
	changes := map[models.Field][2]string{}
	for _, c := range page.Changes {
		changes[c.Field] = [2]string{c.Was, c.Is}
		if c.By != models.ByPerson || !c.At.Equal(w.Clock.Now()) {
			t.Errorf("listed: %+v", c)
		}
	}
	want := map[models.Field][2]string{
		models.FieldPhotoTitle: {"", "The lake"}, models.FieldPhotoTaken: {photo.TakenOn(), "2024-05-03"},
	}
	if !reflect.DeepEqual(changes, want) {
		t.Errorf("listed: %v", changes)
	}

	// The same form in another tab, with another title.
	edit.Title.Is, edit.Taken.Is = "A pond", edit.Taken.Was
	var overtaken models.Overtaken
	if err := w.Store.EditPhoto(t.Context(), p.ID, photo.ID, edit); !errors.As(err, &overtaken) || !slices.Equal(overtaken.Fields, []string{string(models.FieldPhotoTitle)}) {
		t.Errorf("a form that was overtaken: %v", err)
	}
	edit.Title = models.Typed{Was: "The lake", Is: "The lake\u202e"}
	var wrong models.Invalid
	if err := w.Store.EditPhoto(t.Context(), p.ID, photo.ID, edit); !errors.As(err, &wrong) {
		t.Errorf("a title that turns: %v", err)
	}
	if got := life(t, w, p, photo.ID).Photo; got.Title != "The lake" {
		t.Errorf("the title is %q", got.Title)
	}
	if n := w.Count(`select count(*) from changes`); n != 2 {
		t.Errorf("%d changes are listed", n)
	}
}
