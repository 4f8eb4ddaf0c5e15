package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"runtime"
	"slices"
	"strings"
	"testing"

	"jolara.com/privacy/models/picture"
)

// refusals are files that are not kept, and why.
func refusals(t testing.TB) map[string]refusal {
	m := scene(48, 32)
	var animated bytes.Buffer
	if err := gif.Encode(&animated, m, nil); err != nil {
		t.Fatal(err)
	}
	j, p := jpegOf(t, m), pngOf(t, m)
	ftyp := func(brand string) []byte { return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00mif1heic") }
	replaced := func(file []byte, old, replacement string) []byte {
		if !bytes.Contains(file, []byte(old)) {
			t.Fatalf("%q is not in the file", old)
		}
		return bytes.Replace(file, []byte(old), []byte(replacement), 1)
	}
	const jpegSize, jpegSize2 = "\x08\x00\x20\x00\x30", "\x08\x00\x20\xff\xff"
	unframed := j[:bytes.Index(j, []byte("\xff\xc0"))]

	files := map[string]refusal{
		"nothing":                              {nil, picture.ErrKind},
		"a byte":                               {[]byte{0xff}, picture.ErrKind},
		"a page":                               {[]byte("<!doctype html><script>alert(1)</script>"), picture.ErrKind},
		"a drawing":                            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), picture.ErrKind},
		"a GIF":                                {animated.Bytes(), picture.ErrKind},
		"a GIF that ends as an archive":        {append(animated.Bytes(), "PK\x03\x04 META-INF/ PK\x05\x06"...), picture.ErrKind},
		"a script before a picture":            {append([]byte("#!/bin/sh\n"), j...), picture.ErrKind},
		"a bitmap":                             {[]byte("BM\x00\x00\x00\x00"), picture.ErrKind},
		"a TIFF":                               {[]byte(telling(binary.BigEndian, 1)), picture.ErrKind},
		"a document":                           {[]byte("%PDF-1.7\n%\xff\xd8\xff"), picture.ErrKind},
		"an AVIF":                              {ftyp("avif"), picture.ErrKind},
		"a film":                               {ftyp("isom"), picture.ErrKind},
		"a HEIC":                               {ftyp("heic"), picture.ErrHEIC},
		"a HEIC by another brand":              {ftyp("mif1"), picture.ErrHEIC},
		"a sound in WebP's container":          {[]byte("RIFF\x24\x00\x00\x00WAVEfmt "), picture.ErrKind},
		"an animated PNG":                      {pngOf(t, m, chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00")), picture.ErrKind},
		"an animated WebP":                     {extended(1<<1, webpChunk("ANIM", "\x00\x00\x00\x00\x00\x00"), lossy), picture.ErrKind},
		"a JPEG in arithmetic coding":          {replaced(j, "\xff\xc0\x00\x11", "\xff\xc9\x00\x11"), picture.ErrKind},
		"a lossless JPEG":                      {replaced(j, "\xff\xc0\x00\x11", "\xff\xc3\x00\x11"), picture.ErrKind},
		"a JPEG of 12 bits":                    {replaced(j, jpegSize, "\x0c"+jpegSize[1:]), picture.ErrKind},
		"four colours that nobody can tell":    {flat(0xc0, 16, 16, 1, []byte{1, 2, 3, 4}), picture.ErrKind},
		"a JPEG of no height":                  {replaced(j, jpegSize, "\x08\x00\x00\x00\x30"), picture.ErrBroken},
		"a JPEG of no width":                   {replaced(j, jpegSize, "\x08\x00\x20\x00\x00"), picture.ErrBroken},
		"a JPEG that lies about its width":     {replaced(j, jpegSize, jpegSize2), picture.ErrBroken},
		"a JPEG that lies a little":            {replaced(j, jpegSize, "\x08\x00\x40\x00\x40"), picture.ErrBroken},
		"a JPEG without a frame":               {append(slices.Clone(unframed), 0xff, 0xd9), picture.ErrBroken},
		"a JPEG with two frames":               {slices.Concat(unframed, segment(0xc0, "\x08\x00\x10\x00\x10\x01\x01\x11\x00"), j[len(unframed):]), picture.ErrBroken},
		"a JPEG that is only its marks":        {[]byte("\xff\xd8\xff\xd9"), picture.ErrBroken},
		"a JPEG without its end":               {j[:len(j)-2], picture.ErrBroken},
		"a JPEG inside of another":             {slices.Concat(j[:2], j), picture.ErrBroken},
		"a segment of no length":               {slices.Concat(j[:2], []byte("\xff\xfe\x00\x01"), j[2:]), picture.ErrBroken},
		"a segment longer than its file":       {slices.Concat(j[:2], []byte("\xff\xfe\xff\xff"), j[2:]), picture.ErrBroken},
		"a JPEG without its tables":            {bytes.ReplaceAll(j, []byte("\xff\xc4"), []byte("\xff\xee")), picture.ErrBroken},
		"a PNG of no width":                    {pngHead(0, 100, 8, 2, 0), picture.ErrBroken},
		"a PNG of no height":                   {pngHead(100, 0, 8, 2, 0), picture.ErrBroken},
		"a PNG that lies":                      {pngHead(4000, 4000, 8, 2, 0), picture.ErrBroken},
		"a PNG that lies a little":             {pngHead(2, 2, 8, 0, 0), picture.ErrBroken},
		"a PNG with a wrong sum":               {replaced(p, "IDAT\x78", "IDAT\x79"), picture.ErrBroken},
		"a PNG without its end":                {p[:len(p)-12], picture.ErrBroken},
		"a PNG without a header":               {append([]byte("\x89PNG\r\n\x1a\n"), chunk("IEND", "")...), picture.ErrBroken},
		"a PNG with two headers":               {pngOf(t, m, chunk("IHDR", strings.Repeat("\x01", 13))), picture.ErrBroken},
		"a chunk longer than its file":         {pngOf(t, m, []byte("\x7f\xff\xff\xfftEXt")), picture.ErrBroken},
		"a chunk whose length overflows":       {pngOf(t, m, []byte("\xff\xff\xff\xfftEXt")), picture.ErrBroken},
		"a PNG with a part that is needed":     {pngOf(t, m, chunk("NEED", "?")), picture.ErrBroken},
		"more pixels than are announced":       {slices.Concat(pngHead(1, 1, 8, 0, 0)[:33], chunk("IDAT", packed(strings.Repeat("\x00", 500))), chunk("IEND", "")), picture.ErrBroken},
		"a WebP longer than its file":          {lossy[:len(lossy)-1], picture.ErrBroken},
		"a WebP of nothing":                    {riff(), picture.ErrBroken},
		"a WebP's chunk whose length is a lie": {riff([]byte("VP8 \xff\xff\xff\xff")), picture.ErrBroken},
		"a WebP's chunk without a length":      {riff([]byte("VP8 ")), picture.ErrBroken},
		"a WebP of other measures":             {replaced(extended(0, nil, lossy), "VP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x17", "VP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x18"), picture.ErrBroken},
		"a WebP with two pictures":             {riff(lossy[12:], lossy[12:]), picture.ErrBroken},
		"a WebP with a picture of each kind":   {riff(lossy[12:], losslessWebP(24, 16, color.NRGBA{})[12:]), picture.ErrBroken},
		"a WebP that is no first frame":        {riff(webpChunk("VP8 ", "\x01\x00\x00\x9d\x01\x2a\x10\x00\x10\x00")), picture.ErrBroken},
		"a WebP of no size":                    {riff(webpChunk("VP8 ", "\x10\x00\x00\x9d\x01\x2a\x00\x00\x10\x00")), picture.ErrBroken},
		"a lossless WebP of nothing":           {riff(webpChunk("VP8L", "\x2f")), picture.ErrBroken},
	}
	for i := 1; i < 10; i++ {
		for kind, file := range map[string][]byte{
			"JPEG": j, "progressive JPEG": flat(0xc2, 160, 160, 4, []byte{9, 9, 9}), "PNG": p, "lossy WebP": lossy, "WebP seen through": lossyAlpha,
		} {
			files[fmt.Sprintf("%d tenths of a %s", i, kind)] = refusal{file[:max(12, len(file)*i/10)], picture.ErrBroken} // of less, nobody knows what it was to be
		}
	}
	return files
}

type refusal struct {
	file []byte
	why  error
}

// bombs are small files that would need much to decode.
func bombs() map[string][]byte {
	vp8 := func(w, h uint16) []byte {
		return binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16([]byte("\x10\x00\x00\x9d\x01\x2a"), w), h)
	}
	return map[string][]byte{
		"a PNG of 900 megapixels":               pngHead(30000, 30000, 8, 2, 0),
		"a PNG of all pixels there can be":      pngHead(1<<31-1, 1<<31-1, 16, 6, 1),
		"a PNG whose measures wrap around":      pngHead(1<<32-1, 1<<32-1, 16, 6, 0),
		"a PNG that is one line":                pngHead(1<<31-1, 1, 1, 0, 0),
		"a PNG that is one column":              pngHead(1, 1<<31-1, 1, 0, 0),
		"a PNG of 54 megapixels":                pngHead(9000, 6000, 8, 2, 0),
		"a PNG of 16 bits":                      pngHead(6000, 4500, 16, 2, 0),
		"an interlaced PNG":                     pngHead(6000, 4500, 8, 6, 1),
		"a grey PNG that is seen through":       slices.Insert(pngHead(9000, 6000, 8, 0, 0), 33, chunk("tRNS", "\x00\x00")...),
		"a JPEG of all pixels there can be":     flatHead(0xc0, 65535, 65535, 3),
		"a progressive JPEG, coefficients":      flatHead(0xc2, 4000, 4000, 3),
		"a progressive JPEG of four colours":    flatHead(0xc2, 3500, 3500, 4),
		"a CMYK JPEG":                           flatHead(0xc0, 6000, 5000, 4),
		"a progressive JPEG of very many scans": flat(0xc2, 80, 80, 2000, []byte{9, 9, 9}),
		"a lossless WebP":                       losslessWebP(16384, 16384, color.NRGBA{1, 2, 3, 255}),
		"a lossy WebP":                          riff(webpChunk("VP8 ", string(vp8(16383, 16383)))),
		"a lossy WebP that is seen through": riff(
			webpChunk("VP8X", "\x10\x00\x00\x00\x7f\x1f\x00\x7f\x17\x00"), webpChunk("ALPH", "\x01"), webpChunk("VP8 ", string(vp8(8064, 6016))),
		),
	}
}

// flatHead is a JPEG that announces measures and holds next to nothing.
func flatHead(sof byte, w, h, components int) []byte {
	file := flat(sof, 8, 8, 1, make([]byte, components))
	size := string([]byte{8, 0, 8, 0, 8, byte(components)})
	return bytes.Replace(file, []byte(size), []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), byte(components)}, 1)
}

func TestWhatIsNoWholePictureIsRefusedWithItsReason(t *testing.T) {
	reader := picture.NewReader(1)
	for name, row := range refusals(t) {
		p, err := reader.Read(t.Context(), row.file)
		if !errors.Is(err, row.why) {
			t.Errorf("%s: %v", name, err)
		}
		if p.File != nil || p.Small != nil || p.Large != nil {
			t.Errorf("%s: something is left", name)
		}
	}
	if !errors.Is(picture.ErrHEIC, picture.ErrKind) {
		t.Error("a HEIC is of a kind that is accepted")
	}
}

func TestABombIsRefusedBeforeMemoryGrows(t *testing.T) {
	reader := picture.NewReader(1)
	for name, file := range bombs() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := reader.Read(t.Context(), file)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, picture.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<10 {
			t.Errorf("%s: %d bytes were taken", name, grown)
		}
	}
}

func TestAFileThatIsTooLongIsNotOpened(t *testing.T) {
	file := append(jpegOf(t, scene(48, 32)), make([]byte, picture.MaxFile)...)
	if _, err := picture.NewReader(1).Read(t.Context(), file); !errors.Is(err, picture.ErrTooLarge) {
		t.Errorf("%d bytes: %v", len(file), err)
	}
	file = file[:picture.MaxFile]
	if got := read(t, file).Removed; !slices.Equal(got, []picture.Removed{picture.Trailer}) {
		t.Errorf("%d bytes: %v", len(file), got)
	}
}

// TestDecodingTakesWhatWasAnnounced holds the bound on memory to what the decoders do: where one of them needs more after
// an upgrade, this fails.
func TestDecodingTakesWhatWasAnnounced(t *testing.T) {
	size := image.Rect(0, 0, 2000, 1500)
	adobe := segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x00")
	for name, file := range map[string][]byte{
		"JPEG":                 jpegOf(t, scene(2000, 1500)),
		"grey JPEG":            flat(0xc0, 2000, 1500, 1, []byte{1}),
		"RGB JPEG":             flat(0xc0, 2000, 1500, 1, []byte{1, 2, 3}, adobe),
		"CMYK JPEG":            flat(0xc0, 2000, 1500, 1, []byte{1, 2, 3, 4}, adobe),
		"progressive JPEG":     flat(0xc2, 2000, 1500, 1, []byte{1, 2, 3}),
		"progressive CMYK":     flat(0xc2, 2000, 1500, 1, []byte{1, 2, 3, 4}, adobe),
		"PNG":                  pngOf(t, scene(2000, 1500)),
		"PNG with alpha":       pngOf(t, halfSeen(scene(2000, 1500))),
		"PNG of 16 bits":       pngOf(t, as(image.NewRGBA64(size), scene(2000, 1500))),
		"grey PNG":             pngOf(t, image.NewGray(size)),
		"grey PNG of 16 bits":  pngOf(t, image.NewGray16(size)),
		"PNG with a palette":   pngOf(t, image.NewPaletted(size, color.Palette{color.Black, color.White})),
		"interlaced PNG":       interlaced(1600),
		"lossless WebP":        losslessWebP(2000, 1500, color.NRGBA{1, 2, 3, 255}),
		"lossy WebP":           lossy,
		"WebP seen through":    lossyAlpha,
		"PNG in one long line": pngOf(t, image.NewGray(image.Rect(0, 0, 60000, 2))),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		announced, err := picture.Decode(file)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		const own = 2 << 20 // buffers of the packers, the pieces of the file
		if taken := int64(after.TotalAlloc - before.TotalAlloc); taken > announced+own {
			t.Errorf("%s: %d bytes announced, %d taken", name, announced, taken)
		}
	}
}

// interlaced makes a white PNG by hand, in the seven passes that the standard library does not write; side is a multiple
// of eight.
func interlaced(side int) []byte {
	var raw bytes.Buffer
	for _, pass := range [][2]int{{8, 8}, {8, 8}, {4, 8}, {4, 4}, {2, 4}, {2, 2}, {1, 2}} {
		row := append([]byte{0}, bytes.Repeat([]byte{0xff}, 3*side/pass[0])...)
		for range side / pass[1] {
			raw.Write(row)
		}
	}
	file := pngHead(uint32(side), uint32(side), 8, 2, 1)
	return slices.Concat(file[:33], chunk("IDAT", packed(raw.String())), chunk("IEND", ""))
}

func TestAnInterlacedPictureIsKept(t *testing.T) {
	p := read(t, interlaced(80))
	if c := thumbnail(t, p.Large).At(40, 40); !near(c, color.White, 1) || p.Width != 80 {
		t.Errorf("%d wide, %v", p.Width, c)
	}
}
