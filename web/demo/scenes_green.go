package demo

import "math"

// woods are trunks in layers with the light coming through.
func woods(c *canvas) {
	type set struct{ far, mid, near, leaf, light, floor uint32 }
	p := vary(c,
		set{0xdfe8b0, 0x7f9a58, 0x1c2a1c, 0x86b03c, 0xfff6c8, 0x4f6a2c}, // summer
		set{0xf8dca0, 0xc08040, 0x2a1a14, 0xe08a24, 0xffe8b0, 0xa85a22}, // autumn
		set{0xd8e2e6, 0x8fa2a8, 0x20282e, 0x708488, 0xf4f8fa, 0x6f7c78}, // fog
		set{0xf6d8c0, 0xa88478, 0x2c2024, 0xb86a50, 0xffe4c8, 0x7c5444}, // dawn
		set{0xbfe0d8, 0x4f8a80, 0x10241f, 0x4a9a6c, 0xe8fff0, 0x2f5a44}, // deep green
	)
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	sx, sy := c.between(-0.3, 0.3), c.between(0.12, 0.34)
	far, near := hex(p.far), hex(p.near)
	ground := c.between(0.66, 0.74)
	c.veil(-0.2, 1.2, 4, func(x, y float32) (rgb, float32) {
		d := hypot(x-sx, y-sy)
		g := far.mix(hex(p.mid), ramp(0.1, 0.95, d)*0.8)
		tone := 0.8 + 0.45*n.at(x*0.7+ox, y*0.7+oy)
		return g.times(tone).add(hex(p.light).times(0.5 / (1 + d*d*16))), 1
	})
	canopy := func(depth float32, count int) {
		tone := far.mix(hex(p.leaf), 0.35+0.65*depth)
		for range count {
			x, y := c.between(-0.9, 0.9), -0.02+pow(c.Float32(), 1.6)*lerp(0.45, 0.3, depth)
			lit := 0.45 + 0.9/(1+10*((x-sx)*(x-sx)+(y-sy)*(y-sy)))
			c.disc(x, y, c.between(0.006, 0.02)*(0.6+depth), 0.01, glaze(tone.times(lit*c.between(0.5, 1.3)), 0.75))
		}
	}
	for layer := range 5 {
		depth := float32(layer) / 4
		canopy(depth, 330)
		tone := far.mix(near, 0.25+0.75*pow(depth, 0.8))
		base := lerp(ground, 1.02, depth*depth)
		edge := c.edge(func(x float32) float32 { return base - 0.03*depth - 0.06*(n.at(x*0.6+ox, depth)-0.5) })
		floor := far.mix(hex(p.floor), 0.4+0.5*depth)
		c.below(edge, bottom, func(x, y, d float32, _ rgb) rgb {
			g := n.at(x*1.6+ox, y*4.1+oy)
			sun := exp(-(x-sx)*(x-sx)*5) * ramp(0.5, 0.62, n.at(x*0.9+oy, y*2.2))
			return floor.times(0.5 + 0.8*g).add(hex(p.light).times(sun * 0.32 * (1 - depth*0.4)))
		})
		for x := c.between(-0.95, -0.8); x < 0.9; x += c.between(0.05, 0.16) * (0.7 + depth) {
			trunk(c, x, base+c.between(0, 0.03), lerp(0.008, 0.045, depth*depth)*c.between(0.6, 1.3), tone, hex(p.light), sx)
		}
	}
	// Shafts of light from the sun's place.
	veins := c.between(7, 12)
	phase := c.Float32()
	c.veil(-0.1, 1.1, 4, func(x, y float32) (rgb, float32) {
		a := float32(math.Atan2(float64(x-sx), float64(y-sy+0.3)))
		ray := ramp(0.45, 0.75, n.at(a*veins*0.12+phase, 0.37))
		d := hypot(x-sx, y-sy)
		return hex(p.light).times(ray * 0.24 * exp(-d*1.5)), 0
	})
	c.grade.contrast, c.grade.bloom = 0.3, 0.6
}

// trunk stands from the ground to above the frame.
func trunk(c *canvas, x, foot, wide float32, tone, light rgb, sx float32) {
	lean := c.between(-0.03, 0.03)
	n := clouds()
	ox := c.Float32()
	side := float32(1)
	if sx < x {
		side = -1
	}
	outline := polygon(
		point{x - wide*1.1, foot}, point{x - wide*0.55, foot - 0.06}, point{x - wide*0.5 + lean, -0.2},
		point{x + wide*0.4 + lean, -0.2}, point{x + wide*0.55, foot - 0.06}, point{x + wide*1.1, foot},
	)
	c.fill(outline, 0, func(px, py float32, _ rgb) rgb {
		u := (px - x - lean*(foot-py)) / wide * side
		return tone.times(0.75 + 0.5*n.at(px*3+ox, py*0.7)).add(light.times(0.28 * ramp(0.05, 0.5, u) * exp(-abs(x-sx)*2)))
	})
	for range c.IntN(3) {
		y := foot - c.between(0.25, 0.7)
		k := pick[float32](c, -1, 1)
		c.fill(stroke(wide*0.3, wide*0.06, point{x, y}, point{x + k*wide*2.4, y - wide*2}, point{x + k*wide*4, y - wide*5}), 0, solid(tone))
	}
}

// snow is a snowy slope with firs.
func snow(c *canvas) {
	s := c.sky
	s.sunX, s.sunY = c.between(-0.4, 0.4), c.between(0.2, 0.36)
	horizon := c.between(0.55, 0.64)
	s.draw(c, horizon)
	if s.night {
		s.stars(c, horizon, false)
	}
	s.disc(c)
	white := hex(0xf2f6fc)
	hills{
		sky: s, far: s.haze, near: s.haze.mix(s.ambient, 0.7).times(0.55), top: horizon - 0.12, low: horizon + 0.04, count: 4,
		height: 0.09, sharp: 0.35, mist: 0.75, firs: true,
	}.draw(c)
	n := clouds()
	ox := c.Float32()
	blue := white.filter(s.ambient.times(0.95))
	lit := white.filter(s.ambient.times(0.55).add(s.key.times(0.75)))
	for i := range 3 {
		near := float32(i) / 2
		base := lerp(horizon+0.06, 0.86, near)
		oy := c.Float32()
		edge := c.edge(func(x float32) float32 { return base - 0.13*(n.at(x*0.3+ox, oy)-0.5) })
		c.below(edge, bottom, func(x, y, d float32, _ rgb) rgb {
			drift := n.at(x*0.5+oy, y*1.6+ox) - n.at(x*0.5+oy+0.012, y*1.6+ox+0.02)
			p := blue.mix(lit, clamp(0.55+drift*4.5+ramp(0.05, 0, d)*0.3))
			return s.haze.mix(p, 0.55+0.45*near).times(0.97 + 0.05*n.at(x*5, y*9))
		})
		if i == 2 {
			break
		}
		for range 5 + c.IntN(7) {
			x := c.between(-0.85, 0.85)
			foot := c.on(edge, x) + 0.015
			fir(c, x, foot, lerp(0.16, 0.44, near)*c.between(0.6, 1.2), s, lerp(0.45, 0.1, near))
		}
	}
	if c.chance(0.45) {
		cabin(c, s, c.between(-0.25, 0.25), c.between(0.8, 0.84))
	}
	if c.chance(0.6) {
		snowfall(c, 420)
	}
	c.grade.contrast, c.grade.saturation = 0.25, 1
}

// fir is a tree with snow on its boughs.
func fir(c *canvas, x, foot, tall float32, s sky, haze float32) {
	green := hex(0x24402f).filter(s.ambient.add(s.key.times(0.4))).mix(s.haze, haze)
	white := hex(0xf4f8ff).filter(s.ambient.times(0.75).add(s.key.times(0.6))).mix(s.haze, haze*0.6)
	c.box(x-tall*0.018, foot-tall*0.1, x+tall*0.018, foot, solid(hex(0x2a1e18).mix(s.haze, haze)))
	c.fill(oval(x, foot, tall*0.2, tall*0.03, 0), tall*0.04, shade(rgb{0.75, 0.8, 0.88}))
	const tiers = 8
	for i := range tiers {
		k := float32(i) / tiers
		low, up := foot-tall*(0.06+0.86*k), foot-tall*(0.06+0.86*k)-tall*lerp(0.25, 0.14, k)
		wide := tall * 0.25 * (1 - k*0.94)
		n := 5
		points := []point{{x, up}}
		for j := range n + 1 {
			u := float32(j)/float32(n)*2 - 1
			points = append(points, point{x + u*wide, low + tall*0.02*abs(u) + c.between(-0.01, 0.012)*tall})
			if j < n {
				points = append(points, point{x + (u+1/float32(n))*wide, low - tall*0.035})
			}
		}
		c.fill(polygon(points...), 0, func(px, py float32, _ rgb) rgb { return green.times(0.7 + 0.6*(py-up)/(low-up)) })
		for _, side := range []float32{-1, 1} {
			tone := solid(white.times(lerp(0.8, 1, b2f(side*s.sunX > 0))))
			for _, reach := range []float32{0.95, 0.6, 0.25} {
				reach *= c.between(0.85, 1.05)
				tip := point{x + side*wide*reach, low - tall*0.004*reach - tall*0.03*(1-reach)}
				from := point{x + side*wide*reach*0.25, up + (low-up)*(0.25+0.35*reach)}
				c.fill(leaf(from, tip, c.between(0.1, 0.16)), 0, tone)
			}
		}
	}
}

// cabin is a hut with light in its window.
func cabin(c *canvas, s sky, x, foot float32) {
	wood := hex(0x5a3a26).filter(s.ambient.add(s.key.times(0.35)))
	white := hex(0xf4f8ff).filter(s.ambient.times(0.8).add(s.key.times(0.6)))
	c.fill(oval(x, foot, 0.16, 0.02, 0), 0.03, shade(rgb{0.72, 0.77, 0.86}))
	c.box(x-0.1, foot-0.085, x+0.1, foot, func(_, y float32, _ rgb) rgb { return wood.times(0.75 + 0.25*sin(y*700)) })
	c.fill(polygon(point{x - 0.125, foot - 0.075}, point{x - 0.075, foot - 0.155}, point{x + 0.075, foot - 0.155}, point{x + 0.125, foot - 0.075}), 0,
		upright(foot-0.155, foot-0.075, white.times(1.06), white.mix(s.ambient, 0.45)))
	c.box(x+0.04, foot-0.185, x+0.062, foot-0.14, solid(wood.times(0.6)))
	for _, k := range []float32{-0.055, 0.045} {
		c.box(x+k-0.018, foot-0.06, x+k+0.018, foot-0.026, solid(hex(0xffb850).times(1.7)))
		c.box(x+k-0.0015, foot-0.06, x+k+0.0015, foot-0.026, solid(wood.times(0.5)))
		c.glow(x+k, foot-0.04, 0.12, hex(0xff9a40).times(0.3))
	}
	c.box(x-0.008, foot-0.058, x+0.014, foot, solid(wood.times(0.5)))
	n := clouds()
	ox := c.Float32()
	c.veil(foot-0.5, foot-0.17, 3, func(px, py float32) (rgb, float32) {
		up := foot - 0.18 - py
		drift := x + 0.05 + up*0.35 + (n.at(up*1.3+ox, 0.2)-0.5)*0.12*up*4
		w := 0.01 + up*0.13
		d := (px - drift) / w
		return over(s.lit, 0.5*exp(-d*d)*ramp(0.3, 0.02, up)*(0.5+n.at(px*3+ox, py*3)))
	})
}

// fields are rows of flowers or corn that run to the horizon.
func fields(c *canvas) {
	s := c.sky
	horizon := c.between(0.38, 0.48)
	s.sunX, s.sunY = c.between(-0.3, 0.3), horizon-c.between(0.04, 0.2)
	s.draw(c, horizon)
	if c.chance(0.5) {
		s.heaps(c, horizon)
	} else {
		s.streaks(c, horizon, c.between(0.2, 0.7))
	}
	s.disc(c)
	hills{
		sky: s, far: s.haze, near: s.haze.mix(s.ambient.filter(hex(0x6a8a5a)), 0.75), top: horizon - 0.02, low: horizon + 0.005, count: 3,
		height: 0.04, sharp: 0.2, mist: 0.4, firs: c.chance(0.5),
	}.draw(c)
	crop := vary(c,
		[]uint32{0x6a4ab0, 0x9a78d0, 0x4a5a34}, // lavender
		[]uint32{0xe8c04a, 0xc8902c, 0x8a6a24}, // corn
		[]uint32{0xe8485a, 0xf47a8a, 0x3f6a30}, // tulips
		[]uint32{0x4f8a3a, 0x7ab04a, 0x3a5a2a}, // tea
		[]uint32{0xf0d030, 0xf8e870, 0x5a7a2c}, // rape
		[]uint32{0xf0a0b8, 0xf8d0d8, 0x4a6a38}, // cosmos
	)
	a, b, earth := hex(crop[0]), hex(crop[1]), hex(crop[2])
	n := clouds()
	vx, ox := c.between(-0.35, 0.35), c.Float32()
	rows, swell := c.between(3.2, 6.5), c.between(0, 0.03)
	sun := s.key.times(0.85)
	c.paint(horizon+0.008, c.worldY(c.h), func(x, y float32, _ rgb) rgb {
		down := y - horizon
		far := 1 / (down + 0.012)
		roll := swell * sin(far*0.55+ox*6)
		u := (x - vx + roll) * far * rows * 0.16
		row := u - floor(u)
		ridge := 1 - abs(row*2-1)
		detail := 0.45 + 1.1*n.at(u*0.9+ox, far*1.7)
		fine := n.at(x*far*1.6, far*3.3+ox)
		plant := a.mix(b, ramp(0.4, 0.62, fine)).times(detail * (0.55 + 0.65*ridge))
		p := earth.times(0.35+0.3*fine).mix(plant, ramp(0.2, 0.42, ridge+0.35*(fine-0.5)))
		facing := 0.55 + 0.45*(0.5+(row-0.5)*2*b2f(s.sunX > x)-(row-0.5)*2*b2f(s.sunX <= x))
		p = p.filter(s.ambient.times(0.7).add(sun.times(facing)))
		back := exp(-(x-s.sunX)*(x-s.sunX)*4) * exp(-down*4)
		return p.add(s.sun.filter(b).times(back*0.4)).mix(s.haze, exp(-down*11)*0.75)
	})
	if c.chance(0.55) {
		x := pick[float32](c, -1, 1) * c.between(0.08, 0.25)
		tree(c, x, horizon+0.025, c.between(0.2, 0.28), pick(c, hex(0x3f6a34), hex(0x5a6a30), hex(0x4a5a3c)), s)
	}
	c.grade.saturation, c.grade.contrast = 1.12, 0.3
}

// tree has a trunk that forks and a crown of leaves, lit from the sun's side.
func tree(c *canvas, x, foot, tall float32, leaf rgb, s sky) {
	bark := hex(0x2c2018).filter(s.ambient.add(s.key.times(0.3)))
	c.fill(oval(x, foot, tall*0.5, tall*0.045, 0), tall*0.06, shade(rgb{0.5, 0.52, 0.55}))
	var tips []point
	spread := c.between(0.32, 0.56)
	var grow func(from point, angle, long, wide float32, depth int)
	grow = func(from point, angle, long, wide float32, depth int) {
		to := point{from.x + sin(angle)*long, from.y - cos(angle)*long}
		mid := from.to(to, 0.5)
		mid.x += c.between(-0.06, 0.06) * long
		c.fill(stroke(wide, wide*0.62, from, mid, to), 0, solid(bark))
		if depth > 2 {
			tips = append(tips, to)
		}
		if depth == 5 {
			return
		}
		for _, k := range []float32{-1, 1} {
			grow(to, angle+k*c.between(0.5, 1.3)*spread-angle*0.1, long*c.between(0.68, 0.86), wide*0.62, depth+1)
		}
	}
	grow(point{x, foot}, c.between(-0.06, 0.06), tall*0.3, tall*0.06, 0)
	top, low := foot, float32(-1)
	for _, t := range tips {
		top, low = min(top, t.y), max(low, t.y)
	}
	for layer := range 3 {
		for _, t := range tips {
			for range 10 {
				a, d := c.Float32()*2*math.Pi, sqrt(c.Float32())*tall*0.1
				p := point{t.x + cos(a)*d, t.y + sin(a)*d*0.8}
				lit := clamp(0.5 + (p.x-x)/tall*0.9*(b2f(s.sunX > x)*2-1) + (low-p.y)/(low-top)*0.45 - 0.35)
				lit = lit*0.8 + float32(layer)*0.1 + c.between(-0.08, 0.12)
				tone := leaf.filter(s.ambient.times(0.5).add(s.key.times(1.1 * max(lit, 0.05))))
				c.disc(p.x, p.y, tall*c.between(0.008, 0.02), tall*0.01, glaze(tone, 0.9))
			}
		}
	}
}

// lone is one tree on a hill, in some season.
func lone(c *canvas) {
	s := c.sky
	ground := c.between(0.74, 0.8)
	s.sunX, s.sunY = c.between(-0.4, 0.4), c.between(0.4, 0.66)
	s.draw(c, ground)
	s.streaks(c, ground, c.between(0.1, 0.6))
	s.disc(c)
	hills{
		sky: s, far: s.haze, near: s.haze.mix(s.ambient, 0.5).times(0.85), top: ground - 0.07, low: ground, count: 3, height: 0.05, sharp: 0.3, mist: 0.6,
	}.draw(c)
	season := vary(c, [2]uint32{0x5f8a34, 0x6f9a3f}, [2]uint32{0xe07a20, 0xa88a40}, [2]uint32{0xf0b0c4, 0x7a9a50}, [2]uint32{0xd8a82c, 0x9a8a40}, [2]uint32{0xb83a24, 0x8a7a40})
	grass := hex(season[1])
	n := clouds()
	ox := c.Float32()
	x := c.between(-0.14, 0.14)
	edge := c.edge(func(px float32) float32 { return ground + 0.1*(px-x)*(px-x) + 0.03*(n.at(px*0.4+ox, 0.1)-0.5) })
	c.below(edge, bottom, func(px, py, d float32, _ rgb) rgb {
		g := n.at(px*2.6+ox, py*1.2) - 0.5
		blades := n.at(px*9, py*2.1+ox) - 0.5
		lit := s.ambient.times(0.6).add(s.key.times(0.75 * (1 - ramp(0, 0.35, d)*0.45)))
		return grass.times(0.85 + g*0.7 + blades*0.5).filter(lit)
	})
	tree(c, x, c.on(edge, x)+0.012, c.between(0.52, 0.64), hex(season[0]), s)
	if c.chance(0.5) {
		walker(c, x+pick[float32](c, -1, 1)*c.between(0.16, 0.26), ground+0.03, 0.06, c.chance(0.3), s.key)
	}
	for range 7 * c.IntN(3) {
		bird(c, c.between(-0.45, 0.45), c.between(0.1, 0.4), c.between(0.008, 0.018), s.dark.times(0.4))
	}
	c.grade.contrast = 0.3
}

// bird is two strokes far away.
func bird(c *canvas, x, y, size float32, tone rgb) {
	lift := c.between(0.2, 0.7)
	for _, k := range []float32{-1, 1} {
		c.fill(stroke(0.0026, 0.001, point{x, y}, point{x + k*size*0.5, y - size*lift}, point{x + k*size, y - size*lift*0.6}), 0, solid(tone))
	}
}

// meadow is a close look at flowers, with the light out of focus behind.
func meadow(c *canvas) {
	type set struct{ back, low, glow, petal, second, heart uint32 }
	p := vary(c,
		set{0x7a9a4a, 0x2c4a20, 0xfff0b0, 0xe03a28, 0xf06a40, 0x1c1414}, // poppies
		set{0x9ab8c8, 0x4a6a4a, 0xffffff, 0xfaf6f0, 0xf0e8f4, 0xe8b020}, // daisies
		set{0xd8a878, 0x6a4a30, 0xffdc90, 0xf090b0, 0xf8c8d8, 0xe8c040}, // cosmos
		set{0x8a80b8, 0x3a3a5a, 0xf0d8f0, 0x7a5ad0, 0xb098e8, 0xf0d060}, // asters
		set{0xc8b050, 0x5a5a20, 0xfff8c0, 0xf6c820, 0xf8e060, 0x6a3a14}, // sunflowers
		set{0x3a5a50, 0x14241f, 0xd0f0d8, 0xf4f0e4, 0xf8d8d0, 0xd8c040}, // anemones
	)
	n := clouds()
	ox := c.Float32()
	sx, sy := c.between(-0.35, 0.35), c.between(-0.05, 0.2)
	c.veil(-0.2, 1.2, 4, func(x, y float32) (rgb, float32) {
		d := hypot(x-sx, y-sy)
		g := hex(p.back).mix(hex(p.low), ramp(0.2, 1, y+(n.at(x*0.3+ox, y*0.3)-0.5)*0.7))
		return g.add(hex(p.glow).times(0.6 * exp(-d*d*3.5))), 1
	})
	for range 46 {
		y := c.between(-0.05, 1)
		tone := hex(pick(c, p.petal, p.second, p.glow, p.back))
		c.bokeh(c.between(-0.8, 0.8), y, c.between(0.015, 0.07), tone.times(c.between(0.04, 0.2)*(1.2-y*0.7)))
	}
	l := lamp{side: 0.6 * (b2f(sx > 0)*2 - 1), up: 0.6, key: hex(p.glow).times(1.1), ambient: hex(p.back).mix(rgb{0.7, 0.7, 0.7}, 0.5)}
	green := hex(p.low).mix(hex(0x6a9a3a), 0.4)
	for layer := range 3 {
		near := float32(layer) / 2
		for range 26 {
			x, y := c.between(-0.8, 0.8), c.between(0.35, 0.9)
			c.fill(stroke(0.006, 0.001, point{x, 1.1}, point{x + c.between(-0.03, 0.03), y + 0.2}, point{x + c.between(-0.1, 0.1), y}), 0,
				glaze(green.times(c.between(0.5, 1.3)), 0.5+0.4*near))
		}
		for range []int{6, 5, 4}[layer] {
			at := point{c.between(-0.6, 0.6), c.between(0.22, 0.78)}
			if layer == 2 {
				at = point{c.between(-0.32, 0.32), c.between(0.3, 0.62)}
			}
			size := lerp(0.035, 0.115, near) * c.between(0.8, 1.2)
			c.fill(stroke(size*0.09, size*0.13, at, point{at.x + c.between(-0.02, 0.02), at.y + 0.2}, point{at.x + c.between(-0.06, 0.06), 1.1}), 0, solid(green.times(0.6+0.4*near)))
			openFlower(c, at, size, hex(pick(c, p.petal, p.petal, p.second)), hex(p.heart), l, p.heart == 0x6a3a14)
		}
		if layer < 2 {
			c.defocus(lerp(0.016, 0.005, near*2))
		}
	}
	c.grade.bloom, c.grade.contrast, c.grade.saturation = 0.5, 0.25, 1.1
}

// openFlower is seen from the front and a little from the side; light comes through its petals.
func openFlower(c *canvas, at point, size float32, petal, heart rgb, l lamp, many bool) {
	count, wide := 6+c.IntN(3), float32(0.34)
	if many {
		count, wide = 17, 0.13
	}
	turn, flat, lean := c.Float32(), c.between(0.6, 0.95), c.between(-0.4, 0.4)
	n := clouds()
	for ring := range 2 {
		for i := range count {
			a := (float32(i)+float32(ring)*0.5)/float32(count)*2*math.Pi + turn
			long := size * c.between(0.88, 1.08) * (1 - 0.16*float32(ring))
			dx, dy := cos(a)*long, sin(a)*long*flat
			dx, dy = dx*cos(lean)-dy*sin(lean), dx*sin(lean)+dy*cos(lean)
			to := point{at.x + dx, at.y + dy}
			tone := petal.filter(l.ambient.times(0.55).add(l.key.times(0.42 + 0.3*(dx*l.side-dy*l.up)/size))).times(c.between(0.92, 1.08) * (0.86 + 0.14*float32(ring)))
			shape := leaf(at, to, wide)
			if !many {
				s, w := point{-dy, dx}, wide*1.5
				shape = smooth(at, point{at.x + dx*0.5 + s.x*w*0.6, at.y + dy*0.5 + s.y*w*0.6}, point{at.x + dx*0.93 + s.x*w*0.5, at.y + dy*0.93 + s.y*w*0.5},
					point{to.x, to.y}, point{at.x + dx*0.93 - s.x*w*0.5, at.y + dy*0.93 - s.y*w*0.5}, point{at.x + dx*0.5 - s.x*w*0.6, at.y + dy*0.5 - s.y*w*0.6})
			}
			k := c.Float32()
			c.fill(shape, 0, func(x, y float32, _ rgb) rgb {
				d := hypot(x-at.x, y-at.y) / size
				across := ((x-at.x)*-dy + (y-at.y)*dx) / (long * size)
				vein := n.at(across*2.2+k, d*0.3) - 0.5
				return tone.times(0.62 + 0.5*d + vein*0.3 - abs(across)*0.25)
			})
		}
	}
	c.fill(oval(at.x, at.y, size*0.27, size*0.27*flat, lean), 0.004, func(x, y float32, _ rgb) rgb {
		k := 0.55 + 0.7*n.at(x*14, y*14) + ((x-at.x)*l.side-(y-at.y))/size
		return heart.filter(l.ambient.times(0.5).add(l.key.times(0.7))).times(max(k, 0.2))
	})
}
