package picture

import "image"

// orientation says how a stored picture is turned and mirrored to stand upright, by EXIF's numbers 1 to 8. Zero is a
// picture that does not say; it stands upright.
type orientation uint16

// upright is the orientation of a picture that is stored as it stands.
const upright orientation = 1

func (o orientation) known() bool { return 1 <= o && o <= 8 }

// lies tells whether the picture is stored on its side, so that its width is what stands upright.
func (o orientation) lies() bool { return 5 <= o && o <= 8 }

// turn makes a picture stand upright. The picture's first pixel is at the start of Pix.
func (o orientation) turn(src *image.RGBA) *image.RGBA {
	if !o.known() || o == upright {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	// Where in the stored picture the upright one begins, and how far apart in it lie two that are neighbours in a row
	// and in a column, counted in pixels.
	walk := [...]struct{ first, right, down int }{
		2: {w - 1, -1, w},
		3: {w*h - 1, -1, -w},
		4: {w * (h - 1), 1, -w},
		5: {0, w, 1},
		6: {w * (h - 1), -w, 1},
		7: {w*h - 1, -w, -1},
		8: {w - 1, w, -1},
	}[o]
	if o.lies() {
		w, h = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		at := walk.first + y*walk.down
		for x := range w {
			copy(dst.Pix[4*(y*w+x):][:4], src.Pix[4*at:])
			at += walk.right
		}
	}
	return dst
}
