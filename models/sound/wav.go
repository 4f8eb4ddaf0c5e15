package sound

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// Formats of a WAV file that browsers play, by their numbers in the header.
var playable = []uint16{
	1,      // PCM
	3,      // floating point
	6,      // A-law
	7,      // µ-law
	0xfffe, // extensible, which is one of these
}

const (
	riffHead  = 12 // 'RIFF', a length, 'WAVE'
	chunkHead = 8  // a name and a length
	minFormat = 16 // bytes of what says how the sound is written
)

// readWAV keeps how the sound is written and the sound, and leaves out every other chunk.
func readWAV(file []byte) ([]byte, error) {
	var format, data []byte
	for rest := file[riffHead:]; data == nil; {
		if len(rest) < chunkHead {
			return nil, broken("it ends before its sound")
		}
		name, length := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[chunkHead:]
		if length > int64(len(rest)) {
			return nil, broken("a part of %d bytes in a file that has %d more", length, len(rest))
		}
		chunk := rest[:length]
		rest = rest[min(length+length&1, int64(len(rest))):] // padded to an even length
		switch name {
		case "fmt ":
			format = chunk
		case "data":
			data = chunk
		}
	}
	if err := checkFormat(format, data); err != nil {
		return nil, err
	}
	return writeWAV(format, data), nil
}

func checkFormat(format, data []byte) error {
	if len(format) < minFormat || len(data) == 0 {
		return broken("no sound, or nothing that tells how it is written")
	}
	number := func(at int) uint16 { return binary.LittleEndian.Uint16(format[at:]) }
	code, channels, block := number(0), number(2), number(12)
	rate := binary.LittleEndian.Uint32(format[4:])
	switch {
	case !slices.Contains(playable, code):
		return fmt.Errorf("%w: WAV of format %d", ErrKind, code)
	case channels == 0 || channels > 8 || rate == 0 || rate > 384_000 || block == 0:
		return broken("%d channels, %d samples a second, %d bytes for one", channels, rate, block)
	}
	return nil
}

func writeWAV(format, data []byte) []byte {
	var w bytes.Buffer
	chunk := func(name string, content []byte) {
		w.WriteString(name)
		_ = binary.Write(&w, binary.LittleEndian, uint32(len(content))) // a buffer takes everything
		w.Write(content)
		if len(content)%2 == 1 {
			w.WriteByte(0)
		}
	}
	w.WriteString("RIFF\x00\x00\x00\x00WAVE")
	chunk("fmt ", format)
	chunk("data", data)
	binary.LittleEndian.PutUint32(w.Bytes()[4:], uint32(w.Len()-chunkHead))
	return w.Bytes()
}
