// Package picture knows picture files: what is one, what in it must not be kept, and how it looks in a list. Bytes come
// in and values go out; nothing here stores, serves or names a file.
//
// The container is rewritten and the pixels are left alone (#23, T9): whoever chose a picture to be printed gets the very
// picture printed, and nothing beside it that tells where they live or which camera is theirs.
package picture

import (
	"errors"
	"fmt"
	"time"
)

// Bounds of what is read.
const (
	MaxFile   = 20 << 20  // bytes of a file
	MaxDecode = 200 << 20 // bytes that decoding may need, as its header announces them
)

// Sides of the two thumbnails, in pixels.
const (
	SmallSide = 360
	LargeSide = 1280
)

// Why a file is not kept.
var (
	// ErrKind says that it is no JPEG, PNG or WebP photograph: another format, an animation, a rare kind of these three.
	ErrKind = errors.New("not an accepted kind of picture")
	// ErrHEIC is the ErrKind of pictures that phones make and that can be saved as JPEG.
	ErrHEIC = fmt.Errorf("%w: HEIC", ErrKind)
	// ErrTooLarge says that the file has over MaxFile bytes, or that decoding it needs over MaxDecode or too long.
	ErrTooLarge = errors.New("too large a picture")
	// ErrBroken says that the file ends early, contradicts itself, or cannot be decoded.
	ErrBroken = errors.New("broken picture")
)

// Picture is a picture file made fit to be kept.
type Picture struct {
	MediaType     string // image/jpeg, image/png or image/webp
	Width, Height int    // in pixels, as it stands upright

	// File is the same picture in a rewritten container: pixels, colour profile, orientation and the date it was taken.
	File []byte
	// Taken is when, by EXIF, the picture was taken: at the offset it names, else read as Shanghai's local time. It is
	// zero where the file does not say.
	Taken time.Time
	// Removed tells, in alphabetical order and each once, what the file held and File does not.
	Removed []Removed

	// Small is the middle of the picture, a square of SmallSide; Large is all of it, no larger than it is and than
	// LargeSide by LargeSide. Both are upright sRGB JPEGs without metadata.
	Small, Large []byte
}

// Removed names a kind of data that a file held and that is not kept (#12: the person is told).
type Removed string

// What is removed.
const (
	Camera   Removed = "camera"   // its maker, model, serial number and settings, and the programs that were used
	Embedded Removed = "embedded" // thumbnails, second pictures
	Location Removed = "location" // GPS
	Owner    Removed = "owner"    // owner, artist, copyright
	Texts    Removed = "texts"    // comments, text chunks, XMP, IPTC, and blocks that nobody needs to see the picture
	Trailer  Removed = "trailer"  // bytes after the picture's end, as of motion photos
)
