package demo

import "math"

// street is a lane in perspective after the rain, at night or in the blue hour.
func street(c *canvas) {
	s := c.sky
	vy := c.between(0.5, 0.56)
	vx := c.between(-0.06, 0.06)
	const wallAt, eye = 0.36, 0.17
	s.draw(c, vy)
	n := clouds()
	kind := c.IntN(1 << 20)
	bright := pick(c, hex(0xffc070), hex(0xffb45a), hex(0xffd6a0))
	walls := vary(c,
		[]rgb{hex(0x5a4438), hex(0x6f5a48), hex(0x48505c)}, []rgb{hex(0x7a3a2c), hex(0x5c4a44), hex(0x806a50)},
		[]rgb{hex(0x3c4650), hex(0x566068), hex(0x4a4048)},
	)
	signs := []rgb{hex(0xff5a3c), hex(0x38c0d8), hex(0xffc040), hex(0xe84a90), hex(0x60d890)}
	facade := func(side int, z, v float32, fog rgb) (rgb, bool) {
		house := int(floor(z * 0.9))
		if v > 0.62+0.75*chance(house, side, kind) {
			return rgb{}, false
		}
		p := walls[int(chance(house, side, kind+1)*float32(len(walls)))]
		p = p.times(0.55 + 0.5*n.at(z*0.9, v*0.9))
		lampLight := 0.1 + 0.9*exp(-max(v, 0)*5.5)
		along := 0.5 + 0.5*cos(z*math.Pi*2/1.6)
		p = p.filter(s.ambient.times(0.55).add(bright.times(lampLight * (0.25 + 0.6*along))))
		if v < 0.19 { // shops
			shop := int(floor(z * 1.8))
			u := z*1.8 - float32(shop)
			if chance(shop, side, kind+2) < 0.62 && u > 0.12 && u < 0.88 && v < 0.145 && v > 0.012 {
				warm := bright.mix(signs[int(chance(shop, side, kind+5)*5)], 0.2*chance(shop, side, kind+3))
				in := 0.45 + 0.8*n.at(z*1.9+0.3, v*3+float32(shop)*0.3)
				p = warm.times(in * (0.7 + 0.5*chance(shop, side, kind+4)) * (0.6 + 3.2*v))
				pane := u*4 - floor(u*4)
				shelf, good := int(v*42), int(u*26)
				switch {
				case pane < 0.05:
					p = p.times(0.15)
				case v < 0.09 && chance(good, shelf, kind+shop) < 0.55 && v*42-floor(v*42) < 0.25+0.7*chance(good, shelf, kind-shop):
					p = p.filter(signs[int(chance(good, shelf, kind+11)*5)].mix(rgb{0.4, 0.3, 0.25}, 0.6)).times(0.6)
				}
			} else if v >= 0.15 && v < 0.185 && u > 0.08 && u < 0.92 {
				p = signs[int(chance(shop, side, kind+5)*5)].times(0.1 + 0.9*b2f(chance(shop, side, kind+6) > 0.55)*0.8)
			}
		} else {
			col, row := int(floor(z*3.2)), int(floor((v-0.2)*6.4))
			fu, fv := z*3.2-float32(col), (v-0.2)*6.4-float32(row)
			if fu > 0.3 && fu < 0.74 && fv > 0.22 && fv < 0.8 {
				if chance(col, row*2+side, kind+7) < 0.36 {
					k := 0.55 + 0.9*chance(col, row*2+side, kind+8)
					p = bright.mix(hex(0xffe8d0), chance(col, row, kind+9)).times(k * (0.8 + 0.4*fv))
					if abs(fu-0.52) < 0.02 {
						p = p.times(0.3)
					}
				} else {
					p = s.middle.times(0.4)
				}
			} else if fv > 0.95 {
				p = p.times(1.3)
			}
		}
		return p.mix(fog, 1-exp(-z*0.1)), true
	}
	fog := s.horizon.mix(bright, 0.35).times(0.75)
	c.paint(-1, vy+1, func(x, y float32, u rgb) rgb {
		dx, dy := x-vx, y-vy
		z := wallAt / max(abs(dx), 0.012)
		v := eye - dy*z
		side := 0
		if dx > 0 {
			side = 1
		}
		if v < 0 {
			return u
		}
		if p, ok := facade(side, z, v, fog); ok {
			return p
		}
		return u
	})
	c.glow(vx, vy-0.01, 0.22, fog.times(0.35))
	lanterns := c.chance(0.4)
	for z := float32(7.6); z > 0.55; z -= 0.8 {
		y := vy + (eye-0.52)/z
		reach := min(0.34/z, 0.3)
		for _, side := range []float32{-1, 1} {
			x := vx + side*0.27/z
			c.fill(stroke(0.006/z, 0.006/z, point{x, vy + eye/z}, point{x, y}), 0, solid(hex(0x14161a)))
			c.glow(x, y, reach, bright.times(lerp(0.1, 0.34, ramp(5, 1, z))))
			c.disc(x, y, 0.014/z, 0.004/z, solid(bright.times(2.4)))
		}
		if lanterns && z < 6 {
			redLanterns(c, point{vx - 0.34/z, vy + (eye-0.72)/z}, point{vx + 0.34/z, vy + (eye-0.72)/z}, 0.02/z, 7)
		}
	}
	// The wet ground: what stands above, mirrored at the foot of the walls, smeared by the rain.
	wet := c.between(0.55, 0.9)
	stone := hex(0x2a2c32).filter(s.ambient.add(bright.times(0.35)))
	c.paint(vy+0.012, c.worldY(c.h), func(x, y float32, _ rgb) rgb {
		dx, dy := x-vx, y-vy
		z := min(wallAt/max(abs(dx), 0.012), 14)
		gz := eye / dy
		if dy*z < eye {
			return c.seen(x, y)
		}
		gu := dx * gz
		rough := n.at(gu*1.1+0.3, gz*0.35) - 0.5
		fine := n.at(gu*6, gz*2.2) - 0.5
		my := vy + 2*eye/z - dy
		mirror := c.seen(x+fine*0.035+rough*0.01, my+fine*0.08).
			add(c.seen(x+fine*0.05, my-0.03-rough*0.12)).add(c.seen(x-fine*0.03, my+0.035)).times(1. / 3)
		tiles := 0.85 + 0.3*chance(int(floor(gu*14)), int(floor(gz*7)), kind)
		ground := stone.times((0.5 + 0.6*n.at(gu*3, gz*1.5)) * tiles).add(fog.times(0.12 * exp(-dy*3)))
		puddle := ramp(0.44, 0.56, n.at(gu*0.42+0.7, gz*0.2+0.4))
		return ground.mix(mirror, wet*(0.35+0.65*puddle)*(0.9-0.35*clamp(dy*1.6)))
	})
	for range 1 + c.IntN(3) {
		z := c.between(1.2, 4)
		x := vx + c.between(-0.2, 0.2)/z
		walker(c, x, vy+eye/z, 0.165/z*1.05, c.chance(0.75), fog)
	}
	if c.chance(0.5) {
		for range 260 {
			x, y, l := c.between(-0.8, 0.8), c.between(-0.1, 1), c.between(0.02, 0.06)
			c.fill(stroke(0.0012, 0.0008, point{x, y}, point{x - l*0.12, y + l}), 0, shine(fog.times(0.22)))
		}
	}
	c.grade.bloom, c.grade.grain, c.grade.contrast = 0.9, 4, 0.35
}

// walker is somebody far away, seen against the light, perhaps under an umbrella.
func walker(c *canvas, x, foot, tall float32, umbrella bool, light rgb) {
	dark := light.times(0.06)
	at := func(dx, up float32) point { return point{x + dx*tall, foot - up*tall} }
	step := c.between(0.03, 0.09)
	body := smooth(at(-0.03, 0.8), at(0.03, 0.8), at(0.11, 0.72), at(0.1, 0.5), at(0.12, 0.36), at(-0.12, 0.36), at(-0.1, 0.5), at(-0.11, 0.72))
	legs := polygon(at(-0.1, 0.4), at(0.1, 0.4), at(step+0.03, 0), at(step-0.03, 0), at(0, 0.32), at(-step+0.02, 0), at(-step-0.04, 0))
	c.fill(polygon(at(-0.1, 0), at(0.1, 0), at(0.06, -0.7), at(-0.06, -0.7)), tall*0.05, shade(rgb{0.35, 0.35, 0.38}))
	c.fill(legs, 0, solid(dark))
	c.fill(body, 0, solid(dark))
	c.fill(oval(x, foot-0.88*tall, 0.065*tall, 0.08*tall, 0), 0, solid(dark))
	if umbrella {
		tint := pick(c, hex(0xc8322c), hex(0x2c6aa8), hex(0xe8b030), hex(0x30383c)).filter(light.add(rgb{0.12, 0.12, 0.14}))
		dome := []point{at(-0.4, 0.93)}
		for i := range 13 {
			a := math.Pi * float32(i) / 12
			dome = append(dome, at(-0.4*cos(a), 0.93+0.27*sin(a)))
		}
		dome = append(dome, at(0.27, 0.96), at(0.13, 0.93), at(0, 0.96), at(-0.13, 0.93), at(-0.27, 0.96))
		c.fill(polygon(dome...), 0, func(px, py float32, _ rgb) rgb {
			return tint.times(0.45 + 0.9*clamp((foot-py)/tall-0.9)*2.6)
		})
	}
}

// redLanterns hang on a line between two points.
func redLanterns(c *canvas, from, to point, size float32, count int) {
	line := arc(from, to, abs(to.x-from.x)*0.09)
	c.fill(stroke(0.0015, 0.0015, line...), 0, solid(hex(0x140c0a)))
	for i := range count {
		p := line[(i+1)*(len(line)-1)/(count+1)]
		lantern(c, point{p.x, p.y + size*1.25}, size)
	}
}

// lantern is of red paper, lit from within.
func lantern(c *canvas, at point, size float32) {
	c.glow(at.x, at.y, size*4.5, hex(0xff4a20).times(0.3))
	c.fill(oval(at.x, at.y, size, size*0.82, 0), 0, func(x, y float32, _ rgb) rgb {
		u, v := (x-at.x)/size, (y-at.y)/size
		rib := 0.82 + 0.18*cos(float32(math.Asin(float64(max(min(u, 1), -1))))*14)
		return hex(0xff3a18).mix(hex(0xffa040), exp(-(u*u+v*v)*2.2)).times((1.7 - 1.0*(u*u+v*v)) * rib)
	})
	for _, side := range []float32{-0.82, 0.82} {
		c.box(at.x-size*0.32, at.y+size*side-size*0.08, at.x+size*0.32, at.y+size*side+size*0.08, solid(hex(0xc88a30).times(0.8)))
	}
	c.fill(stroke(size*0.12, size*0.3, point{at.x, at.y + size*0.9}, point{at.x, at.y + size*1.7}), 0, solid(hex(0xd83018).times(0.8)))
}

// houses is a row of painted fronts, on a canal or on a square.
func houses(c *canvas) {
	s := c.sky
	ground := c.between(0.68, 0.76)
	s.draw(c, ground)
	s.streaks(c, ground, c.between(0.1, 0.6))
	side := pick[float32](c, -1, 1)
	paint := vary(c,
		[]uint32{0xd8553c, 0xe8a83c, 0x3f8a9a, 0xe8d8b8, 0x7a9a5a, 0xc8708a, 0x4a6aa8, 0xf0c878},
		[]uint32{0xe9d9c2, 0xd9b48f, 0xc98f6a, 0xe6c7a0, 0xb57a5a, 0xf0e6d2},
		[]uint32{0xf2b8b0, 0xb8d8d0, 0xf6e0a8, 0xc8c0e0, 0xf8d0b0, 0xd8e8c0},
		[]uint32{0x8a2f2a, 0xb5483a, 0x6f3a34, 0xc8763f, 0x94523c, 0xd8b890},
	)
	n := clouds()
	x := float32(-0.95)
	snow := c.occasion%5 == 4
	for i := c.IntN(len(paint)); x < 0.95; i++ {
		wide := c.between(0.15, 0.26)
		house(c, s, x, ground, wide, c.between(0.34, 0.52), hex(paint[i%len(paint)]), side, snow)
		x += wide
	}
	if c.chance(0.6) {
		water{
			shore: ground + 0.025, rough: c.between(0.2, 0.55), tint: rgb{0.75, 0.82, 0.82}, deep: hex(0x1c4a4c).filter(s.ambient.add(s.key.times(0.6))), clear: 0.55, sky: s,
		}.draw(c)
		quay := hex(0x9a9488).filter(s.ambient.add(s.key.times(0.6)))
		c.box(-1, ground, 1, ground+0.028, func(x, y float32, _ rgb) rgb { return quay.times(0.6 + 0.6*n.at(x*1.3, y*2)) })
		for range 1 + c.IntN(2) {
			rowboat(c, s, c.between(-0.35, 0.35), ground+c.between(0.09, 0.17), c.between(0.1, 0.15))
		}
	} else {
		stone := pick(c, hex(0xb0a696), hex(0x9c9ca0), hex(0xc2ac90)).filter(s.ambient.times(0.7).add(s.key.times(0.6)))
		if snow {
			stone = hex(0xf0f4fa).filter(s.ambient.times(0.8).add(s.key.times(0.5)))
		}
		c.paint(ground, 1.4, func(x, y float32, _ rgb) rgb {
			far := 0.12 / (y - ground + 0.06)
			u, v := x*far*18, far*14
			odd := float32(int(floor(v))&1) * 0.5
			p := stone.times(0.8 + 0.22*chance(int(floor(u+odd)), int(floor(v)), 4) + 0.2*(n.at(x*far, far)-0.5))
			if snow {
				p = stone.times(0.9 + 0.2*n.at(x*far*0.6, far))
			}
			return p.times(0.62 + 0.38*ramp(0, 0.05, y-ground))
		})
		for range 1 + c.IntN(3) {
			walker(c, c.between(-0.4, 0.4), ground+c.between(0.03, 0.1), c.between(0.1, 0.13), snow || c.chance(0.15), s.key)
		}
	}
	if snow {
		snowfall(c, 350)
	}
	c.grade.saturation, c.grade.contrast = 1.1, 0.3
}

// house is one front with its windows, door and roof.
func house(c *canvas, s sky, x, ground, wide, tall float32, wall rgb, side float32, snow bool) {
	n := clouds()
	ox := c.Float32()
	top := ground - tall
	sun := s.key.times(c.between(0.75, 0.95))
	lit := s.ambient.times(0.75).add(sun)
	roof := pick(c, hex(0x8a4632), hex(0x5a4a48), hex(0x70382c), hex(0x444a52))
	peak := top - wide*c.between(0.25, 0.6)
	if snow {
		roof = hex(0xf0f4fa)
	}
	tiles := func(px, py float32, _ rgb) rgb {
		return roof.filter(lit).times(0.7 + 0.14*sin(py*620) + 0.3*n.at(px*2, py*2))
	}
	gable := c.chance(0.45)
	if gable {
		c.fill(polygon(point{x - 0.006, top + 0.004}, point{x + wide/2, peak}, point{x + wide + 0.006, top + 0.004}), 0, tiles)
		in := wide * 0.06
		c.fill(polygon(point{x + in, top + 0.006}, point{x + wide/2, peak + in*1.2}, point{x + wide - in, top + 0.006}), 0, solid(wall.filter(lit).times(0.9)))
	} else {
		flat := lerp(peak, top, 0.55)
		c.fill(polygon(point{x - 0.008, top + 0.006}, point{x + wide*0.08, flat}, point{x + wide*0.92, flat}, point{x + wide + 0.008, top + 0.006}), 0, tiles)
		chimney := x + wide*c.between(0.2, 0.75)
		c.box(chimney, flat-0.04, chimney+0.022, flat+0.012, solid(wall.times(0.5).filter(lit)))
	}
	c.box(x, top, x+wide+0.001, ground, func(px, py float32, _ rgb) rgb {
		stain := n.at(px*0.8+ox, py*0.5+ox)
		fine := n.at(px*4.1, py*4.1+ox)
		damp := ramp(0.1, 0, ground-py) * 0.3
		eave := ramp(0.035, 0.01, py-top) * 0.45
		corner := ramp(0.006, 0, (px-x)*-side+b2f(side > 0)*wide) * 0.25
		return wall.filter(lit).times((0.8 + 0.22*stain + 0.12*fine) * (1 - damp) * (1 - eave) * (1 - corner))
	})
	floors, cols := 2+c.IntN(2), 2+c.IntN(2)
	shutter := pick(c, hex(0x2f5a4a), hex(0x3a5a7a), hex(0xf0ece0), hex(0x6a4030), wall.times(0.5)).filter(lit)
	shutters := c.chance(0.6)
	pitchX, pitchY := wide/float32(cols), (tall-0.03)/(float32(floors)+0.15)
	w, h := pitchX*0.36, min(pitchY*0.5, 0.085)
	door := c.IntN(cols)
	for row := range floors {
		for col := range cols {
			wx := x + pitchX*(float32(col)+0.5)
			wy := top + 0.035 + pitchY*(float32(row)+0.42)
			if row == floors-1 && col == door {
				c.box(wx-w*0.7, ground-h*1.75, wx+w*0.7, ground, solid(wall.times(1.5).mix(rgb{1, 1, 1}, 0.3).filter(lit)))
				c.box(wx-w*0.52, ground-h*1.62, wx+w*0.52, ground, upright(ground-h*1.6, ground, shutter.times(0.8), shutter.times(0.55)))
				continue
			}
			window(c, s, wx, wy, w, h, lit, side)
			if shutters {
				for _, k := range []float32{-1, 1} {
					c.box(wx+k*w*0.78-w*0.22, wy-h*0.52, wx+k*w*0.78+w*0.22, wy+h*0.52, func(_, py float32, _ rgb) rgb {
						return shutter.times(0.82 + 0.2*sin(py*900))
					})
				}
			}
			if row > 0 && c.chance(0.25) {
				bloom := pick(c, hex(0xe04a5a), hex(0xf0a0b8), hex(0xf2d04a))
				for range 26 {
					c.disc(wx+c.between(-w*0.6, w*0.6), wy+h*0.55+c.between(-0.008, 0.012), 0.004, 0.003,
						solid(pick(c, hex(0x4a7a34), hex(0x3a6a2c), bloom).filter(lit)))
				}
			}
		}
	}
}

// window is a sash with what is behind or mirrored in it.
func window(c *canvas, s sky, x, y, w, h float32, lit rgb, side float32) {
	c.box(x-w*0.6, y-h*0.58, x+w*0.6, y+h*0.6, solid(hex(0xf4f0e6).filter(lit).times(0.9)))
	glass := s.middle.mix(s.horizon, c.Float32()).times(0.4)
	if s.night || c.chance(0.06) {
		if c.chance(0.55) {
			glass = hex(0xffc878).times(c.between(0.8, 1.5))
		} else {
			glass = s.zenith.times(0.5)
		}
	}
	c.box(x-w*0.48, y-h*0.48, x+w*0.48, y+h*0.48, func(px, py float32, _ rgb) rgb {
		shadow := ramp(0.006, 0, py-y+h*0.48) * 0.6
		return glass.times((0.75 + 0.5*((px-x)/w*side-(py-y)/h)) * (1 - shadow))
	})
	frame := solid(hex(0xe8e4da).filter(lit).times(0.8))
	c.box(x-0.0016, y-h*0.48, x+0.0016, y+h*0.48, frame)
	c.box(x-w*0.48, y-0.0016, x+w*0.48, y+0.0016, frame)
	c.box(x-w*0.66, y+h*0.58, x+w*0.66, y+h*0.66, solid(hex(0xd8d2c4).filter(lit)))
}

// rowboat lies on the water with its mirror.
func rowboat(c *canvas, s sky, x, y, long float32) {
	tint := pick(c, hex(0x2f6a8a), hex(0xb03a2c), hex(0x3a5a3a), hex(0xe8e0d0), hex(0x7a5030)).filter(s.ambient.add(s.key.times(0.7)))
	at := func(dx, dy float32) point { return point{x + dx*long, y + dy*long} }
	c.fill(smooth(at(-0.95, 0.05), at(0.95, 0.05), at(0.6, 0.3), at(-0.6, 0.3)), long*0.08, shade(rgb{0.35, 0.38, 0.4}))
	c.fill(polygon(at(-1, -0.2), at(1, -0.24), at(0.8, 0.08), at(-0.82, 0.08)), 0, upright(y-0.2*long, y+0.08*long, tint, tint.times(0.45)))
	c.fill(smooth(at(-0.96, -0.2), at(-0.3, -0.27), at(0.4, -0.28), at(0.97, -0.24), at(0.4, -0.17), at(-0.3, -0.15)), 0, solid(hex(0x5a4230).filter(s.ambient.times(0.7).add(s.key.times(0.3)))))
	c.fill(stroke(0.005, 0.005, at(-1, -0.2), at(-0.3, -0.14), at(0.4, -0.16), at(1, -0.24)), 0, solid(tint.mix(rgb{1, 1, 1}, 0.5)))
}

// skyline is a city over its river.
func skyline(c *canvas) {
	s := c.sky
	shore := c.between(0.62, 0.7)
	s.sunX, s.sunY = c.between(-0.3, 0.3), shore-0.1
	s.draw(c, shore)
	s.streaks(c, shore, c.between(0.2, 0.7))
	n := clouds()
	lights := s.night || c.chance(0.6)
	kind := c.IntN(1 << 20)
	tower := c.between(-0.25, 0.25)
	for layer := range 3 {
		near := float32(layer) / 2
		body := s.haze.mix(s.ambient.times(0.22), 0.3+0.6*near)
		for x := float32(-0.95); x < 0.95; {
			wide := c.between(0.03, 0.085) * lerp(0.8, 1.15, near)
			centre := exp(-(x-tower)*(x-tower)*9) * 0.2
			tall := (c.between(0.07, 0.22) + centre*c.between(0.4, 1.2)) * lerp(1.05, 0.62, near)
			tone := body.times(c.between(0.85, 1.2))
			top := shore - tall
			style, seed := pick(c, 0, 0, 3, 3, 2, 3, 1), c.IntN(1<<16)
			cells := c.between(130, 190)
			c.box(x, top, x+wide, shore+0.01, func(px, py float32, _ rgb) rgb {
				p := tone.mix(s.haze, 0.5*ramp(0.14, 0, shore-py))
				p = p.add(s.key.times(0.1 * ramp(0.25, 0, abs(px-s.sunX)) * (1 - near)))
				if !lights {
					return p
				}
				col, row := int((px-x)*cells), int((py-top)*cells*0.75)
				if style == 0 {
					col = 0
				}
				if chance(col+seed, row, kind) < 0.3+0.15*near {
					fu := (px-x)*cells - floor((px-x)*cells)
					fv := (py-top)*cells*0.75 - floor((py-top)*cells*0.75)
					if (style == 0 || fu > 0.25) && fv > 0.4 {
						return p.add(hex(0xffc884).mix(hex(0xdfe8ff), b2f(style == 2)).times((0.2 + 0.8*chance(row, col, kind+1)) * lerp(0.3, 0.9, near)))
					}
				}
				return p
			})
			switch style {
			case 1:
				c.fill(polygon(point{x, top + 0.002}, point{x + wide/2, top - wide*0.5}, point{x + wide, top + 0.002}), 0, solid(tone))
			case 2:
				c.fill(stroke(0.003, 0.001, point{x + wide/2, top}, point{x + wide/2, top - 0.06}), 0, solid(tone))
				if lights {
					c.disc(x+wide/2, top-0.06, 0.0022, 0.002, solid(hex(0xff4030).times(2)))
				}
			}
			x += wide * c.between(0.85, 1.25)
		}
		if layer == 1 {
			needle(c, s, tower, shore, c.between(0.36, 0.44), lights)
		}
	}
	c.glow(0, shore, 0.5, hex(0xffb070).times(b2f(lights)*0.12))
	c.box(-1, shore, 1, shore+0.012, func(x, _ float32, _ rgb) rgb {
		return s.ambient.times(0.15).add(hex(0xffc070).times(b2f(lights) * 1.6 * ramp(0.72, 0.9, n.at(x*7.1, 0.2))))
	})
	water{shore: shore + 0.012, rough: c.between(0.35, 0.75), tint: rgb{0.85, 0.88, 0.92}, deep: s.zenith.times(0.3), clear: 0.5, sky: s, glitter: 0.25 * b2f(!s.night)}.draw(c)
	c.grade.bloom, c.grade.grain = 0.8, 4
}

// needle is the city's tall tower.
func needle(c *canvas, s sky, x, shore, tall float32, lights bool) {
	tone := s.haze.mix(s.ambient.times(0.25), 0.75)
	edge := func(k, w float32) point { return point{x + w*tall, shore - k*tall} }
	var left, right []point
	for _, p := range [][2]float32{{0, 0.075}, {0.25, 0.03}, {0.52, 0.018}, {0.56, 0.05}, {0.6, 0.054}, {0.63, 0.02}, {0.8, 0.01}, {1, 0.001}} {
		left, right = append(left, edge(p[0], -p[1])), append([]point{edge(p[0], p[1])}, right...)
	}
	c.fill(polygon(append(left, right...)...), 0, func(px, py float32, _ rgb) rgb {
		p := tone.times(1 + 6*(px-x)*(b2f(s.sunX > x)*2-1))
		if lights {
			k := (shore - py) / tall
			p = p.add(hex(0xe04a90).mix(hex(0x4a90e8), ramp(0.3, 0.8, k)).times(0.1 + 0.6*exp(-(k-0.58)*(k-0.58)*900)))
		}
		return p
	})
	if lights {
		c.glow(x, shore-0.58*tall, 0.16, hex(0xc05aa0).times(0.3))
	}
}

// snowfall are flakes near and far.
func snowfall(c *canvas, count int) {
	for range count {
		near := pow(c.Float32(), 3)
		c.disc(c.between(-0.8, 0.8), c.between(-0.05, 1.05), lerp(0.0012, 0.009, near), lerp(0.0015, 0.009, near),
			glaze(hex(0xffffff), lerp(0.8, 0.35, near)))
	}
}
