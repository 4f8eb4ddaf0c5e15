package sound

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// page is a piece of an Ogg file (RFC 3533, 6).
type page struct {
	flags    byte
	position uint64 // in samples, of the end of the last packet that ends here
	stream   uint32
	lengths  []byte // of the segments; 255 says that the packet goes on
	content  []byte
}

// Flags of a page.
const (
	continues = 1
	begins    = 2
)

const (
	pageHead    = 27
	mostInPage  = 255 // segments
	fullSegment = 255 // bytes

	noPacketEnds = math.MaxUint64 // the position of a page on which none does
)

// codec is what an Ogg file may hold: how its first packet begins, and how a packet of comments is written that has none.
type codec struct {
	first    string
	comments []byte
	headers  int // packets before the sound, the first and the comments among them
}

// The codecs that browsers play: Opus (RFC 7845, 5) and Vorbis (its specification, 4.2 and 5).
var codecs = []codec{
	{"OpusHead", []byte("OpusTags" + noComments), 2},
	{"\x01vorbis", []byte("\x03vorbis" + noComments + "\x01"), 3},
}

// noComments is the name of a program and a number of comments: none.
const noComments = "\x00\x00\x00\x00" + "\x00\x00\x00\x00"

// readOgg keeps the pages of one stream of sound, with its comments emptied.
func readOgg(file []byte) ([]byte, error) {
	pages, err := readPages(file)
	if err != nil {
		return nil, err
	}
	of, err := codecOf(pages[0])
	if err != nil {
		return nil, err
	}
	headers, rest, err := readHeaders(pages, of.headers)
	if err != nil {
		return nil, err
	}
	headers[1] = of.comments
	stream := pages[0].stream
	written := append([]page{pages[0]}, paginate(stream, headers[1:])...)
	return writePages(append(written, rest...)), nil
}

// readPages reads all pages and proves each by its sum.
func readPages(file []byte) (pages []page, err error) {
	for rest := file; len(rest) > 0; {
		if len(rest) < pageHead || !bytes.HasPrefix(rest, []byte("OggS\x00")) {
			return nil, broken("no page after %d bytes", len(file)-len(rest))
		}
		head := pageHead + int(rest[pageHead-1])
		if head > len(rest) {
			return nil, broken("it ends within a page")
		}
		p := page{
			flags: rest[5], position: binary.LittleEndian.Uint64(rest[6:]), stream: binary.LittleEndian.Uint32(rest[14:]), lengths: rest[pageHead:head],
		}
		end := head
		for _, n := range p.lengths {
			end += int(n)
		}
		if end > len(rest) {
			return nil, broken("it ends within a page")
		}
		if binary.LittleEndian.Uint32(rest[22:]) != sumOf(rest[:end]) {
			return nil, broken("page %d has another sum", len(pages))
		}
		p.content, rest = rest[head:end], rest[end:]
		if len(pages) > 0 && (p.stream != pages[0].stream || p.flags&begins != 0) {
			return nil, fmt.Errorf("%w: more than one stream", ErrKind)
		}
		pages = append(pages, p)
	}
	return pages, nil
}

func codecOf(first page) (codec, error) {
	for _, c := range codecs {
		if bytes.HasPrefix(first.content, []byte(c.first)) && first.flags&begins != 0 {
			return c, nil
		}
	}
	return codec{}, fmt.Errorf("%w: Ogg with neither Opus nor Vorbis", ErrKind)
}

// readHeaders returns the first n packets and the pages after them: the sound begins on a page of its own.
func readHeaders(pages []page, n int) (headers [][]byte, rest []page, err error) {
	var packet []byte
	for i, p := range pages {
		content := p.content
		for _, length := range p.lengths {
			packet, content = append(packet, content[:length]...), content[length:]
			if length < fullSegment {
				headers, packet = append(headers, packet), nil
			}
		}
		switch {
		case len(headers) == n && packet == nil && i+1 < len(pages):
			return headers, pages[i+1:], nil
		case len(headers) >= n:
			return nil, nil, broken("its sound does not begin on a page of its own")
		}
	}
	return nil, nil, broken("it ends before its sound")
}

// paginate puts packets on pages, as many segments on each as it takes.
func paginate(stream uint32, packets [][]byte) (pages []page) {
	var lengths, content []byte
	for _, packet := range packets {
		for n := len(packet); n >= 0; n -= fullSegment {
			lengths = append(lengths, byte(min(n, fullSegment)))
		}
		content = append(content, packet...)
	}
	for len(lengths) > 0 {
		p := page{stream: stream, lengths: lengths[:min(mostInPage, len(lengths))]}
		if len(pages) > 0 && pages[len(pages)-1].lengths[mostInPage-1] == fullSegment {
			p.flags = continues
		}
		size := 0
		for _, n := range p.lengths {
			size += int(n)
		}
		if slices.Min(p.lengths) == fullSegment {
			p.position = noPacketEnds
		}
		p.content, content = content[:size], content[size:]
		lengths = lengths[len(p.lengths):]
		pages = append(pages, p)
	}
	return pages
}

// writePages numbers the pages and sums them up anew.
func writePages(pages []page) []byte {
	var w bytes.Buffer
	for i, p := range pages {
		start := w.Len()
		w.WriteString("OggS\x00")
		w.WriteByte(p.flags)
		for _, number := range []any{p.position, p.stream, uint32(i), uint32(0)} {
			_ = binary.Write(&w, binary.LittleEndian, number) // a buffer takes everything
		}
		w.WriteByte(byte(len(p.lengths)))
		w.Write(p.lengths)
		w.Write(p.content)
		written := w.Bytes()[start:]
		binary.LittleEndian.PutUint32(written[22:], sumOf(written))
	}
	return w.Bytes()
}

// sums has what each byte adds to a page's sum, by the polynomial of RFC 3533.
var sums = func() (table [256]uint32) {
	const polynomial, highest = 0x04c11db7, 1 << 31
	for i := range table {
		sum := uint32(i) << 24
		for range 8 {
			if sum&highest != 0 {
				sum = sum<<1 ^ polynomial
			} else {
				sum <<= 1
			}
		}
		table[i] = sum
	}
	return table
}()

// sumOf sums a page up, with its own sum taken as zero.
func sumOf(page []byte) (sum uint32) {
	for i, b := range page {
		if i >= 22 && i < 26 {
			b = 0
		}
		sum = sum<<8 ^ sums[byte(sum>>24)^b]
	}
	return sum
}
