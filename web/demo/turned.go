package demo

// lamp lights things on a table.
type lamp struct {
	side, up, front float32 // where it stands: a direction of length 1
	key, ambient    rgb
	floor           rgb     // what the table throws back
	window          float32 // how clearly a window is mirrored in what shines
}

// turned is a thing as from a potter's wheel: a vase, a cup, an apple.
type turned struct {
	x, foot, tall float32
	radius        func(t float32) float32   // from the foot (0) to the top (1), in units of the height
	skin          func(turn, t float32) rgb // turn is −1 at its left rim and 1 at its right
	gloss         float32                   // 0 is chalk, 1 glazed
	glass         float32                   // how much of what is behind is seen through it
	open          bool                      // whether one looks into it from above
	inside        rgb
	air           rgb // what stands between, and how much of it
	far           float32
}

// tilt is how far we look down on a table.
const tilt = 0.28

// stand puts the thing on the table, with its shadow.
func (t turned) stand(c *canvas, l lamp) {
	foot := t.radius(0.02) * t.tall
	wide := foot
	for i := range 11 {
		wide = max(wide, t.radius(float32(i)/10)*t.tall*0.94)
	}
	t.shadow(c, l, foot, wide)
	r := t.radius(1) * t.tall
	top := t.foot - t.tall
	if t.open {
		c.fill(oval(t.x, top, r, r*tilt, 0), 0, func(x, y float32, _ rgb) rgb {
			return t.inside.filter(l.ambient.add(l.key.times(clamp(0.4 - (x-t.x)/r*l.side*0.5 + (y-top)/r)))).times(0.8)
		})
	}
	t.body(c, l)
	if t.open {
		rim := oval(t.x, top, r, r*tilt, 0).and(reverse(oval(t.x, top, r*0.95, r*tilt*0.93, 0)))
		c.fill(rim, 0, func(x, y float32, _ rgb) rgb {
			return t.skin((x-t.x)/r, 1).filter(l.ambient.add(l.key.times(0.75))).times(1.15)
		})
	}
}

// body paints the outer side.
func (t turned) body(c *canvas, l lamp) {
	const parts = 128
	var radius, slope [parts + 1]float32
	wide := float32(0)
	for i := range radius {
		radius[i] = t.radius(float32(i) / parts)
		wide = max(wide, radius[i]*t.tall)
	}
	for i := range slope {
		slope[i] = (radius[min(i+1, parts)] - radius[max(i-1, 0)]) * parts / float32(min(i+1, parts)-max(i-1, 0))
	}
	x0, x1 := c.columnsOf(t.x-wide*1.02, t.x+wide*1.02)
	y0, y1 := c.rowsOf(t.foot-t.tall*1.02, t.foot+wide*tilt*1.1)
	for py := y0; py < y1; py++ {
		y := c.worldY(py)
		first := (t.foot - y) / t.tall
		row := c.px[py*c.w:][:c.w]
		for px := x0; px < x1; px++ {
			x := c.worldX(px)
			dx := (x - t.x) / t.tall
			// The front of a ring hangs lower in the picture than its middle: find the ring that is seen here.
			h, nz := first, float32(0)
			for range 3 {
				r := radius[int(clamp(h)*parts)]
				u := min(abs(dx)/max(r, 1e-4), 1)
				nz = sqrt(1 - u*u)
				h = first + tilt*r*nz
			}
			if h < 0 || h > 1 {
				continue
			}
			at := h * parts
			i := min(int(at), parts-1)
			r := lerp(radius[i], radius[i+1], at-float32(i))
			cover := min(clamp((r-abs(dx))*t.tall*c.scale+0.5), h*t.tall*c.scale, (1-h)*t.tall*c.scale+b2f(!t.open), 1)
			if cover <= 0 {
				continue
			}
			u := min(max(dx/r, -1), 1)
			p := t.lit(c, l, x, y, u, sqrt(1-u*u), h, -slope[i], row[px]).mix(t.air, t.far)
			row[px] = row[px].mix(p, cover)
		}
	}
}

// reverse turns an outline round, so that it is a hole in another.
func reverse(p path) path {
	q := path{}
	for _, curve := range p.curves {
		back := make([]point, len(curve))
		for i := range curve {
			back[len(curve)-1-i] = curve[i]
		}
		q.curves = append(q.curves, back)
	}
	return q
}

// lit is how a point of the skin looks: its normal is (u, rise, nz) before it is made as long as 1.
func (t turned) lit(c *canvas, l lamp, x, y, u, nz, h, rise float32, under rgb) rgb {
	k := 1 / sqrt(1+rise*rise)
	nx, ny := u*k, rise*k
	nz *= k
	facing := nx*l.side + ny*l.up + nz*l.front
	skin := t.skin(u, h)
	close := ramp(0, 0.22, h) // little light reaches where it stands
	p := skin.filter(l.key.times(1.15 * ramp(-0.25, 1.05, facing)).
		add(l.ambient.times((0.45 + 0.35*ny + 0.2*nz) * (0.4 + 0.6*close))).
		add(l.floor.times(max(0.25-ny, 0) * 0.5 * close)))
	if t.glass > 0 {
		behind := c.seen(t.x-(x-t.x)*0.7, y).filter(skin.mix(rgb{1, 1, 1}, 0.35))
		p = p.mix(behind.times(0.35+0.65*nz), t.glass*(0.35+0.65*nz))
	}
	// What is mirrored: the eye looks along z, a little from above.
	const eye = 0.24
	d := 2 * (nz + ny*eye)
	rx, ry, rz := nx*d, ny*d-eye, nz*d-1
	wx, wy := rx-l.side*0.95, ry-0.35
	if pane := l.window * (ramp(0.3, 0.24, abs(wx)) * ramp(0.34, 0.28, abs(wy)) * ramp(0.012, 0.03, abs(wx)) * ramp(0.012, 0.03, abs(wy))); pane > 0 && rz > -0.9 {
		p = p.add(l.key.times(pane * t.gloss * 1.1))
	}
	shine := max(nx*l.side*0.8+ny*(l.up*0.6+0.1)+nz*0.75, 0) / 1.1
	p = p.add(l.key.times(t.gloss * 0.5 * pow(min(shine, 1), 30)))
	rim := 1 - nz
	return p.add(l.ambient.times(rim * rim * rim * 0.22 * t.gloss))
}

// shadow falls on the table away from the lamp, and is deepest where the thing stands.
func (t turned) shadow(c *canvas, l lamp, foot, wide float32) {
	dark := func(k float32) brush {
		tone := l.ambient.saturate(0.8)
		top := max(tone.r, tone.g, tone.b)
		return shade(rgb{1, 1, 1}.mix(tone.times(0.55/top), k))
	}
	long := min(t.tall*0.9/max(l.up, 0.3), 0.7)
	dx, dy := -l.side*long, -l.front*0.1*long+0.02
	body := polygon(
		point{t.x - wide*0.9, t.foot - 0.012}, point{t.x - wide*0.75 + dx, t.foot + dy - wide*tilt*0.9},
		point{t.x + wide*0.75 + dx, t.foot + dy + wide*tilt*0.6}, point{t.x + wide*0.9, t.foot + wide*tilt*0.7},
	)
	c.fill(body, 0.05, dark(0.55*(1-t.glass*0.6)))
	c.fill(oval(t.x-l.side*foot*0.4, t.foot+0.004, foot*1.25+0.008, foot*tilt*1.25+0.008, 0), 0.022, dark(0.75))
	if t.glass > 0 { // light gathered behind it
		c.fill(oval(t.x+dx*0.45, t.foot+dy*0.4, wide*1.0, wide*tilt*0.6, 0), 0.03, shine(t.skin(0, 0.5).filter(l.key).times(0.2*t.glass)))
	}
}

// knots is a curve through given values, evenly spread from 0 to 1.
func knots(v ...float32) func(float32) float32 {
	n := len(v) - 1
	return func(t float32) float32 {
		t = clamp(t) * float32(n)
		i := min(int(t), n-1)
		return max(spline(v[max(i-1, 0)], v[i], v[i+1], v[min(i+2, n)], t-float32(i)), 0)
	}
}

// round is the radius of a ball, as wide as said.
func round(wide float32) func(float32) float32 {
	return func(t float32) float32 { return wide * sqrt(max(t*(1-t), 0)) }
}
