package picture

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// The accepted kinds.
const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeWebP = "image/webp"
)

// container is what a walk through a file found, without decoding anything.
type container struct {
	mediaType     string
	width, height int   // as stored
	memory        int64 // bytes that decoding needs
	exif          exif
	profile       []byte // the ICC profile, where it has one
	removed       removals
	parts         [][]byte // what is kept, as pieces of the file and new ones
}

// file puts together what is kept.
func (c container) file() []byte { return slices.Concat(c.parts...) }

// removals collects what is not kept.
type removals map[Removed]bool

func (r removals) list() []Removed { return slices.Sorted(maps.Keys(r)) }

// open finds out by its content what a file is, and walks through it.
func open(file []byte) (container, error) {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		return openJPEG(file)
	case bytes.HasPrefix(file, []byte(pngSignature)):
		return openPNG(file)
	case len(file) >= 12 && string(file[:4]) == "RIFF" && string(file[8:12]) == "WEBP":
		return openWebP(file)
	case isHEIC(file):
		return container{}, ErrHEIC
	}
	return container{}, ErrKind
}

// isHEIC looks for the file type box of ISO/IEC 23008-12, whose major brand says what codes the picture.
func isHEIC(file []byte) bool {
	if len(file) < 12 || string(file[4:8]) != "ftyp" {
		return false
	}
	return slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"}, string(file[8:12]))
}

// broken is an ErrBroken with its reason.
func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrBroken, fmt.Errorf(format, args...))
}
