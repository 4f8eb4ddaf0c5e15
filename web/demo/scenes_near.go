package demo

import "math"

// afternoon is a wall with the window's light and a plant's shadow on it.
func afternoon(c *canvas) {
	wall := hex(vary[uint32](c, 0xe8d8c4, 0xd8a890, 0xc8d0c4, 0xe0c070, 0xb8c4d0, 0xd8b4b4, 0x8fa08c, 0xc46a50))
	key, ambient := hex(0xffdca8), wall.mix(hex(0x7080a0), 0.3).times(0.72)
	n := clouds()
	ox := c.Float32()
	lean, side := c.between(0.12, 0.3), pick[float32](c, -1, 1)
	lit := newCanvas(c.Uint64(), shot{c.w, c.h, c.scale / float32(c.h), c.cx, c.cy - 0.5})
	x0, y0, w, h := c.between(-0.36, -0.28), c.between(0.02, 0.1), c.between(0.19, 0.24), c.between(0.24, 0.28)
	at := func(x, y float32) point { return point{side * (x + (y-0.5)*lean), y + x*lean*0.5} }
	for i := range 3 {
		for j := range 3 {
			x, y := x0+float32(i)*w, y0+float32(j)*h
			c.soft(lit, polygon(at(x, y), at(x+w*0.88, y), at(x+w*0.88, y+h*0.9), at(x, y+h*0.9)), 0.008, rgb{1, 1, 1})
		}
	}
	root := at(c.between(-0.2, 0.2), 1.08)
	for range 7 + c.IntN(5) { // the plant before the window
		a := c.between(-0.9, 0.9)
		long := c.between(0.35, 0.8)
		tip := point{root.x + sin(a)*long*0.7, root.y - cos(a)*long}
		bend := root.to(tip, 0.55)
		bend.x -= sin(a) * 0.1
		blur := c.between(0.005, 0.018)
		c.soft(lit, stroke(0.008, 0.004, root, root.to(bend, 0.6), bend, tip), blur, rgb{0.12, 0.12, 0.12})
		leaves := 5 + c.IntN(5)
		for i := range leaves {
			k := 0.3 + 0.7*float32(i+1)/float32(leaves)
			from := root.to(bend, min(k*1.4, 1)).to(bend.to(tip, k), k)
			for _, d := range []float32{-1, 1} {
				b := a + d*c.between(0.5, 1.1)
				l := c.between(0.08, 0.15)
				c.soft(lit, leaf(from, point{from.x + sin(b)*l, from.y - cos(b)*l*0.8}, c.between(0.14, 0.22)), blur, rgb{0.1, 0.1, 0.1})
			}
		}
	}
	for i := range c.px {
		x, y := c.worldX(i%c.w), c.worldY(i/c.w)
		fall := 0.75 + 0.35*exp(-hypot(x-side*0.2, y-0.35)*1.6)
		p := wall.filter(ambient.add(key.times(lit.px[i].r * 0.95 * fall)))
		grain := n.at(x*0.7+ox, y*0.7)
		fine := n.at(x*5.1, y*5.1+ox) - 0.5
		c.px[i] = p.times(0.9 + 0.14*grain + 0.09*fine)
	}
	if c.chance(0.6) { // a shelf or the floor below
		floor := hex(pick[uint32](c, 0x8a5a38, 0xd8cdb8, 0x5a4a40, 0xa88058))
		edge := c.between(0.86, 0.9)
		c.box(-1, edge, 1, 1.3, func(x, y float32, u rgb) rgb {
			l := c.seen(x, 2*edge-y).light() / wall.light()
			return floor.times((0.3 + 0.75*l) * (0.8 + 0.4*n.at(x*0.4+ox, y*6)) * (0.7 + 0.3*ramp(0, 0.02, y-edge)))
		})
		l := lamp{side: -side * 0.7, up: 0.4, front: 0.55, key: key, ambient: wall.times(0.4), floor: floor, window: 0.7}
		for i := range 1 + c.IntN(2) {
			vessel(c, (float32(i)*0.2-0.28)*side, edge+0.05+0.03*float32(i), c.between(0.16, 0.28)).stand(c, l)
		}
	}
	c.grade.contrast, c.grade.vignette = 0.25, 0.35
}

// soft paints one colour on another canvas.
func (c *canvas) soft(on *canvas, p path, blur float32, tone rgb) { on.fill(p, blur, solid(tone)) }

// breakfast is a table from straight above.
func breakfast(c *canvas) {
	n := clouds()
	ox := c.Float32()
	side := pick[float32](c, -1, 1)
	type set struct{ table, cloth uint32 }
	p := vary(c, set{0x8a5a38, 0xe8e0d0}, set{0xe8e2d8, 0x7a92a8}, set{0x3c4a50, 0xd8b070}, set{0xc8a078, 0x5a7a6a}, set{0xd8dcd8, 0xd87a5a}, set{0x4a3428, 0xb84a3c})
	table := hex(p.table)
	turn := c.between(-0.2, 0.2)
	c.paint(-0.2, 1.2, func(x, y float32, _ rgb) rgb {
		v := y + x*turn
		board := floor(v * 4.2)
		g := n.at(x*0.3+board*0.31+ox, v*5+board*0.17)
		q := table.times(0.72 + 0.45*g + 0.12*chance(int(board)+9, 0, 3))
		if f := v*4.2 - board; f < 0.018 {
			q = q.times(0.5)
		}
		return q.times(0.75 + 0.4*exp(-hypot(x+side*0.5, y-0.1)*1.1))
	})
	light := func(k float32) brush { return shade(rgb{1, 1, 1}.mix(rgb{0.42, 0.42, 0.5}, k)) }
	dx, dy := side*0.02, float32(0.022)
	napkin := hex(p.cloth)
	nx, ny, na := c.between(-0.3, 0.3), c.between(0.3, 0.7), c.between(-0.6, 0.6)
	corner := func(u, v, off float32) point {
		return point{nx + (u*cos(na)-v*sin(na))*0.27 + off*dx*0.5, ny + (u*sin(na)+v*cos(na))*0.27 + off*dy*0.5}
	}
	c.fill(polygon(corner(-1, -1, 1), corner(1, -1, 1), corner(1, 1, 1), corner(-1, 1, 1)), 0.012, light(0.6))
	c.fill(polygon(corner(-1, -1, 0), corner(1, -1, 0), corner(1.02, 1, 0), corner(-1, 1.01, 0)), 0, func(x, y float32, _ rgb) rgb {
		u := (x-nx)*cos(na) + (y-ny)*sin(na)
		v := (y-ny)*cos(na) - (x-nx)*sin(na)
		q := napkin
		if m := abs(u); m > 0.2 && m < 0.215 || abs(v) > 0.2 && abs(v) < 0.215 {
			q = q.mix(hex(0xffffff), 0.6)
		}
		return q.times(0.88 + 0.2*n.at(u*0.9+ox, v*0.9) - 0.12*ramp(0.004, 0, abs(u)) + 0.05*sin(u*900)*sin(v*900))
	})
	dish := func(x, y, r float32, tone rgb) {
		c.disc(x+dx*1.2, y+dy*1.2, r*1.01, r*0.2, light(0.75))
		c.disc(x, y, r, 0, func(px, py float32, _ rgb) rgb {
			d := hypot(px-x, py-y) / r
			s := ((px-x)*-side - (py - y)) / r
			slope := ramp(0.66, 0.72, d)*ramp(0.8, 0.74, d)*-0.25*s + ramp(0.93, 1, d)*0.2*s
			return tone.times(0.93 + slope + 0.05*s)
		})
	}
	plate := pick(c, hex(0xf4f0e8), hex(0xdfe6e8), hex(0x3a4a58), hex(0xe8d8c8))
	px, py := c.between(-0.12, 0.02), c.between(0.44, 0.56)
	dish(px, py, 0.3, plate)
	switch c.occasion % 3 {
	case 0:
		for i := range 7 + c.IntN(3) {
			a := float32(i) * 2.4
			d := 0.055 * sqrt(float32(i))
			slice(c, px+cos(a)*d, py+sin(a)*d, 0.062, pick(c, uint32(0xf08a1c), uint32(0xf4c430), uint32(0xe0503c)), light(0.5), dx, dy)
		}
	case 1:
		c.fill(oval(px+dx, py+dy, 0.16, 0.14, 0.2), 0.02, light(0.5))
		for i := range 4 {
			o := float32(i) * 0.006
			c.fill(oval(px+o*side, py-o*1.6, 0.16-o, 0.145-o, 0.2), 0, func(x, y float32, _ rgb) rgb {
				d := hypot(x-px, y-py) / 0.16
				return hex(0xe0a858).mix(hex(0xa86424), ramp(0.3, 0.75, n.at(x*1.2+ox, y*1.2))*0.7+0.3*ramp(0.9, 1, d)).times(0.7 + 0.1*float32(i))
			})
		}
		berries(c, px, py-0.01, 0.08, 16, light(0.5))
	default:
		berries(c, px, py, 0.15, 90, light(0.5))
	}
	coffee(c, side*c.between(0.3, 0.4), c.between(0.2, 0.3), 0.115, light, dx, dy, side)
	if c.chance(0.7) {
		fx := px - side*0.36
		c.fill(stroke(0.012, 0.012, point{fx + dx*0.4, py + 0.26 + dy*0.4}, point{fx + dx*0.4, py - 0.1 + dy*0.4}), 0.008, light(0.6))
		steel := hex(0xc8ccd0)
		c.fill(stroke(0.014, 0.007, point{fx, py + 0.26}, point{fx, py + 0.1}, point{fx, py - 0.1}), 0, func(x, _ float32, _ rgb) rgb { return steel.times(0.75 + (fx-x)*side*-40) })
		for i := range 4 {
			o := (float32(i) - 1.5) * 0.0095
			c.fill(stroke(0.005, 0.004, point{fx + o*0.6, py - 0.1}, point{fx + o, py - 0.13}, point{fx + o, py - 0.21}), 0, solid(steel.times(0.95)))
		}
	}
	c.grade.vignette, c.grade.contrast, c.grade.bloom = 0.4, 0.3, 0.2
}

// slice is of an orange or another of its kin.
func slice(c *canvas, x, y, r float32, tint uint32, dark brush, dx, dy float32) {
	c.disc(x+dx*0.35, y+dy*0.35, r, r*0.25, dark)
	turn := c.Float32()
	n := clouds()
	c.disc(x, y, r, 0, func(px, py float32, _ rgb) rgb {
		d := hypot(px-x, py-y) / r
		a := (float32(math.Atan2(float64(py-y), float64(px-x)))/math.Pi + 1 + turn) * 4.5
		k := abs(a - floor(a) - 0.5)
		flesh := hex(tint).times(0.8 + 0.5*n.at(px*4+turn, py*4))
		p := hex(0xfbead0)
		if d < 0.84 && d > 0.07 && k < 0.5-0.035/max(d, 0.1) {
			p = flesh
		}
		return p.mix(hex(tint), ramp(0.9, 0.95, d))
	})
}

// berries lie in a heap.
func berries(c *canvas, x, y, reach float32, count int, dark brush) {
	tints := pick(c, []uint32{0x3a3f78, 0x4a4a88, 0xc8283c}, []uint32{0xc82838, 0xe04a50}, []uint32{0x5a1c34, 0x8a2840, 0x2c2c5a})
	for range count {
		a, d := c.Float32()*2*math.Pi, sqrt(c.Float32())*reach
		bx, by, r := x+cos(a)*d, y+sin(a)*d, c.between(0.015, 0.022)
		tone := hex(pick(c, tints...))
		c.disc(bx+0.003, by+0.004, r*1.05, r*0.5, dark)
		c.disc(bx, by, r, 0, func(px, py float32, _ rgb) rgb {
			u, v := (px-bx)/r, (py-by)/r
			shine := exp(-((u+0.35)*(u+0.35) + (v+0.4)*(v+0.4)) * 9)
			core := exp(-(u*u + v*v) * 14)
			return tone.times(1.15 - 0.5*(u*u+v*v) - 0.35*(u+v)*0.5 - 0.5*core).add(rgb{1, 1, 1}.times(shine * 0.35))
		})
	}
}

// coffee is a cup from above, with a leaf poured into its milk.
func coffee(c *canvas, x, y, r float32, dark func(float32) brush, dx, dy, side float32) {
	cup := pick(c, hex(0xf4efe6), hex(0x2f4a5a), hex(0xb8543c), hex(0xd8c8b0))
	c.disc(x+dx, y+dy, r*1.5, r*0.25, dark(0.7))
	c.disc(x, y, r*1.45, 0, func(px, py float32, _ rgb) rgb {
		d := hypot(px-x, py-y) / r / 1.45
		s := ((px-x)*-side - (py - y)) / r
		return cup.times(0.9 + 0.07*s + ramp(0.93, 1, d)*0.12*s)
	})
	c.disc(x+dx*0.9, y+dy*0.9, r*1.02, r*0.35, dark(0.7))
	h := point{x + side*r*0.95, y + r*0.25}
	c.fill(stroke(r*0.2, r*0.2, h, point{h.x + side*r*0.4, h.y + r*0.1}, point{h.x + side*r*0.42, h.y + r*0.45}, point{h.x - side*r*0.1, h.y + r*0.4}), 0, solid(cup.times(0.9)))
	c.disc(x, y, r, 0, func(px, py float32, _ rgb) rgb {
		return cup.times(1.0 + 0.1*((px-x)*-side-(py-y))/r)
	})
	n := clouds()
	ox := c.Float32()
	brown, milk := hex(0x8a5024), hex(0xf0dcb8)
	c.disc(x, y, r*0.88, 0, func(px, py float32, _ rgb) rgb {
		u, v := (px-x)/r, (py-y)/r
		d := hypot(u, v)
		w := ramp(0.62, 0.5, d) * 0.34 * (1 - 0.9*abs(v)*1.2)
		wave := sin((v*1.0+abs(u)*0.9)*21) * 0.5
		inLeaf := ramp(0.05, 0, abs(u)-w*1.9) * ramp(-0.15, 0.2, wave+0.12) * ramp(0.72, 0.6, abs(v))
		vein := ramp(0.03, 0.01, abs(u)) * ramp(0.6, 0.5, abs(v))
		tone := brown.times(0.85+0.4*n.at(u*0.4+ox, v*0.4)).mix(milk, clamp(inLeaf-vein))
		shadow := ramp(0.75, 0.9, d) * max(-u*side-v, 0) * 0.5
		return tone.times(1 - shadow)
	})
}

// koi swim under lilies.
func koi(c *canvas) {
	n := clouds()
	ox := c.Float32()
	dark, green := hex(pick[uint32](c, 0x0c2428, 0x12302a, 0x101c2c)), hex(pick[uint32](c, 0x1f5a4c, 0x2c5a3c, 0x1c4a5a))
	c.paint(-0.2, 1.2, func(x, y float32, _ rgb) rgb {
		m := n.at(x*0.35+ox, y*0.35)
		ripple := n.at(x*1.1, y*2.1+ox) - n.at(x*1.1+0.01, y*2.1+ox+0.014)
		return dark.mix(green, ramp(0.3, 0.75, m)).add(hex(0x9ac8d8).times(max(ripple*0.9, 0) + 0.06*ramp(0.45, 0.75, n.at(x*0.3+ox, y*0.5+0.4))))
	})
	fish := 4 + c.IntN(5)
	for i := range fish {
		fishAt(c, point{c.between(-0.5, 0.5), c.between(0.12, 0.9)}, c.between(0, 2*math.Pi), c.between(0.24, 0.36), lerp(0.55, 0.04, float32(i)/float32(fish-1)), dark)
	}
	c.paint(-0.2, 1.2, func(x, y float32, u rgb) rgb { // light on the surface
		w := 1 - abs(n.at(x*1.3+ox, y*1.7)*2-1)
		return u.add(hex(0xd8f4ff).times(pow(w, 30) * 0.09))
	})
	for range 7 + c.IntN(6) {
		x, y := c.between(-0.7, 0.7), c.between(0, 1)
		if abs(x) < 0.22 && abs(y-0.5) < 0.25 {
			continue
		}
		lily(c, x, y, c.between(0.06, 0.12), ox)
	}
	c.grade.contrast, c.grade.saturation = 0.35, 1.1
}

// fishAt is one fish: its body bends along its way; deeper ones are darker.
func fishAt(c *canvas, at point, angle, long, deep float32, water rgb) {
	bend := c.between(-0.5, 0.5)
	spine := func(t float32) (point, point) { // t is 0 at the nose; the second is what lies across
		a := angle + bend*(t-0.3)*2
		x, y := -(t-0.4)*long, bend*(t-0.4)*(t-0.4)*long*0.9
		p := point{at.x + x*cos(angle) - y*sin(angle), at.y + x*sin(angle) + y*cos(angle)}
		return p, point{-sin(a), cos(a)}
	}
	wide := knots(0.02, 0.1, 0.125, 0.12, 0.1, 0.07, 0.04, 0.025)
	side := func(t, k float32) point {
		p, n := spine(t)
		return point{p.x + n.x*k*long, p.y + n.y*k*long}
	}
	var left, right []point
	for i := range 15 {
		t := float32(i) / 14
		left, right = append(left, side(t, wide(t))), append([]point{side(t, -wide(t))}, right...)
	}
	body := polygon(append(left, right...)...)
	shift := func(p path) path {
		q := path{}
		for _, curve := range p.curves {
			moved := make([]point, len(curve))
			for i, v := range curve {
				moved[i] = point{v.x + 0.02, v.y + 0.035}
			}
			q.curves = append(q.curves, moved)
		}
		return q
	}
	c.fill(shift(body), 0.02, shade(rgb{0.55, 0.6, 0.62}))
	hue := pick(c, [2]uint32{0xf4ece0, 0xe85a20}, [2]uint32{0xf0a030, 0xf4d890}, [2]uint32{0xe8501c, 0xf4ece0}, [2]uint32{0xf6f2ea, 0xd83a24}, [2]uint32{0xf4ece0, 0x26282c})
	a, b := hex(hue[0]).mix(water, deep), hex(hue[1]).mix(water, deep)
	fin := a.mix(water, 0.35)
	tail, _ := spine(1)
	for _, k := range []float32{-0.12, 0, 0.12} {
		end := side(1.28, k*1.2)
		c.fill(leaf(tail, end, 0.22), 0.002, glaze(fin, 0.75))
	}
	for _, k := range []float32{-1, 1} {
		c.fill(leaf(side(0.28, k*0.1), side(0.45, k*0.24), 0.25), 0.002, glaze(fin, 0.7))
		c.fill(leaf(side(0.62, k*0.07), side(0.74, k*0.14), 0.25), 0.002, glaze(fin, 0.7))
	}
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	c.fill(body, 0.002, func(x, y float32, _ rgb) rgb {
		dx, dy := x-at.x, y-at.y
		across := (dy*cos(angle) - dx*sin(angle)) / long
		spot := ramp(0.47, 0.53, n.at(dx*0.9/long*0.25+ox, dy*0.9/long*0.25+oy))
		return a.mix(b, spot).times(1.05 - abs(across)*3.2)
	})
	for _, k := range []float32{-1, 1} {
		eye := side(0.1, k*0.055)
		c.disc(eye.x, eye.y, long*0.012, 0, solid(hex(0x141414)))
	}
}

// lily is a leaf on the water, sometimes with its flower.
func lily(c *canvas, x, y, r, ox float32) {
	n := clouds()
	tone := hex(pick[uint32](c, 0x5a9a4a, 0x4a8a52, 0x7aa050, 0x8a8a48))
	open := c.between(0, 2*math.Pi)
	points := []point{{x + cos(open)*r*0.1, y + sin(open)*r*0.1}}
	for i := range 30 {
		a := open + 0.22 + float32(i)/29*(2*math.Pi-0.44)
		points = append(points, point{x + cos(a)*r, y + sin(a)*r*0.9})
	}
	moved := make([]point, len(points))
	for i, p := range points {
		moved[i] = point{p.x + 0.012, p.y + 0.02}
	}
	c.fill(polygon(moved...), 0.015, shade(rgb{0.45, 0.5, 0.5}))
	c.fill(polygon(points...), 0, func(px, py float32, _ rgb) rgb {
		a := float32(math.Atan2(float64(py-y), float64(px-x)))
		d := hypot(px-x, py-y) / r
		vein := pow(abs(cos(a*7+open)), 24) * 0.16 * (1 - d*0.5)
		return tone.times(0.72+0.3*n.at(px*1.6+ox, py*1.6)+vein-0.1*(px-x+py-y)/r).mix(hex(0x9a6a4a), ramp(0.93, 1, d)*0.5)
	})
	if c.chance(0.3) {
		petal := hex(pick[uint32](c, 0xf8d0dc, 0xfaf4f0, 0xf090b0))
		for ring := range 3 {
			for i := range 9 - ring*2 {
				a := float32(i)/float32(9-ring*2)*2*math.Pi + float32(ring)*0.35
				l := r * (0.62 - 0.16*float32(ring))
				c.fill(leaf(point{x, y}, point{x + cos(a)*l, y + sin(a)*l*0.85 - r*0.05*float32(ring)}, 0.22), 0, func(px, py float32, _ rgb) rgb {
					return petal.times(0.66 + 0.45*hypot(px-x, py-y)/l + 0.06*float32(ring))
				})
			}
		}
		c.disc(x, y-r*0.08, r*0.13, 0.003, solid(hex(0xf0c040)))
	}
}

// paper are sheets that curve over each other in a raking light.
func paper(c *canvas) {
	hue := vary(c,
		[]uint32{0x1c3a5a, 0x2a6a8a, 0x5aa8b0, 0xf0d8a8, 0xf09a6a, 0xd85a4a}, []uint32{0x3a1c4a, 0x7a2a6a, 0xc84a7a, 0xf08a6a, 0xf8c878},
		[]uint32{0x20362c, 0x3f6a4a, 0x8aa860, 0xe0d890, 0xf4f0dc}, []uint32{0xf4efe6, 0xe0d4c4, 0xc8b4a0, 0xa88a74, 0x7a5c4c},
		[]uint32{0x14223c, 0x2a3f78, 0x6a6ab8, 0xc89ad0, 0xf8d0d8}, []uint32{0xd8382c, 0xf07030, 0xf8a838, 0xf8d860, 0xfaf0d0},
	)
	n := clouds()
	turn := c.between(0, 2*math.Pi)
	ux, uy := cos(turn), sin(turn)
	c.paint(-0.2, 1.2, solid(hex(hue[0])))
	count := 9
	for i := range count {
		k := float32(i) / float32(count-1)
		at := k * float32(len(hue)-1)
		j := min(int(at), len(hue)-2)
		tone := hex(hue[j]).mix(hex(hue[j+1]), at-float32(j))
		base := lerp(-0.55, 0.5, k)
		a1, f1, p1 := c.between(0.05, 0.13), c.between(2.5, 4.5), c.Float32()*6
		a2, f2, p2 := c.between(0.01, 0.05), c.between(5, 9), c.Float32()*6
		ox := c.Float32()
		place := func(along float32) point {
			off := base + a1*sin(along*f1+p1) + a2*sin(along*f2+p2)
			return point{ux*along - uy*off, uy*along + ux*off + 0.5}
		}
		var edge []point
		for m := range 60 {
			edge = append(edge, place(float32(m)/59*2.6-1.3))
		}
		const far = 2.5
		last, first := edge[len(edge)-1], edge[0]
		edge = append(edge, point{last.x - uy*far, last.y + ux*far}, point{first.x - uy*far, first.y + ux*far})
		drop := make([]point, len(edge))
		for m, p := range edge {
			drop[m] = point{p.x - 0.012, p.y - 0.016}
		}
		c.fill(polygon(drop...), 0.045, shade(rgb{0.55, 0.52, 0.58}))
		c.fill(polygon(edge...), 0, func(x, y float32, _ rgb) rgb {
			off := -(x * uy) + (y-0.5)*ux - base
			fibre := n.at(x*5+ox, y*5) - 0.5
			return tone.times(1.08 - 0.35*clamp(off*1.6) + 0.07*fibre)
		})
	}
	c.grade.bloom, c.grade.vignette, c.grade.saturation = 0, 0.2, 1
}
