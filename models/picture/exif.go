package picture

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"strings"
	"time"
)

// exif is the part of a file's EXIF (CIPA DC-008) that is kept.
type exif struct {
	orientation orientation
	taken       time.Time
	offset      bool // whether the file says which offset from UTC its clock had
}

// Tags that are read.
const (
	tagOrientation = 0x0112
	tagExif        = 0x8769
	tagTaken       = 0x9003 // DateTimeOriginal
	tagTakenOffset = 0x9011 // OffsetTimeOriginal
)

// telling says which kind of data a tag is, where it is worth a word to the person.
var telling = map[uint16]Removed{
	0x010e: Texts,    // ImageDescription
	0x010f: Camera,   // Make
	0x0110: Camera,   // Model
	0x0131: Camera,   // Software
	0x013b: Owner,    // Artist
	0x013c: Camera,   // HostComputer
	0x02bc: Texts,    // XMP
	0x8298: Owner,    // Copyright
	0x829a: Camera,   // ExposureTime
	0x829d: Camera,   // FNumber
	0x83bb: Texts,    // IPTC
	0x8825: Location, // the pointer to GPS
	0x927c: Camera,   // MakerNote
	0x9286: Texts,    // UserComment
	0x9c9b: Texts,    // XPTitle
	0x9c9c: Texts,    // XPComment
	0x9c9d: Owner,    // XPAuthor
	0x9c9e: Texts,    // XPKeywords
	0x9c9f: Texts,    // XPSubject
	0xa420: Camera,   // ImageUniqueID
	0xa430: Owner,    // CameraOwnerName
	0xa431: Camera,   // BodySerialNumber
	0xa433: Camera,   // LensMake
	0xa434: Camera,   // LensModel
	0xa435: Camera,   // LensSerialNumber
}

// clock is how EXIF writes a time.
const clock = "2006:01:02 15:04:05"

// shanghai is the zone of a clock that does not say its own. No summer time was kept there since EXIF is written.
var shanghai = time.FixedZone("CST", 8*60*60)

// readEXIF reads a TIFF block, and notes what in it is not kept. Damaged blocks are common and harmless: what cannot be
// read is not there.
func readEXIF(block []byte, removed removals) exif {
	t := tiff{block: block}
	switch {
	case bytes.HasPrefix(block, []byte("II*\x00")):
		t.order = binary.LittleEndian
	case bytes.HasPrefix(block, []byte("MM\x00*")):
		t.order = binary.BigEndian
	default:
		return exif{}
	}
	var found exif
	var taken, offset string
	var inner uint32
	note := func(e entry) {
		if kind, known := telling[e.tag]; known {
			removed[kind] = true
		}
	}
	next := t.directory(t.long(4), func(e entry) {
		note(e)
		switch e.tag {
		case tagOrientation:
			if o := orientation(e.short()); o.known() {
				found.orientation = o
			}
		case tagExif:
			inner = e.long()
		}
	})
	t.directory(inner, func(e entry) {
		note(e)
		switch e.tag {
		case tagTaken:
			taken = e.text()
		case tagTakenOffset:
			offset = e.text()
		}
	})
	// The second directory describes the thumbnail.
	t.directory(next, func(e entry) {
		note(e)
		removed[Embedded] = true
	})
	found.taken, found.offset = when(taken, offset)
	return found
}

// when reads a time of EXIF, at its offset from UTC where it has one that can be read.
func when(taken, offset string) (t time.Time, exact bool) {
	if t, err := time.Parse(clock+"-07:00", taken+offset); err == nil && t.Year() > 0 {
		return t, true
	}
	if t, err := time.ParseInLocation(clock, taken, shanghai); err == nil && t.Year() > 0 {
		return t, false
	}
	return time.Time{}, false
}

// bytes writes a TIFF block with nothing but the orientation and the date, or nothing where neither is known.
func (e exif) bytes() []byte {
	if e.orientation == 0 && e.taken.IsZero() {
		return nil
	}
	const (
		short, long, ascii = 3, 4, 2
		head, size         = 8, 12 // bytes before the first directory, and of an entry
	)
	order := binary.BigEndian
	b := append([]byte("MM\x00*"), 0, 0, 0, head)
	entry := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, count)
		b = order.AppendUint32(b, value)
	}
	if e.taken.IsZero() {
		b = order.AppendUint16(b, 1)
		entry(tagOrientation, short, 1, uint32(e.orientation)<<16)
		return order.AppendUint32(b, 0)
	}
	const inner = head + 2 + 2*size + 4
	b = order.AppendUint16(b, 2)
	entry(tagOrientation, short, 1, cmp.Or(uint32(e.orientation), uint32(upright))<<16)
	entry(tagExif, long, 1, inner)
	b = order.AppendUint32(b, 0)

	date, zone := e.taken.Format(clock)+"\x00", e.taken.Format("-07:00")+"\x00"
	if !e.offset {
		b = order.AppendUint16(b, 1)
		entry(tagTaken, ascii, uint32(len(date)), inner+2+size+4)
		b = order.AppendUint32(b, 0)
		return append(b, date...)
	}
	b = order.AppendUint16(b, 2)
	entry(tagTaken, ascii, uint32(len(date)), inner+2+2*size+4)
	entry(tagTakenOffset, ascii, uint32(len(zone)), inner+2+2*size+4+uint32(len(date)))
	b = order.AppendUint32(b, 0)
	return append(append(b, date...), zone...)
}

// tiff is a block of directories (TIFF 6.0). What lies outside of it reads as zero.
type tiff struct {
	block []byte
	order binary.ByteOrder
}

func (t tiff) long(at uint32) uint32 {
	if int64(at)+4 > int64(len(t.block)) {
		return 0
	}
	return t.order.Uint32(t.block[at:])
}

// directory shows each entry of a directory, and returns where the next one lies. There is none at 0.
func (t tiff) directory(at uint32, show func(entry)) (next uint32) {
	if at == 0 || int64(at)+2 > int64(len(t.block)) {
		return 0
	}
	const size = 12
	entries := t.block[at+2:]
	for range t.order.Uint16(t.block[at:]) {
		if len(entries) < size {
			return 0
		}
		show(entry{t, t.order.Uint16(entries), entries[:size]})
		entries = entries[size:]
	}
	if len(entries) < 4 {
		return 0
	}
	return t.order.Uint32(entries)
}

// entry is one value of a directory.
type entry struct {
	tiff
	tag uint16
	raw []byte
}

func (e entry) short() uint16 { return e.order.Uint16(e.raw[8:]) }
func (e entry) long() uint32  { return e.order.Uint32(e.raw[8:]) }

// text is the value as text, up to the end mark that it has in C.
func (e entry) text() string {
	count, at := e.order.Uint32(e.raw[4:]), e.long()
	value := e.raw[8:]
	if count > 4 {
		if int64(at)+int64(count) > int64(len(e.block)) {
			return ""
		}
		value = e.block[at : at+count]
	}
	text, _, _ := strings.Cut(string(value[:min(int(count), len(value))]), "\x00")
	return strings.TrimSpace(text)
}

// noteXMP notes what an XMP packet holds: it is never kept.
func noteXMP(packet []byte, removed removals) {
	removed[Texts] = true
	for mark, kind := range map[string]Removed{
		"exif:GPS": Location, "tiff:Make": Camera, "SerialNumber": Camera, "OwnerName": Owner, "dc:creator": Owner, "dc:rights": Owner,
	} {
		if bytes.Contains(packet, []byte(mark)) {
			removed[kind] = true
		}
	}
}
