package picture_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/webp"

	"jolara.com/privacy/models/picture"
)

// read reads a file that must be kept.
func read(t testing.TB, file []byte) picture.Picture {
	t.Helper()
	p, err := picture.NewReader(1).Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// decoded is a picture as its decoder hands it over.
func decoded(t testing.TB, mediaType string, file []byte) image.Image {
	t.Helper()
	decode := map[string]func(io.Reader) (image.Image, error){"image/jpeg": jpeg.Decode, "image/png": png.Decode, "image/webp": webp.Decode}[mediaType]
	m, err := decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// keepable is every kind of file that is kept, with everything in it that must go.
func keepable(t testing.TB) map[string][]byte {
	m := scene(48, 32)
	big, little := telling(binary.BigEndian, 6), telling(binary.LittleEndian, 6)
	exif, xmp := segment(0xe1, "Exif\x00\x00"+big), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secretXMP)
	jfif := segment(0xe0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01SEC")
	adobe := segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x00SECRET")
	pngEXIF := chunk("eXIf", little)
	texts := [][]byte{
		chunk("tEXt", "Author\x00SECRET"), chunk("zTXt", "a\x00\x00"+packed("SECRET")), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secretXMP),
		chunk("tIME", "\x07\xea\x01\x01\x01\x01\x01"), chunk("prVt", "SECRET"), chunk("pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01"),
		chunk("gAMA", "\x00\x00\xb1\x8f"), chunk("sRGB", "\x00SECRET"),
	}
	withTexts := func(m image.Image) []byte {
		return append(pngOf(t, m, append(slices.Clone(texts), pngEXIF)...), "SECRET trailer"...)
	}
	progressive := flat(0xc2, 40, 24, 3, []byte{200, 100, 50}, exif)
	noFlags := extended(0, nil, lossy, webpChunk("EXIF", "Exif\x00\x00"+little), webpChunk("XMP ", secretXMP), webpChunk("JUNK", "SECRET"))
	return map[string][]byte{
		"a JPEG with everything": append(jpegOf(
			t, m, jfif, segment(0xe0, "JFXX\x00\x10SECRET"), exif, xmp, segment(0xe2, "MPF\x00SECRET"), segment(0xed, "Photoshop 3.0\x008BIM SECRET"),
			segment(0xfe, "SECRET comment"), segment(0xe5, "SECRET"), []byte{0xff, 0xff, 0xff, 0xff},
		), "SECRET trailer"...),
		"a JPEG behind another":      append(jpegOf(t, m, exif), jpegOf(t, m, segment(0xfe, "SECRET"))...),
		"a grey JPEG":                jpegOf(t, as(image.NewGray(m.Rect), m), exif, xmp),
		"a CMYK JPEG":                flat(0xc0, 40, 24, 1, []byte{10, 200, 100, 50}, adobe, exif),
		"a YCCK JPEG":                flat(0xc0, 40, 24, 1, []byte{10, 200, 100, 50}, segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x02"), exif),
		"an RGB JPEG":                flat(0xc1, 40, 24, 1, []byte{200, 100, 50}, adobe, exif),
		"a progressive JPEG":         bytes.Replace(progressive, []byte("\xff\xda"), slices.Concat(segment(0xfe, "SECRET between the scans"), []byte("\xff\xda")), 2),
		"a PNG of true colours":      withTexts(m),
		"a PNG of 16 bits":           withTexts(as(image.NewRGBA64(m.Rect), m)),
		"a PNG that is seen through": withTexts(halfSeen(m)),
		"a grey PNG":                 withTexts(as(image.NewGray(m.Rect), m)),
		"a grey PNG of 16 bits":      withTexts(as(image.NewGray16(m.Rect), m)),
		"a PNG with a palette":       withTexts(as(image.NewPaletted(m.Rect, color.Palette{color.Black, color.White, color.NRGBA{255, 0, 0, 90}}), m)),
		"a lossless WebP":            append(losslessWebP(40, 24, color.NRGBA{200, 100, 50, 255}, webpChunk("JUNK", "SECRET")), "SECRET"...),
		"an extended WebP":           noFlags,
		"a WebP that is seen through": append(riff(
			lossyAlpha[12:], webpChunk("EXIF", big), webpChunk("XMP ", secretXMP),
		), "SECRET"...),
	}
}

// halfSeen is a picture that fades out to the right.
func halfSeen(m *image.RGBA) *image.NRGBA {
	out := as(image.NewNRGBA(m.Rect), m)
	for i := 3; i < len(out.Pix); i += 4 {
		out.Pix[i] = byte(255 - i/4%m.Rect.Dx())
	}
	return out
}

func TestTheKeptFileHasTheSamePixelsAndNothingThatTells(t *testing.T) {
	for name, file := range keepable(t) {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(file)
			p := read(t, file)
			if !bytes.Equal(file, before) {
				t.Error("the caller's file was written to")
			}
			if !reflect.DeepEqual(decoded(t, p.MediaType, file), decoded(t, p.MediaType, p.File)) {
				t.Error("the pixels are others")
			}
			for _, mark := range []string{"SECRET", "SECR", "Make", "GPS", "xmp", "Photoshop", "MPF", "tEXt", "zTXt", "iTXt", "tIME"} {
				if bytes.Contains(p.File, []byte(mark)) {
					t.Errorf("%q is left", mark)
				}
			}
			again := read(t, p.File)
			if !bytes.Equal(again.File, p.File) || len(again.Removed) > 0 {
				t.Errorf("a kept file was cleaned once more, of %v", again.Removed)
			}
			if len(p.Removed) == 0 {
				t.Error("nothing was removed, by its own word")
			}
		})
	}
}

func TestThePersonIsToldWhatWasRemoved(t *testing.T) {
	m := scene(48, 32)
	all := []picture.Removed{picture.Camera, picture.Embedded, picture.Location, picture.Owner, picture.Texts}
	withTrailer := append(slices.Clone(all), picture.Trailer)
	for name, want := range map[string][]picture.Removed{
		"a JPEG with everything": withTrailer, "a PNG of true colours": withTrailer, "an extended WebP": all, "a WebP that is seen through": withTrailer,
		"a lossless WebP": {picture.Texts, picture.Trailer},
	} {
		if got := read(t, keepable(t)[name]).Removed; !slices.Equal(got, want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	o := binary.LittleEndian
	for name, row := range map[string]struct {
		file []byte
		want []picture.Removed
	}{
		"a clean JPEG":               {jpegOf(t, m), nil},
		"a clean PNG":                {pngOf(t, m), nil},
		"a clean WebP":               {lossy, nil},
		"only what is kept":          {jpegOf(t, m, segment(0xe1, "Exif\x00\x00"+tiff(o, []tag{short(o, 0x0112, 3)}, []tag{ascii(0x9003, "2026:05:01 08:09:10")}))), nil},
		"the camera":                 {jpegOf(t, m, segment(0xe1, "Exif\x00\x00"+tiff(o, []tag{ascii(0x010f, "Maker")}))), []picture.Removed{picture.Camera}},
		"the owner":                  {jpegOf(t, m, segment(0xe1, "Exif\x00\x00"+tiff(o, nil, []tag{ascii(0xa430, "Mei")}))), []picture.Removed{picture.Owner}},
		"the place":                  {jpegOf(t, m, segment(0xe1, "Exif\x00\x00"+tiff(o, nil, nil, []tag{ascii(1, "N")}))), []picture.Removed{picture.Location}},
		"a comment":                  {jpegOf(t, m, segment(0xfe, "hello")), []picture.Removed{picture.Texts}},
		"a second picture behind it": {append(jpegOf(t, m, segment(0xe2, "MPF\x00")), jpegOf(t, m)...), []picture.Removed{picture.Embedded, picture.Trailer}},
		"EXIF that is damaged":       {jpegOf(t, m, segment(0xe1, "Exif\x00\x00II*\x00\xff\xff\xff\xff")), nil},
	} {
		if got := read(t, row.file).Removed; !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, not %v", name, got, row.want)
		}
	}
}

func TestOrientationAndDateAreAllThatIsKeptOfEXIF(t *testing.T) {
	o := binary.LittleEndian
	at := time.Date(2026, time.May, 1, 8, 9, 10, 0, time.FixedZone("", 8*60*60))
	date, zone := ascii(0x9003, "2026:05:01 08:09:10"), ascii(0x9011, "-03:30")
	for name, row := range map[string]struct {
		directories [][]tag
		taken       time.Time
		kept        string
	}{
		"orientation": {
			[][]tag{{short(o, 0x0112, 6)}},
			time.Time{},
			tiff(binary.BigEndian, []tag{short(binary.BigEndian, 0x0112, 6)}),
		},
		"a date at an offset": {
			[][]tag{{short(o, 0x0112, 6)}, {date, zone}},
			time.Date(2026, time.May, 1, 8, 9, 10, 0, time.FixedZone("", -(3*60+30)*60)),
			tiff(binary.BigEndian, []tag{short(binary.BigEndian, 0x0112, 6)}, []tag{date, zone}),
		},
		"a date in Shanghai": {
			[][]tag{nil, {date}},
			at,
			tiff(binary.BigEndian, []tag{short(binary.BigEndian, 0x0112, 1)}, []tag{date}),
		},
		"an offset that is none":       {[][]tag{nil, {date, ascii(0x9011, "SECRET")}}, at, tiff(binary.BigEndian, []tag{short(binary.BigEndian, 0x0112, 1)}, []tag{date})},
		"a date that is none":          {[][]tag{nil, {ascii(0x9003, "0000:00:00 00:00:00")}}, time.Time{}, ""},
		"a date that is text":          {[][]tag{nil, {ascii(0x9003, "SECRET")}}, time.Time{}, ""},
		"an orientation that is none":  {[][]tag{{short(o, 0x0112, 9)}}, time.Time{}, ""},
		"the time of the last change":  {[][]tag{{ascii(0x0132, "2026:05:01 08:09:10")}}, time.Time{}, ""},
		"a date outside of the block":  {[][]tag{nil, {{0x9003, 2, strings.Repeat("9", 70000)}}}, time.Time{}, ""},
		"nothing":                      {[][]tag{nil}, time.Time{}, ""},
		"a directory in its own stead": {[][]tag{{{0x8769, 4, "\x08\x00\x00"}}}, time.Time{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			block := tiff(o, row.directories...)
			for kind, file := range map[string][]byte{
				"PNG":  pngOf(t, scene(48, 32), chunk("eXIf", block)),
				"WebP": extended(0, nil, lossy, webpChunk("EXIF", block)),
				"JPEG": jpegOf(t, scene(48, 32), segment(0xe1, "Exif\x00\x00"+block[:min(len(block), 60000)])),
			} {
				p := read(t, file)
				if !p.Taken.Equal(row.taken) {
					t.Errorf("%s: taken %v", kind, p.Taken)
				}
				frame := map[string]string{
					"PNG": string(chunk("eXIf", row.kept)), "WebP": string(webpChunk("EXIF", row.kept)), "JPEG": string(segment(0xe1, "Exif\x00\x00"+row.kept)),
				}[kind]
				name := map[string]string{"PNG": "eXIf", "WebP": "EXIF", "JPEG": "Exif\x00"}[kind]
				if kept := bytes.Contains(p.File, []byte(name)); kept != (row.kept != "") || kept && !bytes.Contains(p.File, []byte(frame)) {
					t.Errorf("%s: kept %q", kind, p.File)
				}
			}
		})
	}
}

func TestAColourProfileIsKeptByteByByte(t *testing.T) {
	profile := string(profileOf(adobeRGB, 2.2)) + strings.Repeat("colour", 20000)
	half := len(profile) / 2
	webpICC := webpChunk("ICCP", profile)
	for name, row := range map[string]struct {
		file []byte
		kept []string
	}{
		"JPEG": {
			jpegOf(t, scene(48, 32), segment(0xe1, "Exif\x00\x00"+telling(binary.BigEndian, 1)), segment(0xe2, "ICC_PROFILE\x00\x01\x02"+profile[:half]), segment(0xfe, "SECRET"), segment(0xe2, "ICC_PROFILE\x00\x02\x02"+profile[half:])),
			[]string{string(segment(0xe2, "ICC_PROFILE\x00\x01\x02"+profile[:half])), string(segment(0xe2, "ICC_PROFILE\x00\x02\x02"+profile[half:]))},
		},
		"PNG":  {pngOf(t, scene(48, 32), chunk("tEXt", "a\x00SECRET"), chunk("iCCP", "name\x00\x00"+packed(profile))), []string{string(chunk("iCCP", "name\x00\x00"+packed(profile)))}},
		"WebP": {extended(1<<5, webpICC, lossy, webpChunk("XMP ", "SECRET")), []string{string(webpICC)}},
	} {
		p := read(t, row.file)
		for _, kept := range row.kept {
			if !bytes.Contains(p.File, []byte(kept)) {
				t.Errorf("%s: the profile is not what it was", name)
			}
		}
		if bytes.Contains(p.File, []byte("SECRET")) {
			t.Errorf("%s: something is left", name)
		}
	}
}

func TestAWebPSaysWhatItStillHolds(t *testing.T) {
	const icc, alpha, exif, xmp = 1 << 5, 1 << 4, 1 << 3, 1 << 2
	o := binary.LittleEndian
	turned := webpChunk("EXIF", tiff(o, []tag{short(o, 0x0112, 6)}))
	for name, row := range map[string]struct {
		file  []byte
		flags int
	}{
		"orientation":         {extended(exif|xmp, nil, lossy, turned, webpChunk("XMP ", "x")), exif},
		"nothing":             {extended(exif|xmp, nil, lossy, webpChunk("EXIF", "x"), webpChunk("XMP ", "x")), 0},
		"flags that were off": {extended(0, webpChunk("ICCP", "x"), lossy, turned), icc | exif},
		"transparency":        {lossyAlpha, alpha},
		"a simple one":        {lossy, -1},
		"a simple one, EXIF":  {riff(lossy[12:], turned), exif},
	} {
		flags := -1
		if kept := read(t, row.file).File; string(kept[12:16]) == "VP8X" {
			flags = int(kept[20])
		}
		if flags != row.flags {
			t.Errorf("%s: flags %b", name, flags)
		}
	}
}
