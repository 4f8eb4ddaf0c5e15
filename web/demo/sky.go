package demo

// sky is the light of a scene: what hangs above, and what it does to all that stands below.
type sky struct {
	hour                    int // at which it is so, in the middle of the year
	zenith, middle, horizon rgb
	sun                     rgb // the light itself
	sunX, sunY, sunSize     float32
	lit, dark               rgb // the two sides of a cloud
	haze                    rgb // what distance fades into
	key, ambient            rgb // the light on things, from the sun and from all around
	night                   bool
}

func light(hour int, zenith, middle, horizon, sun, lit, dark, haze, key, ambient uint32) sky {
	return sky{
		hour: hour, zenith: hex(zenith), middle: hex(middle), horizon: hex(horizon), sun: hex(sun), lit: hex(lit), dark: hex(dark),
		haze: hex(haze), key: hex(key), ambient: hex(ambient), sunSize: 0.022, sunY: 0.4,
	}
}

// The lights of the day.
func dawn() sky {
	return light(6, 0x5a78a8, 0xd9a6a4, 0xffd7a8, 0xffe9c0, 0xffd9c4, 0x8a7a98, 0xeec4b0, 0xffc890, 0x7c88ac)
}

func rose() sky {
	return light(19, 0x6d6fa6, 0xe39aa6, 0xffc9b0, 0xffdcc0, 0xffc2b8, 0x9b6f92, 0xe8aeb0, 0xffb49a, 0x8a7ea6)
}

func morning() sky {
	return light(8, 0x4d8ac2, 0x9cc6dc, 0xf0ead2, 0xfff4d8, 0xffffff, 0xa9b8c8, 0xd3dfe0, 0xfff0cc, 0x8fb0cc)
}

func noon() sky {
	return light(12, 0x1f66b8, 0x5fa2dc, 0xbfdcec, 0xfffaf0, 0xffffff, 0x98abc0, 0xb4cfe2, 0xfff8e8, 0x88a8cc)
}

func pearl() sky {
	return light(10, 0x9aa6ae, 0xc4cbcd, 0xe4e2da, 0xf4f0e6, 0xeceae4, 0x9aa2a8, 0xd2d5d4, 0xd8d8d2, 0xa8b2b8)
}

func storm() sky {
	return light(16, 0x2c3644, 0x586674, 0xc8b890, 0xf4dcae, 0xb9bcb8, 0x2e3844, 0x8f9798, 0xd6c49a, 0x5c6876)
}

func golden() sky {
	return light(18, 0x5580b0, 0xdcc6a8, 0xffcf8e, 0xffe2a8, 0xffe8c4, 0xa8866c, 0xf0c898, 0xffb860, 0x8e8a90)
}

func sunset() sky {
	return light(19, 0x34406e, 0xc8647a, 0xff9a4c, 0xffc46c, 0xff9a6a, 0x5a3d5c, 0xd8806a, 0xff8a48, 0x6a5878)
}

func ember() sky {
	return light(20, 0x2a2440, 0x8a3a4c, 0xf07838, 0xffb050, 0xf8763c, 0x3a2438, 0xa8564c, 0xff7a36, 0x4c3a54)
}

func violet() sky {
	return light(20, 0x2c2f66, 0x7a5a9c, 0xe89aa8, 0xffc8b0, 0xd99ac0, 0x4a3f74, 0x9f7fae, 0xe8a0b0, 0x5c5690)
}

func bluehour() sky {
	s := light(20, 0x10244e, 0x2f558c, 0x8fa8c4, 0xdfe6ee, 0x7d97bc, 0x1e3358, 0x53719c, 0x6c8cb8, 0x2c4676)
	s.night = true
	return s
}

func moonlight() sky {
	s := light(22, 0x060c1e, 0x12233f, 0x31506c, 0xfff6dc, 0x5a7590, 0x0e1a2e, 0x2a4560, 0x8aa6bc, 0x1c3048)
	s.night, s.sunSize, s.sunY = true, 0.034, 0.2
	return s
}

func teal() sky {
	return light(7, 0x2c7f8c, 0x86c2b8, 0xf2e6b8, 0xfff2c8, 0xfff4e0, 0x7fa6a6, 0xc9dcc8, 0xffe8b0, 0x84aeb0)
}

// at is the colour of the clear sky: at the horizon's height up is 0, at the top of a usual frame 1.
func (s sky) at(up float32) rgb {
	up = clamp(up)
	const bend = 0.38
	if up < bend {
		return s.horizon.mix(s.middle, ramp(-bend*0.6, bend, up)*1.25-0.25)
	}
	return s.middle.mix(s.zenith, pow((up-bend)/(1-bend), 0.8))
}

// draw paints the sky down to the horizon and a little below.
func (s sky) draw(c *canvas, horizon float32) {
	n := clouds()
	drift := c.Float32()
	c.veil(c.worldY(0)-1, horizon+0.08, 4, func(x, y float32) (rgb, float32) {
		p := s.at((horizon - y) / max(horizon, 0.4))
		dx, dy := x-s.sunX, (y-s.sunY)*1.3
		d := hypot(dx, dy)
		g := 1 / (1 + d*d*18)
		p = p.mix(s.sun, g*0.35*(1-b2f(s.night)*0.75))
		return p.times(0.985 + 0.03*n.at(x*0.3+drift, y*0.9)), 1
	})
}

func b2f(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// disc paints the sun or the moon itself, with its light around it.
func (s sky) disc(c *canvas) {
	if s.night {
		n := clouds()
		c.glow(s.sunX, s.sunY, 0.5, s.sun.times(0.12))
		c.glow(s.sunX, s.sunY, 0.15, s.sun.times(0.25))
		c.disc(s.sunX, s.sunY, s.sunSize, 0.003, func(x, y float32, u rgb) rgb {
			seas := ramp(0.42, 0.62, n.at((x-s.sunX)*3.4+0.3, (y-s.sunY)*3.4+0.1))
			return u.mix(s.sun.times(1.5-0.62*seas), 1)
		})
		return
	}
	c.glow(s.sunX, s.sunY, 0.6, s.sun.times(0.22))
	c.glow(s.sunX, s.sunY, 0.2, s.sun.times(0.5))
	c.disc(s.sunX, s.sunY, s.sunSize, 0.008, solid(s.sun.times(3.4)))
}

// streaks are clouds as a ceiling in perspective, from a few (0) to everywhere (1).
func (s sky) streaks(c *canvas, horizon, cover float32) {
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	stretch, turn := c.between(0.12, 0.3), c.between(-0.5, 0.5)
	thick := func(u, v float32) float32 {
		return 0.56*n.at(u*0.5+ox, v*0.5+oy) + 0.3*n.at(u*1.7+oy, v*1.7+ox) + 0.14*n.at(u*5.1, v*5.1)
	}
	edge := lerp(0.64, 0.4, cover)
	c.veil(c.worldY(0)-1, horizon+0.02, 3, func(x, y float32) (rgb, float32) {
		up := horizon - y
		t := 1 / (max(up, 0) + 0.09)
		u, v := (x+up*turn)*t*stretch, t*0.34
		d := thick(u, v)
		share := ramp(edge, edge+0.17, d)
		if share == 0 {
			return rgb{}, 0
		}
		dx, dy := s.sunX-x, s.sunY-y
		l := 0.02 / (hypot(dx, dy) + 0.05)
		lit := clamp(0.55 + (d-thick(u+dx*l*t*0.5, v-dy*l*t*0.8))*5.5)
		near := 1 / (1 + (dx*dx+dy*dy)*9)
		p := s.dark.mix(s.lit, lit).add(s.sun.times(near * (1 - share*0.7) * 0.8 * (1 - b2f(s.night))))
		share *= ramp(0, 0.13, up) * 0.92
		return over(p.mix(s.haze, ramp(0.35, 0, up)*0.6), share)
	})
}

// heaps are clouds that tower over a flat base, nearer ones larger.
func (s sky) heaps(c *canvas, horizon float32) {
	n := clouds()
	for i := range 5 {
		near := float32(i) / 4
		base := lerp(horizon-0.05, horizon-0.42, near)
		tall := lerp(0.06, 0.3, near) * c.between(0.8, 1.2)
		size := lerp(3.2, 0.75, near)
		ox, oy := c.Float32(), c.Float32()
		thick := func(x, y float32) float32 {
			up := (base - y) / tall
			body := n.at(x*size*0.22+ox, oy) - 0.46
			return body*3.2 + (n.at(x*size*0.5+ox, y*size*0.62+oy)-0.5)*2.3 + (n.at(x*size*1.7, y*size*1.9+ox)-0.5)*0.8 - up*1.1 + ramp(0.06, -0.3, up)*-2.4
		}
		c.veil(base-tall*2, base+tall*0.4, 2, func(x, y float32) (rgb, float32) {
			d := thick(x, y)
			share := ramp(0, 0.34, d)
			if share == 0 {
				return rgb{}, 0
			}
			side := float32(0.04)
			if s.sunX < x {
				side = -side
			}
			lit := clamp(0.62 + (d-thick(x+side, y-0.035))*0.75 - ramp(0.1, -0.1, (base-y)/tall)*0.35)
			p := s.dark.mix(s.lit, lit)
			return over(p.mix(s.haze, (1-near)*0.65), share*0.96)
		})
	}
}

// stars are more and brighter along a band across the sky, where wanted.
func (s sky) stars(c *canvas, horizon float32, band bool) {
	n := clouds()
	slope, off := c.between(-1.3, 1.3), c.between(-0.15, 0.15)
	ox := c.Float32()
	across := func(x, y float32) float32 { return (x - off - (0.45-y)*slope) / hypot(1, slope) }
	if band {
		c.veil(c.worldY(0)-1, horizon+0.02, 2, func(x, y float32) (rgb, float32) {
			d := across(x, y) + (n.at(x*0.6+ox, y*0.6)-0.5)*0.16
			milk := exp(-d*d*40) * (0.35 + 1.2*n.at(x*0.9+ox, y*0.9))
			dust := ramp(0.46, 0.66, n.at(x*0.8, y*0.8+ox)) * exp(-d*d*160)
			warm := hex(0x9c8fb8).mix(hex(0xd8b090), exp(-d*d*140))
			return warm.times(milk * milk * 0.55 * (1 - 0.85*dust) * ramp(0, 0.2, horizon-y)), 0
		})
	}
	for range 1500 {
		x, y := c.between(-0.95, 0.95), c.between(-0.1, horizon)
		bright := pow(c.Float32(), 7)
		d := across(x, y)
		if band && c.Float32() > 0.3+0.9*exp(-d*d*30) || y > horizon {
			continue
		}
		tint := rgb{1, 1, 1}.mix(pick(c, hex(0x9fc0ff), hex(0xffd9a8), hex(0xffffff)), 0.6)
		bright *= ramp(0, 0.15, horizon-y)
		c.disc(x, y, 0.0006+0.0016*bright, 0.001, shine(tint.times(0.3+bright*2.2)))
	}
}
