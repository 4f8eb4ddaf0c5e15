package picture

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
)

// Markers of ITU-T T.81, table B.1.
const (
	markSOF0 = 0xc0 // baseline
	markSOF2 = 0xc2 // progressive
	markDHT  = 0xc4
	markRST0 = 0xd0
	markRST7 = 0xd7
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markDQT  = 0xdb
	markDRI  = 0xdd
	markAPP0 = 0xe0
)

// Names that begin the data of application segments.
const (
	nameJFIF  = "JFIF\x00"
	nameEXIF  = "Exif\x00\x00"
	nameXMP   = "http://ns.adobe.com/x" // the packet's, and the one for what does not fit into it
	nameICC   = "ICC_PROFILE\x00"
	nameMPF   = "MPF\x00"
	nameAdobe = "Adobe"
)

// maxScans is more than any camera or program writes. Every scan of a progressive picture walks over all of it, and may
// need next to no bytes to do so.
const maxScans = 100

// jpegWalk is a walk through a JPEG.
type jpegWalk struct {
	container
	jfif, exifBlock []byte   // these two go first
	segments        [][]byte // all others that are kept
	profiles        []iccPart
	frame           *frame
	adobe           bool
	transform       byte // Adobe's: how colours are coded
	scans, coded    int  // how many scans there are, and their bytes
}

// iccPart is one segment of a colour profile.
type iccPart struct {
	number byte
	data   []byte
}

func openJPEG(file []byte) (container, error) {
	w := jpegWalk{container: container{mediaType: typeJPEG, removed: removals{}}}
	rest := file[2:]
	for {
		// A marker may be preceded by fill bytes; bytes that belong to nothing are passed over, as decoders do.
		at := bytes.IndexByte(rest, 0xff)
		if at < 0 || at+1 >= len(rest) {
			return container{}, broken("no end")
		}
		if at > 0 {
			w.removed[Texts] = true
		}
		rest = rest[at+1:]
		mark := rest[0]
		switch {
		case mark == 0xff:
			continue
		case mark == 0, markRST0 <= mark && mark <= markRST7:
			rest = rest[1:]
			continue
		case mark == markEOI:
			if len(rest) > 1 {
				w.removed[Trailer] = true
			}
			return w.end()
		}
		if len(rest) < 3 {
			return container{}, broken("ends in a segment")
		}
		size := 1 + int(binary.BigEndian.Uint16(rest[1:]))
		if size < 3 || size > len(rest) {
			return container{}, broken("segment %#x of %d bytes", mark, size)
		}
		data := rest[3:size]
		if mark == markSOS {
			size += entropyCoded(rest[size:])
			w.scans++
			w.coded += size
		}
		if err := w.segment(mark, rest[:size], data); err != nil {
			return container{}, err
		}
		rest = rest[size:]
	}
}

// entropyCoded counts the bytes of a scan: up to the next marker that is no restart.
func entropyCoded(rest []byte) int {
	for at := 0; ; {
		next := bytes.IndexByte(rest[at:], 0xff)
		if next < 0 || at+next+1 >= len(rest) {
			return len(rest)
		}
		at += next
		switch mark := rest[at+1]; {
		case mark == 0, markRST0 <= mark && mark <= markRST7:
			at += 2
		case mark == 0xff:
			at++
		default:
			return at
		}
	}
}

// segment keeps or drops one segment: all of it from its marker on, and its data.
func (w *jpegWalk) segment(mark byte, all, data []byte) error {
	keep := func() { w.segments = append(w.segments, []byte{0xff}, all) }
	name := func(name string) bool { return bytes.HasPrefix(data, []byte(name)) }
	switch {
	case mark == markSOF0, mark == markSOF0+1, mark == markSOF2:
		if w.frame != nil {
			return broken("two frames")
		}
		f, err := readFrame(mark, data)
		if err != nil {
			return err
		}
		w.frame = &f
		keep()
	case mark == markSOS:
		if w.frame == nil {
			return broken("a scan before its frame")
		}
		if w.scans > maxScans {
			return fmt.Errorf("%w: over %d scans", ErrTooLarge, maxScans)
		}
		keep()
	case mark == markDHT, mark == markDQT, mark == markDRI:
		keep()
	case markSOF0 <= mark && mark <= 0xcf:
		return fmt.Errorf("%w: JPEG frame %#x", ErrKind, mark)
	case mark == markAPP0 && name(nameJFIF) && len(data) >= 14 && w.jfif == nil:
		// Version, unit and density stay; a thumbnail may follow them.
		w.jfif = append([]byte("\xff\xe0\x00\x10"), data[:12]...)
		w.jfif = append(w.jfif, 0, 0)
		if len(data) > 14 {
			w.removed[Embedded] = true
		}
	case mark == markAPP0:
		w.removed[Embedded] = true
	case mark == markAPP0+1 && name(nameEXIF):
		if e := readEXIF(data[len(nameEXIF):], w.removed); w.exif == (exif{}) {
			w.exif = e
		}
	case mark == markAPP0+1 && name(nameXMP):
		noteXMP(data, w.removed)
	case mark == markAPP0+2 && name(nameICC) && len(data) > len(nameICC)+2:
		w.profiles = append(w.profiles, iccPart{data[len(nameICC)], data[len(nameICC)+2:]})
		keep()
	case mark == markAPP0+2 && name(nameMPF):
		w.removed[Embedded] = true
	case mark == markAPP0+14 && name(nameAdobe) && len(data) >= 12:
		// Without it, nobody could tell how the colours are coded.
		w.adobe, w.transform = true, data[11]
		w.segments = append(w.segments, []byte("\xff\xee\x00\x0e"), data[:12])
	case mark >= markAPP0:
		w.removed[Texts] = true
	default:
		return broken("marker %#x", mark)
	}
	return nil
}

// end puts the walk's finds together.
func (w *jpegWalk) end() (container, error) {
	if w.frame == nil || w.scans == 0 {
		return container{}, broken("no picture in it")
	}
	w.width, w.height = w.frame.width, w.frame.height
	w.memory = w.frame.memory(w.rgb())
	if w.memory <= MaxDecode && int64(w.coded)*8 < w.frame.leastBits() {
		return container{}, broken("%d bytes cannot hold %d × %d", w.coded, w.width, w.height)
	}
	if block := w.exif.bytes(); block != nil {
		size := 2 + len(nameEXIF) + len(block)
		w.exifBlock = slices.Concat([]byte{0xff, markAPP0 + 1, byte(size >> 8), byte(size)}, []byte(nameEXIF), block)
	}
	slices.SortStableFunc(w.profiles, func(a, b iccPart) int { return cmp.Compare(a.number, b.number) })
	for _, part := range w.profiles {
		w.profile = append(w.profile, part.data...)
	}
	w.parts = slices.Concat([][]byte{{0xff, markSOI}, w.jfif, w.exifBlock}, w.segments, [][]byte{{0xff, markEOI}})
	return w.container, nil
}

// rgb tells whether the colours are stored as red, green and blue, which costs the decoder a second picture.
func (w *jpegWalk) rgb() bool {
	switch {
	case len(w.frame.components) != 3 || w.jfif != nil:
		return false
	case w.adobe && w.transform == 0:
		return true
	}
	ids := w.frame.components
	return ids[0].id == 'R' && ids[1].id == 'G' && ids[2].id == 'B'
}

// frame is a frame header (T.81, B.2.2).
type frame struct {
	progressive   bool
	width, height int
	components    []component
}

// component is one plane of a picture: its id, and how many blocks of it stand across and down in one unit.
type component struct{ id, across, down byte }

func readFrame(mark byte, data []byte) (frame, error) {
	const head, size = 6, 3
	if len(data) < head || len(data) != head+size*int(data[5]) {
		return frame{}, broken("frame header of %d bytes", len(data))
	}
	f := frame{
		progressive: mark == markSOF2,
		height:      int(binary.BigEndian.Uint16(data[1:])),
		width:       int(binary.BigEndian.Uint16(data[3:])),
	}
	for c := range slices.Chunk(data[head:], size) {
		f.components = append(f.components, component{c[0], c[1] >> 4, c[1] & 15})
	}
	if len(f.components) == 1 {
		f.components[0].across, f.components[0].down = 1, 1 // whatever it says: there is nothing to be in step with
	}
	for _, c := range f.components {
		if c.across < 1 || c.across > 4 || c.down < 1 || c.down > 4 {
			return frame{}, broken("sampling of %d × %d", c.across, c.down)
		}
	}
	if f.width == 0 || f.height == 0 || len(f.components) == 0 {
		return frame{}, broken("%d × %d with %d components", f.width, f.height, len(f.components))
	}
	return f, nil
}

// memory counts the bytes that image/jpeg needs: its planes, for a progressive picture all coefficients too (4 bytes each),
// and a second picture where colours are not YCbCr.
func (f frame) memory(rgb bool) int64 {
	blocks := int64(0)
	for _, c := range f.components {
		blocks += int64(c.across) * int64(c.down)
	}
	across, down := 8*int(f.components[0].across), 8*int(f.components[0].down)
	samples := 64 * blocks * int64((f.width+across-1)/across) * int64((f.height+down-1)/down)
	need := samples
	if f.progressive {
		need += 4 * samples
	}
	if rgb || len(f.components) == 4 {
		need += 4 * int64(f.width) * int64(f.height)
	}
	return need
}

// leastBits counts the bits that the picture's scans have at least: every block of 8 × 8 samples begins with a code, and in
// a sequential picture ends with another.
func (f frame) leastBits() int64 {
	var most component
	for _, c := range f.components {
		most.across, most.down = max(most.across, c.across), max(most.down, c.down)
	}
	blocks := int64(0)
	for _, c := range f.components {
		across, down := 8*int(most.across), 8*int(most.down)
		blocks += int64((f.width*int(c.across)+across-1)/across) * int64((f.height*int(c.down)+down-1)/down)
	}
	if f.progressive {
		return blocks
	}
	return 2 * blocks
}
