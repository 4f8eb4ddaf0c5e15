package demo

// water is a surface that mirrors what is painted above its far shore.
type water struct {
	shore   float32 // its far edge, as a height in the frame
	rough   float32 // 0 is a mirror, 1 a windy sea
	tint    rgb     // what the mirror takes away
	deep    rgb     // the water's own colour, seen where one looks down into it
	clear   float32 // how much of the deep is seen at the near edge
	sky     sky
	glitter float32 // how brightly the sun is scattered
}

// draw paints the water from its shore to the lower edge.
func (w water) draw(c *canvas) {
	n := clouds()
	ox, oy := c.Float32(), c.Float32()
	width := 0.03 + 0.1*w.rough
	c.paint(w.shore, c.worldY(c.h), func(x, y float32, _ rgb) rgb {
		down := max(y-w.shore, 0.0005)
		far := 1 / (down + 0.035)
		u, v := x*far*0.1, far*0.55
		wave := n.at(u+ox, v+oy)*0.6 + n.at(u*2.7+oy, v*2.3+ox)*0.4
		slope := (wave - 0.48) * w.rough
		fine := (n.at(u*6.3+ox, v*5.1) - 0.5) * w.rough
		reach := ramp(0, 0.06, down)
		my := w.shore - down*0.92 - abs(slope+fine*0.5)*0.36*reach - 0.003
		mx := x + (slope*0.5+fine*0.4)*0.1*reach
		p := c.seen(mx, my)
		if w.rough > 0.25 {
			p = p.mix(c.seen(mx+fine*0.05, my-0.05*reach), 0.5)
		}
		p = p.filter(w.tint)
		look := clamp(down/(1-w.shore)*1.1-slope*1.6) * w.clear
		p = p.mix(w.deep, look)
		if w.glitter > 0 {
			dx := (x - w.sky.sunX + slope*0.12) / (width + down*0.34*(0.4+w.rough))
			spark := ramp(0.08, 0.3, slope+fine*1.3+0.12*(1-w.rough))
			p = p.add(w.sky.sun.times(w.glitter * exp(-dx*dx) * (0.18 + 2.6*spark*spark) * ramp(0, 0.02, down)))
		}
		return p
	})
}
