package demo

import (
	"bytes"
	"encoding/binary"
	"math"
)

// The entries of an Exif block that a demo photo has, and their types (Exif 2.32, 4.6).
const (
	tagMake, tagModel, tagOrientation, tagDateTime = 0x010f, 0x0110, 0x0112, 0x0132
	tagExif, tagGPS                                = 0x8769, 0x8825
	tagExposure, tagAperture, tagSpeed             = 0x829a, 0x829d, 0x8827
	tagTaken, tagOffset, tagSerial                 = 0x9003, 0x9011, 0xa431

	gpsVersion, gpsNorth, gpsLatitude, gpsEast, gpsLongitude = 0, 1, 2, 3, 4

	typeByte, typeText, typeShort, typeLong, typeRational = 1, 2, 3, 4, 5
)

// entry is one entry of a directory; its value is as it is written.
type entry struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

func textEntry(tag uint16, s string) entry {
	return entry{tag, typeText, uint32(len(s) + 1), append([]byte(s), 0)}
}

func shortEntry(tag uint16, v int) entry {
	return entry{tag, typeShort, 1, binary.LittleEndian.AppendUint16(nil, uint16(v))}
}

func longEntry(tag uint16, v int) entry {
	return entry{tag, typeLong, 1, binary.LittleEndian.AppendUint32(nil, uint32(v))}
}

// rationalEntry takes numerators and denominators by turns.
func rationalEntry(tag uint16, parts ...int) entry {
	e := entry{tag, typeRational, uint32(len(parts) / 2), nil}
	for _, v := range parts {
		e.value = binary.LittleEndian.AppendUint32(e.value, uint32(v))
	}
	return e
}

// exif is what the device notes about the picture: itself, the time and perhaps the place.
func (p picture) exif() []byte {
	const form = "2006:01:02 15:04:05"
	at := p.taken.In(china)
	main := []entry{
		textEntry(tagMake, "Jolara"), textEntry(tagModel, p.device.model), shortEntry(tagOrientation, p.orientation), textEntry(tagDateTime, at.Format(form)),
	}
	more := []entry{
		rationalEntry(tagExposure, 1, 125), rationalEntry(tagAperture, 28, 10), shortEntry(tagSpeed, 200),
		textEntry(tagTaken, at.Format(form)), textEntry(tagOffset, at.Format("-07:00")),
	}
	if p.device.serial != "" {
		more = append(more, textEntry(tagSerial, p.device.serial))
	}
	var gps []entry
	if p.located && p.device == phone {
		north, east := p.scene.at.north, p.scene.at.east
		gps = []entry{
			{gpsVersion, typeByte, 4, []byte{2, 3, 0, 0}},
			textEntry(gpsNorth, "N"), rationalEntry(gpsLatitude, degrees(north)...), textEntry(gpsEast, "E"), rationalEntry(gpsLongitude, degrees(east)...),
		}
	}
	// The main directory names where the others begin: its size is known once it has these entries.
	main = append(main, longEntry(tagExif, 0))
	if gps != nil {
		main = append(main, longEntry(tagGPS, 0))
	}
	const header = 8
	exifAt := header + size(main)
	gpsAt := exifAt + size(more)
	for i, e := range main {
		switch e.tag {
		case tagExif:
			main[i] = longEntry(tagExif, exifAt)
		case tagGPS:
			main[i] = longEntry(tagGPS, gpsAt)
		}
	}
	block := append([]byte("Exif\x00\x00"), 'I', 'I', 42, 0, header, 0, 0, 0)
	block = append(block, directory(main, header)...)
	block = append(block, directory(more, exifAt)...)
	if gps != nil {
		block = append(block, directory(gps, gpsAt)...)
	}
	return block
}

// degrees are degrees, minutes and hundredths of seconds as Exif writes them.
func degrees(v float64) []int {
	whole, rest := math.Modf(v)
	minutes, rest := math.Modf(rest * 60)
	return []int{int(whole), 1, int(minutes), 1, int(rest * 6000), 100}
}

const entrySize, inline = 12, 4

// size is how many bytes a directory takes with its values.
func size(entries []entry) int {
	n := 2 + entrySize*len(entries) + 4
	for _, e := range entries {
		if len(e.value) > inline {
			n += len(e.value) + len(e.value)%2
		}
	}
	return n
}

// directory writes a directory that begins at an offset; values that do not fit into their entries follow it.
func directory(entries []entry, at int) []byte {
	var out, values bytes.Buffer
	put := func(v any) { _ = binary.Write(&out, binary.LittleEndian, v) } // a buffer takes everything
	put(uint16(len(entries)))
	after := at + 2 + entrySize*len(entries) + 4
	for _, e := range entries {
		put(e.tag)
		put(e.kind)
		put(e.count)
		if len(e.value) <= inline {
			put(append(e.value, 0, 0, 0, 0)[:inline])
			continue
		}
		put(uint32(after + values.Len()))
		values.Write(e.value)
		if len(e.value)%2 == 1 {
			values.WriteByte(0)
		}
	}
	put(uint32(0)) // no further directory
	return append(out.Bytes(), values.Bytes()...)
}

// withExif puts an Exif block behind the start of a JPEG file.
func withExif(file, block []byte) []byte {
	const start, app1, lengthBytes = 2, 0xe1, 2
	out := make([]byte, 0, len(file)+len(block)+4)
	out = append(out, file[:start]...)
	out = append(out, 0xff, app1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(block)+lengthBytes))
	out = append(out, block...)
	return append(out, file[start:]...)
}
