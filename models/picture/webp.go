package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Flags of a WebP's VP8X chunk (RFC 9649, 2.7).
const (
	webpAnimation = 1 << 1
	webpEXIF      = 1 << 3
	webpAlpha     = 1 << 4
	webpICC       = 1 << 5
)

func openWebP(file []byte) (container, error) {
	c := container{mediaType: typeWebP, removed: removals{}}
	size := int64(binary.LittleEndian.Uint32(file[4:])) + 8
	if size > int64(len(file)) {
		return container{}, broken("%d bytes announced, %d there", size, len(file))
	}
	if size < int64(len(file)) {
		c.removed[Trailer] = true
	}
	kept := map[string][]byte{} // the data of each chunk that stays
	var pixels string
	for rest := file[12:size]; len(rest) > 0; {
		if len(rest) < 8 {
			return container{}, broken("ends in a chunk")
		}
		kind, length := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:]))
		padded := length + length&1
		if padded > int64(len(rest)-8) {
			return container{}, broken("chunk of %d bytes", length)
		}
		data := rest[8 : 8+length]
		rest = rest[8+padded:]
		switch kind {
		case "ANIM", "ANMF":
			return container{}, fmt.Errorf("%w: an animation", ErrKind)
		case "EXIF":
			if e := readEXIF(bytes.TrimPrefix(data, []byte(nameEXIF)), c.removed); c.exif == (exif{}) {
				c.exif = e
			}
		case "XMP ":
			noteXMP(data, c.removed)
		case "VP8 ", "VP8L", "VP8X", "ALPH", "ICCP":
			if _, twice := kept[kind]; twice || kind == "VP8L" && kept["VP8 "] != nil || kind == "VP8 " && kept["VP8L"] != nil {
				return container{}, broken("two of %q", kind)
			}
			kept[kind] = data
			if kind == "VP8 " || kind == "VP8L" {
				pixels = kind
			}
		default:
			c.removed[Texts] = true
		}
	}
	if pixels == "" {
		return container{}, broken("no picture in it")
	}
	return c.endWebP(kept, pixels)
}

// endWebP says what decoding needs, and writes the chunks in the order of RFC 9649.
func (c container) endWebP(kept map[string][]byte, pixels string) (container, error) {
	var seeThrough bool
	var err error
	if pixels == "VP8 " {
		c.width, c.height, err = lossySize(kept[pixels])
		_, seeThrough = kept["ALPH"]
	} else {
		delete(kept, "ALPH") // the picture has its own
		c.width, c.height, seeThrough, err = losslessSize(kept[pixels])
	}
	if err != nil {
		return container{}, err
	}
	canvas, extended := kept["VP8X"]
	if extended {
		if len(canvas) != 10 || canvas[0]&webpAnimation != 0 {
			return container{}, fmt.Errorf("%w: an animation, or of a later kind", ErrKind)
		}
		if little24(canvas[4:])+1 != c.width || little24(canvas[7:])+1 != c.height {
			return container{}, broken("a canvas of other measures")
		}
	} else {
		delete(kept, "ALPH")
		delete(kept, "ICCP")
	}
	c.memory = webpMemory(c.width, c.height, kept, pixels)

	c.profile = kept["ICCP"]
	if block := c.exif.bytes(); block != nil {
		kept["EXIF"] = block
	}
	if extended || kept["EXIF"] != nil {
		flags := byte(0)
		for flag, has := range map[byte]bool{webpEXIF: kept["EXIF"] != nil, webpICC: kept["ICCP"] != nil, webpAlpha: seeThrough} {
			if has {
				flags |= flag
			}
		}
		w, h := c.width-1, c.height-1
		kept["VP8X"] = []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}
	}
	total := 4
	c.parts = [][]byte{nil}
	for _, kind := range []string{"VP8X", "ICCP", "ALPH", pixels, "EXIF"} {
		data, has := kept[kind]
		if !has {
			continue
		}
		head := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data)))
		pad := make([]byte, len(data)&1)
		c.parts = append(c.parts, head, data, pad)
		total += len(head) + len(data) + len(pad)
	}
	c.parts[0] = append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(total)), "WEBP"...)
	return c, nil
}

func little24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// lossySize reads the frame header of a VP8 picture (RFC 6386, 9.1).
func lossySize(data []byte) (width, height int, err error) {
	const head = 10
	if len(data) < head || data[0]&1 != 0 || string(data[3:6]) != "\x9d\x01\x2a" {
		return 0, 0, broken("VP8 header")
	}
	const size = 1<<14 - 1 // the other two bits ask for a larger look
	width = int(binary.LittleEndian.Uint16(data[6:])) & size
	height = int(binary.LittleEndian.Uint16(data[8:])) & size
	if width == 0 || height == 0 {
		return 0, 0, broken("%d × %d", width, height)
	}
	return width, height, nil
}

// losslessSize reads the header of a VP8L picture (RFC 9649, 3.4).
func losslessSize(data []byte) (width, height int, seeThrough bool, err error) {
	const head = 5
	if len(data) < head || data[0] != 0x2f {
		return 0, 0, false, broken("VP8L header")
	}
	bits := binary.LittleEndian.Uint32(data[1:])
	return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, bits>>28&1 != 0, nil
}

// webpMemory counts the bytes that x/image/webp needs: one and a half for each pixel of a lossy picture, in blocks of 16 × 16
// and with some state for each block. Its transparency is packed as a lossless picture is.
func webpMemory(width, height int, kept map[string][]byte, pixels string) int64 {
	if pixels == "VP8L" {
		return losslessMemory(width, height, kept[pixels])
	}
	need := int64((width+15)/16) * int64((height+15)/16) * (384 + 16)
	if alpha, has := kept["ALPH"]; has {
		need += int64(width)*int64(height) + losslessMemory(width, height, alpha)
	}
	return need
}

// losslessMemory counts the bytes that x/image/vp8l needs at most. Beside the pixels (with those of a palette's indices, and
// three images of a pixel for each 4 × 4) that is up to 2600 sets of Huffman codes: unpacked, each is much larger than in
// the file, and a small picture can have as many as a large one.
func losslessMemory(width, height int, stream []byte) int64 {
	const (
		sets    = 2600
		tables  = 5 * 560                             // five look-up tables of a set
		trees   = 16 * (256 + 24 + 2048 + 3*256 + 40) // two nodes for each symbol of a set
		perByte = 256                                 // what a byte of the file unpacks to: three of its bits give six symbols their length
	)
	area := int64(width) * int64(height)
	return 6*area + area/2 + sets*tables + min(sets*trees, perByte*int64(len(stream)))
}
