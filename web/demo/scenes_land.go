package demo

// ranges are hills in haze, at some hour of the day.
func ranges(c *canvas) {
	s := c.sky
	s.sunX, s.sunY = c.between(-0.3, 0.3), c.between(0.3, 0.42)
	horizon := c.between(0.5, 0.6)
	s.draw(c, horizon)
	if c.chance(0.7) {
		s.streaks(c, horizon, c.between(0.15, 0.55))
	}
	s.disc(c)
	near := s.ambient.filter(pick(c, hex(0x3c5a50), hex(0x4a4a66), hex(0x405a70), hex(0x5a4c48))).times(0.55)
	hills{
		sky: s, far: s.haze.mix(s.ambient, 0.35), near: near, top: c.between(0.42, 0.5), low: c.between(0.84, 0.92),
		count: 4 + c.IntN(4), height: c.between(0.09, 0.17), sharp: c.between(0, 0.75), mist: c.between(0.5, 0.95), firs: c.chance(0.65),
	}.draw(c)
	c.grade.contrast = 0.3
}

// peaks is a mountain landscape in true perspective, sometimes with a lake that mirrors it.
func peaks(c *canvas) {
	s := c.sky
	side := pick[float32](c, -1, 1)
	s.sunX, s.sunY = side*c.between(0.5, 0.9), 0.1
	horizon := c.between(0.42, 0.5)
	s.draw(c, horizon)
	if c.chance(0.5) {
		s.heaps(c, horizon)
	} else {
		s.streaks(c, horizon, c.between(0.2, 0.6))
	}
	soft, hard := clouds(), ridges()
	ox, oy := c.Float32(), c.Float32()
	snow := c.between(0.42, 0.75)
	lake := c.chance(0.55)
	grass := pick(c, hex(0x6f8a3a), hex(0x8a8f45), hex(0x5f7d46), hex(0xa88a42), hex(0xb5763a))
	wood := pick(c, hex(0x2f4a30), hex(0x35502e), hex(0x8a5a2a), hex(0xa0722c))
	rock := pick(c, hex(0x8d8a86), hex(0x9a8878), hex(0x7d828c))
	level := float32(-1)
	if lake {
		level = 0.05
	}
	valley := c.between(-0.25, 0.25)
	terrain{
		sky: s, horizon: horizon, eye: c.between(0.22, 0.32), tall: c.between(1.3, 1.75), level: level,
		fog: c.between(0.09, 0.16), rough: 0.8, sunSide: side, sunSlope: c.between(0.5, 0.9),
		height: func(x, z float32) float32 {
			m := hard.at(x*0.05+ox, z*0.05+oy)*0.5 + soft.at(x*0.1+oy, z*0.1+ox)*0.42 + hard.at(x*0.19+oy, z*0.19)*0.08
			v := x - valley - 0.4*sin(z*0.8+ox*6)
			open := ramp(0.1, 2.4, abs(v)+max(z-3.2, 0)*0.55)
			return max(ramp(0.22, 0.95, m)*1.25*open+0.03*soft.at(x*0.2, z*0.2)*(0.5+z*0.15), 0.002)
		},
		colour: func(x, z, h, steep float32) rgb {
			g := soft.at(x*0.7+oy, z*0.7+ox) - 0.5
			p := grass.mix(wood, ramp(-0.04, 0.06, g-0.06*steep+0.3*(h-0.12)))
			p = p.mix(rock, ramp(0.55, 1.15, steep+g*0.7+h*0.7))
			return p.mix(hex(0xf2f4f8), ramp(snow, snow+0.07, h+g*0.3-steep*0.05))
		},
	}.draw(c)
	c.grade.contrast, c.grade.saturation = 0.35, 1.1
}

// dunes are sand in a low light.
func dunes(c *canvas) {
	s := c.sky
	side := pick[float32](c, -1, 1)
	s.sunX, s.sunY = side*0.8, 0.25
	horizon := c.between(0.34, 0.42)
	s.draw(c, horizon)
	if c.chance(0.4) {
		s.streaks(c, horizon, 0.25)
	}
	soft := clouds()
	ox, oy := c.Float32(), c.Float32()
	sand := pick(c, hex(0xe0a868), hex(0xd69a5c), hex(0xe8c090), hex(0xcf8a5a))
	terrain{
		sky: s, horizon: horizon, eye: 0.5, tall: 0.6, level: -1, fog: 0.08, rough: 0.1, sunSide: side, sunSlope: 0.34,
		height: func(x, z float32) float32 {
			bend := 0.55*sin(x*0.9+ox*6) + 0.4*sin(z*0.7+oy*6) + 0.25*sin(x*2.1-z*1.3+ox*9)
			crest := func(v float32) float32 { // a long windward side and a short steep one
				v -= floor(v)
				return min(v/0.72, (1-v)/0.28)
			}
			a, b := crest((z*0.8+x*0.35)*0.55+bend*0.28+ox), crest((z*0.5-x*0.6)*0.9+bend*0.5+oy)
			near := ramp(0.1, 1.2, z)
			return (0.62*a*a*(3-2*a)+0.2*b*b)*near + 0.012*soft.at(x*0.4, z*0.4)
		},
		colour: func(x, z, _, _ float32) rgb { return sand.times(0.94 + 0.1*soft.at(x*0.5, z*0.5)) },
	}.draw(c)
	c.grade.contrast, c.grade.saturation = 0.35, 1.05
}

// night is a clear sky over dark hills.
func night(c *canvas) {
	s := c.sky
	s.middle = pick(c, hex(0x14284a), hex(0x1c2450), hex(0x10303e))
	s.horizon = pick(c, hex(0x3a5a74), hex(0x6a5a70), hex(0x2e6066), hex(0x8a6a58))
	s.haze = s.horizon.times(0.5)
	horizon := c.between(0.74, 0.82)
	s.draw(c, horizon)
	s.stars(c, horizon, true)
	hills{
		sky: s, far: s.haze.times(0.5), near: hex(0x05080c), top: horizon - 0.06, low: 0.93, count: 3,
		height: 0.09, sharp: 0.5, mist: 0.3, firs: c.chance(0.7),
	}.draw(c)
	if c.chance(0.6) { // a lit tent
		x := c.between(-0.28, 0.28)
		c.glow(x, 0.9, 0.28, hex(0xff9a3c).times(0.35))
		c.fill(polygon(point{x - 0.055, 0.93}, point{x - 0.006, 0.868}, point{x + 0.05, 0.93}), 0, func(px, py float32, _ rgb) rgb {
			return hex(0xffb45c).times(2.2 - 26*abs(py-0.912) - 8*abs(px-x))
		})
		c.fill(polygon(point{x - 0.006, 0.868}, point{x + 0.05, 0.93}, point{x + 0.075, 0.922}), 0, solid(hex(0xb5642c)))
	}
	c.grade.grain, c.grade.bloom = 4, 0.9
}

// aurora hangs curtains of light over the snow.
func aurora(c *canvas) {
	s := c.sky
	horizon := c.between(0.72, 0.78)
	s.draw(c, horizon)
	s.stars(c, horizon, false)
	n := clouds()
	low := pick(c, hex(0x38e08a), hex(0x4ae0b0), hex(0x7ae070))
	high := pick(c, hex(0x8a4ae0), hex(0xd04a90), hex(0x3a7ad0))
	for i := range 3 {
		ox, oy, base := c.Float32(), c.Float32(), horizon-0.1-0.13*float32(i)
		power := c.between(0.5, 1.1)
		c.veil(-0.2, horizon, 3, func(x, y float32) (rgb, float32) {
			foot := base + (n.at(x*0.2+ox, oy)-0.5)*0.75
			up := foot - y
			if up < -0.05 {
				return rgb{}, 0
			}
			fold := n.at(x*0.9+ox+(n.at(x*0.4, oy)-0.5)*0.4, oy+up*0.05)
			rays := 0.35 + 0.9*n.at(x*3.1+ox, up*0.12+oy)
			l := ramp(-0.05, 0.02, up) * exp(-max(up, 0)*6) * ramp(0.34, 0.66, fold) * rays
			return low.mix(high, clamp(up*3.2)).times(l * power), 0
		})
	}
	hills{
		sky: s, far: hex(0x16303c), near: hex(0x0c1a24), top: horizon - 0.02, low: 0.86, count: 2,
		height: 0.08, sharp: 0.6, mist: 0.2, firs: true,
	}.draw(c)
	if c.chance(0.6) {
		water{shore: 0.9, rough: 0.12, tint: rgb{0.8, 0.85, 0.85}, deep: hex(0x04090e), clear: 0.4, sky: s}.draw(c)
	}
	c.grade.bloom = 0.7
}

// clouded is mostly sky: a wide weather over a low horizon.
func clouded(c *canvas) {
	s := c.sky
	s.sunX, s.sunY = c.between(-0.35, 0.35), c.between(0.5, 0.72)
	horizon := c.between(0.82, 0.88)
	s.draw(c, horizon)
	if c.chance(0.5) {
		s.sunY -= 0.3
		s.heaps(c, horizon-0.02)
	} else {
		s.streaks(c, horizon, c.between(0.45, 0.95))
		if s.sunY < horizon-0.1 {
			c.glow(s.sunX, s.sunY, 0.5, s.sun.times(0.4))
		}
	}
	if c.chance(0.4) {
		water{shore: horizon, rough: 0.7, tint: rgb{0.9, 0.93, 0.95}, deep: s.dark.times(0.5), clear: 0.5, sky: s, glitter: 0.5}.draw(c)
	} else {
		hills{
			sky: s, far: s.haze.mix(s.dark, 0.5), near: s.dark.times(0.2), top: horizon - 0.01, low: 0.94, count: 3,
			height: 0.035, sharp: 0.1, mist: 0.4, firs: true,
		}.draw(c)
	}
	c.grade.contrast = 0.35
}

// sea is the evening or the morning over the water, with something that sails.
func sea(c *canvas) {
	s := c.sky
	horizon := c.between(0.46, 0.6)
	s.sunX, s.sunY = c.between(-0.25, 0.25), horizon-c.between(0.03, 0.16)
	if s.night {
		s.sunY = c.between(0.14, 0.25)
	}
	s.draw(c, horizon)
	if s.night {
		s.stars(c, horizon, false)
	}
	s.streaks(c, horizon, c.between(0.2, 0.7))
	s.disc(c)
	if c.chance(0.5) {
		hills{
			sky: s, far: s.haze.mix(s.ambient, 0.5), near: s.haze.mix(s.ambient, 0.8).times(0.7), top: horizon - 0.005,
			low: horizon + 0.01, count: 2, height: 0.045, sharp: 0.4, mist: 0.5,
		}.draw(c)
	}
	w := water{
		shore: horizon, rough: c.between(0.25, 0.9), tint: rgb{0.86, 0.9, 0.95}, deep: s.zenith.times(0.4), clear: 0.6, sky: s, glitter: 1,
	}
	if c.chance(0.35) {
		w.draw(c)
		lighthouse(c, s, horizon)
	} else {
		w.draw(c)
		for range 1 + c.IntN(3) {
			sail(c, s, c.between(-0.42, 0.42), horizon+c.between(0.01, 0.1), c.between(0.05, 0.16))
		}
	}
}

// sail is a boat under sail, its mirror below it.
func sail(c *canvas, s sky, x, y, tall float32) {
	hull, cloth := s.dark.times(0.25), s.lit.mix(s.sun, 0.4).times(0.8)
	if s.night {
		cloth = s.ambient
	}
	lean := c.between(-0.08, 0.08)
	for _, side := range []float32{-1, 1} { // the mirror first
		k := tall * -side
		soft := float32(0)
		if side < 0 {
			k, soft = tall*0.8, 0.006
		} else {
			k = -tall
		}
		at := func(dx, dy float32) point { return point{x + tall*(dx+lean*dy), y + k*dy} }
		share := float32(1)
		if side < 0 {
			share = 0.35
		}
		c.fill(polygon(at(-0.02, 0.12), at(-0.02, 1), at(-0.3, 0.14)), soft, glaze(cloth.times(0.8), share))
		c.fill(smooth(at(0.02, 0.1), at(0.03, 0.55), at(0.02, 1), at(0.22, 0.5), at(0.36, 0.13)), soft, glaze(cloth, share))
		c.fill(polygon(at(-0.36, 0.1), at(0.42, 0.1), at(0.3, 0), at(-0.28, 0)), soft, glaze(hull, share))
	}
}

// lighthouse stands on its rock at one side.
func lighthouse(c *canvas, s sky, horizon float32) {
	n := clouds()
	x := pick[float32](c, -1, 1) * c.between(0.16, 0.3)
	ox := c.Float32()
	rock := s.ambient.times(0.3)
	foot := c.edge(func(px float32) float32 {
		d := abs(px-x) / 0.26
		return horizon + 0.1 - 0.13*(1-d*d) + (n.at(px*1.1+ox, 0.2)-0.5)*0.09
	})
	c.below(foot, bottom, func(px, py, depth float32, u rgb) rgb {
		if py > horizon+0.1+0.02*n.at(px*2, ox) {
			return u
		}
		g := n.at(px*1.9+ox, py*2.4) - n.at(px*1.9+ox+0.01, py*2.4+0.012)
		return rock.times(0.9 + g*7).add(s.key.times(max(g*s.sunX*-6, 0) * 0.3))
	})
	base := c.on(foot, x) + 0.02
	top := base - 0.28
	c.fill(polygon(point{x - 0.034, base}, point{x - 0.022, top}, point{x + 0.022, top}, point{x + 0.034, base}), 0, func(px, py float32, _ rgb) rgb {
		v := (px - x) / 0.03
		p := hex(0xf0ece4)
		if int((py-top)/(base-top)*5)%2 == 1 {
			p = hex(0xb5322c)
		}
		side := float32(1)
		if s.sunX < x {
			side = -1
		}
		return p.filter(s.ambient.times(0.7).add(s.key.times(clamp(0.35 + v*side*0.6))))
	})
	c.box(x-0.028, top-0.012, x+0.028, top, solid(rock))
	c.box(x-0.016, top-0.05, x+0.016, top-0.012, solid(hex(0xffe9b0).times(2.2)))
	c.fill(oval(x, top-0.05, 0.02, 0.02, 0), 0, solid(hex(0x7a2420).filter(s.ambient.add(s.key.times(0.4)))))
	c.glow(x, top-0.03, 0.22, hex(0xffd890).times(0.6))
}
