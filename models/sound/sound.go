// Package sound knows recordings: which files are one, and what in them must not be kept. Bytes come in and values go
// out; nothing here stores or serves a file.
//
// The container is rewritten and what is heard is left alone: tags go, since they may name people.
package sound

import (
	"bytes"
	"errors"
	"fmt"
)

// MaxFile is how many bytes a recording's file may have.
const MaxFile = 20 << 20

// Why a file is not kept.
var (
	// ErrKind says that it is no WAV, MP3 or Ogg, or one of a rare kind that browsers do not play.
	ErrKind = errors.New("not an accepted kind of recording")
	// ErrTooLarge says that the file has over MaxFile bytes.
	ErrTooLarge = errors.New("too large a recording")
	// ErrBroken says that the file ends early, contradicts itself, or holds no sound.
	ErrBroken = errors.New("broken recording")
)

// Sound is a recording made fit to be kept.
type Sound struct {
	MediaType string // audio/wav, audio/mpeg or audio/ogg
	File      []byte // without tags and whatever else is not heard
}

// Read makes a recording fit to be kept, or says why it is not: ErrKind, ErrTooLarge, ErrBroken. It walks through the whole
// file, header by header; the sound itself is not decoded.
func Read(file []byte) (Sound, error) {
	if len(file) > MaxFile {
		return Sound{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(file))
	}
	var s Sound
	var err error
	switch {
	case len(file) >= 12 && bytes.HasPrefix(file, []byte("RIFF")) && bytes.Equal(file[8:12], []byte("WAVE")):
		s.MediaType = "audio/wav"
		s.File, err = readWAV(file)
	case bytes.HasPrefix(file, []byte("OggS")):
		s.MediaType = "audio/ogg"
		s.File, err = readOgg(file)
	case bytes.HasPrefix(file, []byte("ID3")) || isFrame(file):
		s.MediaType = "audio/mpeg"
		s.File, err = readMP3(file)
	default:
		err = ErrKind
	}
	if err != nil {
		return Sound{}, err
	}
	return s, nil
}

// broken is an ErrBroken with its reason.
func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBroken, fmt.Sprintf(format, args...))
}
