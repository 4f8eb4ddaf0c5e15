package picture_test

import (
	"bytes"
	"errors"
	"testing"

	"jolara.com/privacy/models/picture"
)

// FuzzRead holds that whatever comes in, the answer is a picture that can be kept, or one of the four reasons.
func FuzzRead(f *testing.F) {
	for _, file := range keepable(f) {
		f.Add(file)
	}
	for _, row := range refusals(f) {
		f.Add(row.file)
	}
	for _, file := range bombs() {
		f.Add(file)
	}
	reader := picture.NewReader(1)
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := reader.Read(t.Context(), file)
		switch {
		case err == nil:
		case errors.Is(err, picture.ErrKind), errors.Is(err, picture.ErrTooLarge), errors.Is(err, picture.ErrBroken):
			return
		default:
			t.Fatal(err)
		}
		again := read(t, p.File)
		if !bytes.Equal(again.File, p.File) || len(again.Removed) > 0 {
			t.Errorf("cleaned once more, of %v", again.Removed)
		}
		if !again.Taken.Equal(p.Taken) || again.Width != p.Width || again.Height != p.Height {
			t.Errorf("taken %v and %d × %d became %v and %d × %d", p.Taken, p.Width, p.Height, again.Taken, again.Width, again.Height)
		}
		thumbnail(t, p.Small)
		thumbnail(t, p.Large)
	})
}
