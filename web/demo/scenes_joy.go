package demo

import "math"

// balloons rise over a valley in the morning.
func balloons(c *canvas) {
	s := c.sky
	s.sunX, s.sunY = pick[float32](c, -1, 1)*c.between(0.3, 0.5), c.between(0.5, 0.6)
	horizon := c.between(0.68, 0.74)
	s.draw(c, horizon)
	s.streaks(c, horizon, c.between(0.1, 0.4))
	s.disc(c)
	hills{
		sky: s, far: s.haze, near: s.ambient.filter(hex(0x6a5a58)).times(0.8), top: horizon - 0.04, low: 0.92, count: 5,
		height: 0.09, sharp: c.between(0.1, 0.8), mist: 0.85, firs: c.chance(0.4),
	}.draw(c)
	count := 5 + c.IntN(6)
	for i := range count {
		near := pow(float32(i)/float32(count-1), 2.2)
		size := lerp(0.018, c.between(0.11, 0.17), near)
		x := c.between(-0.5, 0.5)
		if i == count-1 {
			x = c.between(-0.2, 0.2)
		}
		balloon(c, s, x, lerp(c.between(0.2, 0.62), c.between(0.28, 0.4), near), size, lerp(0.6, 0, near))
	}
	c.grade.contrast, c.grade.saturation = 0.25, 1.1
}

// balloon is a hot-air balloon with its basket.
func balloon(c *canvas, s sky, x, y, size, haze float32) {
	gores := pick(c,
		[]uint32{0xd8382c, 0xf6e6c8}, []uint32{0x2c5aa8, 0xf0c030, 0xd8402c}, []uint32{0xe8902c, 0x8a2c3c}, []uint32{0x2a8a8a, 0xf4f0e0},
		[]uint32{0xf0c83c, 0xe8702c, 0xc0304a, 0x6a3a8a}, []uint32{0xf4efe4, 0x3a4a6a},
	)
	bands := c.chance(0.3)
	turn := c.Float32()
	side := b2f(s.sunX > x)*2 - 1
	k := lamp{side: side * 0.75, up: 0.35, front: 0.5, key: s.key, ambient: s.ambient, floor: s.haze}
	t := turned{
		x: x, foot: y + size*1.25, tall: size * 2.45,
		radius: envelope,
		skin: func(u, h float32) rgb {
			a := float32(math.Asin(float64(u)))/math.Pi*8 + turn*8 + 16
			if bands {
				a = h*7 + 10
			}
			tone := hex(gores[int(a)%len(gores)])
			return tone.times(0.86 + 0.14*abs(sin((a-floor(a))*math.Pi)))
		},
		gloss: 0.08, air: s.haze, far: haze,
	}
	t.body(c, k)
	if size < 0.03 {
		return
	}
	foot := t.foot
	for _, u := range []float32{-1, -0.4, 0.4, 1} {
		c.fill(stroke(0.0014, 0.0014, point{x + u*size*0.16, foot - size*0.02}, point{x + u*size*0.11, foot + size*0.3}), 0, solid(hex(0x2a221c).mix(s.haze, haze)))
	}
	c.box(x-size*0.12, foot+size*0.28, x+size*0.12, foot+size*0.46, func(px, py float32, _ rgb) rgb {
		return hex(0x7a5030).filter(s.ambient.times(0.6).add(s.key.times(0.5+3*(px-x)*side/size))).times(0.8+0.2*sin(py*1500)).mix(s.haze, haze)
	})
	if c.chance(0.5) {
		c.glow(x, foot+size*0.1, size*0.5, hex(0xffa040).times(0.8))
		c.fill(leaf(point{x, foot + size*0.26}, point{x, foot - size*0.06}, 0.2), 0.002, solid(hex(0xffd070).times(2.5)))
	}
}

// envelope is a balloon's shape: a ball above, drawn down to its mouth.
func envelope(h float32) float32 {
	const middle, wide, join = 0.58, 0.4, 0.36
	ball := func(h float32) float32 { return wide * sqrt(max(1-(h-middle)*(h-middle)/((1-middle)*(1-middle)), 0)) }
	if h > join {
		return ball(h)
	}
	return lerp(0.07, ball(join), pow(h/join, 0.92))
}

// kites fly over a beach or a meadow.
func kites(c *canvas) {
	s := c.sky
	ground := c.between(0.8, 0.86)
	s.draw(c, ground)
	if c.chance(0.6) {
		s.heaps(c, ground)
	} else {
		s.streaks(c, ground, c.between(0.3, 0.7))
	}
	n := clouds()
	ox := c.Float32()
	if c.chance(0.5) {
		water{shore: ground - 0.05, rough: 0.8, tint: rgb{0.55, 0.8, 0.9}, deep: hex(0x2a8a9a), clear: 0.7, sky: s}.draw(c)
	}
	tone := pick(c, hex(0xe0c898), hex(0x7fa04a), hex(0x9ab050))
	edge := c.edge(func(x float32) float32 { return ground + 0.03*(n.at(x*0.3+ox, 0.4)-0.5) })
	c.below(edge, bottom, func(x, y, d float32, _ rgb) rgb {
		return tone.times(0.82 + 0.3*n.at(x*1.8+ox, y*5) + 0.1*n.at(x*8, y*14)).filter(s.ambient.times(0.5).add(s.key.times(0.65)))
	})
	for range 3 + c.IntN(3) {
		hand := point{c.between(-0.35, 0.35), ground + c.between(0.01, 0.06)}
		at := point{hand.x + c.between(-0.3, 0.3), c.between(0.14, 0.5)}
		size := c.between(0.045, 0.1)
		line := arc(hand, at, 0.05)
		c.fill(stroke(0.0011, 0.0011, line...), 0, glaze(hex(0xf4f4f4), 0.7))
		kite(c, s, at, size)
		walker(c, hand.x, hand.y+0.045, 0.055, false, hex(0x6a7a90))
	}
	c.grade.saturation = 1.1
}

// kite is a diamond of four cloths with a tail of bows.
func kite(c *canvas, s sky, at point, size float32) {
	turn := c.between(-0.5, 0.5)
	to := func(dx, dy float32) point {
		return point{at.x + size*(dx*cos(turn)-dy*sin(turn)), at.y + size*(dx*sin(turn)+dy*cos(turn))}
	}
	hue := pick(c, []uint32{0xe03a30, 0xf4c430, 0x2c6ab8, 0xf4f0e4}, []uint32{0xf08a24, 0x2a8a7a, 0xf6e6a0, 0xd0304a}, []uint32{0x7a3aa0, 0xf0708a, 0x40b0c8, 0xf4d040})
	top, left, right, low, mid := to(0, -1), to(-0.72, -0.2), to(0.72, -0.2), to(0, 1.15), to(0, -0.2)
	for i, p := range [][2]point{{top, left}, {top, right}, {left, low}, {right, low}} {
		lit := s.ambient.times(0.5).add(s.key.times([]float32{0.9, 0.7, 0.75, 0.55}[i]))
		c.fill(polygon(p[0], p[1], mid), 0, solid(hex(hue[i]).filter(lit)))
	}
	c.fill(stroke(0.002, 0.002, top, low), 0, glaze(hex(0x3a2a20), 0.8))
	c.fill(stroke(0.002, 0.002, left, right), 0, glaze(hex(0x3a2a20), 0.8))
	tail := make([]point, 16)
	sway := c.between(-0.4, 0.4)
	for i := range tail {
		k := float32(i) / 15
		tail[i] = to(0.28*sin(k*7)*k+sway*k, 1.15+2.1*k)
	}
	c.fill(stroke(0.0022, 0.0014, tail...), 0, solid(hex(hue[0]).times(0.6)))
	for i := 3; i < 16; i += 3 {
		p := tail[i]
		for _, k := range []float32{-1, 1} {
			c.fill(leaf(p, point{p.x + k*size*0.22, p.y + size*0.06*k}, 0.3), 0, solid(hex(hue[i/3%4]).filter(s.ambient.times(0.5).add(s.key.times(0.7)))))
		}
	}
}

// skyLanterns float up over the water at dusk.
func skyLanterns(c *canvas) {
	s := c.sky
	shore := c.between(0.68, 0.74)
	s.draw(c, shore)
	s.streaks(c, shore, 0.2)
	s.stars(c, shore, false)
	hills{sky: s, far: s.haze.times(0.7), near: s.haze.times(0.3), top: shore - 0.05, low: shore, count: 3, height: 0.07, sharp: 0.4, mist: 0.4}.draw(c)
	drift := c.between(-0.4, 0.4)
	for i := range 90 {
		near := pow(float32(i)/89, 3.2)
		y := c.between(0.02, shore-0.03)
		x := (c.Float32()+c.Float32()-1)*0.8 + drift*(shore-y)*0.5
		size := lerp(0.004, 0.04, near) * c.between(0.8, 1.15)
		c.glow(x, y, size*5, hex(0xff8a30).times(lerp(0.25, 0.4, near)))
		at := func(dx, dy float32) point { return point{x + dx*size, y + dy*size} }
		c.fill(smooth(at(-0.7, -0.9), at(0, -1.2), at(0.7, -0.9), at(0.85, 0), at(0.6, 1.1), at(-0.6, 1.1), at(-0.85, 0)), 0, func(_, py float32, _ rgb) rgb {
			k := clamp((py-y)/size*0.5 + 0.5)
			return hex(0xc8481c).mix(hex(0xffc860), k).times(0.7 + 1.5*k)
		})
	}
	water{shore: shore, rough: c.between(0.2, 0.5), tint: rgb{0.8, 0.82, 0.88}, deep: s.zenith.times(0.4), clear: 0.4, sky: s}.draw(c)
	c.grade.bloom, c.grade.grain = 0.9, 4
}

// fireworks burst over a bay.
func fireworks(c *canvas) {
	s := c.sky
	s.horizon = pick(c, hex(0x3a3050), hex(0x2a3a5a), hex(0x4a2c40))
	shore := c.between(0.74, 0.8)
	s.draw(c, shore)
	n := clouds()
	for range 3 + c.IntN(3) {
		x, y, reach := c.between(-0.4, 0.4), c.between(0.14, 0.44), c.between(0.12, 0.26)
		tint := hex(pick[uint32](c, 0xff5a3c, 0xffc850, 0x5ab0ff, 0xe070ff, 0x70f0a0, 0xffe8c0))
		tip := hex(pick[uint32](c, 0xffffff, 0xffd080, 0xff80c0, 0x80e0ff))
		c.glow(x, y, reach*1.7, tint.times(0.16))
		ox := c.Float32()
		c.veil(y-reach, y+reach, 4, func(px, py float32) (rgb, float32) {
			d := hypot(px-x, py-y) / reach
			return tint.times(0.1 * ramp(1, 0.2, d) * n.at(px*1.2+ox, py*1.2)), 0
		})
		rays := 60 + c.IntN(50)
		for range rays {
			a, up := c.Float32()*2*math.Pi, c.between(-1, 1)
			long := reach * sqrt(1-up*up*0.85) * c.between(0.85, 1.05)
			points := make([]point, 8)
			for k := range points {
				t := float32(k+2) / 9
				points[k] = point{x + cos(a)*long*t, y + sin(a)*long*t + 0.1*reach*t*t*3}
			}
			c.fill(stroke(0.0008, 0.0032, points...), 0, shine(tint.times(1.4)))
			end := points[7]
			c.disc(end.x, end.y, 0.003, 0.003, shine(tip.times(2)))
		}
		c.fill(stroke(0.001, 0.003, point{x + c.between(-0.03, 0.03), shore}, point{x, y + reach}), 0.002, shine(tint.times(0.15)))
	}
	kind := c.IntN(1 << 16)
	edge := c.edge(func(x float32) float32 {
		return shore - 0.03 - 0.09*chance(int(floor(x*26)), 0, kind)*(0.5+0.5*cos(x*3))
	})
	c.below(edge, bottom, func(x, y, _ float32, _ rgb) rgb {
		col, row := int(floor(x*160)), int(floor(y*120))
		if chance(col, row, kind+1) < 0.2 && x*160-floor(x*160) > 0.35 {
			return hex(0xffc070).times(0.5 + chance(col, row, kind+2))
		}
		return hex(0x0a0c16)
	})
	water{shore: shore, rough: c.between(0.4, 0.7), tint: rgb{0.8, 0.82, 0.88}, deep: hex(0x060814), clear: 0.4, sky: s}.draw(c)
	c.grade.bloom, c.grade.grain = 1, 4
}

// canopy is a lane under hanging umbrellas.
func canopy(c *canvas) {
	s := c.sky
	s.draw(c, 1.1)
	s.heaps(c, 1.2)
	hue := vary(c, []uint32{0xe8403c, 0xf4a02c, 0xf6d840, 0x3cb070, 0x3090d8, 0x8a50c0, 0xf070a8}, []uint32{0xf4f0e8, 0xf0b8c0, 0xe87a90, 0xb84060}, []uint32{0x2a6ab0, 0x50a0d8, 0xa8d8f0, 0xf4f4f0, 0xf0c848})
	turn := c.between(-0.3, 0.3)
	for row := range 5 {
		near := float32(row) / 4
		size := lerp(0.07, 0.21, near)
		y := lerp(0.85, 0.05, pow(near, 0.8))
		count := int(1.7/(size*1.9)) + 1
		c.fill(stroke(0.0016, 0.0016, point{-1, y - 0.03}, point{1, y - 0.03 + turn*0.1}), 0, solid(hex(0x30343a)))
		for i := range count {
			x := (float32(i)-float32(count-1)/2)*size*1.95 + c.between(-0.02, 0.02) + turn*size
			umbrella(c, s, x, y+c.between(-0.02, 0.02), size, hex(hue[(i*3+row*2+c.IntN(2))%len(hue)]))
		}
	}
	c.grade.saturation, c.grade.contrast = 1.15, 0.3
}

// umbrella is seen from below, with the sun through its cloth.
func umbrella(c *canvas, s sky, x, y, size float32, tint rgb) {
	const ribs = 8
	spin, flat := c.Float32(), c.between(0.5, 0.68)
	hub := point{x, y - size*0.06}
	rim := make([]point, ribs+1)
	for i := range rim {
		a := (float32(i) + spin) / ribs * 2 * math.Pi
		rim[i] = point{x + cos(a)*size, y + sin(a)*size*flat}
	}
	for i := range ribs {
		a, b := rim[i], rim[i+1]
		mid := a.to(b, 0.5).to(hub, 0.09)
		glow := 0.62 + 0.5*clamp(0.5-(mid.y-y)/size*0.6) + c.between(-0.04, 0.04)
		c.fill(polygon(hub, a, a.to(mid, 0.5).to(hub, 0.015), mid, b.to(mid, 0.5).to(hub, 0.015), b), 0, func(px, py float32, _ rgb) rgb {
			d := hypot(px-hub.x, (py-hub.y)/flat) / size
			return tint.filter(s.ambient.times(0.4).add(s.key.times(glow * (0.62 + 0.4*d))))
		})
	}
	for i := range ribs {
		c.fill(stroke(0.0014, 0.0014, hub, rim[i]), 0, glaze(hex(0x282420), 0.75))
	}
	c.fill(stroke(0.004, 0.004, hub, point{x + 0.004, y + size*0.5}), 0, solid(hex(0x4a4038)))
	c.fill(stroke(0.006, 0.006, arc(point{x + 0.004, y + size*0.5}, point{x + size*0.1, y + size*0.5}, size*0.08)...), 0, solid(hex(0x6a4428)))
}

// cat sits on the sill before the evening.
func cat(c *canvas) {
	s := c.sky
	sill := c.between(0.76, 0.8)
	s.sunX, s.sunY = c.between(-0.15, 0.15), c.between(0.45, 0.6)
	s.draw(c, sill-0.05)
	s.streaks(c, sill, c.between(0.2, 0.6))
	s.disc(c)
	hills{sky: s, far: s.haze, near: s.haze.mix(s.ambient, 0.6).times(0.6), top: sill - 0.16, low: sill - 0.04, count: 4, height: 0.06, sharp: 0.4, mist: 0.6}.draw(c)
	for range 14 {
		c.bokeh(c.between(-0.45, 0.45), sill-c.between(0.02, 0.12), c.between(0.008, 0.02), hex(0xffc070).times(c.between(0.1, 0.5)))
	}
	c.defocus(0.007)
	dark := s.ambient.times(0.07)
	rim := s.sun.filter(s.key)
	frame := func(l, t, r, b float32) {
		c.box(l, t, r, b, func(x, y float32, _ rgb) rgb {
			edge := min(x-l, r-x, y-t, b-y)
			return dark.add(rim.times(0.12 * ramp(0.007, 0, edge)))
		})
	}
	mid := c.between(-0.02, 0.02)
	frame(mid-0.011, -0.2, mid+0.011, sill)
	frame(-0.62, 0.27, 0.62, 0.285)
	frame(-1.2, -0.2, -0.52, 1.2)
	frame(0.52, -0.2, 1.2, 1.2)
	// Curtains, a little of the light shining through.
	n := clouds()
	ox := c.Float32()
	for _, side := range []float32{-1, 1} {
		hem := func(y float32) float32 { return 0.34 + 0.1*y*y + 0.012*sin(y*9+ox*6) }
		points := []point{{side * 0.75, -0.2}}
		for i := range 15 {
			y := float32(i)/14*1.25 - 0.2
			points = append(points, point{side * hem(y), y})
		}
		points = append(points, point{side * 0.75, 1.05})
		c.fill(polygon(points...), 0.002, func(x, y float32, u rgb) rgb {
			fold := 0.5 + 0.5*sin(x*95+14*n.at(x*0.4+ox, y*0.05))
			return u.times(0.08).add(s.horizon.filter(hex(0xe8d8c0)).times((0.08 + 0.2*fold*fold) * (1.2 - abs(x))))
		})
	}
	c.box(-1.2, sill, 1.2, 1.3, func(x, y float32, _ rgb) rgb {
		d := y - sill
		g := 0.7 + 0.5*n.at(x*0.6+ox, y*5)
		return dark.times(g).add(rim.times(0.5 * exp(-d*16) * g * exp(-x*x*2)))
	})
	side := pick[float32](c, -1, 1)
	sitting(c, side*c.between(0.1, 0.2), sill+0.02, c.between(0.36, 0.42), side, dark, rim)
	pot(c, s, -side*c.between(0.2, 0.28), sill+0.015, c.between(0.1, 0.13), dark, rim)
	c.grade.bloom, c.grade.contrast = 0.6, 0.3
}

// sitting is a cat from behind, its tail over the edge.
func sitting(c *canvas, x, foot, tall, side float32, dark, rim rgb) {
	at := func(dx, up float32) point { return point{x + dx*tall*side, foot - up*tall} }
	body := smooth(at(-0.26, 0), at(-0.3, 0.14), at(-0.24, 0.36), at(-0.15, 0.55), at(-0.12, 0.66), at(0.12, 0.66), at(0.15, 0.55), at(0.25, 0.34), at(0.3, 0.13), at(0.26, 0), at(0, -0.02))
	head := smooth(at(-0.17, 0.74), at(-0.14, 0.86), at(0, 0.89), at(0.14, 0.86), at(0.17, 0.74), at(0.1, 0.63), at(0, 0.6), at(-0.1, 0.63))
	ears := polygon(at(-0.165, 0.78), at(-0.155, 0.99), at(-0.03, 0.87)).and(polygon(at(0.165, 0.78), at(0.03, 0.87), at(0.155, 0.99)))
	tail := stroke(0.052*tall*1.6, 0.03*tall*1.6, at(0.2, 0.02), at(0.33, 0.0), at(0.44, -0.06), at(0.47, -0.18), at(0.43, -0.3), at(0.36, -0.34))
	for _, p := range []path{tail, body, head, ears} { // a rim of light behind
		c.fill(p, 0.016, glaze(rim.times(1.1), 0.75))
	}
	for _, p := range []path{tail, body, head, ears} {
		c.fill(p, 0.0025, solid(dark))
	}
}

// pot holds a plant against the light.
func pot(c *canvas, s sky, x, foot, tall float32, dark, rim rgb) {
	c.fill(polygon(point{x - tall*0.42, foot - tall}, point{x + tall*0.42, foot - tall}, point{x + tall*0.3, foot}, point{x - tall*0.3, foot}), 0, func(px, _ float32, _ rgb) rgb {
		return dark.times(1.3).add(rim.times(0.1 * ramp(0.28, 0.42, abs(px-x)/tall)))
	})
	green := hex(0x4a7a34).filter(s.key)
	for range 13 {
		a := c.between(-1.3, 1.3)
		long := tall * c.between(0.9, 1.8)
		from := point{x + a*tall*0.1, foot - tall}
		to := point{x + sin(a)*long*0.8, foot - tall - cos(a)*long}
		tone := dark.mix(green, c.between(0.1, 0.5))
		c.fill(leaf(from, to, c.between(0.1, 0.17)), 0, solid(tone))
	}
}
