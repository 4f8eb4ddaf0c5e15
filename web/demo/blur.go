package demo

// blurRows replaces each value by the mean of those within the radius beside it.
func blurRows(v []float32, w, h, radius int) {
	line := make([]float32, w)
	k := 1 / float32(2*radius+1)
	for y := range h {
		row := v[y*w:][:w]
		copy(line, row)
		sum := line[0] * float32(radius)
		for i := range radius {
			sum += line[min(i, w-1)]
		}
		for x := range row {
			sum += line[min(x+radius, w-1)]
			row[x] = sum * k
			sum -= line[max(x-radius, 0)]
		}
	}
}

// blurColumns does the same from above and below, all columns at a time.
func blurColumns(v []float32, w, h, radius int) {
	from := make([]float32, len(v))
	copy(from, v)
	row := func(y int) []float32 { return from[min(max(y, 0), h-1)*w:][:w] }
	k := 1 / float32(2*radius+1)
	sum := make([]float32, w)
	for y := -radius - 1; y < radius; y++ {
		for x, a := range row(y) {
			sum[x] += a
		}
	}
	for y := range h {
		in, out, to := row(y+radius), row(y-radius-1), v[y*w:][:w]
		for x := range to {
			sum[x] += in[x] - out[x]
			to[x] = sum[x] * k
		}
	}
}

// small is the picture at a fraction of its size, in three planes, seen through a filter.
type small struct {
	w, h, step int
	planes     [3][]float32
}

func (c *canvas) shrink(step int, see func(rgb) rgb) *small {
	s := &small{w: (c.w + step - 1) / step, h: (c.h + step - 1) / step, step: step}
	for i := range s.planes {
		s.planes[i] = make([]float32, s.w*s.h)
	}
	k := 1 / float32(step*step)
	for py, row := 0, c.px; py < c.h; py, row = py+1, row[c.w:] {
		at := py / step * s.w
		for px, p := range row[:c.w] {
			p = see(p)
			i := at + px/step
			s.planes[0][i] += p.r * k
			s.planes[1][i] += p.g * k
			s.planes[2][i] += p.b * k
		}
	}
	return s
}

// blur blurs by about radius pixels of the whole picture.
func (s *small) blur(radius float32) {
	r := max(1, int(radius/float32(s.step)))
	for _, plane := range s.planes {
		for range 2 {
			blurRows(plane, s.w, s.h, r)
			blurColumns(plane, s.w, s.h, r)
		}
	}
}

// lay puts the small picture, smoothly enlarged, together with what is there.
func (s *small) lay(c *canvas, put func(under, p rgb) rgb) {
	line := make([]rgb, s.w+1)
	half := (s.step - 1) / 2
	for py := range c.h {
		fy := max((float32(py)+0.5)/float32(s.step)-0.5, 0)
		iy := min(int(fy), s.h-1)
		ty := fy - float32(iy)
		above, below := iy*s.w, min(iy+1, s.h-1)*s.w
		for i := range line {
			a, b := above+min(i, s.w-1), below+min(i, s.w-1)
			line[i] = rgb{lerp(s.planes[0][a], s.planes[0][b], ty), lerp(s.planes[1][a], s.planes[1][b], ty), lerp(s.planes[2][a], s.planes[2][b], ty)}
		}
		row := c.px[py*c.w:][:c.w]
		for px := range row {
			at := max(px-half, 0)
			i := at / s.step
			row[px] = put(row[px], line[i].mix(line[i+1], float32(at-i*s.step)/float32(s.step)))
		}
	}
}

// defocus blurs all that is painted so far.
func (c *canvas) defocus(radius float32) {
	blur := radius * c.scale
	s := c.shrink(min(max(1, int(blur/3)), 8), func(p rgb) rgb { return p })
	s.blur(blur)
	s.lay(c, func(_, p rgb) rgb { return p })
}

// bloom lets what is brighter than paper shine over its surroundings, as a lens does.
func (c *canvas) bloom(share float32) {
	const step, reach, threshold = 8, 0.035, 0.75
	bright := false
	s := c.shrink(step, func(p rgb) rgb {
		over := max(p.r, p.g, p.b) - threshold
		if over <= 0 {
			return rgb{}
		}
		bright = true
		return p.times(min(over, 3) / (over + threshold))
	})
	if !bright {
		return
	}
	s.blur(reach * float32(c.h))
	s.lay(c, func(u, p rgb) rgb { return u.add(p.times(share)) })
}
