package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// maxSide bounds the sides of a PNG, which may be 2³¹-1, to what the other two kinds can have at most.
const maxSide = 1<<16 - 1

// maxProfile bounds the bytes of a colour profile that is packed.
const maxProfile = 4 << 20

// pngKept says which chunks of a PNG (third edition) are needed to see it right, and how long each may be.
var pngKept = map[string]int{
	"IHDR": 13, "PLTE": 3 * 256, "IDAT": MaxFile, "IEND": 0, "tRNS": 256,
	"iCCP": MaxFile, "sRGB": 1, "gAMA": 4, "cHRM": 32, "cICP": 4, "mDCV": 24, "cLLI": 8,
	"sBIT": 4, "pHYs": 9, "bKGD": 6,
}

// pngHeader is the IHDR chunk, and what else the decoder's memory depends on.
type pngHeader struct {
	width, height uint32
	depth, colour byte
	interlaced    bool
	seeThrough    bool // has a tRNS chunk
}

func openPNG(file []byte) (container, error) {
	c := container{mediaType: typePNG, removed: removals{}, parts: [][]byte{[]byte(pngSignature)}}
	var head pngHeader
	packed := 0 // bytes of IDAT
	for rest := file[len(pngSignature):]; ; {
		// Length, type, data, check sum.
		if len(rest) < 12 {
			return container{}, broken("ends before IEND")
		}
		length := int64(binary.BigEndian.Uint32(rest))
		if length > int64(len(rest)-12) {
			return container{}, broken("chunk of %d bytes in a file of %d", length, len(file))
		}
		kind, data, all := string(rest[4:8]), rest[8:8+length], rest[:12+length]
		if crc32.ChecksumIEEE(rest[4:8+length]) != binary.BigEndian.Uint32(rest[8+length:]) {
			return container{}, broken("check sum of %q", kind)
		}
		rest = rest[12+length:]

		if first := len(c.parts) == 1; first != (kind == "IHDR") {
			return container{}, broken("%q where a header must be, or not", kind)
		}
		most, needed := pngKept[kind]
		switch {
		case kind == "acTL":
			return container{}, fmt.Errorf("%w: an animation", ErrKind)
		case kind == "eXIf":
			if e := readEXIF(data, c.removed); c.exif == (exif{}) {
				c.exif = e
			}
		case kind == "iTXt" && bytes.HasPrefix(data, []byte("XML:com.adobe.xmp\x00")):
			noteXMP(data, c.removed)
		case needed && len(data) <= most:
			c.parts = append(c.parts, all)
		case kind[0]&0x20 == 0: // an upper-case letter: not to be understood without
			return container{}, broken("chunk %q", kind)
		default:
			c.removed[Texts] = true
		}

		switch kind {
		case "IHDR":
			if err := head.read(data); err != nil {
				return container{}, err
			}
		case "tRNS":
			head.seeThrough = true
		case "iCCP":
			c.profile = unpackProfile(data)
		case "IDAT":
			packed += len(data)
		case "IEND":
			if len(rest) > 0 {
				c.removed[Trailer] = true
			}
			return c.endPNG(head, packed)
		}
	}
}

// endPNG says what decoding needs, and puts the EXIF in its place.
func (c container) endPNG(head pngHeader, packed int) (container, error) {
	if head.width > maxSide || head.height > maxSide {
		return container{}, fmt.Errorf("%w: %d × %d", ErrTooLarge, head.width, head.height)
	}
	c.width, c.height = int(head.width), int(head.height)
	var raw int64
	c.memory, raw = head.memory()
	// Deflate makes at most 1032 bytes of one (RFC 1951: 258 of two bits).
	if c.memory <= MaxDecode && raw > 1032*int64(packed) {
		return container{}, broken("%d bytes cannot hold %d × %d", packed, head.width, head.height)
	}
	if block := c.exif.bytes(); block != nil {
		const afterHeader = 2 // signature, IHDR
		c.parts = slices.Insert(c.parts, afterHeader, pngChunk("eXIf", block))
	}
	return c, nil
}

// pngChunk writes a chunk.
func pngChunk(kind string, data []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	chunk = append(append(chunk, kind...), data...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}

func (h *pngHeader) read(data []byte) error {
	if len(data) != 13 {
		return broken("IHDR of %d bytes", len(data))
	}
	h.width, h.height = binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
	h.depth, h.colour, h.interlaced = data[8], data[9], data[12] != 0
	if h.width == 0 || h.height == 0 {
		return broken("%d × %d", h.width, h.height)
	}
	return nil
}

// memory counts the bytes that image/png needs for its picture, and those that the packed data must hold at least.
func (h pngHeader) memory() (need, raw int64) {
	const grey, palette, greyAlpha, alpha = 0, 3, 4, 6
	samples := map[byte]int64{grey: 1, 2: 3, palette: 1, greyAlpha: 2, alpha: 4}[h.colour]
	bytes := int64(4)
	switch {
	case h.colour == palette, h.colour == grey && !h.seeThrough && h.depth <= 8:
		bytes = 1
	case h.colour == grey && !h.seeThrough:
		bytes = 2
	case h.depth == 16:
		bytes = 8
	}
	width, height := int64(h.width), int64(h.height)
	row := (samples*int64(h.depth)*width+7)/8 + 1
	need = bytes*width*height + 2*row
	if h.interlaced {
		need += bytes * width * height // the passes are pictures of their own, together as large
	}
	return need, (row - 1) * height
}

// unpackProfile reads the colour profile of an iCCP chunk: a name, the method 0, packed bytes. Without one that can be read
// the colours are taken for sRGB.
func unpackProfile(data []byte) []byte {
	_, packed, found := bytes.Cut(data, []byte{0})
	if !found || len(packed) == 0 || packed[0] != 0 {
		return nil
	}
	unpack, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(unpack, maxProfile))
	if err != nil {
		return nil
	}
	return profile
}
