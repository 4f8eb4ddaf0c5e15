package picture_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

// Pictures and files that the tests make themselves. Whatever nobody may find in a kept file says "SECRET".

// scene is a picture whose four corners differ, and no two of whose turned forms are alike.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{byte(255 * x / w), byte(255 * y / h), byte(255 * x * y / (w * h)), 255})
		}
	}
	return m
}

// as draws a picture into one of another kind.
func as[T draw.Image](dst T, src image.Image) T {
	draw.Draw(dst, dst.Bounds(), src, src.Bounds().Min, draw.Src)
	return dst
}

// jpegOf encodes a picture, with segments between its start and the rest.
func jpegOf(t testing.TB, m image.Image, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(b.Bytes()[:2], slices.Concat(segments...), b.Bytes()[2:])
}

func segment(mark byte, data string) []byte {
	size := len(data) + 2
	return append([]byte{0xff, mark, byte(size >> 8), byte(size)}, data...)
}

// pngOf encodes a picture, with chunks behind its header.
func pngOf(t testing.TB, m image.Image, chunks ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 12 + 13
	return slices.Concat(b.Bytes()[:header], slices.Concat(chunks...), b.Bytes()[header:])
}

func chunk(kind, data string) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	c = append(c, kind+data...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
}

// pngHead is a PNG that announces measures and holds next to nothing.
func pngHead(width, height uint32, depth, colour, interlaced byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, width)
	head = binary.BigEndian.AppendUint32(head, height)
	head = append(head, depth, colour, 0, 0, interlaced)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(head)), chunk("IDAT", packed("")), chunk("IEND", ""))
}

func packed(data string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(data))
	_ = z.Close()
	return b.String()
}

// flat makes a JPEG by hand, all of one colour: of any number of components, which the standard library does not write,
// progressive or not. A progressive one repeats its only scan.
func flat(sof byte, w, h, scans int, values []byte, segments ...[]byte) []byte {
	const progressive = 0xc2
	file := slices.Concat([]byte("\xff\xd8"), slices.Concat(segments...))
	file = append(file, segment(0xdb, "\x00"+string(bytes.Repeat([]byte{8}, 64)))...)
	frame := []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), byte(len(values))}
	scan := []byte{byte(len(values))}
	for i := range values {
		frame = append(frame, byte(i+1), 0x11, 0)
		scan = append(scan, byte(i+1), 0)
	}
	file = append(file, segment(sof, string(frame))...)
	// Differences: twelve codes of four bits. The rest of a block: one code of one bit, the end.
	file = append(file, segment(0xc4, "\x00\x00\x00\x00\x0c"+string(make([]byte, 12))+"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b")...)
	file = append(file, segment(0xc4, "\x10\x01"+string(make([]byte, 15))+"\x00")...)

	var out bitWriter
	for block := range (w + 7) / 8 * ((h + 7) / 8) {
		for _, v := range values {
			size, diff := 0, int(v)-128
			if block == 0 {
				for size = 0; max(diff, -diff)>>size > 0; size++ {
				}
			}
			out.high(size, 4)
			if size > 0 {
				if diff < 0 {
					diff += 1<<size - 1
				}
				out.high(diff, size)
			}
			if sof != progressive {
				out.high(0, 1)
			}
		}
	}
	bounds := "\x00\x3f\x00"
	if sof == progressive {
		bounds = "\x00\x00\x00"
	}
	for range scans {
		file = append(file, segment(0xda, string(scan)+bounds)...)
		file = append(file, bytes.ReplaceAll(out.bytes, []byte{0xff}, []byte{0xff, 0})...)
	}
	return append(file, 0xff, 0xd9)
}

// bitWriter writes numbers from the highest bit of each byte on, as JPEG does, or from the lowest, as WebP does.
type bitWriter struct {
	bytes []byte
	n     int
}

func (b *bitWriter) bit(bit, place int) {
	if b.n%8 == 0 {
		b.bytes = append(b.bytes, 0)
	}
	b.bytes[b.n/8] |= byte(bit << place)
	b.n++
}

func (b *bitWriter) high(value, size int) {
	for i := size - 1; i >= 0; i-- {
		b.bit(value>>i&1, 7-b.n%8)
	}
}

func (b *bitWriter) low(value, size int) {
	for i := range size {
		b.bit(value>>i&1, b.n%8)
	}
}

// losslessWebP is a WebP of one colour: its pixels need no bits at all.
func losslessWebP(w, h int, c color.NRGBA, more ...[]byte) []byte {
	var out bitWriter
	out.low(0x2f, 8)
	out.low(w-1, 14)
	out.low(h-1, 14)
	out.low(0, 1+3)   // no transparency, version 0
	out.low(0, 1+1+1) // no transforms, cache, sets of codes
	for _, v := range []byte{c.G, c.R, c.B, c.A, 0} {
		out.low(0b101, 3) // a simple code, of one symbol of eight bits
		out.low(int(v), 8)
	}
	return riff(append([][]byte{webpChunk("VP8L", string(out.bytes))}, more...)...)
}

func webpChunk(kind, data string) []byte {
	c := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data)))
	return append(c, data+string(make([]byte, len(data)&1))...)
}

func riff(chunks ...[]byte) []byte {
	all := slices.Concat(chunks...)
	return slices.Concat(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+len(all))), []byte("WEBP"), all)
}

// lossy and lossyAlpha are a picture of 24 × 16, as libwebp writes it.
var (
	lossy      = based("UklGRmIAAABXRUJQVlA4IFYAAAAQBACdASoYABAAPtE4sFMoIiWjmAEAGglsAJ0yhHA3oABGahzPmVocAAD+3F9zmu3PGeWm4L3LJBmk3/iPxcEFD/y4uVAQ7XeVN0GK3Lj7vuXUnBwAAA==")
	lossyAlpha = based("UklGRpQAAABXRUJQVlA4WAoAAAAQAAAAFwAADwAAQUxQSBcAAAABmYzof4BI22b+FY+NHh5GTMAEVGvcDABWUDggVgAAABAEAJ0BKhgAEAA+0TiwUygiJaOYAQAaCWwAnTKEcDegAEZqHM+ZWhwAAP7cX3Oa7c8Z5abgvcskGaTf+I/FwQUP/Li5UBDtd5U3QYrct1wRY2m7HAAA")
)

func based(text string) []byte {
	file, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return file
}

// extended makes a WebP of the extended format from a simple one of 24 × 16.
func extended(flags byte, before []byte, simple []byte, behind ...[]byte) []byte {
	canvas := webpChunk("VP8X", string([]byte{flags, 0, 0, 0, 23, 0, 0, 15, 0, 0}))
	return riff(append([][]byte{canvas, before, simple[12:]}, behind...)...)
}

// tag is an entry of a TIFF directory.
type tag struct {
	id, kind uint16
	value    string // as it lies in the file
}

func ascii(id uint16, value string) tag { return tag{id, 2, value + "\x00"} }

// byteOrder is either order of bytes.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func short(o byteOrder, id, value uint16) tag {
	return tag{id, 3, string(o.AppendUint16(nil, value))}
}

// tiff writes directories one behind the other. The first points to the second as EXIF's and to the third as GPS's; the
// fourth follows it, as a thumbnail's does.
func tiff(o byteOrder, directories ...[]tag) string {
	const exif, gps, pointer = 0x8769, 0x8825, "\x00\x00\x00\x00"
	for i, id := range []uint16{exif, gps} {
		if i+1 < len(directories) {
			directories[0] = append(directories[0], tag{id, 4, pointer})
		}
	}
	starts := []int{8}
	for _, d := range directories {
		size := 2 + 12*len(d) + 4
		for _, tag := range d {
			if len(tag.value) > 4 {
				size += len(tag.value)
			}
		}
		starts = append(starts, starts[len(starts)-1]+size)
	}
	b := o.AppendUint16([]byte(map[bool]string{true: "II", false: "MM"}[o.Uint16([]byte{1, 0}) == 1]), 42)
	b = o.AppendUint32(b, 8)
	for i, d := range directories {
		values := ""
		b = o.AppendUint16(b, uint16(len(d)))
		for _, tag := range d {
			count := len(tag.value) / map[uint16]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}[tag.kind]
			b = o.AppendUint32(o.AppendUint16(o.AppendUint16(b, tag.id), tag.kind), uint32(count))
			switch {
			case tag.value == pointer:
				b = o.AppendUint32(b, uint32(starts[map[uint16]int{exif: 1, gps: 2}[tag.id]]))
			case len(tag.value) > 4:
				b = o.AppendUint32(b, uint32(starts[i]+2+12*len(d)+4+len(values)))
				values += tag.value
			default:
				b = append(b, (tag.value + pointer)[:4]...)
			}
		}
		next := 0
		if i == 0 && len(directories) > 3 {
			next = starts[3]
		}
		b = append(o.AppendUint32(b, uint32(next)), values...)
	}
	return string(b)
}

// telling is an EXIF block with everything in it that must go, and an orientation and a date, which stay.
func telling(o byteOrder, orientation uint16) string {
	return tiff(
		o,
		[]tag{
			ascii(0x010e, "SECRET description"), ascii(0x010f, "SECRET maker"), ascii(0x0110, "SECRET model"),
			short(o, 0x0112, orientation), ascii(0x0131, "SECRET program"), ascii(0x0132, "2020:SECRET"),
			ascii(0x013b, "SECRET artist"), ascii(0x8298, "SECRET copyright"),
			{0x9c9b, 1, "S\x00SECRET\x00"},
		},
		[]tag{
			ascii(0x9003, "2026:05:01 08:09:10"), ascii(0x9011, "-03:30"), ascii(0x9291, "SECRET"),
			{0x927c, 7, "SECRET maker's note"},
			{0x9286, 7, "ASCII\x00\x00\x00SECRET"},
			ascii(0xa430, "SECRET owner"), ascii(0xa431, "SECRET serial"), ascii(0xa435, "SECRET lens"),
		},
		[]tag{ascii(1, "N"), {2, 5, "SECRET latitude ........"}, ascii(29, "SECRET day")},
		[]tag{{0x0201, 4, "SECR"}, {0x0202, 4, "SECR"}, ascii(0x010f, "SECRET thumbnail")},
	)
}

const secretXMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>SECRET</exif:GPSLatitude><aux:SerialNumber>SECRET</aux:SerialNumber><dc:creator>SECRET</dc:creator></x:xmpmeta>`
