package picture_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"

	"jolara.com/privacy/models/picture"
)

// thumbnail decodes a thumbnail, which is a JPEG without any application segment.
func thumbnail(t testing.TB, file []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, []byte("\xff\xd8\xff\xdb")) {
		t.Errorf("a thumbnail begins with %x", file[:4])
	}
	return m
}

// near tells whether two colours are alike to the eye.
func near(a, b color.Color, tolerance int) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb)} {
		if max(d, -d) > tolerance<<8 {
			return false
		}
	}
	return true
}

// around is the mean colour around a point: single pixels differ wherever a JPEG was written once more.
func around(m image.Image, x, y int) color.Color {
	var sum [3]uint32
	area := image.Rect(x-4, y-4, x+4, y+4).Intersect(m.Bounds())
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			r, g, b, _ := m.At(x, y).RGBA()
			sum[0], sum[1], sum[2] = sum[0]+r, sum[1]+g, sum[2]+b
		}
	}
	n := uint32(area.Dx() * area.Dy())
	return color.RGBA64{uint16(sum[0] / n), uint16(sum[1] / n), uint16(sum[2] / n), 0xffff}
}

// alike compares two pictures at places all over them.
func alike(t testing.TB, what string, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Errorf("%s: %v, not %v", what, got.Bounds(), want.Bounds())
		return
	}
	b := got.Bounds()
	for i := range 10 {
		for j := range 10 {
			x, y := b.Min.X+(2*i+1)*b.Dx()/20, b.Min.Y+(2*j+1)*b.Dy()/20
			if is, wanted := around(got, x, y), around(want, x, y); !near(is, wanted, 6) {
				t.Errorf("%s: at %d, %d is %v, not %v", what, x, y, is, wanted)
				return
			}
		}
	}
}

// stored is how an upright picture is stored under an orientation, by the table of EXIF (CIPA DC-008, 4.6.4): which side of
// the picture the first row is, and which the first column.
func stored(upright image.Image, orientation int) image.Image {
	w, h := upright.Bounds().Dx(), upright.Bounds().Dy()
	at := map[int]func(x, y int) (int, int){
		1: func(x, y int) (int, int) { return x, y },
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },                 // row 0 left, column 0 top
		6: func(x, y int) (int, int) { return w - 1 - y, x },         // row 0 right, column 0 top
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x }, // row 0 right, column 0 bottom
		8: func(x, y int) (int, int) { return y, h - 1 - x },         // row 0 left, column 0 bottom
	}[orientation]
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	m := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			m.Set(x, y, upright.At(at(x, y)))
		}
	}
	return m
}

func TestAThumbnailStandsUpright(t *testing.T) {
	upright := scene(600, 400)
	first := read(t, jpegOf(t, upright))
	small, large := thumbnail(t, first.Small), thumbnail(t, first.Large)
	alike(t, "large", large, upright)
	for orientation := 1; orientation <= 8; orientation++ {
		o := binary.LittleEndian
		block := tiff(o, []tag{short(o, 0x0112, uint16(orientation))})
		m := stored(upright, orientation)
		for kind, file := range map[string][]byte{
			"JPEG": jpegOf(t, m, segment(0xe1, "Exif\x00\x00"+block)), "PNG": pngOf(t, m, chunk("eXIf", block)),
		} {
			p := read(t, file)
			if p.Width != 600 || p.Height != 400 {
				t.Errorf("%s %d: %d × %d", kind, orientation, p.Width, p.Height)
			}
			alike(t, fmt.Sprintf("%s %d, small", kind, orientation), thumbnail(t, p.Small), small)
			alike(t, fmt.Sprintf("%s %d, large", kind, orientation), thumbnail(t, p.Large), large)
		}
	}
}

func TestThumbnailsHaveTheirMeasures(t *testing.T) {
	for _, row := range []struct{ w, h, largeW, largeH int }{
		{1, 1, 1, 1},
		{200, 100, 200, 100},
		{1280, 1280, 1280, 1280},
		{1281, 100, 1280, 100},
		{2560, 1000, 1280, 500},
		{1000, 2560, 500, 1280},
		{60000, 2, 1280, 1},
		{3, 9000, 1, 1280},
	} {
		p := read(t, pngOf(t, as(image.NewGray(image.Rect(0, 0, row.w, row.h)), image.White)))
		small, large := thumbnail(t, p.Small), thumbnail(t, p.Large)
		if want := image.Rect(0, 0, picture.SmallSide, picture.SmallSide); small.Bounds() != want {
			t.Errorf("%d × %d: small %v", row.w, row.h, small.Bounds())
		}
		if want := image.Rect(0, 0, row.largeW, row.largeH); large.Bounds() != want {
			t.Errorf("%d × %d: large %v", row.w, row.h, large.Bounds())
		}
		if c := small.At(180, 180); !near(c, color.White, 2) {
			t.Errorf("%d × %d: %v", row.w, row.h, c)
		}
	}
}

func TestTheSmallThumbnailIsTheMiddle(t *testing.T) {
	// Red, with a green square in the middle.
	for _, r := range []image.Rectangle{image.Rect(0, 0, 900, 400), image.Rect(0, 0, 400, 900), image.Rect(0, 0, 3000, 100), image.Rect(0, 0, 30, 10)} {
		m := as(image.NewRGBA(r), image.NewUniform(color.RGBA{255, 0, 0, 255}))
		side := min(r.Dx(), r.Dy())
		x, y := (r.Dx()-side)/2, (r.Dy()-side)/2
		as(m.SubImage(image.Rect(x, y, x+side, y+side)).(*image.RGBA), image.NewUniform(color.RGBA{0, 255, 0, 255}))
		small := thumbnail(t, read(t, pngOf(t, m)).Small)
		for _, at := range []image.Point{{4, 4}, {355, 4}, {4, 355}, {355, 355}, {180, 180}} {
			if c := small.At(at.X, at.Y); !near(c, color.RGBA{0, 255, 0, 255}, 30) {
				t.Errorf("%v: at %v is %v", r, at, c)
			}
		}
	}
}

func TestAShrunkPictureIsTheMeanOfItsPixels(t *testing.T) {
	// Fine stripes of black and white: leaving pixels out would show them, and not the grey that they are from afar.
	m := image.NewGray(image.Rect(0, 0, 5003, 2001))
	for i := range m.Pix {
		m.Pix[i] = byte(255 * (i % m.Stride % 2))
	}
	large := thumbnail(t, read(t, pngOf(t, m)).Large)
	for x := 0; x < 1280; x += 7 {
		if c := large.At(x, 200); !near(c, color.Gray{128}, 40) {
			t.Fatalf("at %d is %v", x, c)
		}
	}
}

func TestThumbnailsShowEveryKindOfColour(t *testing.T) {
	want := color.RGBA{200, 100, 50, 255}
	solid := func(c color.Color) image.Image { return image.NewUniform(c) }
	size := image.Rect(0, 0, 40, 24)
	cmyk := segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x00") // inverted, as Adobe has it: what is left of white
	y, cb, cr := color.RGBToYCbCr(200, 100, 50)
	ycck := segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x02")
	cy, ccb, ccr := color.RGBToYCbCr(255-200, 255-100, 255-50) // inverted twice
	for name, row := range map[string]struct {
		file []byte
		want color.Color
	}{
		"YCbCr":              {flat(0xc0, 40, 24, 1, []byte{y, cb, cr}), want},
		"progressive":        {flat(0xc2, 40, 24, 1, []byte{y, cb, cr}), want},
		"RGB":                {flat(0xc0, 40, 24, 1, []byte{200, 100, 50}, cmyk), want},
		"CMYK":               {flat(0xc0, 40, 24, 1, []byte{200, 100, 50, 255}, cmyk), want},
		"YCCK":               {flat(0xc0, 40, 24, 1, []byte{cy, ccb, ccr, 255}, ycck), want},
		"grey":               {flat(0xc0, 40, 24, 1, []byte{90}), color.Gray{90}},
		"16 bits":            {pngOf(t, as(image.NewRGBA64(size), solid(want))), want},
		"16 bits and alpha":  {pngOf(t, as(image.NewNRGBA64(size), solid(color.NRGBA64{0, 0, 0, 0x8000}))), color.Gray{127}},
		"half seen":          {pngOf(t, as(image.NewNRGBA(size), solid(color.NRGBA{255, 0, 0, 128}))), color.RGBA{255, 127, 127, 255}},
		"not seen":           {pngOf(t, as(image.NewNRGBA(size), solid(color.Transparent))), color.White},
		"a palette":          {pngOf(t, as(image.NewPaletted(size, color.Palette{want}), solid(want))), want},
		"grey of 16 bits":    {pngOf(t, as(image.NewGray16(size), solid(color.Gray{90}))), color.Gray{90}},
		"a lossless WebP":    {losslessWebP(40, 24, color.NRGBA{200, 100, 50, 255}), want},
		"a WebP, half seen":  {losslessWebP(40, 24, color.NRGBA{255, 0, 0, 128}), color.RGBA{255, 127, 127, 255}},
		"a lossy WebP":       {lossy, color.RGBA{185, 120, 100, 255}},
		"lossy, seen partly": {lossyAlpha, color.RGBA{210, 171, 160, 255}},
	} {
		p := read(t, row.file)
		for size, file := range map[string][]byte{"small": p.Small, "large": p.Large} {
			m := thumbnail(t, file)
			if c := m.At(m.Bounds().Dx()/2, m.Bounds().Dy()/2); !near(c, row.want, 12) {
				t.Errorf("%s, %s: %v, not %v", name, size, c, row.want)
			}
		}
	}
}

// The colours of red, green and blue in ICC's connection space, as the profiles of these spaces have them.
var (
	sRGB      = [3][3]float64{{0.4360, 0.2225, 0.0139}, {0.3851, 0.7169, 0.0971}, {0.1431, 0.0606, 0.7141}}
	adobeRGB  = [3][3]float64{{0.6097, 0.3111, 0.0195}, {0.2053, 0.6257, 0.0609}, {0.1492, 0.0632, 0.7446}}
	displayP3 = [3][3]float64{{0.5151, 0.2412, -0.0011}, {0.2920, 0.6922, 0.0419}, {0.1571, 0.0666, 0.7841}}
)

// inSteps stands, instead of a power, for sRGB's curve in steps; 0 for its formula.
const inSteps = -1

// profileOf writes an ICC profile of three colours and a curve.
func profileOf(colours [3][3]float64, power float64) []byte {
	fixed := func(b []byte, numbers ...float64) []byte {
		for _, n := range numbers {
			b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(n*65536))))
		}
		return b
	}
	curve := fixed([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	switch power {
	case 0:
	case inSteps:
		curve = []byte("curv\x00\x00\x00\x00\x00\x00\x04\x00")
		for i := range 1024 {
			v := float64(i) / 1023
			light := v / 12.92
			if v > 0.04045 {
				light = math.Pow((v+0.055)/1.055, 2.4)
			}
			curve = binary.BigEndian.AppendUint16(curve, uint16(math.Round(light*65535)))
		}
	default:
		curve = binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(math.Round(power*256)))
	}
	head := make([]byte, 128)
	copy(head[16:], "RGB XYZ ")
	copy(head[36:], "acsp")
	file := binary.BigEndian.AppendUint32(head, 6)
	var data []byte
	for i, name := range []string{"r", "g", "b"} {
		xyz := fixed([]byte("XYZ \x00\x00\x00\x00"), colours[i][:]...)
		for suffix, value := range map[string][]byte{"XYZ": xyz, "TRC": curve} {
			file = append(file, name+suffix...)
			file = binary.BigEndian.AppendUint32(file, uint32(128+4+6*12+len(data)))
			file = binary.BigEndian.AppendUint32(file, uint32(len(value)))
			data = append(data, value...)
		}
	}
	return append(file, data...)
}

func TestThumbnailsHaveTheColoursOfSRGB(t *testing.T) {
	// What is stored in these spaces, and the same colour in sRGB, by their published matrices and curves.
	p3 := func(r, g, b float64) color.Color {
		decode := func(v float64) float64 { return math.Pow((v/255+0.055)/1.055, 2.4) }
		encode := func(l float64) byte { return byte(255 * (1.055*math.Pow(l, 1/2.4) - 0.055)) }
		r, g, b = decode(r), decode(g), decode(b)
		return color.RGBA{encode(1.2249*r - 0.2247*g), encode(-0.0420*r + 1.0419*g), encode(-0.0197*r - 0.0786*g + 1.0979*b), 255}
	}
	profile := profileOf(displayP3, 0)
	for name, row := range map[string]struct {
		profile []byte
		stored  color.RGBA
		want    color.Color
	}{
		"none":                 {nil, color.RGBA{180, 90, 60, 255}, color.RGBA{180, 90, 60, 255}},
		"sRGB":                 {profileOf(sRGB, 0), color.RGBA{180, 90, 60, 255}, color.RGBA{180, 90, 60, 255}},
		"Display P3":           {profile, color.RGBA{180, 90, 60, 255}, p3(180, 90, 60)},
		"Adobe RGB, its green": {profileOf(adobeRGB, 2.2), color.RGBA{0, 255, 0, 255}, color.RGBA{0, 255, 0, 255}},
		"Adobe RGB, grey":      {profileOf(adobeRGB, 2.2), color.RGBA{100, 100, 100, 255}, color.RGBA{100, 100, 100, 255}},
		"a profile cut short":  {profile[:len(profile)-30], color.RGBA{180, 90, 60, 255}, color.RGBA{180, 90, 60, 255}},
		"what is no profile":   {bytes.Repeat([]byte{0xff}, 500), color.RGBA{180, 90, 60, 255}, color.RGBA{180, 90, 60, 255}},
		"a profile for CMYK":   {bytes.Replace(profile, []byte("RGB "), []byte("CMYK"), 1), color.RGBA{180, 90, 60, 255}, color.RGBA{180, 90, 60, 255}},
		"Display P3, in steps": {profileOf(displayP3, inSteps), color.RGBA{180, 90, 60, 255}, p3(180, 90, 60)},
	} {
		m := as(image.NewRGBA(image.Rect(0, 0, 32, 32)), image.NewUniform(row.stored))
		for kind, file := range map[string][]byte{
			"JPEG": jpegOf(t, m, segment(0xe2, "ICC_PROFILE\x00\x01\x01"+string(row.profile))),
			"PNG":  pngOf(t, m, chunk("iCCP", "p\x00\x00"+packed(string(row.profile)))),
		} {
			p := read(t, file)
			for _, file := range [][]byte{p.Small, p.Large} {
				if c := thumbnail(t, file).At(16, 16); !near(c, row.want, 3) {
					t.Errorf("%s, %s: %v, not %v", name, kind, c, row.want)
				}
			}
		}
	}
}
