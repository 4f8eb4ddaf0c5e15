package demo

import (
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// canvas is a picture being painted. Scenes measure it in units of its height: y falls from 0 to 1, x is 0 in the middle.
// A shot that stands nearer, or looks aside, moves the frame and not the scene.
type canvas struct {
	*rand.Rand // what the scene looks like: the same numbers for every shot of it
	w, h       int
	px         []rgb
	scale      float32 // pixels a unit
	cx, cy     float32 // the middle of the frame
	grade      grade
	sky        sky // the light of the day
	occasion   int // how often the scene was met before: what should differ most goes by it
	raster     vector.Rasterizer
}

// shot is where the camera stands.
type shot struct {
	w, h   int
	zoom   float32
	dx, dy float32
}

// upright turns the camera.
func (s shot) upright() shot {
	s.w, s.h = s.h, s.w
	return s
}

func newCanvas(seed uint64, s shot) *canvas {
	return &canvas{
		Rand: rand.New(rand.NewPCG(seed, seed*0x9e3779b97f4a7c15)), w: s.w, h: s.h, px: make([]rgb, s.w*s.h),
		scale: s.zoom * float32(s.h), cx: s.dx, cy: 0.5 + s.dy, grade: plain,
	}
}

// brush says what a place looks like once it is painted over what was there.
type brush func(x, y float32, under rgb) rgb

func solid(c rgb) brush { return func(_, _ float32, _ rgb) rgb { return c } }
func glaze(c rgb, share float32) brush {
	return func(_, _ float32, u rgb) rgb { return u.mix(c, share) }
}
func shade(c rgb) brush { return func(_, _ float32, u rgb) rgb { return u.filter(c) } }
func shine(c rgb) brush { return func(_, _ float32, u rgb) rgb { return u.add(c) } }
func upright(top, low float32, a, b rgb) brush {
	return func(_, y float32, _ rgb) rgb { return a.mix(b, clamp((y-top)/(low-top))) }
}

// between, pick and one are what scenes roll dice with.
func (c *canvas) between(a, b float32) float32 { return a + (b-a)*c.Float32() }

func (c *canvas) chance(p float32) bool { return c.Float32() < p }

// vary takes one after the other, so that no two meetings of a scene are alike as long as there are others.
func vary[T any](c *canvas, list ...T) T { return list[c.occasion%len(list)] }

func pick[T any](c *canvas, list ...T) T { return list[c.IntN(len(list))] }

// worldX and worldY are the place of a pixel's middle; pixelX and pixelY lead back.
func (c *canvas) worldX(x int) float32     { return (float32(x)+0.5-float32(c.w)/2)/c.scale + c.cx }
func (c *canvas) worldY(y int) float32     { return (float32(y)+0.5-float32(c.h)/2)/c.scale + c.cy }
func (c *canvas) pixelX(x float32) float32 { return (x-c.cx)*c.scale + float32(c.w)/2 }
func (c *canvas) pixelY(y float32) float32 { return (y-c.cy)*c.scale + float32(c.h)/2 }

// rowsOf are the pixel rows between two heights.
func (c *canvas) rowsOf(top, low float32) (y0, y1 int) {
	return max(0, int(c.pixelY(top))), min(c.h, int(c.pixelY(low))+1)
}

// columnsOf are the pixel columns between two sides.
func (c *canvas) columnsOf(left, right float32) (x0, x1 int) {
	return max(0, int(c.pixelX(left))), min(c.w, int(c.pixelX(right))+1)
}

// paint paints every pixel between two heights.
func (c *canvas) paint(top, low float32, b brush) {
	y0, y1 := c.rowsOf(top, low)
	for py := y0; py < y1; py++ {
		y, row := c.worldY(py), c.px[py*c.w:][:c.w]
		for px := range row {
			row[px] = b(c.worldX(px), y, row[px])
		}
	}
}

// veil lays something soft over the picture between two heights: a colour and how much of it, asked only at every eighth
// pixel and smooth between. Added light has a share of 0.
func (c *canvas) veil(top, low float32, step int, f func(x, y float32) (colour rgb, share float32)) {
	type knot struct {
		colour rgb
		keep   float32
	}
	y0, y1 := c.rowsOf(top, low)
	if y0 >= y1 {
		return
	}
	n := c.w/step + 2
	line := func(py int) []knot {
		knots := make([]knot, n)
		for i := range knots {
			colour, share := f(c.worldX(i*step), c.worldY(py))
			knots[i] = knot{colour, 1 - share}
		}
		return knots
	}
	above, below := line(y0), line(y0+step)
	for py := y0; py < y1; py++ {
		if py > y0 && (py-y0)%step == 0 {
			above, below = below, line(py+step)
		}
		ty := float32((py-y0)%step) / float32(step)
		row := c.px[py*c.w:][:c.w]
		for i := 0; i*step < c.w; i++ {
			a, b := above[i], above[i+1]
			p, q := below[i], below[i+1]
			a.colour, a.keep = a.colour.mix(p.colour, ty), lerp(a.keep, p.keep, ty)
			b.colour, b.keep = b.colour.mix(q.colour, ty), lerp(b.keep, q.keep, ty)
			part := row[i*step : min((i+1)*step, c.w)]
			for k := range part {
				t := float32(k) / float32(step)
				keep := lerp(a.keep, b.keep, t)
				add := a.colour.mix(b.colour, t)
				part[k] = part[k].times(keep).add(add)
			}
		}
	}
}

// over is what a veil answers for a colour that covers by its share.
func over(colour rgb, share float32) (rgb, float32) { return colour.times(share), share }

// bottom is lower than any frame reaches.
const bottom = 2

// below paints what lies under an edge, such as a hill, down to a height; depth is how far under the edge.
func (c *canvas) below(edge []float32, low float32, f func(x, y, depth float32, under rgb) rgb) {
	top := edge[0]
	for _, e := range edge {
		top = min(top, e)
	}
	y0, y1 := c.rowsOf(top-1/c.scale, low)
	for py := y0; py < y1; py++ {
		y, row := c.worldY(py), c.px[py*c.w:][:c.w]
		for px := range row {
			depth := y - edge[px]
			if cover := depth*c.scale + 0.5; cover >= 1 {
				row[px] = f(c.worldX(px), y, depth, row[px])
			} else if cover > 0 {
				row[px] = row[px].mix(f(c.worldX(px), y, 0, row[px]), cover)
			}
		}
	}
}

// edge asks for a height at every column.
func (c *canvas) edge(f func(x float32) float32) []float32 {
	e := make([]float32, c.w)
	for px := range e {
		e[px] = f(c.worldX(px))
	}
	return e
}

// on is the height of an edge at a place, or at the nearest column of the frame.
func (c *canvas) on(edge []float32, x float32) float32 {
	return edge[min(max(int(c.pixelX(x)), 0), c.w-1)]
}

// disc paints a round spot whose rim is as soft as said.
func (c *canvas) disc(x, y, radius, soft float32, b brush) {
	soft = max(soft, 1/c.scale)
	reach := radius + soft/2
	x0, x1 := c.columnsOf(x-reach, x+reach)
	y0, y1 := c.rowsOf(y-reach, y+reach)
	for py := y0; py < y1; py++ {
		wy, row := c.worldY(py), c.px[py*c.w:][:c.w]
		for px := x0; px < x1; px++ {
			wx := c.worldX(px)
			dx, dy := wx-x, wy-y
			if dd := dx*dx + dy*dy; dd < reach*reach {
				cover := min((radius-sqrt(dd))/soft+0.5, 1)
				row[px] = row[px].mix(b(wx, wy, row[px]), cover)
			}
		}
	}
}

// glow adds light that fades around a point.
func (c *canvas) glow(x, y, radius float32, light rgb) {
	x0, x1 := c.columnsOf(x-radius, x+radius)
	y0, y1 := c.rowsOf(y-radius, y+radius)
	for py := y0; py < y1; py++ {
		dy, row := (c.worldY(py)-y)/radius, c.px[py*c.w:][:c.w]
		for px := x0; px < x1; px++ {
			dx := (c.worldX(px) - x) / radius
			if k := 1 - dx*dx - dy*dy; k > 0 {
				row[px] = row[px].add(light.times(k * k * k))
			}
		}
	}
}

// bokeh is a light out of focus: a flat disc, a little brighter at its rim.
func (c *canvas) bokeh(x, y, radius float32, light rgb) {
	c.disc(x, y, radius, radius*0.12, func(px, py float32, u rgb) rgb {
		d := hypot(px-x, py-y) / radius
		return u.add(light.times(0.75 + 0.5*d*d*d*d))
	})
}

// box paints an upright rectangle.
func (c *canvas) box(left, top, right, low float32, b brush) {
	l, r := c.pixelX(left), c.pixelX(right)
	t, w := c.pixelY(top), c.pixelY(low)
	x0, x1 := max(0, int(l)), min(c.w, int(r)+1)
	y0, y1 := max(0, int(t)), min(c.h, int(w)+1)
	for py := y0; py < y1; py++ {
		y, fy := c.worldY(py), float32(py)
		cy := min(fy+1, w) - max(fy, t)
		row := c.px[py*c.w:][:c.w]
		for px := x0; px < x1; px++ {
			fx := float32(px)
			cover := cy * (min(fx+1, r) - max(fx, l))
			if cover <= 0 {
				continue
			}
			row[px] = row[px].mix(b(c.worldX(px), y, row[px]), cover)
		}
	}
}

// seen is what is painted at a place. Above the frame it goes on as in a flat mirror, beside it like its edge.
func (c *canvas) seen(x, y float32) rgb {
	px, py := int(c.pixelX(x)), int(c.pixelY(y))
	px, py = min(max(px, 0), c.w-1), min(max(py, -py/4), c.h-1)
	return c.px[py*c.w+px]
}
