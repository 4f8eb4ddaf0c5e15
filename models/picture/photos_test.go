package picture_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models/picture"
)

// photos is a folder of photographs beside the checkout, and no part of it. Every rule that is tested with them is also
// tested with files that these tests make.
const photos = "../../../shared/photos"

func photo(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(photos, name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("%s is missing", filepath.Join(photos, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPhotographsAreKeptWithTheirPixelsAlone(t *testing.T) {
	const camera, location, owner, texts, trailer = picture.Camera, picture.Location, picture.Owner, picture.Texts, picture.Trailer
	taken := func(month time.Month) time.Time {
		return time.Date(2026, month, 10+int(month), 10, 20+int(month), 0, 0, time.FixedZone("", 8*60*60))
	}
	for name, want := range map[string]struct {
		mediaType     string
		width, height int
		taken         time.Time
		removed       []picture.Removed
	}{
		"good-gps.jpg":              {"image/jpeg", 640, 426, time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC), []picture.Removed{camera, location, owner, texts}},
		"good-icc.jpg":              {"image/jpeg", 426, 640, time.Time{}, nil},
		"good-progressive.jpg":      {"image/jpeg", 640, 426, time.Time{}, nil},
		"good-cmyk.jpg":             {"image/jpeg", 640, 433, time.Time{}, nil},
		"good-gray.jpg":             {"image/jpeg", 640, 503, time.Time{}, nil},
		"good-trailer.jpg":          {"image/jpeg", 640, 427, time.Time{}, []picture.Removed{trailer}},
		"good-motion-trailer.jpg":   {"image/jpeg", 640, 360, time.Time{}, []picture.Removed{trailer}},
		"good-16bit.png":            {"image/png", 500, 281, time.Time{}, []picture.Removed{texts}},
		"good-alpha.png":            {"image/png", 500, 281, time.Time{}, nil},
		"good-lossy.webp":           {"image/webp", 1800, 1200, taken(8), []picture.Removed{camera}},
		"good-lossless.webp":        {"image/webp", 400, 226, time.Time{}, nil},
		"good-panorama-60000x2.png": {"image/png", 60000, 2, time.Time{}, nil},
		"good-plain.jpg":            {"image/jpeg", 640, 433, time.Time{}, nil},
		"photo-1.jpg":               {"image/jpeg", 1800, 1198, taken(1), []picture.Removed{camera}},
		"photo-2.jpg":               {"image/jpeg", 1198, 1800, taken(2), []picture.Removed{camera}},
		"photo-3.jpg":               {"image/jpeg", 1800, 1198, taken(3), []picture.Removed{camera}},
		"photo-4.jpg":               {"image/jpeg", 1800, 1350, taken(4), []picture.Removed{camera}},
		"photo-5.jpg":               {"image/jpeg", 1800, 1218, taken(5), []picture.Removed{camera}},
		"photo-6.jpg":               {"image/jpeg", 1800, 1416, taken(6), []picture.Removed{camera}},
		"photo-7.jpg":               {"image/jpeg", 1800, 1013, taken(7), []picture.Removed{camera}},
		"photo-8.jpg":               {"image/jpeg", 1800, 1200, taken(8), []picture.Removed{camera}},
		"photo-9.jpg":               {"image/jpeg", 1800, 1013, taken(9), []picture.Removed{camera}},
	} {
		t.Run(name, func(t *testing.T) {
			file := photo(t, name)
			p := read(t, file)
			if p.MediaType != want.mediaType || p.Width != want.width || p.Height != want.height || !p.Taken.Equal(want.taken) || !slices.Equal(p.Removed, want.removed) {
				t.Errorf("%s of %d × %d, taken %v, without %v", p.MediaType, p.Width, p.Height, p.Taken, p.Removed)
			}
			before := decoded(t, p.MediaType, file)
			if !reflect.DeepEqual(before, decoded(t, p.MediaType, p.File)) {
				t.Error("the pixels are others")
			}
			if again := read(t, p.File); !bytes.Equal(again.File, p.File) || len(again.Removed) > 0 {
				t.Errorf("cleaned once more, of %v", again.Removed)
			}
			for _, mark := range []string{"http://ns.adobe", "GPSL", "xmpmeta", "tEXt", "iTXt", "ftyp", "PK\x03\x04"} {
				if bytes.Contains(p.File, []byte(mark)) {
					t.Errorf("%q is left", mark)
				}
			}
			// The thumbnail of a picture that is small enough is the picture.
			if large := thumbnail(t, p.Large); large.Bounds() == before.Bounds() && opaqueSRGB(name) {
				alike(t, "large", large, before)
			}
		})
	}
}

// opaqueSRGB tells whether a photograph's own pixels are what its thumbnail must show.
func opaqueSRGB(name string) bool {
	return !strings.Contains(name, "icc") && !strings.Contains(name, "alpha")
}

func TestPhotographsStandUpright(t *testing.T) {
	first := decoded(t, "image/jpeg", photo(t, "good-orientation-1.jpg"))
	for orientation := 1; orientation <= 8; orientation++ {
		name := fmt.Sprintf("good-orientation-%d.jpg", orientation)
		p := read(t, photo(t, name))
		if !bytes.Contains(p.File, []byte{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0}) {
			t.Errorf("%s: the orientation is not kept", name)
		}
		upright := thumbnail(t, p.Large)
		alike(t, name, stored(upright, orientation), first)
	}
}

func TestWhatIsNoWholePhotographIsRefused(t *testing.T) {
	reader := picture.NewReader(1)
	for name, why := range map[string]error{
		"bad-truncated.jpg":    picture.ErrBroken,
		"bad-empty.jpg":        picture.ErrKind,
		"bad-gifar.jpg":        picture.ErrKind,
		"bad-svg.jpg":          picture.ErrKind,
		"bad-html.jpg":         picture.ErrKind,
		"bad-heic.heic":        picture.ErrHEIC,
		"bad-bomb-900mp.png":   picture.ErrTooLarge,
		"bad-54mp.png":         picture.ErrTooLarge,
		"bad-lying-size.jpg":   picture.ErrTooLarge,
		"odd-corrupt-scan.jpg": picture.ErrBroken,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := reader.Read(t.Context(), photo(t, name)); !errors.Is(err, why) {
				t.Error(err)
			}
		})
	}
}
