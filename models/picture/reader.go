package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"runtime/debug"
	"time"

	"golang.org/x/image/webp"
)

// patience is how long one picture may be worked on.
const patience = 10 * time.Second

// heavy is the memory, in bytes, from which on a picture's pixels are given back at once.
const heavy = 32 << 20

// Reader reads pictures, so many at a time as it has slots: decoding one may need MaxDecode bytes and a processor.
type Reader struct {
	slots    chan struct{}
	patience time.Duration
}

// NewReader makes a reader with that many slots.
func NewReader(slots int) *Reader { return &Reader{make(chan struct{}, slots), patience} }

// Read makes a picture file fit to be kept, or says why it is not: ErrKind, ErrHEIC, ErrTooLarge, ErrBroken, or the
// context's error. It proves by decoding all of it that what is kept is a picture. The file is not changed, and must not be
// changed by others for some seconds even where the context ended.
func (r *Reader) Read(ctx context.Context, file []byte) (Picture, error) {
	if len(file) > MaxFile {
		return Picture{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(file))
	}
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return Picture{}, fmt.Errorf("wait to read a picture: %w", ctx.Err())
	}
	limited, cancel := context.WithTimeout(ctx, r.patience)
	defer cancel()

	type answer struct {
		picture Picture
		err     error
	}
	answers := make(chan answer, 1)
	go func() {
		// The slot is free when the work has ended, not when nobody waits for it any more: decoders notice a context
		// only when they read on.
		defer func() { <-r.slots }()
		picture, err := read(limited, file)
		answers <- answer{picture, err}
	}()
	select {
	case a := <-answers:
		if a.err == nil || limited.Err() == nil {
			return a.picture, a.err
		}
	case <-limited.Done():
	}
	if err := ctx.Err(); err != nil {
		return Picture{}, fmt.Errorf("read a picture: %w", err)
	}
	return Picture{}, fmt.Errorf("%w: not decoded within %s", ErrTooLarge, r.patience)
}

// read does what Read promises, at once. Decoders that panic over a crafted file have found it broken.
func read(ctx context.Context, file []byte) (_ Picture, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: the decoder gave up: %v", ErrBroken, p)
		}
	}()
	c, err := open(file)
	if err != nil {
		return Picture{}, err
	}
	if c.memory > MaxDecode {
		return Picture{}, fmt.Errorf("%w: %d bytes to decode %d × %d", ErrTooLarge, c.memory, c.width, c.height)
	}
	if c.memory > heavy {
		// The collector would wait until as much again is taken, so that two pictures held one after the other need what
		// one slot may need twice.
		defer debug.FreeOSMemory()
	}
	kept := c.file()
	pixels, err := decode(ctx, c.mediaType, kept)
	if err != nil {
		return Picture{}, err
	}
	if pixels.Bounds().Dx() != c.width || pixels.Bounds().Dy() != c.height {
		return Picture{}, fmt.Errorf("%w: other measures than its header's", ErrBroken)
	}
	small, large, err := thumbnails(pixels, c.exif.orientation, c.profile)
	if err != nil {
		return Picture{}, err
	}
	p := Picture{
		MediaType: c.mediaType, Width: c.width, Height: c.height,
		File: kept, Taken: c.exif.taken, Removed: c.removed.list(), Small: small, Large: large,
	}
	if c.exif.orientation.lies() {
		p.Width, p.Height = p.Height, p.Width
	}
	return p, nil
}

// decode decodes all of a file, and stops where it reads on after the context ended.
func decode(ctx context.Context, mediaType string, file []byte) (image.Image, error) {
	decoders := map[string]func(io.Reader) (image.Image, error){typeJPEG: jpeg.Decode, typePNG: png.Decode, typeWebP: webp.Decode}
	pixels, err := decoders[mediaType](patient{ctx, bytes.NewReader(file)})
	var rareJPEG jpeg.UnsupportedError
	var rarePNG png.UnsupportedError
	switch {
	case err == nil:
		return pixels, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &rareJPEG), errors.As(err, &rarePNG):
		return nil, fmt.Errorf("%w: %w", ErrKind, err)
	}
	return nil, fmt.Errorf("%w: %w", ErrBroken, err)
}

// patient reads as long as the context lasts.
type patient struct {
	ctx  context.Context
	from io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.from.Read(b)
}
