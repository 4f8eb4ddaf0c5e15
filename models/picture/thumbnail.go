package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// quality of the thumbnails, as image/jpeg counts it: half the bytes of 90, and nobody sees it at their size.
const quality = 82

// thumbnails makes the two small pictures. Everything that costs by the pixel is done once for the picture, or on what has
// become small.
func thumbnails(src image.Image, o orientation, profile []byte) (small, large []byte, err error) {
	b := src.Bounds()
	w, h := fit(b.Dx(), b.Dy(), LargeSide)
	all := shrink(src, b, w, h)

	// The square is cut from the larger thumbnail where that has pixels enough: not from a panorama's.
	from := src
	if min(w, h) >= SmallSide {
		from = all
	}
	middle := square(from.Bounds())
	side := min(middle.Dx(), SmallSide)
	cut := shrink(from, middle, side, side)
	if side < SmallSide {
		enlarged := image.NewRGBA(image.Rect(0, 0, SmallSide, SmallSide))
		draw.CatmullRom.Scale(enlarged, enlarged.Rect, cut, cut.Rect, draw.Src, nil)
		cut = enlarged
	}

	if toSRGB := readProfile(profile); toSRGB != nil {
		toSRGB.convert(all)
		toSRGB.convert(cut)
	}
	if small, err = encode(o.turn(cut)); err != nil {
		return nil, nil, err
	}
	large, err = encode(o.turn(all))
	return small, large, err
}

func encode(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("write a thumbnail: %w", err)
	}
	return b.Bytes(), nil
}

// fit says how large a picture is in a square, unless it is smaller; no side vanishes.
func fit(w, h, side int) (int, int) {
	longest := max(w, h)
	if longest <= side {
		return w, h
	}
	return max(1, (w*side+longest/2)/longest), max(1, (h*side+longest/2)/longest)
}

// square is the middle of a picture.
func square(b image.Rectangle) image.Rectangle {
	side := min(b.Dx(), b.Dy())
	x, y := b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2
	return image.Rect(x, y, x+side, y+side)
}

// shrink makes a part of a picture smaller, over white: every pixel is the mean of the area that it stands for. It goes
// through the picture in bands, because the scalers of x/image/draw either leave most pixels out (and rough edges in) or
// keep 32 bytes for each row's pixels, which for a large picture is as much as the picture.
func shrink(src image.Image, part image.Rectangle, w, h int) *image.RGBA {
	pw, ph := part.Dx(), part.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	const bandPixels = 1 << 17
	band := image.NewRGBA(image.Rect(0, 0, pw, min(ph, max(1, bandPixels/pw))))
	white := image.NewUniform(color.White)

	// All is counted in whole numbers: a pixel of the source is w wide and h high, one of the result pw wide and ph high.
	row := make([]uint32, 3*w)  // a row of the source, drawn together across
	sums := make([]uint64, 3*w) // and rows of it, drawn together down
	y, room := 0, ph            // the row of the result that is being filled, and how much of it is empty
	for top := 0; top < ph; top += band.Rect.Dy() {
		lines := min(band.Rect.Dy(), ph-top)
		area := image.Rect(0, 0, pw, lines)
		draw.Draw(band, area, white, image.Point{}, draw.Src)
		draw.Draw(band, area, src, part.Min.Add(image.Pt(0, top)), draw.Over)
		for line := range lines {
			across(row, band.Pix[line*band.Stride:][:4*pw], w)
			for left := h; left > 0; {
				share := min(left, room)
				for i, v := range row {
					sums[i] += uint64(v) * uint64(share)
				}
				left -= share
				if room -= share; room == 0 {
					mean(dst.Pix[y*dst.Stride:], sums, uint64(pw)*uint64(ph))
					clear(sums)
					y, room = y+1, ph
				}
			}
		}
	}
	return dst
}

// across draws a row of pixels together to one of w.
func across(row []uint32, pixels []byte, w int) {
	clear(row)
	pw := len(pixels) / 4
	x, room := 0, pw
	for i := 0; i < len(pixels); i += 4 {
		r, g, b := uint32(pixels[i]), uint32(pixels[i+1]), uint32(pixels[i+2])
		for left := w; left > 0; {
			share := min(left, room)
			sum := row[x : x+3 : x+3]
			sum[0] += r * uint32(share)
			sum[1] += g * uint32(share)
			sum[2] += b * uint32(share)
			left -= share
			if room -= share; room == 0 {
				x, room = x+3, pw
			}
		}
	}
}

// mean writes a row of the result.
func mean(pixels []byte, sums []uint64, area uint64) {
	for x := range len(sums) / 3 {
		for i := range 3 {
			pixels[4*x+i] = byte((sums[3*x+i] + area/2) / area)
		}
		pixels[4*x+3] = 0xff
	}
}
