package demo

import "slices"

// hills are ridges one behind the other, fading into the haze.
type hills struct {
	sky       sky
	far, near rgb
	top, low  float32 // where the farthest and the nearest ridge stand
	count     int
	height    float32 // how high the ridges rise
	sharp     float32 // 0 is rolling, 1 is rock
	mist      float32 // how much fog lies in the valleys
	firs      bool    // whether woods stand on the nearer ones
}

func (h hills) draw(c *canvas) {
	soft, hard := clouds(), ridges()
	stand := func(i int) (base, tall float32) {
		base = lerp(h.top, h.low, pow(float32(i)/float32(max(h.count-1, 1)), 1.25))
		return base, h.height * lerp(0.75, 1.25, (float32(i)+0.5)/float32(h.count))
	}
	for i := range h.count {
		near := (float32(i) + 0.5) / float32(h.count)
		base, tall := stand(i)
		hidden := float32(bottom) // by the next ridge
		if i+1 < h.count {
			next, rise := stand(i + 1)
			hidden = next + 1.3*rise
		}
		ox, oy := c.Float32(), c.Float32()
		size := lerp(0.34, 0.14, near)
		edge := c.edge(func(x float32) float32 {
			a := soft.at(x*size+ox, oy) - 0.5
			b := hard.at(x*size*0.8+ox, oy+0.3) - 0.45
			return base - tall*(2.1*lerp(a, b, h.sharp)+0.15*(soft.at(x*size*4, oy)-0.5))
		})
		if h.firs && near > 0.45 {
			growFirs(c, edge, lerp(0.008, 0.05, near*near), 0.9)
		}
		body := h.far.mix(h.near, pow(near, 1.4))
		fog := h.sky.haze.mix(body, 0.1+0.1*near)
		dense := h.mist * lerp(1, 0.45, near)
		deep := lerp(0.14, 0.3, near)
		c.below(edge, hidden, func(x, y, depth float32, _ rgb) rgb {
			wood := soft.at(x*1.1+ox, depth*1.9+oy) - 0.5
			bank := soft.at(x*0.22+oy, depth*0.5+ox) - 0.5
			p := body.times(1 + wood*0.7*near)
			dx := x - h.sky.sunX
			p = p.add(h.sky.key.times(0.1 / (1 + dx*dx*9) * (1 - near*0.6)))
			return p.mix(fog, clamp(dense*ramp(0, deep, depth+bank*0.22)))
		})
	}
}

// growFirs lets firs stand along an edge.
func growFirs(c *canvas, edge []float32, tall, dense float32) {
	stands := clouds()
	ox := c.Float32()
	// Over more than any frame shows, so that every shot of a scene rolls the same dice.
	for x := float32(-1.1); x < 1.1; x += tall * c.between(0.1, 0.3) / dense {
		height := tall * c.between(0.4, 1.1) * lerp(0.25, 1.15, ramp(0.3, 0.6, stands.at(x*0.6+ox, ox)))
		wide := height * c.between(0.15, 0.21)
		x0, x1 := c.columnsOf(x-wide, x+wide)
		if x0 >= x1 {
			continue
		}
		foot := c.on(edge, x) + height*0.12
		for px := x0; px < x1; px++ {
			side := abs(c.worldX(px)-x) / wide
			const boughs = 7
			tier := side * boughs
			tier = (floor(tier) + pow(tier-floor(tier), 2)) / boughs
			edge[px] = min(edge[px], foot-height*(1-tier))
		}
	}
}

// terrain is a landscape seen in true perspective: heights and colours on a map, walked outwards from the eye
// (the voxel space of 1992), lit by a low sun and fading into the haze.
type terrain struct {
	sky      sky
	horizon  float32 // the height of the horizon in the frame
	eye      float32 // how high the camera stands
	tall     float32 // how high the peaks are
	level    float32 // the height of water, below 0 for none
	height   func(x, z float32) float32
	colour   func(x, z, h, steep float32) rgb
	fog      float32
	rough    float32 // how coarse the ground is: 0 is sand
	sunSide  float32 // where the light comes from: −1 the left, 1 the right
	sunSlope float32 // how low it stands: small is low
}

// The map of a terrain: its points on a side, and how wide and deep it is.
const (
	mapSize = 512
	mapWide = 6.0
	mapDeep = 8.0
)

// ground is a terrain's map.
type ground struct {
	heights []float32
	colours []rgb
}

// draw paints the terrain over the sky, and the water in it.
func (t terrain) draw(c *canvas) {
	g := t.survey()
	if t.level < 0 {
		t.walk(c, g)
		return
	}
	below := *c
	below.px = slices.Clone(c.px)
	t.mirror(&below, g)
	t.walk(c, g)
	t.flood(c, &below)
}

// survey makes the map: heights, and colours in their light.
func (t terrain) survey() ground {
	g := ground{make([]float32, mapSize*mapSize), make([]rgb, mapSize*mapSize)}
	place := func(i, j int) (x, z float32) {
		return (float32(i)/mapSize - 0.5) * mapWide, float32(j) / mapSize * mapDeep
	}
	for j := range mapSize {
		for i := range mapSize {
			g.heights[j*mapSize+i] = t.height(place(i, j)) * t.tall
		}
	}
	for j := range mapSize {
		dark := float32(-1)
		for k := range mapSize {
			i := k
			if t.sunSide > 0 {
				i = mapSize - 1 - k
			}
			at := j*mapSize + i
			h := g.heights[at]
			dark -= t.sunSlope * mapWide / mapSize // the shadow sinks as it falls on
			inShade := clamp((dark - h) * 40 / t.tall)
			dark = max(dark, h)
			gx := (g.heights[j*mapSize+min(i+1, mapSize-1)] - h) * mapSize / mapWide
			gz := (g.heights[min(j+1, mapSize-1)*mapSize+i] - h) * mapSize / mapDeep
			level := 1 / sqrt(1+gx*gx+gz*gz)
			facing := clamp((-gx*t.sunSide*0.8 + t.sunSlope*0.9 + 0.28*gz) * level * 1.25)
			x, z := place(i, j)
			light := t.sky.key.times(1.25 * facing * (1 - 0.85*inShade)).add(t.sky.ambient.times(0.32 + 0.3*level))
			g.colours[at] = t.colour(x, z, h/t.tall, hypot(gx, gz)).filter(light)
		}
	}
	return g
}

// at reads the map between its points.
func (g ground) at(x, z float32) (height float32, colour rgb) {
	ix, iz := int(x), int(z)
	tx, tz := x-float32(ix), z-float32(iz)
	at, next := iz*mapSize+ix, min(iz+1, mapSize-1)*mapSize+ix
	h, k := g.heights, g.colours
	return lerp(lerp(h[at], h[at+1], tx), lerp(h[next], h[next+1], tx), tz), k[at].mix(k[at+1], tx).mix(k[next].mix(k[next+1], tx), tz)
}

// open marks a pixel of water, which is painted last.
var open = rgb{-1, -1, -1}

// lens is how far the picture lies behind the eye.
const lens = 0.95

// ray goes along a column of the picture from near to far, and hands over the height and the colour of what is met there.
func (t terrain) ray(g ground, side float32, meet func(z, h float32, p rgb) (further bool)) {
	const near = 0.22
	n := clouds()
	for z := float32(near); z < mapDeep-0.1; z += 0.004 + z*0.0065 {
		x := (side*z/mapWide + 0.5) * mapSize
		if x < 0 || x >= mapSize-1 {
			return
		}
		h, p := g.at(x, z/mapDeep*mapSize)
		p = p.times(1 + t.rough*(n.at(side*z*0.9, z*0.9)+0.5*n.at(side*z*3.7, z*3.7)-0.75))
		if !meet(z, h, p.mix(t.sky.haze, 1-exp(-z*t.fog)*(1-0.85*ramp(4.5, mapDeep, z)))) {
			return
		}
	}
}

// walk paints, column by column, what rises above what is nearer.
func (t terrain) walk(c *canvas, g ground) {
	for px := range c.w {
		filled, last := float32(c.h), rgb{}
		t.ray(g, c.worldX(px)/lens, func(z, h float32, p rgb) bool {
			wet := h < t.level
			top := c.pixelY(t.horizon + (t.eye-max(h, t.level))/z*lens)
			if top >= filled {
				return true
			}
			if wet {
				p = open
			}
			if last == (rgb{}) || wet || last == open {
				last = p
			}
			for py := int(max(top, 0)); py < int(filled); py++ {
				c.px[py*c.w+px] = p.mix(last, clamp((float32(py)-top)/(filled-top)))
			}
			if !wet {
				c.share(px, filled, p)
			}
			filled, last = top, p
			return filled > 0
		})
		if edge := int(filled); edge > 0 {
			c.share(px, filled, c.px[(edge-1)*c.w+px])
		}
	}
}

// mirror paints what stands above the water as an eye sees it that is as deep below: each thing from its top down to where it
// leaves the water.
func (t terrain) mirror(c *canvas, g ground) {
	deep := t.eye - t.level
	for px := range c.w {
		// Painted is what lies above first, and from low down to high: across open water a new stretch begins.
		first, low, high := 0, c.h, -1
		t.ray(g, c.worldX(px)/lens, func(z, h float32, p rgb) bool {
			if h < t.level {
				return true
			}
			top := max(int(c.pixelY(t.horizon-(deep+h-t.level)/z*lens)), first)
			foot := min(int(c.pixelY(t.horizon-deep/z*lens)), c.h-1)
			if top > foot {
				return true
			}
			if high >= 0 && top > high+1 {
				first, low, high = high+1, c.h, -1
			}
			for py := top; py < min(low, foot+1); py++ {
				c.px[py*c.w+px] = p
			}
			for py := max(top, high+1); py <= foot; py++ {
				c.px[py*c.w+px] = p
			}
			low, high = min(low, top), max(high, foot)
			return true
		})
	}
}

// share lets what is farther show in the part of a column's last pixel that the nearer left.
func (c *canvas) share(px int, filled float32, farther rgb) {
	edge := int(filled)
	if edge < 0 || edge >= c.h {
		return
	}
	if p := &c.px[edge*c.w+px]; *p != open && farther != open {
		*p = p.mix(farther, filled-float32(edge))
	}
}

// flood paints the water, which mirrors what is seen from below.
func (t terrain) flood(c, below *canvas) {
	n := clouds()
	ox := c.Float32()
	deep := pick(c, hex(0x12343c), hex(0x1b4a55), hex(0x24404c))
	y0, _ := c.rowsOf(t.horizon, bottom)
	for py := y0; py < c.h; py++ {
		y, row := c.worldY(py), c.px[py*c.w:][:c.w]
		down := max(y-t.horizon, 0.001)
		for px := range row {
			if row[px] != open {
				continue
			}
			x := c.worldX(px)
			wave := n.at(x/down*0.05+ox, 0.35/down) - 0.5
			p := below.seen(x+wave*0.012, t.horizon-down-abs(wave)*0.05)
			row[px] = p.times(0.86).mix(deep, clamp(0.08+down*0.8)).add(t.sky.sun.times(max(wave-0.12, 0) * 0.1))
		}
	}
}
