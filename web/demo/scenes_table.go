package demo

import "math"

// room is a wall and a table in the light of a window.
type room struct {
	lamp
	wall, table rgb
	edge        float32 // where the table's far edge is
}

func newRoom(c *canvas) room {
	side := pick[float32](c, -1, 1)
	r := room{lamp: lamp{side: side * 0.72, up: 0.5, front: 0.48, window: 1}, edge: c.between(0.56, 0.64)}
	type set struct{ wall, table, key, ambient uint32 }
	s := vary(c,
		set{0x9aa39a, 0xb9a689, 0xfff0d8, 0x8a97a6}, // quiet greys
		set{0x33302c, 0x4a3526, 0xffe2b0, 0x3c3a40}, // an old master's dark
		set{0xd8c8b4, 0xe9e2d6, 0xfff4e2, 0x9fb0c4}, // linen
		set{0x3d5a66, 0x7a5a40, 0xffe9c8, 0x5a7080}, // petrol
		set{0xc9846a, 0x8f5a44, 0xffe6c4, 0x8a7078}, // terracotta
		set{0x7f94a8, 0xcfd6da, 0xfff2dc, 0x8fa6c0}, // blue morning
		set{0x58634a, 0x9c7a52, 0xfff0cc, 0x6a7864}, // olive
		set{0xe0b45a, 0xb98a54, 0xfff2d0, 0xa0907c}, // ochre
		set{0xd9a9a4, 0xe8dcd4, 0xfff0e4, 0xa8a0b4}, // blush
	)
	r.wall, r.table, r.key, r.ambient = hex(s.wall), hex(s.table), hex(s.key).times(1.15), hex(s.ambient).times(0.75)
	r.floor = r.table.filter(r.key)
	return r
}

// draw paints the wall with the light that falls on it, and the table.
func (r room) draw(c *canvas) {
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	sx := r.side * 0.55
	c.veil(c.worldY(0)-1, r.edge+0.1, 4, func(x, y float32) (rgb, float32) {
		d := hypot((x-sx)*0.8, y-0.2)
		lit := 0.25 + 0.75*exp(-d*d*1.6)
		rough := 0.94 + 0.12*n.at(x*0.4+ox, y*0.4)
		return r.wall.filter(r.ambient.times(0.75).add(r.key.times(0.8 * lit))).times(rough), 1
	})
	if c.chance(0.7) {
		r.panes(c)
	}
	planks := c.chance(0.5)
	cloth := !planks && c.chance(0.5)
	c.paint(r.edge, c.worldY(c.h), func(x, y float32, _ rgb) rgb {
		near := (y - r.edge) / (1 - r.edge)
		far := 1 / (0.5 + near)
		u, v := x*far, far
		p := r.table
		switch {
		case planks:
			board := floor(v*5 + ox*5)
			g := n.at(u*0.45+board*0.37, v*7+board*0.21)
			p = p.times(0.72 + 0.5*g + 0.1*chance(int(board), 0, 1))
			if f := v*5 + ox*5 - board; f < 0.035 {
				p = p.times(0.55)
			}
		case cloth:
			p = p.times(0.9 + 0.25*n.at(u*0.5+ox, v*0.6+oy) + 0.06*n.at(u*9, v*9))
		default:
			p = p.times(0.92 + 0.16*n.at(u*0.8+ox, v*0.8+oy))
		}
		d := hypot(x-sx*0.7, (y-r.edge)*1.2)
		lit := 0.4 + 0.6*exp(-d*d*1.3)
		p = p.filter(r.ambient.times(0.7).add(r.key.times(0.75 * lit)))
		return p.times(0.72 + 0.28*ramp(0, 0.05, y-r.edge))
	})
	c.defocus(0.006)
}

// panes are the window's light on the wall.
func (r room) panes(c *canvas) {
	lean := -r.side * c.between(0.08, 0.2)
	x0, y0 := -r.side*c.between(0.02, 0.2)-0.2, c.between(0.02, 0.14)
	light := r.wall.filter(r.key).times(0.42)
	for i := range 2 {
		for j := range 3 {
			x, y := x0+float32(i)*0.23, y0+float32(j)*0.155
			at := func(px, py float32) point { return point{px + (py-y0)*lean*1.6, py + (px-x0)*lean*0.6} }
			c.fill(polygon(at(x, y), at(x+0.2, y), at(x+0.2, y+0.135), at(x, y+0.135)), 0.02, shine(light))
		}
	}
}

// speckled is a skin of two colours.
func speckled(c *canvas, a, b rgb, size float32) func(turn, t float32) rgb {
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	return func(turn, t float32) rgb {
		return a.mix(b, ramp(0.36, 0.66, n.at(turn*size*0.3+ox, t*size*0.3+oy)))
	}
}

// fruit is one of those that grow round.
func fruit(c *canvas, x, foot, size float32) turned {
	t := turned{x: x, foot: foot, tall: size * 0.94, radius: round(1.06), gloss: 0.5}
	n := clouds()
	switch c.IntN(6) {
	case 0: // an orange
		t.skin = func(u, h float32) rgb { return hex(0xf08a1c).times(0.86 + 0.28*n.at(u*2.6, h*2.6)) }
		t.gloss = 0.35
	case 1: // an apple, red on its sunny side
		a, b := pick(c, hex(0xb81e20), hex(0xc8402c)), pick(c, hex(0xd8b048), hex(0x9cae3c))
		t.skin = speckled(c, a, b, 1.6)
		t.radius = knots(0.16, 0.44, 0.54, 0.53, 0.4, 0.1)
		t.gloss = 0.9
	case 2: // a pear
		t.radius, t.tall = knots(0.1, 0.34, 0.39, 0.33, 0.2, 0.14, 0.1, 0.03), size*1.4
		t.skin = speckled(c, pick(c, hex(0xb8b040), hex(0xc79a3a)), hex(0x8f8a34), 4)
		t.gloss = 0.4
	case 3: // a lemon
		t.radius, t.tall = knots(0.06, 0.36, 0.5, 0.5, 0.36, 0.07), size*0.86
		t.skin = func(u, h float32) rgb { return hex(0xf2cc2a).times(0.9 + 0.2*n.at(u*2.2, h*2.2)) }
	case 4: // a plum
		t.tall = size * 0.7
		t.skin = speckled(c, hex(0x4a1e3c), hex(0x6f4a72), 2)
	default: // a peach
		t.skin = speckled(c, hex(0xe07a4c), hex(0xf0b878), 1.4)
		t.gloss = 0.1
	}
	return t
}

// stalk grows on a fruit's top.
func stalk(c *canvas, t turned) {
	if t.tall < 0.05 {
		return
	}
	lean := c.between(-0.016, 0.016)
	top := t.foot - t.tall + 0.004
	c.fill(stroke(0.005, 0.007, point{t.x, top + 0.008}, point{t.x + lean*0.4, top - 0.012}, point{t.x + lean, top - 0.026}), 0, solid(hex(0x3a2a1a)))
}

// vessel is a bottle, a jug or a vase.
func vessel(c *canvas, x, foot, tall float32) turned {
	glaze := pick(c, hex(0xe8e2d4), hex(0x2f5f7a), hex(0x8a3c2c), hex(0x3f4f44), hex(0xc8a878), hex(0x1f2a36), hex(0xb9c4be), hex(0x6f8f86))
	t := turned{x: x, foot: foot, tall: tall, gloss: c.between(0.25, 1), inside: glaze.times(0.35), open: true}
	t.radius = pick(c,
		knots(0.17, 0.25, 0.26, 0.23, 0.11, 0.07, 0.07, 0.08),
		knots(0.14, 0.16, 0.16, 0.16, 0.15, 0.07, 0.055, 0.06),
		knots(0.12, 0.3, 0.38, 0.36, 0.26, 0.15, 0.12, 0.17),
		knots(0.2, 0.22, 0.2, 0.17, 0.14, 0.12, 0.13, 0.16),
		knots(0.16, 0.27, 0.33, 0.31, 0.2, 0.1, 0.1, 0.14),
	)
	n := clouds()
	ox := c.Float32()
	band := glaze.mix(pick(c, hex(0xf4efe2), hex(0x20242a), hex(0x9a6a3a)), 0.8)
	dipped, level := c.chance(0.4), c.between(0.35, 0.7)
	t.skin = func(u, h float32) rgb {
		p := glaze
		if dipped && h+0.02*n.at(u*0.6+ox, 0) < level {
			p = band
		}
		return p.times(0.92 + 0.16*n.at(u*0.9+ox, h*1.3))
	}
	if c.chance(0.3) {
		t.glass, t.gloss = 0.8, 1
		tint := pick(c, hex(0x3f7a4a), hex(0x9a5a1c), hex(0x5a8fa8), hex(0xb8d0c4))
		t.skin = func(_, _ float32) rgb { return tint }
		t.inside = tint.times(0.5)
	}
	return t
}

// still is a still life: vessels behind, fruit before them.
func still(c *canvas) {
	r := newRoom(c)
	r.draw(c)
	back := r.edge + 0.09
	x := c.between(-0.3, -0.2)
	for range 2 + c.IntN(2) {
		tall := c.between(0.24, 0.45)
		vessel(c, x, back+c.between(-0.02, 0.03), tall).stand(c, r.lamp)
		x += tall*0.3 + c.between(0.1, 0.2)
	}
	if c.chance(0.55) {
		bowl(c, r, c.between(-0.1, 0.12), back+0.14)
	}
	x = c.between(-0.36, -0.26)
	for range 3 + c.IntN(3) {
		t := fruit(c, x, back+c.between(0.13, 0.22), c.between(0.1, 0.14))
		t.stand(c, r.lamp)
		stalk(c, t)
		x += c.between(0.11, 0.2)
	}
	c.grade.vignette, c.grade.contrast, c.grade.bloom = 0.5, 0.3, 0.25
}

// bowl is full of fruit.
func bowl(c *canvas, r room, x, foot float32) {
	wide := c.between(0.17, 0.22)
	glaze := pick(c, hex(0xf0ebe0), hex(0x2c4a66), hex(0x7a3a2a), hex(0x58706a))
	b := turned{
		x: x, foot: foot, tall: wide * 0.62, radius: knots(0.6, 0.74, 1.15, 1.42, 1.58), gloss: 0.8, open: true, inside: glaze.times(0.55),
		skin: func(_, t float32) rgb { return glaze.times(0.94 + 0.06*t) },
	}
	b.stand(c, r.lamp)
	top := foot - b.tall
	calm := lamp{side: r.side, up: r.up, front: r.front, key: r.key, ambient: r.ambient, floor: glaze, window: 1}
	for i := range 6 {
		fx := x + (float32(i%4)-1.5)*wide*0.36
		fy := top + 0.012
		if i >= 4 {
			fx, fy = x+(float32(i)-4.5)*wide*0.42, top-wide*0.24
		}
		f := fruit(c, fx, fy, wide*0.52)
		f.stand(c, calm)
		stalk(c, f)
	}
	b.body(c, r.lamp) // its near side once more, before what lies in it
}

// bouquet is a vase with flowers.
func bouquet(c *canvas) {
	r := newRoom(c)
	r.draw(c)
	x, foot, tall := c.between(-0.06, 0.06), r.edge+0.2, c.between(0.3, 0.36)
	v := vessel(c, x, foot, tall)
	mouth := point{x, foot - tall}
	hue := vary(c,
		[]uint32{0xe8a0a8, 0xf4d8d0, 0xd06a78}, []uint32{0xf2c23c, 0xf7e6a8, 0xe89a2c}, []uint32{0x9a6ac0, 0xd8c0e8, 0x6a4a9a},
		[]uint32{0xd8382c, 0xf0785c, 0xf8c8a8}, []uint32{0xf6f2ea, 0xe8dcc8, 0xf0c8c0}, []uint32{0x5a86c8, 0xf4f4f8, 0x98b8e0},
	)
	kind := c.occasion % 3
	type stem struct {
		head point
		size float32
	}
	stems := make([]stem, 0, 16)
	for i := range 9 + c.IntN(5) {
		a := (float32(i%7)/6-0.5)*2.1 + c.between(-0.15, 0.15)
		long := c.between(0.14, 0.34) * (1.1 - 0.25*abs(a))
		stems = append(stems, stem{point{mouth.x + sin(a)*long*0.95, mouth.y - cos(a)*long - 0.02}, c.between(0.042, 0.062)})
	}
	green := hex(0x4a6a34).filter(r.ambient.add(r.key.times(0.5)))
	for _, s := range stems {
		mid := mouth.to(s.head, 0.5)
		mid.x -= (s.head.x - mouth.x) * 0.2
		c.fill(stroke(0.006, 0.004, mouth, mouth.to(mid, 0.6), mid, s.head), 0, solid(green.times(c.between(0.6, 1.1))))
		for range 2 {
			at := mouth.to(s.head, c.between(0.35, 0.85))
			a := c.between(-math.Pi, 0)
			to := point{at.x + cos(a)*0.08, at.y + sin(a)*0.06}
			tone := green.times(c.between(0.5, 1.4))
			c.fill(leaf(at, to, 0.2), 0, solid(tone))
		}
	}
	v.stand(c, r.lamp)
	for _, s := range stems {
		blossom(c, s.head, s.size, kind, hex(pick(c, hue...)), r.lamp)
	}
	for range c.IntN(4) {
		p := point{x + c.between(-0.3, 0.3), foot + c.between(0.02, 0.1)}
		c.fill(oval(p.x, p.y+0.004, 0.02, 0.008, 0), 0.006, shade(rgb{0.6, 0.6, 0.6}))
		c.fill(oval(p.x, p.y, 0.018, 0.007, c.between(-0.5, 0.5)), 0, solid(hex(hue[0]).filter(r.key).times(0.8)))
	}
	c.grade.vignette, c.grade.contrast, c.grade.bloom = 0.5, 0.3, 0.25
}

// blossom is a flower's head: 0 a peony, 1 a daisy, 2 a tulip.
func blossom(c *canvas, at point, size float32, kind int, tint rgb, l lamp) {
	lit := func(dx, dy float32) rgb {
		k := clamp(0.5 + (dx*l.side-dy*0.8)/size*0.42)
		return tint.filter(l.ambient.times(0.55).add(l.key.times(0.18 + 0.82*k)))
	}
	switch kind {
	case 0:
		for ring := range 4 {
			reach := size * (1 - 0.26*float32(ring))
			for i := range 9 - ring {
				a := float32(i)/float32(9-ring)*2*math.Pi + float32(ring)*0.5
				dx, dy := cos(a)*reach*0.62, sin(a)*reach*0.55
				p := lit(dx, dy).times(0.8 + 0.09*float32(ring) + c.between(-0.06, 0.06))
				c.fill(oval(at.x+dx, at.y+dy, reach*0.46, reach*0.36, a+1.57), 0, func(x, y float32, u rgb) rgb {
					d := hypot(x-at.x-dx, y-at.y-dy) / (reach * 0.46)
					return p.times(0.72 + 0.4*d*d)
				})
			}
		}
	case 1:
		for i := range 14 {
			a := float32(i)/14*2*math.Pi + c.between(-0.08, 0.08)
			to := point{at.x + cos(a)*size, at.y + sin(a)*size*0.85}
			c.fill(leaf(at, to, 0.16), 0, solid(lit(to.x-at.x, to.y-at.y).times(c.between(0.85, 1.08))))
		}
		c.disc(at.x, at.y, size*0.3, 0.004, func(x, y float32, _ rgb) rgb {
			return hex(0xd89a24).filter(l.ambient.add(l.key)).times(0.6 + 0.25*((x-at.x)*l.side-(y-at.y))/size*3)
		})
	default:
		turn := c.between(-0.4, 0.4)
		for _, a := range []float32{-0.55, 0.55, -0.25, 0.28, 0} {
			foot := point{at.x, at.y + size*0.5}
			to := point{at.x + sin(a+turn)*size*1.1, at.y - cos(a+turn)*size*1.1}
			c.fill(leaf(foot, to, 0.3), 0, func(x, y float32, _ rgb) rgb {
				return lit(x-at.x+a*size*0.4, y-at.y).times(0.75 + 0.3*clamp((foot.y-y)/size*0.6))
			})
		}
	}
}
