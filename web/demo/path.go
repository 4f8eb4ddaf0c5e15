package demo

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// path is an outline, as closed curves.
type path struct{ curves [][]point }

type point struct{ x, y float32 }

func (p point) to(q point, t float32) point { return point{lerp(p.x, q.x, t), lerp(p.y, q.y, t)} }

// polygon is an outline with corners.
func polygon(points ...point) path { return path{[][]point{points}} }

// and is both outlines, filled together.
func (p path) and(q path) path {
	return path{append(p.curves[:len(p.curves):len(p.curves)], q.curves...)}
}

// smooth is a closed curve through points (Catmull and Rom 1974).
func smooth(points ...point) path {
	const parts = 10
	n := len(points)
	curve := make([]point, 0, n*parts)
	for i := range points {
		a, b, c, d := points[(i+n-1)%n], points[i], points[(i+1)%n], points[(i+2)%n]
		for k := range parts {
			t := float32(k) / parts
			curve = append(curve, point{spline(a.x, b.x, c.x, d.x, t), spline(a.y, b.y, c.y, d.y, t)})
		}
	}
	return polygon(curve...)
}

func spline(a, b, c, d, t float32) float32 {
	return 0.5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-a-3*c+d)*t*t*t)
}

// oval is an ellipse, turned clockwise by an angle.
func oval(x, y, rx, ry, turn float32) path {
	const parts = 40
	s, c := sin(turn), cos(turn)
	points := make([]point, parts)
	for i := range points {
		a := float32(i) / parts * 2 * math.Pi
		px, py := rx*cos(a), ry*sin(a)
		points[i] = point{x + px*c - py*s, y + px*s + py*c}
	}
	return polygon(points...)
}

// leaf is pointed at both ends.
func leaf(from, to point, width float32) path {
	const parts = 12
	dx, dy := to.x-from.x, to.y-from.y
	points := make([]point, 0, 2*parts)
	for side := range 2 {
		for i := range parts {
			t := float32(i) / parts
			if side == 1 {
				t = 1 - t
			}
			w := width * sin(math.Pi*pow(t, 0.8)) * float32(1-2*side)
			points = append(points, point{from.x + dx*t - dy*w, from.y + dy*t + dx*w})
		}
	}
	return polygon(points...)
}

// stroke is a line through points, as wide as said at its start and its end.
func stroke(start, end float32, points ...point) path {
	n := len(points)
	sides := make([]point, 2*n)
	for i, p := range points {
		a, b := points[max(i-1, 0)], points[min(i+1, n-1)]
		dx, dy := b.x-a.x, b.y-a.y
		w := lerp(start, end, float32(i)/float32(max(n-1, 1))) / 2 / max(hypot(dx, dy), 1e-6)
		sides[i] = point{p.x - dy*w, p.y + dx*w}
		sides[2*n-1-i] = point{p.x + dy*w, p.y - dx*w}
	}
	return polygon(sides...)
}

// arc are the points of a curve that hangs between two others.
func arc(from, to point, sag float32) []point {
	const parts = 24
	points := make([]point, parts+1)
	for i := range points {
		t := float32(i) / parts
		p := from.to(to, t)
		points[i] = point{p.x, p.y + sag*4*t*(1-t)}
	}
	return points
}

// fill paints an outline; soft is how far its rim is blurred.
func (c *canvas) fill(p path, soft float32, b brush) {
	blur := soft * c.scale
	step := min(max(1, int(blur/2)), 16)
	x0, y0, x1, y1 := c.frameOf(p, int(blur*1.5)+2*step)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	w, h := (x1-x0)/step+2, (y1-y0)/step+2
	c.trace(p, x0, y0, step, w, h)
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	c.raster.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	if soft == 0 {
		c.press(mask, x0, y0, x1, y1, b)
		return
	}
	cover := make([]float32, w*h)
	for i, a := range mask.Pix {
		cover[i] = float32(a) / 255
	}
	radius := max(1, int(blur/float32(step)/2))
	for range 2 {
		blurRows(cover, w, h, radius)
		blurColumns(cover, w, h, radius)
	}
	for py := y0; py < y1; py++ {
		fy := (float32(py-y0)+0.5)/float32(step) - 0.5
		iy := max(int(fy), 0)
		ty := clamp(fy - float32(iy))
		above, below := cover[iy*w:][:w], cover[min(iy+1, h-1)*w:][:w]
		y, row := c.worldY(py), c.px[py*c.w:][:c.w]
		for px := x0; px < x1; px++ {
			fx := (float32(px-x0)+0.5)/float32(step) - 0.5
			ix := max(int(fx), 0)
			tx := clamp(fx - float32(ix))
			a := lerp(lerp(above[ix], above[ix+1], tx), lerp(below[ix], below[ix+1], tx), ty)
			if a > 0.002 {
				row[px] = row[px].mix(b(c.worldX(px), y, row[px]), a)
			}
		}
	}
}

// press paints through a mask of the canvas's own pixels.
func (c *canvas) press(mask *image.Alpha, x0, y0, x1, y1 int, b brush) {
	for py := y0; py < y1; py++ {
		y, row, cover := c.worldY(py), c.px[py*c.w:][:c.w], mask.Pix[(py-y0)*mask.Stride:]
		for px := x0; px < x1; px++ {
			switch a := cover[px-x0]; a {
			case 0:
			case 255:
				row[px] = b(c.worldX(px), y, row[px])
			default:
				row[px] = row[px].mix(b(c.worldX(px), y, row[px]), float32(a)/255)
			}
		}
	}
}

// frameOf are the pixels that an outline touches, with a margin.
func (c *canvas) frameOf(p path, margin int) (x0, y0, x1, y1 int) {
	x0, y0, x1, y1 = c.w, c.h, 0, 0
	for _, curve := range p.curves {
		for _, q := range curve {
			px, py := int(c.pixelX(q.x)), int(c.pixelY(q.y))
			x0, x1 = min(x0, px), max(x1, px+1)
			y0, y1 = min(y0, py), max(y1, py+1)
		}
	}
	return max(0, x0-margin), max(0, y0-margin), min(c.w, x1+margin), min(c.h, y1+margin)
}

// trace hands the outline to the rasteriser.
func (c *canvas) trace(p path, x0, y0, step, w, h int) {
	k := 1 / float32(step)
	c.raster = vector.Rasterizer{}
	c.raster.Reset(w, h)
	for _, curve := range p.curves {
		for i, q := range curve {
			x, y := (c.pixelX(q.x)-float32(x0))*k, (c.pixelY(q.y)-float32(y0))*k
			if i == 0 {
				c.raster.MoveTo(x, y)
			} else {
				c.raster.LineTo(x, y)
			}
		}
		c.raster.ClosePath()
	}
}
