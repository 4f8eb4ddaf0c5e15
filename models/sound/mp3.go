package sound

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// readMP3 keeps the frames and leaves out the tags before and behind them. A last frame that was cut off goes, too.
func readMP3(file []byte) ([]byte, error) {
	rest, err := skipTags(file)
	if err != nil {
		return nil, err
	}
	if !isFrame(rest) {
		return nil, fmt.Errorf("%w: neither MP3 nor anything else that is", ErrKind)
	}
	first, _ := parseFrame(rest)
	sound := 0
	for frames := 0; ; frames++ {
		next, ok := parseFrame(rest[sound:])
		switch {
		case ok && next.like(first) && sound+next.bytes <= len(rest):
			sound += next.bytes
		case sound == len(rest), ok && next.like(first), isTag(rest[sound:]):
			if frames < 2 {
				return nil, broken("%d frames", frames)
			}
			return rest[:sound], nil
		default:
			return nil, broken("no frame after %d bytes", sound)
		}
	}
}

// skipTags skips the tags before the first frame: ID3v2 (id3.org, 'ID3 tag version 2.4.0', 3.1).
func skipTags(file []byte) (rest []byte, err error) {
	const head = 10
	for rest = file; bytes.HasPrefix(rest, []byte("ID3")); {
		if len(rest) < head {
			return nil, broken("it ends within its tags")
		}
		length := head
		for i, b := range rest[6:head] { // seven bits each
			length += int(b&0x7f) << (7 * (3 - i))
		}
		if rest[5]&0x10 != 0 { // a copy of the head at the end
			length += head
		}
		if length > len(rest) {
			return nil, broken("tags of %d bytes in a file of %d", length, len(rest))
		}
		rest = rest[length:]
	}
	return rest, nil
}

// isTag tells whether tags begin here, as players write them behind the last frame.
func isTag(rest []byte) bool {
	for _, mark := range []string{"TAG", "APETAGEX", "LYRICSBEGIN", "ID3"} {
		if bytes.HasPrefix(rest, []byte(mark)) {
			return true
		}
	}
	return false
}

// frame is the head of a piece of an MP3 (ISO/IEC 11172-3, 2.4.1.3).
type frame struct {
	version, layer, rate uint32 // as the head has them
	bytes                int
}

// like tells whether both are of one recording.
func (f frame) like(other frame) bool { return f.version == other.version && f.rate == other.rate }

const (
	mpeg1    = 3
	reserved = 1 // of versions
	layer3   = 1
)

// Kilobits a second, and samples a second of version 1, by their places in the head.
var (
	bitratesOf1 = [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	bitratesOf2 = [...]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	rates       = [...]int{44_100, 48_000, 32_000}
)

// isFrame tells whether a frame of an MP3 begins here.
func isFrame(rest []byte) bool {
	_, ok := parseFrame(rest)
	return ok
}

func parseFrame(rest []byte) (frame, bool) {
	if len(rest) < 4 {
		return frame{}, false
	}
	head := binary.BigEndian.Uint32(rest)
	bits := func(from, n int) uint32 { return head >> (32 - from - n) & (1<<n - 1) }
	const allSet = 1<<11 - 1
	f := frame{version: bits(11, 2), layer: bits(13, 2), rate: bits(20, 2)}
	bitrate, padding := int(bits(16, 4)), int(bits(22, 1))
	if bits(0, 11) != allSet || f.version == reserved || f.layer != layer3 || int(f.rate) >= len(rates) || bitrate == 0 || bitrate >= len(bitratesOf1) {
		return frame{}, false
	}
	if f.version == mpeg1 {
		f.bytes = 144_000*bitratesOf1[bitrate]/rates[f.rate] + padding
	} else {
		half := map[uint32]int{2: 2, 0: 4}[f.version] // of version 1's samples a second
		f.bytes = 72_000*bitratesOf2[bitrate]*half/rates[f.rate] + padding
	}
	return f, true
}
