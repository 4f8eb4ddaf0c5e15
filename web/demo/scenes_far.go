package demo

import "math"

// bridge hangs over a strait in the fog.
func bridge(c *canvas) {
	s := c.sky
	shore := c.between(0.72, 0.78)
	s.sunX, s.sunY = c.between(-0.3, 0.3), c.between(0.4, 0.6)
	s.draw(c, shore)
	s.streaks(c, shore, 0.3)
	s.disc(c)
	hills{sky: s, far: s.haze, near: s.haze.mix(s.ambient, 0.6), top: shore - 0.05, low: shore, count: 3, height: 0.07, sharp: 0.4, mist: 0.8}.draw(c)
	steel := pick(c, hex(0xb8402c), hex(0x4a5a66), hex(0xd8dcd8))
	deck := func(x float32) float32 { return shore - 0.1 - 0.05*x - 0.03*x*x }
	first, second := c.between(-0.36, -0.22), c.between(0.2, 0.36)
	tone := func(x float32) rgb {
		far := clamp(0.12 + (x+0.6)*0.45)
		return steel.filter(s.ambient.times(0.6).add(s.key.times(0.5))).mix(s.haze, far)
	}
	paint := func(x, _ float32, _ rgb) rgb { return tone(x) }
	peak := func(x float32) float32 { return deck(x) - lerp(0.42, 0.26, clamp(x+0.4)) }
	cables := [][2]point{
		{{-1.3, deck(-1.3)}, {first, peak(first)}}, {{first, peak(first)}, {second, peak(second)}}, {{second, peak(second)}, {1.2, deck(1.2)}},
	}
	for i, k := range cables {
		sag := float32(0.16)
		if i == 1 {
			sag = min(deck(first)-peak(first), deck(second)-peak(second)) * 0.98
		}
		line := arc(k[0], k[1], sag)
		c.fill(stroke(0.0055, 0.0045, line...), 0, paint)
		for j := 1; j < len(line)-1; j++ {
			p := line[j]
			if d := deck(p.x); d > p.y {
				c.fill(stroke(0.0013, 0.0013, p, point{p.x, d}), 0, paint)
			}
		}
	}
	for _, x := range []float32{first, second} {
		w := lerp(0.02, 0.013, clamp(x+0.4))
		top, foot := peak(x)-0.012, shore+0.01
		for _, k := range []float32{-1, 1} {
			c.fill(polygon(point{x + k*w - w*0.3, foot}, point{x + k*w*0.8 - w*0.24, top}, point{x + k*w*0.8 + w*0.24, top}, point{x + k*w + w*0.3, foot}), 0, paint)
		}
		for i := range 4 {
			y := lerp(top, deck(x)-0.03, float32(i)/3) + 0.008
			c.box(x-w, y, x+w, y+0.012, paint)
		}
		c.box(x-w*2, shore-0.006, x+w*2, shore+0.016, func(_, _ float32, _ rgb) rgb { return s.haze.mix(s.ambient, 0.6).times(0.7) })
	}
	line := make([]point, 30)
	for i := range line {
		x := float32(i)/29*2.4 - 1.2
		line[i] = point{x, deck(x)}
	}
	c.fill(stroke(0.015, 0.011, line...), 0, paint)
	if s.night {
		for x := float32(-0.8); x < 0.8; x += 0.032 {
			c.disc(x, deck(x)-0.01, 0.0018, 0.002, solid(hex(0xffd080).times(2.2)))
			c.glow(x, deck(x)-0.01, 0.02, hex(0xffb050).times(0.4))
		}
	}
	n := clouds()
	ox := c.Float32()
	water{shore: shore, rough: c.between(0.3, 0.6), tint: rgb{0.84, 0.88, 0.9}, deep: s.ambient.times(0.25), clear: 0.5, sky: s, glitter: 0.5}.draw(c)
	c.veil(0.3, 1, 4, func(x, y float32) (rgb, float32) {
		bank := exp(-(y-shore+0.02)*(y-shore+0.02)*90) * ramp(0.34, 0.7, n.at(x*0.25+ox, y*0.9)) * 0.9
		return over(s.haze.mix(s.lit, 0.35), clamp(bank))
	})
}

// pagoda stands by a still lake, under a willow.
func pagoda(c *canvas) {
	s := c.sky
	shore := c.between(0.6, 0.66)
	s.sunX, s.sunY = c.between(-0.35, 0.35), c.between(0.34, 0.48)
	s.draw(c, shore)
	s.streaks(c, shore, c.between(0, 0.4))
	s.disc(c)
	hills{sky: s, far: s.haze, near: s.haze.mix(s.ambient, 0.75).times(0.75), top: shore - 0.15, low: shore - 0.005, count: 4, height: 0.075, sharp: 0.25, mist: 0.8, firs: true}.draw(c)
	x := c.between(-0.22, 0.22)
	n := clouds()
	ox := c.Float32()
	isle := s.haze.mix(s.ambient.times(0.22), 0.85)
	edge := c.edge(func(px float32) float32 {
		d := (px - x) / 0.34
		return shore + 0.012 - 0.055*exp(-d*d*3) - 0.03*max(n.at(px*2.2+ox, 0.3)-0.4, 0)*exp(-d*d*2)
	})
	c.below(edge, bottom, func(px, py, d float32, u rgb) rgb {
		if py > shore+0.012 || abs(px-x) > 0.42 {
			return u
		}
		return isle.times(0.8 + 0.5*n.at(px*3, py*6))
	})
	tower(c, s, x, shore-0.035, c.between(0.26, 0.36))
	water{shore: shore + 0.012, rough: c.between(0.06, 0.3), tint: rgb{0.84, 0.88, 0.88}, deep: s.ambient.times(0.25), clear: 0.5, sky: s, glitter: 0.4}.draw(c)
	if c.chance(0.5) {
		rowboat(c, s, x+pick[float32](c, -1, 1)*c.between(0.2, 0.3), shore+c.between(0.12, 0.2), 0.055)
	}
	willow(c, s, pick[float32](c, -1, 1))
	c.grade.contrast = 0.28
}

// tower is a pagoda of five or seven roofs.
func tower(c *canvas, s sky, x, foot, tall float32) {
	dark := s.haze.mix(s.ambient.times(0.14), 0.9)
	storeys := pick(c, 5, 7)
	lit := s.night || c.chance(0.4)
	for i := range storeys {
		k := float32(i) / float32(storeys)
		y := foot - tall*0.84*k
		h := tall * 0.84 / float32(storeys)
		w := tall * lerp(0.15, 0.085, k)
		c.box(x-w, y-h, x+w, y, func(px, _ float32, _ rgb) rgb {
			p := dark.times(1.25)
			if lit && abs(px-x) < w*0.75 && int(floor((px-x)/w*4+10))%2 == 0 {
				return hex(0xffb050).times(1.1)
			}
			return p
		})
		r := w * 1.75
		top := y - h
		c.fill(smooth(point{x - r, top + h*0.12}, point{x - r*0.6, top + h*0.1}, point{x - w*0.8, top - h*0.22}, point{x + w*0.8, top - h*0.22},
			point{x + r*0.6, top + h*0.1}, point{x + r, top + h*0.12}, point{x + r*0.7, top + h*0.24}, point{x - r*0.7, top + h*0.24}), 0, solid(dark))
		for _, k := range []float32{-1, 1} {
			c.fill(stroke(0.004, 0.001, point{x + k*r*0.7, top + h*0.17}, point{x + k*r*1.02, top + h*0.08}, point{x + k*r*1.14, top - h*0.14}), 0, solid(dark))
		}
	}
	c.fill(stroke(tall*0.03, tall*0.004, point{x, foot - tall*0.86}, point{x, foot - tall*1.04}), 0, solid(dark))
	c.disc(x, foot-tall*0.93, tall*0.015, 0, solid(dark))
}

// willow hangs into the picture from one side.
func willow(c *canvas, s sky, side float32) {
	dark := s.ambient.times(0.12).add(hex(0x1c2a14).filter(s.key).times(0.5))
	fresh := hex(0x86a040).filter(s.ambient.times(0.4).add(s.key.times(0.5)))
	c.fill(stroke(0.03, 0.008, point{side * 0.8, 0.02}, point{side * 0.5, 0.03}, point{side * 0.3, -0.01}, point{side * 0.1, -0.06}), 0, solid(dark))
	wind := c.between(-0.04, 0.04)
	for range 46 {
		x := side * c.between(0.12, 0.72)
		long := c.between(0.12, 0.5) * clamp(abs(x)*1.9)
		y := c.between(-0.06, 0.03)
		tone := dark.mix(fresh, c.between(0.15, 0.9))
		line := []point{{x, y}, {x + wind*0.3, y + long*0.4}, {x + wind, y + long}}
		c.fill(stroke(0.002, 0.001, line...), 0, solid(tone))
		for k := float32(0.1); k < 1; k += 0.013 / max(long, 0.1) {
			at := line[0].to(line[1], min(k*2, 1)).to(line[1].to(line[2], max(k*2-1, 0)), k)
			d := pick[float32](c, -1, 1)
			c.fill(polygon(at, point{at.x + d*0.005, at.y + 0.008}, point{at.x + d*0.0065, at.y + 0.021}, point{at.x + d*0.002, at.y + 0.011}), 0, solid(tone.times(c.between(0.8, 1.25))))
		}
	}
}

// beach is seen from straight above: sand, surf and sunshades.
func beach(c *canvas) {
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	slant, level := c.between(-0.35, 0.35), c.between(0.42, 0.58)
	sand := pick(c, hex(0xecd8b0), hex(0xe6c898), hex(0xf0e2c8))
	shallow := pick(c, hex(0x5cd0c8), hex(0x70d8d0), hex(0x58c0d0))
	deep := pick(c, hex(0x0a6a96), hex(0x0d7c90), hex(0x10589a))
	turn := vary[float32](c, 0, 0.9, -0.7, 1.57, 2.4)
	tc, ts := cos(turn), sin(turn)
	coast := func(x, y float32) float32 {
		y -= 0.5
		x, y = x*tc-y*ts, x*ts+y*tc+0.5
		return (y - level - x*slant) + 0.14*(n.at(x*0.25+ox, y*0.08)-0.5) + 0.03*(n.at(x*1.3, y*0.6+oy)-0.5)
	}
	c.paint(-0.3, 1.3, func(x, y float32, _ rgb) rgb {
		d := coast(x, y)
		swell := n.at(x*0.6+ox, y*1.4+oy)
		fine := n.at(x*3.1, y*3.1+ox)
		if d > 0.012*fine {
			wet := ramp(0.1+0.05*swell, 0.0, d)
			p := sand.times(0.86 + 0.22*n.at(x*1.4, y*1.4) + 0.1*(n.at(x*11, y*11)-0.5))
			p = p.filter(rgb{1, 1, 1}.mix(rgb{0.66, 0.62, 0.58}, wet))
			foam := ramp(0.03, 0.0, d) * ramp(0.4, 0.52, fine)
			return p.mix(hex(0xffffff), foam*0.85)
		}
		k := 1 - exp(d*5.5)
		p := shallow.mix(deep, k*0.95).times(0.86 + 0.28*swell)
		if d > -0.3 {
			p = p.mix(sand, 0.5*exp(d*26))
		}
		caustic := 1 - abs(n.at(x*2.3+ox, y*2.3+oy)*2-1)
		p = p.add(hex(0xd8fff4).times(pow(caustic, 14) * 0.3 * exp(d*6)))
		for i, at := range []float32{0.0, 0.1, 0.23} { // the lines of the surf
			band := d + at + 0.05*(n.at(x*0.7+float32(i)*0.3, 0.2+oy)-0.5)
			lace := ramp(0.38, 0.6, n.at(x*4.1+ox, y*4.1)+0.12)
			f := ramp(-0.055, -0.002, band) * ramp(0.008, 0.0, band)
			p = p.mix(hex(0xffffff), f*lace*lerp(0.95, 0.5, float32(i)/2))
		}
		return p
	})
	hue := [][2]uint32{{0xe8483c, 0xf8f4ea}, {0x2a7ab8, 0xf8f4ea}, {0xf4c030, 0xf8f4ea}, {0x2fa08a, 0xf4e8c0}, {0xf08098, 0xfff4f0}, {0xf08030, 0xf4d880}}
	dx, dy := c.between(0.25, 0.6), c.between(0.3, 0.6)
	for range 75 {
		x, y := c.between(-0.75, 0.75), c.between(-0.02, 1.02)
		if d := coast(x, y); d < 0.15 || d > 0.62 || chance(int(x*9+20), int(y*9), int(ox*1e4)) < 0.35 {
			continue
		}
		size := c.between(0.026, 0.033)
		towel := hex(pick(c, hue...)[0]).mix(hex(0xffffff), 0.2)
		a := c.between(-0.4, 0.4)
		if c.chance(0.7) {
			tx, ty := x+pick[float32](c, -1, 1)*size*1.2, y+size*0.6
			rect := func(k float32) path {
				w, h := size*0.42, size*0.95
				return polygon(point{tx - w + k, ty - h + a*w + k}, point{tx + w + k, ty - h - a*w + k}, point{tx + w + a*h + k, ty + h + k}, point{tx - w + a*h + k, ty + h + k})
			}
			c.fill(rect(0.003), 0.006, shade(rgb{0.72, 0.7, 0.72}))
			c.fill(rect(0), 0, func(_, py float32, _ rgb) rgb {
				return towel.times(0.9 + 0.15*b2f(int(floor((py-ty)/size*4+20))%2 == 0))
			})
		}
		c.fill(oval(x+size*dx*1.5, y+size*dy*1.5, size, size, 0), size*0.3, shade(rgb{0.5, 0.5, 0.58}))
		shadeOf(c, x, y, size, pick(c, hue...), dx, dy)
	}
	if c.chance(0.5) {
		x, y := c.between(-0.4, 0.4), c.between(0.1, 0.9)
		for range 40 {
			if d := coast(x, y); d > -0.3 && d < -0.18 {
				break
			}
			x, y = c.between(-0.4, 0.4), c.between(0.1, 0.9)
		}
		c.fill(leaf(point{x - 0.03, y + 0.01}, point{x + 0.04, y - 0.008}, 0.16), 0.01, shade(rgb{0.5, 0.6, 0.65}))
		c.fill(leaf(point{x - 0.035, y}, point{x + 0.035, y - 0.018}, 0.16), 0, solid(hex(0xf8f4ea)))
	}
	c.grade.saturation, c.grade.vignette = 1.08, 0.2
}

// shadeOf is a sunshade from above.
func shadeOf(c *canvas, x, y, size float32, hue [2]uint32, dx, dy float32) {
	turn := c.Float32()
	c.disc(x, y, size, 0, func(px, py float32, _ rgb) rgb {
		a := (float32(math.Atan2(float64(py-y), float64(px-x)))/math.Pi + 1 + turn) * 4
		tone := hex(hue[int(a)%2])
		d := ((px-x)*dx + (py-y)*dy) / size
		rib := a - floor(a)
		return tone.times(1.02 - 0.28*d - 0.2*abs(rib-0.5)*abs(rib-0.5))
	})
	c.disc(x, y, size*0.08, 0, solid(hex(0xf4f0e4)))
}

// rain runs down a window before the lights of a town.
func rain(c *canvas) {
	top, low := hex(pick[uint32](c, 0x101a30, 0x1a2436, 0x24202e)), hex(pick[uint32](c, 0x2c2a34, 0x3a2c2a, 0x1c2a38))
	c.veil(-0.2, 1.2, 8, func(_, y float32) (rgb, float32) { return top.mix(low, y), 1 })
	hue := vary(c, []uint32{0xff9a40, 0xffc070, 0xff5a30, 0xfff0d0, 0x60b0ff}, []uint32{0x40c0e0, 0xe850a0, 0x8a60f0, 0xffc860, 0xff7a50}, []uint32{0xffd080, 0xffe8c0, 0xff8040, 0x70d0a0})
	horizon := c.between(0.45, 0.6)
	for range 95 {
		x := c.between(-0.8, 0.8)
		y := horizon + (c.Float32()+c.Float32()-1)*0.55
		r := c.between(0.02, 0.085)
		c.bokeh(x, y, r, hex(pick(c, hue...)).times(0.08+0.7*pow(c.Float32(), 2)))
	}
	c.defocus(0.004)
	back := c.shrink(4, func(p rgb) rgb { return p })
	lens := func(x, y float32) rgb {
		px := min(max(int(c.pixelX(x)), 0), c.w-1) / 4
		py := min(max(int(c.pixelY(y)), 0), c.h-1) / 4
		i := py*back.w + px
		return rgb{back.planes[0][i], back.planes[1][i], back.planes[2][i]}
	}
	n := clouds()
	ox := c.Float32()
	c.paint(-0.2, 1.2, func(x, y float32, u rgb) rgb { // the steamed glass
		return u.times(0.8).add(top.mix(low, 0.5).add(rgb{0.02, 0.022, 0.026}).times(0.5 + 1.6*n.at(x*0.5+ox, y*0.4)))
	})
	for range 9 { // where drops have run
		x, y := c.between(-0.7, 0.7), c.between(-0.1, 0.5)
		long := c.between(0.2, 0.7)
		path := make([]point, 12)
		for i := range path {
			t := float32(i) / 11
			path[i] = point{x + 0.03*(n.at(x+t*0.6, ox)-0.5), y + long*t}
		}
		c.fill(stroke(0.006, 0.024, path...), 0.002, func(px, py float32, _ rgb) rgb { return lens(px, py).times(1.2) })
		drop(c, lens, path[11].x, path[11].y, c.between(0.02, 0.034), 1.35)
	}
	for range 380 {
		r := 0.002 + 0.026*pow(c.Float32(), 6)
		drop(c, lens, c.between(-0.8, 0.8), c.between(-0.05, 1.05), r, c.between(0.95, 1.2))
	}
	c.grade.bloom, c.grade.contrast = 0.5, 0.35
}

// drop is a small lens: what is behind stands on its head in it.
func drop(c *canvas, lens func(x, y float32) rgb, x, y, r, long float32) {
	x0, x1 := c.columnsOf(x-r, x+r)
	y0, y1 := c.rowsOf(y-r*long, y+r*long)
	for py := y0; py < y1; py++ {
		v := (c.worldY(py) - y) / (r * long)
		row := c.px[py*c.w:][:c.w]
		for px := x0; px < x1; px++ {
			u := (c.worldX(px) - x) / r * (1 - 0.25*min(v, 0))
			d := u*u + v*v
			if d >= 1 {
				continue
			}
			cover := min((1-sqrt(d))*r*c.scale, 1)
			under := lens(x, y+0.05).times(0.7)
			p := lens(x-u*0.22, y-v*0.3-0.02).add(under).times(0.9 - 0.5*d*d - 0.2*max(-v, 0)*d)
			hot := exp(-((u+0.35)*(u+0.35) + (v+0.45)*(v+0.45)) * 26)
			low := exp(-(u*u*2 + (v-0.78)*(v-0.78)*22))
			p = p.add(rgb{1, 1, 1}.times(hot*0.5 + low*0.16))
			row[px] = row[px].mix(p, cover)
		}
	}
}
