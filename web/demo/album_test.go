package demo_test

import (
	"bytes"
	"image"
	_ "image/jpeg"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/picture"
	"jolara.com/privacy/web/demo"
)

// day is when the tests' demo world begins.
var day = time.Date(2026, 11, 20, 16, 30, 0, 0, time.UTC)

func TestTheAlbumHasSeveralHundredPicturesOfItsOwnTime(t *testing.T) {
	album := demo.Album(day)
	if len(album) < 240 {
		t.Errorf("the album has %d pictures", len(album))
	}
	ids := map[string]bool{}
	for i, p := range album {
		if !p.Taken.Before(day) || p.Taken.Before(day.AddDate(-2, 0, 0)) {
			t.Errorf("%s was taken %s", p.ID, p.Taken)
		}
		if i > 0 && p.Taken.Before(album[i-1].Taken) {
			t.Errorf("%s stands after what was taken later", p.ID)
		}
		if ids[p.ID] {
			t.Errorf("%s is there twice", p.ID)
		}
		ids[p.ID] = true
		if _, err := models.ParseFunctions(p.Functions); err != nil {
			t.Errorf("%s is chosen for %v: %v", p.ID, p.Functions, err)
		}
		if strings.HasPrefix(p.FileName, "First snow") && !slices.Contains([]time.Month{time.December, time.January, time.February}, p.Taken.Month()) {
			t.Errorf("it snowed in %s", p.Taken.Month())
		}
	}
}

// TestEveryScenesPictureIsKept draws one picture of each scene, and one of each way in which a camera was held.
func TestEveryScenesPictureIsKept(t *testing.T) {
	drawn, seen := map[string]bool{}, map[string]string{}
	removed := map[models.Trace]int{}
	for _, p := range demo.Album(day) {
		scene, _, _ := strings.Cut(strings.TrimPrefix(p.ID, "demo-photo-"), "-")
		if strings.HasSuffix(p.FileName, ", upright.jpg") {
			scene = "upright"
		}
		if drawn[scene] {
			continue
		}
		drawn[scene] = true
		file, err := p.File()
		if err != nil {
			t.Fatal(err)
		}
		if twin := seen[string(file)]; twin != "" {
			t.Errorf("%s is %s again", p.ID, twin)
		}
		seen[string(file)] = p.ID
		kept, err := picture.NewReader(1).Read(t.Context(), file)
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		for _, trace := range kept.Removed {
			removed[models.Trace(trace)]++
		}
		if scene == "upright" && kept.Width >= kept.Height {
			t.Errorf("%s is shown %d × %d", p.ID, kept.Width, kept.Height)
		}
		if strings.HasSuffix(p.FileName, ".jpg") && !kept.Taken.Equal(p.Taken) {
			t.Errorf("%s says that it was taken %s, not %s", p.ID, kept.Taken, p.Taken)
		}
	}
	for _, trace := range []models.Trace{models.TraceCamera, models.TraceLocation} {
		if removed[trace] == 0 {
			t.Errorf("no picture brought its %s", trace)
		}
	}
}

func TestAPictureIsTheSameWheneverItIsDrawn(t *testing.T) {
	first, again := demo.Album(day)[11], demo.Album(day)[11]
	a, err := first.File()
	if err != nil {
		t.Fatal(err)
	}
	b, err := again.File()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("it was drawn otherwise")
	}
	if _, _, err := image.Decode(bytes.NewReader(a)); err != nil {
		t.Error(err)
	}
}
