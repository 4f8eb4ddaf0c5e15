package pages_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// album has two photos: one with a title and all that may be known, one of which nothing is.
func album() pages.PhotosPage {
	return pages.PhotosPage{
		Asked: pages.Asked{Path: "/data/photos", Values: url.Values{}},
		Photos: []models.ListedPhoto{
			{ID: "p2", UploadedAt: now, Title: "Two at the window", Functions: []models.Function{models.FunctionKeeping, models.FunctionPrinting}},
			{ID: "p1", UploadedAt: spring, Functions: []models.Function{"collage"}},
		},
		Found: 2, All: 1234, Bytes: 412_000_000,
		Functions: []models.Function{"collage", models.FunctionPrinting}, Clients: []string{"the app", "the site"},
		Upload: models.Permission{Kind: models.PhotoUpload, State: models.Granted, Since: spring},
		Here:   "/data/photos",
	}
}

func drawPhotos(t *testing.T, page pages.PhotosPage) *goquery.Document {
	t.Helper()
	return draw(t, pages.Photos(adultAt("/data/photos"), page))
}

func TestTheAlbumShowsEachPictureWithItsDayAndFunction(t *testing.T) {
	drawn := drawPhotos(t, album())
	if got := plain(drawn.Find(".lede")); got != "1,234 photos you uploaded, 412 MB. Only you can see them here." {
		t.Errorf("the lede says %q", got)
	}
	if got := drawn.Find("main").Text(); !strings.Contains(got, "After 24 months without a sign-in, an upload or a print") {
		t.Errorf("it does not say how long: %q", got)
	}
	if got := plain(drawn.Find("h2")); got != "2 photos, newest first" {
		t.Errorf("the list is headed %q", got)
	}
	for i, want := range []struct{ to, src, alt, says string }{
		{"/data/photos/p2", "/files/p2?size=small", "", "Two at the window Fri 20 Nov 2026, for keeping, printing"},
		{"/data/photos/p1", "/files/p1?size=small", "", "Photo uploaded on 3 March 2026 Tue 3 Mar 2026, for collage"},
	} {
		shot := drawn.Find(".shot > a").Eq(i)
		img := shot.Find("img")
		if got := shot.AttrOr("href", ""); got != want.to {
			t.Errorf("shot %d leads to %s", i, got)
		}
		if img.AttrOr("src", "") != want.src || img.AttrOr("alt", "none") != want.alt {
			t.Errorf("shot %d shows %s as %q", i, img.AttrOr("src", ""), img.AttrOr("alt", ""))
		}
		if img.AttrOr("width", "") != "360" || img.AttrOr("height", "") != "360" || img.AttrOr("loading", "") != "lazy" {
			t.Errorf("shot %d has no place of its own before it is there", i)
		}
		if got := plain(shot); got != want.says {
			t.Errorf("shot %d says %q", i, got)
		}
	}
	boxes := drawn.Find("form[action='/delete'] .shot [type=checkbox][name='item[]']:not([checked])")
	if boxes.Length() != drawn.Find(".shot").Length() {
		t.Errorf("%d photos can be picked", boxes.Length())
	}
}

func TestPicturesThatAreHiddenAreNotAskedFor(t *testing.T) {
	page := album()
	if got := plain(drawPhotos(t, page).Find("form[action='/data/photos'][method=post] button")); got != "Hide pictures" {
		t.Errorf("the button says %q", got)
	}
	page.Hidden = true
	drawn := drawPhotos(t, page)
	if n := drawn.Find("main img").Length(); n != 0 || drawn.Find(".shot .blank").Length() != 2 {
		t.Errorf("%d pictures are shown", n)
	}
	if got := plain(drawn.Find(".shot").First()); !strings.Contains(got, "Two at the window") {
		t.Errorf("a hidden picture says %q", got)
	}
	button := drawn.Find("form[action='/data/photos'][method=post] button")
	if plain(button) != "Show pictures" || button.AttrOr("value", "") != "show" {
		t.Errorf("the button says %q", plain(button))
	}
	if got := plain(drawn.Find(".lede")); !strings.Contains(got, "until you show them or sign out") {
		t.Errorf("the lede says %q", got)
	}
}

func TestTheFilterShowsWhatItAsksFor(t *testing.T) {
	page := album()
	if n := drawPhotos(t, page).Find("main a[href='/data/photos']").Length(); n != 0 {
		t.Error("a filter that asks for nothing can be cleared")
	}
	page.Values = url.Values{"from": {"2026-03-01"}, "to": {"2026-11-20"}, "for": {"printing"}, "with": {"an old app"}}
	page.Here, page.Found = "/data/photos?from=2026-03-01", 1001
	page.Newer, page.Older = "/data/photos?after=x", "/data/photos?before=x"
	drawn := drawPhotos(t, page)
	bar := drawn.Find("form[role=search]")
	if bar.AttrOr("method", "") != "get" || bar.AttrOr("action", "") != "/data/photos" {
		t.Error("the filter is no part of the address")
	}
	if from, to := bar.Find("#from"), bar.Find("#to"); from.AttrOr("value", "") != "2026-03-01" || to.AttrOr("value", "") != "2026-11-20" || from.AttrOr("type", "") != "date" {
		t.Error("the period is forgotten")
	}
	if got := bar.Find("#for option[selected]").AttrOr("value", ""); got != "printing" {
		t.Errorf("chosen for %q", got)
	}
	if got := bar.Find("#with option[selected]").AttrOr("value", ""); got != "an old app" {
		t.Errorf("uploaded with %q", got)
	}
	if got := plain(bar.Find("#for option").First()); got != "Anything" || bar.Find("#for option").Length() != 3 {
		t.Errorf("the answers begin with %q", got)
	}
	if got := plain(bar.Find("a[href='/data/photos']")); got != "Clear filters" {
		t.Errorf("it is cleared by %q", got)
	}
	if got := plain(drawn.Find("h2")); got != "1,000+ photos, newest first" {
		t.Errorf("the list is headed %q", got)
	}
	if got := drawn.Find("input[name=back]").AttrOr("value", ""); got != page.Here {
		t.Errorf("hiding leads back to %q", got)
	}
	pager := drawn.Find("nav.pager")
	if got := plain(pager); got != "3 Mar 2026 to 20 Nov 2026NewerOlder" {
		t.Errorf("the pager says %q", got)
	}
	if pager.Find("a[rel=prev]").AttrOr("href", "") != page.Newer || pager.Find("a[rel=next]").AttrOr("href", "") != page.Older {
		t.Error("the pager leads elsewhere")
	}
}

func TestAFilterWithoutPhotosSaysSo(t *testing.T) {
	page := album()
	page.Photos, page.Found = nil, 0
	page.Values = url.Values{"from": {"2026-11-19"}}
	drawn := drawPhotos(t, page)
	if got := plain(drawn.Find("h2")); got != "No photo in this filter" {
		t.Errorf("the list is headed %q", got)
	}
	if drawn.Find("form[role=search]").Length() != 1 || drawn.Find(".photos").Length() != 0 {
		t.Error("there is no filter to change, or a list of nothing")
	}
}

func TestADayThatIsNoneComesBackAsItWasTyped(t *testing.T) {
	page := album()
	page.Values = url.Values{"from": {"yesterday"}, "to": {"2026-01-01"}}
	page.Invalid = models.Invalid{"from": models.FaultMalformed}
	drawn := drawPhotos(t, page)
	if got := title(drawn); !strings.HasPrefix(got, "Error:") {
		t.Errorf("the title is %q", got)
	}
	from := drawn.Find("#from")
	if from.AttrOr("value", "") != "yesterday" || from.AttrOr("type", "") != "text" || from.AttrOr("aria-invalid", "") != "true" {
		t.Error("what was typed is not to be seen")
	}
	if drawn.Find("[role=alert] a[href='#from']").Length() != 1 || drawn.Find(".photos").Length() != 0 {
		t.Error("the field is not named, or photos are shown that were not asked for")
	}
	page.Values, page.Invalid = url.Values{"from": {"2026-02-02"}, "to": {"2026-01-01"}}, models.Invalid{"to": models.FaultPast}
	if got := plain(drawPhotos(t, page).Find("#to-wrong")); got != "Enter a last day that is not before the first one." {
		t.Errorf("an end before the beginning is told as %q", got)
	}
}

func TestPhotosAtRestAreToldSo(t *testing.T) {
	page := album()
	page.Upload = models.Permission{Kind: models.PhotoUpload, State: models.Withdrawn, Since: spring}
	notice := drawPhotos(t, page).Find(".notice")
	if got := plain(notice); !strings.Contains(got, "Photo upload is off, so these photos are at rest") || !strings.Contains(got, "Off since 3 March 2026.") {
		t.Errorf("the notice says %q", got)
	}
	if notice.Find("a[href='/permissions#photo_upload']").Length() != 1 {
		t.Error("it does not lead to the switch")
	}
	page.Minor = true
	if got := plain(drawPhotos(t, page).Find(".notice")); !strings.Contains(got, "your guardian says yes to that first") {
		t.Errorf("a minor is told %q", got)
	}
	if got := plain(drawPhotos(t, page).Find("main")); !strings.Contains(got, "After 12 months") {
		t.Error("a minor’s photos are kept as long as others")
	}
}

func TestAnEmptyAlbumIsCalm(t *testing.T) {
	page := pages.PhotosPage{Upload: models.Permission{Kind: models.PhotoUpload, State: models.Never}}
	drawn := drawPhotos(t, page)
	if got := plain(drawn.Find(".lede")); got != "There are no photos of yours here." {
		t.Errorf("the lede says %q", got)
	}
	if drawn.Find("form[role=search], button[name=pictures], .notice").Length() != 0 {
		t.Error("there is something to filter, to hide or to mind")
	}
	if got := plain(drawn.Find(".card")); !strings.Contains(got, "Photo upload is off, so we refuse every picture.") {
		t.Errorf("it says %q", got)
	}
	page.Minor = true
	if got := plain(drawPhotos(t, page).Find(".card")); !strings.Contains(got, "Your guardian says yes first.") {
		t.Errorf("a minor is told %q", got)
	}
	page.Upload.State = models.Granted
	if got := plain(drawPhotos(t, page).Find(".card")); !strings.Contains(got, "Photo upload is on.") {
		t.Errorf("with the permission on it says %q", got)
	}
}

// lived is a photo to which everything happened.
func lived() pages.PhotoPage {
	return pages.PhotoPage{
		Photo: models.Photo{
			ListedPhoto: models.ListedPhoto{
				ID: "p8", UploadedAt: now, Functions: []models.Function{models.FunctionPrinting}, Title: "First sun on the ridge",
				TakenAt: now.Add(-34 * time.Minute),
			},
			UploadedWith: "Jolara’s app", Receipt: "R-7EQ2-05", Width: 4000, Height: 3000, Bytes: 3_140_000,
			TakenFrom: models.FromFile, Removed: []models.Trace{models.TraceCamera, models.TraceLocation},
		},
		Uses: []models.Uses{
			{Function: models.FunctionPrinting, Allowed: true, Times: 1, Latest: now},
			{Function: models.FunctionPrinting, Times: 3, Latest: now},
			{Function: "advertising", Times: 1001, Latest: spring},
		},
		Prints: []models.PrintJob{{ID: "j1", Reference: "P-2026-0731", OrderedAt: now, State: models.PrintDelivered}},
		Upload: models.Permission{Kind: models.PhotoUpload, State: models.Granted},
	}
}

func drawPhoto(t *testing.T, page pages.PhotoPage) *goquery.Document {
	t.Helper()
	return draw(t, pages.Photo(adultAt("/data/photos/p8"), page))
}

func TestAPhotoTellsItsLife(t *testing.T) {
	drawn := drawPhoto(t, lived())
	for i, want := range []string{
		"Taken Fri 20 Nov 2026, 09:31 The date came with the file. Also in the file, and removed by us on arrival: the camera’s make, number and settings, the place.",
		"Uploaded Fri 20 Nov 2026, 10:05 With Jolara’s app, under Photo upload. Receipt R-7EQ2-05",
		"Chosen for printing Used for printing: 1 time. Attempts for anything else, all refused: advertising: 1,000+ times, the latest on 3 March 2026 Refused while Photo upload was off: printing: 3 times, the latest on 20 November 2026",
		"Delivered In print job P-2026-0731 , ordered on 20 November 2026.",
		"Kept until you delete it After 24 months without a sign-in, an upload or a print we delete it, and write to you 90, 30 and 7 days before.",
	} {
		if got := words(drawn.Find(".timeline > li").Eq(i)); got != want {
			t.Errorf("moment %d says\n%q, want\n%q", i+1, got, want)
		}
	}
	if drawn.Find(".timeline a[href='/receipts/R-7EQ2-05']").Length() != 1 || drawn.Find(".timeline a[href='/data/prints?job=j1']").Length() != 1 {
		t.Error("the receipt or the job is not led to")
	}
	img := drawn.Find(".plate img")
	if img.AttrOr("src", "") != "/files/p8?size=large" || img.AttrOr("width", "") != "1280" || img.AttrOr("height", "") != "960" || img.AttrOr("alt", "") != "First sun on the ridge" {
		t.Errorf("the picture is %v", img.Nodes[0].Attr)
	}
	if got := plain(drawn.Find("a[href='/files/p8?download=1']")); got != "Save the original, 3.1 MB" {
		t.Errorf("saving says %q", got)
	}
	if got := words(drawn.Find(".facts")); got != "Our file store original, 2 small sizes Jolara’s app no word from it The print works no word from it Backups up to 35 days" {
		t.Errorf("copies: %q", got)
	}
}

func TestAPhotoWithoutAPastTellsThatToo(t *testing.T) {
	page := lived()
	page.Uses, page.Prints = nil, nil
	page.Photo.Removed, page.Photo.TakenAt, page.Photo.TakenFrom, page.Photo.Title = nil, time.Time{}, "", ""
	drawn := drawPhoto(t, page)
	for i, want := range []string{
		"Taken on a day we don’t know Nothing told us the date. There was nothing else in the file that we had to remove.",
		"",
		"Chosen for printing Used for printing: 0 times. Attempts for anything else: 0.",
		"In no print job Jolara’s print service has told us of none.",
	} {
		if got := words(drawn.Find(".timeline > li").Eq(i)); want != "" && got != want {
			t.Errorf("moment %d says\n%q, want\n%q", i+1, got, want)
		}
	}
	if got := plain(drawn.Find("h1")); got != "Photo uploaded on 20 November 2026" {
		t.Errorf("it is called %q", got)
	}
	if got := words(drawn.Find(".facts")); strings.Contains(got, "print works") {
		t.Errorf("copies: %q", got)
	}
}

func TestWhoSaysWhenAPhotoWasTaken(t *testing.T) {
	day := models.DateOf(spring).Start()
	for _, c := range []struct {
		at   time.Time
		from models.Source
		says string
	}{
		{spring, models.FromFile, "The date came with the file."},
		{spring, models.FromJolara, "Jolara’s app told us the date."},
		{day, models.FromPerson, "The day was typed here."},
		{time.Time{}, models.FromPerson, "The day was cleared here."},
		{time.Time{}, "", "Nothing told us the date."},
	} {
		page := lived()
		page.Photo.TakenAt, page.Photo.TakenFrom = c.at, c.from
		if got := plain(drawPhoto(t, page).Find(".timeline p").First()); !strings.HasPrefix(got, c.says) {
			t.Errorf("%v from %q says %q", c.at, c.from, got)
		}
	}
	page := lived()
	page.Photo.TakenAt = day
	if got := plain(drawPhoto(t, page).Find(".timeline time").First()); got != "Tue 3 Mar 2026" {
		t.Errorf("a day without a time is written %q", got)
	}
}

func TestAHiddenPhotoKeepsItsLife(t *testing.T) {
	page := lived()
	page.Hidden = true
	page.Upload.State = models.Withdrawn
	drawn := drawPhoto(t, page)
	if drawn.Find("main img").Length() != 0 || !strings.Contains(plain(drawn.Find(".plate")), "Hidden until") {
		t.Error("the picture is shown")
	}
	if got := plain(drawn.Find(".notice h2")); got != "Photo upload is off, so this photo is at rest" {
		t.Errorf("the notice says %q", got)
	}
	if drawn.Find("form[action='/data/photos/p8']").Length() != 1 {
		t.Error("the title can no longer be corrected")
	}
}

func TestTwoTabsOfAPhotoMeet(t *testing.T) {
	page := lived()
	edit := models.PhotoEdit{Title: models.Typed{Was: "Sun", Is: "Ridge"}, Taken: models.Typed{Was: "2026-11-20", Is: "2026-11-20"}}
	page.Again = pages.Again{Form: edit.Form(), Overtaken: []string{string(models.FieldPhotoTitle)}}
	drawn := drawPhoto(t, page)
	if got := title(drawn); !strings.HasPrefix(got, "Error:") {
		t.Errorf("the title is %q", got)
	}
	if got := words(drawn.Find("#title-here")); got != "Here now First sun on the ridge What you typed Ridge" {
		t.Errorf("it shows %q", got)
	}
	if got := plain(drawn.Find("[role=alert] a[href='#title']")); got != "Title: decide which one counts." {
		t.Errorf("the summary says %q", got)
	}
	if drawn.Find("#title").AttrOr("value", "") != "Ridge" || drawn.Find("[name='was.photo_title']").AttrOr("value", "") != "First sun on the ridge" {
		t.Error("one more click would not save what was typed")
	}
}

func TestATitleToMendComesBack(t *testing.T) {
	page := lived()
	edit := models.PhotoEdit{Title: models.Typed{Was: "Sun", Is: strings.Repeat("x", 121)}, Taken: models.Typed{Is: "soon"}}
	page.Again = pages.Again{Form: edit.Form(), Invalid: models.Invalid{
		string(models.FieldPhotoTitle): models.FaultTooLong, string(models.FieldPhotoTaken): models.FaultMalformed,
	}}
	drawn := drawPhoto(t, page)
	if got := plain(drawn.Find("#title-wrong")); got != "Enter a title of at most 120 characters." {
		t.Errorf("the title is told %q", got)
	}
	taken := drawn.Find("#taken")
	if taken.AttrOr("value", "") != "soon" || taken.AttrOr("type", "") != "text" {
		t.Error("what was typed for the day is lost")
	}
	if drawn.Find("[role=alert] a").Length() != 2 {
		t.Error("the summary does not name both")
	}
}
